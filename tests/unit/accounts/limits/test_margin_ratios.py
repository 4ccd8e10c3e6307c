"""The ratio of a new contract: the floor of the day or the broker's formula."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.limits.margin_ratios import Side, new_contract_ratio
from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import RuleNotInForce
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import Rulebook

D = Decimal
MARK = Mark(D(10), D("0.65"))


def with_numbers(book: Rulebook, **numbers: str) -> Rulebook:
    for name, text in numbers.items():
        parameter = book.parameter(name)
        values = tuple(
            replace(dated, value=D(text), citation=f"合同：{name}", authority="pack:test") for dated in parameter.values
        )
        book = book.with_parameter(replace(parameter, values=values))
    return book


def terms_on(on: date, investor: Investor = "general", **numbers: str) -> Terms:
    return agreed_terms(with_numbers(Rulebook.load(), **numbers).at(on), investor)


# Worked example 11: the floors by date.
@pytest.mark.parametrize(
    ("on", "financing", "general", "private_fund"),
    [
        (date(2010, 3, 31), "0.50", "0.50", "0.50"),
        (date(2015, 11, 20), "0.50", "0.50", "0.50"),
        (date(2015, 11, 23), "1.00", "0.50", "0.50"),
        (date(2023, 9, 8), "1.00", "0.50", "0.50"),
        (date(2023, 9, 11), "0.80", "0.50", "0.50"),
        (date(2023, 10, 27), "0.80", "0.50", "0.50"),
        (date(2023, 10, 30), "0.80", "0.80", "1.00"),
        (date(2024, 7, 19), "0.80", "0.80", "1.00"),
        (date(2024, 7, 22), "0.80", "1.00", "1.20"),
        (date(2026, 1, 16), "0.80", "1.00", "1.20"),
        (date(2026, 1, 19), "1.00", "1.00", "1.20"),
    ],
)
def test_the_floor_of_the_day_governs_without_a_broker_formula(on: date, financing: str, general: str, private_fund: str) -> None:
    terms = terms_on(on)
    assert new_contract_ratio("financing", "600519.SH", MARK, terms).value == D(financing)
    assert new_contract_ratio("short", "600519.SH", MARK, terms).value == D(general)
    assert new_contract_ratio("short", "600519.SH", MARK, terms_on(on, "private_fund")).value == D(private_fund)
    assert new_contract_ratio("short", "600519.SH", MARK, terms, "private_fund").value == D(private_fund)


@pytest.mark.parametrize(
    ("conversion", "expected", "binding"),
    [
        # max(1.7 − h, 1) on a floor of 1.00
        ("0.65", "1.05", "constant"),
        ("0.70", "1.00", "floor"),
        ("0.90", "1.00", "floor"),
        ("0", "1.7", "constant"),
    ],
)
def test_a_low_conversion_ratio_raises_the_ratio_by_the_brokers_formula(conversion: str, expected: str, binding: str) -> None:
    terms = terms_on(date(2018, 6, 1), financing_margin_constant="1.7", financing_margin_least="1")
    found = new_contract_ratio("financing", "600519.SH", Mark(D(10), D(conversion)), terms)
    assert found.value == D(expected)
    assert binding in found.reason.en
    assert len(found.candidates) == 3


def test_the_brokers_least_binds_where_it_is_highest() -> None:
    # Floor 0.50, formula 1.4 − 0.9 = 0.5, least 0.60.
    terms = terms_on(date(2014, 12, 10), financing_margin_constant="1.4", financing_margin_least="0.60")
    found = new_contract_ratio("financing", "510300.SH", Mark(D(4), D("0.9")), terms)
    assert (found.value, found.citation) == (D("0.60"), "合同：financing_margin_least")
    assert found.reason.zh == "证券公司的最低比例"


@pytest.mark.parametrize("side", ["financing", "short"])
def test_each_side_has_its_own_formula(side: Side) -> None:
    # A formula for the other side leaves this one at its floor of 0.50.
    other = {"financing": "short", "short": "financing"}[side]
    terms = terms_on(date(2014, 12, 10), **{f"{other}_margin_constant": "1.5"})
    assert new_contract_ratio(side, "600519.SH", MARK, terms).value == D("0.50")
    assert new_contract_ratio(other, "600519.SH", MARK, terms).value == D("0.85")  # type: ignore[arg-type]


def test_the_venue_of_the_security_decides() -> None:
    terms = terms_on(date(2015, 6, 1))
    assert new_contract_ratio("financing", "A", MARK, terms).value == D("0.50")
    with pytest.raises(RuleNotInForce, match="2023-02-13"):
        new_contract_ratio("financing", "920002.BJ", MARK, terms)


def test_a_brokers_fixed_ratio_of_etfs_replaces_its_formula() -> None:
    # Tibet Tongxin 2014-12-10: 1.4 − h, but 60 % for ETFs whatever their conversion ratio; the floor was 50 %.
    terms = terms_on(date(2014, 12, 10), financing_margin_constant="1.4", financing_margin_ratio_etf="0.60")
    etf = Mark(D(4), D("0.5"), asset_class="etf")
    found = new_contract_ratio("financing", "510300.SH", etf, terms)
    assert (found.value, found.reason.en) == (D("0.60"), "the broker's fixed ratio of ETFs")
    assert new_contract_ratio("financing", "600519.SH", Mark(D(4), D("0.5")), terms).value == D("0.9")


def test_a_ratio_that_a_broker_tightened_itself_is_named_as_such() -> None:
    terms = terms_on(date(2025, 6, 30), financing_margin_ratio="0.95")
    found = new_contract_ratio("financing", "600519.SH", MARK, terms)
    assert (found.value, found.reason.en) == (D("0.95"), "the broker's own ratio")
