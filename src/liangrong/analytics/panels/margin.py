"""The margin detail and its market values as panels, read once for each snapshot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from liangrong.analytics.completeness import stocks_only
from liangrong.analytics.panels.financing import blocks
from liangrong.analytics.panels.panel import Panel
from liangrong.analytics.totals import HISTORY_START
from liangrong.market.derive import with_short_balance
from liangrong.market.snapshot import Keys, MarketSnapshot

__all__ = ["cap_panel", "margin_panel"]

_VALUED = frozenset({"short_balance", "margin_trading_balance"})


def margin_panel(
    snapshot: MarketSnapshot,
    columns: Sequence[str],
    *,
    start: date | None = None,
    end: date | None = None,
    securities: Sequence[str] = (),
    funds: bool = False,
) -> Panel:
    """Columns of ``margin_detail`` as arrays.

    Parameters
    ----------
    columns
        Stored columns. A short balance that its exchange does not publish is short quantity x close, where the close is known.
    start, end
        Sessions, both included.
    securities
        Only these; all stocks when empty.
    funds
        Also ETFs, where no securities are named.
    """
    key = ("margin panel", tuple(columns), start, end, tuple(securities), funds)
    return snapshot.once(key, lambda: _spread(snapshot, columns, start, end, securities, funds=funds))


def cap_panel(snapshot: MarketSnapshot, columns: Sequence[str], *, start: date | None = None, end: date | None = None) -> Panel:
    """Columns of ``caps`` as arrays, stocks only."""

    def read() -> Panel:
        return Panel.of(stocks_only(snapshot.table("caps", start=start, end=end)), columns, snapshot.calendar)

    return snapshot.once(("cap panel", tuple(columns), start, end), read)


def _spread(
    snapshot: MarketSnapshot,
    columns: Sequence[str],
    start: date | None,
    end: date | None,
    securities: Sequence[str],
    *,
    funds: bool,
) -> Panel:
    keys: Keys | None = {"security_id": list(securities)} if securities else None
    first, last = start or HISTORY_START, min(end or snapshot.as_of.as_of, snapshot.as_of.as_of)
    frames = [_rows(snapshot, columns, *days, keys, funds=funds) for days in blocks(snapshot.calendar, first, last)]
    return Panel.joined(frames, columns, snapshot.calendar)


def _rows(
    snapshot: MarketSnapshot, columns: Sequence[str], start: date, end: date, keys: Keys | None, *, funds: bool
) -> pl.DataFrame:
    """What a panel needs of some sessions, and nothing besides."""
    rows = snapshot.table("margin_detail", start=start, end=end, keys=keys)
    if not (funds or keys):
        rows = stocks_only(rows)
    if any(name in _VALUED and rows[name].null_count() for name in columns):
        rows = with_short_balance(rows, snapshot.table("quotes", start=start, end=end, keys=keys))
    return rows.select("security_id", "trade_date", "source", *(pl.col(name).cast(pl.Float64) for name in columns))
