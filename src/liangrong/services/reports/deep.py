"""The deep report: one balance, with the checks of the stored totals and perhaps a stock of the reader's choice."""

from __future__ import annotations

from liangrong.core.errors import NotKnown
from liangrong.core.securities import SecurityId
from liangrong.research.reports.kinds.deep.draft import deep
from liangrong.research.reports.kinds.deep.subject import subject_of
from liangrong.research.reports.report import Draft
from liangrong.services.quality import QualityRequest, quality
from liangrong.services.reports.view import View

__all__ = ["draft"]


def draft(view: View) -> Draft:
    """What the deep report says.

    Raises
    ------
    UnknownName
        The subject is no balance.
    InvalidSecurity
        The code of the stock cannot be one.
    NotKnown
        The balance of the session is not known.
    """
    security = None if view.security is None else str(SecurityId.parse(view.security))
    try:
        found = quality(view.workspace, QualityRequest(dataset="market_totals", end=view.day))
    except NotKnown:
        found = None
    return deep(view.snapshot, subject_of(view.subject), quality=found, security=security)
