"""Days from which a change holds and days up to which the old state holds: whether they fit together on the calendar; what changes is not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import permutations
from typing import Final

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.document.places import spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_effective_days"]


class _Role(StrEnum):
    AFTER_CLOSE = "after_close"
    """The new state begins when this session has ended."""
    FROM = "from"
    UNTIL = "until"
    """The old state lasts to the end of this day."""
    BEFORE = "before"
    """The old state ends before this day."""


@dataclass(frozen=True, slots=True)
class _Day:
    passage: Passage
    period: Period
    role: _Role

    @property
    def day(self) -> date:
        return self.period.start


_BEHIND: Final = (
    (_Role.AFTER_CLOSE, re.compile(r"\s*(?:[（(][^)）]*[)）])?(?:当日|当天)?(?:收市|收盘|闭市|日终(?:清算)?)(?:之|以)?后|\s+after (?:the )?(?:market |session )?clos\w+", re.IGNORECASE)),
    (_Role.UNTIL, re.compile(r"\s*(?:之|以)?(?:前|止)\s*[（(](?:含|包括|包含)[^)）]{0,4}[)）]|\s*[（(](?:含|包括|包含)[^)）]{0,4}[)）]\s*(?:之|以)?前|\s*\(?(?:inclusive|included)\)?", re.IGNORECASE)),
    (_Role.BEFORE, re.compile(r"\s*(?:[（(]不含[^)）]{0,4}[)）])?(?:之|以)?前(?!后)")),
    (_Role.FROM, re.compile(r"\s*(?:[（(](?:含|包括)[^)）]{0,4}[)）])?\s*起|\s*开始(?:施行|实施|执行)")),
)  # fmt: skip
_AHEAD: Final = (
    (_Role.AFTER_CLOSE, re.compile(r"\bafter (?:the )?(?:market |session )?clos\w+(?: of (?:trading|business))?(?: on| of)?\s*$|\bfrom the close (?:on|of)\s*$", re.IGNORECASE)),
    (_Role.UNTIL, re.compile(r"\b(?:on or before|up to and including|through|no later than|until the end of)\s*$", re.IGNORECASE)),
    (_Role.BEFORE, re.compile(r"\b(?:before|prior to)\s*$", re.IGNORECASE)),
    (_Role.FROM, re.compile(r"\b(?:effective|in force|takes? effect|took effect|starting|beginning|from|as from|implemented|applies)(?: as)?(?: on| from| of)?\s*$", re.IGNORECASE)),
)  # fmt: skip
_NEW: Final = re.compile(
    r"新开|新增|新签|新发生|\b(?:new(?:ly)?|opened after|concluded after)\b|调整|施行|实施|执行|生效|\b(?:effect\w*|adjust\w*|rais\w+|implement\w*)\b",
    re.IGNORECASE,
)
_OLD: Final = re.compile(
    r"已开|存量|尚未了结|未了结|已持有|不受影响|仍按|\b(?:existing|already open\w*|outstanding|open(?:ed)? (?:on or )?before|concluded before|unaffected|not affected|grandfathered)\b",
    re.IGNORECASE,
)
_WIND_DOWN: Final = re.compile(
    r"暂停|停止|取消|清零|了结(?:完毕)?[。；]|\b(?:suspend\w*|halt\w*|wound? down|wind(?:ing)? down|ban(?:ned)?|close (?:their |out )?positions?)\b",
    re.IGNORECASE,
)
"""Something that ends at once for new business and later for what is open: the two days need not meet."""


def check_effective_days(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support days that fit together on the calendar; refute a cut-off that leaves a gap or an overlap in its own sentence."""
    days = [
        one
        for passage in spoken(article)
        if _NEW.search(passage.text) or _OLD.search(passage.text)
        for one in _days(article, passage)
    ]
    for first, second in permutations(days, 2):
        if first.passage.item == second.passage.item:
            yield from _starts(first, second, claims, desk.calendar)
            yield from _cut_off(first, second, claims, desk.calendar)


def _starts(first: _Day, second: _Day, claims: Sequence[Claim], calendar: Calendar) -> Iterable[Ruling]:
    """After the close of one session is from the next session on."""
    if first.role is not _Role.AFTER_CLOSE or second.role is not _Role.FROM or _next(calendar, first.day) != second.day:
        return
    if not calendar.is_session(first.day):
        return
    reason = Note(
        f"{first.day}收市后的下一个交易日是{second.day}，与文中的施行日一致。",
        f"The session after {first.day} is {second.day}, the day from which the text says it holds.",
    )
    evidence = (Evidence("calculation", f"next session({first.day}) = {second.day}", "calendar"), *quoted(second.passage))
    yield from support(_saying(first, claims), reason, evidence)


def _cut_off(start: _Day, end: _Day, claims: Sequence[Claim], calendar: Calendar) -> Iterable[Ruling]:
    """Where the new state begins the old one must end: no day in neither, none in both."""
    if (
        start.role not in (_Role.AFTER_CLOSE, _Role.FROM)
        or end.role not in (_Role.UNTIL, _Role.BEFORE)
        or start.passage != end.passage
    ):
        return
    if not _OLD.search(end.passage.text[max(0, end.period.at[0] - end.passage.start - 30) :]):
        return
    if _WIND_DOWN.search(end.passage.text):
        return
    begins = _next(calendar, start.day) if start.role is _Role.AFTER_CLOSE else start.day
    follows = end.day if end.role is _Role.BEFORE else _next(calendar, end.day)
    if begins is None or follows is None:
        return
    if follows == begins or (start.role is _Role.FROM and end.role is _Role.UNTIL and end.day + timedelta(days=1) == start.day):
        reason = Note(
            f"新旧两段以{end.day}为界，首尾相接，没有空档也没有重叠。", f"Old and new meet at {end.day}: no gap and no overlap."
        )
        yield from support([*_saying(start, claims), *_saying(end, claims)], reason, quoted(end.passage))
    else:
        fault = Note("有空档", "a gap") if follows < begins else Note("有重叠", "an overlap")
        reason = Note(
            f"旧的一段到{end.day}，新的一段从{begins}开始，{fault.zh}。",
            f"The old state lasts to {end.day} and the new one begins on {begins}: {fault.en}.",
        )
        yield from refute(_saying(end, claims), "wrong_date", reason, quoted(end.passage), basis="within_sentence")


def _days(article: Article, passage: Passage) -> Iterable[_Day]:
    for period in periods_in(article, passage):
        if (period.is_day or period.open_end) and period.at != (-1, -1):
            behind, ahead = article.text[period.at[1] : passage.end], article.text[passage.start : period.at[0]]
            role = next((role for role, pattern in _BEHIND if pattern.match(behind)), None)
            role = (
                _Role.FROM if period.open_end else role or next((role for role, pattern in _AHEAD if pattern.search(ahead)), None)
            )
            if role is not None:
                yield _Day(passage, period, role)


def _saying(day: _Day, claims: Iterable[Claim]) -> list[Claim]:
    """Claims that say the day: those of a date, else all whose words contain it."""
    start, end = day.period.at
    found = [
        one
        for one in claims
        if one.start <= start and end <= one.end and one.passage == day.passage and one.nature is Nature.FACT
    ]
    return [one for one in found if one.aspect is Aspect.DATE] or found


def _next(calendar: Calendar, day: date) -> date | None:
    try:
        return calendar.next(day)
    except BeyondCalendar:
        return None
