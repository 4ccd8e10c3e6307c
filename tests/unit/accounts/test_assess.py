"""What an account is worth: signs, netting, fair prices, other collateral, zones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import InvalidAccount
from liangrong.rules.rulebook import Rulebook

DAY = date(2025, 6, 2)


def terms(on: date = DAY, **changed: object) -> Terms:
    return replace(agreed_terms(Rulebook.load().at(on)), **changed)


def financed(security: str, quantity: str, principal: str, ratio: str = "0.8", name: str = "1") -> FinancingContract:
    return FinancingContract(name, security, DAY, D(quantity), D(principal), D(ratio))


def shorted(security: str, quantity: str, proceeds: str, ratio: str = "1", name: str = "2") -> ShortContract:
    return ShortContract(name, security, DAY, D(quantity), D(proceeds), D(ratio))


def marks(**given: tuple[str, str]) -> Marks:
    return {security: Mark(D(price), D(ratio)) for security, (price, ratio) in given.items()}


def in_debt(assets: str, debt: str) -> CreditAccount:
    """An account of so much cash and so much debt without shares."""
    return CreditAccount(cash=D(assets), financing=(financed("B", "0", debt),))


def zone(assets: str, debt: str) -> Assessment:
    return assess(in_debt(assets, debt), marks(B=("1", "0")), terms())


@pytest.mark.parametrize(
    ("price", "margin"),
    [
        ("9", "-1700"),  # a loss of 1,000 in full, 10,000 × 0.8 used, 7,300 of cash
        ("10", "-700"),
        ("11", "-50"),  # a profit of 1,000 for 0.65 of it
    ],
)
def test_profits_of_financing_count_after_conversion_and_losses_in_full(price: str, margin: str) -> None:
    account = CreditAccount(cash=D(7300), financing=(financed("B", "1000", "10000"),))
    assert assess(account, marks(B=(price, "0.65")), terms()).available_margin == D(margin)


@pytest.mark.parametrize(
    ("price", "margin"),
    [
        ("9", "3700"),  # 22,000 − 10,000 proceeds − 9,000 used + 1,000 × 0.70
        ("10", "2000"),
        ("11", "0"),  # 22,000 − 10,000 − 11,000 − 1,000
    ],
)
def test_profits_of_short_sales_count_after_conversion_and_losses_in_full(price: str, margin: str) -> None:
    account = CreditAccount(cash=D(22000), shorts=(shorted("Q", "1000", "10000"),))
    assert assess(account, marks(Q=(price, "0.70")), terms()).available_margin == D(margin)


def test_contracts_are_netted_per_contract_or_per_security_before_the_sign_is_asked() -> None:
    """At 10: one gains 2,000, the other loses 1,000. Apart 2,000 × 0.6 − 1,000, together 1,000 × 0.6."""
    account = CreditAccount(cash=D(20000), financing=(financed("B", "1000", "8000"), financed("B", "1000", "11000", name="2")))
    at = marks(B=("10", "0.6"))
    apart, together = (assess(account, at, terms(netting=level)) for level in ("per_contract", "per_security"))
    assert apart.available_margin == 20000 + 2000 * D("0.6") - 1000 - 19000 * D("0.8")
    assert together.available_margin == 20000 + 1000 * D("0.6") - 19000 * D("0.8")
    assert replace(apart, available_margin=D(0)) == replace(together, available_margin=D(0)), "nothing else depends on it"


def test_a_financing_and_a_short_contract_of_one_security_are_netted_too() -> None:
    account = CreditAccount(cash=D(30000), financing=(financed("B", "1000", "8000"),), shorts=(shorted("B", "1000", "9000"),))
    at = marks(B=("10", "0.6"))  # +2,000 and −1,000
    used = 8000 * D("0.8") + 10000
    apart, together = (assess(account, at, terms(netting=level)) for level in ("per_contract", "per_security"))
    assert apart.available_margin == 30000 - 9000 - used + 1200 - 1000
    assert together.available_margin == 30000 - 9000 - used + 600


def test_netting_leaves_contracts_of_different_securities_apart() -> None:
    account = CreditAccount(financing=(financed("B", "1000", "8000"), financed("Z", "1000", "11000", name="2")))
    at = marks(B=("10", "0.6"), Z=("10", "0.6"))
    assert assess(account, at, terms(netting="per_security")) == assess(account, at, terms(netting="per_contract"))


def test_a_conversion_ratio_of_zero_takes_margin_and_leaves_the_maintenance_ratio() -> None:
    account = CreditAccount(cash=D(10000), collateral=(Holding("A", D(100)),), financing=(financed("B", "1000", "9000"),))
    before = assess(account, marks(A=("20", "0.7"), B=("10", "0.65")), terms())
    after = assess(account, marks(A=("20", "0"), B=("10", "0")), terms())
    assert after.maintenance_ratio == before.maintenance_ratio == D(22000) / 9000
    assert before.available_margin - after.available_margin == 2000 * D("0.7") + 1000 * D("0.65")
    losing = assess(account, marks(A=("20", "0"), B=("8", "0")), terms())
    assert after.available_margin - losing.available_margin == 1000, "a loss counts in full all the same"


def test_a_fair_price_counts_in_the_assets_and_nowhere_else() -> None:
    account = CreditAccount(
        cash=D(30000), collateral=(Holding("A", D(100)),), financing=(financed("A", "1000", "18000"),), shorts=(shorted("A", "10", "200"),)
    )  # fmt: skip
    plain = marks(A=("20", "0.7"))
    fair = {"A": replace(plain["A"], fair_price=D(12))}
    before, after = assess(account, plain, terms()), assess(account, fair, terms())
    assert before.assets - after.assets == 1100 * 8
    assert (after.debt, after.available_margin) == (before.debt, before.available_margin)
    assert (after.collateral_value, after.financed_value) == (before.collateral_value, before.financed_value)


@pytest.mark.parametrize(("on", "counted"), [(date(2019, 8, 16), False), (date(2019, 8, 19), True)])
def test_other_collateral_counts_from_the_rules_of_2019(on: date, counted: bool) -> None:
    account = replace(in_debt("12000", "10000"), other_collateral=D(3000))
    found = assess(account, marks(B=("1", "0")), terms(on))
    assert found.assets == 12000 + 3000 * counted
    assert found.other_collateral == 3000 * counted
    assert found.available_margin == assess(in_debt("12000", "10000"), marks(B=("1", "0")), terms(on)).available_margin


@pytest.mark.parametrize(
    ("assets", "expected"),
    [
        ("30000.01", "withdrawable"),
        ("30000", "normal"),  # exactly 300 % is not above it
        ("14000", "normal"),  # exactly on the warning line is not below it
        ("13999.99", "warning"),
        ("13000", "warning"),
        ("12999.99", "call"),
        ("11000", "call"),
        ("10999.99", "immediate"),
        ("0", "immediate"),
    ],
)
def test_zones_at_their_very_bounds(assets: str, expected: str) -> None:
    assert zone(assets, "10000").zone == expected


def test_without_debt_there_is_no_ratio_and_no_line() -> None:
    found = assess(CreditAccount(cash=D(1), other_collateral=D(5)), {}, terms())
    assert (found.maintenance_ratio, found.zone, found.shortfall) == (None, "no_debt", 0)
    assert (found.equity, found.exposure, found.exposure_leverage, found.largest_security) == (6, 0, 0, "")
    assert found.largest_share is None


def test_charges_alone_are_debt() -> None:
    found = assess(CreditAccount(cash=D(150), charges=D(100)), {}, terms())
    assert (found.debt, found.maintenance_ratio, found.available_margin) == (100, D("1.5"), 50)


def test_accrued_interest_is_debt_and_takes_margin() -> None:
    loan = replace(financed("B", "1000", "10000"), accrued=D("12.3456"))
    account = CreditAccount(cash=D(10000), financing=(loan,), charges=D(1))
    found, without = (assess(a, marks(B=("10", "0.65")), terms()) for a in (account, replace(account, financing=(replace(loan, accrued=D(0)),), charges=D(0))))  # fmt: skip
    assert found.accrued_charges == found.debt - without.debt == without.available_margin - found.available_margin == D("13.3456")


@pytest.mark.parametrize(("assets", "expected"), [("13000", "0"), ("12999", "1001"), ("9000", "5000")])
def test_the_shortfall_lifts_a_called_account_to_the_target(assets: str, expected: str) -> None:
    """To 140 % of 10,000; nobody is short of anything above the call line."""
    assert zone(assets, "10000").shortfall == D(expected)


def test_debt_beyond_the_assets_stays_as_negative_equity() -> None:
    found = zone("9000", "10000")
    assert (found.equity, found.exposure_leverage) == (-1000, None)


def test_exposure_and_leverage_in_both_senses() -> None:
    account = CreditAccount(
        cash=D(50000), collateral=(Holding("A", D(1000)),), financing=(financed("B", "1000", "10000", "0.8"),), shorts=(shorted("Q", "1000", "20000"),)
    )  # fmt: skip
    found = assess(account, marks(A=("20", "0.7"), B=("10", "0.65"), Q=("20", "0.7")), terms())
    assert found.exposure == 20000 + 10000 + 20000
    assert found.equity == 50000 + 20000 + 10000 - 10000 - 20000
    assert found.exposure_leverage == 1
    assert found.financing_multiple == D("1.25")


def test_the_largest_security_is_gathered_from_collateral_and_contracts() -> None:
    account = CreditAccount(
        cash=D(5000), collateral=(Holding("A", D(300)), Holding("B", D(200))), financing=(financed("B", "200", "1000"),)
    )
    found = assess(account, marks(A=("10", "0.7"), B=("10", "0.7")), terms())
    assert (found.largest_security, found.largest_share) == ("B", D(4000) / D(12000))


@pytest.mark.parametrize(
    "account",
    [
        CreditAccount(collateral=(Holding("600519.SH", D(100)),)),
        CreditAccount(financing=(financed("600519.SH", "100", "1000"),)),
        CreditAccount(shorts=(shorted("600519.SH", "100", "1000"),)),
    ],
)
def test_a_security_without_a_mark_is_named(account: CreditAccount) -> None:
    with pytest.raises(InvalidAccount) as refused:
        assess(account, {}, terms())
    assert refused.value.message("en") == "600519.SH: no price and no conversion ratio are known for it"
    assert refused.value.message("zh") == "600519.SH：没有它的价格和折算率"


def test_a_mark_is_found_by_its_security() -> None:
    at = marks(A=("20", "0.7"))
    assert mark_of("A", at) == at["A"]
