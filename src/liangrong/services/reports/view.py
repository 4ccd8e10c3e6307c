"""What every kind of report is asked with: the store, the session's snapshot, and the particulars of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.workspace import Workspace

__all__ = ["View"]


@dataclass(frozen=True)
class View:
    """One point of view on one store; the particulars are those of ``building.ReportRequest``."""

    workspace: Workspace
    snapshot: MarketSnapshot
    subject: str
    event: str | None
    on: date | None
    security: str | None
    capital: Decimal

    @property
    def day(self) -> date:
        """The session that the report is about."""
        return self.snapshot.as_of.as_of

    @property
    def known_at(self) -> datetime | None:
        """The instant of knowledge."""
        return self.snapshot.as_of.known_at
