"""Claims that no row was found for by their grammar, held against the rows that they can be about by meaning.

A figure that agrees to its last digit with a row of whoever and whenever it names is that row's. One that disagrees is wrong only where
nothing was guessed: one name, one window, one figure of its kind, and no other metric of the same words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Direction, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.comparison import FLOWS, Agreement, compared, digits_of, fits_unit
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import kind_of
from liangrong.research.claims.verify.published.meanings import Meaning, about, meaning_of, of_days
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.slips import mistyped
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.whom import Whom

__all__ = ["held_by_meaning"]

_ASPECTS: Final = (Aspect.LEVEL, Aspect.CHANGE, Aspect.GROWTH, Aspect.SHARE, Aspect.MEAN, Aspect.COUNT, Aspect.CROSSING)
_TELLING: Final = 3
"""Digits with which an agreement is none by chance, where who and when are named."""
_FEW: Final = 2
_EXACT: Final = 4
_UNIQUE: Final = 5
"""Digits that belong to one row alone, whatever the day."""
_FAR: Final = 4
"""A wrong figure is not so many times the right one; what is, means something else."""
_ONE_INDEX: Final = frozenset({"index_level", "close"})
"""Two names of one thing."""
_BOTH: Final = frozenset({"financing_balance", "margin_trading_balance"})
_CLOSE: Final = Fraction(2, 100)
"""By so much the money of the whole market and both sides together differ at most."""
_LATELY: Final = timedelta(days=10)
_A_MONTH: Final = timedelta(days=31)
_SIGNED: Final = ("change", "growth")


def held_by_meaning(
    article: Article, claims: Sequence[Claim], desk: Desk, *, whom: Whom, decided: Collection[int]
) -> Iterable[Ruling]:
    """Support from other sources, contradiction from any.

    Parameters
    ----------
    whom
        The names of the desk.
    decided
        Numbers of claims that were decided by their grammar.
    """
    asked = [
        claim
        for claim in claims
        if claim.figure is not None and claim.number not in decided and claim.aspect in _ASPECTS and claim.nature is Nature.FACT
    ]
    own = own_sources(article, desk.published)
    law = desk.rulebook.names if desk.rulebook else {}
    for claim in asked:
        if claim.metric in law or claim.first or claim.threshold is not None:
            continue
        ruling = _held(claim, meaning_of(claim, article, whom), article, desk.published, own, claims)
        if ruling is not None:
            yield ruling


def _held(
    claim: Claim,
    meaning: Meaning,
    article: Article,
    published: Sequence[PublishedFigure],
    own: frozenset[str],
    claims: Sequence[Claim],
) -> Ruling | None:
    assert claim.figure is not None, "only claims with figures come here"
    rows = [row for row in about(meaning, published, dated=False) if _fits(claim, row)]
    there = [row for row in rows if any(of_days(period, row) for period in meaning.periods)]
    if claim.figure.kind is Kind.PERCENTAGE_POINT:
        return _points(claim, meaning, there)
    found = [(row, _agreement(claim, meaning, row)) for row in there]
    agreeing = [row for row, how in found if how == "agrees" and row.source not in own]
    alone = len(meaning.scopes) == 1 and not cues.MORE_THAN_ONE.search(claim.passage.text)
    digits = digits_of(claim.figure)
    told = digits > 1 or _is_near_bound(claim, agreeing)
    if agreeing and (digits >= _TELLING or (alone and meaning.here and meaning.printed and told)):
        return agrees(claim, agreeing[0])
    if not there and not meaning.printed and alone and digits >= _TELLING:
        lately = [row for row in rows if _is_lately(row, article.day(claim.passage.item)) and row.source not in own]
        if (latest := [row for row in lately if _agreement(claim, meaning, row) == "agrees"]) and meaning.here:
            return agrees(claim, latest[0])
    if agreeing or any(how in ("agrees", "near", "beyond") for _, how in found):
        return None
    if (
        not there
        and alone
        and meaning.here
        and meaning.printed
        and digits >= _FEW
        and (moved := _out_of_scale(claim, meaning, rows))
    ):
        return moved
    if len(found) == 1 and alone and meaning.here and digits >= _EXACT and _is_shifted(claim, found[0][0]):
        return differs(claim, "unit_slip", found[0][0])
    if not (
        found
        and alone
        and meaning.here
        and meaning.printed
        and (meaning.apart or _is_only(claim, claims))
        and _one_window(meaning, there)
    ):
        return None
    known = {row.metric for row, _ in found}
    missing = frozenset() if known & (FLOWS | _ONE_INDEX) else {metric for metric, _ in meaning.wanted} - known
    row, how = min(found, key=lambda one: ("unit_slip", "wrong_sign", "wrong_value").index(one[1] or "wrong_value"))
    if how == "wrong_value" and digits >= _TELLING and _is_shifted(claim, row):
        return differs(claim, "unit_slip", row)
    if how is None or (
        how == "wrong_value" and missing and not (mistyped(claim, row.interval, sure=True) or _is_neither(claim, row, missing))
    ):
        return None
    if how == "wrong_value" and _is_far(claim, row):
        return None
    return differs(claim, how, row)


def _out_of_scale(claim: Claim, meaning: Meaning, rows: Sequence[PublishedFigure]) -> Ruling | None:
    """A balance of the whole market that is a power of ten from that of the days around, which no market moves to in a month."""
    assert claim.figure is not None, "only claims with figures come here"
    for row in rows:
        near = any(row.end is not None and abs(period.end - row.end) <= _A_MONTH for period in meaning.periods if period.is_day)
        if (
            not near
            or row.scope != "market"
            or row.aspect != "level"
            or row.metric not in _BOTH
            or row.interval.low is None
            or row.interval.high is None
        ):
            continue
        size = (row.interval.low + row.interval.high) / 2
        for power in (-4, -3, -2, -1, 1, 2, 3, 4):
            if abs(Fraction(claim.figure.base) / (size * Fraction(10) ** power) - 1) <= 2 * _CLOSE:
                return differs(claim, "unit_slip", row)
    return None


def _is_neither(claim: Claim, row: PublishedFigure, missing: Collection[str]) -> bool:
    """Whether a figure is too far from the whole market's money, or from both sides together, to be either of them."""
    low, high = row.interval.low, row.interval.high
    if claim.figure is None or row.scope != "market" or low is None or high is None or not {row.metric, *missing} <= _BOTH:
        return False
    said = claim.figure.rounding()
    margin = (low + high) / 2 * _CLOSE
    return said.low is not None and said.high is not None and (said.high < low - margin or said.low > high + margin)


