"""The trading calendar: frozen, bounded, and loud beyond its bounds.

Vocabulary: a *session* is a trading day; a *day* is any calendar date.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from liangrong.core.closures import CLOSURES
from liangrong.core.errors import BadInput, BeyondCalendar

__all__ = ["Calendar", "mainland"]


@dataclass(frozen=True)
class Calendar:
    """Sessions between two days, both included. Any question past either end raises ``BeyondCalendar``.

    Parameters
    ----------
    sessions
        Trading days in ascending order.
    start, end
        The first and the last calendar day that this calendar speaks about.

    Examples
    --------
    >>> mainland().next(date(2025, 9, 30))
    datetime.date(2025, 10, 9)
    """

    sessions: tuple[date, ...]
    start: date
    end: date

    def is_session(self, day: date) -> bool:
        """Whether ``day`` is a trading day."""
        self._check(day)
        place = bisect_left(self.sessions, day)
        return place < len(self.sessions) and self.sessions[place] == day

    def next(self, day: date) -> date:
        """The first session after ``day``."""
        return self._at(bisect_right(self.sessions, self._check(day)))

    def previous(self, day: date) -> date:
        """The last session before ``day``."""
        return self._at(bisect_left(self.sessions, self._check(day)) - 1)

    def on_or_before(self, day: date) -> date:
        """``day`` itself when it is a session, else the last session before it."""
        return self._at(bisect_right(self.sessions, self._check(day)) - 1)

    def on_or_after(self, day: date) -> date:
        """``day`` itself when it is a session, else the first session after it."""
        return self._at(bisect_left(self.sessions, self._check(day)))

    def between(self, start: date, end: date) -> tuple[date, ...]:
        """The sessions from ``start`` to ``end``, both included."""
        low = bisect_left(self.sessions, self._check(start))
        return self.sessions[low : bisect_right(self.sessions, self._check(end))]

    def count(self, start: date, end: date) -> int:
        """How many sessions lie after ``start`` up to and including ``end`` (negative when reversed)."""
        return bisect_right(self.sessions, self._check(end)) - bisect_right(self.sessions, self._check(start))

    def offset(self, day: date, sessions: int) -> date:
        """The session ``sessions`` steps from the last session on or before ``day``."""
        return self._at(bisect_right(self.sessions, self._check(day)) - 1 + sessions)

    def back(self, day: date, sessions: int) -> date:
        """The session ``sessions`` steps before the last one on or before ``day``; the first of all where the calendar is shorter."""
        return self.sessions[max(0, bisect_right(self.sessions, self._check(day)) - 1 - sessions)]

    def extended(self, month: Mapping[date, bool]) -> Calendar:
        """Return this calendar with one more published month, as SZSE's month list gives it.

        Parameters
        ----------
        month
            Every calendar day of one month, and whether it is a session.

        Raises
        ------
        BadInput
            A day of the month is missing, a weekend is called a session, the month contradicts what is known,
            or it does not follow on the calendar's end.
        """
        days = sorted(month)
        first = days[0] if days else None
        if first is None or days != _month_of(first):
            raise BadInput(
                place=f"{first:%Y-%m}" if first else "monthList",
                reason="a calendar month must list every one of its days",
                reason_zh="一个月的日历必须列出当月每一天",
            )
        for day in days:
            known = self.start <= day <= self.end
            if (month[day] and day.weekday() >= 5) or (known and month[day] != self.is_session(day)):
                raise BadInput(
                    place=f"{day}",
                    reason="the published month contradicts the frozen calendar",
                    reason_zh="公布的月历与已有日历矛盾",
                )
        if days[-1] <= self.end:
            return self
        if first > self.end + timedelta(days=1):
            raise BadInput(place=f"{first:%Y-%m}", reason=f"months between {self.end} and it are missing",
                           reason_zh=f"它与 {self.end} 之间缺少月份")  # fmt: skip
        fresh = tuple(day for day in days if day > self.end and month[day])
        return Calendar(self.sessions + fresh, self.start, days[-1])

    def _check(self, day: date) -> date:
        if not self.start <= day <= self.end:
            raise BeyondCalendar(day=day, start=self.start, end=self.end)
        return day

    def _at(self, place: int) -> date:
        """The session at ``place``; the error names the first day past the bound that was crossed."""
        if place < 0:
            raise BeyondCalendar(day=self.start - timedelta(days=1), start=self.start, end=self.end)
        if place >= len(self.sessions):
            raise BeyondCalendar(day=self.end + timedelta(days=1), start=self.start, end=self.end)
        return self.sessions[place]


def _month_of(day: date) -> list[date]:
    first = day.replace(day=1)
    return [first + timedelta(days=n) for n in range(31) if (first + timedelta(days=n)).month == first.month]


def _weekdays(start: date, end: date) -> Iterable[date]:
    day = start
    while day <= end:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


@cache
def mainland() -> Calendar:
    """The frozen calendar shared by SSE, SZSE and BSE."""
    closed = {date(year, int(mmdd[:2]), int(mmdd[2:])) for year, text in CLOSURES.items() for mmdd in text.split()}
    start, end = date(min(CLOSURES), 1, 1), date(max(CLOSURES), 12, 31)
    return Calendar(tuple(day for day in _weekdays(start, end) if day not in closed), start, end)
