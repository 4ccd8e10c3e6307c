"""Means for each of so many: a total by the number of heads, of members, of months or days that the words count, however far apart they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import ENGLISH, chinese, digits, english
from liangrong.research.claims.verify.closure.near import is_slip
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.grammar.called import is_whole
from liangrong.research.claims.verify.grammar.operands import Operand
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike_figures
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, middle_in

__all__ = ["check_each"]

_CUE: Final = re.compile(
    r"户均|人均|月均|周均|日均|平均每|每[户人家只个名]|家均|单[户家]平均|\b(?:average[sd]?|averaging|each|apiece|per (?:head|account|investor|client|borrower|fund|lender|day|month)|a head)\b",
    re.IGNORECASE,
)
_BEHIND: Final = re.compile(
    r"^\s*(?:yuan\s)?(?:a head|each\b|apiece|on average|per (?:head|account|investor|client|borrower|fund|day|month)|for (?:each|every) (?:day|month|account|investor))",
    re.IGNORECASE,
)
_HEADS: Final = re.compile(
    r"户均|人均|每[户人名]|单户|\b(?:a head|per (?:head|account|investor|client|borrower)|investors?|accounts?|borrowers?|clients?)\b",
    re.IGNORECASE,
)
_MONTHS: Final = re.compile(r"月均|每月|\b(?:a|per|each) month\b", re.IGNORECASE)
_DAYS: Final = re.compile(r"日均|每[日天]|\b(?:a|per|each|every) (?:day|session)\b", re.IGNORECASE)
_SPAN: Final = re.compile(r"(?<!\d)(\d{1,2})(?:月)?(?:至|到|-|—|~)(\d{1,2})月(?!\d)")
_FIRST: Final = re.compile(r"(?:前|首)([一二三四五六七八九十]{1,2}|\d{1,2})个月")
_MEMBERS: Final = re.compile(
    rf"(?<![\d.,-])(?:(?P<digits>\d{{1,4}})|(?P<zh>[两二三四五六七八九十]{{1,3}})|\b(?P<en>{ENGLISH}))"
    r"(?:[个只家名大支者](?!月)|\s(?:\w+\s){0,2}?(?:stocks?|funds?|lenders?|brokers?|names|companies|firms|sectors|industries|banks|products|ETFs|members|days|sessions|months|weeks)\b|(?<=[a-z])(?=\s(?:carried|hold|had|together|raised|books|of them|combined)))",
    re.IGNORECASE,
)
_YEAR: Final = 12
_PARTS: Final = (
    (re.compile(r"前三季度?|\bfirst three quarters\b", re.IGNORECASE), 9),
    (re.compile(r"上半年|下半年|\b(?:first|second) half\b", re.IGNORECASE), 6),
    (
        re.compile(
            r"全年|(?:19|20)\d\d年(?:共|累计|新增|新开)|\b(?:full|whole) year\b|\b(?:in|over|during) (?:19|20)\d\d(?=[,.;])",
            re.IGNORECASE,
        ),
        12,
    ),
)
_GROUPS: Final = {"trio": 3, "quartet": 4, "quintet": 5, "sextet": 6}
_REACH: Final = 4
_NEAR: Final = 1
_SURE_DIGITS: Final = 3
_FEWEST_HEADS: Final = 1000
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_KINDS: Final = (Kind.MONEY, Kind.SHARES, Kind.COUNT, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class _Number:
    """By how many a total is divided, and how far away that is said."""

    count: Interval
    text: str
    away: int


def check_each(quantities: Sequence[Quantity], operands: Sequence[Operand]) -> Iterator[Ruling]:
    """Means against a total and a number that the text prints near."""
    for one in quantities:
        if one.figure.kind not in _KINDS or one.figure.upper is not None or one.figure.hedge in _BOUNDS:
            continue
        passage = one.claim.passage
        before = re.split(r"[。；;，]|,(?!\d{3})", passage.text[: one.figure.start - passage.start])
        if not (_CUE.search("".join(before[-2:])) or _BEHIND.match(one.after)) or (
            one.part is Part.CHANGE and "均" not in before[-1]
        ):
            continue
        totals = sorted(
            (other for other in operands if _is_total(other, one)), key=lambda other: (one.sentence - other.passage, -other.at)
        )
        yield from _judged(one, totals, list(_numbers(one, before[-1], quantities)))


def _judged(one: Quantity, totals: Sequence[Operand], numbers: Sequence[_Number]) -> Iterator[Ruling]:
    made = [(total, number, total.rounding.over(number.count)) for total in totals for number in numbers]
    made.sort(key=lambda each: (one.sentence - each[0].passage) + each[1].away)
    for total, number, value in made:
        close = one.sentence - total.passage + number.away <= _NEAR
        if informative(value) and one.stated.meets(value) and digits_of(one.figure) >= (_SURE_DIGITS - close):
            yield from closes([one], _working(total, number, value, one))
            return
    for total, number, value in made:
        if (
            informative(value)
            and digits_of(one.figure) >= _SURE_DIGITS
            and number.away <= _NEAR
            and (_tenfold(one, value) or is_slip(one.figure, value))
        ):
            yield from _fails(one, total, number, value, "unit_slip" if _tenfold(one, value) else "arithmetic")
            return
    whole = [each for each in made if is_whole(each[0].label) or each[0].passage == one.sentence]
    if whole and len({each[1].text for each in made}) == 1 and len({each[0].figure.base for each in whole}) == 1:
        total, number, value = whole[0]
        told = total.passage == one.sentence or re.search(r"^\s*(?:On average|平均)", one.claim.passage.text)
        if informative(value) and told and number.away <= _REACH:
            yield from _fails(one, total, number, value, "arithmetic")


def _fails(one: Quantity, total: Operand, number: _Number, made: Interval, kind: str) -> Iterator[Ruling]:
    members = [one, *([total.quantity] if total.quantity is not None else [])]
    yield from failed([one], members, _working(total, number, made, one), middle_in(made, one), kind)


def _is_total(other: Operand, one: Quantity) -> bool:
    return (
        other.quantity is not None
        and other.item == one.claim.passage.item
        and 0 <= one.sentence - other.passage <= _REACH
        and other.at < one.figure.start
        and not other.is_change
        and other.quantity.part is not Part.MEAN
        and alike_figures(other.figure, one.figure)
    )


def _numbers(one: Quantity, clause: str, quantities: Sequence[Quantity]) -> Iterator[_Number]:
    said = clause + one.after[:40]
    passage = one.claim.passage
    if _HEADS.search(said):
        for other in quantities:
            away = one.sentence - other.sentence
            if other.figure.kind is Kind.COUNT and 0 <= away <= _REACH and other.figure.base >= _FEWEST_HEADS:
                yield _Number(other.rounding, other.figure.text, away)
        return
    near = dict.fromkeys(other.claim.passage for other in quantities if 0 <= one.sentence - other.sentence <= _REACH)
    for told in near:
        away = one.sentence - told.number
        if _MONTHS.search(said):
            for months in _months(told.text):
                yield _Number(Interval.of(months, months), str(months), away)
            continue
        text = told.text if told is not passage else told.text[: one.figure.end - passage.start]
        for found in _MEMBERS.finditer(text):
            days = bool(re.search(r"days?|sessions?", found[0]))
            if (count := _count(found)) > 1 and days == bool(_DAYS.search(said)):
                yield _Number(Interval.of(count, count), str(count), away)
        for word, count in _GROUPS.items():
            if word in told.text:
                yield _Number(Interval.of(count, count), str(count), away)


def _months(text: str) -> Iterator[int]:
    """How many months a text speaks of: 1至11月, 前9个月, 前三季度, the first half."""
    for span in _SPAN.finditer(text):
        if 1 < (months := int(span[2]) - int(span[1]) + 1) <= _YEAR:
            yield months
    for first in _FIRST.finditer(text):
        number = digits(first[1]) if first[1].isdecimal() else chinese(first[1]) or english(first[1])
        if number is not None and 1 < number.value <= _YEAR:
            yield int(number.value)
    yield from (months for words, months in _PARTS if words.search(text))


def _count(found: re.Match[str]) -> int:
    number = digits(found["digits"]) if found["digits"] else chinese(found["zh"]) if found["zh"] else english(found["en"])
    return int(number.value) if number is not None else 0


def _tenfold(one: Quantity, made: Interval) -> bool:
    return any(one.rounding.scaled(Fraction(10) ** power).meets(made) for power in (-4, -3, -2, -1, 1, 2, 3, 4))


def _working(total: Operand, number: _Number, made: Interval, one: Quantity) -> str:
    return f"{total.shown}/{number.text.strip()} = {middle_in(made, one)}"
