"""Text to parameters: YAML read without binary fractions, checked field by field.

Every refusal names the file, the parameter, the field, and what was expected there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from typing import Any, Final, get_args

from liangrong.core.errors import BadInput
from liangrong.rules.events import Confidence
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

__all__ = ["decoded", "parse_parameter"]

_KEYS: Final[Mapping[str, tuple[str, ...]]] = {"investor": INVESTORS, "asset_class": ASSET_CLASSES}
_TOP: Final = ("parameter", "title_zh", "title_en", "unit", "tighter", "values")
_DATED: Final = ("from", "value", "venues", "applies_to", "on_rollover", "citation", "confidence")


def decoded(text: str, place: str) -> Any:
    """YAML as plain objects; a number with a point is a ``Decimal`` with the digits that were written.

    Raises
    ------
    BadInput
        The text is not YAML.
    """
    import yaml

    try:
        return yaml.load(text, Loader=_loader())  # noqa: S506 - derived from the safe loader
    except yaml.YAMLError as error:
        raise BadInput(place=place, reason=f"not YAML: {error}", reason_zh=f"不是 YAML：{error}") from error


@cache
def _loader() -> Any:
    import yaml

    safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class ExactLoader(safe):  # type: ignore[misc]
        """The safe loader, with decimals instead of floats."""

    ExactLoader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value.replace("_", "")))
    return ExactLoader


def parse_parameter(text: str, place: str, authority: str) -> Parameter:
    """Read one parameter of the book.

    Parameters
    ----------
    place
        The file, for the sentence of an error.
    authority
        The folder it lies in.

    Raises
    ------
    BadInput
        A field is missing, unknown, or holds what it may not hold.
    """
    return _Reading(place).parameter(decoded(text, place), authority)


class _Reading:
    """One file being read: knows its name for the sentences of errors."""

    def __init__(self, place: str) -> None:
        self.place = place

    def parameter(self, row: object, authority: str) -> Parameter:
        row = self._fields(row, "parameter", _TOP, ("by", "bounded_by", "aliases"))
        name = row["parameter"]
        by = self._choice(row.get("by"), "by", (None, *get_args(Dimension)))
        unit = self._choice(row["unit"], "unit", get_args(UnitName))
        if not isinstance(row["values"], list) or not row["values"]:
            raise self._bad(f"{name}: values must be a list with at least one entry", f"{name}：values 应为非空列表")
        values = tuple(self._dated(entry, name, unit, by) for entry in row["values"])
        for earlier, later in pairwise(values):
            if later.start <= earlier.start and set(later.venues) & set(earlier.venues):
                raise self._bad(
                    f"{name}: the value from {later.start} stands after the one from {earlier.start} of the same exchange",
                    f"{name}：{later.start} 起的取值排在同一交易所 {earlier.start} 起的取值之后",
                )
        return Parameter(
            name=name,
            title_zh=row["title_zh"],
            title_en=row["title_en"],
            authority=authority,
            unit=unit,
            tighter=self._choice(row["tighter"], "tighter", get_args(Tighter)),
            values=values,
            by=by,
            bounded_by=row.get("bounded_by"),
            aliases=tuple(row.get("aliases", ())),
        )

    def _dated(self, entry: object, name: str, unit: str, by: str | None) -> DatedValue:
        optional = ("announced", "rollover_confidence", "note_zh", "note_en")
        row = self._fields(entry, name, _DATED, optional, nullable=("value",))
        if type(row["from"]) is not date:
            raise self._bad(f"{name}: from is {row['from']!r}, not a date", f"{name}：from 为 {row['from']!r}，应为日期")
        confidence = self._choice(row["confidence"], "confidence", get_args(Confidence))
        venues = row["venues"] if isinstance(row["venues"], list) else [row["venues"]]
        return DatedValue(
            start=row["from"],
            value=self._value(row["value"], name, unit, by),
            venues=tuple(self._choice(venue, "venues", VENUES) for venue in venues),
            applies_to=self._choice(row["applies_to"], "applies_to", get_args(Reach)),
            on_rollover=self._choice(row["on_rollover"], "on_rollover", get_args(OnRollover)),
            citation=row["citation"],
            confidence=confidence,
            rollover_confidence=self._choice(
                row.get("rollover_confidence", confidence), "rollover_confidence", get_args(Confidence)
            ),
            announced=row.get("announced"),
            note_zh=row.get("note_zh", ""),
            note_en=row.get("note_en", ""),
        )

    def _value(self, value: object, name: str, unit: str, by: str | None) -> Value:
        if unit == "tiers":
            if not isinstance(value, list):
                raise self._bad(f"{name}: tiers are a list of rows", f"{name}：tiers 应为列表")
            return tuple({key: self._scalar(cell, name, "tiers") for key, cell in row.items()} for row in value)
        if by is None:
            return self._scalar(value, name, unit)
        if not isinstance(value, Mapping):
            raise self._bad(f"{name}: a value for each {by} is expected", f"{name}：应按 {by} 分别给出取值")
        known = _KEYS.get(by)
        if known:
            for key in value:
                self._choice(key, by, known)
        return {key: self._scalar(cell, name, unit) for key, cell in value.items()}

    def _scalar(self, value: object, name: str, unit: str) -> Scalar:
        if isinstance(value, float) or not isinstance(value, Decimal | int | bool | date | str | None):
            raise self._bad(f"{name}: {value!r} is no {unit}", f"{name}：{value!r} 不是 {unit}")
        if unit in ("ratio", "per_year", "per_day", "yuan") and type(value) is int:
            return Decimal(value)
        return value

    def _fields(
        self, row: object, name: str, required: tuple[str, ...], optional: tuple[str, ...], *, nullable: tuple[str, ...] = ()
    ) -> Mapping[str, Any]:
        if not isinstance(row, Mapping):
            raise self._bad(f"{name}: a mapping is expected, not {row!r}", f"{name}：应为键值对，而不是 {row!r}")
        missing = [key for key in required if key not in row or (row[key] is None and key not in nullable)]
        unknown = sorted(set(row) - set(required) - set(optional), key=str)
        if missing or unknown:
            raise self._bad(f"{name}: missing {missing}, unknown {unknown}", f"{name}：缺少 {missing}，未知 {unknown}")
        return row

    def _choice(self, value: Any, field: str, choices: tuple[Any, ...]) -> Any:
        if value not in choices:
            raise self._bad(f"{field} is {value!r}, not one of {choices}", f"{field} 为 {value!r}，不在 {choices} 中")
        return value

    def _bad(self, reason: str, reason_zh: str) -> BadInput:
        return BadInput(place=self.place, reason=reason, reason_zh=reason_zh)
