"""Where financing went: flows, league, growth, rotation."""

from __future__ import annotations

from typing import Final

from liangrong.core.results import Note
from liangrong.services.verbs.verb import Verb

__all__ = ["ENTRIES"]

ENTRIES: Final = (
    Verb(
        "flows",
        Note("融资净买入", "Net financing"),
        "flows:flows",
        command="flows",
        page="structure",
        tool="flows",
        sheet="flows",
        example={"by": "sw1"},
    ),
    Verb(
        "league",
        Note("融资净买入排行", "League table of net financing"),
        "flows:league",
        command="league",
        page="structure",
        tool="flows",
        sheet="league",
        example={"top": 5},
    ),
    Verb(
        "growth",
        Note("增长与分段复合", "Growth and its legs"),
        "growth:growth",
        command="growth",
        page="structure",
        tool="level",
        sheet="growth",
        example={"start": "2026-01-05"},
    ),
    Verb(
        "legs",
        Note("已发表数字的分段复合", "Whether printed legs compound"),
        "growth:legs",
        command="growth --legs",
        tool="level",
        sheet="growth",
        example={"legs": ["98%", "145%"], "total": "389.3%"},
    ),
    Verb(
        "rotation",
        Note("结构与轮动", "Structure and rotation"),
        "rotation:rotation",
        command="rotation",
        page="structure",
        tool="flows",
        sheet="rotation",
        example={"start": "2026-01-05"},
    ),
    Verb(
        "concentration",
        Note("逐日集中度", "Concentration, day by day"),
        "rotation:concentrated",
        command="rotation --concentration",
        page="structure",
        tool="flows",
        sheet="rotation",
        example={"start": "2026-01-05"},
    ),
    Verb(
        "styles",
        Note("两个区间的名次比较", "The order in two windows"),
        "rotation:styles",
        command="rotation --style",
        sheet="rotation",
        example={"start": "2026-01-05", "end": "2026-01-09", "second": "2026-01-12..2026-01-16"},
    ),
    Verb(
        "swaps",
        Note("换位是否大于平常", "Whether a swap is more than usual"),
        "rotation:swapped",
        command="rotation --swap",
        sheet="rotation",
        example={"start": "2026-01-21"},
    ),
)
"""In the order of the catalogue."""
