"""Lines survive a death; what breaks off never counted."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.core.results import Note
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.journal import Attempt, Event, Journal

FILE = "history.jsonl"
AT = datetime(2026, 2, 2, 1, tzinfo=UTC)


def event(number: int = 1, value: Decimal | float | None = Decimal("1000000000.001")) -> Event:
    return Event(
        id=f"{number}:2026-01-30:1", kind="fired", alert=number, condition="financing_balance market >= 10亿元",
        title=Note("题", "title"), scope="market", measure="financing_balance", session=date(2026, 1, 30), value=value, unit="元",
        threshold=0.25, state="holds", quality="ok", text=Note("文", "text"), at=AT, due=("log", "hook"), simulated=True,
    )  # fmt: skip


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(AlertsFolder(tmp_path))


@pytest.mark.parametrize("value", [Decimal("1000000000.001"), 0.1, None])
def test_an_event_is_read_back_as_it_was(journal: Journal, value: Decimal | float | None) -> None:
    journal.append([event(value=value)])
    assert journal.read().events == (event(value=value),)


def test_what_is_undelivered_is_what_is_due_and_has_not_arrived(journal: Journal) -> None:
    journal.append([event(1), event(2)])
    journal.append([Attempt("1:2026-01-30:1", "log", AT), Attempt("2:2026-01-30:1", "log", AT, Note("否", "no"))])
    past = journal.read()
    assert [each.alert for each in past.undelivered("log")] == [2]
    assert [each.alert for each in past.undelivered("hook")] == [1, 2]
    assert past.undelivered("later") == ()
    assert past.failure_of(event(2)) == Note("否", "no")
    assert past.failure_of(event(1)) is None


@pytest.mark.parametrize("cut", [1, 20, 300])
def test_a_line_that_breaks_off_is_cut_and_those_around_it_stay(journal: Journal, cut: int) -> None:
    journal.append([event(1), event(2)])
    content = (journal.folder.path / FILE).read_bytes()
    second = content.index(b"\n") + 1
    (journal.folder.path / FILE).write_bytes(content[: second + cut])
    assert [each.alert for each in journal.read().events] == [1]
    journal.append([event(3)])
    past = journal.read()
    assert [each.alert for each in past.events] == [1, 3]
    assert past.unreadable == ()


def test_a_last_line_that_only_lacks_its_end_counts(journal: Journal) -> None:
    journal.append([event(1)])
    (journal.folder.path / FILE).write_bytes((journal.folder.path / FILE).read_bytes().rstrip(b"\n"))
    journal.append([event(2)])
    assert [each.alert for each in journal.read().events] == [1, 2]


@pytest.mark.parametrize("line", [b"not json", b"[1]", b'{"kind": "fired"}', b"17", b"\xff\xfe"])
def test_a_damaged_line_is_passed_over_said_and_kept(journal: Journal, line: bytes) -> None:
    journal.append([event(1)])
    with (journal.folder.path / FILE).open("ab") as file:
        file.write(line + b"\n")
    journal.append([event(2)])
    past = journal.read()
    assert [each.alert for each in past.events] == [1, 2]
    assert past.unreadable == (2,)
    assert "2" in past.notes[0].en
    assert line in (journal.folder.path / FILE).read_bytes()
