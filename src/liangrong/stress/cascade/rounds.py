"""The cascade: marks → accounts valued → calls → cures → forced sales → impact → next marks, session after session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.calls.sale_positions import RISKY_CLASSES
from liangrong.accounts.terms import Terms
from liangrong.book.columns import Book
from liangrong.book.kernels.cascade import COUNTED, FILLED, POLICIES, PRICE, TALLIES, Agreed
from liangrong.book.lines import Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS, yuan_of_li
from liangrong.core.errors import UsageError
from liangrong.stress.cascade.fronts import Fronts
from liangrong.stress.cascade.impact import Tape, opened, traded
from liangrong.stress.cascade.levers import Levers
from liangrong.stress.cascade.parameters import Parameters, assumptions_of, checked
from liangrong.stress.cascade.path import CascadePath, SessionRow
from liangrong.stress.cascade.steps import Carry, Step

__all__ = ["MOST_SESSIONS", "Progress", "agreed_of", "cascade", "market_of"]

MOST_SESSIONS: Final = 1000
Progress: TypeAlias = Callable[[int, int], None]
"""Called with sessions done and sessions asked for."""

_CERTAIN: Final = 1 << 53
_INT: Final = np.int64


def cascade(
    book: Book,
    before: MarkTable,
    start: MarkTable,
    terms: Terms,
    *,
    parameters: Parameters | None = None,
    levers: Levers | None = None,
    sessions: int = 20,
    seed: int = 1,
    threads: int = 2,
    screening: bool = True,
    carry: Carry | None = None,
    progress: Progress | None = None,
) -> CascadePath:
    """Let a blow work through a book until nothing has to be sold any more.

    Session 0 is the blow: its lines are tested at the prices of ``start``. In each later session the orders given after the last one
    meet the market, what is filled repays contracts in the order agreed on, clients pay in, and lines are tested again. All of it is
    counted in whole numbers, and chance comes from the seed, the number of the account and the session alone: partitions, threads and the
    screening change nothing.

    It may end late: whoever holds more of a security than the market takes without falling by as much as calls for the next sale goes
    on selling, less in each session, until he holds less.

    Not modelled: interest of these sessions, lots and costs of sales, purchases that return what was sold short.

    Parameters
    ----------
    before, start
        The market before the blow and after it.
    terms
        Lines, deadlines, order of repayment.
    sessions
        At most so many after the blow; it ends earlier when nothing is left to happen.
    screening
        Value only the accounts that a fall can have reached; for tests, the result is the same.
    carry
        What carries the partitions of the book through the sessions; ``None``: one after the other in this process, on ``threads``.

    Raises
    ------
    UsageError
        An assumption outside its bounds, or marks of other securities than those of the book.
    """
    assumed, pulled = parameters or Parameters(), levers or Levers()
    checked(assumed)
    checked(pulled)
    if not 1 <= sessions <= MOST_SESSIONS:
        raise UsageError(reason=f"{sessions} sessions do not lie between 1 and {MOST_SESSIONS}.",
                         reason_zh=f"{sessions} 个交易日不在 1 与 {MOST_SESSIONS} 之间。")  # fmt: skip
    if not book.securities == before.securities == start.securities:
        raise UsageError(reason="The marks are not those of the book's securities.", reason_zh="行情表的证券与账簿不一致。")
    run = _Run(
        carry or Fronts(book.partitions, threads), terms, agreed_of(terms, assumed, seed), assumed, pulled, screening,
        opened(before, start, assumed, seed),
    )  # fmt: skip
    rows = [run.session(0, before)]
    for number in range(1, sessions + 1):
        rows.append(run.session(number, before))
        if progress is not None:
            progress(number, sessions)
        if run.at_rest(rows[-1]):
            break
    return CascadePath(
        book.securities, tuple(rows), np.array(run.prices), np.array(run.sold), np.array(run.at_limit), tuple(run.visited), assumptions_of(assumed, pulled),
        run.at_rest(rows[-1]),
    )  # fmt: skip


def agreed_of(terms: Terms, parameters: Parameters, seed: int) -> Agreed:
    """Terms and behaviour as the kernels take them."""
    lines = Lines.of(terms)
    return Agreed(
        call=lines.call,
        immediate=lines.immediate,
        target=lines.cure_target,
        sale_target=lines.forced_sale_target,
        deadline=terms.cure_deadline_sessions,
        start=terms.liquidation_start_sessions,
        interest_first=terms.interest_first,
        policy=POLICIES.index(parameters.sale_policy),
        cure_share=int(parameters.cure_probability * (1 - parameters.withdrawal_share) * _CERTAIN),
        cure_delay=parameters.cure_delay,
        leave_share=int(parameters.withdrawal_share * _CERTAIN),
        seed=seed,
    )


def market_of(tape: Tape, fill: NDArray[np.float64]) -> NDArray[np.int64]:
    """A session's market as the kernels take it: price, counted price, fill, state and rank of each security."""
    marks = tape.marks
    safe = np.array([name not in RISKY_CLASSES for name in marks.asset_class], dtype=_INT)
    state = np.where(marks.suspended, 2, np.where(tape.at_limit, 1, 0))
    rank = safe * (BASIS_POINTS + 1) + marks.conversion_ratio
    return np.stack([marks.price, marks.fair_price, np.rint(fill * FILLED), state, rank], axis=1).astype(_INT)


