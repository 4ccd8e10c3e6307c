"""Every command that a page tells the reader to type is one that the program understands."""

from __future__ import annotations

import ast
import io
import re
from pathlib import Path

import pytest
from cyclopts import App
from rich.console import Console

from .conftest import ROOT, Line, command_lines, pages

LINES = [line for page in pages() for line in command_lines(page)]
OURS = [line for line in LINES if line.words[:1] == ["liangrong"]]
MAKE = [line for line in LINES if line.words[:1] == ["make"]]
SCRIPTS = [
    line for line in LINES if re.fullmatch(r"(.*/)?python3?", line.words[0] if line.words else "") and line.words[1:2] != ["-m"]
]
KNOWN_PROGRAMS = {
    "liangrong",
    "make",
    "python",
    "python3",
    ".venv/bin/python",
    "git",
    "pip",
    "ray",
    "export",
    "cd",
    "source",
    "ls",
    "jq",
    "curl",
}


def by_place(line: Line) -> str:
    return f"{line.page}: {line.text.strip()}"


def understood(words: list[str]) -> None:
    """Bind the words to a command and its options without running it."""
    from liangrong.interfaces.cli.app import COMMANDS, build
    from liangrong.interfaces.cli.options import attached, hoisted

    assert words[0] in COMMANDS
    build("en").parse_args(attached(hoisted(words)), exit_on_error=False, print_error=False)


@pytest.mark.parametrize("line", OURS, ids=by_place)
def test_the_command_exists_with_these_options(line: Line) -> None:
    understood(line.words[1:])


@pytest.mark.parametrize(
    "words", [["shwo", "rzye"], ["show", "rzye", "--form", "2026-01-30"], ["crossings"], ["brief", "--as-if", "2026-01-30"]]
)
def test_a_command_that_does_not_exist_is_noticed(words: list[str]) -> None:
    with pytest.raises(Exception, match=r"\w"):
        understood(words)


@pytest.mark.parametrize("line", MAKE, ids=by_place)
def test_the_make_target_exists(line: Line) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    asked = [word for word in line.words[1:] if "=" not in word]
    assert set(asked) <= targets


@pytest.mark.parametrize("line", SCRIPTS, ids=by_place)
def test_the_script_exists(line: Line) -> None:
    script = next(word for word in line.words[1:] if not word.startswith("-"))
    assert Path(ROOT / script).is_file()


def test_pages_use_only_programs_a_reader_has() -> None:
    assert {line.words[0] for line in LINES if line.words} <= KNOWN_PROGRAMS


def test_the_readmes_show_the_two_commands_first() -> None:
    for name in ("README.md", "README.zh.md"):
        first = [line.text.strip() for line in command_lines(ROOT / name)][:2]
        assert [text.split("#")[0].strip() for text in first] == ["make demo", "make test"]


def test_every_command_is_introduced_in_both_readmes() -> None:
    from liangrong.interfaces.cli.app import COMMANDS

    for name in ("README.md", "README.zh.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert [c for c in COMMANDS if f"liangrong {c}" not in text and f"make {c}" not in text] == []


def advice() -> set[tuple[str, str, tuple[str, ...]]]:
    """The commands that messages of the program itself tell the user to run: (file, command, options)."""
    from liangrong.interfaces.cli.app import COMMANDS

    found = set()
    for path in sorted((ROOT / "src").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "liangrong " in text else ():
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for mark, command, options in re.findall(
                    r"(`?)\bliangrong ([a-z]+(?:-[a-z]+)*)((?: --[a-z-]+(?: [\w.-]+)?)*)", node.value
                ):
                    if mark or options or command in COMMANDS:
                        found.add((path.relative_to(ROOT).as_posix(), command, tuple(re.findall(r"--[a-z-]+", options))))
    return found


def test_the_program_advises_only_parts_of_a_command_that_exist() -> None:
    from liangrong.interfaces.cli.app import SUBCOMMANDS

    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py"))]
    advised = {
        found
        for text in texts
        for found in re.findall(r"liangrong ([a-z]+) ([a-z]+(?:-[a-z]+)*)\b", text)
        if found[0] in SUBCOMMANDS
    }
    assert ("rules", "timeline") in advised
    assert [(command, part) for command, part in advised if part not in SUBCOMMANDS[command]] == []


def options_of(app: App, command: str) -> set[str]:
    """Every option in the help of a command."""
    page = io.StringIO()
    app.help_print([command], console=Console(file=page, width=200, force_terminal=False))
    return set(re.findall(r"--[a-z][a-z-]*", page.getvalue()))


def test_the_program_advises_only_what_it_can_do() -> None:
    from liangrong.interfaces.cli.app import COMMANDS, build

    app, told = build("en"), advice()
    wrong = {f"{place}: liangrong {command} {' '.join(options)}" for place, command, options in told if command not in COMMANDS}
    for command in {command for _, command, options in told if options} & set(COMMANDS):
        known = options_of(app, command)
        wrong |= {f"{place}: liangrong {c} {o}" for place, c, options in told if c == command for o in options if o not in known}
    assert wrong == set()
