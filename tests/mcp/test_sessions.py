"""A real session of the SDK's client, over stdio and over HTTP, answers with the figures of the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client

from liangrong.interfaces.mcp.toolset import tools

from .conftest import WAYS, Told
from .questions import QUESTIONS, Question

pytestmark = [pytest.mark.slow]

DECISIVE = ("unit", "as_of", "known_at", "source", "warnings")


def answers(way: str, store: Path, questions: tuple[Question, ...]) -> dict[str, dict[str, Any]]:
    """Every question of one session by its text."""

    async def conversation(client: Client) -> dict[str, dict[str, Any]]:
        found = {}
        for question in questions:
            said = await client.call_tool(question.tool, question.given)
            assert said.is_error == ("error" in said.structured_content)
            found[question.text] = said.structured_content
        return found

    result: dict[str, dict[str, Any]] = WAYS[way](store, conversation)
    return result


def differences(question: Question, agent: dict[str, Any], command: dict[str, Any]) -> list[str]:
    """Where the two answers part; nothing when they are the same."""
    if "error" in agent or "error" in command:
        return [] if _refused(agent) == _refused(command) else [f"{_refused(agent)} against {_refused(command)}"]
    found = [name for name in DECISIVE if agent[name] != command[name]]
    if len(agent["data"]) != len(command["data"]):
        return [*found, f"{len(agent['data'])} rows against {len(command['data'])}"]
    for place, (ours, theirs) in enumerate(zip(agent["data"], command["data"], strict=True)):
        found += [f"row {place} {name}" for name in theirs if _plain(question, ours[name]) != _plain(question, theirs[name])]
    return found


def _refused(answer: dict[str, Any]) -> tuple[str, str]:
    """A refusal is an answer, too: the same sentence for the same reason."""
    error = answer.get("error", {})
    return error.get("code", "answered"), error.get("message", "")


def _plain(question: Question, value: Any) -> Any:
    """A brief and a report have values of several kinds in one column, and so as JSON text."""
    of_kinds = question.arguments.get("view") == "brief" or question.tool == "build_report"
    if not of_kinds or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def parted(found: dict[str, dict[str, Any]], store: Path, told: Told) -> dict[str, list[str]]:
    """Question to where the answers part."""
    compared = {
        question.text: differences(question, found[question.text], told(tuple(question.words), store)) for question in QUESTIONS
    }
    return {text: apart[:5] for text, apart in compared.items() if apart}


@pytest.mark.parametrize("way", WAYS)
def test_thirty_questions_have_the_figures_of_the_command_line(way: str, simulated_store: Path, told: Told) -> None:
    found = answers(way, simulated_store, QUESTIONS)
    assert parted(found, simulated_store, told) == {}
    assert [text for text, answer in found.items() if "error" in answer] == ["没有这只证券"]
    empty = {text for text, answer in found.items() if answer.get("data") == []}
    none = {"数据到哪一天？", "哪些文档说到融资余额？"}
    assert empty <= none, "a market that was laid down without a sync has no log of one, and nobody has added documents"


@pytest.mark.real
def test_real_data_give_the_figures_of_the_command_line(real_store: Path, told: Told) -> None:
    """Gaps, corrections and remarks of real data come through; which way they come makes no difference, see above."""
    found = answers("stdio", real_store, QUESTIONS)
    assert parted(found, real_store, told) == {}
    assert sum("error" not in answer for answer in found.values()) >= 30


def test_the_questions_reach_every_tool() -> None:
    assert {tool.name for tool in tools()} == {question.tool for question in QUESTIONS}
    assert len(QUESTIONS) >= 30
    assert len({question.text for question in QUESTIONS}) == len(QUESTIONS)


def test_a_figure_that_differs_is_noticed() -> None:
    question = QUESTIONS[2]
    answer = {"data": [{"value": "1.0", "more": 1}], "unit": "元", "as_of": "x", "known_at": None, "source": [], "warnings": []}
    assert differences(question, answer, answer) == []
    assert differences(question, answer, {**answer, "data": [{"value": "1.00"}]}) == ["row 0 value"]
    assert differences(question, answer, {"error": {"code": "no_data", "message": "none"}}) != []
    assert differences(question, answer, {**answer, "as_of": "y", "data": []}) == ["as_of", "1 rows against 0"]


def test_a_refusal_over_stdio_can_be_acted_on_and_the_session_goes_on(simulated_store: Path) -> None:
    async def conversation(client: Client) -> Any:
        refused = await client.call_tool("level", {"measure": "rzyee"})
        again = await client.call_tool("level", {"measure": "rzye"})
        return refused, again, (await client.read_resource("rulebook://call_line")).contents[0].text

    refused, again, rule = WAYS["stdio"](simulated_store, conversation)
    assert refused.is_error
    assert "rzye" in refused.content[0].text
    assert str(simulated_store) not in refused.content[0].text
    assert again.structured_content["data"]
    assert "130%" in rule


def test_nothing_but_the_protocol_is_on_stdout(simulated_store: Path) -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize",
             "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}  # fmt: skip
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    asked = {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": {"name": "level", "arguments": {"measure": "nothing"}}}
    lines = "".join(json.dumps(message) + "\n" for message in (hello, ready, asked))
    command = [sys.executable, "-m", "liangrong", "mcp", "--store", str(simulated_store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(lines)
        process.stdin.flush()
        said = [json.loads(process.stdout.readline()) for _ in range(2)]
        rest, errors = process.communicate(timeout=60)
    assert [message["id"] for message in said] == [1, 2]
    assert said[0]["result"]["instructions"]
    assert said[1]["result"]["isError"] is True
    assert rest == ""
    assert "Traceback" not in errors
    assert process.returncode == 0


def test_without_a_store_it_says_so_before_it_speaks(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "liangrong", "mcp", "--store", str(tmp_path / "nowhere"), "--lang", "en"]
    run = subprocess.run(command, input="", capture_output=True, text=True, timeout=60)
    assert run.returncode == 3
    assert run.stdout == ""
    assert "no store" in run.stderr
