"""Whom the page believes to be: the Host that was asked for, and where a request comes from.

A page of another site can make a browser call a server on loopback, and with a name of its own that suddenly resolves to
127.0.0.1 (DNS rebinding) it could even read the answers. The Host allow list stops the second, ``Origin`` and
``Sec-Fetch-Site`` (W3C Fetch Metadata) stop the first. A client that is no browser sends neither and is let in.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from liangrong.interfaces.web.guard.refusals import Refusal, refuse

__all__ = ["AllowedHosts", "HostGuard", "is_loopback"]

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_HOST: Final = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")
_WILDCARDS: Final = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, never bound to
_HTTP: Final = 80
"""The port that a browser leaves out."""

_BAD_HOST: Final = Refusal(
    status=421,
    code="bad_host",
    zh="请求的主机名不是本服务的地址，已拒绝。",
    en="The host asked for is not an address of this service; refused.",
    hint_zh="请用启动时显示的网址打开，端口也要相同。",
    hint_en="Open the address shown at start, with the same port.",
)
_FOREIGN: Final = Refusal(
    status=403,
    code="cross_origin",
    zh="这个请求来自另一个网站的页面，已拒绝。",
    en="This request comes from a page of another site; refused.",
    hint_zh="请在本服务自己的页面上操作，或用不带 Origin 的程序调用。",
    hint_en="Use the pages of this service, or call from a program that sends no Origin.",
)


def is_loopback(host: str) -> bool:
    """Whether an address to bind to is reachable from this machine only.

    Examples
    --------
    >>> [is_loopback(host) for host in ("localhost", "127.0.0.1", "::1", "0.0.0.0", "192.168.1.5")]
    [True, True, True, False, False]
    """
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


@dataclass(frozen=True, slots=True)
class AllowedHosts:
    """Which values of ``Host`` mean this service.

    Parameters
    ----------
    bound
        The address the service listens on. Bound to all addresses of the machine, any IP address is allowed: behind an
        address no other site can hide, only behind a name.
    port
        The port it listens on.
    also
        More of them, as ``name`` (any port) or ``name:port``.

    Examples
    --------
    >>> ours = AllowedHosts("127.0.0.1", 8321)
    >>> [ours.has(host) for host in ("localhost:8321", "[::1]:8321", "evil.example:8321", "localhost")]
    [True, True, False, False]
    """

    bound: str
    port: int
    also: Collection[str] = ()

    def has(self, host: str) -> bool:
        """Whether ``host`` (a name or an address, with or without port) means this service."""
        parts = _HOST.fullmatch(host.lower())
        if parts is None:
            return False
        name, port = parts["name"].strip("[]").rstrip("."), int(parts["port"] or _HTTP)
        if host.lower() in self._more or parts["name"] in self._more:
            return True
        return port == self.port and self._is_ours(name)

    @property
    def _more(self) -> frozenset[str]:
        return frozenset(name.lower() for name in self.also)

    def _is_ours(self, name: str) -> bool:
        if is_loopback(name) or name == self.bound.strip("[]").lower():
            return True
        return self.bound.strip("[]") in _WILDCARDS and _address(name) is not None


@dataclass(frozen=True, slots=True)
class HostGuard:
    """Middleware: 421 for a Host that is not ours, 403 for what a page of another site sends.

    Parameters
    ----------
    app
        What is guarded.
    allowed
        The values of ``Host`` that mean this service.
    """

    app: ASGIApp
    allowed: AllowedHosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        hosts = _values(scope, b"host")
        if len(hosts) != 1:
            await refuse(replace(_BAD_HOST, status=400).closing(), scope, send)
        elif not self.allowed.has(hosts[0]):
            await refuse(_BAD_HOST.closing(), scope, send)
        elif _is_foreign(scope, hosts[0]):
            await refuse(_FOREIGN, scope, send)
        else:
            await self.app(scope, receive, send)


def _is_foreign(scope: Scope, host: str) -> bool:
    """Whether another site's page has sent it. A followed link is its own question and is answered."""
    site, mode = (_values(scope, name)[-1:] for name in (b"sec-fetch-site", b"sec-fetch-mode"))
    may_change = scope["method"] not in _SAFE or scope["path"].startswith("/mcp")
    followed = mode == ["navigate"] and not may_change
    if site and site[0] not in {"same-origin", "none"} and not followed:
        return True
    ours = {f"http://{host}".lower(), f"https://{host}".lower()} | ({"null"} if site else set())
    return may_change and any(origin.lower() not in ours for origin in _values(scope, b"origin"))


def _values(scope: Scope, wanted: bytes) -> list[str]:
    return [value.decode("latin-1").strip() for name, value in scope["headers"] if name == wanted]


def _address(name: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(name)
    except ValueError:
        return None
