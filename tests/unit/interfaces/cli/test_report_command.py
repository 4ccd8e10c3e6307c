"""``liangrong report``: files in every format, binary ones never on a screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.unit.interfaces.conftest import Asked

NARRATION = "Narration (written by a model; every figure checked)"
EVENT = ("rule-change", "--event", "financing_ratio_100_2026")


def test_a_report_on_the_terminal(ask: Asked, whole: Path) -> None:
    code, out, _ = ask("report", *EVENT, "--store", whole, "--lang", "en")
    assert code == 0
    assert "A rule change explained" in out
    assert "80.00%" in out


def test_every_format_makes_a_file(ask: Asked, whole: Path, tmp_path: Path) -> None:
    beginnings = {"html": b"<!doctype html>", "pdf": b"%PDF", "docx": b"PK", "md": b"# ", "json": b"{", "table": b"A rule"}
    for form, beginning in beginnings.items():
        out = tmp_path / f"report.{form}"
        code, _, said = ask("report", *EVENT, "--store", whole, "--format", form, "--out", out, "--lang", "en")
        assert (code, out.read_bytes()[: len(beginning)]) == (0, beginning), form
        assert str(out) in said.replace("\n", "")


def test_json_goes_to_standard_output(ask: Asked, whole: Path) -> None:
    code, out, _ = ask("report", "daily", "--store", whole, "--format", "json")
    told = json.loads(out)
    assert (code, told["kind"], told["unit"]) == (0, "daily", "")


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_binary_file_is_not_shown_on_a_terminal(ask: Asked, whole: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    code, out, said = ask("report", *EVENT, "--store", whole, "--format", form, "--lang", "en")
    assert (code, out) == (2, "")
    assert "--out" in said


def test_a_place_that_cannot_be_written_is_told(ask: Asked, whole: Path, tmp_path: Path) -> None:
    code, _, said = ask(
        "report", *EVENT, "--store", whole, "--format", "md", "--out", tmp_path / "none" / "report.md", "--lang", "en"
    )
    assert code == 2
    assert "cannot be written" in said


def test_an_unknown_event_is_told(ask: Asked, whole: Path) -> None:
    code, _, said = ask("report", "rule-change", "--event", "nothing", "--store", whole, "--lang", "en")
    assert code == 2
    assert "financing_ratio_100_2026" in said


def test_a_day_chooses_the_event(ask: Asked, whole: Path) -> None:
    code, out, _ = ask("report", "rule-change", "--on", "2023-09-11", "--store", whole, "--lang", "en", "--capital", "500000")
    assert code == 0
    assert "CNY 500,000.00" in out


class Narrator(BaseHTTPRequestHandler):
    """Answers with ``text``, and keeps what it was asked."""

    text = ""
    asked: Any = None

    def do_POST(self) -> None:
        type(self).asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        content = json.dumps({"choices": [{"message": {"content": self.text}}]}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Nothing on stderr."""


@pytest.fixture
def narrator(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Narrator]]:
    server = HTTPServer(("127.0.0.1", 0), Narrator)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("LIANGRONG_NARRATOR_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("LIANGRONG_NARRATOR_MODEL", "small")
    monkeypatch.delenv("LIANGRONG_NARRATOR_KEY", raising=False)
    yield Narrator
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_narration_comes_from_the_named_model(ask: Asked, whole: Path, narrator: type[Narrator]) -> None:
    narrator.text = "The capital of the account is 1,000,000.00 yuan."
    code, out, said = ask("report", *EVENT, "--store", whole, "--format", "md", "--lang", "en", "--narrate")
    assert (code, said) == (0, "")
    assert out.index(NARRATION) < out.index("The capital of the account is")
    assert narrator.asked["model"] == "small"


def test_a_narration_that_is_refused_leaves_the_report(ask: Asked, whole: Path, narrator: type[Narrator]) -> None:
    narrator.text = "The capital of the account is 9,999,999.00 yuan."
    plain = ask("report", *EVENT, "--store", whole, "--format", "md", "--lang", "en")
    code, out, said = ask("report", *EVENT, "--store", whole, "--format", "md", "--lang", "en", "--narrate")
    assert (code, out) == (0, plain[1])
    assert "9,999,999" in said


def test_a_narrator_that_nobody_named_is_told_before_anything_is_built(
    ask: Asked, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("URL", "MODEL", "KEY"):
        monkeypatch.delenv(f"LIANGRONG_NARRATOR_{name}", raising=False)
    code, out, said = ask("report", *EVENT, "--store", tmp_path / "none", "--lang", "en", "--narrate")
    assert (code, out) == (2, "")
    assert "LIANGRONG_NARRATOR_URL" in said
