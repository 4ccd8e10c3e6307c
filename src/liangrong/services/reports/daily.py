"""The daily report: the leverage brief of the session, policy events included."""

from __future__ import annotations

from liangrong.research.reports.brief import brief
from liangrong.research.reports.kinds.daily.draft import draft_of_brief
from liangrong.research.reports.report import Draft
from liangrong.rules.events import events
from liangrong.services.reports.view import View

__all__ = ["draft"]


def draft(view: View) -> Draft:
    """What the daily report says.

    Raises
    ------
    NoData
        The market's balance of the session is not known.
    """
    return draft_of_brief(brief(view.snapshot, events=events()))
