"""Shanghai's files on www.sse.com.cn: the daily workbook, and the lists of underlying securities and collateral.

The workbook carries no date, the lists carry only today's. Both are second to the queries in ``sse``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import check_total, clean_name, columns_of, day_of, no_duplicates, security_ids
from liangrong.sources.decoding import Rows, Sheet, text_of, workbook_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.sheets import read_sheet

__all__ = ["SseCollateral", "SseUnderlying", "SseWorkbook", "read_list", "sheets_to_tables"]

_HEADERS: Final = (("Referer", wire.SSE_REFERER),)
_LIST: Final = re.compile(
    r"\s*tableData\['tableData_(\d+)'\]\s*=\s*\{\s*staticDate\s*:\s*'([^']*)'\s*,\s*list\s*:\s*\[(.*)\]\s*\}\s*;\s*", re.DOTALL
)
_LIST_ROW: Final = re.compile(r"\[\s*'([^']*)'\s*,\s*'([^']*)'\s*,\s*'([^']*)'\s*\]")


class SseWorkbook:
    """Totals and detail of one session as the workbook ``rzrqjygkYYYYMMDD.xls``."""

    source = "sse"
    dataset = "margin_detail"
    exchange = "SSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session's workbook; its name is the only place where the date stands."""
        return Request(wire.SSE_SITE + wire.SSE_WORKBOOK_PATH.format(day=query.end), headers=_HEADERS)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """Totals and detail; a missing file means that there was no session or nothing is out yet."""
        payload = payloads[0]
        if payload.status == HTTPStatus.NOT_FOUND or not payload.content:
            return nothing(query)
        return Ok(sheets_to_tables(workbook_of(payload), query.end, payload.place))


class SseUnderlying:
    """Today's underlying securities: the financing list and the short-selling list, two files read as two pages."""

    source = "sse"
    dataset = "underlying_securities"
    exchange = "SSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)
    _lists: tuple[str, ...] = ("financing", "short")

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the ``page``-th list. The host keeps no history: only today's list can be had."""
        number = wire.SSE_LIST_FILES[self._lists[page - 1]]
        return Request(wire.SSE_SITE + wire.SSE_LIST_PATH.format(number=number), headers=_HEADERS)

    def pages(self, first: RawPayload, query: Query) -> int:
        """One per list."""
        return len(self._lists)

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """Both lists as one table; refused when they are not of the day asked for, for no list may be dated back."""
        frames = [_list_frame(payload, name, query) for payload, name in zip(payloads, self._lists, strict=False)]
        check_total(len(payloads), [len(self._lists)], payloads[0].place)
        financing, short = (frame.with_columns(pl.lit(value=True).alias("on")) for frame in frames)
        both = financing.join(short, on="security_id", how="full", coalesce=True, suffix="_short").select(
            "security_id",
            name=pl.coalesce("name", "name_short"),
            trade_date=pl.lit(query.end),
            financing_eligible=pl.col("on").fill_null(value=False),
            short_eligible=pl.col("on_short").fill_null(value=False),
        )
        return Ok(Batch({"underlying_securities": conform(TABLES["underlying_securities"], both, source="sse")}))


