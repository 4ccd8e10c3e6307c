"""What is always true of an account's worth: of its ratio and its margin, whatever it holds and owes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import fields, replace
from decimal import ROUND_CEILING
from decimal import Decimal as D
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.events import CollateralBuy, FinancingBuy, ShortSell
from liangrong.accounts.explanation.explain import MEASURES, explain
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract
from tests.accounts_strategies import SECURITIES, states

THOROUGH = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
AMOUNTS = st.decimals("0.01", "1000000", places=2)
FRACTIONS = st.decimals("0.01", "1", places=2)
SECURITY = st.sampled_from(SECURITIES)
NETTING = st.sampled_from(["per_contract", "per_security"])
WITHOUT_UNIT = ("maintenance_ratio", "financing_multiple", "exposure_leverage", "largest_share")
"""Fields of an assessment that no amount of money stands in; the others of type Decimal are 元."""


def worth(state: AccountState, *, netting: Any = None) -> Assessment:
    terms = state.terms if netting is None else replace(state.terms, netting=netting)
    return assess(state.account, state.marks, terms)


def holding(state: AccountState, **changes: Any) -> AccountState:
    return replace(state, account=replace(state.account, **changes))


def with_means(state: AccountState, lacking: D) -> AccountState:
    """The state with at least that much more cash, in whole yuan: a repeating decimal would round the sums to come."""
    return holding(state, cash=state.account.cash + max(D(0), lacking.to_integral_value(ROUND_CEILING)))


def results(account: CreditAccount, marks: Marks) -> list[tuple[str, D]]:
    """Security and floating profit of each contract."""
    long = [(c.security, c.quantity * marks[c.security].price - c.principal) for c in account.financing]
    return long + [(c.security, c.proceeds - c.quantity * marks[c.security].price) for c in account.shorts]


@THOROUGH
@given(states(), AMOUNTS, NETTING)
def test_cash_paid_in_is_margin_to_the_fen_and_never_lowers_the_ratio(state: AccountState, amount: D, netting: str) -> None:
    richer = holding(state, cash=state.account.cash + amount)
    before, after = worth(state, netting=netting), worth(richer, netting=netting)
    assert after.available_margin == before.available_margin + amount
    if before.maintenance_ratio is not None:
        assert after.maintenance_ratio is not None
        assert after.maintenance_ratio >= before.maintenance_ratio


@THOROUGH
@given(states(), FRACTIONS, st.data())
def test_repaying_out_of_cash_moves_a_ratio_away_from_one(state: AccountState, fraction: D, data: st.DataObject) -> None:
    """Above one it never falls, below one it never rises: (A − x) / (D − x)."""
    assume(state.account.financing)
    paid = data.draw(st.sampled_from(state.account.financing))
    amount = paid.principal * fraction
    assume(amount < worth(state).debt)
    less = tuple(replace(c, principal=c.principal - amount) if c is paid else c for c in state.account.financing)
    before = worth(state).maintenance_ratio
    after = worth(holding(state, financing=less, cash=state.account.cash - amount)).maintenance_ratio
    assert before is not None
    assert after is not None
    assert after >= before if before >= 1 else after <= before


@THOROUGH
@given(states(), SECURITY, NETTING)
def test_a_conversion_ratio_of_zero_takes_margin_only(state: AccountState, security: str, netting: str) -> None:
    worthless = {**state.marks, security: replace(state.marks[security], conversion_ratio=D(0))}
    before, after = worth(state, netting=netting), worth(replace(state, marks=worthless), netting=netting)
    assert after.available_margin <= before.available_margin
    assert replace(after, available_margin=before.available_margin) == before


@THOROUGH
@given(states())
def test_netting_by_security_adds_what_profits_and_losses_of_one_security_hide_from_each_other(state: AccountState) -> None:
    """A loss of L beside a profit of G counts in full, the profit at h. Netted, the smaller of the two is neither: (1 − h)·min(G, L)."""
    profits, losses = defaultdict[str, D](D), defaultdict[str, D](D)
    for security, result in results(state.account, state.marks):
        (profits if result >= 0 else losses)[security] += abs(result)
    hidden = sum(((1 - state.marks[name].conversion_ratio) * min(profits[name], losses[name]) for name in SECURITIES), D(0))
    apart, netted = worth(state, netting="per_contract"), worth(state, netting="per_security")
    assert netted.available_margin - apart.available_margin == hidden
    assert replace(netted, available_margin=apart.available_margin) == apart


@THOROUGH
@given(states(), SECURITY, FRACTIONS, st.sampled_from([FinancingBuy, ShortSell]))
def test_a_new_contract_at_the_price_of_the_mark_takes_its_margin(
    state: AccountState, security: str, fraction: D, kind: Any
) -> None:
    """Financing or shorting A takes A times the ratio of the contract, neither more nor less."""
    price = state.marks[security].price
    state = with_means(state, 2 * price / fraction - worth(state).available_margin)
    before = worth(state).available_margin
    quantity = before * fraction / price / 2 // 1
    after = apply(state, kind(on=state.on, security=security, quantity=quantity, price=price)).state
    contract = (after.account.financing if kind is FinancingBuy else after.account.shorts)[-1]
    assert before - worth(after).available_margin == quantity * price * contract.margin_ratio


@THOROUGH
@given(states(), SECURITY, FRACTIONS)
def test_collateral_bought_takes_what_it_does_not_count(state: AccountState, security: str, fraction: D) -> None:
    """A of cash becomes A times the conversion ratio."""
    mark = state.marks[security]
    state = with_means(state, mark.price / fraction - state.account.own_cash)
    quantity = state.account.own_cash * fraction / mark.price // 1
    after = apply(state, CollateralBuy(on=state.on, security=security, quantity=quantity, price=mark.price)).state
    lost = quantity * mark.price * (1 - mark.conversion_ratio)
    assert worth(state).available_margin - worth(after).available_margin == lost
    assert worth(after).assets == worth(state).assets


@THOROUGH
@given(states(), st.sampled_from([D("0.01"), D("0.5"), D(3), D(1000)]), NETTING)
def test_money_counted_in_another_unit_changes_no_ratio(state: AccountState, k: D, netting: str) -> None:
    account = state.account
    scaled = replace(
        state,
        marks={name: replace(mark, price=mark.price * k) for name, mark in state.marks.items()},
        account=replace(
            account,
            cash=account.cash * k,
            charges=account.charges * k,
            financing=tuple(replace(c, principal=c.principal * k) for c in account.financing),
            shorts=tuple(replace(c, proceeds=c.proceeds * k) for c in account.shorts),
        ),
    )
    before, after = worth(state, netting=netting), worth(scaled, netting=netting)
    for name in (field.name for field in fields(Assessment)):
        value, other = getattr(before, name), getattr(after, name)
        money = isinstance(value, D) and name not in WITHOUT_UNIT
        assert other == (value * k if money else value), name


@THOROUGH
@given(states(), st.randoms(use_true_random=False), NETTING)
def test_the_order_of_contracts_and_holdings_does_not_matter(state: AccountState, random: Any, netting: str) -> None:
    def shuffled(items: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(random.sample(items, len(items)))

    account = state.account
    mixed = holding(
        state,
        collateral=shuffled(account.collateral),
        financing=shuffled(account.financing),
        shorts=shuffled(account.shorts),
    )
    before, after = worth(state, netting=netting), worth(mixed, netting=netting)
    assert replace(after, largest_security=before.largest_security) == before  # of two that are equal, either


@THOROUGH
@given(states(), st.sampled_from(sorted(MEASURES)), NETTING)
def test_the_tree_of_a_number_ends_at_the_number(state: AccountState, measure: str, netting: Any) -> None:
    terms = replace(state.terms, netting=netting)
    assert explain(state.account, state.marks, terms, measure).value == getattr(worth(state, netting=netting), measure)


@THOROUGH
@given(states(), FRACTIONS, st.data())
def test_a_contract_in_two_parts_is_worth_the_same(state: AccountState, fraction: D, data: st.DataObject) -> None:
    """A partial repayment splits a contract; by itself the split changes nothing."""
    assume(state.account.financing)
    whole = data.draw(st.sampled_from(state.account.financing))

    def part(share: D, suffix: str) -> FinancingContract:
        return replace(
            whole, contract_id=whole.contract_id + suffix, quantity=whole.quantity * share, principal=whole.principal * share
        )

    parts = (part(fraction, "a"), part(1 - fraction, "b"))
    others = tuple(contract for contract in state.account.financing if contract is not whole)
    assert worth(holding(state, financing=(*parts, *others))) == worth(state)
