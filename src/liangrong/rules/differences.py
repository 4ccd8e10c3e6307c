"""What changed: between two days of one book, or between two books.

Both compare what a contract opened on the day would get; what older contracts do stands in each change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeAlias

from liangrong.core.errors import RuleNotInForce, UsageError
from liangrong.rules.parameters import VENUES, Parameter, Venue
from liangrong.rules.rulebook import Rulebook, Ruling

__all__ = ["Change", "Difference", "changes", "diff"]

_Slot: TypeAlias = tuple[str, str | None]
"""Parameter and key."""


@dataclass(frozen=True, slots=True)
class Change:
    """A value that gave way to another.

    Parameters
    ----------
    on
        First session of the new value.
    old
        What held the day before; ``None`` where nothing did.
    new
        What holds from then on, with whom it reaches, what older contracts do on rollover, and its citation.
    venues
        Exchanges where the same happened.
    """

    on: date
    old: Ruling | None
    new: Ruling
    venues: tuple[Venue, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A span of days on which two books say different things.

    Parameters
    ----------
    start, end
        First session, and first session on which it is over (``None``: it is not).
    before, after
        What each book says on ``start``; ``None`` where it says nothing.
    """

    start: date
    end: date | None
    before: Ruling | None
    after: Ruling | None
    venues: tuple[Venue, ...]


def changes(book: Rulebook, start: date, end: date) -> tuple[Change, ...]:
    """List what changed after ``start`` up to and including ``end``, oldest first.

    Raises
    ------
    UsageError
        ``end`` is before ``start``.

    Examples
    --------
    >>> found = changes(Rulebook.load(), date(2026, 1, 16), date(2026, 1, 19))
    >>> [(c.new.parameter, f"{c.old.value} → {c.new.value}", c.new.applies_to, c.new.on_rollover) for c in found]
    [('financing_margin_ratio', '0.80 → 1.00', 'new_contracts', 'keep')]
    """
    if end < start:
        raise UsageError(
            reason=f"{end} is before {start}: give the earlier day first.", reason_zh=f"{end} 早于 {start}：请先写较早的日期。"
        )
    found: dict[tuple[object, ...], Change] = {}
    for parameter in book.parameters.values():
        for day in (day for day in _turning_days([book], parameter.name) if start < day <= end):
            for key in parameter.keys or (None,):
                for venue in VENUES:
                    old, new = (
                        _ruling(book, (parameter.name, key), venue, day - timedelta(1)),
                        _ruling(book, (parameter.name, key), venue, day),
                    )
                    if new is None or (old is not None and old.value == new.value):
                        continue
                    same = (day, parameter.name, key, None if old is None else str(old.value), str(new.value), new.citation)
                    first = found.get(same)
                    found[same] = replace(first, venues=(*first.venues, venue)) if first else Change(day, old, new, (venue,))
    return tuple(sorted(found.values(), key=lambda change: change.on))


def diff(before: Rulebook, after: Rulebook) -> tuple[Difference, ...]:
    """List where two books differ: in the value for a new contract, or in what older contracts do on rollover.

    Examples
    --------
    >>> book = Rulebook.load()
    >>> kept = book.assume("short_margin_ratio", date(2023, 10, 30), on_rollover="keep")
    >>> [(f"{d.start}", f"{d.end}", d.before.on_rollover, d.after.on_rollover) for d in diff(book, kept)][0]
    ('2023-10-30', '2024-07-22', 'adopt', 'keep')
    """
    found: dict[tuple[object, ...], Difference] = {}
    for name in dict.fromkeys([*before.parameters, *after.parameters]):
        if _same(before, after, name):
            continue
        parameter = after.parameters.get(name) or before.parameters[name]
        days = sorted(set(_turning_days([book for book in (before, after) if name in book.parameters], name)))
        for key in _keys(before, after, parameter):
            for venue in VENUES:
                for difference in _spans(before, after, (name, key), venue, days):
                    same = (name, key, difference.start, difference.end, _shape(difference.before), _shape(difference.after))
                    first = found.get(same)
                    found[same] = replace(first, venues=(*first.venues, venue)) if first else difference
    return tuple(sorted(found.values(), key=lambda difference: difference.start))


def _same(before: Rulebook, after: Rulebook, name: str) -> bool:
    books = (before, after)
    one, other = ((b.parameters.get(name), [o[name] for o in b.overlays.values() if name in o]) for b in books)
    return one == other


def _keys(before: Rulebook, after: Rulebook, parameter: Parameter) -> Iterable[str | None]:
    known = [book.parameters[parameter.name].keys for book in (before, after) if parameter.name in book.parameters]
    return dict.fromkeys(key for keys in known for key in keys) or (None,)


def _turning_days(books: Iterable[Rulebook], name: str) -> list[date]:
    days = set()
    for book in books:
        said = [*book.parameters[name].values, *(dated for overlay in book.overlays.values() for dated in overlay.get(name, ()))]
        days |= {dated.start for dated in said} | {dated.end for dated in said if dated.end is not None}
    return sorted(days)


def _ruling(book: Rulebook, slot: _Slot, venue: Venue, on: date) -> Ruling | None:
    name, key = slot
    if name not in book.parameters or (key is not None and key not in book.parameters[name].keys):
        return None
    try:
        return book.at(on).ruling(name, key=key, venue=venue)
    except RuleNotInForce:
        return None


def _spans(before: Rulebook, after: Rulebook, slot: _Slot, venue: Venue, days: list[date]) -> Iterator[Difference]:
    open_since: Difference | None = None
    for day in days:
        one, other = _ruling(before, slot, venue, day), _ruling(after, slot, venue, day)
        shapes = _shape(one), _shape(other)
        if open_since is not None and (_shape(open_since.before), _shape(open_since.after)) == shapes:
            continue
        if open_since is not None:
            yield replace(open_since, end=day)
        open_since = Difference(day, None, one, other, (venue,)) if shapes[0] != shapes[1] else None
    if open_since is not None:
        yield open_since


def _shape(ruling: Ruling | None) -> tuple[object, ...] | None:
    """What makes two rulings different to a contract; tiers are compared as text, for they cannot be hashed."""
    return None if ruling is None else (str(ruling.value), ruling.applies_to, ruling.on_rollover)
