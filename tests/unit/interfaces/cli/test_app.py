"""From arguments to exit code: languages, help, bugs, closed pipes, interrupts."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from liangrong.interfaces.cli import app
from liangrong.interfaces.cli.failures import explain
from tests.unit.interfaces.conftest import Asked

LIANGRONG = [sys.executable, "-m", "liangrong"]


def test_help_in_both_languages(ask: Asked) -> None:
    code, out, _ = ask("--help")
    assert code == 0
    assert "杠杆简报" in out
    code, out, _ = ask("--lang", "en", "brief", "--help")
    assert code == 0
    assert "output format" in out
    assert "输出格式" not in out


def test_no_command_shows_the_help(ask: Asked) -> None:
    assert ask()[1] == ask("--help")[1]


PARTS = [[name, part] for name in app.SUBCOMMANDS for part in app.SUBCOMMANDS[name]]


@pytest.mark.parametrize("words", [*([name] for name, (path, *_) in app.COMMANDS.items() if path), *PARTS], ids=" ".join)
def test_every_command_has_help(ask: Asked, words: list[str]) -> None:
    code, out, _ = ask(*words, "--help")
    assert code == 0
    assert "--store" in out
    assert " ‖ " not in out


@pytest.mark.parametrize("name", app.SUBCOMMANDS)
def test_a_command_of_several_lists_them(ask: Asked, name: str) -> None:
    assert not app.COMMANDS[name][0]
    assert [part for part in app.SUBCOMMANDS[name] if part not in ask(name, "--help")[1]] == []


def test_the_environment_chooses_the_language(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_LANG", "en")
    assert "There is no command" in ask("shw")[2]
    assert "没有“shw”这个命令" in ask("shw", "--lang", "zh")[2]


def test_an_unknown_language_in_the_environment_is_a_usage_error(ask: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIANGRONG_LANG", "fr")
    code, _, err = ask("coverage")
    assert code == 2
    assert "LIANGRONG_LANG" in err


def test_the_environment_chooses_the_store(ask: Asked, monkeypatch: pytest.MonkeyPatch, whole: Path) -> None:
    monkeypatch.setenv("LIANGRONG_STORE", str(whole))
    assert ask("show", "rzye")[0] == 0


def test_general_options_may_stand_before_the_command(ask: Asked, whole: Path) -> None:
    after = ask("show", "rzye", "--store", whole, "--format", "json")
    assert ask("--format=json", "--store", whole, "show", "rzye") == after


@pytest.mark.parametrize(("package", "extra"), [("talib", "studies"), ("scipy.stats", "studies"), ("altair", "report")])
def test_a_package_that_is_not_installed_names_its_extra(
    ask: Asked, monkeypatch: pytest.MonkeyPatch, whole: Path, package: str, extra: str
) -> None:
    def missing(*_: object) -> None:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)

    monkeypatch.setattr("liangrong.services.measures.show", missing)
    code, _, err = ask("--store", whole, "--lang", "en", "show", "short_balance")
    assert code == 2
    assert f"pip install 'liangrong[{extra}]'" in err


def test_a_bug_is_one_sentence_and_a_file(ask: Asked, monkeypatch: pytest.MonkeyPatch, whole: Path) -> None:
    def broken(*_: object) -> None:
        raise KeyError("nobody expects it")

    monkeypatch.setattr("liangrong.services.measures.show", broken)
    code, out, err = ask("show", "rzye", "--store", whole, "--format", "json", "--lang", "en")
    assert code == 1
    assert "Traceback" not in err
    error = json.loads(out)["error"]
    kept = Path(error["details"]["traceback"])
    assert "nobody expects it" in kept.read_text(encoding="utf-8")
    kept.unlink()
    monkeypatch.setenv("LIANGRONG_DEBUG", "1")
    code, _, err = ask("show", "rzye", "--store", whole)
    assert code == 1
    assert "Traceback" in err
    Path(err.split("记在 ")[1].split("。")[0]).unlink()


def test_ctrl_c_is_quiet(ask: Asked, monkeypatch: pytest.MonkeyPatch, whole: Path) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("liangrong.services.measures.show", interrupted)
    assert ask("show", "rzye", "--store", whole) == (app.INTERRUPTED, "", "")


def test_a_closed_pipe_is_quiet(whole: Path) -> None:
    command = [*LIANGRONG, "show", "rzye", "--from", "2010-03-31", "--store", str(whole)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        said = process.stderr.read()
        process.wait()
    assert process.returncode in (0, app.PIPE_CLOSED)
    assert said == b""


def test_version_imports_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['liangrong', '--version']; from liangrong.__main__ import main; main(); print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.startswith("liangrong ")
    assert not {"polars", "rich", "cyclopts", "deltalake"} & set(said.split())


def test_a_brief_in_the_terminal_needs_no_charts(whole: Path) -> None:
    code = (
        "import sys; from liangrong.interfaces.cli.app import run\n"
        f"code = run(['brief', '--store', {str(whole)!r}]); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0
    assert not {"altair", "vl_convert", "jinja2", "httpx2", "pandas", "calamine"} & set(done.stderr.split())


def test_a_disk_error_keeps_its_path() -> None:
    failure = explain(PermissionError(13, "Permission denied", "/data/x"), "en")
    assert failure.exit_code == 5
    assert "/data/x" in failure.message


def test_colour_is_never_alone_and_can_be_switched(ask: Asked, whole: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FORCE_COLOR", "1"), ("TERM", "xterm"), ("LIANGRONG_LANG", "en")):
        monkeypatch.setenv(name, value)
    assert "\x1b[31mCNY +3.47 billion\x1b[0m" in ask("brief", "--store", whole)[1]
    assert "\x1b[32mCNY +3.47 billion\x1b[0m" in ask("brief", "--store", whole, "--colors", "western")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    plain = ask("brief", "--store", whole)[1]
    assert "\x1b[3" not in plain
    assert "CNY +3.47 billion" in plain
