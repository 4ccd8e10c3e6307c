"""The whole door: the middleware in order around an application, and the server that opens it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

from liangrong.core.errors import Lang
from liangrong.interfaces.web.guard.answers import AnswerDeadline, Faults
from liangrong.interfaces.web.guard.bodies import BodyLimit
from liangrong.interfaces.web.guard.headers import SecurityHeaders
from liangrong.interfaces.web.guard.hosts import AllowedHosts, HostGuard
from liangrong.interfaces.web.guard.leaks import Leaks
from liangrong.interfaces.web.guard.limits import Limits
from liangrong.interfaces.web.guard.token import TokenGuard, require_token_for
from liangrong.services.neutral_words import NeutralWords

if TYPE_CHECKING:
    from uvicorn import Config

__all__ = ["Door", "guarded", "server_config"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """Where the service listens and whom it lets in.

    Parameters
    ----------
    host, port
        The address and the port that are bound; a port of 0 must have been resolved before.
    store
        The folder of the store, which no answer may name.
    token
        What visitors must show; needed on any address but loopback.
    also
        More values of ``Host`` that mean this service, as ``name`` or ``name:port``.
    lang
        The language of a refusal to an address that names none.
    limits
        How much, how long, how many.

    Raises
    ------
    UsageError
        Others than this machine could come in without a token, or the token could be guessed.
    """

    host: str
    port: int
    store: Path
    token: str | None = field(default=None, repr=False)
    also: Collection[str] = ()
    lang: Lang = "zh"
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        require_token_for(self.host, self.token)


def guarded(app: ASGIApp, door: Door) -> ASGIApp:
    """``app`` behind the door.

    From the outside in: what breaks is answered; every answer gets its headers; a stranger's page is sent away before it
    is asked for a token; nobody without one can upload; and what the application says of itself is read last.

    Examples
    --------
    >>> async def app(scope, receive, send): ...
    >>> served = guarded(app, Door(host="127.0.0.1", port=8321, store=Path("store")))
    """
    inner: ASGIApp = Leaks(app, NeutralWords(door.store))
    inner = BodyLimit(AnswerDeadline(inner, door.limits), door.limits)
    if door.token:
        inner = TokenGuard(inner, door.token)
    inner = SecurityHeaders(Faults(HostGuard(inner, AllowedHosts(door.host, door.port, tuple(door.also)))))

    async def speaking(scope: Scope, receive: Receive, send: Send) -> None:
        scope["lang"] = door.lang
        await inner(scope, receive, send)

    return speaking


def server_config(app: ASGIApp, door: Door, **more: Any) -> Config:
    """Configure uvicorn for ``app`` as ``guarded`` has made it.

    No banner, no access log (an address may hold a token), no trust in ``X-Forwarded-For``, no WebSocket.

    Parameters
    ----------
    more
        Further options of ``uvicorn.Config``.
    """
    import uvicorn

    from liangrong.interfaces.web.guard.connection import GuardedConnection

    options: dict[str, Any] = {
        "host": door.host,
        "port": door.port,
        "http": partial(GuardedConnection, limits=door.limits, lang=door.lang),
        "ws": "none",
        "access_log": False,
        "server_header": False,
        "proxy_headers": False,
        "log_level": "error",
        "timeout_keep_alive": door.limits.idle_seconds,
        "timeout_graceful_shutdown": 5,
    }
    return uvicorn.Config(app, **(options | more))
