"""Each event once to each channel; what failed is said and tried again; one channel does not hold up another."""

from __future__ import annotations

import email
import json
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from email import policy
from pathlib import Path

import pytest
import stamina

from liangrong.core.results import Note
from liangrong.services.alerts.channels import Channel, EmailSettings
from liangrong.services.alerts.delivery import deliver
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.alerts.journal import Event, Journal
from tests.unit.services.alerts.doors import mail_door, web_door
from tests.unit.services.alerts.test_journal import event

FILE = "history.jsonl"
AT = datetime(2026, 2, 2, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Two attempts without a pause between them."""
    with stamina.set_testing(True, attempts=2):
        yield


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(AlertsFolder(tmp_path))


def due(journal: Journal, *channels: Channel, count: int = 2) -> list[Event]:
    """Events that these channels must have."""
    events = [replace(event(n + 1), due=tuple(channel.name for channel in channels)) for n in range(count)]
    journal.append(events)
    return events


def bring(journal: Journal, *channels: Channel) -> tuple[Note, ...]:
    return deliver(journal, channels, now=lambda: AT)


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port: int = door.getsockname()[1]
        return port


class TestWebhook:
    def test_each_event_is_posted_once_as_json_with_its_id_as_key(self, journal: Journal) -> None:
        with web_door() as door:
            hook = Channel("hook", "webhook", url=door.url)
            sent = due(journal, hook)
            assert bring(journal, hook) == ()
            assert bring(journal, hook) == ()
        assert door.ids == [each.id for each in sent]
        headers, body = door.received[0]
        assert headers["Idempotency-Key"] == sent[0].id
        assert headers["Content-Type"].startswith("application/json")
        assert (body["value"], body["threshold"], body["simulated"]) == ("1000000000.001", 0.25, True)
        assert body["text"] == {"zh": "文", "en": "text"}
        assert "due" not in body

    def test_a_proxy_of_the_environment_does_not_stand_in_the_way(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with web_door() as door:
            hook = Channel("hook", "webhook", url=door.url)
            due(journal, hook)
            assert bring(journal, hook) == ()

    def test_a_stumble_is_tried_again_at_once(self, journal: Journal) -> None:
        with web_door(503, 200) as door:
            hook = Channel("hook", "webhook", url=door.url)
            due(journal, hook, count=1)
            assert bring(journal, hook) == ()
        assert len(door.received) == 2

    @pytest.mark.parametrize(("status", "times"), [(404, 1), (302, 1), (500, 2), (429, 2)])
    def test_a_refusal_is_recorded_and_tried_at_the_next_check(self, journal: Journal, status: int, times: int) -> None:
        with web_door(*[status] * times, 200) as door:
            hook = Channel("hook", "webhook", url=door.url)
            sent = due(journal, hook)
            failed = bring(journal, hook)
            assert len(door.received) == times
            assert f"HTTP {status}" in failed[0].en
            assert journal.read().failure_of(sent[0]) == failed[0]
            assert "secret" not in failed[0].en
            assert bring(journal, hook) == ()
        assert door.ids[times:] == [each.id for each in sent]
        assert journal.read().failure_of(sent[0]) is None

    def test_what_arrived_before_a_failure_does_not_arrive_again(self, journal: Journal) -> None:
        with web_door(200, 404, 200) as door:
            hook = Channel("hook", "webhook", url=door.url)
            first, second, third = due(journal, hook, count=3)
            bring(journal, hook)
            bring(journal, hook)
        assert door.ids == [first.id, second.id, second.id, third.id]

    def test_nobody_there_is_said_and_the_others_are_served(self, journal: Journal, tmp_path: Path) -> None:
        hook = Channel("hook", "webhook", url=f"http://127.0.0.1:{free_port()}/")
        log = Channel("log", "file", path=str(tmp_path / "told.jsonl"))
        due(journal, hook, log)
        (failure,) = bring(journal, hook, log)
        assert "'hook'" in failure.en
        assert "“hook”" in failure.zh
        assert len((tmp_path / "told.jsonl").read_text().splitlines()) == 2
        assert [len(journal.read().undelivered(name)) for name in ("hook", "log")] == [2, 0]


class TestFile:
    def test_lines_are_appended_behind_what_is_there(self, journal: Journal, tmp_path: Path) -> None:
        path = tmp_path / "told.jsonl"
        path.write_text('not ours\n{"id": 5}\n')
        log = Channel("log", "file", path=str(path))
        sent = due(journal, log)
        bring(journal, log)
        lines = path.read_text().splitlines()
        assert lines[:2] == ["not ours", '{"id": 5}']
        assert [json.loads(line)["id"] for line in lines[2:]] == [each.id for each in sent]

    def test_a_line_written_before_a_death_is_not_written_again(self, journal: Journal, tmp_path: Path) -> None:
        log = Channel("log", "file", path=str(tmp_path / "told.jsonl"))
        due(journal, log)
        before = (journal.folder.path / FILE).read_bytes()
        bring(journal, log)
        (journal.folder.path / FILE).write_bytes(before)
        bring(journal, log)
        assert len((tmp_path / "told.jsonl").read_text().splitlines()) == 2

    def test_a_folder_that_vanished_is_said_without_naming_it(self, journal: Journal, tmp_path: Path) -> None:
        log = Channel("log", "file", path=str(tmp_path / "gone" / "told.jsonl"))
        due(journal, log)
        (failure,) = bring(journal, log)
        assert "told.jsonl" in failure.en
        assert str(tmp_path) not in failure.en + failure.zh


class TestEmail:
    def settings(self, port: int, **more: object) -> EmailSettings:
        return EmailSettings(**{"host": "127.0.0.1", "port": port, "security": "none", "sender": "desk@example.test",
                                "to": ("a@example.test", "b@example.test"), **more})  # type: ignore[arg-type]  # fmt: skip

    def test_everything_that_is_due_is_one_message_in_the_language_asked_for(self, journal: Journal) -> None:
        with mail_door() as door:
            for lang, subject in (("zh", "[liangrong] 文（另有 1 项）"), ("en", "[liangrong] text (and 1 more)")):
                mail = Channel(f"mail-{lang}", "email", lang, email=self.settings(door.port))  # type: ignore[arg-type]
                due(journal, mail)
                assert bring(journal, mail) == ()
                message = email.message_from_bytes(door.mails[-1], policy=policy.default)
                assert message["Subject"] == subject
                assert message["To"] == "a@example.test, b@example.test"
                assert message.get_content().splitlines()[:2] == [subject.split()[1].split("（")[0]] * 2
                assert bring(journal, mail) == ()
        assert len(door.mails) == 2

    def test_a_text_cannot_smuggle_a_header(self, journal: Journal) -> None:
        with mail_door() as door:
            mail = Channel("mail", "email", email=self.settings(door.port))
            evil = Note("文\nBcc: evil@example.test", "text\r\nBcc: evil@example.test")
            journal.append([replace(event(), due=("mail",), text=evil)])
            bring(journal, mail)
        assert email.message_from_bytes(door.mails[0], policy=policy.default)["Bcc"] is None

    def test_the_password_comes_from_the_environment_and_is_not_kept(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with mail_door(auth=True) as door:
            mail = Channel("mail", "email", email=self.settings(door.port, user="me", password_env="LIANGRONG_TEST_PASSWORD"))
            due(journal, mail)
            monkeypatch.delenv("LIANGRONG_TEST_PASSWORD", raising=False)
            (failure,) = bring(journal, mail)
            assert "LIANGRONG_TEST_PASSWORD" in failure.en
            assert door.mails == []
            monkeypatch.setenv("LIANGRONG_TEST_PASSWORD", "hush-hush")
            assert bring(journal, mail) == ()
        assert len(door.logins) == len(door.mails) == 1
        assert b"hush-hush" not in (journal.folder.path / FILE).read_bytes()

    def test_a_server_that_refuses_or_is_not_there_is_said(self, journal: Journal) -> None:
        with mail_door(refuse=True) as door:
            refused = Channel("refused", "email", email=self.settings(door.port))
            absent = Channel("absent", "email", email=self.settings(free_port()))
            due(journal, refused, absent)
            assert [note.en.split("'")[1] for note in bring(journal, refused, absent)] == ["refused", "absent"]
        assert journal.read().undelivered("refused")

    def test_a_connection_that_cannot_be_secured_is_not_used(self, journal: Journal) -> None:
        with mail_door() as door:
            mail = Channel("mail", "email", email=self.settings(door.port, security="starttls"))
            due(journal, mail)
            assert len(bring(journal, mail)) == 1
        assert door.mails == []


def test_a_channel_gets_only_what_it_must_have(journal: Journal, tmp_path: Path) -> None:
    early = Channel("early", "file", path=str(tmp_path / "early.jsonl"))
    late = Channel("late", "file", path=str(tmp_path / "late.jsonl"))
    due(journal, early)
    journal.append([replace(event(9), session=date(2026, 2, 2), id="9:2026-02-02:1", due=("early", "late"))])
    bring(journal, early, late)
    assert len((tmp_path / "early.jsonl").read_text().splitlines()) == 3
    assert len((tmp_path / "late.jsonl").read_text().splitlines()) == 1
