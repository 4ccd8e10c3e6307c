"""Two clocks: when a fact holds, and since when it could be known.

``as_of`` is the last effective session asked for; ``known_at`` is an instant of knowledge (UTC stored,
Asia/Shanghai shown). ``recorded_at``, when we ingested a fact, is kept but never compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final, Literal
from zoneinfo import ZoneInfo

from liangrong.core.calendar import Calendar
from liangrong.core.errors import UsageError

__all__ = ["PUBLICATION_TIME", "SHANGHAI", "AsOf", "KnownBasis", "assumed_known_at", "parse_instant", "show_instant"]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
PUBLICATION_TIME: Final = time(9, 0)
"""Data of a session are assumed to be public from this time of the next session (Asia/Shanghai)."""

KnownBasis = Literal["assumed", "observed"]


@dataclass(frozen=True, slots=True)
class AsOf:
    """A point of view: sessions up to ``as_of``, facts known by ``known_at`` (``None``: all that is stored)."""

    as_of: date
    known_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.known_at is not None and self.known_at.tzinfo is None:
            raise UsageError(reason="known_at needs a time zone", reason_zh="known_at 必须带时区")


def assumed_known_at(session: date, calendar: Calendar) -> datetime:
    """When the first vintage of an imported fact of ``session`` counts as known: 09:00 of the next session, in UTC.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> assumed_known_at(date(2025, 9, 30), mainland()).isoformat()
    '2025-10-09T01:00:00+00:00'
    """
    return datetime.combine(calendar.next(session), PUBLICATION_TIME, SHANGHAI).astimezone(UTC)


def parse_instant(text: str) -> datetime:
    """Read an ISO instant; a bare date means the end of that day, and no offset means Asia/Shanghai. Returns UTC.

    Raises
    ------
    UsageError
        The text is not an ISO date or instant.
    """
    try:
        instant = _end_of_day(text.strip()) or datetime.fromisoformat(text.strip())
        return (instant if instant.tzinfo else instant.replace(tzinfo=SHANGHAI)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            reason=f"'{text}' is not a date or an ISO instant such as 2026-01-30T09:00",
            reason_zh=f"“{text}”不是日期或 2026-01-30T09:00 这样的时刻",
        ) from None


def _end_of_day(text: str) -> datetime | None:
    """The last moment of a bare date, ``2026-01-30`` or ``20260130``; ``None`` for anything else."""
    try:
        return datetime.combine(date.fromisoformat(text), time.max, SHANGHAI)
    except ValueError:
        return None


def show_instant(instant: datetime) -> str:
    """An instant as people here read it: ``2026-02-02T09:00:00+08:00``.

    Raises
    ------
    UsageError
        The instant has no time zone: it would be read in the zone of whatever machine this runs on.
    """
    if instant.tzinfo is None:
        raise UsageError(reason=f"the instant {instant} needs a time zone", reason_zh=f"时刻 {instant} 必须带时区")
    return instant.astimezone(SHANGHAI).isoformat(timespec="seconds")
