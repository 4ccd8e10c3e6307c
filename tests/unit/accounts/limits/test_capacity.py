"""The largest order of each kind, and the rule that binds it."""

from dataclasses import replace
from datetime import date
from decimal import ROUND_FLOOR, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.accounts.assess import assess
from liangrong.accounts.events import CollateralBuy, FinancingBuy, ShortSell, TransferOut, Withdraw
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.limits.capacity import Capacity, OrderAsked, OrderKind, capacity
from liangrong.accounts.limits.orders import floor_to_lot, order_size
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.core.errors import EventRefused, InvalidAccount, UsageError
from liangrong.core.units import Unit
from liangrong.rules.packs import load_pack
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import Rulebook
from tests.unit.accounts.worked_accounts import (
    AT_50,
    AT_80,
    AT_100,
    GRANDFATHERED,
    GRANDFATHERED_MARKS,
    MIXED,
    MIXED_MARKS,
    SECURITIES,
    Drawn,
    accounts,
)

D = Decimal
BOOK = Rulebook.load()
NEW = Mark(D("12.50"), D("0.65"))


def terms_on(on: date, investor: Investor = "general") -> Terms:
    return agreed_terms(BOOK.at(on), investor)


def most(
    account: CreditAccount, kind: OrderKind, on: date, marks: dict[str, Mark] | None = None, security: str = "N"
) -> Capacity:
    return capacity(account, OrderAsked(kind, security), marks={"N": NEW, **(marks or {})}, terms=terms_on(on, account.investor))


# --- worked examples ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("on", "expected"), [(AT_50, "2000000"), (AT_80, "1250000"), (AT_100, "1000000")])
def test_a_million_of_margin_finances_by_the_floor_of_the_day(on: date, expected: str) -> None:
    # Worked example 1: 1,000,000 / 0.5, 0.8, 1.0.
    assert most(CreditAccount(cash=D(1000000)), "financing_buy", on).max_amount == D(expected)


@pytest.mark.parametrize(("on", "expected"), [(AT_80, "2750000"), (AT_100, "2200000")])
def test_cash_and_converted_stock_are_margin(on: date, expected: str) -> None:
    # Worked example 2: (1,000,000 + 2,000,000 × 0.60) / m; used up, nothing is left.
    account = CreditAccount(cash=D(1000000), collateral=(Holding("A", D(100000)),))
    marks = {"A": Mark(D(20), D("0.60")), "N": Mark(D(10), D("0.65"))}
    found = most(account, "financing_buy", on, marks)
    assert found.max_amount == D(expected)
    assert found.max_quantity == D(expected) / 10
    state = AccountState(on, account, marks, BOOK)
    after = apply(state, FinancingBuy(on=on, security="N", quantity=found.max_quantity, price=D(10))).state
    assert assess(after.account, after.marks, terms_on(on)).available_margin == 0


def test_the_exam_questions_on_available_margin() -> None:
    # Worked examples 3b and 3c: 700,000 / 0.5; (100 + 120) / 0.5.
    stock = CreditAccount(collateral=(Holding("A", D(100000)),))
    assert most(stock, "financing_buy", AT_50, {"A": Mark(D(10), D("0.70"))}).max_amount == D(1400000)
    both = CreditAccount(cash=D(100), collateral=(Holding("A", D(20)),))
    assert most(both, "financing_buy", AT_50, {"A": Mark(D(10), D("0.60"))}).max_amount == D(440)


@pytest.mark.parametrize(("on", "expected"), [(AT_80, "125000"), (AT_100, "100000")])
def test_a_hundred_thousand_of_cash_never_finances_three(on: date, expected: str) -> None:
    # Worked example 5: own 100,000 cannot carry a loan of 300,000.
    account, marks = CreditAccount(cash=D(100000)), {"N": Mark(D(10), D("0.65"))}
    assert most(account, "financing_buy", on, marks).max_amount == D(expected)
    with pytest.raises(EventRefused):
        apply(AccountState(on, account, marks, BOOK), FinancingBuy(on=on, security="N", quantity=D(30000), price=D(10)))


@pytest.mark.parametrize(
    ("investor", "amount", "quantity"), [("general", "500000.00", 16600), ("private_fund", "416666.67", 13800)]
)
def test_a_private_fund_may_sell_less_short(investor: Investor, amount: str, quantity: int) -> None:
    # Worked example 6: 500,000 / 1.0 and / 1.2; at 30 that is 16,666 and 13,888 shares.
    account = CreditAccount(investor=investor, cash=D(500000))
    found = most(account, "short_sell", date(2024, 7, 22), {"N": Mark(D(30), D("0.7"))})
    assert f"{found.max_amount:.2f}" == amount
    assert found.max_quantity == quantity


