"""The front door of the file importers: bytes in, layout and outcome out.

``read`` raises only for content that no layout recognises or that is damaged; what a recognised file cannot say is
``Failed`` with a sentence.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar, LiangrongError
from liangrong.core.outcomes import Ok, Outcome
from liangrong.market.discrepancies import Discrepancy
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.layout import Layout, sample
from liangrong.sources.files.registry import recognise_sample
from liangrong.sources.refusals import Refused, failed

__all__ = ["Recognised", "hints_from_name", "read"]

_T = TypeVar("_T", date, str)

_DAY: Final = re.compile(r"(?<!\d)(20\d{2})[-_.]?(\d{2})[-_.]?(\d{2})(?!\d)")
_MONTH: Final = re.compile(r"(?<!\d)(20\d{2})-?(0[1-9]|1[0-2])(?!\d)")
_CODE: Final = re.compile(r"(?<!\d)(\d{6})(?:[._-]?(SH|SZ|BJ)(?![A-Za-z]))?(?!\d)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognised file: the name of its layout, and what it says."""

    layout: str
    outcome: Outcome[Batch]
    label_zh: str = ""
    label_en: str = ""


def read(content: bytes, hints: Hints | None = None) -> Recognised:
    r"""Recognise a file by its content and read it into standard tables.

    Parameters
    ----------
    hints
        What the content may leave open (a day, a security). Given by the user, or by ``hints_from_name``.

    Raises
    ------
    UnrecognisedInput
        No layout fits.
    BadInput
        The file is damaged: a cut-off workbook, archive or Parquet file.

    Examples
    --------
    >>> text = "opDate,rqmcl,rzmre,rqyl,rzye\n2014-08-01,499792345,20877644942,604541045,282807951055\n"
    >>> read(text.encode()).layout
    'tushare_sh_margins'
    """
    seen = sample(content)
    layout = recognise_sample(seen)
    try:
        outcome = layout.parse(seen.content, hints or Hints())
    except (Refused, LiangrongError, pl.exceptions.PolarsError) as error:
        outcome = failed(error)
    if (
        layout.columns
        and isinstance(outcome, Ok)
        and seen.text is not None
        and not seen.content.endswith((b"\n", b"\r", b"\n\x00"))
    ):
        outcome = Ok(Batch(outcome.value.tables, (*outcome.value.discrepancies, _unfinished(layout, outcome.value))))
    return Recognised(layout.name, outcome, layout.label_zh, layout.label_en)


def _unfinished(layout: Layout, batch: Batch) -> Discrepancy:
    """A table whose last line has no end may have lost digits there, which nothing else can show."""
    return Discrepancy(
        "unfinished_last_line",
        next(iter(batch.tables)),
        layout.name,
        None,
        "info",
        note_zh="最后一行没有换行符；若文件曾被截断，最后一行的末尾可能缺了数字",
        note_en="the last line has no line end; if the file was cut, the last cell of its last row may lack digits",
    )


def hints_from_name(name: str) -> Hints:
    """What a file name says: the one date in it and the one security code in it, if there is exactly one of each.

    A year and month without a day stand for the last session of that month.

    Examples
    --------
    >>> hints_from_name("2025_600519_SH.csv").security_id
    '600519.SH'
    >>> hints_from_name("rzrqjygk20260130.xls").day
    datetime.date(2026, 1, 30)
    """
    days = {day for parts in _DAY.findall(name) if (day := _date(*parts))}
    months = {day for parts in _MONTH.findall(name) if (day := _month_end(*parts))}
    codes = {f"{code}.{suffix}" if suffix else code for code, suffix in _CODE.findall(_DAY.sub(" ", name))}
    return Hints(
        day=_only(days) or (None if days else _only(months)),
        security_id=_only(codes),
        from_name=True,
    )


def _only(found: set[_T]) -> _T | None:
    return next(iter(found)) if len(found) == 1 else None


def _month_end(year: str, month: str) -> date | None:
    """The last session of a month: a list of that month was public by then, whichever day it was made."""
    try:
        return mainland().on_or_before(date(int(year), int(month), monthrange(int(year), int(month))[1]))
    except (BeyondCalendar, ValueError):
        return None


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
