"""Detectors find what is planted and are silent where nothing is: ``benchmarks/planted.py`` over a few seeds of its own.

Bounds are those of the binomial at 99.9 %: a detector whose size is 5 % and whose power is 95 % crosses none of them but once in a
thousand times, and one that forgets how many lags or names it looked at crosses them at once.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from scipy.stats import binom

SEEDS = range(9_001, 9_041)
"""None of them is a seed of the benchmark."""
PLANTED = SEEDS[:20]
QUESTIONS = [
    ("lead", "some lag of 1 to 10"),
    ("factor", "mean rank IC"),
    ("swap", "some two groups"),
    ("squeeze", "one name, named before"),
    ("squeeze", "some name"),
]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def planted() -> Iterator[ModuleType]:
    path = Path(__file__).parents[2] / "benchmarks" / "planted.py"
    spec = importlib.util.spec_from_file_location("planted_benchmark", path)
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules["planted_benchmark"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    yield module
    del sys.modules["planted_benchmark"]


@pytest.fixture(scope="module")
def nothing(planted: ModuleType) -> dict[str, dict[str, Any]]:
    return asked(planted, SEEDS, planted=False)


@pytest.fixture(scope="module")
def truths(planted: ModuleType) -> dict[str, dict[str, Any]]:
    return asked(planted, PLANTED, planted=True)


def asked(module: ModuleType, seeds: range, *, planted: bool) -> dict[str, dict[str, Any]]:
    given = module.answers(seeds, module.PARTS, planted=planted)
    found: dict[str, dict[str, Any]] = module.gathered([given], list)
    return found


def outermost(seeds: range, share: float) -> tuple[int, int]:
    """The counts between which 99.9 % of the samples lie."""
    return int(binom.ppf(0.0005, len(seeds), share)), int(binom.ppf(0.9995, len(seeds), share))


def test_each_question_is_put(nothing: dict[str, dict[str, Any]], truths: dict[str, dict[str, Any]]) -> None:
    for given, seeds in ((nothing, SEEDS), (truths, PLANTED)):
        assert [(part, question) for part, answers in given.items() for question in answers] == QUESTIONS
        assert {len(answers) for part in given.values() for answers in part.values()} == {len(seeds)}


@pytest.mark.parametrize(("part", "question"), QUESTIONS)
def test_nothing_is_found_over_nothing_but_on_five_in_a_hundred(
    nothing: dict[str, dict[str, Any]], part: str, question: str
) -> None:
    found = sum(answer.p_value <= 0.05 for answer in nothing[part][question])
    low, high = outermost(SEEDS, 0.05)
    assert low <= found <= high


@pytest.mark.parametrize(("part", "question"), QUESTIONS)
def test_half_of_the_p_values_lie_below_a_half(nothing: dict[str, dict[str, Any]], part: str, question: str) -> None:
    """A p-value that is right at 5 % and nowhere else is no p-value; ties of statistics at zero lift those of one name."""
    below = sum(answer.p_value <= 0.5 for answer in nothing[part][question])
    low, high = outermost(SEEDS, 0.5)
    assert (0 if question == "one name, named before" else low) <= below <= high


def test_no_squeeze_is_named_where_there_is_none(nothing: dict[str, dict[str, Any]]) -> None:
    assert not any(answer.right for answer in nothing["squeeze"]["some name"])


@pytest.mark.parametrize(("part", "question"), QUESTIONS)
def test_what_is_planted_is_found_and_is_what_was_planted(truths: dict[str, dict[str, Any]], part: str, question: str) -> None:
    right = sum(answer.p_value <= 0.05 and answer.right for answer in truths[part][question])
    assert right >= outermost(PLANTED, 0.95)[0]


@pytest.mark.parametrize(
    ("part", "planted_figure", "within"), [("lead", 0.45, 0.03), ("factor", 0.05, 0.007), ("swap", 0.05, 0.01)]
)
def test_its_estimate_is_the_planted_figure(
    truths: dict[str, dict[str, Any]], part: str, planted_figure: float, within: float
) -> None:
    """Within some three errors of a mean over the seeds: 0.04, 0.009 and 0.012 over the square root of 20."""
    estimates = [answer.estimate for answers in truths[part].values() for answer in answers]
    assert sum(estimates) / len(estimates) == pytest.approx(planted_figure, abs=within)


def test_the_interval_of_the_ic_holds_it(truths: dict[str, dict[str, Any]]) -> None:
    held = sum(answer.covered for answer in truths["factor"]["mean rank IC"])
    assert held >= outermost(PLANTED, 0.95)[0]


def test_limits_decide(planted: ModuleType) -> None:
    def given(found: int, right: int, of: int) -> list[Any]:
        return [planted.Answer(0.01 if n < found else 0.5, n < right, 0.0, n < of * 0.95) for n in range(of)]

    assert planted.size_of(given(100, 0, 2_000))["inside"]
    assert not planted.size_of(given(69, 0, 2_000))["inside"]
    assert not planted.size_of(given(131, 0, 2_000))["inside"]
    assert planted.power_of(given(100, 95, 100))["inside"]
    assert not planted.power_of(given(100, 94, 100))["inside"], "found, but not what was planted"
    # Clopper and Pearson's printed example: 0 of 10 is at most 1 - 0.025 ** (1 / 10).
    assert planted.interval(0, 10) == pytest.approx((0.0, 1 - 0.025**0.1))
    assert planted.interval(10, 10) == pytest.approx((0.025**0.1, 1.0))
