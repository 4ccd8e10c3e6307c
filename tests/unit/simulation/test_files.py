"""Side tables as files: in the standard layout, named and marked as simulated."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import UnknownName
from liangrong.simulation.files import SIDE_TABLES, write_side_tables
from liangrong.simulation.market import SimulatedMarket


def test_the_files_hold_the_tables_and_say_that_they_are_simulated(market: SimulatedMarket, tmp_path: Path) -> None:
    files = write_side_tables(market, tmp_path / "made")
    assert [path.name for path in files] == [f"simulated_{name}.parquet" for name in SIDE_TABLES]
    for path, name in zip(files, SIDE_TABLES, strict=True):
        assert pl.read_parquet(path).equals(market.table(name), null_equal=True), name
        assert pl.read_parquet_metadata(path)["origin"] == "simulated"


def test_the_same_market_gives_the_same_bytes(tmp_path: Path) -> None:
    chosen = ("securities", "policy_events", "index_quotes")
    first = write_side_tables(SimulatedMarket.generate(3), tmp_path / "a", tables=chosen)
    second = write_side_tables(SimulatedMarket.generate(3), tmp_path / "b", tables=chosen)
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_an_unknown_table_is_named(market: SimulatedMarket, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="nothing"):
        write_side_tables(market, tmp_path, tables=("nothing",))
