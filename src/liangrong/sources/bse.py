"""Beijing: daily totals, per-security detail and the underlying list, as JSONP with the date behind the rows.

Everything is read in 元 and 股; the ``…Round`` twins in 万 are left alone. No 偿还 is published.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import check_total, columns_of, day_of, flags, no_duplicates, security_ids
from liangrong.sources.decoding import Rows, jsonp_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing

__all__ = ["BseDetail", "BseSummary", "BseUnderlying", "rows_to_detail", "rows_to_totals", "rows_to_underlying"]

_CALLBACK: Final = ("callback", "cb")


class BseSummary:
    """Totals of Beijing, one session per request."""

    source = "bse"
    dataset = "market_totals"
    exchange = "BSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2023, 2, 13)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session."""
        return Request(
            wire.BSE + wire.BSE_SUMMARY_PATH,
            params=(_CALLBACK, ("transDate", f"{query.end}"), ("page", "0")),
            headers=(("Referer", wire.BSE_DETAIL_REFERER),),
        )

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's totals."""
        place = payloads[0].place
        rows = _rows_of_day(payloads[0], query.end)
        if not rows:
            return nothing(query)
        if len(rows) > 1:
            raise Refused(
                FailureKind.DUPLICATED,
                f"{place} sent {len(rows)} rows of totals for {query.end}",
                f"{place} 为 {query.end} 返回了 {len(rows)} 行汇总",
            )
        return Ok(Batch({"market_totals": rows_to_totals(rows, query.end, place)}))


class _Paged:
    """A list of one session in pages counted from 0, asked for with a form."""

    source = "bse"
    exchange = "BSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2023, 2, 13)
    _path: str
    _referer: str
    _filters: tuple[tuple[str, str], ...] = ()

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for page ``page`` (ours from 1, theirs from 0) of the session."""
        return Request(
            wire.BSE + self._path,
            params=(_CALLBACK,),
            form=(("transDate", f"{query.end}"), ("page", f"{page - 1}"), *self._filters),
            headers=(("Referer", self._referer),),
            method="POST",
        )

    def pages(self, first: RawPayload, query: Query) -> int:
        """The ``totalPages`` of the first page."""
        try:
            rows = _rows_of_day(first, query.end)
            return max(1, _count(_page_of(rows, first.place), "totalPages", first.place))
        except (Refused, SchemaChanged):
            return 1

    def _rows(self, payloads: Sequence[RawPayload], day: date) -> tuple[list[Mapping[str, object]], set[int]]:
        """The rows of all pages, and how many rows the pages announce."""
        rows: list[Mapping[str, object]] = []
        announced = set()
        for payload in payloads:
            page = _page_of(_rows_of_day(payload, day), payload.place)
            rows += page["content"]
            announced.add(_count(page, "totalElements", payload.place))
        if not rows:
            check_total(0, announced, payloads[0].place)
        return rows, announced


class BseDetail(_Paged):
    """Per-security detail of Beijing, 20 rows per page."""

    dataset = "margin_detail"
    _path = wire.BSE_DETAIL_PATH
    _referer = wire.BSE_DETAIL_REFERER

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The detail of the session, complete or not at all."""
        rows, announced = self._rows(payloads, query.end)
        if not rows:
            return nothing(query)
        frame = rows_to_detail(rows, query.end, payloads[0].place)
        no_duplicates(frame["security_id"], payloads[0].place)
        check_total(frame.height, announced, payloads[0].place)
        return Ok(Batch({"margin_detail": frame}))


class BseUnderlying(_Paged):
    """Underlying securities of Beijing and what is open on the day."""

    dataset = "underlying_securities"
    _path = wire.BSE_UNDERLYING_PATH
    _referer = wire.BSE_UNDERLYING_REFERER
    _filters = (("zqdm", ""),)

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The list of the session, complete or not at all."""
        rows, announced = self._rows(payloads, query.end)
        if not rows:
            return nothing(query)
        frame = rows_to_underlying(rows, query.end, payloads[0].place)
        no_duplicates(frame["security_id"], payloads[0].place)
        check_total(frame.height, announced, payloads[0].place)
        return Ok(Batch({"underlying_securities": frame}))


def rows_to_totals(rows: Rows, day: date, place: str = "BSE") -> pl.DataFrame:
    """Summary rows (``rzye``, ``rzmre`` … in 元 and 股) as ``market_totals``.

    Raises
    ------
    SchemaChanged
        A key is missing or a cell is not what it should be.
    """
    frame = columns_of(rows, wire.BSE_SUMMARY, place)
    frame = frame.with_columns(exchange=pl.lit("BSE"), trade_date=pl.lit(day), rounding=pl.lit(0))
    return conform(TABLES["market_totals"], frame, source="bse")


def rows_to_detail(rows: Rows, day: date, place: str = "BSE") -> pl.DataFrame:
    """Detail rows (``zqdm``, ``zqjc``, ``rzye`` …) as ``margin_detail``.

    Raises
    ------
    SchemaChanged
        A key is missing, or a cell or code is not what it should be.
    """
    frame = columns_of(rows, wire.BSE_DETAIL, place)
    codes = security_ids(frame["security_id"], Exchange.BSE, place)
    return conform(TABLES["margin_detail"], frame.with_columns(codes, trade_date=pl.lit(day), rounding=pl.lit(0)), source="bse")


def rows_to_underlying(rows: Rows, day: date, place: str = "BSE") -> pl.DataFrame:
    """Underlying rows (``rzbd``, ``rqbd``, ``drkrz``, ``drkrq``: Y or N) as ``underlying_securities``.

    Raises
    ------
    SchemaChanged
        A key is missing, or a flag or code is not what it should be.
    """
    frame = columns_of(rows, wire.BSE_UNDERLYING, place)
    booleans = [flags(frame[key.column], place) for key in wire.BSE_UNDERLYING[2:]]
    codes = security_ids(frame["security_id"], Exchange.BSE, place)
    return conform(TABLES["underlying_securities"], frame.with_columns(codes, *booleans, trade_date=pl.lit(day)), source="bse")


def _rows_of_day(payload: RawPayload, day: date) -> list[Mapping[str, object]]:
    rows, printed = jsonp_of(payload)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemaChanged(place=payload.place, reason="the answer is not a list of rows", reason_zh="应答不是行列表")
    if day_of(printed, payload.place) != day:
        raise Refused(
            FailureKind.DATE_MISMATCH,
            f"{payload.place} was asked for {day} and speaks of {printed}",
            f"{payload.place} 被询问 {day}，应答的却是 {printed}",
        )
    return rows


def _page_of(pages: list[Mapping[str, object]], place: str) -> dict[str, Any]:
    page = dict(pages[0]) if pages else {"content": [], "totalPages": "0", "totalElements": "0"}
    content = page.get("content")
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise SchemaChanged(place=place, reason="the page has no 'content' of rows", reason_zh="页中没有 content 行列表")
    return page


def _count(page: Mapping[str, object], name: str, place: str) -> int:
    count = page.get(name)
    if not (isinstance(count, str) and count.isdigit()):
        raise SchemaChanged(place=place, reason=f"'{name}' is no count", reason_zh=f"{name} 不是计数")
    return int(count)
