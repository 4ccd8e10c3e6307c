"""Each source with what it gave and when it was last asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from liangrong.services.sources import SourcesRequest, sources
from liangrong.services.workspace import Workspace
from liangrong.store.coverage import Entry

DAYS = (date(2026, 1, 28), date(2026, 1, 29), date(2026, 1, 30))


def test_a_source_is_told_with_its_tables_its_days_and_its_last_answer(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "store", create=True)
    assert sources(workspace, SourcesRequest()).warnings
    workspace.store.coverage.record(
        [
            *(Entry("market_totals", "SSE", day, "sse", "covered") for day in DAYS),
            Entry("margin_detail", "SSE", DAYS[2], "sse", "covered"),
            Entry("margin_detail", "SSE", DAYS[1], "sse", "failed"),
            Entry("market_totals", "SZSE", DAYS[0], "szse", "not_published"),
            Entry("quotes", "SSE", DAYS[0], "qmt", "covered", via="import"),
        ]
    )
    found = sources(workspace, SourcesRequest())
    rows = {row["source"]: row for row in found.data.to_dicts()}
    assert set(rows) == {"sse", "qmt"}, "a source that has given nothing is none"
    assert rows["sse"]["datasets"] == ["margin_detail", "market_totals"]
    assert (rows["sse"]["first"], rows["sse"]["last"], rows["sse"]["covered"]) == (DAYS[0], DAYS[2], 4)
    assert rows["qmt"]["via"] == "import"
    assert rows["sse"]["last_recorded"] is not None
    assert sources(workspace, SourcesRequest("quotes")).data["source"].to_list() == ["qmt"]
