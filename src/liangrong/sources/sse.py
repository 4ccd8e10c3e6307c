"""Shanghai: daily totals, per-security detail and northbound turnover, from query.sse.com.cn.

Everything is printed in 元 and 股/份. Per-security answers carry no 融券余额: those cells stay null here.
The workbooks and lists of www.sse.com.cn are in ``sse_files``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Any, Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import check_days, check_total, columns_of, day_of, no_duplicates, security_ids
from liangrong.sources.decoding import Rows, json_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing

__all__ = ["SseDetail", "SseNorthbound", "SseSummary", "answer_rows", "rows_to_detail", "rows_to_northbound", "rows_to_totals"]

_HEADERS: Final = (("Referer", wire.SSE_REFERER),)
_MARGIN_URL: Final = wire.SSE_QUERY + wire.SSE_MARGIN_PATH
_SOA_URL: Final = wire.SSE_QUERY + wire.SSE_SOA_PATH

Endpoint = Literal["margin", "soa"]
"""Which of the two doors to ask: ``queryMargin.do`` or ``commonSoaQuery.do``. Both answer alike."""


class SseSummary:
    """Totals of Shanghai, many sessions per request.

    Parameters
    ----------
    endpoint
        ``margin`` (the older door) or ``soa`` (what the exchange's page calls now).
    """

    source = "sse"
    dataset = "market_totals"
    exchange = "SSE"
    span: Literal["day", "range"] = "range"
    first_day = date(2010, 3, 31)

    def __init__(self, endpoint: Endpoint = "margin") -> None:
        self._endpoint = endpoint

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for page ``page`` of the totals from ``query.start`` to ``query.end``."""
        days = (("beginDate", f"{query.start:%Y%m%d}"), ("endDate", f"{query.end:%Y%m%d}"))
        if self._endpoint == "soa":
            return _request(_SOA_URL, ("sqlId", wire.SSE_SUMMARY_SQL), *days, ("stockCode", ""), page=page)
        return _request(_MARGIN_URL, *days, ("tabType", ""), ("stockCode", ""), page=page)

    def pages(self, first: RawPayload, query: Query) -> int:
        """How many pages there are, from the page size really served."""
        return _pages(first)

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The totals of every session in ``query`` that the answer knows."""
        rows, announced = _all_rows(payloads)
        if not rows:
            return nothing(query)
        frame = rows_to_totals(rows)
        _check(frame, "trade_date", announced, query, payloads[0].place)
        return Ok(Batch({"market_totals": frame}))


class SseDetail:
    """Per-security detail of Shanghai, one session per request and 2,000 rows per page."""

    source = "sse"
    dataset = "margin_detail"
    exchange = "SSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def __init__(self, endpoint: Endpoint = "margin") -> None:
        self._endpoint = endpoint

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for page ``page`` of the session."""
        day = f"{query.end:%Y%m%d}"
        if self._endpoint == "soa":
            days = (("beginDate", day), ("endDate", day))
            return _request(_SOA_URL, ("sqlId", wire.SSE_DETAIL_SQL), *days, ("preStockCode", ""), page=page)
        days = (("beginDate", ""), ("endDate", ""))
        return _request(_MARGIN_URL, ("tabType", "mxtype"), ("detailsDate", day), ("stockCode", ""), *days, page=page)

    def pages(self, first: RawPayload, query: Query) -> int:
        """How many pages there are, from the page size really served."""
        return _pages(first)

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The detail of the session, complete or not at all."""
        rows, announced = _all_rows(payloads)
        if not rows:
            return nothing(query)
        frame = rows_to_detail(rows)
        _check(frame, "security_id", announced, query, payloads[0].place)
        return Ok(Batch({"margin_detail": frame}))


class SseNorthbound:
    """Northbound turnover through Shanghai (沪股通): gross only, the net figures ended in 2024."""

    source = "sse"
    dataset = "northbound"
    exchange = "SSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2014, 11, 17)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session; the answer has one page."""
        return Request(
            _SOA_URL,
            params=(("isPagination", "false"), ("sqlId", wire.SSE_NORTHBOUND_SQL), ("tradeDate", f"{query.end:%Y%m%d}")),
            headers=_HEADERS,
        )

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's turnover."""
        rows, announced = _all_rows(payloads)
        if not rows:
            return nothing(query)
        frame = rows_to_northbound(rows)
        _check(frame, "trade_date", announced, query, payloads[0].place)
        return Ok(Batch({"northbound": frame}))


def rows_to_totals(rows: Rows, place: str = "SSE") -> pl.DataFrame:
    """Summary rows (``opDate``, ``rzye`` …) as ``market_totals``.

    Raises
    ------
    SchemaChanged
        A key is missing or a cell is not what it should be.

    Examples
    --------
    >>> row = dict(opDate="20260130", rzye=9, rzmre=2, rzche=1, rqylje=3, rqyl=4, rqmcl=1, rzrqjyzl=12)
    >>> rows_to_totals([row]).select("exchange", "trade_date", "margin_trading_balance").row(0)
    ('SSE', datetime.date(2026, 1, 30), Decimal('12.000'))
    """
    frame = columns_of(rows, wire.SSE_SUMMARY, place)
    return conform(
        TABLES["market_totals"],
        frame.with_columns(_days(rows, "opDate", place), exchange=pl.lit("SSE"), rounding=pl.lit(0)),
        source="sse",
    )


def rows_to_detail(rows: Rows, place: str = "SSE") -> pl.DataFrame:
    """Detail rows (``opDate``, ``stockCode``, ``rzye`` …) as ``margin_detail``; 融券余额 is null, it is not published.

    Raises
    ------
    SchemaChanged
        A key is missing, or a cell or code is not what it should be.
    """
    frame = columns_of(rows, wire.SSE_DETAIL, place)
    codes = security_ids(frame["security_id"], Exchange.SSE, place)
    frame = frame.with_columns(codes, _days(rows, "opDate", place), rounding=pl.lit(0))
    return conform(TABLES["margin_detail"], frame, source="sse")


def rows_to_northbound(rows: Rows, place: str = "SSE") -> pl.DataFrame:
    """Rows of ``tradeDate``, ``totalAmount`` (亿元) and ``totalVolume`` (万笔) as ``northbound``.

    Raises
    ------
    SchemaChanged
        A key is missing or a cell is not what it should be.
    """
    frame = columns_of(rows, wire.SSE_NORTHBOUND, place)
    frame = frame.with_columns(_days(rows, "tradeDate", place), exchange=pl.lit("SSE"))
    return conform(TABLES["northbound"], frame, source="sse")


def answer_rows(answer: object, place: str = "SSE") -> list[Mapping[str, object]]:
    """The rows of one decoded answer.

    Raises
    ------
    SchemaChanged
        ``result`` is null or no list: that is how this host answers an unknown query, with status 200.
    """
    rows = answer.get("result") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemaChanged(
            place=place,
            reason="the answer has no list of rows under 'result' (an unknown query answers so)",
            reason_zh="应答的 result 不是行列表（未知查询会这样应答）",
        )
    return rows


def _request(url: str, *asked: tuple[str, str], page: int) -> Request:
    paging = (
        ("isPagination", "true"),
        ("pageHelp.pageSize", f"{wire.SSE_PAGE_CAP}"),
        ("pageHelp.pageNo", f"{page}"),
        ("pageHelp.beginPage", f"{page}"),
        ("pageHelp.cacheSize", "1"),
        ("pageHelp.endPage", f"{page}"),
    )
    return Request(url, params=(*asked, *paging), headers=_HEADERS)


def _pages(first: RawPayload) -> int:
    try:
        total, served = _page_facts(json_of(first), first.place)
    except (Refused, SchemaChanged):
        return 1
    return max(1, ceil(total / served)) if served else 1


def _page_facts(answer: Any, place: str) -> tuple[int, int]:
    """Rows in total and rows per page as served."""
    help_ = answer.get("pageHelp") if isinstance(answer, dict) else None
    facts = [help_.get(name) if isinstance(help_, dict) else None for name in ("total", "pageSize")]
    if not all(isinstance(fact, str) and fact.isdigit() for fact in facts):
        raise SchemaChanged(place=place, reason="'pageHelp' does not count the rows", reason_zh="pageHelp 没有行数")
    return int(str(facts[0])), int(str(facts[1]))


def _all_rows(payloads: Sequence[RawPayload]) -> tuple[list[Mapping[str, object]], set[int]]:
    """The rows of all pages, and how many rows the pages announce."""
    rows: list[Mapping[str, object]] = []
    announced = set()
    for payload in payloads:
        answer = json_of(payload)
        rows += answer_rows(answer, payload.place)
        announced.add(_page_facts(answer, payload.place)[0])
    if not rows:
        check_total(0, announced, payloads[0].place)
    return rows, announced


def _days(rows: Rows, key: str, place: str) -> pl.Series:
    return pl.Series("trade_date", [day_of(row.get(key), place) for row in rows], dtype=pl.Date())


def _check(frame: pl.DataFrame, key: str, announced: set[int], query: Query, place: str) -> None:
    """Refuse another day, a row that stands there twice, and rows that are missing."""
    check_days(frame["trade_date"], query, place)
    no_duplicates(frame[key], place)
    check_total(frame.height, announced, place)
