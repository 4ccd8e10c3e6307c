"""The relation that a figure must have where its sentence, or that one and the next, hold the needed operands and nothing else of their kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.arithmetic.other_base import has_other_base, is_bare_move
from liangrong.research.claims.verify.search.asking import FALL, RISE, Form, goes
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import AMOUNTS, Number
from liangrong.research.claims.verify.search.relations import is_change, is_new, is_old, way_of

__all__ = ["compared", "in_order", "is_result", "only_of"]

_LINK: Final = re.compile(
    r"^\W*(?:据此|由此|这意味着|这就是|也就是|换言之|换句话说|即|可见|算下来|折算下来|相当于|[两二三四五]者|合计|加起来|其余|余下|所以|因此|于是|"
    r"(?:that|this) (?:is|was|ma[dk]e|mean|leave|put|work|amount|equal|represent)|which|so\b|thus|therefore|hence|in other words|together|combined|altogether|between them|by \d|"
    r"the (?:rise|fall|increase|decrease|gain|loss|drop|difference|gap|rest|remain|total|two|three))|\btherefore\b|\bin other words\b|也就是说|意味着",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(
    r"全(?!球)|总|两市|整体|大盘|(?:占|的)\s*#|\b(?:total|market|all|whole|outstanding|system|overall|entire|industry|group|combined|assets|of\s*#)\b|\bof (?:the )?(?:[A-Z]\w+ )?#",
    re.IGNORECASE,
)
_COMPARES: Final = re.compile(
    r"领先|相差|差距|之差|差额|还差|距|高出|低出|多出|少了|较|比|\b(?:gap|differ\w*|short of|apart|clear of|ahead of|behind|lead|more than|less than|separat\w*)\b",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(
    r"合计|两者|二者|三者|四者|五者|之和|加起来|相加|加总|这[两三四五六]|\b(?:both|between them|the (?:two|three|four|five)|adds? up|all told|together|which makes|combined)\b",
    re.IGNORECASE,
)
_TOTALLED: Final = re.compile(
    r"共|合计|总|累计|全部|\b(?:total\w*|came to|in all|over|altogether|combined|between them|together|sum|aggregate|in the (?:first|last|past)|for the)\b|[:：]",
    re.IGNORECASE,
)
_SO: Final = re.compile(
    r"即|也就是|平均|人均|户均|日均|月均|折合|相当于|\b(?:so|or|thus|that is|i\.e|which|means?|averag\w*|apiece|each|a head|clip)\b",
    re.IGNORECASE,
)
_AMONG: Final = re.compile(
    r"其中|包括|例如|比如|\b(?:including|such as|for (?:example|instance)|of which|among)\b", re.IGNORECASE
)
_EXPLAINED: Final = re.compile(
    r"[:：(（]|其中|分别|[由从]|\b(?:made up of|consist\w*|compris\w*|from|being|namely|as)\b", re.IGNORECASE
)
_MAKES: Final = re.compile(r"之和|\b(?:makes|making|in all)\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"年|\b(?:years?|annual\w*|yearly|since|quarters?)\b", re.IGNORECASE)
_PLUS: Final = re.compile(r"加上|连同|\b(?:plus|with cash|in addition)\b", re.IGNORECASE)
_EARLIER: Final = re.compile(
    r"去年|此前|以前|之前|上年|[日周月年]前|\b(?:earlier|ago|before|what (?:it|they|was))\b", re.IGNORECASE
)
_FORMER: Final = re.compile(r"前者|后者|\bformer\b|\blatter\b", re.IGNORECASE)
_MORE: Final = re.compile(r"[多高大]出|增长|增加|\b(?:more|higher|larger|bigger)\b", re.IGNORECASE)
_HOW_MANY: Final = re.compile(
    r"[两二三四五六七八](?=[者家个只笔项类大股地市])|\b(?:both|two|three|four|five|six)\b", re.IGNORECASE
)
_NUMBERS: Final = {
    "两": 2,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "both": 2,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
}
_SAME: Final = re.compile(
    r"幅|环比|相当于|即|折合|意味|据此|\b(?:or|that is|i\.e|equal\w*|equivalent|which|an? (?:\w+ )?(?:rise|gain|fall|drop|decline|increase|decrease) of)\b",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"前者|后者|相当于|是[^，。]{1,12}的#?\d|\b(?:(?:twice|times) as (?:many|much|large|big)(?! as)|to one)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(r"如今|现|目前|\bnow\b", re.IGNORECASE)
_SPANS: Final = re.compile(r"累计|合计|以来|\b(?:since|cumulative\w*|in all|altogether)\b", re.IGNORECASE)
"""A change over more days than those of the levels."""
_PAIR: Final = 2


def only_of(
    one: Number, form: Form, near: Sequence[Number], made: Callable[[Sequence[Number]], Iterable[Closure]]
) -> list[Closure]:
    """The closures of one relation over the only operands that its sentence, or the pair of sentences, has for it; empty where it has others.

    Parameters
    ----------
    made
        The closures over some numbers.
    """
    for window in _windows(one, near):
        found = [each for each in made(window) if each.form is form]
        if not found:
            continue
        if form in (Form.SUM, Form.REMAINDER, Form.REST):
            most = max(len(each.operands) for each in found)
            rest = [each for each in window if each.kind is one.kind]
            found = [each for each in found if len(each.operands) == most and most >= len(rest)]
        if len({frozenset(id(operand) for operand in each.operands) for each in found}) != 1:
            return []
        operands = found[0].operands
        return (
            []
            if any(
                (each.bounded and each.kind is not Kind.DURATION)
                or (each.quantity.figure.is_word and each.kind in AMOUNTS and each.value > 99)
                for each in operands
            )
            else found
        )
    return []


def is_result(one: Number, closure: Closure) -> bool:
    """Whether a figure can be what follows, not what others follow from: it stands behind its operands, or before them and is called a result."""
    if all(each.place < one.place for each in closure.operands):
        return True
    if closure.form in (Form.SHARE, Form.GROWTH, Form.TIMES, Form.POINTS):
        derived = any(each.kind is one.kind for each in closure.operands)
        if derived and closure.form is Form.GROWTH and closure.way != 0:
            return _first(one, closure)
        return not derived and (closure.form is not Form.POINTS or _first(one, closure))
    return closure.form in (Form.SUM, Form.DIFFERENCE) and _first(one, closure)


def _first(one: Number, closure: Closure) -> bool:
    """Whether a result stands before all its operands and is explained by them."""
    if not all(each.place > one.place for each in closure.operands):
        return False
    if one.quantity.claim.passage.role in ("title", "heading", "summary") or re.search(r"[:：(（]", one.quantity.after):
        return True
    return bool(_EXPLAINED.search(one.quantity.after)) and not any(_NOW.search(each.near) for each in closure.operands)


def compared(one: Number, form: Form, found: Sequence[Closure], near: Sequence[Number]) -> bool:
    """Whether the words leave no doubt that the operands are what this relation needs: a level and the one before, a part and the whole."""
    operands, quantity = found[0].operands, one.quantity
    words = f"{one.clause} {' '.join(each.near for each in operands)}"
    own = [each for each in near if each.sentence == one.sentence and each not in operands]
    if is_old(one) and form is not Form.BEFORE:
        return False
    if form in (Form.GROWTH, Form.SHARE) and (
        any(each.kind is one.kind for each in (*own, *operands))
        or any(each.kind is Kind.COUNT and each.value <= 1 for each in operands)
    ):
        return False
    if form in (Form.GROWTH, Form.DIFFERENCE) and has_other_base(quantity.before, quantity.after):
        return False
    match form:
        case Form.GROWTH:
            beside = is_change(operands[0]) and operands[0].place + 1 == operands[-1].place
            small, big = sorted(operands, key=lambda each: each.value)
            moved = way_of(small, big) != 0 and len(found) == 1 and not is_change(operands[0])
            return (beside and bool(_SAME.search(_upto(one)))) or (moved and _of_them(one, operands))
        case Form.DIFFERENCE:
            if _SPANS.search(one.clause):
                return False
            moved = found[0].way != 0 and bool(RISE.search(one.near) or FALL.search(one.near)) and not is_new(one)
            return operands[0].value < operands[1].value * 3 and (moved or bool(_COMPARES.search(one.near)))
        case Form.SHARE:
            return (
                not _COUNTED.search(one.clause)
                and not any(is_old(each) for each in operands)
                and bool(_WHOLE.search(operands[-1].near))
            )
        case Form.SUM:
            return not _AMONG.search(words) and bool(_COUNTED.search(one.clause)) and _count_agrees(one, operands)
        case Form.REMAINDER:
            return not _PLUS.search(words) and not any(is_old(each) for each in operands)
        case Form.MEAN:
            return bool(_TOTALLED.search(words)) and bool(_SO.search(one.clause))
        case Form.TIMES:
            return (
                not _EARLIER.search(one.clause)
                and ((one.kind is Kind.NUMBER and operands[0].kind is Kind.MONEY) or bool(_TIMES.search(one.clause)))
                and in_order(one, operands)
            )
        case Form.REST:
            return len(operands) >= _PAIR
        case Form.PERCENT_OF:
            return not any(each.kind is Kind.DURATION for each in near if each.sentence == one.sentence)
    return True


def _upto(one: Number) -> str:
    """The words of the sentence before a figure."""
    passage = one.quantity.claim.passage
    return passage.text[: one.quantity.figure.start - passage.start]


def _of_them(one: Number, operands: Sequence[Number]) -> bool:
    """Whether a growth is that of the levels: nothing between names another subject, or all are of one metric."""
    quantity = one.quantity
    claims = [each.quantity.claim for each in operands]
    if len({claim.metric for claim in claims} - {""}) > 1 or len({claim.scope for claim in claims} - {""}) > 1:
        return False
    if _YEAR.search(one.clause) and not any(_YEAR.search(each.clause) for each in operands):
        return False
    if is_bare_move(quantity.before) or any(is_bare_move(each.quantity.before) for each in operands if each.place > one.place):
        return True
    if _LINK.search(quantity.claim.passage.text):
        return True
    return bool(quantity.claim.metric) and {each.quantity.claim.metric for each in operands} == {quantity.claim.metric}


def _count_agrees(one: Number, operands: Sequence[Number]) -> bool:
    """Whether so many parts stand there as the words say, all going one way."""
    said = _HOW_MANY.search(one.clause)
    number = _NUMBERS.get(said[0].lower()[:5].strip(), _NUMBERS.get(said[0][0], 0)) if said else 0
    return ((len(operands) > _PAIR and number in (0, len(operands))) or bool(_MAKES.search(one.clause))) and len(
        {goes(each) for each in operands}
    ) == 1


def in_order(one: Number, operands: Sequence[Number]) -> bool:
    """Whether the one that is said to be the larger is; ``operands`` has the larger one first."""
    big, small = operands
    said = _FORMER.search(one.clause)
    if said is None:
        return not _MORE.search(one.clause)
    return (big.place < small.place) == (said[0] in ("前者", "former"))


def _windows(one: Number, near: Sequence[Number]) -> Iterable[Sequence[Number]]:
    yield [each for each in near if each.sentence == one.sentence]
    passage = one.quantity.claim.passage
    if passage.role in ("title", "heading", "summary"):
        yield [each for each in near if each.sentence in (one.sentence, one.sentence + 1)]
    elif _LINK.search(passage.text):
        yield [each for each in near if each.sentence in (one.sentence, one.sentence - 1)]