def test_the_mixed_account() -> None:
    # Worked example 7: available margin 449,367.90.
    financing = most(MIXED, "financing_buy", AT_80, MIXED_MARKS)
    assert financing.max_amount == D("561709.875")
    assert most(MIXED, "short_sell", AT_80, MIXED_MARKS).max_amount == D("449367.90")
    # Not with the loss converted too, nor with the profit in full.
    assert financing.max_amount not in (D("461967.90") / D("0.8"), D("456567.90") / D("0.8"))


def test_a_new_contract_takes_the_new_ratio_beside_an_old_one() -> None:
    # Worked example 8: 187,800 at 100 %; at 12.50 that is 15,024 shares, in lots 15,000 or 187,500.
    found = most(GRANDFATHERED, "financing_buy", AT_100, GRANDFATHERED_MARKS)
    assert found.max_amount == D(187800)
    assert found.max_quantity == D(15000)
    assert found.order_amount == D(187500)
    assert found.binding_rule.en == "available margin ÷ financing margin ratio of 100.00% (the floor of the day)"
    assert "第四十条" in found.binding.citation
    assert "2026-01-14" in found.binding.citation
    assert [limit.name for limit in found.limits] == ["available_margin", "order_size"]


# --- which rule binds -----------------------------------------------------------------------------------------------------


def test_a_negative_margin_opens_nothing_and_calls_nobody() -> None:
    # Worked example 4 at m = 100 %, B at 8: available margin −20,000, maintenance ratio 205 %.
    account = CreditAccount(
        cash=D(150000),
        collateral=(Holding("A", D(5000)),),
        financing=(FinancingContract("1", "B", AT_100, D(20000), D(200000), D(1)),),
    )
    found = most(account, "financing_buy", AT_100, {"A": Mark(D(20), D("0.7")), "B": Mark(D(8), D("0.65"))})
    assert (found.max_amount, found.max_quantity) == (0, 0)
    assert found.binding_rule.zh == "保证金可用余额为负：不得新开仓或提取，但不因此追加担保物"


def test_the_unused_credit_line_binds_below_the_margin() -> None:
    # Line 1,000,000; 500,000 financed and 300,000 sold short: 200,000 are left.
    found = most(replace(MIXED, credit_line=D(1000000)), "financing_buy", AT_80, MIXED_MARKS)
    assert found.max_amount == D(200000)
    assert found.binding.name == "credit_line"
    assert D("561709.875") in [limit.amount for limit in found.limits]


def test_a_credit_line_that_is_used_up_leaves_nothing() -> None:
    found = most(replace(MIXED, credit_line=D(700000)), "short_sell", AT_80, MIXED_MARKS)
    assert (found.max_amount, found.binding.name) == (0, "credit_line")


def test_the_shares_that_the_broker_has_bind_a_short_sale() -> None:
    account = CreditAccount(cash=D(500000))
    asked = OrderAsked("short_sell", "N")
    found = capacity(account, asked, marks={"N": NEW}, terms=terms_on(AT_80), inventory=D(1250))
    assert (found.max_amount, found.max_quantity) == (D(15625), D(1200))
    assert found.binding.name == "inventory"


def test_a_concentration_cap_binds_a_purchase_of_what_is_held_already() -> None:
    # Assets 1,000,000, N worth 250,000, cap 40 %: financed x with 250,000 + x = 0.4 (1,000,000 + x): x = 250,000.
    account = CreditAccount(cash=D(750000), collateral=(Holding("N", D(20000)),))
    terms = replace(terms_on(AT_80), concentration_tiers=({"group": "security", "cap": D("0.4")},))
    asked = OrderAsked("financing_buy", "N")
    found = capacity(account, asked, marks={"N": NEW}, terms=terms)
    assert (found.max_amount, found.binding.name) == (D(250000), "concentration")
    # With own cash 0.4 × 1,000,000 − 250,000.
    bought = capacity(account, replace(asked, kind="collateral_buy"), marks={"N": NEW}, terms=terms)
    assert bought.max_amount == D(150000)


@pytest.mark.parametrize(
    ("kind", "mark", "says"),
    [
        ("financing_buy", replace(NEW, suspended=True), "suspended"),
        ("short_sell", replace(NEW, suspended=True), "suspended"),
        ("collateral_buy", replace(NEW, suspended=True), "suspended"),
        ("financing_buy", replace(NEW, financing_open=False), "not open to margin purchases"),
        ("short_sell", replace(NEW, short_open=False), "not open to short sales"),
        ("financing_buy", replace(NEW, limit_up=D("12.49")), "price limits"),
        ("short_sell", replace(NEW, limit_down=D("12.51")), "price limits"),
    ],
)
def test_what_the_market_does_not_take_has_no_size(kind: OrderKind, mark: Mark, says: str) -> None:
    found = most(CreditAccount(cash=D(500000)), kind, AT_80, {"N": mark})
    assert (found.max_amount, found.max_quantity) == (0, 0)
    assert says in found.binding_rule.en


