"""A figure beside one name that the same text prints for another name, while it prints another figure for the first: two names, or two measures, taken for each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import Line, Outline
from liangrong.research.claims.verify.coherence.roster import Member, Roster, rosters_in
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.document.verdicts import quoted, refute

__all__ = ["check_swapped"]

_ELSEWHEN: Final = re.compile(
    r"前一|上[一个]?[日周月季年交]|此前|去年|上年|同期|昨|年初|月初|预计|目标|将|若|如果|降至|升至|增至|回落至|追上|相当|等于|也(?:是|为|有)|同为|均"
    r"|\b(?:previous|prior|earlier|ago|last|then|before|since|if|would|will|forecast|target|like|same|also|too|equal\w*|match\w*|rose to|fell to|both)\b",
    re.IGNORECASE,
)
_APART: Final = frozenset(
    {
        "financing_buy_amount", "financing_repay_amount", "net_financing_purchase", "financing_balance", "short_balance",
        "margin_trading_balance", "turnover", "free_float_value", "float_value",
    }
)  # fmt: skip
"""Measures of which no two have one value but by a mistake."""
_FLOW: Final = "net_financing_purchase"
"""The net of a period is by how much the balance of financing changed in it."""
_DIGITS: Final = 2
_EXACT: Final = 4
_OF: Final = re.compile("_to_|share_of")
"""Shares of which each has a whole of its own."""


def check_swapped(outline: Outline) -> Iterator[Ruling]:
    """Refute the telling that gives a name the figure of another name."""
    rosters = [roster for line in outline.lines for roster in rosters_in(line) if _usable(roster)]
    for line in outline.lines:
        for single in rosters_in(line, 1):
            for member in single.members:
                yield from _taken(line, member, rosters)
    yield from _measures(outline)


def _usable(roster: Roster) -> bool:
    names = [one.name for one in roster.members]
    return all(len(name) > 1 for name in names) and len(set(names)) == len(names) and roster.is_apart


def _taken(line: Line, member: Member, rosters: list[Roster]) -> Iterator[Ruling]:
    figure = member.figure
    if figure.kind in (Kind.COUNT, Kind.RANK, Kind.DURATION) or digits_of(figure) < _DIGITS or figure.hedge is not Hedge.NONE:
        return
    cell = _around(line, member)
    if _ELSEWHEN.search(cell):
        return
    for roster in rosters:
        if figure in [one.figure for one in roster.members] or (
            roster.line is not line and roster.line.passage.item != line.passage.item
        ):
            continue
        if roster.line.passage.start > line.passage.start and not line.is_brief:
            continue
        owners = [one for one in roster.members if one.figure.base == figure.base and one.figure.kind is figure.kind]
        named = [one for one in roster.members if one.name in cell]
        if len(owners) != 1 or len(named) != 1 or owners[0] is named[0] or not _one_measure(line, member, roster):
            continue
        reason = Note(
            f"文中{figure.text.strip()}是{owners[0].name}的，{named[0].name}为{named[0].figure.text.strip()}。",
            f"The text has {figure.text.strip()} for {owners[0].name}; {named[0].name} has {named[0].figure.text.strip()}.",
        )
        yield from refute(
            line.of([figure]), "label_mixup", reason, quoted(roster.line.passage), corrected=named[0].figure.text.strip()
        )
        return


def _around(line: Line, member: Member) -> str:
    """The cell of a figure: what stands between it and the joints on both sides."""
    place = line.place(member.figure)
    head = re.split(r"[，,、；;。：:\ue000-\ue004]|\b(?:and|while|versus|against)\b", line.text[:place])[-1]
    tail = re.split(r"[，,、；;。：:\ue000-\ue004]|\b(?:and|while|versus|against)\b", line.text[place + 1 :])[0]
    return f"{head} {tail}"


def _one_measure(line: Line, member: Member, roster: Roster) -> bool:
    ours = {
        (one.metric, one.period.start if one.period and one.period.at != (-1, -1) else None) for one in line.of([member.figure])
    }
    theirs = {
        (one.metric, one.period.start if one.period and one.period.at != (-1, -1) else None)
        for each in roster.members
        for one in each.line.of([each.figure])
    }
    metrics = ({name for name, _ in ours if name}, {name for name, _ in theirs if name})
    days = ({day for _, day in ours if day}, {day for _, day in theirs if day})
    return (not metrics[0] or not metrics[1] or bool(metrics[0] & metrics[1])) and (
        not days[0] or not days[1] or bool(days[0] & days[1])
    )


def _measures(outline: Outline) -> Iterator[Ruling]:
    """One exact amount under two measures that never have the same."""
    told = [one for one in outline.claims if _exact(one)]
    for first, second in combinations(sorted(told, key=lambda one: one.start), 2):
        one, two = first.figure, second.figure
        assert one is not None, "chosen for its figure"
        assert two is not None, "chosen for its figure"
        if (
            first.metric == second.metric
            or (_FLOW in (first.metric, second.metric) and Aspect.CHANGE in (first.aspect, second.aspect))
            or one.base != two.base
            or one.kind is not two.kind
            or first.passage.item != second.passage.item
        ):
            continue
        if first.scope != second.scope and first.scope and second.scope:
            continue
        if one.kind is Kind.MONEY and not (_printed(first) and _printed(second)):
            continue
        if one.kind is Kind.PERCENT and not any(_rival(second, other) for other in told):
            continue
        reason = Note(
            f"文中另一处{two.text.strip()}是另一个指标的数。",
            f"Elsewhere in the text {two.text.strip()} is the figure of another measure.",
        )
        yield from refute([second], "label_mixup", reason, quoted(first.passage))


def _exact(claim: Claim) -> bool:
    figure = claim.figure
    return (
        figure is not None
        and (claim.metric in _APART if figure.kind is Kind.MONEY else _OF.search(claim.metric) is not None)
        and not (claim.ambiguous and figure.kind is Kind.MONEY)
        and not claim.stripped
        and claim.nature is Nature.FACT
        and claim.aspect in (Aspect.LEVEL, Aspect.CHANGE, Aspect.SHARE)
        and claim.passage.role != "row"
        and figure.kind in (Kind.MONEY, Kind.PERCENT)
        and figure.hedge is Hedge.NONE
        and digits_of(figure) >= (_EXACT if figure.kind is Kind.MONEY else _DIGITS)
    )


def _rival(claim: Claim, other: Claim) -> bool:
    """Whether the same share is told elsewhere with another value."""
    assert claim.figure is not None, "chosen for its figure"
    assert other.figure is not None, "chosen for its figure"
    same = (claim.metric, claim.scope) == (other.metric, other.scope) and claim.figure.kind is other.figure.kind
    return same and other.start < claim.start and not claim.figure.rounding().meets(other.figure.rounding())


_NAMES: Final = {
    "financing_buy_amount": r"(?<!净)买入额|(?<!净)买入(?!净)|\b(?<!net )(?:margin |financing )?(?:buying|purchases?|bought)\b",
    "financing_repay_amount": r"偿还|repay",
    "net_financing_purchase": r"净买入|净流入|net (?:margin |financing )?(?:buy|purchas|inflow)",
    "financing_balance": r"融资(?:资金)?余额|financing balance|margin loans?|financing\b",
    "short_balance": r"融券余额|short",
    "margin_trading_balance": r"两融|融资融券|margin (?:trading )?balance|combined|total",
    "turnover": r"成交|turnover",
    "free_float_value": r"流通|float",
    "float_value": r"流通|float",
}


def _printed(claim: Claim) -> bool:
    """Whether the name of the measure stands in the words of the claim itself."""
    return re.search(_NAMES[claim.metric], claim.text, re.IGNORECASE) is not None
