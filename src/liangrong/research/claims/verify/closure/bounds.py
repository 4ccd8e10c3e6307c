"""What cannot be less: so many above a line, the part of a whole, the larger group that holds the smaller one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.quantities import Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import doubted

__all__ = ["check_bounds"]

_TOTAL: Final = re.compile(
    r"(?:合计|共计|总计|总和|之和|累计|一共)[^，,。；;]{0,16}$|\b(?:together|combined|in all|altogether|in total|add(?:s|ed|ing)? up to|sum(?:s|med|ming)? to|totall?(?:ed|ing|s)?)\b[^.;。]{0,40}$",
    re.IGNORECASE,
)
_EACH: Final = re.compile(r"均|各|每|都|\b(?:each|all|every)\b", re.IGNORECASE)
_OTHERS: Final = re.compile(
    r"全部|全市场|全体|所有|整个|其中|\b(?:whole|market|overall|of which|all (?!of them|told)\w+)\b", re.IGNORECASE
)
_EACH_AFTER: Final = re.compile(r"^\s*(?:each|apiece)\b", re.IGNORECASE)
_EACH_BEFORE: Final = re.compile(r"(?:均|都|各)\s*$")
_LISTED: Final = 4
_OF_WHICH: Final = re.compile(r"^(?:其中|of which\b|including\b)", re.IGNORECASE)
_WIDER: Final = re.compile(
    r"\b(?P<many>\w+) (?:largest|biggest|top|leading)\b[^.;]{0,30}\b(?:including|with) (?:these|those|the|all) (?P<few>\w+)\b"
    r"|前?(?P<many_zh>[\d一二三四五六七八九十]+)(?:大|家|只|名)[^。；]{0,14}(?:含|包括|连同)(?:上述|这|前述)(?P<few_zh>[\d一二三四五六七八九十]+)(?:大|家|只|名)",
    re.IGNORECASE,
)
_TOTALS: Final = frozenset({"margin_trading_balance"})
_PARTS: Final = frozenset({"financing_balance", "short_balance"})
_ABOVE: Final = (Hedge.OVER, Hedge.AT_LEAST)
_BELOW: Final = (Hedge.UNDER, Hedge.AT_MOST)
_REACH: Final = 5


def _each(line: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """0.7 and 2.5, more than 1 each: one of them is not."""
    if line.figure.hedge not in _ABOVE or not (_EACH_AFTER.match(line.after) or _EACH_BEFORE.search(line.before)):
        return
    listed = [each for each in operands[max(0, line.place - _LISTED) : line.place] if each.sentence == line.sentence]
    amounts = [each for each in listed if alike(each, line)]
    if len(amounts) != len(listed) or len(amounts) < 2 or any(each.figure.hedge is not Hedge.NONE for each in amounts):
        return
    short = next((each for each in amounts if each.rounding.high is not None and each.rounding.high < line.figure.base), None)
    if short is not None:
        note = Note(f"{shown(short.figure)}并不{shown(line.figure)}。", f"{shown(short.figure)} is not {shown(line.figure)}.")
        yield from doubted([line], [short, line], note, "impossible_bound")


def check_bounds(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Refute figures that what stands before them leaves no room for."""
    for one in operands:
        yield from _each(one, operands)
        if one.figure.upper is not None or one.figure.hedge not in (Hedge.NONE, Hedge.ABOUT) or one.figure.value <= 0:
            continue
        yield from _of_many(one, operands)
        yield from _of_whole(one, operands)
        yield from _of_wider(one, operands)


def _of_many(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Fourteen above 3 billion each make more than 42 billion together."""
    if one.figure.kind not in (Kind.MONEY, Kind.SHARES) or not _TOTAL.search(one.before):
        return
    before = [each for each in operands[: one.place] if one.sentence - each.sentence <= 1][-2:]
    if len(before) != 2 or before[0].sentence != before[1].sentence:
        return
    count, line = before
    text = count.claim.passage.text[count.figure.start - count.claim.passage.start : one.figure.start - count.claim.passage.start]
    counted = count.figure.kind is Kind.COUNT and count.figure.size == 1 and count.figure.hedge is Hedge.NONE
    if not counted or not alike(line, one) or line.figure.hedge not in (*_ABOVE, *_BELOW):
        return
    above = line.figure.hedge in _ABOVE
    if (not _EACH.search(text) and one.sentence != line.sentence) or _OTHERS.search(one.before):
        return
    if len({line.claim.metric, one.claim.metric} - {""}) > 1:
        return
    bound = Fraction(count.figure.base) * Fraction(line.figure.base)
    low, high = one.stated.low, one.stated.high
    if (above and high is not None and high < bound) or (not above and _EACH.search(text) and low is not None and low > bound):
        made = f"{count.figure.value:f} × {shown(line.figure)}"
        zh, en = ("不可能少于", "cannot be less than") if above else ("不可能多于", "cannot be more than")
        note = Note(f"{shown(one.figure)}{zh}{made}。", f"{shown(one.figure)} {en} {made}.")
        yield from doubted([one], [count, line, one], note, "impossible_bound")


def _of_whole(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """The financing of which a total consists is no more than the total."""
    if one.claim.metric not in _PARTS or not _OF_WHICH.match(re.split(r"[，,；;。]\s*", one.before.strip())[-1]):
        return
    before = [each for each in operands[: one.place] if one.sentence - each.sentence <= 1 and alike(each, one)]
    if not before or before[-1].claim.metric not in _TOTALS or before[-1].figure.hedge not in (Hedge.NONE, Hedge.ABOUT):
        return
    if before[-1].stated.below(one.stated):
        whole, part = shown(before[-1].figure), shown(one.figure)
        note = Note(f"部分{part}不可能大于整体{whole}。", f"The part, {part}, cannot be more than the whole, {whole}.")
        yield from doubted([one], [before[-1], one], note, "impossible_bound")


def _of_wider(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Ten that include these five cannot have less than the five."""
    head = one.claim.passage.text[: one.figure.start - one.claim.passage.start]
    found = _WIDER.search(head)
    if found is None:
        return
    many, few = (_number(found[name] or found[f"{name}_zh"]) for name in ("many", "few"))
    if not 1 < few < many:
        return
    for other in reversed(operands[: one.place]):
        if other.sentence == one.sentence or not alike(other, one):
            continue
        if one.sentence - other.sentence > _REACH:
            return
        said = other.claim.passage.text[: other.figure.start - other.claim.passage.start]
        if not any(_number(word) == few for word in re.findall(r"[A-Za-z]+|\d+|[一二三四五六七八九十]+", said)):
            continue
        if one.stated.below(other.stated):
            note = Note(
                f"包括这{few}家在内的{many}家不可能只有{shown(one.figure)}，{few}家已有{shown(other.figure)}。",
                f"The {many} that include these {few} cannot have only {shown(one.figure)}: the {few} have {shown(other.figure)}.",
            )
            yield from doubted([one], [other, one], note, "impossible_bound")
        return


def _number(text: str) -> int:
    found = digits(text) if text.isdecimal() else chinese(text) or english(text.lower())
    return int(found.value) if found is not None else 0
