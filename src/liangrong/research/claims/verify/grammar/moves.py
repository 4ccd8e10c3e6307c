"""A level, the level before it, and by how much or how fast it moved: 由B升至A，增加C，增幅D."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.other_base import has_other_base, is_bare_move
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.comparison import bare_digits, digits_of
from liangrong.research.claims.verify.grammar.pairs import Pair, in_time, pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, failed, informative, slip, value_in
from liangrong.research.claims.words.movement import moves

__all__ = ["check_moves"]

_REACH: Final = 2
"""Sentences before a change in which its levels may stand."""
_BRIEF: Final = ("title", "summary", "heading")
_CANDIDATES: Final = 8
_ONE_SIDED: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_ADVERB: Final = re.compile(r"\b(?:up|down) from\s*$", re.IGNORECASE)
_SAME_SUBJECT: Final = re.compile(
    r"(?:其|该|这|即|也就是|增幅|降幅|涨幅|跌幅|增速|环比|单日|累计|[一二三四五六七八九十两]日累计|It |That |This |The (?:gain|rise|increase|fall|decline|drop|change)\b|so the )",
    re.IGNORECASE,
)
"""How a sentence begins that goes on about the two levels of the one before."""
_WITH: Final = re.compile(r"^(?:相比|相较|比较|对比)?[，,]?(?:则|又|已|还)?[^，,]{0,6}$")
_COMPARED: Final = re.compile(
    r"(?<![同环占])(?:相对于?|较|比(?![例重率])|与|同|和)(?P<what>[^，。；]{1,12}?)(?:的|则|已|又|收盘|(?=[增减升降涨跌回])|$)[^，。；]{0,10}$"
    r"|\b(?:compared (?:with|to)|against|relative to|versus|measured from)\b(?P<en>[^,.;]{0,30})$",
    re.IGNORECASE,
)
"""What a change is said to be compared with: the words behind 较, or the amount that stands there."""
_OR: Final = re.compile(
    r"\s*,?\s*(?:or|that is|i\.e\.)\s*(?:about |some |roughly )?|[，,（(](?:即|合|约合|或|相当于)(?:约)?", re.IGNORECASE
)
_SURE_DIGITS: Final = 3


def check_moves(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Changes and growth against the two levels that the text gives."""
    pairs = list(pairs_of(quantities))
    told: set[int] = set()
    for pair in pairs:
        yield from _direction(pair)
        yield from _bound(pair, _attached(pair, quantities), told, quantities)
    for one in quantities:
        if one.place not in told and one.part in (Part.CHANGE, Part.GROWTH):
            yield from _near(one, quantities, pairs)
            yield from _in_brief(one, quantities, pairs)


def _attached(pair: Pair, quantities: Sequence[Quantity]) -> list[Quantity]:
    """The changes and growths that follow a pair without another level between, in its sentence or as the next one's beginning."""
    found: list[Quantity] = []
    last = max(pair.new.place, pair.old.place)
    for one in quantities[last + 1 :]:
        if found and one.part is Part.LEVEL and _OR.fullmatch(one.before) and alike(one, pair.new):
            one = replace(one, part=Part.CHANGE)  # noqa: PLW2901 - a decline of 22.6%, or 7.2 billion
        if one.sentence > pair.new.sentence + 1 or one.part not in (Part.CHANGE, Part.GROWTH):
            break
        if one.sentence > pair.new.sentence and not _SAME_SUBJECT.match(one.before.strip()):
            break
        found.append(one)
    found += [one for one in quantities[pair.new.place + 1 : pair.old.place] if one.part in (Part.CHANGE, Part.GROWTH)]
    first = min(pair.new.place, pair.old.place)
    before = quantities[first - 1] if first else None
    if (
        before is not None
        and before.sentence == pair.new.sentence
        and before.part is Part.GROWTH
        and re.search(r"^[^,.;，。；]{0,30}\bto\b", before.after)
    ):
        found.append(before)
    return found


