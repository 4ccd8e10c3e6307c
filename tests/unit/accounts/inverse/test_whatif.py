"""What a rule, a price, a conversion ratio or an event does to an account: the arithmetic of examples 1, 4, 8 and 9."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from liangrong.accounts.events import ChargeInterest, CollateralBuy, ConversionRatioChange, Deposit
from liangrong.accounts.inverse.whatif import PriceMove, RuleReform, whatif
from liangrong.accounts.limits.capacity import OrderAsked
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.core.errors import InvalidAccount, LiangrongError, UnknownName
from liangrong.rules.rulebook import Rulebook

D = Decimal
BOOK = Rulebook.load()
FULL = RuleReform(parameter="financing_margin_ratio", value=D(1))


def state(on: date = date(2025, 6, 30), price: str = "10", m: str = "0.8") -> AccountState:
    """Example 4: 150,000 in cash, 5,000 A at 20, 20,000 B bought at 10 with 200,000."""
    account = CreditAccount(
        cash=D(150000),
        collateral=(Holding("A", D(5000)),),
        financing=(FinancingContract("1", "B", date(2025, 6, 2), D(20000), D(200000), D(m)),),
    )
    marks = {"A": Mark(D(20), D("0.7"), industry="银行"), "B": Mark(D(price), D("0.65"), industry="电子")}
    return AccountState(on, account, marks, BOOK)


def test_a_higher_floor_for_new_contracts_lowers_what_one_million_can_finance() -> None:
    start = AccountState(date(2026, 1, 16), CreditAccount(cash=D(1000000)), {"B": Mark(D(10), D("0.65"))}, BOOK)
    (change,) = whatif(start, [FULL], orders=[OrderAsked("financing_buy", "B")]).capacities
    assert (change.before.max_amount, change.after.max_amount) == (D(1250000), D(1000000))
    (change,) = whatif(start, [replace(FULL, value=D("0.5"))], orders=[OrderAsked("financing_buy", "B")]).capacities
    assert change.after.max_amount == D(2000000), "a supposed reform may loosen"


def test_open_contracts_keep_their_ratio_under_a_reform_for_new_ones() -> None:
    found = whatif(state(), [FULL])
    assert found.after.maintenance_ratio == found.before.maintenance_ratio == D("2.25")
    assert found.after.available_margin == found.before.available_margin == D(60000)
    room = {change.order: change for change in found.capacities}[OrderAsked("financing_buy", "B")]
    assert (room.before.max_amount, room.after.max_amount) == (D(75000), D(60000))
    assert "open contracts keep" in found.notes[0].en


def test_a_reform_of_all_contracts_takes_margin_and_leaves_the_maintenance_ratio() -> None:
    # 60,000 − 0.2 × 200,000, as in the column m = 100 % of example 4
    found = whatif(state(), [replace(FULL, reach="all")])
    assert found.after.available_margin == D(20000)
    assert found.after.maintenance_ratio == D("2.25")


def test_everything_at_100_percent_is_the_wrong_answer_of_example_8() -> None:
    account = CreditAccount(
        cash=D(300000),
        collateral=(Holding("X", D(20000)),),
        financing=(
            FinancingContract("A", "Y", date(2025, 12, 10), D(10000), D(400000), D("0.8")),
            FinancingContract("B", "Z", date(2026, 1, 20), D(5000), D(150000), D(1)),
        ),
        charges=D(3200),
    )
    marks = {"X": Mark(D(25), D("0.7")), "Y": Mark(D(44), D("0.65")), "Z": Mark(D(27), D("0.6"))}
    start = AccountState(date(2026, 2, 2), account, marks, BOOK)
    for value, expected in (("1.0", "107800"), ("0.8", "217800")):
        reform = RuleReform(parameter="financing_margin_ratio", value=D(value), reach="all")
        found = whatif(start, [reform])
        assert (found.before.available_margin, found.after.available_margin) == (D(187800), D(expected))


def test_a_reform_of_short_margin_reaches_shorts_of_the_investors_class() -> None:
    short = ShortContract("1", "Q", date(2025, 6, 2), D(10000), D(300000), D(1))
    account = CreditAccount(cash=D(800000), shorts=(short,), investor="private_fund")
    start = AccountState(date(2025, 6, 30), account, {"Q": Mark(D(30), D("0.7"))}, BOOK)
    value = {"general": D(1), "private_fund": D("1.2")}
    found = whatif(start, [RuleReform(parameter="short_margin_ratio", value=value, reach="all")])
    assert (found.before.available_margin, found.after.available_margin) == (D(200000), D(140000))
    (room,) = whatif(
        start, [RuleReform(parameter="short_margin_ratio", value=D("1.6"))], orders=[OrderAsked("short_sell", "Q")]
    ).capacities
    assert room.after.max_amount == D(125000), "one value stands for every class"
    assert room.before.max_amount == D(200000) / D("1.2")


def test_a_lower_cap_lowers_what_collateral_counts_for() -> None:
    start = state()
    marks = {**start.marks, "A": replace(start.marks["A"], asset_class="index_a_share")}
    found = whatif(replace(start, marks=marks), [RuleReform(parameter="conversion_ratio_cap", value=D("0.5"), reach="all")])
    # A counts 50,000 instead of 70,000; B has no class and keeps its ratio
    assert found.after.available_margin == D(40000)
    assert found.after.maintenance_ratio == found.before.maintenance_ratio


def test_another_call_line_is_taken_up_by_the_lines() -> None:
    found = whatif(state(price="6"), [RuleReform(parameter="call_line", value=D("2.0"), reach="all")])
    # 150,000 + 100,000 + 120,000 over 200,000
    assert found.after.maintenance_ratio == D("1.85")
    assert (found.before.zone, found.after.zone) == ("normal", "call")
    assert found.notes[-1].en == "the maintenance ratio of 185.00% is below the call line"


def test_a_fall_of_all_prices() -> None:
    # A 85,000, B 170,000: 405,000 / 200,000; 150,000 + 59,500 − 30,000 − 160,000
    found = whatif(state(), [PriceMove(move=D("-0.15"))])
    assert found.after.maintenance_ratio == D("2.025")
    assert found.after.available_margin == D(19500)


@pytest.mark.parametrize(
    ("change", "prices"),
    [
        (PriceMove(move=D("-0.2"), security="B"), ("20", "8")),
        (PriceMove(move=D("0.2"), industry="银行"), ("24", "10")),
    ],
)
def test_one_security_or_one_industry_moves_alone(change: PriceMove, prices: tuple[str, str]) -> None:
    marks = whatif(state(), [change]).state.marks
    assert (marks["A"].price, marks["B"].price) == tuple(map(D, prices))


def test_what_the_marks_do_not_know_cannot_move() -> None:
    with pytest.raises(UnknownName, match="电子, 银行"):
        whatif(state(), [PriceMove(move=D("-0.1"), industry="电力")])
    with pytest.raises(InvalidAccount, match="no price"):
        whatif(state(), [PriceMove(move=D("-0.1"), security="C")])


def test_a_conversion_ratio_of_zero_leaves_the_maintenance_ratio_alone() -> None:
    found = whatif(state(), [ConversionRatioChange(on=date(2025, 6, 30), security="A", conversion_ratio=D(0))])
    assert found.after.maintenance_ratio == found.before.maintenance_ratio
    assert found.after.available_margin == D(60000) - D(70000)
    assert "becomes negative" in found.notes[-1].en


def test_interest_that_passes_is_in_the_answer() -> None:
    start = state()
    contract = replace(start.account.financing[0], rate=D("0.072"), accrued_to=date(2025, 6, 30))
    start = replace(start, account=replace(start.account, financing=(contract,)))
    # ten days to July 10 inclusive: 200,000 × 7.2 % / 360 × 10
    found = whatif(start, [ChargeInterest(on=date(2025, 7, 10))])
    assert found.after.cash == D(150000) - D(400)


def test_changes_are_made_one_after_the_other() -> None:
    found = whatif(state(), [Deposit(on=date(2025, 6, 30), amount=D(50000)), PriceMove(move=D("-0.2"), security="B")])
    assert found.after.available_margin == D(70000)
    assert found.state.account.cash == D(200000)


def test_an_event_that_is_forbidden_is_refused_here_too() -> None:
    with pytest.raises(LiangrongError):
        whatif(state(), [CollateralBuy(on=date(2025, 6, 30), security="A", quantity=D(100000), price=D(20))])


def test_the_state_before_is_untouched() -> None:
    start = state()
    whatif(start, [FULL, PriceMove(move=D("-0.5"))])
    assert start == state()
