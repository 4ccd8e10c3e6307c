"""Ask the rulebook as people ask: by name or group, on a day or today, for one contract, with a broker's pack laid over it.

The law itself and how it is looked up stand in ``rules``; reading a user's own pack from disk happens here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias, get_args

from liangrong.core.clocks import SHANGHAI
from liangrong.core.errors import RuleNotInForce, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.rules import differences, explanation
from liangrong.rules import timeline as timelines
from liangrong.rules.packs import Pack, load_pack, parse_pack
from liangrong.rules.packs import packs as shipped_packs
from liangrong.rules.parameters import VENUES, Investor, OnRollover, Parameter, Venue
from liangrong.rules.rulebook import Rulebook, Ruling
from liangrong.rules.vintage import Contract
from liangrong.services.rule_rows import answer, symbol, valued
from liangrong.services.text_files import text_of

__all__ = [
    "DiffRequest",
    "ListRequest",
    "TimelineRequest",
    "ValueRequest",
    "diff",
    "explain",
    "list_rules",
    "opened_book",
    "packs",
    "timeline",
    "value",
]

_Span: TypeAlias = tuple[date, date | None, Ruling | None, Ruling | None, tuple[Venue, ...]]
"""From, to, what the older side says, what the newer side says, and where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueRequest:
    """Which rule is asked for, and for which contract.

    Parameters
    ----------
    name
        Name, alias, ``name.key``, or a group such as ``defaults``.
    on
        The day; ``None`` is today in Shanghai.
    opened_on, rolled_on, agreed
        The contract; see ``RulesInForce.ruling``.
    venue
        ``None``: Shanghai, or the first exchange that has such a rule.
    investor
        Where the rule tells classes of investors apart.
    key
        Asset class or member; ``None`` for all of them.
    pack
        A shipped pack by name, or a file.
    assume
        Rollover behaviours assumed otherwise, each as ``NAME@DATE=keep``.
    """

    name: str
    on: date | None = None
    opened_on: date | None = None
    rolled_on: tuple[date, ...] = ()
    agreed: bool = False
    venue: str | None = None
    investor: Investor = "general"
    key: str | None = None
    pack: str | None = None
    assume: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRequest:
    """Which part of the history; both days included, ``name`` a parameter, ``name.key``, a group, or ``None`` for everything."""

    name: str | None = None
    start: date | None = None
    end: date | None = None
    venue: str | None = None
    pack: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRequest:
    """Two days of one book (``start``, ``end``), or two books: ``pack`` beside ``against``, or beside the book alone."""

    start: date | None = None
    end: date | None = None
    pack: str | None = None
    against: str | None = None
    assume: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ListRequest:
    """Which parameters.

    Parameters
    ----------
    text
        Only those whose name, title or other name has this in it; upper and lower case are the same.
    """

    text: str = ""


def value(request: ValueRequest, *, today: date | None = None) -> Result:
    """Look up the value in force, one row per parameter and key.

    Returns
    -------
    Result
        Rows ``parameter, key, venue, on, opened_on, value, unit, since, applies_to, on_rollover, authority, citation,
        confidence, title_*, reason_*, said_*``; ``value`` is null where no number is in force, with a warning that says why.

    Raises
    ------
    RuleNotInForce
        Nothing of what was asked is in force on that day.
    UnknownName, UsageError, BadInput
        As the rulebook, and for a pack or an exchange that does not exist.

    Examples
    --------
    >>> asked = ValueRequest(name="financing_margin_ratio", on=date(2026, 2, 2), opened_on=date(2025, 12, 10))
    >>> value(asked).data["value"].item()
    0.8
    """
    book = opened_book(request.pack, request.assume)
    on = request.on or _today(today)
    rules = book.at(on)
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    refused: list[RuleNotInForce] = []
    for parameter, key in _asked(book, request):
        venue = _venue(request.venue, parameter)
        contract = Contract(request.opened_on, request.rolled_on, request.agreed)
        try:
            ruling = rules.ruling(parameter.name, key=key, venue=venue, opened_on=request.opened_on,
                                  rolled_on=request.rolled_on, agreed=request.agreed)  # fmt: skip
        except RuleNotInForce as error:
            refused.append(error)
            rows.append(_missing(parameter, key, venue, request, error, on))
            continue
        notes += [
            *_nothing(parameter, ruling),
            *explanation.assumptions(rules, parameter.name, key=key, venue=venue, contract=contract),
        ]
        rows.append(_ruled(parameter, ruling))
    if len(refused) == len(rows):
        raise refused[0]
    return answer("value", rows, on=on, pack=request.pack, notes=[*notes, *_told(refused), *_beyond(book, on)])


