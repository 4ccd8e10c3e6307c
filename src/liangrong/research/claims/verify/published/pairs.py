"""What follows from two rows, or from the sum of several: how far apart, how many times, what part, how much more than before.

Who and when are those that the sentence names; which computation is meant, its words say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.closure.near import exact_enough, off_by, point_of
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import kind_of, metrics_of, same_days, size_of
from liangrong.research.claims.verify.published.meanings import printed_periods
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.published.whom import Whom
from liangrong.research.claims.words.movement import FALL_EN, FALL_NOUN_EN, RISE_EN, RISE_NOUN_EN

__all__ = ["follow_from_rows"]

_APART: Final = re.compile(
    r"比|较|变[动化]|相差|差距|差|高出|高于|多出|少|低|超出|领先|落后|距|环比|同比|增|减|涨|跌|升|降|多"
    rf"|\b(?:{RISE_EN}|{FALL_EN}|{RISE_NOUN_EN}|{FALL_NOUN_EN}|than|gap|difference|apart|margin of|ahead|behind|short of|shy of|below|above|exceed\w*|add|more|fewer|less|from|lead|leads|led by|outpac\w*|outstrip\w*)\b",
    re.IGNORECASE,
)
_TIMES: Final = re.compile(
    r"倍|相当于|之比|比例|占|比重|\b(?:times|as (?:much|large|big|many)|twice|double|triple|fold|multiple|equivalent|equal\w*|ratio|share|percent|per cent|accounts? for|of)\b|%",
    re.IGNORECASE,
)
_SUM: Final = re.compile(
    r"合计|共|总计|加起来|相加|之和|[两三四五六]者|\b(?:together|combined|in all|in total|altogether|sum|between them|total\w*|jointly|collectively)\b",
    re.IGNORECASE,
)
_TELLING: Final = 3
_LATELY: Final = timedelta(days=4)
_FEW: Final = 2
_MUCH: Final = 4
"""Of what is said to be over or under a figure, a quarter more or less is near it."""
_KINDS: Final = {Kind.MONEY, Kind.COUNT, Kind.POINTS, Kind.NUMBER, Kind.PERCENTAGE_POINT}
_MORE: Final = re.compile(
    r"高于|超过|多于|大于|超出|领先|[^不]?[多高大]出|比[^，,]{2,16}[多高大](?!少)|\b(?:more|larger|bigger|higher|greater) than\b|\b(?:exceed|surpass|top|outpac|outstrip)\w*|\bahead of\b",
    re.IGNORECASE,
)
_LESS: Final = re.compile(
    r"低于|不及|少于|小于|逊于|落后|比[^，,]{2,16}[少低小]|\b(?:less|fewer|smaller|lower) than\b|\b(?:trail|lag)\w*|\b(?:behind|short of)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Result:
    """A computed value, the rows that it follows from, and the digits that it needs to be no chance."""

    value: Interval
    rows: tuple[PublishedFigure, ...]
    digits: int
    turned: bool = False
    certain: bool = False


def follow_from_rows(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support where a computation that the words ask for closes over rows that the sentence names."""
    usable = [row for row in desk.published if row.usable and row.aspect == "level" and _is_bounded(row)]
    asked = [claim for claim in claims if claim.figure is not None and claim.nature is Nature.FACT and _computes(claim.text)]
    if not usable or not asked:
        return
    own, whom = own_sources(article, desk.published), Whom(desk)
    law = desk.rulebook.names if desk.rulebook else {}
    for claim in asked:
        figure = claim.figure
        if figure is None or figure.upper is not None or claim.metric in law:
            continue
        rows = _rows(claim, usable, whom)
        said = figure.interval()
        printed = printed_periods(article, claim.passage)
        sure: list[_Result] = []
        for result in _results(claim, figure, rows, desk, article.day(claim.passage.item), whom, printed):
            sure += [result] if result.certain else []
            if result.turned and _is_told(result, printed) and said.meets(result.value) and _is_near(figure, result.value):
                yield differs(claim, "wrong_sign", *result.rows)
                break
            if digits_of(figure) < result.digits or not said.meets(result.value) or all(row.source in own for row in result.rows):
                continue
            if not exact_enough(result.value, figure) or not _is_near(figure, result.value):
                continue
            if result.turned:
                if result.digits < _FEW and digits_of(figure) < _FEW:
                    continue
                yield differs(claim, "wrong_sign", *result.rows)
                break
            yield agrees(claim, *result.rows)
            break
        else:
            if sure and not any(one.turned for one in sure) and all(_is_wrong(figure, one, rows) for one in sure):
                yield differs(claim, "arithmetic", *sure[0].rows, verdict=Verdict.CONTRADICTS_PUBLISHED)


