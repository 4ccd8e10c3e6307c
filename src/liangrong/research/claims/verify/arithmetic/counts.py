"""How many of a group lie above a line, against the named leaders of the group and what the whole market moved.

So many above one billion cannot be led by a second of one billion; and so many times the line cannot be more than there was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Evidence, Ruling
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.arithmetic import computing
from liangrong.research.claims.verify.arithmetic.sheet import Sheet
from liangrong.research.claims.verify.arithmetic.term import Factors
from liangrong.research.claims.verify.arithmetic.times import LEVELS
from liangrong.research.claims.verify.arithmetic.verdicts import basis_of, calculated, refute, support
from liangrong.research.claims.verify.arithmetic.wording import number, shown

__all__ = ["Group", "check_counts", "groups"]

_INDUSTRIES: Final = re.compile(r"行业|板块|产业|sector|industr", re.IGNORECASE)
_SECURITIES: Final = re.compile(r"股|公司|企业|[家只]|标的|stock|compan|share|name|firm|securit", re.IGNORECASE)
_LEADING: Final = re.compile(
    r"居前|前列|领先|最多|最大|第一|首位|榜首|领跑|前[一二三四五六七八九十\d]|依次|\b(?:led|lead|leads|leaders?|leading|top|topp\w+|largest|biggest|followed|dominated|first|most)\b",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"其余|其他|此外|另有|另外|其后|\b(?:others?|also|further|next|behind them|the rest|rounding out)\b", re.IGNORECASE
)
_JOINTLY: Final = re.compile(r"合计|共|总额|\b(?:combined|together|total\w*|between them)\b", re.IGNORECASE)
_ABOVE: Final = (Hedge.OVER, Hedge.AT_LEAST)
_REACH: Final = 2
"""How many passages after the count its leaders may be named."""
_CROWD: Final = 3
"""As many that are not named cannot all lie between the line and a leader that is printed as the line itself."""
_SHARED: Final = 0.75
"""How much of the longer window a count and the market's change must share."""
_CHANGES: Final = frozenset({"financing_balance", "margin_trading_balance"})
_NET: Final = "net_financing_purchase"
_FALLS: Final = frozenset({"down", "out"})


@dataclass(frozen=True)
class Group:
    """A count above a line with the members that the text names, in its order.

    Parameters
    ----------
    kind
        ``industry`` or ``security``.
    leads
        Whether the text says that the named are the first of the group.
    """

    count: Claim
    line: Figure
    kind: str
    named: tuple[Claim, ...]
    leads: bool

    @property
    def size(self) -> int:
        """How many there are."""
        assert self.count.figure is not None, "a count has its figure"
        return int(self.count.figure.base)


def groups(sheet: Sheet) -> list[Group]:
    """Every count above a line, with its named members."""
    found = []
    counts = [one for one in sheet.facts() if one.aspect is Aspect.COUNT and one.threshold is not None]
    for claim in counts:
        figure, line = claim.figure, claim.threshold
        if figure is None or line is None or figure.base != int(figure.base) or line.hedge in (Hedge.UNDER, Hedge.AT_MOST):
            continue
        said = f"{figure.unit} {claim.subject} {claim.text}"
        kind = (
            "industry"
            if _INDUSTRIES.search(f"{figure.unit} {claim.subject}")
            else "security"
            if _SECURITIES.search(f"{figure.unit} {claim.subject}")
            else ""
        )
        if not kind:
            kind = "industry" if _INDUSTRIES.search(said) else "security"
        end = min(
            (other.passage.number for other in counts if other.passage.number > claim.passage.number),
            default=claim.passage.number + _REACH + 1,
        )
        named = _named(sheet, claim, line, kind, min(end, claim.passage.number + _REACH + 1))
        places = dict.fromkeys((one.passage.start, one.passage.end) for one in named)
        words = "".join(sheet.article.text[slice(*place)] for place in places)
        found.append(Group(claim, line, kind, tuple(named), bool(named) and bool(_LEADING.search(words))))
    return found


def check_counts(sheet: Sheet, factors: Factors) -> Iterator[Ruling]:
    """Rule on every count above a line."""
    for group in groups(sheet):
        yield from _behind(sheet, group, factors)
        impossible = [*_impossible(sheet, group, factors), *_too_few(sheet, group, factors)]
        yield from impossible or _feasible(sheet, group, factors)


