"""Words by which a text tells a rule from an example, a house's terms from the law, the old from the new."""

from __future__ import annotations

import re
from typing import Final

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.verify.law.concepts import FORMERLY

__all__ = [
    "BROKER", "FLOOR", "is_example", "is_house", "is_old", "percent_steps", "segment_of", "takes_effect",
    "with_its_day",
]  # fmt: skip

FLOOR: Final = re.compile(
    r"最低|不得低于|下限|底线|法定|统一|交易所|监管|证监会|规定|minimum|floor|statutory|exchanges?\b|regulat|rule", re.IGNORECASE
)
BROKER: Final = re.compile(
    r"券商|证券公司|该公司|内部(?:标准|规定|要求)|证券股份|本公司|公司决定|[\u4e00-\u9fff]{2}证券(?!投资|交易|市场|监|从业|类|账户|业务|法)|brokers?\b|brokerages?\b|house\b|securities firms?|某家",
    re.IGNORECASE,
)
_EFFECT_BEHIND: Final = re.compile(
    r"\s*(?:收[市盘]后)?(?:\s*\S{0,2}新(?:开|增)|\s*(?:起|开始|正式|施行|实施|生效|执行))|[^。]*起$"
)
_EFFECT_BEFORE: Final = re.compile(
    r"(?:自|从|effective|effect|in force|implemented|starting|beginning|from)(?:\s+(?:on|from|as of|since))?\s*$", re.IGNORECASE
)
_REACH: Final = 30
_JUST_BEFORE: Final = 6
"""A word of time that a comma parts from its clause stands so near to it."""
_USUAL: Final = re.compile(r"通常|一般|普遍|多数|常见|typical|usual|common|generally|mainstream|(?<!at )most ", re.IGNORECASE)
_EXAMPLE: Final = re.compile(
    r"假设|假如|如果|例如|比如|举例|若|for example|for instance|e\.g\.|\bif\b|suppos|assum|case stud", re.IGNORECASE
)
_INTRODUCES: Final = re.compile(r"例如|比如|for (?:example|instance)|e\.g\.", re.IGNORECASE)
_BREAKS: Final = re.compile(r"[,，;；。、:：()（）]|(?<=\w) (?:and|while|whereas|but) ")
_PERCENT: Final = r"(?:(\d{1,3}(?:\.\d+)?)\s*(?:[%％]|percent\b|per cent\b)|([一二两三四五六七八九十])成)"
_FIRST: Final = r"(?:(\d{1,3}(?:\.\d+)?)\s*(?:[%％]|percent\b|per cent\b)?|([一二两三四五六七八九十])成)"
_LEAST: Final = r"(?:不得低于|不能低于|不低于|不少于|最低|at least |no less than |not less than )?\s*"
_BETWEEN: Final = r"[^%％\d。.;；成]{0,16}?"
_STEP: Final = (
    re.compile(rf"(?:从|由)\s*(?:原来的?|此前的?|最低)*\s*{_LEAST}{_PERCENT}{_BETWEEN}(?:至|到|为)\s*{_LEAST}{_PERCENT}"),
    re.compile(rf"\bfrom\s+(?:the\s+)?{_LEAST}{_FIRST}{_BETWEEN}\bto\s+{_LEAST}{_PERCENT}", re.IGNORECASE),
)
_STEP_BACK: Final = re.compile(
    rf"{_PERCENT}[^%％\d.。]{{0,40}}?\b(?:(?:up|down|raised|lowered|changed|increased|cut) from|instead of|rather than|against)\s+(?:the\s+)?(?:previous\s+|former\s+)?{_LEAST}{_PERCENT}",
    re.IGNORECASE,
)
"""The new value first: 100%, up from 80%."""
_TENTHS: Final = {digit: str(10 * number) for number, digit in enumerate("一二三四五六七八九十", start=1)} | {"两": "20"}


def percent_steps(text: str) -> list[tuple[int, int, str, str]]:
    """Steps from one percentage to another: where they stand, and both numbers.

    Examples
    --------
    >>> percent_steps("融资保证金比例由80%提高到100%")
    [(7, 18, '80', '100')]
    """
    steps = [(*found.span(), _number(found, 1), _number(found, 3)) for pattern in _STEP for found in pattern.finditer(text)]
    return steps + [(*found.span(), _number(found, 3), _number(found, 1)) for found in _STEP_BACK.finditer(text)]


def _number(found: re.Match[str], group: int) -> str:
    """A percentage in digits, also where it is printed in tenths."""
    return found[group] or _TENTHS[found[group + 1]]


def takes_effect(claim: Claim) -> bool:
    """Whether the day that the claim has is printed as the one from which something holds: words of effect touch it.

    Other days of the same sentence, of a notice or of a meeting, are none of it.
    """
    period = claim.period
    if period is None or period.at == (-1, -1):
        return False
    start, end = (place - claim.passage.start for place in period.at)
    text = claim.passage.text
    return bool(
        _EFFECT_BEHIND.match(text, end)
        or _EFFECT_BEHIND.search(text[start:end])
        or _EFFECT_BEFORE.search(text[max(start - _REACH, 0) : start])
    )


def with_its_day(claim: Claim) -> str:
    """The words from the claim's printed day to its end, where the day stands before it in the sentence; else the claim's own."""
    period = claim.period
    if period is None or not claim.passage.start <= period.at[0] < claim.start:
        return claim.text
    return claim.passage.text[period.at[0] - claim.passage.start : claim.end - claim.passage.start]


def segment_of(claim: Claim) -> str:
    """The part of the sentence, between commas, in which the claim's figure stands."""
    text, figure = claim.passage.text, claim.figure
    if figure is None:
        return claim.text
    at = figure.start - claim.passage.start
    begin = max((found.end() for found in _BREAKS.finditer(text, 0, max(at, 0))), default=0)
    end = next((found.start() for found in _BREAKS.finditer(text, max(figure.end - claim.passage.start, 0))), len(text))
    return text[begin:end]


def is_example(claim: Claim) -> bool:
    """Whether the claim is part of a worked example or a supposition; what is usual is told as so, whatever introduces it."""
    found = _EXAMPLE.search(claim.text)
    return found is not None and not (_INTRODUCES.match(found[0]) and _USUAL.search(claim.text, found.end()))


def is_old(claim: Claim) -> bool:
    """Whether the claim tells how it was, without saying when."""
    start = claim.start - claim.passage.start
    return bool(FORMERLY.search(claim.passage.text[max(start - _JUST_BEFORE, 0) : start]) or FORMERLY.search(claim.text))


def is_house(claim: Claim) -> bool:
    """Whether a broker's own terms, or what is usual, are told rather than the law."""
    said = f"{claim.text} {claim.subject}"
    return bool((BROKER.search(said) or _USUAL.search(said)) and not FLOOR.search(claim.text))
