"""Paging, archiving before parsing, and refusing a page that comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Literal

import polars as pl

from liangrong.core.outcomes import Failed, FailureKind, Ok, Outcome
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.transport import TransportFailed

DAY = Query(date(2026, 1, 30), date(2026, 1, 30))


class Pages:
    """A connector whose first page says how many there are."""

    source = "sse"
    dataset = "market_totals"
    exchange = "SSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        return Request(f"https://x/{page}")

    def pages(self, first: RawPayload, query: Query) -> int:
        return int(first.content.split()[0])

    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        return Ok(Batch({"pages": pl.DataFrame({"n": [p.content.decode() for p in payloads]})}))


class Served:
    """Answers from a dict."""

    def __init__(self, answers: dict[str, bytes]) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def send(self, request: Request) -> RawPayload:
        self.asked.append(request.url)
        if request.url not in self.answers:
            raise TransportFailed(kind=FailureKind.TRANSPORT, url=request.url, reason="gone", reason_zh="没有了")
        return RawPayload(self.answers[request.url], request.url, datetime(2026, 2, 2, tzinfo=UTC))


def test_every_page_is_archived_in_order_and_parsed_together() -> None:
    served, archived = Served({"https://x/1": b"3 a", "https://x/2": b"3 b", "https://x/3": b"3 c"}), []
    outcome = fetch(Pages(), DAY, served, archived.append)
    assert isinstance(outcome, Ok)
    assert outcome.value.tables["pages"]["n"].to_list() == ["3 a", "3 b", "3 c"]
    assert [p.content for p in archived] == [b"3 a", b"3 b", b"3 c"]


def test_a_page_served_twice_is_refused_and_named() -> None:
    served, archived = Served({"https://x/1": b"3 a", "https://x/2": b"3 b", "https://x/3": b"3 b"}), []
    outcome = fetch(Pages(), DAY, served, archived.append)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, len(archived)) == (FailureKind.DUPLICATED, 3)
    assert "page 3" in outcome.reason


def test_what_came_before_the_break_is_archived() -> None:
    served, archived = Served({"https://x/1": b"2 a"}), []
    outcome = fetch(Pages(), DAY, served, archived.append)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, len(archived)) == (FailureKind.TRANSPORT, 1)
    assert "没有了" in outcome.reason_zh


def test_an_absurd_number_of_pages_is_not_asked_for() -> None:
    served = Served({"https://x/1": b"100000 a"})
    outcome = fetch(Pages(), DAY, served, lambda payload: None)
    assert isinstance(outcome, Failed)
    assert (outcome.kind, len(served.asked)) == (FailureKind.SCHEMA_CHANGED, 1)
