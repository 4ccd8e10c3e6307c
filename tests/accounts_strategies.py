"""Random accounts, markets and ledgers for properties. An account is one that could exist; a ledger holds only what was not refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal as D
from typing import Any

from hypothesis import strategies as st

from liangrong.accounts import events as ev
from liangrong.accounts.assess import assess
from liangrong.accounts.events import Event
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.ledger.opening import months_after
from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding, ShortContract
from liangrong.core.calendar import mainland
from liangrong.core.errors import EventRefused
from liangrong.rules.rulebook import Rulebook

SECURITIES = ("600519.SH", "000001.SZ", "688981.SH", "510300.SH")
"""A stock of each exchange, one of the STAR market, an ETF."""

SESSIONS = mainland().between(date(2024, 8, 1), date(2025, 6, 30))
"""After the short ratios of 2024-07-22, before the financing ratio of 2026-01-19, with half a year to go on."""


class _Shipped(Rulebook):
    """The shipped rulebook. In an example that failed it shows as its name, not as its text."""

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("BOOK")


BOOK = _Shipped(Rulebook.load().parameters, names=Rulebook.load().names)

RATES = st.sampled_from([D(0), D("0.065"), D("0.0835")])
FRACTIONS = st.decimals("0", "1", places=2)
HUNDREDS = st.integers(1, 100).map(lambda n: D(n) * 100)
PRICES = st.decimals("1", "200", places=2)


def marks() -> st.SearchStrategy[Marks]:
    """Prices to the fen and conversion ratios below the caps, for every security."""

    def mark(security: str) -> st.SearchStrategy[Mark]:
        top, kind = ("0.90", "etf") if security.startswith("5") else ("0.65", "other_a_share")
        return st.builds(lambda price, ratio: Mark(price, ratio, asset_class=kind), PRICES, st.decimals("0", top, places=2))

    return st.fixed_dictionaries({security: mark(security) for security in SECURITIES})


@st.composite
def accounts(draw: st.DrawFn, market: Marks, *, on: date = SESSIONS[0]) -> CreditAccount:
    """An account with up to three financing and two short contracts, opened within 60 sessions before ``on`` near today's prices."""
    opened = st.sampled_from(mainland().between(on - timedelta(days=90), on - timedelta(days=1)))
    codes = st.sampled_from(SECURITIES)
    collateral = draw(st.lists(st.builds(Holding, codes, HUNDREDS), max_size=3, unique_by=lambda holding: holding.security))

    def terms_of_contract() -> tuple[str, date, D, D]:
        """Security, opening day, quantity, value at the opening."""
        code, quantity = draw(codes), draw(HUNDREDS)
        value = quantity * market[code].price * draw(st.decimals("0.80", "1.25", places=2))
        return code, draw(opened), quantity, value.quantize(D("0.01"))

    due = months_after(on, 3)
    loans = [FinancingContract(f"F{number}", *terms_of_contract(), D("0.8"), rate=draw(RATES), due_on=due, accrued_to=on)
             for number in range(draw(st.integers(0, 3)))]  # fmt: skip
    shorts = [ShortContract(f"S{number}", *terms_of_contract(), D(1), rate=draw(RATES), due_on=due, accrued_to=on)
              for number in range(draw(st.integers(0, 2)))]  # fmt: skip
    own = draw(st.decimals("0", "5000000", places=2))
    return CreditAccount(
        cash=own + sum((short.proceeds for short in shorts), D(0)),
        collateral=tuple(collateral),
        financing=tuple(loans),
        shorts=tuple(shorts),
        charges=draw(st.decimals("0", "5000", places=2)),
    )


@st.composite
def states(draw: st.DrawFn) -> AccountState:
    """An account on a session, with the market and the shipped rulebook."""
    on, market = draw(st.sampled_from(SESSIONS[:60])), draw(marks())
    return AccountState(on, draw(accounts(market, on=on)), market, BOOK)


def _amount(state: AccountState, fraction: D) -> D:
    """Part of the own cash, to the fen."""
    return (max(state.account.own_cash, D(0)) * fraction).quantize(D("0.01"))


