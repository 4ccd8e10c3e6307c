"""All pages of the registry, one after the other, with all that they have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from liangrong.interfaces.web.pages.registry import PAGES
from tests.small_corpus import TOPIC

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["ADDRESSES", "TALL", "show"]

_PARTS: Final = {"code": "605815.SH", "name": "margin_trading_balance", "number": "1", "topic": TOPIC}
"""What stands for the parts of an address that are in braces."""
_ASKED: Final = {
    "/cascade": "draws=0",
    "/search": "q=6058",
    "/documents": "text=融资余额",
    "/rules": "name=financing_margin_ratio&from=2023-09-08&to=2023-09-11",
}
"""What makes a page show all that it has; bands over draws of a cascade are one more layer of the same chart."""
ADDRESSES: Final = tuple(
    f"{page.path.format(**_PARTS)}?{_ASKED.get(page.path, '')}" for page in PAGES if page.name != "suggestions"
)
"""All but the one that is a part of another page."""
TALL: Final = 16_000
"""Pixels of a window in which every chart is in view, so that all are drawn at once."""
_WORKED_OUT: Final = 120_000
"""Milliseconds for a part of a page that is worked out beside the pages: a few dozen cascades, on a machine that does other things."""
_FOLDS: Final = 12
"""So many folds of a page are opened; the others are like them."""


def show(page: Page, address: str, lang: str) -> None:
    """Open a page of the dashboard: every part has come, folds are open, charts are drawn."""
    page.goto(f"{address}&lang={lang}")
    for part in page.locator("[data-later]").all():
        part.wait_for(state="detached", timeout=_WORKED_OUT)
    page.evaluate(
        "(most) => [...document.querySelectorAll('details')].slice(0, most).forEach((each) => { each.open = true; })", _FOLDS
    )
    for figure in page.locator("figure.chart").all():
        figure.and_(page.locator("[data-drawn=yes]")).wait_for()
