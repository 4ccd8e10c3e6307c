"""Heat in Chromium: all signals, one by itself by keyboard, the form, sizes and languages."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_it_says_its_numbers_and_leads_to_each_signal(visitor: Visitor) -> None:
    page = visitor.open("/heat")
    drawn(page, "signals")
    assert marks(page, "signals") > 30
    drawn(page, "jumps")
    assert re.search(r"综合热度\s+[\d.]+%", page.locator(".cards").inner_text())
    link = page.locator("#signals tbody a").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**signal=rsi**")
    assert page.locator("h1").inner_text() == "RSI-14"
    drawn(page, "history")
    assert marks(page, "history") > 10
    drawn(page, "reliability")
    assert re.search(r"不优于随机|优于基准频率|样本不足", page.locator(".cards").inner_text())


def test_the_form_is_an_address(visitor: Visitor) -> None:
    page = visitor.open("/heat?signal=rsi&lang=en")
    before = page.locator("#record tbody").inner_text()
    page.locator("#at-horizon").fill("60")
    page.locator("#at-fall").fill("10%")
    page.locator("form.filters button").click()
    page.wait_for_url("**horizon=60**")
    asked = parse_qs(urlsplit(page.url).query)
    assert (asked["signal"], asked["fall"], asked["lang"]) == (["rsi"], ["10%"], ["en"])
    assert page.locator("#record tbody").inner_text() != before
    assert page.locator("#at-horizon").input_value() == "60"


@pytest.mark.parametrize(("width", "lang"), VIEWS)
@pytest.mark.parametrize("path", ["/heat?", "/heat?signal=growth_z&", "/heat?signal=kdj&"])
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, path: str, width: int, lang: str) -> None:
    page = visitor.open(f"{path}lang={lang}", width=width)
    if page.locator("figure.chart").count():
        drawn(page, "history" if "signal" in path else "signals")
    assert overflow(page) == 0
    assert barriers(page) == []
    if lang == "en":
        said = page.locator("h1, h2, thead th, label, .intro, .cards .name, nav li").all_inner_texts()
        assert not re.search("[\u4e00-\u9fff]", " ".join(said))


def test_without_scripts_everything_is_there(visitor: Visitor) -> None:
    page = visitor.open("/heat", scripts=False)
    assert page.locator("#signals tbody tr").count() > 10
    assert page.request.get(page.locator("#signals img").first.get_attribute("src") or "").ok
