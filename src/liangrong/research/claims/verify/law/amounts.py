"""Which amounts of a sentence are margin paid in, which are what it lets one borrow or short, and at which printed margin ratio."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in

__all__ = ["Capacity", "Told", "amounts_of"]

_TOPIC: Final = re.compile(r"保证金|自有资金|本金|投入|拿出|margin|own (?:funds|capital|money)|deposit", re.IGNORECASE)
_ACT: Final = re.compile(r"融资|融券|借|贷|杠杆|borrow|loan|lend|financ|short|leverag|purchas", re.IGNORECASE)
_M: Final = r"⟦m(?P<m>\d+)⟧"
_DEPOSIT: Final = (
    re.compile(rf"{_M}\s*(?:的)?(?:现金|自有)?(?:作为|作|做|充当)?(?:保证金|自有资金|本金|资金)(?!比例)"),
    re.compile(rf"(?:保证金|自有资金|本金)(?:金额)?(?:有|共|为|是|投入|缴纳|存入|交存|交)*{_M}"),
    re.compile(rf"(?:缴纳|存入|交存|投入|拿出)(?:现金)?{_M}"),
    re.compile(
        rf"{_M} (?:of|in|as) (?:cash |own |initial |the |their |his |her |your )*(?:margin|equity|deposit|capital|cash|money|funds)\b(?! (?:loan|debt|financing))",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:margin|deposit|equity|capital) of {_M}", re.IGNORECASE),
    re.compile(
        rf"(?:deposit(?:s|ing|ed)?|post(?:s|ing|ed)?|put(?:s|ting)? (?:up|down)|pay(?:s|ing)? in|paid in) {_M}", re.IGNORECASE
    ),
    re.compile(rf"(?:deposit|margin|equity) (?:is|was|=) {_M}", re.IGNORECASE),
)
_SAME: Final = re.compile(
    r"同样(?:的|多)?(?:保证金|资金|金额)?|同等|同一笔|the same (?:margin|deposit|amount|sum|money|equity|capital)|that (?:margin|deposit|amount|sum)",
    re.IGNORECASE,
)
_LOAN: Final = (
    re.compile(
        rf"(?:可|能|最多|最高|至多|上限|支持|撬动|允许)[^⟦⟧，,。；;]{{0,10}}?(?:融资|融入|借入|借到|借得|借款|借|贷|融券卖出|融券|卖空|融(?=⟦))(?:买入)?(?:资金|金额|额度|规模)?(?:最多|最高|至多|不超过|约|为|是|达|至|到)*{_M}"
    ),
    re.compile(rf"(?:融资|借款|融券)(?:额度|金额|规模)?(?:最多|最高|至多|上限|可达|可以达到)(?:可|为|是|达|约)*{_M}"),
    re.compile(
        rf"(?:can|could|may|able to|allowed to|lets?|allows?|enables?|permits?)\b[^⟦⟧.;]{{0,50}}?\b(?:borrow|raise|short|finance|obtain|sell short|short-sell)\b(?: \w+){{0,3}}? {_M}",
        re.IGNORECASE,
    ),
    re.compile(rf"\bborrow(?:s|ing|ed)? (?:at most |up to |no more than |a maximum of ){_M}", re.IGNORECASE),
    re.compile(
        rf"(?:supports?|backs?|allows?|permits?|sustains?|carries|buys?|covers?|secures?|funds?|for) (?:an? |the )?(?:margin |maximum |new )*(?:loans?|short[- ]sales?|short positions?|financing|borrowings?|credit|(?:financed )?purchases|debt)(?: \w+){{0,2}}? (?:of|worth|to|totalling|up to) {_M}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:supports?|backs?|allows?|permits?) (?:an? )?{_M} (?:loan|of (?:loans|borrowing|financing|short sales|credit))",
        re.IGNORECASE,
    ),
)
_BEFORE: Final = (
    re.compile(rf"(?:此前|之前|原来|过去|以前|原先|调整前|新规前|旧规)[^⟦⟧。；;]{{0,14}}{_M}"),
    re.compile(
        rf"(?:compared (?:with|to)|against|versus|instead of|down from|up from|rather than|not) {_M},? (?:before|previously|earlier|under the (?:old|former|previous)|until then|in the past|as before)",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\b(?:previously|formerly|until then|before (?:that|the change|then|the increase|the cut)|under the (?:old|former|previous) \w+|in the past)[^⟦⟧.;]{{0,40}}{_M}",
        re.IGNORECASE,
    ),
)
_PART: Final = re.compile(r"[;；。]")
_PAST: Final = re.compile(
    r"此前|之前|过去|以前|原先|原来|(?:调整|新规|实施|上调|下调|提高|降低|生效|变动)前|旧规|\b(?:previously|formerly|before (?:that|the|then|\w+ \d)|until (?:then|\w+ \d)|under the (?:old|former|previous)|used to)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(r"现在|目前|如今|当前|此后|之后|新规后|\b(?:now|today|currently|since then|after)\b", re.IGNORECASE)
_AT: Final = re.compile(
    r"(?:保证金(?:最低)?比例(?:要求)?[^⟦⟧。；;，,]{0,6}|按照?|在|以)⟦p(?P<a>\d+)⟧|⟦p(?P<b>\d+)⟧\s*(?:的)?(?:保证金|比例|计算|之下|下|时)|"
    r"\b(?:at|with|under|ratio|requirement)\b(?: (?:an?|the|minimum|margin|ratio|requirement|of|is|at|new|old|former))* ⟦p(?P<c>\d+)⟧|⟦p(?P<d>\d+)⟧ (?:margin|ratio|requirement)",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"融券|卖空|\bshort", re.IGNORECASE)
_PRIVATE: Final = re.compile(r"私募|private|hedge fund", re.IGNORECASE)
_CLAUSE: Final = re.compile(r"[，,；;。]|\band\b")
_SLOT: Final = re.compile(r"⟦m(\d+)⟧")
_SHARE: Final = re.compile(
    r"(?<!跌)(?<!涨)(?<!by )⟦p(\d+)⟧(?!\s*(?:折算|的?(?:跌|涨|股票|仓位|折扣)|conversion|fall|drop|of the (?:stock|shares)))"
)
"""A percentage that may be a margin ratio, whatever stands beside it."""
_RATIOS: Final = (Fraction(2, 5), Fraction(3, 2))
"""Between these bounds a percentage may be a margin ratio."""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What a margin lets one borrow or short.

    Parameters
    ----------
    ratio
        The printed margin ratio that it is worked out at; ``None`` where the law of the day is meant.
    when
        Whether it is told of today or of the time before a change.
    """

    figure: Figure
    ratio: Figure | None
    when: Literal["now", "before"]
    is_short: bool
    is_private: bool


