"""The page of the programming interface in Chromium: lines to paste are read whole, however narrow the window."""

from __future__ import annotations

import pytest

from tests.browser.looking import PHONE, Visitor, overflow

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_lines_are_read_whole_on_a_phone_and_copied_as_one(visitor: Visitor) -> None:
    page = visitor.open("/api?lang=en", width=PHONE)
    assert overflow(page) == 0
    lines = page.locator("pre")
    assert lines.count() > 20
    assert lines.evaluate_all("found => found.filter(each => each.scrollWidth > each.clientWidth).length") == 0
    copied = page.locator("#rule-value pre").evaluate(
        "each => { getSelection().selectAllChildren(each); return `${getSelection()}`; }"
    )
    assert copied.strip().count("\n") == 0
    assert "/api/v1/rule-value?" in copied
