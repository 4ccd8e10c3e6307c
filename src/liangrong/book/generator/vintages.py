"""When the open contracts of a day were opened, and what follows from it: their margin ratio, their term, the interest unpaid."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.terms import Terms, agreed_terms, venue_of
from liangrong.book.columns import EPOCH
from liangrong.book.generator.parameters import Parameters
from liangrong.book.generator.targets import History, Targets
from liangrong.book.scales import BASIS_POINTS
from liangrong.core.errors import RuleNotInForce, UsageError
from liangrong.rules.parameters import INVESTORS, VENUES, Investor, Venue
from liangrong.rules.rulebook import Rulebook, RulesInForce

__all__ = ["Vintages", "surviving", "vintages_of"]

_NOT_IN_FORCE: Final = 0


@dataclass(frozen=True, eq=False, slots=True)
class Vintages:
    """By session of the history.

    Parameters
    ----------
    chances
        Cumulated share of the balance whose contracts were opened up to each session.
    opened_on, due_on
        Days since 1970-01-01; a contract whose term had ended was rolled over, as often as it took.
    interest_days
        Days whose interest is not yet debited.
    financing_ratio
        ``(venues, days)``, basis points; ``short_ratio``: ``(venues, investors, days)``.
    earliest
        By security: number of the first session on which it could be financed and its price is known.
    venue
        By security: number of its exchange in ``VENUES``.
    """

    chances: NDArray[np.float64]
    opened_on: NDArray[np.uint16]
    due_on: NDArray[np.uint16]
    interest_days: NDArray[np.int64]
    financing_ratio: NDArray[np.uint16]
    short_ratio: NDArray[np.uint16]
    earliest: NDArray[np.int64]
    venue: NDArray[np.int64]
    day_count_basis: int
    fee_on_market_value: bool

    def drawn(self, rng: np.random.Generator, security: NDArray[np.int64]) -> NDArray[np.int64]:
        """Number of the opening session of a contract in each security."""
        found = np.searchsorted(self.chances, rng.random(len(security)), side="right")
        return np.maximum(np.minimum(found, len(self.chances) - 1), self.earliest[security])


def vintages_of(targets: Targets, parameters: Parameters, book: Rulebook) -> Vintages:
    """What the rules and the history say of contracts opened on each session.

    Raises
    ------
    RuleNotInForce
        Margin trading did not exist on the day of the book.
    """
    history, on = targets.history, targets.marks.on
    rules, terms = book.at(on), agreed_terms(book.at(on))
    rolled = [_rollovers(opened, on, terms.contract_max_months) for opened in history.days]
    financing = np.array([
        [_ratio(rules, "financing_margin_ratio", venue, None, opened, dues[:-1]) for opened, dues in zip(history.days, rolled, strict=True)]
        for venue in VENUES
    ], dtype=np.uint16)  # fmt: skip
    short = np.array([
        [[_ratio(rules, "short_margin_ratio", venue, investor, opened, dues[:-1]) for opened, dues in zip(history.days, rolled, strict=True)]
         for investor in INVESTORS]
        for venue in VENUES
    ], dtype=np.uint16)  # fmt: skip
    venue = np.array([VENUES.index(venue_of(security)) for security in targets.marks.securities])
    return Vintages(
        chances=np.cumsum(surviving(history, parameters)),
        opened_on=np.array([(day - EPOCH).days for day in history.days], dtype=np.uint16),
        due_on=np.array([(dues[-1] - EPOCH).days for dues in rolled], dtype=np.uint16),
        interest_days=np.array([_days_unpaid(opened, on, terms) for opened in history.days]),
        financing_ratio=financing,
        short_ratio=short,
        earliest=_earliest(targets, financing, venue),
        venue=venue,
        day_count_basis=terms.day_count_basis,
        fee_on_market_value=terms.short_fee_base == "market_value",
    )


def surviving(history: History, parameters: Parameters) -> NDArray[np.float64]:
    """Share of today's balance that was bought on each session, summing up to one.

    The repayments of a session are its buys less the change of the balance. Slow borrowers repay one in ``slow_sessions`` of what
    they owe; the others repay the rest, each of their contracts alike, whatever its age.

    Examples
    --------
    A balance that is bought anew each day is one day old.

    >>> days = (date(2026, 1, 29), date(2026, 1, 30))
    >>> history = History(days=days, buys=np.array([100.0, 100.0]), balances=np.array([100.0, 100.0]), prices=np.ones((2, 1), np.int32))
    >>> surviving(history, Parameters(slow_share=0)).tolist()
    [0.0, 1.0]
    """
    buys, balances = np.nan_to_num(history.buys), history.balances
    age = np.arange(len(buys))[::-1]
    slow = buys * np.exp(-age / parameters.slow_sessions)
    repaid = np.clip((buys[1:] + balances[:-1] - balances[1:]) / balances[:-1], 0, 1)
    rest = 1 - parameters.slow_share
    quick_repaid = np.clip((repaid - parameters.slow_share / parameters.slow_sessions) / rest, 0, 1)
    lasting = np.append(np.cumprod((1 - quick_repaid)[::-1])[::-1], 1.0)
    quick = buys * lasting
    if not slow.any() or not quick.any():
        raise UsageError(reason="The history has no financing buys: contracts cannot be dated.",
                         reason_zh="历史中没有融资买入额，无法推算合约开仓日。")  # fmt: skip
    return np.asarray(parameters.slow_share * slow / slow.sum() + rest * quick / quick.sum())


def _rollovers(opened: date, on: date, months: int) -> tuple[date, ...]:
    """The days on which a contract's terms end, up to the first that is not before the day of the book."""
    found: list[date] = []
    while not found or found[-1] < on:
        found.append(_months_later(opened, months * (len(found) + 1)))
    return tuple(found)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, min(day.day, monthrange(day.year + years, month + 1)[1]))


def _ratio(
    rules: RulesInForce, name: str, venue: Venue, investor: Investor | None, opened: date, rolled_on: tuple[date, ...]
) -> int:
    try:
        ratio = rules.number(name, key=investor, venue=venue, opened_on=opened, rolled_on=rolled_on)
    except RuleNotInForce:
        return _NOT_IN_FORCE
    return int(ratio * BASIS_POINTS)


def _days_unpaid(opened: date, on: date, terms: Terms) -> int:
    """Days of interest since the last charge day, both ends as the terms count them."""
    first = opened if terms.count_first_day else opened + timedelta(days=1)
    return max(0, (on - max(first, _last_charge(on, terms.charge_day) + timedelta(days=1))).days + 1)


def _last_charge(on: date, day: int) -> date:
    this_month = date(on.year, on.month, min(day, monthrange(on.year, on.month)[1]))
    if this_month <= on:
        return this_month
    before = on.replace(day=1) - timedelta(days=1)
    return date(before.year, before.month, min(day, monthrange(before.year, before.month)[1]))


def _earliest(targets: Targets, ratios: NDArray[np.uint16], venue: NDArray[np.int64]) -> NDArray[np.int64]:
    """By security, the first session with a price and a margin ratio; the last one where there is none."""
    usable = (targets.history.prices > 0) & (ratios[venue].T > 0)
    return np.where(usable.any(axis=0), usable.argmax(axis=0), len(usable) - 1)
