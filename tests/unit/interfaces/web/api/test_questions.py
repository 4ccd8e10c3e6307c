"""Bodies and addresses become questions, or are refused before anything is computed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.api.options import OPTIONS
from liangrong.interfaces.web.api.questions import is_posted
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.verbs.examples import example_account
from liangrong.services.verbs.parameters import parameters

ASSESS = "/api/v1/assess"
ACCOUNT = example_account(verb("assess"))
JSON = {"content-type": "application/json"}


def ratio(answer: Any) -> float:
    assert answer.status_code == 200, answer.text
    found: float = answer.json()["data"][0]["maintenance_ratio"]
    return found


def test_an_account_may_be_an_object_a_text_or_a_file(client: TestClient) -> None:
    text = json.dumps(ACCOUNT)
    wanted = ratio(client.post(ASSESS, json={"account": ACCOUNT}))
    assert wanted == ratio(client.post(ASSESS, json={"account": [ACCOUNT]}))
    assert wanted == ratio(client.post(ASSESS, json={"account": text}))
    assert wanted == ratio(client.post(ASSESS, files={"account": ("a.json", text.encode())}))
    assert wanted == ratio(client.post(ASSESS, files={"account": (None, text)}))


def test_parameters_come_beside_the_account(client: TestClient) -> None:
    later = client.post(ASSESS, json={"account": ACCOUNT, "as_of": "2026-03-02"})
    assert later.json()["as_of"] == "2026-03-02"
    by_form = client.post(ASSESS, files={"account": ("a.json", json.dumps(ACCOUNT).encode())}, data={"as_of": "2026-03-02"})
    assert by_form.json() == later.json()


def test_an_account_never_stands_in_an_address_and_neither_do_its_parameters(client: TestClient) -> None:
    refused = client.post(f"{ASSESS}?as_of=2026-03-02&lang=en", json={"account": ACCOUNT})
    assert refused.status_code == 400
    assert "as_of stands in the address" in refused.json()["error"]["message"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"[" * 100_000,
        b'{"account": {"cash": NaN}}',
        b'{"account": {"cash": 1}, "as_of": "\\ud800"}',
        b'{"account": "\\udfff"}',
        b"\xff\xfe{}",
        b'{"account": {"cash": ' + b"9" * 5_000 + b"}}",
    ],
)
def test_a_body_that_is_no_object_is_refused(client: TestClient, body: bytes) -> None:
    found = client.post(ASSESS, content=body, headers=JSON)
    assert (found.status_code, found.json()["error"]["code"]) == (400, "unreadable_body")


def test_a_form_that_is_none_is_refused(client: TestClient) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post(ASSESS, content=b"--y\r\nnothing", headers=kind).json()["error"]["code"] in ("unreadable_body", "usage")
    assert client.post(ASSESS, content=b"--x\r\n\r\n", headers={"content-type": "multipart/form-data"}).status_code == 400
    two = [("account", ("a.json", b"{}")), ("account", ("b.json", b"{}"))]
    assert client.post(ASSESS, files=two).json()["error"]["code"] == "unreadable_body"
    assert client.post(ASSESS, files={"as_of": ("a", b"x"), "account": (None, "{}")}).json()["error"]["code"] == "unreadable_body"


def test_an_account_that_is_neither_text_nor_object_is_refused(client: TestClient) -> None:
    assert client.post(ASSESS, json={"account": 5}).json()["error"]["code"] == "usage"
    assert client.post(ASSESS, json={}).json()["error"]["code"] == "usage"


def test_errors_call_an_upload_by_its_bare_name(client: TestClient) -> None:
    found = client.post(ASSESS, files={"account": ("../../etc/<b>我的.yaml", b"cash: [")}).json()["error"]
    assert found["details"]["place"] == "_b_我的.yaml"
    assert client.post(ASSESS, files={"account": ("..\\..\\x.yaml", b"cash: [")}).json()["error"]["details"]["place"] == "x.yaml"


def test_a_pack_named_from_outside_is_a_shipped_one(client: TestClient, tmp_path: Any) -> None:
    pack = tmp_path / "own.yaml"
    pack.write_text("secret: 1", encoding="utf-8")
    asked = [
        client.get("/api/v1/rule-value", params={"name": "call_line", "pack": str(pack)}),
        client.get("/api/v1/rule-diff", params={"against": str(pack)}),
        client.post(ASSESS, json={"account": ACCOUNT, "pack": str(pack)}),
        client.post(ASSESS, json={"account": {**ACCOUNT, "pack": str(pack)}}),
        client.post("/api/v1/strategy-ruin", json={"strategy": "fixed", "pack": str(pack), "paths": 1, "sessions": 1}),
    ]
    for found in asked:
        assert found.status_code in (404, 422), found.text
        assert "secret" not in found.text
        assert str(tmp_path) not in found.text
    assert client.get("/api/v1/rule-value", params={"name": "call_line", "pack": "line_scheme_a"}).status_code == 200


def test_baskets_may_come_in_the_address_or_in_a_body(client: TestClient) -> None:
    by_address = client.get("/api/v1/flows", params={"by": "baskets", "baskets": ["甲=003801.SZ,302542.SZ", "乙=605861.SH"]})
    by_body = client.post(
        "/api/v1/flows", json={"by": "baskets", "baskets": {"甲": ["003801.SZ", "302542.SZ"], "乙": ["605861.SH"]}}
    )
    assert by_address.status_code == 200, by_address.text
    assert by_address.json() == by_body.json()
    assert {"甲", "乙"} <= {row["group_name"] for row in by_body.json()["data"]}


def test_values_keep_their_order(client: TestClient) -> None:
    one = client.get("/api/v1/legs", params={"legs": ["98%", "145%"], "total": "389.3%"})
    other = client.get("/api/v1/legs", params={"legs": ["145%", "98%"], "total": "389.3%"})
    assert [row["growth"] for row in one.json()["data"][:2]] == [row["growth"] for row in other.json()["data"][:2]][::-1]


def test_verbs_about_an_account_are_asked_by_post_alone() -> None:
    assert is_posted(verb("assess")) == (False, True)
    assert is_posted(verb("flows")) == (True, True)
    assert is_posted(verb("shorts")) == (True, False)


@pytest.mark.parametrize("name", list(VERBS))
def test_no_verb_takes_what_says_how_an_answer_is_wanted(name: str) -> None:
    assert not {parameter.edge_name for parameter in parameters(verb(name))} & {*OPTIONS, "account"}
