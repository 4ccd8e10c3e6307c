"""What every answer tells the browser: run nothing but ours, frame nothing, guess nothing, keep nothing that changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CONTENT_SECURITY_POLICY", "SECURITY_HEADERS", "SecurityHeaders"]

_SOURCES: Final = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("connect-src", "'self'"),
    ("font-src", "'self'"),
    ("form-action", "'self'"),
    ("base-uri", "'none'"),
    ("frame-ancestors", "'none'"),
)

CONTENT_SECURITY_POLICY: Final = "; ".join(f"{what} {whence}" for what, whence in _SOURCES)
"""No inline script or style, no ``eval``, nothing from another host."""

_UNUSED: Final = ("camera", "display-capture", "geolocation", "microphone", "midi", "payment", "serial", "usb")

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
}
"""Set on every answer that does not set them itself.

``Referrer-Policy`` is ``same-origin``: other sites learn nothing, and a form of ours still says where it comes from. Under
``no-referrer`` a browser sends ``Origin: null`` with it, which cannot be told from a page of another site.
"""

_REVALIDATE: Final = (b"cache-control", b"private, no-cache")
_FORGET: Final = (b"cache-control", b"no-store")


@dataclass(frozen=True, slots=True)
class SecurityHeaders:
    """Middleware: adds ``SECURITY_HEADERS`` and ``Cache-Control``; takes away ``Server``.

    An answer with an ``ETag`` may be kept and asked for again; any other without a ``Cache-Control`` of its own is not kept.
    """

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and add to the first message of the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def adding(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _complete(list(message.get("headers", ())))}
            await send(message)

        await self.app(scope, receive, adding)


_ALWAYS: Final = tuple((name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items())


def _complete(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    kept = [(name, value) for name, value in headers if name.lower() != b"server"]
    present = {name.lower() for name, _ in kept}
    kept += [(name, value) for name, value in _ALWAYS if name not in present]
    if b"cache-control" not in present:
        kept.append(_REVALIDATE if b"etag" in present else _FORGET)
    return kept
