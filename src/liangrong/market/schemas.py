"""The language in which tables are declared, and the one door through which frames enter them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.units import Unit

__all__ = ["CLOCKS", "MONEY", "PROVENANCE", "Column", "Quality", "Table", "columns", "conform"]

MONEY: Final = pl.Decimal(20, 3)
"""元 with three decimals: 融券余额 of ETFs has fractions of a fen."""

Quality = Literal["ok", "repaired", "suspect"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, unit and meaning.

    Parameters
    ----------
    unit
        ``None`` for text, dates and flags.
    zh, en
        The term and, after a colon, what it means.
    tushare, akshare
        What those libraries call it, where they have it.
    """

    name: str
    dtype: pl.DataType | type[pl.DataType]
    zh: str
    en: str
    unit: Unit | None = None
    tushare: str = ""
    akshare: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A standard table.

    Parameters
    ----------
    key
        The columns that, with ``source`` and ``known_at``, identify a row.
    day
        The column that says on which day a fact holds.
    columns
        The table's own columns, the key first; every table also has ``PROVENANCE`` and, once stored, ``CLOCKS``.
    """

    name: str
    zh: str
    en: str
    key: tuple[str, ...]
    day: str
    columns: tuple[Column, ...]

    @property
    def schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """Column name to polars type, provenance included, clocks not."""
        return {c.name: c.dtype for c in (*self.columns, *PROVENANCE)}

    @property
    def stored_schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """The schema on disk, clocks included."""
        return {c.name: c.dtype for c in (*self.columns, *PROVENANCE, *CLOCKS)}

    @property
    def values(self) -> tuple[str, ...]:
        """The columns that carry facts: neither key nor provenance."""
        return tuple(c.name for c in self.columns if c.name not in self.key)

    def column(self, name: str) -> Column:
        """The column called ``name``."""
        return next(c for c in self.columns if c.name == name)


PROVENANCE: Final = (
    Column("source", pl.String(), "来源", "source: who published or collected the row; 'simulated:' marks synthetic data"),
    Column("quality", pl.String(), "质量", "quality: ok, repaired (how is in the quality report) or suspect"),
    Column(
        "derived", pl.List(pl.String()), "推算列", "derived: names of the cells of this row that were computed, not published"
    ),
)
CLOCKS: Final = (
    Column("known_at", pl.Datetime("us", "UTC"), "可知时刻", "known_at: when the row could first be known"),
    Column("known_basis", pl.String(), "可知依据", "known_basis: assumed (09:00 of the next session) or observed"),
    Column("recorded_at", pl.Datetime("us", "UTC"), "入库时刻", "recorded_at: when we stored it; never compared"),
)


def conform(table: Table, frame: pl.DataFrame, *, source: str | None = None) -> pl.DataFrame:
    """Give a parsed frame the exact columns, order and types of its table.

    Columns the frame lacks become null; ``source`` fills that column when given; ``quality`` defaults to ``ok`` and
    ``derived`` to an empty list.

    Raises
    ------
    SchemaChanged
        A column the table does not have, a key that is missing or null, or a value that does not fit its type:
        text that is no number, a fraction of a share, money that is not finite.
    """
    known = set(table.schema) | {c.name for c in CLOCKS}
    unknown = [name for name in frame.columns if name not in known]
    if unknown:
        raise SchemaChanged(place=table.name, reason=f"unknown columns {unknown}", reason_zh=f"未知列 {unknown}")
    missing = [name for name in table.key if name not in frame.columns]
    if missing:
        raise SchemaChanged(place=table.name, reason=f"key columns {missing} are missing", reason_zh=f"缺少主键列 {missing}")
    broken = [name for name, dtype in table.schema.items() if dtype == pl.Int64() and _has_fractions(frame, name)]
    if broken:
        raise SchemaChanged(place=table.name, reason=f"fractions in whole numbers {broken}", reason_zh=f"整数列 {broken} 有小数")
    defaults: dict[str, pl.Expr] = {
        "source": pl.lit(source, dtype=pl.String()),
        "quality": pl.lit("ok"),
        "derived": pl.lit([], dtype=pl.List(pl.String())),
    }
    try:
        shaped = frame.select(
            [_cast(frame, name, dtype, defaults) for name, dtype in table.schema.items()]
            + [pl.col(c.name).cast(c.dtype) for c in CLOCKS if c.name in frame.columns]
        )
    except pl.exceptions.PolarsError as error:
        raise SchemaChanged(place=table.name, reason=str(error), reason_zh=f"数值不符合列类型：{error}") from error
    empty = [name for name in (*table.key, "source") if shaped[name].null_count()]
    if empty:
        raise SchemaChanged(place=table.name, reason=f"empty key cells in {empty}", reason_zh=f"主键列 {empty} 有空值")
    return shaped


def _has_fractions(frame: pl.DataFrame, name: str) -> bool:
    """Whether a cast to whole numbers would silently drop something."""
    if name not in frame.columns or not (frame[name].dtype.is_float() or frame[name].dtype.is_decimal()):
        return False
    return not frame[name].drop_nulls().to_frame().filter(pl.col(name) != pl.col(name).round(0)).is_empty()


def _cast(frame: pl.DataFrame, name: str, dtype: pl.DataType | type[pl.DataType], defaults: dict[str, pl.Expr]) -> pl.Expr:
    if name in frame.columns:
        expression = pl.col(name)
        if name in defaults and name != "source":
            expression = expression.fill_null(defaults[name])
    else:
        expression = defaults.get(name, pl.lit(None))
    return expression.cast(dtype).alias(name)


def columns(*groups: Column | Iterable[Column]) -> tuple[Column, ...]:
    """Flatten shared groups of columns into one tuple."""
    return tuple(c for g in groups for c in ([g] if isinstance(g, Column) else g))
