"""The page of data in Chromium: quality is computed when it comes into view, nothing names a path."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_quality_is_computed_when_it_comes_into_view(visitor: Visitor) -> None:
    page = visitor.open("/data")
    assert page.locator("#coverage").is_visible()
    page.locator("#quality").scroll_into_view_if_needed()
    page.locator("#quality:not([data-later])").wait_for()
    assert page.locator("#quality tbody tr, #quality .empty").count() >= 1


def test_without_scripts_quality_is_a_link(visitor: Visitor) -> None:
    page = visitor.open("/data?lang=en", scripts=False)
    page.locator("#quality a", has_text="Compute").click()
    page.wait_for_url("**severity=warning**")
    assert page.locator("#quality tbody tr, #quality .empty").count() >= 1


def test_no_path_of_the_machine_is_told(visitor: Visitor) -> None:
    page = visitor.open("/data?severity=info")
    assert not re.search(r"/(tmp|home|root|work|usr)/", page.content())


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/data?lang={lang}&severity=info", width=width)
    page.locator("#quality").scroll_into_view_if_needed()
    assert overflow(page) == 0
    assert barriers(page) == []
