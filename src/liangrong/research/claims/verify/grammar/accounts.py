"""A worked account that goes on from sentence to sentence: interest for so many days, and assets over debt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.numerals import ENGLISH, digits, english
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import is_slip, off_by
from liangrong.research.claims.verify.grammar.quantities import Quantity
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, value_in

__all__ = ["check_accounts"]

_REACH: Final = 3
"""Sentences for which a loan, a rate or a debt that was named holds."""
_YEARS: Final = (360, 365)
_CLOSE: Final = Fraction(1, 2)
_LOAN: Final = re.compile(
    r"(?:\bborrow(?:s|ed|ing)?|\bloan of|\bdebt of|\bloan is|\bfinanc(?:es|ing) of|融资|融入|借入|借款|贷款|借)(?:\s|了|买入|本金|金额|约)*$",
    re.IGNORECASE,
)
_RATE: Final = re.compile(
    r"(?:\b(?:annual|interest|financing|yearly)(?:i[sz]ed)?(?: interest)? rate (?:of|is|at)|年利率|年化利率|利率|年息|年化)(?:\s|为|是|按|约)*$",
    re.IGNORECASE,
)
_RATE_AFTER: Final = re.compile(r"^\s*(?:for \w+ days\b|interest\b|a year|per annum|annual|的?年利率|的?年化)", re.IGNORECASE)
_BASIS: Final = re.compile(r"(?P<days>36[05])\s*[-天日]?\s*(?:day|天|日|计)", re.IGNORECASE)
_DAYS_BEFORE: Final = re.compile(
    rf"(?<![\d.,-])(?<!按)(?<!每年)(?P<days>\d{{1,3}}|\b(?:{ENGLISH}))\s*(?:days?\b|天|日)(?!\s*-?year|计息|基准)", re.IGNORECASE
)
_LONGEST: Final = 80
_A_DAY: Final = re.compile(r"(?:每[天日]|日均|一天)\D{0,8}$|\b(?:each|every|per) day\b\D{0,12}$", re.IGNORECASE)
_DAYS_AFTER: Final = re.compile(r"^\s*(?:yuan )?(?:for|over) (?P<days>\d{1,3}) days?\b", re.IGNORECASE)
_COSTS: Final = re.compile(
    r"\bcosts?\b|\bowes?\b|\binterest\b|\bcomes? to\b|利息|息费|成本|^\s*[,，]?\s*(?:约|为|是|则为|需|要)?\s*$", re.IGNORECASE
)
_DEBT: Final = re.compile(
    r"(?:\b(?:debts?|liabilit(?:y|ies)|owes?|borrowings?)(?: of| is| are)?|负债|债务|融资负债|欠款)(?:\s|总额|合计|为|是|共|约)*$",
    re.IGNORECASE,
)
_ASSETS: Final = re.compile(
    r"(?:\b(?:assets|collateral|holdings?|account|portfolio)\b[^.;。]{0,24}|(?:总?资产|市值|担保物)[^，。；]{0,8})$",
    re.IGNORECASE,
)
_RATIO: Final = re.compile(r"(?:\bratio\b[^.;。]{0,24}|(?:维持担保比例|担保比例|维保比例|比例)[^，。；]{0,8})$", re.IGNORECASE)
_MAINTENANCE: Final = re.compile(r"maintenance|collateral ratio|guarantee ratio|维持担保|担保比例|维保", re.IGNORECASE)


def check_accounts(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    """Interest and ratios of an account against what the sentences before say of it."""
    yield from _interest(quantities)
    yield from _ratios(quantities)


def _interest(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    loan = rate = None
    basis: tuple[int, ...] = _YEARS
    for one in quantities:
        text = one.claim.passage.text
        if _is_money(one) and (_LOAN.search(one.before) or (one.before.endswith("以") and "利息" in text)):
            loan = one
            found = _BASIS.search(text)
            basis = (int(found["days"]),) if found else _YEARS
        elif one.figure.kind is Kind.PERCENT and (
            _RATE.search(one.before) or _RATE_AFTER.match(one.after) or _next_rate(one, rate)
        ):
            rate = one
        elif loan is None or rate is None or not _is_money(one) or one.sentence - min(loan.sentence, rate.sentence) > _REACH:
            continue
        elif (days := _days(one)) is not None:
            yield from _cost(one, loan, rate, days, basis)


def _days(one: Quantity) -> int | None:
    """For how many days an amount is the cost; ``None`` where it is none."""
    if _A_DAY.search(one.before):
        return None
    passage = one.claim.passage
    before = passage.text[: one.figure.start - passage.start]
    told = list(_DAYS_BEFORE.finditer(before))
    if told and len(before) - told[-1].end() <= _LONGEST and _COSTS.search(before[told[-1].end() :]):
        text = told[-1]["days"]
        number = digits(text) if text.isdecimal() else english(text.lower())
        return int(number.value) if number is not None else None
    after = _DAYS_AFTER.match(passage.text[one.figure.end - passage.start :])
    return int(after["days"]) if after is not None and _COSTS.search(one.before) else None


def _cost(one: Quantity, loan: Quantity, rate: Quantity, days: int, basis: tuple[int, ...]) -> Iterator[Ruling]:
    made = [Fraction(loan.figure.base) * Fraction(rate.figure.base) * days / year for year in basis]
    stated = one.stated
    close = next((place for place, value in enumerate(made) if stated.contains(value)), None)
    place = close or 0
    working = f"{shown(loan.figure)} × {shown(rate.figure)} × {days}/{basis[place]} = {value_in(made[place], one.figure)}"
    if close is not None:
        yield from closes([one], working)
    elif not any(stated.meets(Interval.around(value, value / 50)) for value in made) and any(
        _is_meant(one, value, wide=loan.sentence == rate.sentence == one.sentence) for value in made
    ):
        yield from failed([one], [one, loan, rate], working, value_in(made[0], one.figure), "arithmetic")


def _next_rate(one: Quantity, rate: Quantity | None) -> bool:
    """Whether a percentage is the rate that takes the place of another one in the same sentence: at 4.8 %, and at 3.6 %."""
    return rate is not None and one.sentence == rate.sentence and one.figure.size == rate.figure.size


def _is_meant(one: Quantity, value: Fraction, *, wide: bool) -> bool:
    """Whether a cost misses the computed one by a slip, or by so little that it is the one that was meant."""
    made = Interval.around(value)
    off = abs(value - Fraction(one.figure.base))
    return off_by(one.figure, made) is not None or is_slip(one.figure, made, fewest=2) or off <= (2 if wide else _CLOSE) * value


def _ratios(quantities: Sequence[Quantity]) -> Iterator[Ruling]:
    debt: Quantity | None = None
    for one in quantities:
        if _is_money(one) and _DEBT.search(one.before) and _MAINTENANCE.search(one.claim.passage.text):
            debt = one
        if debt is None or not 0 < one.sentence - debt.sentence <= _REACH or one.figure.kind is not Kind.PERCENT:
            continue
        beside = [other for other in quantities if other.sentence == one.sentence and _is_money(other)]
        if len(beside) != 1 or not _RATIO.search(one.before) or not _ASSETS.search(beside[0].before):
            continue
        assets = beside[0]
        made = assets.rounding.over(debt.rounding)
        assert made.low is not None, "quotients begin at zero"
        assert made.high is not None, "printed figures are bounded"
        working = f"{shown(assets.figure)}/{shown(debt.figure)} = {value_in((made.low + made.high) / 2, one.figure)}"
        said = max(one, assets, key=lambda each: each.place)
        if one.stated.meets(made):
            yield from closes([one, assets], working)
        elif said is one:
            yield from failed([one], [one, assets, debt], working, value_in((made.low + made.high) / 2, one.figure), "arithmetic")
        else:
            right = Fraction(debt.figure.base) * Fraction(one.figure.base)
            needed = f"{shown(debt.figure)} × {shown(one.figure)} = {value_in(right, assets.figure)}"
            yield from failed([assets], [one, assets, debt], needed, value_in(right, assets.figure), "arithmetic")


def _is_money(one: Quantity) -> bool:
    return one.figure.kind is Kind.MONEY and one.figure.upper is None and one.figure.value > 0
