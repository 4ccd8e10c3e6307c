"""``liangrong mcp``: what an AI agent starts to ask this store; over HTTP the same stands at ``/mcp`` of ``liangrong serve``."""

from __future__ import annotations

from liangrong.core.errors import ExtraMissing
from liangrong.interfaces.cli.options import Options

__all__ = ["mcp"]


def mcp(*, options: Options = Options()) -> int:  # noqa: B008
    """Answer one AI agent over MCP on standard input and output, until it closes them."""
    from importlib.util import find_spec

    if find_spec("mcp") is None:
        raise ExtraMissing(what="MCP", what_zh="MCP ", extra="mcp")
    from liangrong.interfaces.mcp.stdio import serve_stdio

    options.open()
    serve_stdio(options.folder.absolute(), lang=options.language)
    return 0