def _is_told(result: _Result, printed: Sequence[Period]) -> bool:
    """Whether the days of all rows are printed in the sentence."""
    return all(any(same_days(period, row) for period in printed) for row in result.rows)


def _is_wrong(figure: Figure, result: _Result, rows: Sequence[PublishedFigure]) -> bool:
    """Whether a figure of some digits is neither the result nor near it, nor a row itself."""
    low, high = result.value.low, result.value.high
    if low is None or high is None or digits_of(figure) < _FEW or figure.hedge not in (Hedge.NONE, Hedge.ABOUT):
        return False
    said, margin = figure.interval(), (low + high) / 2 * Fraction(1, 50)
    near = said.meets(Interval(low - margin, high + margin))
    return not near and _is_within(figure, high) and not any(said.meets(size_of(row)) for row in rows)


def _is_within(figure: Figure, size: Fraction) -> bool:
    """Whether a figure is of the order of what it should be, or a power of ten from it."""
    return off_by(figure, Interval(size, size)) is not None or Fraction(1, 3) <= Fraction(figure.base) / size <= 3


def _is_near(figure: Figure, value: Interval) -> bool:
    """Whether a bound is told of what lies near it."""
    middle = abs(point_of(value))
    return middle * _MUCH <= abs(Fraction(figure.base)) * (_MUCH + 1) and abs(Fraction(figure.base)) * _MUCH <= middle * (
        _MUCH + 1
    )


def _computes(text: str) -> bool:
    return any(pattern.search(text) for pattern in (_APART, _TIMES, _SUM))


def _is_bounded(row: PublishedFigure) -> bool:
    return row.interval.low is not None and row.interval.high is not None and row.end is not None


def _rows(claim: Claim, usable: Sequence[PublishedFigure], whom: Whom) -> list[PublishedFigure]:
    """The rows of whoever the sentence names, or of the market, of metrics that its words do not exclude."""
    scopes = {one.scope for one in whom.named(claim.passage.text)} or {claim.scope or "market"}
    text = claim.passage.text
    return [row for row in usable if row.scope in scopes and _may_mean(row, text, claim)]


def _may_mean(row: PublishedFigure, text: str, claim: Claim) -> bool:
    if row.metric in ("new_margin_accounts", "margin_accounts"):
        return cues.ACCOUNTS.search(text) is not None and (row.metric == "new_margin_accounts") == (
            cues.NEW.search(text) is not None
        )
    if row.metric in ("index_level", "close"):
        return (
            row.scope.startswith("index:")
            and claim.figure is not None
            and claim.figure.kind in (Kind.POINTS, Kind.NUMBER, Kind.PERCENT)
        )
    if claim.figure is not None and claim.figure.kind is Kind.PERCENTAGE_POINT:
        return any(
            found.search(text) is not None and name in row.metric
            for found, name in ((cues.CAP, "_cap"), (cues.TURNOVER, "turnover"))
        )
    if row.metric == "short_balance":
        return cues.SHORT.search(text) is not None
    return kind_of(row.metric, row.aspect) is Kind.MONEY


