"""Policies in Chromium: two of them by the form, old and new apart, sizes and languages."""

from __future__ import annotations

import re

import pytest

from tests.browser.looking import VIEWS, Visitor, barriers, drawn, marks, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_policies_are_compared_by_the_form(visitor: Visitor) -> None:
    page = visitor.open("/policy")
    page.locator("#at-policy_1").fill("甲: call_line=150%")
    page.locator("#at-policy_2").fill("乙: no_financing=board:star")
    page.locator("form.policies button").click()
    page.wait_for_url("**call_line**")
    page.locator("#existing").wait_for()
    assert page.locator("#existing thead th").all_inner_texts() == ["指标", "现行规则", "甲", "乙"]
    assert "(+" in page.locator("#existing tbody").inner_text(), "what may no longer be financed has grown"
    assert page.locator("#new tbody tr").count() > 5
    drawn(page, "existing")
    assert marks(page, "existing") > 5


@pytest.mark.parametrize(("width", "lang"), VIEWS)
def test_nothing_sticks_out_and_nobody_is_shut_out(visitor: Visitor, width: int, lang: str) -> None:
    page = visitor.open(f"/policy?lang={lang}", width=width)
    page.locator("#existing").wait_for()
    drawn(page, "existing")
    page.locator("summary").first.click()
    assert overflow(page) == 0
    assert barriers(page) == []
    if lang == "en":
        said = page.locator("h1, h2, thead th, label, .intro, .origin, nav li, tbody th").all_inner_texts()
        assert not re.search("[\u4e00-\u9fff]", " ".join(said))
