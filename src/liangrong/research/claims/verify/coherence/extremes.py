"""Orders, first and last places, means and medians of a printed roster: what the words say of them against the figures themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Basis, Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, MULTIPLE, Line, Outline
from liangrong.research.claims.verify.coherence.polarity import DOWN, FALLING, LEAST, MOST, RISING, UP, extreme_of
from liangrong.research.claims.verify.coherence.roster import Member, Roster, nearest
from liangrong.research.claims.verify.document.verdicts import quoted, refute, support

__all__ = ["check_extremes"]

_BREAK: Final = re.compile(r"[。；;！？!?]|\.(?=\s|$)|,(?=\s)|，|—|–(?=\s)")
_ELSE: Final = re.compile(
    r"\b(?:among|one of|second|third|next|ever|since|record|at least|at most|most of(?! (?:any|all))|almost|mostly|history|nationwide|all-time|market-wide|if|would|could|not|isn't|wasn't|no longer|than|day|week|month|year|since)\b|之一|第[二三四五六七八九十]|次|历史|纪录|近\w{0,4}来|以来|至[多少]|最多(?:可|能|为|不|[融借贷提])|并非|不是|若|如果|前\w{0,2}大|最(?:新|近|后|终|早|高人民)",
    re.IGNORECASE,
)
_MEDIAN: Final = re.compile(r"中位|\bmedian\b|\bmiddle of\b", re.IGNORECASE)
_MEAN: Final = re.compile(r"平均|均值|日均|户均|家均|\b(?:averag\w+|mean)\b", re.IGNORECASE)
_OTHER_KIND: Final = re.compile(r"加权|weighted|moving|移动平均", re.IGNORECASE)
_STEADY: Final = re.compile(
    r"一路|持续|连续|逐[日周月季年步]|不断|节节|连[升涨增跌降减]|步步|每[日周月季年天个][^，。]{0,3}都|\b(?:uninterrupted|unbroken|steadily|continuous(?:ly)?|without (?:a break|interruption|exception)|consecutive|in a row|straight|(?:month|day|week|quarter|year) after (?:month|day|week|quarter|year)|(?:each|every) (?:successive )?(?:session|day|week|month|quarter|year|reading|step)|each (?:one )?(?:smaller|larger|higher|lower|bigger|less|more) than the (?:one|last|previous)|successive|all the way|throughout)\b",
    re.IGNORECASE,
)
_MORE: Final = re.compile(r"\beach (?:one )?(?:larger|higher|bigger|more|above)\b|(?:均|都)[高大多]于前", re.IGNORECASE)
_LESS: Final = re.compile(r"\beach (?:one )?(?:smaller|lower|less|fewer|below)\b|(?:均|都)[低小少]于前", re.IGNORECASE)
_SINCE: Final = re.compile(r"\b(?:after|since|from|until|before)\b|之后|以来|此后|自\S{1,12}[起后]|见顶|见底|触底", re.IGNORECASE)
_SPAN: Final = re.compile(r"\bfrom [A-Z]\w+ to [A-Z]\w+|\bof (?=the (?:day|one) before)|than the one before", re.IGNORECASE)
"""From one day to another, over which a series runs."""
_MANY: Final = re.compile(r"[\ue001\ue003]")
_BARE: Final = re.compile(
    r"\s*(?:(?:the|which|that|and|making|a|it|was|is)\b\s*)*(?:most|least|highest|lowest|largest|biggest|smallest|best|worst|more than any)|(?:为|是|也是|居|排名?|成为|位列)?(?:[^，]{0,6}最|居首|第一|垫底)",
    re.IGNORECASE,
)
"""A clause that says of the one before it that it is the most."""
_NEXT: Final = re.compile(r"次|第二|其后|紧随|\b(?:second|next|followed|then|runner-up)\b", re.IGNORECASE)
_SPREAD: Final = re.compile(
    r"(?:\bfrom|\bbetween|介于|从|在|区间为?|范围为?|波动于)\s*(?P<low>[\ue000\ue004])\s*(?:to|and|至|到|与|和|-|–|~|—)\s*(?P<high>[\ue000\ue004])",
    re.IGNORECASE,
)
_STEP: Final = re.compile(rf"(?:分别|依次|各)?(?:{UP.pattern}|{DOWN.pattern})(?:了|约|by|of|[\s:：])*$", re.IGNORECASE)
"""In front of the first of several figures, each of which is by how much something moved."""
_GAPS: Final = re.compile(
    r"[增降减涨跌升]幅|[增减]量|净?[买流]入|净?偿还|\b(?:gains?|increases?|inflows?|outflows?|purchases|repayments)\b",
    re.IGNORECASE,
)
_WIDE: Final = re.compile(r"全行业|全市场|行业|市场|全体|全国|\b(?:industry|market|sector|nation\w*|overall)\b", re.IGNORECASE)
_GROUP: Final = re.compile(
    r"全行业|全市场|市场|全国|两市|三市|\b(?:exchange|market|industry|nation\w*|any|country)\b", re.IGNORECASE
)
"""A group that is wider than a few printed members."""
_INSIDE: Final = re.compile(r"平均|均值|中位|\b(?:averag\w+|mean|median|settled|closed|ended)\b|收于|收报", re.IGNORECASE)
_SURE: Final = 3
_ADJACENT: Final = 8
"""Letters between figures and their mean where nothing else is spoken of."""


def check_extremes(outline: Outline) -> Iterator[Ruling]:
    """Rule on words that order a roster, or that give a place, a middle or a trend in it."""
    for line in outline.lines:
        yield from _ordered(outline, line)
        cuts = [0, *(match.end() for match in _BREAK.finditer(line.text)), len(line.text)]
        for number, (begin, end) in enumerate(pairwise(cuts)):
            alone = number and not re.search(r"[\ue000-\ue004]", line.text[begin:end]) and _BARE.match(line.text[begin:end])
            start = cuts[number - 1] if alone else begin
            if end - start > 3:
                yield from _topped(outline, line, start, end)
                yield from _trending(outline, line, start, end)
        yield from _centred(outline, line)
        yield from _spread(line)


def _ordered(outline: Outline, line: Line) -> Iterator[Ruling]:
    """A roster that is said to fall or to rise."""
    for words, falls in ((FALLING, True), (RISING, False)):
        match = words.search(line.text)
        if match is None:
            continue
        rosters = [one for one in nearest(outline, line, _SURE) if one.is_even]
        if not rosters:
            continue
        roster = _in_turn(line, match.end(), rosters[0])
        if roster is None:
            continue
        values = [abs(one) for one in roster.values] if len({one.sign for one in roster.members}) == 1 else roster.values
        broken = any((first < second) if falls else (first > second) for first, second in pairwise(values))
        shown = roster.shown
        reason = Note(f"所列依次为{shown}。", f"The figures in turn are {shown.replace('、', ', ')}.")
        said = _said(line, match.start(), match.end(), roster)
        if broken:
            yield from refute(
                said or _nearest(line, match.start(), match.end()), "sort_order", reason, quoted(roster.line.passage)
            )
        else:
            yield from support(said, reason, quoted(roster.line.passage))


def _in_turn(line: Line, start: int, roster: Roster) -> Roster | None:
    """The roster in the order that is claimed: as printed beside the words, or as a list of its names puts it."""
    if roster.line is line:
        return roster
    places = {id(one): line.text.find(one.name, start) for one in roster.members if one.name}
    named = [one for one in roster.members if places.get(id(one), -1) >= 0]
    if named:
        turn = sorted(named, key=lambda one: places[id(one)])
        return Roster(roster.line, tuple(turn), roster.start, roster.end) if len(named) > 1 else None
    close = line.passage.number + 1 == roster.line.passage.number and re.search(r"[:：]\s*$", line.text)
    return roster if close else None


def _topped(outline: Outline, line: Line, start: int, end: int) -> Iterator[Ruling]:
    """A member that is called the most, or the least, of its roster."""
    text = line.text[start:end]
    side = extreme_of(text)
    if not side or _ELSE.search(text):
        return
    words = (MOST if side == "most" else LEAST).search(text)
    assert words is not None, "found by extreme_of"
    for roster in nearest(outline, line, 2):
        named = roster.named(text) or roster.told(line.within(start, end))
        own = [one for one in roster.members if roster.line is line and start <= line.place(one.figure) < end]
        if not roster.is_even or (own and len(own) == len(roster.members)):
            continue
        if len(named) != 1:
            if len(own) != 1 or named:
                continue
            named = own
        if named[0].figure.hedge in (Hedge.AT_MOST, Hedge.AT_LEAST) or _is_cap(line, named[0], words):
            continue
        if not own and roster.line is line and roster.start < start and len(roster.members) < _SURE:
            continue
        attributive = re.search(rf"最[高低大小多少](?:的|者)(?:是|为)?{re.escape(named[0].name)}", text)
        if not attributive and not _one_measure(roster, line, start, end):
            continue
        yield from _placed(line, start, end, roster, named[0], side == "most")
        return


def _is_cap(line: Line, member: Member, words: re.Match[str]) -> bool:
    """Whether the word stands right before the figure itself and bounds it: 最高70%."""
    return member.line is line and line.text[: line.place(member.figure)].rstrip().endswith(words[0])


def _one_measure(roster: Roster, line: Line, start: int, end: int) -> bool:
    """Whether a clause names no other measure than the roster's."""
    theirs = {one.metric for member in roster.members for one in member.line.of([member.figure]) if one.metric}
    low, high = line.origin(start), line.origin(end)
    ours = {one.metric for one in line.claims if one.start < high and low < one.end and one.metric}
    return not theirs or not ours or bool(theirs & ours)


