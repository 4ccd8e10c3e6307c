"""How a parser gives up: one exception inside, one ``Failed`` outside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar, LiangrongError
from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Outcome
from liangrong.sources.fetcher import Query

__all__ = ["Refused", "failed", "nothing", "refusing"]

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")


class Refused(Exception):
    """An answer that cannot be used. Raised by the readers, caught at the door of every ``parse``.

    Parameters
    ----------
    kind
        What a program branches on.
    en, zh
        The sentence in both languages.
    """

    def __init__(self, kind: FailureKind, en: str, zh: str) -> None:
        self.kind, self.en, self.zh = kind, en, zh
        super().__init__(en)


def failed(error: Refused | LiangrongError | pl.exceptions.PolarsError) -> Failed:
    """The outcome that an error of reading amounts to."""
    if isinstance(error, Refused):
        return Failed(error.kind, error.en, error.zh)
    if isinstance(error, LiangrongError):
        return Failed(FailureKind.SCHEMA_CHANGED, error.message("en"), error.message("zh"))
    return Failed(FailureKind.SCHEMA_CHANGED, f"a value does not fit its column: {error}", f"数值不符合列类型：{error}")


def refusing(parse: Callable[Concatenate[S, P], Outcome[T]]) -> Callable[Concatenate[S, P], Outcome[T]]:
    """Turn what a parser raises about its bytes into ``Failed``; anything else is our bug and passes."""

    @wraps(parse)
    def answer(first: S, /, *args: P.args, **kwargs: P.kwargs) -> Outcome[T]:
        try:
            return parse(first, *args, **kwargs)
        except (Refused, LiangrongError, pl.exceptions.PolarsError) as error:
            return failed(error)

    return answer


def nothing(query: Query) -> NotPublished | NonTradingDay:
    """What an empty answer means: without a session in ``query`` there is nothing to have, else it is not out yet.

    Beyond the frozen calendar only weekends are known to hold no session.
    """
    try:
        sessions = mainland().between(query.start, query.end)
    except BeyondCalendar:
        sessions = () if query.start == query.end and _weekend(query.end) else (query.end,)
    return NotPublished(sessions[-1]) if sessions else NonTradingDay(query.end)


def _weekend(day: date) -> bool:
    return day.weekday() >= 5
