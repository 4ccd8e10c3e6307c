"""A security in Chromium: its numbers, its history under the brush, what comes when it is looked at, sizes, languages."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGE = "/security/605879.SH"
LABELS = "#history .drawing svg .role-axis-label text"
LOWEST_PANEL = """() => {
  const svg = document.querySelector('#history .drawing svg');
  const boxes = [...svg.querySelectorAll('.mark-group.role-scope > g > path.background')].map(b => b.getBoundingClientRect());
  const low = boxes.filter(b => b.width > 100).sort((a, b) => b.top - a.top)[0];
  return {x: low.left, y: low.top, width: low.width, height: low.height};
}"""
"""Where the strip with the brush stands."""


def test_it_says_its_numbers_and_draws_its_history(visitor: Visitor) -> None:
    page = visitor.open(PAGE)
    cards = page.locator(".cards > li").all_inner_texts()
    assert re.search(r"融资余额\s+[\d,]+\.\d\d 亿元", cards[0])
    assert re.search(r"占流通市值比\s+\d+\.\d\d%", cards[1])
    drawn(page, "history")
    assert marks(page, "history") > 100, "price, balance, net purchases and shorts, with their axes"
    meters = page.locator("#gauge meter")
    assert meters.count() == 2
    assert "界线" in page.locator("#gauge dd").first.inner_text()


def test_a_drag_over_the_strip_is_an_address_that_shows_the_same(visitor: Visitor) -> None:
    page = visitor.open(f"{PAGE}?from=2024-01-02")
    drawn(page, "history")
    page.locator("#history summary").first.scroll_into_view_if_needed()
    strip = page.evaluate(LOWEST_PANEL)
    at = strip["y"] + strip["height"] / 2
    page.mouse.move(strip["x"] + strip["width"] * 0.2, at)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.4, at, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile(r"zoom=2024-0[56]-\d\d\.\.2024-1(?:0-[23]|1-[01])\d"))  # two to four tenths of 2024 and 2025
    labels = set(page.locator(LABELS).all_text_contents())
    assert "2024-08" in labels, "months where there were quarters"
    page.reload()
    drawn(page, "history")
    assert set(page.locator(LABELS).all_text_contents()) == labels


def test_what_takes_seconds_comes_when_it_is_looked_at(visitor: Visitor) -> None:
    page = visitor.open(PAGE)
    assert page.locator("#events tbody").count() == 0
    page.locator("#events").scroll_into_view_if_needed()
    page.locator("#events tbody tr").first.wait_for()
    assert page.locator("#events[data-later]").count() == 0
    link = page.locator("#events tbody a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**move=**")
    assert page.locator("#move tbody tr").count() > 5


def test_without_scripts_it_is_a_link(visitor: Visitor) -> None:
    page = visitor.open(PAGE, scripts=False)
    assert "亿元" in page.locator(".cards").inner_text()
    picture = page.locator("#history img").first
    assert page.request.get(picture.get_attribute("src") or "").headers["content-type"] == "image/svg+xml"
    page.locator("#events a", has_text="现在计算").click()
    assert page.locator("#events tbody tr").count() > 0
    page.locator("#history summary").first.click()
    assert page.locator("#history tbody tr").first.is_visible()


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"{PAGE}?lang={lang}&show=events&move=2025-08-20", width=width)
    drawn(page, "history")
    assert overflow(page) == 0
    assert barriers(page) == []
    if lang == "en":
        said = page.locator("h2, thead th, label, .intro, .cards .name, nav li").all_inner_texts()
        assert not re.search("[\u4e00-\u9fff]", " ".join(said))
        assert "CNY" in page.locator(".cards").inner_text()