def _is_shifted(claim: Claim, row: PublishedFigure) -> bool:
    """Whether the figure is the row's but for its decimal point."""
    assert claim.figure is not None, "only claims with figures come here"
    sizes = (row.interval, -row.interval)
    return any(
        claim.figure.rounding().scaled(factor).meets(size)
        for power in range(1, 5)
        for factor in (Fraction(10) ** power, Fraction(1, 10**power))
        for size in sizes
    )


def _is_far(claim: Claim, row: PublishedFigure) -> bool:
    """Whether the figure is so far from the row's that it must be something else's."""
    low, high = row.interval.low, row.interval.high
    if claim.figure is None or (known := abs(low if low is not None else high or Fraction(0))) == 0:
        return True
    return not Fraction(1, _FAR) <= abs(Fraction(claim.figure.base)) / known <= _FAR


def _is_lately(row: PublishedFigure, today: date | None) -> bool:
    """Whether a row is of the last days before an article that prints no day."""
    return today is not None and row.end is not None and timedelta() <= today - row.end <= _LATELY


def _points(claim: Claim, meaning: Meaning, there: Sequence[PublishedFigure]) -> Ruling | None:
    """The growth of an amount, right in per cent and printed in points."""
    assert claim.figure is not None, "only claims with figures come here"
    as_percent = replace(claim, figure=replace(claim.figure, kind=Kind.PERCENT))
    for row in there:
        if digits_of(claim.figure) > 1 and _agreement(as_percent, meaning, row) == "agrees":
            return differs(claim, "unit_slip", row)
    return None


def _fits(claim: Claim, row: PublishedFigure) -> bool:
    """Whether the claim's figure is of the kind of a row's."""
    figure, kind = claim.figure, kind_of(row.metric, row.aspect)
    if figure is None or kind is None:
        return False
    if figure.kind is Kind.PERCENTAGE_POINT:
        return kind is Kind.PERCENT
    return fits_unit(figure, kind) or (kind in (Kind.COUNT, Kind.POINTS) and figure.kind is Kind.NUMBER)


def _agreement(claim: Claim, meaning: Meaning, row: PublishedFigure) -> Agreement | None:
    """How the figure stands to a row's, its sign by the words; nothing where the row has a sign and the words have none."""
    figure = claim.figure
    assert figure is not None, "only claims with figures come here"
    signed = row.aspect in _SIGNED or row.metric in ("net_financing_purchase", "daily_return")
    if not signed:
        return compared(replace(claim, metric=row.metric, aspect=Aspect.LEVEL, direction=""), row.interval)
    sign = meaning.sign
    if sign == 0 or row.interval.low is None or row.interval.high is None:
        return None
    way: Direction = "up" if sign > 0 else "down"
    return compared(replace(claim, metric=row.metric, aspect=Aspect.CHANGE, direction=way), row.interval)


def _is_only(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether no other figure of its kind stands in the same clause, and none is compared with it."""
    assert claim.figure is not None, "only claims with figures come here"
    kind = claim.figure.kind
    others = [one for one in claims if one.figure is not None and one.number != claim.number and one.passage is claim.passage]
    beside = [
        one
        for one in others
        if one.figure is not None and one.figure.kind is kind and claim.start <= one.figure.start < claim.end
    ]
    return not beside and not claim.group and (not claim.reference or digits_of(claim.figure) >= _EXACT)


def _one_window(meaning: Meaning, there: Sequence[PublishedFigure]) -> bool:
    """Whether all days that are printed are those of the rows."""
    return all(
        any(of_days(period, row) or _is_edge(period, row) or _is_around(period, row) for row in there)
        for period in meaning.periods
    )


def _is_edge(period: Period, row: PublishedFigure) -> bool:
    """Whether a day only begins or ends a row's window."""
    return period.is_day and period.end in (row.start, row.end)


def _is_around(period: Period, row: PublishedFigure) -> bool:
    """Whether a year or a month only frames a row's own, shorter window, which is printed as well."""
    return (
        row.start is not None
        and row.end is not None
        and period.start <= row.start
        and row.end <= period.end
        and not period.open_end
    )


def _is_near_bound(claim: Claim, rows: Sequence[PublishedFigure]) -> bool:
    """Whether a bound of one digit, or in words, is told of what lies a tenth from it at most: more than three-fifths of 61.2%."""
    size = abs(Fraction(claim.figure.base)) if claim.figure is not None and claim.figure.hedge is not Hedge.NONE else Fraction(0)
    ends = [abs(end) for row in rows for end in (row.interval.low, row.interval.high) if end is not None]
    return bool(size and ends) and all(abs(end / size - 1) <= Fraction(1, 10) for end in ends)
