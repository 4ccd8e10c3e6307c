"""The financing side of the margin detail, summed up once so that any window is a subtraction.

Money is counted in 厘 (0.001 元) as 64-bit integers: the stored Decimal(20, 3) without loss, and exact in every sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.completeness import WHOLE_SHARE
from liangrong.analytics.totals import BSE_START
from liangrong.core.calendar import Calendar
from liangrong.core.securities import Exchange
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Financing", "Ints", "blocks", "financing", "money"]

Ints: TypeAlias = NDArray[np.int64]

BLOCK: Final = 500
"""Sessions that are read at a time: what lies in memory besides the arrays is bounded by it."""

_FLOWS: Final = ("financing_balance", "financing_buy_amount", "financing_repay_amount")
_SUFFIXES: Final = tuple(exchange.suffix for exchange in Exchange)


@dataclass(frozen=True, slots=True, eq=False)
class Financing:
    """Balances, buys and repayments of every security, sessions x securities.

    Parameters
    ----------
    start, end
        What was asked for; ``sessions`` are all sessions between them.
    securities
        Codes in order.
    days, codes
        The sessions and the securities as arrays.
    exchange
        The place of each security's exchange in ``list(Exchange)``.
    balance
        In 厘; 0 where it is not known, which ``latest`` tells.
    latest, following
        The session (its place) of the last known balance at or before, -1 without one; and of the first known one at or after,
        ``len(sessions)`` without one.
    bought, repaid
        Sums over all sessions before, in 厘, with one row more than there are sessions: ``bought[b] - bought[a]`` is what was bought
        in the sessions a to b - 1.
    unpublished
        In the same way, how many rows lack their buys or their repayments.
    whole
        Sessions x exchanges: whether the list is whole, judged by its buys against the exchange's own total. Before the BSE took part
        nothing is missing of it.
    sources
        Where the figures come from.
    """

    start: date
    end: date
    sessions: tuple[date, ...]
    securities: tuple[str, ...]
    days: NDArray[np.datetime64]
    codes: NDArray[np.str_]
    exchange: NDArray[np.int8]
    balance: Ints
    latest: NDArray[np.int32]
    following: NDArray[np.int32]
    bought: Ints
    repaid: Ints
    unpublished: NDArray[np.int32]
    whole: NDArray[np.bool_]
    sources: tuple[str, ...]

    def places(self, days: pl.Series, *, after: bool = False) -> Ints:
        """The place of the first session at or after each day; with ``after``, strictly after it."""
        return np.searchsorted(self.days, days.to_numpy().astype("datetime64[D]"), side="right" if after else "left").astype(
            np.int64
        )


def financing(snapshot: MarketSnapshot, start: date, end: date) -> Financing:
    """The financing side from ``start`` to ``end``, or of a longer time where that was read already.

    Prepared once for a snapshot, and again only when more is asked for than was read before.

    Examples
    --------
    >>> days = [date(2026, 1, 29), date(2026, 1, 30)]
    >>> rows = {"security_id": ["600519.SH"] * 2, "trade_date": days, "financing_balance": [900, 1000], "financing_buy_amount": [50, 120]}
    >>> read = financing(MarketSnapshot.of({"margin_detail": pl.DataFrame(rows)}, days[1]), *days)
    >>> (read.bought[2] - read.bought[0]).tolist(), read.latest.tolist()
    ([170000], [[0], [1]])
    """
    held: dict[str, Financing] = snapshot.once("financing", dict)
    known = held.get("")
    if known is None or start < known.start or end > known.end:
        low, high = (start, end) if known is None else (min(start, known.start), max(end, known.end))
        known = held[""] = _read(snapshot, low, high)
    return known


def money(values: Ints | pl.Series) -> pl.Series:
    """厘 as 元, exactly.

    Examples
    --------
    >>> money(np.array([1386500])).to_list()
    [Decimal('1386.500')]
    """
    return (pl.Series(values, dtype=pl.Int64).cast(pl.Decimal(38, 3)) / 1000).cast(MONEY)


def blocks(calendar: Calendar, start: date, end: date, sessions: int = BLOCK) -> Iterator[tuple[date, date]]:
    """The sessions from ``start`` to ``end`` in pieces, as the first and the last day of each."""
    days = calendar.between(start, end)
    for place in range(0, len(days), sessions):
        piece = days[place : place + sessions]
        yield piece[0], piece[-1]


def _read(snapshot: MarketSnapshot, start: date, end: date) -> Financing:
    sessions = snapshot.calendar.between(start, end)
    days = np.array(sessions, dtype="datetime64[D]")
    pieces, sources = [], set[str]()
    for first, last in blocks(snapshot.calendar, start, end):
        rows = snapshot.table("margin_detail", start=first, end=last)
        sources.update(rows["source"].unique())
        pieces.append(_lean(rows, days))
    securities = np.unique(np.concatenate([piece.securities for piece in pieces])) if pieces else np.array([], dtype=str)
    shape = len(sessions), len(securities)
    balance, bought, repaid = (np.zeros((rows, shape[1]), dtype=np.int64) for rows in (shape[0], shape[0] + 1, shape[0] + 1))
    unpublished, known = np.zeros((shape[0] + 1, shape[1]), dtype=np.int32), np.zeros(shape, dtype=np.bool_)
    for piece in pieces:
        column = np.searchsorted(securities, piece.securities)[piece.security]
        balance[piece.session, column] = piece.balance
        known[piece.session, column] = piece.known
        bought[piece.session + 1, column] = piece.bought
        repaid[piece.session + 1, column] = piece.repaid
        unpublished[piece.session + 1, column] = piece.unpublished
    names = tuple(str(name) for name in securities)
    exchange = np.array([_SUFFIXES.index(name[-2:]) for name in names], dtype=np.int8)
    parts = [exchange == place for place in range(len(_SUFFIXES))]
    listed = np.stack([np.where(known[:, part].any(axis=1), bought[1:, part].sum(axis=1), -1) for part in parts], axis=1)
    for sums in (bought, repaid, unpublished):
        np.cumsum(sums, axis=0, out=sums)
    return Financing(
        start, end, sessions, names, days, securities, exchange, balance, *_neighbours(known), bought, repaid, unpublished,
        _whole(snapshot, sessions, listed), tuple(sorted(sources)),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Rows of a block as plain arrays; ``security`` is a place in ``securities``."""

    securities: NDArray[np.str_]
    security: Ints
    session: Ints
    balance: Ints
    known: NDArray[np.bool_]
    bought: Ints
    repaid: Ints
    unpublished: NDArray[np.bool_]


