"""Eastmoney's datacenter: a collector, optional and never the only source.

Reports are asked for by name and day, answers come in one envelope; what the rows mean is in ``eastmoney_tables``.
Account statistics are another collection of the same business and are never mixed with exchange totals.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import Failed, FailureKind, Ok, Outcome
from liangrong.market.discrepancies import Discrepancy
from liangrong.sources import wire
from liangrong.sources.cells import check_days, check_total, day_of, no_duplicates
from liangrong.sources.decoding import Rows, json_of
from liangrong.sources.eastmoney_tables import (
    BSE_JOINS,
    rows_to_accounts,
    rows_to_boards,
    rows_to_caps,
    rows_to_detail,
    rows_to_exchanges,
    rows_to_totals,
)
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing

__all__ = [
    "EastmoneyAccounts",
    "EastmoneyBoards",
    "EastmoneyByExchange",
    "EastmoneyCaps",
    "EastmoneyDetail",
    "EastmoneyExchange",
    "EastmoneyTotals",
    "answer_rows",
]

_PAGE_SIZE: Final = 500
_EMPTY, _UNKNOWN_REPORT, _BUSY = "9201", "9501", "9701"
_EXCHANGE_CODES: Final = {"SSE": "007", "SZSE": "001", "BSE": "002"}


class _Report:
    """One report of the datacenter."""

    source = "eastmoney"
    dataset: str
    exchange = ""
    span: Literal["day", "range"] = "range"
    first_day = date(2010, 3, 31)
    _report: str
    _day: str
    _key: str = ""
    _page_size = _PAGE_SIZE

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for page ``page`` of the report between the two days."""
        asked = (
            ("reportName", self._report),
            ("columns", "ALL"),
            ("filter", f"({self._day}>='{query.start}')({self._day}<='{query.end}'){self._filter()}"),
            ("sortColumns", ",".join(filter(None, (self._day, self._key)))),
            ("sortTypes", ",".join(["-1", "1"][: 1 + bool(self._key)])),
            ("pageNumber", f"{page}"),
            ("pageSize", f"{self._page_size}"),
            ("source", "WEB"),
            ("client", "WEB"),
        )
        return Request(wire.EASTMONEY + wire.EASTMONEY_PATH, params=asked, headers=(("Referer", wire.EASTMONEY_REFERER),))

    def pages(self, first: RawPayload, query: Query) -> int:
        """From the rows announced and the rows really served, for the host caps pages as it likes."""
        try:
            rows, count = answer_rows(json_of(first), first.place)
        except (Refused, SchemaChanged):
            return 1
        return max(1, ceil(count / len(rows))) if rows and count else 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The rows of the query, complete or not at all."""
        place = f"{payloads[0].place} {self._report}"
        answers = [answer_rows(json_of(payload), place) for payload in payloads]
        rows = [row for page, _ in answers for row in page]
        announced = {count if count is not None else -1 for _, count in answers}
        if not rows:
            check_total(0, announced, place)
            return nothing(query)
        keys = pl.Series([f"{day_of(row.get(self._day), place)} {row.get(self._key, '')}".strip() for row in rows])
        check_days(keys.str.slice(0, len("2026-01-30")).str.to_date(), query, place)
        no_duplicates(keys, place)
        check_total(len(rows), announced, place)
        return self._read(rows, place)

    def _filter(self) -> str:
        return ""

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        raise NotImplementedError


class EastmoneyTotals(_Report):
    """The vendor's sum of Shanghai and Shenzhen, up to the day when Beijing joined it."""

    dataset = "market_totals"
    exchange = "SSE+SZSE"
    _report, _day = "RPTA_RZRQ_LSHJ", "DIM_DATE"

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        before = [row for row in rows if day_of(row.get(self._day), place) < BSE_JOINS]
        if not before:
            return Failed(
                FailureKind.AMBIGUOUS,
                f"{place}: from {BSE_JOINS} this sum includes Beijing; ask for the exchanges one by one",
                f"{place}：自 {BSE_JOINS} 起该合计含北交所，请分交易所查询",
            )
        left = len(rows) - len(before)
        zh, en = (
            f"{BSE_JOINS} 起的 {left} 行含北交所，未采用",
            f"{left} rows from {BSE_JOINS} on include Beijing and were left out",
        )
        found = (Discrepancy("scope_changed", "market_totals", "SSE+SZSE", BSE_JOINS, "info", note_zh=zh, note_en=en),)
        return Ok(Batch({"market_totals": rows_to_totals(before, "SSE+SZSE", self._day, place)}, found if left else ()))


