"""Everything that ever happened to the rules, oldest first: dated values, and the policy events around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from liangrong.rules.events import AppliesTo, Confidence, PolicyEvent, events
from liangrong.rules.parameters import DatedValue, OnRollover, Parameter, UnitName, Value, Venue
from liangrong.rules.rulebook import Rulebook

__all__ = ["Entry", "timeline"]

_ORDER: Final = {"event": 0, "value": 1}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline.

    Parameters
    ----------
    kind
        ``value``: a value begins; ``event``: a policy event, whose name stands in ``name``.
    key
        Investor class, asset class or member; ``None`` where there is one value.
    authority
        Whose word it is; empty for an event.
    """

    date: date
    kind: Literal["value", "event"]
    name: str
    title_zh: str
    title_en: str
    citation: str
    confidence: Confidence
    applies_to: AppliesTo
    key: str | None = None
    value: Value = None
    unit: UnitName | None = None
    venues: tuple[Venue, ...] = ()
    on_rollover: OnRollover | None = None
    authority: str = ""
    note_zh: str = ""
    note_en: str = ""


def timeline(
    book: Rulebook, names: tuple[str, ...] = (), *, start: date | None = None, end: date | None = None, venue: Venue | None = None
) -> tuple[Entry, ...]:
    """List the values of some parameters, or of all, merged with the policy events that belong to them.

    Parameters
    ----------
    names
        Names or aliases; nothing for all. With names, an event belongs where a value begins or was announced on its day.
    start, end
        Days, both included.
    venue
        Only what holds on this exchange.

    Raises
    ------
    UnknownName
        There is no such parameter.

    Examples
    --------
    >>> [f"{e.date} {e.value}" for e in timeline(Rulebook.load(), ("financing_margin_ratio",), venue="SSE") if e.kind == "value"]
    ['2010-03-31 0.50', '2015-11-23 1.00', '2023-09-11 0.80', '2026-01-19 1.00']
    """
    parameters = [book.parameter(name) for name in dict.fromkeys(names)] or list(book.parameters.values())
    found = [entry for parameter in parameters for entry in _values(book, parameter)]
    days = {dated.start for p in parameters for dated in p.values} | {dated.announced for p in parameters for dated in p.values}
    found += [_event(event) for event in events() if not names or event.date in days]
    return tuple(
        entry
        for entry in sorted(found, key=lambda e: (e.date, _ORDER[e.kind]))
        if (start is None or entry.date >= start)
        and (end is None or entry.date <= end)
        and (venue is None or entry.kind == "event" or venue in entry.venues)
    )


def _values(book: Rulebook, parameter: Parameter) -> Iterator[Entry]:
    said = [(dated, dated.authority or parameter.authority) for dated in parameter.values]
    said += [(dated, authority) for authority, overlay in book.overlays.items() for dated in overlay.get(parameter.name, ())]
    for dated, authority in said:
        for key, value in dated.value.items() if isinstance(dated.value, Mapping) else ((None, dated.value),):
            anew = tuple(
                venue for venue in dated.venues if dated.end or dated.authority or dated in parameter.history(venue, key)
            )
            if anew:
                yield _entry(parameter, replace(dated, venues=anew), authority, key, value)


def _entry(parameter: Parameter, dated: DatedValue, authority: str, key: str | None, value: Value) -> Entry:
    until_zh = f"至 {dated.end} 止" if dated.end else ""
    until_en = f"until {dated.end}" if dated.end else ""
    return Entry(
        date=dated.start,
        kind="value",
        name=parameter.name,
        title_zh=parameter.title_zh,
        title_en=parameter.title_en,
        citation=dated.citation,
        confidence=dated.confidence,
        applies_to=dated.applies_to,
        key=key,
        value=value,
        unit=parameter.unit,
        venues=dated.venues,
        on_rollover=dated.on_rollover,
        authority=authority,
        note_zh="；".join(filter(None, (dated.note_zh, until_zh))),
        note_en="; ".join(filter(None, (dated.note_en, until_en))),
    )


def _event(event: PolicyEvent) -> Entry:
    change = " → ".join(filter(None, (event.before, event.after)))
    return Entry(
        date=event.date,
        kind="event",
        name=event.event,
        title_zh=event.title_zh,
        title_en=event.title_en,
        citation=event.citation,
        confidence=event.confidence,
        applies_to=event.applies_to,
        note_zh=change,
        note_en=change,
    )
