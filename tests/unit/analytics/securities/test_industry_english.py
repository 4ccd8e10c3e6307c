"""English names of industries: well-formed, one for a name, and one for every industry of the simulated market."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files
from pathlib import Path

import polars as pl
import pytest

from liangrong.analytics.securities.industry_english import LISTED, industry_english
from liangrong.services.workspace import Workspace

FORMER = ("采掘", "化工", "电气设备", "休闲服务", "商业贸易", "纺织服装")
"""Level-1 names of the edition of 2014 that that of 2021 gave up."""


@pytest.fixture(scope="module")
def listed() -> list[list[str]]:
    text = (files("liangrong.analytics.securities") / LISTED).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def test_each_line_is_a_name_and_what_it_is_called_in_english(listed: list[list[str]]) -> None:
    assert {len(row) for row in listed} == {2}
    for name, english in listed:
        assert name == name.strip().rstrip("ⅠⅡⅢ")
        assert english.isascii()
        assert english == " ".join(english.split())
        assert english[0].isupper()


@pytest.mark.parametrize("place", [0, 1])
def test_a_name_means_one_thing(listed: list[list[str]], place: int) -> None:
    """Two industries of one English name could not be told apart in a chart, nor asked for by it."""
    assert [name for name, times in Counter(row[place] for row in listed).items() if times > 1] == []


def test_the_numeral_of_a_level_is_no_part_of_a_name() -> None:
    assert industry_english("白酒") == industry_english("白酒Ⅱ") == industry_english("白酒Ⅲ") == "Baijiu"
    assert industry_english("半导体Ⅱ") == "Semiconductors"


@pytest.mark.parametrize("name", ["", "模拟行业", "Electronics", "电", "电子电子"])
def test_what_is_no_industry_has_no_name(name: str) -> None:
    assert industry_english(name) is None


def test_names_of_the_former_edition_are_kept() -> None:
    assert all(industry_english(name) for name in FORMER)


def test_every_industry_of_the_simulated_market_has_one(simulated_store: Path) -> None:
    workspace = Workspace.open(simulated_store)
    snapshot = workspace.snapshot(workspace.as_of()[0])
    classes = snapshot.table("industry_classes").filter(pl.col("level") == 1)["level1_name"].to_list()
    members = snapshot.table("memberships", keys={"scheme": ["sw"]})["group_name"].drop_nulls().unique().to_list()
    assert len(classes) == 31
    assert {name for name in (*classes, *members) if industry_english(name) is None} == set()
