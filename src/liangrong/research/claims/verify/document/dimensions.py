"""Whether a formula in words can be right: each factor stands for a unit, and the units of the product must be those of what it is said to give; no number is computed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.verify.document.trades import Trait
from liangrong.research.claims.words.forms import any_case

__all__ = ["told_formulas"]

_UNITS: Final[tuple[tuple[re.Pattern[str], dict[str, int]], ...]] = (
    (any_case(r"36[05]\s*(?:天|日|days?)?"), {"day": 1, "year": -1}),
    (any_case(r"1|一|one"), {}),
    (any_case(r".{0,6}日(?:利率|费率|息率?).{0,4}|(?:the )?daily (?:interest |financing )?(?:rate|interest)"), {"day": -1}),
    (any_case(r".{0,6}年化?(?:利率|费率|息率?).{0,4}|(?:the )?(?:annual(?:i[sz]ed)?|yearly) (?:interest |financing )?(?:rate|interest)"), {"year": -1}),
    (any_case(r"(?:the )?(?:actual |number of |calendar )*(?:usage |used |holding |borrowing |loan |calendar )?days(?: used| held| borrowed| of use)?|.{0,8}天数"), {"day": 1}),
    (any_case(r"(?:the )?(?:initial |financing |minimum )*margin ratio|(?:融资|初始|最低)?保证金比例"), {"margin": 1, "loan": -1}),
    (any_case(r"(?:the )?(?:initial |posted |own )*margin|(?:可用|自有)?保证金|自有资金|(?:the )?own (?:funds|money|capital)"), {"margin": 1}),
    (any_case(r"(?:the )?(?:financ(?:ing|ed)|borrowed|loan|margin loan) (?:amount|principal|sum|funds)|(?:the )?(?:amount|sum) (?:borrowed|financed)|(?:the )?(?:loan|principal)|(?:融资|借款|借入|负债)(?:买入)?(?:的)?(?:金额|本金|额|资金|款)?|本金"), {"loan": 1}),
)  # fmt: skip
_GIVEN: Final[tuple[tuple[re.Pattern[str], dict[str, int], Note], ...]] = (
    (
        any_case(r"(?:利息|融资成本|\binterest(?: cost| charge| expense)?s?)\s*$"), {"loan": 1},
        Note("利息等于金额乘日利率乘天数，年利率要先除以一年的天数。", "Interest is the amount times the daily rate times the days; an annual rate is first divided by the days of a year."),
    ),
    (
        any_case(r"(?:杠杆(?:率|倍数|比例)?|\bleverage(?: ratio| multiple)?)\s*$"), {"loan": 1, "margin": -1},
        Note("融资杠杆等于 1 除以保证金比例。", "The leverage of a loan is one divided by the margin ratio."),
    ),
    (
        any_case(r"(?:(?:可|最大|最多可?|最高可?)融资(?:金额|额度?)?|\b(?:maximum|largest|available) (?:loan|financing)(?: amount)?)\s*$"), {"loan": 1},
        Note("可融资金额等于保证金除以保证金比例。", "What can be borrowed is the margin divided by the margin ratio."),
    ),
    (
        any_case(r"保证金比例\s*$|\bmargin ratio\s*$"), {"margin": 1, "loan": -1},
        Note("保证金比例等于保证金除以融资金额。", "The margin ratio is the margin divided by what is borrowed."),
    ),
)  # fmt: skip
_TIMES: Final = r"(?:[×✕✖＊*·]|乘以|\b(?:times|multiplied by)\b)"
_OVER: Final = r"(?:[÷/／]|除以|\bdivided by\b)"
_FACTOR: Final = r"[^×✕✖＊*·÷/／=＝+＋,，。;；:：()（）“”「」\n]{1,40}?"
_CHAIN: Final = any_case(
    rf"(?:[=＝]|(?<=利息)[按为]|等于|\bequals\b|\bis\b|\bformula:|公式[为是]?[:：])[\s“「]*(?P<first>{_FACTOR})(?P<rest>(?:\s*(?:{_TIMES}|{_OVER})\s*{_FACTOR})+)(?=\s*(?:$|[,，。;；:：()（）\[\n”」]|\.(?:\s|$)))"
)
_STEP: Final = any_case(rf"\s*(?:(?P<times>{_TIMES})|{_OVER})\s*(?P<factor>{_FACTOR})(?=\s*(?:{_TIMES}|{_OVER}|$))")
_AHEAD: Final = any_case(r"(?:利息|\binterest\b)")
_BY_FORMULA: Final = any_case(r"formula|公式")
_A_YEAR: Final = {"day": 1, "year": -1}
"""An annual rate times days, which leaves the days of the year unsaid."""


def told_formulas(text: str) -> Iterator[Trait]:
    """The formulas of a text all of whose factors are known."""
    for found in _CHAIN.finditer(text):
        ahead = text[: found.start()]
        given = next(((unit, reason) for words, unit, reason in _GIVEN if words.search(ahead)), None)
        if given is None and _BY_FORMULA.match(found[0]) and _AHEAD.search(ahead):
            given = _GIVEN[0][1:]
        units = _product(found["first"], found["rest"])
        if given is None or units is None:
            continue
        left = Counter(units)
        left.subtract(given[0])
        rest = {unit: power for unit, power in left.items() if power}
        if rest != _A_YEAR:
            yield Trait(*found.span(), not rest, "definition", given[1])


def _product(first: str, rest: str) -> Counter[str] | None:
    """The units of a product; ``None`` where a factor is not known."""
    steps = [("×", first), *((one["times"], one["factor"]) for one in _STEP.finditer(rest))]
    units: Counter[str] = Counter()
    for times, factor in steps:
        unit = next((unit for words, unit in _UNITS if words.fullmatch(factor.strip())), None)
        if unit is None:
            return None
        for name, power in unit.items():
            units[name] += power if times else -power
    return units
