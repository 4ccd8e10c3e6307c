"""Figures known by their digits: of a subject's rows the one with the same digits is meant, and what else is said of it is held against it.

Three digits of one subject's few rows are no chance; another's digits count only where the subject's own row of those days is known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.near import off_by
from liangrong.research.claims.verify.comparison import FLOWS, digits_of, fits_unit
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import kind_of, metrics_of
from liangrong.research.claims.verify.published.meanings import Meaning, meaning_of, of_days
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.scopes import scopes_named
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.whom import Whom

__all__ = ["known_by_digits"]

_TELLING: Final = 3
_FEW: Final = 2
_WORDED: Final = Fraction(3, 100)
"""So near to the row is what a word (quadrupled) says of it."""
_RATIO: Final = "_to_"
_RETURN: Final = "daily_return"
_QUICK: Final = (_RETURN, "rsi")
"""What changes from day to day by more than its last digit."""
_LIMITS: Final = Fraction(1, 20)
"""Prices stop at multiples of this share."""
_ELSE: Final = re.compile(
    r"市值|成交|利润|营收|净值|份额|订单|销量|产量|估值|市盈|目标价|\b(?:turnover|profits?|revenues?|earnings|market value|valuations?|orders?|sales|output|exports?|target|upside)\b",
    re.IGNORECASE,
)
"""Something else that grows."""
_PRICED: Final = re.compile(r"[涨跌挫]|股价|指数|价格|\b(?:shares|stocks|prices?|index)\b", re.IGNORECASE)
"""Words by which an industry's shares move, and not what is borrowed on them."""


def known_by_digits(
    article: Article, claims: Sequence[Claim], desk: Desk, *, whom: Whom, decided: Collection[int]
) -> Iterable[Ruling]:
    """Rule on figures of named subjects that no row was found for by their days; support from other sources, contradiction from any.

    Parameters
    ----------
    whom
        The names of the desk.
    decided
        Numbers of claims that need no ruling.
    """
    own = own_sources(article, desk.published)
    margin = cues.MARGIN.search(article.text) is not None
    for claim in claims:
        figure = claim.figure
        if figure is None or claim.number in decided or claim.nature is not Nature.FACT or figure.upper is not None:
            continue
        if claim.first or claim.reference or figure.hedge not in (Hedge.NONE, Hedge.ABOUT):
            continue
        meaning = meaning_of(claim, article, whom)
        own_name = (claim.scope,) if claim.scope in meaning.scopes else scopes_named(claim.subject) or meaning.scopes
        scope = own_name[0] if len(own_name) == 1 else ""
        if scope in ("", "market") or not (margin or _is_price(scope)):
            continue
        alike = [row for row in desk.published if row.usable and _is_sort(claim, figure, row)]
        mine = [row for row in alike if row.scope == scope]
        ruling = _held(claim, figure, meaning, mine, alike, whom) if mine else None
        if ruling and (ruling.judgement.verdict.support == "refuted" or not all(row.source in own for row in mine)):
            yield ruling


def _held(
    claim: Claim, figure: Figure, meaning: Meaning, mine: Sequence[PublishedFigure], alike: Sequence[PublishedFigure], whom: Whom
) -> Ruling | None:
    same = [row for row in mine if _says(figure, row.interval)]
    if figure.is_word:
        return agrees(claim, same[0]) if same and not meaning.printed and _sign(same[0]) == meaning.sign else None
    dated = [row for row in mine if any(of_days(period, row) for period in meaning.periods)] if meaning.printed else []
    if same and (digits_of(figure) >= _TELLING or (same[0].metric in _QUICK and meaning.printed and not dated)):
        row = next((one for one in same if one in dated), same[0])
        told = _way(claim, meaning, row)
        if meaning.printed and row not in dated:
            return differs(claim, "wrong_date", row) if _is_misdated(figure, meaning, row) else None
        if not told or not _sign(row):
            return agrees(claim, row) if not _is_signed(row) else None
        if told == _sign(row):
            return agrees(claim, row)
        return differs(claim, "wrong_sign", row) if all(_sign(one) == _sign(row) for one in mine) else None
    if same or (meaning.printed and not dated):
        return None
    if (
        len(mine) == 1
        and not _is_signed(mine[0])
        and claim.metric
        and digits_of(figure) >= _FEW
        and off_by(figure, mine[0].interval)
    ):
        return differs(claim, "unit_slip", mine[0])
    if digits_of(figure) < _TELLING:
        return None
    windows = {(row.metric, row.aspect, row.start, row.end): row for row in dated or mine}
    named = {found.scope for found in whom.named(claim.text)}
    for row in alike:
        truth = windows.get((row.metric, row.aspect, row.start, row.end))
        if (
            truth is None
            or (row.scope in named and not claim.group)
            or row.scope.partition(":")[0] != truth.scope.partition(":")[0]
        ):
            continue
        if _says(figure, row.interval) and (not _is_signed(row) or _way(claim, meaning, row) in (0, _sign(row))):
            return differs(claim, "subject_drift", truth, row, right=truth.shown)
    return None


