"""Build a report: pick the session, put the questions of its kind to the store, and hand back findings with their outline."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from types import MappingProxyType
from typing import Final

from liangrong.core.errors import Lang, UsageError
from liangrong.research.reports.kinds.catalogue import KindName, kind
from liangrong.research.reports.render import ReportFormat, render
from liangrong.research.reports.report import Draft, Report
from liangrong.services.reports.view import View
from liangrong.services.workspace import Workspace

__all__ = ["ReportRequest", "report", "write"]

_DRAFTS: Final[Mapping[str, str]] = MappingProxyType(
    {"daily": "daily", "structure": "structure", "heat": "heat", "rule-change": "rule_change", "deep": "deep"}
)
"""Kind to the module beside this one that asks its questions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """Which report, about which session, as known when.

    Parameters
    ----------
    kind
        ``daily``, ``structure``, ``heat``, ``rule-change`` or ``deep``.
    as_of
        The session; a day without one stands for the session before it, ``None`` for the latest complete one.
    known_at
        The instant of knowledge; ``None`` for all that is stored.
    subject
        The measure that a deep report is about.
    event
        The policy event that a rule change is about; the last one up to ``as_of`` when neither this nor ``on`` is given.
    on
        A day on which rules changed, instead of an event.
    security
        A stock whose last move a deep report explains beside the most shorted ones.
    capital
        Cash in 元 of the account whose limits a rule change works out.
    """

    kind: KindName = "daily"
    as_of: date | None = None
    known_at: datetime | None = None
    subject: str = "short_balance"
    event: str | None = None
    on: date | None = None
    security: str | None = None
    capital: Decimal = Decimal(1_000_000)


def report(workspace: Workspace, request: ReportRequest) -> Report:
    """Build the report.

    Raises
    ------
    UnknownName
        There is no such kind, measure or event.
    NoData
        The session lacks that without which there is no report of the kind.
    BeyondCalendar
        The day is outside the trading calendar.
    UsageError
        The capital is not above zero.
    """
    found = kind(request.kind)
    if request.capital <= 0:
        raise UsageError(
            reason=f"the capital is {request.capital} yuan; it must be above zero",
            reason_zh=f"本金为 {request.capital} 元，应大于零",
        )
    as_of, notes = workspace.as_of(request.as_of, request.known_at)
    view = View(
        workspace, workspace.snapshot(as_of), subject=request.subject, event=request.event, on=request.on,
        security=request.security, capital=request.capital,
    )  # fmt: skip
    module = import_module(f"liangrong.services.reports.{_DRAFTS[found.name]}")
    draft_of: Callable[[View], Draft] = module.draft
    draft = draft_of(view)
    fresh = tuple(note for note in notes if note not in draft.notes)
    told = replace(draft, notes=(*fresh, *draft.notes), source=tuple(sorted(set(draft.source))))
    return Report(found.name, as_of.as_of, as_of.known_at, found.outline(), told, simulated=workspace.is_simulated)


def write(found: Report, form: ReportFormat, lang: Lang, *, western: bool = False) -> bytes | str:
    """The report in a format: text, or bytes for ``pdf`` and ``docx``; what it raises stands at ``research.reports.render``."""
    return render(found, form, lang, western=western)
