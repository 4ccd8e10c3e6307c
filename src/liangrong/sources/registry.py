"""Which connectors there are. The publishers come first; collectors are optional and never asked unless wanted."""

from __future__ import annotations

from liangrong.sources.akshare import AkshareDetail, AkshareSummary
from liangrong.sources.bse import BseDetail, BseSummary, BseUnderlying
from liangrong.sources.cffex import CffexDaily
from liangrong.sources.csf import CsfRefinancing
from liangrong.sources.eastmoney import (
    EastmoneyAccounts,
    EastmoneyBoards,
    EastmoneyByExchange,
    EastmoneyCaps,
    EastmoneyDetail,
    EastmoneyExchange,
    EastmoneyTotals,
)
from liangrong.sources.fetcher import Fetcher
from liangrong.sources.pingan import PinganRatios
from liangrong.sources.sse import SseDetail, SseNorthbound, SseSummary
from liangrong.sources.sse_files import SseCollateral, SseUnderlying, SseWorkbook
from liangrong.sources.szse import SzseDetail, SzseDetailPages, SzseSummary
from liangrong.sources.szse_lists import SzseCalendar, SzseCollateral, SzseNorthbound, SzseUnderlying
from liangrong.sources.tushare import TushareDetail, TushareSummary

__all__ = ["fetchers"]


def fetchers(dataset: str | None = None, exchange: str | None = None, *, optional: bool = False) -> tuple[Fetcher, ...]:
    """The connectors for a dataset and an exchange, the preferred one first.

    Parameters
    ----------
    dataset
        A table name; ``None`` for all.
    exchange
        ``SSE``, ``SZSE``, ``BSE``, or ``""`` for figures of the whole market; ``None`` for all.
    optional
        Also those that are off by default: vendors, and second ways to the same figures. The ones of ``akshare`` and
        ``tushare`` want a ``libraries.LibraryTransport``.

    Examples
    --------
    >>> [type(f).__name__ for f in fetchers("market_totals")]
    ['SseSummary', 'SzseSummary', 'BseSummary']
    """
    known = _official() + (_optional() if optional else ())
    return tuple(f for f in known if dataset in (None, f.dataset) and exchange in (None, f.exchange))


def _official() -> tuple[Fetcher, ...]:
    return (
        SseSummary(), SzseSummary(), BseSummary(),
        SseDetail(), SzseDetail(), BseDetail(),
        SzseUnderlying(), BseUnderlying(),
        SseNorthbound(), SzseNorthbound(),
        SzseCalendar(),
    )  # fmt: skip


def _optional() -> tuple[Fetcher, ...]:
    return (
        SseUnderlying(), SseCollateral(), SzseCollateral(),
        SseWorkbook(), SzseDetailPages(),
        SseSummary("soa"), SseDetail("soa"),
        CffexDaily(), CsfRefinancing(),
        EastmoneyAccounts(), EastmoneyTotals(), EastmoneyByExchange(),
        EastmoneyExchange("SSE"), EastmoneyExchange("SZSE"), EastmoneyExchange("BSE"),
        EastmoneyDetail(), EastmoneyCaps(),
        EastmoneyBoards("005"), EastmoneyBoards("006"), EastmoneyBoards("004"),
        PinganRatios("SSE"), PinganRatios("SZSE"), PinganRatios("BSE"),
        AkshareSummary("SSE"), AkshareSummary("SZSE"), AkshareDetail("SSE"), AkshareDetail("SZSE"),
        TushareSummary(), TushareDetail(),
    )  # fmt: skip