@dataclass(frozen=True, slots=True)
class Told:
    """The amounts of a sentence by what they are.

    Parameters
    ----------
    same
        Whether the margin is that of an earlier sentence.
    """

    deposits: tuple[Figure, ...]
    capacities: tuple[Capacity, ...]
    same: bool


def amounts_of(article: Article, passage: Passage) -> Told | None:
    """The amounts of a sentence on margin and what it supports; ``None`` where it is about something else."""
    if not (_TOPIC.search(passage.text) or _SAME.search(passage.text)) or not _ACT.search(passage.text):
        return None
    figures = figures_in(article, passage)
    text = _slotted(passage, figures)
    deposits = {int(found["m"]) for pattern in _DEPOSIT for found in pattern.finditer(text)}
    before = {int(found["m"]): found for pattern in _BEFORE for found in pattern.finditer(text)}
    loans = {int(found["m"]): found for pattern in _LOAN for found in pattern.finditer(text)}
    deposits -= {number for number in loans if number not in before and len(deposits) > 1}
    ratios = sorted(
        {(found.start(), int(next(one for one in found.groups() if one))) for found in _AT.finditer(text)}
        | {
            (found.start(), int(found[1]))
            for found in _SHARE.finditer(text)
            if _RATIOS[0] <= Fraction(figures[int(found[1])].base) <= _RATIOS[1]
        }
    )
    first = min((found.end() for number, found in loans.items() if number not in deposits), default=None)
    capacities = []
    for slot in _SLOT.finditer(text):
        number = int(slot[1])
        if number in deposits:
            continue
        at = _ratio_of(slot.start(), ratios)
        goes_on = first is not None and slot.start() >= first and (at is not None and at[0] > first)
        if number in before or number in loans or goes_on:
            clause = _clause_before(text, slot.start())
            words = loans[number][0] if number in loans else text[: slot.start()]
            capacities.append(
                Capacity(
                    figures[number],
                    figures[at[1]] if at else None,
                    "before" if number in before or _is_past(text, slot.start()) else "now",
                    is_short=bool(_SHORT.search(words)),
                    is_private=bool(
                        _PRIVATE.search(text[at[0] - 30 if at and at[0] > 30 else 0 : slot.start()] if at else clause)
                    ),
                )
            )
    return Told(tuple(figures[number] for number in sorted(deposits)), tuple(capacities), bool(_SAME.search(passage.text)))


def _slotted(passage: Passage, figures: Sequence[Figure]) -> str:
    parts, place = [], passage.start
    for number, figure in enumerate(figures):
        if figure.start < place:
            continue
        letter = {Kind.MONEY: "m", Kind.PERCENT: "p"}.get(figure.kind, "x")
        parts += [passage.text[place - passage.start : figure.start - passage.start], f"⟦{letter}{number}⟧"]
        place = figure.end
    return "".join((*parts, passage.text[place - passage.start :]))


def _ratio_of(end: int, ratios: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The nearest printed ratio in front, with its place."""
    earlier = [one for one in ratios if one[0] < end]
    return earlier[-1] if earlier else None


def _is_past(text: str, end: int) -> bool:
    """Whether the part of the sentence up to an amount tells of the time before a change, and no "now" stands between."""
    said = _PART.split(text[:end])[-1]
    past, now = list(_PAST.finditer(said)), list(_NOW.finditer(said))
    return bool(past) and (not now or now[-1].start() < past[-1].start())


def _clause_before(text: str, end: int) -> str:
    start = max((found.end() for found in _CLAUSE.finditer(text, 0, end)), default=0)
    return text[start:end]
