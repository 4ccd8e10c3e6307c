from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liangrong.store.coverage import Coverage, Entry

DAY = date(2025, 9, 30)


def entry(state: str, **other: object) -> Entry:
    return Entry("market_totals", "SSE", DAY, "sse", state, **other)  # type: ignore[arg-type]


@pytest.fixture
def log(tmp_path: Path) -> Coverage:
    return Coverage(tmp_path / "coverage")


def states(log: Coverage) -> list[str]:
    return log.state()["state"].to_list()


def test_nothing_yet(log: Coverage) -> None:
    assert log.state().is_empty()


def test_the_latest_state_wins(log: Coverage) -> None:
    for state in ("failed", "not_published", "covered"):
        log.record([entry(state)])
    assert states(log) == ["covered"]


def test_also_within_one_record_and_back_again(log: Coverage) -> None:
    log.record([entry("failed"), entry("covered", rows=1)])
    log.record([entry("failed")])
    log.record([entry("covered", rows=1)])
    assert states(log) == ["covered"]


def test_repeating_the_state_writes_nothing(log: Coverage) -> None:
    log.record([entry("covered", rows=3)])
    log.record([entry("covered", rows=3)])
    assert len(list((log.path / "_delta_log").glob("*.json"))) == 1


def test_sources_and_ways_are_kept_apart(log: Coverage) -> None:
    log.record(
        [entry("covered"), entry("failed", via="import"), Entry("market_totals", "SSE", DAY, "tushare", "covered", via="import")]
    )
    assert log.state("market_totals", "SSE").height == 3
    assert log.state("market_totals", "SZSE").is_empty()
    assert log.state("margin_detail").is_empty()


def test_gathering_files_changes_no_state(log: Coverage) -> None:
    for state in ("failed", "not_published", "covered"):
        log.record([entry(state)])
    before = log.state()
    assert log.compact(above=2)
    assert log.state().equals(before)
