"""Shorts: what is left of short selling, in whom, and who had to cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liangrong.core.results import Note
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.panels import Panel, filled
from liangrong.interfaces.web.state import State

__all__ = ["SHORTS"]

_VIEWS: Final[dict[str, Note]] = {
    "overview": Note("要点与各月", "Figures and months"),
    "table": Note("融券最多的股票", "Most shorted stocks"),
    "industries": Note("行业", "Industries"),
    "cover": Note("归零与回补", "Vanished and returned"),
    "squeeze": Note("逼空迹象", "Signs of a squeeze"),
    "futures": Note("股指期货替代", "Index futures instead"),
}


def build(desk: Desk, state: State) -> Mapping[str, Any]:
    """One panel for each view."""
    given = state.only("as_of", "known_at")
    panels = [
        filled(
            desk,
            Panel(view, "shorts", {"view": view, **given}, title=title, sheet="shorts" if view == "overview" else "-"),
            state,
        )
        for view, title in _VIEWS.items()
    ]
    return {"panels": panels}


SHORTS: Final = Page("shorts", "/shorts", Note("融券", "Shorts"), build)
