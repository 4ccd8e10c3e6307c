"""A part that is larger than the whole it is said to be of; whether parts add up is the arithmetic's business."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, COUNT, Line, Outline
from liangrong.research.claims.verify.document.verdicts import refute

__all__ = ["check_parts"]

_OF_WHICH: Final = re.compile(r"其中|\b(?:of which|of whom|of that|of them|including|among them)\b", re.IGNORECASE)
_FLOW: Final = re.compile(
    r"净|流入|流出|增[加长]|减少|变动|盈亏|利润|较|比上|\b(?:net|inflows?|outflows?|profits?|loss\w*|rose|fell|gain\w*|up|down|change\w*|increase\w*)\b",
    re.IGNORECASE,
)
_END: Final = re.compile(r"[。；;！？]|\.(?=\s|$)")
_SIZES: Final = frozenset({Kind.MONEY, Kind.SHARES, Kind.COUNT})
_BELOW: Final = (Hedge.UNDER, Hedge.AT_MOST)
_SLIPPED: Final = 8
"""A part that many times its whole tells of a unit, and not which of the two bears the wrong one."""


def check_parts(outline: Outline) -> Iterator[Ruling]:
    """Refute parts that their whole has no room for."""
    for line in outline.lines:
        for match in _OF_WHICH.finditer(line.text):
            yield from _of_which(line, match)


def _of_which(line: Line, match: re.Match[str]) -> Iterator[Ruling]:
    start = max((one.end() for one in _END.finditer(line.text[: match.start()])), default=0)
    end = next((one.start() + match.end() for one in _END.finditer(line.text[match.end() :])), len(line.text))
    before = [one for one in line.within(start, match.start()) if line.text[line.place(one)] in (AMOUNT, COUNT)]
    if not before or before[-1].kind not in _SIZES or before[-1].hedge not in (Hedge.NONE, Hedge.ABOUT, *_BELOW):
        return
    whole = before[-1]
    if _FLOW.search(line.text[start:end]) or any(one.kind is whole.kind and one.base > whole.base for one in before):
        return
    for part in line.within(match.end(), end):
        if not _alike(line, whole, part) or part.hedge in _BELOW:
            continue
        if whole.interval().below(part.interval()) and part.base < whole.base * _SLIPPED:
            reason = Note(
                f"部分{part.text.strip()}不可能大于整体{whole.text.strip()}。",
                f"The part, {part.text.strip()}, cannot be more than the whole, {whole.text.strip()}.",
            )
            yield from refute(line.of([part]), "impossible_bound", reason, basis="within_sentence")
            return


def _alike(line: Line, whole: Figure, part: Figure) -> bool:
    if part.kind is not whole.kind or part.currency != whole.currency or part.upper is not None:
        return False
    if part.kind is Kind.COUNT and part.unit[:1] != whole.unit[:1]:
        return False
    aspects = {one.aspect for one in line.of([whole, part])}
    metrics = {one.metric for one in line.of([whole, part]) if one.metric}
    return aspects <= {Aspect.LEVEL, Aspect.SHARE, Aspect.COUNT, Aspect.STATEMENT} and not any("net_" in one for one in metrics)