def _results(
    claim: Claim,
    figure: Figure,
    rows: Sequence[PublishedFigure],
    desk: Desk,
    today: date | None,
    whom: Whom,
    printed: Sequence[Period],
) -> Iterator[_Result]:
    text = claim.text
    for one, other in _pairs(claim, rows, desk, today, printed):
        top, low = size_of(one), size_of(other)
        if figure.kind in _KINDS and _APART.search(text) and _kinds_fit(figure, one):
            gap = top - low
            yield _Result(
                gap if gap.low is not None and gap.low >= 0 else -gap,
                (one, other),
                _TELLING if figure.kind is Kind.MONEY else 1 if figure.kind is Kind.PERCENTAGE_POINT and claim.base else _FEW,
                _is_turned(claim, one, other, gap, whom),
                _is_certain(claim, one, other, whom),
            )
        if (
            figure.kind in (Kind.PERCENT, Kind.MULTIPLE)
            and not (one.metric != other.metric and (figure.kind is Kind.MULTIPLE or not _names_both(claim)))
            and top.low is not None
            and low.low is not None
            and top.low > 0
            and low.low > 0
        ):
            apart = one.scope != other.scope or one.metric == other.metric
            for upper, lower in (
                ((top, low), (low, top)) if apart else ((min(top, low, key=point_of), max(top, low, key=point_of)),)
            ):
                ratio = upper.over(lower)
                if _TIMES.search(text):
                    yield _Result(ratio, (one, other), _TELLING if figure.kind is Kind.PERCENT else _FEW)
                if _APART.search(text) and figure.kind is Kind.PERCENT:
                    change = ratio - Interval.of(1, 1)
                    certain = upper is top and one.scope == other.scope and _is_certain(claim, one, other, whom)
                    yield _Result(
                        change if change.low is not None and change.low >= 0 else -change,
                        (one, other),
                        _FEW if certain else _TELLING,
                        upper is top and _is_turned(claim, one, other, top - low, whom),
                        certain,
                    )
    if _SUM.search(text) and figure.kind in _KINDS:
        for parts in _lists(rows):
            yield _Result(Interval.total(size_of(row) for row in parts), tuple(parts), _TELLING, _flows_back(claim, parts))


def _flows_back(claim: Claim, parts: Sequence[PublishedFigure]) -> bool:
    """Whether a sum of repayments is told as one of purchases, or the reverse."""
    told = {"in": 1, "up": 1, "out": -1, "down": -1}.get(claim.direction, 0)
    return any(row.interval.high is not None and row.interval.high < 0 for row in parts) and told > 0


def _is_turned(claim: Claim, one: PublishedFigure, other: PublishedFigure, gap: Interval, whom: Whom) -> bool:
    """Whether the words say that the first is less where the rows say that it is more: the later against the earlier, or the one named first."""
    if gap.low is None or gap.high is None or gap.low <= 0 <= gap.high:
        return False
    sign = 1 if gap.low > 0 else -1
    if one.scope == other.scope:
        if one.metric != other.metric or (claim.base and claim.period and claim.base.end > claim.period.end):
            return False
        told = {"up": 1, "in": 1, "down": -1, "out": -1}.get(claim.direction) or cues.way_of(claim.text)
        return told == -sign
    said = [found.scope for found in whom.named(claim.text)]
    if len(said) != 2 or {one.scope, other.scope} != set(said):
        return False
    told = bool(_MORE.search(claim.text)) - bool(_LESS.search(claim.text))
    return told * (1 if said[0] == one.scope else -1) == -sign


def _is_certain(claim: Claim, one: PublishedFigure, other: PublishedFigure, whom: Whom) -> bool:
    """Whether the words leave no choice: the two named alone, compared by the metric that is named; or the two times of a change."""
    if one.metric != other.metric or one.metric not in metrics_of(claim) or claim.period is None:
        return False
    if one.scope == other.scope:
        return (
            claim.aspect in (Aspect.CHANGE, Aspect.GROWTH) and claim.scope in ("", one.scope) and _are_its_ends(claim, other, one)
        )
    said = [found.scope for found in whom.named(claim.text)]
    if claim.ambiguous or len(said) != 2 or {one.scope, other.scope} != set(said) or not same_days(claim.period, one):
        return False
    return bool(_MORE.search(claim.text)) != bool(_LESS.search(claim.text))


