"""``--assume NAME=VALUE``: the fields of a model's parameters, set from words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any, TypeVar, get_args, get_type_hints

from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.spelling import parse_number

__all__ = ["assumed_of", "bounds_of"]

Model = TypeVar("Model")


def assumed_of(texts: Sequence[str], option: str, *models: Any) -> tuple[Any, ...]:
    """The models with the fields that are named; a name belongs to the first model that has it.

    Raises
    ------
    UsageError
        A text is no ``NAME=VALUE``, or a value cannot be read.
    UnknownName
        No model has the name.

    Examples
    --------
    >>> from liangrong.stress.cascade.parameters import Parameters
    >>> assumed_of(["participation=10%"], "--assume", Parameters())[0].participation
    0.1
    """
    found = list(models)
    for text in texts:
        name, value = _pair(text, option)
        place = next((place for place, model in enumerate(found) if name in _names(model)), None)
        if place is None:
            known = ", ".join(each for model in found for each in _names(model))
            raise UnknownName(kind="assumption", kind_zh="假设", name=name, known=known)
        found[place] = replace(found[place], **{name: _read(found[place], name, value, option)})
    return tuple(found)


def bounds_of(texts: Sequence[str], option: str) -> dict[str, tuple[float, float]]:
    """``NAME=LOW,HIGH`` as a mapping.

    Raises
    ------
    UsageError
        A text cannot be read.

    Examples
    --------
    >>> bounds_of(["participation=0.1,0.5"], "--range")
    {'participation': (0.1, 0.5)}
    """
    found = {}
    for text in texts:
        name, value = _pair(text, option)
        low, comma, high = value.partition(",")
        if not comma:
            raise UsageError(
                reason=f"{option} is '{text}'; write NAME=LOW,HIGH.", reason_zh=f"{option} 为“{text}”，请写成 名称=下限,上限。"
            )
        found[name] = (float(parse_number(low, option)), float(parse_number(high, option)))
    return found


def _pair(text: str, option: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        raise UsageError(reason=f"{option} is '{text}'; write NAME=VALUE.", reason_zh=f"{option} 为“{text}”，请写成 名称=值。")
    return name.strip(), value.strip()


def _names(model: Any) -> list[str]:
    return [field.name for field in fields(model)]


def _read(model: Any, name: str, value: str, option: str) -> Any:
    """The value as the type of the field."""
    kind = get_type_hints(type(model))[name]
    if kind is bool:
        truth = {"true": True, "false": False}.get(value.lower())
        if truth is None:
            raise UsageError(reason=f"{option} {name} is '{value}'; write true or false.",
                             reason_zh=f"{option} 的 {name} 为“{value}”，请写 true 或 false。")  # fmt: skip
        return truth
    if get_args(kind):
        return value
    number = parse_number(value, f"{option} {name}")
    if kind is int and number != int(number):
        raise UsageError(
            reason=f"{option} {name} is '{value}', which is no whole number.",
            reason_zh=f"{option} 的 {name} 为“{value}”，不是整数。",
        )
    return kind(number)
