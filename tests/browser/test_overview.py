"""The overview in Chromium: numbers, the balance and its brush, languages, sizes, paper, and without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

YEARS_SHOWN = """() => [...document.querySelectorAll('#balance .drawing svg .mark-group.role-axis')].slice(0, 2)
  .flatMap(axis => [...axis.querySelectorAll('.role-axis-label text')].map(text => text.textContent))"""
"""What the axes of the large panel say."""


def zoom_of(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("zoom", [""])[0]


def strip_of(page: Page) -> Any:
    """Where the small panel with the brush stands."""
    return page.evaluate("""() => {
      const svg = document.querySelector('#balance .drawing svg');
      svg.scrollIntoView({block: 'center'});
      const boxes = [...svg.querySelectorAll('.mark-group.role-scope > g > path.background')].map(b => b.getBoundingClientRect());
      const low = boxes.filter(b => b.width > 100).sort((a, b) => b.top - a.top)[0];
      return {x: low.left, y: low.top, width: low.width, height: low.height};
    }""")


def test_it_says_its_numbers_and_draws_them(visitor: Visitor) -> None:
    page = visitor.open("/")
    figures = page.locator(".figures > li").all_inner_texts()
    assert len(figures) == 7
    assert re.search(r"融资融券余额\s[\s\S]*[\d,]+\.\d\d 亿元", figures[0])
    assert all("分位" in text for text in figures)
    drawn(page, "balance")
    assert marks(page, "balance") > 50, "a line, records, policy and two axes"
    drawn(page, "ratios")
    assert page.locator("#today tbody tr").count() > 5
    assert page.locator("#exchanges tbody th").all_inner_texts() == ["上交所", "深交所", "北交所", "合计"]


def test_a_drag_zooms_the_address_says_so_and_a_reload_shows_the_same(visitor: Visitor) -> None:
    page = visitor.open("/")
    drawn(page, "balance")
    whole = page.evaluate(YEARS_SHOWN)
    strip = strip_of(page)
    at = strip["y"] + strip["height"] / 2
    page.mouse.move(strip["x"] + strip["width"] * 0.30, at)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] * 0.40, at, steps=6)
    page.mouse.up()
    page.wait_for_url(re.compile(r"zoom=2014-12-\d\d\.\.2016-07-\d\d"))  # three to four tenths of 2010-03-31..2026-01-30
    zoomed, labels = zoom_of(page), page.evaluate(YEARS_SHOWN)
    assert labels != whole
    page.reload()
    drawn(page, "balance")
    assert zoom_of(page) == zoomed
    again = page.evaluate(YEARS_SHOWN)
    assert set(again) <= set(labels), "the same days"
    assert len(labels) - len(again) <= 1, "an address names whole days: one label at the very edge may go"
    download = page.locator("#balance .downloads a", has_text="PNG").get_attribute("href") or ""
    assert parse_qs(urlsplit(download).query)["zoom"] == [zoomed], "what is downloaded is what is shown"


def test_figures_can_be_reached_by_keyboard_and_every_change_leads_on(visitor: Visitor) -> None:
    page = visitor.open("/")
    figure = drawn(page, "balance")
    figure.focus()
    assert page.evaluate("document.activeElement.matches('#balance figure.chart')")
    link = page.locator("#today a", has_text="融资净买入").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/structure?**")
    assert page.locator("h1").inner_text()


def test_english_is_complete(visitor: Visitor) -> None:
    page = visitor.open("/?lang=en")
    drawn(page, "balance")
    drawn(page, "ratios")
    names = page.locator("nav li, h1, h2, thead th, .choices li, label").all_inner_texts()
    assert not [text for text in names if re.search("[\u4e00-\u9fff]", text)]
    assert "CNY" in page.locator(".figures > li").first.inner_text()


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/?lang={lang}", width=width)
    drawn(page, "balance")
    drawn(page, "ratios")
    assert overflow(page) == 0
    assert barriers(page) == []


def test_without_scripts_the_numbers_are_there_and_the_pictures_load(visitor: Visitor) -> None:
    page = visitor.open("/?zoom=2015-01-01..2015-12-31", scripts=False)
    assert "亿元" in page.locator(".figures").inner_text()
    picture = page.locator("#balance noscript img, #balance img").first
    picture.scroll_into_view_if_needed()
    shown = page.request.get(picture.get_attribute("src") or "")
    assert shown.ok
    assert shown.headers["content-type"] == "image/svg+xml"
    page.locator("input[name=zoom_from]").fill("2016-01-04")
    page.locator("input[name=zoom_to]").fill("2016-12-30")
    page.locator("#balance form button").click()
    assert zoom_of(page) == "2016-01-04..2016-12-30"


def test_on_paper_the_numbers_stay_and_the_controls_go(visitor: Visitor) -> None:
    page = visitor.open("/")
    drawn(page, "balance")
    page.emulate_media(media="print")
    assert page.locator(".figures strong").first.is_visible()
    assert not page.locator("form.filters").first.is_visible()
    assert not page.locator("header nav").is_visible()
