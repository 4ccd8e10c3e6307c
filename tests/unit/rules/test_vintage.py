"""One contract followed through the changes of a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from liangrong.rules.rulebook import Rulebook
from liangrong.rules.vintage import Contract, Step, follow

RULE = Rulebook.load().parameter("financing_margin_ratio")
HISTORY = RULE.history("SSE")


def told(steps: tuple[Step, ...]) -> list[tuple[str, str, bool]]:
    return [(f"{step.day}", step.happening, step.reached) for step in steps]


def test_without_an_opening_there_is_one_step() -> None:
    assert told(follow(RULE, HISTORY, Contract(), date(2026, 2, 2))) == [("2026-02-02", "in_force", True)]


def test_every_change_and_rollover_is_a_step() -> None:
    contract = Contract(date(2015, 11, 20), (date(2016, 5, 20),))
    assert told(follow(RULE, HISTORY, contract, date(2026, 2, 2))) == [
        ("2015-11-20", "opened", True),
        ("2015-11-23", "change", False),
        ("2016-05-20", "rollover", False),
        ("2023-09-11", "change", False),
        ("2026-01-19", "change", False),
    ]


def test_what_happens_after_the_day_is_not_known_on_it() -> None:
    assert told(follow(RULE, HISTORY, Contract(date(2015, 11, 20)), date(2015, 11, 20))) == [("2015-11-20", "opened", True)]


def test_a_change_comes_before_a_rollover_of_its_day() -> None:
    adopting = tuple(replace(dated, on_rollover="adopt") for dated in HISTORY)
    steps = follow(RULE, adopting, Contract(date(2025, 12, 10), (date(2026, 1, 19),)), date(2026, 1, 19))
    assert told(steps)[1:] == [("2026-01-19", "change", False), ("2026-01-19", "rollover", True)]


def test_an_agreement_that_would_cost_the_client_says_so() -> None:
    steps = follow(RULE, HISTORY, Contract(date(2015, 11, 20), agreed=True), date(2024, 1, 2))
    assert not steps[-1].reached
    assert "never raises" in steps[-1].reason.en


def test_without_an_agreement_the_reason_names_it() -> None:
    steps = follow(RULE, HISTORY, Contract(date(2022, 6, 1)), date(2024, 1, 2))
    assert "only where both sides agree" in steps[-1].reason.en


def test_a_value_that_ends_leaves_nothing_behind() -> None:
    ends = (replace(HISTORY[0], end=date(2012, 1, 4)),)
    assert told(follow(RULE, ends, Contract(), date(2012, 1, 3))) == [("2012-01-03", "in_force", True)]
    assert told(follow(RULE, ends, Contract(), date(2012, 1, 4))) == [("2012-01-04", "withdrawal", True)]
    assert told(follow(RULE, ends, Contract(date(2011, 1, 4)), date(2012, 1, 4))) == [
        ("2011-01-04", "opened", True),
        ("2012-01-04", "withdrawal", True),
    ]


def test_a_voice_may_begin_after_the_opening() -> None:
    later = (replace(HISTORY[1], applies_to="all"),)
    assert told(follow(RULE, later, Contract(date(2015, 1, 5)), date(2016, 1, 4))) == [("2015-11-23", "change", True)]
