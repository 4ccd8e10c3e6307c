"""Two comparisons of one text that cannot both hold: near the 2015 high in one sentence, nowhere near 2015 in another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.places import about, clause, spoken
from liangrong.research.claims.verify.document.relations import Relation, relations
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_conflicts"]


def check_conflicts(article: Article, claims: Sequence[Claim], _: Desk) -> Iterable[Ruling]:
    """Refute both of two comparisons of one metric with one year that exclude each other, within one item of the page."""
    compared = (one for passage in spoken(article) for one in relations(passage) if len(one.against) == 1)
    found = [(metric, one) for one in compared if (metric := _metric(one, claims))]
    for (first_metric, first), (second_metric, second) in combinations(found, 2):
        if first_metric != second_metric or first.against != second.against or first.passage.item != second.passage.item:
            continue
        if not first.side.contradicts(second.side):
            continue
        concerned = [(_said(first, claims), second), (_said(second, claims), first)]
        days = [
            {(one.period.start, one.period.end) for one in said if one.period and one.period.at != (-1, -1)}
            for said, _ in concerned
        ]
        kind = "cross_statement" if days[0] and days[0] == days[1] else "as_of_mismatch"
        for said, other in concerned:
            against = other.passage.text[other.clause_start : other.clause_end].strip()
            reason = Note(
                f"同一指标与同一年份相比，文中另一处却说“{against}”；两处时点{'相同' if kind == 'cross_statement' else '不同或未写明'}，不能同时成立。",
                f"Of the same metric and the same year the text also says “{against}”; "
                f"{'both speak of one day' if kind == 'cross_statement' else 'the two days differ or are not given'}, and both cannot hold for one date.",
            )
            yield from refute(said, kind, reason, quoted(other.passage))


def _said(relation: Relation, claims: Iterable[Claim]) -> list[Claim]:
    """The claims in words that make the comparison, the narrowest where several cover it."""
    start, end = relation.passage.start + relation.start, relation.passage.start + relation.end
    words = [one for one in claims if one.figure is None and not one.stripped and one.nature in (Nature.FACT, Nature.OPINION)]
    words = [one for one in words if one.passage == relation.passage and one.aspect not in (Aspect.COUNT, Aspect.DATE)]
    inside = [one for one in words if one.start <= start and end <= one.end] or about(words, start, end)
    shortest = min((one.end - one.start for one in inside), default=0)
    return [one for one in inside if one.end - one.start == shortest]


def _metric(relation: Relation, claims: Sequence[Claim]) -> str:
    """What is compared in words alone: the metric of the claim that says so, else the one that its sentence names before it."""
    base = relation.passage.start
    figures = (one.figure for one in claims if one.passage == relation.passage and one.figure is not None)
    if any(relation.clause_start <= one.start - base < relation.clause_end for one in figures):
        return ""
    for one in _said(relation, claims):
        if one.metric:
            return one.metric
    start, _ = clause(relation.passage, base + relation.start)
    named = mentions_in(relation.passage.text[start - base : relation.start])
    return named[-1].term.metric if named else ""
