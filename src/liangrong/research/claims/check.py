"""Check a text: read it, find its claims, ask every check, and weigh what they say.

A refutation outweighs everything, the earlier check first, but for one of two tellings that a published figure confirms; then support, the stronger first, and of records and firsts that of the whole
series; what nobody can decide is an opinion or needs data that are not at hand. What is still undecided then may be looked at once more,
with what was decided in view.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from liangrong.core.errors import Lang
from liangrong.core.results import Note, plain
from liangrong.research.claims.article import Article
from liangrong.research.claims.catalogue import Catalogue
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Check, Desk
from liangrong.research.claims.judgement import Judgement, Ruling, Verdict

__all__ = ["Checked", "Judged", "Look", "check", "weigh"]

_NO_DATA: Final = Note("没有可用来核对的数据。", "There is nothing at hand to check it against.")
_VIEWS: Final = {
    Nature.OPINION: Note("这是判断，不是可以核对的事实。", "This is a judgement, not a fact that can be checked."),
    Nature.FORECAST: Note("这是预测，要等以后才能核对。", "This is a forecast, which only time can check."),
    Nature.ADVICE: Note("这是建议，不是可以核对的事实。", "This is advice, not a fact that can be checked."),
}
_OF_TWO: Final = frozenset({"cross_statement", "label_mixup"})
"""Errors that only say that one of two tellings is wrong: of a figure that a published one confirms, or two calculations, it is the other."""
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


Look: TypeAlias = Callable[[Article, Sequence[Judged], Desk], Iterable[Ruling]]
"""Says what it knows of claims that no check decided, in view of those that were."""


def check(article: Article, claims: Sequence[Claim], checks: Iterable[Check], desk: Desk, looks: Iterable[Look] = ()) -> Checked:
    """Judge every claim of an article.

    Parameters
    ----------
    checks
        In the order in which they are believed.
    looks
        Asked one after the other when all checks have spoken; what they say counts only for claims that are undecided by then.
    """
    claims = Catalogue(claims)
    rulings = _by_claim(ruling for one in checks for ruling in one(article, claims, desk))
    judged = tuple(Judged(claim, weigh(claim, rulings.get(claim.number, ()))) for claim in claims)
    for look in looks:
        late = _by_claim(look(article, judged, desk))
        judged = tuple(one if _decided(one) else Judged(one.claim, _late(one, late)) for one in judged)
    return Checked(article, judged)


def _by_claim(rulings: Iterable[Ruling]) -> Mapping[int, Sequence[Ruling]]:
    found: dict[int, list[Ruling]] = defaultdict(list)
    for one in rulings:
        found[one.claim].append(one)
    return found


def weigh(claim: Claim, rulings: Sequence[Ruling]) -> Judgement:
    """One judgement from all that was said about a claim."""
    said = [ruling.judgement for ruling in rulings if ruling.claim == claim.number]
    if not claim.ambiguous and (any(_is_published(one) for one in said) or sum(map(_is_recomputed, said)) > 1):
        said = [one for one in said if not one.error_types or not _OF_TWO.issuperset(one.error_types)]
    for support in ("refuted", "supported"):
        found = [judgement for judgement in said if judgement.verdict.support == support]
        if found:
            series = support == "supported" and (claim.first or claim.record)
            best = min(found, key=lambda one: (one.strength == "feasibility", series and one.basis != "store"))
            return _with_others(best, found)
    if said:
        return said[0]
    if claim.nature is not Nature.FACT:
        return Judgement(Verdict.OPINION, _VIEWS[claim.nature])
    return Judgement(Verdict.NEEDS_EXTERNAL_DATA, _STRIPPED if claim.stripped else _NO_DATA)


def _is_published(judgement: Judgement) -> bool:
    return judgement.basis == "published" and judgement.strength == "derived"


def _is_recomputed(judgement: Judgement) -> bool:
    return judgement.strength == "derived" and any(one.kind == "calculation" for one in judgement.evidence)


def _with_others(best: Judgement, found: Sequence[Judgement]) -> Judgement:
    """The judgement that is believed, with what stored data say beside it, where others of the same support looked there."""
    stored = [one for judgement in found for one in judgement.evidence if one.kind == "store"]
    more = tuple(one for one in dict.fromkeys(stored) if one not in best.evidence)
    return replace(best, evidence=(*best.evidence, *more)) if more else best


def _decided(one: Judged) -> bool:
    return one.judgement.verdict.support != "not_checkable" or (
        one.judgement.verdict is Verdict.OPINION and one.claim.nature is Nature.FACT
    )


def _late(one: Judged, rulings: Mapping[int, Sequence[Ruling]]) -> Judgement:
    said = rulings.get(one.claim.number, ())
    return weigh(one.claim, said) if said else one.judgement


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
