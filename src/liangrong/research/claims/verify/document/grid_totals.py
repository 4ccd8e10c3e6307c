"""Amounts that a sentence gives for several rows of a table at once, added up again: sums, means, differences between two days, shares of a whole that it prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.verify.closure.near import point_of
from liangrong.research.claims.verify.document.grid_groups import Group, groups, is_whole, meant_columns, number_of, signed_rows
from liangrong.research.claims.verify.document.grid_kinds import rows_by_kind
from liangrong.research.claims.verify.document.grid_spots import Spot, spots
from liangrong.research.claims.verify.document.grid_values import fails, holds, listed, quotient, said, total
from liangrong.research.claims.verify.document.grids import Column, Grid

__all__ = ["check_grid_totals"]

_SUMMED: Final = (Kind.MONEY, Kind.SHARES, Kind.NUMBER, Kind.COUNT)
_MEAN: Final = re.compile(
    r"平均|均值|户均|每(?:家|只|个|户)|\b(?:average[ds]?|averaging|mean|apiece|each|on average|per (?:stock|fund|name|lender|broker|company))\b",
    re.IGNORECASE,
)
_SUM: Final = re.compile(
    r"合计|共计|总计|总共|一共|之和|加起来|累计|\b(?:together|in all|altogether|total(?:s|led|ling)?|combined|between them|add(?:s|ed|ing)? up to|sum|in aggregate|jointly|came to|amount(?:s|ed)? to|attracted|brought|added|netted)\b",
    re.IGNORECASE,
)
_NET: Final = re.compile(
    r"净(?:增|减|变|买|卖|流)|\bnet (?:increase|decrease|gain|loss|change|rise|inflow|outflow|fall)\b", re.IGNORECASE
)
_MORE: Final = re.compile(
    r"较|比|多|增加|增长|减少|\b(?:more|less|higher|lower|larger|above|below|up|down|increase|rise|rose|grew|added|than)\b",
    re.IGNORECASE,
)
_OF_WHICH: Final = re.compile(r"其中|\bof which\b|\bof (?:it|them|that|this)\b", re.IGNORECASE)
_SHARE: Final = re.compile(
    r"占|比重|份额|贡献|\b(?:share|account(?:s|ed|ing)? for|make[s]? up|made up|represent\w*|suppl(?:y|ied)|contribut\w+|of the (?:market|total))\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"其余|其他|另外|此外|\b(?:other|others|rest|remaining|excluding|except|without|besides)\b|除", re.IGNORECASE
)
_EXTREME: Final = re.compile(
    r"最(?:大|小|高|低|多|少)|\b(?:most|least|median|each of (?:which|them))\b|超过|以上|以下|不足|\b(?:above|over|more than|exceed\w*)\b",
    re.IGNORECASE,
)
_MANY: Final = re.compile(
    r"(\d{1,2}|[两二三四五六七八九十])(?:大|只|家|个|名)|\b(two|three|four|five|six|seven|eight|nine|ten|\d{1,2})\b",
    re.IGNORECASE,
)
_SURE_DIGITS: Final = 3
_PAIR: Final = 2
_DIFFERS: Final = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class _Made:
    """A value made from rows, and how."""

    value: Interval
    shown: str
    column: Column


def check_grid_totals(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Rule on the figures of groups of rows."""
    for grid, found in spots(article, claims):
        for spot in found:
            if spot.figure.upper is None and not spot.claim.stripped:
                if spot.figure.kind in (Kind.MONEY, Kind.SHARES, Kind.NUMBER):
                    yield from _amount(grid, spot)
                elif spot.figure.kind is Kind.PERCENT:
                    yield from _percent(article, grid, spot)


