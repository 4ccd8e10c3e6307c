"""One value under two names that cannot both hold: the whole of the margin trade and one of its two parts, or the same share of both parts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Outline
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_labelled"]

_OWNERS: Final = ("margin_trading_", "financing_", "short_")
_NAMES: Final = {
    "margin_trading_": Note("两融", "margin trading as a whole"),
    "financing_": Note("融资", "financing"),
    "short_": Note("融券", "short selling"),
}
_LEAST: Final = 5
"""Digits from which one amount is not that of a whole and of its part by chance; a share has few, and is that of one part."""


def check_labelled(outline: Outline) -> Iterator[Ruling]:
    """Refute the later of two claims that give one exact value to the whole and to a part, or to both parts."""
    told = [one for one in outline.claims if _names(one)]
    for first, second in combinations(sorted(told, key=lambda one: one.start), 2):
        owners = (_owner(first), _owner(second))
        if owners[0] == owners[1] or not _one_value(first, second) or not _one_time(first, second):
            continue
        assert second.figure is not None, "chosen for its figure"
        names = [_NAMES[one] for one in owners]
        reason = Note(
            f"文中另一处{second.figure.text.strip()}是{names[0].zh}的，不会同时是{names[1].zh}的。",
            f"Elsewhere in the text {second.figure.text.strip()} is that of {names[0].en}; it cannot be that of {names[1].en} as well.",
        )
        yield from refute([second], "label_mixup", reason, quoted(first.passage))


def _names(claim: Claim) -> bool:
    """Whether a claim gives a level under a name that means nothing else."""
    figure = claim.figure
    if figure is None or claim.stripped or claim.nature is not Nature.FACT or claim.ambiguous or claim.passage.role == "row":
        return False
    if not _owner(claim) or figure.hedge is not Hedge.NONE or claim.aspect not in (Aspect.LEVEL, Aspect.SHARE):
        return False
    if figure.kind is Kind.MONEY:
        return "_balance" in claim.metric and "_to_" not in claim.metric and digits_of(figure) >= _LEAST
    return figure.kind is Kind.PERCENT and "_to_" in claim.metric


def _owner(claim: Claim) -> str:
    return next((one for one in _OWNERS if claim.metric.startswith(one)), "")


def _one_value(first: Claim, second: Claim) -> bool:
    """Whether both print one value of one measure; of shares, only those of the two parts, which are far apart."""
    one, two = first.figure, second.figure
    assert one is not None, "chosen for its figure"
    assert two is not None, "chosen for its figure"
    if one.base != two.base or one.kind is not two.kind or (first.scope or first.subject) != (second.scope or second.subject):
        return False
    if first.metric.removeprefix(_owner(first)) != second.metric.removeprefix(_owner(second)):
        return False
    return one.kind is Kind.MONEY or {_owner(first), _owner(second)} != {"margin_trading_", "financing_"}


def _one_time(first: Claim, second: Claim) -> bool:
    if first.passage.item != second.passage.item:
        return False
    printed = [one.period for one in (first, second) if one.period is not None and one.period.at != (-1, -1)]
    return len({(one.start, one.end) for one in printed}) < len((first, second))
