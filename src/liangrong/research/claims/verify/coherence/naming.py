"""What may name the owner of a figure in the words beside it: names without verbs, articles and measures, and a day; whose they are is not said here."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.words.days import DAY, day_in
from liangrong.research.claims.words.movement import DOWN, UP

__all__ = ["names_in"]

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z&'’-]*[A-Za-z]|[\u3400-\u9fff]+[A-Z]*\d*[A-Z]*|[A-Z]+\d+")
_COMMON_ZH: Final = re.compile(
    r"融资融券|融资|融券|两融|余额|净额|金额|规模|净?(?:买入|卖出|偿还|流入|流出|增加|减少)额?|较?(?:前一?日|上周[一二三四五]?|上月|上日|前一?交易日)|申万|[一二三]级|行业|板块|个股|股票|获得?|遭|则|的|(?<=[业块场股只类市])[中里]|为|达|至|到|由|从|自|较|比|约|有(?!色)|是|升|降|增|减|涨|跌|多出|少了|回[升落]|变动|变化|同期|同日|亿元|万元|分别|依次|其中|而|和|与|及|但|下跌|上涨|下降|上升"
)
_COMMON_EN: Final = re.compile(
    r"a|an|the|of|at|for|with|in|to|on|by|was|is|were|are|had|has|have|came|stood|read|reads|took|drew|posted|shed|lost|gained|rose|fell|up|down|and|while|"
    r"then|followed|respectively|margin|financing|balance|balances|loans|loan|debt|net|purchases|purchase|repayments|repayment|inflows|outflows|inflow|"
    r"outflow|buying|selling|billion|million|trillion|yuan|shares|stocks|stock|sector|sectors|industry|industries|names|its|their|it|that|those|this|which|"
    r"saw|see|went|from|added|dropped|week|month|day|year|about|some|only|but|against|versus|as|per|outstanding|ended|closed|finished|widened|shrank|grew|"
    r"climbed|slipped|figure|figures|tally|boards?|markets|groups?|firms|banks?(?= sector)|exchange|main|market|index|short|long|positions|position|yet|still|table|data|gives|where|all|thus|each|every|both|again|also|"
    r"once|did|having|past|before|after|minus|plus|than|other|others|rest|first|second|third|last|brought|carried|fail|failed"
)
_GENERIC: Final = re.compile(
    r"power|equipment|metals|metal|energy|new|materials|technology|services|products|makers|miners|developers|securities|group|holdings|industrial|electric"
)
"""Words of a name that other things share."""
_MEASURE: Final = re.compile(r"融资(?!融券)|融券|两融|\b(?:main boards?|financing|lending|shorts?|longs?)\b", re.IGNORECASE)
"""Measures, which are names where nothing else is."""


def names_in(text: str) -> tuple[list[str], str]:
    """The words of a cell that may name it, and the day in it."""
    rest = DAY.sub(" ", text)
    rest = UP.sub(" ", DOWN.sub(" ", rest)) if re.search(r"[A-Za-z]", rest) else rest
    found = [
        part
        for word in _WORD.findall(rest)
        for part in ((word,) if word[0].isascii() else re.split(_COMMON_ZH, word))
        if len(part) > 1 and not _COMMON_EN.fullmatch(part.casefold())
    ]
    low = [one.casefold().removesuffix("'s").removesuffix("’s") for one in found or _MEASURE.findall(rest)]
    alone = [one for one in low if not _GENERIC.fullmatch(one)]
    return ([*alone, " ".join(low)] if len(low) > 1 and low[0].isascii() else low), day_in(text)
