"""Everything that goes wrong has one shape, and tells nothing of the machine."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from liangrong.core import errors
from liangrong.core.errors import BadInput, LiangrongError, UnknownName, UsageError
from liangrong.interfaces.web.api.errors import failed
from liangrong.interfaces.web.status import status_of


def shown(error: LiangrongError, lang: errors.Lang = "en") -> dict[str, Any]:
    body = json.loads(failed(error, lang).body)
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "hint", "details"}
    found: dict[str, Any] = body["error"]
    return found


def test_a_sentence_in_the_language_asked_for_and_details_for_programs() -> None:
    error = UnknownName(kind="measure", name="rzyee", known="financing_balance")
    assert shown(error, "zh")["message"] == "没有名为“rzyee”的指标。可用：financing_balance。"
    assert shown(error) == {
        "code": "unknown_name",
        "message": "There is no measure called 'rzyee'. Known: financing_balance.",
        "hint": "",
        "details": {"kind": "measure", "name": "rzyee", "known": "financing_balance"},
    }


def test_what_the_message_says_is_no_detail_and_neither_is_a_path_or_an_object() -> None:
    error = BadInput(
        place="a.csv", reason="bad", reason_zh="坏", hint="h", file=Path("/srv/a.csv"), files=[Path("/srv"), "b"], at={"p": Path("/x")},
        on=date(2026, 1, 30), value=Decimal("1.50"), kind=str,
    )  # fmt: skip
    assert shown(error)["details"] == {"place": "a.csv", "files": ["b"], "at": {}, "on": "2026-01-30", "value": "1.50"}


def test_half_a_surrogate_pair_does_not_break_the_answer() -> None:
    assert "?" in shown(UsageError(reason="x is '\ud800'."))["message"]


def test_every_kind_of_error_has_a_status_of_its_own_kind() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, LiangrongError)]
    wanted = {1: {500}, 2: {400, 404, 501}, 3: {404}, 4: {422}, 5: {503}}
    for kind in kinds:
        assert status_of(kind()) in wanted[kind.exit_code], kind


def test_addresses_methods_and_formats_that_are_not_there(client: TestClient) -> None:
    def refused(method: str, path: str, **more: Any) -> tuple[int, str, str | None]:
        found = client.request(method, path, follow_redirects=False, **more)
        assert set(found.json()["error"]) == {"code", "message", "hint", "details"}
        assert found.headers["content-type"] == "application/json"
        assert found.headers["cache-control"] == "no-store"
        return found.status_code, found.json()["error"]["code"], found.headers.get("allow")

    assert refused("GET", "/api/v1/flow") == (404, "unknown_name", None)
    assert refused("GET", "/api/v2/flows") == (404, "not_found", None)
    assert refused("GET", "/api/v1/flows/x") == (404, "not_found", None)
    assert refused("GET", "/api/v1/assess") == (405, "method_not_allowed", "POST")
    assert refused("POST", "/api/v1/rule-list", json={}) == (405, "method_not_allowed", "GET, HEAD")
    assert refused("PUT", "/api/v1/flows") == (405, "method_not_allowed", "GET, HEAD, POST")
    assert refused("DELETE", "/api/v1/health") == (405, "method_not_allowed", "GET, HEAD")
    assert refused("POST", "/api/v1/openapi.json") == (405, "method_not_allowed", "GET, HEAD")
    assert refused("GET", "/api/v1/flows", headers={"accept": "image/png"}) == (406, "not_acceptable", None)
    assert refused("GET", "/api/v1/flows?format=xml") == (400, "usage", None)
    assert refused("POST", "/api/v1/assess", content=b"{}") == (415, "unsupported_media_type", None)
    assert refused("POST", "/api/v1/assess", content=b"x" * (9 * 2**20)) == (413, "too_large", None)


def test_a_refusal_speaks_the_language_asked_for(client: TestClient) -> None:
    assert client.get("/api/v1/flow?lang=en").json()["error"]["message"].startswith("There is no verb called 'flow'")
    assert "没有名为“flow”" in client.get("/api/v1/flow").json()["error"]["message"]
