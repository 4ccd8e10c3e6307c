"""A line of column names that lost its separators, cut by the names that such lines are made of; the rows beneath it are cut in ``row_cells.py``."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["fused_names"]

_KIND: Final = r"(?:股票|证券|公司|标的|个股|品种|所属|申万|一级|二级|三级)*"
_LEADING: Final = re.compile(
    rf"\s*(?P<name>排名|排序|序号|名次|{_KIND}(?:名称|简称|代码)|{_KIND}(?:行业|板块|概念)(?:名称)?|(?:交易|异动|统计)?日期)"
)
_UNIT: Final = r"[(（][^()（）]{1,12}[)）]"
_NOUN: Final = r"余额|余量|金额|市值|占比|比例|比重|比率|涨跌幅|涨幅|跌幅|增幅|降幅|净[买流]入额?|净[卖流]出额?|买入额|偿还额|卖出[额量]|成交额|收盘价"
_MEASURE: Final = re.compile(rf"\s*(?P<name>[一-龥A-Za-z]{{0,14}}?(?:(?:{_NOUN})(?:{_UNIT})?|(?<=[一-龥A-Za-z]){_UNIT}))")
_FEWEST: Final = 3


def fused_names(line: str) -> tuple[tuple[int, int, str], ...]:
    """The column names of a line without separators, with their places; empty where it is not made of such names only.

    Examples
    --------
    >>> [name for _, _, name in fused_names("排名证券名称代码行业融券余额(亿元)占流通市值(%)")]
    ['排名', '证券名称', '代码', '行业', '融券余额(亿元)', '占流通市值(%)']
    """
    found: list[tuple[int, int, str]] = []
    place = 0
    for pattern in (_LEADING, _MEASURE):
        while match := pattern.match(line, place):
            found.append((match.start("name"), match.end("name"), match["name"]))
            place = match.end()
    has_code = any(name.endswith("代码") for _, _, name in found)
    return tuple(found) if place == len(line.rstrip()) and len(found) >= _FEWEST and has_code else ()
