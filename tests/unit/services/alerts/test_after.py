"""A sync and an import check the alerts, and nothing about alerts can spoil them."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

import pytest

from liangrong.services.alerts import evaluation
from liangrong.services.alerts.after import check_after
from liangrong.services.alerts.alerts import AddAlertRequest, add_alert
from liangrong.services.alerts.channels import SetChannelRequest, set_channel
from liangrong.services.alerts.history import alert_history
from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.sync import SyncRequest, sync
from liangrong.services.workspace import Workspace
from tests.unit.services.alerts.conftest import DAYS, put
from tests.unit.services.fakes import NOW, FakeFetcher, FakePublisher

ALERT = "financing_balance SSE >= 10亿"


def synced(workspace: Workspace) -> list[str]:
    """The warnings of a sync that brings one session of 12 亿 in SSE."""
    day = date(2026, 1, 30)
    report = sync(
        workspace, SyncRequest(start=day), FakePublisher({day: 1_200_000_000}), fetchers=(FakeFetcher(),), now=lambda: NOW
    )  # fmt: skip
    assert report.data["covered"].sum() == 1
    return [note.en for note in report.warnings]


@pytest.fixture
def alerted(workspace: Workspace) -> Workspace:
    """The other two exchanges are there already."""
    put(workspace, {DAYS[-2]: 9})
    add_alert(workspace, AddAlertRequest(ALERT))
    check_after(workspace)
    return workspace


def test_without_alerts_nothing_happens(workspace: Workspace) -> None:
    put(workspace, {DAYS[0]: 9})
    assert check_after(workspace) == ()
    assert not (workspace.store.path / "alerts").exists()


def test_a_sync_tells_what_fired(alerted: Workspace) -> None:
    put(alerted, {DAYS[-1]: 12})
    (told,) = synced(alerted)
    assert told.startswith("Alert: ")
    assert "on 2026-01-30" in told
    assert alert_history(alerted).data.height == 1


def test_an_import_checks_too(alerted: Workspace, tmp_path: Path) -> None:
    put(alerted, {DAYS[-1]: 13})
    (tmp_path / "note.md").write_text("nothing")
    report = import_paths(alerted, ImportRequest([tmp_path]))
    assert [note.zh[:3] for note in report.warnings] == ["预警："]


def test_a_store_without_a_complete_session_is_no_failure(workspace: Workspace) -> None:
    add_alert(workspace, AddAlertRequest(ALERT))
    assert check_after(workspace) == ()


def test_damage_is_said_and_the_sync_stands(alerted: Workspace) -> None:
    (alerted.store.path / "alerts" / "alerts.json").write_text("{")
    (said,) = synced(alerted)
    assert "not checked" in said
    assert "alerts/alerts.json" in said


def test_a_bug_of_ours_is_said_and_the_sync_stands(
    alerted: Workspace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(evaluation, "readings", broken)
    with caplog.at_level(logging.ERROR):
        (said,) = synced(alerted)
    assert "ZeroDivisionError" in said
    assert "checking the alerts failed" in caplog.text


def test_a_channel_that_fails_is_said_and_the_sync_stands(alerted: Workspace, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    set_channel(alerted, SetChannelRequest("log", "file", path=tmp_path / "out" / "told.jsonl"))
    (tmp_path / "out").rmdir()
    put(alerted, {DAYS[-1]: 12})
    fired, failed = synced(alerted)
    assert "on 2026-01-30" in fired
    assert "Not delivered to 'log'" in failed
