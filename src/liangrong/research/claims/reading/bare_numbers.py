"""Numbers that print no unit: of an index, of a group, or what a figure before them is compared with; any other is left alone."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Final

from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.numerals import ENGLISH, Number

__all__ = ["bare", "counted", "leads_to_value"]

_HALF: Final = Decimal("0.5")
_LOOK_BACK: Final = 24
_REACH: Final = 60
_NEAR: Final = 30
_RATIO: Final = re.compile(
    r"\b(?:ratio|multiple|leverage)(?: of| is| was| at| to| stood at| stands at| came to)*\s$|(?:比例|倍数|杠杆率)(?:为|是|达|约|至|仅)*$",
    re.IGNORECASE,
)
"""A ratio that is printed as a plain number is a multiple."""
_MOST: Final = 20
_INDICATOR: Final = re.compile(
    r"RSI|relative strength|\bVIX\b|\bPMI\b|\bindex\b|Composite|指数|沪指|深成指|大盘|上证综指|均线|\b(?:MACD|KDJ)\b",
    re.IGNORECASE,
)
_LEADS: Final = re.compile(
    r"(?:\b(?:at|to|of|by|hit|hits|hitting|reached|reaching|is|was|stood|level|above|below|over|under|around|near|about|from|and|past|exceeded?|exceeding|than|toward|towards)"
    r"|为|至|达|达到|于|是|到|报|约|超|超过|突破|升破|跌破|近|收|降为|逼近|接近|[><~=≈])\s?(?:the\s)?$",
    re.IGNORECASE,
)
_OF_ALL: Final = re.compile(
    rf"\s(?:out\s)?of\s(?:(?:the|all|its|their|those|these|which|them|whom)\b|\d|(?:{ENGLISH})\b)", re.IGNORECASE
)
_OUT_OF: Final = re.compile(rf"(?:\d|\b(?:{ENGLISH}))\s(?:out\s)?of\s(?:the\s|these\s|those\s|its\s)?$", re.IGNORECASE)
_DOES: Final = (
    r"(?:posted|saw|recorded|rose|fell|gained|declined|were|are|had|reported|closed|advanced|dropped|registered|logged|received|attracted|lost|ended|finished|climbed|slipped"
    r"|dipped|added|shed|stayed|remained|showed|did|kept|drew|took)"
)
_SUBJECT: Final = re.compile(rf"\s{_DOES}\b|\s(?:unchanged|flat)\b")
_PAST: Final = re.compile(r"\s(?!hundred|need)[a-z]{3,}ed\b")
_SET_OFF: Final = re.compile(
    rf",\s(?:{_DOES}\b|or\s(?:about\s|nearly\s|some\s|roughly\s)?\d[\d.]*\s?(?:%|per\s?cent))|\s?[,(（]\s?(?:占比?|即)\s?(?:约|近)?\d"
)
"""What follows a number that is set off by commas: it is part of a group that was named before."""
_EACH: Final = re.compile(r"\s(?:a|per|each|every)\s(?:day|session|week|month|year|branch|client|broker|head)\b")
_THAT: Final = re.compile(r"\s(?:that|who|which)\s")
_TAKEN: Final = re.compile(r"(?:\b(?:and|with|while|but|whereas|only|the only|which)|[,;(.!?])\s$|^", re.IGNORECASE)
_FROM_TO: Final = re.compile(rf"\s(?:to)\s(?:{ENGLISH})\b", re.IGNORECASE)
_TO_FROM: Final = re.compile(rf"\bfrom\s(?:{ENGLISH})\sto\s$", re.IGNORECASE)
_FROM: Final = re.compile(r"\bfrom\s$", re.IGNORECASE)
_REST: Final = re.compile(r"\b(?:the|all)\s(?:other|remaining)\s$", re.IGNORECASE)
_MORE: Final = re.compile(r"\s(?:more|fewer)\sthan\b", re.IGNORECASE)
_BOUNDED: Final = re.compile(r"\b(?:as much as|no more than|at most|up to|at least|no less than|as many as)\s$", re.IGNORECASE)
_ENDS: Final = re.compile(r"\s*(?:[.;]|$|,\s(?!and\b|or\b|two\b|three\b))")
_COUNTED: Final = re.compile(r"户数|开户|人数|数量|家数|次数|账户|投资者|number of|accounts|investors", re.IGNORECASE)
_HOLDERS: Final = re.compile(r"账户|投资者|accounts|investors", re.IGNORECASE)
_HANDLES: Final = re.compile(
    r"\b(?:ow(?:e|es|ed|ing)|borrow\w*|repa\w+|pa(?:id|ys?|ying)|b(?:uy|uys|ought|uying)|s(?:old|ell|ells|elling)|put|took|takes?|debts?|loans?|worth|balances?|a net)\b"
    r"|融资|融券|负债|借|买|卖|还|余额|市值|资产|资金|金额|净|贷",
    re.IGNORECASE,
)
"""What those who hold an account do with money: the amount behind it is no number of them."""
_PART: Final = re.compile(r"\sof\s(?:which|them|whom|these|those)\b", re.IGNORECASE)
_AGAINST: Final = re.compile(
    r",?\s(?:(?:up|down)\sfrom|against|versus|vs\.?|after|compared\s(?:with|to)|following|from)\s(?:(?:only|just|about|some|nearly)\s)?$|[,，]?(?:上[月周年季]|前一?[日周月]|此前)为$",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(
    r"\bnumber(?:ed|ing)\s$|\bnumber of\b[^,.;]{0,40}\s(?:was|is|reached|hit|to|at)\s$|(?:户数|人数|家数|数量)(?:约?为|达到?|[增升降减]至)$",
    re.IGNORECASE,
)
_ALIKE: Final = 20
"""A figure is compared with another of its size: one many times as large or small prints another unit, or none."""
_CLAUSE: Final = re.compile(r"[,，;；。]")


def leads_to_value(plain: str, start: int) -> bool:
    """Whether the word before a place leads to a value: at, to, 为, 达."""
    return bool(_LEADS.search(plain[max(0, start - _LOOK_BACK) : start]))


def bare(
    plain: str, place: tuple[int, int, int], number: Number, signed: int, currency: str, last: Figure | None, *, is_digits: bool
) -> Figure | None:
    """A number without a unit; ``None`` where it is no quantity.

    Parameters
    ----------
    plain
        The text, wide characters made ordinary.
    place
        Where its sign, its first character and what follows it stand.
    signed
        -1 behind a minus.
    last
        The figure before it.
    """
    start, low, end = place
    before = plain[max(0, start - _REACH) : start]
    following = plain[end : end + 1]
    if following.isalpha() and following.isascii():
        return None
    value, half = number.value * signed, number.place * _HALF
    made = Figure(
        start, end, plain[start:end], value, "", Kind.NUMBER, Decimal(1), half, currency=currency, is_word=number.is_word
    )  # fmt: skip
    if _is_counted(plain, before, low, end, is_digits=is_digits):
        return replace(made, kind=Kind.COUNT, half_ulp=Decimal(0))
    if not is_digits and _BOUNDED.search(before) and _ENDS.match(plain, end):
        return made
    if not is_digits or following == "-":
        return None
    if _NUMBERED.search(before) and number.place == 1:
        return replace(made, kind=Kind.COUNT, half_ulp=Decimal(0))
    compared = _compared(before, made, last, plain[low:end], plain)
    if compared is not None:
        return compared
    text = plain[low:end]
    if "." in text and number.value < _MOST and _RATIO.search(before):
        return replace(made, kind=Kind.MULTIPLE, unit="x")
    leads = leads_to_value(plain, start) or signed < 0 or (start < low and plain[start] == "+")
    if not (leads or "," in text or "." in text):
        return None
    if _INDICATOR.search(_CLAUSE.split(before)[-1]):
        return replace(made, kind=Kind.POINTS, unit="points")
    return made if leads or "," in text or ("." in text and not following.isalpha()) else None


def _is_counted(plain: str, before: str, low: int, end: int, *, is_digits: bool) -> bool:
    """Whether a number says how many of a group: 17 of 42, 18 gained, the only four that rose."""
    text = plain[low:end]
    if "." in text:
        return False
    if text.lower() == "one":
        return bool(re.match(r"\s(?:unchanged|flat)\b", plain[end : end + 12]) and _TAKEN.search(before))
    if _OF_ALL.match(plain, end) or _OUT_OF.search(before[-_NEAR:]) or _REST.search(before[-_NEAR:]):
        return True
    if is_digits:
        return bool(
            _SUBJECT.match(plain, end)
            or _EACH.match(plain, end)
            or _MORE.match(plain, end)
            or (before.rstrip().endswith((",", "，")) and _SET_OFF.match(plain, end))
        )
    if _TAKEN.search(before) and (_SUBJECT.match(plain, end) or _THAT.match(plain, end) or _PAST.match(plain, end)):
        return True
    return bool((_FROM.search(before) and _FROM_TO.match(plain, end)) or _TO_FROM.search(before))


def _compared(before: str, made: Figure, last: Figure | None, text: str, plain: str) -> Figure | None:
    """A number that another is set against is of its kind: 2.6 trillion yuan, up from 2.4; 150,000 accounts, after 139,400."""
    if last is None or last.kind in (Kind.RANK, Kind.RATIO, Kind.NUMBER, Kind.DURATION) or not _AGAINST.search(before[-_NEAR:]):
        return None
    if _CLAUSE.search(plain[last.end : made.start].removeprefix(",").removeprefix("，")) or made.start - last.end > _LOOK_BACK:
        return None
    if last.kind is Kind.COUNT:
        is_whole = "," in text or last.size == 1
        found = replace(made, kind=Kind.COUNT, unit="" if is_whole else last.unit, size=Decimal(1) if is_whole else last.size)
        return replace(found, half_ulp=Decimal(0)) if is_whole else found
    if last.value == 0 or not 1 <= _ALIKE * abs(made.value / last.value) <= _ALIKE**2:
        return None
    return replace(made, kind=last.kind, unit=last.unit, size=last.size, currency=last.currency)


def counted(plain: str, figure: Figure) -> Figure:
    """Millions without a noun are a count where the clause before speaks of accounts or of how many, or where they are a part of such."""
    if figure.kind is not Kind.MONEY or figure.currency or figure.size == 1 or "元" in figure.text:
        return figure
    before = plain[max(0, figure.start - 80) : figure.start]
    reach = before if _PART.match(plain, figure.end) else _CLAUSE.split(before)[-1]
    said = [*_COUNTED.finditer(reach)]
    if not said or (_HOLDERS.fullmatch(said[-1][0]) and _HANDLES.search(reach, said[-1].end())):
        return figure
    return replace(figure, kind=Kind.COUNT, unit=figure.unit.removesuffix("元"))
