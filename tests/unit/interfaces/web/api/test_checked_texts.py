"""``POST /api/v1/check-text``: a body, never an address; three formats with the same columns; hostile texts get a sentence."""

from __future__ import annotations

import io
import json

import polars as pl
import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.api.openapi import document
from liangrong.services.claims.rows import ROWS
from liangrong.services.long_texts import MOST_CHARACTERS

CHECK = "/api/v1/check-text"
SUM = "甲、乙、丙三家的融资余额分别为30亿元、20亿元和10亿元，合计65亿元。"


def test_a_text_never_stands_in_an_address(client: TestClient) -> None:
    refused = client.get(CHECK, params={"text": SUM})
    assert refused.status_code == 405
    assert refused.headers["allow"] == "POST"
    assert client.post(f"{CHECK}?text=x", json={"text": SUM}).status_code == 400
    assert set(document()["paths"][CHECK]) == {"post"}


def test_claims_come_with_their_counts_first(client: TestClient) -> None:
    found = client.post(f"{CHECK}?lang=en", json={"text": SUM, "name": "note"})
    assert found.status_code == 200
    assert found.headers["cache-control"] == "no-store"
    told = found.json()
    wrong = [row for row in told["data"] if row["support"] == "refuted"]
    assert wrong
    assert told["warnings"][0].startswith(f"note: {len(told['data'])} claims: ")
    assert {row["document"] for row in told["data"]} == {"note"}
    assert "rulebook" in told["source"]


@pytest.mark.parametrize("text", [SUM, "---"])
def test_csv_and_arrow_have_the_columns_of_json(client: TestClient, text: str) -> None:
    as_csv = client.post(f"{CHECK}?format=csv", json={"text": text})
    as_arrow = client.post(f"{CHECK}?format=arrow", json={"text": text})
    rows = client.post(CHECK, json={"text": text}).json()["data"]
    assert as_csv.status_code == as_arrow.status_code == 200
    assert as_csv.content.decode("utf-8-sig").splitlines()[0] == ",".join(ROWS)
    frame = pl.read_ipc_stream(io.BytesIO(as_arrow.content))
    assert dict(frame.schema) == dict(ROWS)
    assert frame["reason"].to_list() == [row["reason"] for row in rows]


def test_a_spreadsheet_computes_nothing_that_a_text_says(client: TestClient) -> None:
    csv = client.post(f"{CHECK}?format=csv", json={"text": "=HYPERLINK(1)涨了5%。", "name": "=1+1"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK" in csv
    assert ",=" not in csv
    assert "\n=" not in csv


@pytest.mark.parametrize(
    "body",
    [
        json.dumps({"text": "a\x00b"}).encode(),
        b'{"text": "\\ud800"}',
        b'{"text": 7}',
        b"{}",
        b'{"text": "x", "figures": "/etc/passwd"}',
        b'{"text": "x", "published": "soon"}',
        b'{"text": "x", "account": {"cash": 1}}',
        json.dumps({"text": "长" * (MOST_CHARACTERS + 1)}).encode(),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(client: TestClient, body: bytes) -> None:
    refused = client.post(CHECK, content=body, headers={"content-type": "application/json"})
    assert refused.status_code == 400, refused.text
    assert refused.json()["error"]["message"]
    assert "Traceback" not in refused.text
