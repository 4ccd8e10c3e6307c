"""Plans of forced sales and the sessions they take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal as D

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.calls.cures import sale_to_cure
from liangrong.accounts.calls.liquidation import LiquidationPlan, liquidate, plan, run_down
from liangrong.accounts.events import CashRepay, Clearing, FinancingBuy, ForcedSale
from liangrong.accounts.ledger.conservation import conserved
from liangrong.accounts.ledger.fold import apply, replay
from liangrong.accounts.limits.costs import trading_costs
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, MarginCall, ShortContract
from liangrong.core.calendar import mainland
from liangrong.core.errors import EventRefused
from liangrong.rules.packs import load_pack
from liangrong.rules.rulebook import Rulebook

BOOK = Rulebook.load()
BEFORE, YESTERDAY, TODAY = date(2026, 2, 2), date(2026, 3, 2), date(2026, 3, 3)
FOREVER = D("Infinity")


def loan(security: str, quantity: int, principal: str, *, contract_id: str = "1", **more: object) -> FinancingContract:
    return FinancingContract(contract_id, security, BEFORE, D(quantity), D(principal), D(1), accrued_to=YESTERDAY, **more)


def short(security: str, quantity: int, proceeds: str, *, contract_id: str = "9", **more: object) -> ShortContract:
    return ShortContract(contract_id, security, BEFORE, D(quantity), D(proceeds), D(1), accrued_to=YESTERDAY, **more)


def state_of(
    account: CreditAccount, prices: Mapping[str, str | Mark], *, target: str | None = "1.40", on: date = TODAY
) -> AccountState:
    marks = {name: Mark(D(price), D("0.65")) if isinstance(price, str) else price for name, price in prices.items()}
    call = None if target is None else MarginCall(YESTERDAY, YESTERDAY, TODAY, D(target))
    return AccountState(on, account, marks, BOOK, line="normal" if call is None else "forced", call=call)


def ten(shares: int = 125000) -> AccountState:
    """Worked example 10: assets 1,250,000 in one stock at 10, debt 1,000,000."""
    return state_of(CreditAccount(financing=(loan("B", shares, "1000000"),)), {"B": "10"})


def sold(found: LiquidationPlan) -> list[tuple[str, D]]:
    return [(order.security, order.quantity) for order in found.orders]


@pytest.mark.parametrize(
    ("target", "amount"), [("1.30", "166666.67"), ("1.40", "375000.00"), ("1.50", "500000.00"), ("1.60", "583333.33")]
)
def test_the_sale_of_the_worked_example_is_found_in_shares_of_one_yuan(target: str, amount: str) -> None:
    # a STAR stock at 1.00 is sold by the share, so the plan comes within one yuan of the formula
    state = state_of(CreditAccount(financing=(loan("688981.SH", 1250000, "1000000"),)), {"688981.SH": "1"})
    found = plan(state, target=D(target), costs=False)
    exact = sale_to_cure(D(1250000), D(1000000), D(target))
    assert exact is not None
    assert exact.quantize(D("0.01")) == D(amount)
    assert 0 <= found.orders[0].quantity - exact < 1


def test_the_sale_is_rounded_up_to_a_lot() -> None:
    # 375,000 / 10 = 37,500 shares restore 140 % exactly; of a cent more debt, 100 more are needed
    assert sold(plan(ten(), costs=False)) == [("B", D(37500))]
    more = replace(ten(), account=CreditAccount(financing=(loan("B", 125000, "1000000.01"),)))
    assert sold(plan(more, costs=False)) == [("B", D(37600))]


def test_costs_make_the_sale_larger() -> None:
    # 37,600 shares bring 376,000 − 94.00 − 188.00 − 3.76: (1,250,000 − 376,000) / (1,000,000 − 375,714.24) = 1.39999…
    # 37,700 bring 377,000 − 94.25 − 188.50 − 3.77: 873,000 / 623,286.52 = 1.40064
    found = plan(ten())
    assert sold(found) == [("B", D(37700))]
    assert found.costs == D("286.52")
    assert found.ratio_after == D(873000) / D("623286.52")
    assert found.unmet == 0


@pytest.mark.parametrize("security", ["600519.SH", "688981.SH", "510300.SH", "920002.BJ"])
@pytest.mark.parametrize(
    ("quantity", "price", "debt"),
    [(2000, "10.01", "16000"), (1250, "7.77", "8000"), (350, "33.30", "9000"), (230, "12.34", "2300")],
)
def test_no_smaller_order_would_do(security: str, quantity: int, price: str, debt: str) -> None:
    """Every quantity that an order may name, by brute force, against (A − N·p) / (D − N·p + costs)."""
    state = state_of(CreditAccount(financing=(loan(security, quantity, debt),)), {security: price})
    step, least = {"6005": (100, 100), "6889": (1, 200), "5103": (100, 100), "9200": (1, 100)}[security[:4]]
    names = [n for n in range(least, quantity + 1) if (n - least) % step == 0 or n == quantity]

    def ratio(n: int) -> D:
        costs = trading_costs("sell", n * D(price), security, state.terms.rules).total
        return (quantity * D(price) - n * D(price)) / (D(debt) - n * D(price) + costs)

    enough = [n for n in names if n * D(price) >= D(debt) or ratio(n) >= D("1.40")]
    assert sold(plan(state)) == [(security, D(enough[0]))]


def test_own_cash_repays_first_and_is_free() -> None:
    # 100,000 more in cash: (1.4 × 1,000,000 − 1,350,000) / 0.4 = 125,000 are to be settled, 100,000 of it from cash
    account = CreditAccount(cash=D(100000), financing=(loan("B", 125000, "1000000"),))
    found = plan(state_of(account, {"B": "10"}), costs=False)
    assert found.steps == (
        CashRepay(on=TODAY, amount=D("100000.00")),
        ForcedSale(on=TODAY, security="B", quantity=D(2500), price=D(10)),
    )


def test_the_interest_of_the_day_is_repaid_with_it_so_that_the_clearing_finds_the_target() -> None:
    # A = 1,390,000; D = 1,000,000 and a day's 7.2 % / 360 on what is left of it: repaying R leaves (1,390,000 − R) / ((1,000,000 − R) · 1.0002)
    # ≥ 1.4, so R ≥ (1,400,280 − 1,390,000) / 0.40028 = 25,682.02
    account = CreditAccount(cash=D(140000), financing=(loan("B", 125000, "1000000", rate=D("0.072")),))
    state = state_of(account, {"B": "10"})
    assert plan(state).steps == (CashRepay(on=TODAY, amount=D("25682.03")),)
    assert list(run_down(state, {TODAY: state.marks}))[-1].state.line == "cured"


def test_own_cash_that_suffices_spares_the_shares() -> None:
    # (1.4 × 1,000,000 − 1,390,000) / 0.4 = 25,000
    account = CreditAccount(cash=D(140000), financing=(loan("B", 125000, "1000000"),))
    found = plan(state_of(account, {"B": "10"}))
    assert found.steps == (CashRepay(on=TODAY, amount=D("25000.00")),)


def test_proceeds_of_short_sales_do_not_repay_financing() -> None:
    account = CreditAccount(cash=D(50000), financing=(loan("B", 1000, "10000"),), shorts=(short("S", 1000, "50000"),))
    found = plan(state_of(account, {"B": "10", "S": "50"}, target="9"), order=("B",))
    assert not any(isinstance(step, CashRepay) for step in found.steps)


def test_nothing_is_sold_above_the_target() -> None:
    found = plan(ten(140000))
    assert found.steps == ()
    assert found.ratio_before == found.ratio_after == D("1.4")


def test_all_positions_but_the_last_go_whole() -> None:
    account = CreditAccount(
        collateral=(Holding("A", D(350)), Holding("B", D(4000)), Holding("E", D(100000))),
        financing=(loan("B", 1000, "300000"),),
    )
    marks = {"A": Mark(D(10), D("0.1")), "B": Mark(D(10), D("0.5")), "E": Mark(D(3), D("0.9"), asset_class="etf")}
    # A 353,500; D 300,000; to settle (420,000 − 353,500) / 0.4 = 166,250: 3,500 of A, 50,000 of B, 112,750 / 3 = 37,583.3 of E
    found = plan(state_of(account, marks), costs=False)
    assert sold(found) == [("A", D(350)), ("B", D(5000)), ("E", D(37600))]


def test_the_order_that_is_given_is_kept_and_nothing_else_is_sold() -> None:
    account = CreditAccount(collateral=(Holding("A", D(1000)), Holding("B", D(1000))), financing=(loan("C", 1000, "28000"),))
    state = state_of(account, {"A": "10", "B": "10", "C": "10"})
    found = plan(state, order=("B", "C"), target=FOREVER, costs=False)
    assert sold(found) == [("B", D(1000)), ("C", D(1000))]
    assert found.unmet == 8000  # 28,000 − 20,000


def test_a_short_sale_is_bought_back_instead_of_sold() -> None:
    # A 150,000; B 120,000; t = 1.4: (168,000 − 150,000) / 0.4 = 45,000 to settle = 3,750 shares at 12
    account = CreditAccount(cash=D(150000), shorts=(short("S", 10000, "100000"),))
    found = plan(state_of(account, {"S": "12"}), costs=False)
    assert found.orders == (ForcedSale(on=TODAY, security="S", quantity=D(3800), price=D(12), contract_id="9"),)
    assert found.ratio_after == D(150000 - 45600) / D(120000 - 45600)


def test_sales_pay_for_buying_back_where_cash_does_not_suffice() -> None:
    # cash 10,000 buys 800 of 1,000 shares at 12; the last 200 take 2,400, and 400 are left: 200 shares at 10 bring 2,000
    account = CreditAccount(cash=D(10000), collateral=(Holding("A", D(1000)),), shorts=(short("S", 1000, "10000"),))
    state = state_of(account, {"A": "10", "S": "12"})
    found = plan(state, target=FOREVER, costs=False)
    assert sold(found) == [("S", D(800)), ("A", D(200)), ("S", D(200))]
    assert found.ratio_after is None


def test_only_as_much_is_bought_back_as_cash_pays_for() -> None:
    account = CreditAccount(cash=D(10000), shorts=(short("S", 1000, "10000"),))
    found = plan(state_of(account, {"S": "12"}))
    # 800 shares cost 9,600 and 5.10; 900 would cost 10,800
    assert sold(found) == [("S", D(800))]
    assert found.unmet > 0


@pytest.mark.parametrize("changed", [{"suspended": True}, {"limit_down": D(10)}])
def test_what_cannot_be_sold_is_told_and_something_else_is_sold(changed: dict[str, object]) -> None:
    account = CreditAccount(collateral=(Holding("A", D(50000)),), financing=(loan("B", 75000, "1000000"),))
    state = state_of(account, {"A": Mark(D(10), D("0.1"), **changed), "B": Mark(D(10), D("0.7"))})
    found = plan(state, costs=False)
    assert sold(found) == [("B", D(37500))]
    assert "A" in found.notes[0].en
    blocked = plan(replace(state, marks={**state.marks, "B": replace(state.marks["A"])}))
    assert (blocked.steps, blocked.unmet) == ((), D(150000))  # 1.4 × 1,000,000 − 1,250,000


def test_an_obstacle_that_does_not_matter_is_not_told() -> None:
    account = CreditAccount(cash=D(140000), collateral=(Holding("A", D(100)),), financing=(loan("B", 125000, "1000000"),))
    found = plan(state_of(account, {"A": Mark(D(10), D("0.1"), suspended=True), "B": "10"}))
    assert (found.orders, found.notes, found.unmet) == ((), (), 0)


def test_negative_equity_sells_everything_and_says_what_is_lacking() -> None:
    state = state_of(CreditAccount(financing=(loan("B", 1000, "12000"),)), {"B": "10"})
    found = plan(state, costs=False)
    assert sold(found) == [("B", D(1000))]
    assert (found.ratio_after, found.unmet) == (0, D(2800))  # 1.4 × 2,000


def test_an_odd_rest_that_brings_less_than_it_costs_is_left() -> None:
    # 3 shares at 1.00 against a commission of 5
    account = CreditAccount(collateral=(Holding("A", D(3)),), financing=(loan("B", 0, "1000"),))
    assert plan(state_of(account, {"A": "1", "B": "10"})).steps == ()


def test_a_quantity_that_brings_less_than_it_costs_is_never_tried() -> None:
    # 100 units at 0.04 bring 4 and cost 5; 200 bring 8: (400 − 8) / (10 − 3) = 56
    found = plan(state_of(CreditAccount(financing=(loan("510300.SH", 10000, "10"),)), {"510300.SH": "0.04"}, target="55"))
    assert sold(found) == [("510300.SH", D(200))]
    assert found.ratio_after == 56


def test_without_a_call_the_plan_supposes_the_target_of_the_terms() -> None:
    assert plan(replace(ten(), line="normal", call=None)).target == D("1.40")


def test_a_contract_past_its_term_is_settled_whatever_the_ratio() -> None:
    late = loan("B", 1000, "10000", due_on=YESTERDAY)
    account = CreditAccount(
        cash=D(500), collateral=(Holding("A", D(5000)),), financing=(late, loan("C", 1000, "10000", contract_id="2"))
    )
    state = replace(state_of(account, {"A": "10", "B": "9.05", "C": "30"}, target=None), line="forced")
    found = plan(state, costs=False)
    # 500 of cash, then 9,050 of B, then 450 still owed: 100 shares of A, the larger of the other positions
    assert [type(step).__name__ for step in found.steps] == ["CashRepay", "ForcedSale", "ForcedSale"]
    assert sold(found) == [("B", D(1000)), ("A", D(100))]
    assert all(step.contract_id == "1" for step in found.steps)
    after = liquidate(state, costs=False)[-1].state.account
    assert [contract.contract_id for contract in after.financing] == ["2"]
    assert after.financing[0].principal == 9450  # what the last sale brought beyond the first contract


def test_a_contract_past_its_term_starts_no_sale_for_the_ratio() -> None:
    # 1,350 shares at 10 against 10,000 of debt stay above the call line, below the target: the broker settles what is late, no more
    account = CreditAccount(financing=(loan("B", 150, "1500", due_on=YESTERDAY), loan("C", 1200, "8500", contract_id="2")))
    found = plan(replace(state_of(account, {"B": "10", "C": "10"}, target=None), line="forced"), costs=False)
    assert (found.target, sold(found)) == (0, [("B", D(150))])


def test_a_contract_on_the_last_day_of_its_term_has_until_the_close() -> None:
    account = CreditAccount(collateral=(Holding("A", D(5000)),), financing=(loan("B", 1000, "10000", due_on=TODAY),))
    assert plan(replace(state_of(account, {"A": "10", "B": "9"}, target=None), line="forced")).steps == ()


def test_a_short_sale_past_its_term_is_bought_back_with_what_sales_bring() -> None:
    account = CreditAccount(
        cash=D(10000), collateral=(Holding("A", D(5000)),), shorts=(short("S", 1000, "10000", due_on=YESTERDAY),)
    )
    state = replace(state_of(account, {"A": "10", "S": "12"}, target=None), line="forced")
    assert sold(plan(state, costs=False)) == [("S", D(800)), ("A", D(200)), ("S", D(200))]


def test_a_plan_carried_out_gives_the_ratio_it_promised() -> None:
    account = CreditAccount(
        cash=D(160000), collateral=(Holding("A", D(2350)),), financing=(loan("B", 9000, "100000", rate=D("0.07"), accrued=D("777.777")),),
        shorts=(short("S", 10000, "100000", accrued=D("12.3456")),), charges=D("33.333"),
    )  # fmt: skip
    state = state_of(account, {"A": "10", "B": "9", "S": "12"})
    found, done = plan(state, order="loss", target=D(2)), liquidate(state, order="loss", target=D(2))
    assert len(done) == len(found.steps) > 2
    last = apply(done[-1].state, Clearing(on=TODAY)).state
    assert assess(last.account, last.marks, last.terms).maintenance_ratio == found.ratio_after
    before = state
    for transition in done:
        assert conserved(before, transition) == ()
        before = transition.state


def days(start: date, end: date) -> tuple[date, ...]:
    return mainland().between(start, end)


def test_three_days_at_the_limit_and_then_the_sale() -> None:
    halted = Mark(D(10), D("0.65"), limit_down=D(10))
    market = {day: {"B": halted} for day in days(date(2026, 3, 3), date(2026, 3, 5))}
    market[date(2026, 3, 6)] = {"B": replace(halted, limit_down=D("9.5"))}
    market[date(2026, 3, 9)] = {"B": replace(halted, limit_down=D("9.5"))}
    passed = list(run_down(ten(), market, costs=False))
    sales = [t for t in passed if any(m.item == "financed_shares" for m in t.movements)]
    assert [t.state.on for t in sales] == [date(2026, 3, 6)]
    assert passed[-1].state.on == date(2026, 3, 6)
    assert passed[-1].state.line == "cured"
    told = [t.state.on for t in passed if any("lower price limit" in note.en for note in t.notes)]
    assert told == list(days(date(2026, 3, 3), date(2026, 3, 5)))


def test_a_call_runs_its_time_before_anything_is_sold() -> None:
    start = replace(ten(), on=YESTERDAY, line="normal", call=None)
    called = apply(start, Clearing(on=YESTERDAY)).state
    assert called.line == "called"
    passed = list(run_down(called, {day: {"B": ten().marks["B"]} for day in days(TODAY, date(2026, 3, 6))}))
    assert [t.state.on for t in passed if t.movements] == [date(2026, 3, 4)]
    assert [t.state.line for t in passed if t.state.on == TODAY][-1] == "forced"
    assert passed[-1].state.line == "cured"


def test_a_security_that_never_trades_again_leaves_the_account_forced() -> None:
    halted = {"B": Mark(D(10), D("0.65"), suspended=True)}
    passed = list(run_down(ten(), dict.fromkeys(days(TODAY, date(2026, 4, 30)), halted)))
    assert passed[-1].state.on == date(2026, 4, 30)
    assert passed[-1].state.line == "forced"
    assert not any(m.item == "financed_shares" for t in passed for m in t.movements)


def test_what_is_owed_after_the_last_sale_stays_owed() -> None:
    state = state_of(CreditAccount(financing=(loan("B", 1000, "12000"),)), {"B": "10"})
    passed = list(run_down(state, dict.fromkeys(days(TODAY, date(2026, 3, 9)), state.marks), costs=False))
    last = passed[-1]
    assert (last.state.line, last.state.on) == ("closed", TODAY)
    assert last.state.account.financing[0].principal == 2000
    assert "2000.00" in last.notes[0].en
    assert assess(last.state.account, last.state.marks, last.state.terms).equity == -2000


@pytest.mark.parametrize(("intraday", "sold_on"), [(False, date(2026, 3, 4)), (True, TODAY)])
def test_the_immediate_line_may_act_in_the_session(intraday: bool, sold_on: date) -> None:
    book = _with(BOOK, intraday_immediate_line=intraday)
    start = AccountState(YESTERDAY, ten().account, ten().marks, book)
    falls = {"B": Mark(D("8.5"), D("0.65"))}  # 1,062,500 / 1,000,000
    passed = list(run_down(start, dict.fromkeys(days(TODAY, date(2026, 3, 6)), falls)))
    assert next(t.state.on for t in passed if any(m.item == "financed_shares" for m in t.movements)) == sold_on


def test_late_contracts_do_not_start_the_sales_of_a_call_early() -> None:
    account = CreditAccount(
        financing=(loan("B", 11000, "100000", contract_id="1"), loan("C", 2000, "10000", contract_id="2", due_on=YESTERDAY))
    )
    state = state_of(account, {"B": "10", "C": "10"})
    called = replace(state, call=MarginCall(YESTERDAY, date(2026, 3, 5), date(2026, 3, 6), D("1.40")))
    first = [t for t in run_down(called, {TODAY: state.marks}, costs=False) if t.movements]
    assert [(m.security, m.amount) for t in first for m in t.movements if m.item == "financed_shares" and m.cause == "trade"] == [
        ("C", D(-1000))
    ]


def test_a_day_that_is_no_session_is_refused() -> None:
    with pytest.raises(EventRefused, match="no session"):
        list(run_down(ten(), {date(2026, 3, 7): ten().marks}))


def _with(book: Rulebook, **values: object) -> Rulebook:
    """The book as another contract has it from its first day on."""
    for name, value in values.items():
        parameter = book.parameter(name)
        book = book.with_parameter(replace(parameter, values=tuple(replace(dated, value=value) for dated in parameter.values)))
    return book


def test_the_story_of_the_articles_is_one_of_another_product() -> None:
    """A fall of 15 %, 60,000 lost, liquidated below 120 %: 100,000 of own money and 300,000 borrowed."""
    opening = FinancingBuy(on=BEFORE, security="600519.SH", quantity=D(40000), price=D(10), contract_id="1")
    bare = AccountState(BEFORE, CreditAccount(cash=D(100000)), {"600519.SH": Mark(D(10), D("0.7"))}, BOOK)
    with pytest.raises(EventRefused):  # 100,000 finance 100,000 at most under the exchanges' ratio of 100 %
        apply(bare, opening)

    product = _with(BOOK, call_line=D("1.2"), immediate_line=D("1.2"), warning_line=D("1.25"), cure_target=FOREVER)
    account = CreditAccount(financing=(FinancingContract("1", "600519.SH", BEFORE, D(40000), D(300000), D("0.3")),))
    held = AccountState(BEFORE, account, bare.marks, product)
    assert assess(account, held.marks, held.terms).equity == 100000
    fallen = apply(held, Clearing(on=YESTERDAY, prices={"600519.SH": D("8.5")})).state
    assert (fallen.line, f"{assess(fallen.account, fallen.marks, fallen.terms).maintenance_ratio:.4%}") == ("forced", "113.3333%")

    last = list(run_down(fallen, {TODAY: fallen.marks}, costs=False))[-1].state
    assert last.line == "closed"
    assert last.account.financing == ()
    left = assess(last.account, last.marks, last.terms).equity
    assert (left, 100000 - left) == (D("40000.00"), D("60000.00"))


def test_the_limits_of_an_earlier_day_stop_no_sale() -> None:
    """Two days of −8 % are 15.4 % below the close before them, and yet no limit-down day."""
    known = Mark(D(10), D("0.65"), previous_close=D(10))
    account = CreditAccount(financing=(FinancingContract("1", "600519.SH", BEFORE, D(150000), D(1000000), D(1)),))
    start = AccountState(date(2026, 2, 27), account, {"600519.SH": known}, BOOK)
    events = (Clearing(on=YESTERDAY, prices={"600519.SH": D("9.20")}), Clearing(on=TODAY, prices={"600519.SH": D("8.46")}))
    last = list(replay(start, events))[-1].state
    assert (last.line, plan(last).notes) == ("called", ())
    assert plan(last).orders


def test_a_forced_sale_restores_what_the_broker_agreed_on_for_it() -> None:
    """Called below 130 % for 130 %, sold back to 145 %: (1.45 × 1,000,000 − 1,250,000) / 0.45 = 444,444.44, so 44,500 shares at 10."""
    agreed = BOOK.amend(load_pack("line_scheme_b"))
    called = replace(ten(), rulebook=agreed, call=MarginCall(YESTERDAY, YESTERDAY, TODAY, D("1.30")))
    found = plan(called, costs=False)
    assert (found.target, sold(found)) == (D("1.45"), [("B", D(44500))])
    # a call for more than that is not cured by less
    assert plan(replace(called, call=MarginCall(YESTERDAY, YESTERDAY, TODAY, D("1.60"))), costs=False).target == D("1.60")
