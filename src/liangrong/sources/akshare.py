"""akshare as an optional provider (extra ``akshare``), behind ``libraries.LibraryTransport``.

It drops the date of Shenzhen's figures and 偿还 of Shanghai's totals, prints Shenzhen's totals in 亿, and reads only the
first page of Shanghai's detail. The units are stated here because its frames do not carry them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import polars as pl

from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.core.units import Unit
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import check_days, columns_of, day_of, half_unit, no_duplicates, security_ids
from liangrong.sources.decoding import Rows
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.libraries import frame_rows, library_request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.wire import Key

__all__ = ["AkshareDetail", "AkshareSummary"]

_DATE: Final = "信用交易日期"
_SSE_TOTALS: Final = (
    Key("融资余额", "financing_balance", Unit.YUAN),
    Key("融资买入额", "financing_buy_amount", Unit.YUAN),
    Key("融券余量", "short_quantity", Unit.SHARE),
    Key("融券余量金额", "short_balance", Unit.YUAN),
    Key("融券卖出量", "short_sell_quantity", Unit.SHARE),
    Key("融资融券余额", "margin_trading_balance", Unit.YUAN),
)
_SZSE_TOTALS: Final = (
    Key("融资余额", "financing_balance", Unit.YI_YUAN),
    Key("融资买入额", "financing_buy_amount", Unit.YI_YUAN),
    Key("融券余量", "short_quantity", Unit.YI_SHARE),
    Key("融券余额", "short_balance", Unit.YI_YUAN),
    Key("融券卖出量", "short_sell_quantity", Unit.YI_SHARE),
    Key("融资融券余额", "margin_trading_balance", Unit.YI_YUAN),
)
_SSE_DETAIL: Final = (
    Key("标的证券代码", "security_id"),
    Key("标的证券简称", "name"),
    Key("融资余额", "financing_balance", Unit.YUAN),
    Key("融资买入额", "financing_buy_amount", Unit.YUAN),
    Key("融资偿还额", "financing_repay_amount", Unit.YUAN),
    Key("融券余量", "short_quantity", Unit.SHARE),
    Key("融券卖出量", "short_sell_quantity", Unit.SHARE),
    Key("融券偿还量", "short_repay_quantity", Unit.SHARE),
)
_SZSE_DETAIL: Final = (
    Key("证券代码", "security_id"),
    Key("证券简称", "name"),
    Key("融资余额", "financing_balance", Unit.YUAN),
    Key("融资买入额", "financing_buy_amount", Unit.YUAN),
    Key("融券余量", "short_quantity", Unit.SHARE),
    Key("融券余额", "short_balance", Unit.YUAN),
    Key("融券卖出量", "short_sell_quantity", Unit.SHARE),
    Key("融资融券余额", "margin_trading_balance", Unit.YUAN),
)
_SZSE_DECIMALS: Final = 2


class _Akshare:
    source = "akshare"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def __init__(self, exchange: Literal["SSE", "SZSE"]) -> None:
        self.exchange: str = exchange

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1


class AkshareSummary(_Akshare):
    """Totals of Shanghai (``stock_margin_sse``) or Shenzhen (``stock_margin_szse``), one session per call.

    Parameters
    ----------
    exchange
        ``SSE`` or ``SZSE``.
    """

    dataset = "market_totals"

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session."""
        day = f"{query.end:%Y%m%d}"
        if self.exchange == "SSE":
            return library_request("akshare", "stock_margin_sse", start_date=day, end_date=day)
        return library_request("akshare", "stock_margin_szse", date=day)

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's totals; Shenzhen's carry the day that was asked for, because akshare drops theirs."""
        place, rows = payloads[0].place, frame_rows(payloads[0])
        if not rows:
            return nothing(query)
        keys, rounding = (_SSE_TOTALS, 0) if self.exchange == "SSE" else (_SZSE_TOTALS, half_unit(Unit.YI_YUAN, _SZSE_DECIMALS))
        days = _days(rows, query, place, dated=self.exchange == "SSE")
        no_duplicates(days, place)
        frame = columns_of(rows, keys, place).with_columns(days, exchange=pl.lit(self.exchange), rounding=pl.lit(rounding))
        return Ok(Batch({"market_totals": conform(TABLES["market_totals"], frame, source="akshare")}))


class AkshareDetail(_Akshare):
    """Per-security detail of Shanghai or Shenzhen, one session per call.

    Parameters
    ----------
    exchange
        ``SSE`` or ``SZSE``.
    """

    dataset = "margin_detail"

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session."""
        return library_request("akshare", f"stock_margin_detail_{self.exchange.lower()}", date=f"{query.end:%Y%m%d}")

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's detail; a full first page of Shanghai is refused, for akshare does not ask for the second."""
        place, rows = payloads[0].place, frame_rows(payloads[0])
        if not rows:
            return nothing(query)
        if self.exchange == "SSE" and len(rows) >= wire.SSE_PAGE_CAP:
            raise Refused(
                FailureKind.INCOMPLETE,
                f"{place} returned exactly one full page of {len(rows):,} rows; akshare does not read the next",
                f"{place} 恰好返回满一页 {len(rows):,} 行；akshare 不读下一页",
            )
        days = _days(rows, query, place, dated=self.exchange == "SSE")
        frame = columns_of(rows, _SSE_DETAIL if self.exchange == "SSE" else _SZSE_DETAIL, place)
        codes = security_ids(frame["security_id"], Exchange[self.exchange], place)
        no_duplicates(codes, place)
        frame = frame.with_columns(codes, days, rounding=pl.lit(0))
        return Ok(Batch({"margin_detail": conform(TABLES["margin_detail"], frame, source="akshare")}))


def _days(rows: Rows, query: Query, place: str, *, dated: bool) -> pl.Series:
    days = [day_of(row.get(_DATE), place) if dated else query.end for row in rows]
    series = pl.Series("trade_date", days, dtype=pl.Date())
    check_days(series, query, place)
    return series
