"""A broker's own rules as an overlay of the book: read, checked against the law, laid over it. A pack may only tighten.

The law is read nowhere else here than through the book; how pack and law are combined on a day stands in ``in_force`` and ``vintage``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final, get_args

from liangrong.core.errors import LooseningOverlay, UnknownName
from liangrong.rules.events import Confidence
from liangrong.rules.exact_yaml import decoded
from liangrong.rules.parameters import DatedValue, OnRollover, Parameter, Reach, Scalar, Value, Venue
from liangrong.rules.reading import Reading, file_name
from liangrong.rules.vintage import value_of

if TYPE_CHECKING:
    from liangrong.rules.rulebook import Rulebook

__all__ = ["Pack", "PackRule", "laid_over", "load_pack", "packs", "parse_pack"]

_TOP: Final = ("pack", "title_zh", "title_en", "example", "citation", "confidence", "rules")
_RULE: Final = ("parameter", "from", "value")
_RULE_OPTIONAL: Final = ("to", "venues", "applies_to", "on_rollover", "citation", "confidence", "note_zh", "note_en")


@dataclass(frozen=True, slots=True)
class PackRule:
    """What a pack says of one parameter from one day on; ``None`` where it leaves the word to the parameter.

    Parameters
    ----------
    parameter
        Name or alias.
    start, end
        First session in force, and first session no longer in force.
    value
        As it was written; checked against its parameter when it is laid over a book. Keyed values may name only some keys.
    """

    parameter: str
    start: date
    value: object
    citation: str
    confidence: Confidence
    end: date | None = None
    venues: tuple[Venue, ...] | None = None
    applies_to: Reach | None = None
    on_rollover: OnRollover | None = None
    note_zh: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A broker's own rules.

    Parameters
    ----------
    name
        As its file; rulings name it as ``pack:NAME``.
    example
        Drawn from published notices as an example, not a broker's present terms.
    place
        The file, for the sentence of an error.
    """

    name: str
    title_zh: str
    title_en: str
    example: bool
    citation: str
    confidence: Confidence
    rules: tuple[PackRule, ...]
    place: str


def packs() -> tuple[str, ...]:
    """The names of the packs that come with the book, all of them examples.

    Examples
    --------
    >>> "east_money_2018" in packs()
    True
    """
    folder = files("liangrong.rules") / "book" / "packs"
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@cache
def load_pack(name: str) -> Pack:
    """A pack that comes with the book.

    Raises
    ------
    UnknownName
        There is none of that name.
    BadInput
        Its file is not valid.
    """
    if name not in packs():
        raise UnknownName(kind="rule pack", name=name, known=", ".join(packs()))
    file = files("liangrong.rules") / "book" / "packs" / f"{name}.yaml"
    return parse_pack(file.read_text(encoding="utf-8"), f"packs/{name}.yaml")


def parse_pack(text: str, place: str) -> Pack:
    """Read a pack written in YAML.

    Parameters
    ----------
    place
        The file it stands in; the pack is called like it.

    Raises
    ------
    BadInput
        A field is missing, unknown, or holds what it may not hold.

    Examples
    --------
    >>> mine = parse_pack('''
    ... {pack: mine, title_zh: 我的合同, title_en: my contract, example: false, citation: 合同第 8 条, confidence: H,
    ...  rules: [{parameter: call_line, from: 2024-01-02, value: 1.40}]}
    ... ''', "mine.yaml")
    >>> mine.rules[0].value
    Decimal('1.40')
    """
    reading = Reading(place)
    row = reading.fields(decoded(text, place), _TOP, ())
    name = reading.text(row, "pack")
    reading = reading.about(name, name)
    if name != file_name(place):
        raise reading.bad("pack differs from the name of the file", "pack 与文件名不同")
    if not isinstance(row["example"], bool):
        raise reading.bad(
            f"example is {row['example']!r}, not true or false", f"example 为 {row['example']!r}，应为 true 或 false"
        )
    if not isinstance(row["rules"], list) or not row["rules"]:
        raise reading.bad("rules must be a list with at least one entry", "rules 应为非空列表")
    citation = reading.text(row, "citation")
    confidence = reading.choice(row, "confidence", get_args(Confidence))
    return Pack(
        name=name,
        title_zh=reading.text(row, "title_zh"),
        title_en=reading.text(row, "title_en"),
        example=row["example"],
        citation=citation,
        confidence=confidence,
        rules=tuple(_rule(reading, entry, citation, confidence) for entry in row["rules"]),
        place=place,
    )


def _rule(reading: Reading, entry: object, citation: str, confidence: Confidence) -> PackRule:
    row = reading.fields(entry, _RULE, _RULE_OPTIONAL)
    name = reading.text(row, "parameter")
    here = reading.about(*[f"{reading.subject_en}.{name} {row['from']}"] * 2)
    start = here.day(row, "from")
    given: dict[str, Any] = {field: row[field] for field in _RULE_OPTIONAL if row.get(field) is not None}
    end = here.day(given, "to") if "to" in given else None
    if end is not None and end <= start:
        raise here.bad(f"to is {end}, not after from", f"to 为 {end}，应晚于 from")
    return PackRule(
        parameter=name,
        start=start,
        end=end,
        value=row["value"],
        venues=here.venues(given) if "venues" in given else None,
        applies_to=here.choice(given, "applies_to", get_args(Reach)) if "applies_to" in given else None,
        on_rollover=here.choice(given, "on_rollover", get_args(OnRollover)) if "on_rollover" in given else None,
        citation=here.text(given, "citation") if "citation" in given else citation,
        confidence=here.choice(given, "confidence", get_args(Confidence)) if "confidence" in given else confidence,
        note_zh=here.text(given, "note_zh") if "note_zh" in given else "",
        note_en=here.text(given, "note_en") if "note_en" in given else "",
    )


