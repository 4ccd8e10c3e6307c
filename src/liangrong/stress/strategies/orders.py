"""From a target to the orders of one open, within what the rules of the day and the means of the account allow.

Sales first, then purchases, own and financed; every order asks ``capacity`` for its room.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import ROUND_FLOOR, Decimal
from typing import Final, TypeAlias

from liangrong.accounts.assess import assess
from liangrong.accounts.calls.desk import Ladder, least
from liangrong.accounts.events import CashRepay, CollateralBuy, CollateralSell, Event, FinancingBuy, SellToRepay
from liangrong.accounts.fen import FEN, to_fen
from liangrong.accounts.ledger.financing import owed
from liangrong.accounts.limits.capacity import OrderAsked, capacity
from liangrong.accounts.limits.costs import Side, trading_costs
from liangrong.accounts.limits.orders import floor_to_lot, order_size
from liangrong.accounts.state import AccountState, CreditAccount, FinancingContract, Holding
from liangrong.core.errors import EventRefused
from liangrong.core.results import Note
from liangrong.stress.strategies.setup import Setup
from liangrong.stress.strategies.view import Target

__all__ = ["Trader", "quantities"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_SUSPENDED: Final = Note("停牌", "suspended")
_LIMIT_UP: Final = Note("开盘即涨停，无法买入", "open at the upper price limit: no purchase is filled")
_LIMIT_DOWN: Final = Note("开盘即跌停，无法卖出", "open at the lower price limit: no sale is filled")
_NO_CASH: Final = Note("自有现金不足以支付费用", "own cash does not pay the costs")

Do: TypeAlias = Callable[[Event], AccountState]
"""Lets an event happen and returns the account after it."""


def quantities(account: CreditAccount) -> dict[str, Decimal]:
    """Security to shares held, own and financed together."""
    held: dict[str, Decimal] = {}
    items: tuple[Holding | FinancingContract, ...] = (*account.collateral, *account.financing)
    for item in items:
        if item.quantity > 0:
            held[item.security] = held.get(item.security, _ZERO) + item.quantity
    return held


class Trader:
    """The client at an open: gives orders one after the other, each on the account that the last one left."""

    def __init__(self, state: AccountState, setup: Setup, do: Do) -> None:
        self.missed: Counter[tuple[str, Note]] = Counter()
        self._state, self._setup, self._do = state, setup, do

    def pay_overdue(self) -> None:
        """Sell the least of the largest position that pays what could not be debited: it bears a penalty.

        What is bought on financing repays that debt first when it is sold, so a sale cannot fill the cash for the next charges.
        """
        if not self._state.account.overdue:
            return
        for name in self._largest_first():
            due = to_fen(self._state.account.charges)
            if due <= 0:
                return
            self._sell_for(due, name)

    def reach(self, target: Target) -> bool:
        """Give the orders that lead to a target; ``False`` where the market was closed to one of them, to try again."""
        state = self._state
        equity = assess(state.account, state.marks, state.terms).equity
        if equity <= 0:
            return True
        held = quantities(state.account)
        values = self._values(target, equity, held)
        wanted = {name: self._whole(name, value / self._price(name)) for name, value in values.items()}
        open_market = True
        for name, quantity in held.items():
            surplus = quantity - wanted.get(name, _ZERO)
            if surplus > 0:
                open_market &= self._sell_down(name, quantity if not wanted.get(name) else self._whole(name, surplus))
        short = {name: self._whole(name, wanted[name] - held.get(name, _ZERO)) for name in wanted}
        to_buy = {}
        for name, quantity in short.items():
            if quantity > 0:
                obstacle = self._closed("buy", name)
                if obstacle is None:
                    to_buy[name] = quantity
                else:
                    open_market = False
                    self.missed[name, obstacle] += 1
        debt = sum(values.values(), _ZERO) * (1 - 1 / target.leverage)
        self._buy_all(to_buy, debt)
        self._repay(sum((loan.principal for loan in self._state.account.financing), _ZERO) - debt, everything=not values)
        return open_market

    def _values(self, target: Target, equity: Decimal, held: Mapping[str, Decimal]) -> dict[str, Decimal]:
        """Market value wanted of each security, 元, scaled so that own money also pays costs and the cushion of interest."""
        values = {name: weight * equity for name, weight in target.weights.items() if weight > 0}
        own = sum(values.values(), _ZERO) / target.leverage
        financed = sum(values.values(), _ZERO) - own
        fees = _ZERO
        for name, value in values.items():
            bought = max(_ZERO, value - held.get(name, _ZERO) * self._price(name))
            for part in (bought / target.leverage, bought - bought / target.leverage):
                fees += self._costs("buy", name, part)
        needed = own + self._cushion(financed)
        scale = min(_ONE, max(_ZERO, equity - fees) / needed) if needed > 0 else _ONE
        return {name: value * scale for name, value in values.items()}

    def _cushion(self, debt: Decimal) -> Decimal:
        days = self._setup.interest_cushion_days
        return max(_ZERO, debt) * self._setup.rate * days / self._state.terms.day_count_basis

    def _sell_down(self, name: str, quantity: Decimal) -> bool:
        """Sell; ``False`` where the market is closed to it. Sales come before purchases, so T+1 keeps nothing back."""
        obstacle = self._closed("sell", name)
        if obstacle is not None:
            self.missed[name, obstacle] += 1
            return False
        self._sell(name, quantity)
        return True

    def _sell(self, name: str, quantity: Decimal) -> None:
        account, on, price = self._state.account, self._state.on, self._price(name)
        kind = SellToRepay if account.financing or account.charges > 0 else CollateralSell
        costs = self._costs("sell", name, quantity * price)
        self._state = self._do(kind(on=on, security=name, quantity=quantity, price=price, costs=costs))

    def _sell_for(self, amount: Decimal, name: str) -> None:
        """Sell the least of a position that brings an amount after costs, or all of it; nothing where the market is closed."""
        if self._closed("sell", name) is not None:
            return
        rungs = Ladder(quantities(self._state.account)[name], order_size(name, self._state.terms.rules))
        enough = least(rungs.count, lambda n: self._brings(name, rungs.quantity(n)) >= amount)
        chosen = rungs.quantity(enough or rungs.count) if rungs.count else _ZERO
        if chosen > 0 and self._brings(name, chosen) > 0:
            self._sell(name, chosen)

    def _largest_first(self) -> list[str]:
        value = {name: quantity * self._price(name) for name, quantity in quantities(self._state.account).items()}
        return sorted(value, key=value.__getitem__, reverse=True)

    def _brings(self, name: str, quantity: Decimal) -> Decimal:
        amount = quantity * self._price(name)
        return amount - self._costs("sell", name, amount)

    def _buy_all(self, to_buy: Mapping[str, Decimal], debt: Decimal) -> None:
        """Buy, financing what the debt of the target leaves room for, the same part of each security."""
        cost = sum((quantity * self._price(name) for name, quantity in to_buy.items()), _ZERO)
        owing = sum((loan.principal for loan in self._state.account.financing), _ZERO)
        part = min(_ONE, max(_ZERO, debt - owing) / cost) if cost > 0 else _ZERO
        financed = {name: self._whole(name, quantity * part) for name, quantity in to_buy.items()}
        own = {name: self._whole(name, quantity - financed[name]) for name, quantity in to_buy.items()}
        keep = self._cushion(debt)
        fees = sum((self._costs("buy", name, quantity * self._price(name)) for name, quantity in financed.items()), _ZERO)
        if self._setup.financing_first:
            self._finance(financed)
            self._buy_own(own, keep)
        else:
            self._buy_own(own, keep + fees)
            self._finance(financed)

    def _finance(self, orders: Mapping[str, Decimal]) -> None:
        for name, wanted in orders.items():
            quantity = self._room("financing_buy", name, wanted)
            cash = self._state.account.own_cash
            fees = self._costs("buy", name, quantity * self._price(name))
            if fees > cash:
                self.missed[name, _NO_CASH] += 1
                continue
            if quantity > 0:
                order = FinancingBuy(on=self._state.on, security=name, quantity=quantity, price=self._price(name),
                                     rate=self._setup.rate, costs=fees)  # fmt: skip
                try:
                    self._state = self._do(order)
                except EventRefused as refusal:  # what the last clearing forbids, prices of the open do not show
                    self.missed[name, Note(refusal.details["reason_zh"], refusal.details["reason"])] += 1

    def _buy_own(self, orders: Mapping[str, Decimal], keep: Decimal) -> None:
        for name, wanted in orders.items():
            price = self._price(name)
            quantity = self._room("collateral_buy", name, wanted)
            spendable = self._state.account.own_cash - keep
            while quantity > 0 and (over := quantity * price + self._costs("buy", name, quantity * price) - spendable) > 0:
                quantity = self._whole(name, quantity - over / price)
            if quantity > 0:
                fees = self._costs("buy", name, quantity * price)
                self._state = self._do(
                    CollateralBuy(on=self._state.on, security=name, quantity=quantity, price=price, costs=fees)
                )

    def _room(self, kind: str, name: str, wanted: Decimal) -> Decimal:
        """As much of an order as the rules leave room for, and a remark where that is less than wanted."""
        if wanted <= 0:
            return _ZERO
        state = self._state
        asked = OrderAsked("financing_buy" if kind == "financing_buy" else "collateral_buy", name, self._price(name))
        found = capacity(state.account, asked, marks=state.marks, terms=state.terms)
        most = found.max_quantity if found.max_quantity is not None else _ZERO
        if most < wanted and kind == "financing_buy":
            self.missed[name, found.binding_rule] += 1
        return min(wanted, most)

    def _repay(self, excess: Decimal, *, everything: bool) -> None:
        """Repay what the target does not owe from cash that nothing else needs."""
        state = self._state
        if not state.account.has_debt:
            return
        most = sum((owed(state, loan) for loan in state.account.financing), to_fen(state.account.charges))
        amount = min(state.account.own_cash, most if everything else min(excess, most))
        amount = amount.quantize(FEN, rounding=ROUND_FLOOR)
        if amount > 0:
            self._state = self._do(CashRepay(on=state.on, amount=amount))

    def _closed(self, side: Side, name: str) -> Note | None:
        """Why the market takes no such order at the open, if it does not."""
        mark = self._state.marks[name]
        if mark.suspended:
            return _SUSPENDED
        if side == "sell" and mark.limit_down is not None and mark.price <= mark.limit_down:
            return _LIMIT_DOWN
        if side == "buy" and mark.limit_up is not None and mark.price >= mark.limit_up:
            return _LIMIT_UP
        return None

    def _price(self, name: str) -> Decimal:
        return self._state.marks[name].price

    def _whole(self, name: str, quantity: Decimal) -> Decimal:
        return floor_to_lot(quantity, order_size(name, self._state.terms.rules))

    def _costs(self, side: Side, name: str, amount: Decimal) -> Decimal:
        if not self._setup.costs:
            return _ZERO
        return trading_costs(side, amount, name, self._state.terms.rules, asset_class=self._state.marks[name].asset_class).total