def _amount(grid: Grid, spot: Spot) -> Iterator[Ruling]:
    """A sum, a mean or a difference of sums."""
    around = spot.before + spot.figure.text + spot.after
    is_mean = bool(_MEAN.search(around))
    group = _group(grid, spot)
    if group is None and _NET.search(spot.before):
        group = next(iter(groups(grid, spot.sentence)), None)
        group = Group(0, 0, tuple(range(len(grid.names))), group.is_sure) if group and not grid.is_cut else None
    if group is None or _OTHERS.search(spot.before) or _EXTREME.search(spot.before[-12:]):
        return
    columns = meant_columns(grid, around, spot.figure.kind)
    if _NET.search(spot.before) and (signed := [one for one in columns if signed_rows(one, rises=False)]):
        columns = signed
    made = list(_made(columns, group.rows, is_mean=is_mean))
    if not is_mean and _MORE.search(around):
        made += _steps(grid.pair(spot.figure.kind), group.rows)
    for one in made:
        if _agrees(spot.figure, one.value):
            if _digits(spot.figure) >= _SURE_DIGITS or _SUM.search(around) or is_mean:
                yield from holds(grid, spot, f"{one.shown} = {said(one.value, spot.figure)}")
            return
    if not is_mean and (part := _of_one_sign(columns, group.rows, spot)) is not None:
        yield from holds(grid, spot, f"{part.shown} = {said(part.value, spot.figure)}")
        return
    is_cued = is_mean or bool(_SUM.search(around)) or bool(_NET.search(spot.before))
    is_plain = not _MORE.search(spot.before) or bool(_NET.search(spot.before))
    if group.is_sure and is_cued and is_plain and made and not spot.is_timed and _is_own(grid, spot, made):
        right = made[0]
        shown = said(right.value, spot.figure)
        yield from fails(grid, spot, f"{right.shown} = {shown}", shown)


def _of_one_sign(columns: Sequence[Column], rows: Sequence[int], spot: Spot) -> _Made | None:
    """The sum of those rows of a group that rose, or of those that fell, where the sentence says which."""
    for column in columns:
        for rises in (True, False):
            some = [row for row in signed_rows(column, rises=rises) if row in rows]
            for one in _made([column], some, is_mean=False) if len(some) > 1 else ():
                if _agrees(spot.figure, one.value) and _digits(spot.figure) >= _SURE_DIGITS:
                    return one
    return None


def _group(grid: Grid, spot: Spot) -> Group | None:
    """The last group of the clause, else the group that a sentence of one clause speaks of."""
    behind = spot.after if _MEAN.match(spot.after.strip()) or _MORE.match(spot.after.strip()) else ""
    for text in (spot.before, behind):
        found = groups(grid, text)
        if found:
            return found[-1]
    if (kind := _of_kind(grid, spot)) is not None:
        return kind
    named = tuple(dict.fromkeys(one.row for one in grid.named(spot.before)))
    is_joint = len(named) > 1 and bool(_SUM.search(spot.before) or _SUM.search(spot.after))
    return Group(0, len(spot.before), named, is_sure=False) if is_joint else None


def _of_kind(grid: Grid, spot: Spot) -> Group | None:
    """The rows of the one kind that a clause names with their number: the three battery makers."""
    kinds = list(rows_by_kind(grid, spot.before).values()) if _MANY.search(spot.before) else []
    if len(kinds) != 1 or len(kinds[0]) < _PAIR:
        return None
    said = {number_of(one[1] or one[2]) for one in _MANY.finditer(spot.before)}
    return Group(0, len(spot.before), kinds[0], is_sure=is_whole(grid, spot.sentence)) if len(kinds[0]) in said else None


def _made(columns: Sequence[Column], rows: Sequence[int], *, is_mean: bool) -> Iterator[_Made]:
    for column in columns:
        whole = total(column, rows)
        if whole is None:
            continue
        if is_mean:
            yield _Made(whole.scaled(Fraction(1, len(rows))), f"({listed(column, rows)}) / {len(rows)}", column)
        else:
            yield _Made(whole, listed(column, rows), column)


def _steps(pair: tuple[Column, Column] | None, rows: Sequence[int]) -> list[_Made]:
    """What several rows together gained from the older of two dated columns to the newer."""
    if pair is None:
        return []
    one, other = pair
    old, new = total(one, rows), total(other, rows)
    if old is None or new is None:
        return []
    step = new - old
    shown = f"({listed(other, rows)}) - ({listed(one, rows)})"
    found = [_Made(step, shown, other), _Made(-step, f"({listed(one, rows)}) - ({listed(other, rows)})", one)]
    return [each for each in found if each.value.low is not None and each.value.low > 0]


