"""Every use case can be asked everywhere, or says why not: proved by looking at services, commands, pages, routes, tools and methods."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

import liangrong.services
from liangrong.core.results import Note
from liangrong.interfaces.cli.app import COMMANDS, SUBCOMMANDS, build
from liangrong.interfaces.client import Client
from liangrong.interfaces.mcp.toolset import TOOL_TEXTS, tools
from liangrong.interfaces.questions import signature_of
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.verbs.desk import Desk
from liangrong.services.verbs.parameters import parameters, takes_account
from liangrong.services.verbs.unreached import INTERFACES, OWN_COMMANDS, REASONS, UNREACHED, ways
from liangrong.services.verbs.verb import Verb

ANSWERS = {"Result", "Brief", "Explained", "Demo", "CalendarRefresh"}
"""What use cases give back; whatever takes a request is one, too."""


def use_cases(package: object = liangrong.services) -> Iterator[str]:
    """``module:function`` of every public function that answers or takes a request."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if ".verbs" in found.name:
            continue
        module = importlib.import_module(found.name)
        for name in getattr(module, "__all__", ()):
            function = getattr(module, name)
            if inspect.isfunction(function) and function.__module__ == module.__name__ and _is_use_case(function):
                yield f"{found.name.removeprefix('liangrong.services.')}:{name}"


def _is_use_case(function: object) -> bool:
    signature = inspect.signature(function)
    returned = str(signature.return_annotation)
    takes = [str(each.annotation) for each in signature.parameters.values()]
    return returned in ANSWERS or returned.endswith("Report") or any(each.endswith("Request") for each in takes)


def unexplained(cases: set[str], verbs: set[str], reasons: set[str]) -> set[str]:
    """Use cases that nobody can reach and nobody explains."""
    return cases - verbs - reasons


def test_every_use_case_is_a_verb_or_says_why_not() -> None:
    cases = set(use_cases())
    targets = {verb.target for verb in VERBS.values()}
    assert len(cases) > 60
    assert unexplained(cases, targets, set(UNREACHED)) == set()
    assert set(UNREACHED) & targets == set(), "a verb needs no excuse"
    assert set(UNREACHED) - cases == set(), "an excuse for nothing"


def test_the_probe_sees_a_use_case_that_is_left_out() -> None:
    targets = {verb.target for name, verb in VERBS.items() if name != "shorts"}
    assert unexplained(set(use_cases()), targets, set(UNREACHED)) == {"shorts:shorts"}


def test_every_verb_leads_to_a_service() -> None:
    assert {name for name, verb in VERBS.items() if not inspect.isfunction(verb.function())} == set()
    assert len({verb.target for verb in VERBS.values()}) == len(VERBS)


@pytest.mark.parametrize("interface", INTERFACES)
def test_what_cannot_be_asked_somewhere_says_why(interface: str) -> None:
    missing = without_a_way(interface, VERBS.values())
    assert missing - set(REASONS[interface]) == set(), "no way and no reason"
    assert set(REASONS[interface]) - missing == set(), "a reason, although there is a way"


def test_a_way_that_is_taken_away_is_missed() -> None:
    verbs = [replace(verb, tool="", page="", command="") if verb.name == "shorts" else verb for verb in VERBS.values()]
    told = {interface: without_a_way(interface, verbs) - set(REASONS[interface]) for interface in INTERFACES}
    assert told == {"cli": {"shorts"}, "page": {"shorts"}, "rest": set(), "mcp": {"shorts"}, "python": set()}


def without_a_way(interface: str, verbs: Iterable[Verb]) -> set[str]:
    return {verb.name for verb in verbs if not ways(verb)[interface]}


def test_reasons_are_sentences_in_both_languages() -> None:
    told = [*UNREACHED.values(), *(note for reasons in REASONS.values() for note in reasons.values())]
    assert [note for note in told if not _is_told(note)] == []


def _is_told(note: Note) -> bool:
    return note.zh.endswith("。") and note.en.endswith(".") and any("\u4e00" <= letter <= "\u9fff" for letter in note.zh)


def test_every_command_of_a_verb_exists_with_its_options() -> None:
    assert {name: lost for name, verb in VERBS.items() if verb.command and (lost := lost_in_command(verb.command))} == {}


def test_a_command_that_does_not_exist_is_noticed() -> None:
    assert lost_in_command("growht --legs") == ["growht"]
    assert lost_in_command("growth --legz") == ["--legz"]
    assert lost_in_command("rules valve") == ["valve"]
    assert lost_in_command("event-study --events politics") == ["politics"]


def lost_in_command(command: str) -> list[str]:
    """The words of a command that the command line does not have."""
    words = command.split()
    app = build("en")
    while words and not words[0].startswith("-"):
        try:
            app = app[words[0]]
        except KeyError:
            return words[:1]
        words = words[1:]
    options = {name: argument for argument in app.assemble_argument_collection() for name in argument.names}
    choices = {str(choice) for word in words if word in options for choice in get_args(options[word].hint)}
    return [word for word in words if word not in options and word not in choices]


def test_every_command_asks_a_verb_or_says_what_else_it_does() -> None:
    every = {name for name, entry in COMMANDS.items() if entry[0]}
    every |= {f"{name} {below}" for name, commands in SUBCOMMANDS.items() for below in commands}
    asked = {" ".join(word for word in verb.command.split(" --")[0].split()) for verb in VERBS.values() if verb.command}
    assert every - asked - set(OWN_COMMANDS) == set()
    assert set(OWN_COMMANDS) & asked == set()
    assert set(OWN_COMMANDS) - every == set()


def test_every_page_of_a_verb_exists() -> None:
    registry = pytest.importorskip("liangrong.interfaces.web.pages.registry")
    pages = {page.name for page in registry.PAGES}
    assert {verb.page for verb in VERBS.values() if verb.page} - pages == set()


def test_every_verb_has_a_route() -> None:
    openapi = pytest.importorskip("liangrong.interfaces.web.api.openapi")
    assert {name for name, verb in VERBS.items() if ways(verb)["rest"] not in openapi.document()["paths"]} == set()


def test_every_tool_of_a_verb_exists_and_there_are_not_too_many() -> None:
    assert {verb.tool for verb in VERBS.values() if verb.tool} == set(TOOL_TEXTS) == {tool.name for tool in tools()}
    assert 8 <= len(tools()) <= 15, (
        "each tool is read by every agent before its first question: a new view of a tool is better than a tool"
    )
    assert sum(len(tool.verbs) for tool in tools()) == sum(bool(verb.tool) for verb in VERBS.values())


def test_no_parameter_of_a_tool_is_called_like_an_argument_of_ours() -> None:
    ours = {"lang", "limit", "account"}
    clashes = {
        (tool.name, each.edge_name)
        for tool in tools()
        for verb in tool.verbs
        for each in parameters(verb)
        if each.edge_name in ours | ({"view"} if len(tool.verbs) > 1 else set())
    }
    assert clashes == set()


def test_every_verb_is_a_method_with_its_parameters(tmp_path: Path) -> None:
    client = Client(Desk(tmp_path))
    for name, verb in VERBS.items():
        method = getattr(client, ways(verb)["python"].removesuffix("()"))
        named = [*(["account"] if takes_account(verb) else []), *(each.name for each in parameters(verb))]
        assert sorted(inspect.signature(method).parameters) == sorted(named), name
        assert inspect.signature(method) == signature_of(verb)
        assert verb.title.zh in method.__doc__


def test_every_parameter_is_described() -> None:
    assert {(name, each.name) for name, verb in VERBS.items() for each in parameters(verb) if not each.meaning} == set()
