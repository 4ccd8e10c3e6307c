"""Printed cells to exact columns: commas and units taken away, nothing guessed, nothing silently lost."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

import polars as pl

from liangrong.core.errors import InvalidSecurity, SchemaChanged
from liangrong.core.outcomes import FailureKind
from liangrong.core.securities import Exchange, SecurityId, SecurityKind
from liangrong.core.units import Dimension, Unit
from liangrong.market.schemas import MONEY
from liangrong.sources.decoding import Rows
from liangrong.sources.fetcher import Query
from liangrong.sources.refusals import Refused
from liangrong.sources.wire import Key

__all__ = [
    "cell_text",
    "check_days",
    "check_total",
    "clean_name",
    "columns_of",
    "day_of",
    "flags",
    "half_unit",
    "no_duplicates",
    "numbers",
    "printed_decimals",
    "security_ids",
]

_NOTHING: Final = ("", "-", "--", "—", "－")
"""What sources print for "no value"."""
_DIGITS: Final = 10
"""Decimals kept while a unit is applied; 亿元 with eight decimals is the finest print seen."""
_LIMIT: Final = Decimal(10) ** 17
"""No cell of this market reaches 10^17 元 or 股; a larger one is a damaged one."""
_NUMBER: Final = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?([eE][+-]?\d{1,2})?", re.ASCII)
_TYPES: Final[dict[Dimension, pl.DataType]] = {
    Dimension.MONEY: MONEY,
    Dimension.SHARES: pl.Int64(),
    Dimension.COUNT: pl.Int64(),
    Dimension.RATIO: pl.Float64(),
    Dimension.POINTS: pl.Float64(),
}


def columns_of(rows: Rows, keys: Sequence[Key], place: str, *, units: dict[str, Unit] | None = None) -> pl.DataFrame:
    """Read the keys of all rows into typed columns of the standard table, in base units.

    Parameters
    ----------
    keys
        What to read. Keys with a unit become money, shares, counts, ratios or points; the others cleaned text.
    place
        Who is speaking, for the sentence when something is wrong.
    units
        The units printed beside the data, by key; they win over the ones in ``keys``.

    Raises
    ------
    SchemaChanged
        A row lacks a key that is not optional, or a cell is not a number; the row and the column are named.

    Examples
    --------
    >>> columns_of([{"rzye": "7"}], [Key("rzye", "financing_balance", Unit.YUAN)], "SSE").rows()
    [(Decimal('7.000'),)]
    """
    found = {}
    for key in keys:
        missing = next((n for n, row in enumerate(rows, 1) if key.name not in row), None)
        if missing is not None and not key.optional:
            raise SchemaChanged(
                place=place, reason=f"row {missing} has no '{key.name}'", reason_zh=f"第 {missing} 行没有“{key.name}”"
            )
        cells = pl.Series(key.column, [cell_text(row.get(key.name)) for row in rows], dtype=pl.String())
        unit = (units or {}).get(key.name, key.unit)
        found[key.column] = numbers(cells, unit, place, key.name) if unit else clean_name(cells)
    return pl.DataFrame(found)


def numbers(cells: pl.Series, unit: Unit, place: str, label: str) -> pl.Series:
    """Turn printed numbers in ``unit`` into base units: exact, commas gone, ``-`` and blanks null.

    Raises
    ------
    SchemaChanged
        A cell is not a number, too large for any market, or a fraction of a share.

    Examples
    --------
    >>> numbers(pl.Series("short_balance", ["11,559.99", "-"]), Unit.WAN_YUAN, "SZSE", "jrrjye").to_list()
    [Decimal('115599900.000'), None]
    """
    kind = _TYPES[unit.dimension]
    scale = None if unit.size == 1 else unit.size
    limit = _LIMIT / unit.size
    values: list[Decimal | None] = []
    for row, cell in enumerate(cells, 1):
        text = cell.strip() if cell is not None else ""
        if text in _NOTHING:
            values.append(None)
            continue
        if not _NUMBER.fullmatch(text):
            raise _unreadable(text, row, place, label, "is not a number", "不是数字")
        value = Decimal(text.replace(",", ""))
        if abs(value) >= limit:
            raise _unreadable(text, row, place, label, "is larger than any market", "大得不可能")
        base = value * scale if scale else value
        if kind == pl.Int64() and base != base.to_integral_value():
            raise _unreadable(text, row, place, label, "is not a whole number", "不是整数")
        values.append(base)
    # Decimals enter with all their digits; only the column's own type rounds them.
    return pl.Series(cells.name, values, dtype=pl.Decimal(38, _DIGITS)).cast(kind)


def _unreadable(text: str, row: int, place: str, label: str, en: str, zh: str) -> SchemaChanged:
    return SchemaChanged(
        place=place, reason=f"'{text}' in row {row}, column '{label}' {en}", reason_zh=f"第 {row} 行“{label}”的“{text}”{zh}"
    )


def _check(frame: pl.DataFrame, bad: pl.Expr, place: str, label: str, en: str, zh: str) -> None:
    found = frame.with_row_index("row", 1).filter(bad)
    if found.height:
        row, text = found["row"][0], found["text"][0]
        raise _unreadable(text, row, place, label, en, zh)


def clean_name(cells: pl.Series) -> pl.Series:
    """Names as one can compare them: no ``&nbsp;``, no inner or outer spaces, full-width letters and digits made plain.

    Examples
    --------
    >>> clean_name(pl.Series(["万&nbsp; 科Ａ"])).to_list()
    ['万科A']
    """
    full = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    return (
        cells.str.replace_all("&nbsp;", "", literal=True)
        .str.replace_all(r"[\s\u00a0\u3000]+", "")
        .str.replace_many(list(full), list(full.values()))
    )


def security_ids(cells: pl.Series, exchange: Exchange, place: str) -> pl.Series:
    """Codes to ``600519.SH``: zeros that a spreadsheet ate put back, the prefix checked against the exchange.

    An index is no security: ``000001`` is not accepted from Shanghai, where it is the SSE Composite.

    Raises
    ------
    SchemaChanged
        A cell is not a code of that exchange, or there is none.

    Examples
    --------
    >>> security_ids(pl.Series(["1", "300750"]), Exchange.SZSE, "SZSE").to_list()
    ['000001.SZ', '300750.SZ']
    """
    digits = cells.str.strip_chars().replace("", None).str.strip_suffix(".0").str.zfill(6)
    prefixes = [prefix for prefix in digits.str.slice(0, 3).unique() if prefix and _fault(prefix.ljust(6, "0"), exchange) is None]
    fits = digits.str.contains(r"^[0-9]{6}$").fill_null(value=False) & digits.str.slice(0, 3).is_in(prefixes)
    if not fits.all():
        row = fits.arg_min() or 0
        fault = _fault(digits[row] or "-", exchange)
        assert fault is not None
        raise SchemaChanged(
            place=place, reason=f"row {row + 1}: {fault.message('en')}", reason_zh=f"第 {row + 1} 行：{fault.message('zh')}"
        )
    return (digits + f".{exchange.suffix}").alias("security_id")


def _fault(code: str, exchange: Exchange) -> InvalidSecurity | None:
    """Why ``code`` names no security of ``exchange``; ``None`` when it does."""
    try:
        found = SecurityId.of(code, exchange)
    except InvalidSecurity as error:
        return error
    if found.kind is SecurityKind.INDEX:
        return InvalidSecurity(text=f"{found}", reason="it names an index", reason_zh="这是指数代码")
    return None


def flags(cells: pl.Series, place: str) -> pl.Series:
    """``Y``/``N`` to true and false; blanks null.

    Raises
    ------
    SchemaChanged
        A cell says anything else.
    """
    frame = cells.str.strip_chars().str.to_uppercase().to_frame("text")
    _check(frame, ~pl.col("text").is_in(["Y", "N", *_NOTHING]), place, cells.name, "is neither Y nor N", "既不是 Y 也不是 N")
    return frame.select(pl.when(pl.col("text").is_in(["Y", "N"])).then(pl.col("text") == "Y").alias(cells.name)).to_series()


def no_duplicates(cells: pl.Series, place: str) -> None:
    """Refuse an answer in which the same key stands twice.

    Raises
    ------
    Refused
        Kind ``DUPLICATED``, naming the first key that does.
    """
    twice = cells.filter(cells.is_duplicated())
    if twice.len():
        raise Refused(
            FailureKind.DUPLICATED,
            f"{place}: {twice[0]} stands there {(cells == twice[0]).sum()} times",
            f"{place}：{twice[0]} 出现了 {(cells == twice[0]).sum()} 次",
        )


def check_days(days: pl.Series, query: Query, place: str) -> None:
    """Refuse an answer that speaks of a day outside the query.

    Raises
    ------
    Refused
        Kind ``DATE_MISMATCH``, naming the first such day.
    """
    outside = days.filter(~days.is_between(query.start, query.end))
    if outside.len():
        asked = f"{query.end}" if query.start == query.end else f"{query.start} … {query.end}"
        raise Refused(
            FailureKind.DATE_MISMATCH,
            f"{place} was asked for {asked} and speaks of {outside[0]}",
            f"{place} 被询问 {asked}，应答的却是 {outside[0]}",
        )


def check_total(rows: int, announced: Collection[int], place: str) -> None:
    """Refuse an answer whose rows are not as many as its pages announce.

    Raises
    ------
    Refused
        Kind ``INCOMPLETE``: rows are missing, or the list changed while its pages were read.
    """
    if set(announced) != {rows}:
        said = " / ".join(f"{count:,}" for count in sorted(set(announced))) or "nothing"
        raise Refused(
            FailureKind.INCOMPLETE,
            f"{place} announces {said} rows and sent {rows:,}",
            f"{place} 声称有 {said} 行，实际 {rows:,} 行",
        )


def day_of(text: object, place: str) -> date:
    """A printed day: ``20260130``, ``2026-01-30``, ``2026/1/30`` or either with a midnight behind it.

    Raises
    ------
    SchemaChanged
        The text is not a day.

    Examples
    --------
    >>> day_of("20260130", "SSE"), day_of("2026-01-30 00:00:00", "Eastmoney")
    (datetime.date(2026, 1, 30), datetime.date(2026, 1, 30))
    """
    found = _read_day(f"{text}")
    if found is None:
        raise SchemaChanged(place=place, reason=f"'{text}' is not a day", reason_zh=f"“{text}”不是日期")
    return found


@lru_cache(maxsize=4096)
def _read_day(text: str) -> date | None:
    match = re.fullmatch(r"\s*(\d{4})([-/]?)(\d{1,2})\2(\d{1,2})(?:[T ]00:00:00(?:\.0+)?)?\s*", text, re.ASCII)
    if match and (match[2] or len(match[3] + match[4]) == len("0130")):
        with suppress(ValueError):
            return date(int(match[1]), int(match[3]), int(match[4]))
    return None


def printed_decimals(rows: Rows, keys: Sequence[Key]) -> int:
    """How many decimals the cells of ``keys`` are printed with (the most of any cell)."""
    return max((len((cell_text(row.get(key.name)) or "").partition(".")[2]) for row in rows for key in keys), default=0)


def half_unit(unit: Unit, decimals: int) -> Decimal:
    """Half of the last printed digit, in base units.

    Examples
    --------
    >>> half_unit(Unit.YI_YUAN, 2)
    Decimal('500000.00')
    """
    return unit.size.scaleb(-decimals) / 2


def cell_text(cell: object) -> str | None:
    """A cell as text, without the ``.0`` that a sheet's number type adds."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}".removesuffix(".0") if cell == cell else None  # noqa: PLR0124
    return str(cell)
