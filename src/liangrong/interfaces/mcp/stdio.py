"""MCP on standard input and output: nothing but the protocol on stdout, everything else on stderr."""

from __future__ import annotations

from pathlib import Path

from liangrong.core.errors import Lang
from liangrong.interfaces.mcp.server import build_server
from liangrong.services.verbs.desk import Desk

__all__ = ["serve_stdio"]


def serve_stdio(store: Path, *, lang: Lang = "zh") -> None:
    """Answer one agent until it closes its end.

    Parameters
    ----------
    store
        Folder of the store; it may be filled while this runs.
    lang
        The language of answers to calls that name none.
    """
    import anyio
    from mcp.server.stdio import stdio_server

    server = build_server(Desk(store), lang)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    anyio.run(run)