def _direction(pair: Pair) -> Iterator[Ruling]:
    """A rise that is a fall."""
    if not pair.direction or not pair.sure:
        return
    falls, rises = _at_most(pair.new.stated, pair.old.stated), _at_most(pair.old.stated, pair.new.stated)
    if (pair.direction == "up" and falls) or (pair.direction == "down" and rises):
        new, old = shown(pair.new.figure), shown(pair.old.figure)
        zh, en = ("下降", "a fall") if falls else ("上升", "a rise")
        later = max(pair.new, pair.old, key=lambda each: each.place)
        yield from doubted(
            [pair.new, pair.old]
            if later is pair.old and _ADVERB.search(later.before)
            else [later if moves(later.before) else pair.new],
            [pair.old, pair.new],
            Note(f"从{old}到{new}是{zh}，与文中所写方向相反。", f"From {old} to {new} is {en}, not what the text says."),
            "wrong_sign",
        )


def _at_most(one: Interval, other: Interval) -> bool:
    """Whether nothing that the one may be is above anything that the other may be."""
    return one != other and one.high is not None and other.low is not None and one.high <= other.low


def _bound(pair: Pair, attached: Sequence[Quantity], told: set[int], every: Sequence[Quantity]) -> Iterator[Ruling]:
    mine = [one for one in attached if _tied(pair, one)]
    results = {one.place: _made(pair.new.rounding, pair.old.rounding, one) for one in mine}
    open_ends = [one for one in mine if results[one.place] is None]
    mine = [one for one in mine if one not in open_ends]
    good = [one for one in mine if _agrees(one, results[one.place], pair)]
    bad = [one for one in mine if one not in good]
    if bad and not good:
        repaired = _level_slip(pair, bad)
        if repaired is not None:
            told.update(one.place for one in bad)
            yield from repaired
            return
    for one in good:
        made = results[one.place]
        if made is not None and informative(made, sure=pair.sure):
            told.add(one.place)
            yield from _closed(one, pair, every)
    if not pair.sure:
        bad = [one for one in bad if _turned(one, results[one.place])]
    for one in bad:
        made = results[one.place]
        if {pair.new.claim.metric, one.claim.metric} - {"", pair.new.claim.metric} and not is_bare_move(one.before):
            continue
        if made is None or not _is_of(pair, one, attached):
            continue
        told.add(one.place)
        yield from _wrong(pair, one, made)


def _is_of(pair: Pair, one: Quantity, attached: Sequence[Quantity]) -> bool:
    """Whether the words leave no doubt that a change is the one between the two levels: no other base, no other subject."""
    levels = [text for level in (pair.new, pair.old) for text in (level.before, level.after)]
    last = max(pair.new.place, pair.old.place)
    if one.place < last:
        return True
    if has_other_base(one.before, one.after, *levels[:1], *levels[2:3], pair.old.after if pair.old.place == last - 1 else ""):
        return False
    between = [one.before, *(other.before for other in attached if last < other.place < one.place)]
    return one.place == last + len(between) and all(is_bare_move(text) for text in between)


def _turned(one: Quantity, made: Interval | None) -> bool:
    """Whether a figure is exactly what the levels make, but for its direction."""
    return made is not None and informative(made) and one.stated.meets(_absolute(made))


def _wrong(pair: Pair, one: Quantity, made: Interval) -> Iterator[Ruling]:
    size = Interval(abs(made.low or Fraction(0)), None) if made.low is None or made.high is None else _absolute(made)
    corrected = slip(one, size) or _points_meant(pair, one)
    if corrected is not None:
        yield from failed([one], [one, pair.new, pair.old], _working(pair, one), corrected, "unit_slip")
        return
    turned = one.stated.meets(size)
    types = ("arithmetic", "wrong_sign") if turned else ("arithmetic",)
    right = None if size.low is None or size.high is None else value_in((size.low + size.high) / 2, one.figure)
    yield from failed([one], [one, pair.new, pair.old], _working(pair, one), right, *types)


def _points_meant(pair: Pair, one: Quantity) -> str | None:
    """What a growth in percent is in percentage points, where two ratios differ by just that; ``None`` elsewhere."""
    if one.figure.kind is not Kind.PERCENT or pair.new.figure.kind is not Kind.PERCENT:
        return None
    points = pair.new.rounding - pair.old.rounding
    if not one.stated.meets(_absolute(points)):
        return None
    unit = "个百分点" if re.search(r"[\u3400-\u9fff]", pair.new.claim.passage.text) else " percentage points"
    return f"{one.figure.value.normalize():f}{unit}"