def _named(sheet: Sheet, count: Claim, line: Figure, kind: str, end: int) -> list[Claim]:
    found: dict[str, Claim] = {}
    falls = count.direction in _FALLS
    for claim in sheet.facts():
        figure = claim.figure
        if (
            figure is None
            or not count.passage.number <= claim.passage.number < end
            or claim.passage.item != count.passage.item
            or claim.aspect not in LEVELS
        ):
            continue
        if (
            claim.metric != count.metric
            or figure.kind is not line.kind
            or (claim.direction in _FALLS) is not falls
            or claim.threshold is not None
        ):
            continue
        if (
            figure.hedge in (Hedge.NONE, Hedge.ABOUT, Hedge.NEARLY)
            and (claim.scope.startswith(f"{kind}:") or (not claim.scope and claim.group and claim.subject))
            and claim.start >= count.start
            and (figure.start, figure.end) != (line.start, line.end)
        ):
            found.setdefault(claim.scope or claim.subject, claim)
    return list(found.values())


def _impossible(sheet: Sheet, group: Group, factors: Factors) -> Iterator[Ruling]:
    """A leader at or below the line leaves no room for those behind it."""
    if not group.leads or group.size <= len(group.named):
        return
    last = group.named[-1]
    made, line = sheet.term(last).readings(factors)[0], group.line.base
    made = -made if made.high is not None and made.high < 0 else made
    assert last.figure is not None, "named by their figures"
    rest = group.size - len(group.named)
    below = made.high is not None and made.high < line
    level = abs(sheet.term(last).point(factors)) <= line and rest >= _CROWD
    if not below and not level:
        return
    place = len(group.named)
    leader, bound = shown(replace(last.figure, hedge=Hedge.NONE)), shown(replace(group.line, hedge=Hedge.NONE))
    who = last.subject or last.text
    reason = Note(
        f"文中列出的第{place}位{who}只有{leader}，排在其后的{rest}家不可能都超过{bound}。",
        f"{who}, number {place} of the leaders named, has only {leader}, so the {rest} behind it cannot all exceed {bound}.",
    )
    evidence = (*_passages(group.count, *group.named), calculated(f"{leader} ≤ {bound}, {group.size} - {place} = {rest}"))
    yield from refute(
        [group.count],
        "impossible_bound",
        reason,
        evidence,
        basis=basis_of(one.passage.number for one in (group.count, *group.named)),
    )


def _too_few(sheet: Sheet, group: Group, factors: Factors) -> Iterator[Ruling]:
    """More members above the line are named than there are said to be."""
    count = group.count
    near = [one for one in group.named if one.passage.number - count.passage.number < _REACH and _one_window(one, count)]
    above = [one for one in near if (_size(sheet.term(one).readings(factors)).low or 0) > group.line.base]
    if group.leads and len(above) > group.size and count.figure is not None and count.figure.hedge is Hedge.NONE:
        bound = shown(replace(group.line, hedge=Hedge.NONE))
        reason = Note(
            f"文中点名的就有{len(above)}家超过{bound}，不可能只有{group.size}家。",
            f"{len(above)} above {bound} are named: there cannot be {group.size} only.",
        )
        basis = basis_of(one.passage.number for one in (count, *above))
        yield from refute([count], "count_mismatch", reason, _passages(count, *above), basis=basis)


def _behind(sheet: Sheet, group: Group, factors: Factors) -> Iterator[Ruling]:
    """The others, behind the leaders that are named, all above a line that no leader reaches."""
    highs = [_size(sheet.term(one).readings(factors)).high for one in group.named]
    if not group.leads or len(highs) < _REACH or None in highs:
        return
    last, most = group.named[-1], max(one for one in highs if one is not None)
    best = group.named[highs.index(most)]
    for claim in sheet.facts():
        figure, passage = claim.figure, claim.passage
        if figure is None or figure.hedge not in _ABOVE or figure.kind is not group.line.kind or claim.threshold is not None:
            continue
        if claim.start < last.start or passage.number - last.passage.number >= _REACH or passage.item != last.passage.item:
            continue
        same = claim.metric == last.metric and _one_window(claim, last)
        if same and figure.base > most and _OTHERS.search(passage.text) and not _JOINTLY.search(passage.text):
            shown_best = best.figure.text.strip() if best.figure is not None else ""
            reason = Note(
                f"领先者中最多的{best.subject}也只有{shown_best}，其余的不可能都{figure.text.strip()}。",
                f"The first of the leaders, {best.subject}, has {shown_best}: the others cannot all have {figure.text.strip()}.",
            )
            basis = basis_of((passage.number, best.passage.number))
            yield from refute([claim], "impossible_bound", reason, _passages(best), basis=basis)


