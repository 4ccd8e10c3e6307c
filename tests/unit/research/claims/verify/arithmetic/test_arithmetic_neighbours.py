"""Breaks if figures that stand side by side and agree are not heard, or if a mere neighbour is refuted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import (
    CHANGE,
    COUNT,
    GROWTH,
    LEVEL,
    claimed,
    days,
    judged,
    outcomes,
    written,
)


@pytest.mark.parametrize(("growth", "said"), [("12.5%", "supported"), ("13.5%", None)])
def test_a_growth_beside_its_two_levels(growth: str, said: str | None) -> None:
    article = written("余额上月为800亿元。", f"本月为900亿元，增长{growth}。")
    claims = claimed(article, ("800亿元", {}), ("900亿元", {}), (growth, {"aspect": GROWTH, "direction": "up"}))
    assert outcomes(article, claims).get(growth) == said


def test_a_change_of_another_quantity_is_no_neighbour() -> None:
    article = written("融资余额上月为800亿元，本月为900亿元，成交额增加100亿元。")
    claims = claimed(
        article, ("800亿元", {}), ("900亿元", {}), ("100亿元", {"aspect": CHANGE, "metric": "turnover", "direction": "up"})
    )
    assert outcomes(article, claims) == {}


def test_a_narrower_range_inside_a_wider_one() -> None:
    article = written("融资利率为6%-8%。", "主流券商为6.5%-7.5%。", "另有券商为9%-10%。", item=(0, 1, 2))
    rate: dict[str, Any] = {"metric": "financing_rate"}
    found = judged(article, claimed(article, ("6%-8%", rate), ("6.5%-7.5%", rate), ("9%-10%", rate)))
    assert (found["6.5%-7.5%"].strength, found["6%-8%"].strength) == ("derived", "feasibility")
    assert "9%-10%" not in found


@pytest.mark.parametrize(("growth", "said"), [("surged 350%", "supported"), ("surged 250%", None)])
def test_a_growth_in_the_summary_of_what_the_body_counts(growth: str, said: str | None) -> None:
    article = written(f"Unicorn founders {growth} in 2025.", "The number of unicorn founders jumped from two to nine in 2025.")
    year = {"on": days("2025-01-01", "2025-12-31"), "scope": "", "metric": ""}
    claims = claimed(
        article,
        (growth, {**year, "aspect": GROWTH, "subject": "Unicorn founders", "direction": "up"}),
        ("two", {**year, "aspect": COUNT}),
        ("nine", {**year, "aspect": LEVEL}),
    )
    found = judged(article, claims)
    assert (found[growth].verdict.support if growth in found else None) == said
    if said:
        assert "small_base" in found[growth].flags
