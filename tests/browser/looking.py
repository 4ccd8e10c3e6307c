"""What a person sees in the browser, and what they complain about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Page

    from tests.browser.windows import Windows

PATIENCE_MS = 30_000
"""Longer than anything takes on a busy machine; reached only when something hangs."""
DESK, PHONE = 1240, 390
ALIKE = "tbody tr:nth-child(n+9)"
"""Rows that the same lines of a template have made as those before them."""
VIEWS = ((DESK, "zh"), (PHONE, "en"))
"""Either width and either language once; the longer words where there is less room."""


@dataclass
class Visitor:
    """Somebody in front of windows; ``complaints`` are errors and warnings of scripts, breaches of the policy, and answers that failed."""

    windows: Windows
    complaints: list[str] = field(default_factory=list)
    _leaving: list[Callable[[], None]] = field(default_factory=list)

    @property
    def address(self) -> str:
        """Of the dashboard."""
        return self.windows.address

    def open(self, path: str, *, width: int = DESK, height: int = 900, scripts: bool = True, expected: int = 200) -> Page:
        """A page of the dashboard in a window of its own."""
        page = self.windows.take(scripts=scripts)
        page.set_viewport_size({"width": width, "height": height})
        page.set_default_timeout(PATIENCE_MS)
        heard: dict[Any, Callable[[Any], None]] = {
            "console": lambda message: self._heard(message.type, message.text),
            "pageerror": lambda error: self.complaints.append(f"script: {error}"),
            "requestfailed": lambda request: self._failed(request.url, request.failure, scripts=scripts),
            "response": lambda answer: self._answered(answer.url, answer.status, expected),
        }
        for event, listener in heard.items():
            page.on(event, listener)
        self._leaving.append(lambda: self._left(page, heard, scripts=scripts))
        page.goto(path)
        return page

    def close(self) -> None:
        """Leave all windows to the next visitor."""
        for leave in self._leaving:
            leave()

    def _left(self, page: Page, heard: Mapping[Any, Callable[[Any], None]], *, scripts: bool) -> None:
        for event, listener in heard.items():
            page.remove_listener(event, listener)
        self.windows.give_back(page, scripts=scripts)

    def _heard(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"console: {text}")

    def _failed(self, url: str, why: str | None, *, scripts: bool) -> None:
        refused = why == "csp" and url.endswith(".js") and not scripts
        if why != "net::ERR_ABORTED" and not refused:  # a page that is left stops asking; one without scripts asks for none
            self.complaints.append(f"failed: {url} {why}")

    def _answered(self, url: str, status: int, expected: int) -> None:
        if status >= 400 and status != expected:
            self.complaints.append(f"{status}: {url}")


def drawn(page: Page, panel: str) -> Any:
    """The figure of a panel once its chart is drawn."""
    figure = page.locator(f"#{panel} figure.chart")
    figure.scroll_into_view_if_needed()
    page.locator(f"#{panel} figure.chart[data-drawn]").wait_for()
    assert figure.get_attribute("data-drawn") == "yes", f"the chart of {panel} failed"
    return figure


def marks(page: Page, panel: str) -> int:
    """How many shapes the chart of a panel has."""
    return int(page.locator(f"#{panel} .drawing svg path, #{panel} .drawing svg text").count())


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def barriers(page: Page) -> list[str]:
    """What axe finds: the rule, and the places that break it; of a long table its first rows, for the others are like them."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"resultTypes": ["violations"], "preload": False}  # what is preloaded serves rules that are not on
    found = Axe().run(page, context={"exclude": [[ALIKE]]}, options=options).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']][:4]}" for each in found]
