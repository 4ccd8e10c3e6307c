"""Parts and wholes that the market itself defines: financing and short against the total, exchanges against the market, a ratio against both sides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Final, TypeAlias

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.term import alike
from liangrong.research.claims.verify.arithmetic.times import LEVELS, Tie, same_day, same_period

__all__ = ["parts"]

_Day: TypeAlias = tuple[date, date]
_MARKET: Final = "market"
_BALANCES: Final = ("financing_balance", "short_balance", "margin_trading_balance")
_FLOWS: Final = ("financing_repay_amount", "financing_buy_amount", "net_financing_purchase")
_EXCHANGES: Final = ("exchange:SSE", "exchange:SZSE", "exchange:BSE")
_SUMMED: Final = frozenset({*_BALANCES, *_FLOWS, "turnover"})
_SHARE: Final = Fraction(9, 10)
"""Financing makes up nearly all of the total: where it is printed so, the two fit each other, and not only by chance."""
_SMALLEST: Final = Fraction(1, 50)
"""The Beijing exchange is less than this share of the market: what two exchanges leave open of a total must be less."""
_EXACT: Final = frozenset({Hedge.NONE, Hedge.ABOUT, Hedge.NEARLY})
_OVER: Final = "_to_"
_NAMED: Final = {
    "financing_buy_to_turnover": ("financing_buy_amount", "", "turnover"),
    "margin_trading_share_of_turnover": ("financing_buy_amount", "", "turnover"),
}
"""Ratios whose name does not say what is above and below; 两融交易额 is often said where financing purchases are meant."""
_OF_WHICH: Final = re.compile(
    r"[其当里]中|里[头面]|其(?=融[资券])|\b(?:of (?:which|that|it|this)|including|(?:the )?(?:bulk|rest|most) of|with (?:a |an |the ))",
    re.IGNORECASE,
)


def parts(sheet: Sheet) -> Iterator[Equation]:
    """All equations between parts and wholes of one day."""
    days: dict[tuple[int, _Day], list[Claim]] = defaultdict(list)
    shares: dict[tuple[int, _Day], list[Claim]] = defaultdict(list)
    last: Claim | None = None
    for claim in sheet.facts():
        if claim.aspect not in LEVELS or not claim.metric or claim.period is None or claim.threshold is not None:
            continue
        if claim.figure is not None and claim.figure.kind is Kind.COUNT:
            continue
        one = claim if claim.scope or last is None or not _belongs(last, claim) else replace(claim, scope=last.scope)
        if one.scope and claim.aspect is Aspect.SHARE and _OVER not in claim.metric:
            shares[one.passage.item, (claim.period.start, claim.period.end)].append(one)
        elif one.scope:
            days[one.passage.item, (claim.period.start, claim.period.end)].append(one)
            last = one
    for day, claims in days.items():
        yield from _shares(sheet, shares[day], claims)
        for scope in dict.fromkeys(one.scope for one in claims):
            here = [one for one in claims if one.scope == scope]
            yield from _balances(sheet, _by(here, "metric"))
            yield from _flows(sheet, _by(here, "metric"))
            yield from _ratios(sheet, _by(here, "metric"))
        for metric in dict.fromkeys(one.metric for one in claims if one.metric in _SUMMED):
            yield from _exchanges(sheet, _by([one for one in claims if one.metric == metric], "scope"))


def _shares(sheet: Sheet, shares: Sequence[Claim], levels: Sequence[Claim]) -> Iterator[Equation]:
    """A share of one scope in the market's quantity, or of one balance in the total."""
    for share in shares:
        if share.figure is None or share.figure.kind is not Kind.PERCENT:
            continue
        parts_ = [one for one in levels if (one.metric, one.scope) == (share.metric, share.scope)]
        wholes = [one for one in levels if (one.metric, one.scope) in ((share.metric, _MARKET), (_BALANCES[2], share.scope))]
        for part, whole in product(parts_, wholes):
            if part is whole or part.figure is None or whole.figure is None or not alike(part.figure, whole.figure):
                continue
            yield Equation(
                Topic.SHARE, (sheet.term(part), sheet.term(whole), sheet.term(share)), "{0}/{1}", (computing.quotient,)
            )


def _belongs(last: Claim, claim: Claim) -> bool:
    """Whether a figure that names nobody is a part of the one before it: of which so much."""
    near = 0 <= claim.passage.number - last.passage.number <= 1 and last.passage.item == claim.passage.item
    return near and same_period(claim, last) and bool(_OF_WHICH.match(claim.text)) and claim.metric in _BALANCES


