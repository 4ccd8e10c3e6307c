"""Lines of a day as whole fractions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from fractions import Fraction
from typing import get_args

import pytest

from liangrong.accounts.assess import Zone
from liangrong.accounts.terms import agreed_terms
from liangrong.book.lines import CALL, IMMEDIATE, NO_DEBT, NORMAL, WARNING, WITHDRAWABLE, ZONES, Lines
from liangrong.core.errors import UsageError
from liangrong.rules.packs import parse_pack
from tests.unit.book.random_accounts import BOOK

DAYS = [date(2010, 4, 1), date(2015, 7, 1), date(2026, 1, 30)]


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_lines_are_the_terms(day: date) -> None:
    terms = agreed_terms(BOOK.at(day))
    lines = Lines.of(terms)
    for name in ("withdrawal", "warning", "call", "immediate"):
        assert Fraction(*getattr(lines, name)) == Fraction(getattr(terms, f"{name}_line")), name
    assert Fraction(*lines.cure_target) == Fraction(terms.cure_target)
    assert (lines.netting, lines.other_collateral_admitted) == (terms.netting, terms.other_collateral_admitted)


def test_fractions_have_no_common_divisor() -> None:
    terms = replace(agreed_terms(BOOK.at(DAYS[-1])), call_line=D("1.3500"), warning_line=D(2))
    lines = Lines.of(terms)
    assert (lines.call, lines.warning) == ((27, 20), (2, 1))


def test_a_line_whose_sums_would_not_fit_is_refused() -> None:
    terms = agreed_terms(BOOK.at(DAYS[-1]))
    assert Lines.of(replace(terms, call_line=D("1.333"))).call == (1333, 1000)
    with pytest.raises(UsageError, match=r"1\.3333 is finer than a tenth of a percent"):
        Lines.of(replace(terms, call_line=D("1.3333")))


@pytest.mark.parametrize(("agreed", "target"), [("1.60", (8, 5)), ("1.20", None)])
def test_forced_sales_restore_what_was_agreed_or_the_cure_target_where_that_is_more(
    agreed: str, target: tuple[int, int] | None
) -> None:
    pack = f"""{{pack: mine, title_zh: 我的, title_en: mine, example: false, citation: 合同, confidence: H,
    rules: [{{parameter: forced_sale_target, from: 2024-01-02, value: {agreed}}}]}}"""
    lines = Lines.of(agreed_terms(BOOK.amend(parse_pack(pack, "mine.yaml")).at(DAYS[-1])))
    assert lines.forced_sale_target == (target or lines.cure_target)


def test_without_an_agreement_forced_sales_restore_the_cure_target() -> None:
    lines = Lines.of(agreed_terms(BOOK.at(DAYS[-1])))
    assert lines.forced_sale_target == lines.cure_target


def test_zones_are_those_of_accounts_and_worse_ones_have_higher_numbers() -> None:
    assert get_args(Zone) == ZONES
    assert NO_DEBT < WITHDRAWABLE < NORMAL < WARNING < CALL < IMMEDIATE
    assert [ZONES[number] for number in (NO_DEBT, WITHDRAWABLE, NORMAL, WARNING, CALL, IMMEDIATE)] == list(ZONES)
