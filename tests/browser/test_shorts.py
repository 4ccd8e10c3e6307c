"""Shorts in Chromium: figures and charts, a scope by the form, the squeeze when it is looked at."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_it_says_its_numbers_and_draws_them(visitor: Visitor) -> None:
    page = visitor.open("/shorts")
    assert re.search(r"融券余额\s+[\d,]+\.\d\d 亿元", page.locator(".cards > li").first.inner_text())
    drawn(page, "trend")
    assert "转融券" in page.locator("#trend .drawing").inner_text(), "the ban is named under the chart"
    drawn(page, "industries")
    assert marks(page, "industries") > 60, "a bar, a name and a number for each industry"
    assert page.locator("#table tbody tr").count() == 20


def test_a_scope_and_a_window_are_chosen_by_the_form(visitor: Visitor) -> None:
    page = visitor.open("/shorts?lang=en")
    page.locator("#at-scope").select_option("exchange:SZSE")
    page.locator("#at-from").fill("2025-12-01")
    page.locator("form.filters button").click()
    page.wait_for_url("**scope=exchange**")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["scope"], asked["from"], asked["lang"]) == (["exchange:SZSE"], ["2025-12-01"], ["en"])
    assert "SZSE" in page.locator("h1").inner_text()
    codes = page.locator("#table tbody td:nth-child(2), #table tbody th:nth-child(2)").all_inner_texts()
    assert codes
    assert all(code.endswith(".SZ") for code in codes)
    page.locator("#industries summary").first.click()
    page.locator("#industries tbody a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**industry**")
    assert "Shenwan" in page.locator("h1").inner_text()


def test_the_squeeze_comes_when_it_is_looked_at(visitor: Visitor) -> None:
    page = visitor.open("/shorts")
    page.locator("#squeeze").scroll_into_view_if_needed()
    page.locator("#squeeze:not([data-later])").wait_for()
    assert "条件" in page.locator("#squeeze").inner_text()
    assert "show" not in page.url


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/shorts?lang={lang}&show=squeeze", width=width)
    drawn(page, "trend")
    drawn(page, "industries")
    assert overflow(page) == 0
    assert barriers(page) == []


def test_without_scripts_everything_is_there(visitor: Visitor) -> None:
    page = visitor.open("/shorts", scripts=False)
    assert page.locator("#table tbody tr").count() == 20
    assert page.request.get(page.locator("#trend img").first.get_attribute("src") or "").ok
    page.locator("#squeeze a", has_text="现在计算").click()
    assert "条件" in page.locator("#squeeze").inner_text()
