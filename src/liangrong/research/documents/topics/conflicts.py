"""Where documents contradict each other: the same metric of the same scope and day, with values that do not meet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from liangrong.research.claims.interval import Interval
from liangrong.research.documents.annotation import Said

__all__ = ["Conflict", "conflicts_in"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two documents that cannot both be right.

    Parameters
    ----------
    one, other
        The number of a document on the page and what it says.
    """

    metric: str
    aspect: str
    scope: str
    start: date
    end: date
    one: tuple[int, Said]
    other: tuple[int, Said]


def conflicts_in(claims: Iterable[tuple[int, Said]]) -> list[Conflict]:
    """The contradictions among claims of several documents; one for each pair of documents and question, in the order of days.

    Only facts with a figure, a metric, a scope and a period are compared, and only inside one kind of figure: rounding and hedges widen each to what its
    author may have meant.
    """
    asked: dict[tuple[str, str, str, str, date, date], list[tuple[int, Said]]] = defaultdict(list)
    for anchor, said in claims:
        if (
            said.nature == "fact"
            and said.metric
            and said.scope
            and said.start
            and said.end
            and (said.low is not None or said.high is not None)
        ):
            asked[said.metric, said.aspect, said.scope, said.kind, said.start, said.end].append((anchor, said))
    found: list[Conflict] = []
    for (metric, aspect, scope, _, start, end), answers in asked.items():
        told: set[tuple[int, int]] = set()
        for place, (anchor, said) in enumerate(answers):
            for other_anchor, other in answers[place + 1 :]:
                pair = (anchor, other_anchor)
                if (
                    anchor != other_anchor
                    and pair not in told
                    and not Interval(said.low, said.high).meets(Interval(other.low, other.high))
                ):
                    told.add(pair)
                    found.append(Conflict(metric, aspect, scope, start, end, (anchor, said), (other_anchor, other)))
    return sorted(found, key=lambda each: (each.start, each.end, each.metric, each.scope))
