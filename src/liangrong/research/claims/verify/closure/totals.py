"""Totals that words announce (between them, all told, 合计, 累计, 三者) against the list before them, in its sentence or the one before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import is_slip, off_by, point_of
from liangrong.research.claims.verify.grammar.pairs import pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.sums import COMPARED, number_named, signed
from liangrong.research.claims.verify.grammar.verdicts import closes, doubted, failed, informative, slip, value_in
from liangrong.research.claims.verify.grammar.wholes import of_two_days

__all__ = ["check_totals"]

_CUE: Final = re.compile(
    r"(?:合计|共计|总计|总和|之和|累计|相加|加总|加起来|合起来|一共)[^，,。；;]{0,16}$"
    r"|\b(?:between them|all told|taken together|together|combined|in all|altogether|in total|add(?:s|ed|ing)? up to|sum(?:s|med|ming)? to|totall?(?:ed|ing|s)?"
    r"|the (?:two|three|four|five|six|seven|eight|nine|ten|trio|pair|quartet|quintet))\b[^.;。]{0,60}$",
    re.IGNORECASE,
)
_TWO_DAYS: Final = Note("相加的余额不是同一天的。", "The balances that are added are not of one day.")
_AT: Final = re.compile(r"^[，,]\s*(?:合计|共计|总计|一共|合共)[^，,。；;\d]{0,6}$")
_AFTER: Final = re.compile(r"^\s*(?:in all|in total|altogether|combined|together|between them|all told)\b", re.IGNORECASE)
_GROUPS: Final = {"pair": 2, "trio": 3, "quartet": 4, "quintet": 5}
_GROUP: Final = re.compile(r"\b(pair|trio|quartet|quintet)\b", re.IGNORECASE)
_SPLIT: Final = re.compile(r"[。；;]|\.\s")
_KINDS: Final = (Kind.MONEY, Kind.SHARES, Kind.COUNT, Kind.PERCENT)
_PARTS: Final = (Part.LEVEL, Part.CHANGE, Part.SHARE)
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_CLOSE: Final = Fraction(1, 5)
"""A sum that lies further off than this share is no slip of the one that was meant, but another total."""
_MOST: Final = 12
_FEWEST: Final = 3
_EXCHANGES: Final = frozenset({"exchange:SSE", "exchange:SZSE", "exchange:BSE"})
_REACH: Final = 4
_NEAR: Final = 2


def check_totals(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on totals in words; the parts are all amounts of one list, or as many levels before it as the words count."""
    bases = {pair.old.place for pair in pairs_of(operands) if pair.sure}
    for one in operands:
        if one.figure.kind not in _KINDS or one.figure.upper is not None or one.part is Part.MEAN:
            continue
        if one.part is Part.CHANGE and one.claim.scope in ("", "market"):
            yield from _of_exchanges(one, operands)
        words = _words(one, operands)
        if not _is_total(one, words):
            continue
        named = _named(words)
        levels = _levels(one, operands, named, bases)
        if levels and _closes(one, levels) and informative(_sum(levels)):
            yield from closes([one, *levels], _working(one, levels))
            continue
        lists = [parts for parts in _lists(one, operands) if named is None or len(parts) == named]
        if COMPARED.search(words):
            lists = [parts for parts in lists if all(each.part is Part.CHANGE for each in parts)]
        found = next((parts for parts in lists if _closes(one, parts)), None)
        if found is not None:
            if any(of_two_days(first, second) for first, second in pairwise(found)):
                yield from doubted([one], [one, *found], _TWO_DAYS, "as_of_mismatch")
            elif informative(_sum(found)) and _telling(one, found):
                yield from closes([one, *found], _working(one, found))
        elif lists and _is_meant(one, lists[0], operands, named):
            yield from _wrong(one, lists[0])


def _is_total(one: Quantity, words: str) -> bool:
    if one.figure.kind is Kind.PERCENT and one.part not in (Part.SHARE, Part.LEVEL):
        return False
    return bool(_CUE.search(words) or _AFTER.match(one.after))


def _words(one: Quantity, operands: Sequence[Quantity]) -> str:
    """The words of its sentence before a total, with the number of its parts where that was read as a figure."""
    words = _SPLIT.split(one.before)[-1]
    before = operands[one.place - 1] if one.place else None
    counts = before is not None and before.figure.kind in (Kind.COUNT, Kind.RANK, Kind.DURATION)
    if before is None or not counts or before.sentence != one.sentence:
        return words
    return f"{_SPLIT.split(before.before)[-1]}{before.figure.text}{words}"


def _named(words: str) -> int | None:
    """How many parts the words count."""
    group = _GROUP.search(words)
    return _GROUPS[group[1].lower()] if group else number_named(words)


def _levels(total: Quantity, operands: Sequence[Quantity], named: int | None, bases: Collection[int]) -> list[Quantity]:
    """The levels of the sentences before that are not what others rose or fell from; empty where they are not as many as the words count."""
    found = [
        other
        for other in operands[: total.place]
        if 0 < total.sentence - other.sentence <= _NEAR
        and other.part is Part.LEVEL
        and alike(other, total)
        and other.place not in bases
        and other.figure.hedge not in _BOUNDS
        and other.claim.metric in ("", total.claim.metric)
    ]
    return found if len(found) == named else []


