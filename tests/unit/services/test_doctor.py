from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.outcomes import FailureKind
from liangrong.core.results import Result
from liangrong.services.doctor import doctor
from liangrong.services.workspace import Workspace
from liangrong.sources.fetcher import RawPayload, Request
from liangrong.sources.transport import TransportFailed
from liangrong.store.coverage import Entry

NOW = datetime(2026, 2, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    opened = Workspace.open(tmp_path / "store", create=True)
    rows = {"exchange": ["SSE"], "trade_date": [date(2026, 1, 30)], "financing_balance": [1], "source": ["sse"]}
    opened.store.append("market_totals", pl.DataFrame(rows), observed_at=NOW)
    return opened


def state(result: Result, check: str) -> str:
    return result.data.filter(check=check)["state"].item()


def test_all_is_well(workspace: Workspace) -> None:
    data = doctor(workspace.store.path, now=NOW).data
    assert set(data["state"]) == {"ok"}
    assert {"versions", "store", "table market_totals", "disk", "leftovers", "calendar"} <= set(data["check"])


def test_a_missing_store_is_a_warning_not_a_crash(tmp_path: Path) -> None:
    assert state(doctor(tmp_path / "none", now=NOW), "store") == "warning"


def test_a_damaged_store_is_an_error(workspace: Workspace) -> None:
    (workspace.store.path / "liangrong.json").write_text("{")
    assert state(doctor(workspace.store.path, now=NOW), "store") == "error"


def test_a_table_that_lost_a_file_is_an_error(workspace: Workspace) -> None:
    next((workspace.store.path / "tables" / "market_totals").glob("*.parquet")).unlink()
    assert state(doctor(workspace.store.path, now=NOW), "table market_totals") == "error"


def test_traces_of_a_dead_writer_are_named(workspace: Workspace) -> None:
    root = workspace.store.path
    (root / "raw").mkdir(exist_ok=True)
    (root / "raw" / "x.gz.1.partial").write_text("")
    (root / "tables" / "market_totals" / "part-00000-dead.parquet").write_bytes(b"PAR1")
    found = doctor(root, now=NOW)
    assert state(found, "leftovers") == "warning"
    sentence = found.data.filter(check="leftovers")["en"].item()
    assert "1 temporary and 1 unreferenced" in sentence


def test_files_that_a_compaction_replaced_are_no_traces(workspace: Workspace) -> None:
    for number in range(2, 30):
        rows = {"exchange": ["SSE"], "trade_date": [date(2026, 1, 30)], "financing_balance": [number], "source": ["sse"]}
        workspace.store.append("market_totals", pl.DataFrame(rows), observed_at=NOW)
    assert workspace.store.compact()
    assert state(doctor(workspace.store.path, now=NOW), "leftovers") == "ok"


def test_a_writer_at_work_is_named(workspace: Workspace) -> None:
    with workspace.store.writing("sync"):
        found = doctor(workspace.store.path, now=NOW)
    assert state(found, "writer") == "warning"


@pytest.mark.parametrize(
    ("now", "expected"), [(datetime(2026, 12, 20, tzinfo=UTC), "warning"), (datetime(2027, 1, 5, tzinfo=UTC), "error")]
)
def test_the_calendar_runs_out(workspace: Workspace, now: datetime, expected: str) -> None:
    assert state(doctor(workspace.store.path, now=now), "calendar") == expected


def test_gaps_and_quarantine_are_counted(workspace: Workspace) -> None:
    workspace.store.coverage.record([Entry("market_totals", "SSE", date(2026, 1, 30), "sse", "failed", reason_en="no answer")])
    workspace.store.archive.quarantine("f" * 64, place="x", reason_zh="缺页", reason_en="a page is missing")
    found = doctor(workspace.store.path, now=NOW)
    assert state(found, "coverage market_totals SSE sse") == "warning"
    assert state(found, "quarantine") == "warning"


class NoAnswer:
    """A network that is down."""

    def send(self, request: Request) -> RawPayload:
        raise TransportFailed(kind=FailureKind.TRANSPORT, url=request.url, reason="no route", reason_zh="无法连接")


def test_live_asks_each_publisher(workspace: Workspace) -> None:
    found = doctor(workspace.store.path, transport=NoAnswer(), now=NOW)
    endpoints = found.data.filter(pl.col("check").str.starts_with("endpoint"))
    assert endpoints.height >= 6
    assert set(endpoints["state"]) == {"error"}
    assert "no route" in endpoints["en"][0]
