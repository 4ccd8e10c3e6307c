"""The levels of an index or a stock session by session, without gaps where a gap can be closed honestly.

The Shanghai Composite is known here from a file that pauses with Hong Kong's holidays. Wilder's average takes one step a
session, so a session left out is a step left out: a hole of up to ``LONGEST_HOLE`` sessions is closed by the previous close
that the next row implies, and evenly where even that is not known. Nothing is ever read off such a session.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from liangrong.core.errors import InvalidSecurity, NoData
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["COMPOSITE", "LONGEST_HOLE", "Prices", "prices"]

COMPOSITE: Final = "000001.SH"
"""上证综指."""
LONGEST_HOLE: Final = 3
"""Sessions; a longer hole stays one, and every indicator starts anew after it."""

_BARS: Final = ("open", "high", "low", "close", "previous_close")


@dataclass(frozen=True, slots=True)
class Prices:
    """One name over time.

    Parameters
    ----------
    frame
        ``date, open, high, low, close, is_known``: every session from the first to the last known close. ``is_known`` is false where
        the close was filled in or, in a longer hole, is null.
    """

    code: str
    frame: pl.DataFrame
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def known(self) -> pl.DataFrame:
        """The sessions whose close was published."""
        return self.frame.filter("is_known")


def prices(snapshot: MarketSnapshot, code: str) -> Prices:
    """The levels of an index, or of a stock with ex-rights gaps taken out (chained from its first close).

    Raises
    ------
    NoData
        No close of it is stored.

    Examples
    --------
    >>> from datetime import date
    >>> days = [date(2026, 1, 28), date(2026, 1, 30)]
    >>> rows = pl.DataFrame({"security_id": COMPOSITE, "trade_date": days, "close": [100.0, 103.02], "change_ratio": [0.0, 0.01]})
    >>> prices(MarketSnapshot.of({"index_quotes": rows}, days[-1]), COMPOSITE).frame["close"].round(6).to_list()
    [100.0, 102.0, 103.02]
    """
    return snapshot.once(("prices", code), lambda: _read(snapshot, code))


def _read(snapshot: MarketSnapshot, code: str) -> Prices:
    rows = _index(snapshot, code)
    notes: tuple[Note, ...] = ()
    if rows.is_empty() and _is_stock(code):
        rows = _stock(snapshot, code)
        notes = (Note(f"{code} 的价格已按除权前收盘价衔接。", f"Prices of {code} are chained over ex-rights days."),)
    if rows.is_empty():
        everything = snapshot.table("index_quotes").filter(pl.col("close").is_not_null())["security_id"].unique().sort()
        raise NoData(
            what="closes", what_zh="收盘价", where=code, nearest=", ".join(everything) or "no index at all",
            nearest_zh="、".join(everything) or "没有任何指数",
        )  # fmt: skip
    frame = _filled(rows, snapshot)
    return Prices(code, frame, tuple(rows["source"].unique().sort()), (*notes, *_holes(frame, code)))


def _index(snapshot: MarketSnapshot, code: str) -> pl.DataFrame:
    rows = snapshot.table("index_quotes", keys={"security_id": [code]})
    wanted = rows.select(pl.col("trade_date").alias("date"), *_BARS, "change_ratio", "source").filter(
        pl.col("close").is_not_null()
    )
    if wanted.is_empty() and code == COMPOSITE:
        beside = snapshot.table("account_statistics").filter(pl.col("sse_composite_close").is_not_null())
        wanted = beside.select(
            pl.col("trade_date").alias("date"),
            *(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("open", "high", "low")),
            pl.col("sse_composite_close").alias("close"),
            *(pl.lit(None, dtype=pl.Float64).alias(name) for name in ("previous_close", "change_ratio")),
            "source",
        )
    return wanted.with_columns(pl.coalesce("previous_close", pl.col("close") / (1 + pl.col("change_ratio"))))


def _stock(snapshot: MarketSnapshot, code: str) -> pl.DataFrame:
    """Bars chained from the first close: each step is the close over its ex-rights previous close, or over the last close before a gap."""
    rows = snapshot.table("quotes", keys={"security_id": [code]}).filter(pl.col("close").is_not_null())
    if rows.is_empty():
        return rows.select(pl.col("trade_date").alias("date"), *_BARS, "source")
    bars = rows.select(pl.col("trade_date").alias("date"), *(pl.col(name).cast(pl.Float64) for name in _BARS), "source")
    sessions = snapshot.calendar.between(bars["date"][0], bars["date"][-1])
    before = pl.DataFrame({"date": sessions}, schema={"date": pl.Date}).with_columns(_before=pl.col("date").shift(1))
    follows = pl.col("date").shift(1) == pl.col("_before")
    base = pl.when(follows).then(pl.coalesce("previous_close", pl.col("close").shift(1))).otherwise(pl.col("close").shift(1))
    factor = (pl.col("close") / base).fill_null(1.0).cum_prod() * pl.col("close").first() / pl.col("close")
    return (
        bars.join(before, on="date", how="left", maintain_order="left")
        .with_columns(_factor=factor)
        .with_columns(*(pl.col(name) * pl.col("_factor") for name in _BARS))
        .drop("_before", "_factor")
    )


def _is_stock(code: str) -> bool:
    try:
        SecurityId.parse(code)
    except InvalidSecurity:
        return False
    return True


def _filled(rows: pl.DataFrame, snapshot: MarketSnapshot) -> pl.DataFrame:
    first, last = rows["date"][0], rows["date"][-1]
    sessions = pl.DataFrame({"date": snapshot.calendar.between(first, last)}, schema={"date": pl.Date})
    spread = sessions.join(rows, on="date", how="left", maintain_order="left").with_columns(
        is_known=pl.col("close").is_not_null(), close=pl.coalesce("close", pl.col("previous_close").shift(-1))
    )
    hole = pl.len().over(pl.col("is_known").rle_id()) * (~pl.col("is_known"))
    even = pl.col("close").log().interpolate().exp()
    return spread.with_columns(
        close=pl.when(hole == 0).then("close").when(hole <= LONGEST_HOLE).then(pl.coalesce("close", even))
    ).select("date", "open", "high", "low", "close", "is_known")


def _holes(frame: pl.DataFrame, code: str) -> tuple[Note, ...]:
    filled = frame.filter(~pl.col("is_known"), pl.col("close").is_not_null()).height
    missing = frame["close"].null_count()
    notes = []
    if filled:
        notes.append(Note(
            f"{code} 有 {filled} 个交易日没有收盘价，以次日涨跌幅反推或均匀补足，只供平滑，不作读数。",
            f"{filled} sessions of {code} have no close; they are implied by the next row's change or filled evenly, to keep averages in "
            "step, and are never readings.",
        ))  # fmt: skip
    if missing:
        notes.append(Note(f"{code} 另有 {missing} 个交易日缺失，指标在其后重新起算。",
                          f"{missing} further sessions of {code} are missing; indicators start anew after them."))  # fmt: skip
    return tuple(notes)
