"""The schemas of what comes out: rows by verb, the envelope around them, and the one shape of errors."""

from __future__ import annotations

from typing import Any, Final

from liangrong.services.verbs.columns import Column, columns_of
from liangrong.services.verbs.verb import Verb

__all__ = ["COMPONENTS", "row_schema"]

_CELL: Final[dict[str, dict[str, Any]]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
    "decimal": {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"},
    "number": {"type": "number"},
    "integer": {"type": "integer"},
    "boolean": {"type": "boolean"},
    "mapping": {"type": "object"},
}
"""Type of a column to the schema of its cells; ``any`` has none."""

COMPONENTS: Final[dict[str, dict[str, Any]]] = {
    "Envelope": {
        "type": "object",
        "description": "Rows, with everything a reader needs to trust them.",
        "required": ["data", "unit", "as_of", "known_at", "source", "warnings"],
        "properties": {
            "data": {"type": "array", "items": {"type": "object"}},
            "unit": {"type": "string", "description": "Unit of value columns; empty where each column or row names its own."},
            "as_of": {"type": ["string", "null"], "format": "date", "description": "The last effective session asked for."},
            "known_at": {
                "type": ["string", "null"],
                "format": "date-time",
                "description": "The instant of knowledge; null for all that is stored.",
            },
            "source": {"type": "array", "items": {"type": "string"}, "description": "Where the rows come from."},
            "warnings": {
                "type": "array",
                "items": {"type": "string"},
                "description": "What must be known before using the rows.",
            },
        },
        "additionalProperties": False,
    },
    "Cell": {"type": ["string", "number", "boolean", "array", "object", "null"]},
    "Error": {
        "type": "object",
        "required": ["error"],
        "properties": {
            "error": {
                "type": "object",
                "required": ["code", "message", "hint", "details"],
                "properties": {
                    "code": {"type": "string", "description": "The same cause always has the same code."},
                    "message": {"type": "string", "description": "A sentence in the language asked for."},
                    "hint": {"type": "string", "description": "What to do; may be empty."},
                    "details": {"type": "object", "description": "What a program needs to act."},
                },
                "additionalProperties": False,
            }
        },
        "additionalProperties": False,
    },
    "Health": {
        "type": "object",
        "required": ["status", "version", "data_version", "as_of", "simulated"],
        "properties": {
            "status": {"const": "ok"},
            "version": {"type": "string", "description": "Of liangrong."},
            "data_version": {"type": "string", "description": "Changes with every change of the data."},
            "as_of": {
                "type": ["string", "null"],
                "format": "date",
                "description": "The latest complete session; null without a store.",
            },
            "simulated": {"type": ["boolean", "null"], "description": "Whether the data are synthetic."},
        },
        "additionalProperties": False,
    },
}
"""Schemas that every verb shares."""


def row_schema(verb: Verb) -> dict[str, Any]:
    """The schema of a row of ``verb``; which of its columns there are depends on the view.

    Examples
    --------
    >>> from liangrong.services.verbs.catalogue import verb
    >>> row_schema(verb("flows"))["properties"]["net_financing"]["x-unit"]
    '元'
    """
    return {
        "type": "object",
        "properties": {column.name: _of_column(column) for column in columns_of(verb)},
        "additionalProperties": {"$ref": "#/components/schemas/Cell"},
    }


def _of_column(column: Column) -> dict[str, Any]:
    told: dict[str, Any] = {"title": f"{column.title.zh} · {column.title.en}"}
    if column.unit:
        told["x-unit"] = column.unit
    if not column.types or "any" in column.types:
        return {**told, "$ref": "#/components/schemas/Cell"}
    kinds = [_of_type(name) for name in column.types]
    return {**told, "anyOf": [*kinds, {"type": "null"}]}


def _of_type(name: str) -> dict[str, Any]:
    if not name.endswith("[]"):
        return _CELL[name]
    inner = _of_type(name.removesuffix("[]"))
    return {"type": "array", "items": {"anyOf": [inner, {"type": "null"}]}}
