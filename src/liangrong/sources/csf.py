"""China Securities Finance: the daily workbook of securities refinancing (转融券), which ended in 2024.

The layout is known from older clients only, so everything it says about itself is checked: its date and its sums.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from http import HTTPStatus
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import InvalidSecurity, SchemaChanged
from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.core.securities import SecurityId
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import columns_of, day_of, half_unit, no_duplicates
from liangrong.sources.decoding import Sheet, workbook_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.sheets import read_sheet
from liangrong.sources.sums import GRAND_SUM, PRODUCT_SUM, check_sums
from liangrong.sources.wire import Key

__all__ = ["CsfRefinancing", "sheet_to_refinancing"]

_SLACK: Final = {key.column: half_unit(key.unit, 2) for key in wire.CSF_REFINANCING if key.unit}
"""Each row is printed in 万 with two decimals and rounded before it is summed."""


class CsfRefinancing:
    """Securities refinancing by security, one session per workbook."""

    source = "csf"
    dataset = "securities_refinancing"
    exchange = ""
    span: Literal["day", "range"] = "day"
    first_day = date(2013, 2, 28)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session's workbook."""
        return Request(wire.CSF + wire.CSF_REFINANCING_PATH.format(day=query.end))

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's refinancing by security."""
        payload = payloads[0]
        if payload.status == HTTPStatus.NOT_FOUND or not payload.content:
            return nothing(query)
        sheet = workbook_of(payload).get(wire.CSF_REFINANCING_SHEET)
        if sheet is None:
            raise SchemaChanged(
                place=payload.place,
                reason=f"no sheet {wire.CSF_REFINANCING_SHEET}",
                reason_zh=f"缺少工作表 {wire.CSF_REFINANCING_SHEET}",
            )
        frame = sheet_to_refinancing(sheet, query.end, payload.place)
        return nothing(query) if frame.is_empty() else Ok(Batch({"securities_refinancing": frame}))


def sheet_to_refinancing(sheet: Sheet, day: date | None, place: str = "CSF") -> pl.DataFrame:
    """The sheet 转融券交易汇总 as ``securities_refinancing``.

    Parameters
    ----------
    day
        The day that was asked for; ``None`` takes the one in the title.

    Raises
    ------
    SchemaChanged
        The title has no date, or a column, cell or code is not what it should be.
    Refused
        The title speaks of another day, a security stands there twice, or the rows miss their 小计 or 合计.
    """
    titled = next((m for row in sheet[:2] for cell in row if (m := re.search(r"\d{4}-\d{2}-\d{2}", str(cell)))), None)
    if titled is None:
        raise SchemaChanged(place=place, reason="the title has no date", reason_zh="标题中没有日期")
    printed = day_of(titled[0], place)
    if day not in (None, printed):
        raise Refused(
            FailureKind.DATE_MISMATCH,
            f"{place} was asked for {day} and speaks of {printed}",
            f"{place} 被询问 {day}，应答的却是 {printed}",
        )
    header = next((n for n, row in enumerate(sheet) if wire.CSF_REFINANCING[0].name in map(str, row)), 0)
    keys = (Key("序号", "number"), *wire.CSF_REFINANCING)
    table = read_sheet(sheet, keys, place, header=header)
    frame = columns_of(table.rows, keys, place, units=dict(table.units))
    labels = pl.coalesce(
        pl.when(pl.col(name).is_in([PRODUCT_SUM, GRAND_SUM])).then(pl.col(name)) for name in ("number", "security_id", "name")
    )
    rows = check_sums(frame.with_columns(sum=labels), _SLACK, place)
    codes = pl.Series("security_id", [_security(code, place) for code in rows["security_id"]], dtype=pl.String())
    no_duplicates(codes, place)
    rows = rows.drop("number").with_columns(codes, trade_date=pl.lit(printed))
    return conform(TABLES["securities_refinancing"], rows, source="csf")


def _security(code: str | None, place: str) -> str:
    try:
        return str(SecurityId.parse((code or "").zfill(6)))
    except InvalidSecurity as error:
        raise SchemaChanged(place=place, reason=error.message("en"), reason_zh=error.message("zh")) from error
