"""So many, all, none, most, only one, or all but one of a printed roster that lie above a bound, rise or fall: counted member by member."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import ENGLISH, chinese, digits, english
from liangrong.research.claims.verify.coherence.outline import AMOUNT, COUNT, DURATION, MULTIPLE, Line, Outline
from liangrong.research.claims.verify.coherence.polarity import ABOVE, BELOW, DOWN, UP, sign_of
from liangrong.research.claims.verify.coherence.roster import Member, Roster, nearest
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_quantified"]

_MANY: Final = re.compile(
    rf"(?P<mark>[{COUNT}{DURATION}])|(?<![\w.,])(?P<en>{ENGLISH}|\d{{1,2}})(?= (?:of\b|[a-z]+\b))|(?P<zh>[一二两三四五六七八九十]{{1,2}}|\d{{1,2}})(?=[大个只家户支日天项者周月]|成分股)",
    re.IGNORECASE,
)
_NONE: Final = re.compile(
    r"\b(?:none of|not one|no (?!more|less|fewer)\w+|neither)\b|无一(?!例外|不)|没有(?:一|任何|哪)|均未|都未|皆未|都没",
    re.IGNORECASE,
)
_ALL: Final = re.compile(
    r"\b(?:all(?! but)|every|each|both|without exception|across the board)\b|均|都|皆|全部|全线|悉数|无一例外|无一不|全数|普[涨跌]|清一色|全体|双双|一律",
    re.IGNORECASE,
)
_BUT: Final = re.compile(
    r"\b(?:all but|except(?: for)?|apart from|save(?: for)?|bar(?:ring)?|aside from|with the exception of|other than|excluding)\b|除(?:了|去)?(?=.{1,14}(?:之?外|以外))",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"\b(?:only|sole|lone|alone|just)\b|唯[有独一]|只有|仅有?|惟有|独", re.IGNORECASE)
_MOST: Final = re.compile(
    r"\b(?:most of|(?:a|the) majority|(?:more than|over) half)\b|超过?半数|过半|多数|大半|超过?一半", re.IGNORECASE
)
_HALF: Final = re.compile(r"\bhalf (?:of|the)\b|\b半数|一半", re.IGNORECASE)
_NOT: Final = re.compile(
    r"\b(?:not|never|n't|neither|nor|without(?! exception)|failed)\b|未|没|并非|不(?![到足少低])|无(?!一)", re.IGNORECASE
)
_IF: Final = re.compile(
    r"\b(?:if|would|could|should|(?-i:may)|might|expect\w*|forecast\w*|likely|will|must|require\w*|need\w*)\b|若|如果|预计|可能|将|应当|须|有望|要求|至少需",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"其余|其他|另有|另外|此外|\b(?:others?|remaining|the rest|another|elsewhere|nationwide)\b", re.IGNORECASE
)
_THEM: Final = re.compile(
    r"其中|上述|以上|这|他们|它们|之中|当中|\b(?:of them|these|those|they|among them|the (?:five|six|four|three|seven|eight|nine|ten|group|list))\b",
    re.IGNORECASE,
)
_SPAN: Final = re.compile(
    r"\b(?:over|in|within|for|during|past|last|previous|next|after|by|to)(?: the)?(?: (?:past|last|next))?\s*$|近|过去|此前|最近|最后|前|第$",
    re.IGNORECASE,
)
"""Words before a length of time, or an ordinal, that counts nothing."""
_BREAK: Final = re.compile(r"[。；;：:！？!?]|\.(?=\s|$)|,(?=\s)|，|—|–(?=\s)|\((?=[A-Za-z])|（")
_FEWEST: Final = 2
_SURE: Final = 3
_LONGEST: Final = 20

_Sort = Literal["many", "none", "all", "but", "only", "most", "half"]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a clause says of a roster: how many, or who, are on one side of a bound (``side`` 1 above, -1 below) or of zero."""

    sort: _Sort
    many: int
    whole: int
    side: int
    bound: Figure | None
    start: int
    end: int
    mark: Figure | None
    falls: bool = False
    """Whether the bound is one of a fall or an outflow."""

    @property
    def is_inclusive(self) -> bool:
        """Whether the bound itself passes."""
        return self.bound is not None and self.bound.hedge in (Hedge.AT_LEAST, Hedge.AT_MOST)


def check_quantified(outline: Outline) -> Iterator[Ruling]:
    """Rule on what is said of how many members of a roster pass."""
    for line in outline.lines:
        for said in _said(line):
            roster = _spoken_of(outline, line, said)
            if roster is not None:
                yield from _ruled(line, said, roster)


