"""Names that may mean more than one metric, settled by what else the item prints.

"Margin debt" is the financing balance to one author and the balance of both businesses to another. Where the figure agrees with what is
printed under the second name alone, or where its parts are named, the author's meaning is known. Nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Hedge, Kind

__all__ = ["settled"]

_TOTAL: Final = "margin_trading_balance"
_PARTS: Final = frozenset({"financing_balance", "short_balance"})
_ABOVE: Final = (Hedge.OVER, Hedge.AT_LEAST)
_NEAR: Final = 2
"""How many times a bound the level above it may be: what is said to be past 2.7 is not meant of 9."""


def settled(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, an ambiguous metric replaced by the one that the item shows to be meant."""
    done = [_settled(claim, claims) for claim in claims]
    turned = {(one.passage.number, one.scope) for one, before in zip(done, claims, strict=True) if one is not before}
    return [
        _meant(claim) if _TOTAL in claim.ambiguous and (claim.passage.number, claim.scope) in turned else claim for claim in done
    ]


def _settled(claim: Claim, claims: Sequence[Claim]) -> Claim:
    if _TOTAL not in claim.ambiguous or claim.figure is None or claim.figure.kind is not Kind.MONEY:
        return claim
    if claim.aspect not in (Aspect.LEVEL, Aspect.CROSSING):
        return claim
    if _is_whole(claim, claims) or (_fits(claim, claims, _TOTAL) and not _fits(claim, claims, claim.metric)):
        return _meant(claim)
    return claim


def _meant(claim: Claim) -> Claim:
    return replace(claim, metric=_TOTAL, ambiguous=tuple(one for one in (claim.metric, *claim.ambiguous) if one != _TOTAL))


def _is_whole(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether the same sentence goes on with both parts: …, of which financing … and securities lending …."""
    later = {
        one.metric
        for one in claims
        if one.passage is claim.passage
        and one.figure is not None
        and claim.figure is not None
        and one.figure.start > claim.figure.start
        and one.aspect is Aspect.LEVEL
        and not (one.ambiguous and one.metric == claim.metric)
    }
    return later >= _PARTS


def _fits(claim: Claim, claims: Sequence[Claim], metric: str) -> bool:
    figure = claim.figure
    assert figure is not None, "asked of claims with a figure"
    for one in claims:
        level = one.figure
        if one is claim or level is None or level.kind is not Kind.MONEY or one.passage.item != claim.passage.item:
            continue
        if one.metric != metric or one.ambiguous or one.aspect is not Aspect.LEVEL or one.scope != claim.scope:
            continue
        if figure.interval().meets(level.interval()) and (figure.hedge not in _ABOVE or level.base <= _NEAR * figure.base):
            return True
    return False
