"""Shares and multiples against the amounts that their words name, wherever in the document these stand: 前者占, the five a share of, twice that of."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.grammar.asked import Asked, asked_of
from liangrong.research.claims.verify.grammar.called import is_of_move, is_whole, phrase_of, speaks_of_place
from liangrong.research.claims.verify.grammar.operands import Operand
from liangrong.research.claims.verify.grammar.quantities import Quantity, alike_figures
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, value_in

__all__ = ["check_ratios"]

_FORMER: Final = re.compile(r"^(?:前者|the former)", re.IGNORECASE)
_LATTER: Final = re.compile(r"^(?:后者|the latter)", re.IGNORECASE)
_IT: Final = re.compile(r"^(?:it|this|that|they|these|其|该|这)$|^(?:其|这一)(?!中)", re.IGNORECASE)
_OTHER_TIME: Final = re.compile(
    r"去年|上年|前年|往年|此前|当时|年初|上[周月季]|同期|\b(?:a year (?:earlier|ago|before)|last (?:year|month|week)|previous|earlier|then)\b|(?:19|20)\d\d",
    re.IGNORECASE,
)
_LEADS: Final = re.compile(r"^\s*(?:的|of (?:the|its|all|that|a)\b)[^,.;，。；]{0,48}$")
_SHORT: Final = 24
_PARTS: Final = re.compile(
    r"占|比例|比重|比率|利率|费率|增速|增幅|涨幅|\b(?:ratio|rate|share|percentage|yield|leverage)\b", re.IGNORECASE
)
_BACK: Final = 40
"""Passages before a ratio in which what it speaks of may stand."""
_NEAR: Final = 3
_MOST: Final = 6
_LARGE: Final = Fraction(1, 4)
_HALF_UP: Final = Fraction(1, 2)
_SHARES: Final = (Kind.PERCENT, Kind.MULTIPLE)


@dataclass(frozen=True, slots=True)
class _Side:
    """The amounts that one side of a quotient may be, and whether the words leave no doubt."""

    found: tuple[Operand, ...]
    sure: bool


def check_ratios(quantities: Sequence[Quantity], operands: Sequence[Operand]) -> Iterator[Ruling]:
    """Judge every share and multiple whose words name what is divided by what."""
    wholes: dict[int, Operand] = {}
    for one in quantities:
        if one.figure.kind not in _SHARES or one.figure.upper is not None or one.claim.nature.value == "advice":
            continue
        asked = asked_of(one)
        if asked is not None:
            yield from _judged(one, asked, operands, wholes)


def _judged(one: Quantity, asked: Asked, operands: Sequence[Operand], wholes: dict[int, Operand]) -> Iterator[Ruling]:
    reach = [other for other in operands if _in_reach(other, one)]
    above = _above(one, asked, reach)
    below = _below(one, asked, reach, above, wholes)
    if below.sure and not any(_comparable(part, whole) for part in above.found for whole in below.found):
        above = _Side(tuple(_smaller(one, below.found[0], reach)), sure=False)
    pairs = [
        (part, whole)
        for part in above.found
        for whole in below.found
        if part is not whole and _comparable(part, whole) and (part.column == whole.column or not part.column or not whole.column)
    ]
    pairs = [
        (part, whole)
        for part, whole in pairs
        if not part.figure.interval().meets(whole.figure.interval()) and not _of_another(one, whole)
    ]
    made = [(part, whole, value) for part, whole in pairs if (value := _quotient(part, whole, asked)) is not None]
    good = [each for each in made if _confirms(one, asked, each[2])]
    if good:
        part, whole, value = good[0]
        members = [one, *(each.quantity for each in (part, whole) if each.quantity is not None)]
        if asked.below == "" or is_whole(asked.below):
            wholes[one.sentence] = whole
        exact = not one.figure.is_word and one.figure.hedge is Hedge.NONE and above.sure and below.sure
        yield from closes(members if exact else [one], _working(part, whole, one, asked, value))
        return
    if not made or len(made) < len(pairs) or any(_claimed(one, asked).meets(value) for _, _, value in made):
        return
    part, whole, value = made[0]
    if _together(one, asked, part, whole, reach):
        return
    sure = above.sure and (below.sure or (_tenfold(one, value) and len(below.found) <= _NEAR))
    if sure and not _other_time(one, made):
        members = [one, *(each.quantity for each in (part, whole) if each.quantity is not None)]
        kind = "unit_slip" if _tenfold(one, value) else "arithmetic"
        yield from failed([one], members, _working(part, whole, one, asked, value), _right(value, one), kind)


def _of_another(one: Quantity, whole: Operand) -> bool:
    """Whether the whole is told of another security than the share."""
    if whole.quantity is None or not one.claim.scope.startswith("security:"):
        return False
    there = whole.quantity.claim
    return (
        there.passage is not one.claim.passage and there.scope != one.claim.scope and one.claim.subject not in there.passage.text
    )


def _together(one: Quantity, asked: Asked, part: Operand, whole: Operand, reach: Sequence[Operand]) -> bool:
    """Whether the part and the others of its list make the share together: 61 % from the two boards (17.8, 11.5)."""
    others = [
        other
        for other in reach
        if other not in (part, whole) and other.passage == part.passage and alike_figures(other.figure, part.figure)
    ]
    for many in range(1, _NEAR):
        for some in itertools.combinations(others[:_MOST], many):
            total = sum((other.rounding for other in some), part.rounding)
            if total.low is not None and total.low > 0 and _claimed(one, asked).meets(total.over(whole.rounding)):
                return asked.minus == 0
    return False


def _in_reach(other: Operand, one: Quantity) -> bool:
    passage = one.claim.passage
    if other.item != passage.item or other.at == one.figure.start:
        return False
    if other.figure.kind is Kind.PERCENT and not (one.figure.is_word or one.figure.kind is Kind.MULTIPLE):
        return False
    return bool(other.column) or abs(other.passage - one.sentence) <= _BACK


def _comparable(part: Operand, whole: Operand) -> bool:
    people = part.figure.kind is whole.figure.kind is Kind.COUNT
    return alike_figures(part.figure, whole.figure) or people


def _smaller(one: Quantity, whole: Operand, reach: Sequence[Operand]) -> Iterator[Operand]:
    """What may be a part of a whole that is certain, where nothing says which."""
    for other in reach:
        near = not other.column and (-_NEAR < other.passage - one.sentence <= 0 or abs(other.passage - whole.passage) <= 1)
        if near and other is not whole and not other.is_change and abs(other.figure.base) < abs(whole.figure.base):
            yield other


def _above(one: Quantity, asked: Asked, reach: Sequence[Operand]) -> _Side:
    text = asked.above.strip()
    here = [
        other for other in reach if other.quantity is not None and other.passage == one.sentence and other.at < one.figure.start
    ]
    if _FORMER.match(text) or _LATTER.match(text):
        return _of_two(text, one, asked, reach)
    inside = [other for other in here if other.figure.text in text]
    if inside:
        return _Side((inside[-1],), sure=len(inside) == 1)
    phrase = phrase_of(text)
    if phrase.is_empty or _IT.match(text):
        before = [other for other in here if other.at < asked.at] or (here if len(here) == 1 else [])
        beside = before[-1:]
        if len(before) > 1 and asked.below == "" and is_whole(before[-1].label):
            return _Side((before[-2],), sure=False)
        if beside and (len(before) == 1 or _is_beside(beside[0], one, asked.at)):
            return _Side(tuple(beside), sure=not _IT.match(text) and not _IT.match(asked.below))
        subject = _clause_before(one, asked.at)
        return _called(one, subject, reach) if subject else _Side(tuple(before[-2:]), sure=False)
    found = _called(one, asked.above, reach)
    metric = one.claim.metric.partition("_to_")[0] if "_to_" in one.claim.metric else ""
    if found.sure or not metric or speaks_of_place(one.claim.passage.text):
        return found
    named = [other for other in reach if f"={metric}" in other.words and not other.column and not speaks_of_place(other.label)]
    named.sort(key=lambda other: abs(other.passage - one.sentence))
    return _Side(tuple(named[:_NEAR]), sure=bool(named) and _agree(named)) if named else found


def _of_two(text: str, one: Quantity, asked: Asked, reach: Sequence[Operand]) -> _Side:
    """The former or the latter of the two amounts that stand before."""
    spoken = [other for other in reach if other.quantity is not None and other.at < min(asked.at, one.figure.start)]
    for sentence in (one.sentence, one.sentence - 1):
        pair = _last_two([other for other in spoken if other.passage == sentence])
        if pair is not None:
            return _Side((pair[0 if _FORMER.match(text) else 1],), sure=True)
    return _Side((), sure=False)


def _is_beside(other: Operand, one: Quantity, at: int) -> bool:
    """Whether nothing but a comma stands between an amount and the words that go on about it."""
    passage = one.claim.passage
    between = passage.text[other.figure.end - passage.start : max(at, other.figure.end) - passage.start]
    return not re.search(r"\d|[；;。]", between) and len(between) <= _SHORT


def _clause_before(one: Quantity, at: int) -> str:
    """The subject of the clause before, where that clause has a figure that is no amount."""
    passage = one.claim.passage
    said = re.split(r"[，。；;,]", passage.text[: max(at - passage.start, 0)].rstrip("，, "))[-1]
    return re.split(r"\d", said)[0]


def _last_two(found: Sequence[Operand]) -> tuple[Operand, Operand] | None:
    amounts = [one for one in found if one.figure.kind is not Kind.PERCENT]
    if len(amounts) < 2 or not alike_figures(amounts[-1].figure, amounts[-2].figure):
        return None
    return amounts[-2], amounts[-1]


def _below(one: Quantity, asked: Asked, reach: Sequence[Operand], above: _Side, wholes: dict[int, Operand]) -> _Side:
    text = asked.below
    beside = [other for other in reach if other.passage == one.sentence and other.quantity is not None]
    inside = [other for other in beside if text and other.figure.text in text]
    if inside:
        return _Side((inside[-1],), sure=True)
    after = [other for other in beside if other.quantity is not None and other.quantity.place == one.place + 1]
    if after and _LEADS.match(one.after):
        return _Side((after[0],), sure=True)
    if _FORMER.match(text) or _LATTER.match(text):
        return _of_two(text, one, asked, reach)
    phrase = phrase_of(text)
    is_share = one.figure.kind is Kind.PERCENT and not asked.minus
    larger = [other for other in reach if not (above.sure and other in above.found) and (not is_share or _may_hold(other, above))]
    if not phrase.is_empty:
        if is_whole(text) or (phrase.metrics and not phrase.runs):
            larger = [other for other in larger if is_whole(other.label) or _is_of_all(other)]
        found = _called(one, text, larger)
        return _Side(found.found, sure=found.sure and not (phrase.metrics and not phrase.runs and speaks_of_place(text)))
    if not above.found:
        return _Side((), sure=False)
    if _FORMER.match(asked.above) or _LATTER.match(asked.above):
        return _of_both(one, reach)
    if one.sentence in wholes:
        return _Side((wholes[one.sentence],), sure=True)
    return _unnamed(one, above, larger, reach)


def _of_both(one: Quantity, reach: Sequence[Operand]) -> _Side:
    """The amount that the former and the latter make together."""
    before = [other for other in reach if other.quantity is not None and 0 <= one.sentence - other.passage <= _NEAR]
    pair = _last_two([other for other in before if other.passage == one.sentence and other.at < one.figure.start])
    if pair is None:
        return _Side((), sure=False)
    both = pair[0].rounding + pair[1].rounding
    found = [other for other in before if alike_figures(other.figure, pair[0].figure) and other.rounding.meets(both)]
    return _Side(tuple(found[:1]), sure=bool(found))


def _may_hold(other: Operand, above: _Side) -> bool:
    """Whether something is large enough to have one of the parts as its part."""
    return not above.found or any(
        not _comparable(part, other) or abs(part.figure.base) <= abs(other.figure.base) for part in above.found
    )


def _is_of_all(other: Operand) -> bool:
    if other.quantity is None or speaks_of_place(other.label):
        return False
    return other.quantity.claim.scope in ("", "market")


def _unnamed(one: Quantity, above: _Side, larger: Sequence[Operand], reach: Sequence[Operand]) -> _Side:
    """A whole that is only called the total, or not at all: the nearest larger amount of the same metric that speaks of all."""
    first = above.found[0]
    metrics = _metrics(first)
    fits = [
        other
        for other in larger
        if _comparable(other, first)
        and other not in above.found
        and not other.is_change
        and (other.at < one.figure.start or other.column)
    ]
    if not fits:
        fits = [
            other for other in larger if other.passage == one.sentence and is_whole(other.label) and other.at < one.figure.start
        ]
        return _Side(tuple(fits), sure=len(fits) == 1)
    if made := _of_list(first, reach=reach, fits=fits):
        return _Side((made,), sure=True)
    same = [other for other in fits if metrics & _metrics(other)] or [
        other for other in fits if not _metrics(other) or not metrics
    ]
    whole = [other for other in same if is_whole(other.label)]
    whole.sort(key=lambda other: (bool(other.column), abs(other.passage - one.sentence)))
    if whole:
        near = [other for other in whole if other.passage == whole[0].passage]
        return _Side(tuple(near), sure=_agree(near))
    rest = [other for other in same if _is_of_all(other)]
    rest.sort(key=lambda other: abs(other.passage - one.sentence))
    return _Side(tuple(rest[:_NEAR]), sure=False)


def _of_list(part: Operand, *, reach: Sequence[Operand], fits: Sequence[Operand]) -> Operand | None:
    """What a part and the others of its sentence add up to, as the text prints it; ``None`` where it does not."""
    here = [other for other in reach if other.passage == part.passage and _comparable(other, part)]
    others = [other for other in here if other is not part and not other.is_change]
    if not part.quantity or part.is_change or not others or any(is_whole(other.label) for other in others):
        return None
    total = Interval.total(other.rounding for other in (part, *others))
    return next((other for other in fits if other.passage != part.passage and other.rounding.meets(total)), None)


def _metrics(one: Operand) -> frozenset[str]:
    return frozenset(word for word in (one.words or one.more) if word.startswith("=")) or frozenset(
        word for word in one.more if word.startswith("=")
    )


def _called(one: Quantity, text: str, reach: Sequence[Operand]) -> _Side:
    """The amounts that a phrase calls by their name, the nearest where several do."""
    phrase, moves, parts = phrase_of(text), is_of_move(text), bool(_PARTS.search(text))
    open_to = [
        other
        for other in reach
        if (moves or not other.is_change) and (other.figure.kind is Kind.PERCENT) is parts and not _is_earlier(other, one, text)
    ]
    scored = [(phrase.found_in(other.words, other.words | other.more), other) for other in open_to]
    most = max((score for score, _ in scored), default=0)
    best = [other for score, other in scored if score == most and most > 1]
    if not best:
        weak = [other for score, other in scored if score == 1 and other.at < one.figure.start]
        weak.sort(key=lambda other: abs(other.passage - one.sentence))
        return _Side(tuple(weak[:_MOST]), sure=False)
    best.sort(key=lambda other: (other.at > one.figure.start, abs(other.passage - one.sentence), -other.at))
    prose = [other for other in best if not other.column]
    cells = sorted((other for other in best if other.column), key=lambda other: other.at)
    rows = {other.passage for other in cells}
    if prose and (len(rows) != 1 or abs(prose[0].passage - one.sentence) <= _NEAR):
        first = abs(prose[0].passage - one.sentence)
        near = [other for other in prose if abs(other.passage - one.sentence) <= first + _NEAR]
        return _Side(tuple(near), sure=len(near) <= _NEAR)
    return _Side(tuple(cells[: _MOST + 2]), sure=len(rows) == 1)


def _is_earlier(other: Operand, one: Quantity, text: str) -> bool:
    """Whether an amount is said to be of a time before, and the words that look for it say no such thing."""
    passage = one.claim.passage
    clause = re.split(r"[。；;]", passage.text[: one.figure.start - passage.start])[-1]
    return bool(_OTHER_TIME.search(other.label)) and not _OTHER_TIME.search(text) and not _OTHER_TIME.search(clause)


def _agree(found: Sequence[Operand]) -> bool:
    return bool(found) and all(
        one.rounding.meets(other.rounding) and one.figure.kind is other.figure.kind for one, other in itertools.pairwise(found)
    )


def _quotient(part: Operand, whole: Operand, asked: Asked) -> Interval | None:
    above, below = part.rounding, whole.rounding
    if above.low is None or above.low < 0 or below.low is None or below.low <= 0:
        return None
    made = above.over(below)
    beyond = made - Interval.of(1, 1)
    return beyond if asked.minus > 0 else -beyond if asked.minus else made


def _hedge(one: Quantity, asked: Asked) -> Hedge:
    return one.figure.hedge if one.figure.hedge is not Hedge.NONE else asked.hedge


def _claimed(one: Quantity, asked: Asked) -> Interval:
    """Where a figure may lie before it is called wrong."""
    value = abs(Fraction(one.figure.base))
    match _hedge(one, asked):
        case Hedge.OVER | Hedge.AT_LEAST:
            return Interval(value, None)
        case Hedge.UNDER | Hedge.AT_MOST if one.figure.is_word:
            return Interval(None, value)
        case Hedge.NEARLY if one.figure.is_word:
            return Interval(value * Fraction(4, 5), value * Fraction(103, 100))
    if one.figure.is_word:
        return Interval(value * Fraction(4, 5), value * Fraction(6, 5))
    return one.stated


def _confirms(one: Quantity, asked: Asked, made: Interval) -> bool:
    if made.low is None or made.high is None or not _claimed(one, asked).meets(made):
        return False
    value = abs(Fraction(one.figure.base))
    if made.high - made.low > value / 5 and not asked.minus:
        return False
    middle = (made.low + made.high) * _HALF_UP
    match _hedge(one, asked):
        case Hedge.OVER | Hedge.AT_LEAST:
            return value <= middle <= value * (1 + _LARGE * 2)
        case Hedge.UNDER | Hedge.AT_MOST:
            return value * (1 - _LARGE * 2) <= middle <= value
    if one.figure.is_word:
        return Interval(value * Fraction(93, 100), value * Fraction(107, 100)).meets(made)
    return True


def _other_time(one: Quantity, made: Sequence[tuple[Operand, Operand, Interval]]) -> bool:
    """Whether the ratio is said of a time that its operands do not name."""
    passage = one.claim.passage
    said = _OTHER_TIME.search(re.split(r"[；;。]", passage.text[: one.figure.start - passage.start])[-1] + one.after[:24])
    return said is not None and not all(
        said[0] in f"{part.label} {part.around} {whole.label} {whole.around}" for part, whole, _ in made
    )


def _tenfold(one: Quantity, made: Interval) -> bool:
    """Whether only the decimal point is wrong."""
    tens = (Fraction(10) ** power for power in (-3, -2, -1, 1, 2, 3))
    return not one.figure.is_word and any(one.stated.scaled(ten).meets(made) for ten in tens)


def _right(made: Interval, one: Quantity) -> str:
    low = made.low if made.low is not None else Fraction(0)
    return value_in(low if made.high is None else (low + made.high) * _HALF_UP, one.figure)


def _working(part: Operand, whole: Operand, one: Quantity, asked: Asked, made: Interval) -> str:
    if asked.minus < 0:
        return f"1 - {part.shown}/{whole.shown} = {_right(made, one)}"
    return f"{part.shown}/{whole.shown}{' - 1' if asked.minus > 0 else ''} = {_right(made, one)}"
