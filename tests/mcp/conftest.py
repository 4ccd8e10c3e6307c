"""A server as agents have it: a process on standard input and output, or one that serves HTTP."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest

pytest.importorskip("mcp")

from mcp import Client, StdioServerParameters, stdio_client

from liangrong.interfaces.cli.app import run
from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.workspace import Workspace

Conversation = Callable[[Client], Awaitable[Any]]


@pytest.fixture(scope="session")
def real_store(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every real file beside the checkout."""
    path = tmp_path_factory.mktemp("mcp-real") / "store"
    import_paths(Workspace.open(path, create=True), ImportRequest([shared_data / "real"]))
    return path


@contextmanager
def http_server(store: Path) -> Iterator[str]:
    """The address of MCP in a process of ``liangrong serve``."""
    command = [sys.executable, "-m", "liangrong", "--store", str(store), "serve", "--port", "0"]
    environment = {**os.environ, "LIANGRONG_LANG": "zh"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stderr is not None
            said = next(line for line in process.stderr if "http://" in line)
            yield f"http://{said.split('http://')[1].split('/')[0]}/mcp"
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


@pytest.fixture
def told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str], Path], dict[str, Any]]:
    """What the command line answers: the envelope, or the error."""
    for name in ("LIANGRONG_STORE", "LIANGRONG_LANG"):
        monkeypatch.delenv(name, raising=False)

    def ask(words: list[str], store: Path) -> dict[str, Any]:
        run([*words, "--store", str(store)])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    return ask
