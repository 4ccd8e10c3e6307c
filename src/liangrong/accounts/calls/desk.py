"""The broker's desk during a session of forced sales: it tries each order on the ledger before it gives it.

The ledger decides what an order does: lots, costs, interest, T+1 and the order of repayment are those of the account, and there
is no second arithmetic. For each position the desk finds the smallest quantity that is enough.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.calls.sale_positions import SalePosition, sellable_today
from liangrong.accounts.events import CashRepay, ForcedSale
from liangrong.accounts.fen import FEN, to_fen
from liangrong.accounts.ledger.financing import owed
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.ledger.interest import pass_days
from liangrong.accounts.limits.costs import trading_costs
from liangrong.accounts.limits.orders import OrderSize, floor_to_lot, order_size
from liangrong.accounts.state import AccountState

__all__ = ["Desk", "Enough", "Ladder", "at_clearing", "least"]

_ZERO: Final = Decimal(0)

Enough: TypeAlias = Callable[[AccountState], bool]
"""Whether nothing more has to be done."""


def at_clearing(state: AccountState) -> Assessment:
    """Value an account as the clearing of its day will find it at the same prices: with the interest of the day.

    A target that only holds before the interest is counted would be missed again by a few yuan, session after session.
    """
    account, _ = pass_days(state.account, state.terms, state.on, marks=state.marks)
    return assess(account, state.marks, state.terms)


class Desk:
    """The broker's desk during a session: gives orders, sees what each leads to, and keeps those it gave."""

    def __init__(self, state: AccountState, positions: tuple[SalePosition, ...], *, costs: bool) -> None:
        self.state = state
        self.steps: list[CashRepay | ForcedSale] = []
        self._sales = tuple(position for position in positions if position.side == "sell")
        self._positions = positions
        self._costs = costs

    def restore(self, goal: Decimal) -> None:
        """Lift the maintenance ratio at the clearing to the goal; again while orders are found, for a purchase may leave fees."""

        def done(state: AccountState) -> bool:
            ratio = at_clearing(state).maintenance_ratio
            return ratio is None or ratio >= goal

        given = -1
        while len(self.steps) > given and not done(self.state):
            given = len(self.steps)
            self._pay(done)
            for position in self._positions:
                if position.side == "sell":
                    self._sell(position, done)
                else:
                    self._cover(position, done)
                    self._pay(done)
            self._fund(done)

    def settle(self, contract_id: str, security: str) -> None:
        """Close one contract, with shares of its own security before any other."""

        def done(state: AccountState) -> bool:
            return all(contract.contract_id != contract_id for contract in state.account.contracts)

        short = next((p for p in self._positions if p.contract_id == contract_id), None)
        if short is not None:
            self._cover(short, done)
            self._fund(done, only=short)
        elif any(loan.contract_id == contract_id for loan in self.state.account.financing):
            self._pay(done, contract_id)
            for position in sorted(self._sales, key=lambda sale: sale.security != security):
                self._sell(position, done, contract_id)

    def cover_all(self, covers: list[SalePosition], done: Enough) -> None:
        """Buy back one after the other until it is done or cash is out."""
        for cover in covers:
            self._cover(cover, done)

    def _pay(self, done: Enough, contract_id: str | None = None) -> None:
        """Repay from own cash, as little as does it."""
        account, on = self.state.account, self.state.on
        loans = [loan for loan in account.financing if contract_id in (None, loan.contract_id)]
        debt = sum((owed(self.state, loan) for loan in loans), to_fen(account.charges) if contract_id is None else _ZERO)
        fen = int(min(account.own_cash, debt) / FEN)
        if fen > 0 and not done(self.state):
            self._give(fen, lambda n: CashRepay(on=on, amount=n * FEN, contract_id=contract_id), done)

    def _sell(self, position: SalePosition, done: Enough, contract_id: str | None = None) -> None:
        """Sell until it is done, or nothing is left that a sale could repay."""

        def enough(state: AccountState) -> bool:
            return done(state) or not _repayable(state)

        if not enough(self.state):
            self._trade(position, enough, contract_id)

    def _cover(self, position: SalePosition, done: Enough) -> None:
        """Buy back as much as does it, or as cash pays for."""
        short = next((c for c in self.state.account.shorts if c.contract_id == position.contract_id), None)
        if short is None or done(self.state):
            return
        rungs = self._ladder(position, short.quantity)
        cash = self.state.account.cash
        beyond = least(rungs.count, lambda n: _outlay(self._order(position, rungs.quantity(n))) > cash)
        affordable = rungs.count if beyond is None else beyond - 1
        if affordable:
            self._give(affordable, lambda n: self._order(position, rungs.quantity(n)), done)

    def _fund(self, done: Enough, *, only: SalePosition | None = None) -> None:
        """Sell to pay for buying back, where financing is repaid and cash does not suffice."""
        covers = [p for p in self._positions if p.side == "buy" and only in (None, p)]

        def covered(state: AccountState) -> bool:
            trial = self._copy(state)
            trial.cover_all(covers, done)
            return done(trial.state) or not _still_owed(trial.state, covers)

        for position in self._sales:
            if done(self.state) or not _still_owed(self.state, covers):
                return
            self._trade(position, covered)
            self.cover_all(covers, done)

    def _trade(self, position: SalePosition, enough: Enough, contract_id: str | None = None) -> None:
        """Sell the least of a position that is enough, or all of it; never for less than the order costs."""
        rungs = self._ladder(position, sellable_today(self.state, position.security))
        worth = least(rungs.count, lambda n: (o := self._order(position, rungs.quantity(n))).quantity * o.price > o.costs)
        if worth is not None:
            self._give(rungs.count, lambda n: self._order(position, rungs.quantity(n), contract_id), enough, worth)

    def _give(self, most: int, step: Callable[[int], CashRepay | ForcedSale], enough: Enough, at_least: int = 1) -> None:
        """Give the smallest order, of those numbered up to ``most``, that is enough; else the greatest."""
        found = least(most, lambda n: enough(apply(self.state, step(n)).state), at_least)
        chosen = step(most if found is None else found)
        self.state = apply(self.state, chosen).state
        self.steps.append(chosen)

    def _order(self, position: SalePosition, quantity: Decimal, contract_id: str | None = None) -> ForcedSale:
        price, kind = position.mark.price, position.mark.asset_class
        rules = self.state.terms.rules
        paid = (
            trading_costs(position.side, quantity * price, position.security, rules, asset_class=kind).total
            if self._costs
            else _ZERO
        )
        return ForcedSale(on=self.state.on, security=position.security, quantity=quantity, price=price,
                          contract_id=contract_id or position.contract_id, costs=paid)  # fmt: skip

    def _ladder(self, position: SalePosition, total: Decimal) -> Ladder:
        return Ladder(total, order_size(position.security, self.state.terms.rules))

    def _copy(self, state: AccountState) -> Desk:
        return Desk(state, self._positions, costs=self._costs)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The quantities that an order for a position may name, numbered upwards from 1.

    Whole lots, and the whole quantity: an odd rest goes with the last lots, or alone where there are none.

    Examples
    --------
    >>> rungs = Ladder(Decimal(350), OrderSize(Decimal(100), Decimal(100)))
    >>> [rungs.quantity(n) for n in range(1, rungs.count + 1)]
    [Decimal('100'), Decimal('200'), Decimal('300'), Decimal('350')]
    """

    total: Decimal
    size: OrderSize

    @property
    def count(self) -> int:
        """How many there are."""
        whole = floor_to_lot(self.total, self.size)
        lots = int((whole - self.size.minimum) / self.size.step) + 1 if whole else 0
        return lots + (self.total > whole)

    def quantity(self, n: int) -> Decimal:
        """The quantity with that number."""
        return min(self.total, self.size.minimum + (n - 1) * self.size.step)


def least(count: int, reached: Callable[[int], bool], start: int = 1) -> int | None:
    """Return the smallest number from ``start`` to ``count`` that reaches, or ``None``; a greater one than such reaches too.

    Examples
    --------
    >>> least(1000, lambda n: n * n >= 50)
    8
    """
    if count < start or not reached(count):
        return None
    low, high = start, count
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle) else (middle + 1, high)
    return low


def _repayable(state: AccountState) -> bool:
    """Whether anything is owed that the proceeds of a sale repay."""
    return bool(state.account.financing) or state.account.charges > 0


def _still_owed(state: AccountState, covers: list[SalePosition]) -> bool:
    ids = {cover.contract_id for cover in covers}
    return any(short.contract_id in ids for short in state.account.shorts)


def _outlay(order: ForcedSale) -> Decimal:
    return order.quantity * order.price + order.costs
