"""Published trading calendars: akshare's JSON list of sessions and qlib's one session per line."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.core.outcomes import Failed, FailureKind, Outcome
from liangrong.market.tables import table
from liangrong.sources.fetcher import Batch, Hints, Sample
from liangrong.sources.files.layout import Layout, decode
from liangrong.sources.files.reading import ROW, Finding, Reading, batch, flag, keep_unique

__all__ = ["LAYOUTS", "starts_like_calendar"]

_JSON_START: Final = re.compile(r'\s*\[\s*"\d{8}"\s*[,\]]')
_LINES_START: Final = re.compile(r"\s*\d{4}-\d{2}-\d{2}\s*\r?\n\d{4}-\d{2}-\d{2}\s*(\r?\n|$)")


def _parse_json(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    try:
        days = json.loads(decode(content) or "")
    except ValueError as error:
        return Failed(FailureKind.INCOMPLETE, f"the list is cut off: {error}", f"列表不完整：{error}")
    texts = [str(day) for day in days]
    return _sessions("akshare_calendar", pl.Series(texts).str.to_date("%Y%m%d", strict=False), texts, 3, "akshare")


def _parse_lines(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    texts = [line.strip() for line in (decode(content) or "").splitlines() if line.strip()]
    return _sessions("qlib_calendar", pl.Series(texts).str.to_date("%Y-%m-%d", strict=False), texts, 1, "qlib")


def _sessions(layout: str, days: pl.Series, texts: list[str], first_row: int, source: str) -> Outcome[Batch]:
    frame = pl.DataFrame({"trade_date": days, "_text": texts}).with_row_index(ROW, offset=first_row)
    reading = Reading(layout, table("trading_days"), frame.with_columns(is_session=pl.lit(value=True)))
    malformed = Finding(
        "readable_cell",
        "trade_date",
        expected="a date",
        zh="第 {row} 行“{observed}”不是日期，该行未采用",
        en="row {row}: '{observed}' is not a date; the row is left out",
    )
    reading = flag(reading, pl.col("trade_date").is_null(), malformed, observed="_text")
    return batch(keep_unique(_compare(reading)), source=source)


def _compare(reading: Reading) -> Reading:
    """Report where the file and the frozen calendar disagree, both ways."""
    ours = mainland()
    listed = set(reading.frame["trade_date"].to_list())
    if not listed:
        return reading
    start, end = max(min(listed), ours.start), min(max(listed), ours.end)
    known = set(ours.between(start, end)) if start <= end else set()
    extra = sorted(day for day in listed - known if start <= day <= end)
    lacking = sorted(known - listed)
    for day, en, zh in [*((d, "lists", "列有") for d in extra), *((d, "lacks", "缺少") for d in lacking)]:
        reading = reading.note(_disagreement(day, en, zh), observed=f"{day}", day=day)
    return reading


def _disagreement(day: date, en: str, zh: str) -> Finding:
    return Finding(
        "calendar_disagrees",
        "trade_date",
        severity="warning",
        zh=f"文件{zh} {day}，与内置交易日历不一致",
        en=f"the file {en} {day}, against the frozen calendar",
    )


def starts_like_calendar(seen: Sample) -> bool:
    """Whether the text begins like a JSON list of eight-digit days."""
    return seen.text is not None and bool(_JSON_START.match(seen.text))


def _is_lines(seen: Sample) -> bool:
    return seen.text is not None and bool(_LINES_START.match(seen.text))


LAYOUTS: Final = (
    Layout("akshare_calendar", "akshare 交易日历", "akshare trading calendar", starts_like_calendar, _parse_json),
    Layout("qlib_calendar", "qlib 交易日历", "qlib trading calendar", _is_lines, _parse_lines),
)
