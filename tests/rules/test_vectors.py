"""The book against the text of the law: cases written from the notices, one answer each, no difference tolerated.

A case names a parameter and a day, and where they matter the exchange, the class of investor or another key, the opening and the
rollovers of a contract, an agreement, and a broker's pack. It expects a value, or that no rule is in force.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from liangrong.core.errors import RuleNotInForce
from liangrong.rules.exact_yaml import decoded
from liangrong.rules.packs import load_pack, packs
from liangrong.rules.rulebook import Rulebook, Ruling

HERE = Path(__file__).parent
FIELDS = {
    "name", "parameter", "on", "opened_on", "rolled_on", "agreed", "venue", "investor", "key", "pack", "expect", "error", "cite",
}  # fmt: skip
LEAST = 300
LEAST_OF_A_PACK = 8
LEAST_OF_A_PARAMETER = 2
ASSUMED = ("short_margin_ratio", date(2023, 10, 30))
"""The change whose rollover behaviour no text gives: no case may depend on it."""

KEYS = (
    "financing_margin_ratio", "short_margin_ratio", "bse_start", "conversion_ratio_cap", "pe_zero_rule", "call_line_floor",
    "call_line_floor.cure_days_max", "call_line_floor.cure_target", "withdrawal_line", "contract_max_months",
    "extension_allowed_from", "short_return_earliest_trading_days", "security_limits.financing_suspend",
    "security_limits.financing_resume", "security_limits.short_suspend", "security_limits.short_resume",
    "security_limits.etf_suspend", "security_limits.etf_resume", "relending.securities_suspended_from", "relending.must_close_by",
    "relending.restricted_share_lending_stopped", "relending.next_day_availability_from", "defaults.day_count_basis",
    "defaults.count_first_day", "defaults.count_last_day", "defaults.min_days", "defaults.netting", "defaults.warning",
    "defaults.call", "defaults.immediate", "defaults.cure_deadline", "defaults.liquidation_from", "defaults.cure_target",
)  # fmt: skip
"""Names that users ask for."""


@cache
def cases() -> tuple[Mapping[str, Any], ...]:
    return tuple(
        case for file in sorted(HERE.glob("*.yaml")) for case in decoded(file.read_text(encoding="utf-8"), file.name)["cases"]
    )


@cache
def book(pack: str | None) -> Rulebook:
    return Rulebook.load() if pack is None else Rulebook.load().amend(load_pack(pack))


def answer(rules: Rulebook, case: Mapping[str, Any]) -> Ruling:
    name = case["parameter"]
    by_investor = name in rules.names and rules.parameter(name).by == "investor"
    rolled = case.get("rolled_on", ())
    return rules.at(case["on"]).ruling(
        name,
        key=case.get("key") or (case.get("investor") if by_investor else None),
        venue=case.get("venue", "SSE"),
        opened_on=case.get("opened_on"),
        rolled_on=(rolled,) if isinstance(rolled, date) else tuple(rolled),
        agreed=case.get("agreed", False),
    )


def outcome(rules: Rulebook, case: Mapping[str, Any]) -> object:
    """What the book says, in the types of YAML."""
    try:
        value = answer(rules, case).value
    except RuleNotInForce as error:
        return ("error", error.code)
    return [dict(row) for row in value] if isinstance(value, tuple) else value


def expected(case: Mapping[str, Any]) -> object:
    return ("error", case["error"]) if "error" in case else case["expect"]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["name"])
def test_the_book_says_what_the_law_says(case: Mapping[str, Any]) -> None:
    said, wanted = outcome(book(case.get("pack")), case), expected(case)
    assert said == wanted, case["cite"]
    assert isinstance(said, bool) == isinstance(wanted, bool), "a flag is no number"


def test_there_are_enough_cases_and_each_is_complete() -> None:
    assert len(cases()) >= LEAST
    for case in cases():
        assert set(case) <= FIELDS, case["name"]
        assert case["cite"].strip(), case["name"]
        assert ("expect" in case) != ("error" in case), case["name"]
    twice = [name for name, count in Counter(case["name"] for case in cases()).items() if count > 1]
    assert twice == []


def test_every_name_that_users_ask_for_is_found_and_tried_twice() -> None:
    rules = book(None)
    tried: Counter[str] = Counter()
    for case in cases():
        base, _, member = case["parameter"].partition(".")
        tried[canonical(rules, case["parameter"])] += 1
        if member and case["parameter"] not in rules.names:
            tried[base] += 1
        elif "key" in case:
            tried[f"{base}.{case['key']}"] += 1
    few = {name: tried[canonical(rules, name)] for name in KEYS if tried[canonical(rules, name)] < LEAST_OF_A_PARAMETER}
    assert few == {}


def canonical(rules: Rulebook, name: str) -> str:
    return rules.names.get(name, name)


def test_every_parameter_of_law_is_tried() -> None:
    rules = book(None)
    tried = {canonical(rules, n) for case in cases() for n in (case["parameter"], case["parameter"].partition(".")[0])}
    law = {
        name
        for name, parameter in rules.parameters.items()
        if parameter.authority != "brokers" and any(dated.confidence != "L" for dated in parameter.values)
    }
    assert sorted(law - tried) == []


def test_every_pack_is_tried() -> None:
    tried = Counter(case["pack"] for case in cases() if "pack" in case)
    assert {name: tried[name] for name in packs() if tried[name] < LEAST_OF_A_PACK} == {}
    assert set(tried) <= set(packs())


@cache
def supposing(how: Any, pack: str | None) -> Rulebook:
    supposed = Rulebook.load().assume(*ASSUMED, on_rollover=how)
    return supposed if pack is None else supposed.amend(load_pack(pack))


def test_no_case_rests_on_the_rollover_that_is_only_assumed() -> None:
    resting = [
        case["name"]
        for case in cases()
        if outcome(supposing("keep", case.get("pack")), case) != outcome(supposing("adopt", case.get("pack")), case)
    ]
    assert resting == []


@pytest.mark.parametrize(("how", "general", "fund"), [("adopt", "0.80", "1.00"), ("keep", "0.50", "0.50")])
def test_the_assumed_rollover_of_2023_can_be_overridden(how: Any, general: str, fund: str) -> None:
    name, start = ASSUMED
    rules = Rulebook.load().assume(name, start, on_rollover=how).at(date(2024, 1, 8))
    for investor, ratio in (("general", general), ("private_fund", fund)):
        found = rules.number(name, key=investor, opened_on=date(2023, 7, 3), rolled_on=(date(2023, 12, 29),))
        assert found == Decimal(ratio)


def test_the_assumed_rollover_is_marked_as_such() -> None:
    name, start = ASSUMED
    marked = [dated for dated in Rulebook.load().parameter(name).values if dated.rollover_confidence != dated.confidence]
    assert [(dated.start, dated.confidence, dated.rollover_confidence) for dated in marked] == [(start, "H", "L")]
