"""A server as agents have it: a process on standard input and output, or one that serves HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters, stdio_client

from liangrong.interfaces.cli.app import run

Conversation = Callable[[Client], Awaitable[Any]]
Told = Callable[[tuple[str, ...], Path], dict[str, Any]]


SERVE = """
import sys
from pathlib import Path
from liangrong.interfaces.serving import serve
from liangrong.interfaces.web.settings import Settings
serve(Settings(store=Path(sys.argv[1]), port=0), ready=lambda address: print(address, flush=True))
"""
"""``liangrong serve``, but that nothing is computed for visitors of pages before they come."""


@contextmanager
def http_server(store: Path) -> Iterator[str]:
    """The address of MCP in a process of its own."""
    command = [sys.executable, "-c", SERVE, str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"{process.stdout.readline().strip().rstrip('/')}/mcp"
        finally:
            process.terminate()
            process.communicate(timeout=20)


def over_stdio(store: Path, conversation: Conversation) -> Any:
    """Talk to ``liangrong mcp``."""
    server = StdioServerParameters(command=sys.executable, args=["-m", "liangrong", "mcp", "--store", str(store), "--lang", "zh"])
    return _talk(stdio_client(server), conversation)


def over_http(store: Path, conversation: Conversation) -> Any:
    """Talk to ``/mcp`` of ``liangrong serve``."""
    with http_server(store) as address:
        return _talk(address, conversation)


def _talk(server: Any, conversation: Conversation) -> Any:
    async def main() -> Any:
        async with Client(server) as client:
            await client.list_tools()
            return await conversation(client)

    return anyio.run(main)


WAYS = {"stdio": over_stdio, "http": over_http}


@pytest.fixture(scope="module")
def told() -> Iterator[Told]:
    """What the command line answers, the envelope or the error; it is asked once, however many ways there are to agents."""

    @cache
    def ask(words: tuple[str, ...], store: Path) -> dict[str, Any]:
        with redirect_stdout(StringIO()) as said:
            run([*words, "--store", str(store)])
        found: dict[str, Any] = json.loads(said.getvalue())
        return found

    with pytest.MonkeyPatch.context() as environment:
        for name in ("LIANGRONG_STORE", "LIANGRONG_LANG"):
            environment.delenv(name, raising=False)
        yield ask