def _level_slip(pair: Pair, bad: Sequence[Quantity]) -> list[Ruling] | None:
    """A level in another unit that makes every change close: 2.69 亿 for 2.69 万亿."""
    for level, other in ((pair.new, pair.old), (pair.old, pair.new)):
        ratio = _ratio(level, other)
        if ratio is None or Fraction(1, 3) < ratio < 3:
            continue
        for factor in (Fraction(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4)):
            scaled = level.rounding.scaled(factor)
            new, old = (scaled, other.rounding) if level is pair.new else (other.rounding, scaled)
            made = [_made(new, old, one) for one in bad]
            if all(each is not None and one.stated.meets(_absolute(each)) for one, each in zip(bad, made, strict=True)):
                corrected = slip(level, scaled)
                members = [pair.new, pair.old, *bad]
                working = _working(pair, bad[0])
                others = [one for one in members if one is not level]
                return [
                    *failed([level], members, working, corrected, "unit_slip"),
                    *closes(others, _scaled_working(level, factor)),
                ]
    return None


def _near(one: Quantity, quantities: Sequence[Quantity], pairs: Sequence[Pair]) -> Iterator[Ruling]:
    """A change that some two levels in reach make; refuted only where these are a pair that moved the other way by just so much."""
    reach = [
        other
        for other in quantities
        if (other.part in (Part.LEVEL, Part.TOTAL) or _points(one, other))
        and other.place != one.place
        and (other.figure.hedge not in _ONE_SIDED or other.figure.hedge is one.figure.hedge)
        and -_REACH <= other.sentence - one.sentence <= 1
        and (one.part is Part.GROWTH or alike(one, other) or _points(one, other))
    ]
    reach.sort(key=lambda other: abs(other.place - one.place))
    nearest = reach[:_CANDIDATES]
    for place, first in enumerate(nearest):
        for second in nearest[:place]:
            if not alike(first, second) or (one.part is Part.GROWTH and _of_two_metrics(first, second)):
                continue
            high, low = sorted((first, second), key=lambda each: -each.figure.base)
            known = next((each for each in pairs if each.sure and {each.new, each.old} == {first, second}), None)
            dated = None if known else in_time(first, second)
            orders = (
                ((known.new, known.old),)
                if known
                else (dated,)
                if dated
                else ((low, high), (high, low))
                if one.falls
                else ((high, low), (low, high))
            )
            for new, old in orders:
                made = _made(new.rounding, old.rounding, one)
                if made is None or not informative(made) or not _telling(one) or _far_from(one, made):
                    continue
                pair = Pair(new, old, sure=False)
                if one.figure.hedge in _ONE_SIDED and has_other_base(one.before, one.after, new.before, old.before):
                    continue
                if _agrees(one, made, pair):
                    yield from _closed(one, pair, quantities)
                    return
                if (known or dated) and one.part is Part.CHANGE and _turned(one, made):
                    last = one if known else max((one, new, old), key=lambda each: each.place)
                    yield from failed([last], [one, new, old], _working(pair, one), None, "wrong_sign")
                    return


