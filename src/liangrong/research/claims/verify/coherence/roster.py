"""Rosters: figures of one kind that a sentence or a run of bullets gives one after another, each to a thing or a day of its own; nothing is judged here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.verify.coherence.outline import AMOUNT, ANY, COUNT, MULTIPLE, Line, Outline
from liangrong.research.claims.verify.coherence.polarity import sign_of

__all__ = ["Member", "Roster", "named_in", "nearest", "rosters_in"]

_JOINT: Final = re.compile(
    r"(?:[、，,;；/|→]|->)\s*(?:(?:and|while|whereas|then|with|versus|vs\.?|against|but|对应|而)\b\s*)?|\s(?:and|while|whereas|versus|vs\.?|then|against)\s|(?:以及|和|与|及|而)",
    re.IGNORECASE,
)
_END: Final = re.compile(r"[。！？!?:：]|\.(?=\s|$)")
_DROPPED: Final = re.compile(
    r"[\s()（）“”\"‘’：:·•\-—–+]|['’]s\b|\b(?:the|a|an|of|at|for|with|in|to|on|by|was|is|were|are|had|has|came|stood|reads?|took|drew|posted|shed|lost|gained|rose|fell|up|down|and|while|then|followed|respectively)\b|为|达|报|是|约|额|有(?!色)|(?:去年|今年|上周|本周|当日|昨日|今日|获|则|的)|净?(?:融资)?(?:流入|流出|买入|卖出|增加|减少|上升|下降|上涨|下跌|增|减|涨|跌)",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(
    r"合计|共计|总计|总额|总和|之和|加起来|平均|日均|均值|中位|差额|相差|其中|较|比(?!例|亚)|占|\b(?:total\w*|combined|together|sum|averag\w+|mean|median|gap|difference|compared|than|from|of which|including)\b",
    re.IGNORECASE,
)
_LIST_ZH: Final = re.compile(r"[^，,。、：:\s]{2,12}(?:[、和与及][^，,。、：:\s]{2,30})+")
_LIST_EN: Final = re.compile(r"[A-Z][\w&.'-]*(?: [A-Z][\w&.'-]*)*(?:(?:, and |, | and )[A-Z][\w&.'-]*(?: [A-Z][\w&.'-]*)*)+")
_NAME_END: Final = re.compile(
    rf"的|分别|依次|各自?|{COUNT}|[一二两三四五六七八九十](?=[家只地大个者省市行业])|(?:两融|融资|融券)(?!租赁)"
)
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*●■]|\d{1,2}[.)、．]|(?:No\.?|NO\.?) ?|[（(]\d|" + "\ue002)")
_LONG: Final = (14, 60)
"""Characters of Chinese, and of other text, that the name of a member may have beside its figure."""
_PROPER: Final = re.compile(r"(?<=[a-z] )(?!ETFs?$|Funds?$|A-share)[A-Z][\w&.-]*(?: [A-Z\d][\w&.-]*)*$")
"""A proper name at the end of other words."""
_PAIR: Final = 2
_BOUNDED: Final = frozenset({Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST})


@dataclass(frozen=True, slots=True)
class Member:
    """One figure of a roster with the words that name it.

    Parameters
    ----------
    name
        The words around it without verbs and articles; empty where the figure stands alone.
    sign
        -1 where it is printed with a minus or said to be a fall or an outflow, 1 where it is a rise or an inflow, 0 where nothing tells.
    """

    line: Line
    figure: Figure
    name: str
    sign: int
    unit: Figure
    """The figure that prints the unit: its own, or the last one of a list that prints it once."""

    @property
    def value(self) -> Fraction:
        """Its value in base units, with the sign that the words give it."""
        size = Fraction(abs(self.figure.value) * self.unit.size)
        return -size if self.sign < 0 else size


@dataclass(frozen=True, slots=True)
class Roster:
    """Members in the order of the text; ``start`` and ``end`` are places of the first line's text."""

    line: Line
    members: tuple[Member, ...]
    start: int
    end: int

    @property
    def values(self) -> list[Fraction]:
        """The values in turn."""
        return [one.value for one in self.members]

    @property
    def is_apart(self) -> bool:
        """Whether no two members are the same within their rounding."""
        return len(set(self.values)) == len(self.members)

    @property
    def is_even(self) -> bool:
        """Whether its members are told alike: all named, or none but the first, and under no two names of a measure."""
        names = [bool(one.name) for one in self.members]
        if not (all(names) or (not any(names[1:]) and len(names) > _PAIR)):
            return False
        claims = [claim for one in self.members for claim in one.line.of([one.figure])]
        return len({claim.metric for claim in claims if claim.metric}) <= 1

    def is_of(self, figure: Figure) -> bool:
        """Whether its figures are of the kind of another."""
        return self.members[-1].unit.kind is figure.kind or figure.kind is Kind.NUMBER

    @property
    def shown(self) -> str:
        """The figures as printed, in turn."""
        return "、".join(one.figure.text.strip() for one in self.members)

    def named(self, text: str) -> list[Member]:
        """The members whose whole name stands in a text, or whose name is one word of it."""
        return [one for one in self.members if named_in(one.name, text)]

    def told(self, figures: Sequence[Figure]) -> list[Member]:
        """The members whose very value a text tells again."""
        values = {(abs(one.base), one.kind) for one in figures}
        return [one for one in self.members if (abs(one.figure.base), one.figure.kind) in values and one.figure not in figures]


