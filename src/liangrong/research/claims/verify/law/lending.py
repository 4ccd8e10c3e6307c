"""When lending by the securities finance company stopped, and until when what was lent had to be returned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.book import rule_evidence
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.rules.parameters import DatedValue
from liangrong.rules.rulebook import Rulebook

__all__ = ["lending_dates_hold"]

_RULE: Final = "relending"
_STOP: Final = re.compile(r"暂停|停止|叫停|suspen|halt|stop|cease|ban", re.IGNORECASE)
_CLOSE: Final = re.compile(
    r"了结|清零|归还|偿还|wound? down|wind[- ]down|close(?:d)? out|settle|unw[io]u?nd|return", re.IGNORECASE
)
_DEADLINE: Final = re.compile(r"不晚于|之前|前(?!述)|截止|最迟|by|before|no later than|until", re.IGNORECASE)
_TOPICS: Final = (
    (
        re.compile(r"限售股[^。]{0,6}出借|lending of restricted|restricted[- ]shares?[^.]{0,12}(?:lending|loan)", re.IGNORECASE),
        "restricted_share_lending_stopped",
    ),
    (
        re.compile(
            r"转融券|转融通证券出借|securities (?:re-?lending|refinancing)|re-?lending of securities|(?<!funds )re-?lending",
            re.IGNORECASE,
        ),
        "securities_suspended_from",
    ),
)
_CLOSING: Final = "must_close_by"
_MONTH_DAY: Final = re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


def lending_dates_hold(_article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the printed day of a stop, or of the deadline that came with it."""
    book = desk.rulebook
    if book is None:
        return
    for claim in claims:
        said = claim.passage.text[: claim.end - claim.passage.start]
        topic = next((member for pattern, member in _TOPICS if pattern.search(said)), None)
        if claim.nature is not Nature.FACT or topic is None or claim.figure is not None:
            continue
        is_deadline = topic != _TOPICS[0][1] and bool(_CLOSE.search(claim.text) and _DEADLINE.search(claim.text))
        if not is_deadline and not _STOP.search(claim.text):
            continue
        right = _right(book, _CLOSING if is_deadline else topic)
        if right is None:
            continue
        day, dated = right
        allowed = {day} if is_deadline else {day, *([dated.announced] if dated.announced else [])}
        printed = _printed(claim)
        if printed is None:
            continue
        text = f"{day}" if is_deadline or dated.announced is None else f"{dated.announced} 宣布，{day} 起"
        evidence = (rule_evidence(book, _RULE, dated, text),)
        if any(_same(printed, one) for one in allowed):
            yield supported(
                claim, Note(f"与规则相符：{text}。", f"The rulebook agrees: {day}."), basis="rulebook", evidence=evidence
            )
        else:
            yield refuted(claim, Note(f"日期有误：应为 {text}。", f"The date is wrong: it is {day}."), "wrong_date", basis="rulebook",
                          corrected=f"{day}", evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _right(book: Rulebook, member: str) -> tuple[date, DatedValue] | None:
    """The day of a member, and the decision that first named it."""
    for dated in book.parameter(_RULE).history("SSE", member):
        value = dated.value.get(member) if hasattr(dated.value, "get") else None  # type: ignore[union-attr]
        if isinstance(value, date):
            return value, dated
    return None


def _printed(claim: Claim) -> tuple[int | None, int, int] | None:
    """The day that the clause prints; the year only where it is printed too."""
    period = claim.period
    if period is not None and period.is_day and period.at != (-1, -1) and claim.start <= period.at[0] < claim.end:
        return (period.start.year if period.certain else None), period.start.month, period.start.day
    found = _MONTH_DAY.search(claim.text)
    return (None, int(found[1]), int(found[2])) if found else None


def _same(printed: tuple[int | None, int, int], day: date) -> bool:
    year, month, number = printed
    return (month, number) == (day.month, day.day) and year in (None, day.year)
