"""Put the dashboard, REST and MCP together as one server: the one place where the skins meet."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from liangrong.core.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from liangrong.interfaces.web.settings import Settings

__all__ = ["application", "free_port", "serve"]

_HIGHEST_PORT: Final = 65535
_REASONS: Final = {
    errno.EADDRINUSE: ("somebody listens there already; name another port with --port", "已有程序在用；请用 --port 换一个端口"),
    errno.EACCES: ("this user may not use that port; name another with --port", "当前用户无权使用；请用 --port 换一个端口"),
}
_NO_ADDRESS: Final = ("that is no address of this machine; name another with --host", "这不是本机的地址；请用 --host 换一个")


def free_port(host: str, port: int) -> int:
    """``port``, or a free one when it is 0.

    Raises
    ------
    UsageError
        There is no such port, somebody else listens there, or the address is not one of this machine.
    """
    if not 0 <= port <= _HIGHEST_PORT:
        raise UsageError(
            reason=f"--port is {port}; a port is 0 (any free one) to {_HIGHEST_PORT}.",
            reason_zh=f"--port 为 {port}；端口为 0（任意空闲端口）至 {_HIGHEST_PORT}。",
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why, why_zh = _REASONS.get(error.errno or 0, _NO_ADDRESS)
            raise UsageError(
                reason=f"Cannot listen on {host}:{port}: {why}.", reason_zh=f"无法在 {host}:{port} 监听：{why_zh}。"
            ) from None
        found: int = probe.getsockname()[1]
        return found


def application(settings: Settings) -> ASGIApp:
    """The dashboard and REST with MCP at ``/mcp``, all over one desk; without MCP where its extra is not installed.

    Parameters
    ----------
    settings
        Its port must have been resolved.

    Raises
    ------
    UsageError
        Others than this machine could come in without a token.
    """
    from liangrong.interfaces.web.app import Mount, create_app
    from liangrong.interfaces.web.desk import Desk

    if find_spec("mcp") is None:
        return create_app(settings)
    from liangrong.interfaces.mcp.http import http_app

    desk = Desk(settings)
    agents = http_app(desk, host=settings.host, port=settings.port, also=settings.also, lang=settings.lang)
    return create_app(settings, Mount("/mcp", agents, agents.lifespan), desk=desk)


def serve(settings: Settings, *, ready: Callable[[str], None] = lambda _: None) -> None:
    """Serve until interrupted.

    Parameters
    ----------
    ready
        Called with the address once it listens.

    Raises
    ------
    UsageError
        The address cannot be listened on, or needs a token.
    ExtraMissing
        The ``web`` extra is not installed.
    """
    import uvicorn

    from liangrong.interfaces.web.app import door_of
    from liangrong.interfaces.web.guard.door import server_config

    settings = replace(settings, port=free_port(settings.host, settings.port))
    app = application(settings)
    address = f"http://{f'[{settings.host}]' if ':' in settings.host else settings.host}:{settings.port}/"

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(address)

    Announcing(server_config(app, door_of(settings))).run()
