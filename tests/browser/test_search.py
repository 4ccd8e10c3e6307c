"""The search box in Chromium: initials to a page, suggestions by keyboard and mouse, and a form without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import DESK, PHONE, Visitor, barriers, overflow

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CODE = "605879.SH"


def typed(page: Page, text: str) -> None:
    """Text in the box, and what it suggests."""
    page.locator("#search").press_sequentially(text)
    page.locator("#search[aria-expanded=true]").wait_for()


def chosen(page: Page) -> str:
    """What is active in the list, as a screen reader is told."""
    name = page.locator("#search").get_attribute("aria-activedescendant")
    return page.locator(f"#{name}[aria-selected=true] b").inner_text() if name else ""


@pytest.mark.parametrize("scripts", [True, False])
def test_initials_and_enter_lead_to_the_security(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/shorts", scripts=scripts)
    page.locator("#search").fill("mn0079")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/security/{CODE}")
    assert "模拟0079" in page.locator("h1").inner_text()


def test_suggestions_are_chosen_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/heat?lang=en")
    box = page.locator("#search")
    assert box.get_attribute("role") == "combobox"
    typed(page, "6058")
    names = page.locator(".suggestions [role=option] b").all_inner_texts()
    assert len(names) == 8
    assert chosen(page) == "", "nothing is chosen before somebody chooses"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert chosen(page) == names[1]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert chosen(page) == names[-1], "the list is a ring"
    page.keyboard.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "6058", "what was typed stays"
    assert barriers(page) == []
    page.keyboard.press("ArrowDown")
    page.locator("#search[aria-expanded=true]").wait_for()
    page.keyboard.press("ArrowDown")
    assert "8 suggestions" in page.locator("header [role=status]").inner_text()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/security/6058*?lang=en")
    assert names[0] in page.locator("h1").inner_text()


def test_a_suggestion_is_clicked(visitor: Visitor) -> None:
    page = visitor.open("/search")
    typed(page, "模拟007")
    page.locator(".suggestions [role=option]", has_text="模拟0079").click()
    page.wait_for_url(f"**/security/{CODE}")


def test_enter_without_a_choice_searches(visitor: Visitor) -> None:
    page = visitor.open("/search")
    typed(page, "rongzi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=rongzi")
    assert page.locator("#search").input_value() == "rongzi"
    kinds = page.locator("main h2").all_inner_texts()
    assert any(text.startswith("指标") for text in kinds)
    page.locator("main a[href^='/measure/']").first.click()
    page.wait_for_url("**/measure/**")


def test_leaving_the_box_closes_the_list(visitor: Visitor) -> None:
    page = visitor.open("/search")
    typed(page, "电")
    page.keyboard.press("Tab")
    page.locator("#search[aria-expanded=false]").wait_for()
    assert not page.locator(".suggestions").is_visible()


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_the_list_stays_in_the_window(visitor: Visitor, width: int) -> None:
    page = visitor.open("/search", width=width)
    typed(page, "模拟")
    place = page.locator(".suggestions").bounding_box()
    assert place is not None
    assert place["x"] >= 0
    assert place["x"] + place["width"] <= width
    assert overflow(page) == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", ["/search?q=融资", "/search?q=查无此物", "/search?q="])
def test_results_shut_nobody_out(visitor: Visitor, path: str, lang: str) -> None:
    page = visitor.open(f"{path}&lang={lang}", width=PHONE)
    assert overflow(page) == 0
    assert barriers(page) == []
    if lang == "en":
        assert not re.search("[\u4e00-\u9fff]", " ".join(page.locator("h2, label, nav li").all_inner_texts()))