def named_in(name: str, text: str) -> bool:
    """Whether a text names a member: the name as printed, or without regard to case its first telling word."""
    if not name:
        return False
    if re.search(r"[\u3400-\u9fff]", name):
        return len(name) > 1 and (name in text or name.removeprefix("对应") in text)
    return re.search(rf"\b{re.escape(name)}(?:\b|(?<=\b\w{{3}})\w*day\b)", text, re.IGNORECASE) is not None


def rosters_in(line: Line, fewest: int = 2) -> list[Roster]:
    """The rosters of a line: figures of one kind, each in a cell of the list with nothing in it but its name."""
    found: list[Roster] = []
    run: list[tuple[int, Figure]] = []
    last, bare = -1, False
    for place, figure in zip(line.places, line.figures, strict=True):
        if line.text[place] not in (AMOUNT, MULTIPLE, COUNT) or figure.upper is not None or figure.hedge in _BOUNDED:
            continue
        gap = line.text[last + 1 : place]
        if run and (not _goes_on(gap, run[-1][1], figure) or (len(run) > 1 and bare and _name(_JOINT.sub(" ", gap)))):
            found += _closed(line, run, fewest)
            run = []
        bare = bool(run) and not _name(_JOINT.sub(" ", gap))
        run.append((place, figure))
        last = place
    return found + _closed(line, run, fewest)


def nearest(outline: Outline, line: Line, fewest: int = 2, *, reach: int = 2, behind: bool = True) -> Iterator[Roster]:
    """The rosters that a line may speak of, its own first, then those of the lines just before it, a run of bullets among them, and of the next."""
    yield from rosters_in(line, fewest)
    before = list(outline.before(line, reach + 8))
    for one in before[:reach]:
        yield from reversed(rosters_in(one, fewest))
    yield from _bullets(before, fewest)
    following = outline.after(line)
    if behind and following is not None:
        yield from rosters_in(following, fewest)
        after = [following]
        while len(after) < reach + 8 and (next_one := outline.after(after[-1])) is not None:
            after.append(next_one)
        yield from _bullets(after, fewest)


def _bullets(lines: Sequence[Line], fewest: int) -> list[Roster]:
    """A run of bullets next to a line, each with a figure of the kind of the others."""
    rows: list[Line] = []
    for one in lines:
        if _BULLET.match(one.text) and AMOUNT in one.text:
            rows.append(one)
        elif rows or one is not lines[0]:
            break
    rows.sort(key=lambda one: one.passage.start)
    members = [_cell(one, place, one.at(place), 0, len(one.text)) for one in rows if (place := one.text.find(AMOUNT)) >= 0]
    if len(members) < max(fewest, 2) or any(not _same(members[0].figure, one.figure) for one in members):
        return []
    return [Roster(rows[0], tuple(_signed(members)), 0, len(rows[0].text))]