def _closed(one: Quantity, pair: Pair, quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Support for a change that two levels make, unless the words compare it with something else."""
    other = _other_base(one, pair, quantities)
    if other is None:
        yield from closes([one, pair.new, pair.old], _working(pair, one))
    elif _telling_base(one, pair, other):
        said = other if isinstance(other, str) else shown(other.figure)
        working = _working(pair, one)
        why = Note(f"{working}，比的不是文中所说的{said}。", f"{working}, which is not against {said}, as the text says.")
        yield from doubted([one], [one, pair.new, pair.old], why, "arithmetic")


def _other_base(one: Quantity, pair: Pair, quantities: Sequence[Quantity]) -> Quantity | str | None:
    """What the words compare a change with, where that is not the older of two levels: the amount, or else the words for it."""
    before = quantities[one.place - 1] if one.place else None
    if (
        before is not None
        and before.sentence == one.sentence
        and _WITH.match(one.before)
        and _COMPARED.search(before.before)
        and alike(before, pair.old)
    ):
        return before if before is not pair.old else None
    own, base = _COMPARED.search(one.before), _COMPARED.search(pair.old.before)
    if own is None or base is None or not own["what"] or not base["what"] or one.claim.base is None:
        return None
    return own["what"] if not set(itertools.pairwise(own["what"])) & set(itertools.pairwise(base["what"])) else None


def _telling_base(one: Quantity, pair: Pair, other: Quantity | str) -> bool:
    """Whether a change is without doubt that from another base than the words name."""
    if digits_of(one.figure) < _SURE_DIGITS or one.figure.hedge is not Hedge.NONE:
        return False
    if isinstance(other, str):
        return pair.old.sentence == one.sentence
    made = _made(pair.new.rounding, other.rounding, one)
    return other is not pair.new and made is not None and not _agrees(one, made, pair)


def _in_brief(one: Quantity, quantities: Sequence[Quantity], pairs: Sequence[Pair]) -> Iterator[Ruling]:
    """A change of a headline that prints the newer of two levels which the body sets against each other."""
    if one.claim.passage.role not in _BRIEF or not _telling(one):
        return
    beside = [other for other in quantities if other.sentence == one.sentence and _is_amount(other)]
    for pair in pairs:
        if not pair.sure or pair.new.claim.passage.item != one.claim.passage.item or pair.new.sentence == one.sentence:
            continue
        if not any(alike(other, pair.new) and other.stated.meets(pair.new.rounding) for other in beside) or not _tied(pair, one):
            continue
        made = _made(pair.new.rounding, pair.old.rounding, one)
        if made is not None and informative(made) and not _far_from(one, made) and _agrees(one, made, pair):
            yield from closes([one, pair.new, pair.old], _working(pair, one))
            return


def _is_amount(one: Quantity) -> bool:
    return one.part in (Part.LEVEL, Part.TOTAL)


def _telling(one: Quantity) -> bool:
    """Whether a figure has digits enough that its closing is no accident."""
    return bare_digits(one.figure) >= 2 or one.figure.kind is not Kind.PERCENT


def _of_two_metrics(one: Quantity, other: Quantity) -> bool:
    """Whether two levels are of different things, of which one cannot have grown into the other."""
    return len({one.claim.metric, other.claim.metric} - {""}) > 1


def _far_from(one: Quantity, made: Interval) -> bool:
    """Whether a bound would be confirmed by something that has nothing to do with it: "over 75 %" by 300 %."""
    if one.figure.hedge not in _ONE_SIDED:
        return False
    size, value = _absolute(made), abs(Fraction(one.figure.base))
    return size.low is None or size.high is None or not value / 2 <= size.low <= size.high <= value * 2


def _tied(pair: Pair, one: Quantity) -> bool:
    return one.part is Part.GROWTH or alike(one, pair.new) or _points(one, pair.new)


def _points(one: Quantity, level: Quantity) -> bool:
    """Whether a change in percentage points is one of a level in percent."""
    return level.figure.kind is Kind.PERCENT and one.figure.kind is Kind.PERCENTAGE_POINT


def _made(new: Interval, old: Interval, one: Quantity) -> Interval | None:
    """The change or growth that two levels make, with its sign."""
    if one.part is Part.CHANGE and one.figure.kind is not Kind.PERCENT:
        return new - old
    if new.low is None or new.low < 0 or old.low is None or old.low <= 0:
        return None
    return new.over(old) + Interval.of(-1, -1)


def _agrees(one: Quantity, made: Interval | None, pair: Pair) -> bool:
    if made is None:
        return False
    stated = one.stated
    if one.falls:
        return (-stated).meets(made)
    if one.rises or pair.direction == "up":
        return stated.meets(made)
    return stated.meets(made) or (-stated).meets(made)


def _absolute(made: Interval) -> Interval:
    assert made.low is not None, "both ends are known"
    assert made.high is not None, "both ends are known"
    return made if made.low >= 0 else -made if made.high <= 0 else Interval(Fraction(0), max(-made.low, made.high))


def _ratio(level: Quantity, other: Quantity) -> Fraction | None:
    low, high = Fraction(abs(level.figure.base)), Fraction(abs(other.figure.base))
    return low / high if high else None


def _working(pair: Pair, one: Quantity) -> str:
    new, old = shown(pair.new.figure), shown(pair.old.figure)
    made = _made(pair.new.rounding, pair.old.rounding, one)
    point = None if made is None or made.low is None or made.high is None else (made.low + made.high) / 2
    formula = f"{new} - {old}" if one.part is Part.CHANGE and one.figure.kind is not Kind.PERCENT else f"{new}/{old} - 1"
    return formula if point is None else f"{formula} = {value_in(point, one.figure)}"


def _scaled_working(level: Quantity, factor: Fraction) -> str:
    return f"{shown(level.figure)} → {shown(level.figure, factor)}"