def laid_over(book: Rulebook, pack: Pack) -> Mapping[str, tuple[DatedValue, ...]]:
    """The values of a pack by parameter, oldest first, once none of them is found to loosen the law.

    Parameters
    ----------
    book
        The law as it stands without packs.

    Raises
    ------
    BadInput
        There is no such parameter, a value does not fit it, or two of them begin on the same day.
    LooseningOverlay
        A value is looser than what the pack may depart from.
    """
    found: dict[str, list[DatedValue]] = {}
    for rule in pack.rules:
        reading = Reading(pack.place, *[f"{pack.name}.{rule.parameter} {rule.start}"] * 2)
        if rule.parameter not in book.names:
            raise reading.bad("parameter is not in the rulebook; `liangrong rules list` names all",
                              "规则库中没有这个 parameter；运行 liangrong rules list 查看全部")  # fmt: skip
        parameter = book.parameter(rule.parameter)
        dated = _dated(pack, rule, parameter, reading.value(rule.value, parameter, some_keys=True))
        _refuse_loosening(book, pack, parameter, dated)
        others = found.setdefault(parameter.name, [])
        if any(_clash(dated, other) for other in others):
            raise reading.bad("two values begin on this day", "有两个取值自同一天起")
        others.append(dated)
    return {name: tuple(sorted(values, key=lambda dated: dated.start)) for name, values in found.items()}


def _dated(pack: Pack, rule: PackRule, parameter: Parameter, value: Value) -> DatedValue:
    """The rule as a dated value; what it leaves open it takes from its parameter: margin ratios spare open contracts."""
    keys: tuple[str | None, ...] = tuple(value) if isinstance(value, Mapping) else (None,)
    law = [dated for venue in parameter.venues for key in keys for dated in parameter.history(venue, key)]
    spares = any(dated.applies_to != "all" for dated in law)
    before = [dated for dated in parameter.values if dated.start <= rule.start] or parameter.values[:1]
    same = "keep" if before[-1].on_rollover == "by_agreement" else before[-1].on_rollover
    return DatedValue(
        start=rule.start,
        end=rule.end,
        value=value,
        venues=rule.venues or parameter.venues,
        applies_to=rule.applies_to or ("new_contracts" if spares else "all"),
        on_rollover=rule.on_rollover or same,
        citation=rule.citation,
        confidence=rule.confidence,
        rollover_confidence=rule.confidence if rule.on_rollover else before[-1].rollover_confidence,
        note_zh=rule.note_zh,
        note_en=rule.note_en,
        authority=f"pack:{pack.name}",
    )


def _clash(one: DatedValue, other: DatedValue) -> bool:
    keys = [set(d.value) if isinstance(d.value, Mapping) else {""} for d in (one, other)]
    return one.start == other.start and bool(set(one.venues) & set(other.venues)) and bool(keys[0] & keys[1])


def _refuse_loosening(book: Rulebook, pack: Pack, parameter: Parameter, dated: DatedValue) -> None:
    for key in dated.value if isinstance(dated.value, Mapping) else (None,):
        value = value_of(dated.value, key)
        for on, bound, binds in _bounds(book, parameter, dated, key):
            if _looser(parameter, value, binds):
                raise LooseningOverlay(place=pack.name, parameter=f"{parameter.name}.{key}" if key else parameter.name, on=on,
                                       value=_said(value, "none"), value_zh=_said(value, "不设"),
                                       bound=_said(binds, "none"), bound_zh=_said(binds, "不设"), citation=bound.citation)  # fmt: skip


def _bounds(book: Rulebook, parameter: Parameter, dated: DatedValue, key: str | None) -> Iterator[tuple[date, DatedValue, Value]]:
    """What a value must not be looser than: the book on its first day, or the law that bounds it on every day it covers."""
    if parameter.bounded_by is None:
        for venue in dated.venues:
            history = [other for other in parameter.history(venue) if other.start <= dated.start]
            if history:
                yield dated.start, history[-1], value_of(history[-1].value, key)
        return
    law = book.parameter(parameter.bounded_by)
    for venue in dated.venues:
        history = list(law.history(venue))
        for place, other in enumerate(history):
            following = history[place + 1].start if place + 1 < len(history) else date.max
            if other.start < (dated.end or date.max) and following > dated.start:
                yield max(dated.start, other.start), other, value_of(other.value, key)


def _looser(parameter: Parameter, value: Value, than: Value) -> bool:
    if parameter.tighter == "free":
        return False
    if isinstance(value, Mapping | tuple) or isinstance(than, Mapping | tuple) or parameter.tighter == "fixed":
        return value != than
    return parameter.is_tighter(_plain(than), _plain(value))


def _plain(value: Value) -> Scalar:
    assert not isinstance(value, Mapping | tuple)
    return value


def _said(value: Value, nothing: str) -> str:
    return nothing if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
