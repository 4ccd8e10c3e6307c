"""What followed a reading: the return of the index, and whether it fell.

The figures of session T are public on the morning of T + 1, so the return begins at the open of T + 1; where no open is
known it begins at the close of T + 1. It never begins at the close of T.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.heat.prices import Prices
from liangrong.core.errors import UsageError
from liangrong.core.results import Note

__all__ = ["FALL", "LOOK_BACK", "looks", "outcomes", "say_entry"]

FALL: Final = 0.05
"""A fall of a twentieth below the entry, at any close within the horizon."""
LOOK_BACK: Final = 20
"""Sessions of the trailing return and the trailing volatility on which controls are matched."""
SHORTEST: Final = 2
"""A horizon of one session from close to close of T + 1 would hold nothing."""


def outcomes(levels: Prices, *, horizon: int, fall: float = FALL) -> pl.DataFrame:
    """What followed each session with a published close.

    Parameters
    ----------
    horizon
        Sessions: the return runs from the entry on T + 1 to the close of T + ``horizon``.
    fall
        The event is a close within the horizon at least this far below the entry, a pure ratio.

    Returns
    -------
    polars.DataFrame
        ``OUTCOME_SCHEMA`` and ``entry`` (``open`` or ``close``). Event or not, it is resolved on T + ``horizon``: to call falls known
        on the day they come, and their absence only at the end, would count too many falls among what is known.

    Raises
    ------
    UsageError
        A horizon or a fall that cannot be.

    Examples
    --------
    >>> from datetime import date, timedelta
    >>> days = [date(2024, 1, 1) + timedelta(n) for n in range(4)]
    >>> frame = pl.DataFrame({"date": days, "open": [None, 100.0, None, None], "close": [99.0, 98.0, 94.0, 101.0], "is_known": True})
    >>> outcomes(Prices("x", frame), horizon=3).select("outcome", "event", "resolved_on").row(0)
    (0.01..., True, datetime.date(2024, 1, 4))
    """
    _check(horizon, fall)
    close = levels.frame["close"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    opens = levels.frame["open"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    size = close.size
    entry = np.full(size, np.nan)
    entry[:-1] = np.where(np.isnan(opens[1:]), close[1:], opens[1:])
    by_open = np.zeros(size, dtype=np.bool_)
    by_open[:-1] = ~np.isnan(opens[1:])
    after, lowest = np.full(size, np.nan), np.full(size, np.nan)
    if size > horizon:
        windows = np.lib.stride_tricks.sliding_window_view(close[1:], horizon)
        after[: size - horizon] = windows[:, -1] / entry[: size - horizon] - 1
        lowest[: size - horizon] = windows.min(axis=1) / entry[: size - horizon] - 1
    known = ~np.isnan(after) & ~np.isnan(lowest)
    return levels.frame.select(
        "date",
        pl.lit(levels.code).alias("name"),
        outcome=pl.Series(np.where(known, after, np.nan)).fill_nan(None),
        event=pl.when(pl.Series(known)).then(pl.Series(lowest <= -fall + 1e-12)),
        resolved_on=pl.when(pl.Series(known)).then(pl.col("date").shift(-horizon)),
        entry=pl.when(pl.Series(by_open)).then(pl.lit("open")).otherwise(pl.lit("close")),
        is_known="is_known",
    ).filter("is_known").drop("is_known")  # fmt: skip


def looks(levels: Prices) -> pl.DataFrame:
    """``date, name, trailing_return, trailing_volatility`` over ``LOOK_BACK`` sessions up to the day: what controls are matched on."""
    steps = pl.col("close").log().diff()
    return levels.frame.select(
        "date",
        pl.lit(levels.code).alias("name"),
        trailing_return=pl.col("close") / pl.col("close").shift(LOOK_BACK) - 1,
        trailing_volatility=steps.rolling_std(LOOK_BACK),
    )


def say_entry(followed: pl.DataFrame, *, horizon: int, fall: float) -> Note:
    """Where the returns begin and what counts as a fall, in words."""
    resolved = followed.filter(pl.col("event").is_not_null())
    by_close = resolved.filter(pl.col("entry") == "close").height
    share = f"{fall * 100:g}"
    from_zh = {0: "T+1 开盘", resolved.height: "T+1 收盘（没有开盘价）"}.get(
        by_close, f"T+1 开盘（其中 {by_close} 个交易日没有开盘价，用收盘）"
    )
    from_en = {0: "the open of T+1", resolved.height: "the close of T+1 (no opens are known)"}.get(
        by_close, f"the open of T+1 (its close on {by_close} sessions without an open)"
    )
    return Note(
        f"T 日读数之后：自{from_zh}起至 T+{horizon} 收盘；期间任一收盘较起点下跌不少于 {share}% 记为一次下跌。",
        f"After a reading of T: from {from_en} to the close of T+{horizon}; the event is a close at least {share} % below the start.",
    )


def _check(horizon: int, fall: float) -> None:
    if horizon < SHORTEST:
        raise UsageError(reason=f"A horizon of {horizon} sessions is too short; it takes {SHORTEST} at least.",
                         reason_zh=f"期限 {horizon} 个交易日过短，至少要 {SHORTEST} 个。")  # fmt: skip
    if not 0 < fall < 1:
        raise UsageError(reason=f"A fall of {fall:g} cannot be; write it between 0 and 1, such as 5%.",
                         reason_zh=f"跌幅 {fall:g} 无效，须在 0 与 1 之间，例如 5%。")  # fmt: skip
