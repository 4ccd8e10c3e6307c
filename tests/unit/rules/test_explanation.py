"""Why a value governs, told step by step."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.errors import RuleNotInForce
from liangrong.rules.explanation import Reason, assumptions, explain
from liangrong.rules.packs import parse_pack
from liangrong.rules.rulebook import Rulebook
from liangrong.rules.vintage import Contract

BOOK = Rulebook.load()
SHORT = {"opened_on": date(2023, 9, 1), "rolled_on": (date(2023, 12, 1),)}


def kinds(reasons: tuple[Reason, ...]) -> list[tuple[str, bool]]:
    return [(reason.kind, reason.governs) for reason in reasons]


def test_the_story_of_a_grandfathered_contract() -> None:
    told = explain(BOOK.at(date(2026, 2, 2)), "financing_margin_ratio", opened_on=date(2025, 12, 10))
    assert kinds(told.reasons) == [("book_on_the_day", False), ("opened", True), ("change", False), ("result", True)]
    assert told.reasons[0].text.en == "a contract opened on 2026-02-02 has 100% (since 2026-01-19)"
    assert told.reasons[2].text.en == "100%: the change of 2026-01-19 reaches new contracts only"
    assert told.reasons[-1].text.en == "80% governs"
    assert told.reasons[-1].text.zh == "适用 80%"
    assert told.ruling.value == told.reasons[-1].value
    assert all(reason.citation and reason.confidence for reason in told.reasons)


def test_without_a_contract_there_is_the_value_and_the_result() -> None:
    assert kinds(explain(BOOK.at(date(2026, 2, 2)), "warning_line").reasons) == [("in_force", True), ("result", True)]


def test_an_assumed_rollover_is_said_aloud_with_the_way_around_it() -> None:
    told = explain(BOOK.at(date(2024, 2, 1)), "short_margin_ratio", **SHORT)
    assumed = next(reason for reason in told.reasons if reason.kind == "assumption")
    assert assumed.confidence == "L"
    assert "--assume short_margin_ratio@2023-10-30=keep" in assumed.text.en
    assert "推定" in assumed.text.zh


def test_an_assumption_made_by_the_user_is_no_longer_questioned() -> None:
    kept = BOOK.assume("short_margin_ratio", date(2023, 10, 30), on_rollover="keep")
    told = explain(kept.at(date(2024, 2, 1)), "short_margin_ratio", **SHORT)
    assert "assumption" not in {reason.kind for reason in told.reasons}
    assert told.reasons[-1].text.en == "50% governs"


def test_an_assumption_on_which_the_result_no_longer_rests_is_not_mentioned() -> None:
    rules = BOOK.at(date(2024, 9, 2))
    twice = Contract(date(2023, 9, 1), (date(2023, 12, 1), date(2024, 8, 1)))
    assert assumptions(rules, "short_margin_ratio", key=None, venue="SSE", contract=twice) == ()
    once = Contract(date(2023, 9, 1), (date(2023, 12, 1),))
    assert len(assumptions(rules, "short_margin_ratio", key=None, venue="SSE", contract=once)) == 1


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("{parameter: financing_margin_ratio, from: 2023-10-09, value: 0.90}", "90% governs, the pack is tighter"),
        ("{parameter: financing_margin_ratio, from: 2023-10-09, value: 0.80}", "80% governs, the pack is not tighter"),
        ("{parameter: financing_margin_ratio, from: 2015-11-23, value: 1.20, to: 2016-01-04}", "80% governs"),
    ],
)
def test_a_pack_has_its_own_step(rule: str, said: str) -> None:
    text = f"{{pack: mine, title_zh: 我, title_en: mine, example: false, citation: 合同, confidence: H, rules: [{rule}]}}"
    told = explain(
        BOOK.amend(parse_pack(text, "mine.yaml")).at(date(2024, 2, 1)), "financing_margin_ratio", opened_on=date(2024, 1, 2)
    )
    assert told.reasons[-1].text.en == said
    pack = [reason for reason in told.reasons if reason.kind == "pack"]
    assert [reason.citation for reason in pack] == ["合同"]


def test_a_pack_that_replaces_practice_says_so() -> None:
    text = (
        "{pack: mine, title_zh: 我, title_en: mine, example: false, citation: 合同, confidence: H, rules: "
        "[{parameter: call_line, from: 2024-01-02, value: 1.20}]}"
    )
    told = explain(BOOK.amend(parse_pack(text, "mine.yaml")).at(date(2024, 2, 1)), "call_line")
    assert told.reasons[-1].text.en == "120% governs, set by the pack"


def test_what_is_not_in_force_cannot_be_explained() -> None:
    with pytest.raises(RuleNotInForce):
        explain(BOOK.at(date(2010, 3, 30)), "financing_margin_ratio")
