"""A condition on one session: what was compared, whether it holds, or why that cannot be known."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final, TypeAlias

from liangrong.core.errors import LiangrongError
from liangrong.core.results import Note
from liangrong.services.alerts.conditions import Condition

__all__ = ["Number", "Reading", "compared", "not_known", "passes"]

Number: TypeAlias = Decimal | float

_TESTS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A condition on one session.

    Parameters
    ----------
    holds
        ``None`` where it cannot be known.
    over
        Whether a condition that held before counts as over now.
    value, limit
        What was compared, in base units; of a word there is none.
    word
        The word that was found, of conditions on words.
    quality
        That of the value.
    reason
        Why it cannot be known, or what else the reader should know.
    """

    session: date
    holds: bool | None
    over: bool = False
    value: Number | None = None
    limit: Number | None = None
    word: str = ""
    quality: str = "ok"
    reason: Note | None = None


def not_known(session: date, error: LiangrongError) -> Reading:
    """A session on which it cannot be known, for the reason that an error gives."""
    return Reading(session, None, reason=Note(error.message("zh"), error.message("en")))


def compared(condition: Condition, session: date, value: Number, limit: Number, *, quality: str = "ok") -> Reading:
    """A reading of one of the four comparisons, money compared to the last digit."""
    limit = limit if isinstance(value, Decimal) else float(limit)
    holds = passes(condition.test, value, limit)
    over = not holds
    if condition.release is not None:
        over = passes("<" if condition.upward else ">", value, condition.release)
    return Reading(session, holds, over, value, limit, quality=quality)


def passes(test: str, value: Number, limit: Number) -> bool:
    """Money and counts exactly, ratios as numbers."""
    if isinstance(value, float) or isinstance(limit, float):
        return _TESTS[test](float(value), float(limit))
    return _TESTS[test](value, limit)
