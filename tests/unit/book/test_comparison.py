"""The book and ``accounts`` say the same of every kind of account, in every era of the rulebook."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from itertools import product

import pytest

from liangrong.accounts.terms import Netting, Terms, agreed_terms
from liangrong.book import comparison
from liangrong.book.comparison import MONEY, compare
from liangrong.book.compile import partition_of
from liangrong.book.details import Details, details_of
from liangrong.book.lines import Lines
from liangrong.rules.packs import parse_pack
from liangrong.rules.rulebook import Rulebook
from tests.unit.book.random_accounts import BOOK, DAY, SECURITIES, random_accounts, random_marks, random_partition

MATTERS = (
    "warning_line", "call_line", "immediate_line", "cure_target", "withdrawal_line", "netting", "other_collateral_admitted",
    "forced_sale_target", "financing_margin_ratio", "short_margin_ratio", "conversion_ratio_cap",
)  # fmt: skip
"""Parameters that change what an account is worth or where its lines are."""

TIGHT = """{pack: tight, title_zh: 更紧, title_en: tighter, example: false, citation: 合同, confidence: H, rules: [
 {parameter: warning_line, from: 2010-03-31, value: 1.47}, {parameter: call_line, from: 2010-03-31, value: 1.33},
 {parameter: immediate_line, from: 2010-03-31, value: 1.17}]}"""


def eras() -> list[date]:
    """The first and the last day of every stretch in which none of the parameters changes."""
    starts = {dated.start for name in MATTERS for dated in BOOK.parameter(name).values}
    return sorted(starts | {start - timedelta(days=1) for start in starts if start > min(starts)})


def terms_of(book: Rulebook, on: date, netting: Netting) -> Terms:
    return replace(agreed_terms(book.at(on)), netting=netting)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("on", eras(), ids=str)
def test_every_era_of_the_rulebook_to_the_last_digit(on: date, packed: bool) -> None:
    book = BOOK.amend(parse_pack(TIGHT, "tight.yaml")) if packed else BOOK
    marks = random_marks(on.toordinal(), on)
    partition = partition_of(random_accounts(on.toordinal(), 60, marks, on), SECURITIES)
    for netting in ("per_contract", "per_security"):
        found = compare(partition, marks, terms_of(book, on, netting))
        assert found.same, str(found.first)
        assert max(found.greatest.values()) == 0
        assert found.accounts == 60


def test_the_eras_are_those_that_we_know_of() -> None:
    known = {date(2015, 7, 1), date(2015, 11, 23), date(2016, 12, 12), date(2019, 8, 19), date(2023, 9, 11), date(2023, 10, 30),
             date(2024, 7, 22), date(2026, 1, 19)}  # fmt: skip
    assert known <= set(eras())


def test_the_accounts_are_of_every_kind() -> None:
    marks = random_marks(1)
    found = details_of(random_partition(1, 400, marks), marks, Lines.of(agreed_terms(BOOK.at(DAY))), range(400))
    assert set(found.zone) == set(range(6))
    assert (found.available_margin < 0).any()
    assert (found.available_margin > 0).any()
    assert (found.equity < 0).any()
    assert ((found.assets == 0) & (found.debt > 0)).any()
    assert (found.short_debt > 0).any()
    assert (found.other_collateral > 0).any()
    assert (found.debt * 13 == found.assets * 10).any(), "none is exactly on the call line"


@pytest.mark.parametrize(
    ("netting", "changed"), list(product(("per_contract", "per_security"), ("warning_line", "immediate_line")))
)
def test_lines_in_an_unusual_order(netting: Netting, changed: str) -> None:
    """A broker may warn above the withdrawal line, or set the immediate line above the call line: the worse line wins."""
    marks = random_marks(2)
    terms = replace(terms_of(BOOK, DAY, netting), **{changed: D("3.2") if changed == "warning_line" else D("1.35")})
    assert compare(random_partition(2, 200, marks), marks, terms).same


def test_chosen_rows_only() -> None:
    marks = random_marks(3)
    found = compare(random_partition(3, 40, marks), marks, agreed_terms(BOOK.at(DAY)), rows=[39, 0, 7])
    assert (found.accounts, found.same) == (3, True)


@pytest.mark.parametrize("name", MONEY)
def test_a_difference_of_one_li_is_seen_and_named(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def off(*arguments: object) -> Details:
        found: Details = details_of(*arguments)  # type: ignore[arg-type]
        column = getattr(found, name).copy()
        column[5] += 1
        return replace(found, **{name: column})

    monkeypatch.setattr(comparison, "details_of", off)
    marks = random_marks(4)
    found = compare(random_partition(4, 10, marks), marks, agreed_terms(BOOK.at(DAY)))
    assert not found.same
    assert (found.first.row, found.first.account, found.first.field) == (5, "a5", name)  # type: ignore[union-attr]
    assert "account a5 (row 5)" in str(found.first)
    assert {field for field, greatest in found.greatest.items() if greatest} == {name}
    assert 0 < found.greatest[name] <= D("0.001")


def test_another_zone_ratio_or_largest_security_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def off(*arguments: object) -> Details:
        found: Details = details_of(*arguments)  # type: ignore[arg-type]
        return replace(
            found,
            zone=(found.zone + 1) % 6,
            largest_security=(found.largest_security + 1) % len(SECURITIES),
            largest_share=found.largest_share * 1.001,
        )

    monkeypatch.setattr(comparison, "details_of", off)
    marks = random_marks(4)
    terms = agreed_terms(BOOK.at(DAY))
    found = compare(random_partition(4, 10, marks), marks, terms, rows=[0, 1])
    assert (found.zones_differ, found.ratios_differ, found.largest_differ) == (2, 2, 2)
