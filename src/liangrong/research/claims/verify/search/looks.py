"""The looks of this room: each undecided figure is held against the relations that the figures around it can have to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.check import Judged, Look
from liangrong.research.claims.claim import Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.account.barred import is_of_account
from liangrong.research.claims.verify.arithmetic.other_base import has_other_base
from liangrong.research.claims.verify.closure.operands import NOBODY
from liangrong.research.claims.verify.search.alone import compared, in_order, is_result, only_of
from liangrong.research.claims.verify.search.amounts import amounts_of
from liangrong.research.claims.verify.search.asking import Form, asked, goes
from liangrong.research.claims.verify.search.closure import Closure
from liangrong.research.claims.verify.search.numbers import AMOUNTS, Number, numbers_of
from liangrong.research.claims.verify.search.relations import is_old, relations_of
from liangrong.research.claims.verify.search.slips import added, confused, slipped
from liangrong.research.claims.verify.search.standing import look_at_standing
from liangrong.research.claims.verify.search.telling import denied, proved
from liangrong.research.claims.verify.search.units import other_unit
from liangrong.research.claims.verify.search.weighing import chance, misses, stated

__all__ = ["LOOKS", "look_around"]

_BACK: Final = 2
_FAR: Final = 9
"""Figures further away are no operands."""
_CUED: Final = 0.08
_UNCUED: Final = 0.003
_VAGUE: Final = 0.2
_PAIR: Final = 2
_ABSURD: Final = 20_000.0
"""A result so many times too large or small is none, whatever unit slipped."""
_AS_MANY: Final = re.compile(r"\s*as many (?!as\b|of\b|times\b|in\b|on\b)(\w+)", re.IGNORECASE)
_MORE_BY: Final = re.compile(r"(?:[多少][了出]?|高出|低了?|领先)\s*$")
_KINDS: Final = (*AMOUNTS, Kind.PERCENT, Kind.PERCENTAGE_POINT, Kind.BASIS_POINT, Kind.MULTIPLE)


def look_around(article: Article, judged: Sequence[Judged], _: Desk) -> Iterator[Ruling]:
    """Rule on the figures that nothing else decided."""
    open_ = {
        one.claim.number
        for one in judged
        if one.judgement.verdict.support == "not_checkable" and one.claim.nature is Nature.FACT and one.claim.figure is not None
    }
    if not open_:
        return
    refuted = {one.claim.number for one in judged if one.judgement.verdict.support == "refuted"}
    numbers = numbers_of(article, [one.claim for one in judged], refuted)
    blamed: list[frozenset[int]] = []
    for place, one in enumerate(numbers):
        claim = one.quantity.claim
        if (
            claim.number == NOBODY
            or claim.number not in open_
            or one.quantity.figure is not claim.figure
            or one.kind not in _KINDS
            or _of_others(one, numbers)
        ):
            continue
        window = numbers[max(0, place - _FAR) : place] + numbers[place + 1 : place + 1 + _FAR]
        near = [
            each
            for each in window
            if -_BACK <= each.sentence - one.sentence <= 1 and each.quantity.claim.passage.item == claim.passage.item
        ]
        if is_of_account(article, claim):
            continue
        for closure, rulings in _searched(one, near, numbers):
            members = frozenset((one.place, *(each.place for each in closure.operands)))
            if members not in blamed:
                yield from rulings
            if rulings[0].judgement.verdict.support == "refuted":
                blamed.append(members)
            break


def _of_others(one: Number, numbers: Sequence[Number]) -> bool:
    """Whether a multiple counts what no figure counts: twice as many branches, beside numbers of accounts."""
    match = _AS_MANY.match(one.quantity.after) if one.kind is Kind.MULTIPLE else None
    if match is None:
        return False
    return not any(
        match[1].lower() in f"{each.quantity.figure.text}{each.quantity.after}".lower() for each in numbers if each is not one
    )


def _is_of_gap(one: Number, closure: Closure) -> bool:
    """Whether a multiple were one of how much more something is: of that nobody tells a multiple."""
    return one.kind is Kind.MULTIPLE and any(_MORE_BY.search(each.quantity.before) for each in closure.operands)


def _searched(one: Number, near: Sequence[Number], numbers: Sequence[Number]) -> Iterator[tuple[Closure, list[Ruling]]]:
    """What the search says of one figure, with the relation that says so."""
    found = [*other_unit(one, near)]
    if found:
        yield found[0]
        return
    asks = asked(one)
    tried = _made(one, near, asks)
    cued = [each for each in tried if asks[each.form]]
    low, high = stated(one)
    hits = sorted(
        (
            each
            for each in tried
            if each.meets(low, high)
            and each.way * goes(one) >= 0
            and (each.form is not Form.TIMES or in_order(one, each.operands))
        ),
        key=lambda each: (not asks[each.form], each.far(one)),
    )
    firm = one.quantity.figure.hedge in (Hedge.NONE, Hedge.ABOUT)
    for each in hits:
        likely = chance(each, cued if asks[each.form] else tried, one)
        if (
            firm
            and is_result(one, each)
            and ((asks[each.form] and likely < _CUED) or (likely < _UNCUED and each.form is Form.SUM))
        ):
            yield each, proved(one, each)
            return
    found = [*added(one, cued, near)]
    if found:
        yield found[0]
        return
    derived = (Form.GROWTH, Form.SHARE) if asks.get(Form.COMPOUND) else ()
    for form in (form for form in asks if asks[form]):
        only = only_of(one, form, near, lambda numbers: _made(one, numbers, asks))
        if not only or not is_result(one, only[0]) or (form in derived and only[0].operands[0].kind is Kind.PERCENT):
            continue
        met = next((each for each in only if each.meets(low, high)), None)
        if met is not None and compared(one, form, only, near) and met.high - met.low <= _VAGUE * met.high:
            yield met, proved(one, met)
            return
        if any(each in hits for each in cued) or not all(misses(one, each) for each in only):
            return
        if confused(one, only, near):
            yield only[0], denied(one, only[0], "unit_slip")
        elif compared(one, form, only, near) and not _is_of_gap(one, only[0]):
            yield only[0], denied(one, only[0], "arithmetic")
    if (
        not any(asks[each.form] for each in hits)
        and (goes(one) != 0 or not is_old(one))
        and not has_other_base(one.quantity.before, one.quantity.after)
    ):
        missed = slipped(one, [each for each in cued if is_result(one, each)])
        yield from ((closure, rulings) for closure, rulings in missed if not _is_explained(one, closure, numbers))


def _is_explained(one: Number, closure: Closure, numbers: Sequence[Number]) -> bool:
    """Whether another figure of the text, further away, makes the result right with one of the operands."""
    low, high = stated(one)
    others = [each for each in numbers if each is not one and each.kind in {part.kind for part in closure.operands}]
    return len(closure.operands) == _PAIR and any(
        made.form is closure.form and made.meets(low, high)
        for part in closure.operands
        for other in others
        if other is not part
        for made in relations_of(one, [other, part])
    )


def _made(one: Number, near: Sequence[Number], asks: Mapping[Form, bool]) -> list[Closure]:
    """All relations of the forms in question that are not absurd and do not go the other way."""
    found = relations_of(one, near) if Form.DIFFERENCE not in asks else amounts_of(one, near)
    return [
        each
        for each in found
        if each.form in asks and (each.form is Form.COMPOUND or each.way * goes(one) >= 0) and (each.high * _ABSURD > one.low and each.low < one.high * _ABSURD)
    ]  # fmt: skip


LOOKS: Final[tuple[Look, ...]] = (look_at_standing, look_around)
"""Every look, in the order in which they are believed."""