def _said(line: Line) -> Iterator[_Said]:
    cuts = [0, *(match.end() for match in _BREAK.finditer(line.text)), len(line.text)]
    for last, begin, end in zip([0, *cuts], cuts, cuts[1:], strict=False):
        start = last if _BUT.search(line.text[last:begin]) and AMOUNT not in line.text[last:begin] else begin
        text = line.text[start:end]
        if len(text) < 4 or _IF.search(text) or (_OTHERS.search(text) and not _BUT.search(text)):
            continue
        pair = _side(line, start, end)
        if pair is None:
            continue
        side, bound = pair
        whole, many, mark = _numbers(line, start, end, bound)
        if mark is not None and _OTHERS.search(mark.text):
            continue
        sort = _sort(text, many)
        if sort is None or (_NOT.search(text) and sort != "none"):
            continue
        if sort == "none" and _NOT.search(_NONE.sub("", text)):
            continue
        yield _Said(sort, many or 0, whole or 0, side, bound, start, end, mark, falls=sign_of(text) < 0)


def _side(line: Line, start: int, end: int) -> tuple[int, Figure | None] | None:
    """On which side of which bound, or of zero, the members of a clause lie."""
    text = line.text[start:end]
    bounds = [one for one in line.within(start, end) if line.text[line.place(one)] in (AMOUNT, MULTIPLE) and one.upper is None]
    above, below = ABOVE.search(text), BELOW.search(text)
    if len(bounds) == 1:
        hedge = bounds[0].hedge
        if hedge in (Hedge.OVER, Hedge.AT_LEAST):
            return 1, bounds[0]
        if hedge in (Hedge.UNDER, Hedge.AT_MOST):
            return -1, bounds[0]
        if (above is None) == (below is None) or hedge is not Hedge.NONE:
            return None
        return (1 if above else -1), bounds[0]
    if bounds:
        return None
    up, down = UP.search(text), DOWN.search(text)
    return None if (up is None) == (down is None) else ((1 if up else -1), None)


def _numbers(line: Line, start: int, end: int, bound: Figure | None) -> tuple[int | None, int | None, Figure | None]:
    """The whole that a clause names, and how many of it; one number alone is how many."""
    found: list[tuple[int, int, Figure | None]] = []
    for match in _MANY.finditer(line.text, start, end):
        if _SPAN.search(line.text[start : match.start()]):
            continue
        if match["mark"]:
            figure = line.at(match.start())
            if figure is bound or figure.hedge is not Hedge.NONE or figure.value != int(figure.value) or figure.size != 1:
                continue
            found.append((match.start(), int(figure.value), figure))
        else:
            text = match["en"] or match["zh"]
            read = digits(text) if text.isdigit() else english(text) if match["en"] else chinese(text)
            if read is not None and read.value == int(read.value):
                found.append((match.start(), int(read.value), None))
    if not found:
        return None, None, None
    if len(found) == 1:
        return None, found[0][1], found[0][2]
    if len(found) > 2:
        return None, None, None
    large, small = sorted(found, key=lambda one: -one[1])
    return large[1], small[1], small[2]


def _sort(text: str, many: int | None) -> _Sort | None:
    for sort, words in (("none", _NONE), ("but", _BUT), ("most", _MOST), ("half", _HALF)):
        if words.search(text):
            return sort  # type: ignore[return-value]
    if _ALL.search(text):
        return "all"
    if many is not None and not re.search(r"\bonly one\b|\bsole\b|\blone\b|唯一", text):
        return "many"
    return "only" if _ONLY.search(text) else None


def _spoken_of(outline: Outline, line: Line, said: _Said) -> Roster | None:
    """The roster that a clause speaks of: that of its own sentence, or a near one that it points to by its size or a pronoun."""
    clause = line.text[said.start : said.end]
    for roster in nearest(outline, line, _FEWEST):
        if not roster.is_even or (said.bound is not None and not roster.is_of(said.bound)):
            continue
        if said.bound is not None and any(one.figure is said.bound for one in roster.members):
            continue
        size = len(roster.members)
        own = roster.line is line
        if own and any(said.start <= line.place(one.figure) < said.end for one in roster.members):
            continue
        if size < _SURE and not (
            size in (said.whole, said.many) or said.sort in ("but", "only") or "双双" in clause or "both" in clause.lower()
        ):
            continue
        sized = size in (said.whole, said.many if said.sort in ("all", "none") else 0) or (not own and _counts(roster.line, size))
        if said.whole and said.whole != size:
            continue
        if said.sort in ("all", "none") and said.many and said.many != size:
            continue
        if (
            own
            or sized
            or _THEM.search(clause)
            or (said.sort in ("only", "but") and roster.named(clause))
            or _same_bound(roster, said)
        ):
            return roster
    return None


