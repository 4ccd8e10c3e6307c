"""Measure: any measure of any part of the market over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liangrong.analytics.measures import measure
from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Moved, Page
from liangrong.interfaces.web.panels import Panel, filled
from liangrong.interfaces.web.scopes import scope_choices, scope_label
from liangrong.interfaces.web.state import State

__all__ = ["MEASURE"]

_YEAR: Final = 250
"""Sessions shown where no first day is given."""
_COLUMNS: Final = ("date", "value", "unit", "derived", "quality")


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """One panel: the line, its table and its downloads; other spellings of the name lead to the canonical one."""
    asked = measure(state.at["name"])
    if asked.name != state.at["name"]:
        raise Moved(state.there(f"/measure/{asked.name}"))
    scope = state.text("scope", "market")
    workspace = desk.workspace()
    as_of, notes = workspace.as_of(state.day("to"))
    first = state.text("from") or f"{workspace.calendar.back(as_of.as_of, _YEAR - 1)}"
    given = {"measure": asked.name, "scope": scope, "from": first, "to": f"{as_of.as_of}", **state.only("known_at")}
    panel = Panel(
        "values", "show", given, title=Note(asked.zh, asked.en), definition=Note(asked.definition_zh, asked.definition_en), columns=_COLUMNS, pick=lambda rows: rows.reverse(),
        chart_only=state.only("zoom"),
    )  # fmt: skip
    return {
        "measure": asked, "values": filled(desk, panel, state), "scope": scope, "scope_name": scope_label(scope, state),
        "scopes": scope_choices(desk, scope, state.only("known_at"), state), "first": first, "last": as_of.as_of,
        "notes": [note.text(state.lang) for note in notes if note not in workspace.notes],
    }  # fmt: skip


MEASURE: Final = Page("measure", "/measure/{name}", Note("指标", "Measure"), build, listed=False)
