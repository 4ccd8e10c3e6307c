"""The stories in ``examples/`` run, and tell what happened."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from liangrong.core.calendar import Calendar
from liangrong.interfaces.cli.app import run
from liangrong.services.imports import ImportRequest, import_paths
from liangrong.services.workspace import Workspace
from tests.small_market import frames, stored

from .conftest import ROOT, Line, command_lines, pages

ASKED = [line for page in pages() for line in command_lines(page) if line.words[:1] == ["liangrong"] and "examples/" in line.text]

START, END = date(2020, 1, 2), date(2020, 3, 31)
HIGHS = {date(2020, 3, 5): 2_400_000_000_000, date(2020, 3, 12): 2_500_000_000_000}


def made_up(day: date, place: int) -> str:
    """Totals of both exchanges in tushare's layout: a slow saw that never passes its start, with two peaks."""
    lines = []
    for exchange in ("SSE", "SZSE"):
        total = HIGHS.get(day, 2_300_000_000_000 - place * 100_000_000) / 2
        short = 10_000_000_000.0
        lines.append(
            f"{day:%Y%m%d},{exchange},{total - short:.1f},50000000000.0,50000000000.0,{short:.1f},1000000.0,{total:.1f},1000000000.0"
        )
    return "\n".join(lines)


def test_the_story_of_the_records(tmp_path: Path, calendar: Calendar) -> None:
    file = tmp_path / "margin.csv"
    rows = [made_up(day, place) for place, day in enumerate(calendar.between(START, END))]
    file.write_text("trade_date,exchange_id,rzye,rzmre,rzche,rqye,rqmcl,rzrqye,rqyl\n" + "\n".join(rows) + "\n")
    workspace = Workspace.open(tmp_path / "store", create=True)
    assert import_paths(workspace, ImportRequest([file])).exit_code in (0, 5)
    command = [
        sys.executable,
        "examples/records_2025.py",
        "--store",
        str(tmp_path / "store"),
        "--from",
        "2020-03-02",
        "--to",
        "2020-03-31",
    ]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", env={"PYTHONIOENCODING": "utf-8"})
    assert run.returncode == 0, run.stderr
    told = run.stdout
    assert "ever: Cannot say 'ever'" in told
    highs = told.split("Highs since")[1].split("First session")[0]
    assert [line.split()[0] for line in highs.splitlines() if line.startswith("  2020")] == ["2020-03-05", "2020-03-12"]
    assert "2020-03-05" in told.split("First session")[1]


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store for the questions that need one: invented totals."""
    return stored(tmp_path_factory.mktemp("examples") / "store", frames(simulated=True))


@pytest.mark.parametrize("line", ASKED, ids=lambda line: f"{line.page}: {line.text.strip()}")
def test_what_a_page_asks_of_an_example_is_answered(
    line: Line, small_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("LIANGRONG_STORE", str(small_store))
    assert run(line.words[1:]) == 0, capsys.readouterr().err
    assert capsys.readouterr().out.strip()


def test_pages_ask_something_of_each_example() -> None:
    files = {path.name for path in (ROOT / "examples").glob("*.yaml")}
    assert files == {name for name in files if any(name in line.text for line in ASKED)}
