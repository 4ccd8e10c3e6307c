"""Answers over HTTP: what they hold, how they are paged and kept, and what stands beside the verbs."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient

from liangrong import __version__
from liangrong.core.results import plain
from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings
from liangrong.services.verbs.answers import answer
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.workspace import Workspace

FLOWS = "/api/v1/flows?by=sw1"


def test_an_answer_is_the_envelope_of_the_service(client: TestClient, web_store: Path) -> None:
    wanted = answer(verb("flows"), {"by": "sw1"}, workspace=Workspace.open(web_store))
    assert client.get(FLOWS).json() == json.loads(wanted.to_json("zh"))
    assert client.get(f"{FLOWS}&lang=en").json()["warnings"] == [note.en for note in wanted.warnings]


def test_pages_of_an_answer_follow_each_other_and_make_up_the_whole(client: TestClient) -> None:
    whole = client.get(FLOWS).json()["data"]
    rows: list[Any] = []
    address: str | None = f"{FLOWS}&limit=7"
    while address:
        found = client.get(address)
        assert found.headers["x-total-count"] == str(len(whole))
        assert len(found.json()["data"]) <= 7
        rows += found.json()["data"]
        links = {part.split('rel="')[1][:4]: part[part.index("<") + 1 : part.index(">")] for part in _links(found)}
        assert ("prev" in links) == (len(rows) > 7)
        address = links.get("next")
    assert rows == whole
    assert "link" not in client.get(FLOWS).headers


def _links(found: Any) -> list[str]:
    return found.headers["link"].split(", ") if "link" in found.headers else []


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=100001", "limit=-1", "limit=1.5", "limit=1&limit=2", "offset=-1", "offset=x", "lang=fr", "labels=en"],
)
def test_options_that_cannot_be_are_refused(client: TestClient, query: str) -> None:
    found = client.get(f"{FLOWS}&{query}")
    assert found.status_code == 400
    assert query.partition("=")[0] in found.json()["error"]["message"]


def test_an_answer_is_kept_until_it_changes(client: TestClient) -> None:
    first = client.get(FLOWS)
    assert first.headers["cache-control"] == "private, no-cache"
    assert {part.strip() for part in first.headers["vary"].split(",")} == {"Accept", "Accept-Encoding"}
    again = client.get(FLOWS, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(f"{FLOWS}&limit=3", headers={"if-none-match": first.headers["etag"]}).status_code == 200
    assert client.head(FLOWS).headers["etag"] == first.headers["etag"]


def test_answers_in_different_formats_are_kept_apart(client: TestClient) -> None:
    asked = {kind: client.get(FLOWS, headers={"accept": kind}) for kind in ("application/json", "text/csv", "*/*")}
    assert [found.headers["content-type"] for found in asked.values()] == [
        "application/json",
        "text/csv; charset=utf-8",
        "application/json",
    ]
    assert client.get(f"{FLOWS}&format=json", headers={"accept": "text/csv"}).headers["content-type"] == "application/json"


def test_an_answer_to_a_body_is_not_kept(client: TestClient) -> None:
    found = client.post("/api/v1/flows", json={})
    assert found.headers["cache-control"] == "no-store"
    assert "etag" not in found.headers


def test_a_download_says_its_day_its_units_and_that_it_is_simulated(client: TestClient) -> None:
    found = client.get(f"{FLOWS}&format=csv&limit=2")
    day = found.headers["x-as-of"]
    assert found.headers["content-disposition"] == f'attachment; filename="flows-{day}-simulated.csv"'
    units = dict(part.split("=") for part in found.headers["x-units"].split(", "))
    assert (units["net_financing"], units["share_of_absolute"]) == ("%E5%85%83", "1")
    assert "group_name" not in units
    assert len(found.text.splitlines()) == 3


def test_csv_and_arrow_hold_the_rows_of_json(client: TestClient) -> None:
    rows = client.get(FLOWS).json()["data"]
    arrow = pl.read_ipc_stream(io.BytesIO(client.get(f"{FLOWS}&format=arrow").content))
    assert [{name: plain(value) for name, value in row.items()} for row in arrow.to_dicts()] == rows
    csv = pl.read_csv(io.BytesIO(client.get(f"{FLOWS}&format=csv").content), infer_schema=False)
    assert csv["net_financing"].to_list() == [row["net_financing"] for row in rows]
    assert csv["group_name"].to_list() == [row["group_name"] for row in rows]


def test_columns_under_other_names(client: TestClient) -> None:
    ours, chinese = (client.get(f"{FLOWS}{more}").json()["data"] for more in ("", "&labels=zh"))
    assert [row["融资净买入"] for row in chinese] == [row["net_financing"] for row in ours]
    assert "rzye" in client.get("/api/v1/show?measure=rzye&labels=tushare").json()["data"][0].values()


def test_a_day_without_a_session_snaps_and_says_so(client: TestClient) -> None:
    found = client.get("/api/v1/shorts?as_of=2026-01-25&lang=en").json()
    assert found["as_of"] == "2026-01-23"
    assert any("2026-01-25" in warning for warning in found["warnings"])


def test_health_is_cheap_and_says_which_data(client: TestClient) -> None:
    found = client.get("/api/v1/health").json()
    assert (found["status"], found["version"], found["simulated"]) == ("ok", __version__, True)
    assert found["as_of"] == client.get("/api/v1/shorts").json()["as_of"]


def test_without_a_store_the_law_still_answers_and_all_else_says_why(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(store=tmp_path / "none")), base_url="http://127.0.0.1:8421") as visitor:
        health = visitor.get("/api/v1/health")
        assert (health.status_code, health.json()["as_of"], health.json()["simulated"]) == (200, None, None)
        assert visitor.get("/api/v1/rule-value?name=call_line").status_code == 200
        refused = visitor.get("/api/v1/flows")
        assert refused.status_code == 404
        assert str(tmp_path) not in refused.text


def test_the_index_names_every_verb_and_its_examples_are_addresses(client: TestClient) -> None:
    entries = {entry["name"]: entry for entry in client.get("/api/v1/").json()["verbs"]}
    assert list(entries) == list(VERBS)
    assert entries["assess"]["methods"] == ["POST"]
    assert entries["flows"]["methods"] == ["GET", "POST"]
    assert [each["name"] for each in entries["flows"]["parameters"]][1:3] == ["from", "to"]
    assert client.get(entries["rule-value"]["example"]).status_code == 200


def test_underscores_count_as_hyphens(client: TestClient) -> None:
    assert client.get("/api/v1/rule_list").json() == client.get("/api/v1/rule-list").json()
