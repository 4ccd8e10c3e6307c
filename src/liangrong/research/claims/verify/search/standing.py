"""Undecided figures that tell, without a day, how much something is now, against what is known of it by then: they agree, or miss it by a slip."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.check import Judged
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.extract.nature import nature_of
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling, Strength, Verdict
from liangrong.research.claims.verify.closure.near import is_slip, off_by, point_of
from liangrong.research.claims.verify.comparison import BALANCES, digits_of
from liangrong.research.claims.verify.published.bounds import bound_of
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.search.known import STANDING, Known, is_of_now, known_now

__all__ = ["look_at_standing"]

_ELSEWHEN: Final = re.compile(
    r"前一|上[一个]?[日周月季年交]|此前|当时|去年|上年|同期|昨|年初|月初|从|由|曾|一度|盘中|峰值|高点|预计|预期|有望|将(?!近|要)|目标|较|修正|若|如果|一旦|假设|每|历史上|关口如|逼近|接近"
    r"|\b(?:previous|prior|earlier|ago|last|from|then|had|was at|since|before|until|expect\w*|forecasts?|target|could|would|will|may|might|if|revised|against|versus|such as|toward|towards|briefly|once|peak\w*|near|approach\w*|another|next|historically)\b",
    re.IGNORECASE,
)
_SO_MUCH: Final = re.compile(r"(?:the|an?|this|that)?\s*[\d.,]*", re.IGNORECASE)
_CUT: Final = re.compile(r"[\n，,;；。]")
_TELLING: Final = 3
_NEAR: Final = Fraction(1, 20)
"""A line that an author says is passed lies no further below."""
_NARROW: Final = Fraction(1, 50)
"""A level that is known no closer is good for bounds alone."""
_A_DAY: Final = Fraction(1, 50)
_COARSE: Final = 2
_FINER: Final = 5
_CALENDAR: Final = 5
"""Days between two levels that a rounded figure does not tell apart."""
_KINDS: Final = (Kind.MONEY, Kind.PERCENT)
_NOW: Final = re.compile(
    r"目前|当前|现在|现已|如今|已[达经升至]|最新|总之|综上|\b(?:now|currently|current|latest|today|in (?:summary|sum|short|conclusion)|unprecedented|never seen|breakthrough)\b",
    re.IGNORECASE,
)
_FAR: Final = Fraction(1, 10)
"""No balance moves so much in the few days between a row and a text."""
_BEFORE: Final = 40
_BEHIND: Final = 14
_BOUNDS: Final = frozenset({Hedge.OVER, Hedge.AT_LEAST})
_UNDER: Final = frozenset({Hedge.UNDER, Hedge.AT_MOST})


def look_at_standing(article: Article, judged: Sequence[Judged], desk: Desk) -> Iterator[Ruling]:
    """Rule on undecided levels, lines and daily changes without a day."""
    open_ = [one.claim for one in judged if one.judgement.verdict.support == "not_checkable" and _tells(one.claim)]
    if not open_:
        return
    known = known_now(article, judged, desk)
    for claim in open_:
        fitting = [one for one in known if _is_of(claim, one)]
        sides = {one.side for one in fitting}
        for one in fitting:
            if len(sides) == 1 and (ruling := _ruled(claim, one)) is not None:
                yield ruling
                break


def _tells(claim: Claim) -> bool:
    """Whether a claim tells how much something is as the text is written."""
    figure = claim.figure
    if figure is None or claim.stripped or figure.upper is not None or claim.group or claim.threshold is not None:
        return False
    if claim.passage.role in ("row", "furniture") or figure.kind not in _KINDS or figure.currency not in ("", "CNY"):
        return False
    if claim.scope != "market" and not (claim.metric in BALANCES[:2] and not claim.scope and _goes_on(claim, figure)):
        return False
    text, base = claim.passage.text, claim.passage.start
    before = _CUT.split(text[max(0, figure.start - base - _BEFORE) : figure.start - base])[-1]
    behind = _CUT.split(text[figure.end - base : figure.end - base + _BEHIND])[0]
    daily = claim.aspect is Aspect.CHANGE
    if not daily and _ELSEWHEN.search(f"{before}#{behind}"):
        return False
    upto = text[claim.start - base : figure.end - base]
    return claim.nature is Nature.FACT or nature_of(upto, figure=True) is Nature.FACT


def _goes_on(claim: Claim, figure: Figure) -> bool:
    """Whether it is said of whatever was spoken of before that it passed a line, or the figure itself stands where a name would."""
    if _SO_MUCH.fullmatch(claim.subject):
        return True
    return _side(claim, figure) != 0 and claim.subject not in claim.passage.text


def _apart(claim: Claim, known: Known) -> int | None:
    """The days between a claim and what is known; ``None`` where its own time is another one."""
    if is_of_now(claim) or claim.period is None:
        return abs((known.today - known.day).days)
    days = abs((claim.period.end - known.day).days)
    return (
        days if (claim.period.is_day or claim.period.open_end or claim.period.end == known.today) and days <= _CALENDAR else None
    )


def _is_of(claim: Claim, known: Known) -> bool:
    figure = claim.figure
    assert figure is not None, "chosen for its figure"
    near = known.item == claim.passage.item or (known.number >= 0 and not is_of_now(claim))
    if not near or known.number == claim.number or (not claim.scope and known.number < 0):
        return False
    if known.scope != (claim.scope or "market"):
        return False
    if _apart(claim, known) is None or (claim.aspect is Aspect.CHANGE and not is_of_now(claim)):
        return False
    if claim.aspect is Aspect.CHANGE:
        daily = claim.base is not None and claim.period is not None and (claim.period.end - claim.base.end).days <= 4
        return known.side == "change" and daily and claim.metric == known.metric
    if claim.aspect not in STANDING or known.side != "level":
        return False
    return claim.metric == known.metric or (not claim.metric and known.metric in BALANCES[:2] and figure.kind is Kind.MONEY)


def _ruled(claim: Claim, known: Known) -> Ruling | None:
    figure, days = claim.figure, _apart(claim, known)
    assert figure is not None, "chosen for its figure"
    assert days is not None, "chosen for its time"
    if claim.aspect is Aspect.CHANGE:
        return _daily(claim, figure, known)
    side = _side(claim, figure)
    if side < 0:
        said, middle = Fraction(figure.base), point_of(known.value)
        then = known.number >= 0 and (is_of_now(claim) or days == 0)
        return _wrong(claim, known, "wrong_value") if then and said < middle <= said * (1 + _NEAR) else None
    if side > 0:
        return _passed(claim, figure, known, days)
    if not is_of_now(claim) or (known.value.high or 0) > (known.value.low or 0) * (1 + _NARROW):
        return _rounded(claim, figure, known) if not is_of_now(claim) else None
    return _level(claim, figure, known)


def _side(claim: Claim, figure: Figure) -> int:
    """1 where a line is said to be passed, -1 where the level is said to lie under it, 0 where so much is said to stand."""
    if figure.hedge in _UNDER or (claim.aspect is Aspect.CROSSING and claim.direction in ("down", "below")):
        return -1
    return 1 if claim.aspect is Aspect.CROSSING or figure.hedge in _BOUNDS else bound_of(claim)


def _passed(claim: Claim, figure: Figure, known: Known, days: int) -> Ruling | None:
    """A line that is said to be passed."""
    said, middle = Fraction(figure.base), point_of(known.value)
    if said <= (known.value.low or middle) <= said * (1 + _NEAR):
        apart = days > 0 and not is_of_now(claim)
        return None if apart or claim.first or claim.record or not known.proves else _agrees(claim, known, "feasibility")
    if said > (known.value.high or middle) * (1 + _drift(days)) and said < middle * 2 and claim.metric:
        return _wrong(claim, known, "wrong_value")
    for factor in (Fraction(10), Fraction(100), Fraction(1000), Fraction(1, 10), Fraction(1, 100), Fraction(1, 1000)):
        if is_of_now(claim) and said * factor <= middle <= said * factor * (1 + _NEAR) and digits_of(figure) > 1:
            return _wrong(claim, known, "unit_slip")
    return None


def _drift(days: int) -> Fraction:
    """How far a balance can have moved in so many days."""
    return min(_FAR, (days + 1) * _A_DAY)


def _rounded(claim: Claim, figure: Figure, known: Known) -> Ruling | None:
    """A rounded level of a day near that of an exact one."""
    said = figure.rounding()
    coarse = digits_of(figure) <= _COARSE and _width(known.value) * _FINER <= _width(said)
    held = coarse and known.proves and bool(claim.metric) and said.contains(point_of(known.value))
    return _agrees(claim, known, "feasibility") if held and claim.aspect is Aspect.LEVEL else None


def _level(claim: Claim, figure: Figure, known: Known) -> Ruling | None:
    """How much is said to stand now."""
    if figure.interval().meets(known.value):
        exact = digits_of(figure) >= _TELLING and known.proves and not claim.first
        if exact:
            return _agrees(claim, known, "derived") if not _is_repeat(figure, known) else None
        return _rounded(claim, figure, known)
    if off_by(figure, known.value) is not None and digits_of(figure) >= _TELLING:
        return _wrong(claim, known, "unit_slip")
    if figure.half_ulp <= 0 or not claim.metric:
        return None
    slack = _A_DAY if known.number >= 0 else _FAR
    if is_slip(figure, known.value) and _is_apart(figure, known, slack):
        return _wrong(claim, known, "wrong_value")
    said, middle = Fraction(figure.base), point_of(known.value)
    other = claim.metric in BALANCES[:2] and digits_of(figure) >= _TELLING and middle < 2 * said < 4 * middle
    told = (
        other and _NOW.search(claim.text) is not None and any(one.term.metric == claim.metric for one in mentions_in(claim.text))
    )
    return _wrong(claim, known, "wrong_value") if told and _is_apart(figure, known, _FAR) else None


def _is_apart(figure: Figure, known: Known, share: Fraction) -> bool:
    """Whether a level is too far from the known one to be that of another day of the week."""
    middle = point_of(known.value)
    return abs(Fraction(figure.base) - middle) > share * abs(middle)


def _daily(claim: Claim, figure: Figure, known: Known) -> Ruling | None:
    """How much a balance moved in its last session."""
    if digits_of(figure) < _TELLING or claim.direction not in ("up", "down"):
        return None
    size = figure.interval()
    if (-size if claim.direction == "down" else size).meets(known.value):
        return _agrees(claim, known, "derived") if known.proves else None
    if (size if claim.direction == "down" else -size).meets(known.value):
        return _wrong(claim, known, "wrong_sign")
    value = known.value if point_of(known.value) > 0 else -known.value
    same_way = (claim.direction == "up") == (point_of(known.value) > 0)
    if not same_way:
        return None
    if off_by(figure, value) is not None:
        return _wrong(claim, known, "unit_slip")
    return _wrong(claim, known, "wrong_value") if is_slip(figure, value) else None


def _is_repeat(figure: Figure, known: Known) -> bool:
    """Whether a figure only repeats what the text printed, which proves nothing."""
    return known.number >= 0 and _width(figure.rounding()) <= _width(known.value)


def _width(interval: Interval) -> Fraction:
    return (interval.high or Fraction(0)) - (interval.low or Fraction(0))


def _agrees(claim: Claim, known: Known, strength: Strength) -> Ruling:
    assert claim.figure is not None, "chosen for its figure"
    said = claim.figure.text.strip()
    reason = Note(f"最近的数值为{known.text}，与{said}相符。", f"The latest value is {known.text}, which agrees with {said}.")
    return supported(
        claim, reason, basis="published" if known.number < 0 else "same_document", strength=strength, evidence=known.evidence
    )


def _wrong(claim: Claim, known: Known, kind: str) -> Ruling:
    assert claim.figure is not None, "chosen for its figure"
    said = claim.figure.text.strip()
    reason = Note(f"最近的数值为{known.text}，文中为{said}。", f"The latest value is {known.text}, the text says {said}.")
    verdict = None
    if known.number >= 0 and kind != "unit_slip":
        verdict, kind = Verdict.INTERNALLY_CONTRADICTORY, "cross_statement" if kind == "wrong_value" else kind
    return refuted(
        claim, reason, kind, basis="published" if known.number < 0 else "same_document",
        corrected=known.text, evidence=known.evidence, verdict=verdict,
    )  # fmt: skip
