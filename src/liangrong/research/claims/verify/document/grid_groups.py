"""Which rows of a table or list a text means together: the five, the top three, the four net sellers, the whole group; rows named one by one are ``Grid.named``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.reading.numerals import chinese, digits, english
from liangrong.research.claims.verify.document.grids import Column, Grid
from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["FELL", "ROSE", "Group", "groups", "is_hinted", "is_whole", "meant_columns", "number_of", "signed_rows"]

ROSE: Final = re.compile(
    rf"{UP_WORDS}|获(?:得)?买入|正(?:值|收益)|飘红|\b(?:net (?:bought|buy(?:ing|ers?)?)|positive|with (?:more|larger|higher)|absorbed)\b",
    re.IGNORECASE,
)
FELL: Final = re.compile(
    rf"{DOWN_WORDS}|遭(?:到)?(?:减持|减仓|卖出|抛售)|负(?:值|收益)|飘绿|\b(?:net (?:repaid|redemptions?)|negative|with (?:less|smaller|lower)|in the red)\b",
    re.IGNORECASE,
)
_EN_NUMBER: Final = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d{1,2}"
_EN: Final = re.compile(
    rf"(?<![\w.,])(?P<lead>(?:the|these|those|our|all|all the|all of the|each of the|every one of the|of the|among the|between the)\s)?(?P<top>(?:top|first|leading|largest|biggest|highest)[ -])?(?P<many>{_EN_NUMBER})"
    r"(?![\w-])(?!\s?(?:[.,]\d|%|percent|per cent|trillion|billion|million|thousand|bn|mn|yuan|times|years?|months?|weeks?|days?|sessions?|quarters? of|points?|basis|hundred|or\b|to\b|and\b))",
    re.IGNORECASE,
)
_ZH: Final = re.compile(
    r"(?P<top>前|排名前|最大的|居前的)?(?P<many>\d{1,2}|[两二三四五六七八九十]{1,2})(?:(?:大|只|家|个|名|位|席|档|支|类)(?!月|百分|交易日|季度|工作日|点)|(?=合计|行业|板块|市场|个股))(?P<what>[^，。；、,;]{0,12})"
)
_COLLECTIVE: Final = {
    "pair": 2, "duo": 2, "trio": 3, "quartet": 4, "foursome": 4, "quintet": 5, "sextet": 6, "septet": 7, "octet": 8,
}  # fmt: skip
_BAND: Final = re.compile(rf"\b(?P<band>{'|'.join(_COLLECTIVE)})\b", re.IGNORECASE)
_WHOLE: Final = re.compile(
    r"\b(?:in|of|across) the (?:group|table|list|sample)\b|\bthe (?:group|table|list)(?: as a whole)?\b|榜单|表中各|上表|(?:所列|上述|上榜)(?:各)?(?:行业|板块|个股|公司|市场)|榜上",
    re.IGNORECASE,
)
_SHOWN: Final = re.compile(
    r"(?:上|下|本|此|该)?表(?:中|内|里)?(?:的|所列|共)?(?=[\d两二三四五六七八九十各])|表中|所列|列出|上榜|\b(?:in the table|listed|shown|tabled)\b",
    re.IGNORECASE,
)
"""Words that mean the rows as they are printed, whether or not more were left out."""
_ALIASES: Final = (
    (re.compile(r"占(?!鳌|据|领)|比重|份额|权重|\b(?:share|weight|proportion|percentage of)\b", re.IGNORECASE), re.compile(r"占|比重|份额|权重|\b(?:share|weight|of)\b", re.IGNORECASE)),
    (re.compile(r"增速|增[幅量]|涨幅|升幅|增长|增加|变动|变化|[跌降]幅|减量|\b(?:growth|grew|fastest|faster|gain|rise|rose|increase|change|fell|fall|drop)\w*", re.IGNORECASE), re.compile(r"增|变|涨|跌|降|较|\b(?:change|growth|increase|rise|yoy|mom)\b|[+]/-", re.IGNORECASE)),
    (re.compile(r"净买入|净卖出|净流|流入|流出|吸金|\b(?:net|inflows?|outflows?|shed|absorb\w*|attract\w*|drew|took in|taken in|flows?)\b", re.IGNORECASE), re.compile(r"净|流入|流出|变|\b(?:net|flow|change|inflows?|outflows?|purchases?)\b", re.IGNORECASE)),
    (re.compile(r"股数|余量|数量|\b(?:number of shares|volume)\b", re.IGNORECASE), re.compile(r"余量|股数|数量|\b(?:volume|shares)\b", re.IGNORECASE)),
)  # fmt: skip
"""Words of a sentence, and the words of the head of a column that they may mean."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows meant together.

    Parameters
    ----------
    start, end
        Where the text says it.
    is_sure
        Whether a number that fits the table says so, not only a word such as "the group".
    """

    start: int
    end: int
    rows: tuple[int, ...]
    is_sure: bool = True


def groups(grid: Grid, text: str) -> tuple[Group, ...]:
    """Every group of rows that a text means, from left to right."""
    size = len(grid.names)
    found: list[Group] = []
    for match in (*_EN.finditer(text), *_ZH.finditer(text)):
        many = number_of(match["many"])
        if many is None or not 1 < many <= size:
            continue
        rows = _rows(grid, text, match, many)
        if rows:
            found.append(Group(match.start(), match.end("many"), rows))
    if not is_whole(grid, text):
        return tuple(sorted(found, key=lambda one: one.start))
    every = tuple(range(size))
    bands = (one for one in _BAND.finditer(text) if _COLLECTIVE[one["band"].lower()] == size)
    found.extend(Group(one.start(), one.end(), every) for one in bands)
    found.extend(Group(one.start(), one.end(), every, is_sure=grid.is_table) for one in _WHOLE.finditer(text))
    return tuple(sorted(found, key=lambda one: one.start))


def is_whole(grid: Grid, text: str) -> bool:
    """Whether the rows shown are all that a text may mean: none were left out, or it speaks of those in the table."""
    return not grid.is_cut or _SHOWN.search(text) is not None


def signed_rows(column: Column, *, rises: bool) -> tuple[int, ...]:
    """The rows whose figure is certainly above, or below, zero."""
    signs = [0 if one is None else (one.value > 0) - (one.value < 0) for one in column.figures]
    return tuple(row for row, sign in enumerate(signs) if sign == (1 if rises else -1))


def meant_columns(grid: Grid, text: str, *kinds: Kind) -> list[Column]:
    """The columns of some kinds that the words of a text may mean, those that it names before those that it hints at; all where it says nothing."""
    fitting = [one for one in grid.columns if not kinds or one.kind in kinds]
    named = [one for one in fitting if one.is_meant(text)]
    if named:
        return named
    hinted = [one for one in fitting if is_hinted(text, one.head)]
    return hinted or fitting


def is_hinted(text: str, head: str) -> bool:
    """Whether words of a text may mean the column of that head: they speak of the same sort of figure.

    Examples
    --------
    >>> is_hinted("增速居首", "较上周末"), is_hinted("the largest inflow", "Close")
    (True, False)
    """
    return any(said.search(text) and heads.search(head) for said, heads in _ALIASES)


def _rows(grid: Grid, text: str, match: re.Match[str], many: int) -> tuple[int, ...]:
    size = len(grid.names)
    if match["top"] is not None and (many < size or not is_whole(grid, text)):
        return _largest(grid, text, many) if grid.is_table else tuple(range(many))
    if not is_whole(grid, text):
        return ()
    if many == size:
        return tuple(range(size))
    near = text[match.start() : match.end() + 24]
    falls, rises = bool(FELL.search(near)), bool(ROSE.search(near))
    is_part = match.re is _EN and not match["lead"]
    if falls is rises or is_part:
        return ()
    for column in grid.columns:
        rows = signed_rows(column, rises=rises)
        if len(rows) == many and len(signed_rows(column, rises=falls)) == size - many:
            return rows
    return ()


def _largest(grid: Grid, text: str, many: int) -> tuple[int, ...]:
    """The first rows, if they are the largest of the column that is meant; where none is meant, of any."""
    first = tuple(range(many))
    columns = meant_columns(grid, text)
    return first if any(_is_headed(column, many) for column in columns) else ()


def _is_headed(column: Column, many: int) -> bool:
    values = [None if one is None else Fraction(one.base) for one in column.figures]
    told = [one for one in values if one is not None]
    return len(told) == len(values) and min(told[:many]) >= max(told[many:], default=min(told))


def number_of(text: str) -> int | None:
    """A number in digits or in words."""
    number = digits(text) if text.isdigit() else chinese(text) or english(text.lower())
    return int(number.value) if number is not None else None
