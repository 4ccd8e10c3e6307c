"""The ladder in Chromium: figures and chart of the whole market, a fall by the form, sizes and languages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_fall_is_chosen_by_the_form(visitor: Visitor) -> None:
    page = visitor.open("/ladder?lang=en")
    page.locator("#rungs tbody tr").first.wait_for()
    page.locator("#at-fall").select_option("40%")
    page.locator("form.filters button").click()
    page.wait_for_url("**fall=40%25**")
    assert parse_qs(urlsplit(page.url).query)["lang"] == ["en"]
    assert re.search(r"Must be sold, after a fall of 40%\s+CNY [\d,.]+ (bn|m)", page.locator(".cards").inner_text())


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/ladder?lang={lang}", width=width)
    page.locator("#rungs").wait_for()
    drawn(page, "rungs")
    assert marks(page, "rungs") > 20
    assert overflow(page) == 0
    assert barriers(page) == []
    if lang == "en":
        said = page.locator("h1, h2, thead th, label, dt, .intro, .cards .name, nav li").all_inner_texts()
        assert not re.search("[\u4e00-\u9fff]", " ".join(said))
