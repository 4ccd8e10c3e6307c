"""The console of the browser is silent on every page: neither a script nor a chart has anything to warn of."""

from __future__ import annotations

import pytest

from tests.browser.every_page import ADDRESSES, TALL, show
from tests.browser.looking import DESK, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("lang", ["en"])  # in Chinese the walk by keyboard opens them all, with the same visitor
def test_no_page_has_anything_to_warn_of(visitor: Visitor, lang: str) -> None:
    """The visitor complains of errors and of warnings alike."""
    page = visitor.open("/api", width=DESK, height=TALL)
    for address in ADDRESSES:
        show(page, address, lang)
        assert visitor.complaints == [], address
