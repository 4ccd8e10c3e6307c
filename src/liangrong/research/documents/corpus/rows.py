"""Entities, claims and calls of a document as rows, in and out."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from liangrong.research.documents.annotation import Said
from liangrong.research.documents.calls.call import Call, Level

__all__ = ["call_of", "said_of", "store_calls", "store_claims", "store_entities"]


def store_entities(connection: sqlite3.Connection, document: int, entities: Iterable[tuple[str, int]]) -> None:
    """Keep which scopes a document names, and how often."""
    connection.executemany("INSERT INTO entities VALUES (?,?,?)", [(scope, document, mentions) for scope, mentions in entities])


def store_claims(connection: sqlite3.Connection, document: int, claims: Sequence[Said]) -> None:
    """Keep the claims of a document."""
    rows = [
        (document, number, said.sentence, said.text, said.metric, said.aspect, said.scope, said.subject, said.nature, said.direction,
         said.printed, said.value, said.upper, said.unit, said.kind, _exact(said.low), _exact(said.high), _day(said.start), _day(said.end))
        for number, said in enumerate(claims)
    ]  # fmt: skip
    connection.executemany(f"INSERT INTO claims VALUES ({','.join('?' * 19)})", rows)  # noqa: S608


def store_calls(connection: sqlite3.Connection, document: int, calls: Sequence[Call]) -> None:
    """Keep the calls of a document."""
    rows = [
        (document, number, call.author, _day(call.said_on), call.sector, call.instrument, call.call, call.strength, call.horizon,
         None if call.support is None else f"{call.support:f}", None if call.resistance is None else f"{call.resistance:f}", call.unit,
         json.dumps([level.row() for level in call.levels], ensure_ascii=False), call.sentence)
        for number, call in enumerate(calls)
    ]  # fmt: skip
    connection.executemany(f"INSERT INTO calls VALUES ({','.join('?' * 14)})", rows)  # noqa: S608


def said_of(row: sqlite3.Row) -> Said:
    """A claim from its row."""
    return Said(
        row["sentence"], row["text"], row["metric"], row["aspect"], row["scope"], row["subject"], row["nature"], row["direction"],
        row["printed"], row["value"], row["upper"], row["unit"], row["kind"], _fraction(row["low"]), _fraction(row["high"]),
        _read_day(row["start"]), _read_day(row["end"]),
    )  # fmt: skip


def call_of(row: sqlite3.Row) -> Call:
    """A call from its row."""
    return Call(
        author=row["author"], said_on=_read_day(row["said_on"]), sector=row["sector"], instrument=row["instrument"], call=row["call"],
        strength=row["strength"], horizon=row["horizon"], levels=tuple(Level.of(each) for each in json.loads(row["levels"])),
        unit=row["unit"], sentence=row["sentence"],
    )  # fmt: skip


def _exact(bound: Fraction | None) -> str | None:
    return None if bound is None else str(bound)


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _read_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
