"""Answers in a notebook: title, chart and rows in this order, told to be synthetic, cut with a word."""

from __future__ import annotations

import sys
from typing import Any

import IPython.display
import pytest

from liangrong.core.results import Result
from liangrong.interfaces.notebook import show
from liangrong.research.sheets import SHEETS
from tests.answers_drawn import CHARTS, MODULE, answer, sheet


@pytest.fixture
def displayed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was shown below the cell."""
    found: list[Any] = []
    monkeypatch.setattr(IPython.display, "display", found.append)
    monkeypatch.setitem(SHEETS, "made-up", sheet())
    monkeypatch.setitem(sys.modules, MODULE, CHARTS)
    return found


def test_title_chart_rows_and_notes_in_this_order(displayed: list[Any]) -> None:
    show("made-up", answer())
    title, chart, rows = displayed
    assert title.data == "### 净买入 <测试>\n\n定义在此。\n\n*截至 2026-01-30*"
    assert chart.data.startswith("<svg")
    assert "| 电子 | +12.34 | 75.00 |" in rows.data
    assert rows.data.endswith("- 三只未归类。")


def test_synthetic_rows_are_called_so_above_and_in_the_chart(displayed: list[Any]) -> None:
    show("made-up", answer(source=("simulated:sse",)), lang="en")
    title, chart, _ = displayed
    assert title.data.endswith("*As of 2026-01-30 · Synthetic data, not market fact*")
    assert "Synthetic data, not market fact" in chart.data


def test_a_long_table_is_cut_with_a_word(displayed: list[Any]) -> None:
    show("made-up", answer(), rows=1)
    assert "银行" in displayed[1].data, "the chart has every row"
    assert "银行" not in displayed[2].data
    assert "……另有 2 行" in displayed[2].data


def test_charts_of_one_notebook_do_not_share_ids(displayed: list[Any]) -> None:
    show("made-up", answer())
    show("made-up", answer())
    first, second = (shown.data for shown in displayed if shown.data.startswith("<svg"))
    assert 'id="made-up-' in first
    assert first != second


def test_without_rows_there_is_no_chart(displayed: list[Any]) -> None:
    show("made-up", Result(answer().data.clear()))
    assert len(displayed) == 2
    assert displayed[0].data == "### 净买入 <测试>\n\n定义在此。"
