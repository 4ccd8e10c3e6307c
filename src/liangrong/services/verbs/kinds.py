"""How a value of each kind is read as people and programs write it, and the JSON schema that says so.

What the schema allows is read; what it does not allow is refused with a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BeforeValidator, Field, WithJsonSchema

from liangrong.core.clocks import SHANGHAI, parse_instant
from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number, parse_pair, parse_window
from liangrong.rules.packs import packs
from liangrong.services.long_texts import MOST_CHARACTERS, LongText
from liangrong.services.verbs.parameters import Parameter

__all__ = ["AT_MOST", "BETWEEN", "FIRST_YEAR", "LARGEST", "LAST_YEAR", "LONGEST", "MOST", "read_as"]

AT_MOST: Final = {
    "top": 10_000,
    "paths": 500,
    "sessions": 500,
    "simulations": 500,
    "before": 2_500,
    "after": 2_500,
    "most": 250,
    "horizon": 250,
    "window": 2_500,
    "quantiles": 100,
    "digits": 12,
    "years": 50,
    "draws": 100,
    "worst": 10_000,
    "seed": 2**31,
}
"""The largest whole number that a stranger may ask for: an answer must end. The smallest of these is 0."""
FIRST_YEAR: Final = 1990
"""The exchanges opened in December of it."""
LAST_YEAR: Final = 2100
LARGEST: Final = 10**15
"""Of any number: a thousand 万亿."""
BETWEEN: Final = {
    "drift": (-5, 5),
    "volatility": (0, 5),
    "jumps": (0, 250),
    "jump_mean": (-1, 1),
    "jump_deviation": (0, 1),
}
"""Bounds of numbers beyond which a synthetic price leaves what can be computed."""
LONGEST: Final = 400
"""Characters of a text."""
MOST: Final = 200
"""Values of a list."""

_PACKS: Final = ("pack", "against")
"""Parameters that name a broker pack."""
_TEXT: Final = r"^[^\x00-\x1f\x7f]*$"
_LINES: Final = r"^[^\x00-\x08\x0b\x0e-\x1f\x7f]*$"
"""Lines and pages of text."""
_NUMBER: Final = r"-?[0-9]{1,15}(\.[0-9]{1,12})?%?"
_WHOLE: Final = re.compile(r"-?[0-9]{1,12}")
_NAME: Final = r"[^=\x00-\x1f\x7f]{1,200}"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def read_as(kind: Any, parameter: Parameter) -> Any:
    """The annotation with which pydantic reads a value of ``kind``."""
    origin, inner, name = get_origin(kind), get_args(kind), parameter.edge_name
    if origin in (Union, UnionType):
        return Union[tuple(part if part is NoneType else read_as(part, parameter) for part in inner)]  # noqa: UP007 built at run time
    if origin is tuple and inner == (date, date):
        return _read(kind, lambda value: _window(value, name), {"type": "string", "pattern": f"^{_DAY}\\.\\.{_DAY}$"})
    if origin is tuple and inner == (str, Decimal):
        return _read(kind, lambda value: _pair(value, name), {"type": "string", "pattern": f"^({_NAME}=)?{_NUMBER}$"})
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _bounds_of(name) if float in get_args(inner[1]) else _mapping_of(inner[1], name)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return _list_of(inner[0], parameter)
    return _single(kind, parameter)


def _single(kind: Any, parameter: Parameter) -> Any:
    name = parameter.edge_name
    if kind is bool:
        return _read(bool, lambda value: _truth(value, name), {"type": "boolean"})
    if kind is int:
        most = AT_MOST.get(parameter.name, 2**31)
        least = 0 if parameter.name in AT_MOST else -most
        return Annotated[int, BeforeValidator(lambda value: _whole(value, name)), Field(ge=least, le=most)]
    if kind is date:
        return _read(date, lambda value: _day(value, name), {"type": "string", "format": "date"})
    if kind is datetime:
        return _read(datetime, lambda value: _instant(value, name), {"type": "string", "format": "date-time"})
    if kind in (Decimal, float):
        least, most = BETWEEN.get(parameter.name, (-LARGEST, LARGEST))
        written = [{"type": "number", "minimum": least, "maximum": most}, {"type": "string", "pattern": f"^{_NUMBER}$"}]
        return _read(kind, lambda value: _number(value, kind, name, least, most), {"anyOf": written})
    if kind is LongText:
        return Annotated[str, Field(max_length=MOST_CHARACTERS, pattern=_LINES)]
    if kind is str:
        return _pack_name() if parameter.name in _PACKS else _text()
    return kind


def _read(kind: Any, reader: Callable[[Any], Any], schema: dict[str, Any]) -> Any:
    return Annotated[kind, BeforeValidator(reader), WithJsonSchema(schema)]


def _text() -> Any:
    return Annotated[str, Field(max_length=LONGEST, pattern=_TEXT)]


def _pack_name() -> Any:
    """The schema names the shipped packs; whether a file of one's own may be read is for ``answers`` to say."""
    return Annotated[str, Field(max_length=LONGEST, pattern=_TEXT), WithJsonSchema({"type": "string", "enum": ["", *packs()]})]


