"""What is put together: pages name what they load, the first visitor finds the overview computed, the door knows its names."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from liangrong.core.errors import Lang
from liangrong.interfaces.web import app as application
from liangrong.interfaces.web.app import create_app, door_of
from liangrong.interfaces.web.assets import modules
from liangrong.interfaces.web.charts import USUAL, WIDTHS
from liangrong.interfaces.web.settings import Settings
from tests.unit.interfaces.web.conftest import ADDRESS

PATIENCE_S = 60
"""Longer than a page takes on a busy machine; reached only when something hangs."""


def named(html: str, kind: str) -> list[str]:
    return re.findall(rf'<link rel="{kind}" href="([^"]+)"', html)


def test_a_page_with_a_chart_loads_the_drawing_library_beside_its_scripts(client: TestClient) -> None:
    html = client.get("/").text
    assert named(html, "preload") == re.findall(r'data-vega="([^"]+)"', html)
    for address in (*named(html, "preload"), *named(html, "modulepreload")):
        assert client.get(address).headers["cache-control"].endswith("immutable"), address


def test_what_is_preloaded_is_what_the_script_imports(client: TestClient) -> None:
    """A name too few costs a round trip; one too many is fetched for nothing."""
    html = client.get("/").text
    script = re.findall(r'src="([^"]+/app\.js)"', html)[0]
    imported = re.findall(r'from "\./([^"]+)"', client.get(script).text)
    assert imported
    assert named(html, "modulepreload") == [script.replace("app.js", name) for name in imported]
    assert list(modules()) == imported


def test_a_page_without_a_chart_does_not_load_the_drawing_library(client: TestClient) -> None:
    html = client.get("/search").text
    assert not named(html, "preload")
    assert named(html, "modulepreload")


def test_widths_that_are_drawn_alike_are_kept_as_one_answer(web_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every width of a window would otherwise cost its own drawing."""
    drawn: list[str] = []

    def draw(desk: Any, name: str, kind: str, state: Any) -> Any:
        drawn.append(state.text("width"))
        return original(desk, name, kind, state)

    original = application.draw
    monkeypatch.setattr(application, "draw", draw)
    with TestClient(create_app(Settings(store=web_store)), base_url=ADDRESS) as visitor:
        address = first_chart(visitor.get("/").text)
        answers = [visitor.get(f"{address}&width={width}") for width in (653, 700, 779, 780, "wide")]
    assert len({answer.content for answer in answers[:3]}) == 1
    assert answers[3].content != answers[0].content
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 400]
    assert len(drawn) == 3


def first_chart(html: str) -> str:
    return unescape(re.findall(r'data-chart="([^"]+)"', html)[0])


def test_the_overview_and_its_first_chart_are_there_before_the_first_visitor(
    web_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Counted by what is computed: the visitor who comes after our own finds every answer in the cache."""
    computed: list[str] = []

    async def counted(heavy: Any, work: Any) -> Any:
        found = await original(heavy, work)
        computed.append("one")
        return found

    original = application._in_turn
    monkeypatch.setattr(application, "_in_turn", counted)
    monkeypatch.setattr(application, "_FIRST_ASKED", application._FIRST_ASKED[:1])
    with TestClient(create_app(Settings(store=web_store, warmed=True)), base_url=ADDRESS) as visitor:
        ended = time.monotonic() + PATIENCE_S
        while len(computed) < 1 + len(USUAL) and time.monotonic() < ended:
            time.sleep(0.01)
        html = visitor.get("/").text
        for width in (WIDTHS[-1] + 68, WIDTHS[1] + 8):
            assert visitor.get(f"{first_chart(html)}&width={width}").status_code == 200
    assert len(computed) == 1 + len(USUAL)


def test_a_store_that_is_empty_is_served_all_the_same(tmp_path: Path) -> None:
    """Our own visitor is refused like any other, and the server stays."""
    with TestClient(create_app(Settings(store=tmp_path / "none", warmed=True)), base_url=ADDRESS) as visitor:
        assert visitor.get("/").status_code == 404
        assert visitor.get("/static/none/icon.svg").status_code == 200


@pytest.mark.parametrize(("lang", "said"), [("zh", "主机名"), ("en", "The host asked for")])
def test_the_door_lets_in_further_names_and_refuses_in_the_language_of_the_server(web_store: Path, lang: Lang, said: str) -> None:
    settings = Settings(store=web_store, lang=lang, also=("margin.example.org", "proxy.example.org:8080"))
    with TestClient(create_app(settings), base_url=ADDRESS) as visitor:
        answers = {
            host: visitor.get("/static/none/icon.svg", headers={"host": host})
            for host in (
                "margin.example.org",
                "margin.example.org:9",
                "proxy.example.org:8080",
                "proxy.example.org",
                "evil.example",
            )
        }
    assert [answer.status_code for answer in answers.values()] == [200, 200, 200, 421, 421]
    assert said in answers["evil.example"].text


def test_the_door_has_what_the_server_was_started_with(web_store: Path) -> None:
    settings = Settings(store=web_store, port=9, token="t" * 40, lang="en", also=("a.example",))
    door = door_of(settings)
    assert (door.host, door.port, door.store, door.token) == (settings.host, 9, web_store, "t" * 40)
    assert (door.lang, tuple(door.also), door.limits) == ("en", ("a.example",), settings.limits)
    assert door_of(replace(settings, also=())).also == ()
