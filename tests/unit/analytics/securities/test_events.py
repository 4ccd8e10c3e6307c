"""Events of one security: each planted once and found on its day, and nothing on quiet data."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from liangrong.analytics.securities.events import security_events
from liangrong.core.results import Result
from liangrong.market.snapshot import MarketSnapshot
from tests.unit.analytics.securities.markets import CAP, CODE, DAY, caps, days, margin, market, quotes

LONG = 300
DAYS = days(LONG)


def wave(place: int) -> float:
    """A price that moves a little up and down."""
    return round(10.0 + 0.05 * (place % 3), 2)


def told(snapshot: MarketSnapshot, start: date = DAYS[100]) -> Result:
    return security_events(snapshot, CODE, start=start, end=DAY)


def happened(found: Result) -> list[tuple[date, str, str | None]]:
    return list(found.data.select("date", "security_event", "side").iter_rows())


def test_nothing_happens_on_quiet_data() -> None:
    found = told(market(quotes=quotes([wave(n) for n in range(LONG)]), margin_detail=margin([1_000] * LONG), caps=caps(LONG)))
    assert happened(found) == []


def test_a_jump_and_an_ex_rights_day_are_told_with_their_numbers() -> None:
    closes = [wave(n) for n in range(LONG)]
    previous = [closes[0], *closes[:-1]]
    closes[200] = round(previous[200] * 1.06, 2)
    previous[201] = closes[200]
    previous[250] = round(closes[249] - 0.5, 2)
    closes[250:] = [round(value - 0.5, 2) for value in closes[250:]]
    previous[251:] = closes[250:-1]
    rows = told(market(quotes=quotes(closes, previous))).data
    rise = rows.filter(pl.col("security_event") == "rise").row(0, named=True)
    assert (rise["date"], rise["reading"]) == (DAYS[200], pytest.approx(closes[200] / previous[200] - 1))
    assert rise["deviations"] > 3
    assert rise["title_en"] == "beyond its own usual spread"
    gone = rows.filter(pl.col("security_event") == "ex_rights")
    assert gone["date"].to_list() == [DAYS[250]]
    assert gone["reading"][0] == pytest.approx(previous[250] / closes[249] - 1)


def test_the_upper_line_is_one_event_until_the_lower_one() -> None:
    shares = [0.10] * (LONG - 4) + [0.26, 0.27, 0.22, 0.19]
    snapshot = market(
        margin_detail=margin([round(share * CAP) for share in shares]), caps=caps(LONG), quotes=quotes([10.0] * LONG)
    )
    rows = told(snapshot).data.filter(pl.col("security_event").str.starts_with("line_")).sort("date")
    assert list(rows.select("date", "security_event", "side").iter_rows()) == [
        (DAYS[-4], "line_reached", "financing"), (DAYS[-1], "line_left", "financing"),
    ]  # fmt: skip
    assert rows["reading"].to_list() == pytest.approx([0.26, 0.19])
    assert rows["line_level"].is_sorted(descending=True)
    assert rows["line_level"].n_unique() == 2


def test_a_record_that_goes_on_is_told_on_its_first_day() -> None:
    snapshot = market(margin_detail=margin([1_000] * (LONG - 3) + [1_001, 1_002, 1_003]))
    records = [each for each in happened(told(snapshot)) if each[1] == "financing_record"]
    assert records == [(DAYS[-3], "financing_record", "financing")]


def test_entering_and_leaving_the_list() -> None:
    on_list = [False] * 100 + [False] * 50 + [True] * 100 + [False] * 50
    listed = pl.DataFrame({"security_id": CODE, "trade_date": DAYS, "financing_eligible": on_list, "short_eligible": True, "financing_open": True, "short_open": True})  # fmt: skip
    found = happened(told(market(underlying_securities=listed, margin_detail=margin([1_000] * LONG))))
    assert found == [(DAYS[250], "list_left", "financing"), (DAYS[150], "list_entered", "financing")]


def test_what_could_not_be_seen_is_said() -> None:
    said = " ".join(note.en for note in told(market(margin_detail=margin([1_000]))).warnings)
    for lack in ("1 sessions", "No quotes", "No daily list", "No float cap"):
        assert lack in said
    said = " ".join(note.en for note in told(market(quotes=quotes([wave(n) for n in range(LONG)]), margin_detail=margin([1_000] * LONG), caps=caps(LONG))).warnings)  # fmt: skip
    assert "No quotes" not in said
    assert "No float cap" not in said


def test_events_outside_the_window_are_left_out() -> None:
    snapshot = market(margin_detail=margin([1_000] * (LONG - 3) + [1_001, 1_002, 1_003]))
    assert security_events(snapshot, CODE, start=DAYS[100], end=DAYS[-4]).data.is_empty()
