"""The deep report: which decrees concern a balance, what is said against its test, what the watch list says."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import NotKnown, UnknownName
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports.kinds.deep.draft import deep
from liangrong.research.reports.kinds.deep.subject import decrees, subject_of
from liangrong.research.reports.report import Draft
from tests.small_market import LAST, frames


@pytest.fixture(scope="module")
def drafted() -> Draft:
    return deep(MarketSnapshot.of(frames(), LAST), subject_of("short_balance"))


def test_a_subject_has_many_names() -> None:
    assert {subject_of(name).measure for name in ("融资余额", "financing balance", "financing_balance")} == {"financing_balance"}
    with pytest.raises(UnknownName):
        subject_of("turnover")


def test_each_balance_has_its_own_decrees() -> None:
    shorts, financing = ({event.event for event in decrees(subject_of(name))} for name in ("short_balance", "financing_balance"))
    assert "short_ratio_100_2024" in shorts
    assert "financing_ratio_100_2026" in financing
    assert shorts & financing == set()
    assert {"short_ratio_100_2024", "financing_ratio_100_2026"} <= {
        event.event for event in decrees(subject_of("margin_trading_balance"))
    }


def test_a_view_is_judged_by_its_reading(drafted: Draft) -> None:
    found = {finding.key: finding for finding in drafted.findings}
    for name, below in (("small", True), ("quantity", True), ("one_way", False)):
        reading, threshold = (found[f"tests/{name}/{part}"].value for part in ("reading", "threshold"))
        assert isinstance(reading, float)
        assert isinstance(threshold, float)
        holds = reading < threshold if below else reading >= threshold
        assert found[f"tests/{name}/verdict"].value == ("成立" if holds else "不成立")


def test_a_view_without_a_reading_is_not_judged(drafted: Draft) -> None:
    found = {finding.key: finding for finding in drafted.findings}
    assert found["industries.top"].value is None, "the small market has no list of industries"
    assert found["tests/concentrated/reading"].value is None
    assert found["tests/concentrated/verdict"].value == "没有数据，无法检验"


def test_the_triggers_are_the_extremes_of_the_sessions_before(drafted: Draft) -> None:
    found = {finding.key: finding for finding in drafted.findings}
    totals = frames()["market_totals"].group_by("trade_date").agg(pl.col("short_balance").sum()).sort("trade_date")
    before = totals.filter(pl.col("trade_date") < LAST).tail(250)["short_balance"]
    assert found["watch/short_balance.high/trigger"].value == before.max()
    assert found["watch/short_balance.low/trigger"].value == before.min()
    now = found["watch/short_balance.high/value"].value
    assert isinstance(now, Decimal)
    assert found["watch/short_balance.high/state"].value == ("已触发" if now > before.max() else "未触发")  # type: ignore[operator]


def test_the_split_of_a_move_closes(drafted: Draft) -> None:
    """(1 + quantity) (1 + the rest) = 1 + balance."""
    found = {finding.key: finding.value for finding in drafted.findings}
    quantity, rest, whole = (float(str(found[key])) for key in ("quantity.ytd", "price_effect", "windows/ytd/ratio"))
    assert (1 + quantity) * (1 + rest) == pytest.approx(1 + whole)


def test_every_gap_is_counted_and_has_a_reason(drafted: Draft) -> None:
    gaps = [finding for finding in drafted.findings if finding.value is None]
    assert all(finding.reason for finding in gaps)
    assert next(finding.value for finding in drafted.findings if finding.key == "gaps") == len(gaps) > 0


def test_without_the_balance_of_the_day_there_is_no_report() -> None:
    with pytest.raises(NotKnown):
        deep(MarketSnapshot.of(frames(), LAST + timedelta(days=3)), subject_of("short_balance"))
    with pytest.raises(NotKnown):
        deep(MarketSnapshot.of({}, date(2026, 1, 30)), subject_of("short_balance"))
