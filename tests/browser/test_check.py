"""The page that checks a text in Chromium: paste, example, upload, files, languages, sizes, keys, and without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.looking import PHONE, VIEWS, Visitor, barriers, overflow
from tests.browser.test_keyboard import CUT_OFF, walk

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]
SUM = "甲、乙、丙三家的融资余额分别为30亿元、20亿元和10亿元，合计65亿元。"


def example(visitor: Visitor, path: str = "/check?lang=en", **options: Any) -> Page:
    """The page with the example checked."""
    page = visitor.open(path, **options)
    page.locator("#check button[value=example]").click()
    page.locator("#verdicts").wait_for()
    return page


@pytest.mark.parametrize("scripts", [True, False])
def test_what_is_pasted_is_marked(visitor: Visitor, scripts: bool) -> None:
    page = visitor.open("/check?lang=zh", scripts=scripts)
    page.locator("#text").fill(SUM)
    page.locator("#check button.main").click()
    assert "应为" in page.locator("#wrong").inner_text() or "60亿元" in page.locator("#wrong").inner_text()
    assert page.locator("#marked mark.refuted").first.inner_text()
    assert page.locator("#text").input_value() == SUM


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = example(visitor, f"/check?lang={lang}", width=width)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_an_empty_page_fits_a_phone_and_shuts_nobody_out(visitor: Visitor) -> None:
    page = visitor.open("/check?lang=en", width=PHONE)
    assert overflow(page) == 0
    assert barriers(page) == []


def test_a_fault_leads_to_its_place_and_that_to_its_row_by_keys(visitor: Visitor) -> None:
    page = example(visitor)
    fault = page.locator("#wrong a").first
    number = fault.inner_text()
    fault.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#m{number}")
    page.locator(f"#m{number} a").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**#c{number}")
    assert "✗" in page.locator(f"#c{number}").inner_text()


def test_everything_of_an_answer_is_reached_and_seen_by_keyboard(visitor: Visitor) -> None:
    """Tab alone comes to every fold, mark, fault and row, and the focus shows there."""
    page = example(visitor, width=PHONE)
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert page.evaluate(CUT_OFF) == []
    assert {what: where for what, where in walk(page).items() if where} == {}


def test_the_language_changes_with_the_text_kept(visitor: Visitor) -> None:
    page = example(visitor)
    said = page.locator("#text").input_value()
    page.locator("header button", has_text="中文").click()
    page.wait_for_url("**/check?lang=zh")
    page.locator("#verdicts").wait_for()
    assert page.locator("#text").input_value() == said
    assert "单位错误" in page.locator("#wrong").inner_text()


def test_a_verdict_is_told_by_more_than_a_colour(visitor: Visitor) -> None:
    """A sign before the number, and an underline of its own kind."""
    page = example(visitor)
    told = page.evaluate(
        """() => Object.fromEntries(["refuted", "supported", "not_checkable"].map((name) => [name,
          [getComputedStyle(document.querySelector(`.marked mark.${name}`)).borderBottomStyle,
           document.querySelector(`.marked sup.${name}`).innerText[0]]]))"""
    )
    assert told["refuted"] == ["double", "✗"]
    assert told["supported"] == ["solid", "✓"]
    assert told["not_checkable"][0] == "dotted"


def test_a_file_is_uploaded_and_the_answer_is_saved(visitor: Visitor, tmp_path: Path) -> None:
    (tmp_path / "周报.txt").write_text(SUM, encoding="gb18030")
    page = visitor.open("/check?lang=en")
    page.locator("#file").set_input_files(tmp_path / "周报.txt")
    page.locator("#check button.main").click()
    assert page.locator("#text").input_value() == SUM
    with page.expect_download() as saved:
        page.locator("#verdicts button", has_text="CSV").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"\xef\xbb\xbfdocument")
