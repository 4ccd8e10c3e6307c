"""Whether the words around a change compare with something else than the two levels beside it: since January, 同比, of another subject."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.words.movement import (
    FALL_EN,
    FALL_NOUN_EN,
    FALL_NOUN_ZH,
    FALL_ZH,
    RISE_EN,
    RISE_NOUN_EN,
    RISE_NOUN_ZH,
    RISE_ZH,
)

__all__ = ["has_other_base", "is_bare_move"]

_CLASSES: Final = (
    re.compile(
        r"同比|去年|上年|year[- ]on[- ]year|year earlier|year ago|past year|last year|over (?:the )?(?:12|twelve) months",
        re.IGNORECASE,
    ),
    re.compile(
        r"年初|今年以来|年内|年来|since (?:the (?:start|beginning)|january)|year to date|so far this year|this year",
        re.IGNORECASE,
    ),
    re.compile(r"月初|本月以来|月内|this month|since the (?:start|beginning) of the month", re.IGNORECASE),
    re.compile(
        r"(?<![同环占])(?:较|比)(?!例|重)(?!前|上|此前|昨|之前)[^，。；]{2,12}$|以来|\bsince\b(?! then)|\bthan\b|\bcompared (?:with|to)\b",
        re.IGNORECASE,
    ),
)
_BEHIND: Final = re.compile(r"^[^,.;，。；\d]{0,48}")
_ZH: Final = re.compile(
    r"单日|当日|当周|当月|本周|本月|全周|全月|期间|期内|累计|合计|两者|二者|净|大幅|小幅|微|略|明显|显著|环比|日环比|周环比|较?前一?个?(?:交易)?[日周月]|较?上一?个?(?:交易)?[日周月年]?末?|"
    rf"{RISE_ZH}|{FALL_ZH}|{RISE_NOUN_ZH}|{FALL_NOUN_ZH}|变动|变化|相差|差额|幅度|"
    r"一[周日天月季年]多?|[两三四五六七八九十]+[个]?[日周月天年]|同比|了|约|为|达到?|至|超过?|逾|近|仅|高达|不足|即|也就是|其|该|这|共|整体|多|的|是|在|均|已|又|和|及|也|而|则|一举|由此|相应|同|样"
)
_EN: Final = re.compile(
    r"\b(?:and|or|which|that|is|was|were|are|represent(?:s|ed|ing)|marking|being|a|an|the|its|it|this|these|up|down|by|of|in|on|at|for|to|about|around|roughly|nearly|"
    r"some|just|only|over|more|less|another|has|had|have|now|so|day|week|month|quarter|period|net|daily|weekly|monthly|quarterly|single|one|"
    rf"{RISE_EN}|{FALL_EN}|{RISE_NOUN_EN}|{FALL_NOUN_EN}|add|"
    r"change|difference|total|equal|equivalent|biggest|largest|first|sharp|small|modest|slight|slightly|sharply|further|tiny|still|mean(?:s|ing)?|i\.e|"
    r"CNY|RMB|yuan|trillion|billion|million|earlier|before|previous|prior|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January|February|March|April|May|June|July|August|September|October|November|December|"
    r"end|late|early|mid|session|sessions|yesterday|ago|leaving|making|bringing|overall|balance|yoy|qoq|mom)\b",
    re.IGNORECASE,
)


def has_other_base(before: str, after: str, *context: str) -> bool:
    """Whether the words at a change name a base that the words at the levels do not.

    Examples
    --------
    >>> has_other_base("，较年初增长", "", "由", "升至"), has_other_base("，同比增长", "", "去年同期为")
    (True, False)
    """
    found = _BEHIND.match(after)
    said = (before, found[0] if found else "")
    return any(any(words.search(one) for one in said) and not any(words.search(one) for one in context) for words in _CLASSES)


def is_bare_move(before: str) -> bool:
    """Whether nothing but a movement is said between two levels and a change: no other subject, no 其中.

    Examples
    --------
    >>> is_bare_move("，单日增加"), is_bare_move("，其中电子增加"), is_bare_move(", a gain of "), is_bare_move(", while turnover fell ")
    (True, False, True, False)
    """
    if "其中" in before or re.search(r"\bof which\b|\bincluding\b|\bwhile\b|\bbut\b", before, re.IGNORECASE):
        return False
    left = _EN.sub("", _ZH.sub("", re.sub(r"\d+(?:年|月|日|天|周|个月|个)?", "", before)))
    return not re.search(r"[A-Za-z\u3400-\u9fff]", left)
