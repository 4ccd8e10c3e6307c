"""A strategy lives through a path of prices on the exact account: it decides at a close and trades at the next open.

Everything that happens to the account is an event of its ledger; forced sales, charges, calls and margin are those of ``accounts``.
Each session is: new prices at the open, forced sales where a call is overdue, else the orders of the strategy; then the clearing
at the close. Where nothing is to be done at an open, the clearing is all. The depth of the market and its reaction to an order are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import Assessment, assess
from liangrong.accounts.calls.liquidation import plan
from liangrong.accounts.events import Clearing, Event, ForcedSale, MarginCalled, MarketUpdate, Rollover
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import AccountState, CreditAccount, Line
from liangrong.accounts.transitions import Movement
from liangrong.core.calendar import mainland
from liangrong.core.errors import EventRefused, UsageError
from liangrong.core.results import Note
from liangrong.stress.strategies.orders import Trader, quantities
from liangrong.stress.strategies.paths import PricePath
from liangrong.stress.strategies.setup import Setup, collateral_of
from liangrong.stress.strategies.view import Position, Strategy, Target, View

__all__ = ["Backtest", "Day", "backtest"]

_ZERO: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class Day:
    """The account after the clearing of a session.

    Parameters
    ----------
    equity, exposure, debt
        元; ``debt`` with accrued interest.
    maintenance_ratio
        ``None`` without debt.
    costs, interest
        Trading costs, and interest with penalties, since the start: 元, accrued interest included.
    forced
        Shares that the broker sold in the session.
    """

    session: date
    equity: Decimal
    exposure: Decimal
    debt: Decimal
    maintenance_ratio: Decimal | None
    line: Line
    costs: Decimal
    interest: Decimal
    forced: Decimal


@dataclass(frozen=True)
class Backtest:
    """What became of an account.

    Parameters
    ----------
    start
        The account at the first close, cash alone.
    days
        One row per session, the first close included.
    calls
        Margin calls made.
    forced_sales
        Orders that the broker gave.
    ledger
        Every event; replayed from ``start`` it ends in ``end``.
    notes
        Targets that could not be reached and why, and what else the reader must know.
    """

    strategy: Strategy
    setup: Setup
    start: AccountState
    end: AccountState
    days: tuple[Day, ...]
    calls: int
    forced_sales: int
    ledger: tuple[Event, ...]
    notes: tuple[Note, ...] = ()


def backtest(strategy: Strategy, path: PricePath, setup: Setup) -> Backtest:
    """Run a strategy over a path, from its first close after the warm-up to its last.

    Raises
    ------
    UsageError
        The path has no session to trade in.
    RuleNotInForce
        Margin trading did not exist on its first day.
    EventRefused
        An order that the rules forbid: a fault of this module, which asks for the room before every order.

    Examples
    --------
    >>> from liangrong.rules.rulebook import Rulebook
    >>> from liangrong.stress.strategies.paths import geometric_brownian
    >>> from liangrong.stress.strategies.shipped import Fixed
    >>> path = geometric_brownian(1, start=date(2024, 1, 2), sessions=3, drift=0.0, volatility=0.0)
    >>> done = backtest(Fixed(leverage=Decimal(1)), path, Setup(rulebook=Rulebook.load(), rate=Decimal("0.06")))
    >>> done.days[-1].costs, done.days[-1].equity
    (Decimal('259.74'), Decimal('999740.26'))
    """
    if len(path.sessions) < path.warm_up + 2:
        raise UsageError(reason="The path has no session to trade in after its first close.",
                         reason_zh="价格路径在首个收盘之后没有可交易的交易日。")  # fmt: skip
    run = _Run(strategy, path, setup)
    run.begin(path.warm_up)
    for place in range(path.warm_up + 1, len(path.sessions)):
        run.live(place)
    return run.result()


class _Run:
    """One account on its way along a path."""

    def __init__(self, strategy: Strategy, path: PricePath, setup: Setup) -> None:
        self._strategy, self._path, self._setup = strategy, path, setup
        on = path.sessions[path.warm_up]
        account = CreditAccount(account_id="strategy", investor=setup.investor, cash=setup.cash)
        self._start = self._state = AccountState(on, account, {}, setup.rulebook)
        self._pending: Target | None = None
        self._entries: dict[str, tuple[int, Decimal]] = {}
        self._costs = self._interest = self._forced = _ZERO
        self._calls = self._forced_sales = 0
        self._ledger: list[Event] = []
        self._days: list[Day] = []
        self._missed: Counter[tuple[str, Note]] = Counter()
        self._told: dict[Note, None] = {}

    def begin(self, place: int) -> None:
        """Stand at the first close with cash alone."""
        self._do(MarketUpdate(on=self._state.on, marks=self._marks(place, self._path.closes)))
        self._start = self._state
        self._ledger.clear()
        self._record(place)

    def live(self, place: int) -> None:
        """Let one session pass."""
        on = self._path.sessions[place]
        self._forced = _ZERO
        if not self._quiet(place):
            self._open(place)
        had_call = self._state.call is not None
        self._do(Clearing(on=on, prices={name: closes[place] for name, closes in self._path.closes.items()}))
        self._calls += self._state.call is not None and not had_call
        self._record(place)

    def _quiet(self, place: int) -> bool:
        """Whether nothing can happen before the close: no order, no sale, no term that ends."""
        state = self._state
        following = mainland().next(self._path.sessions[place])
        return (
            self._pending is None
            and state.line != "forced"
            and not state.account.overdue
            and not state.terms.intraday_immediate_line
            and all(loan.due_on is None or loan.due_on >= following for loan in state.account.financing)
        )

    def _open(self, place: int) -> None:
        """New prices, and what they bring about at once: the broker's sales, else what the client does."""
        on = self._path.sessions[place]
        self._do(MarketUpdate(on=on, marks=self._marks(place, self._path.opens)))
        self._call_at_once(on)
        if self._state.line == "forced":
            self._sell_out(on)
            self._pending = None
        else:
            self._roll_over(on)
            self._trade()

    def result(self) -> Backtest:
        """Everything that happened."""
        missed = tuple(
            Note(
                f"{name} 有 {count} 次委托未能如数成交：{why.zh}", f"{name}: orders not filled as wanted {count} times: {why.en}"
            )
            for (name, why), count in self._missed.items()
        )
        return Backtest(self._strategy, self._setup, self._start, self._state, tuple(self._days), self._calls,
                        self._forced_sales, tuple(self._ledger), (*missed, *self._told))  # fmt: skip

    def _do(self, event: Event) -> None:
        done = apply(self._state, event)
        self._state = done.state
        self._ledger.append(event)
        for movement in done.movements:
            if movement.cause == "costs":
                self._costs -= movement.amount
            elif movement.cause == "interest":
                self._interest += _owed_more(movement)

    def _marks(self, place: int, prices: Mapping[str, tuple[Decimal, ...]]) -> dict[str, Mark]:
        """Marks at some prices. The path alone has price limits: with a previous close the account would suppose its own."""
        rules = self._setup.rulebook.at(self._path.sessions[place])
        marks = {}
        for name in self._path.securities:
            asset_class, ratio = collateral_of(name, rules, self._setup)
            limits = self._path.limits_on(name, place)
            marks[name] = Mark(
                price=prices[name][place],
                conversion_ratio=ratio,
                asset_class=asset_class,
                limit_down=limits and limits[0],
                limit_up=limits and limits[1],
                suspended=not self._path.traded[name][place],
            )
        return marks

    def _call_at_once(self, on: date) -> None:
        """Where the contract lets the immediate line act during the session, it does at the open."""
        state, terms = self._state, self._state.terms
        open_call = state.call is not None and state.call.immediate
        if terms.intraday_immediate_line and not open_call and assess(state.account, state.marks, terms).zone == "immediate":
            self._calls += state.call is None
            self._do(MarginCalled(on=on))

    def _sell_out(self, on: date) -> None:
        """The broker sells; before its day has come, only what contracts past their term need."""
        call = self._state.call
        waits = call is not None and on < call.liquidate_from
        planned = plan(self._state, order=self._setup.liquidation_order, target=_ZERO if waits else None, costs=self._setup.costs)
        for step in planned.steps:
            self._do(step)
            if isinstance(step, ForcedSale):
                self._forced_sales += 1
                self._forced += step.quantity

    def _roll_over(self, on: date) -> None:
        """Prolong what comes due before the next session, where law and broker allow it."""
        following = mainland().next(on)
        for contract in self._state.account.financing:
            if contract.due_on is None or contract.due_on >= following:
                continue
            try:
                self._do(Rollover(on=on, contract_id=contract.contract_id))
            except EventRefused as refusal:
                why = refusal.details
                self._told[Note(f"到期合约未能展期，由证券公司平仓：{why['reason_zh']}",
                                f"a contract could not be rolled over and is settled by the broker: {why['reason']}")] = None  # fmt: skip

    def _trade(self) -> None:
        trader = Trader(self._state, self._setup, self._do_for_trader)
        trader.pay_overdue()
        if self._pending is None:
            return
        if trader.reach(self._pending):
            self._pending = None
        self._missed.update(trader.missed)

    def _do_for_trader(self, event: Event) -> AccountState:
        self._do(event)
        return self._state

    def _record(self, place: int) -> None:
        found = assess(self._state.account, self._state.marks, self._state.terms)
        self._days.append(
            Day(
                session=self._path.sessions[place],
                equity=found.equity,
                exposure=found.exposure,
                debt=found.debt,
                maintenance_ratio=found.maintenance_ratio,
                line=self._state.line,
                costs=self._costs,
                interest=self._interest,
                forced=self._forced,
            )
        )
        if found.equity > 0:
            decided = self._strategy.decide(self._view(place, found))
            self._pending = self._pending if decided is None else decided

    def _view(self, place: int, found: Assessment) -> View:
        closes = {name: prices[: place + 1] for name, prices in self._path.closes.items()}
        held = quantities(self._state.account)
        for name in [name for name in self._entries if name not in held]:
            del self._entries[name]
        positions = {}
        for name, quantity in held.items():
            entered, high = self._entries.get(name, (place, _ZERO))
            self._entries[name] = entered, max(high, closes[name][-1])
            positions[name] = Position(quantity, place - entered + 1, self._entries[name][1])
        return View(
            place=place - self._path.warm_up,
            sessions=self._path.sessions[: place + 1],
            closes=closes,
            positions=positions,
            equity=found.equity,
            maintenance_ratio=found.maintenance_ratio,
            line=self._state.line,
        )


def _owed_more(movement: Movement) -> Decimal:
    """What a movement of interest takes from the net worth: accrued is owed, debited is paid."""
    return -movement.amount if movement.item == "cash" else movement.amount
