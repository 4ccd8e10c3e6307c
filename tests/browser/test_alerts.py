"""The page of alerts in Chromium: set, check, remove; wrong conditions; languages, sizes, and without scripts."""

from __future__ import annotations

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scripts", [True, False])
def test_a_condition_is_set_checked_and_removed(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/alerts?lang=en", scripts=scripts)
    page.locator("#condition").fill("两融余额 > 1亿")
    page.locator("button[value='add-alert']").click()
    page.locator(".done").wait_for()
    removal = page.locator("button[value^='remove-alert:']")
    assert removal.count() == 1
    page.locator("button[value=check]").click()
    page.locator("#alerts td", has_text="holds").wait_for()
    assert page.locator("#history tbody tr").count() >= 1
    removal.click()
    page.locator(".done", has_text="removed").wait_for()
    assert removal.count() == 0


def test_a_condition_that_cannot_be_read_is_answered_in_its_place(visitor: Visitor) -> None:
    page = visitor.open("/alerts?lang=en", expected=400)
    page.locator("#condition").fill("rain tomorrow")
    page.keyboard.press("Enter")
    page.locator("#alerts #wrong").wait_for()
    assert page.locator("#condition").input_value() == "rain tomorrow"
    visitor.complaints[:] = [each for each in visitor.complaints if "400" not in each]


def test_watching_a_board(visitor: Visitor) -> None:
    page = visitor.open("/alerts")
    page.locator("#scope").fill("科创板")
    page.locator("button[value=watch]").click()
    page.locator("#watchlist td", has_text="科创板").wait_for()
    page.locator("button[value='unwatch:board:star']").click()
    page.locator(".done").wait_for()
    assert page.locator("#watchlist td", has_text="科创板").count() == 0


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/alerts?lang={lang}", width=width)
    for each in page.locator("details > summary").all():
        each.click()
    assert overflow(page) == 0
    assert barriers(page) == []
