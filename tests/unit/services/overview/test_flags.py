"""Flags that are new: planted in a market where there is nothing else to find."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.overview.flags import new_squeezes, new_suspensions
from liangrong.services.workspace import Workspace
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.planted import PlantedMarket, Truths

LAST = date(2026, 1, 30)
BEFORE = mainland().previous(LAST)
TABLES = ("market_totals", "margin_detail", "quotes", "caps", "securities")


@pytest.fixture(scope="module")
def nobody(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace that is not looked at: everything comes from the snapshot."""
    return Workspace.open(tmp_path_factory.mktemp("nobody") / "store", create=True)


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    """The last sessions of the simulated market."""
    market = SimulatedMarket.generate()
    return {name: market.table(name) for name in TABLES}


def beyond_its_line(tables: dict[str, pl.DataFrame], code: str, since: date) -> MarketSnapshot:
    """The same market, with so small a float of one stock from a session on that half of it is financed."""
    balance = tables["margin_detail"].filter(security_id=code).select("trade_date", half=pl.col("financing_balance") * 2)
    caps = tables["caps"].join(balance, on="trade_date", how="left", maintain_order="left")
    planted = (pl.col("security_id") == code) & (pl.col("trade_date") >= since)
    caps = caps.with_columns(float_cap=pl.when(planted).then("half").otherwise("float_cap").cast(caps.schema["float_cap"])).drop(
        "half"
    )
    return MarketSnapshot.of({**tables, "caps": caps}, LAST)


@pytest.fixture(scope="module")
def code(tables: dict[str, pl.DataFrame]) -> str:
    """The stock with the largest balance."""
    return str(tables["margin_detail"].filter(trade_date=LAST).sort("financing_balance")["security_id"].last())


def test_a_stock_that_reaches_its_line_is_told_on_that_session_only(
    tables: dict[str, pl.DataFrame], code: str, nobody: Workspace
) -> None:
    today = new_suspensions(nobody, beyond_its_line(tables, code, LAST), 5).rows
    assert [row.scope for row in today] == [f"security:{code}"]
    assert today[0].value == pytest.approx(0.5)
    assert today[0].kind == "new_suspension"
    assert new_suspensions(nobody, beyond_its_line(tables, code, BEFORE), 5).rows == ()
    assert new_suspensions(nobody, MarketSnapshot.of(tables, LAST), 5).rows == ()


def test_without_the_session_before_nothing_is_called_new(tables: dict[str, pl.DataFrame], nobody: Workspace) -> None:
    alone = {**tables, "margin_detail": tables["margin_detail"].filter(pl.col("trade_date") != BEFORE)}
    with pytest.raises(NoData, match=str(BEFORE)):
        new_suspensions(nobody, MarketSnapshot.of(alone, LAST), 5)


def test_a_planted_squeeze_is_found_and_an_ordinary_market_has_none(nobody: Workspace) -> None:
    squeezed = PlantedMarket.generate(7, Truths(squeeze=3), sessions=400).snapshot()
    calm = PlantedMarket.generate(7, sessions=400).snapshot()
    found = new_squeezes(nobody, squeezed, 5).rows
    assert len(found) == 1
    assert found[0].kind == "new_squeeze"
    assert (found[0].value or 0) > 0, "its price rose"
    assert new_squeezes(nobody, calm, 5).rows == ()


def test_more_than_are_listed_are_counted(tables: dict[str, pl.DataFrame], nobody: Workspace) -> None:
    codes = tables["margin_detail"].filter(trade_date=LAST).sort("financing_balance")["security_id"].tail(3).to_list()
    for one in codes:
        tables = {**tables, "caps": beyond_its_line(tables, one, LAST).table("caps")}
    found = new_suspensions(nobody, MarketSnapshot.of(tables, LAST), 2)
    assert len(found.rows) == 2
    assert any("3" in note.en for note in found.notes)
