"""A rule change explained: the event is chosen by name, by day, or as the last one up to the session."""

from __future__ import annotations

from liangrong.research.reports.kinds.rule_change.draft import chosen_event, rule_change
from liangrong.research.reports.report import Draft
from liangrong.services.reports.view import View

__all__ = ["draft"]


def draft(view: View) -> Draft:
    """What the explanation says.

    Raises
    ------
    UnknownName
        No event is called so.
    NoData
        No event came into force on the day.
    """
    return rule_change(view.snapshot, chosen_event(view.event, view.on, view.day), capital=view.capital)
