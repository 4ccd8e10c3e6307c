"""A chart that does not come says so; its numbers stand in the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]


@pytest.mark.parametrize(("lang", "said"), [("zh", "图没有画出来"), ("en", "The chart could not be drawn")])
def test_a_chart_that_does_not_come_says_so(page: Page, lang: str, said: str) -> None:
    """An empty box would leave open whether there is nothing to see or something broke."""
    page.route("**/charts/**", lambda route: route.fulfill(status=503, body=""))
    page.goto(f"/?lang={lang}")
    figure = page.locator("#balance figure.chart")
    figure.scroll_into_view_if_needed()
    page.locator("#balance figure.chart[data-drawn=no]").wait_for()
    assert said in figure.inner_text()
    assert figure.locator("[aria-busy]").count() == 0
