"""Who belongs where, on each day of a window: nobody twice, nobody left out."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.analytics.scopes import in_scope, members, parse_scope
from liangrong.analytics.structure.groups import groups, placed
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.market.snapshot import MarketSnapshot
from liangrong.simulation.market import SimulatedMarket
from tests.unit.analytics.structure.small import BEIJING, CHINEXT, D1, D2, D3, FUND, MAIN, SHENZHEN, STAR, market

ALL = [MAIN, STAR, FUND, SHENZHEN, CHINEXT, BEIJING]
START = date(2025, 1, 1)


def spells(by: str, **options: object) -> list[tuple[object, ...]]:
    return groups(market(), by, ALL, start=D1, end=D3, **options).spells.rows()  # type: ignore[arg-type]


def test_an_industry_ends_where_the_next_begins_and_who_has_none_is_unclassified_or_a_fund() -> None:
    """Spells that ran on beyond the change, or stocks that fell out of the answer, would show here."""
    assert spells("sw1") == [
        (SHENZHEN, D1, D3, "电子", "group"),
        (CHINEXT, D1, D3, "unclassified", "unclassified"),
        (FUND, D1, D3, "funds", "funds"),
        (MAIN, D1, D3, "农林牧渔", "group"),
        (STAR, D1, D2, "农林牧渔", "group"),
        (STAR, D3, D3, "电子", "group"),
        (BEIJING, D1, D3, "unclassified", "unclassified"),
    ]


def test_the_board_and_the_exchange_come_from_the_code() -> None:
    assert {row[0]: row[3] for row in spells("board")} == {
        MAIN: "main", STAR: "star", FUND: "funds", SHENZHEN: "main", CHINEXT: "chinext", BEIJING: "bse",
    }  # fmt: skip
    assert {row[0]: row[3:] for row in spells("exchange")} == {
        MAIN: ("SSE", "group"), STAR: ("SSE", "group"), FUND: ("SSE", "group"), SHENZHEN: ("SZSE", "group"),
        CHINEXT: ("SZSE", "group"), BEIJING: ("BSE", "group"),
    }  # fmt: skip


def test_an_index_has_members_and_an_outside() -> None:
    assert {row[0]: row[3] for row in spells("index:sh000300")} == {
        MAIN: "000300.SH", STAR: "outside", FUND: "funds", SHENZHEN: "outside", CHINEXT: "outside", BEIJING: "outside",
    }  # fmt: skip


def test_baskets_may_overlap_and_say_so() -> None:
    baskets = {"大": ["600000", "sz000001"], "沪": [MAIN, STAR, "600519.SH"]}
    found = groups(market(), "baskets", ALL, start=D1, end=D3, baskets=baskets)
    assert found.overlapping
    assert sorted(found.spells.select("security_id", "group").rows()) == sorted([
        (MAIN, "大"), (MAIN, "沪"), (STAR, "沪"), (SHENZHEN, "大"), (CHINEXT, "outside"), (BEIJING, "outside"), (FUND, "funds"),
    ])  # fmt: skip
    said = " ".join(note.en for note in found.notes)
    assert "600519.SH" in said
    assert f"{MAIN} belong to several" in said


def test_a_scope_cuts_the_spells_as_of_each_day() -> None:
    found = groups(market(), "security", ALL, start=D1, end=D3, within="industry:sw1:电子")
    assert found.spells.select("security_id", "from_date", "to_date").rows() == [(SHENZHEN, D1, D3), (STAR, D3, D3)]
    board = groups(market(), "sw1", ALL, start=D1, end=D3, within="board:chinext")
    assert board.spells["security_id"].to_list() == [CHINEXT]


def test_rows_get_the_group_of_their_own_day() -> None:
    rows = pl.DataFrame({"security_id": [STAR] * 3, "trade_date": [D1, D2, D3]})
    found = groups(market(), "sw1", ALL, start=D1, end=D3)
    assert placed(rows, found)["group"].to_list() == ["农林牧渔", "农林牧渔", "电子"]


def test_a_code_that_nobody_knows_does_not_drop_out() -> None:
    """No security of the SSE starts with 777; whatever it is, the exchange's total has it."""
    odd = "777001.SH"
    found = {
        by: groups(market(), by, [odd], start=D1, end=D3).spells.row(0)[3:] for by in ("board", "exchange", "sw1", "security")
    }
    assert found == {
        "board": ("unclassified", "unclassified"), "exchange": ("SSE", "group"), "sw1": ("unclassified", "unclassified"),
        "security": (odd, "group"),
    }  # fmt: skip


def test_what_cannot_be_grouped_by_is_refused() -> None:
    with pytest.raises(UnknownName, match="sw9"):
        spells("sw9")
    with pytest.raises(NoData, match="membership list"):
        spells("index:000905.SH")
    with pytest.raises(UsageError, match="basket"):
        spells("baskets")


@settings(deadline=None, max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([MAIN, STAR]), st.integers(0, 40), st.none() | st.integers(0, 20), st.sampled_from(["甲", "乙"])
        ),
        max_size=8,
        unique_by=lambda row: (row[0], row[1]),
    )
)
def test_every_day_of_every_security_is_placed_once(listed: list[tuple[str, int, int | None, str]]) -> None:
    """Whatever spells are stored, overlapping or with gaps; and where a list does place a day, it is where the scope says."""
    stored = [
        ("sw", name, START + timedelta(first), None if length is None else START + timedelta(first + length), group, group)
        for name, first, length, group in listed
    ]
    world, end = market(memberships=stored or [("sw", SHENZHEN, START, None, "甲", "甲")]), START + timedelta(45)
    found = groups(world, "sw1", [MAIN, STAR], start=START, end=end)
    days = pl.DataFrame({"trade_date": [START + timedelta(n) for n in range(46)]})
    rows = pl.DataFrame({"security_id": [MAIN, STAR]}).join(days, how="cross")
    there = placed(rows, found)
    assert (
        there.select("security_id", "trade_date").sort("security_id", "trade_date").equals(rows.sort("security_id", "trade_date"))
    )
    for group in {row[3] for row in listed}:
        scope = parse_scope(f"industry:sw1:{group}")
        inside = in_scope(rows, scope, members(world, scope))
        ours = there.filter(pl.col("group") == group)
        overlaps = inside.height != ours.height
        assert ours.join(inside, on=["security_id", "trade_date"], how="anti").is_empty()
        assert not overlaps or len({row[3] for row in listed}) > 1


def test_the_simulated_market_is_placed_as_its_scopes_say() -> None:
    made = SimulatedMarket.generate()
    world = MarketSnapshot.of({name: made.table(name) for name in ("memberships", "industry_classes")}, D3)
    rows = made.table("margin_detail").filter(pl.col("trade_date") >= D2)
    found = placed(rows, groups(world, "sw1", rows["security_id"].unique().to_list(), start=D2, end=D3))
    assert found.height == rows.height
    for name in ("电子", "银行"):
        scope = parse_scope(f"industry:sw1:{name}")
        ours, theirs = found.filter(pl.col("group") == name), in_scope(rows, scope, members(world, scope))
        assert sorted(ours["security_id"]) == sorted(theirs["security_id"])
