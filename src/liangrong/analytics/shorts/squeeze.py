"""Covering in a rush: shorts that fall by half within days while the price rises as it seldom does.

What happened is set against placebos: the same statistic of other stocks on the same day and of the same stock earlier.
Its rank among them is the p-value, so that one in twenty is below 5 % where nothing is going on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import at_limit, daily, quote_panel
from liangrong.analytics.panels.trailing import trailing_rms
from liangrong.analytics.shorts.cover import days_to_cover, short_panel
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["SqueezeRule", "squeezes"]

PLACEBO_SESSIONS: Final = 250
"""A stock is compared with itself over so many sessions back."""
LEAST_PLACEBOS: Final = 19
"""With fewer, no rank can be below 5 %."""
LEAST_KNOWN: Final = 40
"""Of the sessions of history, at least so many must have been traded: a long suspension says nothing about usual moves."""
WIDEST: Final = 10.0
"""Surprises are cut here: a short that never moved before is not infinitely surprising when it moves."""


@dataclass(frozen=True, slots=True)
class SqueezeRule:
    """The conditions of a squeeze.

    Parameters
    ----------
    sessions
        Within how many sessions the short quantity falls and the price rises.
    fall
        The share of the short quantity that is gone at the end of them.
    sigmas
        The abnormal return of those sessions (over the median stock's) in deviations of the stock's own daily abnormal returns.
    history
        The sessions before, over which usual moves are measured.
    level
        The p-value at or below which a statistic is called unusual.
    """

    sessions: int = 3
    fall: float = 0.50
    sigmas: float = 2.0
    history: int = 60
    level: float = 0.05


@dataclass(frozen=True, slots=True)
class _Measured:
    """What is measured for every session and stock; NaN where it is not known."""

    fall: Floats
    total_return: Floats
    price: Floats
    covering: Floats
    days: Floats
    typical_days: Floats
    limited: Floats
    sealed: Floats
    history: Floats
    shorted: np.ndarray
    statistic: Floats


@dataclass(frozen=True, slots=True)
class _Ranked:
    """How each asked session and stock stands among its placebos."""

    p_value: Floats
    family: Floats
    placebos: Floats


def squeezes(
    snapshot: MarketSnapshot, *, start: date | None = None, end: date | None = None, rule: SqueezeRule = SqueezeRule()
) -> Result:
    """Judge every stock with shorts outstanding on every session of a window.

    The conditions: the short quantity fell by at least ``fall`` within ``sessions``; the abnormal return of these sessions is at
    least ``sigmas`` deviations of its own ``history`` before; at the start, days to cover were above the median of all shorted
    stocks. A close at the upper limit counts as at least the limit, for the price would have gone further: the surprise of such a
    row is a lower bound. On a session that stood at the limit from open to close nobody could buy: ``sealed_sessions``.

    The statistic is the surprise of the price times the surprise of the covering (shares returned net, in deviations of the
    stock's own daily changes), each zero where it points down. ``p_value`` is its rank, ties against it, among the other stocks of
    the session and the same stock's earlier sessions whose windows do not overlap: (1 + as large or larger) / (1 + all). It answers
    for a stock that was named beforehand. ``family_p_value`` answers for the most conspicuous of all: it ranks the statistic among
    the largest of any stock in each of the earlier windows, back to back, so that in a market where nothing is going on *some*
    stock is at 5 % or below in one session of twenty. Both are exact, down to the step of a rank, where the windows, and for
    ``p_value`` the stocks, are exchangeable.

    Parameters
    ----------
    start, end
        Sessions, both included; by default the snapshot's last one. The past that is needed is read too.

    Returns
    -------
    Result
        ``date, security_id, state, p_value, family_p_value, placebos, statistic, short_fall, abnormal_sigmas, covering_sigmas, window_return,
        days_to_cover, typical_days_to_cover, meets_conditions, limit_up_sessions, sealed_sessions, history``. ``state`` is
        ``squeeze`` (conditions met and unusual), ``conditions_only``, ``unusual_only``, ``ordinary``, or ``insufficient`` (fewer
        than ``history`` sessions known, or too few placebos). ``family_p_value`` is null with fewer than 19 earlier windows.

    References
    ----------
    Rank p-values: Phipson and Smyth, "Permutation P-values Should Never Be Zero" (2010). Covering as what drives the price: Hong et
    al., NBER 21166. Limit moves as censored: Chou, Journal of Financial Research 20 (1997).
    """
    last = end or snapshot.as_of.as_of
    first = start or last
    past = PLACEBO_SESSIONS + rule.history + rule.sessions + 1
    reach = snapshot.calendar.back(first, past)
    shorts = short_panel(snapshot, start=reach, end=last)
    quotes = quote_panel(snapshot, start=reach, end=last).like(shorts)
    measured = _measure(shorts, quotes, rule)
    asked = np.array([place for place, day in enumerate(shorts.sessions) if day >= first], dtype=np.int64)
    ranked = _placebo(measured.statistic, asked, rule.sessions)
    rows = _rows(shorts, measured, asked, ranked, rule)
    return Result(
        data=rows, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at, source=shorts.sources
    ).warn(*_notes(rows, int((~np.isnan(shorts["short_quantity"])).any(axis=1).sum()), rule))  # fmt: skip


def _measure(shorts: Panel, quotes: Panel, rule: SqueezeRule) -> _Measured:
    quantity = shorts["short_quantity"]
    returns, up, sealed = _limit_aware(quotes)
    abnormal = returns - _median(returns)
    change = np.full(quantity.shape, np.nan)
    change[1:] = np.diff(quantity, axis=0)
    start = _lagged(quantity, rule.sessions)
    days = days_to_cover(quantity, shorts["volume"])
    known = (~np.isnan(change) & ~np.isnan(abnormal)).astype(np.float64)
    fall = np.divide(start - quantity, start, out=np.full(start.shape, np.nan), where=start > 0)
    price = _surprise(abnormal, rule)
    covering = np.where(start > 0, _surprise(-change, rule), np.nan)
    history = np.nan_to_num(_lagged(np.cumsum(known, axis=0), rule.sessions))
    return _Measured(
        fall=fall,
        total_return=np.expm1(_window_sum(returns, rule.sessions)),
        price=price,
        covering=covering,
        days=_lagged(days, rule.sessions),
        typical_days=_lagged(np.broadcast_to(_median(np.where(quantity > 0, days, np.nan)), days.shape), rule.sessions),
        limited=_window_sum(np.nan_to_num(up), rule.sessions),
        sealed=_window_sum(np.nan_to_num(sealed), rule.sessions),
        history=history,
        shorted=(start > 0) | (np.isnan(start) & (quantity > 0)),
        statistic=np.where(history >= rule.history, np.maximum(price, 0) * np.maximum(covering, 0), np.nan),
    )


def _limit_aware(quotes: Panel) -> tuple[Floats, Floats, Floats]:
    """Log returns, closes at the upper limit (their return is the limit: at least so much), and sessions sealed at it."""
    up, _ = at_limit(quotes)
    sealed = np.where(up == 1, (quotes["low"] >= quotes["close"]).astype(np.float64), 0.0)
    return np.log1p(daily(quotes)), up, sealed


def _surprise(steps: Floats, rule: SqueezeRule) -> Floats:
    """The sum of the window's steps in deviations of the steps before it; cut at ``WIDEST``."""
    usual = _lagged(trailing_rms(steps, rule.history, least=min(LEAST_KNOWN, rule.history)), rule.sessions)
    moved = _window_sum(steps, rule.sessions)
    width = usual * np.sqrt(rule.sessions)
    ratio = np.divide(moved, width, out=np.sign(moved) * WIDEST, where=width > 0)
    return np.where(np.isnan(usual), np.nan, np.clip(ratio, -WIDEST, WIDEST))


def _placebo(statistic: Floats, asked: np.ndarray, overlap: int) -> _Ranked:
    """For each asked session and stock, the rank of its statistic among placebos, alone and for the family of all stocks."""
    shape = (len(asked), statistic.shape[1])
    p_value, family, count = np.full(shape, np.nan), np.full(shape, np.nan), np.zeros(shape)
    for place, row in enumerate(asked):
        today = statistic[row]
        known = np.sort(today[~np.isnan(today)])
        others_above = len(known) - np.searchsorted(known, today, side="left") - 1
        earlier = statistic[max(0, row - overlap - PLACEBO_SESSIONS + 1) : max(0, row - overlap + 1)]
        own_above = (earlier >= today).sum(axis=0)
        count[place] = len(known) - 1 + (~np.isnan(earlier)).sum(axis=0)
        p_value[place] = (1 + others_above + own_above) / (1 + np.maximum(count[place], 1))
        apart = earlier[::-1][::overlap]
        largest = np.nan_to_num(apart, nan=-1.0).max(axis=1, initial=-1.0)[(~np.isnan(apart)).any(axis=1)]
        if len(largest) >= LEAST_PLACEBOS:
            family[place] = (1 + (largest[:, None] >= today).sum(axis=0)) / (1 + len(largest))
    unknown = np.isnan(statistic[asked])
    return _Ranked(np.where(unknown, np.nan, p_value), np.where(unknown, np.nan, family), np.maximum(count, 0))


def _rows(shorts: Panel, measured: _Measured, asked: np.ndarray, ranked: _Ranked, rule: SqueezeRule) -> pl.DataFrame:
    fall, price, days, typical = (
        values[asked] for values in (measured.fall, measured.price, measured.days, measured.typical_days)
    )
    meets = (fall >= rule.fall) & (price >= rule.sigmas) & (days > typical)
    unusual = ranked.p_value <= rule.level
    insufficient = (measured.history[asked] < rule.history) | (ranked.placebos < LEAST_PLACEBOS) | np.isnan(ranked.p_value)
    state = np.select(
        [insufficient, meets & unusual, meets, unusual],
        ["insufficient", "squeeze", "conditions_only", "unusual_only"],
        "ordinary",
    )
    row, column = np.nonzero(measured.shorted[asked])
    cells = {
        "p_value": np.where(insufficient, np.nan, ranked.p_value),
        "family_p_value": np.where(insufficient, np.nan, ranked.family),
        "placebos": ranked.placebos,
        "statistic": measured.statistic[asked],
        "short_fall": fall,
        "abnormal_sigmas": price,
        "covering_sigmas": measured.covering[asked],
        "window_return": measured.total_return[asked],
        "days_to_cover": days,
        "typical_days_to_cover": typical,
        "meets_conditions": meets.astype(np.float64),
        "limit_up_sessions": measured.limited[asked],
        "sealed_sessions": measured.sealed[asked],
        "history": measured.history[asked],
    }
    asked_days = pl.Series("date", [shorts.sessions[place] for place in asked], dtype=pl.Date)
    return (
        pl.DataFrame(
            [
                asked_days.gather(row),
                pl.Series("security_id", shorts.securities, dtype=pl.String).gather(column),
                pl.Series("state", state[row, column].tolist(), dtype=pl.String),
                *(pl.Series(name, values[row, column]).fill_nan(None) for name, values in cells.items()),
            ]
        )
        .with_columns(
            pl.col("placebos", "limit_up_sessions", "sealed_sessions", "history").cast(pl.Int64),
            pl.col("meets_conditions").cast(pl.Boolean),
        )
        .sort("date", "p_value", "statistic", "security_id", descending=[True, False, True, False], nulls_last=True)
    )


def _median(values: Floats) -> Floats:
    """The median stock of each session, as a column; NaN where nothing is known."""
    ordered = np.sort(values, axis=1)
    count = (~np.isnan(values)).sum(axis=1)
    if not values.shape[1]:
        return np.full((len(values), 1), np.nan)
    at = np.arange(len(values))
    low, high = ordered[at, np.maximum(count - 1, 0) // 2], ordered[at, np.minimum(count // 2, values.shape[1] - 1)]
    return np.where(count > 0, (low + high) / 2, np.nan)[:, None]


def _lagged(values: Floats, by: int) -> Floats:
    moved = np.full(values.shape, np.nan)
    moved[by:] = values[:-by]
    return moved


def _window_sum(values: Floats, window: int) -> Floats:
    """The sum of the last ``window`` rows; NaN where one of them is not known or lies before the first."""
    total = np.full(values.shape, np.nan)
    if len(values) >= window:
        total[window - 1 :] = sum(values[place : len(values) - window + 1 + place] for place in range(window))
    return total


def _notes(rows: pl.DataFrame, in_hand: int, rule: SqueezeRule) -> list[Note]:
    judged = rows.filter(pl.col("state") != "insufficient")
    lacking = rows.height - judged.height
    notes = [
        Note(
            f"条件：{rule.sessions} 个交易日内融券余量下降不少于 {rule.fall:.0%}；同期超额收益（减去个股中位数）不低于自身此前 "
            f"{rule.history} 个交易日日波动的 {rule.sigmas:g} 倍（按 √{rule.sessions} 折算）；期初回补天数高于当日中位数。涨停按至少达到涨停计。",
            f"Conditions: the short quantity falls by at least {rule.fall:.0%} within {rule.sessions} sessions; the return over the median "
            f"stock is at least {rule.sigmas:g} deviations of its own {rule.history} sessions before (scaled by √{rule.sessions}); days to "
            "cover at the start above the day's median. A limit-up close counts as at least the limit.",
        )
    ]
    if judged.height:
        unusual = judged.filter(pl.col("p_value") <= rule.level).height
        notes.append(
            Note(
                f"共检验 {judged.height} 个股票日；即使什么都没有发生，也应有约 {rule.level * judged.height:.0f} 个 p 值不超过 "
                f"{rule.level:g}，实际 {unusual} 个。",
                f"{judged.height} stock-sessions were judged; were nothing going on, about {rule.level * judged.height:.0f} would have "
                f"a p-value of at most {rule.level:g}; {unusual} have.",
            )
        )
    if judged["family_p_value"].count():
        among_all = judged.filter(pl.col("family_p_value") <= rule.level).height
        notes.append(
            Note(
                f"族 p 值与此前各区间全部股票中最大的统计量相比，已计入同时检验的股票之多：不超过 {rule.level:g} 的有 "
                f"{among_all} 个股票日。",
                f"The family-wise p sets a stock against the largest of all stocks in each earlier window, and so bears how many are looked at: "
                f"{among_all} stock-sessions are at {rule.level:g} or below.",
            )
        )
    if lacking or not rows.height:
        notes.append(
            Note(
                f"样本不足：{lacking} 个股票日此前不足 {rule.history} 个已知交易日或对照过少，不予判断（已有明细 n={in_hand} "
                "个交易日）。",
                f"Insufficient: {lacking} stock-sessions have fewer than {rule.history} known sessions before them or too few "
                f"comparisons, and are not judged (n={in_hand} sessions of detail in hand).",
            )
        )
    sealed = judged.filter((pl.col("sealed_sessions") > 0) & pl.col("meets_conditions")).height
    if sealed:
        notes.append(
            Note(
                f"{sealed} 个股票日含一字涨停：当日无法从市场买回，余量下降须另有来源。",
                f"{sealed} stock-sessions hold a session sealed at the limit: nobody could buy back in the market on it, so the fall in "
                "shorts had another source.",
            )
        )
    return notes
