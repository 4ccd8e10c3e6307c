"""Rules: a value for a contract, the difference between two days, the list; each an address."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, key: str) -> str:
    found = re.search(rf'<section class="panel" id="{key}".*?</section>', html, re.DOTALL)
    assert found, f"no panel {key}"
    return text_of(found[0])


def test_an_old_contract_keeps_its_ratio_and_a_new_one_has_the_new(client: TestClient) -> None:
    old = client.get(
        "/rules", params={"name": "financing_margin_ratio", "on": "2026-02-02", "opened_on": "2025-12-10", "lang": "en"}
    )
    new = client.get(
        "/rules", params={"name": "financing_margin_ratio", "on": "2026-02-02", "opened_on": "2026-01-20", "lang": "en"}
    )
    assert " 80% " in section(old.text, "value")
    assert " 100% " in section(new.text, "value")
    assert "2026-01-14" in section(new.text, "value"), "the citation stands beside the value"
    assert section(old.text, "why") != section(new.text, "why")


def test_a_value_is_said_in_the_words_of_the_reader(client: TestClient) -> None:
    zh = section(client.get("/rules", params={"name": "financing_margin_ratio", "on": "2026-02-02"}).text, "value")
    assert "新合约" in zh
    assert "new_contracts" not in zh


def test_two_days_are_compared(client: TestClient) -> None:
    page = client.get("/rules", params={"from": "2023-09-08", "to": "2023-09-11", "lang": "en"}).text
    told = section(page, "diff")
    assert "financing_margin_ratio" in told
    assert "100%" in told
    assert "80%" in told
    assert 'id="diff"' not in client.get("/rules").text


def test_the_list_is_narrowed_and_leads_to_each_parameter(client: TestClient) -> None:
    page = client.get("/rules", params={"text": "call_line", "lang": "en"}).text
    assert 'href="/rules?lang=en&amp;name=call_line"' in page
    assert "withdrawal_line" not in section(page, "all")


@pytest.mark.parametrize(
    "given", [{"name": "no_such_rule"}, {"name": "call_line", "on": "yesterday"}, {"name": "call_line", "on": "1999-01-04"}]
)
def test_what_cannot_be_answered_is_a_sentence_on_the_page(client: TestClient, given: dict[str, str]) -> None:
    found = client.get("/rules", params={**given, "lang": "en"})
    assert found.status_code == 200
    assert ("Cannot be read" if "call_line" not in given["name"] or given["on"] == "yesterday" else "Not known") in section(
        found.text, "value"
    )
    assert "Traceback" not in found.text