def _room(state: AccountState, security: str, fraction: D) -> D:
    """Part of half the shares for which the available margin would suffice at a ratio of 1."""
    free = assess(state.account, state.marks, state.terms).available_margin
    return max(D(1), (free * fraction / state.marks[security].price / 2) // 1)


def _part(quantity: D, fraction: D) -> D:
    return max(D(1), quantity * fraction // 1)


Sized = Callable[[AccountState, date, str, D, D], Event]
"""State, day, security, fraction, costs to an event."""


def _held(state: AccountState, security: str) -> D:
    return sum((h.quantity for h in state.account.collateral if h.security == security), D(0))


def _financed(state: AccountState, security: str) -> D:
    return sum((c.quantity for c in state.account.financing if c.security == security), D(0))


def _owed(state: AccountState, security: str) -> D:
    return sum((c.quantity for c in state.account.shorts if c.security == security), D(0))


def _price(state: AccountState, security: str, fraction: D) -> D:
    """Up to a tenth above the mark: above, so that the tick rule is kept."""
    return (state.marks[security].price * (1 + fraction / 10)).quantize(D("0.01"))


SIZED: dict[str, Sized] = {
    "deposit": lambda s, on, x, f, c: ev.Deposit(on=on, amount=1 + f * 100_000),
    "withdraw": lambda s, on, x, f, c: ev.Withdraw(on=on, amount=_amount(s, f)),
    "transfer_in": lambda s, on, x, f, c: ev.TransferIn(on=on, security=x, quantity=1 + f * 10_000),
    "transfer_out": lambda s, on, x, f, c: ev.TransferOut(on=on, security=x, quantity=_part(_held(s, x), f)),
    "other_collateral": lambda s, on, x, f, c: ev.OtherCollateral(on=on, value=f * 500_000),
    "collateral_buy": lambda s, on, x, f, c: ev.CollateralBuy(
        on=on, security=x, quantity=_part(_amount(s, f) / s.marks[x].price, f), price=_price(s, x, f), costs=c),
    "collateral_sell": lambda s, on, x, f, c: ev.CollateralSell(
        on=on, security=x, quantity=_part(_held(s, x), f), price=_price(s, x, f), costs=c),
    "financing_buy": lambda s, on, x, f, c: ev.FinancingBuy(
        on=on, security=x, quantity=_room(s, x, f), price=_price(s, x, f), rate=D("0.065"), costs=c),
    "sell_to_repay": lambda s, on, x, f, c: ev.SellToRepay(
        on=on, security=x, quantity=_part(_held(s, x) + _financed(s, x), f), price=_price(s, x, f), costs=c),
    "cash_repay": lambda s, on, x, f, c: ev.CashRepay(on=on, amount=max(D("0.01"), _amount(s, f))),
    "short_sell": lambda s, on, x, f, c: ev.ShortSell(
        on=on, security=x, quantity=_room(s, x, f), price=_price(s, x, f), rate=D("0.0835"), costs=c),
    "buy_to_cover": lambda s, on, x, f, c: ev.BuyToCover(
        on=on, security=x, quantity=_part(_owed(s, x), f), price=_price(s, x, f), costs=c),
    "return_securities": lambda s, on, x, f, c: ev.ReturnSecurities(
        on=on, security=x, quantity=_part(min(_owed(s, x), _held(s, x)), f)),
    "rollover": lambda s, on, x, f, c: ev.Rollover(
        on=on, contract_id=s.account.contracts[0].contract_id if s.account.contracts else "none"),
    "rate_change": lambda s, on, x, f, c: ev.RateChange(on=on, rate=f / 10),
    "charge_interest": lambda s, on, x, f, c: ev.ChargeInterest(on=on),
    "cash_dividend": lambda s, on, x, f, c: ev.CashDividend(on=on, security=x, per_share=D("0.01") + f, tax_rate=D("0.10")),
    "bonus_shares": lambda s, on, x, f, c: ev.BonusShares(on=on, security=x, ratio=D("0.1") + f),
    "split": lambda s, on, x, f, c: ev.Split(on=on, security=x, ratio=D("0.5") + f * 2),
    "rights_issue": lambda s, on, x, f, c: ev.RightsIssue(
        on=on, security=x, ratio=D("0.3"), price=_price(s, x, f) / 2, subscribed=_part(_held(s, x), f * D("0.3"))),
    "suspension": lambda s, on, x, f, c: ev.Suspension(on=on, security=x, fair_price=_price(s, x, f) / 2 if f < D("0.5") else None),
    "resumption": lambda s, on, x, f, c: ev.Resumption(on=on, security=x),
    "risk_warning": lambda s, on, x, f, c: ev.RiskWarning(on=on, security=x),
    "conversion_ratio_change": lambda s, on, x, f, c: ev.ConversionRatioChange(
        on=on, security=x, conversion_ratio=s.marks[x].conversion_ratio * f),
    "market_update": lambda s, on, x, f, c: ev.MarketUpdate(on=on, prices={x: _price(s, x, 3 * f - 2)}),
    "clearing": lambda s, on, x, f, c: ev.Clearing(on=on, prices={x: _price(s, x, 3 * f - 2)}),
    "forced_sale": lambda s, on, x, f, c: ev.ForcedSale(
        on=on, security=x, quantity=_part(_held(s, x) + _financed(s, x), f), price=_price(s, x, f), costs=c),
}  # fmt: skip
"""Kind of event to one that fits the state, more or less."""


def _securities(state: AccountState, kind: str) -> st.SearchStrategy[str]:
    """Those that the kind of event is mostly about: owed, held or financed, or any."""
    account = state.account
    about: tuple[Any, ...] = account.shorts if kind in ("buy_to_cover", "return_securities") else ()
    if kind in ("sell_to_repay", "collateral_sell", "transfer_out", "forced_sale"):
        about = (*account.collateral, *account.financing)
    return st.sampled_from([item.security for item in about] or SECURITIES)


def happen(state: AccountState, event: Event) -> AccountState | None:
    """The state after an event, or nothing where it is refused."""
    try:
        return apply(state, event).state
    except EventRefused:
        return None


@st.composite
def ledgers(
    draw: st.DrawFn, *, kinds: tuple[str, ...] = tuple(SIZED), length: int = 12
) -> tuple[AccountState, tuple[Event, ...]]:
    """A state and events that happen to it one after the other, up to three sessions apart; refused ones are left out."""
    start = now = draw(states())
    happened: list[Event] = []
    for _ in range(draw(st.integers(1, length))):
        on = mainland().offset(now.on, draw(st.integers(0, 3)))
        kind = draw(st.sampled_from(kinds))
        costs = draw(st.sampled_from([D(0), D("5.00"), D("123.45")]))
        event = SIZED[kind](now, on, draw(_securities(now, kind)), draw(FRACTIONS), costs)
        after = happen(now, event)
        if after is not None:
            now = after
            happened.append(event)
    return start, tuple(happened)


def repriced(state: AccountState, factors: dict[str, D]) -> AccountState:
    """The state at other prices."""
    changed = {x: replace(mark, price=(mark.price * factors.get(x, D(1))).quantize(D("0.01"))) for x, mark in state.marks.items()}
    return replace(state, marks=changed)
