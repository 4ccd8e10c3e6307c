"""Bodies of answers as they came over the wire, opened once: JSON, JSONP, and Beijing's JSONP with a date behind it.

Numbers stay the text that was printed. What the rows mean is the business of the connectors, whose parsers are reused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final, TypeAlias

import polars as pl

from liangrong.core.errors import LiangrongError
from liangrong.core.outcomes import Failed, Ok, Outcome
from liangrong.market.discrepancies import Discrepancy, Severity
from liangrong.sources.decoding import json_of, jsonp_of
from liangrong.sources.fetcher import Batch, Hints, RawPayload, Sample
from liangrong.sources.files.hinted import session_of
from liangrong.sources.files.layout import Layout
from liangrong.sources.refusals import Refused, failed

__all__ = [
    "PLACE",
    "Dated",
    "Reader",
    "answer_layout",
    "keys_of",
    "looks_like_answer",
    "note",
    "on_day",
    "open_answer",
    "payload_of",
    "rows_at",
]

PLACE: Final = "file"
"""How the connectors' sentences call what they read here."""
_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_START: Final = re.compile(r"\s*(?:[{\[]|[A-Za-z_$][\w$.]*\s*\(\s*[{\[])")


@dataclass(frozen=True, slots=True)
class Dated:
    """Beijing's answer: rows, and the day printed behind them."""

    rows: Any
    day: date


Reader: TypeAlias = Callable[[Any, Hints], Outcome[Batch]]
"""What reads an opened answer; it may raise ``Refused`` or ``SchemaChanged``."""


def payload_of(content: bytes) -> RawPayload:
    """A file as the connectors take it."""
    return RawPayload(content, PLACE, _NEVER)


def looks_like_answer(seen: Sample) -> bool:
    """Whether the text begins like JSON or a JSONP call."""
    return seen.text is not None and bool(_START.match(seen.text))


@lru_cache(maxsize=2)
def open_answer(content: bytes) -> Any:
    """The decoded body, ``Dated`` for Beijing's, ``None`` when it is not complete."""
    payload = payload_of(content)
    try:
        return json_of(payload)
    except Refused:
        pass
    try:
        rows, day = jsonp_of(payload)
        return Dated(rows, date.fromisoformat(day))
    except (Refused, ValueError):
        return None


def rows_at(answer: Any, *path: str) -> list[Mapping[str, Any]] | None:
    """The list of rows under ``path``; ``None`` when there is none."""
    for name in path:
        answer = answer.get(name) if isinstance(answer, dict) else None
    return answer if isinstance(answer, list) and all(isinstance(row, dict) for row in answer) else None


def keys_of(rows: Sequence[Mapping[str, Any]] | None) -> frozenset[str]:
    """The keys of the first row that hold something."""
    return frozenset(name for name, cell in rows[0].items() if cell is not None) if rows else frozenset()


def answer_layout(name: str, label_zh: str, label_en: str, matches: Callable[[Any], bool], read: Reader) -> Layout:
    """A layout of answers, recognised by what stands in them."""

    def recognises(seen: Sample) -> bool:
        return looks_like_answer(seen) and matches(open_answer(seen.content))

    def parse(content: bytes, hints: Hints) -> Outcome[Batch]:
        try:
            return read(open_answer(content), hints)
        except (Refused, LiangrongError, pl.exceptions.PolarsError) as error:
            return failed(error)

    return Layout(name, label_zh, label_en, recognises, parse)


def on_day(hints: Hints, read: Callable[[date], Batch | Outcome[Batch]]) -> Outcome[Batch]:
    """Read something that has no date of its own on the hinted session, and say where the day came from."""
    day = session_of(hints)
    if isinstance(day, Failed):
        return day
    found = read(day)
    outcome = Ok(found) if isinstance(found, Batch) else found
    if not isinstance(outcome, Ok) or not hints.from_name:
        return outcome
    told = note(
        next(iter(outcome.value.tables), ""),
        "hint_from_name",
        "info",
        f"文件内容没有日期，按文件名取 {day}",
        f"the content has no date; {day} is taken from the file's name",
        day=day,
        observed=f"{day}",
    )
    return Ok(Batch(outcome.value.tables, (*outcome.value.discrepancies, told)))


def note(
    dataset: str,
    check: str,
    severity: Severity,
    zh: str,
    en: str,
    *,
    day: date | None = None,
    observed: str = "",
    expected: str = "",
) -> Discrepancy:
    """A finding about the file as a whole."""
    return Discrepancy(check, dataset, PLACE, day, severity, "", observed, expected, zh, en)