def _goes_on(gap: str, first: Figure, second: Figure) -> bool:
    if not _same(first, second) or _END.search(gap) or _TOTAL.search(gap) or not _JOINT.search(gap):
        return False
    limit = _LONG[0] * 2 if re.search(r"[\u3400-\u9fff]", gap) else _LONG[1]
    return len(gap) <= limit and re.search(rf"[^)）]{ANY}[^(（]|^{ANY}|{ANY}$", re.sub(r"[（(][^()（）]*[)）]", "", gap)) is None


def _same(first: Figure, second: Figure) -> bool:
    if first.kind is Kind.NUMBER and not first.unit:
        return second.kind in (Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.SHARES)
    if first.kind is not second.kind or (first.currency and second.currency and first.currency != second.currency):
        return False
    return first.kind.value != "count" or first.unit[:1] == second.unit[:1]


def _closed(line: Line, run: Sequence[tuple[int, Figure]], fewest: int) -> list[Roster]:
    if len(run) < fewest:
        return []
    members: list[Member] = []
    for number, (place, figure) in enumerate(run):
        low = run[number - 1][0] + 1 if number else 0
        high = run[number + 1][0] if number + 1 < len(run) else len(line.text)
        members.append(replace(_cell(line, place, figure, low, high), unit=run[-1][1] if figure.kind is Kind.NUMBER else figure))
    if len(members) > 1 and not any(one.name for one in members[1:]):
        names = _listed(line.text[: run[0][0]], len(members))
        members = [replace(one, name=name) for one, name in zip(members, names or [one.name for one in members], strict=True)]
    return [Roster(line, tuple(_signed(members)), run[0][0], run[-1][0] + 1)]


def _listed(lead: str, many: int) -> list[str]:
    """The names of a list of so many just before the figures, which give each its own in turn."""
    clause = re.split(r"[。；;：:]", lead)[-1]
    for pattern, joint in ((_LIST_ZH, r"[、和与及]"), (_LIST_EN, r", and |, | and ")):
        for match in reversed(list(pattern.finditer(clause))):
            names = [re.split(_NAME_END, one)[0].strip() for one in re.split(joint, match[0])]
            if len(names) == many and all(len(one) > 1 for one in names) and len(set(names)) == many:
                return names
    return []


def _cell(line: Line, place: int, figure: Figure, low: int, high: int) -> Member:
    """A member with the words of its cell: those before the figure from the last end or joint on, else those behind it up to the next."""
    head, tail = line.text[low:place], line.text[place + 1 : high]
    cuts = [match.end() for match in [*_JOINT.finditer(head), *_END.finditer(head)]]
    head = head[max(cuts, default=0) :]
    opened = max(head.rfind("("), head.rfind("（"))
    if opened >= 0 and re.search(r"[A-Za-z\u3400-\u9fff]", head[opened:]) and not re.search(r"[)）]", head[opened:]):
        head = head[opened + 1 :]
    ends = [match.start() for match in [*_JOINT.finditer(tail), *_END.finditer(tail)]]
    tail = tail[: min(ends, default=len(tail))]
    name = _name(head) or _name(tail)
    minus = figure.value < 0 or head.rstrip().endswith(("-", "−", "–"))
    plus = head.rstrip().endswith("+") or figure.text.lstrip().startswith("+")
    return Member(line, figure, name, -1 if minus else 1 if plus else sign_of(f"{head}{AMOUNT}{tail}"), figure)


def _name(text: str) -> str:
    words = re.sub(ANY, " ", text)
    name = re.sub(r"\s+", " ", _DROPPED.sub(" ", words)).strip(" ,，、.;；'’")
    if re.search(r"[\u3400-\u9fff]", name):
        return name.replace(" ", "")
    proper = _PROPER.search(name)
    return proper[0] if proper else name


def _signed(members: Sequence[Member]) -> list[Member]:
    """Where some are printed with a minus, the others rise; else each goes the way that words last told."""
    if any(one.figure.value < 0 for one in members):
        return [one if one.sign else replace(one, sign=1) for one in members]
    told: list[Member] = []
    for one in members:
        told.append(one if one.sign or not told else replace(one, sign=told[-1].sign))
    return told
