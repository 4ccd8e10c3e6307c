"""Which published figures are about the same thing as a claim: metric, side of it, subject and days.

Days are compared as sessions: a month and its trading days are one window. A window told by its length in years (近10年) is only nearly so long.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from liangrong.analytics.measures import MEASURES
from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.core.units import Dimension
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.period import Period
from liangrong.research.claims.verify.comparison import FLOWS
from liangrong.research.claims.verify.published.scopes import same_name, scopes_named

__all__ = [
    "AMOUNT_OF",
    "days_meet",
    "figure_days",
    "kind_of",
    "metrics_of",
    "same_days",
    "same_subject",
    "same_thing",
    "same_year",
    "side_of",
    "size_of",
    "whose_is_told",
    "window_of",
]

AMOUNT_OF: Final = re.compile(
    r"(?: yuan)?(?: worth)?(?: (?:of|in|into|to|for|from|out of|by|on|against|tied to))?(?: the| shares of| stock of)* ?|的?[(（]?",
    re.IGNORECASE,
)
"""Between an amount and whose it is."""
_LATE_START: Final = timedelta(days=3)
"""A window may begin so much after the one that a text names: on its first session."""
_EARLY_END: Final = timedelta(days=10)
"""A text that says "in the second half" and is printed before its end means up to its last data."""
_YEARS: Final = timedelta(days=700)
_A_MONTH: Final = timedelta(days=31)
_PARTS: Final = (1, 11, 21)
"""Of windows over years months, or parts of them that begin so, are told for their days."""
_RETURN: Final = "daily_return"
_A_YEAR: Final = (timedelta(days=350), timedelta(days=380))
_YEAR: Final = re.compile(r"一年|同比|year", re.IGNORECASE)
_LISTED: Final = re.compile(r"[),，）;；、]")
_LENGTH: Final = re.compile(
    r"(?:近|过去|最近|前)?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})多?(?:个)?(?:年|月)(?!\d|初|末|底)|\b(?:year|decade|month)s?\b",
    re.IGNORECASE,
)
"""A window told by how long it is."""
_NEARLY: Final = 0.04
"""So much of its length such a window may begin earlier or later."""
_NET_PURCHASE: Final = "net_financing_purchase"
_FINANCING: Final = "financing_balance"
_SIDES: Final = {
    Aspect.LEVEL: "level", Aspect.CROSSING: "level", Aspect.RECORD: "level", Aspect.SHARE: "level", Aspect.CHANGE: "change",
    Aspect.GROWTH: "growth", Aspect.MEAN: "mean", Aspect.COUNT: "level",
}  # fmt: skip
_KINDS: Final = {
    Dimension.MONEY: Kind.MONEY, Dimension.SHARES: Kind.SHARES, Dimension.RATIO: Kind.PERCENT, Dimension.COUNT: Kind.COUNT,
    Dimension.POINTS: Kind.POINTS,
}  # fmt: skip
_OTHER_KINDS: Final = {
    "new_margin_accounts": Kind.COUNT, "margin_accounts": Kind.COUNT, "count": Kind.COUNT, "rsi": Kind.POINTS, "index_level": Kind.POINTS,
    "daily_return": Kind.PERCENT, "northbound_net_inflow": Kind.MONEY, "turnover": Kind.MONEY,
}  # fmt: skip


def metrics_of(claim: Claim) -> tuple[str, ...]:
    """What the claim's metric may be, the likeliest first."""
    return (claim.metric, *(name for name in claim.ambiguous if name != claim.metric)) if claim.metric else ()


def side_of(claim: Claim) -> str | None:
    """``level``, ``change``, ``growth`` or ``mean``; ``None`` for what has no figure of its own."""
    if claim.metric in FLOWS and claim.aspect in (Aspect.LEVEL, Aspect.CHANGE):
        return "level"
    if claim.metric == _RETURN and claim.aspect in (Aspect.LEVEL, Aspect.GROWTH, Aspect.CHANGE):
        return "level"
    return _SIDES.get(claim.aspect)


def kind_of(metric: str, side: str) -> Kind | None:
    """What a metric's figures measure; ``None`` where that is not known."""
    if side == "growth":
        return Kind.PERCENT
    if metric in MEASURES:
        return _KINDS.get(MEASURES[metric].unit.dimension)
    return _OTHER_KINDS.get(metric)


