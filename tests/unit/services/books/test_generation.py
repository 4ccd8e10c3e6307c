"""A book made from a store sums up to what the store says of the day."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from liangrong.accounts.terms import agreed_terms
from liangrong.book.generator.parameters import Parameters
from liangrong.book.lines import Lines
from liangrong.book.revaluation import revalue
from liangrong.core.calendar import Calendar
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook
from liangrong.services.books.files import SYNTHETIC_NOTE, opened_book
from liangrong.services.books.generation import GenerationRequest, generate
from liangrong.services.books.targets import ACCOUNTS, targets_of
from liangrong.services.ingest import Progress
from liangrong.services.workspace import Workspace

DAY = date(2026, 1, 30)


@pytest.fixture(scope="module")
def workspace(simulated_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A simulated store that may be written to."""
    path = tmp_path_factory.mktemp("books") / "store"
    shutil.copytree(simulated_store, path)
    return Workspace.open(path)


@pytest.fixture(scope="module")
def made(workspace: Workspace) -> tuple[Result, list[Progress]]:
    """A book of 20,000 accounts in three partitions."""
    told: list[Progress] = []
    return generate(
        workspace, GenerationRequest(name="country", accounts=20_000, partition_size=7000), progress=told.append
    ), told


def test_the_table_says_how_near_the_book_comes(made: tuple[Result, list[Progress]]) -> None:
    result, told = made
    rows = {row["name"]: row for row in result.data.filter(kind="target").to_dicts()}
    assert rows["accounts"]["achieved"] == 20_000
    assert rows["financing_balance_by_security"]["error"] == rows["short_quantity_by_security"]["error"] == 0
    assert abs(rows["maintenance_ratio"]["error"]) < 0.001
    assert rows["collateral_cash"]["achieved"] == pytest.approx(rows["collateral_cash"]["wanted"], rel=0.03)
    assert rows["borrowers"]["source_en"] == f"account statistics of {DAY}"
    assert SYNTHETIC_NOTE in result.warnings
    assert result.data["name"].is_unique().all()
    assert [(each.done, each.total) for each in told] == [(1, 3), (2, 3), (3, 3)]


def test_what_was_written_is_what_was_counted(workspace: Workspace, made: tuple[Result, list[Progress]]) -> None:
    opened = opened_book(workspace, "country")
    assert opened.book.origin == "synthetic"
    lines = Lines.of(agreed_terms(Rulebook.load().at(opened.book.on)))
    found = [revalue(partition, opened.marks, lines) for partition in opened.book.partitions]
    debt = sum(int(each.debt.sum()) for each in found)
    assets = sum(int(each.assets[each.debt > 0].sum()) for each in found)
    ratio = made[0].data.filter(name="maintenance_ratio")["achieved"].item()
    assert assets / debt == ratio
    assert (
        pl.DataFrame(opened.made["calibration"]).select("name", "achieved").rows()
        == made[0].data.select("name", "achieved").rows()
    )
    assert opened.made["seed"] == 0
    assert opened.made["parameters"]["debt_spread"] == Parameters().debt_spread


def test_a_country_drawn_small_says_so_and_has_a_small_market(workspace: Workspace, made: tuple[Result, list[Progress]]) -> None:
    opened = opened_book(workspace, "country")
    whole = targets_of(workspace.snapshot(workspace.as_of(DAY)[0]))[0]
    scale = 20_000 / whole.accounts
    assert opened.made["scale"] == scale
    assert any(f"{scale:.3%} of the country" in note.en for note in opened.notes)
    np.testing.assert_allclose(opened.marks.turnover, whole.marks.turnover * scale)


def test_a_book_is_replaced_only_when_that_is_said(workspace: Workspace, made: tuple[Result, list[Progress]]) -> None:
    del made
    request = GenerationRequest(name="country", accounts=2000, borrowers_share=1)
    with pytest.raises(UsageError, match="already"):
        generate(workspace, request)
    generate(workspace, replace(request, name="all"))
    result = generate(workspace, replace(request, name="all", replace_existing=True))
    rows = {row["name"]: row for row in result.data.to_dicts()}
    assert rows["borrowers"]["achieved"] == 2000
    with pytest.raises(UsageError, match="between 0 and 1"):
        generate(workspace, replace(request, name="none", borrowers_share=1.5))


def test_balances_are_those_of_the_detail(workspace: Workspace) -> None:
    as_of, _ = workspace.as_of()
    snapshot = workspace.snapshot(as_of)
    targets, notes = targets_of(snapshot)
    detail = snapshot.table("margin_detail", start=DAY)
    told = dict(zip(targets.marks.securities, (targets.financing_balance / 100).tolist(), strict=True))
    assert told == {code: float(balance) for code, balance in detail.select("security_id", "financing_balance").rows()}
    assert targets.accounts == 8_052_000
    assert targets.borrowers == 1_950_000
    assert notes == ()


