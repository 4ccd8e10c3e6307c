"""How long the short side would need to buy back, and where it has done so: vanished shorts and days of large returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.margin import margin_panel
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import quote_panel
from liangrong.analytics.panels.trailing import trailing_mean
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["COVER_SHARE", "MEAN_SESSIONS", "VANISHED_SHARE", "VOLUME_SESSIONS", "covers", "days_to_cover", "short_panel"]

VOLUME_SESSIONS: Final = 20
"""Days to cover divide by the mean volume of so many sessions, the day itself included."""
LEAST_TRADED: Final = 10
"""At least so many of them must have been traded."""
MEAN_SESSIONS: Final = 60
"""A short has vanished against its own mean of so many sessions before."""
VANISHED_SHARE: Final = 0.10
"""At or below this share of that mean, or at zero, it has vanished."""
COVER_SHARE: Final = 0.50
"""A cover day returns at least this share of what was outstanding the evening before."""


def short_panel(
    snapshot: MarketSnapshot, *, start: date | None = None, end: date | None = None, securities: Sequence[str] = ()
) -> Panel:
    """The shorts of stocks: ``short_quantity``, ``returned`` and ``volume``, in shares.

    Parameters
    ----------
    start, end
        Sessions, both included; those of the detail and of the quotes are laid out.
    securities
        Only these; every stock in the detail when empty.

    Notes
    -----
    ``returned`` is 融券偿还量; where an exchange does not publish it, the roll-forward gives it: yesterday's quantity plus what
    was sold short minus today's quantity.
    """
    columns = ("short_quantity", "short_sell_quantity", "short_repay_quantity")
    detail = margin_panel(snapshot, columns, start=start, end=end, securities=securities)
    quotes = quote_panel(snapshot, start=start, end=end, securities=securities)
    ends = [day for panel in (detail, quotes) for day in panel.sessions[:1] + panel.sessions[-1:]]
    sessions = snapshot.calendar.between(min(ends), max(ends)) if detail.sessions else ()
    frame = Panel(sessions, detail.securities, {}, detail.sources)
    quantity, sold, published = detail.like(frame).cells.values()
    rolled = np.full(quantity.shape, np.nan)
    rolled[1:] = quantity[:-1] + sold[1:] - quantity[1:]
    cells = {
        "short_quantity": quantity,
        "returned": np.where(np.isnan(published), rolled, published),
        "volume": quotes.like(frame)["volume"],
    }
    return replace(frame, cells=cells)


def days_to_cover(quantity: Floats, volume: Floats) -> Floats:
    """Short quantity over the mean volume of the last 20 sessions, this one included, sessions without trading left out.

    In days of the stock's whole trading: 0.5 means that half a day's volume would buy everything back. NaN where fewer than ten
    of the 20 sessions were traded.

    Parameters
    ----------
    quantity, volume
        In shares, sessions x securities.

    References
    ----------
    The short-interest ratio of Hong, Li, Ni, Scheinkman and Yan, "Days to Cover and Stock Returns" (NBER 21166, 2015); they divide
    by turnover over a month.

    Examples
    --------
    >>> days_to_cover(np.full((10, 1), 300.0), np.full((10, 1), 600.0))[-1].tolist()
    [0.5]
    """
    traded = np.where(volume > 0, volume, np.nan)
    return quantity / trailing_mean(traded, VOLUME_SESSIONS, least=LEAST_TRADED)


def covers(
    snapshot: MarketSnapshot,
    *,
    start: date,
    end: date,
    below: float = VANISHED_SHARE,
    returned: float = COVER_SHARE,
) -> Result:
    """The sessions of a window on which a stock's short vanished or a large part of it was returned.

    Parameters
    ----------
    start, end
        Sessions, both included; the 60 sessions before ``start`` are read too.
    below
        ``vanished``: the quantity is zero, or at most this share of its mean over the 60 sessions before, and was not so the
        session before.
    returned
        ``cover_day``: at least this share of yesterday's quantity was returned, and less is outstanding than yesterday.

    Returns
    -------
    Result
        One row for each event, largest short first within a day: ``date, security_id, short_event, short_quantity, previous_quantity,
        mean_quantity, returned_quantity, returned_share, days_to_cover`` (of the session before). A warning counts the stocks
        whose 60 sessions are not known: of them nothing is said.

    Examples
    --------
    >>> from datetime import timedelta
    >>> from liangrong.core.calendar import mainland
    >>> days = mainland().between(date(2025, 10, 9), date(2026, 1, 30))
    >>> rows = pl.DataFrame({"security_id": ["600519.SH"] * len(days), "trade_date": days, "short_sell_quantity": 0})
    >>> rows = rows.with_columns(short_quantity=pl.when(pl.col("trade_date") < days[-1]).then(900).otherwise(0))
    >>> market = MarketSnapshot.of({"margin_detail": rows}, days[-1])
    >>> covers(market, start=days[-1], end=days[-1]).data.select("short_event", "returned_share").rows()
    [('vanished', 1.0), ('cover_day', 1.0)]
    """
    first = snapshot.calendar.back(start, MEAN_SESSIONS + 1)
    panel = short_panel(snapshot, start=first, end=end)
    quantity = panel["short_quantity"]
    before = _before(quantity)
    mean = _before(trailing_mean(quantity, MEAN_SESSIONS, least=MEAN_SESSIONS))
    gone = (quantity == 0) | (quantity <= below * mean)
    asked = np.array([start <= day for day in panel.sessions], dtype=bool)
    judged = asked[:, None] & (mean > 0)
    vanished = judged & gone & ~(_before(gone.astype(np.float64)) == 1) & (before > 0)
    share = np.divide(panel["returned"], before, out=np.full(before.shape, np.nan), where=before > 0)
    days = _before(days_to_cover(quantity, panel["volume"]))
    cells = {
        "short_quantity": quantity,
        "previous_quantity": before,
        "mean_quantity": mean,
        "returned_quantity": panel["returned"],
        "returned_share": share,
        "days_to_cover": days,
    }
    found = [_rows(panel, hit, event, cells) for event, hit in
             (("vanished", vanished), ("cover_day", asked[:, None] & (share >= returned) & (quantity < before)))]  # fmt: skip
    rows = pl.concat(found).sort("date", "previous_quantity", "security_id", "short_event", descending=[True, True, False, True])
    unknown = int((np.isnan(mean[asked]) & ~np.isnan(quantity[asked])).any(axis=0).sum()) if asked.any() else 0
    in_hand = int((~np.isnan(quantity)).any(axis=1).sum())
    return Result(
        data=rows, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at, source=panel.sources
    ).warn(*_notes(unknown, in_hand, below, returned))  # fmt: skip


def _before(values: Floats) -> Floats:
    """Each row's value of the session before."""
    shifted = np.full(values.shape, np.nan)
    shifted[1:] = values[:-1]
    return shifted


