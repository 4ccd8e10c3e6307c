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

__all__ = ["alternatives", "fetchers", "library_fetchers"]


def fetchers(dataset: str | None = None, exchange: str | None = None, *, optional: bool = False) -> tuple[Fetcher, ...]:
    """The connectors for a dataset and an exchange, the preferred one first; no two of them fill the same rows.

    Parameters
    ----------
    dataset
        A table name; ``None`` for all.
    exchange
        ``SSE``, ``SZSE``, ``BSE``, or ``""`` for figures of the whole market; ``None`` for all.
    optional
        Also those that are off by default: collectors, brokers, and lists without a history.

    Examples
    --------
    >>> [type(f).__name__ for f in fetchers("market_totals")]
    ['SseSummary', 'SzseSummary', 'BseSummary']
    """
    return _matching(_official() + (_optional() if optional else ()), dataset, exchange)


def alternatives(dataset: str | None = None, exchange: str | None = None) -> tuple[Fetcher, ...]:
    """Second ways to figures that ``fetchers`` has already, under the same source: for cross-checks, never for a sync.

    Some are rounded and some lack columns, so that storing them would hide what the first way knows.
    """
    return _matching(_alternatives(), dataset, exchange)


def library_fetchers(dataset: str | None = None, exchange: str | None = None) -> tuple[Fetcher, ...]:
    """The connectors that call ``akshare`` or ``tushare``; they want a ``libraries.LibraryTransport``."""
    return _matching(_libraries(), dataset, exchange)


def _matching(known: tuple[Fetcher, ...], dataset: str | None, exchange: str | None) -> tuple[Fetcher, ...]:
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
        CffexDaily(), CsfRefinancing(),
        EastmoneyAccounts(), EastmoneyTotals(),
        EastmoneyExchange("SSE"), EastmoneyExchange("SZSE"), EastmoneyExchange("BSE"),
        EastmoneyDetail(beside=False), EastmoneyCaps(),
        EastmoneyBoards("005"), EastmoneyBoards("006"), EastmoneyBoards("004"),
        PinganRatios("SSE"), PinganRatios("SZSE"), PinganRatios("BSE"),
    )  # fmt: skip


def _alternatives() -> tuple[Fetcher, ...]:
    return SseSummary("soa"), SseDetail("soa"), SseWorkbook(), SzseDetailPages(), EastmoneyByExchange(), EastmoneyDetail()


def _libraries() -> tuple[Fetcher, ...]:
    return (
        AkshareSummary("SSE"), AkshareSummary("SZSE"), AkshareDetail("SSE"), AkshareDetail("SZSE"),
        TushareSummary(), TushareDetail(),
    )  # fmt: skip
