"""Refusals finish their sentences in both languages, for every kind of event."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from liangrong.accounts.events import EVENTS, Deposit
from liangrong.accounts.ledger.refusals import EVENTS_ZH, check_means, check_not_negative, check_positive, refused, yuan
from liangrong.core.errors import EventRefused
from liangrong.rules.rulebook import Rulebook
from tests.unit.accounts.small_account import DAY

EVENT = Deposit(on=DAY, amount=D(1))


def test_every_event_has_a_chinese_name_of_its_own() -> None:
    assert EVENTS_ZH.keys() == EVENTS.keys()
    assert len(set(EVENTS_ZH.values())) == len(EVENTS_ZH)


def test_a_refusal_carries_its_rule() -> None:
    rule = Rulebook.load().at(DAY).ruling("rollover_allowed")
    error = refused(EVENT, "it may not", "不可以", rule=rule)
    assert error.message("en") == "Deposit on 2025-06-03 is refused: it may not."
    assert error.message("zh") == "2025-06-03 的存入资金不能执行：不可以。"
    assert (error.details["rule"], error.details["citation"]) == ("rollover_allowed", rule.citation)


def test_a_refusal_without_a_rule_names_none() -> None:
    assert {"rule", "citation"}.isdisjoint(refused(EVENT, "no", "不").details)


@pytest.mark.parametrize(("needed", "available", "refusal"), [(10, 10, False), (11, 10, True), (0, -5, False), (1, -5, True)])
def test_means_suffice_or_do_not(needed: int, available: int, *, refusal: bool) -> None:
    if refusal:
        with pytest.raises(EventRefused, match=f"it takes {needed}.00 yuan"):
            check_means(EVENT, D(needed), D(available))
    else:
        check_means(EVENT, D(needed), D(available))


def test_the_field_that_is_not_positive_is_named() -> None:
    for value in ("NaN", "Infinity", "-1", "0"):
        with pytest.raises(EventRefused, match=f"amount is {value}, not above 0"):
            check_positive(EVENT, D(value), "amount")
    check_not_negative(EVENT, D(0), "costs")
    for value in ("NaN", "-0.01"):
        with pytest.raises(EventRefused, match=f"costs is {value}, not 0 or more"):
            check_not_negative(EVENT, D(value), "costs")


def test_amounts_are_shown_to_the_fen() -> None:
    assert yuan(D("1234567.005")) == "1,234,567.01"
