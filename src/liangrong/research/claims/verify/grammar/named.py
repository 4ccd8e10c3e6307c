"""Amounts that are told with a name each, wherever they stand: entries of a list, cells of a row, the days of a week; what is computed from them is not here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.grammar.operands import Operand
from liangrong.research.claims.verify.grammar.quantities import Quantity, alike_figures

__all__ = ["Named", "names_in", "told"]

_BREAK: Final = re.compile(r"[，。；;：:、！？!?()（）|\n【】“”]|,(?!\d{3})|\b(?:and|while|whereas|but|versus|against|with)\b")
_END_ZH: Final = re.compile(
    r"两融|融资|融券|净[买偿卖流增减申赎]|余额|获|被|遭|分别|合计|为|达到|报|是|的|从|由|则|增加|减少|增长|上升|下降|上涨|下跌|买入|偿还|流入|流出|仅|约|占|升|降|跌|涨"
)
_LEAD_ZH: Final = re.compile(
    r"^(?:(?:两融|融资融券|融资|融券)余额(?!为|报|达|约|是)|其中|而|但|且|另外|此外|以及|和|与|及|在|📌|\s)+"
)
_LEAD_EN: Final = re.compile(
    r"^(?:[\W_]|(?:the|a|an|for|of|in|on|into|from|at|to|that|those|its|their|as|only|just|so|then|by|even|both|net|also|which|leaves?|leaving|while|where|\d+)\b)+",
    re.IGNORECASE,
)
_END_EN: Final = re.compile(
    r"['’]s?(?=\s|$)|\b(?:accounted|accounts?|saw|drew|took|takes?|stood|stands?|came|comes?|was|were|is|are|had|has|have|held|holds?|got|gets?|with|for|at|of|in|on|to|by|"
    r"rose|fell|gained|lost|added|attracted|absorbed|received|suffered|made|makes?|posted|recorded|reported|reached|brought|showed|shed|paid|repaid|bought|sold|climbed|"
    r"dropped|declined|increased|decreased|contributed|went|put|pulled|ended|closed|finished|totall?ed|lent|worth|who)\b",
    re.IGNORECASE,
)
_GENERIC_EN: Final = re.compile(
    r"\b(?:names?|stocks?|shares?|sectors?|industr(?:y|ies)|boards?|groups?|makers?|loans?|balances?|financing|margins?|purchases?|lending|turnover|debt|total|figures?|market|traders?|investors?|borrowers?|buyers?|clients?|money|it|they|this|"
    r"these|others?|rest|he|she|we|you|now|yuan|billion|million|trillion|however|meanwhile|position|reading|level|exchange|accounts?|rise|fall|increase|decrease|decline|gain|drop|change|difference|gap|together|combined|mean|average|first|last|past)\b",
    re.IGNORECASE,
)
_NUMBERED: Final = re.compile(r"^\W*[\d.,%+\-]*\W*$")
_DATED: Final = re.compile(r"\d+年|去年|上年")
_BULLET: Final = re.compile(r"\s*(?:[-–•·*▪]|\d{1,2}[.)、])\s*\S")
_LONGEST: Final = 28


@dataclass(frozen=True, slots=True)
class Named:
    """An amount and its name.

    Parameters
    ----------
    run
        The list or column that it stands in; amounts of one run are of one thing.
    is_complete
        Whether every amount of its sentence has a name.
    """

    name: str
    run: str
    operand: Operand
    is_complete: bool = True

    def rounding(self, like: Quantity) -> Interval | None:
        """What its digits leave open, with its sign, a bare number in the unit of another figure; ``None`` where they measure different things."""
        figure, quantity = self.operand.figure, self.operand.quantity
        found = figure.rounding()
        if quantity is not None and quantity.falls and figure.value > 0:
            found = -found
        if figure.kind is Kind.NUMBER and not figure.unit and like.figure.kind is Kind.MONEY:
            return found.scaled(like.figure.size)
        return found if alike_figures(figure, like.figure) else None


def told(operands: Sequence[Operand]) -> list[Named]:
    """All amounts that have a name, in the order of the text."""
    found: list[Named] = []
    block, last = 0, -2
    bare = set()
    for one in operands:
        if one.figure.kind in (Kind.PERCENT, Kind.DURATION):
            continue
        cells = one.around.split("|")[:-1] if not one.column else []
        if cells:
            block += one.passage > last + 1
            last = one.passage
        if not (name := _name(one, cells)):
            bare.add(one.passage)
            continue
        run = one.column or (f"|{block}.{len(cells)}" if cells else f"{one.passage}{one.figure.unit}")
        before = found[-1].operand if found else one
        if _BULLET.match(one.around) and _BULLET.match(before.around) and before.passage == one.passage - 1:
            run = found[-1].run
        found.append(Named(name, run, one))
    return [replace(one, is_complete=one.operand.passage not in bare) for one in found]


def names_in(text: str, known: Sequence[Named]) -> list[tuple[int, int, str]]:
    """Where a text mentions names of a list: start, end and name, in order, the longest where they overlap."""
    spans: list[tuple[int, int, str]] = []
    for name in sorted({one.name for one in known}, key=len, reverse=True):
        for start, end in _places(name, text):
            if not any(start < last and first < end for first, last, _ in spans):
                spans.append((start, end, name))
    return sorted(spans)


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    words = rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])" if name[0].isascii() else re.escape(name)
    for match in re.finditer(words, text, re.IGNORECASE):
        yield match.span()


def _name(one: Operand, cells: Sequence[str]) -> str:
    if one.column:
        return _cut(one.own)
    if cells:
        return next((_cut(cell) for cell in cells if not _NUMBERED.match(cell)), "")
    parts = [part for part in _BREAK.split(one.own) if part.strip()]
    return (_cut(parts[-1]) if parts else "") or _cut(one.behind)


def _cut(text: str) -> str:
    """The name at the head of a few words: up to the verb, without what names nothing."""
    if re.search(r"[\u3400-\u9fff]", text):
        if _DATED.search(text):
            return ""
        words = _LEAD_ZH.sub("", text.strip())
        words = _END_ZH.split(words)[0].strip(" （(")
        return words if 2 <= len(words) <= 10 and not re.search(r"\d(?![\d月日])", words) else ""
    said = (_GENERIC_EN.sub(" ", part) for part in _END_EN.split(_LEAD_EN.sub("", re.sub(r"\([^)]*\)?", " ", text))))
    words = next((found for part in said if (found := re.sub(r"\s+", " ", part).strip(" -–—*•'’\""))), "")
    return words if len(words) > 1 and len(words) <= _LONGEST and re.search(r"[A-Za-z]", words) else ""
