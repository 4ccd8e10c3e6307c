"""Read a condition, whatever it is about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.alerts.account_readings import account_readings
from liangrong.services.alerts.conditions import Condition
from liangrong.services.alerts.market_readings import market_readings
from liangrong.services.alerts.reading import Reading
from liangrong.services.workspace import Workspace

__all__ = ["readings"]


def readings(workspace: Workspace, snapshot: MarketSnapshot, condition: Condition, sessions: Sequence[date]) -> list[Reading]:
    """A condition on neighbouring sessions, one reading for each; what cannot be known says why.

    Parameters
    ----------
    snapshot
        The market, at or after the last of ``sessions``.
    sessions
        In order, at least one.
    """
    if condition.account:
        return account_readings(workspace, condition, sessions)
    return market_readings(snapshot, condition, sessions)