def _rows(panel: Panel, hit: np.ndarray, event: str, cells: dict[str, Floats]) -> pl.DataFrame:
    row, column = np.nonzero(hit)
    days = pl.Series("date", panel.sessions, dtype=pl.Date).gather(row)
    codes = pl.Series("security_id", panel.securities, dtype=pl.String).gather(column)
    values = [pl.Series(name, values[row, column], dtype=pl.Float64).fill_nan(None) for name, values in cells.items()]
    whole = [name for name in cells if name.endswith("_quantity") and name != "mean_quantity"]
    return pl.DataFrame([days, codes, pl.Series("short_event", [event] * len(row), dtype=pl.String), *values]).with_columns(
        pl.col(whole).cast(pl.Int64), pl.col("mean_quantity").round().cast(pl.Int64)
    )


def _notes(unknown: int, in_hand: int, below: float, returned: float) -> list[Note]:
    definition = Note(
        f"归零：融券余量为零，或不超过此前 {MEAN_SESSIONS} 个交易日均值的 {below:.0%}，且前一日尚未如此；"
        f"回补日：偿还量不少于前一日余量的 {returned:.0%}，且余量下降。",
        f"Vanished: the quantity is zero or at most {below:.0%} of its mean over the {MEAN_SESSIONS} sessions before, and was not so "
        f"the session before. Cover day: at least {returned:.0%} of the evening before was returned, and less is outstanding.",
    )
    if not unknown:
        return [definition]
    return [
        definition,
        Note(
            f"{unknown} 只股票此前不足 {MEAN_SESSIONS} 个交易日的明细（已有明细 {in_hand} 个交易日），是否归零不予判断。",
            f"{unknown} stocks lack {MEAN_SESSIONS} sessions of detail before the day ({in_hand} sessions are in hand): "
            "whether their shorts vanished is not judged.",
        ),
    ]
