"""Windows of one browser, handed on from test to test: the next page of the same site costs a third of one in a new window."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["Windows"]

_BETWEEN: Final = "/search?q="
"""What a window shows in between: of the same site, for an empty page costs a process of its own, and with an icon, for none is asked for."""


@dataclass
class Windows:
    """Windows at the address of one dashboard, which remembers nothing of its visitors but in addresses.

    Parameters
    ----------
    free
        Those that nobody looks at, by whether scripts run in them.
    """

    browser: Browser
    address: str
    free: dict[bool, list[Page]] = field(default_factory=lambda: defaultdict(list))

    def take(self, *, scripts: bool) -> Page:
        """A window of one's own, until it is given back."""
        if self.free[scripts]:
            return self.free[scripts].pop()
        context = self.browser.new_context(java_script_enabled=scripts, base_url=self.address, reduced_motion="reduce")
        return context.new_page()

    def give_back(self, page: Page, *, scripts: bool) -> None:
        """It shows a page without figures, and is neither paper nor pointed at."""
        page.emulate_media(media="null", reduced_motion="reduce")
        page.mouse.move(0, 0)
        page.goto(_BETWEEN)
        self.free[scripts].append(page)