def quotes(calendar: Calendar, security: str, closes: list[float], previous: list[float] | None = None) -> pl.DataFrame:
    days = calendar.between(calendar.back(DAY, len(closes) - 1), DAY)
    return pl.DataFrame({"security_id": security, "trade_date": list(days), "close": closes,
                         "previous_close": previous or [closes[0], *closes[:-1]], "turnover": 1e9})  # fmt: skip


@pytest.fixture
def bare(calendar: Calendar) -> Callable[..., MarketSnapshot]:
    """A snapshot of two stocks and what little else there must be."""

    def make(**tables: pl.DataFrame) -> MarketSnapshot:
        days = list(calendar.between(calendar.back(DAY, 9), DAY))
        statistics = pl.DataFrame({"trade_date": days, "financing_balance": 1e10, "financing_buy_amount": 1e9,
                                   "average_maintenance_ratio": 2.5})  # fmt: skip
        totals = pl.DataFrame({"exchange": ["SSE", "SZSE"], "trade_date": [DAY, DAY], "financing_balance": [6e9, 4e9],
                               "short_balance": [1e8, 1e8]})  # fmt: skip
        halved = quotes(calendar, "600000.SH", [20.0, 22.0, 11.0, 12.0], [20.0, 20.0, 11.0, 11.0])
        known = {
            "account_statistics": statistics, "market_totals": totals,
            "quotes": pl.concat([halved, quotes(calendar, "000001.SZ", [10.0])]), **tables,
        }  # fmt: skip
        return MarketSnapshot.of(known, DAY, calendar)

    return make


def test_without_detail_the_total_is_divided_and_that_is_said(bare: Callable[..., MarketSnapshot]) -> None:
    targets, notes = targets_of(bare())
    assert targets.financing_balance.tolist() == [5 * 10**11, 5 * 10**11], "equal turnover"
    assert "weights" in notes[0].en
    assert "invented" in targets.sources["financing_balance"].en
    assert targets.accounts == ACCOUNTS
    assert "as reported" in targets.sources["accounts"].en
    assert "invented" in targets.sources["borrowers"].en
    assert "invented" not in targets.sources["maintenance_ratio"].en


def test_old_prices_are_per_share_of_today_and_move_with_the_index_before_the_first_quote(
    bare: Callable[..., MarketSnapshot], calendar: Calendar
) -> None:
    days = list(calendar.between(calendar.back(DAY, 9), DAY))
    index = pl.DataFrame({"security_id": "000300.SH", "trade_date": days, "close": [float(n + 1) for n in range(10)]})
    listed = pl.DataFrame({"security_id": ["600000.SH"], "trade_date": [DAY], "list_date": [days[4]]})
    targets, _ = targets_of(bare(index_quotes=index, securities=listed))
    flat, split = targets.history.prices.T.tolist()
    assert split[4:] == [7143, 8571, 10_000, 11_000, 11_000, 12_000]
    assert split[:4] == [0] * 4, "not listed yet"
    assert flat == [1000 * (n + 1) for n in range(10)]


def test_detail_without_a_price_is_left_out_and_counted(bare: Callable[..., MarketSnapshot]) -> None:
    detail = pl.DataFrame({"security_id": ["000001.SZ", "600000.SH", "510300.SH"], "trade_date": DAY,
                           "financing_balance": [1e9, 2.5e9, 3e8], "short_quantity": [0, 1000, None]})  # fmt: skip
    targets, notes = targets_of(bare(margin_detail=detail))
    assert targets.financing_balance.tolist() == [10**11, 25 * 10**10]
    assert targets.short_quantity.tolist() == [0, 1000]
    assert "300.00 million" in notes[0].en


def test_without_an_average_maintenance_ratio_nothing_is_made(bare: Callable[..., MarketSnapshot]) -> None:
    with pytest.raises(NoData, match="average maintenance ratio"):
        targets_of(bare(account_statistics=pl.DataFrame({"trade_date": [date(2014, 1, 17)], "average_maintenance_ratio": [2.5]})))


def test_float_caps_decide_where_own_collateral_lies(bare: Callable[..., MarketSnapshot]) -> None:
    caps = pl.DataFrame({"security_id": ["000001.SZ", "600000.SH"], "trade_date": DAY, "float_cap": [3e10, 1e10]})
    targets, _ = targets_of(bare(caps=caps))
    assert np.allclose(targets.preference / targets.preference.sum(), [0.75, 0.25])


def test_without_detail_turnover_and_caps_nothing_is_divided(bare: Callable[..., MarketSnapshot], calendar: Calendar) -> None:
    old = quotes(calendar, "600000.SH", [10.0]).with_columns(trade_date=pl.lit(calendar.back(DAY, 80)))
    with pytest.raises(NoData, match="turnover"):
        targets_of(bare(quotes=old))