def test_an_order_at_the_limit_price_itself_is_taken() -> None:
    at_limits = {"N": replace(NEW, limit_down=D("12.50"), limit_up=D("12.50"))}
    assert most(CreditAccount(cash=D(500000)), "financing_buy", AT_80, at_limits).max_amount == D(625000)


def test_what_is_closed_on_one_side_is_open_on_the_other() -> None:
    account = CreditAccount(cash=D(500000))
    assert most(account, "short_sell", AT_80, {"N": replace(NEW, financing_open=False)}).max_amount == D(500000)
    assert most(account, "collateral_buy", AT_80, {"N": replace(NEW, financing_open=False)}).max_amount == D(500000)


def test_a_short_sale_below_the_last_price_is_invalid_and_funds_are_exempt() -> None:
    account, terms = CreditAccount(cash=D(500000)), terms_on(AT_80)
    marks = {"N": NEW, "510300.SH": replace(NEW, asset_class="etf")}
    low = capacity(account, OrderAsked("short_sell", "N", D("12.49")), marks=marks, terms=terms)
    assert (low.max_amount, low.binding.name) == (0, "tick_rule")
    at_last = capacity(account, OrderAsked("short_sell", "N", D("12.50")), marks=marks, terms=terms)
    assert at_last.max_amount == D(500000)
    assert at_last.notes[0].en == "a short sale must not be offered below the last price, 12.50"
    fund = capacity(account, OrderAsked("short_sell", "510300.SH", D("12.49")), marks=marks, terms=terms)
    assert (fund.max_amount, fund.notes) == (D(500000), ())


def test_less_than_the_smallest_order_is_bound_by_its_size() -> None:
    # 1,000 of margin buy 100 shares at 12.50, but not 200 of STAR at 10.
    account = CreditAccount(cash=D(1000))
    assert most(account, "financing_buy", AT_80).max_quantity == D(100)
    star = most(account, "financing_buy", AT_80, {"688981.SH": Mark(D(10), D(0))}, "688981.SH")
    assert (star.max_amount, star.max_quantity, star.binding.name) == (D(1250), 0, "order_size")


# --- own cash and withdrawals ---------------------------------------------------------------------------------------------


def test_collateral_is_bought_with_own_cash_and_cash_products_also_with_proceeds() -> None:
    # Worked example 7: cash 900,000 of which 300,000 proceeds.
    assert most(MIXED, "collateral_buy", AT_80, MIXED_MARKS).max_amount == D(600000)
    product = {**MIXED_MARKS, "N": replace(NEW, asset_class="cash_product")}
    assert most(MIXED, "collateral_buy", AT_80, product).max_amount == D(900000)


def test_a_broker_may_want_the_margin_kept_when_collateral_is_bought() -> None:
    # Each yuan bought at h = 0.65 takes 0.35 of margin: 449,367.90 / 0.35 > 600,000; at h = 0 the margin binds.
    terms = replace(terms_on(AT_80), collateral_buy_requires_nonneg_margin=True)
    asked = OrderAsked("collateral_buy", "N")
    at_65 = capacity(MIXED, asked, marks={"N": NEW, **MIXED_MARKS}, terms=terms)
    at_0 = capacity(MIXED, asked, marks={"N": replace(NEW, conversion_ratio=D(0)), **MIXED_MARKS}, terms=terms)
    at_1 = capacity(MIXED, asked, marks={"N": replace(NEW, conversion_ratio=D(1)), **MIXED_MARKS}, terms=terms)
    assert (at_65.max_amount, at_0.max_amount, at_1.max_amount) == (D(600000), D("449367.90"), D(600000))
    assert at_0.binding.name == "available_margin"


def test_a_withdrawal_names_every_limit() -> None:
    # Own cash 1,000 − 300; available margin 1,000 − 300 − 300 × 1; A − 3D = 1,000 − 900.
    account = CreditAccount(cash=D(1000), shorts=(ShortContract("1", "Q", AT_80, D(30), D(300), D(1)),))
    marks = {"Q": Mark(D(10), D("0.7"))}
    found = capacity(account, OrderAsked("withdrawal"), marks=marks, terms=terms_on(AT_80))
    assert {limit.name: limit.amount for limit in found.limits} == {
        "own_cash": D(700),
        "available_margin": D(400),
        "withdrawal_line": D(100),
    }
    assert (found.max_amount, found.max_quantity, found.order_amount) == (D(100), None, D(100))