def explain(request: ValueRequest, *, today: date | None = None) -> Result:
    """Tell step by step why a value governs.

    Returns
    -------
    Result
        Rows ``parameter, key, step, date, kind, value, unit, governs, text_*, citation, confidence, said_*``; the last row is
        the result.

    Raises
    ------
    RuleNotInForce, UnknownName, UsageError, BadInput
        As ``value``.
    """
    book = opened_book(request.pack, request.assume)
    on = request.on or _today(today)
    rules = book.at(on)
    rows: list[dict[str, Any]] = []
    refused: list[RuleNotInForce] = []
    for parameter, key in _asked(book, request):
        try:
            told = explanation.explain(rules, parameter.name, key=key, venue=_venue(request.venue, parameter),
                                       opened_on=request.opened_on, rolled_on=request.rolled_on, agreed=request.agreed)  # fmt: skip
        except RuleNotInForce as error:
            refused.append(error)
            continue
        rows += [
            {
                "parameter": parameter.name, "key": key, "step": step, "date": reason.day, "kind": reason.kind,
                **valued(reason.value, parameter.unit), "governs": reason.governs, "text_zh": reason.text.zh,
                "text_en": reason.text.en, "citation": reason.citation, "confidence": reason.confidence,
            }
            for step, reason in enumerate(told.reasons, 1)
        ]  # fmt: skip
    if not rows:
        raise refused[0]
    return answer("explain", rows, on=on, pack=request.pack, notes=[*_told(refused), *_beyond(book, on)])


def timeline(request: TimelineRequest) -> Result:
    """List dated values and policy events, oldest first.

    Returns
    -------
    Result
        Rows ``date, kind, parameter, key, venues, value, unit, applies_to, on_rollover, authority, citation, confidence,
        title_*, note_*, said_*``; an event has its own name in ``parameter`` and no value.

    Raises
    ------
    UnknownName
        There is no such parameter or exchange.
    """
    book = opened_book(request.pack, ())
    name, key = (None, None) if request.name is None else _split(book, request.name)
    names = () if name is None else book.groups.get(name) or (name,)
    venue = None if request.venue is None else _exchange(request.venue)
    rows = [
        {
            "date": entry.date, "kind": entry.kind, "parameter": entry.name, "key": entry.key, "venues": list(entry.venues),
            **valued(entry.value, entry.unit), "applies_to": entry.applies_to, "on_rollover": entry.on_rollover,
            "authority": entry.authority or None, "citation": entry.citation, "confidence": entry.confidence,
            "title_zh": entry.title_zh, "title_en": entry.title_en, "note_zh": entry.note_zh, "note_en": entry.note_en,
        }
        for entry in timelines.timeline(book, names, start=request.start, end=request.end, venue=venue)
        if key is None or entry.key in (None, key)
    ]  # fmt: skip
    return answer("timeline", rows, pack=request.pack)


def diff(request: DiffRequest) -> Result:
    """List what changed between two days, or what two books say differently.

    Returns
    -------
    Result
        Rows ``from, to, parameter, key, venues, old_value, value, unit, applies_to, on_rollover, authority, citation,
        confidence, title_*, old_said_*, said_*``. Between days, ``from`` is the first session of the new value and ``to``
        null; between books, ``old_value`` is that of the second and the span is the days on which they differ.

    Raises
    ------
    UsageError
        Neither two days nor a pack is given, or the days are in the wrong order.
    """
    if request.start is not None and request.end is not None:
        if request.against is not None:
            raise UsageError(reason="Compare either two days or two packs.", reason_zh="请要么比较两个日期，要么比较两个规则包。")
        book = opened_book(request.pack, request.assume)
        found: list[_Span] = [(c.on, None, c.old, c.new, c.venues) for c in differences.changes(book, request.start, request.end)]
    elif request.start is not None or (request.pack is None and not request.assume):
        raise UsageError(reason="Name two days, such as 2023-09-08 2023-09-11, or a pack with `pack`.",
                         reason_zh="请给出两个日期，如 2023-09-08 2023-09-11，或用 `pack` 指定规则包。")  # fmt: skip
    else:
        book = opened_book(request.pack, request.assume)
        found = [(d.start, d.end, d.before, d.after, d.venues) for d in differences.diff(opened_book(request.against, ()), book)]
    rows = [_changed(book, *entry) for entry in found]
    return answer("diff", rows, pack=request.pack)


