"""What visitors open first is computed before they come: when the server starts, and when the data have changed and rest again."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape
from typing import Final

from starlette.types import ASGIApp, Message

__all__ = ["Warming"]

_CHART: Final = re.compile(r'data-chart="([^"]+)"')
_OK: Final = 200
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Warming:
    """A visitor of our own, who comes before the others and asks one question after the other.

    Parameters
    ----------
    app
        The application with its cache.
    version
        A token that changes with the data.
    pages
        Addresses of the pages that are asked for, each with its first chart.
    widths
        Widths in pixels that its chart is asked for in.
    pause
        Seconds after which the data are looked at again; data that have changed meanwhile do not rest yet.
    """

    app: ASGIApp
    version: Callable[[], str]
    pages: tuple[str, ...] = ("/",)
    widths: tuple[int, ...] = ()
    pause: float = 2.0

    async def keep(self, warm: str) -> None:
        """Ask anew after each change of the data, until it is cancelled.

        Parameters
        ----------
        warm
            The token of the data that have been asked for already.
        """
        last = warm
        while True:
            await asyncio.sleep(self.pause)
            now = self.version()
            if now == last != warm:
                warm = now
                await self.once()
            last = now

    async def once(self) -> None:
        """Ask for the pages and their first charts; what fails will be told to the visitor who asks for it."""
        for page in self.pages:
            if found := _CHART.search(await self._asked(page)):
                for width in self.widths:
                    await self._asked(f"{unescape(found[1])}&width={width}")

    async def _asked(self, address: str) -> str:
        """The body of an answer; nothing where it is no success."""
        path, _, query = address.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": path,
            "raw_path": path.encode(), "query_string": query.encode(), "root_path": "", "headers": [], "state": {},
        }  # fmt: skip
        status, body = 0, bytearray()

        async def receive() -> Message:
            await asyncio.Event().wait()  # we do not hang up
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            body.extend(message.get("body", b""))

        try:
            await self.app(scope, receive, send)
        except Exception:  # noqa: BLE001 - whoever asks for it is told
            _LOG.debug("%s could not be computed beforehand", address, exc_info=True)
        return body.decode() if status == _OK else ""
