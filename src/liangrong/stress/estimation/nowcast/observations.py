"""What a session tells of the ratio: index moves, growth of the debt, and the official value itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats
from liangrong.core.errors import NotKnown
from liangrong.market.snapshot import MarketSnapshot
from liangrong.stress.estimation.nowcast.assumptions import NowcastAssumptions

__all__ = ["BROAD", "LARGE", "STAND_INS", "IndexMoves", "Observations", "growths", "index_moves", "log_levels", "observe"]

BROAD: Final = "000985.SH"
"""中证全指: all A-shares, the nearest to what accounts hold."""

LARGE: Final = "000300.SH"
"""沪深300: its lag behind or lead over the broad index says how small companies did."""

STAND_INS: Final = ("000001.SH", "399001.SZ")

_LEAST_SESSIONS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class IndexMoves:
    """``market`` and ``tilt`` as in ``Observations``, and the days on which others stood in."""

    market: Floats
    tilt: Floats
    stood_in: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Sessions of the account statistics, in order.

    Parameters
    ----------
    days
        The sessions.
    ratio
        Official average maintenance ratio; NaN where not published.
    balance, buys
        Financing balance and financing buys of the account statistics, 元.
    market, tilt
        Log return of the broad index, and of the large companies less that, since the last known level; 0 where no level is known.
    debt
        Log growth of financing and short balance together since the last known balance.
    stood_in
        Sessions on which an index was replaced by others.
    sources
        Where the rows come from.
    """

    days: tuple[date, ...]
    ratio: Floats
    balance: Floats
    buys: Floats
    market: Floats
    tilt: Floats
    debt: Floats
    stood_in: tuple[date, ...]
    sources: tuple[str, ...]


def observe(snapshot: MarketSnapshot, assumptions: NowcastAssumptions | None = None) -> Observations:
    """All that a snapshot knows.

    Raises
    ------
    NotKnown
        There are fewer than 60 sessions, or an index never has a level on them.
    """
    given = assumptions or NowcastAssumptions()
    table = snapshot.table("account_statistics").sort("trade_date")
    days = table["trade_date"]
    known = table["average_maintenance_ratio"].drop_nulls().len()
    if known < _LEAST_SESSIONS:
        raise NotKnown(
            reason=f"The account statistics known by {snapshot.as_of.as_of} give the average maintenance ratio on {known} sessions; "
                   f"a nowcast learns from {_LEAST_SESSIONS} or more. Import the account statistics first.",
            reason_zh=f"截至 {snapshot.as_of.as_of}，两融账户统计中有平均维持担保比例的只有 {known} 个交易日，即时预测至少要从 {_LEAST_SESSIONS} 个中学习。"
                      "请先导入两融账户统计。",
        )  # fmt: skip
    indices = index_moves(snapshot, days, given.stand_in_sessions)
    owed = table.select((pl.col("financing_balance") + pl.col("short_balance").fill_null(0)).cast(pl.Float64)).to_series()
    return Observations(
        days=tuple(days),
        ratio=table["average_maintenance_ratio"].to_numpy().astype(np.float64),
        balance=table["financing_balance"].cast(pl.Float64).to_numpy(),
        buys=table["financing_buy_amount"].cast(pl.Float64).to_numpy(),
        market=indices.market,
        tilt=indices.tilt,
        debt=np.nan_to_num(growths(np.log(owed.to_numpy()))),
        stood_in=indices.stood_in,
        sources=tuple(table["source"].unique().sort()),
    )


def index_moves(snapshot: MarketSnapshot, days: pl.Series, stand_in_sessions: int) -> IndexMoves:
    """Moves of the market on some days: 中证全指, and 沪深300 before that began, with others where a level is missing.

    Raises
    ------
    NotKnown
        沪深300 has no level on any of the days.
    """
    levels = {name: log_levels(snapshot, name, days) for name in (BROAD, LARGE, *STAND_INS)}
    if np.isnan(levels[LARGE]).all():
        raise NotKnown(
            reason=f"No level of {LARGE} (CSI 300) is stored for the sessions of the account statistics; import index quotes first.",
            reason_zh=f"两融账户统计的各交易日都没有 {LARGE}（沪深300）的点位，请先导入指数行情。",
        )
    others = np.column_stack([levels[name] for name in STAND_INS])
    large, large_stood_in = _moves(levels[LARGE], others, stand_in_sessions)
    broad, broad_stood_in = _moves(levels[BROAD], others, stand_in_sessions)
    market = np.where(np.cumsum(~np.isnan(levels[BROAD])) == 0, large, broad)
    stood_in = zip(days, large_stood_in | broad_stood_in, strict=True)
    return IndexMoves(market, large - market, tuple(day for day, stands in stood_in if stands))


def log_levels(snapshot: MarketSnapshot, index: str, days: pl.Series) -> Floats:
    """Logarithms of an index's closes on some days; NaN where there is none."""
    quotes = snapshot.table("index_quotes", keys={"security_id": [index]}).select("trade_date", "close")
    on = pl.DataFrame({"trade_date": days}).join(quotes, on="trade_date", how="left", maintain_order="left")
    levels: Floats = on["close"].cast(pl.Float64).to_numpy()
    return np.log(levels)


def growths(logs: Floats) -> Floats:
    """Changes since the last known value, so that a gap is made up on its first day after; NaN where there is nothing to compare.

    Examples
    --------
    >>> growths(np.array([1.0, np.nan, 4.0]))
    array([nan, nan,  3.])
    """
    known = ~np.isnan(logs)
    places = np.where(known, np.arange(len(logs)), -1)
    last = np.concatenate([[-1], np.maximum.accumulate(places)[:-1]])
    return np.where(known & (last >= 0), logs - logs[last], np.nan)


def _moves(logs: Floats, others: Floats, window: int) -> tuple[Floats, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Moves of an index, with others in its place where it has no level; what they missed is made up when it has one again.

    The weights of the others are those of the sessions before: nothing later is read.
    """
    around = np.column_stack([growths(other) for other in others.T])
    daily = np.vstack([np.full((1, others.shape[1]), np.nan), np.diff(others, axis=0)])
    own = np.concatenate([[np.nan], np.diff(logs)])
    fit = ~np.isnan(own) & ~np.isnan(daily).any(axis=1)
    moves, stands = np.zeros(len(logs)), np.zeros(len(logs), dtype=bool)
    held, weights = np.nan, None
    for session, level in enumerate(logs):
        if not np.isnan(level):
            moves[session] = 0.0 if np.isnan(held) else level - held
            held, weights = level, None
        elif not np.isnan(held) and not np.isnan(around[session]).any():
            if weights is None:
                learnt = np.flatnonzero(fit[:session])[-window:]
                if len(learnt) < _LEAST_SESSIONS:
                    continue
                weights = np.linalg.lstsq(daily[learnt], own[learnt], rcond=None)[0]
            moves[session] = around[session] @ weights
            held += moves[session]
            stands[session] = True
    return moves, stands