def list_rules(request: ListRequest) -> Result:
    """List the parameters with their units, their keys, since when they have values, and their other names."""
    wanted = request.text.strip().casefold()
    rows = [
        {
            "parameter": p.name, "title_zh": p.title_zh, "title_en": p.title_en, "unit": symbol(p.unit),
            "by": p.by, "keys": list(p.keys), "tighter": p.tighter, "bounded_by": p.bounded_by, "authority": p.authority,
            "first_day": p.start, "last_change": max(dated.start for dated in p.values), "aliases": list(p.aliases),
        }
        for p in Rulebook.load().parameters.values()
        if wanted in "\n".join((p.name, p.title_zh, p.title_en, *p.aliases)).casefold()
    ]  # fmt: skip
    return answer("list", rows)


def packs() -> Result:
    """List the packs that come with the book."""
    loaded = [load_pack(name) for name in shipped_packs()]
    rows = [
        {
            "pack": p.name, "title_zh": p.title_zh, "title_en": p.title_en, "example": p.example, "since": min(r.start for r in p.rules),
            "parameters": list(dict.fromkeys(r.parameter for r in p.rules)), "citation": p.citation, "confidence": p.confidence,
        }
        for p in loaded
    ]  # fmt: skip
    return answer("packs", rows)


def opened_book(pack: str | None = None, assume: Iterable[str] = (), *, own_files: bool = True) -> Rulebook:
    """The book, with rollovers assumed otherwise and a pack laid over it.

    Parameters
    ----------
    pack
        Name of a shipped pack, or a YAML file; empty for the book alone.
    assume
        Each ``NAME@DATE=keep``, ``…=adopt`` or ``…=by_agreement``.
    own_files
        Whether the pack may be a file of this machine: not where a stranger names it.

    Raises
    ------
    UsageError
        An assumption cannot be read.
    UnknownName
        There is neither a pack nor a file of that name.
    BadInput
        The pack cannot be read, is not valid, or loosens the law.
    """
    book = Rulebook.load()
    for text in assume:
        name, start, behaviour = _assumption(text)
        book = book.assume(name, start, on_rollover=behaviour)
    return book.amend(_pack(pack) if own_files else load_pack(pack)) if pack else book


def _pack(name: str) -> Pack:
    path = Path(name)
    if name not in shipped_packs() and (path.suffix in (".yaml", ".yml") or path.is_file()):
        return parse_pack(text_of(path), path.name)
    return load_pack(name)


def _assumption(text: str) -> tuple[str, date, OnRollover]:
    name, at, rest = text.partition("@")
    day, equals, behaviour = rest.partition("=")
    try:
        start = date.fromisoformat(day)
    except ValueError:
        at = ""
    if not at or not equals or behaviour not in get_args(OnRollover):
        raise UsageError(
            reason=f"'{text}' cannot be read as an assumption; write NAME@DATE=keep or NAME@DATE=adopt, such as short_margin_ratio@2023-10-30=keep.",
            reason_zh=f"“{text}”无法读作推定；请写成 名称@日期=keep 或 名称@日期=adopt，如 short_margin_ratio@2023-10-30=keep。",
        )
    found: OnRollover = next(word for word in get_args(OnRollover) if word == behaviour)
    return name, start, found


def _told(refused: Iterable[RuleNotInForce]) -> list[Note]:
    """What is not in force, beside what is."""
    return [Note(error.message("zh"), error.message("en")) for error in refused]


