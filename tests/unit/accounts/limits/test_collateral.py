"""Classes of collateral, their caps on a day, and the days on which P/E is looked at."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.limits.collateral import asset_class_of, cap_of, capped, pe_day_in_force, pe_retest_day
from liangrong.core.calendar import Calendar
from liangrong.core.errors import InvalidSecurity, UnknownName, UsageError
from liangrong.rules.rulebook import Rulebook, RulesInForce


def rules(day: date = date(2025, 10, 9)) -> RulesInForce:
    return Rulebook.load().at(day)


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ("600519.SH", "other_a_share"),  # an index member only where that is known
        ("688981.SH", "other_a_share"),  # STAR has no class of its own
        ("300750.SZ", "other_a_share"),
        ("920002.BJ", "other_a_share"),
        ("510300.SH", "etf"),
        ("588000.SH", "etf"),
        ("159915.SZ", "etf"),
        ("501018.SH", "other_fund_or_bond"),
        ("161725.SZ", "other_fund_or_bond"),
        ("019547.SH", "treasury"),
        ("101303.SZ", "treasury"),
        ("113050.SH", "other_fund_or_bond"),  # a convertible
        ("123123.SZ", "other_fund_or_bond"),
    ],
)
def test_the_code_tells_the_class(security: str, expected: str) -> None:
    assert asset_class_of(security, rules()) == expected


def test_what_is_known_beside_the_code_decides() -> None:
    assert asset_class_of("600519.SH", rules(), index_member=True) == "index_a_share"
    assert asset_class_of("511880.SH", rules(), cash_product=True) == "cash_product"
    assert asset_class_of("600519.SH", rules(), index_member=True, risk_warned=True) == "risk_warned"
    assert asset_class_of("600519.SH", rules(), risk_warned=True, suspended_listing=True) == "suspended_listing"
    assert asset_class_of("600519.SH", rules(), risk_warned=True, delisting=True) == "delisting"
    assert asset_class_of("600519.SH", rules(), risk_warned=True, static_pe=D(-1)) == "risk_warned"


@pytest.mark.parametrize(
    ("pe", "expected"),
    [("299.99", "index_a_share"), ("300", "high_pe"), ("300.01", "high_pe"), ("-0.01", "high_pe"), ("0", "index_a_share")],
)
def test_a_pe_of_the_threshold_itself_counts_as_high_and_a_loss_too(pe: str, expected: str) -> None:
    assert asset_class_of("688981.SH", rules(), index_member=True, static_pe=D(pe)) == expected


def test_the_rule_on_pe_begins_in_december_2016() -> None:
    assert asset_class_of("600519.SH", rules(date(2016, 12, 9)), static_pe=D(-5)) == "other_a_share"
    assert asset_class_of("600519.SH", rules(date(2016, 12, 12)), static_pe=D(-5)) == "high_pe"


def test_before_the_rules_of_2011_a_warned_stock_is_a_stock() -> None:
    assert asset_class_of("600519.SH", rules(date(2010, 6, 1)), risk_warned=True) == "other_a_share"
    assert asset_class_of("600519.SH", rules(date(2011, 11, 25)), risk_warned=True) == "risk_warned"


def test_pe_is_a_matter_of_stocks() -> None:
    assert asset_class_of("510300.SH", rules(), static_pe=D(-5)) == "etf"


@pytest.mark.parametrize("security", ["000300.SH", "900901.SH", "200012.SZ"])
def test_an_index_and_a_b_share_are_no_collateral(security: str) -> None:
    with pytest.raises(UsageError, match=security):
        asset_class_of(security, rules())


def test_a_label_has_no_class() -> None:
    with pytest.raises(InvalidSecurity):
        asset_class_of("A", rules())


@pytest.mark.parametrize(
    ("asset_class", "cap"),
    [
        ("index_a_share", "0.70"), ("other_a_share", "0.65"), ("etf", "0.90"), ("treasury", "0.95"), ("cash_product", "0.95"),
        ("other_fund_or_bond", "0.80"), ("warrant", "0"), ("risk_warned", "0"), ("delisting", "0"), ("high_pe", "0"), ("cash", "1"),
    ],
)  # fmt: skip
def test_a_ratio_above_the_cap_is_lowered_and_one_below_stays(asset_class: str, cap: str) -> None:
    assert capped(D(1), asset_class, rules()) == D(cap)
    assert capped(D(cap) / 2, asset_class, rules()) == D(cap) / 2


def test_without_a_known_class_or_a_cap_in_force_the_ratio_stays() -> None:
    assert capped(D("0.9"), "", rules()) == D("0.9")
    assert cap_of("high_pe", rules(date(2016, 12, 9))) is None
    assert capped(D("0.5"), "high_pe", rules(date(2016, 12, 9))) == D("0.5")
    assert cap_of("index_a_share", rules(date(2022, 1, 4)), "BSE") is None


def test_a_class_that_does_not_exist_is_named() -> None:
    with pytest.raises(UnknownName, match="blue_chip"):
        capped(D("0.5"), "blue_chip", rules())


def test_the_cap_carries_its_citation() -> None:
    found = cap_of("high_pe", rules())
    assert found is not None
    assert "2016" in found.citation


@pytest.mark.parametrize(
    ("day", "retest"),
    [
        (date(2025, 9, 15), date(2025, 9, 19)),  # an ordinary Monday: Friday
        (date(2025, 9, 19), date(2025, 9, 19)),
        (date(2025, 9, 21), date(2025, 9, 19)),  # Sunday
        (date(2025, 9, 29), date(2025, 9, 30)),  # the week ends on Tuesday: National Day
        (date(2025, 4, 3), date(2025, 4, 3)),  # Friday, 4 April: Qingming
        (date(2024, 2, 14), date(2024, 2, 8)),  # no session in the week of the Spring Festival
    ],
)
def test_pe_is_looked_at_after_the_last_session_of_the_week(calendar: Calendar, day: date, retest: date) -> None:
    assert pe_retest_day(day, calendar) == retest


@pytest.mark.parametrize(
    ("day", "retest"),
    [
        (date(2025, 9, 22), date(2025, 9, 19)),
        (date(2025, 9, 19), date(2025, 9, 12)),  # the retest of that evening counts from Monday
        (date(2025, 10, 9), date(2025, 9, 30)),  # SMIC and Biwin went to zero on that Thursday
        (date(2024, 2, 19), date(2024, 2, 8)),
    ],
)
def test_a_retest_counts_from_the_next_session(calendar: Calendar, day: date, retest: date) -> None:
    assert pe_day_in_force(day, calendar) == retest
