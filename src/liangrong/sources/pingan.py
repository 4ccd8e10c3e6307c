"""Ping An Securities: what this one broker demands as margin per security. Optional; the answer carries no date."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import columns_of, no_duplicates, security_ids
from liangrong.sources.decoding import Rows, json_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import nothing, refusing

__all__ = ["BROKER", "PinganRatios", "rows_to_ratios"]

BROKER: Final = "平安证券"
_ALL_ROWS: Final = 50_000
"""Asks for everything in one page; the longest list has some 2,000 securities."""


class PinganRatios:
    """Margin ratios of one exchange's securities at one broker.

    Parameters
    ----------
    exchange
        ``SSE``, ``SZSE`` or ``BSE``.
    """

    source = "pingan"
    dataset = "broker_margin_ratios"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def __init__(self, exchange: Literal["SSE", "SZSE", "BSE"] = "SSE") -> None:
        self.exchange: str = exchange

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the list of the day."""
        asked = {
            "currentPage": page,
            "pageSize": _ALL_ROWS,
            "type": "bdzq",
            "setdate": f"{query.end}",
            "stockMes": "",
            "market": wire.PINGAN_MARKETS[self.exchange],
            "appName": "AYLCH5",
        }
        return Request(
            wire.PINGAN + wire.PINGAN_PATH,
            headers=(("Content-Type", "application/json"),),
            method="POST",
            body=json.dumps(asked).encode(),
        )

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The ratios of the day."""
        place = payloads[0].place
        answer = json_of(payloads[0])
        data = answer.get("data") if isinstance(answer, dict) else None
        rows = data.get("list") if isinstance(data, dict) else None
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise SchemaChanged(place=place, reason="'data.list' is not a list of rows", reason_zh="data.list 不是行列表")
        if not rows:
            return nothing(query)
        return Ok(Batch({"broker_margin_ratios": rows_to_ratios(rows, Exchange[self.exchange], query.end, place)}))


def rows_to_ratios(rows: Rows, exchange: Exchange, day: date, place: str = "Ping An") -> pl.DataFrame:
    """Rows of ``secuCode``, ``fiMarginRatio`` and ``slMarginRatio`` (0.8 is 80 %) as ``broker_margin_ratios``.

    Raises
    ------
    SchemaChanged
        A key is missing, or a ratio or code is not what it should be.
    Refused
        A security stands there twice.
    """
    frame = columns_of(rows, wire.PINGAN_RATIOS, place)
    codes = security_ids(frame["security_id"], exchange, place)
    no_duplicates(codes, place)
    frame = frame.with_columns(codes, broker=pl.lit(BROKER), trade_date=pl.lit(day))
    return conform(TABLES["broker_margin_ratios"], frame, source="pingan")
