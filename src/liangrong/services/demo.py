"""The demonstration: a simulated market on loopback, synced by the real connectors into a store of its own, and a small book.

Everything here is synthetic and says so; nothing leaves the machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import polars as pl

from liangrong.core.clocks import SHANGHAI, assumed_known_at
from liangrong.research.reports.brief import Brief
from liangrong.services.books.files import book_names
from liangrong.services.books.generation import GenerationRequest, generate
from liangrong.services.briefs import BriefRequest, brief
from liangrong.services.ingest import ProgressListener, ingest, silent
from liangrong.services.sync import SyncReport, SyncRequest, sync
from liangrong.services.workspace import Workspace
from liangrong.simulation.exchange import SimulatedExchange
from liangrong.simulation.levels import LAST_SESSION
from liangrong.simulation.market import SimulatedMarket
from liangrong.sources.transport import HttpTransport

__all__ = ["BOOK", "Demo", "demo", "simulated_workspace"]

BOOK: Final = "demo"
"""The name of the synthetic book."""
_ACCOUNTS: Final = 100_000

TOTALS_SESSIONS: Final = 500
"""Sessions of totals that come over the wire: enough to see every publisher answer, in seconds."""
DETAIL_SESSIONS: Final = 30
"""Sessions of details and lists that come over the wire."""
_CONTEXT: Final = (
    "index_quotes",
    "account_statistics",
    "quotes",
    "caps",
    "memberships",
    "industry_classes",
    "securities",
    "policy_events",
    "eligible_collateral",
)
"""Tables that exchanges do not publish beside the totals; they are laid in as they are."""


@dataclass(frozen=True)
class Demo:
    """What the demonstration has built.

    Parameters
    ----------
    report
        What came over the wire.
    laid_in
        Rows that did not, by table: the years before the last, and what exchanges do not publish.
    requests
        How many requests the simulated exchanges answered.
    """

    workspace: Workspace
    report: SyncReport
    laid_in: Mapping[str, int]
    requests: int
    brief: Brief


def demo(store: Path, *, progress: ProgressListener = silent) -> Demo:
    """Build a synthetic store in ``store`` and write its brief.

    What is older, and what exchanges do not publish, is laid in as tables; the last sessions of totals and of details are
    fetched from the simulated exchanges in their real wire formats. A second run fetches nothing again.

    Raises
    ------
    MixedOrigins
        ``store`` holds real data.
    StorageFailed
        The disk refused.
    """
    market = SimulatedMarket.generate()
    workspace = Workspace.open(store, create=True)
    first = market.calendar.offset(LAST_SESSION, 1 - TOTALS_SESSIONS)
    detailed = market.calendar.offset(LAST_SESSION, 1 - DETAIL_SESSIONS)
    laid_in = _lay_in(workspace, market, {"market_totals": first, "margin_detail": detailed, "northbound": detailed})
    published = market.calendar.next(LAST_SESSION)
    with SimulatedExchange(market) as exchange, HttpTransport(spacing_s=0, rewrite=exchange.rewrite) as transport:
        totals = SyncRequest(datasets=("market_totals",), start=first, end=LAST_SESSION, simulated=True)
        sync(workspace, totals, transport, now=lambda: _evening(published), progress=progress)
        everything = SyncRequest(start=detailed, end=LAST_SESSION, simulated=True)
        report = sync(workspace, everything, transport, now=lambda: _evening(published), progress=progress)
        requests = exchange.requests
    _add_book(workspace, progress)
    return Demo(workspace, report, laid_in, requests, brief(workspace, BriefRequest(LAST_SESSION)))


def simulated_workspace(store: Path) -> Workspace:
    """The whole simulated market as a store, laid in without any exchange: for notebooks and trials, in seconds.

    Raises
    ------
    MixedOrigins
        ``store`` holds real data.
    StorageFailed
        The disk refused.
    """
    market = SimulatedMarket.generate()
    workspace = Workspace.open(store, create=True)
    never = market.calendar.next(LAST_SESSION)
    _lay_in(workspace, market, dict.fromkeys(("market_totals", "margin_detail", "northbound", "underlying_securities"), never))
    _add_book(workspace)
    return workspace


def _lay_in(workspace: Workspace, market: SimulatedMarket, fetched_from: Mapping[str, date]) -> dict[str, int]:
    """Store what does not come over the wire, unless an earlier run has; tells how many rows of each table."""
    if "market_totals" in workspace.store.names:
        return {}
    tables = {name: market.table(name) for name in _CONTEXT}
    for name, first in fetched_from.items():
        tables[name] = market.table(name).filter(pl.col("trade_date") < first)
    ingest(workspace, tables, observed_at=assumed_known_at(LAST_SESSION, market.calendar), simulated=True)
    return {name: frame.height for name, frame in tables.items()}


def _add_book(workspace: Workspace, progress: ProgressListener = silent) -> None:
    """Generate the book, unless an earlier run has, or the package that compiles its valuation is not installed."""
    if BOOK in book_names(workspace) or find_spec("numba") is None:
        return
    generate(workspace, GenerationRequest(name=BOOK, on=LAST_SESSION, accounts=_ACCOUNTS), progress=progress)


def _evening(day: date) -> datetime:
    """The simulated clock: a time of the day after the last session at which everything has been published."""
    return datetime.combine(day, time(20, 0), SHANGHAI).astimezone(UTC)
