"""Paths of prices that an account can live through: their shape, and synthetic ones whose truth is known.

Random numbers are floats here; prices leave as ``Decimal`` to 0.01 元.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal, TypeAlias

import numpy as np

from liangrong.core.calendar import mainland
from liangrong.core.errors import UsageError

__all__ = ["SESSIONS_A_YEAR", "SYNTHETIC", "Limits", "PricePath", "geometric_brownian", "with_jumps"]

SESSIONS_A_YEAR: Final = 242
"""Sessions of a mainland year: 242 in 2022 to 2024, 243 in 2020, 2021 and 2025."""

SYNTHETIC: Final = "SYNTH"
"""The one security of a synthetic path."""

_LEAST_PRICE: Final = 0.01

Limits: TypeAlias = tuple[Decimal, Decimal]
"""The lowest and the highest price of a session, 元."""


@dataclass(frozen=True)
class PricePath:
    """Opens and closes of some securities over sessions.

    Parameters
    ----------
    sessions
        Trading days, ascending and without gaps.
    opens, closes
        Security to one price per session, 元. Where it is not traded both are the last close.
    traded
        Security to whether it is traded, per session.
    limits
        Security to the price limits of each session, ``None`` where there are none; a security that is missing has none at all.
    warm_up
        Sessions at the beginning that are history only: an account starts at the close of the one after them.
    truth
        What a synthetic path was drawn from.
    """

    sessions: tuple[date, ...]
    opens: Mapping[str, tuple[Decimal, ...]]
    closes: Mapping[str, tuple[Decimal, ...]]
    traded: Mapping[str, tuple[bool, ...]]
    limits: Mapping[str, tuple[Limits | None, ...]] = field(default_factory=dict)
    warm_up: int = 0
    origin: Literal["real", "synthetic"] = "real"
    truth: Mapping[str, float] = field(default_factory=dict)

    @property
    def securities(self) -> tuple[str, ...]:
        """The securities, as the path names them."""
        return tuple(self.closes)

    def limits_on(self, security: str, place: int) -> Limits | None:
        """The price limits of a security in the session at ``place``."""
        found = self.limits.get(security)
        return None if found is None else found[place]


def geometric_brownian(
    seed: int,
    *,
    start: date,
    sessions: int,
    drift: float,
    volatility: float,
    price: float = 10.0,
    overnight: float = 0.2,
    daily_limit: float | None = None,
    warm_up: int = 0,
) -> PricePath:
    """Draw a path whose closes are a geometric Brownian motion.

    Parameters
    ----------
    start
        The first session is on or after it.
    sessions
        How many sessions an account lives through; the path has the one at whose close it starts, and ``warm_up`` before it.
    drift, volatility
        Per year of ``SESSIONS_A_YEAR`` sessions: the expected price grows as ``exp(drift × years)``.
    price
        First close of the account's life, 元.
    overnight
        Part of the variance and drift of a session that lies between the close before and the open.
    daily_limit
        Cut every session at this change against the close before, 0.1 for ten percent; the excess is lost, and the truth is
        then that of the uncut path. ``None``: no price limits.

    Raises
    ------
    UsageError
        Nothing to draw, or a parameter that is no number in its range.
    BeyondCalendar
        The sessions go past the end of the calendar.

    Examples
    --------
    >>> path = geometric_brownian(1, start=date(2024, 1, 2), sessions=3, drift=0.05, volatility=0.0, overnight=0.0)
    >>> [str(close) for close in path.closes[SYNTHETIC]]
    ['10.00', '10.00', '10.00', '10.01']
    """
    draw = _Draw(seed, sessions + warm_up, overnight)
    steps = draw.diffusion(drift, volatility)
    truth = {"drift": drift, "volatility": volatility}
    return _path(steps, start, price=price, daily_limit=daily_limit, warm_up=warm_up, truth=truth)


def with_jumps(
    seed: int,
    *,
    start: date,
    sessions: int,
    drift: float,
    volatility: float,
    intensity: float,
    mean: float,
    deviation: float,
    price: float = 10.0,
    overnight: float = 0.2,
    daily_limit: float | None = None,
    warm_up: int = 0,
) -> PricePath:
    """Draw a path that also jumps overnight: lognormal jumps at a constant intensity (Merton 1976).

    Parameters
    ----------
    intensity
        Expected jumps per year.
    mean, deviation
        Of the logarithm of a jump: −0.1 is a fall of about 10 %.
    start, sessions, drift, volatility, price, overnight, daily_limit, warm_up
        As for ``geometric_brownian``; the drift is that of the whole, jumps included.

    Raises
    ------
    UsageError, BeyondCalendar
        As for ``geometric_brownian``.
    """
    if intensity < 0 or deviation < 0:
        raise _bad("intensity, deviation", "不小于 0", "0 or more")
    draw = _Draw(seed, sessions + warm_up, overnight)
    compensated = drift - intensity * (math.exp(mean + deviation**2 / 2) - 1)
    steps = draw.diffusion(compensated, volatility)
    steps[:, 0] += draw.jumps(intensity, mean, deviation)
    truth = {"drift": drift, "volatility": volatility, "intensity": intensity, "mean": mean, "deviation": deviation}
    return _path(steps, start, price=price, daily_limit=daily_limit, warm_up=warm_up, truth=truth)


_Steps: TypeAlias = "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
"""Logarithmic moves: a row per session, overnight and during the session."""


class _Draw:
    """Random moves of one path. Jumps have a generator of their own: without them the path is the same."""

    def __init__(self, seed: int, sessions: int, overnight: float) -> None:
        if sessions < 1:
            raise _bad("sessions", "至少为 1", "1 or more")
        if not 0 <= overnight <= 1:
            raise _bad("overnight", "在 0 与 1 之间", "between 0 and 1")
        self._diffusion, self._jumps = (np.random.default_rng([seed, part]) for part in (0, 1))
        self._count = sessions
        self._parts = np.array([overnight, 1 - overnight])

    def diffusion(self, drift: float, volatility: float) -> _Steps:
        if not math.isfinite(drift) or not 0 <= volatility < math.inf:
            raise _bad("drift, volatility", "为有限数，波动率不为负", "finite, and the volatility not negative")
        years = self._parts / SESSIONS_A_YEAR
        normal = self._diffusion.standard_normal((self._count, 2))
        return (drift - volatility**2 / 2) * years + volatility * np.sqrt(years) * normal

    def jumps(self, intensity: float, mean: float, deviation: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        counts = self._jumps.poisson(intensity / SESSIONS_A_YEAR, self._count)
        return counts * mean + deviation * np.sqrt(counts) * self._jumps.standard_normal(self._count)


def _path(
    steps: _Steps, start: date, *, price: float, daily_limit: float | None, warm_up: int, truth: Mapping[str, float]
) -> PricePath:
    if price < _LEAST_PRICE or not math.isfinite(price):
        raise _bad("price", "不小于 0.01", "0.01 or more")
    if daily_limit is not None:
        if not 0 < daily_limit < 1:
            raise _bad("daily_limit", "在 0 与 1 之间", "between 0 and 1")
        low, high = math.log1p(-daily_limit), math.log1p(daily_limit)
        at_close = np.clip(steps.sum(axis=1), low, high)
        at_open = np.clip(steps[:, 0], low, high)
        steps = np.column_stack([at_open, at_close - at_open])
        truth = {**truth, "daily_limit": daily_limit}
    closes = np.concatenate([[0.0], np.cumsum(steps.sum(axis=1))])
    opens = np.concatenate([[0.0], closes[:-1] + steps[:, 0]])
    scale = math.log(price) - closes[warm_up]
    prices = [_cents(float(level)) for level in np.exp(closes + scale)]
    first = [_cents(float(level)) for level in np.exp(opens + scale)]
    limits: list[Limits | None] = [None] * len(prices)
    for place in range(1, len(prices) if daily_limit is not None else 0):
        limits[place] = band = _band(prices[place - 1], Decimal(str(daily_limit)))
        first[place], prices[place] = (min(max(price, band[0]), band[1]) for price in (first[place], prices[place]))
    return PricePath(
        sessions=_sessions(start, len(prices)),
        opens={SYNTHETIC: tuple(first)},
        closes={SYNTHETIC: tuple(prices)},
        traded={SYNTHETIC: (True,) * len(prices)},
        limits={} if daily_limit is None else {SYNTHETIC: tuple(limits)},
        warm_up=warm_up,
        origin="synthetic",
        truth=truth,
    )


def _sessions(start: date, count: int) -> tuple[date, ...]:
    calendar = mainland()
    first = calendar.on_or_after(start)
    return calendar.between(first, calendar.offset(first, count - 1))


def _band(before: Decimal, ratio: Decimal) -> Limits:
    """The price limits of a session from the close before it; rounding to a cent may put a price beyond them."""
    low, high = (before * (1 + sign * ratio) for sign in (-1, 1))
    return _rounded(low), _rounded(high)


def _cents(level: float) -> Decimal:
    return max(Decimal(f"{level:.2f}"), Decimal("0.01"))


def _rounded(price: Decimal) -> Decimal:
    return price.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _bad(what: str, must_zh: str, must: str) -> UsageError:
    return UsageError(reason=f"{what} must be {must}.", reason_zh=f"{what} 须{must_zh}。")
