"""A claim's figure against a published figure of the same thing on the same days, and what a wrong one was taken from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Final, TypeAlias

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.comparison import BALANCES, FLOWS, Agreement, compared, digits_of, fits_unit, slipped_unit
from liangrong.research.claims.verify.published.matching import (
    kind_of,
    metrics_of,
    same_days,
    same_thing,
    same_year,
    side_of,
    whose_is_told,
    window_of,
)
from liangrong.research.claims.verify.published.mistaken import (
    of_another_day,
    of_another_metric,
    rows_of,
    siblings_of,
)
from liangrong.research.claims.verify.published.origin import own_sources
from liangrong.research.claims.verify.published.slips import mistyped
from liangrong.research.claims.verify.published.verdicts import agrees, differs
from liangrong.research.claims.verify.rulings import in_unit

__all__ = ["agree_with_published"]

_TELLING: Final = 3
"""Digits that a figure needs before it can be told to be another one's."""
_EXACT: Final = 4
"""Digits with which a figure is that of a row although the text prints no day."""
_UNIQUE: Final = 5
_APART: Final = 10
"""Percent by which two balances that one name may mean can differ."""
_HARDLY: Final = Fraction(1, 50)
"""Balances that one may take for each other differ by less than this share."""
_LATELY: Final = timedelta(days=10)
"""The latest figures that an article has are at most so old."""
_A_MONTH: Final = timedelta(days=31)
_WITNESSES: Final = 2
"""So many figures of a paragraph that are a window's show that the paragraph is about it."""
_CELLS: Final = 5
"""So many cells that are a day's rows show that a table is of that day."""
_SAME_DAYS: Final = re.compile(
    r"期间|同期|此间|(?:这|该|上述|同)一?(?:段)?(?:时间|时期|区间|阶段)|\b(?:same|that|this) (?:\w+[ -]){0,2}(?:period|window|weeks|months|quarters?|days|sessions|stretch|spell|span|time)\b|\bmeanwhile\b",
    re.IGNORECASE,
)
"""Words by which a text says that it speaks of the window that it told before."""
_Window: TypeAlias = tuple[date | None, date | None]
_Cell: TypeAlias = tuple[str, date | None]
_Place: TypeAlias = tuple[int, int, str, str, _Window]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A claim, the rows of its subject and metric on whatever days, and those of what is taken for its metric."""

    claim: Claim
    side: str
    rows: tuple[PublishedFigure, ...]
    others: tuple[PublishedFigure, ...]


def agree_with_published(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Support from other sources, and contradiction from any."""
    if not desk.published:
        return
    own = own_sources(article, desk.published)
    asked = list(_asked(claims, desk))
    witnesses, tables = _witnesses(asked), _tables(asked)
    for one in asked:
        ruling = _judged(one, article, witnesses, tables, own)
        if ruling is not None:
            yield ruling


def _asked(claims: Sequence[Claim], desk: Desk) -> Iterator[_Asked]:
    law = desk.rulebook.names if desk.rulebook else {}
    for claim in claims:
        side = side_of(claim)
        if claim.figure is None or side is None or not claim.metric or claim.metric in law or not whose_is_told(claim):
            continue
        kind = kind_of(claim.metric, side)
        if kind is None or not fits_unit(claim.figure, kind):
            continue
        rows = tuple(same_thing(claim, side, desk.published))
        yield _Asked(claim, side, rows, tuple(rows_of(siblings_of(claim), side, desk.published)))


