"""A margin ratio that is said without a percentage: so many yuan for every hundred, half, tenths, yuan for yuan, the whole amount."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.verify.law.concepts import FINANCING, SHORTING
from liangrong.research.claims.words.forms import any_case

__all__ = ["spoken_ratio"]


_FOR_EACH: Final = (
    any_case(
        r"每(?:融资|借入?|买入?|融入|融券|卖空|欠)*(?P<of>\d+)元[^，。；;\d]{0,16}(?:[，,][^，。；;\d]{0,6})?(?:缴|交|备|提供|存|拿|押)[^，。；;\d]{0,8}(?P<part>\d+)元"
    ),
    any_case(
        r"(?P<part>\d+) yuan[^.;,\d]{0,30}\b(?:for|against|per|on) (?:every |each )?(?P<of>\d+) yuan|for (?:every|each) (?P<of2>\d+) yuan[^.;\d]{0,60}\b(?P<part2>\d+) yuan"
    ),
)
_WHOLE: Final = any_case(
    r"(?:等额|足额|全额|同额)(?:的)?(?:现金|自有资金|保证金)|一比一|1\s*[:：比]\s*1(?!\d)|\byuan[- ]for[- ]yuan\b|\bone[- ](?:for|to)[- ]one\b|\b(?:each|every) (?:borrowed )?yuan[^.;,]{0,24}\b(?:with|by|needs|takes|wants) (?:a|one|another) yuan|"
    r"\b(?:margin|collateral|deposit)\b[^.;,]{0,16}\b(?:equal to|covering|matching|worth) (?:the )?(?:full|whole|entire)\b"
)
_HALF: Final = any_case(
    r"(?:一半|半数)(?:的)?(?:保证金|首付)|(?:保证金|首付)[^，。；;]{0,6}(?:一半|减半即可)|\b(?:margin|collateral|deposit)\b[^.;,]{0,16}\b(?:equal to|of|covering|worth) half\b|\bhalf (?:of )?(?:the|its|their) (?:purchase price|price|value|amount|cost)\b[^.;,]{0,16}\b(?:as|in) (?:margin|collateral)"
)
_TENTHS: Final = any_case(
    r"(?P<tenths>[四五六七八九十])成(?:的)?(?:保证金|首付)|(?:保证金|首付)[^，。；;\d]{0,6}(?P<tenths2>[四五六七八九十])成"
)
_DIGITS: Final = "一二三四五六七八九十"
_DUTY: Final = any_case(
    r"缴|交|备|存|拿|需|须|要求|比例|提供|押|\b(?:posts?|posted|puts? up|put up|needs?|requir\w+|must|has to|have (?:had )?to|deposit\w*|match\w*|margin|provid\w+|asks?|asked|demand\w*)\b"
)
_BESIDE: Final = any_case(
    r"余额|占比|折算|维持担保|利息|亏|跌|涨|\b(?:maintenance|interest|falls?|loss|lost|debt ratio|haircut)\b"
)


def spoken_ratio(claim: Claim) -> tuple[str, Figure] | None:
    """The rule that a clause tells the ratio of, and the ratio as a percentage; ``None`` where it tells none, or tells it in percent."""
    text = claim.text
    if _BESIDE.search(text) or not _DUTY.search(text):
        return None
    sentence = claim.passage.text
    said = re.split(r"[;；。]", sentence[: claim.end - claim.passage.start])[-1]
    begin = claim.end - len(said)
    found = _found(said)
    if found is None or begin + found[0].end() <= claim.start:
        return None
    match, ratio = found
    financing, shorting = bool(FINANCING.search(sentence)), bool(SHORTING.search(sentence))
    if shorting and financing:
        return None
    percent = Decimal(ratio.numerator * 100) / Decimal(ratio.denominator)
    figure = Figure(
        begin + match.start(), begin + match.end(), match[0], percent, "%", Kind.PERCENT, Decimal("0.01"), Decimal("0.5")
    )
    return ("short_margin_ratio" if shorting else "financing_margin_ratio"), figure


def _found(text: str) -> tuple[re.Match[str], Fraction] | None:
    for pattern in _FOR_EACH:
        if match := pattern.search(text):
            told = match.groupdict()
            part, of = (told.get(name) or told.get(f"{name}2") for name in ("part", "of"))
            if part and of and int(of):
                return match, Fraction(int(part), int(of))
    if match := _TENTHS.search(text):
        return match, Fraction(_DIGITS.index(match["tenths"] or match["tenths2"]) + 1, 10)
    if match := _WHOLE.search(text):
        return match, Fraction(1)
    if match := _HALF.search(text):
        return match, Fraction(1, 2)
    return None
