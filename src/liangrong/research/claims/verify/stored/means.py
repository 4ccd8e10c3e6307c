"""Means over a window of sessions, where every session is known, and shares of turnover that a narrower measure bounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.verify.comparison import compared, fits_unit
from liangrong.research.claims.verify.rulings import refuted, shown_base, supported
from liangrong.research.claims.verify.stored.asking import questions
from liangrong.research.claims.verify.stored.telling import as_evidence, measure_named, scope_named, told

__all__ = ["means_hold", "narrower_bounds"]

_NARROWER: Final = {"margin_trading_share_of_turnover": "financing_buy_to_turnover"}
"""A measure to one that counts less: financing buys are a part of what is traded on margin."""
_MARGIN: Final = Decimal("1.02")
"""How far the narrower one must stand above the level, since its denominator leaves a few stocks out."""


def means_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """The mean of the daily values of a window."""
    for asked in questions(article, claims, desk):
        claim, figure, period = asked.claim, asked.claim.figure, asked.claim.period
        if claim.aspect is not Aspect.MEAN or figure is None or period is None or period.is_day:
            continue
        measure = asked.measures[0]
        kind = asked.kind(measure)
        found = asked.window(measure, period.start, period.end)
        if kind is None or not fits_unit(figure, kind) or not asked.is_whole(found, period.start, period.end):
            continue
        mean = Fraction(sum((fact.value for fact in found), start=Decimal())) / len(found)
        name, scope = measure_named(measure), scope_named(asked.scope)
        truth = Note(
            f"{scope.zh}{name.zh} {period} 均值 {shown_base(mean, kind)}",
            f"the mean of {name.en} of {scope.en} over {period} is {shown_base(mean, kind, 'en')}",
        )
        evidence = (Evidence("calculation", truth.zh, measure),)
        how = compared(claim, Interval(mean, mean))
        if how == "agrees":
            yield supported(
                claim, Note(f"与库中数据相符：{truth.zh}。", f"Stored data agree: {truth.en}."), basis="store", evidence=evidence
            )
        elif how in ("unit_slip", "wrong_value") and asked.is_dated and not period.open_end:
            yield refuted(claim, Note(f"{truth.zh}，文中为“{figure.text}”。", f"{truth.en}; the text says '{figure.text}'."), how, basis="store",
                          corrected=shown_base(mean, kind), evidence=evidence)  # fmt: skip


def narrower_bounds(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """A share said to exceed a level, where a part of it exceeds that level already, on every session of its window."""
    for asked in questions(article, claims, desk):
        claim, figure, period = asked.claim, asked.claim.figure, asked.claim.period
        narrower = _NARROWER.get(claim.metric)
        if narrower is None or figure is None or period is None or figure.hedge not in (Hedge.OVER, Hedge.AT_LEAST):
            continue
        kind = asked.kind(narrower)
        found = asked.window(narrower, period.start, period.end)
        if claim.aspect not in (Aspect.LEVEL, Aspect.SHARE, Aspect.CROSSING) or kind is None or not fits_unit(figure, kind):
            continue
        if asked.is_whole(found, period.start, period.end) and all(fact.value >= figure.base * _MARGIN for fact in found):
            least = min(found, key=lambda fact: fact.value)
            truth = told(least, kind)
            yield supported(
                claim, Note(f"其中一部分已超过：{truth.zh}。", f"A part of it is above that already: {truth.en}."), basis="store",
                strength="feasibility", evidence=as_evidence([(least, kind)]))  # fmt: skip
