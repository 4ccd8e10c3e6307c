"""The policy timeline as data: dated, cited, validated when it is first asked for.

Decrees only. Records and crossings of the market are measured elsewhere, and no parameter of the law is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final, Literal, get_args

from liangrong.core.errors import BadInput
from liangrong.rules.exact_yaml import decoded

__all__ = ["AppliesTo", "Confidence", "PolicyEvent", "events", "parse_events"]

AppliesTo = Literal["all", "new_contracts", "new_and_agreed", "new_and_rollovers", "new_lending"]
"""``new_and_agreed``: existing contracts follow where broker and client agree; ``new_and_rollovers``: a rolled-over
contract adopts the new value; ``new_lending``: loans of the securities finance company, not clients' contracts."""

Confidence = Literal["H", "M", "L"]
"""High: the text or two sources; medium: one indirect source; low: disputed or from memory."""

_PLACE: Final = "events.yaml"
_REQUIRED: Final = ("event", "date", "title_zh", "title_en", "applies_to", "citation", "confidence")


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """One change of the regime.

    Parameters
    ----------
    event
        Short name, stable.
    date
        First session in force.
    title_zh, title_en
        What happened.
    applies_to
        Which contracts it reaches.
    citation
        Who announced it, where.
    before, after
        The value before and after, as printed; empty where nothing was replaced.
    """

    event: str
    date: date
    title_zh: str
    title_en: str
    applies_to: AppliesTo
    citation: str
    confidence: Confidence
    before: str = ""
    after: str = ""


@cache
def events() -> tuple[PolicyEvent, ...]:
    """The timeline, oldest first.

    Raises
    ------
    BadInput
        The packaged timeline is not valid.

    Examples
    --------
    >>> events()[-1].event, events()[-1].applies_to
    ('financing_ratio_100_2026', 'new_contracts')
    """
    return parse_events((files("liangrong.rules") / "book" / _PLACE).read_text(encoding="utf-8"))


def parse_events(text: str) -> tuple[PolicyEvent, ...]:
    """Read and check a timeline written in YAML.

    Raises
    ------
    BadInput
        It is no list of events, an event lacks a field or has an unknown one, a value is outside its list, a name comes
        twice, or the dates do not ascend.
    """
    rows = decoded(text, _PLACE)
    if not isinstance(rows, list):
        raise _bad("a list of events is expected", "应为事件列表")
    found = tuple(_event(row) for row in rows)
    names = [event.event for event in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise _bad(f"events named twice: {twice}", f"事件重名：{twice}")
    for earlier, later in pairwise(found):
        if later.date < earlier.date:
            raise _bad(f"{later.event} ({later.date}) stands after {earlier.event} ({earlier.date})",
                       f"{later.event}（{later.date}）排在 {earlier.event}（{earlier.date}）之后")  # fmt: skip
    return found


def _event(row: object) -> PolicyEvent:
    if not isinstance(row, Mapping):
        raise _bad(f"an event is a mapping, not {row!r}", f"事件应为键值对，而不是 {row!r}")
    name = row.get("event", row)
    missing = [field for field in _REQUIRED if not row.get(field)]
    unknown = sorted(set(row) - {field.name for field in fields(PolicyEvent)})
    if missing or unknown:
        raise _bad(f"{name}: missing {missing}, unknown {unknown}", f"{name}：缺少 {missing}，未知 {unknown}")
    wrong = [field for field, value in row.items() if type(value) is not (date if field == "date" else str)]
    if wrong:
        raise _bad(f"{name}: {wrong} must be text (the date a date)", f"{name}：{wrong} 应为文本（日期应为日期）")
    for field, choices in (("applies_to", get_args(AppliesTo)), ("confidence", get_args(Confidence))):
        if row[field] not in choices:
            raise _bad(
                f"{name}: {field} is {row[field]}, not one of {choices}", f"{name}：{field} 为 {row[field]}，不在 {choices} 中"
            )
    return PolicyEvent(**row)


def _bad(reason: str, reason_zh: str) -> BadInput:
    return BadInput(place=_PLACE, reason=reason, reason_zh=reason_zh)