def _lean(rows: pl.DataFrame, days: NDArray[np.datetime64]) -> _Piece:
    rows = rows.select("security_id", "trade_date", *_FLOWS)
    place = np.searchsorted(days, rows["trade_date"].to_numpy())
    at = np.minimum(place, max(len(days) - 1, 0))
    rows, place = (
        (rows, place) if rows.is_empty() or (days[at] == rows["trade_date"].to_numpy()).all() else _on_sessions(rows, days)
    )
    names = rows["security_id"].unique().sort()
    balance, bought, repaid = (rows[name].to_physical().cast(pl.Int64) for name in _FLOWS)
    return _Piece(
        names.to_numpy().astype(str),
        rows["security_id"].cast(pl.Enum(names)).to_physical().to_numpy().astype(np.int64),
        place.astype(np.int64),
        balance.fill_null(0).to_numpy(),
        balance.is_not_null().to_numpy(),
        bought.fill_null(0).to_numpy(),
        repaid.fill_null(0).to_numpy(),
        (bought.is_null() | repaid.is_null()).to_numpy(),
    )


def _on_sessions(rows: pl.DataFrame, days: NDArray[np.datetime64]) -> tuple[pl.DataFrame, NDArray[np.intp]]:
    """Only the rows whose day is a session."""
    kept = rows.filter(pl.col("trade_date").is_in(pl.Series(days).implode()))
    return kept, np.searchsorted(days, kept["trade_date"].to_numpy())


def _neighbours(known: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The places of the last known cell at or before, and of the first at or after, each cell."""
    place = np.arange(len(known), dtype=np.int32)[:, None]
    latest = np.maximum.accumulate(np.where(known, place, np.int32(-1)), axis=0)
    following = np.minimum.accumulate(np.where(known, place, np.int32(len(known)))[::-1], axis=0)[::-1]
    return latest, np.ascontiguousarray(following)


def _whole(snapshot: MarketSnapshot, sessions: tuple[date, ...], listed: Ints) -> NDArray[np.bool_]:
    """Where the listed buys (-1: no list) reach the exchange's own; the rule of ``completeness.days_of_whole_detail``."""
    names = [exchange.name for exchange in Exchange]
    whole = np.zeros(listed.shape, dtype=np.bool_)
    if not sessions:
        return whole
    begun = np.array(sessions, dtype="datetime64[D]") >= np.datetime64(BSE_START)
    whole[:, names.index(Exchange.BSE.name)] = ~begun
    totals = snapshot.table("market_totals", start=sessions[0], end=sessions[-1]).filter(
        pl.col("exchange").is_in(names) & pl.col("financing_buy_amount").is_not_null(),
        (pl.col("exchange") != Exchange.BSE.name) | (pl.col("trade_date") >= BSE_START),
    )
    row = {day: place for place, day in enumerate(sessions)}
    for name, day, total in totals.select("exchange", "trade_date", pl.col("financing_buy_amount").to_physical()).iter_rows():
        if day in row:
            column = names.index(name)
            whole[row[day], column] = listed[row[day], column] >= WHOLE_SHARE * total
    return whole
