"""The checks of this room, in the order in which they are believed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Judgement, Ruling
from liangrong.research.claims.verify.law.actors import deciders_hold
from liangrong.research.claims.verify.law.caps import caps_hold
from liangrong.research.claims.verify.law.cures import cures_hold
from liangrong.research.claims.verify.law.due_days import due_days_hold
from liangrong.research.claims.verify.law.effects import changes_are_dated_right, days_of_speech_hold, effect_days_hold
from liangrong.research.claims.verify.law.history import counts_of_changes_hold, lengths_hold
from liangrong.research.claims.verify.law.leverage import leverage_is_possible, leverage_steps_hold
from liangrong.research.claims.verify.law.limits import limits_hold
from liangrong.research.claims.verify.law.lines import floors_hold
from liangrong.research.claims.verify.law.margins import margin_ratios_hold
from liangrong.research.claims.verify.law.mechanics import mechanics_hold
from liangrong.research.claims.verify.law.milestones import milestones_hold
from liangrong.research.claims.verify.law.permissions import permissions_hold
from liangrong.research.claims.verify.law.points import points_hold
from liangrong.research.claims.verify.law.reach import reach_is_right
from liangrong.research.claims.verify.law.relending import relending_holds
from liangrong.research.claims.verify.law.terms import terms_hold
from liangrong.research.claims.verify.law.unchanged import unchanged_holds
from liangrong.research.claims.verify.today import today_of

__all__ = ["CHECKS"]


def _until(check: Check) -> Check:
    """A check that says of later days until when the book is kept."""

    def told(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterator[Ruling]:
        known = desk.rulebook.known_until if desk.rulebook else None
        todays = today_of(article, claims)
        for ruling in check(article, claims, desk):
            claim = claims[ruling.claim]
            period = claim.period
            day = period.end if period is not None and claim.prints_day else todays[claim.passage.item]
            yield (
                ruling
                if known is None or day is None or day <= known or ruling.judgement.basis != "rulebook"
                else replace(ruling, judgement=_with(ruling.judgement, known))
            )

    return told


def _with(judgement: Judgement, known: date) -> Judgement:
    reason = Note(
        f"{judgement.reason.zh}（规则库收录至 {known}，此后未见变动。）",
        f"{judgement.reason.en} (The rulebook is kept until {known}; no later change is known to it.)",
    )
    return replace(judgement, reason=reason, flags=(*judgement.flags, "rulebook_ends_before"))


_ALL: Final[tuple[Check, ...]] = (
    margin_ratios_hold,
    reach_is_right,
    unchanged_holds,
    points_hold,
    deciders_hold,
    effect_days_hold,
    days_of_speech_hold,
    changes_are_dated_right,
    counts_of_changes_hold,
    lengths_hold,
    leverage_is_possible,
    leverage_steps_hold,
    floors_hold,
    terms_hold,
    due_days_hold,
    limits_hold,
    cures_hold,
    caps_hold,
    permissions_hold,
    milestones_hold,
    mechanics_hold,
    relending_holds,
)
CHECKS: Final[tuple[Check, ...]] = tuple(map(_until, _ALL))
"""Ratios first, whom they reach, what follows from them, then terms and dates."""