def _is_misdated(figure: Figure, meaning: Meaning, row: PublishedFigure) -> bool:
    """Whether one day alone is printed, and the row is another day's of what is seldom the same twice; a price's limit is."""
    if len(meaning.periods) != 1 or not meaning.periods[0].is_day or row.start != row.end or row.metric not in _QUICK:
        return False
    rest = Fraction(figure.base) % _LIMITS
    return digits_of(figure) > _TELLING or row.metric != _RETURN or min(rest, _LIMITS - rest) > _LIMITS / 50


def _is_price(scope: str) -> bool:
    return scope.partition(":")[0] in ("security", "index")


def _is_sort(claim: Claim, figure: Figure, row: PublishedFigure) -> bool:
    """Whether a row can be what a figure is of, whosoever and whenever: a move, a ratio, a flow or a level of its metric."""
    kind = kind_of(row.metric, row.aspect)
    if kind is None or not fits_unit(figure, kind) or row.start is None:
        return False
    named = metrics_of(claim)
    if figure.kind is Kind.PERCENT and (claim.aspect is Aspect.GROWTH or cues.way_of(claim.text)):
        if _ELSE.search(claim.text):
            return False
        if _is_price(row.scope) and not cues.MARGIN.search(claim.text):
            return row.metric == _RETURN
        if _PRICED.search(claim.text) and not cues.MARGIN.search(claim.text):
            return False
        return row.aspect == "growth" and (not named or row.metric in named)
    if figure.kind is Kind.MONEY and (row.metric in FLOWS or row.aspect == "change"):
        return bool(FLOWS.intersection(named)) or (row.metric in named and claim.aspect is Aspect.CHANGE)
    return row.metric in named and row.aspect == "level" and claim.aspect in (Aspect.LEVEL, Aspect.SHARE)


def _says(figure: Figure, truth: Interval) -> bool:
    """Whether a figure is a row's, whichever way it went; of a word, whether it is what one would say of it."""
    if truth.low is None or truth.high is None:
        return False
    if figure.is_word:
        size = (truth.low + truth.high) / 2 + 1
        return figure.kind is Kind.PERCENT and abs((Fraction(figure.base) + 1) / size - 1) <= _WORDED if size > 1 else False
    exact = replace(figure, hedge=Hedge.NONE, value=abs(figure.value)).interval()
    return exact.meets(truth) or exact.meets(-truth)


def _is_signed(row: PublishedFigure) -> bool:
    return row.aspect in ("growth", "change") or row.metric in FLOWS or row.metric == _RETURN


def _way(claim: Claim, meaning: Meaning, row: PublishedFigure) -> int:
    """Which way the words say that it went."""
    if claim.figure is not None and claim.figure.value < Decimal(0):
        return -1
    flow = cues.flow_of(claim.text) if row.metric in FLOWS else 0
    return flow or meaning.sign or {"up": 1, "in": 1, "down": -1, "out": -1}.get(claim.direction, 0)


def _sign(row: PublishedFigure) -> int:
    low, high = row.interval.low, row.interval.high
    return 1 if low is not None and low > 0 else -1 if high is not None and high < 0 else 0