def _are_its_ends(claim: Claim, first: PublishedFigure, last: PublishedFigure) -> bool:
    """Whether a change is told between the days of two rows: from its base to its day, or over the window that it names."""
    if claim.period is None or claim.period.at == (-1, -1):
        return False
    if claim.base is None and claim.period.is_day and claim.aspect is Aspect.CHANGE:
        return same_days(claim.period, last) and first.end == _day_before(claim.period.end)
    if claim.base is not None:
        return same_days(claim.period, last) and (same_days(claim.base, first) or claim.base.end == first.end)
    return (
        not claim.period.is_day and first.start == first.end and (first.end, last.end) == (claim.period.start, claim.period.end)
    )


def _day_before(day: date) -> date | None:
    try:
        return mainland().previous(day)
    except BeyondCalendar:
        return None


def _kinds_fit(figure: Figure, row: PublishedFigure) -> bool:
    kind = kind_of(row.metric, row.aspect)
    if figure.kind is Kind.PERCENTAGE_POINT:
        return kind is Kind.PERCENT
    return kind is figure.kind or (kind in (Kind.COUNT, Kind.POINTS) and figure.kind in (Kind.NUMBER, Kind.COUNT, Kind.POINTS))


def _pairs(
    claim: Claim, rows: Sequence[PublishedFigure], desk: Desk, today: date | None, printed: Sequence[Period]
) -> Iterator[tuple[PublishedFigure, PublishedFigure]]:
    """Two subjects in the same days, or two times of the same subject; the days have to be the sentence's or follow from them."""
    times = [claim.period, claim.base, *(one for one in printed if one.is_day)]
    for place, one in enumerate(rows):
        for other in rows[place + 1 :]:
            if one.metric != other.metric and not _is_part(one, other):
                continue
            if (one.start, one.end) == (other.start, other.end):
                if one.scope != other.scope or one.metric != other.metric:
                    yield one, other
            elif one.scope == other.scope and one.metric == other.metric:
                first, last = sorted((one, other), key=lambda row: row.end or date.min)
                if (any(_is_of(period, last) for period in times) or _is_latest(last, today)) and (
                    any(_is_of(period, first) for period in times) or _is_before(first, last, desk)
                ):
                    yield last, first


def _names_both(claim: Claim) -> bool:
    """Whether a sentence speaks of a balance and of a part of it."""
    text = claim.passage.text
    return cues.SHORT.search(text) is not None or (cues.BOTH.search(text) is not None and cues.FINANCING.search(text) is not None)


def _is_part(one: PublishedFigure, other: PublishedFigure) -> bool:
    """Whether one balance is a part of the other."""
    return {one.metric, other.metric} <= {"financing_balance", "short_balance", "margin_trading_balance"}


def _is_latest(row: PublishedFigure, today: date | None) -> bool:
    """Whether a row is of the last session that an article can tell of."""
    return today is not None and row.end is not None and row.start == row.end and timedelta() <= today - row.end <= _LATELY


def _is_of(period: Period | None, row: PublishedFigure) -> bool:
    if period is None or row.end is None:
        return False
    return same_days(period, row) or (not period.is_day and row.end in (period.start, period.end)) or row.end == period.end


def _is_before(first: PublishedFigure, last: PublishedFigure, desk: Desk) -> bool:
    """Whether two rows are of neighbouring sessions, or of neighbouring months."""
    if first.end is None or last.start is None or last.end is None:
        return False
    try:
        if last.start == last.end:
            return desk.calendar.previous(last.end) == first.end
    except BeyondCalendar:
        return False
    return 0 < (last.start - first.end).days <= 1


def _lists(rows: Sequence[PublishedFigure]) -> Iterator[list[PublishedFigure]]:
    """All rows of one metric, one window and one sign, of at least two subjects."""
    groups: dict[tuple[str, date | None, date | None], list[PublishedFigure]] = {}
    for row in rows:
        groups.setdefault((row.metric, row.start, row.end), []).append(row)
    for parts in groups.values():
        signs = {(row.interval.low or Fraction(0)) > 0 for row in parts}
        if len(parts) >= 2 and len(signs) == 1:
            yield parts
