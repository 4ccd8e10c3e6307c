"""Rules: a value for a contract, the difference between two days, the list; each an address."""

from __future__ import annotations

import re
from pathlib import Path

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


def test_a_shipped_pack_is_chosen_for_values_and_for_what_changed(client: TestClient) -> None:
    """A call is cured at 140 % as is common, and at 130 % under scheme B."""
    plain = {"name": "cure_target", "on": "2026-02-02", "lang": "en"}
    assert " 140% " in section(client.get("/rules", params=plain).text, "value")
    found = client.get("/rules", params={**plain, "pack": "line_scheme_b"}).text
    assert " 130% " in section(found, "value")
    for field in ("pack", "diff-pack"):
        chosen = re.search(rf'<select id="{field}".*?</select>', found, re.DOTALL)
        assert chosen
        assert re.findall(r'value="([^"]*)" selected', chosen[0]) == ["line_scheme_b"], "the address says what is chosen"


def test_a_pack_alone_is_compared_with_the_law_or_with_another(client: TestClient) -> None:
    with_law = section(client.get("/rules", params={"pack": "line_scheme_b", "lang": "en"}).text, "diff")
    assert "What the pack says differently" in with_law
    assert "cure_target" in with_law
    itself = client.get("/rules", params={"pack": "line_scheme_b", "against": "line_scheme_b", "lang": "en"}).text
    assert "No rows match" in section(itself, "diff")
    form = re.search(r'<select id="against".*?</select>', itself, re.DOTALL)
    assert form
    assert 'value="line_scheme_b" selected' in form[0]


def test_days_are_compared_under_the_pack_that_is_chosen(client: TestClient) -> None:
    days = {"from": "2014-01-02", "to": "2016-01-04", "lang": "en"}
    asked = [client.get("/rules", params={**days, **pack}).text for pack in ({}, {"pack": "line_scheme_b"})]
    law, pack = (
        next(row for row in re.findall(r"<tr>.*?</tr>", page[page.index('id="diff"') :]) if " cure_target<" in row)
        for page in asked
    )
    assert "140%" in law
    assert "130%" in pack
    assert "140%" not in pack


def test_a_file_of_the_machine_is_no_pack(client: TestClient, tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("pack: mine")
    for given in ({"pack": f"{own}"}, {"pack": "line_scheme_b", "against": f"{own}"}):
        told = section(client.get("/rules", params={**given, "lang": "en"}).text, "diff")
        assert "There is no rule pack called" in told


def test_what_is_asked_of_one_parameter_stays_when_days_are_compared(client: TestClient) -> None:
    page = client.get("/rules", params={"name": "call_line", "opened_on": "2025-12-10"}).text
    form = page[page.index('id="from"') : page.index("</form>", page.index('id="from"'))]
    assert 'name="name" value="call_line"' in form
    assert 'name="opened_on" value="2025-12-10"' in form


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
