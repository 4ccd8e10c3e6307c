"""Two ranges for one rate in different places of a page: the one that lies inside the other is borne out by it; a range never refutes another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import permutations

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.verdicts import quoted, support

__all__ = ["check_ranges"]


def check_ranges(_: Article, claims: Sequence[Claim], __: Desk) -> Iterable[Ruling]:
    """Support ranges of one metric that lie strictly inside each other and are said independently, in different items or paragraphs."""
    found = [one for one in claims if _is_range(one)]
    for inner, outer in permutations(found, 2):
        if inner.metric != outer.metric or inner.scope != outer.scope or inner.passage.item == outer.passage.item:
            continue
        one, two = inner.figure, outer.figure
        assert one is not None, "chosen for its figure"
        assert two is not None, "chosen for its figure"
        if one.upper is None or two.upper is None or (one.value, one.upper) == (two.value, two.upper):
            continue
        if two.base <= one.base and one.upper * one.size <= two.upper * two.size:
            reason = Note(f"{one.text}在另一处所说的{two.text}之内。", f"{one.text} lies within the {two.text} of another item.")
            yield from support((inner,), reason, quoted(outer))
            reason = Note(f"{two.text}包含另一处所说的{one.text}。", f"{two.text} contains the {one.text} of another item.")
            yield from support((outer,), reason, quoted(inner), strength="feasibility")


def _is_range(claim: Claim) -> bool:
    return (
        claim.figure is not None
        and claim.figure.upper is not None
        and claim.figure.kind is Kind.PERCENT
        and bool(claim.metric)
        and claim.nature is Nature.FACT
        and claim.aspect in (Aspect.LEVEL, Aspect.SHARE, Aspect.MEAN)
    )
