"""Breaks if a mean may lie below every day of its window, or if sessions are miscounted."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import MEAN, claimed, days, judged, outcomes, written

RATIO: dict[str, Any] = {"metric": "margin_trading_share_of_turnover"}


def week(
    mean: str, *, window: tuple[str, str] = ("2025-09-01", "2025-09-05"), every: str = "都超过10%", scope: str = "market"
) -> dict[str, str]:
    article = written(f"9月1日至9月5日，两融交易占比{every}，9月3日超过11%。", f"同期均值为{mean}。")
    claims = claimed(
        article,
        (every, {**RATIO, "on": days("2025-09-01", "2025-09-05")}),
        ("超过11%", {**RATIO, "on": days("2025-09-03")}),
        (f"均值为{mean}", {**RATIO, "on": days(*window), "aspect": MEAN, "scope": scope}),
    )
    return outcomes(article, claims)


def test_a_mean_below_its_floor_refutes_all_three() -> None:
    # (4 x 10 + 11) / 5 = 10.2
    assert set(week("10.1%").values()) == {"cross_statement"}
    assert len(week("10.1%")) == 3


@pytest.mark.parametrize("mean", ["10.2%", "10.6%"])
def test_a_mean_above_it_is_left_alone(mean: str) -> None:
    assert week(mean) == {}


def test_a_window_with_days_that_nobody_speaks_of_has_a_lower_floor() -> None:
    # Seven sessions from 1 to 9 September, of which two are unknown: (4 x 10 + 11) / 7 = 7.3
    assert week("8.0%", window=("2025-09-01", "2025-09-09")) == {}
    assert set(week("7.0%", window=("2025-09-01", "2025-09-09")).values()) == {"cross_statement"}


def test_another_population_and_a_statement_on_no_day_in_particular_say_nothing() -> None:
    assert week("10.1%", scope="basket:leaders") == {}
    assert "都超过10%" not in week("10.15%", every="一度超过10%")


@pytest.mark.parametrize(("mean", "wrong"), [("13.5%", True), ("11.5%", False)])
def test_a_mean_above_its_ceiling_is_as_wrong(mean: str, *, wrong: bool) -> None:
    article = written("9月1日至9月5日每日都低于12%。", f"同期均值为{mean}。")
    claims = claimed(
        article,
        ("都低于12%", {**RATIO, "on": days("2025-09-01", "2025-09-05")}),
        (f"均值为{mean}", {**RATIO, "on": days("2025-09-01", "2025-09-05"), "aspect": MEAN}),
    )
    assert bool(outcomes(article, claims)) is wrong


def test_the_floor_is_printed() -> None:
    article = written("9月1日至9月5日都超过10%，9月3日超过11%。", "同期均值为10.1%。")
    claims = claimed(
        article, ("都超过10%", {**RATIO, "on": days("2025-09-01", "2025-09-05")}), ("超过11%", {**RATIO, "on": days("2025-09-03")}),
        ("均值为10.1%", {**RATIO, "on": days("2025-09-01", "2025-09-05"), "aspect": MEAN}),
    )  # fmt: skip
    assert "(4 × 10% + 1 × 11%) / 5 = 10.2%" in judged(article, claims)["均值为10.1%"].reason.en