def _is_own(grid: Grid, spot: Spot, made: Sequence[_Made]) -> bool:
    """Whether the figure is of the size of the table's own sums: another thing may be counted alike, but seldom so near."""
    if spot.figure.hedge not in (Hedge.NONE, Hedge.ABOUT):
        return False
    stated = abs(Fraction(spot.figure.base))
    middles = [abs(point_of(one.value)) for one in made]
    if not all(abs(stated - middle) > _DIFFERS * middle for middle in middles):
        return False
    cells = [cell for column in grid.columns for cell in column.figures if cell is not None]
    if any(cell.kind is spot.figure.kind and spot.figure.rounding().meets(cell.rounding()) for cell in cells):
        return False
    return any(middle / 2 <= stated <= middle * 2 for middle in middles) or any(
        abs(stated / middle / power - 1) <= _DIFFERS for middle in middles if middle for power in (10, Fraction(1, 10))
    )


def _percent(article: Article, grid: Grid, spot: Spot) -> Iterator[Ruling]:
    """A row or a group as a share of an amount that the sentence prints, or as the mean of a column of percentages."""
    around = spot.before + spot.figure.text + spot.after
    group = _group(grid, spot)
    if group is not None and _MEAN.search(around):
        columns = meant_columns(grid, around, Kind.PERCENT)
        made = list(_made(columns, group.rows, is_mean=True))
        fitting = [one for one in made if _agrees(spot.figure, one.value)]
        if fitting:
            yield from holds(grid, spot, f"{fitting[0].shown} = {said(fitting[0].value, spot.figure)}")
        elif len(made) == 1 and group.is_sure and not spot.is_timed and _is_own(grid, spot, made):
            shown = said(made[0].value, spot.figure)
            yield from fails(grid, spot, f"{made[0].shown} = {shown}", shown)
        return
    if not _SHARE.search(around):
        return
    if group is None and (ruled := list(_of_group(grid, spot))):
        yield from ruled
        return
    rows = group.rows if group is not None else tuple(dict.fromkeys(one.row for one in grid.named(spot.before)))
    printed = _printed_before(article, spot)
    if not rows or not printed or (group is None and (len(rows) != 1 or not _OF_WHICH.search(spot.sentence))):
        return
    for column in meant_columns(grid, around, Kind.MONEY):
        part = total(column, rows)
        for whole in printed:
            share = quotient(part, whole.rounding()) if part is not None else None
            if share is not None and _agrees(spot.figure, share) and _digits(spot.figure) >= _PAIR:
                yield from holds(grid, spot, f"({listed(column, rows)}) / {whole.text} = {said(share, spot.figure)}")
                return


def _of_group(grid: Grid, spot: Spot) -> Iterator[Ruling]:
    """A row as a share of what the rows have together: 40 percent of the balance of the five."""
    whole = [one for one in groups(grid, spot.after) if len(one.rows) == len(grid.names)]
    rows = list(dict.fromkeys(one.row for one in grid.named(spot.before)))
    columns = meant_columns(grid, spot.after, Kind.MONEY, Kind.SHARES, Kind.NUMBER)
    if not whole or len(rows) != 1 or len(columns) != 1:
        return
    share = quotient(total(columns[0], rows), total(columns[0], whole[0].rows))
    if share is None:
        return
    working = f"{listed(columns[0], rows)} / ({listed(columns[0], whole[0].rows)}) = {said(share, spot.figure)}"
    if _agrees(spot.figure, share):
        yield from holds(grid, spot, working)
    elif whole[0].is_sure and not spot.is_timed and abs(Fraction(spot.figure.base) - point_of(share)) > _DIFFERS:
        yield from fails(grid, spot, working, said(share, spot.figure))


def _printed_before(article: Article, spot: Spot) -> list[Figure]:
    """The amounts of money that the sentence prints before the share, the nearest first."""
    found = [one for one in figures_in(article, spot.claim.passage) if one.end <= spot.figure.start and one.kind is Kind.MONEY]
    return found[::-1]


def _agrees(figure: Figure, value: Interval) -> bool:
    stated = figure.interval()
    return stated.meets(value) or (figure.value > 0 and stated.meets(-value))


def _digits(figure: Figure) -> int:
    return len(format(abs(figure.value), "f").replace(".", "").lstrip("0"))