def _beyond(book: Rulebook, on: date) -> Iterator[Note]:
    """That the law may have changed since anyone looked."""
    if book.known_until is not None and on > book.known_until:
        yield Note(
            f"规则库收录至 {book.known_until}，此后的变更不在其中。",
            f"The rulebook is known up to {book.known_until}; later changes are not in it.",
        )


def _today(today: date | None) -> date:
    return today or datetime.now(SHANGHAI).date()


def _asked(book: Rulebook, request: ValueRequest) -> Iterator[tuple[Parameter, str | None]]:
    """The parameters and keys that a name and a key mean: a group is all of its members, no key is every key."""
    name, member = _split(book, request.name)
    key = member or request.key
    group = () if key is not None else book.groups.get(name, ())
    for found in group or (book.parameter(name).name,):
        parameter = book.parameter(found)
        if parameter.by == "investor":
            yield parameter, key or request.investor
        elif parameter.by is None or key is not None:
            yield parameter, key
        else:
            yield from ((parameter, each) for each in parameter.keys)


def _split(book: Rulebook, name: str) -> tuple[str, str | None]:
    """A name, and the key behind its point, unless the whole is an alias."""
    base, _, member = name.partition(".")
    return (base, member) if name not in book.names and base in book.names and member else (name, None)


def _exchange(text: str) -> Venue:
    found: Venue | None = next((venue for venue in VENUES if venue == text.upper()), None)
    if found is None:
        raise UnknownName(kind="exchange", name=text, known=", ".join(VENUES))
    return found


def _venue(text: str | None, parameter: Parameter) -> Venue:
    return parameter.venues[0] if text is None else _exchange(text)


def _ruled(parameter: Parameter, ruling: Ruling) -> dict[str, Any]:
    return {
        "parameter": parameter.name, "key": ruling.key, "venue": ruling.venue, "on": ruling.on, "opened_on": ruling.opened_on,
        **valued(ruling.value, parameter.unit), "since": ruling.since, "applies_to": ruling.applies_to,
        "on_rollover": ruling.on_rollover, "authority": ruling.authority, "citation": ruling.citation,
        "confidence": ruling.confidence, "title_zh": parameter.title_zh, "title_en": parameter.title_en,
        "reason_zh": ruling.reason.zh, "reason_en": ruling.reason.en,
    }  # fmt: skip


def _missing(
    parameter: Parameter, key: str | None, venue: Venue, request: ValueRequest, error: RuleNotInForce, on: date
) -> dict[str, Any]:
    """A row of a group or of all keys that is not in force, beside others that are."""
    return {
        "parameter": parameter.name, "key": key, "venue": venue, "on": on, "opened_on": request.opened_on,
        **valued(None, parameter.unit), "authority": parameter.authority, "title_zh": parameter.title_zh,
        "title_en": parameter.title_en, "reason_zh": error.details["reason_zh"], "reason_en": error.details["reason"],
    }  # fmt: skip


def _nothing(parameter: Parameter, ruling: Ruling) -> Iterator[Note]:
    if ruling.value is None:
        yield Note(
            f"{parameter.name}：自 {ruling.since} 起不作数值规定（{ruling.citation}）。",
            f"{parameter.name}: no number is set since {ruling.since} ({ruling.citation}).",
        )


def _changed(
    book: Rulebook, start: date, end: date | None, old: Ruling | None, new: Ruling | None, venues: tuple[Venue, ...]
) -> dict[str, Any]:
    said = new or old
    assert said is not None, "a difference has at least one side"
    parameter = book.parameter(said.parameter)
    before = valued(old.value if old else None, parameter.unit)
    return {
        "from": start, "to": end, "parameter": parameter.name, "key": said.key, "venues": list(venues),
        "old_value": before["value"], "old_said_zh": before["said_zh"] if old else "—", "old_said_en": before["said_en"] if old else "—",
        **valued(new.value if new else None, parameter.unit), "applies_to": said.applies_to, "on_rollover": said.on_rollover,
        "authority": said.authority, "citation": said.citation, "confidence": said.confidence,
        "title_zh": parameter.title_zh, "title_en": parameter.title_en,
    }  # fmt: skip
