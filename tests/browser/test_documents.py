"""The pages of the corpus in Chromium: search, read, hand over to the checker, follow a topic; sizes, languages, and without scripts."""

from __future__ import annotations

import pytest

from tests.browser.looking import PHONE, VIEWS, Visitor, barriers, overflow
from tests.browser.test_keyboard import CUT_OFF, walk
from tests.small_corpus import TOPIC

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scripts", [True, False])
def test_from_a_search_over_a_document_to_its_check(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/documents?lang=en", scripts=scripts)
    page.locator("#text").fill("融资余额")
    page.locator("#text").press("Enter")
    page.locator("#hits mark.hit").first.wait_for()
    page.locator("#hits a", has_text="乙市两融晚报").click()
    assert "3.2万亿元" in page.locator("#body").inner_text()
    page.locator("#hand-over button").click()
    page.locator("#verdicts").wait_for()
    assert page.url.endswith("/check?lang=en")
    assert "3.2万亿元" in page.locator("#text").input_value()
    assert page.locator("#published").input_value() == "2026-03-05"


@pytest.mark.parametrize(("width", "lang"), VIEWS)
@pytest.mark.parametrize("path", ["/documents?text=融资余额", "/documents/1?", f"/documents/topics/{TOPIC}?"])
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, path: str, width: int, lang: str) -> None:
    page = visitor.open(f"{path}&lang={lang}", width=width)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_a_number_of_a_sentence_leads_to_its_document_by_keys(visitor: Visitor) -> None:
    page = visitor.open(f"/documents/topics/{TOPIC}?lang=en")
    number = page.locator("#summary a").first
    said = number.inner_text()
    number.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#d*")
    assert page.locator("li:target").inner_text().startswith(said)


def test_the_language_changes_on_the_same_topic(visitor: Visitor) -> None:
    page = visitor.open(f"/documents/topics/{TOPIC}?lang=en")
    page.locator("header a", has_text="中文").click()
    page.wait_for_url(f"**/documents/topics/{TOPIC}?lang=zh")
    assert "新增 1 篇" in page.locator("#news").inner_text()


@pytest.mark.parametrize("path", ["/documents?text=融资余额", "/documents/1?", f"/documents/topics/{TOPIC}?"])
def test_everything_is_reached_and_seen_by_keyboard(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"{path}&lang=en", width=PHONE)
    assert page.evaluate(CUT_OFF) == []
    assert {what: where for what, where in walk(page).items() if where} == {}
