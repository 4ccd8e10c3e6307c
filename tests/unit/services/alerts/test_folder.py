"""Two who change at once lose nothing; one who waits for too long is told."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from liangrong.core.errors import StorageFailed
from liangrong.services.alerts import folder as folders
from liangrong.services.alerts.alerts import alerts
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.workspace import Workspace
from tests.unit.services.alerts.conftest import DAYS, put

ADDER = """
import sys
from pathlib import Path
from liangrong.services.alerts.alerts import AddAlertRequest, add_alert
from liangrong.services.workspace import Workspace
workspace = Workspace.open(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(8):
    add_alert(workspace, AddAlertRequest(f"financing_balance market > {sys.argv[2]}{number}亿"))
"""


def test_processes_that_add_at_once_lose_nothing(workspace: Workspace) -> None:
    put(workspace, {DAYS[0]: 10})
    command = [sys.executable, "-c", ADDER, str(workspace.store.path)]
    adders = [subprocess.Popen([*command, word], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for word in ("1", "2")]
    for each in adders:
        assert each.stdout is not None
        assert each.stdout.readline() == "ready\n"
    for each in adders:
        assert each.stdin is not None
        each.stdin.write("\n")
        each.stdin.flush()
    for each in adders:
        each.communicate()
        assert each.returncode == 0
    found = alerts(workspace).data
    assert found["alert"].to_list() == list(range(1, 17))
    assert sorted(found["threshold"]) == [float(f"{word}{n}") * 1e8 for word in "12" for n in range(8)]


def test_a_change_waits_for_another_and_then_says_who_holds_it(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_CHANGE_S", 0.05)
    mine, theirs = AlertsFolder.of(workspace), AlertsFolder.of(workspace)
    with theirs.changing("watch"):
        with pytest.raises(StorageFailed, match="watch, process"), mine.changing("add an alert"):
            pass
        with mine.checking():
            pass
    with mine.changing("add an alert"):
        pass


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "alerts").write_text("a file")
    with pytest.raises(StorageFailed), AlertsFolder(tmp_path / "alerts").changing("watch"):
        pass
