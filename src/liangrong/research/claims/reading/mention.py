"""A date or window as it is printed, not yet resolved: which parts stand there and which are left to the reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

__all__ = ["Builder", "Mention", "Part", "Relative", "Rule", "Step", "bare_day", "session_before", "to_date"]

Part: TypeAlias = Literal[
    "", "early", "mid", "late", "start", "end", "h1", "h2", "q1", "q2", "q3", "q4", "first_months", "to_date"
]
"""Which part of the year or month: 初, 上旬, end of, the second half; ``first_months`` (前8个月) counts in ``count``."""
Relative: TypeAlias = Literal["", "day", "session", "weekday", "week", "month", "quarter", "past", "next", "echo", "prior"]
"""What is counted from the article's own day; ``echo`` (a year earlier, 当日, 去年同期) and ``prior`` (前一周) from the date before it in the
sentence: an echo is as long as that, a prior one is the whole week, month or year before."""
Step: TypeAlias = Literal["", "days", "sessions", "weeks", "months", "quarters", "years"]


@dataclass(frozen=True, slots=True)
class Mention:
    """One printed date or window.

    Parameters
    ----------
    start, end
        Where it stands.
    year, month, day
        What is printed of it; of a weekday, ``day`` is 0 for Monday.
    year_offset
        0 for 今年, -1 for 去年; ``None`` where no such word stands there.
    last_year, last_month, last_day
        The other end of ``2017-2021年``, ``10、12月`` or ``9月10-18日``.
    relative, offset, step
        上周五 is ``weekday`` with ``offset`` -1 and ``day`` 4; 近十年 is ``past`` with ``offset`` 10 and ``step`` years.
        A weekday without a week has ``offset`` -9.
    since
        Whether only a beginning is named.
    named
        Whether it is a nickname of a day (``9·24``).
    vague
        Whether its length is not printed (近几年), so that it can be no period.
    inherited
        Whether the year was taken from another date.
    at_end
        Whether only the last day of it is meant (三季度末).
    weekday
        The weekday that stands beside a day, from 0 for Monday.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    year_offset: int | None = None
    part: Part = ""
    count: int = 0
    last_year: int | None = None
    last_month: int | None = None
    last_day: int | None = None
    relative: Relative = ""
    offset: int = 0
    step: Step = ""
    since: bool = False
    named: bool = False
    vague: bool = False
    inherited: bool = False
    at_end: bool = False
    weekday: int | None = None


Builder: TypeAlias = Callable[[re.Match[str]], Mention]
Rule: TypeAlias = tuple[re.Pattern[str], Builder, re.Pattern[str]]
"""What a date looks like, what is read from it, and what a text without such a date cannot have: it is not searched then."""


def to_date(match: re.Match[str]) -> Mention:
    """The year so far."""
    return Mention(*match.span(), year_offset=0, part="to_date")


def session_before(match: re.Match[str]) -> Mention:
    """The session before."""
    return Mention(*match.span(), relative="session", offset=-1)


def bare_day(match: re.Match[str]) -> Mention:
    """A day without its month."""
    return Mention(*match.span(), day=int(match["d"]))
