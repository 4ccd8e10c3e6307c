"""The REST interface, listed for people: every verb with its parameters, its columns and a line to try."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping
from typing import Any, Final

from liangrong.core.results import Note
from liangrong.interfaces.web.api.index import example_address, example_body
from liangrong.interfaces.web.api.options import MOST_ROWS, ROWS
from liangrong.interfaces.web.api.questions import is_posted
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.state import State
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.columns import ROW_UNIT, Column, columns_of
from liangrong.services.verbs.parameters import parameters
from liangrong.services.verbs.verb import Verb

__all__ = ["API"]

_BREAKS: Final = re.compile(r"(?=/api/|&)|(?<=\?)")
"""A line of a terminal may be shown in several lines, each with its own parameter; copied, it is one."""
_KINDS: Final = {
    "text": Note("文本", "text"),
    "date": Note("日期", "date"),
    "instant": Note("时刻", "instant"),
    "decimal": Note("十进制文本", "decimal text"),
    "number": Note("数", "number"),
    "integer": Note("整数", "integer"),
    "boolean": Note("真假", "true or false"),
    "mapping": Note("对象", "object"),
    "any": Note("随行而定", "as the row has it"),
}
"""Types of columns, in words."""
_UNITS: Final = {"1": Note("比率", "ratio"), ROW_UNIT: Note("见 unit", "see unit")}


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """Every verb, in the order of the catalogue."""
    origin = f"http://{desk.settings.host}:{desk.settings.port}"
    return {
        "verbs": [_shown(verb, state, origin) for verb in VERBS.values()],
        "rows": f"{ROWS:,}",
        "most": f"{MOST_ROWS:,}",
        "token": desk.settings.token is not None,
    }


def _shown(verb: Verb, state: State, origin: str) -> Mapping[str, Any]:
    by_address, by_body = is_posted(verb)
    return {
        "name": verb.name,
        "title": verb.title.text(state.lang),
        "slow": verb.slow,
        "methods": [*(["GET"] if by_address else []), *(["POST"] if by_body else [])],
        "parameters": [(each.edge_name, each.is_required, each.meaning) for each in parameters(verb)],
        "columns": [_column(column, state) for column in columns_of(verb)],
        "try": example_address(verb) if by_address else "",
        "curl": _BREAKS.split(_curl(verb, origin, posted=not by_address)),
    }


def _column(column: Column, state: State) -> tuple[str, str, str, str]:
    """Name, heading, type and unit."""
    kinds = (_KINDS[kind.removesuffix("[]")].text(state.lang) + ("[]" if kind.endswith("[]") else "") for kind in column.types)
    unit = _UNITS[column.unit].text(state.lang) if column.unit in _UNITS else column.unit
    return column.name, column.title.text(state.lang), (" / " if state.zh else " or ").join(kinds), unit


def _curl(verb: Verb, origin: str, *, posted: bool) -> str:
    if not posted:
        return f"curl {shlex.quote(origin + example_address(verb))}"
    body = json.dumps(example_body(verb), ensure_ascii=False)
    return f"curl -X POST {origin}/api/v1/{verb.name} -H 'content-type: application/json' -d {shlex.quote(body)}"


API: Final = Page("api", "/api", Note("编程接口", "Programming interface"), build, listed=False)
