"""So many sessions in a row, held against the levels that the text prints one by one, and against the sessions of the days that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.document.marked_text import MARK, marked
from liangrong.research.claims.verify.document.places import about, spoken
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_streaks"]

_N: Final = r"\d{1,2}|[两二三四五六七八九十]{1,3}"
_UP: Final = r"上升|增长|增加|回升|上涨|走高"
_DOWN: Final = r"下降|减少|回落|下跌|走低"
_STREAK: Final = (
    re.compile(rf"连续(?P<many>{_N})个?(?:交易)?(?:日|天)(?:净)?(?:(?P<up>{_UP})|(?P<down>{_DOWN}))"),
    re.compile(rf"连(?:(?P<up>升|增|涨)|(?P<down>降|跌|减))(?P<many>{_N})(?:个交易)?(?:日|天)"),
    re.compile(
        r"\b(?:(?P<up>rose|climbed|grew|increased|advanced|gained)|(?P<down>fell|dropped|declined|shrank|slipped)) (?:for|on) (?P<many>\d{1,2}|two|three|four|five|six|seven|eight|nine|ten) (?:straight|consecutive|successive) (?:trading )?(?:days|sessions)\b",
        re.IGNORECASE,
    ),
)
_LIST: Final = re.compile(rf"(?P<lead>[^。；.;{MARK}]{{0,30}})(?P<figures>{MARK}(?:(?:、|，|和|, and |, | and ){MARK}){{2,}})")
_LEVELS: Final = re.compile(r"依次|分别|逐日|各日|\b(?:stood at|was|were|from day to day|in turn)\b", re.IGNORECASE)
_CHANGES: Final = re.compile(
    r"增加|减少|净买入|净偿还|变动|增幅|\b(?:added|by|gains?|changes?|purchases|inflows?)\b", re.IGNORECASE
)
_RANGE: Final = re.compile(r"日(?:至|到|—|-|－|~)|\b(?:from|between)\b.*\d.*\b(?:to|and|through)\b", re.IGNORECASE)
_REACH: Final = 60


def check_streaks(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Rule on streaks whose levels, or whose first and last day, the text prints."""
    passages = spoken(article)
    for place, passage in enumerate(passages):
        if passage.role == "row":
            continue
        for pattern in _STREAK:
            for match in pattern.finditer(passage.text):
                said = _said(claims, passage, match)
                if said:
                    yield from _levels(article, passages[place : place + 2], match, said)
                    yield from _days(article, desk, passage, match, said)


def _levels(article: Article, passages: Sequence[Passage], match: re.Match[str], said: Sequence[Claim]) -> Iterator[Ruling]:
    """The levels that follow the words at once must all go their way."""
    many, rises = _number(match["many"]), match["up"] is not None
    text = marked(article, passages, Kind.MONEY)
    found = _LIST.search(text.text, match.end() if not text.places or text.places[0] > match.start() else 0)
    if found is None or not _LEVELS.search(found["lead"]) or _CHANGES.search(found["lead"]):
        return
    figures = text.within(found.start("figures"), found.end("figures"))
    if len(figures) not in (many, many + 1):
        return
    steps = [(one.rounding(), other.rounding()) for one, other in pairwise(figures)]
    against = [pair for pair in steps if (pair[1].below(pair[0]) if rises else pair[0].below(pair[1]))]
    listed = "、".join(one.text.strip() for one in figures)
    reason = Note(f"所列各日依次为{listed}。", f"Day by day the text has {listed.replace('、', ', ')}.")
    if against:
        yield from refute(said, "wrong_sign", reason, quoted(*passages))
    elif all(pair[0].below(pair[1]) if rises else pair[1].below(pair[0]) for pair in steps) and len(figures) == many + 1:
        yield from support(said, reason, quoted(*passages))


def _days(article: Article, desk: Desk, passage: Passage, match: re.Match[str], said: Sequence[Claim]) -> Iterator[Ruling]:
    """From one printed day to another there are only so many sessions."""
    many, start = _number(match["many"]), passage.start + match.start()
    for period in periods_in(article, passage):
        low, high = period.at
        printed = low != -1 and not period.is_day and not period.open_end and _RANGE.search(article.text[low:high])
        if not printed or not 0 <= start - high <= _REACH:
            continue
        try:
            sessions = len(desk.calendar.between(period.start, period.end))
        except BeyondCalendar:
            continue
        if sessions and sessions < many:
            working = f"{period.start}..{period.end}: {sessions}"
            reason = Note(f"{period.text}只有{sessions}个交易日。", f"{period.start} to {period.end} has {sessions} sessions.")
            evidence = (Evidence("calculation", working, "calendar"),)
            yield from refute(said, "count_mismatch", reason, evidence, basis="within_sentence", corrected=str(sessions))


def _said(claims: Sequence[Claim], passage: Passage, match: re.Match[str]) -> list[Claim]:
    """The claim of the length of the streak, or the claim in words."""
    start, end = passage.start + match.start(), passage.start + match.end()
    here = [one for one in claims_in(claims, passage) if not one.stripped]
    lengths = [
        one for one in here if one.figure is not None and one.figure.kind is Kind.DURATION and start <= one.figure.start < end
    ]
    return lengths or [one for one in about(here, start, end) if one.figure is None]


def _number(text: str) -> int:
    value = digits(text) if text.isdigit() else chinese(text) or english(text)
    return int(value.value) if value is not None else 0