def _placed(line: Line, start: int, end: int, roster: Roster, member: Member, most: bool) -> Iterator[Ruling]:
    text = line.text[start:end]
    mixed = len({one.sign for one in roster.members if one.sign}) == 2
    down = DOWN.search(text) is not None and UP.search(text) is None
    sizes = {id(one): (one.value if mixed else abs(one.value)) * (-1 if mixed and down else 1) for one in roster.members}
    own = sizes[id(member)]
    beyond = [one for one in roster.members if (sizes[id(one)] > own if most else sizes[id(one)] < own)]
    if beyond and not most and _sold(roster) and not any(abs(one.value) > abs(member.value) for one in roster.members):
        beyond = []
    shown = roster.shown
    claims = _said(line, start, end, roster)
    basis: Basis = "within_sentence" if roster.line is line else "same_document"
    if beyond and all(one.line is line and _NEXT.search(_lead(one)) and not _NEXT.search(_lead(member)) for one in beyond):
        claims = line.of([beyond[0].figure])
    if beyond:
        reason = Note(
            f"{beyond[0].name or '另一个'}为{beyond[0].figure.text.strip()}，比{member.figure.text.strip()}更靠前。",
            f"{beyond[0].name or 'Another'} has {beyond[0].figure.text.strip()}, which goes further than {member.figure.text.strip()}.",
        )
        yield from refute(
            claims or line.of([member.figure]) or _nearest(line, start, end),
            "sort_order",
            reason,
            quoted(roster.line.passage),
            basis=basis,
        )
    elif roster.is_apart and len(roster.members) >= _SURE and not _GROUP.search(text):
        reason = Note(f"所列为{shown}。", f"Those listed are {shown.replace('、', ', ')}.")
        yield from support([one for one in claims if one.nature is Nature.FACT], reason, quoted(roster.line.passage), basis=basis)


