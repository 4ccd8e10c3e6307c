from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from liangrong.analytics.series import SIMULATED_NOTE
from liangrong.core.calendar import mainland
from liangrong.core.errors import MixedOrigins, StorageFailed, UsageError
from liangrong.services import plan
from liangrong.services.ingest import Progress
from liangrong.services.sync import SyncReport, SyncRequest, sync
from liangrong.services.workspace import Workspace
from liangrong.sources.fetcher import RawPayload
from liangrong.store.delta import DeltaFolder
from tests.unit.services.fakes import NOW, FakeFetcher, FakePublisher

LAST = date(2026, 2, 2)
DAYS = mainland().between(date(2026, 1, 12), LAST)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.open(tmp_path / "store", create=True)


def publisher(**special: object) -> FakePublisher:
    """Every session answers with a balance; ``d0130="down"`` and the like say otherwise."""
    days: dict[date, object] = {day: 1_000_000_000 + number * 1_000_000 for number, day in enumerate(DAYS)}
    for name, value in special.items():
        days[date(2026, int(name[1:3]), int(name[3:]))] = value
    return FakePublisher(days)


def run(
    workspace: Workspace, at: FakePublisher, fetchers: Sequence[FakeFetcher] = (FakeFetcher(),), **request: object
) -> SyncReport:
    wanted = SyncRequest(**{"start": DAYS[0], **request})  # type: ignore[arg-type]
    return sync(workspace, wanted, at, fetchers=fetchers, now=lambda: NOW)


def stored(workspace: Workspace) -> dict[date, Decimal]:
    return dict(workspace.store.read("market_totals", columns=["trade_date", "financing_balance"]).iter_rows())


def states(workspace: Workspace) -> dict[date, str]:
    return dict(workspace.store.coverage.state().select("trade_date", "state").iter_rows())


