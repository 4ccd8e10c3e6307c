"""Ask everything that a deep report answers, in the order of its chapters."""

from __future__ import annotations

from liangrong.core.results import Result
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.charts.leverage import Mark
from liangrong.research.reports.drawings import trend
from liangrong.research.reports.gathering import cell, charted
from liangrong.research.reports.inquiry import Inquiry
from liangrong.research.reports.kinds.deep.conflicts import checked, compared, history_of
from liangrong.research.reports.kinds.deep.holders import explained, hedges, held_in, industries_in
from liangrong.research.reports.kinds.deep.said import tested, watched
from liangrong.research.reports.kinds.deep.standing import driven_by, key_figures, level_of, marked_by, windows
from liangrong.research.reports.kinds.deep.subject import Subject, decrees
from liangrong.research.reports.phrases import Pair
from liangrong.research.reports.report import Draft, Drawing

__all__ = ["deep"]


def deep(snapshot: MarketSnapshot, subject: Subject, *, quality: Result | None = None, security: str | None = None) -> Draft:
    """Everything about one balance.

    Parameters
    ----------
    quality
        The checks of the totals, where the store was asked.
    security
        A stock whose move is explained too, in its usual spelling.

    Raises
    ------
    NotKnown
        The balance of the session is not known.
    """
    ask = Inquiry(snapshot, snapshot.as_of.as_of)
    names: dict[str, Pair] = {}
    drawings: dict[str, Drawing] = {}
    level_of(ask, subject)
    windows(ask, subject, names)
    key_figures(ask, subject)
    driven_by(ask, subject, names)
    told = marked_by(ask, subject, decrees(subject), names)
    drawn = industries_in(ask, subject, names)
    if drawn is not None:
        drawings["industries"] = drawn
    codes = held_in(ask, subject, names)
    hedges(ask)
    tested(ask, subject, names)
    compared(ask, subject, names)
    checked(ask, quality, names)
    history_of(ask, subject)
    watched(ask, subject, names)
    wanted = (*codes, *([security] if security and security not in codes else []))
    explained(ask, wanted, names)
    rows = charted(ask, "trend", (subject.measure,)).get(subject.measure)
    if rows is not None:
        marks = [Mark(event.date, str(place)) for place, event in enumerate(told, start=1)]
        drawings["trend"] = trend(subject.measure, rows, marks)
    gaps = sum(finding.value is None for finding in ask.findings.values())
    cell(ask, "gaps", "report", gaps, Unit.COUNT, formula="questions of this report without an answer")
    return Draft(
        tuple(ask.findings.values()), names, drawings, tuple(sorted({*ask.sources, "rulebook"})), tuple(dict.fromkeys(ask.notes))
    )
