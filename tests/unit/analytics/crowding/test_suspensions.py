"""How near a line is, in points, in yuan and in price, and what is said where it is not known."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from liangrong.analytics.crowding.suspensions import suspensions
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from tests.unit.analytics.crowding import stocks

NAME = "600000.SH"
BOTH = [NAME, "000001.SZ"]


def asked(
    balance: list[int], *, short: int = 0, names: list[str] | None = None, capped: bool = True, **options: object
) -> Result:
    """Stocks at 10 yuan with a float of 100 shares each, and one balance a session."""
    names, days = names or [NAME], stocks.days(len(balance))
    tables = {
        "margin_detail": stocks.rows(names, days, financing_balance=lambda s, r: balance[r], short_quantity=lambda s, r: short),
        "quotes": stocks.quotes(names, days, turnover=lambda s, r: 1),
    }
    if capped:
        tables["caps"] = stocks.rows(names, days, float_cap=lambda s, r: 1000)
    return suspensions(stocks.market(tables), day=stocks.LAST, top=10, **options)  # type: ignore[arg-type]


def row(found: Result, side: str = "financing", security: str = NAME) -> dict[str, object]:
    return found.data.filter(pl.col("side") == side, pl.col("security_id") == security).row(0, named=True)


def test_the_distance_by_hand() -> None:
    found = row(asked([100, 150]))
    assert found["share_of_float"] == pytest.approx(0.15)
    assert found["state"] == "below"
    assert (found["line"], found["line_level"]) == ("suspend", 0.25)
    assert found["distance_points"] == pytest.approx(0.10)
    assert found["distance_amount"] == Decimal("100.000"), "250 less 150"
    assert found["price_move"] == pytest.approx(-0.40), "150 over 600"


def test_the_price_move_alone_reaches_the_line() -> None:
    found = row(asked([100, 187]))
    assert 187 / (1000 * (1 + float(str(found["price_move"])))) == pytest.approx(0.25)


def test_beyond_the_line_the_way_back_is_measured() -> None:
    found = row(asked([100, 260, 230]))
    assert found["state"] == "suspended_possible"
    assert (found["line"], found["line_level"]) == ("resume", 0.20)
    assert found["distance_points"] == pytest.approx(-0.03)
    assert found["distance_amount"] == Decimal("-30.000")
    assert found["price_move"] == pytest.approx(0.15), "230 over 1150"
    assert (found["since"], found["effective_on"]) == (stocks.days(2)[0], stocks.LAST), (
        "reached on the day before, in effect a session later"
    )


def test_reached_on_the_last_session_takes_effect_on_the_next() -> None:
    found = row(asked([100, 250]))
    assert (f"{found['since']}", f"{found['effective_on']}") == ("2026-01-30", "2026-02-02")


def test_shorts_are_counted_in_shares_and_know_no_price_move() -> None:
    found = row(asked([100, 100], short=30), "short")
    assert found["share_of_float"] == pytest.approx(0.30), "30 of 100 shares"
    assert found["state"] == "suspended_possible"
    assert found["price_move"] is None


def test_nobody_short_is_no_reading() -> None:
    assert asked([100, 100]).data["side"].to_list() == ["financing"]


def test_without_caps_the_state_is_not_known_and_says_why() -> None:
    found = asked([100, 150], capped=False)
    assert row(found)["state"] == "not_known"
    assert row(found)["not_known_because"] == "no_float_cap"
    assert row(found)["line_level"] is None
    assert any("not stored" in note.en or "No float caps" in note.en for note in found.warnings)


def test_between_the_lines_without_a_past() -> None:
    found = row(asked([220]))
    assert (found["state"], found["not_known_because"]) == ("not_known", "between_the_lines")
    assert found["share_of_float"] == pytest.approx(0.22), "the share is known all the same"


def test_the_order_is_strict_and_the_count_is_of_all() -> None:
    found = asked([100, 150], names=sorted(BOTH), short=1)
    assert found.data["security_id"].to_list() == ["000001.SZ", NAME, "000001.SZ", NAME]
    assert found.data["side"].to_list() == ["financing", "financing", "short", "short"]
    assert any("4 readings" in note.en for note in found.warnings)


def test_the_rule_says_may_and_is_cited() -> None:
    note = next(note for note in asked([100]).warnings if "may suspend" in note.en)
    cited = note.zh[note.zh.index("（") + 1 : note.zh.rindex("）")].split("；")
    assert any("实施细则" in one for one in cited)
    assert len(cited) == len(set(cited)), "no notice is named twice"


def test_a_day_without_detail_names_the_nearest() -> None:
    snapshot = stocks.market({"margin_detail": stocks.rows([NAME], stocks.days(3)[:1], financing_balance=lambda s, r: 1)})
    with pytest.raises(NoData, match="2026-01-28"):
        suspensions(snapshot, day=stocks.LAST, top=5)
