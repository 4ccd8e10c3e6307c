"""A factor that somebody brings: rows of ``date, security_id, value`` and, better, ``known_at``."""

from __future__ import annotations

from datetime import UTC, date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.panels.panel import Panel
from liangrong.analytics.studies.factors.factor import Factor
from liangrong.core.calendar import Calendar
from liangrong.core.clocks import SHANGHAI, assumed_known_at
from liangrong.core.errors import BadInput, InvalidSecurity, LiangrongError
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId

__all__ = ["GIVEN", "given_factor", "known_too_late", "read_rows"]

GIVEN: Final = pl.Schema(
    {"date": pl.Date(), "security_id": pl.String(), "value": pl.Float64(), "known_at": pl.Datetime("us", "UTC")}
)
"""The rows of a given factor; ``known_at`` is null where the file does not say."""


def read_rows(frame: pl.DataFrame, *, place: str) -> pl.DataFrame:
    """Bring rows of a file into the shape ``GIVEN``.

    Parameters
    ----------
    frame
        ``date`` (2026-01-30 or 20260130), ``security_id`` in any spelling, ``value``, and perhaps ``known_at`` (an instant, of
        Shanghai where it has no zone).
    place
        The file, for the errors.

    Raises
    ------
    BadInput
        A column is missing, a cell cannot be read, or a key comes twice; the error names the first such cell.

    Examples
    --------
    >>> rows = pl.DataFrame({"date": ["2026-01-30"], "security_id": ["sh600519"], "value": ["0.5"]})
    >>> read_rows(rows, place="mine.csv").row(0)
    (datetime.date(2026, 1, 30), '600519.SH', 0.5, None)
    """
    missing = [name for name in ("date", "security_id", "value") if name not in frame.columns]
    if missing:
        raise _bad(place, f"columns {missing} are missing; it has {frame.columns}", f"缺少列 {missing}，现有 {frame.columns}")
    rows = frame.select(
        _day(frame, place),
        _codes(frame, place),
        _numbers(frame, place),
        _instants(frame, place) if "known_at" in frame.columns else pl.lit(None, dtype=GIVEN["known_at"]).alias("known_at"),
    ).cast(GIVEN)
    twice = rows.filter(pl.struct("date", "security_id").is_duplicated())
    if twice.height:
        day, code = twice.row(0)[:2]
        raise _bad(place, f"{code} has more than one value on {day}", f"{code} 在 {day} 有不止一个值")
    return rows.drop_nulls("value").sort("date", "security_id")


def given_factor(rows: pl.DataFrame, calendar: Calendar, *, name: str) -> Factor:
    """Lay the rows of a given factor out; days that are no session are left out and counted.

    Raises
    ------
    BadInput
        Nothing is left.
    """
    outside = rows.filter(pl.col("date").is_between(calendar.sessions[0], calendar.end))
    panel = Panel.of(outside.rename({"date": "trade_date"}), ["value"], calendar)
    left_out = rows.height - (int((~np.isnan(panel["value"])).sum()) if panel.sessions else 0)
    if left_out == rows.height:
        raise _bad(name, "no row has a value on a session", "没有任何一行在交易日上有值")
    dated = rows["known_at"].null_count() < rows.height
    notes = [
        Note(f"因子取自 {name}，共 {rows.height:,} 行。", f"The factor is read from {name}, {rows.height:,} rows."),
        *([Note(f"{left_out:,} 行的日期不是交易日，未使用。", f"{left_out:,} rows are dated on no session and are not used.")] if left_out else []),
        *([] if dated else [Note(
            "文件没有 known_at：按 T 日因子在 T+1 日 9:00 可知处理，可用 `view=lookahead` 检查。",
            "The file has no known_at: the factor of T is taken as known at 09:00 of T + 1; check it with `view=lookahead`.")]),
    ]  # fmt: skip
    return Factor(name, panel.sessions, panel.securities, panel["value"], ("file",), tuple(notes))


def known_too_late(rows: pl.DataFrame, calendar: Calendar) -> pl.DataFrame:
    """The rows whose ``known_at`` lies after the morning on which they are used."""
    days = rows.filter(pl.col("known_at").is_not_null())["date"].unique().to_list()
    used: list[tuple[date, object]] = [(day, assumed_known_at(day, calendar)) for day in days if calendar.is_session(day)]
    mornings = pl.DataFrame(used, schema={"date": pl.Date(), "used_at": GIVEN["known_at"]}, orient="row")
    return rows.join(mornings, on="date").filter(pl.col("known_at") > pl.col("used_at"))


def _day(frame: pl.DataFrame, place: str) -> pl.Series:
    given = frame["date"]
    if given.dtype == pl.Date:
        found = given
    elif given.dtype.is_temporal():
        found = given.cast(pl.Date)
    else:
        text = given.cast(pl.String).str.strip_chars().str.replace_all(r"[-/.]", "")
        found = text.str.to_date("%Y%m%d", strict=False)
    return _checked(found, given, "date", place, required=True)


def _codes(frame: pl.DataFrame, place: str) -> pl.Series:
    given = frame["security_id"].cast(pl.String)
    spelled: dict[str, str] = {}
    for text in given.drop_nulls().unique():
        try:
            spelled[text] = str(SecurityId.parse(text))
        except InvalidSecurity as error:
            raise _bad(place, error.message("en"), error.message("zh")) from None
    found = given.replace_strict(spelled, default=None, return_dtype=pl.String)
    return _checked(found, given, "security_id", place, required=True)


def _numbers(frame: pl.DataFrame, place: str) -> pl.Series:
    given = frame["value"]
    found = given.cast(pl.Float64, strict=False)
    return _checked(found, given, "value", place, required=False).set(found.is_infinite() | found.is_nan(), None)


def _instants(frame: pl.DataFrame, place: str) -> pl.Series:
    given = frame["known_at"]
    if given.dtype == pl.String:
        found = given.map_elements(lambda text: _instant(text, place), return_dtype=GIVEN["known_at"])
    elif isinstance(given.dtype, pl.Datetime):
        zoned = given.dt.replace_time_zone(str(SHANGHAI)) if given.dtype.time_zone is None else given
        found = zoned.dt.convert_time_zone("UTC").cast(GIVEN["known_at"])
    else:
        raise _bad(place, "known_at holds no instants", "known_at 不是时刻")
    return _checked(found, given, "known_at", place, required=False)


def _instant(text: str, place: str) -> object:
    from liangrong.core.clocks import parse_instant

    try:
        return parse_instant(text).astimezone(UTC)
    except LiangrongError as error:
        raise _bad(place, error.message("en"), error.message("zh")) from None


def _checked(found: pl.Series, given: pl.Series, column: str, place: str, *, required: bool) -> pl.Series:
    """The column, once every cell that was given could be read."""
    unread = found.is_null() & (given.is_not_null() | required)
    row = unread.arg_true()
    if len(row):
        at, text = row[0] + 1, given[row[0]]
        raise _bad(place, f"row {at}: {column} is '{text}', which cannot be read", f"第 {at} 行的 {column} 为“{text}”，无法读取")
    return found.alias(column)


def _bad(place: str, reason: str, reason_zh: str) -> BadInput:
    return BadInput(place=place, reason=reason, reason_zh=reason_zh)