def _by(claims: Sequence[Claim], key: str) -> Mapping[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        figure = claim.figure
        if figure is not None and figure.upper is None and figure.base > 0 and figure.currency in ("", "CNY"):
            found[getattr(claim, key)].append(claim)
    return found


def _tie(claims: Sequence[Claim]) -> Tie:
    return min(same_day(one, other) for one in claims[:1] for other in claims[1:])


def _balances(sheet: Sheet, by_metric: Mapping[str, list[Claim]]) -> Iterator[Equation]:
    financing, short, total = (by_metric.get(metric, []) for metric in _BALANCES)
    for a, b, c in product(financing, short, total):
        terms = (sheet.term(a), sheet.term(b), sheet.term(c))
        yield Equation(Topic.SUM, terms, "{0} + {1}", (computing.total,), firm=_tie((c, a, b)) is Tie.FIRM, blame="all")
    for part, whole in (*product(financing, total), *product(short, total)):
        yield from _within(sheet, part, whole)


def _within(sheet: Sheet, part: Claim, whole: Claim) -> Iterator[Equation]:
    """A part is at most its whole; a figure that is only a bound on one side proves nothing."""
    a, b = part.figure, whole.figure
    if (
        a is None
        or b is None
        or a.kind is not b.kind
        or a.hedge not in _EXACT
        or b.hedge not in _EXACT
        or part.ambiguous != whole.ambiguous
    ):
        return
    near = 0 <= part.passage.number - whole.passage.number <= 1
    between = sheet.article.text[whole.start : a.start] if near else ""
    firm = _tie((part, whole)) is Tie.FIRM
    close = (
        part.metric == _BALANCES[0]
        and Fraction(a.base) >= _SHARE * Fraction(b.base)
        and (firm or bool(_OF_WHICH.search(between)))
    )
    mixed = part.metric == _BALANCES[0] and Fraction(a.base) <= Fraction(b.base) / _SHARE
    terms = (sheet.term(part), sheet.term(whole))
    yield Equation(
        Topic.PART,
        terms,
        "{0}",
        (computing.first,),
        "at_most",
        firm=firm,
        blame="all",
        supports=() if close else (-1,),
        error="label_mixup" if mixed else "cross_statement",
    )


def _flows(sheet: Sheet, by_metric: Mapping[str, list[Claim]]) -> Iterator[Equation]:
    repaid, bought, net = (by_metric.get(metric, []) for metric in _FLOWS)
    for a, b, c in product(repaid, bought, net):
        terms = (sheet.term(a), sheet.term(b), sheet.term(c))
        yield Equation(Topic.CHANGE, terms, "{1} - {0}", (computing.difference,), firm=_tie((c, a, b)) is Tie.FIRM)


def _ratios(sheet: Sheet, by_metric: Mapping[str, list[Claim]]) -> Iterator[Equation]:
    for metric, claims in by_metric.items():
        above, _, below = metric.partition(_OVER) if _OVER in metric else _NAMED.get(metric, ("", "", ""))
        for a, b, c in product(by_metric.get(above, []), by_metric.get(below, []) if below else [], claims):
            terms = (sheet.term(a), sheet.term(b), sheet.term(c))
            yield Equation(
                Topic.SHARE,
                terms,
                "{0}/{1}",
                (computing.quotient,),
                firm=_tie((c, a, b)) is Tie.FIRM and not c.ambiguous and _OVER in metric,
            )


def _exchanges(sheet: Sheet, by_scope: Mapping[str, list[Claim]]) -> Iterator[Equation]:
    shanghai, shenzhen, beijing = (by_scope.get(scope, []) for scope in _EXCHANGES)
    for a, b, c, whole in product(shanghai, shenzhen, beijing, by_scope.get(_MARKET, [])):
        terms = tuple(sheet.term(one) for one in (a, b, c, whole))
        yield Equation(Topic.SUM, terms, "{0} + {1} + {2}", (computing.total,), firm=_tie((whole, a, b, c)) is Tie.FIRM)
    if not beijing:
        for a, b, whole in product(shanghai, shenzhen, by_scope.get(_MARKET, [])):
            terms = tuple(sheet.term(one) for one in (a, b, whole))
            yield Equation(Topic.SUM, terms, "{0} + {1}", (computing.total, _with_beijing), firm=_tie((whole, a, b)) is Tie.FIRM)


def _with_beijing(operands: Sequence[Interval]) -> Interval | None:
    """Two exchanges, and what the third can be at most."""
    both = Interval.total(operands)
    if both.low is None or both.high is None or both.low < 0:
        return None
    return Interval(both.low, both.high / (1 - _SMALLEST))
