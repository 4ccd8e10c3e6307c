"""A claim's figure against a published figure of the same thing on the same days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import BALANCES, Agreement, compared, digits_of, fits_unit, slipped_unit
from liangrong.research.claims.verify.published.matching import (
    kind_of,
    metrics_of,
    same_days,
    same_thing,
    same_year,
    side_of,
    window_of,
)
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.rulings import in_unit, refuted, supported

__all__ = ["agree_with_published"]

_EXACT: Final = 4
"""Digits with which a figure that is another day's is that other day's."""
_TELLING: Final = 3
"""Digits that a figure needs before it can be told to be another balance's."""
_APART: Final = 10
"""Percent by which two balances that one name may mean can differ."""


def agree_with_published(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support from other sources, and contradiction from any."""
    if not desk.published:
        return
    own = own_sources(article, desk.published)
    law = desk.rulebook.names if desk.rulebook else {}
    for claim in claims:
        side = side_of(claim)
        if claim.figure is None or side is None or not claim.metric or claim.metric in law:
            continue
        kind = kind_of(claim.metric, side)
        if kind is None or not fits_unit(claim.figure, kind):
            continue
        siblings = [
            replace(claim, metric=name, ambiguous=())
            for name in BALANCES
            if claim.metric in BALANCES and name not in metrics_of(claim)
        ]
        others = [figure for sibling in siblings for figure in same_thing(sibling, side, desk.published)]
        yield from _judged(claim, list(same_thing(claim, side, desk.published)), others, own)


def _judged(
    claim: Claim, figures: list[PublishedFigure], siblings: list[PublishedFigure], own: frozenset[str]
) -> Iterator[Ruling]:
    if claim.period is None:
        return
    there = [
        figure
        for figure in figures
        if same_days(claim.period, figure)
        or (figure.aspect in ("growth", "change") and (same_year(claim, figure) or same_days(window_of(claim), figure)))
    ]
    found = [(figure, compared(claim, figure.interval)) for figure in there]
    agreeing = [figure for figure, how in found if how == "agrees"]
    others = [figure for figure in agreeing if figure.source not in own]
    if others and claim.first:
        return  # that it stood so high on its day does not make the day the first
    if others:
        reason = named(others[0])
        yield supported(claim, Note(f"与{reason.zh}相符。", f"It agrees: {reason.en}."), basis="published",
                        evidence=tuple(map(as_evidence, others)))  # fmt: skip
    elif not agreeing and (wrong := _worst(claim, found)):
        yield _named_wrongly(claim, wrong, siblings) or wrong
    elif not there and (other := _other_day(claim, figures)):
        yield other


def _worst(claim: Claim, found: list[tuple[PublishedFigure, Agreement]]) -> Ruling | None:
    """The plainest contradiction, or nothing where one name may mean two metrics and only one of them is known."""
    sure = (
        ("unit_slip", "wrong_sign", "wrong_value")
        if _is_dated(claim)
        else ("unit_slip", *(("wrong_sign",) if claim.figure and digits_of(claim.figure) >= _TELLING else ()))
    )
    contradictions = [(figure, how) for figure, how in found if how in sure]
    if not contradictions or any(how == "beyond" for _, how in found):
        return None
    order = ("unit_slip", "wrong_sign", "wrong_value")
    figure, how = min(contradictions, key=lambda one: (order.index(one[1]), one[0].metric != claim.metric))
    known = {one.metric for one, _ in found}
    if how == "wrong_value" and set(metrics_of(claim)) - known and _may_be_the_other(claim, figure):
        return None
    printed, truth = claim.figure, named(figure)
    assert printed is not None, "only claims with figures come here"
    corrected: str | None = figure.shown
    if how == "unit_slip":
        unit = slipped_unit(claim, figure.interval)
        corrected = in_unit(printed, *unit) if unit else figure.shown
        why = Note(
            f"单位有误：{truth.zh}，文中印作“{printed.text}”。",
            f"The unit is wrong: {truth.en}, the text prints '{printed.text}'.",
        )
    elif how == "wrong_sign":
        why = Note(f"方向相反：{truth.zh}。", f"The direction is the opposite: {truth.en}.")
    else:
        why = Note(
            f"{truth.zh}，文中为“{printed.text}”。", f"{truth.en[:1].upper()}{truth.en[1:]}, the text says '{printed.text}'."
        )
    return refuted(claim, why, how, basis="published", corrected=corrected, evidence=(as_evidence(figure),))


def _named_wrongly(claim: Claim, wrong: Ruling, siblings: Iterable[PublishedFigure]) -> Ruling | None:
    """A figure that is wrong for its name and right for another balance of the same day."""
    printed = claim.figure
    assert printed is not None, "only claims with figures come here"
    if (
        wrong.judgement.error_types != ("wrong_value",)
        or printed.hedge is not Hedge.NONE
        or digits_of(printed) < _TELLING
        or claim.period is None
    ):
        return None
    for figure in siblings:
        if same_days(claim.period, figure) and figure.interval.high is not None and compared(claim, figure.interval) == "agrees":
            meant = named(figure)
            why = Note(
                f"口径有误：{meant.zh}；{wrong.judgement.reason.zh}", f"Wrong scope: {meant.en}. {wrong.judgement.reason.en}"
            )
            evidence = (*wrong.judgement.evidence, as_evidence(figure))
            return refuted(claim, why, "scope", basis="published", corrected=f"{figure.metric} {figure.shown}", evidence=evidence)
    return None


def _is_dated(claim: Claim) -> bool:
    """Whether the text prints the days; where they were carried over from elsewhere, our reading may be what is wrong."""
    return claim.period is not None and claim.period.at != (-1, -1)


def _may_be_the_other(claim: Claim, figure: PublishedFigure) -> bool:
    """Whether the printed value is so near that it may be the other balance that the same words mean."""
    assert claim.figure is not None, "only claims with figures come here"
    known = figure.interval.low if figure.interval.low is not None else figure.interval.high
    return known is not None and abs(claim.figure.base - known.numerator // known.denominator) * 100 <= _APART * abs(
        claim.figure.base
    )


def _other_day(claim: Claim, figures: Iterable[PublishedFigure]) -> Ruling | None:
    """A figure given to a day that is printed, although it is to the last digit that of another day."""
    printed, period = claim.figure, claim.period
    assert printed is not None, "only claims with figures come here"
    if (
        period is None
        or not (period.certain and period.is_day and _is_dated(claim))
        or printed.hedge is not Hedge.NONE
        or digits_of(printed) < _EXACT
    ):
        return None
    for figure in figures:
        bounded = figure.interval.low is not None and figure.interval.high is not None
        if bounded and figure.start is not None and figure.start == figure.end and compared(claim, figure.interval) == "agrees":
            truth = named(figure)
            return refuted(claim, Note(f"日期有误：{truth.zh}，不是 {period} 的数字。", f"The date is wrong: {truth.en}, not for {period}."),
                           "wrong_date", basis="published", corrected=f"{figure.start}", evidence=(as_evidence(figure),))  # fmt: skip
    return None
