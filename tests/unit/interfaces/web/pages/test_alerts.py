"""Alerts: forms that change what is watched, sentences beside the fields, history, channels; nothing secret is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings
from liangrong.services.alerts.channels import EmailSettings, SetChannelRequest, set_channel
from liangrong.services.workspace import Workspace

ADDRESS = "/alerts?lang=en"


@pytest.fixture
def store(web_store: Path) -> Iterator[Path]:
    """The store of the dashboard, nothing watched before and after."""
    import shutil

    shutil.rmtree(web_store / "alerts", ignore_errors=True)
    yield web_store
    shutil.rmtree(web_store / "alerts", ignore_errors=True)


@pytest.fixture
def visitor(store: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(store=store)), base_url="http://127.0.0.1:8421") as found:
        yield found


def section(html: str, key: str) -> str:
    found = re.search(rf'<section class="panel" id="{key}".*?</section>', html, re.DOTALL)
    assert found, f"no panel {key}"
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])))


def rows(html: str, do: str) -> list[str]:
    return re.findall(rf'name="do" value="{do}:([^"]+)"', html)


def test_an_empty_page_says_what_to_do(visitor: TestClient) -> None:
    page = visitor.get(ADDRESS)
    assert page.status_code == 200
    assert "Nothing is watched yet" in section(page.text, "watchlist")
    assert "No alert is set yet" in section(page.text, "alerts")
    assert "Nothing was told yet" in section(page.text, "history")


def test_a_condition_is_set_checked_told_and_removed(visitor: TestClient) -> None:
    set_ = visitor.post(ADDRESS, data={"do": "add-alert", "condition": "两融余额 > 1亿"}, follow_redirects=False)
    assert set_.status_code == 303
    assert set_.headers["location"] == "/alerts?done=add-alert&lang=en"
    page = visitor.get(set_.headers["location"]).text
    assert "The alert is set" in page
    assert rows(page, "remove-alert") == ["1"]
    assert "not checked" not in section(page, "alerts")
    assert "holds" in section(page, "alerts"), "how it stands is seen at once"
    assert "Nothing was told yet" in section(page, "history")
    checked = visitor.post(ADDRESS, data={"do": "check"}).text
    assert "fired" in section(checked, "history")
    assert "holds" in section(checked, "alerts")
    gone = visitor.post(ADDRESS, data={"do": "remove-alert:1"}).text
    assert rows(gone, "remove-alert") == []
    assert "fired" in section(gone, "history"), "what was told stays"


def test_the_page_shows_at_once_what_was_changed(visitor: TestClient) -> None:
    visitor.get(ADDRESS)
    for number in ("1", "2", "3"):
        page = visitor.post(ADDRESS, data={"do": "add-alert", "condition": f"两融余额 > {number}亿"}).text
        assert rows(page, "remove-alert")[-1] == number


@pytest.mark.parametrize(
    "condition",
    [
        "nonsense",
        "两融余额 > 3万股",
        "两融余额 > abc",
        "rainfall > 1亿",
        "融资余额 999999 > 1亿",
        "",
        "融资余额 nowhere > 1亿",
        "account nobody maintenance_ratio < 130%",
    ],
)
def test_a_condition_that_cannot_be_read_is_told_beside_its_field_and_kept(visitor: TestClient, condition: str) -> None:
    visitor.post(ADDRESS, data={"do": "add-alert", "condition": "两融余额 > 1亿"})
    page = visitor.post(ADDRESS, data={"do": "add-alert", "condition": condition, "remark": "mine"})
    assert 400 <= page.status_code < 500
    assert 'value="mine"' in page.text
    told = page.text[page.text.index('id="alerts"') :]
    assert 'id="wrong"' in told
    assert f'value="{condition}"' in unescape(page.text)
    assert rows(page.text, "remove-alert") == ["1"], "what was set before is still there, and no more"


def test_watching_and_no_longer(visitor: TestClient) -> None:
    page = visitor.post(ADDRESS, data={"do": "watch", "scope": "科创板", "remark": "<i>mine</i>"}).text
    assert rows(page, "unwatch") == ["board:star"]
    assert "<i>mine</i>" not in page
    assert "<i>mine</i>" in section(page, "watchlist")
    wrong = visitor.post(ADDRESS, data={"do": "watch", "scope": "Atlantis"})
    assert wrong.status_code == 404
    assert "Atlantis" in section(wrong.text, "watchlist")
    assert rows(visitor.post(ADDRESS, data={"do": "unwatch:board:star"}).text, "unwatch") == []


def test_a_watched_stock_leads_to_its_page(visitor: TestClient) -> None:
    page = visitor.post(ADDRESS, data={"do": "watch", "scope": "600519"}).text
    assert 'href="/security/600519.SH?lang=en"' in page


def test_a_webhook_is_set_without_showing_its_token_and_a_file_is_not_offered(visitor: TestClient, store: Path) -> None:
    page = visitor.post(
        ADDRESS, data={"do": "set-channel:webhook", "channel": "hook", "url": "http://127.0.0.1:9/hook?token=s3cret"}
    ).text
    assert rows(page, "remove-channel") == ["hook"]
    assert "s3cret" not in page
    tried = visitor.post(ADDRESS, data={"do": "set-channel:file", "channel": "disk", "path": f"{store}/x.jsonl"})
    assert tried.status_code == 400
    assert rows(tried.text, "remove-channel") == ["hook"]
    assert rows(visitor.post(ADDRESS, data={"do": "remove-channel:hook"}).text, "remove-channel") == []


def test_e_mail_names_the_variable_of_its_password_and_nothing_else_is_taken(visitor: TestClient, store: Path) -> None:
    mail = {"do": "set-channel:email", "channel": "mail", "host": "mail.example", "user": "me", "sender": "a@b.example", "to": "c@d.example; e@f.example"}  # fmt: skip
    wrong = visitor.post(ADDRESS, data={**mail, "password_env": "PATH"})
    assert wrong.status_code == 400
    assert "LIANGRONG_" in section(wrong.text, "channels")
    assert 'value="mail.example"' in wrong.text, "what was filled in stays"
    page = visitor.post(ADDRESS, data={**mail, "password_env": "LIANGRONG_MAIL", "port": "2525", "security": "tls"}).text
    assert "c@d.example, e@f.example" in section(page, "channels")
    kept = (store / "alerts" / "channels.json").read_text()
    assert '"security": "tls"' in kept or '"security":"tls"' in kept


def test_the_folder_of_a_file_channel_is_not_told(visitor: TestClient, store: Path) -> None:
    set_channel(Workspace.open(store), SetChannelRequest("disk", "file", path=store.parent / "told.jsonl", email=EmailSettings()))
    page = visitor.get(ADDRESS).text
    assert "told.jsonl" in page
    assert str(store.parent) not in page


@pytest.mark.parametrize("do", ["nothing", "remove-alert:999", "remove-alert:../x", "unwatch:nowhere", "remove-channel:none", "forget-account:../../x", ""])  # fmt: skip
def test_a_button_that_means_nothing_is_a_sentence(visitor: TestClient, do: str) -> None:
    page = visitor.post(ADDRESS, data={"do": do})
    assert 400 <= page.status_code < 500
    assert 'class="refused"' in page.text
    assert "Traceback" not in page.text


def test_only_our_own_pages_can_change_anything(visitor: TestClient) -> None:
    given = {"do": "add-alert", "condition": "两融余额 > 1亿"}
    assert visitor.post(ADDRESS, data=given, headers={"origin": "http://evil.example"}).status_code == 403
    assert visitor.post(ADDRESS, data=given, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert rows(visitor.get(ADDRESS).text, "remove-alert") == []


def test_what_is_said_to_be_done_is_one_of_our_sentences(visitor: TestClient) -> None:
    assert "hacked" not in visitor.get("/alerts?done=hacked").text.replace("done=hacked", "")
