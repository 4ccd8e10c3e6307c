"""The parameters of a verb as a pydantic model: what is read from a URL, a JSON body or a tool call, and its JSON schema."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model

from liangrong.core.clocks import parse_instant
from liangrong.core.errors import UsageError
from liangrong.core.spelling import parse_day, parse_number, parse_pair, parse_window
from liangrong.services.verbs.parameters import Parameter, parameters
from liangrong.services.verbs.verb import Verb

__all__ = ["AT_MOST", "model_of", "read_values"]

AT_MOST: Final = {
    "top": 10_000,
    "paths": 1_000,
    "sessions": 2_500,
    "simulations": 1_000,
    "before": 2_500,
    "after": 2_500,
    "most": 250,
    "horizon": 250,
    "window": 2_500,
    "quantiles": 100,
    "digits": 12,
}
"""The largest whole number that a stranger may ask for: an answer must end."""
_LONGEST: Final = 400
"""Characters of a text parameter."""
_MOST: Final = 200
"""Values of a list."""


@cache
def model_of(verb: Verb) -> type[BaseModel]:
    """The model of what can be given to ``verb``; unknown names are refused.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> model_of(verb("flows")).model_validate({"from": "2026-01-30"}).start
    datetime.date(2026, 1, 30)
    """
    named: dict[str, Any] = {parameter.name: (_annotation(parameter), _field(parameter)) for parameter in parameters(verb)}
    name = "".join(part.capitalize() for part in verb.name.split("-")) + "Parameters"
    made: Any = create_model(name, __config__=ConfigDict(extra="forbid", populate_by_name=True, frozen=True), **named)
    model: type[BaseModel] = made
    return model


def read_values(verb: Verb, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was given, read and by Python names; what was not given is left out.

    Raises
    ------
    UsageError
        A name that the verb does not take, one that is missing, or a value that cannot be read; the sentence says which.
    """
    try:
        model = model_of(verb).model_validate(dict(given))
    except ValidationError as error:
        raise _refusal(verb, error) from None
    return {name: getattr(model, name) for name in sorted(model.model_fields_set)}


def _field(parameter: Parameter) -> Any:
    told: dict[str, Any] = {"description": parameter.meaning} if parameter.meaning else {}
    if parameter.edge_name != parameter.name:
        told["alias"] = parameter.edge_name
    return Field(..., **told) if parameter.is_required else Field(parameter.default, **told)


def _annotation(parameter: Parameter) -> Any:
    return _read_as(parameter.annotation, parameter)


def _read_as(kind: Any, parameter: Parameter) -> Any:
    """The annotation with which a value is read as people write it."""
    origin, inner, name = get_origin(kind), get_args(kind), parameter.edge_name
    if origin in (Union, UnionType):
        return Union[tuple(part if part is NoneType else _read_as(part, parameter) for part in inner)]  # noqa: UP007 built at run time
    if kind is int:
        return Annotated[int, Field(ge=-AT_MOST.get(parameter.name, 2**31), le=AT_MOST.get(parameter.name, 2**31))]
    if kind is str:
        return Annotated[str, Field(max_length=_LONGEST)]
    if kind is date:
        return Annotated[date, BeforeValidator(lambda value: parse_day(value, name) if isinstance(value, str) else value)]
    if kind is datetime:
        return Annotated[datetime, BeforeValidator(lambda value: parse_instant(value) if isinstance(value, str) else value)]
    if kind in (Decimal, float):
        return Annotated[kind, BeforeValidator(lambda value: _number(value, kind, name)), Field(allow_inf_nan=False)]
    if origin is tuple and inner == (date, date):
        return Annotated[kind, BeforeValidator(lambda value: parse_window(value, name) if isinstance(value, str) else value)]
    if origin is tuple and inner == (str, Decimal):
        return Annotated[
            kind, BeforeValidator(lambda value: parse_pair(value, name, bare=True) if isinstance(value, str) else value)
        ]
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return Annotated[kind, BeforeValidator(lambda value: _mapping(value, name)), Field(max_length=_MOST)]
    if isinstance(origin, type) and issubclass(origin, Sequence):
        one = _read_as(inner[0], parameter)
        return Annotated[tuple[one, ...], BeforeValidator(_listed), Field(max_length=_MOST)]  # type: ignore[valid-type]
    return kind


def _number(value: Any, kind: type, name: str) -> Any:
    """A number as people write it: 1.40, 140%, 1,000,000."""
    if not isinstance(value, str):
        return value
    number = parse_number(value, name)
    return float(number) if kind is float and number is not None else number


def _listed(value: Any) -> Any:
    """One value alone is a list of one."""
    return (value,) if isinstance(value, str | date) else value


def _mapping(value: Any, name: str) -> Any:
    """``NAME=600519.SH,000001.SZ``, one or several, as a mapping."""
    if isinstance(value, str | list | tuple):
        found: dict[str, Any] = {}
        for text in _listed(value):
            key, equals, listed = str(text).partition("=")
            if not (key.strip() and equals):
                raise UsageError(
                    reason=f"{name} is '{text}'; write NAME=VALUE, several values separated by commas.",
                    reason_zh=f"{name} 为“{text}”，请写成 名称=取值，多个取值用逗号分开。",
                )
            parts = [part.strip() for part in listed.split(",") if part.strip()]
            found[key.strip()] = parts if name == "baskets" else listed.strip()
        return found
    return value


def _refusal(verb: Verb, error: ValidationError) -> UsageError:
    """The first thing that is wrong, as a sentence."""
    first = error.errors(include_url=False, include_context=True)[0]
    cause = (first.get("ctx") or {}).get("error")
    if isinstance(cause, UsageError):
        return cause
    place = ".".join(
        str(part) for part in first["loc"] if not str(part).startswith(("function-", "constrained-", "tuple[", "nullable"))
    )
    known = ", ".join(parameter.edge_name for parameter in parameters(verb))
    if first["type"] == "extra_forbidden":
        return UsageError(
            reason=f"{verb.name} has no parameter '{place}'. It takes: {known}.",
            reason_zh=f"{verb.name} 没有参数“{place}”。可用：{known}。",
        )
    if first["type"] == "missing":
        return UsageError(reason=f"{verb.name} needs '{place}'.", reason_zh=f"{verb.name} 需要参数“{place}”。")
    return UsageError(
        reason=f"{place} cannot be read: {first['msg'][:200]}.",
        reason_zh=f"参数 {place} 无法读取：{first['msg'][:200]}。",
    )
