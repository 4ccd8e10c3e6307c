from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.analytics.changes import Printed, changes, growth, growth_interval
from liangrong.core.errors import NoData, UnitMismatch
from liangrong.core.units import Unit

from .markets import D1, D2, D3, snapshot, total, whole


def parts(answer: object) -> dict[str, object]:
    return dict(answer.data.select("part", "value").iter_rows())


def test_a_change_is_split_by_what_and_by_where() -> None:
    levels = {D2: {"SSE": (50, 5), "SZSE": (30, 3), "BSE": (2, 0)}, D3: {"SSE": (57, 4), "SZSE": (29, 3), "BSE": (3, 0)}}
    rows = [
        total(ex, day, financing_balance=f, short_balance=s, margin_trading_balance=f + s)
        for day, by in levels.items()
        for ex, (f, s) in by.items()
    ]
    answer = changes(snapshot(market_totals=rows), "margin_trading_balance", start=D3, end=D3)
    assert parts(answer) == {"total": 6, "financing": 7, "short": -1, "SSE": 6, "SZSE": -1, "BSE": 1}
    first = answer.data.row(0, named=True)
    assert (first["previous_date"], first["level"], first["change_ratio"]) == (D2, 96, pytest.approx(6 / 90))


def test_an_exchange_joins_from_zero() -> None:
    before, joined = date(2023, 2, 10), date(2023, 2, 13)
    rows = [total(ex, day, financing_balance=10) for day in (before, joined) for ex in ("SSE", "SZSE")]
    rows.append(total("BSE", joined, financing_balance=4))
    assert parts(changes(snapshot(joined, market_totals=rows), "financing_balance")) == {
        "total": 4,
        "SSE": 0,
        "SZSE": 0,
        "BSE": 4,
    }


def test_a_change_over_a_missing_session_is_not_known() -> None:
    market = whole({D1: 10, D3: 12})
    with pytest.raises(NoData):
        changes(market, "financing_balance", start=D3, end=D3)


def test_exchanges_are_left_out_where_yesterday_knew_only_their_sum() -> None:
    rows = [total("SSE+SZSE", D2, financing_balance=20), total("BSE", D2, financing_balance=1)]
    rows += [total(ex, D3, financing_balance=11) for ex in ("SSE", "SZSE", "BSE")]
    assert parts(changes(snapshot(market_totals=rows), "financing_balance")) == {"total": 12}


def test_growth_and_the_interval_of_its_rounding() -> None:
    rows = [
        total(ex, day, financing_balance=v if ex == "SSE" else 0, rounding=5 if ex == "SSE" else None)
        for day, v in ((D1, 1000), (D3, 1200))
        for ex in ("SSE", "SZSE", "BSE")
    ]
    row = growth(snapshot(market_totals=rows), "financing_balance", start=D1, end=D3).data.row(0, named=True)
    assert row["value"] == pytest.approx(0.2)
    assert (row["low"], row["high"]) == (pytest.approx(1195 / 1005 - 1), pytest.approx(1205 / 995 - 1))
    assert row["printed_low"] is None


def test_growth_as_a_reader_of_printed_levels_can_know_it() -> None:
    market = whole({D1: 1_040_000_000_000, D3: 1_260_000_000_000})
    row = growth(market, "financing_balance", start=D1, end=D3, printed_in=Unit.WAN_YI_YUAN, digits=1).data.row(0, named=True)
    assert (row["printed_low"], row["printed_high"]) == (pytest.approx(1.25 / 1.05 - 1), pytest.approx(1.35 / 0.95 - 1))
    with pytest.raises(UnitMismatch):
        growth(market, "financing_balance", start=D1, end=D3, printed_in=Unit.SHARE)
    with pytest.raises(NoData, match=f"{D2}"):
        growth(market, "financing_balance", start=D2, end=D3)


@pytest.mark.parametrize(
    ("text", "value", "half"),
    [
        ("2.4万亿", "2.4e12", "5e10"),
        ("25,145.96亿元", "2514596000000", "500000"),
        ("12.3%", "0.123", "0.0005"),
        ("38亿", "3.8e9", "5e7"),
    ],
)
def test_a_printed_figure_knows_its_last_digit(text: str, value: str, half: str) -> None:
    assert Printed.parse(text) == Printed(Decimal(value), Decimal(half))


def test_no_growth_from_what_may_be_nothing() -> None:
    assert growth_interval(Printed(Decimal(1), Decimal(1)), Printed(Decimal(5))) == (None, None)
    assert growth_interval(Printed(Decimal(2)), Printed(Decimal(-1), Decimal(1))) == (-2.0, -1.0)


def test_every_change_keeps_the_type_of_money() -> None:
    assert changes(whole({D2: 1, D3: 2}), "financing_balance").data.schema["value"] == pl.Decimal(20, 3)
