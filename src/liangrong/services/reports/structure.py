"""The structure report of the session."""

from __future__ import annotations

from liangrong.research.reports.kinds.structure.draft import structure
from liangrong.research.reports.report import Draft
from liangrong.services.reports.view import View

__all__ = ["draft"]


def draft(view: View) -> Draft:
    """What the structure report says.

    Raises
    ------
    NotKnown
        The total of the session is not known.
    """
    return structure(view.snapshot)
