"""The shape: arrays of sessions x securities, unknown cells NaN."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.core.calendar import Calendar

__all__ = ["Floats", "Panel"]

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Columns of one table as arrays.

    Parameters
    ----------
    sessions
        The rows: every session between the first and the last, known or not.
    securities
        The columns, in order of their codes.
    cells
        Column name to an array of ``len(sessions) x len(securities)``; money in 元 as float64, unknown cells NaN.
    sources
        Where the figures come from.
    """

    sessions: tuple[date, ...]
    securities: tuple[str, ...]
    cells: Mapping[str, Floats]
    sources: tuple[str, ...] = ()

    @classmethod
    def of(cls, frame: pl.DataFrame, columns: Sequence[str], calendar: Calendar) -> Panel:
        """Spread rows (``security_id, trade_date`` and ``columns``, one row per key) into arrays.

        Rows on days that are no session are left out.

        Examples
        --------
        >>> from liangrong.core.calendar import mainland
        >>> days = [date(2026, 1, 29), date(2026, 1, 30)]
        >>> rows = pl.DataFrame({"security_id": ["600519.SH"] * 2, "trade_date": days, "close": [1400.0, 1386.0]})
        >>> Panel.of(rows, ["close"], mainland()).cells["close"].tolist()
        [[1400.0], [1386.0]]
        """
        return cls.joined([frame], columns, calendar)

    @classmethod
    def joined(cls, frames: Sequence[pl.DataFrame], columns: Sequence[str], calendar: Calendar) -> Panel:
        """The same from rows in several frames, no key in two of them: a long history need not lie in memory as rows."""
        frames = [frame for frame in frames if not frame.is_empty()]
        if not frames:
            return cls((), (), {name: np.empty((0, 0)) for name in columns})
        ends = [
            frame.select(pl.col("trade_date").min().alias("a"), pl.col("trade_date").max().alias("b")).row(0) for frame in frames
        ]
        sessions = calendar.between(min(low for low, _ in ends), max(high for _, high in ends))
        days = pl.DataFrame({"trade_date": sessions}, schema={"trade_date": pl.Date}).with_row_index("_row")
        names = (
            pl.concat([frame["security_id"].unique() for frame in frames]).unique().sort().to_frame().with_row_index("_column")
        )
        cells = {name: np.full((len(sessions), names.height), np.nan) for name in columns}
        for frame in frames:
            placed = frame.select("security_id", "trade_date", *columns).join(days, on="trade_date").join(names, on="security_id")
            at = placed["_row"].to_numpy(), placed["_column"].to_numpy()
            for name in columns:
                cells[name][at] = placed[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        sources = {source for frame in frames if "source" in frame.columns for source in frame["source"].unique()}
        return cls(tuple(sessions), tuple(names["security_id"]), cells, tuple(sorted(sources)))

    def __getitem__(self, name: str) -> Floats:
        return self.cells[name]

    def like(self, other: Panel) -> Panel:
        """The same figures laid out over the sessions and securities of ``other``; what is not here is NaN.

        Examples
        --------
        >>> day = date(2026, 1, 30)
        >>> here = Panel((day,), ("600519.SH",), {"close": np.array([[1386.0]])})
        >>> here.like(Panel((day,), ("000001.SZ", "600519.SH"), {}))["close"].tolist()
        [[nan, 1386.0]]
        """
        rows = {day: place for place, day in enumerate(self.sessions)}
        columns = {name: place for place, name in enumerate(self.securities)}
        row = np.array([rows.get(day, -1) for day in other.sessions], dtype=np.int64)
        column = np.array([columns.get(name, -1) for name in other.securities], dtype=np.int64)
        known = (row >= 0)[:, None] & (column >= 0)[None, :]
        laid = {
            name: np.where(known, values[np.ix_(row, column)], np.nan) if values.size else np.full(known.shape, np.nan)
            for name, values in self.cells.items()
        }
        return Panel(other.sessions, other.securities, laid, self.sources)

    def long(self, name: str, values: Floats | None = None) -> pl.DataFrame:
        """One array as rows ``trade_date, security_id, name``, unknown cells left out."""
        spread = self.cells[name] if values is None else values
        row, column = np.nonzero(~np.isnan(spread))
        days = pl.Series("trade_date", self.sessions, dtype=pl.Date)
        codes = pl.Series("security_id", self.securities, dtype=pl.String)
        return pl.DataFrame([days.gather(row), codes.gather(column), pl.Series(name, spread[row, column])])