def test_securities_leave_in_whole_shares() -> None:
    # Debt 100, m = 0.8; 1,000 at 0.3: margin 300 − 80 − 100 = 120 -> 120/3 = 40; A − 3D = 700 -> 700/10. At 0.29: 110/2.9 = 37.9.
    account = CreditAccount(
        collateral=(Holding("A", D(100)),), financing=(FinancingContract("1", "B", AT_80, D(0), D(100), D("0.8")),)
    )
    asked = OrderAsked("withdrawal", "A")
    found = capacity(account, asked, marks={"A": Mark(D(10), D("0.29")), "B": Mark(D(1), D(0))}, terms=terms_on(AT_80))
    assert (found.max_quantity, found.unit) == (D(37), Unit.SHARE)
    assert {limit.name for limit in found.limits} == {"quantity_held", "available_margin", "withdrawal_line"}


def test_a_security_without_a_price_is_refused() -> None:
    with pytest.raises(InvalidAccount, match="no price"):
        capacity(CreditAccount(cash=D(1)), OrderAsked("financing_buy", "M"), marks={}, terms=terms_on(AT_80))


@pytest.mark.parametrize(("price", "inventory", "says"), [("0", None, "price above 0"), ("10", "-1", "shares to lend")])
def test_impossible_questions_are_refused(price: str, inventory: str | None, says: str) -> None:
    asked, shares = OrderAsked("short_sell", "N", D(price)), None if inventory is None else D(inventory)
    with pytest.raises(UsageError, match=says):
        capacity(CreditAccount(cash=D(1)), asked, marks={"N": NEW}, terms=terms_on(AT_80), inventory=shares)


# --- the ledger agrees ----------------------------------------------------------------------------------------------------

BOOKS = {"law": BOOK, **{name: BOOK.amend(load_pack(name)) for name in ("east_money_2018", "caitong_2018")}}
ORDERS = {"financing_buy": FinancingBuy, "short_sell": ShortSell, "collateral_buy": CollateralBuy}


@given(
    drawn=accounts(), kind=st.sampled_from(list(ORDERS)), security=st.sampled_from(SECURITIES), book=st.sampled_from(list(BOOKS))
)
def test_the_ledger_takes_the_largest_order_and_refuses_one_step_more(
    drawn: Drawn, kind: OrderKind, security: str, book: str
) -> None:
    state = AccountState(*drawn, BOOKS[book])
    terms = state.terms
    found = capacity(state.account, OrderAsked(kind, security), marks=state.marks, terms=terms)
    size, event = order_size(security, terms.rules), ORDERS[kind]
    price, quantity = state.marks[security].price, found.max_quantity
    assert quantity is not None
    assert quantity == floor_to_lot(quantity, size)
    if quantity > 0:
        apply(state, event(on=state.on, security=security, quantity=quantity, price=price))
    more = quantity + size.step if quantity > 0 else size.minimum
    with pytest.raises(EventRefused):
        apply(state, event(on=state.on, security=security, quantity=more, price=price))


@given(drawn=accounts(), cash=st.booleans())
def test_the_ledger_pays_out_the_largest_withdrawal_and_refuses_more(drawn: Drawn, *, cash: bool) -> None:
    state = AccountState(*drawn, BOOK)
    terms = agreed_terms(BOOK.at(state.on), state.account.investor)
    asked = OrderAsked("withdrawal", "" if cash else SECURITIES[0])
    found = capacity(state.account, asked, marks=state.marks, terms=terms)
    most_of_it = found.max_amount.quantize(D("0.01"), ROUND_FLOOR) if cash else found.max_quantity
    assert most_of_it is not None

    def event(amount: Decimal) -> Withdraw | TransferOut:
        if cash:
            return Withdraw(on=state.on, amount=amount)
        return TransferOut(on=state.on, security=SECURITIES[0], quantity=amount)

    if most_of_it > 0:
        apply(state, event(most_of_it))
    with pytest.raises(EventRefused):
        apply(state, event(most_of_it + (D("0.01") if cash else 1)))


def test_below_its_warning_line_a_broker_may_open_nothing() -> None:
    """300,000 of cash and 20,000 B at 50 = 1,000,000 against 910,000: 142.86 %, between 140 and 145 %; margin is there."""
    day = date(2025, 6, 30)
    debt = FinancingContract("1", "B", date(2025, 6, 2), Decimal(20000), Decimal(910000), Decimal("0.1"))
    account, marks = CreditAccount(cash=Decimal(300000), financing=(debt,)), {"B": Mark(Decimal(50), Decimal("0.5"))}
    book = Rulebook.load()
    order = OrderAsked("financing_buy", "B")
    free = capacity(account, order, marks=marks, terms=agreed_terms(book.at(day)))
    limited = capacity(account, order, marks=marks, terms=agreed_terms(book.amend(load_pack("line_scheme_b")).at(day)))
    assert free.max_quantity > 0
    assert (limited.max_amount, limited.binding.name) == (0, "warning_line")
    assert "142.86% is below the warning line of 145.00%" in limited.binding_rule.en
