"""What can come of asking a source for a day: four answers, and an empty table is none of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Generic, TypeAlias, TypeVar

__all__ = ["Failed", "FailureKind", "NonTradingDay", "NotPublished", "Ok", "Outcome"]

T = TypeVar("T")


class FailureKind(Enum):
    """Why a source failed, in words a program can branch on."""

    TRANSPORT = "transport"
    """No complete answer came: refused, timed out, cut off."""
    BLOCKED = "blocked"
    """The host answered with a refusal or a page instead of data."""
    SCHEMA_CHANGED = "schema_changed"
    """The answer has a column, a unit or a shape that the connector does not know."""
    DATE_MISMATCH = "date_mismatch"
    """The answer speaks of another day than the one asked for."""
    INCOMPLETE = "incomplete"
    """Fewer (or more) rows than the answer itself announces, or than a whole day can have."""
    DUPLICATED = "duplicated"
    """The same key, page or day came twice."""
    INCONSISTENT = "inconsistent"
    """The figures contradict each other or what is already known."""
    AMBIGUOUS = "ambiguous"
    """Two readings are possible and nothing decides between them."""


@dataclass(frozen=True, slots=True)
class Ok(Generic[T]):
    """The day's data, complete."""

    value: T


@dataclass(frozen=True, slots=True)
class NotPublished:
    """The source has nothing for this session yet."""

    day: date | None


@dataclass(frozen=True, slots=True)
class NonTradingDay:
    """There was no session, so there is nothing to have."""

    day: date


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer cannot be used; ``reason`` finishes the sentence, in English and Chinese."""

    kind: FailureKind
    reason: str
    reason_zh: str = ""


Outcome: TypeAlias = Ok[T] | NotPublished | NonTradingDay | Failed
