"""The exchanges' gauge of one security: financing balance over float value, shares sold short over the float in shares.

At the upper line the exchange may suspend financing buys (or short sales) of the security from the next session; once it has
fallen to the lower line, they may be resumed (沪深北交易所融资融券交易实施细则，标的证券融资余额、融券余量上限一条). The lines, their dates
and the lag come from the rulebook and from nowhere else. The rule says "may": a state of ours is a possibility, not a notice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats
from liangrong.core.errors import RuleNotInForce
from liangrong.core.securities import Exchange, SecurityId, SecurityKind
from liangrong.rules.parameters import Venue
from liangrong.rules.rulebook import Rulebook

__all__ = ["BELOW", "SUSPENDED_POSSIBLE", "UNKNOWN", "Gauge", "Lines", "Side", "lines", "lines_of", "read_gauge"]

Side: TypeAlias = Literal["financing", "short"]

_VENUES: Final[dict[Exchange, Venue]] = {Exchange.SSE: "SSE", Exchange.SZSE: "SZSE", Exchange.BSE: "BSE"}

UNKNOWN: Final = -1
"""The ratio is not known, or it lies between the lines and the sessions before do not say which was reached last."""
BELOW: Final = 0
"""Not at the upper line since the lower one was reached."""
SUSPENDED_POSSIBLE: Final = 1
"""At the upper line, or not yet back at the lower one since."""
_CODES: Final = 16_384
"""Securities whose codes are remembered: twice as many as are listed."""
_LEFT: Final = 2
"""Reached the upper line and is no longer seen at it, where the lower one is not known: only a line could tell more."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of one security on one day.

    Parameters
    ----------
    suspend, resume
        Pure ratios; NaN where no rule, or no number, is in force.
    lag
        Sessions from the day a line is reached to the first on which the exchange may act.
    citation
        Where the rule stands.
    """

    suspend: float
    resume: float
    lag: int
    citation: str


@dataclass(frozen=True, slots=True, eq=False)
class Gauge:
    """The gauge over sessions x securities.

    Parameters
    ----------
    suspend, resume
        The lines of each cell.
    state
        ``UNKNOWN``, ``BELOW`` or ``SUSPENDED_POSSIBLE``.
    since
        Row of the session on which the state was first seen without a break.
    """

    suspend: Floats
    resume: Floats
    state: NDArray[np.int64]
    since: NDArray[np.int64]


def lines(security: str, side: Side, on: date) -> Lines:
    """The lines of a security on a day, by its exchange and kind.

    Examples
    --------
    >>> found = lines("600519.SH", "financing", date(2026, 1, 30))
    >>> found.suspend > found.resume, found.lag
    (True, 1)
    """
    code = SecurityId.parse(security)
    venue = _VENUES[code.exchange]
    key = "etf" if code.kind is SecurityKind.FUND else side
    rules = Rulebook.load().at(on)
    try:
        upper = rules.ruling("security_limits", key=f"{key}_suspend", venue=venue)
        lower = rules.ruling("security_limits", key=f"{key}_resume", venue=venue)
        lag = int(rules.number("security_limits_lag_sessions", venue=venue))
    except RuleNotInForce:
        return Lines(float("nan"), float("nan"), 0, "")
    return Lines(_ratio(upper.value), _ratio(lower.value), lag, upper.citation)


def lines_of(securities: Sequence[str], side: Side, on: date) -> list[Lines]:
    """The lines of many securities on a day; each exchange and kind is looked up once."""
    sorts = [_sort(name) for name in securities]
    known: dict[tuple[str, SecurityKind], Lines] = {}
    for name, sort in zip(securities, sorts, strict=True):
        if sort not in known:
            known[sort] = lines(name, side, on)
    return [known[sort] for sort in sorts]


@lru_cache(maxsize=_CODES)
def _sort(name: str) -> tuple[str, SecurityKind]:
    """The exchange and the kind of a security; each session of a change of the law asks for all of them again."""
    code = SecurityId.parse(name)
    return code.suffix, code.kind


def read_gauge(ratio: Floats, sessions: tuple[date, ...], securities: tuple[str, ...], side: Side) -> Gauge:
    """Follow each security from session to session, with the lines of each day.

    A session without a ratio breaks the memory: a line may have been reached on it. Where the lower line is not known, what once
    reached the upper one stays unknown until it is seen at a line again.

    Parameters
    ----------
    ratio
        Sessions x securities, NaN where not known.

    Examples
    --------
    >>> days = tuple(date(2026, 1, day) for day in (26, 27, 28, 29))
    >>> read_gauge(np.array([[0.10], [0.26], [0.22], [0.19]]), days, ("600519.SH",), "financing").state.ravel().tolist()
    [0, 1, 1, 0]
    """
    suspend, resume = _spread_lines(sessions, securities, side)
    state, since = np.full(ratio.shape, UNKNOWN, dtype=np.int64), np.zeros(ratio.shape, dtype=np.int64)
    now, began = np.full(len(securities), UNKNOWN), np.zeros(len(securities), dtype=np.int64)
    for row in range(len(sessions)):
        following = _next_state(now, ratio[row], suspend[row], resume[row])
        began = np.where(following != now, row, began)
        now = following
        state[row], since[row] = np.where(now == _LEFT, UNKNOWN, now), began
    return Gauge(suspend, resume, state, since)


def _next_state(now: NDArray[np.int64], ratio: Floats, suspend: Floats, resume: Floats) -> NDArray[np.int64]:
    known = ~np.isnan(ratio) & ~np.isnan(suspend)
    reached, released = known & (ratio >= suspend), known & (ratio <= resume)
    held = np.isnan(resume) & (now > BELOW)
    between = np.where(held, _LEFT, np.where(np.isnan(resume), BELOW, now))
    unseen = np.where(held, _LEFT, UNKNOWN)
    return np.where(reached, SUSPENDED_POSSIBLE, np.where(released, BELOW, np.where(known, between, unseen)))


def _spread_lines(sessions: tuple[date, ...], securities: tuple[str, ...], side: Side) -> tuple[Floats, Floats]:
    """The lines of every cell, looked up once for each dated value of the rule."""
    suspend, resume = (np.full((len(sessions), len(securities)), np.nan) for _ in range(2))
    starts = [value.start for value in Rulebook.load().parameter("security_limits").values]
    cuts = sorted({0, *(bisect_left(sessions, start) for start in starts)} - {len(sessions)}) if sessions else []
    for low, high in pairwise([*cuts, len(sessions)]):
        found = lines_of(securities, side, sessions[low])
        suspend[low:high], resume[low:high] = [each.suspend for each in found], [each.resume for each in found]
    return suspend, resume


def _ratio(value: object) -> float:
    """A line as a float; NaN where the rule gives no number."""
    return float("nan") if value is None else float(str(value))
