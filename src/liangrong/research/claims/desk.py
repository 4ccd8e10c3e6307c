"""What a checker has on its desk besides the article: published figures, stored data, the law, the calendar, and names.

Stored data arrive through a protocol that the services fulfil; without a store the desk is smaller, and fewer claims can be decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Protocol, TypeAlias

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.errors import BeyondCalendar, Lang
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling

if TYPE_CHECKING:
    from liangrong.rules.rulebook import Rulebook

__all__ = ["Check", "Desk", "Fact", "Facts", "PublishedFigure"]


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """One figure that somebody published.

    Parameters
    ----------
    figure_id
        Its name in the file it was read from.
    metric, aspect, scope, start, end
        As in ``Claim``; ``start`` and ``end`` equal for a day, ``None`` where the file gives no day.
    interval
        Where the true value lies, in base units: rounding, and whether the file says at least, above or about. Outflows and falls negative.
    shown
        The figure as a reader expects it, with its unit.
    source
        Who printed it; an article proves nothing about itself.
    """

    figure_id: str
    metric: str
    aspect: str
    scope: str
    start: date | None
    end: date | None
    interval: Interval
    shown: str
    source: str
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One stored value: what it is, of which day, from whom.

    Parameters
    ----------
    value
        In the base unit (yuan, a pure ratio, shares).
    """

    measure: str
    scope: str
    day: date
    value: Decimal
    source: str


class Facts(Protocol):
    """Stored data, at one point of knowledge; what is not known is ``None`` or absent, never an error."""

    def at(self, measure: str, scope: str, day: date) -> Fact | None:
        """The value on that very day."""

    def series(self, measure: str, scope: str, start: date, end: date) -> Sequence[Fact]:
        """The values of a window, in order of days; empty where the measure or scope is not known."""

    def record(self, measure: str, scope: str, day: date) -> bool | None:
        """Whether the value of that day stood strictly above all before; ``None`` where the history does not say."""

    def first_at_or_above(self, measure: str, scope: str, level: Decimal, since: date | None = None) -> Fact | None:
        """The first day ever, or since a day, at or above a level; ``None`` where there is none or the history does not say."""


@dataclass(frozen=True)
class Desk:
    """The evidence at hand.

    Parameters
    ----------
    names
        Scopes and the names they go by, for finding entities: ``("security:300502.SZ", ("新易盛", "Eoptolink"))``.
    """

    published: tuple[PublishedFigure, ...] = ()
    facts: Facts | None = None
    rulebook: Rulebook | None = None
    calendar: Calendar = field(default_factory=mainland)
    names: Iterable[tuple[str, tuple[str, ...]]] = ()
    lang: Lang = "zh"

    def last_session(self, day: date) -> date | None:
        """The day if it is a session, or the one before it; ``None`` beyond the calendar."""
        try:
            return self.calendar.on_or_before(day)
        except BeyondCalendar:
            return None


Check: TypeAlias = Callable[[Article, Sequence[Claim], Desk], Iterable[Ruling]]
"""Says of some claims what it knows; silent about all others."""
