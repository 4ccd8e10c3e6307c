"""What each figure of an example is: own cash, loan, debt, assets, a fall, a line, a result; told by the words that touch it, else guessed by the nearest ones of its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.account.lexicon import CUES
from liangrong.research.claims.verify.account.role import Role

__all__ = ["Part", "is_capacity", "parts_of"]


@dataclass(frozen=True, slots=True)
class Part:
    """A figure with its role.

    Parameters
    ----------
    before, after
        The words between it and its neighbours in the sentence.
    guess
        What the nearest word of its clause makes it, where none touches it, from which nothing is refuted by itself; the role itself where one does.
    """

    role: Role
    figure: Figure
    passage: Passage
    before: str
    after: str
    guess: Role


_LEVERAGE: Final = re.compile(r"杠杆|leverage", re.IGNORECASE)
_ASKED: Final = re.compile(r"(?:需要?|须|要|备|应)(?:先|再)?\s*$|\b(?:needs?|needed|need|requires?|required)\s*$", re.IGNORECASE)
_OF_MARGIN: Final = re.compile(r"保证金(?:最低)?比例|\bmargin (?:ratio|requirement)", re.IGNORECASE)
_CAPACITY: Final = re.compile(
    r"(?:可|能|最多|最高|至多|上限|允许|撬动)[^，,。；;]{0,10}(?:融|借|贷|卖空|做空|买入)|撬动|\b(?:can|could|may|able to|allow\w*|let|lets|enough)\b[^.;,]{0,30}\b(?:borrow|short|sell|buy|finance|purchase)\b|"
    r"\b(?:supports?|backs?|allow(?:s|ed)|permits?|sustains?|carr(?:y|ies)|covers?|secures?)\b[^.;,]{0,24}\b(?:loans?|short[- ]?s\w+|shorts?|financing|borrowings?|purchases|credit)\b|\bmargin\b[^.;,]{0,12}\b(?:supports?|carr(?:y|ies)|sustains?)\W*$",
    re.IGNORECASE,
)
_SOLD_SHORT: Final = re.compile(
    r"(?:融券|卖空|做空|沽空)[^，,。；;]{0,12}$|\bshort(?:s|ed|ing|[- ]s\w+)?\b[^.;,]{0,24}$|\bsell\w* short\b[^.;,]{0,24}$",
    re.IGNORECASE,
)
"""In front of what shares are worth that are sold short."""
_AHEAD: Final = 40
"""How many characters behind a figure may say what it is."""
_CLAUSE: Final = re.compile(r"[。；;！？?!]|\.\s")
_SEGMENT: Final = re.compile(r"[，,。；;：:—！？!?]|(?<!\d)\.|\.\s")
_BREAK: Final = re.compile(r"[，,；;]")
_DEAREST: Final = 10_000
"""A share costs less, in yuan."""
_DAYS: Final = frozenset({"days", "天", "日"})
_YEARS: Final = (360, 365)
_YEAR: Final = re.compile(r"^[\s-]*(?:year|基准|计息|计算|一年)|^\s*(?:天|日)?(?:计息|计算)", re.IGNORECASE)


def parts_of(article: Article, passage: Passage) -> Iterator[Part]:
    """The figures of a sentence with their roles, in order."""
    figures = [one for one in figures_in(article, passage) if one.upper is None]
    taken = 0
    for place, figure in enumerate(figures):
        start = figures[place - 1].end if place else passage.start
        end = figures[place + 1].start if place + 1 < len(figures) else passage.end
        before, after = article.text[start : figure.start], article.text[figure.end : end]
        role = _role(figure, before[taken:], after[:_AHEAD])
        if role in (Role.POSITION, Role.SELL) and _SOLD_SHORT.search(before):
            role = Role.LIMIT if is_capacity(before) else Role.SHORT
        yield Part(role, figure, passage, before, after, _nearest(figure, before, after) if role is Role.UNKNOWN else role)
        said = (one.behind.match(after) for one in CUES.get(figure.kind, ()) if one.role is role)
        taken = min(max((match.end() for match in said if match is not None), default=0), len(_BREAK.split(after, maxsplit=1)[0]))


def is_capacity(before: str) -> bool:
    """Whether the words in front of an amount say that so much can be borrowed, bought on credit or sold short."""
    return bool(_CAPACITY.search(_SEGMENT.split(before)[-1]))


def _role(figure: Figure, before: str, after: str) -> Role:
    if figure.kind is Kind.MULTIPLE:
        return Role.LEVERAGE if _LEVERAGE.search(before) or _LEVERAGE.search(after[:14]) else Role.UNKNOWN
    if figure.kind is Kind.DURATION:
        return Role.DAYS if figure.unit in _DAYS and figure.value not in _YEARS and not _YEAR.match(after) else Role.UNKNOWN
    if figure.kind is Kind.SHARES:
        return Role.SHARES
    if figure.kind not in (Kind.MONEY, Kind.PERCENT) and not (figure.kind is Kind.NUMBER and figure.base >= _DEAREST):
        return Role.UNKNOWN
    words = before + figure.text[: _digits(figure.text)]
    said = _CLAUSE.split(words)[-1]
    cues = [one for one in CUES[figure.kind] if _fits(one.role, figure)]
    found = [
        (len((match["zh"] or match["en"] or "").strip()), order, one.role)
        for order, one in enumerate(cues)
        if (match := one.touching.search(said))
    ]
    best = min(found, default=None)
    if best is not None and best[2] is Role.LINE and _OF_MARGIN.search(said):
        return Role.MARGIN_RATIO
    after_it = next((one.role for one in cues if one.behind.match(after)), None)
    if after_it is Role.MARGIN and _ASKED.search(words):
        return Role.NEEDED
    if after_it is Role.MARGIN and best is not None and best[2] in (Role.NEEDED, Role.ADD, Role.GAP, Role.MARGIN):
        return best[2]
    if after_it is Role.POSITION and best is not None and best[2] not in (Role.ASSETS, Role.OWN):
        return best[2]
    if after_it is Role.OWN and best is not None and best[2] in (Role.ADD, Role.WITHDRAW, Role.REPAY, Role.NEEDED):
        return best[2]
    if after_it is not None and not (best is not None and best[2] in (Role.RATIO, Role.RATE) and after_it is Role.MARGIN_RATIO):
        return after_it
    return best[2] if best is not None else Role.UNKNOWN


def _nearest(figure: Figure, before: str, after: str) -> Role:
    """The role that the last fitting word in front of a figure gives it, else the first one behind it within its clause."""
    cues = [one for one in CUES.get(figure.kind, ()) if _fits(one.role, figure)]
    ahead, behind = _SEGMENT.split(before)[-1], _SEGMENT.split(after, maxsplit=1)[0]
    for words, last in ((ahead, True), (behind, False), (before, True)):
        found = [
            (-at if last else at, order, one.role)
            for order, one in enumerate(cues)
            for at in (match.end() if last else match.start() for match in one.anywhere.finditer(words))
        ]
        if found:
            return min(found)[2]
    return Role.UNKNOWN


def _fits(role: Role, figure: Figure) -> bool:
    """Whether a figure of this size can be what the words say."""
    amount = abs(Fraction(figure.base))
    if role is Role.PRICE:
        return amount < _DEAREST
    if figure.kind is not Kind.PERCENT:
        return True
    if role is Role.RATE:
        return amount < Fraction(1, 5)
    if role is Role.MARGIN_RATIO:
        return Fraction(2, 5) <= amount <= Fraction(3, 2)
    if role in (Role.RATIO, Role.LINE):
        return amount >= 1
    return amount <= 1 or role in (Role.RETURN, Role.RISE)


def _digits(text: str) -> int:
    """Where the number of a figure begins: its hedge stands in front."""
    found = re.search(r"\d", text)
    return found.start() if found else 0