def _one_window(one: Claim, other: Claim) -> bool:
    """Whether two claims are of one time, as far as they tell."""
    return (
        one.period is None or other.period is None or (one.period.start, one.period.end) == (other.period.start, other.period.end)
    )


def _feasible(sheet: Sheet, group: Group, factors: Factors) -> Iterator[Ruling]:
    """The least that the group can sum to, against what the whole market moved."""
    found = _whole(sheet, group)
    if found is None or group.size < len(group.named):
        return
    whole, repaid = found
    moved = sheet.term(whole).readings(factors)[0]
    named = Interval.total(_size([sheet.term(one).readings(factors)[0]]) for one in group.named)
    back = Interval.total(_size([sheet.term(one).readings(factors)[0]]) for one in repaid)
    if moved.high is None or named.low is None or back.high is None or whole.figure is None or moved.high <= 0:
        return
    rest = group.size - len(group.named)
    least = named.low + rest * Fraction(group.line.base)
    room = moved.high + back.high
    if least > room:
        return
    unit = Fraction(whole.figure.size)
    calculation = f"{number(named.low / unit, 2)} + {rest} × {number(Fraction(group.line.base) / unit, 2)} = {number(least / unit, 2)} ≤ {number(room / unit, 2)} {whole.figure.unit}"
    reason = Note(
        f"可行：已列出的与其余{rest}家按下限合计至少{calculation}（全市场同期变动加已列出的净偿还）。",
        f"Feasible: those named and the other {rest} at the line make at least {calculation}, the change of the market and the repayments named.",
    )
    evidence = (*_passages(group.count, *group.named, whole), calculated(calculation))
    supported = [group.count, *group.named, *repaid] if group.kind == "industry" else [group.count]
    yield from support(supported, reason, evidence, basis="same_document", strength="feasibility")


def _whole(sheet: Sheet, group: Group) -> tuple[Claim, list[Claim]] | None:
    """The change of the market over the same window, and the named members that went the other way."""
    count = group.count
    if count.direction in _FALLS or count.metric != _NET or count.period is None:
        return None
    wholes = []
    for claim in sheet.facts():
        is_change = claim.aspect is Aspect.CHANGE and claim.metric in _CHANGES
        is_flow = claim.aspect in LEVELS and claim.metric == _NET and claim.threshold is None
        if (
            (is_change or is_flow)
            and claim.scope == "market"
            and claim.passage.item == count.passage.item
            and claim.direction not in _FALLS
        ):
            window = _window(claim)
            if window is not None and _shared(window, count.period):
                wholes.append(claim)
    repaid = [
        one for one in sheet.facts()
        if one.metric == _NET and one.direction in _FALLS and one.scope.startswith(f"{group.kind}:") and one.aspect in LEVELS and one.passage.item == count.passage.item
        and (one.period is None or _shared(one.period, count.period))
    ]  # fmt: skip
    return (wholes[0], list({one.scope: one for one in repaid}.values())) if wholes else None


def _window(claim: Claim) -> Period | None:
    if claim.period is None:
        return None
    if claim.base is not None and claim.base.end < claim.period.end:
        return Period(claim.base.end, claim.period.end)
    return None if claim.period.is_day else claim.period


def _shared(one: Period, other: Period) -> bool:
    day = timedelta(days=1)
    both = (min(one.end, other.end) - max(one.start, other.start)) / day
    either = (max(one.end, other.end) - min(one.start, other.start)) / day
    return either > 0 and both >= _SHARED * either


def _size(operands: Sequence[Interval]) -> Interval:
    """An amount without its direction."""
    one = computing.first(operands)
    return -one if one.high is not None and one.high <= 0 else one


def _passages(*claims: Claim) -> tuple[Evidence, ...]:
    return tuple(Evidence("passage", one.text, "", one.start, one.end) for one in claims)
