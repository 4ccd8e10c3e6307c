"""From printed quotes to a path: ex-right days, suspensions, limits, and what cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import InvalidSecurity, NoData, UsageError
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.rules.rulebook import Rulebook
from liangrong.services.quoted_paths import quoted_path
from liangrong.services.workspace import Workspace
from liangrong.stress.strategies.paths import PricePath
from tests.small_market import stored

BOOK = Rulebook.load()
Row = tuple[str, str, str, str, str | None]
"""Security, day in January 2024, open, close, previous close."""

ROWS: tuple[Row, ...] = (
    ("601318.SH", "02", "40", "40", "41"),
    ("601318.SH", "03", "41", "42", "40"),
    ("601318.SH", "04", "20.5", "21", "21"),  # two for one after the close of the 3rd
    # suspended on the 5th
    ("601318.SH", "08", "21", "23.10", "21"),  # closes at the upper limit
    ("601318.SH", "09", "30", "30", "23.1"),  # beyond any limit: none was in force
    ("510300.SH", "02", "3.5", "3.5", "3.5"),
    ("510300.SH", "03", "3.511", "3.507", "3.5"),
    ("510300.SH", "09", "3.5", "3.5", "3.507"),
    ("600519.SH", "04", "1700", "1710", None),
    ("600519.SH", "09", "1700", "1710", None),
)


def quotes(rows: Sequence[Row] = ROWS) -> pl.DataFrame:
    columns = [
        pl.Series("security_id", [row[0] for row in rows]),
        pl.Series("trade_date", [date(2024, 1, int(row[1])) for row in rows]),
    ]
    for place, name in ((2, "open"), (3, "close"), (4, "previous_close")):
        values = [None if row[place] is None else D(str(row[place])) for row in rows]
        columns.append(pl.Series(name, values, dtype=pl.Decimal(20, 3)))
    return conform(table("quotes"), pl.DataFrame(columns), source="qmt")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return Workspace.open(stored(tmp_path_factory.mktemp("quoted"), {"quotes": quotes()}))


@pytest.fixture
def read(workspace: Workspace) -> Callable[..., PricePath]:
    def reading(*names: str, start: int = 2, end: int = 9, warm_up: int = 0) -> PricePath:
        return quoted_path(workspace, names, date(2024, 1, start), date(2024, 1, end), warm_up=warm_up, rulebook=BOOK)[0]

    return reading


def test_prices_are_chained_over_an_ex_right_day(read: Callable[..., PricePath]) -> None:
    path = read("601318")
    assert [day.day for day in path.sessions] == [2, 3, 4, 5, 8, 9]
    # 21 after a split of two for one is 42 before it; then + 10 %, then × 30 / 23.10
    assert path.closes["601318.SH"] == tuple(map(D, ("40.00", "42.00", "42.00", "42.00", "46.20", "60.00")))
    assert path.opens["601318.SH"] == tuple(map(D, ("40.00", "41.00", "41.00", "42.00", "42.00", "60.00")))


def test_prices_are_as_printed_on_the_first_day_of_the_account(read: Callable[..., PricePath]) -> None:
    path = read("601318", start=4, warm_up=2)
    assert path.warm_up == 2
    assert path.closes["601318.SH"] == tuple(map(D, ("20.00", "21.00", "21.00", "21.00", "23.10", "30.00")))


def test_a_session_without_a_quote_is_one_without_trading(read: Callable[..., PricePath]) -> None:
    assert read("601318").traded["601318.SH"] == (True, True, True, False, True, True)


def test_limits_move_with_the_adjustment_and_end_where_a_session_went_beyond(read: Callable[..., PricePath]) -> None:
    # of the 8th: 21 ± 10 % = 18.90 and 23.10 as printed, twice that on the path; the close stands at it
    path = read("601318")
    assert path.limits_on("601318.SH", 4) == (D("37.80"), D("46.20"))
    assert path.closes["601318.SH"][4] == D("46.20")
    assert path.limits_on("601318.SH", 5) is None
    assert path.limits_on("601318.SH", 3) is None


def test_funds_are_quoted_in_thousandths(read: Callable[..., PricePath]) -> None:
    assert read("510300").closes["510300.SH"][:2] == (D("3.500"), D("3.507"))


def test_several_securities_start_with_the_last_of_them(workspace: Workspace) -> None:
    path, notes = quoted_path(workspace, ["601318", "600519"], date(2024, 1, 2), date(2024, 1, 9), warm_up=0, rulebook=BOOK)
    assert path.sessions[0] == date(2024, 1, 4)
    assert path.closes["601318.SH"][0] == D("21.00")
    assert path.closes["600519.SH"] == (D("1710.00"),) * 4
    assert path.limits_on("600519.SH", 3) is None  # no previous close is printed
    assert "2024-01-04" in notes[1].en


def test_less_history_than_wanted_is_said(workspace: Workspace) -> None:
    path, notes = quoted_path(workspace, ["601318"], date(2024, 1, 4), date(2024, 1, 9), warm_up=249, rulebook=BOOK)
    assert path.warm_up == 2
    assert "2 sessions of history" in notes[1].en
    assert "249" in notes[1].zh


@pytest.mark.parametrize(("code", "error"), [("000002", NoData), ("12", InvalidSecurity)])
def test_a_security_without_quotes_or_sense_is_an_error(
    read: Callable[..., PricePath], code: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match=code):
        read(code)


@pytest.mark.parametrize(("start", "end"), [(9, 2), (9, 9), (6, 7)])
def test_there_must_be_two_sessions(read: Callable[..., PricePath], start: int, end: int) -> None:
    with pytest.raises(UsageError, match="two sessions"):
        read("601318", start=start, end=end)


def test_a_security_that_is_quoted_once_only_is_not_enough(read: Callable[..., PricePath]) -> None:
    with pytest.raises(NoData, match="two sessions of quotes"):
        read("600519", end=4)


def test_an_empty_store_has_no_path(tmp_path: Path) -> None:
    empty = Workspace.open(tmp_path / "store", create=True)
    with pytest.raises(NoData):
        quoted_path(empty, ["601318"], date(2024, 1, 2), date(2024, 1, 9), warm_up=0, rulebook=BOOK)
