"""What a percentage is of where the sentence turns it round: the margin ratio of a business named alone, the share of a balance in a market value named first.

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
_BALANCES: Final = ("financing_balance", "short_balance", "margin_trading_balance")
_WHOLE: Final = re.compile(
    r"(?:^|[，,。；;、\s]|A股|沪深|两市|市场)的?(?:(?P<free_float_cap>自由流通(?:总)?市值)|(?P<float_cap>流通(?:总)?市值)|(?P<total_cap>总市值))(?:之|当)?[中里内][，,]?[^，,。；;]*占[^，,。；;]{0,4}$"
    r"|\b[Oo]f (?:the |all |A-share |market['’]s )*(?:(?P<free_float_cap2>free[- ]float(?:ing)?)|(?P<float_cap2>float(?:ing)?|tradable|circulating))[\w -]*(?:cap|value|capitali[sz]ation), [^,;]*$"
)
"""A market value of which a balance is then said to make up so much."""
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
    if claim.aspect is Aspect.SHARE and claim.metric in _BALANCES:
        whole = _WHOLE.search(sentence.between(sentence.passage.start, figure.start))
        name = next((key.rstrip("2") for key, value in whole.groupdict().items() if value), "") if whole else ""
        return replace(claim, metric=f"{claim.metric}_to_{name}", aspect=Aspect.LEVEL, ambiguous=()) if name else claim
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
