"""What is watched, and how it stands in the morning."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput, InvalidSecurity, UnknownName
from liangrong.services.alerts.watchlist import (
    UnwatchRequest,
    WatchlistRequest,
    WatchRequest,
    unwatch,
    watch,
    watchlist,
)
from liangrong.services.workspace import Workspace
from tests.unit.services.alerts.conftest import DAYS, YI, put


def test_the_market_stands_as_worked_out_on_paper(workspace: Workspace) -> None:
    days = workspace.calendar.between(date(2025, 6, 3), DAYS[-1])
    put(workspace, {day: 100 + n for n, day in enumerate(days)})
    watch(workspace, WatchRequest("全市场", "每天看"))
    now = 100 + len(days) - 1
    row = watchlist(workspace).data.row(0, named=True)
    assert (row["scope"], row["title_zh"], row["remark"], row["date"]) == ("market", "全市场", "每天看", DAYS[-1])
    assert row["financing_balance"] == now * YI
    assert [row[f"change_{span}"] for span in (1, 5, 20)] == pytest.approx([now / (now - span) - 1 for span in (1, 5, 20)])
    assert (row["percentile"], row["percentile_since"]) == (1.0, date(2025, 6, 3))
    earlier = watchlist(workspace, WatchlistRequest(as_of=DAYS[-3])).data.row(0, named=True)
    assert (earlier["date"], earlier["financing_balance"]) == (DAYS[-3], (now - 2) * YI)


def test_a_change_with_one_end_unknown_is_null(workspace: Workspace) -> None:
    put(workspace, {DAYS[-6]: 100, DAYS[-1]: 110})
    watch(workspace, WatchRequest("market"))
    found = watchlist(workspace)
    row = found.data.row(0, named=True)
    assert (row["change_1"], row["change_5"], row["change_20"]) == (None, pytest.approx(0.1), None)
    assert (row["percentile"], row["reason_en"]) == (None, None)
    assert "60" in found.warnings[-1].en


def test_what_is_not_known_says_why_beside_what_is(workspace: Workspace) -> None:
    put(workspace, {DAYS[-1]: 100})
    watch(workspace, WatchRequest("600519"))
    watch(workspace, WatchRequest("market"))
    found = watchlist(workspace)
    assert found.data["financing_balance"].to_list() == [None, 100 * YI]
    assert "600519.SH" in found.data["reason_en"][0]
    assert any("拥挤度未知" in note.zh for note in found.warnings)
    assert not any("拥挤度" in note.zh for note in watchlist(workspace, WatchlistRequest(crowding=False)).warnings)


def test_it_keeps_its_order_and_each_thing_once(workspace: Workspace) -> None:
    for scope in ("600519", "SSE", "sh600519", "market"):
        watch(workspace, WatchRequest(scope, f"as {scope}"))
    found = unwatch(workspace, UnwatchRequest("沪市"))
    assert found.data.select("scope", "remark").rows() == [("security:600519.SH", "as sh600519"), ("market", "as market")]
    with pytest.raises(UnknownName, match="SSE"):
        unwatch(workspace, UnwatchRequest("SSE"))


def test_nothing_watched_is_no_error_even_without_data(workspace: Workspace) -> None:
    assert watchlist(workspace).data.is_empty()


def test_what_nobody_knows_is_not_watched(workspace: Workspace) -> None:
    with pytest.raises(UnknownName):
        watch(workspace, WatchRequest("不存在的行业"))
    with pytest.raises(InvalidSecurity):
        watch(workspace, WatchRequest("999999"))
    assert not (workspace.store.path / "alerts").exists()


def test_a_damaged_list_is_kept(workspace: Workspace) -> None:
    watch(workspace, WatchRequest("market"))
    path = workspace.store.path / "alerts" / "watchlist.json"
    path.write_text('{"format": 1, "watched": [{"scope": 5}]}')
    with pytest.raises(BadInput, match=r"watchlist\.json"):
        watch(workspace, WatchRequest("SSE"))
    assert "5" in path.read_text()


@pytest.mark.slow
def test_stocks_stand_among_all_others(simulated_store: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(shutil.copytree(simulated_store, tmp_path / "store"))
    from liangrong.services.crowding import CrowdingRequest, crowding

    ranked = crowding(workspace, CrowdingRequest(top=3)).data
    for security in ranked["security_id"]:
        watch(workspace, WatchRequest(security))
    found = watchlist(workspace)
    assert found.data["crowding_rank"].to_list() == [1, 2, 3]
    assert found.data["crowding"].to_list() == ranked["crowding"].to_list()
    assert any("Synthetic" in note.en for note in found.warnings)
