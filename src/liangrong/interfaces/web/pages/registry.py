"""All pages, in the order of the navigation."""

from __future__ import annotations

from typing import Final

from liangrong.interfaces.web.pages.page import Page
from liangrong.interfaces.web.pages.shorts import SHORTS

__all__ = ["PAGES"]

PAGES: Final[tuple[Page, ...]] = (SHORTS,)
