"""Words that set one printed figure above or below another (far above the mean of 4.9%, up from 121, less than half the 10% of) against the two figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.coherence.outline import AMOUNT, ANY, COUNT, MULTIPLE, Line, Outline
from liangrong.research.claims.verify.document.verdicts import refute, support
from liangrong.research.claims.words.degrees import GREATLY, SLIGHTLY
from liangrong.research.claims.words.movement import FALL_EN, FALL_ZH, RISE_EN, RISE_ZH

__all__ = ["check_compared"]

_FIG: Final = rf"(?:[{AMOUNT}{MULTIPLE}]|{COUNT}(?=[^{AMOUNT}{MULTIPLE}，,。；;.]*(?:[，,。；;.]|$)))"
_NOT_FIG: Final = rf"(?:[^{AMOUNT}{MULTIPLE}，,。；;.()（）]|[(（][^()（）]{{0,60}}[)）])"
_ABOVE_EN: Final = rf"(?:above|higher than|more than|larger than|bigger than|greater than|over(?! the (?:past |last |whole )?(?:\w+ )?(?:day|week|month|quarter|year|period|session|half|decade)s?\b)|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|ahead of|(?:{RISE_EN}|improv(?:ing|ed)) from)"
_BELOW_EN: Final = rf"(?:below|lower than|less than|smaller than|fewer than|short of|under|behind|{FALL_EN} from)"
_ABOVE_ZH: Final = r"(?:高于|超过|超出|超越|多于|大于|高出|超(?!额)|强于|领先(?:于)?|快于)"
_BELOW_ZH: Final = r"(?:低于|少于|小于|不及|逊于|不如|弱于|落后于|慢于|不到|不足)"
_RELATIONS: Final = (
    re.compile(
        rf"\b(?:(?P<up>{_ABOVE_EN})|(?P<down>{_BELOW_EN})) (?P<gap>{_NOT_FIG}{{0,60}}?)(?P<fig>{_FIG})",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:(?P<up>{_ABOVE_ZH})|(?P<down>{_BELOW_ZH}))了?(?P<gap>{_NOT_FIG}{{1,30}}?)(?P<fig>{_FIG})"),
    re.compile(rf"(?:较|比)(?P<gap>{_NOT_FIG}{{1,24}}?)(?P<fig>{_FIG})(?:有所|略有?|大幅|小幅|明显|进一步)?(?:(?P<up>{RISE_ZH}|更?高)|(?P<down>{FALL_ZH}|更?低))"),
)  # fmt: skip
_TIMES: Final = re.compile(
    rf"(?P<factor>[{AMOUNT}{MULTIPLE}])(?: of| as (?:much|many|large|big|high) as)? (?P<gap>{_NOT_FIG}{{0,40}}?)(?P<fig>{AMOUNT})|(?P<fig2>{AMOUNT})的(?P<factor2>[{AMOUNT}{MULTIPLE}])",
    re.IGNORECASE,
)
_HEDGED: Final = re.compile(
    rf"(?P<fig>{_FIG})(?:的|左右的)(?:[^，。；{ANY[1:-1]}]{{0,12}}?)(?:平均|均值|水平|峰值|高点|纪录|上限|同期|中位)"
    rf"|(?P<fig2>{_FIG}) (?:average|mean|median|peak|recorded|seen|cap|ceiling|ten years|a year earlier|(?:in|at|of) (?:the )?(?:\w+ ){{0,3}}?(?:20\d\d|peak|previous|prior))",
    re.IGNORECASE,
)
_REFERENCE: Final = re.compile(
    r"平均|均值|中位|峰值|高点|低点|同期|前一|前值|上[年月周日季个一]|去年|历史|年|上限|预期|市场|行业|的$"
    r"|\b(?:average|mean|median|peak|high|low|previous|prior|last|year|earlier|that of|the|its|their|market|expect\w*|estimate\w*|cap|ceiling)\b",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\b(?:if|when|once|should|would|could|may|might|unless|until|whenever|must|cannot|not(?! (?:only|just|merely))|never|no)\b[^,.;]*$|(?:若|如果|当(?!前|日)|一旦|假如|应|须|不得|不(?![仅但只])|未|可能|预计)[^，。；]{0,12}$",
    re.IGNORECASE,
)
_EMPTY_ZH: Final = re.compile(
    r"[，,、\s]|但|却|而|仍然|依然|仍|依旧|还|也|又|更|不仅|不但|虽然|虽|尽管|且|并且|并|明显|大幅|显著|略微|略|稍|微|远远|远|已经|已|均|都|同时|甚至|大大|进一步|这一?(?:比例|水平|数值|数字)?|该(?:比例|水平|数值|数字|指标)|其|目前|当前|当日|为|是|的?水平|左右|数值|相比之下|\(\s*[^)]*\)|（[^）]*）"
)
_EMPTY_EN: Final = re.compile(
    r"[\s,—–-]|\b(?:but|still|and|yet|which|that|is|was|are|were|has|had|been|be|also|even|slightly|just|well|far|much|way|comfortably|only|a|an|bit|little|touch|shade|though|although|remains?|remained|stands?|stood|putting|it|this|these|level|ratio|figure|share|already|considerably|sharply|marginally|modestly|not only|clearly|significantly|standing|coming|in|present|now|today|currently|of float|on|at|by|end|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july|august|september|october|november|december|yesterday|last week|while|where|so|again|once|roughly|about|some|or|up|down|compared)\b",
    re.IGNORECASE,
)
_OF_WHAT: Final = re.compile(
    r"^ of (?:(?:the|its|all|total) )?[\w-]+(?: (?:value|capitali[sz]ation|cap|float|turnover|debt))?", re.IGNORECASE
)
_APART: Final = 20
_FAR: Final = Fraction(5, 4)
"""Two figures so many times apart are not slightly apart, and two that are less are not far apart."""
_ALSO: Final = re.compile(
    r"不[仅但只光]|还|也|又|更|并且|而且|均|都|\b(?:not (?:only|just|merely)|also|as well|both|and)\b", re.IGNORECASE
)
_EACH: Final = re.compile(r"(?<!平)均(?!值|线|价)|都|\b(?:both|each)\b", re.IGNORECASE)
"""Several are compared at once, each with its own."""
_SIDES: Final = frozenset({Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST})
_BELOW: Final = frozenset({Hedge.UNDER, Hedge.AT_MOST})
_MOVES: Final = frozenset({Aspect.CHANGE})


@dataclass(frozen=True, slots=True)
class _Said:
    """That something lies above, or below, so many times a figure; ``span`` is what says so."""

    is_above: bool
    figure: Figure
    factor: Fraction
    start: int
    end: int


def check_compared(outline: Outline) -> Iterator[Ruling]:
    """Refute comparisons that stand the wrong way round; support what is said in words alone and holds."""
    for line in outline.lines:
        if sum(map(line.text.count, (AMOUNT, COUNT, MULTIPLE))) < 2:
            continue
        said = _relations(line)
        found = []
        for number, one in enumerate(said):
            first = None if _EACH.search(line.text[max(0, one.start - 2) : one.end]) else _first(line, one, said[:number])
            if first is not None and not _CONDITION.search(line.text[: one.start]):
                found.append((one, first))
        for one, first in found:
            others = [other for other, same in found if same is first and other is not one]
            yield from _ruled(line, one, first, beyond_words=_beyond_words(line, one, first, others))


def _relations(line: Line) -> list[_Said]:
    found: dict[int, _Said] = {}
    for pattern in _RELATIONS:
        for match in pattern.finditer(line.text):
            groups = match.groupdict()
            figure = line.at(match.start("fig"))
            moved = (groups["up"] or groups["down"]).endswith("from")
            if not (moved or _REFERENCE.search(groups["gap"])) or figure.hedge in _SIDES:
                continue
            found.setdefault(match.start("fig"), _Said(groups["up"] is not None, figure, Fraction(1), match.start(), match.end()))
    for match in _TIMES.finditer(line.text):
        place = match.start("fig") if match["fig"] else match.start("fig2")
        times = line.at(match.start("factor") if match["factor"] else match.start("factor2"))
        if times.kind is not Kind.MULTIPLE and not times.is_word:
            continue
        if times.hedge in _SIDES:
            found[place] = _Said(times.hedge not in _BELOW, line.at(place), Fraction(times.base), match.start(), match.end())
    for match in _HEDGED.finditer(line.text):
        place = match.start("fig") if match["fig"] else match.start("fig2")
        figure = line.at(place)
        if figure.hedge in _SIDES:
            found.setdefault(place, _Said(figure.hedge not in _BELOW, figure, Fraction(1), place, match.end()))
    return sorted(found.values(), key=lambda one: one.start)


def _first(line: Line, said: _Said, earlier: list[_Said]) -> Figure | None:
    """The figure that is compared: the nearest one before, where nothing but such comparisons and small words stand between."""
    objects = [one.figure for one in earlier]
    for place, figure in reversed(list(zip(line.places, line.figures, strict=True))):
        if place >= said.start or figure in objects:
            continue
        if figure.kind is not said.figure.kind or (
            figure.currency != said.figure.currency and figure.currency and said.figure.currency
        ):
            return None
        between = line.text[place + 1 : said.start]
        for one in reversed(earlier):
            if one.start > place:
                low, high = one.start - place - 1, _clause_end(line.text, one.end) - place - 1
                between = between[:low] + between[high:]
        if _EMPTY_ZH.sub("", _EMPTY_EN.sub("", _OF_WHAT.sub("", between))).strip(
            AMOUNT + COUNT + MULTIPLE if said.factor != 1 else " "
        ):
            return None
        return figure if figure.unit == said.figure.unit or figure.kind in (Kind.MONEY, Kind.PERCENT, Kind.COUNT) else None
    return None


def _beyond_words(line: Line, said: _Said, first: Figure, others: list[_Said]) -> bool:
    """Whether the figure compared is wrong, and not the words of a comparison that fails, nor its other figure: no turn of the words mends it, and another comparison of the same figure is strained as well."""
    strained = [other for other in others if _is(GREATLY, line, other) and _times_apart(other, first) < _FAR]
    if _is(SLIGHTLY, line, said):
        return bool(strained) and _times_apart(said, first) > _FAR
    return any(
        other.is_above is said.is_above
        and _ALSO.search(line.text[min(other.start, said.start) - 2 : max(other.start, said.start)])
        for other in strained
    )


def _is(adverb: re.Pattern[str], line: Line, said: _Said) -> bool:
    """Whether the clause of a comparison says by how much, before its figure."""
    return (
        adverb.search(re.split(r"[，；;、]|,\s", line.text[: said.start])[-1] + line.text[said.start : said.start + 2])
        is not None
    )


def _times_apart(said: _Said, first: Figure) -> Fraction:
    small, large = sorted((abs(Fraction(first.base)), abs(Fraction(said.figure.base) * said.factor)))
    return large / small if small else Fraction(0)


def _clause_end(text: str, start: int) -> int:
    match = re.search(r"[，,。；;.]|\b(?:and|but)\b", text[start:])
    return start + match.start() if match else len(text)


def _ruled(line: Line, said: _Said, first: Figure, *, beyond_words: bool) -> Iterator[Ruling]:
    one, two = _span(first), _rounded(said.figure).scaled(said.factor)
    if (
        not first.base
        or not said.figure.base
        or not Fraction(1, _APART) < abs(Fraction(first.base) / Fraction(said.figure.base)) < _APART
    ):
        return
    aspects = [{claim.aspect for claim in line.of([figure])} for figure in (first, said.figure)]
    if (aspects[0] & _MOVES) != (aspects[1] & _MOVES) or any(claim.direction in ("down", "out") for claim in line.of([first])):
        return
    if said.factor == 1 and (first.size, first.half_ulp) == (said.figure.size, said.figure.half_ulp):
        one, two = Interval.of(first.base, first.base), Interval.of(said.figure.base, said.figure.base)
    lower, upper = (two, one) if said.is_above else (one, two)
    words = line.worded(said.start, said.end)
    related = [claim for claim in words if claim.aspect in (Aspect.RELATION, Aspect.ORDER)] or words
    factors = line.of(line.within(said.start, said.end)) if said.factor != 1 else []
    phrase = " ".join(
        line.passage.text[line.origin(said.start) - line.passage.start : said.figure.end - line.passage.start].split()
    )
    shown = f"{first.text.strip()}" + (f" / {said.figure.text.strip()}")
    if upper.below(lower):
        reason = Note(f"“{phrase}”与数字不符：{shown}。", f"“{phrase}” is the wrong way round: {shown}.")
        blamed = line.of([said.figure, first] if beyond_words else [said.figure])
        yield from refute(_each([*blamed, *related, *factors]), "wrong_sign", reason, basis="within_sentence")
    elif _point(first) * (1 if said.is_above else -1) > _point(said.figure) * said.factor * (1 if said.is_above else -1):
        reason = Note(f"“{phrase}”与数字一致：{shown}。", f"“{phrase}” agrees with the figures: {shown}.")
        yield from support(_each([*related, *factors]), reason, basis="within_sentence", strength="feasibility")


def _each(claims: list[Claim]) -> list[Claim]:
    return list({one.number: one for one in claims}.values())


def _span(figure: Figure) -> Interval:
    return figure.rounding() if figure.hedge in _SIDES and figure.upper is None else figure.interval()


def _point(figure: Figure) -> Fraction:
    return Fraction(figure.base)


def _rounded(figure: Figure) -> Interval:
    return figure.rounding()
