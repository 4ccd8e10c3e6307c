"""The token: required where others than this machine can reach the service.

A program sends it as ``Authorization: Bearer``. A person opens the address with ``?token=…`` once and gets a cookie
instead, which is not the token itself but derived from it; the address without the token is shown and remembered.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from liangrong.core.errors import UsageError
from liangrong.interfaces.web.guard.hosts import is_loopback
from liangrong.interfaces.web.guard.refusals import Refusal, refuse

__all__ = ["SHORTEST_TOKEN", "TokenGuard", "require_token_for"]

SHORTEST_TOKEN: Final = 16
"""Characters; a shorter token could be guessed over a network."""

_REFUSED: Final = Refusal(
    status=401,
    code="token_required",
    zh="需要访问令牌，或令牌不对。",
    en="An access token is required, or the one given is not right.",
    hint_zh="请用启动时显示的、带 ?token= 的完整网址打开一次；程序请发送 Authorization: Bearer 令牌。从别处的链接点进来时，请再点一次下面的链接。",
    hint_en="Open the whole address shown at start, with ?token=, once; programs send Authorization: Bearer TOKEN. If a link elsewhere led here, follow the link below.",
    headers=((b"www-authenticate", b'Bearer realm="liangrong"'),),
)


def require_token_for(host: str, token: str | None) -> None:
    """Refuse to serve others than this machine without a token that cannot be guessed.

    Parameters
    ----------
    host
        The address to bind to.
    token
        What a visitor must show; ``None`` or empty for none.

    Raises
    ------
    UsageError
        The address is not loopback and there is no token, or the token is too short.

    Examples
    --------
    >>> require_token_for("127.0.0.1", None)
    >>> require_token_for("0.0.0.0", None)
    Traceback (most recent call last):
    ...
    liangrong.core.errors.UsageError: Serving on 0.0.0.0 lets other machines in, and that needs a token.
    """
    hint = {
        "hint": "Make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))' and set it as LIANGRONG_TOKEN, or serve on 127.0.0.1.",
        "hint_zh": "请用 python3 -c 'import secrets; print(secrets.token_urlsafe(32))' 生成一个，设为 LIANGRONG_TOKEN；或改在 127.0.0.1 上提供服务。",
    }
    if not token and not is_loopback(host):
        raise UsageError(
            reason=f"Serving on {host} lets other machines in, and that needs a token.",
            reason_zh=f"在 {host} 上提供服务会让其他机器访问，必须设置访问令牌。",
            **hint,
        )
    if token and (len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token):
        raise UsageError(
            reason=f"The token must have at least {SHORTEST_TOKEN} characters, of ASCII letters, digits and signs without spaces.",
            reason_zh=f"访问令牌至少要有 {SHORTEST_TOKEN} 个字符，只能用 ASCII 字母、数字和符号，不能有空格。",
            **hint,
        )


@dataclass(frozen=True, slots=True)
class TokenGuard:
    """Middleware: 401 for whoever shows neither the token nor its cookie.

    Parameters
    ----------
    app
        What is guarded.
    token
        The secret; it is neither logged nor part of any answer.
    """

    app: ASGIApp
    token: str

    def __repr__(self) -> str:
        """The token stays out of every log."""
        return f"TokenGuard({self.app!r})"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let through, hand out the cookie, or refuse."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        shown, rest = _token_in_query(scope["query_string"])
        if shown is not None and scope["method"] in {"GET", "HEAD"}:
            if self._is(shown, self.token):
                await self._hand_out_cookie(scope, rest, send)
            else:
                await refuse(_REFUSED, scope, send)
        elif self._bearer(scope) or self._cookie(scope):
            await self.app(scope, receive, send)
        else:
            await refuse(replace(_REFUSED, again=_here(scope, rest)), scope, send)

    @property
    def _secret(self) -> str:
        """What the cookie holds: of no use as a token."""
        return hmac.new(self.token.encode(), b"liangrong cookie", sha256).hexdigest()

    @property
    def _name(self) -> str:
        """Cookies know no ports: each token has a cookie of its own, and two services on one host do not sign each other out."""
        return f"liangrong_{sha256(self._secret.encode()).hexdigest()[:8]}"

    @staticmethod
    def _is(shown: str, wanted: str) -> bool:
        return hmac.compare_digest(shown.encode(), wanted.encode())

    def _bearer(self, scope: Scope) -> bool:
        for name, value in scope["headers"]:
            kind, _, shown = value.decode("latin-1").partition(" ")
            if name == b"authorization" and kind.lower() == "bearer" and self._is(shown.strip(), self.token):
                return True
        return False

    def _cookie(self, scope: Scope) -> bool:
        for name, value in scope["headers"]:
            for part in value.decode("latin-1").split(";") if name == b"cookie" else ():
                key, _, shown = part.strip().partition("=")
                if key == self._name and self._is(shown, self._secret):
                    return True
        return False

    async def _hand_out_cookie(self, scope: Scope, rest: bytes, send: Send) -> None:
        secure = "; Secure" if scope.get("scheme") == "https" else ""
        cookie = f"{self._name}={self._secret}; Path=/; HttpOnly; SameSite=Strict{secure}"
        headers = [
            (b"location", _here(scope, rest).encode("latin-1")),
            (b"set-cookie", cookie.encode()),
            (b"content-length", b"0"),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": 303, "headers": headers})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def _token_in_query(query: bytes) -> tuple[str | None, bytes]:
    """The token in a query string, and the query string without it."""
    parts = query.split(b"&") if query else []
    tokens = [part for part in parts if part.partition(b"=")[0] == b"token"]
    rest = b"&".join(part for part in parts if part not in tokens)
    return (unquote_plus(tokens[-1].partition(b"=")[2].decode("latin-1")) if tokens else None), rest


def _here(scope: Scope, query: bytes) -> str:
    """Path and query of the request as a link; never ``//elsewhere``, which a browser takes for another site."""
    path = "/" + scope.get("raw_path", b"/").decode("latin-1").lstrip("/\\")
    return f"{path}?{query.decode('latin-1')}" if query else path
