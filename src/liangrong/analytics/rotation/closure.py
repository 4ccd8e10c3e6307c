"""Whether a split compounds: legs of growth against the total, with what the rounding of each leaves open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from itertools import pairwise
from math import log10

import polars as pl

from liangrong.analytics.rotation.intervals import Growth
from liangrong.analytics.series import day_ranges
from liangrong.core.calendar import Calendar
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result

__all__ = ["Closure", "Leg", "Verdict", "closure", "closure_result"]


class Verdict(Enum):
    """How compounded legs stand to a total."""

    CLOSES = "closes"
    """The total as printed is the compounded point value, rounded to the digits of the total."""
    WITHIN_ROUNDING = "within_rounding"
    """It is another figure, but the rounding of the legs allows it."""
    DOES_NOT_CLOSE = "does_not_close"
    """No figures that round to the printed legs compound to one that rounds to the printed total."""

    @classmethod
    def of(cls, compounded: Growth, total: Growth) -> Verdict:
        """The verdict on two intervals."""
        if total.low <= compounded.point <= total.high:
            return cls.CLOSES
        overlaps = compounded.low <= total.high and total.low <= compounded.high
        return cls.WITHIN_ROUNDING if overlaps else cls.DOES_NOT_CLOSE


@dataclass(frozen=True, slots=True)
class Leg:
    """Growth from the close of ``start`` to the close of ``end``, where these are told."""

    growth: Growth
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """The comparison of legs with their total.

    Parameters
    ----------
    compounded, total
        What the legs make, and what was printed.
    needed
        The growth that lies outside the legs if the legs and the total are both right; ``None`` where it cannot be told.
    uncovered
        The sessions whose own change is in no leg, where the legs are dated.
    doubled
        The sessions whose change is in two legs.
    """

    legs: tuple[Leg, ...]
    compounded: Growth
    total: Growth
    verdict: Verdict
    needed: Growth | None
    uncovered: tuple[date, ...] = ()
    doubled: tuple[date, ...] = ()

    @property
    def difference_points(self) -> float:
        """The total minus the compounded point value, in percentage points as a pure number."""
        return float(self.total.point - self.compounded.point)


def closure(legs: Sequence[Leg], total: Growth, *, calendar: Calendar) -> Closure:
    """Compound legs of growth and set them against the total.

    Parameters
    ----------
    legs
        Two or more, in order of time.
    calendar
        The sessions; used where the legs are dated.

    Raises
    ------
    UsageError
        There are fewer than two legs, or one of them ends before it starts, or they are out of order.
    BeyondCalendar
        A leg is dated outside the calendar.

    Examples
    --------
    >>> from liangrong.analytics.rotation.intervals import parse_growth
    >>> from liangrong.core.calendar import mainland
    >>> nine_years = Leg(parse_growth("98%"), date(2015, 6, 18), date(2024, 9, 23))
    >>> last_year = Leg(parse_growth("145%"), date(2024, 9, 24), date(2025, 9, 17))
    >>> found = closure([nine_years, last_year], parse_growth("389.3%"), calendar=mainland())
    >>> found.verdict.value, round(float(found.compounded.point), 3), found.uncovered
    ('does_not_close', 3.851, (datetime.date(2024, 9, 24),))
    """
    if len(legs) < 2:
        raise UsageError(
            reason=f"closure needs two legs or more, not {len(legs)}", reason_zh=f"分段复合至少需要两段，现有 {len(legs)} 段"
        )
    _in_order(legs)
    uncovered: list[date] = []
    doubled: list[date] = []
    for before, after in pairwise(legs):
        if before.end is None or after.start is None:
            continue
        if after.start > before.end:
            uncovered += [day for day in calendar.between(before.end, after.start) if day > before.end]
        else:
            doubled += [day for day in calendar.between(after.start, before.end) if day > after.start]
    compounded = Growth.compounded(leg.growth for leg in legs)
    return Closure(
        tuple(legs), compounded, total, Verdict.of(compounded, total), total.beyond(compounded), tuple(uncovered), tuple(doubled)
    )


def closure_result(found: Closure, *, calendar: Calendar, recomputed: Growth | None = None) -> Result:
    """The comparison as rows: each leg, what they compound to, the total, and the total from its levels.

    Parameters
    ----------
    recomputed
        The total worked out from the levels, where they are known.

    Returns
    -------
    Result
        ``part`` (``leg``, ``compounded``, ``total``, ``total_from_levels``, ``outside_legs``), ``growth``, ``growth_low``, ``growth_high``,
        ``start_date, end_date, verdict, difference_points``. The verdict on ``total`` sets it against ``compounded``; that on
        ``total_from_levels`` sets the printed total against the levels.
    """
    first, last = found.legs[0].start, found.legs[-1].end
    rows = [_row("leg", leg.growth, leg.start, leg.end) for leg in found.legs]
    rows.append(_row("compounded", found.compounded, first, last))
    total = _row("total", found.total, first, last)
    rows.append(total | {"verdict": found.verdict.value, "difference_points": found.difference_points})
    if recomputed is not None:
        against = Verdict.of(recomputed, found.total)
        points = float(found.total.point - recomputed.point)
        levels = _row("total_from_levels", recomputed, first, last)
        rows.append(levels | {"verdict": against.value, "difference_points": points})
    if found.verdict is Verdict.DOES_NOT_CLOSE and found.needed is not None:
        outside = found.uncovered
        ends = (calendar.previous(outside[0]), outside[-1]) if outside else (None, None)
        rows.append(_row("outside_legs", found.needed, *ends))
    schema = {
        "part": pl.String, "growth": pl.Float64, "growth_low": pl.Float64, "growth_high": pl.Float64, "start_date": pl.Date, "end_date": pl.Date,
        "verdict": pl.String, "difference_points": pl.Float64,
    }  # fmt: skip
    return Result(pl.DataFrame(rows, schema=schema), unit="1", source=("given",)).warn(*_notes(found, calendar))


def _in_order(legs: Sequence[Leg]) -> None:
    days = [day for leg in legs for day in (leg.start, leg.end) if day is not None]
    for leg in legs:
        if leg.start is not None and leg.end is not None and leg.end <= leg.start:
            raise UsageError(
                reason=f"the leg {leg.start}..{leg.end} does not end after it starts",
                reason_zh=f"分段 {leg.start}..{leg.end} 首尾颠倒",
            )
    starts = [leg.start for leg in legs if leg.start is not None]
    if starts != sorted(starts) or (days and days[-1] != max(days)):
        raise UsageError(reason="the legs are not in order of time", reason_zh="各分段没有按时间先后排列")


def _row(part: str, growth: Growth, start: date | None, end: date | None) -> dict[str, object]:
    return {
        "part": part, "growth": float(growth.point), "growth_low": float(growth.low), "growth_high": float(growth.high), "start_date": start,
        "end_date": end, "verdict": None, "difference_points": None,
    }  # fmt: skip


def _notes(found: Closure, calendar: Calendar) -> list[Note]:
    made = " 至 ".join(_percent(side) for side in (found.compounded.low, found.compounded.high))
    made_en = made.replace("至", "to")
    point, total = _percent(found.compounded.point), _percent(found.total.point, digits=_decimals(found.total))
    notes = []
    if found.verdict is Verdict.WITHIN_ROUNDING:
        notes.append(Note(
            f"各段复合为 {point}，所印总增长为 {total}；分段的舍入允许 {made}，两者不矛盾。",
            f"The legs compound to {point}, the total is printed as {total}; the rounding of the legs allows {made_en}, so they agree.",
        ))  # fmt: skip
    if found.verdict is Verdict.DOES_NOT_CLOSE:
        notes.append(Note(
            f"各段复合为 {point}（舍入允许 {made}），与所印总增长 {total} 不吻合，舍入不足以解释。",
            f"The legs compound to {point} (rounding allows {made_en}) and do not make the printed {total}; rounding cannot explain it.",
        ))  # fmt: skip
        notes.append(_reason(found, calendar))
    elif found.uncovered:
        days = day_ranges(found.uncovered, calendar)
        notes.append(Note(f"各段没有包括 {days} 当日的变化。", f"The legs leave out the change of {days}."))
    if found.doubled:
        days = day_ranges(found.doubled, calendar)
        notes.append(Note(f"{days} 的变化被计入两段。", f"The change of {days} is in two legs."))
    return notes


def _reason(found: Closure, calendar: Calendar) -> Note:
    if not found.uncovered or found.needed is None:
        return Note(
            "可能的原因：分段与总增长的起止日、口径或样本不同；注明各段日期可查出遗漏的交易日。",
            "It may be that legs and total differ in dates, basis or population; date the legs to see which sessions they leave out.",
        )
    days = day_ranges(found.uncovered, calendar)
    need = " 至 ".join(_percent(side) for side in (found.needed.low, found.needed.high))
    return Note(
        f"各段没有包括 {days} 当日的变化；若其余都对，这一段须增长 {_percent(found.needed.point)}（{need}）。",
        f"The legs leave out the change of {days}; if all else is right, that was {_percent(found.needed.point)} "
        f"({need.replace('至', 'to')}).",
    )


def _percent(value: Fraction, *, digits: int = 1) -> str:
    return f"{float(value) * 100:.{digits}f}%"


def _decimals(growth: Growth) -> int:
    """As many decimals as a figure was printed with, one at least: -37.14% must not be quoted as -37.1%."""
    width = float(growth.high - growth.low) * 100
    return min(max(round(-log10(width)), 1), 4) if width > 0 else 2
