"""What every connector must do with its bytes, whoever publishes them.

A subclass says how the provider would answer (``answer``) and what a few cells must come out as; the contract then
asks for the day, for nothing, for the wrong day, and for everything that can be damaged on the way.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import ClassVar

import polars as pl
import pytest
from payloads import payload

from liangrong.core.outcomes import Failed, FailureKind, NonTradingDay, NotPublished, Ok, Outcome
from liangrong.market.priority import SOURCES
from liangrong.market.tables import TABLES
from liangrong.sources.fetcher import Batch, Fetcher, Query

FRIDAY, SATURDAY, MONDAY = date(2026, 1, 30), date(2026, 1, 31), date(2026, 2, 2)
HTML = "<!DOCTYPE html><html><body>访问过于频繁，请稍后再试</body></html>".encode()
Row = dict[str, object]


def day_query(day: date) -> Query:
    return Query(day, day)


class FetcherContract:
    """Subclass it as ``Test…`` and fill in the provider."""

    fetcher: ClassVar[Fetcher]
    rows: ClassVar[Sequence[Row]]
    """The rows of ``FRIDAY`` as the provider prints them."""
    cells: ClassVar[Mapping[tuple[str, str], object]]
    """(table, column) to the value that the first row must come out as."""
    column: ClassVar[str]
    """A key or header that cannot be missing."""
    number: ClassVar[str]
    """A key or header whose cells are numbers."""
    dated: ClassVar[bool] = True
    """Whether the answer says which day it is of."""
    counted: ClassVar[bool] = True
    """Whether the answer says how many rows it has."""
    page_is_unpublished: ClassVar[bool] = False
    """Whether the provider answers with a page where there is no file."""

    def answer(self, rows: Sequence[Row], day: date, *, total: int | None = None) -> list[bytes]:
        """The bodies of all pages when the provider has ``rows`` for ``day``."""
        raise NotImplementedError

    def parse(self, bodies: Sequence[bytes], day: date = FRIDAY) -> Outcome[Batch]:
        return self.fetcher.parse([payload(body) for body in bodies], day_query(day))

    def whole(self) -> list[bytes]:
        return self.answer(self.rows, FRIDAY)

    # --- asking --------------------------------------------------------------------------------------------------
    def test_it_describes_itself(self) -> None:
        assert self.fetcher.source in SOURCES
        assert self.fetcher.dataset in TABLES
        assert self.fetcher.exchange in ("SSE", "SZSE", "BSE", "SSE+SZSE", "")
        assert self.fetcher.span in ("day", "range")

    def test_the_request_is_deterministic_and_names_the_day(self) -> None:
        first, again = (self.fetcher.request(day_query(FRIDAY)) for _ in range(2))
        other = self.fetcher.request(day_query(date(2025, 12, 23)))
        assert first == again
        if self.dated or first != other:
            text = f"{first.url} {first.params} {first.form} {first.body!r}"
            assert "2026-01-30" in text or "20260130" in text or "202601/30" in text or "2026-1" in text
            assert first != other

    def test_pages_differ_in_their_request(self) -> None:
        pages = self.fetcher.pages(payload(self.whole()[0]), day_query(FRIDAY))
        assert pages == len(self.whole())
        requests = {str(self.fetcher.request(day_query(FRIDAY), page)) for page in range(1, pages + 1)}
        assert len(requests) == pages

    def test_an_unreadable_first_page_counts_as_one_page(self) -> None:
        for body in (HTML, b"", b"{", b"null", b"[]", b"cb([[],'2026-01-30'])"):
            assert self.fetcher.pages(payload(body), day_query(FRIDAY)) >= 1

    # --- understanding -------------------------------------------------------------------------------------------
    def test_a_complete_answer_gives_conformed_tables_of_that_day_only(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok), outcome
        assert self.fetcher.dataset in outcome.value.tables
        for name, frame in outcome.value.tables.items():
            assert dict(frame.schema) == dict(pl.Schema(TABLES[name].schema))
            assert set(frame["source"]) == {self.fetcher.source}
            assert frame.select(TABLES[name].key).is_duplicated().sum() == 0
            if self.fetcher.dataset != "trading_days":
                assert set(frame["trade_date"]) == {FRIDAY}

    def test_cells_come_out_in_base_units(self) -> None:
        outcome = self.parse(self.whole())
        assert isinstance(outcome, Ok), outcome
        found = {key: outcome.value.tables[key[0]][key[1]][0] for key in self.cells}
        wanted = {key: Decimal(value) if isinstance(found[key], Decimal) else value for key, value in self.cells.items()}
        assert found == wanted

    def test_parsing_is_pure(self) -> None:
        first, again = self.parse(self.whole()), self.parse(self.whole())
        assert isinstance(first, Ok)
        assert isinstance(again, Ok)
        assert all(first.value.tables[name].equals(frame) for name, frame in again.value.tables.items())
        assert first.value.discrepancies == again.value.discrepancies

    # --- nothing -------------------------------------------------------------------------------------------------
    def test_nothing_on_a_session_is_not_published(self) -> None:
        assert isinstance(self.parse(self.answer([], FRIDAY)), NotPublished)

    def test_nothing_on_a_saturday_is_no_trading_day(self) -> None:
        if self.fetcher.dataset != "trading_days":
            assert self.parse(self.answer([], SATURDAY), SATURDAY) == NonTradingDay(SATURDAY)

    # --- refusing ------------------------------------------------------------------------------------------------
    def refused(self, bodies: Sequence[bytes], *kinds: FailureKind, day: date = FRIDAY) -> Failed:
        outcome = self.parse(bodies, day)
        assert isinstance(outcome, Failed), outcome
        assert outcome.kind in kinds, outcome
        assert outcome.reason
        assert re.search(r"[\u4e00-\u9fff]", outcome.reason_zh), "the sentence is not in Chinese"
        return outcome

    def test_another_day_is_refused(self) -> None:
        if self.dated:
            self.refused(self.answer(self.rows, MONDAY), FailureKind.DATE_MISMATCH)

    def test_a_page_is_not_data(self) -> None:
        if self.page_is_unpublished:
            assert isinstance(self.parse([HTML]), NotPublished)
        else:
            self.refused([HTML], FailureKind.BLOCKED)

    @pytest.mark.parametrize("status", [302, 403, 429])
    def test_a_refusing_host_is_not_data(self, status: int) -> None:
        outcome = self.fetcher.parse([payload(body, status) for body in self.whole()], day_query(FRIDAY))
        assert isinstance(outcome, Failed)
        assert outcome.kind is FailureKind.BLOCKED

    def test_a_missing_column_is_named(self) -> None:
        rows = [{key: cell for key, cell in row.items() if key != self.column} for row in self.rows]
        failed = self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED)
        assert self.column in failed.reason

    def test_text_where_a_number_belongs_names_row_and_column(self) -> None:
        rows = [dict(row) for row in self.rows]
        rows[-1][self.number] = "1.2.3"
        failed = self.refused(self.answer(rows, FRIDAY), FailureKind.SCHEMA_CHANGED)
        assert "1.2.3" in failed.reason
        assert self.number in failed.reason

    def test_a_repeated_row_is_refused(self) -> None:
        self.refused(self.answer([*self.rows, self.rows[0]], FRIDAY), FailureKind.DUPLICATED)

    def test_fewer_or_more_rows_than_announced_are_refused(self) -> None:
        if self.counted:
            for total in (len(self.rows) + 1, len(self.rows) - 1):
                self.refused(self.answer(self.rows, FRIDAY, total=total), FailureKind.INCOMPLETE)

    def test_a_truncated_answer_is_never_data(self) -> None:
        dice = random.Random(20260130)
        for body_at, body in enumerate(self.whole()):
            end = len(body.rstrip(b"; \r\n\t"))
            for cut in sorted(dice.sample(range(1, end), 20)):
                bodies = self.whole()
                bodies[body_at] = body[:cut]
                assert not isinstance(self.parse(bodies), Ok), f"cut at {cut} of {len(body)}"

    def test_damaged_bytes_never_raise(self) -> None:
        dice = random.Random(20150618)
        for body_at, body in enumerate(self.whole()):
            for _ in range(40):
                damaged = bytearray(body)
                for _ in range(dice.randint(1, 8)):
                    damaged[dice.randrange(len(damaged))] = dice.randrange(256)
                bodies = self.whole()
                bodies[body_at] = bytes(damaged)
                assert isinstance(self.parse(bodies), Ok | NotPublished | NonTradingDay | Failed)

    def test_strange_json_never_raises(self) -> None:
        body = self.whole()[0]
        match = re.fullmatch(rb"(cb\()(.*)(\);?)", body, re.DOTALL)
        head, text, tail = match.groups() if match else (b"", body, b"")
        try:
            answer = json.loads(text.replace(b"'", b'"'))
        except ValueError:
            return
        strange = (None, [], {}, "x", -1, 1e400, [None], [[]], "9" * 40, True)
        changes = [(place, new) for place in _places(answer) for new in strange]
        for place, new in random.Random(20250901).sample(changes, min(len(changes), 150)):
            changed = json.dumps(_replaced(answer, place, new), ensure_ascii=False).encode()
            bodies = [head + changed + tail, *self.whole()[1:]]
            assert isinstance(self.parse(bodies), Ok | NotPublished | NonTradingDay | Failed)
            assert self.fetcher.pages(payload(bodies[0]), day_query(FRIDAY)) >= 1


def _places(value: object, above: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above, *(found for key, below in inner for found in _places(below, (*above, key)))]


def _replaced(value: object, place: tuple[object, ...], new: object) -> object:
    if not place:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[place[0]] = _replaced(value[place[0]], place[1:], new)
    return copy
