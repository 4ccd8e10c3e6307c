"""What words call a figure by: the metrics and the words of a label, and whether a phrase elsewhere calls the same thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from liangrong.research.claims.extract.mentions import mentions_in

__all__ = ["Phrase", "is_of_move", "is_whole", "label_words", "phrase_of", "speaks_of_place"]

_EMPTY_ZH: Final = re.compile(
    r"[的了和与及在是将为有也都而但或以于从到等则约仅只共按由被对均还又就]|其中|其|该|这一?|那|上述|以上|目前|当前|当日|截至|期间|合计|总计|共计|总和|之和|总额|总量|总数|总|全部|全体|所有|全市场|市场|三市|"
    r"沪深北|两市|沪深两市|规模|金额|数额|整体|占比|比重|比例|份额|水平|数量|家数|单独|独自|一[家只地市]|一个行业|本身|同期|来看|方面|A股|环比|同比|增长|下降|上升|回落|居首|居前|领先|首位|[一二三四五六七八九十两]者"
)
_EMPTY_EN: Final = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "in",
        "for",
        "on",
        "at",
        "by",
        "to",
        "and",
        "or",
        "from",
        "with",
        "its",
        "their",
        "his",
        "her",
        "this",
        "that",
        "these",
        "those",
        "it",
        "they",
        "all",
        "total",
        "whole",
        "combined",
        "overall",
        "entire",
        "national",
        "market",
        "marketwide",
        "alone",
        "share",
        "portion",
        "part",
        "proportion",
        "amount",
        "value",
        "size",
        "figure",
        "number",
        "sum",
        "level",
        "balance",
        "is",
        "was",
        "are",
        "were",
        "be",
        "been",
        "had",
        "has",
        "have",
        "yuan",
        "billion",
        "million",
        "trillion",
        "respectively",
        "gross",
        "shares",
        "stocks",
        "stock",
        "complex",
        "names",
        "makers",
        "group",
        "about",
        "some",
        "around",
        "roughly",
        "nearly",
        "only",
        "just",
        "now",
        "then",
        "thus",
        "so",
        "today",
        "day",
        "same",
        "figure",
        "outstanding",
        "book",
        "position",
        "portfolio",
        "tally",
        "as",
        "than",
        "more",
        "less",
        "which",
        "who",
        "there",
    ]
)
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z0-9&-]*|\d+(?=\s[A-Za-z])")
_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
_STEM: Final = re.compile(r"(?:'s|ings?|ed|es|s|e|ly)$")
_SHORTEST: Final = 3
_SURVEY: Final = frozenset(("sample", "respondents", "survey", "surveyed", "polled", "poll"))
_MOVE: Final = re.compile(
    r"净|增量|增加|增幅|减少|降幅|变动|变化|新增|\b(?:net|rise|increase|gain|decline|fall|drop|decrease|change|growth|inflows?|outflows?)\b",
    re.IGNORECASE,
)
_WHOLE: Final = re.compile(
    r"合计|总计|共计|总额|总和|总量|总数|全部|全体|所有|三市|两市|沪深北|沪深两|全市场|A股|整体|全国|\b(?:total|combined|overall|whole|entire|market[- ]?wide|national|altogether|all|"
    r"the (?:stock )?market(?:'s)?|together|between them|in all|outstanding)\b",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(
    r"沪市|深市|北交|上交|深交|创业板|科创|主板|双创|行业|板块|\b(?:Shanghai|Shenzhen|Beijing|ChiNext|STAR|main board|sector|industry)\b"
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a phrase asks of a label.

    Parameters
    ----------
    metrics
        For each metric that it names, all that the name may mean.
    runs
        Its other words: for each the pairs of characters, or the stem.
    names
        Those of them that are written as names are.
    """

    text: str
    metrics: tuple[frozenset[str], ...]
    runs: tuple[frozenset[str], ...]
    names: frozenset[str] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it names nothing: the total, 全市场, it."""
        return not self.metrics and not self.runs

    def found_in(self, words: frozenset[str], more: frozenset[str]) -> int:
        """How well it fits a label: with how many words of its own more than one, 1 where all stand only around it, 0 where some nowhere do."""
        asked = (*self.metrics, *self.runs)
        if not asked:
            return 0
        here = [self._has(one, words) for one in asked]
        unnamed = not any(word.startswith("=") for word in more)
        fits = all(
            found or self._has(one, more) or (unnamed and self.runs and one in self.metrics)
            for one, found in zip(asked, here, strict=True)
        )
        if fits:
            return 1 + sum(here[len(self.metrics) :] or here)
        return 1 if self.names and self.names <= words else 0

    def _has(self, one: frozenset[str], words: frozenset[str]) -> bool:
        if one in self.metrics:
            return bool(one & words)
        return len(one & words) * 4 >= len(one) * 3


def _even(text: str) -> str:
    """前三季度 is no third quarter."""
    return text.replace("前三季度", "首九个月").replace("前三季", "首九个月")


@lru_cache(maxsize=4096)
def phrase_of(text: str) -> Phrase:
    """Read a phrase that names a figure.

    Examples
    --------
    >>> phrase_of("the national total").is_empty, phrase_of("黄金ETF的规模").runs
    (True, (frozenset({'黄金'}), frozenset({'etf'})))
    """
    metrics, rest = [], _even(text)
    for one in reversed(mentions_in(rest)):
        metrics.append(frozenset({_metric(one.term.metric), *map(_metric, one.term.may_mean)}))
        rest = rest[: one.start] + "，" + rest[one.end :]
    runs = [frozenset(_pairs(part)) for run in _RUN.findall(rest) for part in _EMPTY_ZH.split(run) if part]
    runs += [frozenset({_stem(word)}) for word in _WORD.findall(rest) if _is_word(word)]
    names = frozenset(_stem(word) for word in _WORD.findall(rest) if word[0].isupper() and _is_word(word))
    return Phrase(text, tuple(metrics), tuple(runs), names)


@lru_cache(maxsize=4096)
def label_words(text: str) -> frozenset[str]:
    """All words of a label: its metrics, its pairs of characters, its stems."""
    found = {_metric(name) for one in mentions_in(text) for name in (one.term.metric, *one.term.may_mean)}
    for run in _RUN.findall(_even(text)):
        found.update(_pairs(run))
    found.update(_stem(word) for word in _WORD.findall(text))
    return frozenset(found)


def is_whole(label: str) -> bool:
    """Whether a label speaks of all of something: 三市合计, the market's total."""
    return bool(_WHOLE.search(label)) and not speaks_of_place(label)


def is_of_move(text: str) -> bool:
    """Whether a phrase speaks of how much something moved, not of how large it is."""
    return bool(_MOVE.search(text))


def speaks_of_place(label: str) -> bool:
    """Whether a label names an exchange, a board or an industry."""
    return bool(_PLACES.search(label))


def _metric(name: str) -> str:
    return f"={name}"


def _is_word(word: str) -> bool:
    low = word.lower()
    return low not in _EMPTY_EN and (len(low) >= _SHORTEST or low.isdigit())


def _stem(word: str) -> str:
    low = word.lower()
    if low in _SURVEY:
        return "survey"
    cut = _STEM.sub("", low)
    return cut if len(cut) >= _SHORTEST else low


def _pairs(run: str) -> set[str]:
    return {run[place : place + 2] for place in range(len(run) - 1)} or {run}
