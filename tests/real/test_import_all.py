"""Everything under ``../shared/data/real``, imported once and once more."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.services.imports import ImportReport, ImportRequest, import_paths
from liangrong.services.workspace import Workspace
from tests.real_import import IMPORTED_AT, RealImport

pytestmark = [pytest.mark.real, pytest.mark.slow, pytest.mark.xdist_group("import_all")]


SCREENS, KEPT = "em_spot_all_stocks_2026Q3", 2
LONG = "quotes_daily_qmt/quotes_700_stocks_2020_2026.parquet"


@dataclass
class Imported:
    workspace: Workspace
    first: ImportReport
    again: ImportReport
    versions: tuple[dict[str, int], dict[str, int]]


@pytest.fixture(scope="module")
def imported(real_import: RealImport, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Imported:
    copy = shutil.copytree(real_import.store, tmp_path_factory.mktemp("again") / "store")
    workspace = Workspace.open(copy)
    before = versions(workspace)
    again = import_paths(workspace, ImportRequest(seen_again(shared_data / "real")), now=IMPORTED_AT)
    return Imported(workspace, real_import.report, again, (before, versions(workspace)))


def seen_again(root: Path) -> list[Path]:
    """Every file but most of the daily screens, which are of one layout and of days of their own, and the longer one of two alike."""
    screens = sorted(root.glob(f"{SCREENS}/*.gz"))
    assert len(screens) > KEPT
    left_out = {*screens[KEPT:], root / LONG}
    return [path for path in sorted(root.rglob("*")) if path.is_file() and path not in left_out]


def versions(workspace: Workspace) -> dict[str, int]:
    return {name: table.version() for name in workspace.store.names if (table := workspace.store.table(name))}


def test_every_data_file_is_recognised(imported: Imported) -> None:
    assert [row.file for row in imported.first.rows if row.state == "unrecognised"] == []


def test_what_is_skipped_is_no_data(imported: Imported) -> None:
    assert {Path(row.file).name for row in imported.first.rows if row.state == "skipped"} == {"PROVENANCE.md"}


def test_the_second_import_adds_nothing(imported: Imported) -> None:
    assert sum(row.added + row.revised for row in imported.again.rows) == 0
    assert imported.versions[0] == imported.versions[1]


def test_whatever_is_kept_out_has_a_reason(imported: Imported) -> None:
    kept_out = [row for row in imported.first.rows if row.quarantined]
    assert kept_out
    assert all(row.reason_zh and row.reason_en for row in kept_out)


def test_the_peak_of_2015_is_stored_to_the_yuan(imported: Imported) -> None:
    day = date(2015, 6, 18)
    row = imported.workspace.store.read("market_totals", day, day, {"exchange": ["SSE+SZSE"]})
    assert row.select("margin_trading_balance", "financing_balance").row(0) == (
        Decimal(2_273_035_261_015),
        Decimal(2_266_635_294_021),
    )
    assert row["known_basis"].to_list() == ["assumed"]


def test_the_last_complete_session(imported: Imported) -> None:
    assert imported.workspace.latest_session() == date(2026, 1, 30)
    assert imported.workspace.latest_session(datetime(2026, 1, 30, 0, tzinfo=UTC)) == date(2026, 1, 28)


def test_no_row_is_known_before_its_day_is_over(imported: Imported) -> None:
    for name in ("market_totals", "quotes", "margin_detail", "account_statistics"):
        early = imported.workspace.store.read(name).filter(pl.col("known_at").dt.date() <= pl.col("trade_date"))
        assert early.is_empty(), name
