"""CFFEX: the daily file of futures, GBK, of which the index futures are kept once its own sums have been checked.

The file carries no date, and a day without a file answers with a page.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from http import HTTPStatus
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import columns_of, no_duplicates
from liangrong.sources.decoding import looks_like_page, text_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.sums import GRAND_SUM, PRODUCT_SUM, check_sums

__all__ = ["CffexDaily", "text_to_futures"]

_INDEX_FUTURE: Final = re.compile(r"(IF|IH|IC|IM)\d{4}")
_SLACK: Final = {"volume": Decimal(0), "turnover": Decimal(5), "open_interest": Decimal(0)}
"""成交金额 is printed in 万元 with three decimals."""


class CffexDaily:
    """Index futures by contract, one session per file."""

    source = "cffex"
    dataset = "index_futures"
    exchange = ""
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 4, 16)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session's file; its name is the only place where the date stands."""
        return Request(wire.CFFEX + wire.CFFEX_DAILY_PATH.format(day=query.end))

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The contracts of the session; a page instead of a file means that there is none yet."""
        payload = payloads[0]
        if payload.status == HTTPStatus.NOT_FOUND or looks_like_page(payload.content):
            return nothing(query)
        return Ok(Batch({"index_futures": text_to_futures(text_of(payload, "gb18030"), query.end, payload.place)}))


def text_to_futures(text: str, day: date, place: str = "CFFEX") -> pl.DataFrame:
    """The text of a daily file as ``index_futures``: contracts of IF, IH, IC and IM only.

    Raises
    ------
    SchemaChanged
        A column is missing or a cell is not what it should be.
    Refused
        The file ends before its 合计, a contract stands there twice, or the contracts miss their 小计 or 合计.
    """
    lines = [[cell.strip() for cell in line] for line in csv.reader(text.splitlines()) if any(cell.strip() for cell in line)]
    header, body = (lines[0], lines[1:]) if lines else ([], [])
    absent = [key.name for key in wire.CFFEX_DAILY if header.count(key.name) != 1]
    if absent:
        raise SchemaChanged(place=place, reason=f"no single column '{absent[0]}'", reason_zh=f"没有唯一的“{absent[0]}”列")
    if not body or body[-1][0] != GRAND_SUM or any(len(line) < len(header) for line in body):
        raise Refused(FailureKind.INCOMPLETE, f"{place} ends before its 合计", f"{place} 在“合计”之前中断")
    frame = columns_of([dict(zip(header, line, strict=False)) for line in body], wire.CFFEX_DAILY, place)
    labelled = frame.with_columns(sum=pl.when(pl.col("contract").is_in([PRODUCT_SUM, GRAND_SUM])).then(pl.col("contract")))
    contracts = check_sums(labelled, _SLACK, place)
    no_duplicates(contracts["contract"], place)
    kept = contracts.filter(pl.col("contract").str.contains(f"^{_INDEX_FUTURE.pattern}$"))
    return conform(TABLES["index_futures"], kept.with_columns(trade_date=pl.lit(day)), source="cffex")
