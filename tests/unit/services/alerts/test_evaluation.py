"""A check from data to history: once, late, twice, interrupted, rehearsed, revised."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput, NoData
from liangrong.services.alerts import evaluation
from liangrong.services.alerts.alerts import AddAlertRequest, RemoveAlertRequest, add_alert, alerts, remove_alert
from liangrong.services.alerts.channels import SetChannelRequest, channels, set_channel
from liangrong.services.alerts.evaluation import CheckAlertsRequest, check_alerts
from liangrong.services.alerts.history import AlertHistoryRequest, alert_history
from liangrong.services.workspace import Workspace
from tests.unit.services.alerts.conftest import DAYS, put
from tests.unit.services.alerts.doors import web_door

NOW = datetime(2026, 3, 3, 1, tzinfo=UTC)
HIGH = "financing_balance market >= 10亿"


def days_told(workspace: Workspace, kind: str = "fired") -> list[int]:
    """Places in DAYS of what the history has, the earliest first."""
    rows = alert_history(workspace).data.filter(told=kind)
    return sorted(DAYS.index(day) for day in rows["session"])


def live(workspace: Workspace, values: Sequence[float], *, condition: str = HIGH) -> Workspace:
    """One session after another comes in, and each is checked; the alert is set on the first."""
    for day, value in zip(DAYS, values, strict=False):
        put(workspace, {day: value})
        if day == DAYS[0]:
            add_alert(workspace, AddAlertRequest(condition))
        check_alerts(workspace, now=NOW)
    return workspace


@pytest.mark.parametrize(
    ("values", "told"),
    [((9, 10, 11, 12), [1]), ((11, 11), [0]), ((9, 10, 9, 10), [1, 3]), ((9, 9), []), ((10, 9, 9, 10, 10, 9, 11), [0, 3, 6])],
)
def test_it_is_told_when_it_begins_to_hold(workspace: Workspace, values: Sequence[float], told: list[int]) -> None:
    assert days_told(live(workspace, values)) == told


def test_with_a_way_back_it_is_told_again_only_after_that(workspace: Workspace) -> None:
    live(workspace, (10, 9.5, 10, 8.9, 10), condition=f"{HIGH} until 9亿")
    assert days_told(workspace) == [0, 4]


def test_a_second_check_of_the_same_data_tells_nothing(workspace: Workspace) -> None:
    live(workspace, (9, 10))
    before = (workspace.store.path / "alerts" / "history.jsonl").read_bytes()
    found = check_alerts(workspace)
    assert found.data["told"].to_list() == [0]
    assert (workspace.store.path / "alerts" / "history.jsonl").read_bytes() == before


def test_sessions_that_come_together_are_judged_one_by_one(workspace: Workspace) -> None:
    live(workspace, (9,))
    put(workspace, dict(zip(DAYS[1:6], (10, 9, 9, 10, 9), strict=True)))
    found = check_alerts(workspace)
    assert days_told(workspace) == [1, 4]
    assert found.data.row(0, named=True)["state"] == "does_not_hold"
    assert found.data["told"].to_list() == [2]


def test_after_a_long_pause_old_news_are_none(workspace: Workspace) -> None:
    calendar = workspace.calendar
    first = calendar.offset(DAYS[0], -40)
    put(workspace, {first: 9})
    add_alert(workspace, AddAlertRequest(HIGH))
    check_alerts(workspace)
    put(workspace, {calendar.offset(first, 1): 10, calendar.offset(first, 2): 9, DAYS[0]: 9, DAYS[1]: 10})
    check_alerts(workspace)
    assert days_told(workspace) == [1]


def test_a_session_that_comes_late_is_still_told(workspace: Workspace) -> None:
    live(workspace, (9,))
    put(workspace, {DAYS[2]: 9})
    check_alerts(workspace)
    put(workspace, {DAYS[1]: 10})
    told = check_alerts(workspace).warnings
    assert days_told(workspace) == [1]
    assert "late" in told[0].en
    assert "补齐" in told[0].zh


def test_a_revision_that_denies_a_firing_is_told_once(workspace: Workspace) -> None:
    live(workspace, (9, 10, 9))
    put(workspace, {DAYS[1]: 9})
    first, second = check_alerts(workspace), check_alerts(workspace)
    assert [note.en[:11] for note in first.warnings] == ["Correction:"]
    assert second.warnings == ()
    assert days_told(workspace, "withdrawn") == [1]
    put(workspace, {DAYS[1]: 10.5})
    check_alerts(workspace)
    ids = [json.loads(line)["id"] for line in (workspace.store.path / "alerts/history.jsonl").read_text().splitlines()]
    assert ids == [f"1:{DAYS[1]}:{n}" for n in (1, 2, 3)]


def test_what_is_not_known_says_why_and_changes_nothing(workspace: Workspace) -> None:
    live(workspace, (10, 10), condition="financing_balance 600519.SH >= 10亿")
    row = alerts(workspace).data.row(0, named=True)
    assert (row["state"], row["value"], row["session"]) == ("not_known", None, DAYS[1])
    assert "600519.SH" in row["reason_en"]
    assert days_told(workspace) == []


def test_an_alert_set_on_an_empty_store_is_judged_from_the_first_session_on(workspace: Workspace) -> None:
    found = add_alert(workspace, AddAlertRequest(HIGH)).data.row(0, named=True)
    assert (found["state"], found["since"]) == ("not_checked", None)
    with pytest.raises(NoData):
        check_alerts(workspace)
    put(workspace, {DAYS[0]: 10})
    check_alerts(workspace)
    assert days_told(workspace) == [0]
    put(workspace, {DAYS[1]: 9, DAYS[2]: 10, DAYS[3]: 9})
    check_alerts(workspace)
    assert days_told(workspace) == [0, 2]


def test_an_alert_says_at_once_whether_it_holds(workspace: Workspace) -> None:
    put(workspace, {DAYS[0]: 10})
    found = add_alert(workspace, AddAlertRequest(HIGH)).data.row(0, named=True)
    assert (found["state"], found["value"], found["threshold"], found["unit"]) == ("holds", 1e9, 1e9, "元")


@pytest.mark.parametrize(("value", "state"), [(11, "holds"), (9, "does_not_hold")])
def test_the_list_says_how_a_new_alert_stands_and_nobody_was_told_yet(workspace: Workspace, value: float, state: str) -> None:
    put(workspace, {DAYS[0]: value})
    add_alert(workspace, AddAlertRequest(HIGH))
    listed = alerts(workspace)
    row = listed.data.row(0, named=True)
    assert (row["state"], row["session"], row["value"], row["fired_on"]) == (state, DAYS[0], value * 1e8, None)
    assert listed.as_of == DAYS[0]
    assert days_told(workspace) == []
    for _ in range(2):
        check_alerts(workspace, now=NOW)
    assert days_told(workspace) == ([0] if state == "holds" else []), "the first check tells it once, and the second nothing"


def test_how_it_stood_gives_way_to_what_a_check_found(workspace: Workspace) -> None:
    put(workspace, {DAYS[0]: 11})
    add_alert(workspace, AddAlertRequest(HIGH))
    put(workspace, {DAYS[1]: 9})
    check_alerts(workspace, now=NOW)
    assert alerts(workspace).data.row(0, named=True)["state"] == "does_not_hold"
    assert days_told(workspace) == [0], "the session it was set on is judged all the same"


def test_alerts_that_were_kept_without_how_they_stood_are_read(workspace: Workspace) -> None:
    put(workspace, {DAYS[0]: 11})
    add_alert(workspace, AddAlertRequest(HIGH))
    file = workspace.store.path / "alerts" / "alerts.json"
    document = json.loads(file.read_text())
    del document["alerts"][0]["first"]
    file.write_text(json.dumps(document))
    assert alerts(workspace).data.row(0, named=True)["state"] == "not_checked"


def test_a_rehearsal_tells_nobody_and_keeps_nothing(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, {DAYS[0]: 10, DAYS[1]: 9})
    add_alert(workspace, AddAlertRequest(HIGH))
    set_channel(workspace, SetChannelRequest("log", "file", path=tmp_path / "told.jsonl"))
    kept = sorted(entry.name for entry in (workspace.store.path / "alerts").iterdir())
    found = check_alerts(workspace, CheckAlertsRequest(as_of=DAYS[0]))
    assert (found.as_of, found.data["state"].to_list()) == (DAYS[0], ["holds"])
    assert sorted(entry.name for entry in (workspace.store.path / "alerts").iterdir()) == kept
    assert not (tmp_path / "told.jsonl").exists()


def test_a_death_between_judging_and_delivering_delivers_exactly_what_is_missing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(workspace, {DAYS[0]: 9})
    add_alert(workspace, AddAlertRequest(HIGH))
    add_alert(workspace, AddAlertRequest("margin_trading_balance market >= 11亿"))
    set_channel(workspace, SetChannelRequest("log", "file", path=tmp_path / "told.jsonl"))
    put(workspace, {DAYS[1]: 10})
    check_alerts(workspace)
    put(workspace, {DAYS[2]: 11})

    def die(*_: object, **__: object) -> tuple[()]:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(evaluation, "deliver", die)
        with pytest.raises(KeyboardInterrupt):
            check_alerts(workspace)
    check_alerts(workspace)
    check_alerts(workspace)
    sent = [json.loads(line)["id"] for line in (tmp_path / "told.jsonl").read_text().splitlines()]
    assert sent == [f"1:{DAYS[1]}:1", f"2:{DAYS[2]}:1"]


CHECK = """
import sys
from pathlib import Path
from liangrong.services.alerts.evaluation import check_alerts
from liangrong.services.workspace import Workspace
check_alerts(Workspace.open(Path(sys.argv[1])))
"""


def test_killed_while_delivering_it_sends_again_only_what_got_no_answer(workspace: Workspace) -> None:
    put(workspace, {DAYS[0]: 10})
    for number in (1, 2, 3):
        add_alert(workspace, AddAlertRequest(f"financing_balance market >= {number}亿"))
    with web_door() as door:
        door.hangs_on = 2
        set_channel(workspace, SetChannelRequest("hook", "webhook", url=door.url))
        process = subprocess.Popen([sys.executable, "-c", CHECK, str(workspace.store.path)])
        assert door.hanging.wait(60)
        process.kill()
        process.wait()
        door.let_go.set()
        assert alert_history(workspace).data["delivered_to"].to_list() == [["page"], ["page"], ["page", "hook"]]
        check_alerts(workspace)
    assert [name.partition(":")[0] for name in door.ids] == ["1", "2", "2", "3"]
    assert set(channels(workspace).data["waiting"]) == {0}


def test_a_death_before_the_states_are_kept_tells_nothing_twice(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    live(workspace, (9,))
    put(workspace, {DAYS[1]: 10})

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(evaluation, "save_found", die)
        with pytest.raises(KeyboardInterrupt):
            check_alerts(workspace)
    check_alerts(workspace)
    assert days_told(workspace) == [1]


def test_checks_at_once_tell_and_deliver_once(workspace: Workspace, tmp_path: Path) -> None:
    put(workspace, {DAYS[0]: 10})
    for number in range(1, 6):
        add_alert(workspace, AddAlertRequest(f"financing_balance market >= {number}亿"))
    set_channel(workspace, SetChannelRequest("log", "file", path=tmp_path / "told.jsonl"))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: check_alerts(Workspace.open(workspace.store.path)), range(4)))
    assert sorted(sum(each.data["told"]) for each in found) == [0, 0, 0, 5]
    assert len((tmp_path / "told.jsonl").read_text().splitlines()) == 5
    assert alert_history(workspace).data["delivered_to"].to_list() == [["page", "log"]] * 5


def test_a_number_is_never_given_twice(workspace: Workspace) -> None:
    live(workspace, (10,))
    remove_alert(workspace, RemoveAlertRequest(1))
    assert add_alert(workspace, AddAlertRequest(HIGH)).data["alert"].to_list() == [2]
    check_alerts(workspace)
    assert alert_history(workspace).data["alert"].to_list() == [2, 1]
    assert alert_history(workspace, AlertHistoryRequest(alert=1)).data["alert"].to_list() == [1]


@pytest.mark.parametrize("name", ["alerts.json", "state.json", "channels.json"])
@pytest.mark.parametrize("content", [b"{", b'{"format": 99}', b'{"format": 1, "alerts": [{}], "channels": [{}]}', b"[]", b"\xff"])
def test_a_damaged_document_is_told_of_and_kept(workspace: Workspace, name: str, content: bytes) -> None:
    live(workspace, (10,))
    path = workspace.store.path / "alerts" / name
    path.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        check_alerts(workspace)
    assert f"alerts/{name}" in caught.value.message("en")
    assert str(workspace.store.path) not in caught.value.message("zh")
    assert path.read_bytes() == content


def test_a_condition_that_no_longer_reads_is_damage_too(workspace: Workspace) -> None:
    live(workspace, (10,))
    path = workspace.store.path / "alerts" / "alerts.json"
    path.write_text(path.read_text().replace("financing_balance market", "vanished_measure market"))
    with pytest.raises(BadInput, match="vanished_measure"):
        add_alert(workspace, AddAlertRequest("financing_balance market > 5亿"))
    assert "vanished_measure" in path.read_text()


@pytest.mark.parametrize("name", ["alerts.json", "history.jsonl"])
def test_a_file_that_cannot_be_read_is_said_without_a_path_of_the_machine(workspace: Workspace, name: str) -> None:
    live(workspace, (10,))
    path = workspace.store.path / "alerts" / name
    path.unlink()
    path.mkdir()
    with pytest.raises(BadInput) as caught:
        alerts(workspace)
    assert f"alerts/{name}" in caught.value.message("en")
    assert str(workspace.store.path) not in caught.value.message("en")
