"""``liangrong report``: files in every format, binary ones never on a screen."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.unit.interfaces.conftest import Asked

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
