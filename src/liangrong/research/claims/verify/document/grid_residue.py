"""What a clause says besides what a table has: its rows, its columns, how they move and compare. Only a clause that says nothing else must agree with the table."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.document.column_days import span_of
from liangrong.research.claims.verify.document.content_words import content
from liangrong.research.claims.verify.document.grid_spots import Spot
from liangrong.research.claims.verify.document.grids import Grid
from liangrong.research.claims.words.movement import FALL_WORDS, INFLOW_EN, INFLOW_ZH, OUTFLOW_EN, OUTFLOW_ZH, RISE_WORDS

__all__ = ["is_own", "residue"]

_MOVES: Final = re.compile(rf"{RISE_WORDS}|{FALL_WORDS}|{INFLOW_ZH}|{OUTFLOW_ZH}|\b(?:{INFLOW_EN}|{OUTFLOW_EN})\b", re.IGNORECASE)
_MANY: Final = r"\d{1,2}|[两二三四五六七八九十]"
_GROUP: Final = re.compile(
    rf"(?:前|上述|这|以上|所列|表中)*(?:{_MANY})[只家个大名支项](?:股票|个股|行业|板块|公司|基金|券商|产品|市场|标的|证券)?(?:中|里)?"
    r"|\b(?:the |these |those |all |top |first |largest )*(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:sectors?|industr(?:y|ies)|funds?|stocks?|names?|boards?|markets?|exchanges?|brokers?|lenders?|compan(?:y|ies)|products?|shares)\b",
    re.IGNORECASE,
)
_FILLER: Final = re.compile(
    r"小幅|大幅|唯有|唯一|仅有|明显|略微|继续|其中|按此计算|由此|据此|表中|表\d|显示|来看|相比|分别|合计|合共|共计|总计|之和|加起来|平均|一共|全部|整体|均值|环比|幅度|占比|比重|份额|降幅|跌幅|涨幅|升幅|增速|增幅|相当于|大约|约为|约合|达到|高达|仅为|只有|前者|后者|上升|整个|全部|亿元|万元|余额|数额|规模|水平|不到|超过|接近|倍|最快|最高|最低|最多"
    r"|[的为是达至较比了约仅也则而其该都由从到在以按计后前占合共总均有于和与及、同两者多少高低一只家个再又且元股比增减升降]"
    r"|\b(?:an?|the|of|on|in|by|to|from|and|or|was|were|is|are|had|has|have|at|its?|their|them|these|those|that|this|which|with|as|than|over|out|up|together|combined|altogether|all|total(?:led|ling)?|sum|average[ds]?|mean|each|about|some|almost|nearly|only|more|less|higher|lower|larger|smaller|above|below|much|many|times|accounts?|accounted|accounting|for|share|make|makes|made|making|up|represent(?:s|ed|ing)?|came|comes?|stands?|stood|amount(?:s|ed)?|worth|took|take|added|gained|lost|percent|per|cent|billion|million|yuan|points?|percentage|amounts?|while|but|whereas|so|then|now|respectively|took in|slightly|sharply|modestly|strongly|again|further|drew|exceed(?:s|ed)?)\b|['’]s\b",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"[\u3400-\u9fff]|[A-Za-z]{2,}")
_STEMS: Final = re.compile(r"[A-Za-z][A-Za-z'’-]+")


def is_own(grid: Grid, spot: Spot) -> bool:
    """Whether the clause of a figure says nothing that the table does not have."""
    return not residue(grid, f"{spot.before} {spot.after}")


def residue(grid: Grid, text: str) -> str:
    """What is left of a clause without names of rows, words of heads and caption, words of moving and comparing, and particles."""
    low = list(text)
    for one in grid.named(text):
        low[one.start : one.end] = " " * (one.end - one.start)
    left = _GROUP.sub(" ", "".join(low))
    heads = _heads(" ".join((grid.caption, grid.label, *(one.head for one in grid.columns))))
    left = _spans(grid).sub(" ", left)
    left = _STEMS.sub(lambda word: " " if content(word[0]) and content(word[0]) <= heads else word[0], left)
    pairs = [place for place in range(len(left) - 1) if left[place : place + 2] in heads]
    gone = {place + step for place in pairs for step in (0, 1)}
    left = "".join(" " if place in gone else char for place, char in enumerate(left))
    return " ".join(_WORD.findall(_FILLER.sub(" ", _MOVES.sub(" ", left))))


def _spans(grid: Grid) -> re.Pattern[str]:
    """The words for the time between the columns of days, or for any where there are none: over the week, 单周."""
    pairs = [pair for kind in (Kind.MONEY, Kind.SHARES, Kind.NUMBER) if (pair := grid.pair(kind)) is not None]
    return _SPANS[span_of(pairs[0][0].head, pairs[0][1].head) if pairs else ""]


_SPANS: Final = {
    unit: re.compile(rf"(?:上|前|本|当|全|单|一|按|每|逐|较)*{zh}(?:末|底|度|内|间)?|\b(?:on|over|in|for|of)?\s?(?:the|a|last)?\s?{en}(?:ly)?\b", re.IGNORECASE)
    for unit, zh, en in (("week", "周", "week"), ("month", "个?月", "month"), ("quarter", "季", "quarter"), ("year", "年", "year"), ("", "[周月季年]", "(?:week|month|quarter|year)"))
}  # fmt: skip


@lru_cache(maxsize=64)
def _heads(text: str) -> frozenset[str]:
    return content(text)
