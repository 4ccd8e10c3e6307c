"""Of which margin ratio a rule's percentage is, where the sentence names only the business: for short selling it is …, and … for private funds.

The ratio itself was named before, or is named without the business. What the rulebook says is not asked.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.extract.sentence import Sentence
from liangrong.research.claims.figure import Kind

__all__ = ["speaks_of_margin", "turned"]

_FINANCING: Final = "financing_margin_ratio"
_SHORT: Final = "short_margin_ratio"
_RATIOS: Final = (_FINANCING, _SHORT)
_SHORTING: Final = re.compile(
    r"融券|卖空|做空|私募|\bshort(?:[- ]s(?:ell(?:ing|ers?)|ales?)|ing)?\b|securities lending|private (?:securities )?(?:investment )?funds?",
    re.IGNORECASE,
)
_BUYING: Final = re.compile(r"融资(?!融券)|\bfinancing\b|\bpurchas\w*|\bborrow\w*", re.IGNORECASE)
_POSTS: Final = re.compile(
    r"\b(?:post|put up|deposit|provide) (?:a )?margin of\b|(?:缴纳|提供|存入)[^,，;；\d]{0,12}保证金", re.IGNORECASE
)
_REFERS: Final = re.compile(
    r"^[^,，;；]{0,40}\b(?:it|the (?:ratio|requirement|minimum|floor)|at least)\b|^(?:and |but )?\W*$|\bmargin\b|保证金|\b(?:post|put up|deposit)\b|提高至|上调至|降至|下调至|为|^at\b",
    re.IGNORECASE,
)


def speaks_of_margin(metric: str) -> bool:
    """Whether a metric is a margin ratio."""
    return metric in _RATIOS


def turned(claim: Claim, sentence: Sentence, *, told: bool) -> Claim:
    """The claim with the margin ratio of the business that its words name.

    Parameters
    ----------
    told
        Whether a margin ratio was spoken of before, in the sentence or the one before it.
    """
    figure = claim.figure
    if figure is None or figure.kind is not Kind.PERCENT or claim.aspect not in (Aspect.LEVEL, Aspect.SHARE):
        return claim
    unnamed = claim.metric in ("", "leverage_multiple") and (
        (told and bool(_REFERS.search(claim.text))) or bool(_POSTS.search(claim.text))
    )
    if claim.metric not in _RATIOS and not unnamed:
        return claim
    before = [one.end for one in sentence.figures if one.end <= figure.start]
    own = sentence.between(max([claim.start, *before]), figure.start)
    after = sentence.between(figure.end, min([claim.end, *(one.start for one in sentence.figures if one.start >= figure.end)]))
    for words in (own + after, claim.text, sentence.passage.text):
        short, buying = bool(_SHORTING.search(words)), bool(_BUYING.search(words))
        if short != buying:
            return replace(claim, metric=_SHORT if short else _FINANCING, aspect=Aspect.LEVEL, ambiguous=())
    return replace(claim, metric=_FINANCING, aspect=Aspect.LEVEL) if unnamed else claim
