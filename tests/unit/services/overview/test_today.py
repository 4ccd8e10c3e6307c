"""What changed on a session, each kind of thing by an input that has it and one that has not."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.analytics.securities.industry_english import industry_english
from liangrong.core.calendar import mainland
from liangrong.core.errors import UsageError
from liangrong.core.results import Result
from liangrong.services.crowding import CrowdingRequest, crowding
from liangrong.services.flows import FlowsRequest, LeagueRequest, flows, league
from liangrong.services.ingest import ingest
from liangrong.services.overview.glance import BalanceHistoryRequest, CardsRequest, balance_history, cards, ratio_history
from liangrong.services.overview.today import TodayRequest, today
from liangrong.services.workspace import Workspace
from liangrong.store.coverage import Entry
from tests.small_market import LAST, YI, financing, frames, stored, totals

BEFORE = mainland().previous(LAST)


@pytest.fixture(scope="module")
def market(simulated_store: Path) -> Workspace:
    """The whole simulated market."""
    return Workspace.open(simulated_store)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Totals, statistics and an index; no securities."""
    return stored(tmp_path_factory.mktemp("small") / "store", frames())


@pytest.fixture
def workspace(small: Path, tmp_path: Path) -> Workspace:
    """A small store to write to."""
    return Workspace.open(Path(shutil.copytree(small, tmp_path / "store")))


def kinds(found: Result) -> set[str]:
    return set(found.data["kind"])


def test_records_are_told_with_their_streak(workspace: Workspace) -> None:
    found = today(workspace, TodayRequest(part="milestones"))
    told = found.data.filter(kind="new_record")
    assert set(told["measure"]) >= {"margin_trading_balance", "financing_balance"}
    row = told.filter(measure="financing_balance").row(0, named=True)
    assert row["value"] == pytest.approx(float(financing(LAST) + 80 * YI))
    assert row["detail_en"].startswith("session ")
    assert row["date"] == LAST


def test_on_a_day_of_falling_balances_there_is_no_record(workspace: Workspace) -> None:
    found = today(workspace, TodayRequest(as_of=date(2015, 9, 1), part="milestones"))
    assert "new_record" not in kinds(found)


def test_the_first_session_above_the_peak_is_told_that_day_alone(workspace: Workspace) -> None:
    total = balance_history(workspace, BalanceHistoryRequest()).data
    peak = total.filter(pl.col("episode_en").is_not_null())["value"].item()
    above = total.filter(pl.col("date") > date(2016, 1, 4), pl.col("value") > peak)["date"][0]
    for day, expected in ((above, True), (mainland().next(above), False)):
        told = today(workspace, TodayRequest(as_of=day, part="milestones")).data["what_en"].to_list()
        assert any("peak of 2015" in text for text in told) is expected


def test_without_detail_flows_and_flags_are_remarks_not_failures(workspace: Workspace) -> None:
    found = today(workspace, TodayRequest())
    said = " ".join(note.en for note in found.warnings)
    assert not kinds(found) & {"industry_flow", "stock_flow", "new_crowding"}
    assert "Flows" in said
    for title in ("New crowding flags", "Suspension lines newly reached", "New squeezes"):
        assert title in said


def test_the_largest_flows_are_those_of_the_league(market: Workspace) -> None:
    found = today(market, TodayRequest(part="flows", top=2)).data
    ranked = league(market, LeagueRequest(top=2)).data
    stocks = found.filter(kind="stock_flow")
    assert set(stocks["scope"]) == {f"security:{code}" for code in ranked["group_name"]}
    assert sorted(stocks["value"]) == sorted(float(value) for value in ranked["net_financing"])
    industries = flows(market, FlowsRequest()).data.filter(part="group").sort("net_financing", descending=True)
    assert found.filter(kind="industry_flow")["scope"][0] == f"industry:sw1:{industries['group_name'][0]}"
    assert found.filter(kind="industry_flow").height == 4
    for row in found.filter(kind="industry_flow").iter_rows(named=True):
        name = row["scope"].removeprefix("industry:sw1:")
        assert row["what_zh"].startswith(f"{name}融资净")
        assert row["what_en"].startswith(f"{industry_english(name)}: net financing ")


