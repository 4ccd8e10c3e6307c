"""The market of a book is the market of the store."""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from decimal import Decimal
from math import log, nan
from pathlib import Path
from statistics import stdev

import numpy as np
import polars as pl
import pytest

from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.accounts.marks import known_of
from liangrong.services.books.markets import TURNOVER_SESSIONS, marks_of, marks_on, notes_on_marks
from liangrong.services.workspace import Workspace

DAY = date(2026, 1, 30)


def quotes(calendar: Calendar, security: str, closes: list[float], *, last: date = DAY, previous: float = nan) -> pl.DataFrame:
    """Closes up to a session, each the previous close of the next; the turnover counts up."""
    first = calendar.back(last, len(closes) - 1)
    before = [closes[0] if np.isnan(previous) else previous, *closes]
    return pl.DataFrame(
        {
            "security_id": security,
            "trade_date": list(calendar.between(first, last)),
            "close": closes,
            "previous_close": before[:-1],
            "turnover": [1000.0 * (n + 1) for n in range(len(closes))],
        }
    )


def snapshot(calendar: Calendar, *frames: pl.DataFrame, **tables: pl.DataFrame) -> MarketSnapshot:
    return MarketSnapshot.of({"quotes": pl.concat(frames), **tables}, DAY, calendar)


def test_every_security_of_a_store_has_the_price_that_one_account_would_see(simulated_store: Path) -> None:
    workspace = Workspace.open(simulated_store)
    as_of, _ = workspace.as_of()
    found = marks_on(workspace, as_of)
    known = known_of(workspace.snapshot(as_of), found.securities)
    assert found.size == 400
    marks = found.marks()
    assert {code: mark.price for code, mark in marks.items()} == {code: quote.price for code, quote in known.quotes.items()}
    assert all(mark.conversion_ratio > 0 and mark.previous_close for mark in marks.values())
    assert found.turnover.min() > 0
    assert 0 < found.volatility.min() < found.volatility.max() < 0.2
    assert len(notes_on_marks(workspace, as_of)) == 2, "simulated, and no list of 折算率"


def test_only_what_was_asked_for_and_in_that_order(simulated_store: Path) -> None:
    workspace = Workspace.open(simulated_store)
    as_of, _ = workspace.as_of()
    everything = marks_on(workspace, as_of)
    asked = everything.securities[7], everything.securities[3]
    some = marks_on(workspace, as_of, asked)
    assert some.securities == asked
    assert some.price.tolist() == everything.price[[7, 3]].tolist()


def test_a_suspended_security_has_its_last_price(calendar: Calendar) -> None:
    last = calendar.back(DAY, 12)
    found = marks_of(
        snapshot(calendar, quotes(calendar, "600519.SH", [10, 11]), quotes(calendar, "000001.SZ", [5, 6], last=last))
    )
    assert found.securities == ("000001.SZ", "600519.SH")
    assert found.price.tolist() == [6000, 11000]
    assert found.suspended.tolist() == [True, False]


def test_an_ex_rights_day_is_no_fall_and_few_days_tell_no_volatility(calendar: Calendar) -> None:
    closes = [20.0 + n % 3 for n in range(30)]
    halved = [close / 2 for close in closes]
    frames = [
        quotes(calendar, "600519.SH", closes + halved, previous=20.0).with_columns(
            previous_close=pl.Series([20.0, *closes, *halved])[:-1].scatter(30, closes[-1] / 2)
        ),
        quotes(calendar, "000001.SZ", closes[:10]),
    ]
    found = marks_of(snapshot(calendar, *frames))
    series = [20.0, *closes]
    returns = [log(b / a) for a, b in itertools.pairwise(series)] + [log(halved[0] / (closes[-1] / 2))]
    returns += [log(b / a) for a, b in itertools.pairwise(halved)]
    assert found.volatility[1] == pytest.approx(stdev(returns))
    assert np.isnan(found.volatility[0])
    usual = [1000.0 * (n + 1) for n in range(60 - TURNOVER_SESSIONS, 60)]
    assert found.turnover[1] == pytest.approx(sum(usual) / len(usual))


def test_a_fund_without_a_quote_has_the_price_of_its_short_balance(calendar: Calendar) -> None:
    detail = pl.DataFrame({
        "security_id": ["510300.SH", "510500.SH", "600519.SH"], "trade_date": DAY, "financing_balance": [1e6] * 3,
        "short_balance": [4711.0 * 50, 8.5, 999.0], "short_quantity": [50_000, 1, 100_000],
    })  # fmt: skip
    found = marks_of(snapshot(calendar, quotes(calendar, "600519.SH", [1400.0]), margin_detail=detail))
    assert dict(zip(found.securities, found.price.tolist(), strict=True)) == {"510300.SH": 4711, "600519.SH": 1_400_000}


def test_board_class_industry_and_list_decide(calendar: Calendar) -> None:
    codes = ["300750.SZ", "600519.SH", "600666.SH", "688981.SH"]
    listed = pl.DataFrame({"security_id": codes, "trade_date": DAY, "name": ["宁德时代", "贵州茅台", "*ST瑞德", "中芯国际"]})
    ratios = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": [DAY - timedelta(days=20)], "conversion_ratio": [0.45]})
    industry = pl.DataFrame({"scheme": "sw", "security_id": ["600519.SH"], "from_date": [date(2021, 7, 30)], "group": ["340501"],
                             "group_name": ["食品饮料"]})  # fmt: skip
    found = marks_of(snapshot(
        calendar, *(quotes(calendar, code, [10.0]) for code in codes), securities=listed, eligible_collateral=ratios, memberships=industry,
    ))  # fmt: skip
    assert found.limit_width.tolist() == [0.2, 0.1, 0.05, 0.2]
    assert found.marks()["600519.SH"].conversion_ratio == Decimal("0.45")
    assert found.asset_class[2] == "risk_warned"
    assert found.conversion_ratio[2] == 0
    assert [found.industries[n] for n in found.industry] == ["", "食品饮料", "", ""]


def test_no_price_is_said(calendar: Calendar) -> None:
    with pytest.raises(NoData, match=r"000002\.SZ"):
        marks_of(snapshot(calendar, quotes(calendar, "600519.SH", [10.0])), ["600519.SH", "000002.SZ"])
    with pytest.raises(NoData):
        marks_of(MarketSnapshot.of({}, DAY, calendar))
