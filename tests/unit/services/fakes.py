"""A publisher in a dict, and a connector that reads it."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Literal

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok, Outcome
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.transport import TransportFailed

NOW = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)
"""10:00 in Shanghai on Tuesday 2026-02-03: the last session that can be published is Monday's."""


@dataclass(frozen=True)
class FakeFetcher:
    """One number per session, as JSON."""

    dataset: str = "market_totals"
    exchange: str = "SSE"
    source: str = "sse"
    span: Literal["day", "range"] = "day"
    first_day: date = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        return Request(f"https://{self.source}/{self.dataset}", (("from", f"{query.start}"), ("to", f"{query.end}")))

    def pages(self, first: RawPayload, query: Query) -> int:
        return 1

    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        said = json.loads(payloads[0].content)
        if said == "closed":
            return NonTradingDay(query.start)
        if said == "garbage":
            return Failed(FailureKind.SCHEMA_CHANGED, "an unknown column", "未知列")
        if said == "crash":
            raise ZeroDivisionError
        if not said:
            return NotPublished(query.end)
        rows = [(self.exchange, date.fromisoformat(day), balance) for day, balance in said]
        frame = pl.DataFrame(rows, schema=["exchange", "trade_date", "financing_balance"], orient="row")
        return Ok(Batch({self.dataset: conform(table(self.dataset), frame, source=self.source)}))


@dataclass
class FakePublisher:
    """What each day answers: a balance, several, ``None`` (not yet), a word of ``FakeFetcher.parse``, or ``down``."""

    days: dict[date, object]
    asked: list[date] = field(default_factory=list)
    before: Callable[[date], None] = lambda _: None
    fetched_at: datetime = NOW

    def send(self, request: Request) -> RawPayload:
        start, end = (date.fromisoformat(value) for _, value in request.params)
        self.asked.append(end)
        self.before(end)
        said = {day: self.days.get(day) for day in self.days if start <= day <= end}
        if "down" in said.values():
            raise TransportFailed(kind=FailureKind.TRANSPORT, url=request.url, reason="no answer", reason_zh="没有应答")
        words = [value for value in said.values() if isinstance(value, str)]
        rows = [
            (f"{day}", balance)
            for day, value in said.items()
            if value is not None
            for balance in (value if isinstance(value, list) else [value])
        ]
        content = json.dumps(words[0] if words else rows).encode()
        return RawPayload(content + b" " * (start.day), request.url, self.fetched_at)
