"""Which way something went, said without a size, against the signs of published figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import FLOWS
from liangrong.research.claims.verify.published.matching import days_meet, same_thing
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.scopes import scopes_named
from liangrong.research.claims.verify.published.sentences import as_evidence, named
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of

__all__ = ["same_direction"]

_UP: Final = ("up", "in")
_DOWN: Final = ("down", "out")
_LATELY: Final = timedelta(days=366)
"""A direction told without days is about the figures of the year before the article."""
_MOST: Final = 0.75
"""So much of a figure's days must lie in the claim's before it can contradict it."""
_HALF: Final = 0.5


def same_direction(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Signs of flows and of growth: support from other sources, contradiction from any."""
    told = [claim for claim in claims if claim.aspect is Aspect.SIGN and claim.figure is None and claim.direction in _UP + _DOWN]
    if not desk.published or not told:
        return
    own, todays = own_sources(article, desk.published), today_of(article, claims)
    for claim in told:
        subjects = [claim] if claim.scope else [replace(claim, scope=scope) for scope in scopes_named(claim.subject)]
        rulings = [_judged(todays[claim.passage.item], subject, desk.published, own) for subject in subjects]
        wrong = [ruling for ruling in rulings if ruling is not None and ruling.judgement.verdict.support == "refuted"]
        if wrong:
            yield wrong[0]
        elif rulings and (sure := [ruling for ruling in rulings if ruling is not None]) and len(sure) == len(rulings):
            everything = tuple(one for ruling in sure for one in ruling.judgement.evidence)
            yield Ruling(claim.number, replace(sure[0].judgement, evidence=everything))


def _judged(today: date | None, claim: Claim, published: Sequence[PublishedFigure], own: frozenset[str]) -> Ruling | None:
    """What the figures of one subject say."""
    sides = ("level",) if claim.metric in FLOWS else ("change", "growth")
    figures = [figure for side in sides for figure in same_thing(claim, side, published)]
    wanted = 1 if claim.direction in _UP else -1
    lately = [figure for figure in figures if _about_then(today, claim, figure, least=_HALF)]
    agreeing = [figure for figure in lately if _sign(figure) == wanted and figure.source not in own]
    against = [figure for figure in lately if _sign(figure) == -wanted]
    if agreeing and not against:
        truth = named(agreeing[0])
        return supported(claim, Note(f"方向相符：{truth.zh}。", f"The direction agrees: {truth.en}."), basis="published",
                         evidence=tuple(map(as_evidence, agreeing)))  # fmt: skip
    wrong = [figure for figure in against if claim.period is not None and days_meet(claim.period, figure, least=_MOST)]
    if wrong and not agreeing and len(against) == len(lately):
        truth = named(wrong[0])
        return refuted(claim, Note(f"方向相反：{truth.zh}。", f"The direction is the opposite: {truth.en}."), "wrong_sign",
                       basis="published", corrected=wrong[0].shown, evidence=tuple(map(as_evidence, wrong)))  # fmt: skip
    return None


def _about_then(today: date | None, claim: Claim, figure: PublishedFigure, *, least: float) -> bool:
    if claim.period is not None:
        return days_meet(claim.period, figure, least=least)
    return today is not None and figure.end is not None and timedelta() <= today - figure.end <= _LATELY


def _sign(figure: PublishedFigure) -> int:
    low, high = figure.interval.low, figure.interval.high
    return 1 if low is not None and low > 0 else -1 if high is not None and high < 0 else 0
