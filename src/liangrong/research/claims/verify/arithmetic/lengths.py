"""Printed lengths of windows against their two ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import permutations
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.arithmetic.sheet import Sheet, Slotted
from liangrong.research.claims.verify.arithmetic.verdicts import calculated, refute, support
from liangrong.research.claims.verify.arithmetic.wording import number

__all__ = ["check_lengths"]

_YEARS: Final = frozenset({"years", "年", "year"})
_MONTHS: Final = frozenset({"months", "month", "月", "个月"})
_DAYS: Final = frozenset({"days", "day", "天", "日"})
_SESSIONS: Final = frozenset({"sessions", "session", "trading days", "个交易日", "交易日"})
_YEAR: Final = Fraction(1461, 4)
_JOINED: Final = re.compile(
    r"^(?:\s?[（(][^）)\d]{1,9}[）)])?(?:的|这|整个|前后|[，,]?(?:为期|历时|共|共有|仅有|只有|有)?)?(?:近|约|超过?|大约|整整)?$|^,? ?\(?(?:a period of|a span of|spanning|over|the|or|,|in)?(?: the| about| roughly| nearly| some)* ?$",
    re.IGNORECASE,
)
_COMMA: Final = re.compile(r"\s?[,(，（]\s?(?:that is,? |i\.e\.,? |just |exactly |only )?")
_FROM: Final = re.compile(
    r" (?:(?P<before>before|ahead of|prior to|earlier than)|after|later than)(?: the| on)?(?: \w+day,?)? ", re.IGNORECASE
)
"""Between how far two days are apart and the second of them."""
_LED: Final = re.compile(
    r"(?:^|\s)(?:,? ?from|period from|between|\(from)\s*$|^[^\w]*(?:period |span )?(?:from|between)?\s*$", re.IGNORECASE
)


def check_lengths(sheet: Sheet) -> Iterator[Ruling]:
    """From one printed day to another in so many years, months, days or sessions."""
    for page in sheet.slotted:
        spans = [figure for figure in page.figures if figure.kind is Kind.DURATION and figure.value > 0]
        if not spans:
            continue
        counted = any(figure.unit in _SESSIONS for figure in spans)
        windows = [
            one
            for one in periods_in(sheet.article, page.passage)
            if not one.is_day and one.at[0] >= 0 and not one.open_end and (counted or _two_days(sheet.article, one))
        ]
        days = [one for one in periods_in(sheet.article, page.passage) if one.is_day and one.at[0] >= 0]
        windows += [one for figure in spans if (one := _apart(sheet.article, days, figure))]
        for figure in spans:
            for window in windows:
                if _said_of(sheet.article, page, window, figure):
                    yield from _length(sheet, window, figure)


def _apart(article: Article, days: Sequence[Period], figure: Figure) -> Period | None:
    """From one day to another, told by the distance between them: Thursday 7 May, five sessions before Thursday 14 May."""
    for first, last in permutations(days, 2):
        ahead, behind = article.text[first.at[1] : figure.start], article.text[figure.end : last.at[0]]
        if (
            first.at[1] <= figure.start < figure.end <= last.at[0]
            and _COMMA.fullmatch(ahead)
            and (way := _FROM.fullmatch(behind))
        ):
            start, end = (first.start, last.start) if way["before"] else (last.start, first.start)
            if start < end:
                return Period(start + timedelta(days=1) if figure.unit in _SESSIONS else start, end, at=(figure.end, last.at[1]))
    return None


def _two_days(article: Article, period: Period) -> bool:
    """Whether both ends are printed as days."""
    return (
        len(
            re.findall(
                r"\d{1,2}日|\d{1,2}号|\d{4}-\d{1,2}-\d{1,2}|[A-Z][a-z]{2,8}\.? \d{1,2}\b|\d{1,2} [A-Z][a-z]{2,8}\b|\d{4}[./]\d{1,2}[./]\d{1,2}",
                article.text[slice(*period.at)],
            )
        )
        == 2
    )


def _said_of(article: Article, page: Slotted, window: Period, figure: Figure) -> bool:
    """Whether a length is said of a window: the two stand side by side."""
    text, passage = article.text, page.passage
    if figure.end == window.at[0]:
        return True
    if figure.start >= window.at[1]:
        return bool(_JOINED.search(text[window.at[1] : figure.start]))
    return passage.start <= figure.end <= window.at[0] and bool(_LED.search(text[figure.end : window.at[0]]))


def _length(sheet: Sheet, window: Period, figure: Figure) -> Iterator[Ruling]:
    measured = _measured(sheet.desk, window, figure.unit)
    if measured is None:
        return
    length, zh, en = measured
    claims = [one for one in sheet.at(figure.start, figure.end) if one.figure is None or one.figure.kind is Kind.DURATION]
    evidence = (
        Evidence("passage", sheet.article.text[slice(*window.at)], "", *window.at),
        calculated(f"{window.start}..{window.end} = {number(length, 2)}"),
    )
    stated, text, apart = Fraction(figure.value), figure.text.strip(), figure.end == window.at[0]
    if length == stated if apart and figure.unit in _SESSIONS else _fair(length, figure):
        reason = Note(
            f"{window.start} 至 {window.end} 为{number(length, 2)}{zh}，说“{text}”合适。",
            f"{window.start} to {window.end} is {number(length, 2)} {en}: '{text}' is fair.",
        )
        yield from support(claims, reason, evidence, basis="within_sentence")
    elif abs(length - stated) >= max(Fraction(2 if apart else 1), stated / 10):
        reason = Note(
            f"{window.start} 至 {window.end} 为{number(length, 2)}{zh}，不是“{text}”。",
            f"{window.start} to {window.end} is {number(length, 2)} {en}, not '{text}'.",
        )
        yield from refute(claims, "arithmetic", reason, evidence, basis="within_sentence", corrected=f"{number(length, 1)} {en}")


def _measured(desk: Desk, window: Period, unit: str) -> tuple[Fraction, str, str] | None:
    days = Fraction((window.end - window.start) // timedelta(days=1))
    if unit in _YEARS:
        return days / _YEAR, "年", "years"
    if unit in _MONTHS:
        return days / (_YEAR / 12), "个月", "months"
    if unit in _DAYS:
        return days, "天", "days"
    if unit in _SESSIONS:
        try:
            return Fraction(len(desk.calendar.between(window.start, window.end))), "个交易日", "sessions"
        except BeyondCalendar:
            return None
    return None


def _fair(length: Fraction, figure: Figure) -> bool:
    """Whether a length may be called so: rounded either way, full units, or the last day counted in."""
    stated = Fraction(figure.value)
    match figure.hedge:
        case Hedge.OVER | Hedge.AT_LEAST:
            return stated <= length < stated * 2
        case Hedge.NEARLY:
            return stated - 1 <= length <= stated + Fraction(1, 2)
        case Hedge.UNDER | Hedge.AT_MOST:
            return stated / 2 < length <= stated
    whole = figure.unit in _YEARS or figure.unit in _MONTHS
    return abs(length - stated) <= Fraction(1, 2) if whole else stated in (length, length + 1)
