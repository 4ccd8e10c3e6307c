"""What words compute from amounts that they call by name: A is k times B, A is D more than B, from A to C together, the first three, A's rise over its two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Final

from liangrong.research.claims.claim import Nature
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import is_slip
from liangrong.research.claims.verify.grammar.named import Named, names_in
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity
from liangrong.research.claims.verify.grammar.sums import number_named
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, informative, slip, value_in

__all__ = ["check_by_name"]

_AMOUNTS: Final = (Kind.MONEY, Kind.SHARES, Kind.COUNT, Kind.POINTS)
_MORE: Final = re.compile(
    r"[比较][^，。；]{1,14}?(?:多|高|大|领先)|(?:领先|超出|超过|高于)|\b(?:more|higher|larger|greater|bigger|above|ahead|clear)\b[^.;]*\b(?:than|of)\b|\b(?:above|exceed\w*|beat\w*|outd\w+)\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"[比较][^，。；]{1,14}?(?:少|低|小)|(?:落后|低于|少于)|\b(?:less|lower|smaller|fewer|short|behind|below)\b", re.IGNORECASE
)
_GAP: Final = re.compile(r"差距|相差|之差|差额|\b(?:gap|differ\w*|apart|separat\w*|distance|margin between)\b", re.IGNORECASE)
_SUM: Final = re.compile(
    r"合计|共计|总计|之和|加起来|相加|加总|一共|总共|累计|\b(?:together|combined|in all|altogether|between them|total\w*|add\w* up|sum\w*|amount\w* to|came to|jointly)\b",
    re.IGNORECASE,
)
_RANGE: Final = re.compile(r"\s*(?:到|至|—|–|-|~|through|to|until)\s*", re.IGNORECASE)
_ALL: Final = re.compile(
    r"全周|整周|一周[^，。；]{0,4}(?:算下来|下来)|[五三四]天[^，。；]{0,4}(?:算下来|下来)|\b(?:as a whole|for the (?:whole )?week|over the week|all of them|the whole group)\b",
    re.IGNORECASE,
)
"""All that a list names."""
_AND: Final = re.compile(
    r"(?:[\s、,，&＆+]|和|与|及|以及|加上|\band\b|\bplus\b|\bthe\b|['’]s|stocks|names|loans)*", re.IGNORECASE
)
_FIRST: Final = re.compile(r"前|\b(?:first|top|largest|leading|biggest)\b", re.IGNORECASE)
_BEYOND: Final = re.compile(r"高|多|大(?!约|概|致)|增|\b(?:more|higher|larger|bigger|greater)\b(?! as)", re.IGNORECASE)
_ELSE: Final = re.compile(
    r"去年|上年|[上本这][周月季]|年初|累计|今年|以来|均|每|占|\b(?:last (?:week|month|year)|previous|earlier|a year|since|average|mean|per|share|each|cumulative|so far)\b",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[，。；;：:!?！？]|,(?!\d{3})|\.(?!\d)")
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_FEWEST: Final = 2
_LISTED: Final = 3
_MOST: Final = 12
_SIZES: Final = 40
_FAR: Final = 4


def check_by_name(quantities: Sequence[Quantity], named: Sequence[Named]) -> Iterator[Ruling]:
    """Multiples, differences and sums whose operands the words of their clause name."""
    if not named:
        return
    for one in quantities:
        if one.claim.nature is not Nature.FACT or one.figure.upper is not None or one.claim.passage.role == "row":
            continue
        known = [each for each in named if _in_reach(each, one)]
        clause = _clause(one)
        if one.figure.kind is Kind.MULTIPLE:
            yield from _times(one, clause, known)
        elif one.figure.kind in _AMOUNTS and (_GAP.search(clause) or _MORE.search(clause) or _LESS.search(clause)):
            yield from _difference(one, clause, known)
        elif one.figure.kind in _AMOUNTS and (one.part is Part.TOTAL or _SUM.search(clause) or _ALL.search(clause)):
            yield from _sum(one, clause, known)


def _in_reach(each: Named, one: Quantity) -> bool:
    operand, passage = each.operand, one.claim.passage
    return operand.item == passage.item and operand.at != one.figure.start and (
        operand.at < one.figure.start or bool(operand.column) or operand.passage == passage.number
    )  # fmt: skip


def _clause(one: Quantity) -> str:
    """The words of the clause of a figure, the figure itself left out."""
    passage = one.claim.passage
    at, end = one.figure.start - passage.start, one.figure.end - passage.start
    return f"{_CLAUSE.split(passage.text[:at])[-1]}#{_CLAUSE.split(passage.text[end:])[0]}"


def _times(one: Quantity, clause: str, known: Sequence[Named]) -> Iterator[Ruling]:
    spans = names_in(clause, known)
    if len(spans) != _FEWEST or _BEYOND.search(clause) or spans[0][1] > clause.find("#"):
        return
    made = [
        (pair, above.over(below))
        for pair in _pairs(spans, known)
        for above, below in [tuple(_size(each.operand.rounding) for each in pair)]
        if above is not None and below is not None and pair[0].operand.figure.kind is pair[1].operand.figure.kind
    ]
    yield from _ruled(one, made, "{0}/{1}", clause)


_THAN: Final = re.compile(r"#[^,.;#]{0,24}?\b(?:more|less|fewer|higher|lower|ahead|behind|above|below)\b", re.IGNORECASE)
"""An amount by which one lies above the next that is named, whoever is named behind that."""


def _difference(one: Quantity, clause: str, known: Sequence[Named]) -> Iterator[Ruling]:
    """The first named against the second; where only one is, the amount just before the figure against it."""
    spans = names_in(clause, known)
    before = next(
        (each for each in reversed(known) if each.operand.passage == one.sentence and each.operand.at < one.figure.start), None
    )
    if len(spans) > 1 and spans[0][0] > clause.find("#") and _THAN.search(clause):
        spans = spans[:1]
    if len(spans) == 1 and spans[0][0] > clause.find("#") and before is not None and before.name != spans[0][2]:
        pairs = [(before, each) for each in known if each.name == spans[0][2] and each.run == before.run]
    elif len(spans) == _FEWEST:
        pairs = _pairs(spans, known)
    else:
        return
    made = []
    for first, second in pairs:
        left, right = first.rounding(one), second.rounding(one)
        if left is None or right is None or first.operand.figure.base == second.operand.figure.base:
            continue
        same = (left.low or 0) < 0 and (right.low or 0) < 0
        made.append(((first, second), -(left - right) if same else left - right))
    less = not _MORE.search(clause) if _LESS.search(clause) else False
    made = [(pair, -value if less else value) for pair, value in made]
    if _GAP.search(clause):
        made = [(pair, -value if value.high is not None and value.high < 0 else value) for pair, value in made]
    yield from _ruled(one, made, "{1} - {0}" if less else "{0} - {1}", clause)


def _sum(one: Quantity, clause: str, known: Sequence[Named]) -> Iterator[Ruling]:
    made = []
    for parts in _runs(one, clause, known):
        roundings = [each.rounding(one) for each in parts]
        if not all(roundings):
            continue
        total = Interval.total(each for each in roundings if each is not None)
        mixed = len({(each.high or 0) > 0 for each in roundings if each is not None}) > 1
        turned = one.falls if mixed and (one.falls or one.rises) else (total.high or 0) < 0
        made.append((parts, -total if turned else total))
    yield from _ruled(one, made, "", clause)


def _runs(one: Quantity, clause: str, known: Sequence[Named]) -> Iterator[tuple[Named, ...]]:
    """What the words add up: from A to C, A and B and C, the first three; in each list or column that has all of them."""
    spans = names_in(clause, known)
    words = [clause[first[1] : second[0]] for first, second in pairwise(spans)]
    count = number_named(clause)
    runs = _lists(known)
    lists = [run for run in runs if len(run) >= _LISTED and {each.operand.figure.kind for each in run} == {one.figure.kind}]
    if not spans and _ALL.search(clause) and lists:
        last = max(lists, key=lambda run: run[-1].operand.at)
        yield from [tuple(last)] if last[0].is_complete else []
    for run in runs:
        names = [each.name for each in run]
        if len(set(names)) < len(names) or not all(name in names for _, _, name in spans):
            continue
        listed = [names.index(name) for _, _, name in spans]
        if len(spans) == _FEWEST and _RANGE.fullmatch(words[0]):
            yield tuple(run[listed[0] : listed[1] + 1])
        elif len(spans) >= _FEWEST and all(_AND.fullmatch(each) for each in words):
            yield tuple(run[place] for place in listed)
        elif not spans and count is not None and _FEWEST <= count <= len(run) and _is_table(run):
            yield from [tuple(run[:count])] if count == len(run) or _FIRST.search(clause) else []


def _is_table(run: Sequence[Named]) -> bool:
    return bool(run[0].operand.column) or run[0].run.startswith("|")


def _lists(known: Sequence[Named]) -> list[list[Named]]:
    grouped = groupby(sorted(known, key=lambda each: each.run), key=lambda each: each.run)
    return [sorted(run, key=lambda each: each.operand.at)[:_SIZES] for _, run in ((key, list(each)) for key, each in grouped)]


def _pairs(spans: Sequence[tuple[int, int, str]], known: Sequence[Named]) -> list[tuple[Named, Named]]:
    """The amounts of two names: of one list or column, or of two sentences where each has one."""
    first, second = ([each for each in known if each.name == name] for _, _, name in spans)
    together = [(one, other) for one in first for other in second if one.run == other.run]
    return together or ([(first[0], second[0])] if len(first) == len(second) == 1 else [])


def _size(found: Interval) -> Interval | None:
    return found if found.low is not None and found.low > 0 else None


def _ruled(one: Quantity, made: Sequence[tuple[Sequence[Named], Interval]], formula: str, clause: str) -> Iterator[Ruling]:
    """Support where one reading closes; refutation where there is but one, or where one differs by a unit or the direction only."""
    made = [(parts, value) for parts, value in made if value.low is not None and value.high is not None][:_MOST]
    good = next((each for each in made if one.stated.meets(each[1]) and informative(each[1])), None)
    if good is not None:
        yield from closes([one], _working(one, *good, formula))
        return
    if not made or one.figure.hedge in _BOUNDS or any(one.stated.meets(value) for _, value in made) or _ELSE.search(clause):
        return
    alone = [value for _, value in made if _of_one_size(one, value)]
    for parts, value in made:
        turned = one.stated.meets(-value) and informative(value)
        unit = slip(one, value)
        sure = [value] == alone and len({each.run for each in parts}) == 1
        if any(_of_other_time(one, each) for each in parts):
            continue
        if turned or unit or sure or is_slip(one.figure, value):
            working = _working(one, parts, value, formula)
            members = [one, *(each.operand.quantity for each in parts if each.operand.quantity is not None)]
            yield from failed(
                [one],
                members,
                working,
                unit or _right(value, one),
                "wrong_direction" if turned else "unit_slip" if unit else "arithmetic",
            )
            return


def _of_other_time(one: Quantity, part: Named) -> bool:
    """Whether two figures are of different printed times."""
    if part.operand.quantity is None:
        return False
    own, other = one.claim.period, part.operand.quantity.claim.period
    return (
        own is not None
        and other is not None
        and own.at[0] >= 0 <= other.at[0]
        and (own.start, own.end) != (other.start, other.end)
    )


def _of_one_size(one: Quantity, value: Interval) -> bool:
    """Whether a result could be meant: not of another column."""
    printed, size = abs(Fraction(one.figure.base)), abs(value.high or Fraction(0))
    return printed < _FAR * size and size < _FAR * printed


def _right(value: Interval, one: Quantity) -> str:
    return value_in(((value.low or Fraction(0)) + (value.high or Fraction(0))) / 2, one.figure)


def _working(one: Quantity, parts: Sequence[Named], value: Interval, formula: str) -> str:
    numbers = [shown(each.operand.figure) for each in parts]
    signs = [(each.rounding(one) or value).high or 0 for each in parts]
    if formula:
        return f"{formula.format(*numbers)} = {_right(value, one)}"
    mixed = any(sign < 0 for sign in signs) and any(sign > 0 for sign in signs)
    listed = [f"({'-' if sign < 0 < each.operand.figure.value else ''}{number})" if mixed and sign < 0 else number
              for number, sign, each in zip(numbers, signs, parts, strict=True)]  # fmt: skip
    return f"{' + '.join(listed)} = {_right(value, one)}"
