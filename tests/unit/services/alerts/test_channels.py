"""What makes a channel, and what is shown of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.services.alerts.channels import (
    EmailSettings,
    RemoveChannelRequest,
    SetChannelRequest,
    channels,
    remove_channel,
    set_channel,
    stored_channels,
)
from liangrong.services.alerts.folder import AlertsFolder
from liangrong.services.workspace import Workspace

MAIL = {"host": "mail.example.test", "sender": "me@example.test", "to": ("you@example.test",)}


def test_the_page_is_always_one(workspace: Workspace) -> None:
    assert channels(workspace).data["name"].to_list() == ["page"]
    assert not (workspace.store.path / "alerts").exists()


def test_a_channel_is_kept_replaced_and_removed(workspace: Workspace, tmp_path: Path) -> None:
    set_channel(workspace, SetChannelRequest("told", "file", path=tmp_path / "a.jsonl"))
    set_channel(workspace, SetChannelRequest("desk", "email", "en", email=EmailSettings(**MAIL)))
    found = set_channel(workspace, SetChannelRequest("told", "webhook", url="https://hooks.example.test/x"))
    assert found.data.select("name", "via", "lang").rows() == [
        ("page", "page", None), ("desk", "email", "en"), ("told", "webhook", "zh"),
    ]  # fmt: skip
    kept = {each.name: each for each in stored_channels(AlertsFolder.of(workspace))}
    assert kept["desk"].email == EmailSettings(**MAIL, port=587)
    assert remove_channel(workspace, RemoveChannelRequest("told")).data["name"].to_list() == ["page", "desk"]
    with pytest.raises(UnknownName, match="Known: desk"):
        remove_channel(workspace, RemoveChannelRequest("told"))


def test_what_others_should_not_see_is_not_shown(workspace: Workspace, tmp_path: Path) -> None:
    set_channel(workspace, SetChannelRequest("a", "file", path=tmp_path / "told.jsonl"))
    set_channel(workspace, SetChannelRequest("b", "webhook", url="https://me:pw@hooks.example.test:8443/robot/key?token=abc"))
    shown = channels(workspace).to_json()
    assert "told.jsonl" in shown
    assert "https://hooks.example.test:8443/…" in shown
    for secret in (str(tmp_path), "pw", "robot", "abc"):
        assert secret not in shown


def test_the_folder_is_private_and_holds_no_password(workspace: Workspace) -> None:
    set_channel(workspace, SetChannelRequest("desk", "email", email=EmailSettings(**MAIL, user="me")))
    folder = workspace.store.path / "alerts"
    assert folder.stat().st_mode & 0o077 == 0
    assert json.loads((folder / "channels.json").read_text())["channels"][0]["email"]["password_env"] == "LIANGRONG_SMTP_PASSWORD"


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (SetChannelRequest("page", "webhook", url="https://a.test"), "other than 'page'"),
        (SetChannelRequest("two words", "webhook", url="https://a.test"), "one word"),
        (SetChannelRequest("../x", "webhook", url="https://a.test"), "one word"),
        (SetChannelRequest("f", "file"), "needs a path"),
        (SetChannelRequest("f", "file", path=Path("/etc/passwd")), "ends in .jsonl"),
        (SetChannelRequest("f", "file", path=Path("nowhere/told.jsonl")), "does not exist"),
        (SetChannelRequest("w", "webhook"), "http://"),
        (SetChannelRequest("w", "webhook", url="file:///etc/passwd"), "http://"),
        (SetChannelRequest("w", "webhook", url="http://"), "http://"),
        (SetChannelRequest("w", "webhook", url="http://a.test:99999/"), "http://"),
        (SetChannelRequest("w", "webhook", url="http://a.test/\r\nX: y"), "http://"),
        (SetChannelRequest("m", "email"), "mail server"),
        (SetChannelRequest("m", "email", email=EmailSettings(**{**MAIL, "to": ()})), "recipient"),
        (SetChannelRequest("m", "email", email=EmailSettings(**{**MAIL, "to": ("a@b.test\nBcc: c@d.test",)})), "plain addresses"),
        (SetChannelRequest("m", "email", email=EmailSettings(**{**MAIL, "sender": "nobody"})), "nobody"),
        (SetChannelRequest("m", "email", email=EmailSettings(**MAIL, port=70000)), "70000"),
        (SetChannelRequest("m", "email", email=EmailSettings(**MAIL, user="me", password_env="HOME")), "LIANGRONG_"),
        (SetChannelRequest("m", "email", email=EmailSettings(**MAIL, user="me", security="none")), "open connection"),
    ],
)  # fmt: skip
def test_settings_that_make_no_channel_are_refused(workspace: Workspace, request_: SetChannelRequest, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        set_channel(workspace, request_)
    assert said in caught.value.message("en")
    assert channels(workspace).data.height == 1
