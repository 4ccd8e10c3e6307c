"""Profile of one security: a row for each fact, figures worked out by hand, and what would tell where nothing does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.scopes import resolve_scope
from liangrong.analytics.securities.balances import LEAST
from liangrong.analytics.securities.profile import security_profile
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from tests.unit.analytics.securities.markets import CAP, CODE, DAY, OTHER, caps, days, margin, market, quotes

LISTED = pl.DataFrame(
    {"security_id": [CODE, OTHER], "trade_date": [DAY, DAY], "name": ["贵州茅台", "招商银行"], "list_date": [days(300)[0]] * 2}
)
MEMBER = pl.DataFrame({
    "scheme": ["sw", "index:000300.SH", "index:000905.SH"], "security_id": [CODE] * 3, "from_date": [days(300)[0]] * 3,
    "to_date": [None, None, days(20)[0]], "group": ["340501", "000300.SH", "000905.SH"], "group_name": [None] * 3,
}, schema_overrides={"group_name": pl.String})  # fmt: skip
CLASSES = pl.DataFrame({
    "scheme": ["sw"], "group": ["340501"], "from_date": [days(300)[0]], "level": [3], "group_name": ["白酒Ⅲ"], "level1_name": ["食品饮料"],
    "level2_name": ["白酒Ⅱ"],
})  # fmt: skip


def facts(snapshot: MarketSnapshot, code: str = CODE) -> dict[str, dict[str, Any]]:
    scope, _ = resolve_scope(snapshot, code)
    return {row["fact"]: row for row in security_profile(snapshot, scope, day=DAY).data.iter_rows(named=True)}


def test_who_it_is() -> None:
    found = facts(market(securities=LISTED, memberships=MEMBER, industry_classes=CLASSES))
    said = {fact: row["said_en"] for fact, row in found.items()}
    assert said["name"] == "贵州茅台"
    assert said["english_name"] == "Kweichow Moutai"
    assert (said["exchange"], said["board"]) == ("SSE", "main board")
    assert [said[f"industry_sw{level}"] for level in (1, 2, 3)] == ["Food and Beverages", "Baijiu", "Baijiu"]
    assert [found[f"industry_sw{level}"]["said_zh"] for level in (1, 2, 3)] == ["食品饮料", "白酒Ⅱ", "白酒Ⅲ"], (
        "asked for in Chinese"
    )
    assert said["list_date"] == f"{days(300)[0]}"


def test_an_index_that_it_has_left_is_called_so() -> None:
    snapshot = market(securities=LISTED, memberships=MEMBER)
    scope, _ = resolve_scope(snapshot, CODE)
    rows = security_profile(snapshot, scope, day=DAY).data.filter(pl.col("fact") == "index_member")
    assert rows["said_en"].to_list() == ["in 000300.SH", f"was in 000905.SH until {days(20)[0]}"]


def test_balances_against_yesterday_the_past_and_the_float() -> None:
    balances = [*range(100, 100 + LEAST - 2), 50, 110]
    found = facts(market(securities=LISTED, margin_detail=margin(balances), quotes=quotes([10.0] * LEAST), caps=caps(LEAST)))
    assert found["financing_balance"]["money"] == Decimal(110)
    assert found["financing_balance_change"]["money"] == Decimal(60)
    assert "+120.00%" in found["financing_balance_change"]["said_en"]
    assert found["financing_balance_percentile"]["figure"] == sum(value <= 110 for value in balances) / LEAST
    assert found["financing_balance_to_float_cap"]["figure"] == 110 / CAP
    assert found["financing_share_of_turnover"]["figure"] == 11 / 1_000_000
    assert found["short_balance"]["money"] == Decimal(1_000)
    assert "derived" in found["short_balance"]["note_en"]


def test_too_short_a_history_has_no_percentile() -> None:
    found = facts(market(margin_detail=margin([100] * (LEAST - 1))))
    assert found["financing_balance_percentile"]["figure"] is None
    assert f"{LEAST - 1} sessions" in found["financing_balance_percentile"]["note_en"]


def test_the_distance_to_the_line_is_measured_on_both_sides() -> None:
    found = facts(market(margin_detail=margin([100_000_000] * 2), quotes=quotes([10.0] * 2), caps=caps(2)))
    assert found["financing_gauge"]["figure"] == pytest.approx(0.1)
    assert "percentage points" in found["financing_gauge"]["said_en"]
    assert found["short_gauge"]["figure"] == pytest.approx(1_000 / CAP)
    reached = facts(market(margin_detail=margin([300_000_000] * 2), quotes=quotes([10.0] * 2), caps=caps(2)))
    assert "may be suspended" in reached["financing_gauge"]["said_en"]
    assert "低于" in reached["short_gauge"]["said_zh"]


def test_eligibility_is_that_of_the_list_of_the_day() -> None:
    listed = pl.DataFrame({"security_id": [CODE], "trade_date": [DAY], "financing_eligible": [True], "short_eligible": [True], "financing_open": [True], "short_open": [False]})  # fmt: skip
    pledged = pl.DataFrame({"security_id": [CODE], "trade_date": [DAY], "conversion_ratio": [0.7]})
    found = facts(market(underlying_securities=listed, eligible_collateral=pledged, margin_detail=margin([100])))
    assert [found[f"financing_{way}"]["said_en"] for way in ("eligible", "open")] == ["yes", "yes"]
    assert found["short_open"]["said_zh"] == "否"
    assert found["collateral"]["figure"] == 0.7
    absent = facts(market(underlying_securities=listed, margin_detail=margin([100], code=OTHER)), OTHER)
    assert absent["financing_eligible"]["said_en"] == "no"


def test_what_is_not_stored_is_not_known_and_says_what_would_tell() -> None:
    found = facts(market(margin_detail=margin([100])))
    for fact in (
        "name",
        "english_name",
        "industry_sw1",
        "financing_eligible",
        "collateral",
        "financing_balance_to_float_cap",
        "crowding",
        "financing_gauge",
    ):
        assert found[fact]["said_en"] == "not known", fact
        assert found[fact]["said_zh"] == "不可知", fact
        assert found[fact]["note_en"], fact
        assert found[fact]["figure"] is None, fact
    assert "import" in found["name"]["note_en"]


def test_a_list_of_another_day_is_named_and_not_used() -> None:
    other = pl.DataFrame({"security_id": [CODE], "trade_date": [days(2)[0]], "financing_eligible": [True]})
    found = facts(market(underlying_securities=other, margin_detail=margin([100])))
    assert found["financing_eligible"]["said_en"] == "not known"
    assert f"{days(2)[0]}" in found["financing_eligible"]["note_en"]


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(NoData, match="600519"):
        facts(market(margin_detail=margin([100], code=OTHER)))
