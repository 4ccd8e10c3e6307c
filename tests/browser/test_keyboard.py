"""A walk with the key Tab alone: on every page it comes to everything, shows where it is, and is held nowhere."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.browser.every_page import ADDRESSES, TALL, show
from tests.browser.looking import PHONE, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ALIKE: Final = (
    "tbody tr:nth-child(n+4), .panel:nth-of-type(n+16), .choices li:nth-child(n+5), figure.chart svg > g:not(:has(a, [tabindex]))"
)
"""Rows, parts and choices that are like those before them, and drawings in which nothing can be come to: they are left out of the walk."""
WATCH: Final = """() => {
  const selector = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const shown = [...document.querySelectorAll(selector)].filter((each) => !each.disabled && each.tabIndex >= 0 && each.checkVisibility());
  const chosen = (each) => each.type === "radio" && !each.checked && shown.some((other) => other.name === each.name && other.checked);
  const names = new Map(shown.filter((each) => !chosen(each)).map((each, place) => {
    const said = each.id || each.name || each.getAttribute("href") || each.textContent.trim() || each.getAttribute("aria-label") || "";
    return [each, `${place} ${each.tagName.toLowerCase()} ${said.slice(0, 60)}`];
  }));
  const name = (each) => names.get(each) ?? each.outerHTML.slice(0, 90);
  const reached = window.reached = new Set(), unseen = window.unseen = new Set();
  document.addEventListener("focusin", ({ target }) => {
    const style = getComputedStyle(target), { width, height, top, bottom } = target.getBoundingClientRect();
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const there = width * height >= 20 && bottom > 0 && top < innerHeight;
    if (!ring || !there || !target.checkVisibility({ opacityProperty: true, visibilityProperty: true })) unseen.add(name(target));
    reached.add(name(target));
  });
  return [...names.values()];
}"""
"""What there is to come to, by name; from now on it is written down where the focus has been, and where it could not be seen."""
WALKED: Final = "() => ({ reached: [...reached], unseen: [...unseen] })"
LINKS: Final = """() => {
  const leads = (item) => item?.href ?? item?.datum?.link ?? item?.datum?.datum?.link;
  const drawn = [...document.querySelectorAll("figure.chart svg path, figure.chart svg text")].map((each) => leads(each.__data__));
  const plain = (link) => {
    const address = new URL(link, location);
    for (const same of ["lang", "colors", "to"]) address.searchParams.delete(same);
    address.searchParams.sort();
    return address.href;
  };
  const listed = new Set([...document.querySelectorAll("a[href]")].map((each) => plain(each.href)));
  const found = [...new Set(drawn.filter(Boolean).map(plain))];
  return [found.length, found.filter((link) => !listed.has(link))];
}"""
"""How many places a click on a chart leads to, and those of them that no link of the page names, on the day that both show."""
CUT_OFF: Final = """() => [...document.querySelectorAll("main *")].filter((each) =>
  each.scrollWidth > each.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(each).overflowX)
  && each.checkVisibility() && !["TEXTAREA", "SELECT", "INPUT"].includes(each.tagName)
  && each.tabIndex < 0 && !each.closest("figure[tabindex]")).map((each) => each.outerHTML.slice(0, 90))"""
"""What scrolls sideways and cannot be scrolled by keys."""


def walk(page: Page) -> dict[str, list[str]]:
    """What is wrong for who has a keyboard alone."""
    page.evaluate("(alike) => document.querySelectorAll(alike).forEach((each) => each.remove())", ALIKE)
    wanted: list[str] = page.evaluate(WATCH)
    dates = page.locator("input[type=date]").count()
    for _ in range(len(wanted) + 3 * dates):  # a date has a stop for each of its parts and one for its calendar
        page.keyboard.press("Tab")
    walked: dict[str, Any] = page.evaluate(WALKED)
    return {
        "the focus never comes there": [name for name in wanted if name not in walked["reached"]],
        "the focus does not show": walked["unseen"],
    }


def test_everything_is_reached_and_seen_by_keyboard(visitor: Visitor) -> None:
    """Menu, search, forms, charts, tables that scroll, folds, downloads; and where a chart leads, a link leads too."""
    page = visitor.open("/api", width=PHONE)
    leads = 0
    for address in ADDRESSES:
        page.set_viewport_size({"width": PHONE, "height": TALL})
        show(page, address, "zh")
        page.set_viewport_size({"width": PHONE, "height": 900})
        assert page.evaluate(CUT_OFF) == [], f"{address}: it scrolls, but not by keys"
        places, without = page.evaluate(LINKS)
        assert without == [], f"{address}: a chart leads where no link does"
        leads += places
        assert {what: where for what, where in walk(page).items() if where} == {}, address
        assert visitor.complaints == [], address
    assert leads > 20, "charts lead somewhere"
