"""A figure that is right for something else: another balance or whole, another subject of the same list, another day.

It is called so only where the printed digits are exactly those of the other row and nothing but the one attribute differs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.extract.entities import standing_names
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import BALANCES, compared, digits_of
from liangrong.research.claims.verify.published.matching import AMOUNT_OF, metrics_of, same_days, same_thing, side_of
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.rulings import refuted

__all__ = ["of_another_day", "of_another_metric", "of_another_subject", "rows_of", "siblings_of"]

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


def of_another_metric(
    claim: Claim, others: Iterable[PublishedFigure], *, near: frozenset[str], apart: bool, wrong: Ruling | None = None
) -> Ruling | None:
    """The value of another metric of the same subject and days.

    Parameters
    ----------
    others
        Rows of metrics that are taken for the claim's.
    near
        Identifiers of rows that are of the day the text speaks of, though it does not print it.
    apart
        Whether the claim's own metric is known to be another number on that day.
    wrong
        What is said already of the claim's own row.
    """
    if claim.figure is None:
        return None
    for figure in others:
        one_share = figure.scope.startswith("security:") and _SHORT in (claim.metric, figure.metric)
        if not _is_exact(claim, _TELLING - 1 if one_share else _TELLING):
            continue
        if figure.interval.high is None or figure.interval.low is None or compared(claim, figure.interval) != "agrees":
            continue
        if _names(claim, figure.metric):
            continue
        there = (claim.period is not None and same_days(claim.period, figure)) or figure.figure_id in near
        unlike = apart or "_to_" in claim.metric or _SHORT in (claim.metric, figure.metric)
        if not (there and unlike) and digits_of(claim.figure) < _UNIQUE:
            continue
        meant = named(figure)
        why = Note(f"口径有误：{meant.zh}", f"Wrong scope: {meant.en}")
        if wrong is not None:
            why = Note(f"{why.zh}；{wrong.judgement.reason.zh}", f"{why.en}. {wrong.judgement.reason.en}")
        else:
            why = Note(f"{why.zh}。", f"{why.en}.")
        evidence = (*(wrong.judgement.evidence if wrong else ()), as_evidence(figure))
        return refuted(claim, why, "scope", basis="published", corrected=f"{figure.metric} {figure.shown}", evidence=evidence)
    return None


def of_another_subject(
    claim: Claim, rows: Sequence[PublishedFigure], published: Iterable[PublishedFigure], claims: Sequence[Claim]
) -> Ruling | None:
    """The value that another subject of the same kind had in the same days, where the claim's own row has another one.

    Parameters
    ----------
    rows
        The rows of the claim's own subject and days.
    """
    if not rows or not _is_exact(claim, _TELLING):
        return None
    kind = rows[0].scope.partition(":")[0]
    for figure in published:
        if not figure.usable or figure.scope == rows[0].scope or (figure.scope.partition(":")[0] != kind and ":" in figure.scope):
            continue
        if (
            figure.metric != rows[0].metric
            or figure.aspect != rows[0].aspect
            or (figure.start, figure.end) != (rows[0].start, rows[0].end)
        ):
            continue
        if _agrees_either_way(claim, figure) and not _is_beside(claim, figure.scope, claims):
            meant, own = named(figure), named(rows[0])
            why = Note(f"主体有误：{meant.zh}，而{own.zh}。", f"Another's figure: {meant.en}, while {own.en}.")
            return refuted(claim, why, "subject_drift", basis="published", corrected=rows[0].shown,
                           evidence=(as_evidence(rows[0]), as_evidence(figure)))  # fmt: skip
    return None


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
        truth = named(figure)
        days = f"{figure.start}" if figure.start == figure.end else f"{figure.start}..{figure.end}"
        return refuted(claim, Note(f"日期有误：{truth.zh}，不是 {period} 的数字。", f"The date is wrong: {truth.en}, not for {period}."),
                       "wrong_date", basis="published", corrected=days, evidence=(as_evidence(figure),))  # fmt: skip
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


def _agrees_either_way(claim: Claim, figure: PublishedFigure) -> bool:
    if figure.interval.low is None or figure.interval.high is None or claim.figure is None:
        return False
    return compared(claim, figure.interval) in ("agrees", "wrong_sign")


def _is_beside(claim: Claim, scope: str, claims: Sequence[Claim]) -> bool:
    """Whether the other subject stands so near the figure that our reading of whose it is may be what is wrong."""
    if claim.figure is None or (not claim.group and not (claim.subject and claim.subject in claim.passage.text)):
        return True
    if claim.group:
        return False
    text, start, end = claim.passage.text, claim.figure.start - claim.passage.start, claim.figure.end - claim.passage.start
    told = {one.subject for one in claims if one.passage is claim.passage and one.scope == scope and one.subject}
    ours = text.rfind(claim.subject, 0, start)
    for name in told | _called(scope):
        theirs, behind = text.rfind(name, 0, start), text.find(name, end)
        if theirs > ours or (behind >= 0 and AMOUNT_OF.fullmatch(text[end:behind])):
            return True
    return False


@cache
def _called(scope: str) -> frozenset[str]:
    """What a subject is called everywhere."""
    return frozenset(name for known, names in standing_names() if known == scope for name in names)


def rows_of(claims: Iterable[Claim], side: str, published: Sequence[PublishedFigure]) -> list[PublishedFigure]:
    """The rows of several readings of one claim."""
    return [figure for claim in claims for figure in same_thing(claim, side, published)]
