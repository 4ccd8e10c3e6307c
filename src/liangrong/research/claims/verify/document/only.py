"""Claims that only one of a group moved that way, held against the moves that the text gives for the group."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.document.measured import measured, shown
from liangrong.research.claims.verify.document.names import directory, key, mentions
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_only"]

_ONLY: Final = re.compile(r"只有|仅有|唯有|唯一|\b(?:only|alone)\b", re.IGNORECASE)
_UP: Final = re.compile(r"增长|上升|增加|净买入|净流入|\b(?:rose|grew|gained|increas\w+|bought|inflows?)\b", re.IGNORECASE)
_DOWN: Final = re.compile(
    r"下降|减少|回落|净偿还|净卖出|净流出|\b(?:fell|dropped|declin\w+|decreas\w+|sold|shrank|outflows?|repay\w*)\b", re.IGNORECASE
)
_SIGNS: Final[dict[str, Literal[-1, 1]]] = {"up": 1, "in": 1, "down": -1, "out": -1}
_NEAR: Final = 6
_FEWEST: Final = 2


def check_only(_: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support an ``only`` that names the one mover of its direction among those with a figure; refute it where there are others, or none."""
    said = [
        one for one in claims if one.figure is None and one.nature is Nature.FACT and _ONLY.search(one.text) and not one.stripped
    ]
    if not said:
        return
    moves = [one for one in measured(claims) if _sign(one)]
    names = directory(moves, desk)
    for claim in said:
        named = mentions(names, claim.text)
        ways = (bool(_UP.search(claim.text)), bool(_DOWN.search(claim.text)))
        if len(named) != 1 or ways[0] is ways[1]:
            continue
        yield from _ruled(claim, named[0].key, 1 if ways[0] else -1, _group(claim, named[0].key, moves))


def _group(claim: Claim, owner: str, moves: Sequence[Claim]) -> Mapping[str, Claim]:
    """The moves nearest to the claim, of one metric, aspect and period, with one for its subject."""
    groups: dict[tuple[object, ...], dict[str, Claim]] = {}
    for one in moves:
        if one.passage.item == claim.passage.item and abs(one.passage.number - claim.passage.number) <= _NEAR:
            period = (one.period.start, one.period.end) if one.period else None
            groups.setdefault(
                (one.metric, one.aspect in (Aspect.LEVEL, Aspect.CHANGE), one.scope.rpartition(":")[0], period), {}
            ).setdefault(key(one), one)
    fitting = [group for group in groups.values() if owner in group and len(group) >= _FEWEST]
    return max(fitting, key=len, default={})


def _ruled(claim: Claim, owner: str, way: int, group: Mapping[str, Claim]) -> Iterable[Ruling]:
    if not group:
        return
    movers = [name for name, one in group.items() if _sign(one) == way]
    listed = "；".join(shown(one) for one in group.values())
    if movers == [owner]:
        reason = Note(f"文中同组的变动：{listed}。", f"The moves of the group in the text: {listed.replace('；', '; ')}.")
        yield from support([claim], reason, quoted(*group.values()))
    elif movers:
        reason = Note(f"文中同组的变动并非如此：{listed}。", f"By the text that is not so: {listed.replace('；', '; ')}.")
        yield from refute([claim], "count_mismatch", reason, quoted(*group.values()), corrected=str(len(movers)))


def _sign(claim: Claim) -> int:
    """Which way a figure moves: by its verb, or by a sign that is printed; 0 where neither says."""
    assert claim.figure is not None, "only claims with figures move"
    printed = -1 if claim.figure.value < 0 else 1 if claim.figure.text.lstrip().startswith(("+", "＋")) else 0
    if claim.direction in _SIGNS:
        return -_SIGNS[claim.direction] if claim.figure.value < 0 and claim.direction in ("up", "in") else _SIGNS[claim.direction]
    return printed
