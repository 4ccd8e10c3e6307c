"""How an answer is wanted, whatever is asked: language, names of columns, format, and which of the rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeVar, get_args

from starlette.datastructures import QueryParams

from liangrong.core.errors import Lang, UsageError
from liangrong.interfaces.web.api.formats import FORMATS
from liangrong.research.tables.labels import Labels

__all__ = ["LARGEST_OFFSET", "MOST_ROWS", "OPTIONS", "ROWS", "Options"]

T = TypeVar("T", bound=str)

OPTIONS: Final = ("format", "labels", "lang", "limit", "offset")
"""Parameters of every question that no verb takes."""
ROWS: Final = 10_000
"""Rows of an answer whose question names no limit."""
MOST_ROWS: Final = 100_000
LARGEST_OFFSET: Final = 10**9


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How an answer is wanted.

    Parameters
    ----------
    lang
        Language of sentences.
    labels
        Names of columns other than ours.
    format
        A name of ``FORMATS``; ``None`` where the address names none, and ``Accept`` decides.
    limit, offset
        How many rows, after how many.
    """

    lang: Lang = "zh"
    labels: Labels | None = None
    format: str | None = None
    limit: int = ROWS
    offset: int = 0

    @classmethod
    def read(cls, query: QueryParams, lang: Lang) -> Options:
        """The options that a query string names.

        Parameters
        ----------
        lang
            The language where it names none.

        Raises
        ------
        UsageError
            One stands twice, or is none of what it can be.
        """
        for name in OPTIONS:
            if len(query.getlist(name)) > 1:
                raise UsageError(reason=f"{name} is given twice.", reason_zh=f"{name} 出现了两次。")
        return cls(
            lang=_among("lang", query, get_args(Lang)) or lang,
            labels=_among("labels", query, get_args(Labels)),
            format=_among("format", query, tuple(FORMATS)),
            limit=_whole("limit", query, ROWS, 1, MOST_ROWS),
            offset=_whole("offset", query, 0, 0, LARGEST_OFFSET),
        )


def _among(name: str, query: Mapping[str, str], known: tuple[T, ...]) -> T | None:
    if name not in query:
        return None
    found = next((each for each in known if each == query[name]), None)
    if found is None:
        raise UsageError(
            reason=f"{name} is '{query[name]}'; it can be {', '.join(known)}.",
            reason_zh=f"{name} 为“{query[name]}”，只能是 {'、'.join(known)}。",
        )
    return found


def _whole(name: str, query: Mapping[str, str], default: int, least: int, most: int) -> int:
    text = query.get(name, str(default))
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= len(str(most)) else -1
    if not least <= number <= most:
        raise UsageError(
            reason=f"{name} is '{text}'; give a whole number from {least:,} to {most:,}.",
            reason_zh=f"{name} 为“{text}”，应为 {least:,} 至 {most:,} 的整数。",
        )
    return number
