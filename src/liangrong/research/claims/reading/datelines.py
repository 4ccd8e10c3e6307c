"""The line that tells when and by whom a piece was published: 证券时报· 2026-01-19 02:13, Tuesday, Jan 13, 2026 9:34 am ET."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from liangrong.research.claims.reading.days import date_of
from liangrong.research.claims.reading.numerals import ordinary

__all__ = ["dateline", "is_source_line", "wire_date"]

_LONGEST: Final = 120
_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DATE: Final = (
    r"(?:(?P<y>(?:19|20)\d{2})\s?(?:年|[-/.])\s?(?P<m>\d{1,2})\s?(?:月|[-/.])\s?(?P<d>\d{1,2})(?!\d)日?"
    r"|(?P<mon>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<d2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y2>(?:19|20)\d{2})"
    r"|(?P<d3>\d{1,2})(?:st|nd|rd|th)?\s+(?P<mon2>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?,?\s+(?P<y3>(?:19|20)\d{2}))"
)
_TIME: Final = r"(?:T|\s|,|，|at)*(?P<time>\d{1,2}:\d{2}(?::\d{2})?)(?:\s?[AaPp]\.?[Mm]\.?)?(?:\s?(?:ET|EST|EDT|GMT|UTC|CST|HKT|PST|BJT|Z|\+\d{2}:?\d{2}))?"
_LINE: Final = re.compile(rf"^(?P<before>[^\n]{{0,80}}?){_DATE}(?:{_TIME})?(?P<after>[^\n]{{0,60}})$", re.IGNORECASE)
_LABEL: Final = re.compile(
    r"发布|时间|日期|来源|作者|记者|编辑|更新|原标题|公众号|报告日期|周[一二三四五六日]|星期|published|updated|posted|date|source|by\b|reviewed|staff|read"
    r"|reuters|bloomberg|caixin|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    re.IGNORECASE,
)
_SENTENCE: Final = re.compile(
    r"[。；;!?！？]|%|亿|万|\d\s?元|balance|margin|stocks?\b|shares\b|yuan|截至|截止|as of|两融|融资|融券|余额|指数|收盘|\b(?:rose|fell|was|is|are|were|has|had)\b",
    re.IGNORECASE,
)
_WIRE: Final = re.compile(r"(?<!\d)(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日\s?(?:[一-龥]{0,8})?(?:讯|电|消息)[\s，,：:（(]?")
_WIRE_EN: Final = re.compile(
    rf"^(?:[A-Z][A-Za-z./]+(?:\s[A-Z][A-Za-z./]+)?,\s)?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,\s)?{_DATE}\s\([A-Z][A-Za-z ]{{2,24}}\)\s?[-–—]",
    re.MULTILINE,
)
_YEARS: Final = re.compile(r"(?<!\d)(20\d{2})(?=年|-\d{2}-)")
_HEAD: Final = 400


def dateline(line: str) -> date | None:
    """The day of a line that is a dateline; ``None`` for any other line, also for a sentence that merely names a day.

    Examples
    --------
    >>> dateline("证券时报· 2026-01-19 02:13"), dateline("截至2026年1月19日，余额为2万亿元")
    (datetime.date(2026, 1, 19), None)
    """
    plain = ordinary(line.strip())
    if not plain or len(plain) > _LONGEST:
        return None
    match = _LINE.match(plain)
    if match is None:
        return None
    around = f"{match['before']} {match['after']}".strip()
    if match["time"] is None and around and (_SENTENCE.search(around) or not (_LABEL.search(around) or len(around) <= 12)):
        return None
    if match["time"] is not None and _SENTENCE.search(around) and len(around) > 40:
        return None
    return _day(match)


def is_source_line(line: str) -> bool:
    """Whether a line is a source, a day and a time of day, as search pages print it under every title."""
    plain = ordinary(line.strip())
    match = _LINE.match(plain) if len(plain) <= _LONGEST else None
    return bool(
        match and match["time"] and _day(match) and len(match["before"].strip()) <= 40 and not _SENTENCE.search(match["before"])
    )


def wire_date(text: str) -> date | None:
    """The day of 财联社12月24日电 or ``(Agency) -`` near the beginning; a Chinese one without a year is of the latest that the text names.

    Examples
    --------
    >>> wire_date("某社12月24日电，2025年两融余额创新高")
    datetime.date(2025, 12, 24)
    """
    plain = ordinary(text)
    agency = _WIRE_EN.search(plain[:_HEAD])
    if agency is not None:
        return _day(agency)
    match = _WIRE.search(plain[:_HEAD])
    if match is None:
        return None
    years = [int(found) for found in _YEARS.findall(plain)]
    year = int(match[1]) if match[1] else max(years, default=0)
    return date_of(year, int(match[2]), int(match[3])) if year else None


def _day(match: re.Match[str]) -> date | None:
    if match["y"]:
        return date_of(int(match["y"]), int(match["m"]), int(match["d"]))
    month = (match["mon"] or match["mon2"]).lower()
    return date_of(int(match["y2"] or match["y3"]), _MONTHS.index(month) + 1, int(match["d2"] or match["d3"]))
