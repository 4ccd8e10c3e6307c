"""Which rows of a table are of a kind that a text names: an industry, a call, or the board that their codes belong to."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.verify.document.grids import Grid
from liangrong.research.claims.verify.document.industries import is_industry, of_kind

__all__ = ["rows_by_kind"]

_BOARDS: Final = (
    (re.compile(r"科创板|\bSTAR\b(?: Market| board)?", re.IGNORECASE), re.compile(r"68[89]\d{3}")),
    (re.compile(r"创业板|\bChiNext\b", re.IGNORECASE), re.compile(r"30[01]\d{3}")),
    (re.compile(r"北交所|\b(?:Beijing exchange|BSE)\b", re.IGNORECASE), re.compile(r"(?:8[37]|43|92)\d{4}")),
    (re.compile(r"沪市|上交所|\bShanghai\b", re.IGNORECASE), re.compile(r"6\d{5}")),
    (re.compile(r"深市|深交所|\bShenzhen\b", re.IGNORECASE), re.compile(r"[03]0\d{4}")),
)
_CODE: Final = re.compile(r"(?<!\d)(\d{6})(?!\d)")
_CUT: Final = re.compile(
    r"[\s，。；、,;:：()（）“”\"•]+|\.(?=\s|$)|\d+|或者?|和|与|及|的|均|都|仅|只|家|个|席|共|各|占|有|为|是|属于?|来自|中|其中?|(?:上|下|全)?表|股$|行业|板块|个股|公司|\b(?:of|the|are|is|in|from|belong|to|and|or|a|an|carry|call|calls|rated|names?|stocks?)\b",
    re.IGNORECASE,
)
_NUMBERS: Final = frozenset("一二两三四五六七八九十")
_SHORTEST: Final = 2


def rows_by_kind(grid: Grid, text: str) -> dict[str, tuple[int, ...]]:
    """The rows of each kind that a text names, by its name; empty where it names none, or a name that could not be placed stands beside one.

    A kind is a board, told by the codes of the rows, or a word that stands in a column of words.
    """
    codes = [_CODE.search(" ".join(cells)) for cells in grid.words]
    boards = [(match[0], pattern) for said, pattern in _BOARDS if (match := said.search(text))]
    if boards and codes and all(codes):
        return {
            name: tuple(row for row, code in enumerate(codes) if code and pattern.fullmatch(code[1])) for name, pattern in boards
        }
    kinds = {cell for row, cells in enumerate(grid.words) for cell in cells if cell != grid.names[row] and not _CODE.search(cell)}
    parts = [part for part in _CUT.split(text) if len(part) >= _SHORTEST and not set(part) <= _NUMBERS]
    found: dict[str, tuple[int, ...]] = {}
    for part in parts:
        alike = {one for one in kinds if _is_of(part, one)} or (
            of_kind(part, filter(is_industry, kinds)) if is_industry(part) else set()
        )
        if alike:
            found[part] = tuple(row for row, cells in enumerate(grid.words) if alike & set(cells))
    return found


def _is_of(part: str, cell: str) -> bool:
    """Whether a cell is of the kind that a word of the text names: bullish on dips is bullish."""
    said, shown = part.casefold(), cell.casefold()
    if said.isascii():
        return bool(re.search(rf"(?<![a-z]){re.escape(said)}(?![a-z])", shown)) and len(said) > _SHORTEST
    return said in shown or shown in said
