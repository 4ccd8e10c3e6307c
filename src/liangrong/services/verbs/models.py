"""The parameters of a verb as a pydantic model: what is read from a URL, a JSON body or a tool call, and its JSON schema."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from liangrong.core.errors import UsageError
from liangrong.services.verbs.kinds import read_as
from liangrong.services.verbs.parameters import Parameter, parameters
from liangrong.services.verbs.verb import Verb

__all__ = ["model_of", "read_values"]

_SAID: Final = {
    "literal_error": ("it can be {expected}", "只能是 {expected}"),
    "greater_than_equal": ("it must be at least {ge}", "不得小于 {ge}"),
    "less_than_equal": ("it must be at most {le}", "不得大于 {le}"),
    "string_too_long": ("it has more than {max_length} characters", "超过 {max_length} 个字符"),
    "string_too_short": ("it is empty", "为空"),
    "too_long": ("it has more than {max_length} values", "超过 {max_length} 个取值"),
    "string_type": ("it is no text", "不是文本"),
    "string_unicode": ("it is no text", "不是文本"),
    "string_pattern_mismatch": ("it holds characters that cannot be printed", "含有不可打印的字符"),
}
"""Kinds of problems of pydantic, in our words."""


@cache
def model_of(verb: Verb) -> type[BaseModel]:
    """The model of what can be given to ``verb``; unknown names are refused.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> model_of(verb("flows")).model_validate({"from": "2026-01-30"}).start
    datetime.date(2026, 1, 30)
    """
    named: dict[str, Any] = {
        parameter.name: (read_as(parameter.annotation, parameter), _field(parameter)) for parameter in parameters(verb)
    }
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
    if parameter.is_required:
        return Field(..., **told)
    default = parameter.default
    return Field(dict(default) if isinstance(default, Mapping) else default, **told)


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
    said, said_zh = _said(first)
    return UsageError(reason=f"{place} cannot be read: {said}.", reason_zh=f"参数 {place} 无法读取：{said_zh}。")


def _said(problem: Mapping[str, Any]) -> tuple[str, str]:
    """What pydantic found wrong, in English and in Chinese."""
    context = problem.get("ctx") or {}
    template = _SAID.get(problem["type"])
    if template is None:
        return problem["msg"][:200], f"格式不对（{problem['msg'][:200]}）"
    en, zh = template
    return en.format_map(context), zh.format_map(context)
