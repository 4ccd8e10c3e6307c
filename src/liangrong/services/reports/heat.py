"""The heat note: signals and jumps as the heat service reads them, the rest beside them, all from the session's one snapshot."""

from __future__ import annotations

from collections.abc import Callable

from liangrong.core.errors import NotKnown, UsageError
from liangrong.core.results import Result
from liangrong.research.reports.kinds.heat.draft import heat_note
from liangrong.research.reports.report import Draft
from liangrong.services.heat import HeatRequest, heat_in, jumps_in
from liangrong.services.reports.view import View

__all__ = ["draft"]


def draft(view: View) -> Draft:
    """What the heat note says; what a service cannot answer stands in it with the reason."""
    heat = _answer(lambda: heat_in(view.snapshot, (), HeatRequest()))
    return heat_note(view.snapshot, heat, _answer(lambda: jumps_in(view.snapshot, ())))


def _answer(ask: Callable[[], Result]) -> Result | NotKnown | UsageError:
    try:
        return ask()
    except (NotKnown, UsageError) as error:
        return error
