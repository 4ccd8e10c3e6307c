"""How much of a security may still be bought under a broker's caps."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.assess import assess
from liangrong.accounts.events import CollateralBuy, FinancingBuy, ShortSell
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.limits.concentration import concentration, concentration_room, tiers_in_force
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import EventRefused
from liangrong.rules.packs import load_pack
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import Rulebook

D = Decimal
DAY = date(2025, 6, 30)
RULES = Rulebook.load().at(DAY)
MARKS = {"A": Mark(D(10), D("0.5")), "B": Mark(D(10), D("0.5")), "688981.SH": Mark(D(50), D(0)), "300750.SZ": Mark(D(20), D(0))}


def terms(*tiers: dict[str, Any], investor: Investor = "general") -> Terms:
    return replace(agreed_terms(RULES, investor), concentration_tiers=tiers)


def tier(cap: str, start: str | None = None, end: str | None = None, **more: str) -> dict[str, Any]:
    row = {"group": "security", "ratio_from": start and D(start), "ratio_to": end and D(end), "cap": D(cap)}
    return {**row, **more}


def account(cash: str, shares: str = "0", principal: str = "0") -> CreditAccount:
    """Cash and A as collateral; debt with as many B at 10 as it bought."""
    contract = FinancingContract("1", "B", DAY, D(principal) / 10, D(principal), D("0.8"))
    return CreditAccount(cash=D(cash), collateral=(Holding("A", D(shares)),), financing=(contract,) if contract.principal else ())


def test_no_tier_means_no_cap() -> None:
    assert concentration_room(account("1000"), "A", MARKS, terms(), financed=True) is None


def test_a_purchase_with_own_cash_leaves_the_assets_as_they_are() -> None:
    # Assets 1,000, A worth 200: 0.5 × 1,000 − 200 = 300.
    found = concentration_room(account("800", "20"), "A", MARKS, terms(tier("0.5")), financed=False)
    assert found is not None
    assert found.amount == D(300)


def test_a_financed_purchase_adds_to_the_assets() -> None:
    # (200 + x)/(1,000 + x) = 0.5 at x = 600.
    found = concentration_room(account("800", "20"), "A", MARKS, terms(tier("0.5")), financed=True)
    assert found is not None
    assert found.amount == D(600)
    assert found.rule.zh == "持仓集中度上限 50.00%（单一证券，无负债）"


def test_a_cap_of_the_whole_account_limits_no_financed_purchase() -> None:
    assert concentration_room(account("800", "20"), "A", MARKS, terms(tier("1")), financed=True) is None


def test_a_holding_that_drifted_above_its_cap_leaves_no_room_and_no_less() -> None:
    # A is 900 of 1,000, the cap 50 %: nothing more may be bought, and nothing negative is asked for.
    for financed in (True, False):
        found = concentration_room(account("100", "90"), "A", MARKS, terms(tier("0.5")), financed=financed)
        assert found is not None
        assert found.amount == 0


def test_shares_of_financing_contracts_count() -> None:
    # B: 30 shares of a contract, 300 of assets 1,000; room with own cash 0.5 × 1,000 − 300.
    found = concentration_room(account("700", principal="300"), "B", MARKS, terms(tier("0.5")), financed=False)
    assert found is not None
    assert found.amount == D(200)


EAST_MONEY_2018 = (tier("0.7", "1.8", "2.4"), tier("0.5", None, "1.8"))


@pytest.mark.parametrize(
    ("cash", "principal", "cap"),
    [
        # cash c and debt 1,000 with shares of 1,000: ratio (c + 1,000)/1,000
        ("1400", "1000", None),  # 240 % exactly: no cap
        ("1399.99", "1000", "0.7"),
        ("800", "1000", "0.7"),  # 180 % exactly
        ("799.99", "1000", "0.5"),
        ("100", "0", None),  # no debt: infinite
    ],
)
def test_the_tier_is_read_at_the_ratio_before_the_order(cash: str, principal: str, cap: str | None) -> None:
    asked, agreed = account(cash, principal=principal), terms(*EAST_MONEY_2018)
    found = tiers_in_force("A", assess(asked, MARKS, agreed), agreed)
    assert [row["cap"] for row in found] == ([] if cap is None else [D(cap)])


@pytest.mark.parametrize(("cash", "caps"), [("1000", ["0.7"]), ("1000.01", ["0.8"]), ("1300", ["0.8"]), ("1300.01", [])])
def test_a_tier_may_hold_its_upper_end_and_not_its_lower(cash: str, caps: list[str]) -> None:
    # ≤ 200 % 70 %; (200 %, 230 %] 80 %, at ratios of exactly 200 % and 230 %.
    agreed = terms(
        tier("0.7", None, "2", upper_end="included", group="named"), tier("0.8", "2", "2.3", upper_end="included", group="named")
    )
    found = assess(account(cash, principal="1000"), MARKS, agreed)
    assert [row["cap"] for row in tiers_in_force("A", found, agreed, named=["A"])] == [D(cap) for cap in caps]
    assert tiers_in_force("B", found, agreed, named=["A"]) == ()


def test_a_row_reaches_only_its_clients() -> None:
    rows = (tier("0.7", client="general"), tier("0.3", client="product"))
    for investor, cap in (("general", "0.7"), ("private_fund", "0.3")):
        agreed = terms(*rows, investor=investor)  # type: ignore[arg-type]
        found = tiers_in_force("A", assess(account("1"), MARKS, agreed), agreed)
        assert [row["cap"] for row in found] == [D(cap)]


def test_registration_boards_are_measured_together() -> None:
    # STAR 2 × 50 and ChiNext 5 × 20 make 200 of 1,000; cap 40 %: 200 are left for either, and main-board shares are free.
    held = CreditAccount(cash=D(800), collateral=(Holding("688981.SH", D(2)), Holding("300750.SZ", D(5))))
    agreed = terms(tier("0.4", group="registration_boards"))
    for security in ("688981.SH", "300750.SZ"):
        found = concentration_room(held, security, MARKS, agreed, financed=False)
        assert found is not None
        assert found.amount == D(200)
    assert concentration_room(held, "600519.SH", MARKS, agreed, financed=False) is None


def test_the_tightest_of_several_caps_binds() -> None:
    agreed = terms(tier("0.9"), tier("0.4", group="registration_boards"))
    found = concentration_room(account("1000"), "688981.SH", MARKS, agreed, financed=False)
    assert found is not None
    assert found.amount == D(400)
    assert "STAR and ChiNext together" in found.rule.en


@given(cash=st.integers(1, 10**7), shares=st.integers(0, 10**5), cap=st.integers(1, 99), financed=st.booleans())
def test_buying_the_room_ends_exactly_at_the_cap(cash: int, shares: int, cap: int, *, financed: bool) -> None:
    before, agreed = account(str(cash), str(shares)), terms(tier(f"{D(cap) / 100}"))
    found = concentration_room(before, "A", MARKS, agreed, financed=financed)
    assert found is not None
    share_before = concentration(before, ["A"], MARKS, agreed)
    assert share_before is not None
    if found.amount == 0:
        assert share_before >= D(cap) / 100
        return
    bought = before.collateral[0].quantity + found.amount / 10
    after = replace(before, collateral=(Holding("A", bought),), cash=before.cash if financed else before.cash - found.amount)
    share = concentration(after, ["A"], MARKS, agreed)
    assert share is not None
    assert abs(share - D(cap) / 100) < D("1e-20")


EAST_MONEY = Rulebook.load().amend(load_pack("east_money_2018"))
"""For individuals at 180 % to 240 %: 70 % of the assets."""


def test_the_ledger_refuses_a_margin_purchase_above_the_cap() -> None:
    # B: 100,000 × 16 = 1,600,000, owed 1,000,000, cash 750,000: A = 2,350,000, 235 %; 0.7 A − 1,600,000 = 45,000, over 0.3
    # 150,000, or 9,375 shares. Margin would reach further: 750,000 + 600,000 × 0.7 − 800,000 = 370,000 at 100 %.
    loan = FinancingContract("1", "B", DAY, D(100000), D(1000000), D("0.8"), accrued_to=DAY)
    held = CreditAccount(cash=D(750000), financing=(loan,))
    state = AccountState(DAY, held, {"B": Mark(D(16), D("0.7"))}, EAST_MONEY)
    apply(state, FinancingBuy(on=DAY, security="B", quantity=D(9300), price=D(16)))
    with pytest.raises(EventRefused, match=r"150,000\.00 may still be bought: concentration cap of 70\.00%"):
        apply(state, FinancingBuy(on=DAY, security="B", quantity=D(9400), price=D(16)))


def test_the_ledger_refuses_a_purchase_with_own_cash_above_the_cap() -> None:
    # B 1,000,000 of assets of 2,000,000 at 200 %: 0.7 × 2,000,000 − 1,000,000 = 400,000.
    state = AccountState(DAY, account("1000000", principal="1000000"), MARKS, EAST_MONEY)
    apply(state, CollateralBuy(on=DAY, security="B", quantity=D(40000), price=D(10)))
    with pytest.raises(EventRefused, match=r"concentration cap of 70\.00%"):
        apply(state, CollateralBuy(on=DAY, security="B", quantity=D(40100), price=D(10)))


def test_selling_short_is_not_tested_for_concentration() -> None:
    state = AccountState(DAY, account("1000000", "200000"), MARKS, EAST_MONEY)
    assert apply(state, ShortSell(on=DAY, security="A", quantity=D(100), price=D(10))).state.account.shorts
