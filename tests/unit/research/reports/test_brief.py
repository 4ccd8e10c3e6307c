"""The figures of a brief, worked out on paper from straight lines."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.calendar import mainland
from liangrong.core.errors import NoData
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.reports.brief import Brief, brief
from liangrong.research.reports.compose import compose
from liangrong.research.reports.markdown import to_markdown
from tests.small_market import LAST, PEAK, YI, financing, frames, totals

BSE_TOTAL = 81 * YI


def total(day: date) -> Decimal:
    """Financing, 1 % of it sold short, and the constant BSE."""
    return financing(day) * Decimal("1.01") + BSE_TOTAL


def test_levels_and_changes(whole: Brief) -> None:
    before = mainland().previous(LAST)
    assert whole.finding("total").value == total(LAST)
    assert whole.finding("financing").value == financing(LAST) + 80 * YI
    assert whole.finding("short").value == financing(LAST) / 100 + YI
    assert whole.finding("total.change").value == total(LAST) - total(before)
    assert whole.finding("total.change_ratio").value == pytest.approx(float(total(LAST) / total(before)) - 1)
    assert whole.finding("financing.contribution").value == pytest.approx(1 / 1.01)


def test_exchanges_add_up(whole: Brief) -> None:
    for suffix in ("", ".change"):
        parts = [whole.finding(name + suffix).value for name in ("SSE", "SZSE", "BSE")]
        assert sum(Decimal(str(part)) for part in parts) == whole.finding("total" + suffix).value
    assert whole.finding("BSE.change").value == 0


def test_records_and_the_reference_peak(whole: Brief) -> None:
    peak = financing(PEAK) * Decimal("1.01")
    assert whole.finding("reference_peak").value == peak
    assert whole.finding("reference_peak").date == PEAK
    assert whole.finding("reference_peak.distance").value == total(LAST) - peak
    assert whole.finding("reference_peak.first_above").value == next(
        day for day in mainland().between(date(2025, 1, 2), LAST) if total(day) > peak
    )
    assert whole.finding("total.record").value is True
    above = [day for day in mainland().between(date(2025, 1, 2), LAST) if total(day) > peak]
    assert whole.finding("total.streak").value == len(above)
    assert whole.record_days[-1] == LAST


def test_thresholds(whole: Brief) -> None:
    assert whole.finding("threshold.passed").value == 27_000 * YI
    assert whole.finding("threshold.next").value == 28_000 * YI
    assert whole.finding("threshold.gap").value == 28_000 * YI - total(LAST)
    first = next(day for day in mainland().between(date(2025, 1, 2), LAST) if total(day) >= 27_000 * YI)
    assert whole.finding("threshold.passed_on").value == first


def test_growth(whole: Brief) -> None:
    start = mainland().offset(LAST, -20)
    assert whole.finding("growth.20").parameters == {"sessions": 20, "from": start}
    assert whole.finding("growth.20").value == pytest.approx(float(total(LAST) / total(start)) - 1)
    assert whole.finding("growth.20.gain").value == total(LAST) - total(start)
    assert whole.finding("growth.ytd").parameters["from"] == date(2025, 12, 31)


def test_activity_and_collateral(whole: Brief) -> None:
    buys = financing(LAST) / 10 + Decimal(str(whole.finding("buys").value)) - financing(LAST) / 10
    assert whole.finding("buys.share").value == pytest.approx(float(buys / financing(LAST)))
    assert whole.finding("maintenance.percentile").value == 1.0
    assert whole.finding("maintenance.percentile").parameters["years"] == 10


def test_what_is_not_known_says_why(whole: Brief, young: Brief) -> None:
    for answer in (whole, young):
        for finding in answer.findings:
            assert (finding.value is None) == (finding.reason is not None)
    assert whole.finding("float_ratio").value is None
    assert young.finding("total.record").grade == "unknown"
    assert "2010-03-31" in young.finding("total.record").reason.en
    assert young.finding("total.record_since").parameters["since"] == date(2020, 1, 2)
    assert young.finding("reference_peak").value is None
    assert young.finding("buys.share").value is None


@pytest.mark.parametrize("day", [date(2010, 3, 31), date(2010, 4, 1), date(2013, 1, 4), date(2015, 6, 18), date(2016, 2, 29)])
def test_any_session_of_the_history_has_a_brief(day: date) -> None:
    answer = brief(MarketSnapshot.of(frames(), day))
    assert answer.finding("total").value == total(day) - BSE_TOTAL
    assert answer.finding("total.record").value is (day <= PEAK)
    assert (answer.finding("total.change").value is None) == (day == date(2010, 3, 31))
    assert all(finding.date is None or finding.date <= day for finding in answer.findings)
    for lang in ("zh", "en"):
        assert to_markdown(compose(answer, lang))


def test_a_hole_in_a_growth_window_is_not_bridged() -> None:
    tables = frames()
    start = mainland().offset(LAST, -20)
    tables["market_totals"] = tables["market_totals"].filter(tables["market_totals"]["trade_date"] != start)
    answer = brief(MarketSnapshot.of(tables, LAST))
    assert answer.finding("growth.20").value is None
    assert str(start) in answer.finding("growth.20").reason.zh
    assert answer.finding("growth.5").value is not None


def test_a_zero_balance_has_no_growth() -> None:
    tables = {"market_totals": totals(date(2026, 1, 5)).with_columns(short_balance=totals(date(2026, 1, 5))["short_balance"] * 0)}
    answer = brief(MarketSnapshot.of(tables, LAST))
    assert answer.finding("short.change_ratio").value is None


def test_without_the_balance_there_is_no_brief() -> None:
    with pytest.raises(NoData):
        brief(MarketSnapshot.of({"market_totals": totals(date(2026, 1, 5), date(2026, 1, 29))}, LAST))


def test_the_envelope(whole: Brief, synthetic: Brief) -> None:
    envelope = json.loads(json.dumps(whole.envelope("en")))
    assert list(envelope) == ["data", "unit", "as_of", "known_at", "source", "warnings"]
    row = next(row for row in envelope["data"] if row["finding"] == "total")
    assert row["value"] == f"{total(LAST):.3f}"
    assert row["unit"] == "元"
    assert not any("Synthetic" in text for text in envelope["warnings"])
    assert synthetic.envelope("en")["warnings"][0] == "Synthetic data, not market fact"