def _judged(
    one: _Asked,
    article: Article,
    witnesses: Counter[_Place],
    tables: Counter[_Cell],
    own: frozenset[str],
) -> Ruling | None:
    claim = one.claim
    assert claim.figure is not None, "only claims with figures come here"
    there = [figure for figure in one.rows if _is_there(claim, figure)]
    if tabled := [figure for figure in one.rows if tables[_column(claim), figure.end] >= _CELLS]:
        return _worst(claim, [(figure, compared(claim, figure.interval)) for figure in tabled], sure=True) or (
            _agreed(claim, [figure for figure in there if figure in tabled and figure.source not in own])
            if any(compared(claim, figure.interval) == "agrees" for figure in there)
            else None
        )
    alike = [figure for figure in one.rows if _is_witnessed(one, figure, witnesses)]
    sure = (bool(alike) and _is_printed_there(claim)) or (
        _is_dated(claim) and not (there and all(_closes(claim, figure) for figure in there))
    )
    there = there or alike
    found = [(figure, compared(claim, figure.interval)) for figure in there]
    agreeing = [figure for figure, how in found if how == "agrees"]
    if agreeing:
        return _agreed(claim, [figure for figure in agreeing if figure.source not in own])
    near = frozenset(figure.figure_id for figure in (*one.rows, *one.others) if _is_lately(claim, figure, article))
    if there:
        wrong = _worst(claim, found, sure=sure)
        other = of_another_metric(claim, one.others, near=near, rows=there) if _may_be_other(wrong) else None
        return other or wrong
    lately = [figure for figure in one.rows if figure.figure_id in near]
    if claim.period is None or not _is_dated(claim) or lately:
        exact = [figure for figure in lately if compared(claim, figure.interval) == "agrees"]
        if exact and digits_of(claim.figure) >= _EXACT:
            return _agreed(claim, [figure for figure in exact if figure.source not in own])
        if len(one.rows) == 1 and mistyped(claim, one.rows[0].interval) and not _may_mean_another(claim, one.rows[0]):
            return _contradicted(claim, one.rows[0], "wrong_value")
    return of_another_metric(claim, one.others, near=near) or of_another_day(claim, one.rows)


def _is_there(claim: Claim, figure: PublishedFigure) -> bool:
    if claim.period is None:
        return False
    if figure.aspect == "change" and figure.start == figure.end and claim.base is not None and not _is_day_before(claim):
        return False
    if same_days(claim.period, figure) or _closes(claim, figure):
        return True
    return figure.aspect in ("growth", "change") and (same_year(claim, figure) or same_days(window_of(claim), figure))


def _is_day_before(claim: Claim) -> bool:
    """Whether a change is told against the session before its day, so that it is a day's."""
    if claim.base is None or claim.period is None or not claim.period.is_day:
        return False
    try:
        return mainland().previous(claim.period.end) <= claim.base.end < claim.period.end
    except BeyondCalendar:
        return False


def _closes(claim: Claim, figure: PublishedFigure) -> bool:
    """Whether a level told of a week or a month is that of its last session."""
    period = claim.period
    if period is None or period.is_day or period.open_end or figure.end is None or figure.start != figure.end:
        return False
    if figure.aspect != "level" or claim.metric in FLOWS or period.end - period.start > _A_MONTH:
        return False
    try:
        return mainland().on_or_before(period.end) == figure.end
    except BeyondCalendar:
        return False


def _is_lately(claim: Claim, figure: PublishedFigure, article: Article) -> bool:
    """Whether a row is the latest that an article can have had that speaks of now, or prints no day."""
    today = article.day(claim.passage.item)
    if (
        figure.end is None
        or figure.start != figure.end
        or today is None
        or figure.metric == "daily_return"
        or figure.aspect == "change"
    ):
        return False
    if claim.period is not None and _is_dated(claim) and claim.period.end != today:
        return False
    return timedelta() <= today - figure.end <= _LATELY


def _is_printed_there(claim: Claim) -> bool:
    """Whether a clause names its subject itself: one that was carried over may be our reading's."""
    return claim.group > 0 or (bool(claim.subject) and claim.subject in claim.text)


def _place(one: _Asked, figure: PublishedFigure) -> _Place:
    claim = one.claim
    said = (claim.period.start, claim.period.end) if claim.period else None
    return claim.passage.item, claim.passage.line, figure.metric, f"{figure.aspect} {said}", (figure.start, figure.end)


def _witnesses(asked: Iterable[_Asked]) -> Counter[_Place]:
    """How many figures of a paragraph, said of the same time, are those of one window."""
    return Counter(
        _place(one, figure)
        for one in asked
        for figure in one.rows
        if figure.start != figure.end and _digits(one.claim) > 1 and compared(one.claim, figure.interval) == "agrees"
    )


def _column(claim: Claim) -> str:
    """The table of a cell; nothing for prose."""
    if claim.passage.role != "row":
        return ""
    return f"{claim.passage.item} {claim.period}"


