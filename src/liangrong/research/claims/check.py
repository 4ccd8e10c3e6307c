"""Check a text: read it, find its claims, ask every check, and weigh what they say.

A refutation outweighs everything, the earlier check first; then support, the stronger first; what nobody can decide is an opinion or
needs data that are not at hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Note, plain
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Judgement, Ruling, Verdict

__all__ = ["Checked", "Judged", "check", "weigh"]

_NO_DATA: Final = Note("没有可用来核对的数据。", "There is nothing at hand to check it against.")
_VIEWS: Final = {
    Nature.OPINION: Note("这是判断，不是可以核对的事实。", "This is a judgement, not a fact that can be checked."),
    Nature.FORECAST: Note("这是预测，要等以后才能核对。", "This is a forecast, which only time can check."),
    Nature.ADVICE: Note("这是建议，不是可以核对的事实。", "This is advice, not a fact that can be checked."),
}
_STRIPPED: Final = Note("页面上的数字丢失了，无从核对。", "The page has lost the figure, so there is nothing to check.")


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and what became of it."""

    claim: Claim
    judgement: Judgement


@dataclass(frozen=True)
class Checked:
    """An article with all its claims judged, in the order of the text."""

    article: Article
    claims: tuple[Judged, ...]

    def rows(self, lang: Lang) -> list[dict[str, Any]]:
        """One JSON row for each claim; offsets count in the text that was handed in."""
        return [_row(self.article, one, lang) for one in self.claims]


def check(article: Article, claims: Sequence[Claim], checks: Iterable[Check], desk: Desk) -> Checked:
    """Judge every claim of an article.

    Parameters
    ----------
    checks
        In the order in which they are believed.
    """
    rulings: list[Ruling] = []
    for one in checks:
        rulings.extend(one(article, claims, desk))
    return Checked(article, tuple(Judged(claim, weigh(claim, rulings)) for claim in claims))


def weigh(claim: Claim, rulings: Sequence[Ruling]) -> Judgement:
    """One judgement from all that was said about a claim."""
    said = [ruling.judgement for ruling in rulings if ruling.claim == claim.number]
    for support in ("refuted", "supported"):
        found = [judgement for judgement in said if judgement.verdict.support == support]
        if found:
            return min(found, key=lambda judgement: judgement.strength == "feasibility")
    if said:
        return said[0]
    if claim.nature is not Nature.FACT:
        return Judgement(Verdict.OPINION, _VIEWS[claim.nature])
    return Judgement(Verdict.NEEDS_EXTERNAL_DATA, _STRIPPED if claim.stripped else _NO_DATA)


def _row(article: Article, judged: Judged, lang: Lang) -> dict[str, Any]:
    claim, figure = judged.claim, judged.claim.figure
    start, end = article.span(claim.start, claim.end)
    sentence = article.original[slice(*article.span(claim.passage.start, claim.passage.end))]
    return {
        "document": article.name,
        "claim": claim.number,
        "sentence": sentence,
        "text": article.original[start:end],
        "start": start,
        "end": end,
        "value": plain(figure.value) if figure else None,
        "upper": plain(figure.upper) if figure else None,
        "unit": figure.unit if figure else None,
        "hedge": figure.hedge.value or None if figure else None,
        "metric": claim.metric or None,
        "aspect": claim.aspect.value,
        "scope": claim.scope or None,
        "subject": claim.subject or None,
        "period": str(claim.period) if claim.period else None,
        "direction": claim.direction or None,
        **judged.judgement.row(lang),
    }