class TestOutcomes:
    def test_every_session_is_stored_and_covered(self, workspace: Workspace) -> None:
        report = run(workspace, publisher())
        assert list(stored(workspace)) == sorted(stored(workspace))
        assert set(stored(workspace)) == set(DAYS)
        assert set(states(workspace).values()) == {"covered"}
        row = report.data.row(0, named=True)
        assert (row["covered"], row["not_asked"], row["added"], report.exit_code) == (len(DAYS), 0, len(DAYS), 0)

    def test_each_way_of_having_nothing_is_told_apart(self, workspace: Workspace) -> None:
        at = publisher(d0130="garbage", d0129="closed", d0202=None, d0120="down")
        report = run(workspace, at)
        told = states(workspace)
        assert told[LAST] == "not_published"
        assert told[date(2026, 1, 30)] == "quarantined"
        assert told[date(2026, 1, 29)] == "non_trading"
        assert told[date(2026, 1, 20)] == "failed"
        assert report.exit_code == 5
        row = report.data.row(0, named=True)
        counted = {name: row[name] for name in ("not_published", "quarantined", "non_trading", "failed")}
        assert counted == dict.fromkeys(counted, 1)
        assert row["reason_en"] == "not published yet"

    def test_a_day_not_published_yet_is_no_failure(self, workspace: Workspace) -> None:
        assert run(workspace, publisher(d0202=None)).exit_code == 0

    def test_what_acceptance_keeps_out_is_quarantined_with_its_reason_and_bytes(self, workspace: Workspace) -> None:
        run(workspace, publisher(d0130=[1, 2]))
        assert states(workspace)[date(2026, 1, 30)] == "quarantined"
        assert date(2026, 1, 30) not in stored(workspace)
        entry = next(workspace.store.archive.quarantined())
        assert "2026-01-30" in entry["place"]
        assert b"[[" in workspace.store.archive.content(entry["sha256"])
        assert workspace.store.read("discrepancies").filter(severity="quarantined").height == 1

    def test_a_range_is_asked_for_once_and_what_it_lacks_is_not_published(self, workspace: Workspace) -> None:
        at = publisher(d0202=None, d0121=None)
        run(workspace, at, [FakeFetcher(span="range")])
        assert len(at.asked) == 1
        assert {day for day, state in states(workspace).items() if state == "not_published"} == {LAST, date(2026, 1, 21)}

    def test_one_commit_per_block(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(plan, "BLOCK", 5)
        run(workspace, publisher())
        table = workspace.store.table("market_totals")
        assert table is not None
        assert len(DAYS) / 5 <= table.version() + 1 <= len(DAYS) / 5 + 2

    def test_figures_seen_on_the_day_they_come_out_are_known_since_then(self, workspace: Workspace) -> None:
        run(workspace, publisher())
        rows = workspace.store.read("market_totals").sort("trade_date")
        assert rows["known_basis"].to_list()[-2:] == ["assumed", "observed"]
        assert rows["known_at"].to_list()[-1] == NOW

    def test_bytes_are_archived_before_they_are_read(self, workspace: Workspace) -> None:
        with pytest.raises(ZeroDivisionError):
            run(workspace, publisher(d0202="crash"), end=LAST)
        assert sum(1 for _ in workspace.store.archive.path.rglob("*.gz")) == 1
        assert workspace.store.lock.holder() == "", "the lock is let go and the workers have ended"


class TestResume:
    def test_what_is_covered_is_not_asked_again(self, workspace: Workspace) -> None:
        run(workspace, publisher())
        again = publisher()
        assert run(workspace, again).exit_code == 0
        assert again.asked == []

    def test_what_was_late_or_failed_is_asked_again(self, workspace: Workspace) -> None:
        run(workspace, publisher(d0202=None, d0120="down"))
        again = publisher()
        run(workspace, again)
        assert again.asked == [LAST, date(2026, 1, 20)]
        assert set(stored(workspace)) == set(DAYS)

    def test_the_newest_come_first(self, workspace: Workspace) -> None:
        at = publisher()
        run(workspace, at)
        assert at.asked == sorted(at.asked, reverse=True)

    @pytest.mark.parametrize("stop_after", [1, 4, 6, 11, 15])
    def test_stopped_anywhere_it_ends_as_if_it_had_not_been(
        self, workspace: Workspace, tmp_path: Path, stop_after: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan, "BLOCK", 5)
        at = publisher()

        def stop(_: date) -> None:
            if len(at.asked) > stop_after:
                raise KeyboardInterrupt

        at.before = stop
        with pytest.raises(KeyboardInterrupt):
            run(workspace, at)
        run(workspace, publisher())
        other = Workspace.open(tmp_path / "other", create=True)
        run(other, publisher())
        for name in other.store.names:
            left, right = (w.store.read(name, vintages=True).drop("recorded_at", "derived") for w in (workspace, other))
            assert left.sort(left.columns).equals(right.sort(right.columns)), name
        assert states(workspace) == states(other)

    def test_a_death_between_rows_and_coverage_adds_nothing_twice(self, workspace: Workspace) -> None:
        run(workspace, publisher())
        log = DeltaFolder(workspace.store.coverage.path)
        for file in (log.path / "_delta_log").iterdir():
            file.unlink()
        before = workspace.store.read("market_totals", vintages=True)
        report = run(workspace, publisher())
        assert workspace.store.read("market_totals", vintages=True).equals(before)
        assert (report.data["added"][0], report.data["covered"][0]) == (0, len(DAYS))

    def test_a_full_disk_stops_it_and_the_next_run_goes_on(self, workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object) -> None:
            raise StorageFailed(path="tables", reason="No space left on device")

        monkeypatch.setattr(DeltaFolder, "append", full)
        with pytest.raises(StorageFailed):
            run(workspace, publisher())
        monkeypatch.undo()
        run(workspace, publisher())
        assert set(stored(workspace)) == set(DAYS)


class TestPoliteness:
    def test_a_silent_connector_is_left_alone_and_its_neighbour_is_not(self, workspace: Workspace) -> None:
        silent = publisher(**{f"d{day:%m%d}": "down" for day in DAYS})
        both = [FakeFetcher(), FakeFetcher(exchange="SZSE")]
        report = run(workspace, silent, both)
        assert len(silent.asked) == 6
        assert report.data["failed"].to_list() == [3, 3]
        assert report.data["not_asked"].to_list() == [len(DAYS) - 3] * 2
        assert report.exit_code == 5

    def test_one_source_is_never_asked_two_things_at_once(self, workspace: Workspace) -> None:
        at, busy, clashes = publisher(), threading.Lock(), list[date]()
        send = at.send

        def watched(request: object) -> RawPayload:
            if not busy.acquire(blocking=False):
                clashes.append(LAST)
            try:
                return send(request)  # type: ignore[arg-type]
            finally:
                busy.release()

        at.send = watched  # type: ignore[method-assign, assignment]
        run(workspace, at, [FakeFetcher(), FakeFetcher(exchange="SZSE"), FakeFetcher(exchange="BSE")])
        assert clashes == []
        assert workspace.store.read("market_totals").height == 3 * len(DAYS)


class TestRequest:
    def test_only_the_exchanges_and_datasets_asked_for(self, workspace: Workspace) -> None:
        fetchers = [FakeFetcher(), FakeFetcher(exchange="SZSE", source="szse")]
        report = run(workspace, publisher(), fetchers, exchanges=("SZSE",))
        assert report.data["exchange"].to_list() == ["SZSE"]
        with pytest.raises(UsageError, match="market_totals/SSE"):
            run(workspace, publisher(), fetchers, datasets=("quotes",))

    def test_a_window_that_is_not_over_yet_is_refused(self, workspace: Workspace) -> None:
        with pytest.raises(UsageError, match="2026-02-03"):
            run(workspace, publisher(), start=date(2026, 2, 3))

    def test_today_is_never_asked_for(self, workspace: Workspace) -> None:
        at = publisher()
        run(workspace, at, end=date(2026, 6, 30))
        assert max(at.asked) == LAST

    def test_simulated_rows_say_so_and_never_meet_real_ones(self, workspace: Workspace) -> None:
        report = run(workspace, publisher(), simulated=True)
        assert workspace.store.read("market_totals")["source"].unique().to_list() == ["simulated:sse"]
        assert SIMULATED_NOTE in report.result.warnings
        assert run(workspace, publisher(), simulated=True).data["covered"][0] == len(DAYS)
        with pytest.raises(MixedOrigins):
            run(workspace, publisher())

    def test_the_listener_hears_every_answer(self, workspace: Workspace) -> None:
        heard: list[Progress] = []
        sync(workspace, SyncRequest(start=DAYS[0]), publisher(), fetchers=[FakeFetcher()], now=lambda: NOW, progress=heard.append)
        assert [p.done for p in heard] == [*range(1, len(DAYS) + 1), len(DAYS)]
        assert {p.total for p in heard} == {len(DAYS)}

    def test_a_revision_is_a_new_vintage(self, workspace: Workspace) -> None:
        run(workspace, publisher())
        log = workspace.store.coverage.state().with_columns(state=pl.lit("failed"))
        workspace.store.coverage.record(log)
        at = publisher(d0130=7_000_000_000)
        at.fetched_at = NOW + timedelta(days=1)
        assert run(workspace, at).data["revised"][0] == 1
        day = date(2026, 1, 30)
        old = workspace.store.read("market_totals", day, day, known_at=NOW)["financing_balance"][0]
        assert (old, stored(workspace)[day]) == (publisher().days[day], 7_000_000_000)
