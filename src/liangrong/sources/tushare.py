"""tushare as an optional provider (extra ``tushare`` and a token), behind ``libraries.LibraryTransport``.

Its repayments are its own arithmetic, listed in ``derived``; those of Beijing do not roll forward. Calls are capped in
rows, and a full answer is refused rather than believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import InvalidSecurity, SchemaChanged
from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.core.securities import Exchange, SecurityId
from liangrong.core.units import Unit
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources.cells import check_days, columns_of, day_of, no_duplicates
from liangrong.sources.decoding import Rows
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.libraries import frame_rows, library_request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.wire import Key

__all__ = ["TushareDetail", "TushareSummary"]

_TOTALS_CAP: Final = 4_000
_DETAIL_CAP: Final = 6_000
"""Rows served at most per call."""
_TOTALS: Final = (
    Key("exchange_id", "exchange"),
    Key("rzye", "financing_balance", Unit.YUAN),
    Key("rzmre", "financing_buy_amount", Unit.YUAN),
    Key("rzche", "financing_repay_amount", Unit.YUAN),
    Key("rqye", "short_balance", Unit.YUAN),
    Key("rqmcl", "short_sell_quantity", Unit.SHARE),
    Key("rzrqye", "margin_trading_balance", Unit.YUAN),
    Key("rqyl", "short_quantity", Unit.SHARE),
)
_DETAIL: Final = (
    Key("ts_code", "security_id"),
    Key("name", "name", optional=True),
    *_TOTALS[1:],
    Key("rqchl", "short_repay_quantity", Unit.SHARE),
)


class _Tushare:
    source = "tushare"
    exchange = ""
    first_day = date(2010, 3, 31)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1


class TushareSummary(_Tushare):
    """Totals of the three exchanges (``margin``)."""

    dataset = "market_totals"
    span: Literal["day", "range"] = "range"

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the sessions from ``query.start`` to ``query.end``."""
        return library_request("tushare", "margin", start_date=f"{query.start:%Y%m%d}", end_date=f"{query.end:%Y%m%d}")

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The totals, the vendor's repayments of Shenzhen and Beijing marked derived."""
        place, rows = payloads[0].place, frame_rows(payloads[0])
        if not rows:
            return nothing(query)
        days = _days(rows, query, _TOTALS_CAP, place)
        frame = columns_of(rows, _TOTALS, place).with_columns(days, rounding=pl.lit(0))
        strange = frame.filter(~pl.col("exchange").is_in([exchange.name for exchange in Exchange]))
        if strange.height:
            found = strange["exchange"][0]
            raise SchemaChanged(place=place, reason=f"unknown exchange '{found}'", reason_zh=f"未知交易所“{found}”")
        no_duplicates(frame.select(pl.format("{} {}", "exchange", "trade_date")).to_series(), place)
        frame = frame.with_columns(derived=_derived(pl.col("exchange") != "SSE", ["financing_repay_amount"]))
        return Ok(Batch({"market_totals": conform(TABLES["market_totals"], frame, source="tushare")}))


class TushareDetail(_Tushare):
    """Per-security detail of the three exchanges (``margin_detail``), one session per call."""

    dataset = "margin_detail"
    span: Literal["day", "range"] = "day"

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session."""
        return library_request("tushare", "margin_detail", trade_date=f"{query.end:%Y%m%d}")

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The detail, with what the vendor worked out itself marked derived."""
        place, rows = payloads[0].place, frame_rows(payloads[0])
        if not rows:
            return nothing(query)
        days = _days(rows, query, _DETAIL_CAP, place)
        frame = columns_of(rows, _DETAIL, place)
        codes = pl.Series("security_id", [_security(code, n, place) for n, code in enumerate(frame["security_id"], 1)])
        no_duplicates(codes, place)
        shanghai = pl.col("security_id").str.ends_with("SH")
        own = _derived(shanghai, ["short_balance", "margin_trading_balance"])
        others = _derived(~shanghai, ["financing_repay_amount", "short_repay_quantity"])
        frame = frame.with_columns(codes, days, rounding=pl.lit(0)).with_columns(derived=pl.concat_list(own, others))
        return Ok(Batch({"margin_detail": conform(TABLES["margin_detail"], frame, source="tushare")}))


def _days(rows: Rows, query: Query, cap: int, place: str) -> pl.Series:
    if len(rows) >= cap:
        raise Refused(
            FailureKind.INCOMPLETE,
            f"{place} returned {len(rows):,} rows, as many as it ever does; ask for fewer days",
            f"{place} 返回了上限 {len(rows):,} 行；请缩短日期区间",
        )
    days = pl.Series("trade_date", [day_of(row.get("trade_date"), place) for row in rows], dtype=pl.Date())
    check_days(days, query, place)
    return days


def _derived(where: pl.Expr, names: list[str]) -> pl.Expr:
    """The names of those cells that are there, on the rows where the vendor works them out."""
    present = [pl.when(where & pl.col(name).is_not_null()).then(pl.lit(name)) for name in names]
    return pl.concat_list(present).list.drop_nulls()


def _security(code: str | None, row: int, place: str) -> str:
    try:
        return str(SecurityId.parse(code or "-"))
    except InvalidSecurity as error:
        raise SchemaChanged(
            place=place, reason=f"row {row}: {error.message('en')}", reason_zh=f"第 {row} 行：{error.message('zh')}"
        ) from error