def _sold(roster: Roster) -> bool:
    """Whether all are printed with a minus: the last of them may be the one with the largest outflow."""
    return all(one.figure.value < 0 for one in roster.members)


def _lead(member: Member) -> str:
    """The words just before the figure of a member."""
    place = member.line.place(member.figure)
    return re.split(r"[，,；;\ue000-\ue004]", member.line.text[:place])[-1]


def _trending(outline: Outline, line: Line, start: int, end: int) -> Iterator[Ruling]:
    """A series that is said to rise, or to fall, at every step."""
    text = line.text[start:end]
    if (
        not _STEADY.search(text)
        or _SINCE.search(_SPAN.sub("", line.text[:end]))
        or _ELSE.search(re.sub(r"\b(?:day|week|month|year|than)\b", "", text))
    ):
        return
    up, down = (words.search(text) is not None for words in (_MORE, _LESS))
    if up == down:
        up, down = UP.search(text) is not None, DOWN.search(text) is not None
    if up == down:
        return
    for roster in nearest(outline, line, _SURE, behind=True):
        if any(
            one.sign < 0 or one.figure.text.lstrip().startswith("+")
            for one in roster.members
            if one.figure.value <= 0 or "+" in one.figure.text
        ):
            continue
        if roster.line is not line and not _one_measure(roster, line, start, end):
            continue
        if not (_dated(roster) or not any(one.name for one in roster.members[1:-1])):
            continue
        if _is_of_steps(roster) and not _GAPS.search(text):
            continue
        values = [abs(one.value) for one in roster.members]
        numbers = [int(one.value) for one in line.within(start, end) if _MANY.match(line.text[line.place(one)])]
        if numbers and numbers[0] not in (len(values), len(values) - 1):
            continue
        broken = any((second <= first) if up else (second >= first) for first, second in pairwise(values))
        shown = roster.shown
        reason = Note(f"所列依次为{shown}。", f"The figures in turn are {shown.replace('、', ', ')}.")
        claims = _said(line, start, end, roster)
        if numbers:
            claims = [
                one for one in line.claims if one.aspect is Aspect.STREAK and line.origin(start) <= one.start < line.origin(end)
            ] or claims
        if broken:
            yield from refute(claims, "cross_statement", reason, quoted(roster.line.passage))
        elif not numbers or numbers[0] == len(values) - 1:
            yield from support(claims, reason, quoted(roster.line.passage))
        return


