"""Words of sentences held against the table or list that they speak of: a row went up or down, how many of the largest are above a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.document.grid_residue import residue
from liangrong.research.claims.verify.document.grid_spots import is_timed
from liangrong.research.claims.verify.document.grids import Grid, grids
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support
from liangrong.research.claims.words.movement import way_of

__all__ = ["check_grid_words"]

_REACH: Final = 8
_NOT_SAID: Final = re.compile(
    r"不|未|没有|除|是否|可能|\b(?:not|no|never|n't|except|unless|may|might|if|whether|forecast)\b", re.IGNORECASE
)

_CAUSE: Final = re.compile(r"[因由][^，。；]*?(?=而|涨停|跌停)|\b(?:because|owing to|due to|after|as) [^,;.]*", re.IGNORECASE)
"""Why a row moved, which its column does not say."""
_ONLY: Final = re.compile(r"只有|仅有|唯有|唯一|\b(?:only|alone)\b", re.IGNORECASE)
_MOST: Final = re.compile(r"最|首|\b(?:most|least|fastest|slowest|largest|smallest)\b", re.IGNORECASE)
_BAR_KINDS: Final = (Kind.MONEY, Kind.SHARES, Kind.NUMBER, Kind.PERCENT)


def check_grid_words(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on words whose row, or whose column, the sentence names."""
    for grid in grids(article):
        for claim in claims:
            passage = claim.passage
            near = grid.passage.number - _REACH <= passage.number <= grid.last + _REACH and passage.item == grid.passage.item
            if (
                not near
                or passage.role in ("row", "furniture")
                or claim.nature is not Nature.FACT
                or claim.stripped
                or grid.is_cut
            ):
                continue
            if claim.figure is None and not _NOT_SAID.search(claim.text):
                yield from _sign(grid, claim, timed=is_timed(article, passage, grid))
            elif claim.figure is not None and claim.figure.kind is Kind.COUNT and claim.threshold is not None:
                yield from _above(grid, claim)


def _sign(grid: Grid, claim: Claim, *, timed: bool) -> Iterator[Ruling]:
    """A named row went up or down, by its column of changes or from the first of two dated columns to the second."""
    way = way_of(claim.text)
    rows = {one.row for one in grid.named(claim.text)}
    if not way or len(rows) != 1 or not grid.is_table or residue(grid, _CAUSE.sub("", claim.text)):
        return
    row, ups = rows.pop(), way == "up"
    moves = _moves(grid, row)
    if len(moves) != 1:
        return
    move, working = moves[0]
    if (move > 0) is ups and (_ONLY.search(claim.text) or _MOST.search(claim.text)):
        return
    elif (move > 0) is ups and not _CAUSE.search(claim.text):
        reason = Note(f"表中{working}。", f"The table has {working}.")
        yield from support([claim], reason, quoted(grid.passage))
    elif (move > 0) is not ups and not timed:
        reason = Note(f"表中{working}，方向相反。", f"The table has {working}: the other way.")
        yield from refute([claim], "wrong_sign", reason, quoted(grid.passage))


def _moves(grid: Grid, row: int) -> list[tuple[Fraction, str]]:
    """Which way a row goes, by all columns that tell; one entry if they agree and it moves at all."""
    found = []
    for column in grid.columns:
        cell = column.figures[row]
        if column.is_change and cell is not None:
            found.append((Fraction(cell.base), f"{grid.names[row]} {column.head} {cell.text}"))
    pair = next((one for kind in _BAR_KINDS if (one := grid.pair(kind)) is not None), None)
    if pair is not None and (old := pair[0].figures[row]) is not None and (new := pair[1].figures[row]) is not None:
        found.append((Fraction(new.base) - Fraction(old.base), f"{grid.names[row]} {old.text} → {new.text}"))
    signs = {1 if value > 0 else -1 for value, _ in found if value}
    return found[:1] if len(signs) == 1 and all(value for value, _ in found) else []


def _above(grid: Grid, claim: Claim) -> Iterator[Ruling]:
    """How many are above a mark: a list of the largest that reaches below the mark has them all."""
    stated, mark = claim.figure, claim.threshold
    assert stated is not None, "chosen for its figure"
    assert mark is not None, "chosen for its mark"
    columns = [one for one in grid.columns if one.kind is mark.kind and one.metric and one.metric == claim.metric]
    if len(columns) != 1 or not grid.is_top or mark.hedge in (Hedge.UNDER, Hedge.AT_MOST, Hedge.ABOUT):
        return
    cells = [one for one in columns[0].figures if one is not None]
    last = min(cells, key=lambda one: one.base)
    if len(cells) != len(grid.names) or Fraction(last.rounding().high or 0) >= Fraction(mark.base):
        return
    level = Fraction(mark.base)
    over = [one for one in cells if (one.rounding().low or 0) >= level]
    under = [one for one in cells if (one.rounding().high or 0) < level]
    if len(over) + len(under) != len(cells):
        return
    counted = len(over)
    if stated.hedge is Hedge.NONE and Fraction(stated.base) == counted:
        reason = Note(
            f"所列前几名中{counted}个在此之上，最后一个已低于它。",
            f"Of the largest that are listed {counted} are above it, and the last is below.",
        )
        yield from support([claim], reason, quoted(grid.passage))
    elif not stated.interval().contains(counted):
        reason = Note(
            f"按所列的前几名，第{len(cells)}名只有{last.text}，在此之上的只有{counted}个。",
            f"By the list of the largest, number {len(cells)} has only {last.text}: {counted} are above it, not {number(stated.value)}.",
        )
        yield from refute([claim], "count_mismatch", reason, quoted(grid.passage), corrected=str(counted))
