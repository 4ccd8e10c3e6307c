"""What is left of each day's financing: vintages that are repaid, rolled over or survive until the day of the estimate.

Each session's buys open contracts at that session's price. The identity ``repaid = balance before + buys − balance`` says how much of
all of them went; a repayment model says which. The hazard of a vintage is the model's relative hazard times a level that is solved for
on every session, so that the survivors add up to the published balance to the yuan, whatever the model. Where a history of balances
begins, the stock is spread over the sessions before it: activity times survival, with the one level that explains balance
and buys of that day.
"""

from __future__ import annotations

from calendar import monthrange
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.rules.rulebook import Rulebook
from liangrong.stress.estimation.carrying import GAIN_BOUND, Models, Rows, Schedule, carried
from liangrong.stress.estimation.public_history import Floats, PublicHistory
from liangrong.stress.estimation.repayment import RepaymentModels

__all__ = ["Terms", "Vintages", "vintages"]

_STEPS: Final = 513
"""Profits at which the factor on the hazard is tabled."""
_SHARES: Final = 16
_MONTHS: Final = 12


@dataclass(frozen=True, eq=False, slots=True)
class Terms:
    """Ends of terms on the sessions of a history, by the rulebook.

    Parameters
    ----------
    ending
        By session: positions of the sessions whose contracts reach the end of a term on it.
    rollover
        By session: whether contracts may be rolled over.
    margin_ratio
        By session: the financing margin ratio of a contract opened on it.
    """

    ending: tuple[NDArray[np.int64], ...]
    rollover: NDArray[np.bool_]
    margin_ratio: Floats

    @classmethod
    def of(cls, days: tuple[date, ...], rulebook: Rulebook) -> Terms:
        """The terms of contracts opened on some sessions, under the law of each day; a contract keeps its margin ratio when it is rolled over."""
        law = [rulebook.at(day) for day in days]
        ending: list[list[int]] = [[] for _ in days]
        numbers = np.array([day.toordinal() for day in days])
        for opened, day in enumerate(days):
            months = step = int(law[opened].number("contract_max_months"))
            while (position := int(np.searchsorted(numbers, _later(day, months).toordinal()))) < len(days):
                ending[position].append(opened)
                months += step
        return cls(
            ending=tuple(np.array(found, dtype=np.int64) for found in ending),
            rollover=np.array([bool(rules.value("rollover_allowed")) for rules in law]),
            margin_ratio=np.array([float(rules.number("financing_margin_ratio")) for rules in law]),
        )

    def last(self, sessions: int) -> Terms:
        """The last sessions alone."""
        skip = len(self.ending) - sessions
        return Terms(
            tuple(found[found >= skip] - skip for found in self.ending[skip:]), self.rollover[skip:], self.margin_ratio[skip:]
        )


@dataclass(frozen=True, eq=False, slots=True)
class Vintages:
    """What is still owed on the last session of a history, by the session that it was borrowed on.

    Parameters
    ----------
    principal
        ``(members, keys, sessions)`` 元; over the sessions it adds up to the balance.
    gain
        ``(keys, sessions)`` logarithm of the last price over the price paid.
    margin_ratio
        ``(sessions,)`` of the contracts.
    level
        ``(sessions, members)`` of the hazard where balances are known, NaN before: a good model needs it to vary little.
    mean_value
        ``(sessions, members)`` value per yuan owed of all that is financed, on each session with known balances.
    """

    principal: Floats
    gain: Floats
    margin_ratio: Floats
    level: Floats
    mean_value: Floats

    def take(self, members: NDArray[np.int64]) -> Vintages:
        """What some members say."""
        return Vintages(
            self.principal[members], self.gain, self.margin_ratio, self.level[:, members], self.mean_value[:, members]
        )


def vintages(history: PublicHistory, models: RepaymentModels, terms: Terms, *, threads: int = 2) -> Vintages:
    """Carry all vintages to the last session.

    Parameters
    ----------
    terms
        Of the sessions of the history.
    threads
        Keys that are carried at once; the result does not depend on it.

    Examples
    --------
    >>> days = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30))
    >>> flat = np.zeros((3, 1))
    >>> history = PublicHistory(days=days, keys=("A",), log_price=flat, log_purchase=flat, activity=flat + 1, buys=flat + 10,
    ...                         balance=np.array([[10.0], [20.0], [25.0]]))
    >>> none = np.zeros(1)
    >>> models = RepaymentModels(ageing=none, young=none + 1, winners=none, losers=none, rolled=none)
    >>> found = vintages(history, models, Terms.of(days, Rulebook.load()))
    >>> found.principal[0, 0].round(2).tolist()
    [7.5, 7.5, 10.0]
    """
    first, count = history.first, len(history.days)
    members, keys = models.size, len(history.keys)
    public = (history.log_price, history.log_purchase, history.activity, history.buys, history.balance)
    rows = Rows(*(np.array(column.T, order="C") for column in public))
    gains = np.linspace(-GAIN_BOUND, GAIN_BOUND, _STEPS)
    table = Models(models.ageing_hazard(np.arange(count)), models.profit_factor(gains), np.array(models.rolled))
    offsets = np.concatenate([[0], np.cumsum([len(found) for found in terms.ending])])
    ending = np.concatenate(terms.ending) if offsets[-1] else np.zeros(0, dtype=np.int64)
    schedule = Schedule(ending, offsets, np.array(terms.rollover))
    principal = np.zeros((members, keys, count))

    def task(bounds: tuple[int, int]) -> tuple[Floats, Floats]:
        level, value = np.zeros((count, members)), np.zeros((count, members))
        carried(*bounds, first, rows, table, schedule, principal, level, value)
        return level, value

    edges = [keys * n // _SHARES for n in range(_SHARES + 1)] if keys >= _SHARES else [0, keys]
    with ThreadPoolExecutor(threads) as pool:
        parts = list(pool.map(task, pairwise(edges)))
    level, value = (np.sum(part, axis=0) for part in zip(*parts, strict=True))
    level[: first + 1] = np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_value = np.where(np.arange(count)[:, None] >= first, value / history.balance.sum(axis=1)[:, None], np.nan)
    gain = (history.log_price[-1] - history.log_purchase).T
    return Vintages(principal, gain, terms.margin_ratio, level / keys, mean_value)


def _later(day: date, months: int) -> date:
    """The same day some months later, or the last day of that month."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
