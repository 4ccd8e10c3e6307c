"""Two levels that a text sets against each other: from B to A, A after B a week earlier, A against B."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.words.movement import way_of

__all__ = ["Pair", "in_time", "is_base", "pairs_of"]

_BASE: Final = re.compile(
    r"(?:由|从|自|此前(?:一日)?(?:的|为|是)?|前一(?:个)?(?:交易)?[日周月年](?:末)?(?:的|为|是|报)?|前[日周](?:的|为|是)?|上(?:一)?(?:个)?(?:交易)?[日周月年](?:末)?(?:的|为|是|报)?|昨日(?:的|为|是)?|"
    r"去年(?:同期|同月|底|末)?(?:的|为|是|仅为)?|上年(?:同期|末)?(?:的|为|是)?|年初(?:的|为|是)?|月初(?:的|为|是)?|期初(?:的|为|是)?|当时(?:的|为|是)?|同期(?:的|为|是)?|"
    r"\d+月(?:\d+日|末|底|初)?(?:的|为|是|仅为)?|(?:20)?\d\d年(?:末|底|初)?(?:的|为|是)?|[一二三四]季度(?:末)?(?:的|为|是)?)\s*$|"
    r"\b(?:from|against|compared (?:with|to)|versus|vs\.?|after|previously|up on|down on|than|over|on)\s*(?:the|an?|its|CNY|RMB|about|around|\s)*$|"
    r"\b(?:earlier|previous(?:ly)?|prior|had (?:been|stood at)|was|stood at|before)\b[^,.;]{0,40}$",
    re.IGNORECASE,
)
"""What may stand before a level that is the base of a comparison; whether it is one is decided by its neighbours."""
_SURE_BASE: Final = re.compile(
    r"(?:由|从|此前|前一|前[日周]|上(?:一)?(?:个)?(?:交易)?[日周月年]|昨日|去年|上年|年初|月初|期初|当时|同期)[^，。；]{0,14}$|\bfrom\s*(?:CNY|RMB|about|around|the|an?|\s)*$|"
    r"\b(?:against|compared (?:with|to)|versus|vs\.?|previously|had (?:been|stood at))[^.;]{0,40}$",
    re.IGNORECASE,
)
_EARLIER_AFTER: Final = re.compile(
    r"^[^,.;，。；]{0,30}\b(?:earlier|before|previously|a (?:day|week|month|quarter|year) ago|the (?:day|week|month|year) before)\b",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"(?:由|从)[^，。；]{0,16}$|\bfrom\s*(?:CNY|RMB|about|around|the|an?|\s)*$", re.IGNORECASE)
_TO: Final = re.compile(
    r"^[^，。；,.;]{0,10}(?:升|增|涨|降|减|跌|回落|反弹|攀|扩|缩|提高|到|至)[^，。；,.;]{0,6}(?:至|到)|^(?:改|变|调整|提高|降低)为|^(?:\s(?:in|on|at|a year earlier|last)\b[^,.;]{0,20})?\s*(?:to)\b",
    re.IGNORECASE,
)
_BEFORE: Final = re.compile(
    r"(?:调整|修订|变更|新规|上调|下调|改革|实施)前|此前|过去|原来|原先|\b(?:until now|previously|so far|used to|before)\b",
    re.IGNORECASE,
)
_AFTER: Final = re.compile(
    r"[;；,，](?:而|在)?(?:(?:调整|修订|变更|新规|上调|下调|改革|实施)(?:之?后|下)|如今|现在|目前则?|今后)[^，。；]{0,14}$|\b(?:from now on|now|henceforth)\b[^,.;]{0,30}$",
    re.IGNORECASE,
)
_CUT: Final = re.compile(r"[，。；;,]")


@dataclass(frozen=True, slots=True)
class Pair:
    """A level and the one before it.

    Parameters
    ----------
    sure
        Whether the construction leaves no doubt that these two are compared.
    direction
        ``up`` or ``down`` where a verb between them says so; else empty.
    """

    new: Quantity
    old: Quantity
    sure: bool
    direction: str = ""


_TO_NEXT: Final = re.compile(r"[^，,。；;.]{0,12}(?:\bto\b|[至到为]) ?[^，,。；;.\d]{0,8}$", re.IGNORECASE)
"""Behind the first of two levels, the second of which is the next figure."""


def pairs_of(quantities: Sequence[Quantity]) -> Iterator[Pair]:
    """Every pair of neighbouring levels of one passage that a construction ties together."""
    for new, move, old in zip(quantities, quantities[1:], quantities[2:], strict=False):
        told = new.sentence == old.sentence and _is_level(new) and _is_level(old) and alike(new, old)
        if told and move.part in (Part.GROWTH, Part.CHANGE) and _FROM.search(old.before) and not _CUT.search(old.before):
            yield Pair(new, old, sure=True)
    for one, other in itertools.pairwise(quantities):
        if one.sentence != other.sentence or not alike(one, other):
            continue
        if not (_is_level(one) and _is_level(other)):
            continue
        between = other.before
        if _FROM.search(one.before) and (_TO.search(between) or _TO.search(one.after)):
            yield Pair(other, one, sure=True, direction=way_of(f"{_tail(one.before)} {between}"))
        elif _AFTER.search(between) and _BEFORE.search(one.claim.passage.text[: one.figure.start - one.claim.passage.start]):
            yield Pair(other, one, sure=True)
        elif _FROM.search(between) and (_TO.search(one.before) or not _TO_NEXT.match(other.after)):
            yield Pair(one, other, sure=True, direction=way_of(f"{_tail(one.before)} {between}"))
        elif _EARLIER_AFTER.match(other.after) or _SURE_BASE.search(between):
            yield Pair(
                one, other, sure=True, direction=way_of(between) if re.search(r"\b(?:up|down)\b|高于|低于", between) else ""
            )
        elif _BASE.search(between):
            yield Pair(other, one, sure=False) if _precedes(one, other) else Pair(one, other, sure=False)


def in_time(one: Quantity, other: Quantity) -> tuple[Quantity, Quantity] | None:
    """The later and the earlier of two levels of one thing that are told for days that are printed beside them; ``None`` where they are not."""
    if one.claim.metric != other.claim.metric or one.claim.scope != other.claim.scope or not one.claim.metric:
        return None
    if not all(
        each.claim.period is not None and each.claim.period.is_day and each.claim.period.at != (-1, -1) for each in (one, other)
    ):
        return None
    return (other, one) if _precedes(one, other) else (one, other) if _precedes(other, one) else None


def is_base(level: Quantity, change: Quantity) -> bool:
    """Whether the words make a level the one that a change starts from: 较11月末的5,291亿元增加."""
    return bool(
        _BASE.search(level.before)
        or _FROM.search(level.before)
        or _SURE_BASE.search(level.before)
        or (level.place < change.place and _EARLIER_AFTER.match(level.after))
    )


def _is_level(one: Quantity) -> bool:
    """Whether a figure is a level; a ratio is one too, although it is a share of something."""
    return one.part is Part.LEVEL or (one.part in (Part.SHARE, Part.MEAN) and one.figure.kind is Kind.PERCENT)


def _precedes(one: Quantity, other: Quantity) -> bool:
    """Whether a level is of a day before that of another, by the days that the text gives them."""
    first, second = one.claim.period, other.claim.period
    return first is not None and second is not None and bool(first.start and second.start and first.start < second.start)


def _tail(text: str) -> str:
    """The clause that a figure ends."""
    return re.split(r"[，。；,;]", text)[-1]