class SseCollateral:
    """Today's list of securities accepted as collateral; it carries no conversion ratios."""

    source = "sse"
    dataset = "eligible_collateral"
    exchange = "SSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the list. The host keeps no history: only today's list can be had."""
        return Request(wire.SSE_SITE + wire.SSE_LIST_PATH.format(number=wire.SSE_LIST_FILES["collateral"]), headers=_HEADERS)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The list; refused when it is not of the day asked for."""
        frame = _list_frame(payloads[0], "collateral", query).with_columns(trade_date=pl.lit(query.end))
        return Ok(Batch({"eligible_collateral": conform(TABLES["eligible_collateral"], frame, source="sse")}))


def sheets_to_tables(sheets: Mapping[str, Sheet], day: date, place: str = "SSE") -> Batch:
    """The two sheets of the daily workbook as ``market_totals`` and ``margin_detail``.

    Raises
    ------
    SchemaChanged
        A sheet or a column is missing, or a cell or code is not what it should be.
    Refused
        A security stands there twice, or the totals on more than one row.
    """
    missing = [name for name in wire.SSE_WORKBOOK_SHEETS if name not in sheets]
    if missing:
        raise SchemaChanged(place=place, reason=f"no sheet {missing[0]}", reason_zh=f"缺少工作表 {missing[0]}")
    summary, detail = (sheets[name] for name in wire.SSE_WORKBOOK_SHEETS)
    sums = read_sheet(summary, wire.SSE_WORKBOOK_SUMMARY, place)
    check_total(len(sums.rows), [1], f"{place} {wire.SSE_WORKBOOK_SHEETS[0]}")
    totals = columns_of(sums.rows, wire.SSE_WORKBOOK_SUMMARY, place, units=dict(sums.units))
    rows = read_sheet(detail, wire.SSE_WORKBOOK_DETAIL, place)
    frame = columns_of(rows.rows, wire.SSE_WORKBOOK_DETAIL, place, units=dict(rows.units))
    codes = security_ids(frame["security_id"], Exchange.SSE, place)
    no_duplicates(codes, place)
    dated = {"trade_date": pl.lit(day), "rounding": pl.lit(0)}
    return Batch(
        {
            "market_totals": conform(TABLES["market_totals"], totals.with_columns(exchange=pl.lit("SSE"), **dated), source="sse"),
            "margin_detail": conform(TABLES["margin_detail"], frame.with_columns(codes, **dated), source="sse"),
        }
    )


def read_list(text: str, place: str = "SSE") -> tuple[str, date, Rows]:
    """A ``tableData`` list: its name (``collateral``, ``financing``, ``short``), its day, and rows of ``code`` and ``name``.

    Raises
    ------
    SchemaChanged
        The text is no such list.
    Refused
        The list ends too early, or its numbering has a gap or a repetition.
    """
    match = _LIST.fullmatch(text)
    if match is None:
        if text.lstrip().startswith("tableData["):
            raise Refused(
                FailureKind.TRANSPORT, f"{place} did not arrive whole: the list does not end", f"{place} 未完整到达：列表没有结尾"
            )
        raise SchemaChanged(place=place, reason="the body is no tableData list", reason_zh="应答不是 tableData 列表")
    name = next((n for n, number in wire.SSE_LIST_FILES.items() if f"{number}" == match[1]), None)
    rows = [{"number": row[1].strip(), "code": row[2].strip(), "name": row[3]} for row in _LIST_ROW.finditer(match[3])]
    rest = re.sub(r"[\s,]|\[\s*\]", "", _LIST_ROW.sub("", match[3]))
    if name is None or rest:
        raise SchemaChanged(
            place=place,
            reason=f"unknown list or row '{rest[:40] or match[1]}'",
            reason_zh=f"未知列表或行“{rest[:40] or match[1]}”",
        )
    no_duplicates(pl.Series([row["number"] for row in rows], dtype=pl.String()), place)
    check_total(len(rows), [max((int(row["number"]) for row in rows if row["number"].isdigit()), default=0)], place)
    return name, day_of(match[2], place), rows


def _list_frame(payload: RawPayload, wanted: str, query: Query) -> pl.DataFrame:
    name, day, rows = read_list(text_of(payload), payload.place)
    if name != wanted:
        raise SchemaChanged(
            place=payload.place,
            reason=f"it is the {name} list, not the {wanted} list",
            reason_zh=f"这是 {name} 名单，不是 {wanted} 名单",
        )
    if day != query.end:
        raise Refused(
            FailureKind.DATE_MISMATCH,
            f"{payload.place} was asked for {query.end} and holds only the list of {day}",
            f"{payload.place} 被询问 {query.end}，只有 {day} 的名单",
        )
    codes = security_ids(pl.Series("security_id", [row["code"] for row in rows], dtype=pl.String()), Exchange.SSE, payload.place)
    no_duplicates(codes, payload.place)
    names = clean_name(pl.Series("name", [row["name"] for row in rows], dtype=pl.String()))
    return pl.DataFrame([codes, names])