def _lists(total: Quantity, operands: Sequence[Quantity]) -> list[list[Quantity]]:
    """The list of its own sentence before a total, or else that of the sentence before; all of it, its end, and its beginning."""
    for back in (0, 1):
        run: list[Quantity] = []
        for other in reversed(operands[: total.place]):
            if total.sentence - other.sentence > back:
                break
            if total.sentence - other.sentence < back or (
                other.figure.kind in (Kind.COUNT, Kind.RANK) and total.figure.kind is not Kind.COUNT
            ):
                continue
            if total.figure.kind is Kind.PERCENT and other.figure.kind is not Kind.PERCENT:
                continue
            if not alike(other, total) or other.part not in _PARTS or other.figure.hedge in _BOUNDS:
                if run:
                    break
                continue
            run.insert(0, other)
        run = run[-_MOST:]
        if len(run) > 1:
            return [run[start:] for start in range(len(run) - 1)] + [run[:end] for end in range(len(run) - 1, _FEWEST - 1, -1)]
    return []


def _is_meant(one: Quantity, parts: Sequence[Quantity], operands: Sequence[Quantity], named: int | None) -> bool:
    """Whether the words leave no doubt that these are the parts, and the total is theirs but for a slip."""
    metrics = {each.claim.metric for each in (*parts, one)} - {""}
    alike_all = len({each.part for each in parts}) == 1 or {each.claim.metric for each in parts} == metrics != set()
    several = len({each.sentence for each in parts}) == 1 and alike_all
    if one.figure.kind is Kind.PERCENT:
        beside = [each for each in operands if each.sentence == one.sentence and each.figure.kind is Kind.PERCENT]
        return several and len(parts) >= _FEWEST and len(beside) == len(parts) + 1 and one.figure.base == 1
    made = _sum(parts)
    off = abs(abs(point_of(made)) - abs(Fraction(one.figure.base)))
    plain = Interval.total(each.rounding for each in parts)
    near = off <= _CLOSE * abs(point_of(made)) or one.stated.meets(plain)
    near = near or (_is_beside(one, parts, named) and 2 * off <= abs(point_of(made)))
    near = near or is_slip(one.figure, made) or off_by(one.figure, made) is not None
    whole = len(
        [each for each in operands if each.sentence == parts[0].sentence and alike(each, one) and each is not one]
    ) == len(parts)
    return (
        several
        and whole
        and near
        and len(metrics) <= 1
        and (named == len(parts) or _is_beside(one, parts, named))
        and one.figure.hedge not in _BOUNDS
    )


def _is_beside(one: Quantity, parts: Sequence[Quantity], named: int | None) -> bool:
    """Whether nothing but the word for a total stands between a list and it."""
    return (
        named is None and parts[-1].place == one.place - 1 and parts[-1].sentence == one.sentence and bool(_AT.match(one.before))
    )


def _wrong(one: Quantity, parts: Sequence[Quantity]) -> Iterator[Ruling]:
    made = _sum(parts)
    size = -made if made.high is not None and made.high < 0 else made
    corrected = slip(one, size)
    right = corrected or value_in(point_of(size), one.figure)
    yield from failed([one], [one, *parts], _working(one, parts), right, "unit_slip" if corrected else "arithmetic")


def _of_exchanges(one: Quantity, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """The market's change against those of its three exchanges, nearby on either side."""
    parts = [
        other
        for other in operands
        if abs(other.sentence - one.sentence) <= _REACH
        and other.part is Part.CHANGE
        and other.claim.scope in _EXCHANGES
        and alike(other, one)
        and other.claim.metric == one.claim.metric
    ]
    if len(parts) == len(_EXCHANGES) == len({other.claim.scope for other in parts}):
        signs = [other.claim.signed for other in parts]
        made = Interval.total(other.rounding.scaled(sign) for other, sign in zip(parts, signs, strict=True))
        if one.stated.scaled(one.claim.signed).meets(made) and informative(made):
            yield from closes([one, *parts], _working(one, parts))


def _closes(one: Quantity, parts: Sequence[Quantity]) -> bool:
    made = _sum(parts)
    return one.stated.meets(made) or (-one.stated).meets(made)


def _telling(one: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the closing is no accident: amounts, or enough whole numbers."""
    return one.figure.kind is not Kind.COUNT or len(parts) >= _FEWEST or one.figure.value >= 10


def _sum(parts: Sequence[Quantity]) -> Interval:
    return Interval.total(one.rounding.scaled(sign) for one, sign in zip(parts, signed(parts), strict=True))


def _working(one: Quantity, parts: Sequence[Quantity]) -> str:
    terms = [f"{'-' if sign < 0 else ''}{shown(each.figure)}" for each, sign in zip(parts, signed(parts), strict=True)]
    return f"{' + '.join(terms)} = {value_in(point_of(_sum(parts)), one.figure)}"
