"""Every industry of the published classification has an English name, and no two of a level have the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from liangrong.analytics.securities.industry_english import industry_english
from liangrong.core.clocks import AsOf
from liangrong.services.workspace import Workspace

COUNTS = {1: 31, 2: 134, 3: 346}
"""Industries of the edition of 2021 by level."""


def test_all_levels_of_2021_are_listed(real_store: Path) -> None:
    classes = Workspace.open(real_store).snapshot(AsOf(date(2026, 1, 30))).table("industry_classes")
    for level, count in COUNTS.items():
        names = classes.filter(level=level)["group_name"].to_list()
        english = [industry_english(name) for name in names]
        assert len(set(names)) == count
        assert [name for name, said in zip(names, english, strict=True) if said is None] == []
        assert len(set(english)) == count
