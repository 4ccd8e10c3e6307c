"""Text to parameters, checked field by field.

Every refusal names the file, the parameter, the value's first day and the field, and says what was expected there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, get_args

from liangrong.core.errors import BadInput
from liangrong.rules.events import Confidence
from liangrong.rules.exact_yaml import decoded
from liangrong.rules.parameters import (
    ASSET_CLASSES,
    INVESTORS,
    VENUES,
    DatedValue,
    Dimension,
    OnRollover,
    Parameter,
    Reach,
    Scalar,
    Tighter,
    UnitName,
    Value,
)

__all__ = ["Reading", "file_name", "parse_parameter"]

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {"investor": INVESTORS, "asset_class": ASSET_CLASSES}
_TOP: Final = ("parameter", "title_zh", "title_en", "unit", "tighter", "values")
_TOP_OPTIONAL: Final = ("by", "bounded_by", "aliases")
_DATED: Final = ("from", "value", "venues", "applies_to", "on_rollover", "citation", "confidence")
_DATED_OPTIONAL: Final = ("announced", "rollover_confidence", "note_zh", "note_en")

_LARGEST: Final[Mapping[str, int]] = {"ratio": 10, "tiers": 10, "per_year": 1, "per_day": 1}
"""Larger numbers of these units were written in percent: no line, ratio or rate of margin trading comes near."""
_WHOLE: Final = frozenset({"days", "sessions", "months", "shares", "count"})
_UNORDERED: Final = frozenset({"choice", "tiers"})
_EXPECTED: Final[Mapping[str, tuple[str, str]]] = {
    "ratio": ("像 1.30 这样的数", "a number such as 1.30"),
    "per_year": ("像 0.0835 这样的年利率", "a rate such as 0.0835"),
    "per_day": ("像 0.0005 这样的日利率", "a rate such as 0.0005"),
    "yuan": ("以元计的数", "a number of yuan"),
    "days": ("整数天数", "a whole number of days"),
    "sessions": ("整数交易日数", "a whole number of sessions"),
    "months": ("整数月数", "a whole number of months"),
    "shares": ("整数数量", "a whole number of shares"),
    "count": ("整数", "a whole number"),
    "date": ("像 2024-09-30 这样的日期", "a date such as 2024-09-30"),
    "flag": ("true 或 false", "true or false"),
    "choice": ("一个词", "a word"),
    "tiers": ("数、词或空", "a number, a word or nothing"),
}


def file_name(place: str) -> str:
    """The name of a file without its folder and its ``.yaml``: that of the parameter or pack in it."""
    return place.rpartition("/")[2].removesuffix(".yaml").removesuffix(".yml")


def parse_parameter(text: str, place: str, authority: str) -> Parameter:
    """Read one parameter of the book.

    Parameters
    ----------
    place
        The file, for the sentence of an error; the parameter is called like it.
    authority
        The folder it lies in.

    Raises
    ------
    BadInput
        A field is missing, unknown, or holds what it may not hold.
    """
    reading = Reading(place)
    row = reading.fields(decoded(text, place), _TOP, _TOP_OPTIONAL)
    name = reading.text(row, "parameter")
    reading = reading.about(name, name)
    if re.fullmatch(r"[a-z][a-z0-9_]*", name) is None or name != file_name(place):
        raise reading.bad("parameter differs from the name of the file, or is no lower-case name",
                          "parameter 与文件名不同，或不是小写英文名称")  # fmt: skip
    aliases = row.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) and alias for alias in aliases):
        raise reading.bad(f"aliases is {aliases!r}, not a list of names", f"aliases 为 {aliases!r}，应为名称列表")
    unit = reading.choice(row, "unit", get_args(UnitName))
    tighter = reading.choice(row, "tighter", get_args(Tighter))
    if unit in _UNORDERED and tighter in ("higher", "lower"):
        raise reading.bad(f"tighter is {tighter}, but a value of unit {unit} is neither higher nor lower than another",
                          f"tighter 为 {tighter}，但单位为 {unit} 的取值没有高低之分")  # fmt: skip
    empty = Parameter(
        name=name,
        title_zh=reading.text(row, "title_zh"),
        title_en=reading.text(row, "title_en"),
        authority=authority,
        unit=unit,
        tighter=tighter,
        values=(),
        by=reading.choice(row, "by", get_args(Dimension)) if row.get("by") is not None else None,
        bounded_by=reading.text(row, "bounded_by") if row.get("bounded_by") is not None else None,
        aliases=tuple(aliases),
    )
    if not isinstance(row["values"], list) or not row["values"]:
        raise reading.bad("values must be a list with at least one entry", "values 应为非空列表")
    parameter = replace(empty, values=tuple(reading.dated(entry, empty) for entry in row["values"]))
    _check_history(reading, parameter)
    return parameter


def _check_history(reading: Reading, parameter: Parameter) -> None:
    """Dates ascend on every exchange, and no key is lost from one value to the next."""
    for venue in parameter.venues:
        for earlier, later in pairwise(parameter.history(venue)):
            if later.start <= earlier.start:
                raise reading.bad(
                    f"values: the one from {later.start} stands after the one from {earlier.start} ({venue}); dates must ascend",
                    f"values：{later.start} 起的取值排在 {earlier.start} 之后（{venue}），日期应递增",
                )
            if isinstance(earlier.value, Mapping) and isinstance(later.value, Mapping):
                lost = [key for key in earlier.value if key not in later.value]
                if lost:
                    raise reading.bad(
                        f"value from {later.start}: {', '.join(lost)} had a value before and is missing",
                        f"{later.start} 起的 value 缺少此前已有的 {'、'.join(lost)}",
                    )


@dataclass(frozen=True, slots=True)
class Reading:
    """A file being read: knows its place and what it is about, for the sentences of errors."""

    place: str
    subject_zh: str = ""
    subject_en: str = ""

    def about(self, subject_zh: str, subject_en: str) -> Reading:
        """The same reading, with its sentences about something more precise."""
        return replace(self, subject_zh=subject_zh, subject_en=subject_en)

    def fields(self, row: object, required: tuple[str, ...], optional: tuple[str, ...]) -> Mapping[str, Any]:
        """A mapping with all of the required fields and no unknown one; ``value`` alone may be null.

        Raises
        ------
        BadInput
            It is none.
        """
        if not isinstance(row, Mapping):
            shown = "nothing" if row is None else repr(row)
            raise self.bad(f"a mapping of fields is expected, not {shown}", f"应为“字段: 取值”，而不是 {shown}")
        missing = [key for key in required if key not in row or (row[key] is None and key != "value")]
        if missing:
            raise self.bad(f"missing: {', '.join(missing)}", f"缺少字段 {'、'.join(missing)}")
        unknown = sorted(str(key) for key in set(row) - set(required) - set(optional))
        if unknown:
            known = (*required, *optional)
            raise self.bad(f"unknown: {', '.join(unknown)}; the fields are {', '.join(known)}",
                           f"未知字段 {'、'.join(unknown)}；可用字段为 {'、'.join(known)}")  # fmt: skip
        return row

    def text(self, row: Mapping[str, Any], field: str) -> str:
        """A field that says something.

        Raises
        ------
        BadInput
            It is no text, or empty.
        """
        value = row[field]
        if not isinstance(value, str) or not value.strip():
            raise self.bad(f"{field} is {_shown(value)}; a text is expected", f"{field} 为 {_shown(value)}，应为文字")
        return value

    def day(self, row: Mapping[str, Any], field: str) -> date:
        """A field that holds a day.

        Raises
        ------
        BadInput
            It does not.
        """
        value = row[field]
        if type(value) is not date:
            raise self.bad(
                f"{field} is {_shown(value)}, not a date such as 2026-01-19",
                f"{field} 为 {_shown(value)}，应为像 2026-01-19 这样的日期",
            )
        return value

    def choice(self, row: Mapping[str, Any], field: str, choices: Iterable[str]) -> Any:
        """A field that holds one of a few words.

        Raises
        ------
        BadInput
            It holds another.
        """
        return self._one_of(row[field], field, tuple(choices))

    def venues(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The exchanges, at least one, none twice.

        Raises
        ------
        BadInput
            One is unknown or stands twice, or there is none.
        """
        given = row["venues"] if isinstance(row["venues"], list) else [row["venues"]]
        found = tuple(self._one_of(venue, "venues", VENUES) for venue in given)
        if not found or len(set(found)) != len(found):
            raise self.bad(f"venues is {given}; at least one, and none twice", f"venues 为 {given}，应至少一个且不重复")
        return found

    def dated(self, entry: object, parameter: Parameter) -> DatedValue:
        """One dated value of a parameter of the book.

        Raises
        ------
        BadInput
            A field of it is wrong.
        """
        name = parameter.name
        if isinstance(entry, Mapping) and "from" in entry:
            here = self.about(f"{name}，自 {entry['from']} 起", f"{name} from {entry['from']}")
        else:
            here = self
        row = here.fields(entry, _DATED, _DATED_OPTIONAL)
        start = here.day(row, "from")
        confidence = here.choice(row, "confidence", get_args(Confidence))
        return DatedValue(
            start=start,
            value=here.value(row["value"], parameter),
            venues=here.venues(row),
            applies_to=here.choice(row, "applies_to", get_args(Reach)),
            on_rollover=here.choice(row, "on_rollover", get_args(OnRollover)),
            citation=here.text(row, "citation"),
            confidence=confidence,
            rollover_confidence=(
                here.choice(row, "rollover_confidence", get_args(Confidence)) if row.get("rollover_confidence") else confidence
            ),
            announced=here.day(row, "announced") if row.get("announced") is not None else None,
            note_zh=here.text(row, "note_zh") if row.get("note_zh") is not None else "",
            note_en=here.text(row, "note_en") if row.get("note_en") is not None else "",
        )

    def value(self, value: object, parameter: Parameter, *, some_keys: bool = False) -> Value:
        """A value in the unit and with the keys of its parameter.

        Parameters
        ----------
        some_keys
            Not every key must be named (a pack changes what it names).

        Raises
        ------
        BadInput
            It is of another unit, has unknown keys or lacks some.
        """
        if parameter.unit == "tiers":
            if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
                raise self.bad(
                    f"value is {_shown(value)}; tiers are a list of rows", f"value 为 {_shown(value)}，分档应为行的列表"
                )
            return tuple({str(key): self._scalar(cell, "tiers", f"value.{key}") for key, cell in row.items()} for row in value)
        if parameter.by is None:
            return self._scalar(value, parameter.unit, "value")
        if not isinstance(value, Mapping) or not value:
            raise self.bad(f"value is {_shown(value)}; one value for each {parameter.by} is expected",
                           f"value 为 {_shown(value)}，应按 {parameter.by} 分别给出取值")  # fmt: skip
        known = _KEYS.get(parameter.by) or (parameter.keys if some_keys else None)
        for key in value:
            if not isinstance(key, str) or (known and key not in known):
                raise self.bad(f"value has the key {key!r}, not one of {', '.join(known or ())}",
                               f"value 的分项 {key!r} 不在 {'、'.join(known or ())} 之中")  # fmt: skip
        lacking = [key for key in INVESTORS if key not in value] if parameter.by == "investor" and not some_keys else []
        if lacking:
            raise self.bad(f"value lacks {', '.join(lacking)}", f"value 缺少 {'、'.join(lacking)}")
        return {key: self._scalar(cell, parameter.unit, f"value.{key}") for key, cell in value.items()}

    def _scalar(self, value: object, unit: str, field: str) -> Scalar:
        if value is None:
            return None
        number = isinstance(value, Decimal | int) and not isinstance(value, bool)
        fits = {
            "date": type(value) is date,
            "flag": isinstance(value, bool),
            "choice": isinstance(value, str),
            "tiers": number or isinstance(value, str | bool),
        }.get(unit, isinstance(value, int) and number if unit in _WHOLE else number)
        if not fits:
            zh, en = _EXPECTED[unit]
            raise self.bad(
                f"{field} is {_shown(value)}; unit {unit} asks for {en}", f"{field} 为 {_shown(value)}，单位 {unit} 应为{zh}"
            )
        if isinstance(value, Decimal | int) and number:
            self._size(value, unit, field)
            return value if unit in _WHOLE else Decimal(value)
        assert value is None or isinstance(value, str | bool | date)
        return value

    def _size(self, value: Decimal | int, unit: str, field: str) -> None:
        if value < 0:
            raise self.bad(f"{field} is {value}; it cannot be negative", f"{field} 为 {value}，不能为负")
        if unit in _LARGEST and value > _LARGEST[unit]:
            meant = f"{Decimal(value) / 100:f}"
            raise self.bad(f"{field} is {value}, which looks like a percentage: write {meant}",
                           f"{field} 为 {value}，像是百分数：请写 {meant}")  # fmt: skip

    def _one_of(self, value: object, field: str, choices: tuple[str, ...]) -> str:
        if not isinstance(value, str) or value not in choices:
            raise self.bad(
                f"{field} is {_shown(value)}, not one of {', '.join(choices)}",
                f"{field} 为 {_shown(value)}，不在 {'、'.join(choices)} 之中",
            )
        return value

    def bad(self, reason: str, reason_zh: str) -> BadInput:
        """The refusal, with its place and subject."""
        return BadInput(
            place=self.place,
            reason=f"{self.subject_en}: {reason}." if self.subject_en else f"{reason}.",
            reason_zh=f"{self.subject_zh}：{reason_zh}。" if self.subject_zh else f"{reason_zh}。",
        )


def _shown(value: object) -> str:
    return str(value) if isinstance(value, Decimal | date) else repr(value)
