"""Bought, repaid, and the net of both with its sign: what was outweighed by repayments is no net buying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal, TypeAlias

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.closure.near import exact_enough, point_of
from liangrong.research.claims.verify.grammar.pairs import pairs_of
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity, alike
from liangrong.research.claims.verify.grammar.verdicts import closes, failed, slip, value_in

__all__ = ["check_nets"]

_Leg: TypeAlias = Literal["in", "out", "net_in", "net_out", "net", ""]
_NET_IN: Final = re.compile(
    r"净买入|净流入|净申购|净增|\bnet (?:\w+ )?(?:buying|purchases?|inflows?|purchased|bought)\b|\bnet(?:ted)? (?:an? )?(?:inflow|gain)",
    re.IGNORECASE,
)
_NET_OUT: Final = re.compile(
    r"净偿还|净卖出|净流出|净赎回|净减|\bnet (?:\w+ )?(?:selling|sales?|repayments?|outflows?|repaid|redemptions?)\b",
    re.IGNORECASE,
)
_NET: Final = re.compile(r"净额|净值变动|差额|\bnet\b", re.IGNORECASE)
_IN: Final = re.compile(
    r"买入|申购|流入|\b(?:margin |financing |leveraged |new )?(?:purchases?|buying|bought|borrow(?:ed|ing)?|inflows?|subscriptions?|took out)\b",
    re.IGNORECASE,
)
_OUT: Final = re.compile(
    r"偿还|归还|赎回|流出|卖出|\b(?:repayments?|repaid|paid (?:back|off)|pay(?:ing)? (?:back|down)|outflows?|redemptions?|sold|sales)\b",
    re.IGNORECASE,
)
_PLACES: Final = re.compile(r"沪|深|北交|\b(?:Shanghai|Shenzhen|Beijing)\b", re.IGNORECASE)
_BALANCE: Final = re.compile(r"余额|\b(?:balances?|book|loans outstanding)\b", re.IGNORECASE)
_MOST: Final = 3
"""Legs and net stand so close: nothing but themselves in between."""


def check_nets(operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """Rule on every net that stands with both its legs in one sentence."""
    for place, net in enumerate(operands):
        kind = _leg(net)
        if not kind.startswith("net"):
            continue
        near = [one for one in operands[max(0, place - _MOST) : place + _MOST] if one.sentence == net.sentence and one is not net]
        ins = [one for one in near if _leg(one) == "in" and alike(one, net)]
        outs = [one for one in near if _leg(one) == "out" and alike(one, net)]
        yield from _against(net, kind, operands)
        legs = (net, *ins, *outs)
        places = {match[0].lower() for one in legs for match in _PLACES.finditer(f"{_near(one)}")}
        several = len({one.claim.scope for one in legs} - {""}) > 1 or len(places) == 2
        if (
            not several
            and len(ins) == len(outs) == 1
            and all(one.figure.hedge in (Hedge.NONE, Hedge.ABOUT) for one in (*ins, *outs))
        ):
            yield from _judged(net, ins[0], outs[0], kind)


def _judged(net: Quantity, bought: Quantity, repaid: Quantity, kind: _Leg) -> Iterator[Ruling]:
    made = bought.rounding - repaid.rounding
    stated = -net.stated if kind == "net_out" else net.stated if kind == "net_in" else net.figure.interval()
    working = f"{shown(bought.figure)} - {shown(repaid.figure)} = {value_in(point_of(made), net.figure)}"
    if stated.meets(made) or (kind == "net" and (-stated).meets(made)):
        if exact_enough(made, net.figure):
            yield from closes([net, bought, repaid], working)
        return
    if kind == "net" or not _sure(made):
        return
    turned = (-stated).meets(made)
    size = made if point_of(made) >= 0 else -made
    corrected = slip(net, size)
    right = value_in(point_of(made), net.figure)
    types = ("arithmetic", "wrong_sign") if turned else ("unit_slip",) if corrected else ("arithmetic",)
    yield from failed([net], [net, bought, repaid], working, corrected or right, *types)


def _against(net: Quantity, kind: _Leg, operands: Sequence[Quantity]) -> Iterator[Ruling]:
    """A balance that falls by what flowed in on balance, or rises by what flowed out."""
    own = [one for one in operands if one.sentence == net.sentence]
    for pair in pairs_of(own) if kind != "net" else ():
        moved = pair.new.rounding - pair.old.rounding
        flow = -net.stated if kind == "net_in" else net.stated
        if pair.sure and alike(pair.new, net) and flow.meets(moved) and exact_enough(moved, net.figure):
            working = f"{shown(pair.new.figure)} - {shown(pair.old.figure)} = {value_in(point_of(moved), net.figure)}"
            yield from failed(
                [max(pair.new, net, key=lambda one: one.place)], [net, pair.new, pair.old], working, None, "wrong_sign"
            )


def _leg(one: Quantity) -> _Leg:
    """What a figure is by the words just before it, or just behind where none before say it."""
    if one.figure.kind not in (Kind.MONEY, Kind.SHARES) or one.figure.upper is not None:
        return ""
    for text in (re.split(r"[，,。；;、:：]", one.before)[-1], one.before, re.split(r"[，,。；;、]", one.after)[0]):
        found = [
            (match.end(), name)
            for name, words in (("net_in", _NET_IN), ("net_out", _NET_OUT), ("in", _IN), ("out", _OUT))
            for match in words.finditer(text)
        ]
        if found:
            last = max(found, key=lambda each: (each[0], each[1].startswith("net")))
            return last[1]  # type: ignore[return-value]
        if _NET.search(text):
            return "net"
    if one.part is Part.CHANGE and one.claim.direction in ("up", "down") and _BALANCE.search(one.before):
        return "net_in" if one.claim.direction == "up" else "net_out"
    return ""


def _near(one: Quantity) -> str:
    """The clause of a figure."""
    return re.split(r"[，,；;。]", one.before)[-1] + re.split(r"[，,；;。]", one.after)[0]


def _sure(made: Interval) -> bool:
    """Whether rounding leaves no doubt which leg is the larger."""
    assert made.low is not None, "computed from printed figures"
    assert made.high is not None, "computed from printed figures"
    return made.low * made.high > 0