def _tables(asked: Iterable[_Asked]) -> Counter[_Cell]:
    """How many cells of a table are the rows of one day, whatever day is printed above it."""
    found = {
        (_column(one.claim), figure.end, one.claim.number)
        for one in asked
        for figure in one.rows
        if one.claim.passage.role == "row"
        and figure.start == figure.end
        and _digits(one.claim) > 1
        and compared(one.claim, figure.interval) == "agrees"
    }
    return Counter((column, day) for column, day, _ in found)


def _is_witnessed(one: _Asked, figure: PublishedFigure, witnesses: Counter[_Place]) -> bool:
    if figure.start == figure.end:
        return False
    return witnesses[_place(one, figure)] >= _WITNESSES


def _digits(claim: Claim) -> int:
    return digits_of(claim.figure) if claim.figure is not None else 0


def _agreed(claim: Claim, others: Sequence[PublishedFigure]) -> Ruling | None:
    """Support by rows of other sources; that a level stood so high on its day does not make the day the first, nor does one above a line lie below it."""
    below = claim.figure is not None and claim.figure.hedge is Hedge.UNDER and claim.aspect in (Aspect.LEVEL, Aspect.CROSSING)
    others = [
        row
        for row in others
        if not (below and claim.figure is not None and row.interval.low and row.interval.low >= claim.figure.base)
    ]
    return agrees(claim, *others) if others and not claim.first else None


def _worst(claim: Claim, found: list[tuple[PublishedFigure, Agreement]], *, sure: bool) -> Ruling | None:
    """The plainest contradiction, or nothing where one name may mean two metrics and only one of them is known."""
    if any(how == "beyond" for _, how in found):
        return None
    contradictions = [(figure, how) for figure, how in found if _is_plain(claim, figure, how, sure=sure)]
    if not contradictions:
        return None
    order = ("unit_slip", "wrong_sign", "wrong_value")
    figure, how = min(contradictions, key=lambda one: (order.index(one[1]), one[0].metric != claim.metric))
    unknown = set(metrics_of(claim)) - {one.metric for one, _ in found}
    if how == "wrong_value" and unknown and _may_mean_another(claim, figure):
        return None
    return _contradicted(claim, figure, how)


def _is_plain(claim: Claim, figure: PublishedFigure, how: Agreement, *, sure: bool) -> bool:
    """Whether a disagreement shows an error of the text, and none of our reading of its days."""
    if how == "unit_slip":
        return True
    if how == "wrong_sign":
        return sure or _digits(claim) >= _TELLING
    if how != "wrong_value":
        return False
    return sure or (mistyped(claim, figure.interval, sure=True) and not _is_hardly_off(claim, figure))


def _is_hardly_off(claim: Claim, figure: PublishedFigure) -> bool:
    """Whether a balance is so near to the row's that it may be another balance, or the same one of another day."""
    known = figure.interval.low
    if known is None or claim.figure is None or claim.metric not in BALANCES or _digits(claim) >= _UNIQUE:
        return False
    return abs(Fraction(claim.figure.base) - known) <= _HARDLY * abs(known)


def _contradicted(claim: Claim, figure: PublishedFigure, how: Agreement) -> Ruling:
    unit = slipped_unit(claim, figure.interval) if how == "unit_slip" else None
    return differs(claim, how, figure, right=in_unit(claim.figure, *unit) if unit and claim.figure is not None else None)


def _may_be_other(wrong: Ruling | None) -> bool:
    """Whether a figure that does not agree with its row may be another row's: not where unit or sign explain it."""
    return wrong is None or wrong.judgement.error_types in (("wrong_value",), ("wrong_sign",))


def _is_dated(claim: Claim) -> bool:
    """Whether the text prints the days; where they were carried over from elsewhere, our reading may be what is wrong."""
    if claim.period is None:
        return False
    return claim.period.at != (-1, -1) or (not claim.period.is_day and bool(_SAME_DAYS.search(claim.text)))


def _may_mean_another(claim: Claim, figure: PublishedFigure) -> bool:
    """Whether the printed value is so near that it may be the other balance that the same words mean."""
    assert claim.figure is not None, "only claims with figures come here"
    known = figure.interval.low if figure.interval.low is not None else figure.interval.high
    if not set(metrics_of(claim)) - {figure.metric} or (digits_of(claim.figure) >= _UNIQUE and mistyped(claim, figure.interval)):
        return False
    return known is not None and abs(claim.figure.base - known.numerator // known.denominator) * 100 <= _APART * abs(
        claim.figure.base
    )