class _Run:
    """A cascade under way."""

    def __init__(
        self, carry: Carry, terms: Terms, agreed: Agreed, parameters: Parameters, levers: Levers, screening: bool, tape: Tape
    ) -> None:
        n = tape.marks.size
        self._carry, self._terms, self._agreed, self._screening = carry, terms, agreed, screening
        self._parameters, self._levers, self._tape = parameters, levers, tape
        self._expected = tape.volatility / np.sqrt(tape.turnover)
        self._own, self._debt = 0, 0
        self._held = np.zeros((2, n), _INT)
        self._first_held = np.zeros(n, _INT)
        self._ordered = np.zeros(n, _INT)
        self._later = 0
        self.prices: list[NDArray[np.int64]] = []
        self.sold: list[NDArray[np.int64]] = []
        self.at_limit: list[NDArray[np.bool_]] = []
        self.visited: list[int] = []

    def session(self, number: int, before: MarkTable) -> SessionRow:
        """Carry every partition through a session."""
        fill = np.zeros(len(self._ordered))
        if number:
            done = traded(self._tape, self._ordered, number, self._parameters, self._levers)
            self._tape, fill = done.tape, done.fill
        market = market_of(self._tape, fill)
        ordered = self._ordered
        found = self._carry(
            Step(
                number, market, self._expected, self._agreed, self._terms.repayment_order, self._terms.other_collateral_admitted,
                self._levers.may_sell(number + 1), self._screening,
            )
        )  # fmt: skip
        if not number:
            self._own, self._debt = int(found.sums[1]), int(found.sums[2])
            self._held = found.held.copy()
            self._first_held = self._held[0].copy()
        self.visited.append(int(found.sums[3]))
        return self._row(number, before, market, ordered, dict(zip(TALLIES, found.tallies.tolist(), strict=True)), found.flows)

    def at_rest(self, row: SessionRow) -> bool:
        """Whether nothing can happen any more: no order, no call that runs, no price that moved, no lever still to be pulled."""
        waits = row.in_liquidation > 0 and not self._levers.may_sell(row.session + 1)
        calm = not self._ordered.any() and not self._tape.last.any() and not self._tape.owed.any()
        return calm and not self._later and not waits and row.session >= self._levers.last_start

    def _row(
        self, number: int, before: MarkTable, market: NDArray[np.int64], ordered: NDArray[np.int64], told: dict[str, int], flows: NDArray[np.int64]
    ) -> SessionRow:  # fmt: skip
        asked, sold, unfilled, left = flows
        self._held[0] -= sold + left
        self._own += told["kept"] - told["own_cash"] + told["paid_in"] - told["left_cash"]
        self._debt -= told["repaid"] + told["own_cash"]
        self._ordered, self._later = asked, told["due_later"]
        price = market[:, PRICE].copy()
        self.prices.append(price)
        self.sold.append(sold)
        self.at_limit.append(self._tape.at_limit)
        counted = int(self._held[0] @ market[:, COUNTED]) + self._own
        debt = self._debt + int(self._held[1] @ price)
        return SessionRow(
            session=number,
            index=self._index(price, before.price),
            market_value=yuan_of_li(int(self._held[0] @ price)),
            debt=yuan_of_li(debt),
            average_maintenance_ratio=counted / debt if debt > 0 else None,
            called=told["called"],
            cured=told["cured"],
            forced=told["forced"],
            closed=told["closed"],
            open_calls=told["open_calls"],
            in_liquidation=told["in_liquidation"],
            debt_called=yuan_of_li(told["debt_called"]),
            ordered=yuan_of_li(int(ordered @ price)),
            sold=yuan_of_li(told["sold"]),
            unfilled=yuan_of_li(int(unfilled @ price)),
            repaid=yuan_of_li(told["repaid"]),
            kept=yuan_of_li(told["kept"]),
            own_cash_repaid=yuan_of_li(told["own_cash"]),
            paid_in=yuan_of_li(told["paid_in"]),
            uncollected=yuan_of_li(told["uncollected"]),
            at_limit=int(np.count_nonzero(self._tape.at_limit)),
        )

    def _index(self, price: NDArray[np.int64], before: NDArray[np.int64]) -> float:
        """What the shares of the start are worth, as a share of their worth before the blow; where nobody in debt held any, all alike."""
        held = self._first_held if self._first_held.any() else np.ones_like(self._first_held)
        return float(held @ price) / float(held @ before) if held.size else 1.0
