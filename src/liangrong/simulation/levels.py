"""Day by day, top down: balances of each exchange, market value, turnover, the index. Arrays of whole 元.

The balances pass through ``published.PUBLISHED``; everything else has only a plausible shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from liangrong.simulation.paths import Floats, Ints, bridge, interpolate, places, reverting, stream
from liangrong.simulation.published import CEILINGS, PUBLISHED, SHAPE

__all__ = ["BSE_START", "FIRST_SESSION", "LAST_SESSION", "Levels"]

FIRST_SESSION: Final = date(2010, 3, 31)
LAST_SESSION: Final = date(2026, 1, 30)
BSE_START: Final = date(2023, 2, 13)

_PRINTED_CENT: Final = 1_000_000
"""0.01 亿元: what the Shenzhen summary can print. Its balances are whole multiples on published days, so that what is
read back from its answers still adds up to the published level."""
_FINANCING_STEP: Final = 0.0035
_SHORT_STEP: Final = 0.012
_CAP_STEP: Final = 0.008
_LARGEST_CAP_STEP: Final = 0.03
_BELOW: Final = 0.9999
"""How far under a ceiling a path is reflected."""

# (day, value): shapes only, rounded.
_SSE_FINANCING_SHARE: Final = (
    ("2010-03-31", 0.66), ("2012-12-31", 0.69), ("2014-12-31", 0.685), ("2015-06-18", 0.647), ("2016-12-30", 0.580),
    ("2018-12-28", 0.610), ("2019-12-31", 0.556), ("2020-12-31", 0.522), ("2023-12-29", 0.525), ("2025-06-30", 0.505),
    ("2026-01-30", 0.507),
)  # fmt: skip
_SSE_SHORT_SHARE: Final = (
    ("2010-03-31", 0.70),
    ("2019-12-31", 0.78),
    ("2024-01-02", 0.645),
    ("2025-06-30", 0.70),
    ("2026-01-30", 0.67),
)
_BSE_FINANCING_YI: Final = (
    ("2023-02-13", 0.05),
    ("2023-06-30", 3.0),
    ("2023-12-29", 12.0),
    ("2024-09-30", 11.5),
    ("2024-12-31", 48.0),
    ("2025-06-30", 58.0),
    ("2025-09-17", 76.0),
    ("2026-01-30", 88.0),
)
_BSE_SHORT_YI: Final = (("2023-02-13", 0.0005), ("2024-01-02", 0.006), ("2026-01-30", 0.003))
_FLOAT_CAP_WAN_YI: Final = (
    ("2010-03-31", 14.9), ("2010-12-31", 19.3), ("2011-12-30", 16.5), ("2012-12-31", 18.2), ("2013-12-31", 20.0),
    ("2014-06-30", 20.3), ("2014-12-31", 31.6), ("2015-06-12", 58.0), ("2015-06-18", 53.2), ("2015-08-26", 36.5),
    ("2015-12-31", 41.8), ("2016-01-28", 33.0), ("2016-12-30", 39.3), ("2017-12-29", 44.9), ("2018-12-28", 35.3),
    ("2019-12-31", 48.3), ("2020-12-31", 64.4), ("2021-12-31", 75.2), ("2022-10-31", 62.0), ("2023-12-29", 67.4),
    ("2024-02-05", 57.5), ("2024-05-20", 69.0), ("2024-09-20", 60.5), ("2024-11-07", 80.0), ("2024-12-31", 77.5),
    ("2025-04-08", 72.0), ("2025-06-30", 81.5), ("2025-08-18", 90.0), ("2025-09-17", 95.82), ("2026-01-13", 103.3),
    ("2026-01-30", 103.0),
)  # fmt: skip
_CSI300: Final = (
    ("2010-03-31", 3350), ("2012-11-30", 2140), ("2014-06-30", 2165), ("2015-06-12", 5335), ("2015-06-18", 4930),
    ("2015-08-26", 3025), ("2016-01-28", 2855), ("2018-01-24", 4390), ("2019-01-03", 2965), ("2021-02-10", 5810),
    ("2022-10-31", 3510), ("2024-02-05", 3200), ("2024-09-20", 3200), ("2024-11-07", 4145), ("2025-04-08", 3650),
    ("2025-06-30", 3935), ("2025-09-17", 4550), ("2026-01-30", 4720),
)  # fmt: skip
_ALL_SHARE: Final = (
    ("2010-03-31", 3270), ("2012-11-30", 2180), ("2014-06-30", 2500), ("2015-06-12", 7900), ("2015-06-18", 7200),
    ("2015-08-26", 4200), ("2016-01-28", 3960), ("2018-01-24", 5200), ("2019-01-03", 3200), ("2021-02-10", 5600),
    ("2022-10-31", 4400), ("2024-02-05", 3700), ("2024-09-20", 3900), ("2024-11-07", 5200), ("2025-04-08", 4500),
    ("2025-06-30", 5030), ("2025-09-17", 6080), ("2026-01-30", 6600),
)  # fmt: skip
_TURNOVER_YI: Final = (
    ("2010-03-31", 1900), ("2012-12-31", 1300), ("2014-06-30", 1500), ("2014-12-31", 7500), ("2015-06-12", 17000),
    ("2015-09-30", 5500), ("2016-12-30", 4200), ("2018-12-28", 2900), ("2019-12-31", 6500), ("2020-12-31", 9000),
    ("2021-09-10", 13500), ("2022-12-30", 7500), ("2023-12-29", 8000), ("2024-08-30", 6000), ("2024-10-09", 24000),
    ("2024-12-31", 14000), ("2025-04-30", 11500), ("2025-06-30", 14500), ("2025-09-17", 23500), ("2025-11-28", 17500),
    ("2026-01-13", 32000), ("2026-01-30", 29000),
)  # fmt: skip
_BUY_RATE: Final = (
    ("2010-03-31", 0.95), ("2010-06-30", 0.20), ("2012-12-31", 0.080), ("2014-06-30", 0.055), ("2014-12-31", 0.105), ("2015-06-12", 0.085), ("2016-12-30", 0.048),
    ("2019-12-31", 0.060), ("2021-09-10", 0.062), ("2023-12-29", 0.042), ("2024-08-30", 0.034), ("2024-10-09", 0.150),
    ("2024-12-31", 0.072), ("2025-06-30", 0.075), ("2025-09-17", 0.112), ("2026-01-30", 0.100),
)  # fmt: skip
"""Financing bought per day as a share of the balance."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """What is known of each session before any single name is looked at.

    Parameters
    ----------
    sessions
        2010-03-31 to 2026-01-30.
    financing, short
        Balances in 元; sessions x (SSE, SZSE, BSE). BSE is 0 before it starts.
    buys
        Financing bought, same shape: the least that the flows need.
    float_cap
        元, of all exchanges together.
    turnover
        元, of all stocks together.
    indices
        Index id to close levels.
    """

    sessions: tuple[date, ...]
    financing: Ints
    short: Ints
    buys: Ints
    float_cap: Floats
    turnover: Floats
    indices: dict[str, Floats]

    @classmethod
    def generate(cls, sessions: tuple[date, ...], seed: int) -> Levels:
        """The levels of one seed."""
        market_financing, market_short = _market(sessions, seed)
        financing, short = _split(sessions, seed, market_financing, market_short)
        generator = stream(seed, "turnover")
        activity = reverting(generator, (len(sessions),), step=0.09, memory=0.75)
        shocks = _cap_shocks(sessions, seed)
        return cls(
            sessions=sessions,
            financing=financing,
            short=short,
            buys=_buys(sessions, seed, financing, activity),
            float_cap=np.exp(_log_path(sessions, _FLOAT_CAP_WAN_YI, shocks)) * 1e12,
            turnover=np.exp(_log_line(sessions, _TURNOVER_YI) + activity) * 1e8,
            indices={
                "000300.SH": np.exp(_log_path(sessions, _CSI300, shocks)),
                "000985.SH": np.exp(_log_path(sessions, _ALL_SHARE, shocks)),
            },
        )


def _days(sessions: tuple[date, ...], points: tuple[tuple[str, float], ...]) -> tuple[Ints, Floats]:
    at = places(sessions, [date.fromisoformat(day) for day, _ in points])
    return at, np.array([value for _, value in points], dtype=np.float64)


def _line(sessions: tuple[date, ...], points: tuple[tuple[str, float], ...]) -> Floats:
    return interpolate(len(sessions), *_days(sessions, points))


def _log_line(sessions: tuple[date, ...], points: tuple[tuple[str, float], ...]) -> Floats:
    at, values = _days(sessions, points)
    return interpolate(len(sessions), at, np.log(values))


def _log_path(sessions: tuple[date, ...], points: tuple[tuple[str, float], ...], shocks: Floats) -> Floats:
    at, values = _days(sessions, points)
    return bridge(at, np.log(values), shocks)


def _cap_shocks(sessions: tuple[date, ...], seed: int) -> Floats:
    drawn = stream(seed, "cap").standard_normal(len(sessions)) * _CAP_STEP
    return np.clip(drawn, -_LARGEST_CAP_STEP, _LARGEST_CAP_STEP)


def _market(sessions: tuple[date, ...], seed: int) -> tuple[Ints, Ints]:
    """Financing and short balance of the whole market, through the published levels and under the ceilings."""
    generator = stream(seed, "market")
    levels = sorted((*PUBLISHED, *SHAPE), key=lambda level: level.day)
    at = places(sessions, [level.day for level in levels])
    financing = np.exp(
        bridge(at, np.log([level.financing_yuan for level in levels]), generator.standard_normal(len(sessions)) * _FINANCING_STEP)
    )
    short = np.exp(
        bridge(at, np.log([level.short_yuan for level in levels]), generator.standard_normal(len(sessions)) * _SHORT_STEP)
    )
    for ceiling in reversed(CEILINGS):
        before = np.array([day < ceiling.until for day in sessions])
        limit = float(ceiling.below) * 1e8 * _BELOW - (short if ceiling.measure == "total" else 0.0)
        financing = np.where(before & (financing > limit), 2 * limit - financing, financing)
    whole_financing, whole_short = np.rint(financing).astype(np.int64), np.rint(short).astype(np.int64)
    whole_financing[at] = [level.financing_yuan for level in levels]
    whole_short[at] = [level.short_yuan for level in levels]
    return whole_financing, whole_short


def _split(sessions: tuple[date, ...], seed: int, financing: Ints, short: Ints) -> tuple[Ints, Ints]:
    """Divide market balances among the exchanges; they add up exactly."""
    generator = stream(seed, "exchanges")
    length = len(sessions)
    listed = np.array([day >= BSE_START for day in sessions])
    bse = np.exp(_log_line(sessions, _BSE_FINANCING_YI) + reverting(generator, (length,), step=0.006, memory=0.9)) * 1e8
    bse_short = np.exp(_log_line(sessions, _BSE_SHORT_YI) + reverting(generator, (length,), step=0.03, memory=0.9)) * 1e8
    share = _line(sessions, _SSE_FINANCING_SHARE) + reverting(generator, (length,), step=0.0004, memory=0.98)
    short_share = _line(sessions, _SSE_SHORT_SHARE) + reverting(generator, (length,), step=0.002, memory=0.97)
    published = places(sessions, [level.day for level in PUBLISHED])
    return (
        _parts(financing, share, np.where(listed, bse, 0.0), published),
        _parts(short, short_share, np.where(listed, bse_short, 0.0), published),
    )


def _parts(market: Ints, sse_share: Floats, bse: Floats, published: Ints) -> Ints:
    third = np.rint(bse).astype(np.int64)
    second = np.rint((market - third) * (1 - sse_share)).astype(np.int64)
    second[published] = second[published] // _PRINTED_CENT * _PRINTED_CENT
    return np.stack([market - third - second, second, third], axis=1)


def _buys(sessions: tuple[date, ...], seed: int, financing: Ints, activity: Floats) -> Ints:
    """Financing bought: a share of the balance that follows the market's activity, and always covers its growth."""
    generator = stream(seed, "buys")
    rate = np.exp(_log_line(sessions, _BUY_RATE) + 0.8 * activity)[:, None]
    noise = np.exp(reverting(generator, financing.shape, step=0.02, memory=0.5))
    growth = np.maximum(np.diff(financing, axis=0, prepend=0), 0)
    bought = np.rint(financing * rate * noise).astype(np.int64)
    return np.maximum(bought, growth + bought // 10)
