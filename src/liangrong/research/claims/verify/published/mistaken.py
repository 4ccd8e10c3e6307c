"""A figure that is right for something else: another balance or whole, another subject of the same list, another day.

It is called so only where the printed digits are exactly those of the other row and nothing but the one attribute differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from fractions import Fraction
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import BALANCES, compared, digits_of
from liangrong.research.claims.verify.published.matching import metrics_of, same_days, same_thing, side_of
from liangrong.research.claims.verify.published.sentences import days_text
from liangrong.research.claims.verify.published.verdicts import differs

__all__ = ["of_another_day", "of_another_metric", "rows_of", "siblings_of"]

_TELLING: Final = 3
"""Digits that a figure needs before it can be told to be another row's."""
_EXACT: Final = 4
"""Digits with which a figure that is another day's is that other day's."""
_UNIQUE: Final = 5
"""Digits that no two rows share by chance, whatever the day."""
_SHORT: Final = "short_balance"
_CAPS: Final = ("free_float_cap", "float_cap", "total_cap")
_SAID: Final = {
    "free_float_cap": re.compile(r"自由流通|free[- ]?(?:float|circulating|tradable)", re.IGNORECASE),
    "float_cap": re.compile(r"流通(?:A股)?(?:总)?市值|\bfloat|tradable|circulating|negotiable", re.IGNORECASE),
    "total_cap": re.compile(r"总市值|\b(?:total|whole|entire|overall|aggregate|full)\b", re.IGNORECASE),
}
"""Words without which a market value may be any."""
_WORDS: Final = {
    "short_balance": re.compile(r"融券|做空|卖空|空头|融出|\bshort|borrowed (?:stock|shares|securities)|securities lending", re.IGNORECASE),
    "financing_balance": re.compile(r"融资(?!融券|、|和融券|与融券)|\bfinanc(?:ing|ed)|\bcash loans?|\bpurchases", re.IGNORECASE),
    "margin_trading_balance": re.compile(r"两融|融资融券|融资、?[和与]?融券|\bcombined|\btotal|two[- ]way", re.IGNORECASE),
}  # fmt: skip
_WINDOW: Final = timedelta(days=60)
"""So much later or earlier a window must begin, or end, to be another one."""


def siblings_of(claim: Claim) -> tuple[Claim, ...]:
    """The claim as it would read with another metric that is taken for its own."""
    metrics = metrics_of(claim)
    if claim.metric in BALANCES:
        return tuple(replace(claim, metric=name, ambiguous=()) for name in BALANCES if name not in metrics)
    base, _, cap = claim.metric.partition("_to_")
    if cap not in _CAPS or base not in BALANCES or not _SAID[cap].search(claim.passage.text):
        return ()
    return tuple(
        replace(claim, metric=f"{part}_to_{other}", ambiguous=()) for other in _CAPS if other != cap for part in BALANCES
    )


_NARROW: Final = Fraction(1, 20)


def of_another_metric(
    claim: Claim, others: Iterable[PublishedFigure], *, near: frozenset[str], rows: Sequence[PublishedFigure] = ()
) -> Ruling | None:
    """The value of another metric of the same subject and days.

    Parameters
    ----------
    others
        Rows of metrics that are taken for the claim's.
    near
        Identifiers of rows that are of the day the text speaks of, though it does not print it.
    rows
        Those of the claim's own metric on that day, which is known to be another number then.
    """
    if claim.figure is None:
        return None
    for figure in others:
        one_share = figure.scope.startswith("security:") and _SHORT in (claim.metric, figure.metric)
        if not _is_exact(claim, _TELLING - 1 if one_share else _TELLING) or not _is_narrow(figure):
            continue
        if compared(claim, figure.interval) != "agrees":
            continue
        if _names(claim, figure.metric):
            continue
        there = (claim.period is not None and same_days(claim.period, figure)) or figure.figure_id in near
        unlike = bool(rows) or "_to_" in claim.metric or _SHORT in (claim.metric, figure.metric)
        if not (there and unlike) and digits_of(claim.figure) < _UNIQUE:
            continue
        return differs(claim, "scope", figure, *rows[:1], right=f"{figure.metric} {figure.shown}")
    return None


def _is_narrow(figure: PublishedFigure) -> bool:
    """Whether a published value is exact enough to be known again."""
    low, high = figure.interval.low, figure.interval.high
    return low is not None and high is not None and high - low <= abs(high) * _NARROW


def of_another_day(claim: Claim, figures: Iterable[PublishedFigure]) -> Ruling | None:
    """A figure given to days that are printed, although it is to the last digit that of other days."""
    period = claim.period
    if period is None or period.at == (-1, -1) or period.open_end:
        return None
    moved = claim.aspect in (Aspect.GROWTH, Aspect.CHANGE) and side_of(claim) != "level"
    if not _is_exact(claim, _TELLING if moved and not period.is_day else _EXACT) or (moved and period.is_day):
        return None
    for figure in figures:
        if figure.start is None or figure.end is None or figure.interval.low is None or figure.interval.high is None:
            continue
        if (figure.start == figure.end) != period.is_day or compared(claim, figure.interval) != "agrees":
            continue
        if not period.is_day and abs(figure.start - period.start) < _WINDOW and abs(figure.end - period.end) < _WINDOW:
            continue
        return differs(claim, "wrong_date", figure, right=days_text(figure))
    return None


def _names(claim: Claim, metric: str) -> bool:
    """Whether the words around the figure name the other metric: then our reading of which is meant may be what is wrong."""
    word = _WORDS.get(metric)
    if word is None or claim.figure is None:
        return False
    text, start = claim.passage.text, claim.figure.start - claim.passage.start
    return word.search(re.split(r"[;；。]|\d[,，、] ?(?=\D)", text[:start])[-1]) is not None


def _is_exact(claim: Claim, digits: int) -> bool:
    return claim.figure is not None and claim.figure.hedge is Hedge.NONE and digits_of(claim.figure) >= digits


def rows_of(claims: Iterable[Claim], side: str, published: Sequence[PublishedFigure]) -> list[PublishedFigure]:
    """The rows of several readings of one claim."""
    return [figure for claim in claims for figure in same_thing(claim, side, published)]
