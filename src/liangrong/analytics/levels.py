"""Level series of any measure in any scope: the one door to all of them."""

from __future__ import annotations

from datetime import date

from liangrong.analytics.detail import detail_series
from liangrong.analytics.drawdown import drawdown_series
from liangrong.analytics.measures import (
    MEASURES,
    CapRatio,
    Drawdown,
    Measure,
    Net,
    Published,
    ScopeKind,
    Stored,
    TurnoverShare,
    measure,
)
from liangrong.analytics.ratios import cap_series, turnover_series
from liangrong.analytics.scopes import Baskets, Scope, membership_age, resolve_scope
from liangrong.analytics.series import Series
from liangrong.analytics.totals import account_series, total_series
from liangrong.core.errors import UsageError
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["level", "series"]


def level(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """The values of a measure from ``start`` to ``end``, one row per known session.

    Parameters
    ----------
    name
        A measure of the menu, by any of its names.
    scope
        Any spelling of a scope.
    start, end
        Sessions, both included; ``None`` leaves that end open (``end``: up to the snapshot's ``as_of``).
    baskets
        Basket name to security codes.

    Returns
    -------
    Result
        ``date, scope, measure, value, unit, derived, quality``.

    Raises
    ------
    NoData
        No day of the window is known; the error names the nearest one that is.
    DenominatorNotNamed
        A ratio to market cap without saying which cap.

    Examples
    --------
    >>> from liangrong.market.snapshot import MarketSnapshot
    >>> import polars as pl
    >>> day = date(2020, 1, 2)
    >>> rows = pl.DataFrame({"exchange": ["SSE", "SZSE"], "trade_date": [day, day], "financing_balance": [5, 4]})
    >>> level(MarketSnapshot.of({"market_totals": rows}, day), "financing_balance").data["value"].to_list()
    [Decimal('9.000')]
    """
    found = series(snapshot, name, scope, start=start, end=end, baskets=baskets)
    if found.frame.is_empty():
        everything = series(snapshot, found.measure, found.scope, baskets=baskets)
        raise everything.no_data(end or start, *found.notes)
    return found.to_result(snapshot)


def series(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> Series:
    """The same as a ``Series``, possibly empty: what the comparisons of this room are computed from."""
    if start is not None and end is not None and start > end:
        raise UsageError(reason=f"the window {start}..{end} ends before it starts", reason_zh=f"区间 {start} 至 {end} 首尾颠倒")
    wanted = name if isinstance(name, Measure) else measure(name)
    resolved, notes = resolve_scope(snapshot, scope, baskets=baskets)
    wanted.check_scope(resolved.kind)
    found = _compute(snapshot, wanted, resolved, start, end)
    age = membership_age(snapshot, resolved, end or snapshot.as_of.as_of)
    return Series(wanted, resolved, found.frame, found.sources, (*notes, *age, *found.notes))


def _compute(snapshot: MarketSnapshot, wanted: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    match wanted.recipe:
        case Published():
            return account_series(snapshot, wanted, start, end)
        case CapRatio():
            return cap_series(snapshot, wanted, scope, start, end)
        case TurnoverShare():
            return turnover_series(snapshot, wanted, scope, start, end)
        case Drawdown(of):
            return drawdown_series(_compute(snapshot, MEASURES[of], scope, None, end), wanted).between(start, end)
        case Stored() | Net():
            by_totals = scope.kind in (ScopeKind.MARKET, ScopeKind.EXCHANGE)
            return (total_series if by_totals else detail_series)(snapshot, wanted, scope, start, end)
