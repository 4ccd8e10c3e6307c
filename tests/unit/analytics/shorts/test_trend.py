"""The trend: levels, changes, and decrees on their first session."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.shorts.trend import concerns_shorts, short_trend
from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.events import events

BAN = date(2024, 7, 11)
"""First session of the suspension of securities refinancing."""


def trend(*missing: date, start: date = date(2024, 7, 8), end: date = date(2024, 7, 16), **options: bool) -> Result:
    days = [day for day in mainland().between(start, end) if day not in missing]
    frame = pl.DataFrame(
        {"exchange": "SSE", "trade_date": days, "short_balance": [100 - 10 * place for place in range(len(days))],
         "short_quantity": [10 - place for place in range(len(days))]}
    )  # fmt: skip
    return short_trend(MarketSnapshot.of({"market_totals": frame}, end), "SSE", start=start, end=end, **options)


def test_the_decree_stands_on_its_first_session() -> None:
    rows = trend().data
    assert rows.filter(pl.col("mark").is_not_null()).select("date", "mark", "decree", "decree_date").rows() == [
        (BAN, ["1"], ["securities_refinancing_suspended"], [BAN])
    ]


def test_a_decree_on_an_unknown_session_stands_on_the_next_known_one() -> None:
    rows = trend(BAN).data.filter(pl.col("mark").is_not_null())
    assert rows.select("date", "decree_date").rows() == [(date(2024, 7, 12), [BAN])]


def test_a_decree_before_the_window_is_not_in_it() -> None:
    assert trend(start=date(2024, 7, 12)).data["mark"].null_count() == 3


def test_a_change_is_against_the_session_before_and_a_gap_has_none() -> None:
    rows = trend(date(2024, 7, 10)).data
    assert rows["balance_change"].to_list() == [None, -10, None, -10, -10, -10]


def test_ratios_are_against_the_first_session() -> None:
    rows = trend().data
    assert rows["balance_change_ratio"].to_list() == pytest.approx([0, -0.1, -0.2, -0.3, -0.4, -0.5, -0.6])
    assert rows["quantity_change_ratio"][-1] == pytest.approx(-0.6)


def test_monthly_keeps_month_ends_the_first_and_the_marked() -> None:
    rows = trend(start=date(2024, 6, 27), end=date(2024, 7, 12), monthly=True).data
    assert rows["date"].to_list() == [date(2024, 6, 27), date(2024, 6, 28), BAN, date(2024, 7, 12)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("securities_refinancing_pilot", True),
        ("short_return_next_day", True),
        ("restricted_lending_stopped", True),
        ("short_ratio_100_2024", True),
        ("pilot_starts", False),  # both sides
        ("funds_refinancing_pilot", False),  # 转融资
        ("refinancing_margin_cut", False),  # 转融通 as a whole
        ("financing_ratio_100_2026", False),
    ],
)
def test_which_decrees_concern_shorts(name: str, *, expected: bool) -> None:
    event = next(event for event in events() if event.event == name)
    assert concerns_shorts(event) is expected


def test_nothing_known_is_refused() -> None:
    with pytest.raises(NoData):
        short_trend(MarketSnapshot.of({}, BAN), "SSE")