def _is_of_steps(roster: Roster) -> bool:
    """Whether the figures are by how much something rose or fell each time, not its levels."""
    return _STEP.search(_lead(roster.members[0])) is not None


def _dated(roster: Roster) -> bool:
    return (
        sum(
            bool(
                re.search(
                    r"\d|[一二三四五六七八九十上本前末]|day|week|Q|month|January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tue|Wed|Thu|Fri",
                    one.name,
                )
            )
            for one in roster.members
        )
        >= len(roster.members) - 1
    )


def _centred(outline: Outline, line: Line) -> Iterator[Ruling]:
    """A median or a mean of a printed roster; a mean outside its range."""
    for place, figure in zip(line.places, line.figures, strict=True):
        if line.text[place] not in (AMOUNT, MULTIPLE) or figure.upper is not None:
            continue
        lead = line.text[max(0, place - 40) : place]
        cut = max((match.end() for match in re.finditer(r"[。；;，:：]|[\ue000\ue004]", lead)), default=0)
        lead = lead[cut:]
        median, mean = _MEDIAN.search(lead), _MEAN.search(lead)
        if (median is None) == (mean is None) or _OTHER_KIND.search(lead):
            continue
        for roster in nearest(outline, line, _SURE):
            if (
                not roster.is_even
                or any(one.figure is figure for one in roster.members)
                or roster.members[-1].unit.kind is not figure.kind
            ):
                continue
            if not _one_group(roster, line, place):
                continue
            if roster.line is not line and not _one_measure(roster, line, place, place + 1):
                continue
            values = sorted(roster.values)
            size = len(values)
            right = (values[(size - 1) // 2] + values[size // 2]) / 2 if median else sum(values, Fraction(0)) / size
            half = max(Fraction(one.figure.half_ulp * one.unit.size) for one in roster.members)
            stated = figure.rounding()
            assert stated.low is not None, "a rounding interval is bounded"
            assert stated.high is not None, "a rounding interval is bounded"
            word = Note("中位数", "median") if median else Note("平均数", "mean")
            shown = roster.shown
            reason = Note(
                f"所列{shown}的{word.zh}约为{_plain(right, figure)}。",
                f"The {word.en} of {shown.replace('、', ', ')} is about {_plain(right, figure)}.",
            )
            if stated.low - half <= right <= stated.high + half:
                yield from support(line.of([figure]), reason, quoted(roster.line.passage))
            elif (
                median
                or stated.high < values[0]
                or stated.low > values[-1]
                or figure.kind is Kind.MONEY
                or _beside(roster, line, place)
            ):
                yield from refute(line.of([figure]), "arithmetic", reason, quoted(roster.line.passage))
            break


def _beside(roster: Roster, line: Line, place: int) -> bool:
    """Whether a mean follows right upon the figures that it is said to be of."""
    return roster.line is line and 0 <= place - roster.end <= _ADJACENT


def _one_group(roster: Roster, line: Line, place: int) -> bool:
    """Whether the middle is that of the roster and of no wider, or narrower, group."""
    clause = re.split(r"[。；;：:]", line.text[:place])[-1]
    lead = re.split(r"[。；;：:，,]", roster.line.text[: roster.start])[-1]
    counts = [
        {int(one.value) for one in where.within(0, at) if one.kind is Kind.COUNT}
        for where, at in ((line, place), (roster.line, roster.start))
    ]
    if counts[1] and counts[0] and not counts[0] & counts[1]:
        return False
    if roster.line is line and roster.start < place:
        return not _WIDE.search(clause[clause.rfind("，") + 1 :]) or bool(_WIDE.search(lead))
    return not _WIDE.search(clause) and (len(roster.members) in counts[0] or not counts[1] or bool(counts[0] & counts[1]))


def _spread(line: Line) -> Iterator[Ruling]:
    """A mean, a median or a close beyond the two ends that the same sentence gives."""
    for match in _SPREAD.finditer(line.text):
        low, high = line.at(match.start("low")), line.at(match.start("high"))
        for place, figure in zip(line.places, line.figures, strict=True):
            if place <= match.end() or _kind(figure) is not _kind(high) or figure.upper is not None:
                continue
            if not _INSIDE.search(line.text[match.end() : place]):
                continue
            ends = sorted((Fraction(low.value), Fraction(high.value)))
            value = Fraction(figure.value)
            reason = Note(f"范围是{low.text}到{high.text}。", f"The range is {low.text} to {high.text}.")
            if figure.unit in ("", high.unit) and not ends[0] <= value <= ends[1]:
                yield from refute(line.of([figure]), "impossible_bound", reason, basis="within_sentence")
            break


def _kind(figure: Figure) -> str:
    return figure.kind.value if figure.unit else "number"


def _plain(value: Fraction, figure: Figure) -> str:
    return f"{float(value / Fraction(figure.size)):.6g}"


def _said(line: Line, start: int, end: int, roster: Roster) -> list[Claim]:
    """What says it: the claim in words, else one of its aspect, never the figure of a member."""
    worded = line.worded(start, end)
    orders = [one for one in worded if one.aspect in (Aspect.ORDER, Aspect.RANK, Aspect.RELATION, Aspect.RECORD)]
    if worded:
        return orders or worded
    members = {(one.figure.start, one.figure.end) for one in roster.members}
    low, high = line.origin(start), line.origin(end)
    return [
        one
        for one in line.claims
        if one.figure is not None
        and one.nature is Nature.FACT
        and low <= one.figure.start < high
        and (one.figure.start, one.figure.end) not in members
        and one.aspect in (Aspect.RANK, Aspect.ORDER, Aspect.STREAK, Aspect.RECORD, Aspect.COUNT)
    ]


def _nearest(line: Line, start: int, end: int) -> Sequence[Claim]:
    """Where nothing was read in the words: the claim that stands at them."""
    low, high = line.origin(start), line.origin(end)
    return [one for one in line.claims if one.start < high and low < one.end and one.nature is Nature.FACT][:1]
