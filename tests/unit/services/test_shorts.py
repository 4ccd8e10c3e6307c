"""Asking about the short side: every view answers, and each way of asking wrongly is said."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import get_args

import numpy as np
import polars as pl
import pytest

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf
from liangrong.core.errors import UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.shorts import ShortsRequest, View, shorts
from liangrong.simulation.planted import PlantedMarket, Truths

MADE = PlantedMarket.generate(11, Truths(squeeze=7), sessions=120)
LAST = MADE.sessions[-1]
HERO = MADE.securities[7]
MOVED = Note("挪动", "moved")


@dataclass
class OneMarket:
    """A workspace of one planted market."""

    calendar: Calendar = field(default_factory=mainland)

    def as_of(self, day: date | None = None, known_at: datetime | None = None) -> tuple[AsOf, tuple[Note, ...]]:
        return AsOf(day or LAST, known_at), (MOVED,)

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        futures = pl.DataFrame({"contract": ["IF2603"], "trade_date": [LAST], "close": [4000.0], "open_interest": [5]})
        whole = MarketSnapshot.of({**MADE.tables, "index_futures": futures}, as_of.as_of)
        return MarketSnapshot(as_of, whole.reader, whole.calendar)


def ask(**words: object) -> Result:
    return shorts(OneMarket(), ShortsRequest(**words))  # type: ignore[arg-type]


@pytest.mark.parametrize("view", get_args(View))
def test_each_view_answers_and_carries_the_notes_of_the_workspace(view: View) -> None:
    found = ask(view=view)
    assert found.as_of == LAST
    assert MOVED in found.warnings


def test_the_squeeze_stands_first_and_the_unjudged_are_not_listed() -> None:
    rows = ask(view="squeeze").data
    assert rows["security_id"][0] == HERO
    assert rows["p_value"].null_count() == 0
    early = ask(view="squeeze", as_of=MADE.sessions[50])
    assert early.data.is_empty()
    assert any("Insufficient" in note.en for note in early.warnings)


def test_a_scope_narrows_the_rows_and_top_cuts_them() -> None:
    found = ask(view="squeeze", scope="SZSE", top=3)
    assert found.data.height == 3
    assert found.data["security_id"].str.ends_with(".SZ").all()
    assert any("20 rows in all; the first 3 are shown" in note.en for note in found.warnings)


def test_a_window_reaches_every_session_of_it() -> None:
    found = ask(view="squeeze", start=MADE.sessions[-4], top=1000)
    assert found.data["date"].n_unique() == 4


def test_the_trend_begins_at_the_end_of_last_year() -> None:
    assert ask(view="trend").data["date"][0] == date(2025, 12, 31)
    assert ask(view="trend", start=date(2026, 1, 20)).data["date"][0] == date(2026, 1, 20)


def test_the_end_is_the_point_of_view() -> None:
    day = MADE.sessions[-6]
    assert ask(view="table", end=day).as_of == day
    assert ask(view="table", as_of=day, end=day).data["date"].unique().to_list() == [day]


def test_the_table_is_sorted_by_what_it_says() -> None:
    rows = ask(view="table", top=40).data
    values = rows[rows["sorted_by"][0]].to_numpy()
    assert np.all(np.diff(values) <= 0)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"top": 0}, "at least one row"),
        ({"as_of": LAST, "end": MADE.sessions[-2]}, "two last days"),
        ({"view": "table", "start": MADE.sessions[-4]}, "that of one session"),
        ({"view": "cards", "start": MADE.sessions[-4]}, "that of one session"),
        ({"view": "futures", "scope": "SSE"}, "the whole market"),
        ({"view": "industries", "scope": "SSE"}, "the whole market"),
        ({"view": "cover", "start": date(2026, 1, 31), "end": LAST}, "holds no session"),
    ],
)
def test_what_cannot_be_asked_is_said(words: dict[str, object], sentence: str) -> None:
    with pytest.raises(UsageError, match=sentence):
        ask(**words)
