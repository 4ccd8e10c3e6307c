"""What is asked about growth becomes what the analytics are asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

import pytest

from liangrong.core.calendar import Calendar, mainland
from liangrong.core.clocks import AsOf
from liangrong.core.errors import NoData, UnitMismatch, UsageError
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.growth import GrowthRequest, LegsRequest, growth, legs
from tests.unit.analytics.markets import sessions, whole

DAYS = sessions(date(2010, 3, 31), 4)
MOVED = Note("挪动", "moved")
BEFORE, SINCE = (date(2015, 6, 18), date(2024, 9, 23)), (date(2024, 9, 24), date(2025, 9, 17))


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


def test_the_growth_of_levels_printed_without_decimals(workspace: OneMarket) -> None:
    answer = growth(workspace, GrowthRequest(DAYS[0], DAYS[3], printed_in="亿元", digits=0))
    row = answer.data.row(0, named=True)
    assert (row["growth"], row["change"]) == (2.0, Decimal(2 * 10**8))
    assert row["printed_low"] == pytest.approx(2.5 / 1.5 - 1)  # 1 亿 is 0.5 to 1.5, 3 亿 is 2.5 to 3.5
    assert row["printed_high"] == pytest.approx(3.5 / 0.5 - 1)
    assert answer.warnings.count(MOVED) == 1


def test_legs_and_the_latest_session(workspace: OneMarket) -> None:
    rows = growth(workspace, GrowthRequest(DAYS[0], pivot=DAYS[1])).data
    assert rows.select("part", "growth").rows() == [("leg", 1.0), ("leg", 0.5), ("total", 2.0)]
    with pytest.raises(UsageError):
        growth(workspace, GrowthRequest(DAYS[0], pivot=DAYS[0]))


def test_a_kind_of_scope_stands_for_all_of_its_kind(workspace: OneMarket) -> None:
    rows = growth(workspace, GrowthRequest(DAYS[0], DAYS[3], scopes=["market", "exchange"])).data
    assert rows["scope"].to_list() == ["market", "exchange:SSE", "exchange:SZSE", "exchange:BSE"]
    assert rows["growth"].to_list() == [2.0, 2.0, None, None]
    assert rows["reason_en"].is_not_null().to_list() == [False, False, True, True]


def test_what_is_not_known_is_not_known(workspace: OneMarket) -> None:
    with pytest.raises(NoData):
        growth(workspace, GrowthRequest(DAYS[0], DAYS[3], measure="financing_balance"))
    with pytest.raises(UnitMismatch):
        growth(workspace, GrowthRequest(DAYS[0], DAYS[3], printed_in="亿股"))


def test_printed_legs_need_no_store() -> None:
    rows = legs(LegsRequest(["98%", "145%"], "389.3%", [BEFORE, SINCE], "1038.3亿", "5080.57亿")).data
    assert rows["part"].to_list() == ["leg", "leg", "compounded", "total", "total_from_levels", "outside_legs"]
    assert rows["verdict"].drop_nulls().to_list() == ["does_not_close", "closes"]


def test_without_a_printed_total_the_levels_are_the_total() -> None:
    rows = legs(LegsRequest(["50%", "100%"], from_level="1亿", to_level="3亿")).data
    assert rows.filter(part="total")["verdict"].item() == "closes"
    assert "total_from_levels" not in rows["part"].to_list()


@pytest.mark.parametrize(("request_", "said"), [
    (LegsRequest(["98%", "145%"]), "nothing to compare"),
    (LegsRequest(["98%", "145%"], "389.3%", [BEFORE]), "date every leg or none"),
    (LegsRequest(["98%", "145%"], "389.3%", from_level="1亿"), "both the first and the last"),
    (LegsRequest(["98%"], "98%"), "two legs or more"),
])  # fmt: skip
def test_half_a_question_is_refused(request_: LegsRequest, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        legs(request_)
