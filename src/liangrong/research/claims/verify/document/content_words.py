"""The words of a sentence that carry its content, so that two sentences about one thing can be told: stems in English, pairs of characters in Chinese."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["content"]

_EMPTY: Final = frozenset(
    ["the", "and", "for", "with", "from", "that", "this", "these", "those", "into", "over", "under", "about", "after", "before", "while", "than", "then", "have", "has", "had", "been", "being", "was", "were", "are", "will", "would", "could", "should", "may", "might", "which", "who", "whose", "when", "where", "what", "their", "them", "they", "its", "his", "her", "our", "your", "year", "years", "month", "months", "also", "only", "just", "more", "most", "less", "much", "many", "such", "some", "other", "others", "each", "both", "all", "said", "says", "according", "data", "figures", "report", "reports", "recent", "recently", "new", "now", "last", "next", "first", "per", "cent", "percent"]
)  # fmt: skip
_STEM: Final = re.compile(r"(?:ings?|ed|es|s|e|ly|'s)$")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’-]+")
_RUN: Final = re.compile(r"[\u3400-\u9fff]{2,}")
_EMPTY_ZH: Final = re.compile(
    r"的|了|和|与|及|在|是|将|为|有|也|都|而|但|或|以|于|从|到|等|其中|其|该|这|那|数据|显示|表示|认为|指出|目前|当前|今年|去年"
)
_SHORTEST: Final = 3


@lru_cache(maxsize=1024)
def content(text: str) -> frozenset[str]:
    """The content of a stretch of text as a set of stems and pairs of characters.

    Examples
    --------
    >>> sorted(content("The megacaps overtake rivals")), sorted(content("融资余额的变化"))
    (['megacap', 'overtak', 'rival'], ['余额', '变化', '融资', '资余'])
    """
    found = set()
    for word in _WORD.findall(text):
        low = word.lower().replace("’", "'")
        if low not in _EMPTY and len(low) >= _SHORTEST:
            stem = _STEM.sub("", low)
            found.add(stem if len(stem) >= _SHORTEST else low)
    for run in _RUN.findall(text):
        for part in _EMPTY_ZH.split(run):
            found.update(part[place : place + 2] for place in range(len(part) - 1))
    return frozenset(found)
