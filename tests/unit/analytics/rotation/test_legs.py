"""Growth split at a pivot: closed by construction, bounded by rounding, honest about who joined in between."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.analytics.rotation.legs import Split, growth_by_scope, split_growth
from liangrong.core.errors import NoData, UsageError
from tests.unit.analytics.markets import sessions, snapshot, total

DAYS = sessions(date(2023, 2, 8), 5)  # 02-08, 02-09, 02-10, 02-13 (the BSE joins), 02-14
LEVELS = (100, 120, 90, 150, 180)


def market(**cells: object):
    rows = []
    for day, level in zip(DAYS, LEVELS, strict=True):
        rows += [total("SSE", day, financing_balance=level, **cells), total("SZSE", day, financing_balance=100, **cells)]
    rows += [total("BSE", day, financing_balance=50) for day in DAYS[3:]]
    return snapshot(DAYS[-1], market_totals=rows)


def parts(found, scope: str = "market"):
    return {row["part"]: row for row in found.data.filter(scope=scope).iter_rows(named=True) if row["part"] != "leg"} | {
        f"leg_{place}": row for place, row in enumerate(found.data.filter(scope=scope, part="leg").iter_rows(named=True), 1)
    }


def test_legs_that_meet_compound_exactly() -> None:
    found = parts(split_growth(market(), "financing_balance", split=Split(DAYS[0], DAYS[2], DAYS[1])))
    assert found["leg_1"]["growth"] == pytest.approx(220 / 200 - 1)
    assert found["leg_2"]["growth"] == pytest.approx(190 / 220 - 1)
    assert (found["total"]["growth"], found["total"]["verdict"]) == (pytest.approx(-0.05), "closes")
    assert found["total"]["difference_points"] == 0
    assert found["total"]["change"] == Decimal(-10)


def test_a_second_leg_that_starts_later_leaves_a_session_out() -> None:
    answer = split_growth(market(), "financing_balance", split=Split(DAYS[0], DAYS[4], DAYS[1], DAYS[2]))
    found = parts(answer)
    assert found["outside_legs"]["growth"] == pytest.approx(190 / 220 - 1)
    made = (220 / 200) * (330 / 190) - 1
    assert found["total"]["difference_points"] == pytest.approx(330 / 200 - 1 - made)
    assert found["total"]["verdict"] == "does_not_close"
    assert any(f"{DAYS[2]}" in note.en and "leave out" in note.en for note in answer.warnings)


def test_the_growth_without_the_bse_stands_beside() -> None:
    answer = split_growth(market(), "financing_balance", split=Split(DAYS[0], DAYS[4]))
    assert parts(answer)["total"]["growth"] == pytest.approx(330 / 200 - 1)
    assert parts(answer, "exchange:SSE+SZSE")["total"]["growth"] == pytest.approx(280 / 200 - 1)
    assert any("The BSE counts into the market" in note.en for note in answer.warnings)
    quiet = split_growth(market(), "financing_balance", split=Split(DAYS[3], DAYS[4]))
    assert quiet.data["scope"].to_list() == ["market"]
    assert quiet.warnings == ()


def test_rounding_of_stored_levels_bounds_the_growth() -> None:
    row = parts(split_growth(market(rounding=5), "financing_balance", split=Split(DAYS[0], DAYS[1])))["total"]
    assert row["growth_low"] == pytest.approx(210 / 210 - 1)  # each of two exchanges ±5: (220 − 10) over (200 + 10)
    assert row["growth_high"] == pytest.approx(230 / 190 - 1)


def test_a_scope_without_the_day_says_why_in_its_row() -> None:
    answer = growth_by_scope(market(), "financing_balance", ["market", "BSE"], split=Split(DAYS[0], DAYS[4]))
    row = answer.data.filter(scope="exchange:BSE").row(0, named=True)
    assert row["growth"] is None
    assert f"{DAYS[0]}" in row["reason_en"]
    assert answer.data.filter(scope="market")["reason_en"].to_list() == [None]
    with pytest.raises(NoData):
        growth_by_scope(market(), "financing_balance", ["BSE"], split=Split(DAYS[0], DAYS[4]))


def test_a_level_of_zero_has_no_growth_and_does_not_spoil_the_others() -> None:
    rows = [total(ex, day, financing_balance=level) for ex, level in (("SSE", 5), ("SZSE", 0)) for day in DAYS[:2]]
    answer = growth_by_scope(snapshot(DAYS[1], market_totals=rows), "financing_balance", ["SSE", "SZSE"], split=Split(*DAYS[:2]))
    assert answer.data["growth"].to_list() == [0.0, None]
    assert "above zero" in answer.data["reason_en"][1]


@pytest.mark.parametrize("days", [
    (DAYS[1], DAYS[0]), (DAYS[0], DAYS[0]), (DAYS[0], DAYS[2], DAYS[2]), (DAYS[0], DAYS[2], DAYS[1], DAYS[0]),
    (DAYS[0], DAYS[2], None, DAYS[1]),
])  # fmt: skip
def test_days_out_of_order_are_refused(days) -> None:
    with pytest.raises(UsageError):
        Split(*days)


def test_sources_that_differ_are_named() -> None:
    rows = [total("SSE+SZSE", date(2015, 6, 18), financing_balance=5, source="eastmoney")]
    rows += [total(ex, DAYS[0], financing_balance=5, source="tushare") for ex in ("SSE", "SZSE")]
    answer = split_growth(snapshot(DAYS[0], market_totals=rows), "financing_balance", split=Split(date(2015, 6, 18), DAYS[0]))
    assert answer.data["growth"].item() == 1
    assert any("2015-06-18: eastmoney; 2023-02-08: tushare" in note.en for note in answer.warnings)
