"""A small, quick market in which known truths are planted, or none: what detectors are measured on.

Everything that is not planted is independent noise: index, balances, prices and shorts know nothing of each other. Two
thousand seeds of it tell how often a detector cries out over nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.core.calendar import mainland
from liangrong.market.schemas import conform
from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import table
from liangrong.simulation.paths import Floats, stream

__all__ = ["INDEX", "PlantedMarket", "Truths"]

INDEX: Final = "000300.SH"
GROUPS: Final = ("甲", "乙", "丙", "丁")
"""Invented industries; names are dealt to them in turn."""
LAST: Final = date(2026, 1, 30)
SOURCE: Final = "simulated:planted"

_INDEX_STEP, _BALANCE_STEP = 0.012, 0.006
_NAME_STEP, _NIGHT_STEP = 0.020, 0.006
_FINANCING_STEP, _SHORT_STEP = 0.02, 0.06
_LARGEST_MOVE: Final = 0.095
"""Inside the narrowest price limit."""
_LEAD_STRENGTH: Final = 0.45
"""Correlation between the growth of the balance and the index return that it leads."""
_SQUEEZE_DAYS: Final = 3
_SQUEEZE_LEFT: Final = 0.15
_SQUEEZE_RISE: Final = 0.085
_SQUEEZE_CROWD: Final = 20.0
"""The short of the squeezed name is so many times as large as that of others: nobody is squeezed out of an uncrowded one."""
_SWAP_DAYS: Final = 20


@dataclass(frozen=True, slots=True)
class Truths:
    """What is planted.

    Parameters
    ----------
    lead
        The index follows the growth of the balance by so many sessions; ``None`` for never.
    ic
        Correlation of ranks between a name's own growth of financing on T and its return from the open to the close of T + 1.
    swap
        Points of the market's financing that pass from the first group to the second over the last 20 sessions.
    squeeze
        Position of the name whose shorts, many to begin with, are covered in a rush at the end; ``None`` for nobody.
    """

    lead: int | None = None
    ic: float = 0.0
    swap: float = 0.0
    squeeze: int | None = None


@dataclass(frozen=True, eq=False)
class PlantedMarket:
    """Tables of a few names over a few sessions.

    Parameters
    ----------
    sessions
        Ends on 2026-01-30.
    securities
        Half of them in Shanghai, half in Shenzhen.
    tables
        Standard tables by name: ``market_totals, margin_detail, quotes, caps, index_quotes, memberships, industry_classes``.
    """

    sessions: tuple[date, ...]
    securities: tuple[str, ...]
    tables: Mapping[str, pl.DataFrame]

    @classmethod
    def generate(cls, seed: int, truths: Truths = Truths(), *, sessions: int = 240, names: int = 40) -> PlantedMarket:
        """The market of one seed.

        Examples
        --------
        >>> market = PlantedMarket.generate(1, Truths(swap=0.05), sessions=60, names=8)
        >>> market.tables["margin_detail"].height
        480
        """
        days = mainland().between(mainland().offset(LAST, 1 - sessions), LAST)
        codes = tuple(f"{600000 + n:06d}.SH" if n % 2 else f"{1 + n:06d}.SZ" for n in range(names))
        arrays = _arrays(seed, truths, sessions, names)
        return cls(tuple(days), codes, _tables(days, codes, arrays))

    def snapshot(self) -> MarketSnapshot:
        """The market as known at the end."""
        return MarketSnapshot.of(self.tables, self.sessions[-1])


def _arrays(seed: int, truths: Truths, sessions: int, names: int) -> dict[str, Floats]:
    noise = stream(seed, "planted")
    growth = noise.standard_normal(sessions)
    market = noise.standard_normal(sessions)
    if truths.lead is not None:
        lead = truths.lead
        market[lead:] = _LEAD_STRENGTH * growth[: sessions - lead] + np.sqrt(1 - _LEAD_STRENGTH**2) * market[lead:]
    own = noise.standard_normal((sessions, names))
    day = noise.standard_normal((sessions, names))
    linear = 2 * np.sin(np.pi * truths.ic / 6)
    day[1:] = linear * own[:-1] + np.sqrt(1 - linear**2) * day[1:]
    night = noise.standard_normal((sessions, names)) * _NIGHT_STEP
    day, night = np.clip(day * _NAME_STEP, -0.6 * _LARGEST_MOVE, 0.6 * _LARGEST_MOVE), np.clip(night, -0.02, 0.02)
    shorts = np.cumsum(noise.standard_normal((sessions, names)) * _SHORT_STEP, axis=0)
    if truths.squeeze is not None:
        covered = np.linspace(0, np.log(_SQUEEZE_LEFT), _SQUEEZE_DAYS + 1)[1:]
        shorts[:, truths.squeeze] += np.log(_SQUEEZE_CROWD)
        shorts[-_SQUEEZE_DAYS:, truths.squeeze] = shorts[-_SQUEEZE_DAYS - 1, truths.squeeze] + covered
        day[-_SQUEEZE_DAYS:, truths.squeeze], night[-_SQUEEZE_DAYS:, truths.squeeze] = _SQUEEZE_RISE, 0.0
    close = 20 * np.exp(noise.normal(0, 0.4, names) + np.cumsum(np.log1p(day) + np.log1p(night), axis=0))
    weight = np.exp(noise.normal(0, 0.5, names) + np.cumsum(own * _FINANCING_STEP, axis=0) * np.sqrt(1 / 4))
    share = weight / weight.sum(axis=1, keepdims=True)
    share = _swapped(share, truths.swap, names)
    balance = 1e10 * np.exp(np.cumsum(growth * _BALANCE_STEP))
    return {
        "index": 4000 * np.exp(np.cumsum(market * _INDEX_STEP)),
        "close": close,
        "day": day,
        "night": night,
        "financing": np.rint(balance[:, None] * share),
        "bought": np.rint(balance[:, None] * share * 0.08 * np.exp(noise.normal(0, 0.3, share.shape))),
        "short": np.rint(1e5 * np.exp(shorts)),
        "turnover": np.rint(4e8 * np.exp(noise.normal(0, 0.3, share.shape))),
        "shares": np.rint(np.exp(noise.normal(19, 0.5, names))),
    }


def _swapped(share: Floats, points: float, names: int) -> Floats:
    """Move ``points`` of the whole from the first group to the second, evenly over the last sessions."""
    if not points:
        return share
    moved = share.copy()
    steps = np.zeros(len(share))
    steps[-_SWAP_DAYS:] = np.linspace(0, points, _SWAP_DAYS + 1)[1:]
    group = np.arange(names) % len(GROUPS)
    for place, sign in ((0, -1), (1, 1)):
        mine = group == place
        part = share[:, mine]
        moved[:, mine] = part * (1 + sign * steps / part.sum(axis=1))[:, None]
    return moved


def _tables(days: tuple[date, ...], codes: tuple[str, ...], made: dict[str, Floats]) -> dict[str, pl.DataFrame]:
    length, names = made["close"].shape
    keys = {
        "security_id": pl.Series(list(codes) * length, dtype=pl.String),
        "trade_date": pl.Series(np.repeat(np.arange(length), names)).replace_strict(dict(enumerate(days)), return_dtype=pl.Date),
    }
    before = np.vstack([made["close"][:1] / (1 + made["day"][:1]) / (1 + made["night"][:1]), made["close"][:-1]])
    opened = before * (1 + made["night"])
    bought = made["bought"] + np.maximum(np.diff(made["financing"], axis=0, prepend=made["financing"][:1]), 0)
    repaid = bought - np.diff(made["financing"], axis=0, prepend=made["financing"][:1])
    change = np.diff(made["short"], axis=0, prepend=made["short"][:1])
    sold = np.maximum(change, 0) + np.rint(made["short"] * 0.05)
    close = made["close"].round(3)
    valued = (made["short"] * close).round(3)
    detail = {
        "financing_balance": made["financing"], "financing_buy_amount": bought, "financing_repay_amount": repaid,
        "short_balance": valued, "short_quantity": made["short"], "short_sell_quantity": sold,
        "short_repay_quantity": sold - change, "margin_trading_balance": made["financing"] + valued,
    }  # fmt: skip
    quotes = {
        "open": opened, "high": np.maximum(opened, close), "low": np.minimum(opened, close), "close": close,
        "previous_close": before, "volume": np.rint(made["turnover"] / close), "turnover": made["turnover"],
    }  # fmt: skip
    rows = {name: conform(table(name), _long(keys, cells), source=SOURCE) for name, cells in (
        ("margin_detail", detail), ("quotes", quotes), ("caps", {"float_cap": close * made["shares"]}))}  # fmt: skip
    return {**rows, "market_totals": _totals(days, codes, detail), **_context(days, codes, made["index"])}


def _long(keys: dict[str, pl.Series], cells: dict[str, Floats]) -> pl.DataFrame:
    return pl.DataFrame({**keys, **{name: values.round(3).ravel() for name, values in cells.items()}})


def _totals(days: tuple[date, ...], codes: tuple[str, ...], detail: dict[str, Floats]) -> pl.DataFrame:
    """Sums by exchange; the BSE takes part with nothing."""
    frames = []
    for exchange, suffix in (("SSE", ".SH"), ("SZSE", ".SZ"), ("BSE", ".BJ")):
        mine = np.array([code.endswith(suffix) for code in codes])
        cells = {name: values[:, mine].sum(axis=1).round(3) for name, values in detail.items()}
        frames.append(pl.DataFrame({"exchange": [exchange] * len(days), "trade_date": list(days), **cells}))
    return conform(table("market_totals"), pl.concat(frames), source=SOURCE)


def _context(days: tuple[date, ...], codes: tuple[str, ...], index: Floats) -> dict[str, pl.DataFrame]:
    level = index.round(3)
    before = np.concatenate([level[:1], level[:-1]])
    quotes = {"security_id": [INDEX] * len(days), "trade_date": list(days), "open": before, "high": np.maximum(level, before),
              "low": np.minimum(level, before), "close": level, "previous_close": before}  # fmt: skip
    group = [f"{place % len(GROUPS) + 1}10000" for place in range(len(codes))]
    start = date(2021, 12, 13)
    classes = [(f"{place + 1}10000", name) for place, name in enumerate(GROUPS)]
    return {
        "index_quotes": conform(table("index_quotes"), pl.DataFrame(quotes), source=SOURCE),
        "memberships": conform(
            table("memberships"),
            pl.DataFrame(
                {"scheme": ["sw"] * len(codes), "security_id": list(codes), "from_date": [start] * len(codes), "group": group}
            ),
            source=SOURCE,
        ),
        "industry_classes": conform(
            table("industry_classes"),
            pl.DataFrame(
                [("sw", code, start, 1, name, name, name) for code, name in classes],
                schema=["scheme", "group", "from_date", "level", "group_name", "level1_name", "level2_name"],
                orient="row",
            ),
            source=SOURCE,
        ),
    }
