"""A total in one sentence of a list, or of the rows of a table, that stand before it; only an agreement is heard, never a failure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.equation import Equation, Topic
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.term import Term, alike

__all__ = ["totals"]

_SUMMED: Final = re.compile(
    r"合计|共计|总计|合共|之和|加总|一共|\b(?:together|combined|in all|in total|total(?:s|led|ling|ed|ing)?|between them|sum|the (?:two|three|four|five|six|seven|eight|nine|ten))\b",
    re.IGNORECASE,
)
_REACH: Final = 4
"""How many passages back a list may stand; a table may be longer."""
_PARTS: Final = (2, 12)
_KINDS: Final = frozenset({Kind.MONEY, Kind.COUNT, Kind.SHARES})


def totals(sheet: Sheet) -> Iterator[Equation]:
    """Totals against the lists and tables before them, none firm."""
    lists = _lists(sheet)
    for claim in sheet.facts():
        figure = claim.figure
        if figure is None or figure.kind not in _KINDS or claim.group or not _SUMMED.search(claim.passage.text):
            continue
        for parts in lists:
            last = parts[-1]
            near = last.passage.role == "row" or claim.passage.number - last.passage.number <= _REACH
            if not near or last.start >= claim.start or claim.passage.item != last.passage.item or not _summable(parts, claim):
                continue
            terms = tuple(_bare(sheet.term(one)) for one in (*parts, claim))
            yield Equation(Topic.SUM, terms, " + ".join(f"{{{place}}}" for place in range(len(parts))), (computing.total,))


def _lists(sheet: Sheet) -> list[list[Claim]]:
    """Members of one list, and columns of one table, that have amounts."""
    found: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    table = -1
    last = -2
    for claim in sheet.facts():
        if claim.figure is None or claim.figure.kind not in _KINDS:
            continue
        if claim.group:
            found["list", claim.group].append(claim)
        elif claim.passage.role == "row":
            table = table if claim.passage.number - last <= 1 else claim.passage.number
            last = claim.passage.number
            found["table", table, claim.metric, claim.aspect, claim.figure.kind].append(claim)
    return [parts for parts in found.values() if _PARTS[0] <= len(parts) <= _PARTS[1]]


def _summable(parts: Sequence[Claim], whole: Claim) -> bool:
    figure = whole.figure
    if figure is None or not all(
        one.figure is not None and alike(one.figure, figure) and one.figure.hedge is Hedge.NONE for one in parts
    ):
        return False
    return not whole.metric or all(not one.metric or one.metric == whole.metric for one in parts)


def _bare(term: Term) -> Term:
    return replace(term, shifts=(0,), at_least=False)
