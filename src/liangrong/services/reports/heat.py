"""The heat note: the signals as the heat service reads them, the rest from the session's snapshot."""

from __future__ import annotations

from collections.abc import Callable

from liangrong.core.errors import NotKnown, UsageError
from liangrong.core.results import Result
from liangrong.research.reports.kinds.heat.draft import heat_note
from liangrong.research.reports.report import Draft
from liangrong.services.heat import HeatRequest, heat, heat_jumps
from liangrong.services.reports.view import View
from liangrong.services.workspace import Workspace

__all__ = ["draft"]


def draft(view: View) -> Draft:
    """What the heat note says; what a service cannot answer stands in it with the reason."""
    asked = HeatRequest(as_of=view.day, known_at=view.known_at)
    return heat_note(view.snapshot, _answer(heat, view, asked), _answer(heat_jumps, view, asked))


def _answer(ask: Callable[[Workspace, HeatRequest], Result], view: View, asked: HeatRequest) -> Result | NotKnown | UsageError:
    try:
        return ask(view.workspace, asked)
    except (NotKnown, UsageError) as error:
        return error
