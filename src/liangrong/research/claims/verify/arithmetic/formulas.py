"""Formulas of the trade with their figures in one sentence: leverage from margin, interest from days, a worked example of one account."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Compute, Equation, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet, Slotted
from liangrong.research.claims.verify.arithmetic.term import Term

__all__ = ["formulas"]

_P: Final = r"⟦p(?P<margin>\d+)⟧"
_X: Final = r"⟦[xr](?P<leverage>\d+)⟧"
_LEADS_EN: Final = r"(?:,? which )?(?:leads? to|gives?|means?|equals?|implies|allows?|corresponds? to|corresponding to|translates? (?:in)?to|yields?|permits?|provides?|is equivalent to|results? in|=|→|to|for)"
_LEADS_ZH: Final = r"(?:对应|意味着|相当于|等于|可得|即|则|为|可(?:以)?(?:放大|获得|加)?|理论上)"
_LEVERAGE: Final = (
    re.compile(
        rf"{_P}(?: initial| minimum| financing)*(?: margin)?(?: ratio| requirement| level)?s? ?(?:,? ?{_LEADS_EN}) (?:up to |about |roughly |a |an )*(?:maximum )?(?:leverage (?:ratio |multiple )?of )?{_X}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"margin (?:ratio|requirement|level)s? (?:of|is|at|being|set at) {_P},? (?:{_LEADS_EN} |then |so )*(?:the |a |its )?(?:maximum |theoretical )*(?:leverage|multiple)(?: ratio| multiple| factor)? (?:is|of|equals|becomes|=|would be|reaches) {_X}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"保证金(?:最低)?比例(?:为|是|达到|达|提[高升]到|上调[至到])?{_P}(?:时|的情况下)?[，,]?(?:{_LEADS_ZH})*(?:最[高大])?(?:融资|理论)*(?:的)?(?:杠杆)?(?:倍数|率|比例)?(?:约|为|是|达|可达)*{_X}"
    ),
    re.compile(
        rf"margin(?: ratio| requirement| level)?s? (?:of|is|at|being|set at) {_P},? [^⟦⟧.;]{{0,40}}?\b{_LEADS_EN} (?:up to |about |roughly |a |an )*{_X} ?leverage",
        re.IGNORECASE,
    ),
    re.compile(rf"{_P} (?:margin )?ratio,? {_X}", re.IGNORECASE),
    re.compile(rf"{_P}(?:的)?保证金(?:比例)?[，,]?(?:{_LEADS_ZH})+(?:最[高大])?(?:约)?{_X}"),
)
_LEVERAGE_BACK: Final = (
    re.compile(
        rf"{_X} ?(?:leverage )?(?:needs?|requires?|takes|calls for) (?:a |an |at least )*{_P} ?(?:initial )?margin", re.IGNORECASE
    ),
    re.compile(rf"{_X}(?:的)?杠杆(?:需要?|要求|对应)(?:约)?{_P}(?:的)?保证金"),
)
_GAP: Final = r"[^⟦⟧。；;]{0,14}?"
_LISTED: Final = re.compile(
    rf"{_P}(?:的)?(?: initial| financing)*(?: ?margin|保证金)?(?:比例)?(?: ratio| requirement)?[，,]?(?: to| gives?| for|对应|则?为|是)? ?{_X}",
    re.IGNORECASE,
)
"""A further pair of margin and leverage in a list whose first one says what they are."""
_MARGIN_MOVED: Final = re.compile(
    rf"(?:保证金|margin)[^⟦⟧。；;]{{0,64}}(?:从|由|from )?{_GAP}⟦p(?P<a>\d+)⟧{_GAP}(?:至|到|为|to ){_GAP}⟦p(?P<b>\d+)⟧",
    re.IGNORECASE,
)
_LEVERAGE_MOVED: Final = re.compile(
    rf"(?:杠杆|leverage)[^⟦⟧。；;]{{0,24}}(?:从|由|from )?{_GAP}⟦x(?P<a>\d+)⟧{_GAP}(?:至|到|为|to ){_GAP}⟦x(?P<b>\d+)⟧",
    re.IGNORECASE,
)

_ROLES: Final[tuple[tuple[str, str, re.Pattern[str]], ...]] = (
    ("own", "m", re.compile(r"(?:自有资金|自有资本|自有|本金|自己的|投入)(?:为|是|有|约|了)?$|(?:own (?:funds|capital|money)|capital|equity|principal|invests?|investing) (?:of|is|=|:)?\s?(?:the )?$|\bown(?:s|ing)? $", re.IGNORECASE)),
    ("loan", "m", re.compile(r"(?:融资(?:买入|借入|负债|金额|额)?|借入|借款|借|负债|向券商融资)(?:为|是|了|约|金额)?$|(?:borrow(?:s|ed|ing)?|loan|financ(?:es|ed|ing)|debt)(?: amount| balance| another| an additional)? ?(?:of|is|=|:)?\s?$", re.IGNORECASE)),
    ("position", "m", re.compile(r"(?:总持仓|总资产|持仓市值|总仓位|持仓|证券市值|买入总额|总市值|可操作资金|总资金)(?:共|合计|为|是|达|约|变为|变成)?$|(?:(?:total )?(?:position|exposure|holdings?|assets|portfolio|buying power))(?: worth| value| size)? ?(?:of|is|=|:|becomes|to|totals?)?\s?$", re.IGNORECASE)),
    ("lost_share", "p", re.compile(r"(?:占|相当于)(?:本金|自有资金|自有资本)的?$|\bor $", re.IGNORECASE)),
    ("fall", "p", re.compile(r"(?:股价|市值|价格|股票|跌幅|若|如果|一旦|当)?(?:下跌|跌|下降|回撤)(?:幅度|了|约|达)?$|(?:drop|fall|decline|drops|falls|declines|fell|dropped|loses) (?:by |of )?$", re.IGNORECASE)),
    ("loss", "m", re.compile(r"(?:亏损|损失|浮亏|亏)(?:金额|额)?(?:为|是|达|了|约|共)?$|loss(?:es)?(?: of| is| amounts? to| =|:| to)?\s?$|\blos(?:e|es|ing)\s?$", re.IGNORECASE)),
    ("margin", "p", re.compile(r"保证金比例(?:为|是|达|要求|按|提[高升]到|提[高升]至|上调至)?$|margin (?:ratio|requirement) (?:of|is|at|=|:)?\s?$", re.IGNORECASE)),
    ("deposit", "m", re.compile(r"(?:需要?|须|要|缴纳|提供|提交|准备|保证金)(?:缴纳|提供|提交|准备|存入)?(?:的)?(?:保证金|自有资金)?(?:为|是|约|至少)?$|(?:needs?|requires?|deposit|post|margin) (?:of |a |an |at least |in margin )*$", re.IGNORECASE)),
    ("rate", "p", re.compile(r"(?:年化(?:利率|费率)?|年利率|利率|费率)(?:为|是|约|按|达)?$|(?:annual(?:i[sz]ed)?|interest)(?: interest)? rate (?:of|is|at|=|:)?\s?$|\bat $", re.IGNORECASE)),
    ("interest", "m", re.compile(r"(?:利息|息费|融资成本)(?:总额|合计|共|费用|支出)?(?:为|是|约|达|共)?$|interest(?: cost| charge| expense)?s? ?(?:of|is|comes to|amounts? to|totals?|=|:|would be)?\s?(?:about |roughly )?$|costs? $", re.IGNORECASE)),
    ("ratio", "p", re.compile(r"(?:维持担保比例|担保比例|维保比例)(?:约|为|是|达|降至|跌至|变为|即|则)*$|(?:maintenance|guarantee|collateral)(?: guarantee| margin)? ratio (?:of|is|falls? to|drops? to|=|:|would be|becomes)?\s?$", re.IGNORECASE)),
)  # fmt: skip
"""What the words in front of a figure say that it is: role, kind of figure, words."""
_DAYS: Final = frozenset({"days", "天", "日"})
_YEARS: Final = (365, 360)
"""Days that a year of interest has: brokers use both."""
_AFTER: Final = 22
"""How many characters in front of a figure say what it is."""
_IN_EXAMPLE: Final = re.compile(
    r"假设|某投资者|一位投资者|例如|举例|比如|若|如果|假如|案例|举个例子|\b(?:for example|suppose|assum\w+|if|an investor|an account|borrowing|e\.g\.|say|case|imagine|consider)\b|=|＝|利息|interest",
    re.IGNORECASE,
)


def formulas(sheet: Sheet) -> Iterator[Equation]:
    """All equations that are formulas of the trade."""
    for page in sheet.slotted:
        if len(page.figures) < 2:
            continue
        yield from _leverage(page)
        yield from _example(page)
    yield from _moved(sheet)


def _leverage(page: Slotted) -> Iterator[Equation]:
    """One over the margin is the loan for one of margin; one more where the holding for one of margin is meant."""
    pairs = {
        (match["margin"], match["leverage"]) for pattern in (*_LEVERAGE, *_LEVERAGE_BACK) for match in pattern.finditer(page.text)
    }
    if pairs:
        pairs |= {(match["margin"], match["leverage"]) for match in _LISTED.finditer(page.text)}
    for margin, leverage in sorted(pairs, key=lambda pair: int(pair[1])):
        yield _inverse(page.term(margin), page.term(leverage), firm=True)


def _moved(sheet: Sheet) -> Iterator[Equation]:
    """Leverage falls from a to b where margin rises from c to d, within one item."""
    margins: dict[int, list[tuple[Slotted, re.Match[str]]]] = defaultdict(list)
    for page in sheet.slotted:
        margins[page.passage.item].extend((page, match) for match in _MARGIN_MOVED.finditer(page.text))
    for page in sheet.slotted:
        for match in _LEVERAGE_MOVED.finditer(page.text):
            for other, moved in margins[page.passage.item]:
                together = other is page
                yield _inverse(other.term(moved["a"]), page.term(match["a"]), firm=together)
                yield _inverse(other.term(moved["b"]), page.term(match["b"]), firm=together)


def _inverse(margin: Term, leverage: Term, *, firm: bool) -> Equation:
    terms = (replace(margin, sign=1, shifts=(0,)), replace(leverage, sign=1, shifts=(0,)))
    return Equation(Topic.FORMULA, terms, "1/{0}", (computing.one_over, _holding), firm=firm, supports=(1,))


def _holding(operands: Sequence[Interval]) -> Interval | None:
    made = computing.one_over(operands)
    return None if made is None else made + Interval.around(1)


def _example(page: Slotted) -> Iterator[Equation]:
    """Figures of one worked example, each named by the words in front of it."""
    if not _IN_EXAMPLE.search(page.text):
        return
    roles = _roles(page)
    named = {place for places in roles.values() for place in places}
    whole = all(place in named for place, figure in enumerate(page.figures) if figure.kind is Kind.MONEY)
    for needed, formula, computes in _IDENTITIES:
        if all(len(roles.get(role, ())) == 1 for role in needed):
            terms = tuple(replace(page.term(roles[role][0]), sign=1, shifts=(0,)) for role in needed)
            yield Equation(Topic.FORMULA, terms, formula, computes, firm=whole and needed in _SURE)
    for (once, *pair), formula, computes in _PAIRED:
        first, second = (roles.get(role, ()) for role in pair)
        if len(roles.get(once, ())) == 1 and len(first) == len(second) > 0:
            for left, right in zip(first, second, strict=True):
                terms = tuple(replace(page.term(place), sign=1, shifts=(0,)) for place in (roles[once][0], left, right))
                yield Equation(Topic.FORMULA, terms, formula, computes, firm=whole and len(first) == 1 and (once, *pair) in _SURE)


def _roles(page: Slotted) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, figure in enumerate(page.figures):
        if figure.upper is not None:
            continue
        if figure.kind is Kind.DURATION and figure.unit in _DAYS:
            if not re.search(rf"⟦d{place}⟧[- ]?(?:year|计息)", page.text):
                found["days"].append(place)
            continue
        mark = re.search(rf"⟦[a-z]{place}⟧", page.text)
        assert mark is not None, "every figure has its slot"
        before = page.text[max(0, mark.start() - _AFTER) : mark.start()].rpartition("⟧")[2]
        after = page.text[mark.end() : mark.end() + _AFTER].partition("⟦")[0]
        for role, letter, words in _ROLES:
            if page.text[mark.start() + 1] == letter and (words.search(before) or _behind(role, after)):
                found[role].append(place)
                break
    return found


_BEHIND: Final = {
    "own": re.compile(r"^(?:的)?(?:自有资金|本金|自有)|^ (?:of (?:his |her |their |your )?own\b|in (?:own )?capital|own (?:funds|capital))", re.IGNORECASE),
    "loan": re.compile(r"^(?:的)?(?:融资|借款)|^ (?:loan|of debt|borrowed|in margin debt)", re.IGNORECASE),
    "fall": re.compile(r"^ (?:drop|fall|decline|loss in (?:price|value))", re.IGNORECASE),
    "margin": re.compile(r"^(?:的)?保证金比例|^ margin (?:ratio|requirement)", re.IGNORECASE),
    "loss": re.compile(r"^(?:的)?(?:亏损|损失)|^ loss", re.IGNORECASE),
    "position": re.compile(r"^(?:的)?(?:总持仓|持仓|总资产)|^ (?:position|portfolio)", re.IGNORECASE),
    "deposit": re.compile(r"^(?:的)?(?:保证金|自有资金作为保证金)|^ (?:margin deposit|in margin|of margin)", re.IGNORECASE),
    "rate": re.compile(r"^(?:的)?(?:年化|年利率)|^ (?:annual|annuali[sz]ed|interest rate)", re.IGNORECASE),
    "interest": re.compile(r"^(?:的)?利息|^ (?:of|in) interest", re.IGNORECASE),
}  # fmt: skip


def _behind(role: str, after: str) -> bool:
    words = _BEHIND.get(role)
    return words is not None and bool(words.search(after))


def _interest(year: int) -> Compute:
    def compute(operands: Sequence[Interval]) -> Interval | None:
        made = computing.product(operands)
        return None if made is None else made.scaled(Fraction(1, year))

    return compute


def _lost(operands: Sequence[Interval]) -> Interval | None:
    """What a fall takes from own and borrowed money together."""
    return computing.product([operands[0] + operands[1], operands[2]])


def _after_fall(operands: Sequence[Interval]) -> Interval | None:
    """What the holding is worth after the fall, by the loan."""
    position, fall, loan = operands
    left = computing.product([position, Interval.around(1) - fall])
    return None if left is None else computing.quotient([left, loan])


_IDENTITIES: Final = (
    (("own", "loan", "position"), "{0} + {1}", (computing.total,)),
    (("position", "fall", "loss"), "{0} × {1}", (computing.product,)),
    (("own", "loan", "fall", "loss"), "({0} + {1}) × {2}", (_lost,)),
    (("loss", "own", "lost_share"), "{0}/{1}", (computing.quotient,)),
    (("loan", "rate", "days", "interest"), "{0} × {1} × {2} / 365", tuple(_interest(year) for year in _YEARS)),
    (("position", "loan", "ratio"), "{0}/{1}", (computing.quotient,)),
    (("position", "fall", "loan", "ratio"), "{0} × (1 - {1})/{2}", (_after_fall,)),
)
"""What the figures of an example make, by their roles."""
_PAIRED: Final = (
    (("loan", "margin", "deposit"), "{0} × {1}", (computing.product,)),
    (("own", "margin", "loan"), "{0}/{1}", (computing.quotient,)),
)
"""One amount under several margins, in the order of the sentence."""
_SURE: Final = frozenset({("own", "loan", "position"), ("loan", "rate", "days", "interest"), ("loan", "margin", "deposit")})
"""Where a failure is a fault, and not another step of the example: a fall may come before or after, a ratio at either time."""
