"""Which words of a strategy note mean which call, how strong, over which horizon.

A condition ("if …"), a past move and a limit to a move ("the upward space is limited") are no calls.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from liangrong.research.documents.calls.call import Direction, Horizon, Strength

__all__ = ["Reading", "horizon_of", "reading_of", "view_of"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a sentence calls, and how plainly: the lower ``rank``, the plainer."""

    call: Direction
    strength: Strength
    rank: int


def _compiled(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SIDEWAYS: Final = r"(?:volatile|volatility|fluctuat\w*|oscillat\w*|sideways|range[- ]bound|consolidat\w*|shock\w*)"
_EXPECTED: Final = r"(?:(?:is|are|was|be|will be)\s+)?(?:expected|likely|forecast|projected|anticipated|set|poised)\s+to\s+(?:\w+\s+){0,3}?|will\s+(?:\w+\s+){0,2}?|may\s+|should\s+"
_RISE: Final = r"(?:continue\s+(?:to\s+)?ris\w*|rise|rising|climb\w*|rebound\w*|strengthen\w*|rally\w*|advance|gain|increase|go up|move up|trend (?:up|higher)|recover\w*)"
_FALL: Final = r"(?:continue\s+(?:to\s+)?(?:fall|declin|weaken)\w*|fall|falling|decline|declining|drop\w*|weaken\w*|retreat\w*|slide|go down|move down|trend (?:down|lower)|correct\b|pull back)"

_RULES: Final[tuple[tuple[re.Pattern[str], Direction, Strength], ...]] = (
    (_compiled(rf"\bstrong(?:ly)?\s+(?:and\s+)?{_SIDEWAYS}", rf"{_SIDEWAYS}\s+(?:and\s+)?(?:\w+\s+)?(?:strong(?:ly|er)?\b|(?:with\s+an?\s+)?(?:upward|bullish|strong)\s+bias|upward)", r"slightly\s+bullish", r"cautiously\s+bullish", r"moderately\s+bullish",
               r"(?:震荡|盘整|整理|波动)(?:中)?(?:略|稍)?(?:偏强|偏多|走强|上行|上移)", r"(?:偏强|强势)(?:震荡|运行|整理|波动)", r"震荡反弹", r"谨慎(?:看多|偏多|看涨)"), "up", "leaning"),
    (_compiled(rf"\bweak(?:ly)?\s+(?:and\s+)?{_SIDEWAYS}", rf"{_SIDEWAYS}\s+(?:and\s+)?(?:\w+\s+)?(?:weak(?:ly|er)?\b|(?:with\s+a\s+)?(?:downward|bearish|weak)\s+bias|downward)", r"slightly\s+bearish", r"cautiously\s+bearish", r"moderately\s+bearish",
               r"(?:震荡|盘整|整理|波动)(?:中)?(?:略|稍)?(?:偏弱|偏空|走弱|下行|下移)", r"(?:偏弱|弱势)(?:震荡|运行|整理|波动)", r"震荡回落", r"谨慎(?:看空|偏空|看跌)"), "down", "leaning"),
    (_compiled(r"fluctuat\w*\s+(?:widely|sharply|violently|wildly)", rf"wide(?:ly)?\s+(?:and\s+)?{_SIDEWAYS}", r"wide[- ](?:range|swing)\w*", r"high(?:ly)?\s+volatil\w+", r"volatility\s+(?:is\s+)?(?:likely\s+to\s+|expected\s+to\s+|will\s+|may\s+)(?:\w+\s+)?(?:increase|rise|intensify|expand)",
               r"宽幅(?:震荡|波动)", r"剧烈(?:震荡|波动)", r"大幅波动", r"波动(?:率)?(?:料|预计)?(?:将|或|可能|料|会)(?:会)?(?:进一步)?(?:加大|加剧|放大|上升)"), "volatile", "plain"),
    (_compiled(rf"(?:{_EXPECTED}){_RISE}", r"\b(?:strongly\s+)?bullish\b(?!\s+(?:news|factor|sentiment|driver|for))", r"\b(?:go|going)\s+long\b", r"(?:recommended|recommend|advis\w+|suggest\w*)\s+(?:to\s+)?(?:\w+\s+){0,2}(?:buy|go long|allocate more|overweight|add (?:long )?positions)", r"\ballocate\s+more\b", r"\boverweight\b",
               r"(?:看多|看涨|偏多|做多|多头思路|逢低(?:做多|买入|布局)|趋势向上|增配|超配)", r"(?:预计|料|有望|或将|或延续|或继续|或会|将|预期|大概率|仍将|继续|维持)(?:[^，。；！？\n]{0,8}?)(?:上涨|上行|走强|反弹|走高|回升|攀升|上升|偏强)"), "up", "plain"),
    (_compiled(rf"(?:{_EXPECTED}){_FALL}", r"\b(?:strongly\s+)?bearish\b(?!\s+(?:news|factor|sentiment|driver|for))", r"\bgo(?:ing)?\s+short\b", r"(?:recommended|recommend|advis\w+|suggest\w*)\s+(?:to\s+)?(?:\w+\s+){0,2}(?:sell|go short|underweight|reduce)", r"\bunderweight\b", r"(?:will|expected\s+to|likely\s+to)\s+(?:\w+\s+){0,2}be\s+under\s+pressure", r"price\w*\s+(?:is|are)\s+under\s+pressure",
               r"(?:看空|看跌|偏空|做空|空头思路|逢高(?:做空|沽空|卖出)|趋势向下|低配|减配)", r"(?:预计|料|或将|或延续|或继续|或会|将|预期|大概率|仍将|继续|维持)(?:[^，。；！？\n]{0,8}?)(?:下跌|下行|走弱|走低|回落|回调|承压|下探|偏弱)"), "down", "plain"),
    (_compiled(rf"(?:{_EXPECTED})(?:\w+\s+){{0,3}}{_SIDEWAYS}", rf"\bin\s+an?\s+(?:\w+\s+)?{_SIDEWAYS}\s+(?:trend|range|pattern|phase|state)", rf"{_SIDEWAYS}\s+(?:in|within)\s+(?:the|a)\s+range", rf"(?:{_EXPECTED})(?:move|trade|run|operate|stay|hover)\s+(?:\w+\s+){{0,2}}(?:in|within|between|around)\b",
            r"\brange[- ]bound\b", r"\bmove\s+sideways\b", rf"maintain\w*\s+(?:an?\s+)?(?:\w+\s+)?{_SIDEWAYS}", r"\bneutral\b",
               r"区间(?:震荡|波动|运行|整理|操作|思路)", r"(?:横盘|窄幅|高位|低位|维持|延续|预计|料|或|呈|以)(?:[^，。；！？\n]{0,6}?)(?:震荡|盘整|整理)", r"(?:震荡|盘整)(?:运行|为主|整理|走势|格局|思路|观点|市|。|；|$)", r"中性"), "range", "plain"),
)  # fmt: skip
"""In the order in which they are believed inside one sentence: a range that leans is no plain range."""

_STRONG: Final = _compiled(
    r"\bsharply\b",
    r"\bsignificantly\b",
    r"\bstrongly\s+(?:bullish|bearish)\b",
    r"\bsubstantially\b",
    r"大幅(?:上涨|下跌|走强|走弱|上行|下行|反弹|回落)",
    r"强势",
    r"强烈",
)
_VOID: Final = _compiled(
    r"\b(?:if|once)\b[^.;,]*(?:,[^,.;]*(?:,\s*(?:and|or)\b[^,.;]*)?)?", r"\bunless\b[^,.;]*", r"\b(?:not|no longer|n't|unlikely)\b[^,.;]{0,40}", r"(?:upward|downward|upside|downside|decline|rise|price increase)\s+(?:\w+\s+)?(?:space|room|momentum|drive\w*)[^,.;]{0,40}",
    r"(?:如果|若|一旦|假如|倘若)[^，。；]*(?:[，,][^，。；]*)?", r"(?:不建议|不宜|难以|不会|未必|暂不)[^，。；]{0,12}", r"(?:上行|上涨|下行|下跌|反弹|回调)(?:的)?(?:空间|动力|幅度|动能)(?:[^，。；]{0,8})(?:有限|不足|受限|减弱|不大)",
)  # fmt: skip
"""What is cut out of a sentence before it is read: conditions, denials, limits of a move."""

_HORIZONS: Final[tuple[tuple[re.Pattern[str], Horizon], ...]] = (
    (_compiled(r"\bshort[- ]?\s*-?\s*term\b", r"\bintraday\b", r"\btoday\b", r"\bthis week\b", r"\bnear[- ]term\b", r"\bshort run\b", "短期", "短线", "日内", "今日", "本周", "近期"), "short"),
    (_compiled(r"\bmedium[- ]?\s*-?\s*term\b", r"\bmid[- ]?term\b", r"\bthis (?:month|quarter)\b", "中期", "中线", "本月", "本季"), "medium"),
    (_compiled(r"\blong[- ]?\s*-?\s*term\b", r"\bthis year\b", r"\blong run\b", "长期", "长线", "年内", "全年"), "long"),
)  # fmt: skip

_VIEWS: Final[dict[str, tuple[Direction, Strength]]] = {
    **dict.fromkeys(("看多", "看涨", "偏多", "做多", "多", "上涨", "上行", "走强", "偏强", "反弹", "up", "bullish", "long", "rise", "buy", "↑", "强势", "增持", "买入"), ("up", "plain")),
    **dict.fromkeys(("看空", "看跌", "偏空", "做空", "空", "下跌", "下行", "走弱", "偏弱", "回落", "回调", "承压", "down", "bearish", "short", "fall", "sell", "↓", "弱势", "减持", "卖出"), ("down", "plain")),
    **dict.fromkeys(("震荡", "区间震荡", "中性", "盘整", "整理", "横盘", "range", "neutral", "sideways", "range-bound", "hold", "fluctuate", "volatile", "oscillate", "→"), ("range", "plain")),
    **dict.fromkeys(("震荡偏强", "震荡偏多", "震荡上行", "偏强震荡", "震荡走强", "谨慎看多", "谨慎偏多", "strongly volatile", "slightly bullish", "↗"), ("up", "leaning")),
    **dict.fromkeys(("震荡偏弱", "震荡偏空", "震荡下行", "偏弱震荡", "震荡走弱", "谨慎看空", "谨慎偏空", "weakly volatile", "slightly bearish", "↘"), ("down", "leaning")),
    **dict.fromkeys(("宽幅震荡", "宽幅波动", "剧烈波动", "widely volatile"), ("volatile", "plain")),
    **dict.fromkeys(("大涨", "强烈看多", "强烈看涨", "strong buy", "strongly bullish"), ("up", "strong")),
    **dict.fromkeys(("大跌", "强烈看空", "强烈看跌", "strong sell", "strongly bearish"), ("down", "strong")),
    **dict.fromkeys(("观望", "-", "—", "wait", "observe"), ("", "")),
}  # fmt: skip
"""What stands in a cell that holds a view and nothing else."""


def reading_of(sentence: str) -> Reading | None:
    """What a sentence calls; ``None`` where it calls nothing.

    Examples
    --------
    >>> reading_of("The price is expected to fluctuate."), reading_of("预计短期震荡偏强。")
    (Reading(call='range', strength='plain', rank=5), Reading(call='up', strength='leaning', rank=0))
    >>> reading_of("The upward space is limited.") is None
    True
    """
    plain = _VOID.sub(" ", re.sub(r"(?<=\w) - (?=\w)", "-", sentence))
    for rank, (pattern, call, strength) in enumerate(_RULES):
        if pattern.search(plain):
            strong = strength == "plain" and call in ("up", "down") and _STRONG.search(plain)
            return Reading(call, "strong" if strong else strength, rank)
    return None


def view_of(cell: str) -> Reading | None:
    """What a cell of a table calls, a view alone or a short sentence; ``None`` where it is neither.

    Examples
    --------
    >>> view_of("震荡偏强").call, view_of("观望").call, view_of("12,000")
    ('up', '', None)
    """
    bare = cell.strip(" *。.").lower()
    if bare in _VIEWS:
        return Reading(*_VIEWS[bare], rank=0)
    return reading_of(cell)


def horizon_of(sentence: str) -> Horizon:
    """The first horizon that a sentence names; empty where it names none."""
    plain = re.sub(r"(?<=\w) - (?=\w)", "-", sentence)
    found = [(match.start(), horizon) for pattern, horizon in _HORIZONS if (match := pattern.search(plain))]
    return min(found)[1] if found else ""