def test_new_flags_are_those_of_today_that_were_not_there_the_session_before(market: Workspace) -> None:
    stayed, came = set(), set()
    for day in (date(2025, 12, 30), date(2026, 1, 6)):
        now, then = (_flagged(market, at) for at in (day, mainland().previous(day)))
        told = today(market, TodayRequest(as_of=day, part="flags", top=100)).data.filter(kind="new_crowding")
        assert set(told["scope"]) == {f"security:{code}" for code in now - then}
        stayed |= now & then
        came |= now - then
    assert stayed, "some stay flagged, and are not new again"
    assert came


def _flagged(market: Workspace, day: date) -> set[str]:
    rows = crowding(market, CrowdingRequest(as_of=day, top=5000)).data
    return set(rows.filter(pl.col("crowding") >= 0.9)["security_id"])


def test_a_revision_is_told_on_its_day_and_not_on_an_earlier_one(workspace: Workspace) -> None:
    assert "revision" not in kinds(today(workspace, TodayRequest(part="data")))
    days = mainland().between(date(2026, 1, 12), date(2026, 1, 13))
    changed = totals(days[0], days[1]).filter(exchange="SSE")
    changed = changed.with_columns(pl.col("financing_balance", "margin_trading_balance") + pl.lit(Decimal(YI), pl.Decimal(20, 3)))
    ingest(workspace, {"market_totals": changed}, observed_at=datetime(2026, 3, 4, tzinfo=UTC))
    told = today(workspace, TodayRequest(part="data")).data.filter(kind="revision")
    assert told.select("value", "measure").rows() == [(2.0, "market_totals")]
    assert "2026-01-12" in told["detail_en"].item()
    earlier = today(workspace, TodayRequest(as_of=date(2026, 1, 13), part="data"))
    assert "revision" not in kinds(earlier), "it became known weeks after that morning"


@pytest.mark.parametrize(
    ("state", "told"), [("not_published", True), ("failed", True), ("covered", False), ("non_trading", False)]
)
def test_what_did_not_come_is_missing(workspace: Workspace, state: str, told: bool) -> None:
    entry = Entry("margin_detail", "BSE", LAST, "bse", state, reason_zh="网站无响应", reason_en="no answer")  # type: ignore[arg-type]
    workspace.store.coverage.record([entry])
    rows = today(workspace, TodayRequest(part="data")).data.filter(kind="missing")
    assert ("BSE margin detail" in " ".join(rows["what_en"])) is told
    assert ("no answer" in rows["detail_en"].to_list()) is told


def test_parts_make_up_the_whole(market: Workspace) -> None:
    whole = today(market, TodayRequest()).data
    parts = [today(market, TodayRequest(part=part)).data for part in ("milestones", "flows", "flags", "alerts", "data")]  # type: ignore[arg-type]
    assert pl.concat(parts).equals(whole)


def test_a_day_without_a_session_is_moved_and_said_so(workspace: Workspace) -> None:
    found = cards(workspace, CardsRequest(as_of=date(2026, 1, 25)))
    assert found.as_of == date(2026, 1, 23)
    assert any("2026-01-23" in note.en for note in found.warnings)


@pytest.mark.parametrize("years", [0, -1, 51])
def test_years_that_make_no_sense_are_refused(workspace: Workspace, years: int) -> None:
    for ask in (cards, ratio_history):
        with pytest.raises(UsageError, match="years"):
            ask(workspace, CardsRequest(years=years))


def test_no_rows_and_a_reversed_window_are_refused(workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="top"):
        today(workspace, TodayRequest(top=0))
    with pytest.raises(UsageError, match="2026-02"):
        balance_history(workspace, BalanceHistoryRequest(start=date(2026, 2, 2), as_of=BEFORE))
