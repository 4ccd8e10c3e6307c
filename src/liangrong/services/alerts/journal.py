"""What was told and to whom: one JSON object a line, only ever appended to, safe against a death in the middle of a line."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, Final

from liangrong.core.clocks import parse_instant
from liangrong.core.errors import StorageFailed
from liangrong.core.results import Note, plain
from liangrong.services.alerts.firing import Kind
from liangrong.services.alerts.folder import FOLDER, AlertsFolder

__all__ = ["Attempt", "Event", "Journal", "Past"]

_FILE: Final = "history.jsonl"


@dataclass(frozen=True, slots=True)
class Event:
    """A firing, or the withdrawal of one.

    Parameters
    ----------
    id
        ``ALERT:SESSION:COUNT``, never given twice: who receives it may use it to leave out repetitions.
    value, threshold
        In base units (元, a pure ratio …); of a word there is none.
    unit
        As results print it.
    due
        The channels that existed then, and must have it.
    """

    id: str
    kind: Kind
    alert: int
    condition: str
    title: Note
    scope: str
    measure: str
    session: date
    value: Decimal | float | None
    unit: str
    threshold: Decimal | float | None
    state: str
    quality: str
    text: Note
    at: datetime
    due: tuple[str, ...] = ()
    simulated: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it is kept and sent: money as decimal strings, ratios as numbers, instants at +08:00."""
        found = {name: plain(getattr(self, name)) for name in self.__dataclass_fields__ if name not in ("title", "text")}
        notes = {name: {"zh": note.zh, "en": note.en} for name, note in (("title", self.title), ("text", self.text))}
        return found | notes

    @classmethod
    def from_json(cls, row: dict[str, Any]) -> Event:
        """The event of a line."""
        return cls(**{
            **{name: row[name] for name in cls.__dataclass_fields__},
            "title": Note(**row["title"]), "text": Note(**row["text"]), "session": date.fromisoformat(row["session"]),
            "value": _number(row["value"]), "threshold": _number(row["threshold"]), "at": parse_instant(row["at"]),
            "due": tuple(row["due"]),
        })  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to deliver an event; ``failure`` is empty where it came through."""

    event: str
    channel: str
    at: datetime
    failure: Note | None = None


@dataclass(frozen=True)
class Past:
    """Everything in the journal.

    Parameters
    ----------
    unreadable
        Numbers of the lines that are no line of ours; they stay as they are.
    """

    events: tuple[Event, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    unreadable: tuple[int, ...] = ()
    _delivered: frozenset[tuple[str, str]] = field(default_factory=frozenset)

    def recorded(self, alert: int) -> dict[date, Kind]:
        """Session to what was last told about it, of one alert."""
        return {event.session: event.kind for event in self.events if event.alert == alert}

    def told_times(self, alert: int, session: date) -> int:
        """How often something was told of an alert about a session."""
        return sum(event.alert == alert and event.session == session for event in self.events)

    def is_delivered(self, event: Event, channel: str) -> bool:
        """Whether a channel has an event."""
        return (event.id, channel) in self._delivered

    def undelivered(self, channel: str) -> tuple[Event, ...]:
        """What a channel must still get, oldest first."""
        return tuple(event for event in self.events if channel in event.due and not self.is_delivered(event, channel))

    def failure_of(self, event: Event) -> Note | None:
        """Why a channel has not got an event yet, by the last attempt."""
        failed = [a for a in self.attempts if a.event == event.id and a.failure and (event.id, a.channel) not in self._delivered]
        return failed[-1].failure if failed else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """A warning on lines that cannot be read."""
        if not self.unreadable:
            return ()
        lines = ", ".join(map(str, self.unreadable[:10]))
        return (Note(f"{FOLDER}/{_FILE} 的第 {lines} 行无法读懂，已略过并原样保留。",
                     f"Lines {lines} of {FOLDER}/{_FILE} cannot be read; they are passed over and kept."),)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of a folder; whoever appends to it holds the lock of ``checking``."""

    folder: AlertsFolder

    def read(self) -> Past:
        """Everything in it. A last line that breaks off was never told, and does not count.

        Raises
        ------
        BadInput
            The file cannot be read.
        """
        content = self.folder.content(_FILE)
        if content is None:
            return Past()
        events: list[Event] = []
        attempts: list[Attempt] = []
        unreadable: list[int] = []
        lines = content.split(b"\n")
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                if "kind" in row:
                    events.append(Event.from_json(row))
                else:
                    attempts.append(_attempt(row))
            except (ValueError, KeyError, TypeError, ArithmeticError):
                if number < len(lines):
                    unreadable.append(number)
        delivered = frozenset((a.event, a.channel) for a in attempts if a.failure is None)
        return Past(tuple(events), tuple(attempts), tuple(unreadable), delivered)

    def append(self, entries: Sequence[Event] | Sequence[Attempt]) -> None:
        """Add lines and flush them to the disk before anything is done about them.

        Raises
        ------
        StorageFailed
            The disk refused.
        """
        if not entries:
            return
        text = "".join(json.dumps(_row(entry), ensure_ascii=False, allow_nan=False) + "\n" for entry in entries)
        try:
            with (self.folder.path / _FILE).open("a+b") as file:
                _mend(file)
                file.write(text.encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise StorageFailed(path=f"{FOLDER}/{_FILE}", reason=error.strerror or str(error)) from error


def _mend(file: IO[bytes]) -> None:
    """Cut off a last line that a death broke off; a whole one only lacks its end."""
    file.seek(0)
    last = file.read().rpartition(b"\n")[2]
    if not last:
        return
    try:
        json.loads(last)
    except ValueError:
        file.truncate(file.tell() - len(last))
    else:
        file.write(b"\n")


def _row(entry: Event | Attempt) -> dict[str, Any]:
    if isinstance(entry, Event):
        return entry.to_json()
    failure = {"zh": entry.failure.zh, "en": entry.failure.en} if entry.failure else None
    return {"event": entry.event, "channel": entry.channel, "at": plain(entry.at), "failure": failure}


def _attempt(row: dict[str, Any]) -> Attempt:
    failure = Note(**row["failure"]) if row["failure"] else None
    return Attempt(row["event"], row["channel"], parse_instant(row["at"]), failure)


def _number(value: object) -> Decimal | float | None:
    return Decimal(value) if isinstance(value, str) else float(value) if isinstance(value, int | float) else None
