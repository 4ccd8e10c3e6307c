"""Cascade in Chromium: the slider by keys and by itself, stillness for who wants it, every session with an address, no script needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SHOWN = ".frame:not([hidden])"
MARKED = """(session) => {
  const rules = [...document.querySelectorAll("#path .drawing .mark-rect path")].map((each) => each.getAttribute("opacity"));
  const frames = document.querySelectorAll(".frame").length;
  return rules.length >= frames && rules.every((seen, place) => (seen === "1") === (place % frames === session));
}"""
"""Whether every part of the chart marks this session and no other."""


def session(page: Page) -> str:
    """The number of the session that is shown."""
    assert page.locator(SHOWN).count() == 1
    found = re.search(r"\d+", page.locator(f"{SHOWN} h3").inner_text())
    assert found
    return found[0]


def test_keys_move_through_the_sessions_and_the_address_follows(visitor: Visitor) -> None:
    page = visitor.open("/cascade")
    slider = page.locator("#at-session")
    slider.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert (session(page), "session=2" in page.url) == ("2", True)
    assert "卖出" in (slider.get_attribute("aria-valuetext") or "")
    page.keyboard.press("ArrowLeft")
    assert session(page) == "1"
    page.keyboard.press(" ")
    assert session(page) == "2", "who wants nothing to move goes on by one session"
    assert page.locator("button.play").inner_text() == "下一日"
    shown = page.locator(SHOWN).inner_text()
    assert " – " in shown, "no bands over draws"
    page.reload()
    assert page.locator(SHOWN).inner_text() == shown
    drawn(page, "path")
    assert marks(page, "path") > 30
    page.wait_for_function(MARKED, arg=2)
    slider.focus()
    page.keyboard.press("Home")
    page.wait_for_function(MARKED, arg=0)


def test_it_plays_to_the_end_and_pauses(page: Page) -> None:
    """In a window whose owner does not mind movement; its clock is ours."""
    page.clock.install()
    page.goto("/cascade?lang=en&draws=0")
    play = page.get_by_role("button", name="Play")
    play.wait_for()
    last = page.locator(".frame").count() - 1
    assert last > 2
    play.click()
    assert session(page) == "1"
    page.clock.run_for(1300)
    assert session(page) == "2"
    page.get_by_role("button", name="Pause").click()
    page.clock.run_for(5000)
    assert session(page) == "2", "a pause is a pause"
    page.locator("#at-session").focus()
    page.keyboard.press(" ")
    page.clock.run_for(1300 * last)
    assert session(page) == f"{last}"
    assert page.get_by_role("button", name="Play").count() == 1, "it stops at the end"
    page.keyboard.press(" ")
    assert session(page) == "0", "and begins again"


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/cascade?lang={lang}&session=2&draws=0", width=width)
    page.locator("#player").wait_for()
    drawn(page, "path")
    assert overflow(page) == 0
    assert barriers(page) == []
    if lang == "en":
        said = page.locator("h1, h2, h3, dt, thead th, label, button, .intro, .cards .name, .origin, nav li").all_inner_texts()
        assert not re.search("[\u4e00-\u9fff]", " ".join(said))


def test_without_scripts_links_lead_from_session_to_session(visitor: Visitor) -> None:
    page = visitor.open("/cascade?draws=0", scripts=False)
    page.locator("#player a[rel=next]").click()
    assert session(page) == "1"
    assert page.locator(f"{SHOWN} tbody tr").count() > 0
    assert not page.locator("#at-session").is_visible()
    assert page.request.get(page.locator("#path img").first.get_attribute("src") or "").ok
