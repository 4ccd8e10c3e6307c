"""What goes into a tool and what comes out, as JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from liangrong.interfaces.mcp.toolset import Tool
from liangrong.services.verbs.models import model_of
from liangrong.services.verbs.parameters import EDGE_NAMES

__all__ = ["LIMIT", "MOST_ROWS", "OUTPUT", "OWN", "input_schema"]

LIMIT: Final = 100
"""Rows of an answer unless more are asked for: what an agent reads is paid for by the word."""
MOST_ROWS: Final = 5_000
"""Rows of an answer at most."""
OWN: Final = ("view", "account", "lang", "limit")
"""Arguments of tools that are no parameters of a verb."""

_LANG: Final = {
    "type": "string",
    "enum": ["zh", "en"],
    "description": "Language of sentences and headings. 语言。",
}
_LIMIT: Final = {
    "type": "integer",
    "minimum": 1,
    "maximum": MOST_ROWS,
    "default": LIMIT,
    "description": "How many rows at most; a series keeps its last ones. When rows are left out, a warning says so.",
}
_ACCOUNT: Final = {
    "type": ["string", "object", "array"],
    "description": "The account: an object such as {account_id, as_of, cash, collateral: [{security, quantity, price, conversion_ratio}], "
    "financing: [{security, opened_on, quantity, purchase_price, price, rate}], shorts: […]}, a list of them, or the text of a file (YAML, "
    "JSON, CSV). Money in 元, quantities in shares. The prompt check_margin_account shows one.",
}
_UNTOLD: Final = frozenset({"title", "pattern", "minLength", "maxLength", "maxItems", "maxProperties", "propertyNames"})
_NOTHING: Final[dict[str, Any]] = {}

OUTPUT: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Money is in 元 as decimal strings, ratios are pure numbers (0.05 is 5 %); a null is not known, which is not zero.",
    "properties": {
        "view": {"type": "string", "description": "The question that was answered."},
        "title": {"type": "string"},
        "data": {
            "type": "array",
            "items": {"type": "object"},
            "description": "The rows; their columns are explained in `columns`.",
        },
        "columns": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "heading": {"type": "string"},
                    "unit": {
                        "type": "string",
                        "description": "元, 股, 1 (a pure ratio) …; `unit` where each row names its own; empty for text, days and scores.",
                    },
                },
                "required": ["name", "heading", "unit"],
            },
        },
        "unit": {"type": "string", "description": "Unit of `value` columns where all rows share one."},
        "as_of": {"type": ["string", "null"], "description": "The last session that counts."},
        "known_at": {"type": ["string", "null"], "description": "Only what was known then; null: all that is stored."},
        "source": {"type": "array", "items": {"type": "string"}},
        "warnings": {"type": "array", "items": {"type": "string"}, "description": "What must be said with the figures."},
        "rows": {"type": "integer", "description": "Rows of the whole answer; `data` may hold fewer."},
    },
    "required": ["view", "title", "data", "columns", "unit", "as_of", "known_at", "source", "warnings", "rows"],
}
"""The envelope of every answer, with what its columns are called."""


@cache
def input_schema(tool: Tool) -> dict[str, Any]:
    """The arguments of a tool: the parameters of its verbs together, each saying which views take it where not all do.

    Examples
    --------
    >>> from liangrong.interfaces.mcp.toolset import tool
    >>> schema = input_schema(tool("level"))
    >>> schema["properties"]["view"]["enum"], schema["properties"]["pivot"]["description"][-16:], schema["required"]
    (['show', 'changes', 'growth', 'legs'], '(views: growth.)', [])
    """
    properties: dict[str, Any] = {}
    if len(tool.verbs) > 1:
        views = "; ".join(f"{verb.name}: {verb.title.en} {verb.title.zh}" for verb in tool.verbs)
        properties["view"] = {
            "type": "string",
            "enum": [verb.name for verb in tool.verbs],
            "default": tool.verbs[0].name,
            "description": f"Which question. {views}.",
        }
    if tool.takes_account:
        properties["account"] = _ACCOUNT
    schemas = {verb.name: model_of(verb).model_json_schema(by_alias=True) for verb in tool.verbs}
    names = dict.fromkeys(name for schema in schemas.values() for name in schema["properties"])
    for name in names:
        taken = {view: schema["properties"][name] for view, schema in schemas.items() if name in schema["properties"]}
        needed = [view for view in taken if name in schemas[view].get("required", ())]
        properties[name] = _joined(taken, needed, len(schemas))
    always = [name for name in names if all(name in schema.get("required", ()) for schema in schemas.values())]
    required = [*(["account"] if tool.takes_account else []), *always]
    return {
        "type": "object",
        "properties": properties | {"lang": _LANG, "limit": _LIMIT},
        "required": required,
        "additionalProperties": False,
    }


def _joined(taken: Mapping[str, dict[str, Any]], needed: list[str], views: int) -> dict[str, Any]:
    """One property for all the views that take it."""
    plain = {view: _tidied(schema) for view, schema in taken.items()}
    kinds = _distinct({k: v for k, v in schema.items() if k not in ("description", "default")} for schema in plain.values())
    found = dict(kinds[0]) if len(kinds) == 1 else {"anyOf": kinds}
    defaults = _distinct(schema.get("default", _NOTHING) for schema in plain.values())
    if len(defaults) == 1 and defaults[0] is not _NOTHING:
        found["default"] = defaults[0]
    told = _distinct(schema["description"] for schema in plain.values() if "description" in schema)
    remarks = [f"views: {', '.join(taken)}"] if len(taken) < views else []
    remarks += [f"needed by {', '.join(needed)}"] if needed and len(needed) < views else []
    found["description"] = " ".join([*told, *([f"({'; '.join(remarks)}.)"] if remarks else [])])
    return found


def _tidied(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A property of pydantic as an agent needs it.

    What is read is checked all the same: here go titles, nulls (what is not given is left out), limits of length, and the other
    spellings of a list or a mapping.
    """
    found = {name: _inside(value) for name, value in schema.items() if name not in _UNTOLD}
    if "=" in str(schema.get("items", {}).get("pattern", "")):
        found["description"] = f"{found['description']} Each is written NAME=VALUE."
    if found.get("default", _NOTHING) is None:
        del found["default"]
    if "anyOf" in found:
        kinds = [kind for kind in found["anyOf"] if kind != {"type": "null"}]
        whole = next((kind for wanted in ("object", "array") for kind in kinds if kind.get("type") == wanted), None)
        if whole or len(kinds) == 1:
            del found["anyOf"]
            found |= whole or kinds[0]
        else:
            found["anyOf"] = kinds
    if "description" in found:
        found["description"] = _said(found["description"])
    return found


def _inside(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _inside(inner) for name, inner in value.items() if name not in _UNTOLD}
    return [_inside(inner) for inner in value] if isinstance(value, list) else value


def _said(description: str) -> str:
    """A docstring's sentence with the names that an agent gives."""
    for python, edge in EDGE_NAMES.items():
        description = description.replace(f"``{python}``", f"`{edge}`")
    return description.replace("``None``", "not given").replace("``", "`")


def _distinct(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
