"""What a new contract may be: the vectors of the 80 → 100 % change, through ``accounts``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import agreed_terms
from liangrong.rules.packs import load_pack
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.policy.new_contracts import NewContract, new_contract

BOOK = Rulebook.load()


def on(day: date) -> NewContract:
    return new_contract(agreed_terms(BOOK.at(day)))


@pytest.mark.parametrize(
    ("day", "ratio", "to_call", "to_warning", "leverage"),
    [
        (date(2026, 1, 16), "0.80", "27.8%", "22.2%", D("2.25")),
        (date(2026, 1, 19), "1.00", "35.0%", "30.0%", D(2)),
    ],
)
def test_falls_to_the_lines_on_both_sides_of_each_reform(
    day: date, ratio: str, to_call: str, to_warning: str, leverage: D
) -> None:
    found = on(day)
    assert found.margin_ratio == D(ratio)
    assert (f"{found.fall_to_call:.1%}", f"{found.fall_to_warning:.1%}") == (to_call, to_warning)
    assert found.exposure_leverage == leverage
    assert found.financing_per_yuan == 1 / D(ratio)


def test_each_fall_leads_exactly_to_its_line() -> None:
    found, terms = on(date(2026, 1, 16)), agreed_terms(BOOK.at(date(2026, 1, 16)))
    assert found.maintenance_ratio is not None
    for fall, line in ((found.fall_to_call, terms.call_line), (found.fall_to_warning, terms.warning_line),
                       (found.fall_to_immediate, terms.immediate_line), (found.fall_to_equity, D(1))):  # fmt: skip
        assert fall is not None
        assert found.maintenance_ratio * (1 - fall) == pytest.approx(line, rel=D("1e-20"))


def test_a_brokers_formula_asks_for_more() -> None:
    rules = BOOK.amend(load_pack("east_money_2018")).at(date(2020, 1, 2))
    plain, strict = (new_contract(agreed_terms(rules), Mark(D(1), D(ratio))) for ratio in ("0.65", "0"))
    assert strict.margin_ratio > plain.margin_ratio >= 1


def test_a_line_that_lies_above_the_first_day_has_no_fall() -> None:
    rules = BOOK.reform("call_line", D("2.5"), date(2026, 2, 2), applies_to="all").at(date(2026, 2, 2))
    assert new_contract(agreed_terms(rules)).fall_to_call is None
