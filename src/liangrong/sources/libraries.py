"""Libraries as hosts: a transport that answers ``library://akshare/FUNCTION`` by calling the function.

What comes back is the library's frame written as JSON, every cell as the text it prints. So the raw answer is archived
before it is read, and ``parse`` stays pure, exactly as with a real host. The library is imported only when called.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from typing import Any, Final
from urllib.parse import urlsplit

from liangrong.core.errors import ExtraMissing, SchemaChanged
from liangrong.core.outcomes import FailureKind
from liangrong.sources.decoding import Rows, json_of
from liangrong.sources.fetcher import RawPayload, Request
from liangrong.sources.transport import TransportFailed

__all__ = ["LibraryTransport", "frame_rows", "library_request"]

_SCHEME: Final = "library"


def library_request(library: str, function: str, **arguments: str) -> Request:
    """Ask for the result of a library's function.

    Examples
    --------
    >>> library_request("akshare", "stock_margin_szse", date="20260130").url
    'library://akshare/stock_margin_szse'
    """
    return Request(f"{_SCHEME}://{library}/{function}", params=tuple(arguments.items()))


class LibraryTransport:
    """Calls libraries instead of hosts.

    Parameters
    ----------
    token
        The user's token where a library wants one (tushare). It is never part of a request, so it is never archived.
    now
        The clock of ``fetched_at``, in UTC.
    """

    def __init__(self, *, token: str = "", now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._token = token
        self._now = now

    def send(self, request: Request) -> RawPayload:
        """Call the function that ``request`` names and write its frame down.

        Raises
        ------
        ExtraMissing
            The library is not installed.
        TransportFailed
            The request names no library, or the call failed. Libraries raise for unpublished days too, and do not say
            which it was.
        """
        parts = urlsplit(request.url)
        if parts.scheme != _SCHEME:
            raise TransportFailed(
                kind=FailureKind.TRANSPORT, url=request.url, reason="it is not a library", reason_zh="它不是本地库"
            )
        function = self._function(parts.netloc, parts.path.strip("/"))
        try:
            frame = function(**dict(request.params))
        except Exception as error:  # whatever a library raises, it brought no answer
            said = f"{type(error).__name__}: {error}"
            raise TransportFailed(kind=FailureKind.TRANSPORT, url=request.url, reason=said, reason_zh=said) from error
        rows = [[None if _missing(cell) else f"{cell}" for cell in row] for row in frame.itertuples(index=False)]
        content = json.dumps({"columns": [f"{name}" for name in frame.columns], "rows": rows}, ensure_ascii=False)
        return RawPayload(content.encode(), request.url, self._now())

    def _function(self, library: str, name: str) -> Callable[..., Any]:
        try:
            module = import_module(library)
        except ImportError as error:
            raise ExtraMissing(what=library, extra=library) from error
        home = module.pro_api(self._token) if library == "tushare" else module
        found: Callable[..., Any] = getattr(home, name)
        return found


def frame_rows(payload: RawPayload) -> Rows:
    """The rows of a frame that ``LibraryTransport`` wrote down.

    Raises
    ------
    SchemaChanged
        It is not such a frame.
    Refused
        It is cut off.
    """
    answer = json_of(payload)
    table = answer if isinstance(answer, dict) else {}
    columns, rows = table.get("columns"), table.get("rows")
    if not isinstance(columns, list) or not isinstance(rows, list):
        columns, rows = [None], []
    named = all(isinstance(name, str) for name in columns)
    if not named or not all(isinstance(row, list) and len(row) == len(columns) for row in rows):
        raise SchemaChanged(place=payload.place, reason="it is no frame of a library", reason_zh="它不是库返回的表")
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _missing(cell: Any) -> bool:
    return cell is None or bool(cell != cell)  # noqa: PLR0124 (NaN is the one value unlike itself)
