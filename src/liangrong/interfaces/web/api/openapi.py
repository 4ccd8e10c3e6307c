"""The OpenAPI document: every verb with the types and units of what goes in and comes out, and examples that run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from liangrong import __version__
from liangrong.interfaces.web.api.formats import FORMATS
from liangrong.interfaces.web.api.index import example_body
from liangrong.interfaces.web.api.options import LARGEST_OFFSET, MOST_ROWS, ROWS
from liangrong.interfaces.web.api.questions import ACCOUNT, is_posted
from liangrong.interfaces.web.api.rows import COMPONENTS, row_schema
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.models import model_of
from liangrong.services.verbs.parameters import parameters, takes_account
from liangrong.services.verbs.verb import Verb

__all__ = ["document"]

_TOLD: Final = (
    "Every verb of liangrong under /api/v1. Money is a decimal text in 元, a ratio a pure number (0.0123 is 1.23 %), a day ISO; "
    "null means not known. `x-unit` names the unit of a column: `1` is a ratio, `unit` means the column `unit` of the same row, "
    "or the `unit` of the envelope where the rows have none. A day without a session stands for the session before it, and "
    "`warnings` says so."
)
_REFUSED: Final = {
    400: "A value cannot be read.",
    401: "An access token is required.",
    404: "A name that does not exist, or a fair question that the data cannot answer.",
    405: "The address does not take that method; Allow says which.",
    406: "None of the formats that Accept names can be had.",
    413: "The body is too large.",
    415: "The body is neither JSON nor a form.",
    422: "The account cannot be read, or breaks a rule of its day.",
    503: "Too much is being worked on, or this question takes too long; ask again after Retry-After.",
}
_BODY_ONLY: Final = (413, 415, 422)
_OPTIONS: Final[tuple[tuple[str, dict[str, Any], str], ...]] = (
    ("lang", {"type": "string", "enum": ["zh", "en"]}, "Language of sentences; zh by default."),
    ("labels", {"type": "string", "enum": ["zh", "tushare"]}, "Columns under their Chinese or tushare names instead of ours."),
    ("format", {"type": "string", "enum": [*FORMATS]}, "json, csv or arrow; over what Accept says."),
    ("limit", {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS}, "Rows at most."),
    ("offset", {"type": "integer", "minimum": 0, "maximum": LARGEST_OFFSET, "default": 0}, "Rows to leave out first."),
)
_ACCOUNT: Final = {
    "description": "An account, several, or a ledger, as docs/how-to/read-your-account says: an object, a list, or the text of a file.",
    "anyOf": [
        {"type": "object"},
        {"type": "array", "items": {"type": "object"}},
        {"type": "string", "minLength": 1},
    ],
}


@cache
def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "liangrong", "version": __version__, "description": _TOLD, "license": {"name": "Apache-2.0"}},
        "servers": [{"url": "/"}],
        "paths": dict(_paths()),
        "components": {
            "schemas": {**COMPONENTS, **{_row_name(verb): row_schema(verb) for verb in VERBS.values()}},
            "parameters": {
                name: {"name": name, "in": "query", "description": told, "schema": schema} for name, schema, told in _OPTIONS
            },
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{}, {"token": []}],
    }


def _paths() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "/api/v1/", {"get": _plain("contents", "What there is to ask", {"type": "object", "required": ["verbs", "links"]})}
    yield "/api/v1/health", {"get": _plain("health", "The state of the service", {"$ref": "#/components/schemas/Health"})}
    for verb in VERBS.values():
        by_address, by_body = is_posted(verb)
        found: dict[str, Any] = {}
        if by_address:
            found["get"] = {**_operation(verb, "get"), "parameters": [*_in_query(verb), *_options()]}
        if by_body:
            found["post"] = {**_operation(verb, "post"), "parameters": _options(), "requestBody": _body(verb)}
        yield f"/api/v1/{verb.name}", found


def _plain(name: str, summary: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
            "default": _refusal("An error."),
        },
    }


def _operation(verb: Verb, method: str) -> dict[str, Any]:
    is_read = method == "get"
    refused = {str(status): _refusal(told) for status, told in _REFUSED.items() if status not in _BODY_ONLY or not is_read}
    return {
        "operationId": verb.name.replace("-", "_") + ("" if is_read or not is_posted(verb)[0] else "_posted"),
        "summary": f"{verb.title.zh} · {verb.title.en}",
        "tags": [verb.target.partition(":")[0].partition(".")[0]],
        "x-slow": verb.slow,
        "responses": {
            "200": _success(verb, is_read=is_read),
            **({"304": {"description": "The answer that If-None-Match names is still the answer."}} if is_read else {}),
            **refused,
            "default": _refusal("Any other error."),
        },
    }


def _success(verb: Verb, *, is_read: bool) -> dict[str, Any]:
    envelope = {
        "allOf": [{"$ref": "#/components/schemas/Envelope"}],
        "properties": {"data": {"type": "array", "items": {"$ref": f"#/components/schemas/{_row_name(verb)}"}}},
    }
    headers: dict[str, Any] = {
        "X-Total-Count": {"description": "Rows of the whole answer.", "schema": {"type": "integer", "minimum": 0}},
    }
    if is_read:
        headers["Link"] = {"description": "rel=next and rel=prev, where there are more rows.", "schema": {"type": "string"}}
        headers["ETag"] = {"description": "Changes with the data; send it back as If-None-Match.", "schema": {"type": "string"}}
    return {
        "description": f"{verb.title.zh} · {verb.title.en}",
        "headers": headers,
        "content": {
            "application/json": {"schema": envelope},
            "text/csv": {"schema": {"type": "string"}},
            "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }


def _refusal(told: str) -> dict[str, Any]:
    return {"description": told, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}


def _options() -> list[dict[str, str]]:
    return [{"$ref": f"#/components/parameters/{name}"} for name, *_ in _OPTIONS]


def _in_query(verb: Verb) -> Iterator[dict[str, Any]]:
    described = model_of(verb).model_json_schema()["properties"]
    for parameter in parameters(verb):
        schema = dict(described[parameter.edge_name])
        found: dict[str, Any] = {"name": parameter.edge_name, "in": "query", "required": parameter.is_required}
        if "description" in schema:
            found["description"] = schema.pop("description")
        if parameter.name in verb.example:
            found["example"] = verb.example[parameter.name]
        yield {**found, "schema": _in_address(schema)}


def _in_address(schema: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a value in an address: never null, a list by repetition, a mapping as texts."""
    kept = {name: value for name, value in schema.items() if name != "title" and not (name == "default" and value is None)}
    choices = [choice for choice in kept.pop("anyOf", []) if choice != {"type": "null"} and choice.get("type") != "object"]
    lists = [choice for choice in choices if choice.get("type") == "array"]
    if lists:
        return {**lists[0], **({"default": kept["default"]} if kept.get("default") else {})}
    return {**kept, **(choices[0] if len(choices) == 1 else {"anyOf": choices} if choices else {})}


def _body(verb: Verb) -> dict[str, Any]:
    model = model_of(verb).model_json_schema()
    schema: dict[str, Any] = {"type": "object", "properties": dict(model["properties"]), "additionalProperties": False}
    required = list(model.get("required", ()))
    if takes_account(verb):
        schema["properties"] = {ACCOUNT: _ACCOUNT, **schema["properties"]}
        required.insert(0, ACCOUNT)
    if required:
        schema["required"] = required
    content: dict[str, Any] = {"application/json": {"schema": schema, "example": example_body(verb)}}
    if takes_account(verb):
        form = {name: {"type": "string"} for name in model["properties"]}
        form[ACCOUNT] = {"type": "string", "format": "binary", "description": "The file: YAML, JSON, CSV or XLSX."}
        content["multipart/form-data"] = {"schema": {"type": "object", "properties": form, "required": required}}
    return {"required": True, "content": content}


def _row_name(verb: Verb) -> str:
    return "".join(word.capitalize() for word in verb.name.split("-")) + "Row"
