"""Heat on real data: the article's RSI of 81 and its jump of 1.8 %, and what earlier flags of every signal were worth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.services.heat import HeatRequest, heat, heat_history, heat_jumps
from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.workspace import Workspace

pytestmark = pytest.mark.real

_FILES = (
    "market_by_exchange_tushare_2020_2026",
    "market_total_eastmoney_2010_2018",
    "market_total_account_stats_2012_2026",
    "index_history/csindex_000985_2015_2025.csv",
    "northbound_sse_szse_index_close",
)
MONDAY = date(2026, 1, 12)


@pytest.fixture(scope="module")
def workspace(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Totals, account statistics, 中证全指, and the Shanghai Composite that stands beside the northbound figures."""
    opened = Workspace.open(tmp_path_factory.mktemp("heat") / "store", create=True)
    import_paths(opened, ImportRequest([shared_data / "real" / name for name in _FILES]))
    return opened


def test_the_rsi_was_81_on_monday_and_the_highest_since_august(workspace: Workspace) -> None:
    """The closes of 25 and 26 December 2025 are not in the file; closing that hole by the next change makes it 81, not 80."""
    rows = heat_history(workspace, HeatRequest(as_of=MONDAY, index="000001.SH", signal="rsi")).data
    last = rows.row(-1, named=True)
    assert last["date"] == MONDAY
    assert round(last["value"]) == 81
    higher = rows.filter(pl.col("date") < MONDAY, pl.col("value") > last["value"])
    assert higher["date"][-1] == date(2025, 8, 26)


def test_the_jump_of_1_8_percent_is_that_of_one_session(workspace: Workspace) -> None:
    """1.8 % is Monday's growth alone, the largest of a session since 9 October, 65 sessions: three months. The month to date had
    grown 5.2 % by then, which among equal parts of months is the largest since November 2024."""
    rows = heat_jumps(workspace, HeatRequest(as_of=MONDAY)).data.filter(pl.col("measure") == "margin_trading_balance")
    found = {row["comparison"]: row for row in rows.iter_rows(named=True)}
    one, month = found["one_session"], found["month_to_date"]
    assert round(one["value"], 3) == 0.018
    assert (one["larger_on"], one["largest_of_last"]) == (date(2025, 10, 9), 65)
    assert round(month["value"], 4) == 0.0525
    assert month["sessions"] == 6
    assert month["larger_on"] == date(2024, 11, 8)
    whole = found["month_to_date_among_whole_months"]
    assert not whole["like_for_like"]
    assert whole["larger_on"] == date(2025, 9, 30)
    assert round(found["last_whole_month"]["value"], 4) == 0.0271


def test_the_record_of_every_signal_is_said(workspace: Workspace) -> None:
    answer = heat(workspace, HeatRequest(index="000001.SH"))
    rows = {row["signal"]: row for row in answer.data.iter_rows(named=True)}
    assert rows["rsi"]["n_episodes"] == 21
    assert rows["rsi"]["verdict"] == "no_better_than_chance"
    assert rows["rsi"]["n_days"] > 2400
    strict = heat(workspace, HeatRequest(index="000001.SH", signal="rsi", level=80)).data.row(0, named=True)
    assert (strict["n_episodes"], strict["verdict"]) == (6, "insufficient")
    assert rows["turnover_share"]["date"] == date(2025, 12, 31)
    assert rows["turnover_share"]["verdict"] == "insufficient"
    assert rows["maintenance"]["value"] == pytest.approx(2.89377)
    said = " ".join(note.en for note in answer.warnings)
    assert "No data for 'concentration'" in said
    assert "Readings older than 2026-01-30" in said


def test_returns_begin_at_the_open_where_there_is_one(workspace: Workspace) -> None:
    by_open = heat(workspace, HeatRequest(index="000985.SH", signal="adx"))
    assert any("from the open of T+1" in note.en for note in by_open.warnings)
    by_close = heat(workspace, HeatRequest(index="000001.SH", signal="rsi"))
    assert any("no opens are known" in note.en for note in by_close.warnings)