class EastmoneyByExchange(_Report):
    """Totals of the three exchanges side by side."""

    dataset = "market_totals"
    _report, _day = "RPTA_RZRQ_LSDB", "DIM_DATE"

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        return Ok(rows_to_exchanges(rows, place))


class EastmoneyExchange(_Report):
    """Totals of one exchange.

    Parameters
    ----------
    exchange
        ``SSE``, ``SZSE`` or ``BSE``.
    """

    dataset = "market_totals"
    _report, _day = "RPTA_WEB_RZRQ_LSSH", "DIM_DATE"

    def __init__(self, exchange: Literal["SSE", "SZSE", "BSE"]) -> None:
        self.exchange = exchange
        self.first_day = BSE_JOINS if exchange == "BSE" else date(2010, 3, 31)

    def _filter(self) -> str:
        return f'(scdm="{_EXCHANGE_CODES[self.exchange]}")'

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        return Ok(Batch({"market_totals": rows_to_totals(rows, self.exchange, self._day, place)}))


class EastmoneyDetail(_Report):
    """Per-security detail of all exchanges.

    Parameters
    ----------
    beside
        Also the float cap and the close that stand beside the figures. ``EastmoneyCaps`` knows more about caps.
    """

    dataset = "margin_detail"
    span: Literal["day", "range"] = "day"
    _report, _day, _key = "RPTA_WEB_RZRQ_GGMX", "DATE", "SCODE"

    def __init__(self, *, beside: bool = True) -> None:
        self._beside = beside

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        batch = rows_to_detail(rows, place)
        return Ok(batch if self._beside else Batch({self.dataset: batch.tables[self.dataset]}, batch.discrepancies))


class EastmoneyAccounts(_Report):
    """Account statistics: maintenance ratio, collateral, investors. A basis of its own."""

    dataset = "account_statistics"
    first_day = date(2012, 9, 27)
    _report, _day = "RPTA_WEB_MARGIN_DAILYTRADE", "STATISTICS_DATE"

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        return Ok(Batch({"account_statistics": rows_to_accounts(rows, place)}))


class EastmoneyBoards(_Report):
    """Margin figures of the vendor's own boards of one kind.

    Parameters
    ----------
    kind
        ``005`` industries, ``006`` concepts, ``004`` regions.
    """

    dataset = "board_margin"
    span: Literal["day", "range"] = "day"
    _report, _day, _key = "RPTA_WEB_BKJYMXN", "TRADE_DATE", "BOARD_CODE"

    def __init__(self, kind: Literal["005", "006", "004"] = "005") -> None:
        self._kind = kind

    def _filter(self) -> str:
        return f'(BOARD_TYPE_CODE="{self._kind}")'

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        return Ok(Batch({"board_margin": rows_to_boards(rows, place)}))


class EastmoneyCaps(_Report):
    """Float and total market capitalisation of every stock."""

    dataset = "caps"
    span: Literal["day", "range"] = "day"
    _report, _day, _key = "RPT_VALUEANALYSIS_DET", "TRADE_DATE", "SECUCODE"
    _page_size = 5_000

    def _read(self, rows: Rows, place: str) -> Outcome[Batch]:
        return Ok(Batch({"caps": rows_to_caps(rows, place)}))


def answer_rows(answer: object, place: str = "Eastmoney") -> tuple[list[Mapping[str, object]], int | None]:
    """The rows of a decoded answer and how many it announces (``None`` where a trimmed envelope does not say).

    Raises
    ------
    SchemaChanged
        The answer is no envelope, or names an unknown report.
    Refused
        The host is busy or refuses.
    """
    if not isinstance(answer, dict):
        raise SchemaChanged(place=place, reason="the answer is no envelope", reason_zh="应答不是数据信封")
    code, said = f"{answer.get('code', '0')}", f"{answer.get('message', '')}"
    if code == _EMPTY:
        return [], 0
    if code == _UNKNOWN_REPORT:
        raise SchemaChanged(place=place, reason=f"the report is unknown: {said}", reason_zh=f"报表不存在：{said}")
    if code != "0" or answer.get("success") is False:
        kind = FailureKind.TRANSPORT if code == _BUSY else FailureKind.BLOCKED
        raise Refused(kind, f"{place} refused: {code} {said}", f"{place} 拒绝应答：{code} {said}")
    result = answer.get("result")
    rows = result.get("data") if isinstance(result, dict) else None
    if not isinstance(result, dict) or not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemaChanged(place=place, reason="'result.data' is not a list of rows", reason_zh="result.data 不是行列表")
    count = result.get("count")
    return rows, int(count) if isinstance(count, str) and count.isdigit() else None
