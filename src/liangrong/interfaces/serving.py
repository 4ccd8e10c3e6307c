"""Put the dashboard, REST and MCP together as one server: the one place where the skins meet."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from liangrong.core.errors import UsageError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from liangrong.interfaces.web.settings import Settings

__all__ = ["application", "free_port", "serve"]


def free_port(host: str, port: int) -> int:
    """``port``, or a free one when it is 0.

    Raises
    ------
    UsageError
        Somebody else listens there, or the address is not one of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family, socket.SOCK_STREAM)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                reason=f"Cannot listen on {host}:{port}: {error.strerror}. Name another port with --port.",
                reason_zh=f"无法在 {host}:{port} 监听：{error.strerror}。请用 --port 换一个端口。",
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
