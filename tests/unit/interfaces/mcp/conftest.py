"""A client of the SDK in this process, over the small market."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp")

from mcp import Client

from liangrong.interfaces.mcp.server import build_server
from liangrong.services.verbs.desk import Desk

Talk = Callable[[Callable[[Client], Awaitable[Any]]], Any]


@pytest.fixture(scope="session")
def desk_of() -> Callable[[Path], Desk]:
    """One desk for each store."""
    return cache(Desk)


@pytest.fixture
def talk(whole: Path, desk_of: Callable[[Path], Desk]) -> Talk:
    """Run a conversation with the server of the small market; the client checks answers against the output schema."""

    def run(conversation: Callable[[Client], Awaitable[Any]], store: Path = whole, lang: str = "zh") -> Any:
        async def main() -> Any:
            async with Client(build_server(desk_of(store), lang)) as client:
                await client.list_tools()
                return await conversation(client)

        return anyio.run(main)

    return run


@pytest.fixture
def call(talk: Talk, whole: Path) -> Callable[..., Any]:
    """Call one tool."""

    def run(tool: str, given: dict[str, Any], *, store: Path = whole, lang: str = "zh") -> Any:
        async def conversation(client: Client) -> Any:
            return await client.call_tool(tool, given)

        return talk(conversation, store, lang)

    return run
