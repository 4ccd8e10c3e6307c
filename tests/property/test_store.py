"""Random histories of appends against a model that a child could check: a list of what was said and when."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.core.calendar import mainland
from liangrong.core.clocks import assumed_known_at
from liangrong.store.tables import Store

DAYS = mainland().between(date(2025, 9, 26), date(2025, 10, 10))
EXCHANGES = ("SSE", "SZSE")
SOURCES = ("sse", "tushare")
START = datetime(2025, 10, 20, tzinfo=UTC)

Key = tuple[str, date, str]


@dataclass
class Said:
    known_at: datetime
    balance: Decimal
    quantity: int | None


@dataclass
class Model:
    """Everything that was ever said of each key, in order."""

    said: dict[Key, list[Said]] = field(default_factory=dict)

    def append(self, key: Key, balance: Decimal, quantity: int | None, seen: datetime) -> None:
        history = self.said.setdefault(key, [])
        assumed = assumed_known_at(key[1], mainland())
        if not history:
            history.append(Said(assumed, balance, quantity))
            return
        if any(balance == old.balance and quantity in (None, old.quantity) for old in history):
            return
        last = history[-1]
        merged = last.quantity if quantity is None else quantity
        only_completes = balance == last.balance and last.quantity is None
        known = assumed if only_completes else seen
        history.append(Said(max(known, last.known_at + timedelta(microseconds=1)), balance, merged))

    def read(self, known_at: datetime | None) -> dict[Key, tuple[Decimal, int | None]]:
        found = {}
        for key, history in self.said.items():
            known = [old for old in history if known_at is None or old.known_at <= known_at]
            if known:
                found[key] = (known[-1].balance, known[-1].quantity)
        return found


row = st.tuples(
    st.tuples(st.sampled_from(EXCHANGES), st.sampled_from(DAYS), st.sampled_from(SOURCES)),
    st.tuples(st.integers(1, 3).map(Decimal), st.none() | st.integers(1, 2)),
)
batches = st.lists(st.lists(row, min_size=1, max_size=6, unique_by=lambda r: r[0]), min_size=1, max_size=6)


def frame(rows: list[tuple[Key, tuple[Decimal, int | None]]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(*key, *cells) for key, cells in rows],
        schema=["exchange", "trade_date", "source", "financing_balance", "short_quantity"],
        orient="row",
    )


def answers(store: Store, known_at: datetime | None) -> dict[Key, tuple[Decimal, int | None]]:
    columns = ["exchange", "trade_date", "source", "financing_balance", "short_quantity"]
    rows = store.read("market_totals", known_at=known_at, columns=columns).rows()
    assert len({r[:3] for r in rows}) == len(rows), "one vintage per key"
    return {row[:3]: row[3:] for row in rows}


@pytest.mark.slow
@settings(max_examples=12, deadline=None)
@given(batches=batches, compact=st.booleans(), minutes=st.integers(0, 400))
def test_what_is_read_is_what_had_been_said(batches: list, compact: bool, minutes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store, model = Store.open(Path(folder), create=True), Model()
        for number, batch in enumerate(batches):
            seen = START + timedelta(hours=number)
            before = sum(map(len, model.said.values()))
            for key, (balance, quantity) in batch:
                model.append(key, balance, quantity, seen)
            done = store.append("market_totals", frame(batch), observed_at=seen)
            assert done.added + done.revised == sum(map(len, model.said.values())) - before
            assert done.added + done.revised + done.known == len(batch)
        if compact:
            store.compact()
        instants = [
            None,
            START + timedelta(minutes=minutes),
            assumed_known_at(DAYS[3], mainland()),
            assumed_known_at(DAYS[0], mainland()) - timedelta(1),
        ]
        for instant in instants:
            assert answers(store, instant) == model.read(instant)


@pytest.mark.slow
@settings(max_examples=6, deadline=None)
@given(batches=batches)
def test_saying_it_all_again_adds_nothing(batches: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Path(folder), create=True)
        for batch in batches:
            store.append("market_totals", frame(batch), observed_at=START)
        for batch in batches:
            assert store.append("market_totals", frame(batch), observed_at=START + timedelta(days=9)).known == len(batch)