def same_thing(claim: Claim, side: str, figures: Iterable[PublishedFigure]) -> Iterator[PublishedFigure]:
    """The usable figures of the claim's metric, of one of its sides, of the same subject, of whatever day.

    What was bought on credit less what was repaid is the change of the balance: either stands for the other.
    """
    metrics = metrics_of(claim)
    wanted = {(metric, side) for metric in metrics}
    if (_NET_PURCHASE, "level") in wanted:
        wanted.add((_FINANCING, "change"))
    elif (_FINANCING, "change") in wanted:
        wanted.add((_NET_PURCHASE, "level"))
    for figure in figures:
        if figure.usable and (figure.metric, figure.aspect) in wanted and same_subject(claim, figure):
            yield figure


def same_days(period: Period, figure: PublishedFigure) -> bool:
    """Whether a figure is of the days that a claim names, give or take how texts name windows."""
    start, end = figure_days(figure)
    if start is None and end is None:
        return False
    if start is None or end is None:
        return (start is None or start <= period.start) and (end is None or period.end <= end)
    if start == end or period.is_day:
        return (start, end) == (period.start, period.end)
    late = max(_LATE_START, _NEARLY * (end - start) if _LENGTH.search(period.text) else _LATE_START)
    begins = abs(start - period.start) <= late or _first_session(start) == _first_session(period.start)
    months = end - start > _YEARS and period.start.day in _PARTS and -_EARLY_END <= start - period.start <= _A_MONTH
    early = _A_MONTH if end - start > _YEARS and (period.end + timedelta(days=1)).day == 1 else _EARLY_END
    return (begins or months) and -_EARLY_END <= period.end - end <= early


def whose_is_told(claim: Claim) -> bool:
    """Whether the printed subject stands before the figure, or is joined to it; a name further behind is another figure's."""
    figure, text = claim.figure, claim.passage.text
    if figure is None or not claim.subject or claim.subject not in text:
        return True
    start, end = figure.start - claim.passage.start, figure.end - claim.passage.start
    behind = text.find(claim.subject, end)
    if claim.subject in text[:start] or behind < 0:
        return True
    between = text[end:behind]
    return AMOUNT_OF.fullmatch(between) is not None or not _LISTED.search(between)


def _first_session(day: date) -> date:
    """The first trading day from a day on; the day itself where no calendar reaches."""
    try:
        return mainland().on_or_after(day)
    except BeyondCalendar:
        return day


def window_of(claim: Claim) -> Period:
    """From the base of a claim to its day, where it names both; else its period."""
    period, base = claim.period, claim.base
    assert period is not None, "only claims with a period come here"
    if base is None or base.end > period.end:
        return period
    return replace(period, start=base.end)


def same_year(claim: Claim, figure: PublishedFigure) -> bool:
    """Whether a change told by its last day, over the year before it, is that of a figure."""
    period, (start, end) = claim.period, figure_days(figure)
    if period is None or not period.is_day or start is None or end != period.end or not _YEAR.search(claim.passage.text):
        return False
    return _A_YEAR[0] <= end - start <= _A_YEAR[1]


def days_meet(period: Period, figure: PublishedFigure, *, least: float) -> bool:
    """Whether the figure's days lie at least to this share within the period."""
    start, end = figure_days(figure)
    if start is None or end is None:
        return False
    common = (min(end, period.end) - max(start, period.start)).days + 1
    return common >= least * ((end - start).days + 1)


def figure_days(figure: PublishedFigure) -> tuple[date | None, date | None]:
    """The days of a figure."""
    return figure.start, figure.end


def same_subject(claim: Claim, figure: PublishedFigure) -> bool:
    """Whether a figure is whose the claim's is: by scope, by name, or by the other name that stands behind the printed one in a bracket."""
    if claim.scope:
        return figure.scope == claim.scope
    if same_name(figure.scope, claim.subject) or scopes_named(claim.subject) == (figure.scope,):
        return True
    other = f"{claim.subject} ({figure.scope})", f"{claim.subject}({figure.scope})", f"{claim.subject}（{figure.scope}）"
    return bool(claim.subject) and any(name in claim.passage.text for name in other)


def size_of(row: PublishedFigure) -> Interval:
    """What a row says, without the sign of a flow."""
    return -row.interval if row.interval.high is not None and row.interval.high < 0 else row.interval
