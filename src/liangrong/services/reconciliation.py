"""Detail against totals and quotes, as stored: the figures behind the checks, one row per comparison.

Not here: the verdicts (``quality``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from liangrong.market.agreement import detail_and_quotes, detail_and_totals
from liangrong.services.workspace import Workspace

__all__ = ["ReconciliationRequest", "reconcile"]


@dataclass(frozen=True, slots=True)
class ReconciliationRequest:
    """Which sessions to compare; both ends included, by default the latest complete one.

    Parameters
    ----------
    exchange
        ``SSE``, ``SZSE`` or ``BSE``; all by default.
    """

    start: date | None = None
    end: date | None = None
    exchange: str | None = None


def reconcile(workspace: Workspace, request: ReconciliationRequest) -> Result:
    """Compare each session's detail with the totals and the quotes.

    Returns
    -------
    Result
        Columns of ``market.agreement.AGREEMENT``.

    Raises
    ------
    NoData
        No detail is stored in the window.
    """
    end = request.end or request.start or workspace.latest_session()
    start = request.start or end
    as_of, notes = workspace.as_of(end, None)
    snapshot = workspace.snapshot(AsOf(as_of.as_of))
    detail = snapshot.table("margin_detail", start=start, end=end)
    if detail.is_empty():
        stored = snapshot.table("margin_detail", end=end)["trade_date"].max()
        raise NoData(
            what="margin_detail",
            what_zh="两融交易明细",
            where=f"{start} … {end}",
            nearest=stored or "none",
            nearest_zh=stored or "没有任何一天",
        )
    totals = snapshot.table("market_totals", start=start, end=end)
    quotes = snapshot.table("quotes", start=start, end=end, keys={"security_id": detail["security_id"].unique().to_list()})
    rows = pl.concat([detail_and_totals(detail, totals), detail_and_quotes(detail, quotes)])
    rows = rows.sort("trade_date", "exchange", maintain_order=True)
    if request.exchange is not None:
        rows = rows.filter(pl.col("exchange") == request.exchange)
    sources = {s for frame in (detail, totals, quotes) for s in frame["source"].unique()}
    return Result(rows, "", as_of.as_of, None, tuple(sorted(sources)), notes)
