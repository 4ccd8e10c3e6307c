"""Answers to stdout and into files: every format, pages and charts, refusals that are sentences."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from liangrong.core.errors import UsageError
from liangrong.interfaces.cli.answers import AnswerOptions, show_answer
from liangrong.interfaces.cli.app import COMMANDS
from liangrong.research.sheets import SHEETS
from liangrong.services.verbs.catalogue import VERBS
from tests.answers_drawn import CHARTS, MODULE, answer, sheet

Show = Callable[..., tuple[str, str]]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Show:
    monkeypatch.setitem(SHEETS, "made-up", sheet())
    monkeypatch.setitem(sys.modules, MODULE, CHARTS)
    monkeypatch.delenv("LIANGRONG_LANG", raising=False)

    def shown(result: Any = None, **options: Any) -> tuple[str, str]:
        show_answer("made-up", answer() if result is None else result, AnswerOptions(**options))
        said = capsys.readouterr()
        return said.out, said.err

    return shown


FORMATS = {
    "table": "净买入 <测试>",
    "json": '{"data": [{"scope": "电子", "change": "1234000000.000"',
    "csv": "scope,change,share",
    "md": "| 范围 | 变化(亿元) | 占比(%) |",
    "html": "<!doctype html>",
}


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_has_what_stdout_would_have(show: Show, tmp_path: Path, form: str) -> None:
    out, err = show(format=form)
    assert out.startswith(FORMATS[form])
    path = tmp_path / "answer"
    silent, said = show(format=form, out=path)
    assert silent == ""
    assert path.read_text(encoding="utf-8") == out
    assert f"已写入 {path}" in said
    assert said.replace(f"已写入 {path}\n", "") == err


def test_warnings_are_said_beside_every_format_but_json(show: Show) -> None:
    for form in FORMATS:
        assert ("三只未归类" in show(format=form)[1]) == (form != "json")


@pytest.mark.parametrize("suffix", ["svg", "png", "json"])
def test_the_chart_is_saved_beside_the_answer(show: Show, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"chart.{suffix}"
    out, err = show(format="csv", chart=path, lang="en")
    assert out.startswith("scope,change")
    assert f"Written to {path}" in err
    assert path.stat().st_size > 500
    if suffix == "json":
        title = json.loads(path.read_text(encoding="utf-8"))["title"]
        assert title == {"text": "Net & test", "subtitle": "As of 2026-01-30"}


def test_a_synthetic_chart_says_so(show: Show, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    show(answer(source=("simulated:sse",)), chart=path)
    told = re.findall(r">[^<]*模拟数据，不是市场事实<", path.read_text(encoding="utf-8"))
    assert len(told) == 2, "below the title and across the drawing"


@pytest.mark.parametrize("suffix", ["pdf", "html"])
def test_a_wrong_suffix_is_refused_before_anything_is_said(
    show: Show, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str
) -> None:
    with pytest.raises(UsageError, match=r"\.svg, \.png, \.json"):
        show(chart=tmp_path / f"chart.{suffix}")
    assert capsys.readouterr().out == ""


def test_nothing_to_draw_is_a_sentence(show: Show, tmp_path: Path) -> None:
    from liangrong.core.results import Result

    with pytest.raises(UsageError, match="nothing to draw"):
        show(Result(answer().data.clear()), chart=tmp_path / "chart.svg")


@pytest.mark.parametrize(("out", "chart"), [("missing/a", None), (None, "missing/a.svg"), (None, "a.gif"), (".", None)])
def test_where_an_answer_cannot_go_is_known_before_it_is_computed(tmp_path: Path, out: str | None, chart: str | None) -> None:
    asked = AnswerOptions(
        store=tmp_path / "no store",
        out=None if out is None else tmp_path / out,
        chart=None if chart is None else tmp_path / chart,
    )
    with pytest.raises(UsageError):
        asked.open()


def test_a_chart_that_cannot_be_written_leaves_stdout_to_the_error(
    show: Show, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError):
        show(format="json", chart=tmp_path / "missing" / "a.svg")
    assert capsys.readouterr().out == "", "an answer before the error would make two JSON documents of one"


@pytest.mark.parametrize("option", ["out", "chart"])
def test_a_place_that_cannot_be_written_is_a_sentence(show: Show, tmp_path: Path, option: str) -> None:
    (tmp_path / "folder.svg").mkdir()
    for path in (tmp_path / "missing" / "a.svg", tmp_path / "folder.svg"):
        with pytest.raises(UsageError) as caught:
            show(**{option: path})
        assert str(path) in caught.value.message("zh")


def test_every_sheet_is_of_a_command_or_drawn_on_a_page() -> None:
    """A panel may name a sheet that no verb has: the treemap beside the bars, the events below the history."""
    assert set(SHEETS) - set(COMMANDS) - {verb.sheet for verb in VERBS.values()} <= {"treemap", "security-events"}