def _counts(line: Line, size: int) -> bool:
    return any(one.value == size and line.text[line.place(one)] == COUNT for one in line.figures)


def _same_bound(roster: Roster, said: _Said) -> bool:
    """Whether the roster is announced as all that pass the very bound."""
    if said.bound is None:
        return False
    lead = roster.line.within(0, roster.start)
    return any(one.base == said.bound.base and one.kind is said.bound.kind for one in lead)


def _passing(roster: Roster, said: _Said) -> tuple[list[Member], list[Member]] | None:
    """The members that pass for sure, and those that may."""
    if said.bound is None:
        if any(one.sign == 0 for one in roster.members):
            return None
        passing = [one for one in roster.members if one.sign == said.side and one.value]
        return passing, passing
    bound = Fraction(abs(said.bound.base))
    mixed = any(one.sign < 0 for one in roster.members)
    down = said.falls and said.bound.value > 0
    values = [(one, (-one.value if down else one.value) if mixed else abs(one.value)) for one in roster.members]
    sure = [one for one, value in values if (value > bound if said.side > 0 else value < bound)]
    level = [one for one, value in values if value == bound]
    return ([*sure, *level], [*sure, *level]) if said.is_inclusive else (sure, [*sure, *level])


def _ruled(line: Line, said: _Said, roster: Roster) -> Iterator[Ruling]:
    passing = _passing(roster, said)
    if passing is None:
        return
    holds = _holds(line.text[said.start : said.end], said, roster, *passing)
    if holds is None:
        return
    many = len(passing[0])
    shown = roster.shown
    reason = Note(f"所列{shown}中符合的有{many}个。", f"Of those listed ({shown.replace('、', ', ')}), {many} qualify.")
    claims = _claims(line, said, roster) or _near(line, said)
    basis: Literal["within_sentence", "same_document"] = "within_sentence" if roster.line is line else "same_document"
    if holds:
        yield from support(claims, reason, quoted(roster.line.passage), basis=basis)
    else:
        yield from refute(claims, "count_mismatch", reason, quoted(roster.line.passage), basis=basis)


def _holds(text: str, said: _Said, roster: Roster, sure: Sequence[Member], may: Sequence[Member]) -> bool | None:
    """Whether what is said holds; ``None`` where the rounding of a figure, or a name, leaves it open."""
    size, low, high = len(roster.members), len(sure), len(may)
    if said.sort in ("many", "all", "none"):
        wanted = {"many": said.many, "all": size, "none": 0}[said.sort]
        if low == high:
            if said.sort == "many" and wanted > size and not _same_bound(roster, said):
                return None
            return wanted == low
        return False if not low <= wanted <= high else None
    if said.sort in ("most", "half"):
        halves = [2 * one > size if said.sort == "most" else 2 * one == size for one in (low, high)]
        return halves[0] if halves[0] == halves[1] or (said.bound is not None and said.bound.half_ulp == 0) else None
    named = roster.named(text)
    if said.sort == "but":
        named = roster.named(text[: _until(text)])
    if len(named) != 1 or low != high:
        return None
    others = [one for one in roster.members if one is not named[0]]
    if said.sort == "only":
        return list(sure) == named
    return list(sure) == others


def _until(text: str) -> int:
    """Where the exception of a clause ends."""
    match = re.search(r"之?外|以外", text)
    return match.end() if match else len(text)


def _claims(line: Line, said: _Said, roster: Roster) -> list[Claim]:
    if said.mark is not None and said.sort in ("many", "all", "none"):
        own = line.of([said.mark])
        if own:
            return own
    members = {(one.figure.start, one.figure.end) for one in roster.members}
    worded = line.worded(said.start, said.end)
    if worded:
        return worded
    low, high = line.origin(said.start), line.origin(said.end)
    near = [
        one
        for one in line.claims
        if one.figure is not None and low <= one.figure.start < high and (one.figure.start, one.figure.end) not in members
    ]
    return [one for one in near if one.aspect in (Aspect.COUNT, Aspect.SIGN, Aspect.RELATION, Aspect.RANK, Aspect.STATEMENT)]


def _near(line: Line, said: _Said) -> list[Claim]:
    """Where no claim was found in the words of a clause: that of its bound."""
    return [] if said.bound is None else line.of([said.bound])
