"""A passage with everything that was found in it, by place: clauses, figures, periods, metrics, names, who says it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Final, Protocol, TypeVar

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.extract.clauses import Clause, clauses_of
from liangrong.research.claims.extract.entities import Entity
from liangrong.research.claims.extract.mentions import Mention
from liangrong.research.claims.extract.vocabulary import frames
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.period import Period

__all__ = ["Sentence", "Spoken", "gather", "inside"]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)
_BASE: Final = re.compile(frames.BASE_BEFORE, re.IGNORECASE)
_BEFORE_IT: Final = re.compile(r"[”\"』」]?(?:之前|以前|前)的?(?:约|近)?")
_GAP: Final = 8
_START: Final = attrgetter("start")
_SAFE: Final = 28
"""A day that every month has."""
_PEAK: Final = re.compile(r"的?(?:峰值|高点|高位|顶点|同期)的?[约近]?[\d一二三四五六七八九十]")
_FROM: Final = re.compile(r"(?:从|由)\s*$")
_WINDOW: Final = re.compile(r"至|到|\b(?:to|through|until|till)\b", re.IGNORECASE)
_OPENS: Final = re.compile(r"(?:从|由|自)\s*$|\bfrom(?: the)?\s*$", re.IGNORECASE)
"""What opens a window with both its ends: from October 9 to the end of the year."""
_SOURCE: Final = re.compile(frames.SOURCE)
_SPEAKER: Final = re.compile(frames.SPEAKER)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who is said to say it, and where the text says so."""

    name: str
    start: int
    end: int


@dataclass(frozen=True)
class Sentence:
    """A passage taken apart.

    Parameters
    ----------
    text
        The whole text of the article: every place counts in it.
    periods
        Those that say when; ``bases`` are those that are compared with.
    """

    passage: Passage
    text: str
    clauses: tuple[Clause, ...]
    figures: tuple[Figure, ...]
    periods: tuple[Period, ...]
    bases: tuple[Period, ...]
    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    spoken: Spoken | None

    def clause_at(self, place: int) -> Clause:
        """The clause that a place belongs to: the one that holds it, or the last that begins before it."""
        before = [one for one in self.clauses if one.start <= place]
        return before[-1] if before else Clause(self.passage.start, self.passage.end, self.passage.text)

    def between(self, start: int, end: int) -> str:
        """The text between two places; empty where they are in the wrong order."""
        return self.text[start:end]

    @property
    def chinese(self) -> bool:
        """Whether it is mostly Chinese."""
        return len(re.findall(r"[\u3400-\u9fff]", self.passage.text)) * 3 > len(self.passage.text.replace(" ", ""))


def inside(items: Iterable[_P], start: int, end: int) -> list[_P]:
    """What lies wholly between two places."""
    return [one for one in items if start <= one.start and one.end <= end]


def gather(
    article: Article,
    passage: Passage,
    *,
    figures: Sequence[Figure],
    periods: Sequence[Period],
    mentions: Sequence[Mention],
    entities: Sequence[Entity],
) -> Sentence:
    """Take a passage apart, from what was found in the whole article."""
    start, end, text = passage.start, passage.end, article.text
    periods = tuple(_stretched(text, period, figures) for period in periods)
    ours = _without_aliases(text, _cut(entities, start, end))
    spans = [*((one.start, one.end) for one in figures), *((one.start, one.end) for one in ours), *(one.at for one in periods)]
    clauses = clauses_of(text, start, end, spans)
    bases = [period for period in periods if _is_base(text, start, period) or _is_from(text, start, period, figures)]
    return Sentence(
        passage,
        text,
        clauses,
        tuple(figures),
        tuple(period for period in periods if period not in bases),
        tuple(bases),
        tuple(_cut(mentions, start, end)),
        tuple(ours),
        _spoken(clauses),
    )


def _cut(items: Sequence[_P], start: int, end: int) -> list[_P]:
    """The same of items in the order of their starts, without a look at all of them."""
    return inside(items[bisect_left(items, start, key=_START) : bisect_right(items, end, key=_START)], start, end)


def _without_aliases(text: str, entities: Sequence[Entity]) -> list[Entity]:
    """A name in a bracket behind another name is the same one; what only the second is known as, both are."""
    kept: list[Entity] = []
    for one in entities:
        if (
            kept
            and text[kept[-1].end : one.start].strip() in {"(", "（"}
            and text[one.end : one.end + 1] in {")", "）", ",", "，", "."}
        ):
            if not kept[-1].scope and one.scope:
                kept[-1] = replace(kept[-1], scope=one.scope)
            continue
        kept.append(one)
    return kept


def _stretched(text: str, period: Period, figures: Sequence[Figure]) -> Period:
    """A day with so many years before it: 在该日之前的9年间."""
    for figure in figures:
        if figure.kind is not Kind.DURATION or figure.unit != "years" or figure.value != int(figure.value) or not period.is_day:
            continue
        if not 0 <= figure.start - period.at[1] <= _GAP or not _BEFORE_IT.fullmatch(text[period.at[1] : figure.start]):
            continue
        years = int(figure.value)
        if 0 < years < period.start.year - date.min.year:
            start = period.start.replace(year=period.start.year - years, day=min(period.start.day, _SAFE))
            said = text[period.at[0] : figure.end]
            return replace(
                period, start=start, end=period.start - timedelta(days=1), at=(period.at[0], figure.end), text=said, certain=False
            )
    return period


def _is_base(text: str, start: int, period: Period) -> bool:
    """Whether a period is what something is compared with: 较6月末, from the previous session."""
    if _PEAK.match(text, period.at[1]):
        return True
    if not period.is_day and not period.open_end and _WINDOW.search(period.text) and _OPENS.search(text[start : period.at[0]]):
        return False
    return bool(_BASE.search(text[max(start, period.at[0] - 60) : period.at[0]]))


def _is_from(text: str, start: int, period: Period, figures: Sequence[Figure]) -> bool:
    """Whether a period is when a change began: 由2024年末的1.86万亿元增长至…."""
    beside = any(0 <= figure.start - period.at[1] <= 2 for figure in figures)
    return beside and bool(_FROM.search(text[max(start, period.at[0] - 3) : period.at[0]]))


def _spoken(clauses: Sequence[Clause]) -> Spoken | None:
    for clause in clauses:
        for pattern in (_SOURCE, _SPEAKER):
            if found := pattern.search(clause.text):
                name = next(group for group in found.groups() if group)
                at = clause.start + found.start()
                return Spoken(name.strip(), at, clause.start + found.end())
    return None
