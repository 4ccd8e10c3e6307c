from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.errors import BadInput, MixedOrigins
from liangrong.services.imports import ImportReport, ImportRequest, import_paths
from liangrong.services.workspace import Workspace

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
HEADER = "trade_date,exchange_id,rzye,rzmre,rzche,rqye,rqmcl,rzrqye,rqyl\n"


def line(day: str, exchange: str = "SSE", financing: int = 1_000_000_000_000, short: int = 9_000_000_000) -> str:
    financing += int(day[-2:]) * 1_000_000
    return f"{day},{exchange},{financing},90000000000,90000000000,{short},1000000,{financing + short},2000000000\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "store", create=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    made.mkdir()
    return made


def run(workspace: Workspace, *paths: Path, **known: object) -> ImportReport:
    return import_paths(workspace, ImportRequest(paths, **known), now=NOW)  # type: ignore[arg-type]


def test_a_file_is_recognised_stored_archived_and_covered(workspace: Workspace, folder: Path) -> None:
    file = folder / "anything.dat"
    file.write_text(HEADER + line("20260129") + line("20260130"))
    (row,) = run(workspace, file).rows
    assert (row.state, row.table, row.added, row.file) == ("added", "market_totals", 2, "anything.dat")
    assert row.recognised_as_zh
    assert row.recognised_as_en
    assert workspace.store.read("market_totals")["known_basis"].to_list() == ["assumed"] * 2
    covered = workspace.store.coverage.state()
    assert covered.select("trade_date", "state", "via").rows() == [
        (date(2026, 1, 29), "covered", "import"),
        (date(2026, 1, 30), "covered", "import"),
    ]
    assert workspace.store.archive.content(covered["sha256"][0][0]) == file.read_bytes()


def test_the_same_bytes_again_add_nothing(workspace: Workspace, folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text(HEADER + line("20260130"))
    run(workspace, file)
    versions = {name: workspace.store.table(name).version() for name in workspace.store.names}
    (row,) = run(workspace, file).rows
    assert (row.state, row.known, row.added) == ("known", 1, 0)
    assert {name: workspace.store.table(name).version() for name in workspace.store.names} == versions


def test_the_same_figures_in_other_bytes_add_nothing(workspace: Workspace, folder: Path) -> None:
    (folder / "a.csv").write_text(HEADER + line("20260129") + line("20260130"))
    (folder / "b.csv.gz").write_bytes(gzip.compress((HEADER + line("20260130")).encode()))
    first, second = run(workspace, folder).rows
    assert (first.added, second.added, second.known) == (2, 0, 1)


def test_a_corrected_file_is_a_new_vintage(workspace: Workspace, folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text(HEADER + line("20260130"))
    run(workspace, file)
    file.write_text(HEADER + line("20260130", financing=1_000_000_500_000))
    (row,) = run(workspace, file).rows
    assert (row.state, row.revised) == ("added", 1)
    assert workspace.store.read("market_totals")["financing_balance"].to_list() == [Decimal(1_000_030_500_000)]


def test_a_folder_is_walked_and_what_is_no_data_is_listed(workspace: Workspace, folder: Path) -> None:
    (folder / "inner").mkdir()
    (folder / "inner" / "a.csv").write_text(HEADER + line("20260130"))
    (folder / "PROVENANCE.md").write_text("# where it is from")
    (folder / ".hidden").write_text("x")
    report = run(workspace, folder)
    assert [(row.file, row.state) for row in report.rows] == [
        ("PROVENANCE.md", "skipped"),
        (str(Path("inner", "a.csv")), "added"),
    ]
    assert report.exit_code == 0


def test_bad_files_have_a_sentence_each_and_stop_nobody(workspace: Workspace, folder: Path) -> None:
    (folder / "1.csv").write_text("<!DOCTYPE html><html>blocked</html>")
    (folder / "2.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "3.csv").write_text(HEADER + line("20260130"))
    report = run(workspace, folder)
    assert [row.state for row in report.rows][:1] == ["unrecognised"]
    assert report.rows[2].state == "added"
    assert all(row.reason_zh and row.reason_en for row in report.rows[:2])
    assert "HTML" in report.rows[0].reason_en
    assert report.exit_code == 5
    assert {entry["place"] for entry in workspace.store.archive.quarantined()} == {"1.csv", "2.xlsx"}


def test_nothing_but_bad_files_is_bad_input(workspace: Workspace, folder: Path) -> None:
    (folder / "1.csv").write_text("hello")
    assert run(workspace, folder).exit_code == 4


def test_a_phantom_session_is_kept_out_and_the_rest_enters(workspace: Workspace, folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text(HEADER + line("20260130") + line("20260131"))
    report = run(workspace, file)
    (row,) = report.rows
    assert (row.state, row.added, row.quarantined) == ("partly", 1, 1)
    assert "2026-01-31" in row.reason_en
    assert report.exit_code == 5
    assert workspace.store.read("discrepancies").filter(severity="quarantined").height >= 1


def test_a_contradiction_enters_marked_and_is_on_record_once(workspace: Workspace, folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text(HEADER + "20260130,SSE,1000000000000,90000000000,90000000000,9000000000,1000000,1500000000000,2000000000\n")
    run(workspace, file)
    assert workspace.store.read("market_totals")["quality"].to_list() == ["suspect"]
    on_record = workspace.store.read("discrepancies", vintages=True)
    assert on_record.filter(severity="error").height >= 1
    run(workspace, file)
    assert workspace.store.read("discrepancies", vintages=True).height == on_record.height


def test_a_day_beyond_the_calendar_is_a_sentence(workspace: Workspace, folder: Path) -> None:
    file = folder / "a.csv"
    file.write_text(HEADER + line("20310130"))
    (row,) = run(workspace, file).rows
    assert row.state in ("quarantined", "partly")
    assert "2031" in row.reason_en
    assert "market_totals" not in workspace.store.names


def test_a_path_that_is_not_there_is_said_before_anything_is_stored(workspace: Workspace, folder: Path) -> None:
    (folder / "a.csv").write_text(HEADER + line("20260130"))
    with pytest.raises(BadInput, match=r"none\.csv"):
        run(workspace, folder / "a.csv", folder / "none.csv")
    assert workspace.store.names == ()


def test_real_files_never_enter_a_simulated_store(workspace: Workspace, folder: Path) -> None:
    rows = {"exchange": ["SSE"], "trade_date": [date(2026, 1, 29)], "financing_balance": [1], "source": ["simulated:sse"]}
    workspace.store.append("market_totals", pl.DataFrame(rows), observed_at=NOW)
    (folder / "a.csv").write_text(HEADER + line("20260130"))
    with pytest.raises(MixedOrigins):
        run(workspace, folder)


def test_the_report_is_a_result(workspace: Workspace, folder: Path) -> None:
    (folder / "a.csv").write_text(HEADER + line("20260130"))
    result = run(workspace, folder).result
    assert result.data.select("file", "state", "added").rows() == [("a.csv", "added", 1)]
    assert '"added": 1' in result.to_json()