def _list_of(inner: Any, parameter: Parameter) -> Any:
    """A list; one value alone is a list of one."""
    one: Any = read_as(inner, parameter)
    of_pairs = get_origin(inner) is tuple

    def listed(value: Any) -> Any:
        is_pair = of_pairs and isinstance(value, tuple) and bool(value) and not isinstance(value[-1], str | tuple | list)
        return value if isinstance(value, list | tuple) and not is_pair else (value,)

    return Annotated[tuple[one, ...], BeforeValidator(listed), Field(max_length=MOST)]


def _mapping_of(inner: Any, name: str) -> Any:
    """Names to texts or to lists of texts; also as ``NAME=VALUE,VALUE``, one or several."""
    several = inner is not str
    one: Any = _text()
    value: Any = Annotated[tuple[one, ...], Field(max_length=MOST)] if several else one
    key: Any = Annotated[str, Field(min_length=1, max_length=200, pattern=_TEXT)]
    kind = Annotated[dict[key, value], Field(max_length=MOST)]
    text = {"type": "string", "pattern": f"^{_NAME}=[^\\x00-\\x1f\\x7f]{{1,{LONGEST}}}$"}
    told = {"type": "string", "maxLength": LONGEST, "pattern": _TEXT}
    schema = {
        "anyOf": [
            {
                "type": "object",
                "additionalProperties": {"type": "array", "items": told, "maxItems": MOST} if several else told,
                "propertyNames": {"minLength": 1, "maxLength": 200, "pattern": _TEXT},
                "maxProperties": MOST,
            },
            {"type": "array", "items": text, "maxItems": MOST},
            text,
        ]
    }
    return _read(kind, lambda given: _mapping(given, name, several=several), schema)


