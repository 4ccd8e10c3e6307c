"""Words of sentences held against the table or list that they speak of: up or down, faster or slower row by row, how many are above a mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import number
from liangrong.research.claims.verify.document.grid_spots import is_timed
from liangrong.research.claims.verify.document.grids import Column, Grid, grids
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_grid_words"]

_REACH: Final = 8
_UP: Final = re.compile(
    r"增长|上升|增加|扩大|走高|\b(?:rose|grew|gained|increased|expanded|climbed|advanced|added)\b", re.IGNORECASE
)
_DOWN: Final = re.compile(
    r"下降|减少|回落|萎缩|缩水|走低|\b(?:fell|shrank|declined|dropped|decreased|lost|contracted|slipped)\b", re.IGNORECASE
)
_STEPS: Final = re.compile(
    r"逐(?:日|周|月|季|年)|(?:月|季|周|日)(?:月|季|周|日)(?=.{0,4}(?:增|减|升|降|加速|放缓))|\b(?:from|every|each) (?P<unit>day|week|month|quarter|year)(?: (?:to|after|by) (?P=unit))?\b"
    r"|\b(?:day|week|month|quarter|year) (?:by|after|on) (?:day|week|month|quarter|year)\b|\bsteadily\b",
    re.IGNORECASE,
)
_FASTER: Final = re.compile(
    r"加速|加快|提速|递增|放大|走高|增加|上升|\b(?:accelerat|quicken|rose|grew|increas|climb|pick)\w*", re.IGNORECASE
)
_SLOWER: Final = re.compile(
    r"放缓|减速|递减|缩小|走低|减少|下降|回落|\b(?:slow|decelerat|eas|fell|shr[ai]nk|declin|decreas|dwindl)\w*", re.IGNORECASE
)
_ORDINAL_ROWS: Final = re.compile(
    r"Q[1-4]|[1-4]Q|第?[一二三四]季度?|\d{1,2}月|(?:19|20)\d\d(?:[-/年.]\d{1,2}.*)?|\d{1,2}[-/.]\d{1,2}|(?:mon|tues|wednes|thurs|fri)day"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{1,4})?|周[一二三四五]",
    re.IGNORECASE,
)
_NOT_SAID: Final = re.compile(
    r"不|未|没有|除|是否|可能|\b(?:not|no|never|n't|except|unless|may|might|if|whether|forecast)\b", re.IGNORECASE
)
_ONLY: Final = re.compile(r"只有|仅有|唯有|唯一|\b(?:only|alone)\b", re.IGNORECASE)
_MOST: Final = re.compile(r"最|首|\b(?:most|least|fastest|slowest|largest|smallest)\b", re.IGNORECASE)
_PAIR: Final = 2
_FEWEST: Final = 3
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
                yield from _steps(grid, claim)
            elif claim.figure is not None and claim.figure.kind is Kind.COUNT and claim.threshold is not None:
                yield from _above(grid, claim)


def _sign(grid: Grid, claim: Claim, *, timed: bool) -> Iterator[Ruling]:
    """A named row went up or down, by its column of changes or from the first of two dated columns to the second."""
    ups, downs = bool(_UP.search(claim.text)), bool(_DOWN.search(claim.text))
    rows = {one.row for one in grid.named(claim.text)}
    if ups is downs or len(rows) != 1 or _STEPS.search(claim.text) or not grid.is_table:
        return
    row = rows.pop()
    moves = _moves(grid, row)
    if len(moves) != 1:
        return
    move, working = moves[0]
    if (move > 0) is ups and _ONLY.search(claim.text):
        yield from _only(grid, claim, row, rises=ups)
    elif (move > 0) is ups and _MOST.search(claim.text):
        return
    elif (move > 0) is ups:
        reason = Note(f"表中{working}。", f"The table has {working}.")
        yield from support([claim], reason, quoted(grid.passage))
    elif not timed:
        reason = Note(f"表中{working}，方向相反。", f"The table has {working}: the other way.")
        yield from refute([claim], "wrong_sign", reason, quoted(grid.passage))


def _only(grid: Grid, claim: Claim, row: int, *, rises: bool) -> Iterator[Ruling]:
    """The only one that rose: no other row may go the same way."""
    every = [_moves(grid, one) for one in range(len(grid.names))]
    if not all(every):
        return
    others = [moves[0][1] for one, moves in enumerate(every) if one != row and (moves[0][0] > 0) is rises]
    if others:
        listed = "；".join(others)
        reason = Note(f"表中还有{listed}。", f"The table also has {listed.replace('；', '; ')}.")
        yield from refute([claim], "count_mismatch", reason, quoted(grid.passage), corrected=str(len(others) + 1))
    else:
        reason = Note("表中同方向变动的只有它。", "In the table no other row goes that way.")
        yield from support([claim], reason, quoted(grid.passage))


def _moves(grid: Grid, row: int) -> list[tuple[Fraction, str]]:
    """Which way a row goes, by all columns that tell; one entry if they agree and it moves at all."""
    found = []
    for column in grid.columns:
        cell = column.figures[row]
        if column.is_change and cell is not None:
            found.append((Fraction(cell.base), f"{grid.names[row]} {column.head} {cell.text}"))
    dated = [one for one in grid.columns if one.is_dated and not one.is_change and one.kind in _BAR_KINDS]
    if len(dated) == _PAIR and (old := dated[0].figures[row]) is not None and (new := dated[1].figures[row]) is not None:
        found.append((Fraction(new.base) - Fraction(old.base), f"{grid.names[row]} {old.text} → {new.text}"))
    signs = {1 if value > 0 else -1 for value, _ in found if value}
    return found[:1] if len(signs) == 1 and all(value for value, _ in found) else []


def _steps(grid: Grid, claim: Claim) -> Iterator[Ruling]:
    """Faster or slower from row to row, where the rows are periods in order and the column is the one that is named, or the first."""
    faster, slower = bool(_FASTER.search(claim.text)), bool(_SLOWER.search(claim.text))
    periods = len(grid.names) >= _FEWEST and all(_ORDINAL_ROWS.fullmatch(one) for one in grid.names)
    if not periods or faster is slower or not _STEPS.search(claim.text):
        return
    column = _meant(grid, claim.text)
    cells = [one for one in column.figures if one is not None] if column else []
    if len(cells) != len(grid.names):
        return
    turned = _newest_first(grid.names)
    steps = [(after, before) if turned else (before, after) for before, after in pairwise(cells)]
    listed = ", ".join(one.text for one in cells)
    against = [
        pair
        for pair in steps
        if (pair[1].rounding().below(pair[0].rounding()) if faster else pair[0].rounding().below(pair[1].rounding()))
    ]
    along = [
        pair
        for pair in steps
        if (pair[0].rounding().below(pair[1].rounding()) if faster else pair[1].rounding().below(pair[0].rounding()))
    ]
    if against:
        reason = Note(f"各期依次为{listed}。", f"The periods in order: {listed}.")
        yield from refute([claim], "wrong_sign", reason, quoted(grid.passage))
    elif len(along) == len(steps):
        reason = Note(f"各期依次为{listed}。", f"The periods in order: {listed}.")
        yield from support([claim], reason, quoted(grid.passage))


def _newest_first(names: Sequence[str]) -> bool:
    """Whether rows of days run from the newest to the oldest."""
    numbered = [tuple(int(one) for one in re.findall(r"\d+", name)) for name in names]
    return all(numbered) and numbered == sorted(numbered, reverse=True) and numbered != sorted(numbered)


def _meant(grid: Grid, text: str) -> Column | None:
    """The column that a text names, or the only one of money."""
    named = [one for one in grid.columns if one.is_meant(text)]
    money = [one for one in grid.columns if one.kind in (Kind.MONEY, Kind.SHARES)]
    if len(named) == 1:
        return named[0]
    return money[0] if len(money) == 1 and not named else None


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
