"""Breaks if a count above a line is believed although its leaders lie below it, or refuted although it may hold."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import CHANGE, COUNT, NET, claimed, days, judged, written

HALF: dict[str, Any] = {"metric": NET, "on": days("2025-07-01", "2025-12-31"), "direction": "in"}


def counted(count: str, line: str, first: str, second: str, *, leads: str = "居前的", total: str = "1500亿元") -> dict[str, str]:
    article = written(
        f"下半年全市场融资余额增加{total}。", f"有{count}个行业获净买入超{line}。", f"{leads}电子、通信分别净买入{first}、{second}。",
    )  # fmt: skip
    claims = claimed(
        article, (f"增加{total}", {"aspect": CHANGE, "on": HALF["on"], "direction": "up"}),
        (f"有{count}个行业获净买入", {**HALF, "aspect": COUNT, "above": line}),
        (first, {**HALF, "scope": "industry:sw1:电子", "group": 1}), (second, {**HALF, "scope": "industry:sw1:通信", "group": 1}),
    )  # fmt: skip
    return {
        piece: said.error_types[0] if said.error_types else str(said.strength) for piece, said in judged(article, claims).items()
    }


def test_what_may_hold_is_feasible_and_no_more() -> None:
    # 320 + 210 + 18 x 10 = 710 <= 1500
    found = counted("20", "10亿元", "320亿元", "210亿元")
    assert found == dict.fromkeys(("有20个行业获净买入", "320亿元", "210亿元"), "feasibility")


@pytest.mark.parametrize(("second", "possible"), [("9.8亿元", False), ("10.0亿元", False), ("12.0亿元", True)])
def test_a_leader_at_the_line_leaves_no_room_for_those_behind(second: str, *, possible: bool) -> None:
    found = counted("20", "10亿元", "12.5亿元", second)
    assert (found.get("有20个行业获净买入") != "impossible_bound") is possible
    assert found.get(second) != "impossible_bound"


def test_those_that_are_only_named_need_not_lead() -> None:
    assert counted("20", "10亿元", "12.5亿元", "9.8亿元", leads="其他行业中，").get("有20个行业获净买入") != "impossible_bound"


def test_more_than_there_was_is_not_called_feasible() -> None:
    # 320 + 210 + 18 x 100 > 1500: repayments that nobody names may make up for it, so that it is not refuted either.
    assert counted("20", "100亿元", "320亿元", "210亿元") == {}


def test_two_of_two_leave_nobody_behind() -> None:
    assert "impossible_bound" not in counted("2", "10亿元", "12.5亿元", "10.0亿元").values()


@pytest.mark.parametrize(("count", "line", "refuted"), [("1", "10亿元", True), ("2", "10亿元", False), ("1", "300亿元", False)])
def test_more_are_named_than_counted(count: str, line: str, *, refuted: bool) -> None:
    assert ("count_mismatch" in counted(count, line, "320亿元", "210亿元").values()) is refuted


@pytest.mark.parametrize(
    ("words", "bound", "refuted"),
    [
        ("此外，汽车、传媒净买入均", "超400亿元", True),
        ("此外，汽车、传媒净买入均", "超15亿元", False),
        ("此外，汽车、传媒合计净买入", "超400亿元", False),
    ],
)
def test_those_behind_do_not_pass_the_leaders(words: str, bound: str, *, refuted: bool) -> None:
    article = written("有20个行业获净买入超10亿元。", "居前的电子、通信分别净买入320亿元、210亿元。", f"{words}{bound}。")
    claims = claimed(
        article, ("有20个行业获净买入", {**HALF, "aspect": COUNT, "above": "10亿元"}),
        ("320亿元", {**HALF, "scope": "industry:sw1:电子", "group": 1}), ("210亿元", {**HALF, "scope": "industry:sw1:通信", "group": 1}),
        (bound, HALF),
    )  # fmt: skip
    assert ((said := judged(article, claims).get(bound)) is not None and "impossible_bound" in said.error_types) is refuted