def _bounds_of(name: str) -> Any:
    """Names to two numbers; also as ``NAME=LOW,HIGH``, one or several."""
    pair = {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
    text = {"type": "string", "pattern": f"^{_NAME}={_NUMBER},{_NUMBER}$"}
    schema = {
        "anyOf": [
            {"type": "object", "additionalProperties": pair, "maxProperties": MOST},
            {"type": "array", "items": text, "maxItems": MOST},
            text,
        ]
    }
    return _read(dict[str, tuple[float, float]], lambda given: _bounds(given, name), schema)


def _bounds(given: Any, name: str) -> Any:
    found = {}
    for key, values in _mapping(given, name, several=True).items():
        if not isinstance(values, list | tuple) or len(values) != len(("low", "high")):
            raise UsageError(
                reason=f"{name} is '{key}={values}'; write NAME=LOW,HIGH.",
                reason_zh=f"{name} 为“{key}={values}”，请写成 名称=下限,上限。",
            )
        found[key] = tuple(_number(value, float, name) for value in values)
    return found


def _truth(value: Any, name: str) -> bool:
    found = {"true": True, "false": False}.get(value) if isinstance(value, str) else value
    if not isinstance(found, bool):
        raise UsageError(
            reason=f"{name} is '{value}'; write true or false.", reason_zh=f"{name} 为“{value}”，请写 true 或 false。"
        )
    return found


def _whole(value: Any, name: str) -> Any:
    is_written = isinstance(value, str) and _WHOLE.fullmatch(value)
    if is_written or (isinstance(value, int) and not isinstance(value, bool)):
        return int(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise UsageError(reason=f"{name} is '{value}', which is no whole number.", reason_zh=f"{name} 为“{value}”，不是整数。")


def _day(value: Any, name: str) -> date:
    day = parse_day(value, name) if isinstance(value, str) else value
    if not isinstance(day, date) or isinstance(day, datetime):
        raise UsageError(
            reason=f"{name} is '{value}', which is no date; write it as 2026-01-30.",
            reason_zh=f"{name} 为“{value}”，不是日期，请写成 2026-01-30。",
        )
    return _in_range(day, name)


def _in_range(day: date, name: str) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise UsageError(
            reason=f"{name} is {day}; days from {FIRST_YEAR} to {LAST_YEAR} are read.",
            reason_zh=f"{name} 为 {day}，可用的日期为 {FIRST_YEAR} 年至 {LAST_YEAR} 年。",
        )
    return day


def _window(value: Any, name: str) -> Any:
    window = parse_window(value, name) if isinstance(value, str) else value
    if not isinstance(window, tuple | list) or len(window) != len(("first", "last")):
        raise UsageError(
            reason=f"{name} is '{value}'; write FROM..TO, such as 2015-06-18..2024-09-23.",
            reason_zh=f"{name} 为“{value}”，请写成 起..止，例如 2015-06-18..2024-09-23。",
        )
    return tuple(_day(day, name) for day in window)


def _pair(value: Any, name: str) -> Any:
    pair = parse_pair(value, name, bare=True) if isinstance(value, str) else value
    if not isinstance(pair, tuple | list) or len(pair) != len(("name", "value")) or not isinstance(pair[0], str):
        raise UsageError(reason=f"{name} is '{value}'; write NAME=VALUE.", reason_zh=f"{name} 为“{value}”，请写成 名称=取值。")
    return pair[0], _number(pair[1], Decimal, name)


def _instant(value: Any, name: str) -> datetime:
    instant = parse_instant(value) if isinstance(value, str) else value
    if not isinstance(instant, datetime):
        raise UsageError(
            reason=f"{name} is '{value}', which is no date or ISO instant such as 2026-01-30T09:00.",
            reason_zh=f"{name} 为“{value}”，不是日期或 2026-01-30T09:00 这样的时刻。",
        )
    _in_range(instant.date() if instant.tzinfo is None else instant.astimezone(SHANGHAI).date(), name)
    return instant


def _number(value: Any, kind: type, name: str, least: int = -LARGEST, most: int = LARGEST) -> Any:
    """A number as people write it: 1.40, 140%, 1,000,000."""
    if isinstance(value, str):
        number = parse_number(value, name)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        number = Decimal(str(value))
    else:
        number = None
    if number is None or not number.is_finite() or not least <= number <= most:
        raise UsageError(
            reason=f"{name} is '{value}', which is no number between {least:,} and {most:,}; write 1.40 or 140%.",
            reason_zh=f"{name} 为“{value}”，不是 {least:,} 至 {most:,} 之间的数字，请写成 1.40 或 140%。",
        )
    return kind(number)


def _mapping(value: Any, name: str, *, several: bool) -> Any:
    """``NAME=600519.SH,000001.SZ``, one or several, as a mapping."""
    if isinstance(value, Mapping):
        return dict(value)
    texts = value if isinstance(value, list | tuple) else (value,)
    if len(texts) > MOST:
        raise UsageError(reason=f"{name} has more than {MOST} values.", reason_zh=f"{name} 超过 {MOST} 个取值。")
    found: dict[str, Any] = {}
    for text in texts:
        key, equals, listed = text.partition("=") if isinstance(text, str) else ("", "", "")
        parts = [part.strip() for part in listed.split(",") if part.strip()]
        if not (key.strip() and equals and parts):
            raise UsageError(
                reason=f"{name} is '{text}'; write NAME=VALUE, several values separated by commas.",
                reason_zh=f"{name} 为“{text}”，请写成 名称=取值，多个取值用逗号分开。",
            )
        found[key.strip()] = parts if several else listed.strip()
    return found
