"""Structure in Chromium: tiles and bars, the way down to stocks by mouse and by keyboard, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MIDDLE_OF_THE_LARGEST = """panel => {
  const size = path => path.getBoundingClientRect().width * path.getBoundingClientRect().height;
  const shapes = [...document.querySelectorAll(`#${panel} .drawing svg .mark-rect path`)];
  const largest = shapes.sort((a, b) => size(b) - size(a))[0];
  largest.scrollIntoView({block: 'center'});
  const box = largest.getBoundingClientRect();
  return [box.left + box.width / 2, box.top + box.height / 2];
}"""


def asked(page: Page) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}


def pressed(page: Page, panel: str) -> None:
    """Click the middle of the largest tile or bar."""
    place: Any = page.evaluate(MIDDLE_OF_THE_LARGEST, panel)
    page.mouse.click(*place)


def test_tiles_and_bars_stand_beside_their_table(visitor: Visitor) -> None:
    page = visitor.open("/structure")
    drawn(page, "map")
    drawn(page, "groups")
    names = page.locator("#groups tbody th").all_inner_texts()
    assert len(names) > 20
    assert marks(page, "map") > 2 * len(names) - 10, "a tile and a text for nearly every industry"
    numbers = [float(text.replace(",", "")) for text in page.locator("#groups tbody td:nth-child(2)").all_inner_texts()]
    assert numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("panel", ["map", "groups"])
def test_a_click_leads_to_the_stocks_inside_and_a_crumb_back(visitor: Visitor, panel: str) -> None:
    page = visitor.open("/structure?from=2026-01-26&to=2026-01-30")
    drawn(page, panel)
    pressed(page, panel)
    page.wait_for_url("**within=**")
    found = asked(page)
    assert found["within"].startswith("industry:sw1:")
    assert (found["from"], found["to"]) == ("2026-01-26", "2026-01-30"), "the window goes along"
    codes = page.locator("#groups tbody td").all_inner_texts()
    assert any(re.fullmatch(r"\d{6}\.(SH|SZ|BJ)", text) for text in codes)
    page.locator(".trail a").click()
    page.wait_for_url(re.compile(r"/structure\?(?!.*within)"))


def test_the_way_down_to_a_stock_by_keyboard_alone(visitor: Visitor) -> None:
    page = visitor.open("/structure")
    link = page.locator("#groups tbody a").first
    name = link.inner_text()
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**within=**")
    assert asked(page)["within"] == f"industry:sw1:{name}"
    stock = page.locator("#groups tbody a").first
    stock.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/security/**")


def test_a_tile_of_a_stock_leads_to_its_page(visitor: Visitor) -> None:
    page = visitor.open("/structure?within=board:star")
    drawn(page, "map")
    pressed(page, "map")
    page.wait_for_url("**/security/**")


def test_the_form_changes_grouping_and_window(visitor: Visitor) -> None:
    page = visitor.open("/structure")
    page.locator("select[name=by]").select_option("board")
    page.locator("input[name=from]").fill("2026-01-05")
    page.locator("form.filters button").first.click()
    page.wait_for_url("**by=board**")
    assert asked(page)["from"] == "2026-01-05"
    assert "科创板" in page.locator("#groups tbody").inner_text()
    assert page.locator("#rotation tbody tr").count() >= 4


def test_crowded_names_come_when_they_are_looked_at(visitor: Visitor) -> None:
    page = visitor.open("/structure")
    page.locator("#crowding").scroll_into_view_if_needed()
    page.locator("#crowding tbody tr").first.wait_for()
    assert page.locator("#crowding tbody tr").count() == 15


@pytest.mark.parametrize(("width", "lang"), VIEWS)
@pytest.mark.parametrize("given", ["", "within=industry:sw1:电子"])
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str, given: str) -> None:
    page = visitor.open(f"/structure?lang={lang}&{given}", width=width)
    drawn(page, "map")
    drawn(page, "groups")
    assert overflow(page) == 0
    assert barriers(page) == []


def test_without_scripts_every_name_leads_on(visitor: Visitor) -> None:
    page = visitor.open("/structure", scripts=False)
    assert page.request.get(page.locator("#map img").first.get_attribute("src") or "").ok
    page.locator("#groups tbody a").first.click()
    assert asked(page)["by"] == "security"
    page.locator("#crowding a").first.click()
    assert page.locator("#crowding tbody tr").count() > 0
