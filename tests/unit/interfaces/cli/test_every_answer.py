"""Every command whose answer can be a page, on the simulated market: its words are read, its chart is drawn, it says what it is."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from liangrong.core.results import Result
from liangrong.interfaces.cli import answers
from liangrong.interfaces.cli.answers import AnswerOptions
from liangrong.interfaces.cli.app import COMMANDS, SUBCOMMANDS, run
from liangrong.research.charts.render import NARROW, WIDE, to_spec
from liangrong.research.reports.page import to_page, watermark_of
from liangrong.research.sheets import SHEETS
from liangrong.research.tables.headings import Shown
from liangrong.research.tables.labels import heading_of, word
from liangrong.research.tables.layout import printed
from liangrong.rules.events import events

ASKED = {
    "flows": ["--from", "2026-01-05"],
    "league": ["--from", "2026-01-05", "--top", "5"],
    "growth": ["--from", "2024-06-03", "--pivot", "2024-09-24"],
    "rotation": ["--from", "2025-06-30"],
    "episodes": [],
    "heat": [],
    "crowding": [],
    "shorts": [],
    "attribution": [],
    "event-study": [],
    "lead-lag": [],
    "factor": ["--name", "financing_change"],
    "context": ["--series", "maintenance"],
    "search": ["模拟"],
    "security": ["605842", "--view", "history"],
    "ladder": [],
    "book describe": ["demo", "--aspect", "zones"],
    "book revalue": ["demo"],
    "stress run": ["demo", "--scenario", "market:-0.4", "market:-0.5"],
    "stress grid": ["demo", "--scenario", "draws:20+market:-0.5"],
    "stress reverse": ["demo", "--by", "industry"],
    "stress policy": ["financing_margin_ratio=80%", "--book", "demo"],
    "stress cascade": ["demo", "--scenario", "market:-0.5", "--draws", "5"],
    "stress replay": ["--episode", "2024-01"],
    "stress nowcast": ["--from", "2025-06-01"],
}
"""Command to what it is asked."""
UNDRAWN = frozenset({"search"})
"""Answers without a picture."""
SCOPES = ("scope", "within", "unit")
"""Columns that say ``market``, ``SSE`` or a unit to every reader."""


EVERY = {
    **{name: path for name, (path, _, _) in COMMANDS.items() if path},
    **{f"{name} {below}": path for name, commands in SUBCOMMANDS.items() for below, (path, _, _) in commands.items()},
}
"""Command to ``module:function``."""


def module_of(name: str) -> str:
    return f"liangrong.interfaces.cli.commands.{EVERY[name].partition(':')[0]}"


def takes_answer_options(name: str) -> bool:
    path, _, function = EVERY[name].partition(":")
    found = getattr(import_module(f"liangrong.interfaces.cli.commands.{path}"), function)
    options = inspect.signature(found).parameters.get("options")
    return options is not None and type(options.default) is AnswerOptions


def test_every_command_with_a_page_has_its_sheet_and_is_tried_here() -> None:
    with_page = {name for name in EVERY if takes_answer_options(name)}
    assert with_page == set(ASKED)
    assert with_page <= set(SHEETS)


@pytest.mark.parametrize("name", SHEETS)
def test_its_chart_can_be_asked_for_by_width_and_language(name: str) -> None:
    parameters = inspect.signature(SHEETS[name].chart()).parameters
    assert next(iter(parameters)) == "rows"
    assert {"lang", "width", "note"} <= {key for key, one in parameters.items() if one.kind is one.KEYWORD_ONLY}


@dataclass
class Caught:
    """What a command was about to show."""

    name: str
    result: Result


@pytest.mark.slow
@pytest.mark.parametrize("name", ASKED)
def test_its_answer_is_named_drawn_and_called_synthetic(
    name: str, simulated_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    caught: list[Caught] = []

    def catch(shown: str, result: Result, options: AnswerOptions, **_: object) -> None:
        caught.append(Caught(shown, result))

    monkeypatch.setattr(answers, "show_answer", catch)
    monkeypatch.setattr(import_module(module_of(name)), "show_answer", catch)
    assert run([*name.split(), *ASKED[name], "--store", str(simulated_store)]) == 0, capsys.readouterr().err
    (one,) = caught
    assert one.name == name
    result = one.result
    assert result.data.height
    assert result.as_of is not None
    assert watermark_of(result, "zh"), "synthetic rows must be called so"

    assert [column for column in _readers(result) if not _named(column)] == [], "columns without a heading"
    assert _untranslated(result) == {}, "words without Chinese"
    for lang in ("zh", "en"):
        headings = [column.heading for column in printed(result, lang).columns]
        assert len(headings) == len(set(headings)), headings
    for width in (WIDE, NARROW):
        chart = SHEETS[name].chart()(result.data, lang="en", width=width, note="MADE-UP")
        assert (chart is None) == (name in UNDRAWN)
        assert chart is None or "MADE-UP" in str(to_spec(chart)), "the watermark is drawn"
    page = to_page(result, SHEETS[name], "zh")
    assert page.count("<svg ") == (0 if name in UNDRAWN else 2)
    for drawing in page.split("<svg ")[1:]:
        assert watermark_of(result, "zh") in drawing.partition("</svg>")[0], "the watermark is drawn"
    assert "NaN" not in re.sub(r'd="[^"]*"', "", page)


def _readers(result: Result) -> list[str]:
    """Columns as a reader of either language meets them."""
    return [column for column in result.data.columns if not column.endswith(("_zh", "_en")) and column not in ("zh", "en")]


def _named(column: str) -> bool:
    return column in ("x", "y") or heading_of(column).zh != column.replace("_", " ")


def _untranslated(result: Result) -> dict[str, set[str]]:
    """Cells of ours, in lower_snake English, that a Chinese reader would meet as they are; names of events are theirs."""
    found = {}
    for name in _readers(result):
        column = result.data[name]
        if column.dtype == pl.List(pl.String):
            column = column.explode()
        if column.dtype != pl.String or heading_of(name).shown & (Shown.HIDDEN | Shown.MEASURE) or name in SCOPES:
            continue
        ours = {cell for cell in column.drop_nulls().unique() if re.fullmatch(r"[a-z]+(_[a-z0-9]+)*", cell)}
        ours -= {event.event for event in events()}
        left = {cell for cell in ours if Shown.WORD not in heading_of(name).shown or word(name, cell) == cell}
        if left:
            found[name] = left
    return found
