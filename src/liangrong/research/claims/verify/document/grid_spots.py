"""Figures of sentences near a table or a list: what stands before and behind each, which rows it is about, and which columns it may be of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.catalogue import claims_in
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.document.column_days import day_of
from liangrong.research.claims.verify.document.grid_groups import groups, is_hinted
from liangrong.research.claims.verify.document.grids import Column, Grid, grids

__all__ = ["Spot", "columns_of", "in_time", "is_timed", "spots"]

_REACH: Final = 8
"""How many passages from a table a sentence may still speak of it."""
_JOINT: Final = re.compile(r"[，；;。]|,\s(?!by\b|up\b|down\b)|\b(?:while|but)\b|而")
_UNPLACED: Final = (Kind.COUNT, Kind.RANK, Kind.DURATION)


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure in a sentence.

    Parameters
    ----------
    before
        From the last joint before the figure on, or from further left where that part names no row.
    after
        Up to the next joint or figure.
    sentence
        All of the passage before the figure.
    is_timed
        Whether the sentence names a time, which may not be that of the table.
    """

    claim: Claim
    figure: Figure
    before: str
    after: str
    sentence: str
    is_timed: bool


def spots(article: Article, claims: Sequence[Claim]) -> Iterator[tuple[Grid, list[Spot]]]:
    """For every grid the figures of the sentences around it."""
    for grid in grids(article):
        found = []
        for claim in claims:
            passage = claim.passage
            near = grid.passage.number - _REACH <= passage.number <= grid.last + _REACH and passage.item == grid.passage.item
            if not near or passage.role in ("row", "furniture") or claim.figure is None or claim.nature is not Nature.FACT:
                continue
            if passage == grid.passage and any(
                one is not None and one.start == claim.figure.start for column in grid.columns for one in column.figures
            ):
                continue
            found.append(_spot(article, claims, claim, claim.figure, grid))
        if found:
            yield grid, found


def _spot(article: Article, claims: Sequence[Claim], claim: Claim, figure: Figure, grid: Grid) -> Spot:
    passage = claim.passage
    others = [
        one.figure
        for one in claims_in(claims, passage)
        if one.figure is not None and one.figure.kind not in _UNPLACED and one.figure.start != figure.start
    ]
    left = max((one.end for one in others if one.end <= figure.start), default=passage.start)
    right = min((one.start for one in others if one.start >= figure.end), default=passage.end)
    before, after = article.text[left : figure.start], article.text[figure.end : right]
    joints = [0, *(one.end() for one in _JOINT.finditer(before))]
    parts = [before[at:] for at in reversed(joints)]
    part = next((one for one in parts if grid.named(one) or groups(grid, one)), parts[0])
    behind = _JOINT.search(after)
    return Spot(
        claim,
        figure,
        part,
        after[: behind.start()] if behind else after,
        article.text[passage.start : figure.start],
        is_timed(article, passage, grid),
    )


def is_timed(article: Article, passage: Passage, grid: Grid) -> bool:
    """Whether a sentence names a time that is not the name of a row or of a column."""
    rows = [(passage.start + one.start, passage.start + one.end) for one in grid.named(passage.text)]
    heads = " ".join((*(one.head for one in grid.columns), grid.caption))
    times = [one.at for one in periods_in(article, passage) if one.at != (-1, -1)]
    times = [one for one in times if article.text[slice(*one)] not in heads]
    return any(not any(low < end and start < high for low, high in rows) for start, end in times)


def columns_of(grid: Grid, spot: Spot, *kinds: Kind) -> tuple[Sequence[Column], bool]:
    """The columns of some kinds that a figure may speak of, and whether that is sure: named, carried along, or the only one.

    A sentence that names a metric of its own, which neither the caption nor a column has, speaks of none. Of columns of one measure at
    several times it means the one whose day it names, else the newest.
    """
    fitting: Sequence[Column] = [one for one in grid.columns if one.kind in kinds]
    clause = spot.before + spot.figure.text + spot.after
    own = {metric for one in mentions_in(clause) for metric in (one.term.metric, *one.term.may_mean)}
    fitting = [one for one in fitting if not own or (one.metric or grid.topic or "") in {*own, ""}]
    for text in (clause, spot.sentence):
        named = in_time(grid, [one for one in fitting if one.is_meant(text)], text)
        if named:
            return named, len(named) == 1
    left = in_time(grid, [one for one in fitting if is_hinted(clause, one.head)] or fitting, spot.sentence)
    return left, len(left) == 1


def in_time(grid: Grid, columns: Sequence[Column], text: str) -> Sequence[Column]:
    """Of columns of one measure at two times the one whose day a text names, else the newer."""
    pair = grid.pair(columns[0].kind) if columns else None
    if pair is None or not all(one in columns for one in pair):
        return columns
    told = [one for one in pair if (day := day_of(one.head)) and day in text]
    dropped = [one for one in pair if one not in told] if len(told) == 1 else pair[:1] if not told else []
    return [one for one in columns if one not in dropped]
