"""The table in a file of an export: CSV in any of the usual encodings, or Parquet, told apart by content; every cell is text."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

import polars as pl

from liangrong.core.errors import BadInput
from liangrong.sources.encodings import decode

__all__ = ["ROW", "table_of"]

ROW: Final = "#row"
"""Column with the number of the row in the file; the heading is row 1."""

_PARQUET: Final = b"PAR1"
_DELIMITERS: Final = ("\t", ";", ",")
_HEAD: Final = 1 << 16
_DECIMALS: Final = 6
"""A float of a Parquet file is what its printer meant to this many decimals."""


def table_of(path: Path) -> pl.DataFrame:
    """Read a file: its columns as text under their own headings, and ``ROW``.

    Raises
    ------
    BadInput
        It is not there, cannot be read, or is no table.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
        found = _parquet(path) if head.startswith(_PARQUET) else _csv(path, head)
    except OSError as error:
        said_zh = "没有这个文件" if isinstance(error, FileNotFoundError) else f"无法读取（{error.strerror}）"
        raise BadInput(place=str(path), reason=f"it cannot be read: {error.strerror}", reason_zh=said_zh) from error
    except pl.exceptions.PolarsError as error:
        raise _unreadable(path, error) from error
    named = found.with_row_index(ROW, 2)
    return named.filter(~pl.all_horizontal(pl.exclude(ROW).is_null())).with_columns(pl.col(ROW).cast(pl.Int64))


def _parquet(path: Path) -> pl.DataFrame:
    found = pl.read_parquet(path, glob=False)
    exact = [pl.col(name).cast(pl.Decimal(38, _DECIMALS)) for name, kind in found.schema.items() if kind.is_float()]
    return found.with_columns(exact).select(pl.all().cast(pl.String))


def _csv(path: Path, head: bytes) -> pl.DataFrame:
    text = decode(head, _HEAD)
    if text is None or not text.strip():
        raise BadInput(place=str(path), reason="it is empty or no text; an export is CSV or Parquet",
                       reason_zh="文件为空或不是文本；导出文件应为 CSV 或 Parquet")  # fmt: skip
    first = text.lstrip("\r\n").splitlines()[0]
    separator = next((mark for mark in _DELIMITERS if mark in first), ",")
    try:
        return pl.read_csv(path, separator=separator, infer_schema=False, encoding="utf8")
    except pl.exceptions.ComputeError:
        content = path.read_bytes()
        whole = decode(content)
        if whole is None or _is_utf8(content):
            raise
    return pl.read_csv(whole.encode(), separator=separator, infer_schema=False)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unreadable(path: Path, error: Exception) -> BadInput:
    """What polars could not read, with the row where a table breaks."""
    told = next(iter(str(error).splitlines()), "")
    text = decode(path.read_bytes())
    if text is not None:
        first = text.splitlines()[0] if text.strip() else ""
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=next((mark for mark in _DELIMITERS if mark in first), ","))
        width = len(next(rows, []))
        at = next((number for number, row in enumerate(rows, start=2) if len(row) > width), None)
        if at is not None:
            return BadInput(place=str(path), reason=f"row {at} has more cells than the {width} headings",
                            reason_zh=f"第 {at} 行的单元格多于 {width} 个列名")  # fmt: skip
    return BadInput(place=str(path), reason=f"it is not a complete table ({told})", reason_zh=f"不是完整的表格（{told}）")
