"""A part of the rows, and the addresses of the parts before and after it."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import URL

from liangrong.core.results import Result
from liangrong.interfaces.web.api.options import Options

__all__ = ["links", "part"]


def part(result: Result, options: Options) -> Result:
    """The rows that are asked for."""
    return replace(result, data=result.data.slice(options.offset, options.limit))


def links(url: URL, total: int, options: Options) -> str:
    """The value of a ``Link`` header (RFC 8288); empty where all rows are here.

    Examples
    --------
    >>> links(URL("http://localhost/api/v1/flows?by=sw1"), 25, Options(limit=10, offset=10))
    '</api/v1/flows?by=sw1&limit=10&offset=20>; rel="next", </api/v1/flows?by=sw1&limit=10>; rel="prev"'
    """
    found = []
    if options.offset + options.limit < total:
        found.append(_link(url, options.offset + options.limit, options.limit, "next"))
    if options.offset:
        found.append(_link(url, max(0, options.offset - options.limit), options.limit, "prev"))
    return ", ".join(found)


def _link(url: URL, offset: int, limit: int, relation: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(url.query, keep_blank_values=True) if name not in ("limit", "offset")]
    query = urlencode([*kept, ("limit", limit), *([("offset", offset)] if offset else [])])
    return f'<{url.path}?{query}>; rel="{relation}"'
