"""MCP over HTTP: an application to be mounted beside the dashboard; each request stands alone, so there is no session to lose."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING, Final

from starlette.responses import Response

from liangrong.core.errors import Lang
from liangrong.services.verbs.desk import Desk

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
    from mcp.server.transport_security import TransportSecuritySettings
    from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["McpApp", "http_app"]

_ONLY_POST: Final = Response(status_code=405, headers={"allow": "POST"})


class McpApp:
    """Streamable HTTP that gets ready when it is first asked: a dashboard without agents starts no slower for it.

    Parameters
    ----------
    build
        Makes what answers; it takes a second, mostly for imports.
    """

    def __init__(self, build: Callable[[], StreamableHTTPSessionManager]) -> None:
        self._build = build
        self._wanted = asyncio.Event()
        self._ready = asyncio.Event()
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; there is nothing to listen to between them.

        Raises
        ------
        RuntimeError
            It could not get ready, or is not running.
        """
        if scope["method"] != "POST":
            await _ONLY_POST(scope, receive, send)
            return
        self._wanted.set()
        await self._ready.wait()
        if self._app is None:
            raise RuntimeError("MCP is not running")
        await self._app(scope, receive, send)

    @asynccontextmanager
    async def lifespan(self) -> AsyncIterator[None]:
        """What must run while the server does."""
        running = asyncio.create_task(self._run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def _run(self) -> None:
        """One task enters and leaves the manager, as its task group demands."""
        try:
            await self._wanted.wait()
            manager = await asyncio.to_thread(self._build)
            async with manager.run():
                self._app = manager.handle_request
                self._ready.set()
                await asyncio.Event().wait()
        finally:
            self._app = None
            self._ready.set()


def http_app(desk: Desk, *, host: str, port: int, also: tuple[str, ...] = (), lang: Lang = "zh") -> McpApp:
    """MCP over streamable HTTP.

    Parameters
    ----------
    desk
        Whom it asks; the dashboard may ask the same one.
    host, port
        Where the server listens.
    also
        Other names that mean it.
    lang
        The language of answers to calls that name none.
    """

    def build() -> StreamableHTTPSessionManager:
        from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

        from liangrong.interfaces.mcp.server import build_server

        return StreamableHTTPSessionManager(
            build_server(desk, lang), json_response=True, stateless=True, security_settings=_guard(host, port, also)
        )

    return McpApp(build)


def _guard(host: str, port: int, also: tuple[str, ...] = ()) -> TransportSecuritySettings:
    """The hosts that mean this server, as the door in front knows them.

    Bound to all addresses of the machine, any of them may be asked for, and a further name with any port: a list cannot say that,
    so the door decides alone.
    """
    from mcp.server.transport_security import TransportSecuritySettings

    if also or _is_wildcard(host):
        return TransportSecuritySettings(enable_dns_rebinding_protection=False)
    names = dict.fromkeys(("127.0.0.1", "localhost", "[::1]", f"[{host}]" if ":" in host else host))
    hosts = [f"{name}:{port}" for name in names]
    origins = [f"{scheme}://{name}" for name in hosts for scheme in ("http", "https")]
    return TransportSecuritySettings(allowed_hosts=hosts, allowed_origins=origins)


def _is_wildcard(host: str) -> bool:
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False
