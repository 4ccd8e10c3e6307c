"""Search: what is exact is shown at once, the rest in groups that lead on, and a box that suggests."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.unit.interfaces.web.pages.test_rules import text_of

CODE = "605879.SH"


@pytest.mark.parametrize("text", ["605879.SH", "sh605879", "605879", "６０５８７９", "模拟0079", "mn0079", "moni0079"])
def test_what_is_exact_is_shown_at_once(client: TestClient, text: str) -> None:
    found = client.get("/search", params={"q": text, "lang": "en"}, follow_redirects=False)
    assert found.status_code == 302
    assert found.headers["location"] == f"/security/{CODE}?lang=en"


def test_several_are_grouped_by_kind(client: TestClient) -> None:
    page = client.get("/search", params={"q": "融资"}).text
    heads = re.findall(r'<h2 id="kind-\d+">([^<]+) <small>', page)
    assert {"指标", "规则参数"} <= set(heads)
    assert len(heads) == len(set(heads))
    assert "名称“" in text_of(page), "what was met, and by what"


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("模拟00", r'href="(/security/\d{6}\.[A-Z]{2})"'),
        ("电", r'href="(/structure\?by=security&amp;within=industry[^"]+)"'),
        ("融资余额占", r'href="(/measure/\w+)"'),
        ("比例", r'href="(/rules\?name=\w+)"'),
        ("热", r'href="(/heat)"'),
    ],
)
def test_each_kind_leads_to_a_page_that_is_there(client: TestClient, text: str, pattern: str) -> None:
    page = client.get("/search", params={"q": text}).text
    link = re.search(pattern, re.sub(r"<header>.*?</header>", "", page, flags=re.DOTALL))
    assert link, text
    assert client.get(link[1].replace("&amp;", "&")).status_code == 200


def test_initials_of_something_else_than_a_security_are_not_taken_for_it(client: TestClient) -> None:
    found = client.get("/search", params={"q": "yh"}, follow_redirects=False)
    assert found.status_code == 200
    assert "银行" in found.text


def test_what_names_two_things_exactly_is_not_decided(client: TestClient) -> None:
    found = client.get("/search", params={"q": "维持担保比例"}, follow_redirects=False)
    assert found.status_code == 200, "a measure and the page of an account"
    assert 'href="/measure/average_maintenance_ratio"' in found.text
    assert 'href="/account"' in found.text


def test_an_empty_box_says_what_can_be_typed_and_each_example_answers(client: TestClient) -> None:
    page = client.get("/search").text
    examples = re.findall(r'href="(/search\?q=[^"]+)"', page)
    assert len(examples) > 8
    for each in examples:
        assert client.get(each, follow_redirects=False).status_code in (200, 302)


def test_nothing_found_says_so_and_what_can_be_typed(client: TestClient) -> None:
    page = client.get("/search", params={"q": "查无此物", "lang": "en"}).text
    assert "Nothing was found for &#39;查无此物&#39;" in page
    assert "What can be typed" in page


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x>', "{{7*7}}", "' OR 1=1 --", "\x00", "a" * 5000, "[", "(?i)", "%"]
)
def test_anything_typed_is_only_text(client: TestClient, text: str) -> None:
    for path in ("/search", "/suggestions"):
        found = client.get(f"{path}?q={quote(text)}", follow_redirects=False)
        assert found.status_code < 500
        assert "<script>alert" not in found.text
        assert "<img src=x>" not in found.text
        assert "Traceback" not in found.text


def test_the_box_is_offered_the_likeliest_few_in_their_order(client: TestClient) -> None:
    part = client.get("/suggestions", params={"q": "模拟00", "lang": "en"}).text
    suggested = re.findall(r'role="option" [^>]*data-address="([^"]+)"', part)
    page = client.get("/search", params={"q": "模拟00", "lang": "en"}).text
    listed = re.findall(r'<li><a href="([^"]+)"', page.partition("<main")[2])
    assert len(suggested) == 8
    assert set(suggested) <= set(listed)
    assert suggested[0] == listed[0]
    assert re.findall(r'id="(suggestion-\d)"', part) == [f"suggestion-{n}" for n in range(8)]
    assert "8 suggestions" in part
    assert "<header" not in part, "a part of a page, not a page"


def test_a_page_that_needs_a_code_is_not_suggested(client: TestClient) -> None:
    part = client.get("/suggestions", params={"q": "个股"}).text
    assert "/security/{" not in part
    assert 'data-address=""' not in part
