"""The ledger of a file: each row one event, its fields those of the event's class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from liangrong.accounts.events import EVENTS, Event
from liangrong.accounts.intake.layouts.cells import flag_of, number_of, ratio_of, security_of
from liangrong.accounts.intake.layouts.documents import Tree
from liangrong.accounts.intake.layouts.fields import EVENT, EVENT_NAMES, MARK, folded, named
from liangrong.accounts.intake.layouts.items import Item
from liangrong.accounts.intake.problems import Problem
from liangrong.accounts.marks import Mark
from liangrong.core.results import Note
from liangrong.rules.parameters import Scalar

__all__ = ["read_event", "read_events", "scalar"]

_NAMES: Final = named(EVENT)
_KINDS: Final = named(EVENT_NAMES)
_MARK_NAMES: Final = named(MARK)
_ZERO: Final = Decimal(0)
_SIDES: Final = ("financing", "short")
_RATIOS: Final = frozenset({"margin_ratio", "rate", "tax_rate", "conversion_ratio", "target"})
"""Fields where ``80%`` means 0.8."""


def read_events(rows: Sequence[Tree], place: str, problems: list[Problem]) -> tuple[Event, ...]:
    """Read a ledger, in the order of the file; what cannot be read is left out and added to ``problems``.

    Examples
    --------
    >>> read_events([{"事件": "存入资金", "日期": "2026-02-03", "金额": "5,000"}], "a.json", [])
    (Deposit(on=datetime.date(2026, 2, 3), amount=Decimal('5000')),)
    """
    events = []
    for at, cells in enumerate(rows, start=1):
        row = Note(f"第 {at} 个事件", f"event {at}")
        if not isinstance(cells, dict):
            problems.append(Problem(place, row, "", "应为键值对", "is no mapping of fields"))
            continue
        event = read_event(Item(cells, _NAMES, place, row, problems))
        if event is not None:
            events.append(event)
    return tuple(events)


def scalar(text: str) -> Scalar:
    """A value of a parameter: a whole number, one with a point, a flag, or a word."""
    number = ratio_of(text)
    if not isinstance(number, Note):
        whole = text.strip().lstrip("+-").isdecimal()
        return int(number) if whole else number
    flag = flag_of(text)
    return text.strip() if isinstance(flag, Note) else flag


def read_event(item: Item) -> Event | None:
    """Read one event; ``None`` where it cannot be read."""
    item.need("event")
    asked = item.text("event")
    name = _KINDS.get(folded(asked))
    if name is None:
        if asked:
            close = get_close_matches(folded(asked), _KINDS, n=1)
            known = close[0] if close else ", ".join(EVENTS)
            item.bad("event", f"没有“{asked}”这种事件；可用：{known}", f"there is no event called '{asked}'; known: {known}")
        return None
    values = {}
    for field, (kind, required) in _fields_of(name).items():
        if field in item:
            values[field] = _value(item, field, kind)
        elif required:
            item.need(field)
    for field in EVENT:
        if field in item and field != "event" and field not in _fields_of(name):
            item.bad(field, f"{name} 没有这个字段", f"{name} has no such field")
    return EVENTS[name](**values) if item.sound else None


@cache
def _fields_of(name: str) -> Mapping[str, tuple[str, bool]]:
    """Each field of an event: its type as annotated, and whether it must be given."""
    return {
        each.name: (str(each.type), each.default is MISSING and each.default_factory is MISSING) for each in fields(EVENTS[name])
    }


def _value(item: Item, field: str, kind: str) -> Any:
    if field == "security":
        return item.security()
    if field == "prices":
        return _prices(item)
    if field == "marks":
        return _marks(item)
    if kind.startswith("Scalar"):
        content = item.tree(field)
        if isinstance(content, dict):
            return {key: scalar(str(value)) for key, value in content.items()}
        return scalar(item.text(field))
    if kind.startswith("Decimal"):
        return item.ratio(field, None) if field in _RATIOS else item.number(field, None)
    if kind.startswith("date"):
        return item.day(field, None)
    if kind.startswith("bool"):
        return item.flag(field)
    if kind.startswith("int"):
        number = item.number(field, None)
        if number is not None and number != number.to_integral_value():
            item.bad(field, f"为 {number}，应为整数", f"is {number}, where a whole number is expected")
        return None if number is None else int(number)
    text = item.text(field)
    if field == "side" and text not in _SIDES:
        item.bad(field, f"为“{text}”；可用：{', '.join(_SIDES)}", f"is '{text}'; known: {', '.join(_SIDES)}")
    return text


def _prices(item: Item) -> dict[str, Decimal]:
    """``{security: price}``."""
    found: dict[str, Decimal] = {}
    for label, content in _entries(item, "prices"):
        security = security_of(label)
        price = number_of(content) if isinstance(content, str) else Note("不是价格", "is no price")
        for fault in (security, price):
            if isinstance(fault, Note):
                item.bad(f"prices.{label}", fault.zh, fault.en)
        if isinstance(security, str) and isinstance(price, Decimal):
            found[security] = price
    return found


def _marks(item: Item) -> dict[str, Mark]:
    """``{security: {price, conversion_ratio, …}}``."""
    found: dict[str, Mark] = {}
    for label, content in _entries(item, "marks"):
        inner = Item(content if isinstance(content, dict) else {}, _MARK_NAMES, item.place, item.row, item.problems)
        security = security_of(label)
        if isinstance(security, Note):
            inner.bad(f"marks.{label}", security.zh, security.en)
        inner.need("price")
        inner.need("conversion_ratio")
        mark = Mark(
            inner.number("price", _ZERO), inner.ratio("conversion_ratio", _ZERO), inner.text("asset_class"),
            inner.number("previous_close", None), suspended=inner.flag("suspended"), fair_price=inner.number("fair_price", None),
            industry=inner.text("industry"),
        )  # fmt: skip
        if inner.sound and isinstance(security, str):
            found[security] = mark
        item.sound = item.sound and inner.sound
    return found


def _entries(item: Item, field: str) -> Sequence[tuple[str, Tree]]:
    content = item.tree(field)
    if not isinstance(content, dict):
        item.bad(field, "应为证券到取值的键值对", "is no mapping of securities")
        return ()
    return tuple(content.items())
