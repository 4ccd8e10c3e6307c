"""The thin door: what people type becomes what the analytics are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UnitMismatch
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.measures import (
    CrossingsRequest,
    RecordsRequest,
    ShowRequest,
    changes,
    crossings,
    record_state,
    records,
    show,
)
from tests.unit.analytics.markets import sessions, whole

DAYS = sessions(date(2010, 3, 31), 4)
MOVED = Note("挪动", "moved")


@dataclass
class OneMarket:
    """A workspace of one small market: 1, 2, 1 and 3 亿."""

    calendar: Calendar = field(default_factory=mainland)

    def as_of(self, day: date | None = None, known_at: datetime | None = None) -> tuple[AsOf, tuple[Note, ...]]:
        return AsOf(day or DAYS[-1], known_at), (MOVED,)

    def snapshot(self, as_of: AsOf) -> MarketSnapshot:
        market = whole(dict(zip(DAYS, (10**8, 2 * 10**8, 10**8, 3 * 10**8), strict=True)), "margin_trading_balance")
        return MarketSnapshot(as_of, market.reader, market.calendar)


@pytest.fixture
def workspace() -> OneMarket:
    return OneMarket()


def test_without_a_start_only_the_last_session_is_shown(workspace: OneMarket) -> None:
    assert show(workspace, ShowRequest("两融余额")).data["date"].to_list() == [DAYS[-1]]
    assert show(workspace, ShowRequest("rzrqye", end=DAYS[1])).data["date"].to_list() == [DAYS[1]]
    assert show(workspace, ShowRequest("rzrqye", start=DAYS[0])).data.height == 4


@pytest.mark.parametrize("ask", [lambda w, d: show(w, ShowRequest("margin_trading_balance", start=d)),
                                 lambda w, d: records(w, RecordsRequest(start=d))])  # fmt: skip
def test_a_start_after_the_last_session_is_not_known_yet(workspace: OneMarket, ask) -> None:
    later = sessions(date(2010, 3, 31), 9)[-1]
    with pytest.raises(NoData) as caught:
        ask(workspace, later)
    said = caught.value.message("en")
    assert f"{later}" in said
    assert f"{DAYS[-1]}" in said


def test_what_the_workspace_says_about_the_day_is_passed_on(workspace: OneMarket) -> None:
    assert MOVED in show(workspace, ShowRequest("rzrqye")).warnings
    assert MOVED in records(workspace, RecordsRequest()).warnings


def test_records_and_their_state(workspace: OneMarket) -> None:
    assert records(workspace, RecordsRequest()).data["date"].to_list() == [DAYS[0], DAYS[1], DAYS[3]]
    state = record_state(workspace, RecordsRequest(end=DAYS[2])).data.row(0, named=True)
    assert (state["is_record"], state["last_record_date"], state["sessions_since_last_record"]) == (False, DAYS[1], 1)
    assert state["to_high"] == -0.5


@pytest.mark.parametrize(("threshold", "days"), [("2亿", [1]), ("0.0003万亿", [3]), ("150000000", [1]), ("4亿", [])])
def test_a_threshold_is_read_as_people_write_it(workspace: OneMarket, threshold: str, days: list[int]) -> None:
    assert crossings(workspace, CrossingsRequest(threshold)).data["date"].to_list() == [DAYS[n] for n in days]


def test_every_crossing(workspace: OneMarket) -> None:
    found = crossings(workspace, CrossingsRequest("1.5亿", every=True)).data
    assert found["date"].to_list() == [DAYS[1], DAYS[3]]


def test_a_threshold_in_shares_does_not_fit_money(workspace: OneMarket) -> None:
    with pytest.raises(UnitMismatch):
        crossings(workspace, CrossingsRequest("2亿股"))


def test_changes(workspace: OneMarket) -> None:
    assert changes(workspace, ShowRequest("rzrqye", end=DAYS[1])).data["value"][0] == 10**8
