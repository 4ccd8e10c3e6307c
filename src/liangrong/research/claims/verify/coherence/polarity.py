"""Words that put a thing above or below another, raise or lower it, or call it the most or the least, in both languages; nothing is judged here."""

from __future__ import annotations

import re
from typing import Final, Literal

from liangrong.research.claims.words.movement import DOWN_WORDS, UP_WORDS

__all__ = ["ABOVE", "BELOW", "DOWN", "FALLING", "LEAST", "MOST", "RISING", "UP", "extreme_of", "order_of", "sign_of"]

_FLAGS: Final = re.IGNORECASE

ABOVE: Final = re.compile(
    r"高于|超过|超出|超越|多于|大于|高出|胜过|突破|站上|之上|以上|上方|(?<!相)逾|超(?=\W)|不低于|不少于|至少|多过|强于|领先"
    r"|\b(?:above|over|exceed\w*|surpass\w*|top(?:s|ped|ping)?|more than|higher than|greater than|larger than|bigger than|beyond|clear(?:s|ed|ing)|north of|at least|beat\w*|outdid|outpac\w+|outstrip\w*|out-?earn\w*|eclips\w+|cross(?:es|ed|ing)|ahead of|or more|better than|past)\b",
    _FLAGS,
)
BELOW: Final = re.compile(
    r"低于|少于|小于|不及|不到|不足|之下|以下|下方|未达|未到|未超过|不超过|不如|弱于|逊于|落后|跌破|没有超过|未能?(?:超|达)"
    r"|\b(?:below|under|less than|lower than|fewer than|smaller than|short of|beneath|south of|at most|not? (?:more|over|above)|trail\w*|lag\w*|behind|undershot|or less)\b",
    _FLAGS,
)
UP: Final = re.compile(rf"{UP_WORDS}|正收益|盈利|收红|\b(?:bought|net buying|positive|in the black|made money)\b", _FLAGS)
DOWN: Final = re.compile(
    rf"{DOWN_WORDS}|负收益|亏损|收绿|赎回|\b(?:bleed\w*|sold|net selling|negative|redemptions?|in the red|gave up)\b", _FLAGS
)
MOST: Final = re.compile(
    r"最(?:高|大|多|强|快|猛|贵|活跃|好|突出|深|重|狠|惨)|居首|榜首|首位|第一(?![周季个次天日月年批阶步期大组轮波节家只])|领跑|领涨|冠军|拔得头筹|独占鳌头|之最|魁首|头名"
    r"|\b(?:highest|largest|biggest|most|greatest|strongest|fastest|best|top|steepest|sharpest|heaviest|leads?|led|leading|number one|no\. 1|first place|peak|costliest|dearest|record)\b",
    _FLAGS,
)
LEAST: Final = re.compile(
    r"最(?:低|小|少|弱|慢|差|便宜)|垫底|末位|居末|末席|倒数第一|\b(?:lowest|smallest|fewest|least|weakest|slowest|worst|bottom|cheapest|mildest|last place)\b",
    _FLAGS,
)
FALLING: Final = re.compile(
    r"[由从自](?:高|大|多|强|快)[到至往而](?:低|小|少|弱|慢)|降序|递减|\b(?:descending|largest first|biggest first|highest first|from (?:the )?(?:highest|largest|biggest|most|top|strongest|heaviest)\b[^.;:]{0,24}\b(?:to|down)|from (?:high to low|top to bottom|large to small)|decreasing order|(?:ranked|sorted|ordered|listed) from the top)\b",
    _FLAGS,
)
RISING: Final = re.compile(
    r"[由从自](?:低|小|少|弱|慢)[到至往而](?:高|大|多|强|快)|升序|递增|\b(?:ascending|smallest first|lowest first|cheapest first|from (?:the )?(?:lowest|smallest|least|bottom|weakest|cheapest)\b[^.;:]{0,24}\b(?:to|up)|from (?:low to high|bottom to top|small to large)|increasing order)\b",
    _FLAGS,
)


def sign_of(text: str) -> int:
    """1 for words of rise or inflow alone, -1 for words of fall or outflow alone, else 0.

    Examples
    --------
    >>> sign_of("pharma shed"), sign_of("电子净流入"), sign_of("the balance")
    (-1, 1, 0)
    """
    up, down = UP.search(DOWN.sub(" ", text)) is not None, DOWN.search(text) is not None
    return 0 if up == down else 1 if up else -1


def order_of(text: str) -> Literal["falling", "rising", ""]:
    """Whether a list is said to fall or to rise.

    Examples
    --------
    >>> order_of("按跌幅由大到小"), order_of("in ascending order of cost")
    ('falling', 'rising')
    """
    down, up = FALLING.search(text) is not None, RISING.search(text) is not None
    return "" if down == up else "falling" if down else "rising"


def extreme_of(text: str) -> Literal["most", "least", ""]:
    """Whether a thing is called the most or the least of its kind."""
    most, least = MOST.search(text) is not None, LEAST.search(text) is not None
    return "" if most == least else "most" if most else "least"
