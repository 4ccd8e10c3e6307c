"""Tables of views: a head that names its columns (品种 观点 支撑 压力, Instrument View Support Resistance), and the rows below it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from liangrong.research.documents.calls.call import Level
from liangrong.research.documents.calls.levels import cell_level

__all__ = ["Row", "is_head", "table_rows"]

_Column: TypeAlias = Literal["instrument", "view", "support", "resistance", "range", "target", "sector", "horizon", "reason"]
_NAMES: Final[dict[str, _Column]] = {
    **dict.fromkeys(("品种", "合约", "标的", "资产", "名称", "instrument", "variety", "commodity", "product", "contract", "asset", "name"), "instrument"),
    **dict.fromkeys(("观点", "走势", "方向", "评级", "判断", "趋势", "操作", "操作建议", "策略", "策略观点", "行情观点", "view", "call", "outlook", "rating", "trend", "direction", "bias"), "view"),
    **dict.fromkeys(("支撑", "支撑位", "下方支撑", "support", "support level"), "support"),
    **dict.fromkeys(("压力", "压力位", "阻力", "阻力位", "上方压力", "resistance", "resistance level"), "resistance"),
    **dict.fromkeys(("区间", "运行区间", "参考区间", "波动区间", "震荡区间", "range", "trading range"), "range"),
    **dict.fromkeys(("目标", "目标价", "目标位", "target", "target price"), "target"),
    **dict.fromkeys(("板块", "类别", "大类", "sector", "category", "group"), "sector"),
    **dict.fromkeys(("周期", "期限", "时间", "horizon", "term", "period"), "horizon"),
    **dict.fromkeys(("逻辑", "理由", "核心逻辑", "主要逻辑", "备注", "说明", "单位", "logic", "reason", "comment", "note", "unit"), "reason"),
}  # fmt: skip
_UNIT: Final = re.compile(r"[（(]\s*(?P<unit>[^()（）]{1,16})\s*[)）]")
_RULE: Final = re.compile(r"^[\s|:\-+=─━]+$")
_PRICED: Final = ("support", "resistance", "range", "target")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table of views."""

    sector: str
    instrument: str
    view: str
    horizon: str
    levels: tuple[Level, ...]
    unit: str
    printed: str


def is_head(line: str) -> bool:
    """Whether a line names the columns of a table of views.

    Examples
    --------
    >>> is_head("品种 观点 支撑 压力"), is_head("铜 震荡 75000 78000")
    (True, False)
    """
    return _head(line) is not None


def table_rows(lines: Sequence[str]) -> Iterator[Row]:
    """The rows of every table of views; a cell of a sector that is left empty repeats the one above.

    Examples
    --------
    >>> [(row.instrument, row.view) for row in table_rows(["品种 | 观点 | 支撑 | 压力", "铜 | 震荡偏强 | 75000 | 78000"])]
    [('铜', '震荡偏强')]
    """
    head: list[tuple[_Column, str]] | None = None
    sector = ""
    for line in lines:
        found = _head(line)
        if found is not None:
            head, sector = found, ""
        elif head is not None and not _RULE.match(line):
            cells = _cells(line)
            if len(cells) == 1 and cells[0] and len(cells[0]) <= 12 and not re.search(r"\d", cells[0]):
                sector = cells[0]
                continue
            row = _row(cells, head, sector, line)
            head = head if row is not None or not line.strip() else None
            if row is not None:
                sector = row.sector
                yield row


def _head(line: str) -> list[tuple[_Column, str]] | None:
    """Columns with the unit in their brackets; ``None`` where a cell is no name of a column, or the two that matter are missing."""
    cells = _cells(line)
    columns: list[tuple[_Column, str]] = []
    for cell in cells:
        unit = _UNIT.search(cell)
        name = _NAMES.get(_UNIT.sub("", cell).strip(" *").lower())
        if name is None:
            return None
        columns.append((name, unit["unit"] if unit else ""))
    named = {name for name, _ in columns}
    return columns if {"instrument", "view"} <= named and len(columns) > 2 else None


def _cells(line: str) -> list[str]:
    """The cells of a line: between bars, tabs, wide gaps, or else between blanks."""
    bare = line.strip().strip("|｜").strip()
    for separator in (r"\s*[|｜]\s*", r"\s*\t\s*", r"\s{2,}|\u3000+"):
        cells = [cell.strip(" *") for cell in re.split(separator, bare)]
        if len(cells) > 1:
            return cells
    return bare.split()


def _row(cells: Sequence[str], head: Sequence[tuple[_Column, str]], sector: str, line: str) -> Row | None:
    if len(cells) != len(head):
        if len(cells) != len(head) - 1 or head[0][0] != "sector":
            return None
        cells = [sector, *cells]  # the cell of the sector is merged with the one above
    found: dict[str, str] = {}
    levels: list[Level] = []
    units = [unit for _, unit in head if unit]
    for cell, (name, unit) in zip(cells, head, strict=True):
        if name in _PRICED:
            level = cell_level(cell, name, unit)
            levels += [level] if level else []
        else:
            found.setdefault(name, cell)
    if not found["instrument"] or not found["view"]:
        return None
    return Row(
        found.get("sector") or sector, found["instrument"], found["view"], found.get("horizon", ""), tuple(levels), units[0] if units else "", line.strip()
    )  # fmt: skip
