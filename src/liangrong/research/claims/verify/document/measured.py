"""Figures that can be ranked against each other: of one metric, kind, aspect, direction and period, one for each name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.document.names import key

__all__ = ["alike", "measured", "shown", "size"]

_WHOLE: Final = re.compile(r"合计|总计|共计|全市场|总[额量]|\b(?:total|combined|overall|whole|altogether)\b", re.IGNORECASE)
_SIZED: Final = frozenset({Aspect.LEVEL, Aspect.CHANGE, Aspect.GROWTH, Aspect.SHARE, Aspect.MEAN})


def measured(claims: Iterable[Claim]) -> list[Claim]:
    """Facts of sentences, not of tables, with a figure and with somebody, not a whole, whose figure it is."""
    facts = (one for one in claims if one.passage.role != "row" and one.figure is not None and one.nature is Nature.FACT)
    return [
        one for one in facts if one.aspect in _SIZED and key(one) and one.scope != "market" and not _WHOLE.search(one.subject)
    ]


def alike(sized: Iterable[Claim], metrics: frozenset[str] = frozenset()) -> Sequence[Mapping[str, Claim]]:
    """Sets of figures that can be ranked, each by name; ``metrics`` keeps those of some metrics only, and those that do not say theirs.

    Names that nobody knows are ranked within their own sentence only: a company and an industry are not of one kind.
    """
    sets: dict[tuple[object, ...], dict[str, Claim]] = {}
    for one in sized:
        if one.figure is None or (metrics and one.metric and one.metric not in metrics and not metrics & set(one.ambiguous)):
            continue
        group = one.scope.rpartition(":")[0] or one.scope or one.passage.number
        period = (one.period.start, one.period.end) if one.period else None
        way = one.signed if one.aspect is Aspect.LEVEL else 0
        kind = (group, one.metric, one.aspect, one.figure.kind, one.passage.item, way, period)
        sets.setdefault(kind, {}).setdefault(key(one), one)
    return list(sets.values())


def size(claim: Claim) -> Interval:
    """How large a figure is, whatever its sign: net repayments are ranked by amount."""
    assert claim.figure is not None, "only claims with figures are ranked"
    bounds = claim.figure.interval()
    return -bounds if claim.figure.value < 0 else bounds


def shown(claim: Claim) -> str:
    """A name with its figure."""
    assert claim.figure is not None, "only claims with figures are shown"
    return f"{claim.subject} {claim.figure.text}".strip()
