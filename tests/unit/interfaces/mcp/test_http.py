"""MCP over HTTP beside the dashboard: behind its door, over its desk, stateless, and not built before it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.mcp import http
from liangrong.interfaces.serving import application
from liangrong.interfaces.web.settings import Settings

ADDRESS = "http://127.0.0.1:8421"
ACCEPT = {"accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def visitor(whole: Path) -> Iterator[TestClient]:
    with TestClient(application(Settings(store=whole)), base_url=ADDRESS) as found:
        yield found


def posted(visitor: TestClient, method: str, params: dict[str, Any] | None = None, **headers: str) -> Any:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params or {}}
    return visitor.post("/mcp", json=message, headers=ACCEPT | {key.replace("_", "-"): value for key, value in headers.items()})


def test_a_question_is_answered_without_a_session(visitor: TestClient) -> None:
    told = posted(visitor, "tools/call", {"name": "level", "arguments": {"measure": "rzye"}})
    assert told.status_code == 200
    assert "mcp-session-id" not in told.headers
    result = told.json()["result"]
    assert result["structuredContent"]["data"][0]["value"].replace(".", "").isdigit()
    assert not result.get("isError")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_there_is_nothing_to_listen_to(method: str) -> None:
    """Asked without a server, so that an answer that never ends cannot hold the test."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def main() -> None:
        with anyio.fail_after(5):
            await http.McpApp(lambda: None)({"type": "http", "method": method, "headers": []}, None, send)

    anyio.run(main)
    assert (sent[0]["status"], (b"allow", b"POST") in sent[0]["headers"]) == (405, True)


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"host": "evil.example:8421"}, 421), ({"origin": "http://evil.example"}, 403), ({"sec_fetch_site": "cross-site"}, 403)],
)
def test_the_door_stands_before_it(visitor: TestClient, headers: dict[str, str], status: int) -> None:
    assert posted(visitor, "tools/list", **headers).status_code == status


def test_a_token_is_asked_for(whole: Path) -> None:
    settings = Settings(store=whole, host="0.0.0.0", token="a-long-enough-token-0123456789abcdef")
    with TestClient(application(settings), base_url=ADDRESS) as visitor:
        assert posted(visitor, "tools/list").status_code == 401
        assert posted(visitor, "tools/list", authorization=f"Bearer {settings.token}").status_code == 200


def test_a_refusal_names_no_folder(whole: Path, tmp_path: Path) -> None:
    with TestClient(application(Settings(store=tmp_path / "nowhere")), base_url=ADDRESS) as visitor:
        told = posted(visitor, "tools/call", {"name": "level", "arguments": {"measure": "rzye"}})
        assert told.json()["result"]["isError"]
        assert str(tmp_path) not in told.text


def test_rubbish_is_refused_and_leaves_it_up(visitor: TestClient) -> None:
    for body in (b"{", b"[]", b'{"jsonrpc": "2.0"}', json.dumps({"jsonrpc": "2.0", "id": 1, "method": "x" * 5000}).encode()):
        told = visitor.post("/mcp", content=body, headers=ACCEPT | {"content-type": "application/json"})
        assert told.status_code in (200, 202, 400, 404)
        assert "Traceback" not in told.text
    assert posted(visitor, "tools/list").status_code == 200


def test_a_dashboard_that_no_agent_asks_does_not_build_it(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[int] = []
    monkeypatch.setattr(http, "_guard", lambda *_: built.append(1))
    with TestClient(application(Settings(store=whole)), base_url=ADDRESS) as visitor:
        assert visitor.get("/rules").status_code == 200
        assert built == []
        posted(visitor, "tools/list")
        assert built == [1]


def test_one_desk_serves_pages_and_agents(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desks: list[Any] = []
    monkeypatch.setattr(
        "liangrong.interfaces.mcp.http.http_app", lambda desk, **_: desks.append(desk) or http.McpApp(lambda: None)
    )
    monkeypatch.setattr("liangrong.interfaces.web.app.create_app", lambda *_, desk, **__: desks.append(desk))
    application(Settings(store=whole))
    assert len(desks) == 2
    assert desks[0] is desks[1]


def test_what_cannot_get_ready_answers_with_a_fault_instead_of_silence(whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setattr(http, "_guard", broken)
    with TestClient(application(Settings(store=whole)), base_url=ADDRESS) as visitor:
        assert posted(visitor, "tools/list").status_code == 500
        assert visitor.get("/rules").status_code == 200


@pytest.mark.parametrize(
    ("host", "protected", "has"),
    [
        ("127.0.0.1", True, "localhost:8421"),
        ("192.168.1.5", True, "192.168.1.5:8421"),
        ("::1", True, "[::1]:8421"),
        ("0.0.0.0", False, ""),
    ],
)
def test_hosts_are_those_of_the_door(host: str, protected: bool, has: str) -> None:
    found = http._guard(host, 8421)
    assert found.enable_dns_rebinding_protection is protected
    assert has in found.allowed_hosts or not has
    assert not any("evil" in each or "*" in each for each in found.allowed_hosts)
