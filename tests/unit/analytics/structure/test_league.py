"""League tables: one strict order, cut at both ends, counted over all of it."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.analytics.structure.flows import flows
from liangrong.analytics.structure.league import league
from liangrong.core.errors import NoData, UnitMismatch, UnknownName, UsageError
from liangrong.core.results import Result
from tests.unit.analytics.structure.small import BEIJING, CHINEXT, D2, D3, FUND, MAIN, SHENZHEN, STAR, Cells, market


def order(found: Result) -> list[tuple[object, ...]]:
    return found.data.select("side", "rank", "rank_from_bottom", "group_name", "net_financing").rows()


def test_both_ends_in_one_order() -> None:
    """By balances over D2..D3: main 30, Shenzhen 20, Beijing 3, STAR -5, ChiNext -20. The fund is not ranked."""
    found = league(market(), start=D2, end=D3, top=2, basis="balance")
    assert order(found) == [
        ("top", 1, 5, MAIN, 30), ("top", 2, 4, SHENZHEN, 20), ("bottom", 4, 2, STAR, -5), ("bottom", 5, 1, CHINEXT, -20),
    ]  # fmt: skip
    assert set(found.data["ranked"]) == {5}
    assert any("1 funds (net CNY 2.00) are not ranked" in note.en for note in found.warnings)
    assert found.data["share_of_absolute"][0] == pytest.approx(30 / 78)


def test_where_the_ends_meet_nobody_is_shown_twice() -> None:
    found = league(market(), start=D2, end=D3, top=4, basis="balance")
    assert [row[:2] for row in order(found)] == [("top", 1), ("top", 2), ("top", 3), ("top", 4), ("bottom", 5)]


def test_a_tie_is_decided_by_the_code() -> None:
    """STAR moved to 40 on D3 has the same -10 as main has; 600000 comes before 688001."""
    paths: dict[str, list[Cells | None]] = {
        STAR: [(50, 5, 5), (50, 5, 5), (40, 5, 15)], MAIN: [(50, 5, 5), (50, 5, 5), (40, 5, 15)], FUND: [(1, 1, 1)] * 3,
    }  # fmt: skip
    found = league(market(paths), start=D2, end=D3)
    assert [row[3] for row in order(found)] == [MAIN, STAR]


def test_the_threshold_counts_in_the_order_that_is_shown() -> None:
    found = league(market(), start=D2, end=D3, top=1, basis="balance", threshold="20元")
    assert set(found.data.select("at_or_above", "at_or_below").rows()) == {(2, 1)}
    assert set(found.data["net_threshold"]) == {Decimal(20)}
    above = league(market(), start=D2, end=D3, top=1, basis="balance", threshold=Decimal("20.001"))
    assert set(above.data.select("at_or_above", "at_or_below").rows()) == {(1, 0)}


def test_groups_and_scopes_are_ranked_too() -> None:
    boards = league(market(), "board", start=D2, end=D3)
    assert [row[3] for row in order(boards)] == ["main", "bse", "star", "chinext"]
    inside = league(market(), start=D2, end=D3, within="industry:sw1:电子")
    assert order(inside) == [("top", 1, 2, SHENZHEN, 20), ("top", 2, 1, STAR, 5)], "STAR with its last day alone"
    funds = league(market(), start=D2, end=D3, within="board:fund")
    assert [row[3] for row in order(funds)] == [FUND]


def test_what_is_not_known_is_not_ranked_and_said() -> None:
    """By repayments SZSE, which publishes none, is not known."""
    found = league(market(), start=D2, end=D3, basis="repayments")
    assert [row[3] for row in order(found)] == [MAIN, STAR, BEIJING]
    assert any("The net of 2 is not known" in note.en for note in found.warnings)


def test_what_cannot_be_read_is_refused() -> None:
    with pytest.raises(UsageError, match="at least one"):
        league(market(), start=D2, end=D3, top=0)
    with pytest.raises(UnitMismatch):
        league(market(), start=D2, end=D3, threshold="10万股")
    with pytest.raises(UsageError, match="above zero"):
        league(market(), start=D2, end=D3, threshold="-1亿")
    with pytest.raises(UnknownName):
        league(market(), start=D2, end=D3, threshold="much")
    with pytest.raises(NoData, match="net financing by security"):
        league(market(), start=D2, end=D3, within="600519.SH")


@settings(deadline=None, max_examples=12)
@given(st.lists(st.integers(-50, 50), min_size=1, max_size=12), st.integers(1, 5), st.integers(1, 60))
def test_counts_ranks_and_rows_agree(moves: list[int], top: int, threshold: int) -> None:
    """Rows that contradict their own counts - 171 above where the second largest is below - cannot come out."""
    paths: dict[str, list[Cells | None]] = {
        f"60{n:04d}.SH": [(100, 60, 60), (100, 60, 60), (100 + move, 60, 60 - move)] for n, move in enumerate(moves)
    }
    found = league(market(paths), start=D3, end=D3, top=top, threshold=Decimal(threshold))
    every = sorted(flows(market(paths), "security", start=D3, end=D3).data.filter(pl.col("part") == "group")["net_financing"])
    rows = found.data
    assert rows["net_financing"].to_list() == sorted(rows["net_financing"], reverse=True)
    assert rows["at_or_above"][0] == sum(move >= threshold for move in moves)
    assert rows["at_or_below"][0] == sum(move <= -threshold for move in moves)
    for rank, net in rows.select("rank", "net_financing").iter_rows():
        assert every[-rank] == net
        assert (net >= threshold) == (rank <= rows["at_or_above"][0])
        assert (net <= -threshold) == (len(moves) - rank + 1 <= rows["at_or_below"][0])
    assert rows.height == min(len(moves), 2 * top)
