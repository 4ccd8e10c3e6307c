"""When lending by the securities finance company stopped, and until when what was lent had to be returned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeAlias

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.law.book import rule_evidence
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.rules.parameters import DatedValue
from liangrong.rules.rulebook import Rulebook

__all__ = ["lending_dates_hold"]

_RULE: Final = "relending"
_STOP: Final = re.compile(r"暂停|停止|叫停|suspen|halt|stop|cease|ban", re.IGNORECASE)
_CLOSE: Final = re.compile(
    r"了结|清零|归零|出清|收回|归还|偿还|wound? down|wind[- ]down|clos(?:e|ed|ing)\b|settl|unw[io]u?nd|return", re.IGNORECASE
)
_DEADLINE: Final = re.compile(r"晚于|之前|前(?!述)|截止|最迟|\bby\b|before|no later than|until|deadline", re.IGNORECASE)
_TOPICS: Final = (
    (
        re.compile(r"限售股[^。]{0,6}出借|lending of restricted|restricted[- ]shares?[^.]{0,12}(?:lending|loan)", re.IGNORECASE),
        "restricted_share_lending_stopped",
    ),
    (
        re.compile(
            r"转融券|转融通证券出借|China Securities Finance[^.;]{0,40}lend\w* (?:of )?(?:shares|securities|stock)|securities (?:re-?lending|refinancing)|re-?lending of securities|(?<!funds )re-?lending|(?:lending|loans?) of (?:refinanced|borrowed|re-?lent) (?:securities|shares|stocks?)",
            re.IGNORECASE,
        ),
        "securities_suspended_from",
    ),
)
_CLOSING: Final = "must_close_by"
_EFFECT: Final = re.compile(r"实施|施行|生效|执行|effective|effect\b|in force", re.IGNORECASE)
_COMMA: Final = re.compile(r"[,，;；]|\b(?:and|giving|with|while|requiring|but)\b")
_Printed: TypeAlias = tuple[int | None, int, int]
"""Year where it is printed too, month, day."""
_MONTH_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


def lending_dates_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the printed days of a stop and of the deadline that came with it."""
    book = desk.rulebook
    if book is None:
        return
    for claim in claims:
        said = claim.passage.text[: claim.end - claim.passage.start]
        topic = next((member for pattern, member in _TOPICS if pattern.search(said)), None)
        if claim.nature is not Nature.FACT or topic is None or claim.figure is not None:
            continue
        judged = [(one, *right) for one in _told(article, claim, topic) if (right := _right(book, one.member))]
        wrong = [one for one in judged if not any(_same(one[0].printed, day) for day in _allowed(*one))]
        if wrong:
            _, day, dated = wrong[0]
            text = _text(*wrong[0])
            yield refuted(
                claim, Note(f"日期有误：应为 {text}。", f"The date is wrong: it is {day}."), "wrong_date", basis="rulebook",
                corrected=f"{day}", evidence=(rule_evidence(book, _RULE, dated, text),), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip
        elif judged:
            texts = [_text(*one) for one in judged]
            yield supported(
                claim, Note(f"与规则相符：{'；'.join(texts)}。", f"The rulebook agrees: {', '.join(str(day) for _, day, _ in judged)}."), basis="rulebook",
                evidence=tuple(rule_evidence(book, _RULE, one[2], text) for one, text in zip(judged, texts, strict=True)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Day:
    """A printed day and the member of the rule that it is said to be."""

    member: str
    printed: _Printed


def _told(article: Article, claim: Claim, topic: str) -> list[_Day]:
    """The days of the clause: of the stop, and of the deadline where its words stand beside the day."""
    days = [
        period
        for period in periods_in(article, claim.passage)
        if (period.is_day or period.open_end)
        and (claim.start <= period.at[0] < claim.end or (period == claim.period and _leads_to(article, claim, period)))
    ]
    if not days:
        printed, member = _printed(claim), _member(claim.text, claim.text, topic)
        return [_Day(member, printed)] if printed and member else []
    found, begin = [], min(claim.start, days[0].at[0])
    said = claim.passage.text[: claim.end - claim.passage.start]
    for period, following in zip(days, (*days[1:], None), strict=True):
        until = following.at[0] if following else claim.end
        around = article.text[begin : _cut(article.text, period.at[1], until)]
        whole = said if _EFFECT.search(around) else claim.text if len(days) == 1 else around
        member = _member(around, whole, topic)
        if member:
            found.append(_Day(member, (period.start.year if period.certain else None, period.start.month, period.start.day)))
        begin = _cut(article.text, period.at[1], until)
    return found


def _leads_to(article: Article, claim: Claim, period: Period) -> bool:
    """Whether a day in front of a clause goes on to it: nothing else was stopped or settled in between."""
    between = article.text[period.at[1] : claim.start]
    return 0 <= period.at[1] <= claim.start and not (_STOP.search(between) or _CLOSE.search(between))


def _cut(text: str, start: int, until: int) -> int:
    """The end of the clause in which a day stands, before the next day."""
    found = _COMMA.search(text, start, until)
    return found.start() if found and until != start else until


def _member(around: str, whole: str, topic: str) -> str | None:
    """What the words around a day make of it."""
    if topic != _TOPICS[0][1] and _CLOSE.search(around) and _DEADLINE.search(around):
        return _CLOSING
    return topic if _STOP.search(around) or _STOP.search(whole) else None


def _allowed(told: _Day, day: date, dated: DatedValue) -> set[date]:
    """The day itself; of a stop also that of its notice."""
    return {day} if told.member == _CLOSING or dated.announced is None else {day, dated.announced}


def _text(told: _Day, day: date, dated: DatedValue) -> str:
    return f"{day}" if told.member == _CLOSING or dated.announced is None else f"{dated.announced} 宣布，{day} 起"


def _right(book: Rulebook, member: str) -> tuple[date, DatedValue] | None:
    """The day of a member, and the decision that first named it."""
    for dated in book.parameter(_RULE).history("SSE", member):
        value = dated.value.get(member) if hasattr(dated.value, "get") else None  # type: ignore[union-attr]
        if isinstance(value, date):
            return value, dated
    return None


def _printed(claim: Claim) -> _Printed | None:
    """The day that the clause prints; the year only where it is printed too."""
    period = claim.period
    if period is not None and period.is_day and period.at != (-1, -1) and claim.start <= period.at[0] < claim.end:
        return (period.start.year if period.certain else None), period.start.month, period.start.day
    found = _MONTH_DAY.search(claim.text)
    return (None, int(found[1]), int(found[2])) if found else None


def _same(printed: _Printed, day: date) -> bool:
    year, month, number = printed
    return (month, number) == (day.month, day.day) and year in (None, day.year)
