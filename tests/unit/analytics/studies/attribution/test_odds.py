"""Exact odds of matched sets, against McNemar, against enumeration, and by hand."""

from __future__ import annotations

import sys
from itertools import product

import numpy as np
import pytest

from liangrong.analytics.studies.attribution.odds import matched_odds
from liangrong.core.errors import ExtraMissing

stats = pytest.importorskip("scipy.stats")


def sets(*rows: tuple[bool, int, int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    exposed, with_fact, members = zip(*rows, strict=True)
    return np.array(exposed), np.array(with_fact, dtype=np.int64), np.array(members, dtype=np.int64)


def test_pairs_are_mcnemars_exact_test() -> None:
    found = matched_odds(*sets(*[(True, 1, 2)] * 14, *[(False, 1, 2)] * 4, *[(True, 2, 2)] * 50, *[(False, 0, 2)] * 50))
    test = stats.binomtest(14, 18)
    low, high = test.proportion_ci(method="exact")
    assert found.sets == 18, "pairs that agree say nothing"
    assert found.p_value == pytest.approx(test.pvalue)
    assert found.ratio == pytest.approx(14 / 4)
    assert (found.low, found.high) == (pytest.approx(low / (1 - low), rel=1e-6), pytest.approx(high / (1 - high), rel=1e-6))


def test_sets_of_several_kinds_against_enumeration() -> None:
    rows = [(True, 1, 6), (True, 2, 6), (False, 3, 6), (True, 1, 4), (False, 1, 3)]
    chances = [with_fact / members for _, with_fact, members in rows]
    seen = sum(exposed for exposed, _, _ in rows)
    tails = {True: 0.0, False: 0.0}
    for outcome in product((0, 1), repeat=len(rows)):
        weight = np.prod([chance if case else 1 - chance for case, chance in zip(outcome, chances, strict=True)])
        tails[True] += weight * (sum(outcome) >= seen)
        tails[False] += weight * (sum(outcome) <= seen)
    found = matched_odds(*sets(*rows))
    assert found.p_value == pytest.approx(min(1, 2 * min(tails.values())))
    expected = sum(m * found.ratio / (m * found.ratio + s - m) for _, m, s in rows)
    assert expected == pytest.approx(seen), "the likelihood is flat where the expected number is the one seen"


def test_all_or_none_have_one_open_end() -> None:
    every = matched_odds(*sets(*[(True, 1, 6)] * 12))
    assert every.ratio == np.inf
    assert every.high == np.inf
    assert every.low > 1
    none = matched_odds(*sets(*[(False, 2, 6)] * 12))
    assert (none.ratio, none.low) == (0.0, 0.0)
    assert 0 < none.high < 3


def test_without_scipy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "scipy.optimize", None)
    with pytest.raises(ExtraMissing, match="'studies'"):
        matched_odds(*sets((True, 1, 2)))


def test_nothing_to_say() -> None:
    found = matched_odds(*sets((True, 6, 6), (False, 0, 6)))
    assert (found.ratio, found.low, found.high, found.p_value, found.sets) == (None, None, None, None, 0)


@pytest.mark.slow
def test_the_interval_covers_the_truth_and_the_test_keeps_its_size() -> None:
    """An odds ratio of 3 over 300 studies of 40 sets: the exact interval covers it at least 95 % of the time."""
    noise = np.random.default_rng(8)
    covered = rejected = 0
    for _ in range(300):
        with_fact = noise.integers(1, 6, 40)
        chance = 3 * with_fact / (3 * with_fact + 6 - with_fact)
        found = matched_odds(noise.random(40) < chance, with_fact, np.full(40, 6))
        covered += found.low <= 3 <= found.high
        null = matched_odds(noise.random(40) < with_fact / 6, with_fact, np.full(40, 6))
        rejected += null.p_value <= 0.05
    assert covered / 300 >= 0.93
    assert rejected / 300 <= 0.07
