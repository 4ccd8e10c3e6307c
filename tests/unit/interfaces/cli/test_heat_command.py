"""``liangrong heat``: tables for people, everything for machines, a page, a chart, and refusals that are sentences."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.interfaces.conftest import Asked


def rows(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)["data"]
    return found


def test_machines_get_everything(ask: Asked, whole: Path) -> None:
    """The index of the small market only rises: RSI is 100, always flagged, one episode, and nothing ever fell."""
    code, out, _ = ask("heat", "--store", whole, "--format", "json", "--lang", "en")
    assert code == 0
    envelope = json.loads(out)
    rsi = next(row for row in envelope["data"] if row["signal"] == "rsi")
    assert rsi["value"] == 100.0
    assert rsi["flag"] is True
    assert (rsi["n_episodes"], rsi["n_hits"], rsi["base_rate"]) == (1, 0, 0.0)
    assert rsi["verdict"] == "insufficient"
    assert rsi["definition_en"].endswith("fires at 70 or above.")
    assert any("RSI-14 insufficient (n=1)" in note for note in envelope["warnings"])


def test_people_get_what_fits_in_their_language(ask: Asked, whole: Path) -> None:
    _, zh, _ = ask("heat", "--store", whole, "--format", "md", "--lang", "zh")
    assert "| 信号" in zh
    assert "样本不足" in zh
    assert "定义" in zh
    _, en, _ = ask("heat", "--store", whole, "--format", "md", "--lang", "en")
    assert "insufficient" in en
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in en.replace("中证全指", ""))
    assert "brier" not in en.lower(), "one signal alone shows its scores"
    _, one, _ = ask("heat", "--store", whole, "--format", "md", "--lang", "en", "--signal", "rsi")
    assert "Brier skill" in one


def test_a_level_in_percent_is_read_as_such(ask: Asked, whole: Path) -> None:
    _, out, _ = ask("heat", "--store", whole, "--format", "json", "--signal", "deleveraging", "--level", "-15%")
    (row,) = rows(out)
    assert row["fires_at"] == -0.15


def test_views(ask: Asked, whole: Path) -> None:
    _, history, _ = ask("heat", "--store", whole, "--signal", "rsi", "--history", "--from", "2026-01-26", "--format", "csv")
    assert [row["date"] for row in csv.DictReader(io.StringIO(history))] == [f"2026-01-{day}" for day in range(26, 31)]
    _, bins, _ = ask("heat", "--store", whole, "--signal", "rsi", "--reliability", "--format", "json")
    assert sum(row["n_days"] for row in rows(bins)) > 1000
    _, jumps, _ = ask("heat", "--store", whole, "--jumps", "--format", "json", "--as-of", "2026-01-14")
    assert {row["comparison"] for row in rows(jumps)} >= {"one_session", "month_to_date", "last_whole_month"}


@pytest.mark.parametrize(
    "view", [[], ["--signal", "rsi", "--history", "--from", "2025-11-03"], ["--signal", "rsi", "--reliability"], ["--jumps"]]
)
def test_each_view_can_be_drawn(ask: Asked, whole: Path, tmp_path: Path, view: list[str]) -> None:
    path = tmp_path / "heat.json"
    code, _, err = ask("heat", "--store", whole, "--chart", path, *view)
    assert code == 0, err
    assert json.loads(path.read_text(encoding="utf-8"))["layer"]


def test_a_page_has_the_definitions(ask: Asked, whole: Path) -> None:
    code, out, _ = ask("heat", "--store", whole, "--format", "html")
    assert code == 0
    assert "相对强弱指标" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--history", "--jumps"], 2, "一次只能选一个"),
        (["--history"], 2, "--signal"),
        (["--signal", "heat"], 2, "record_streak"),
        (["--level", "80"], 2, "--signal"),
        (["--fall", "50"], 2, "跌幅"),
        (["--horizon", "1"], 2, "至少要 2 个"),
        (["--index", "000300.SH"], 3, "000985.SH"),
        (["--signal", "kdj"], 3, "最高价"),
    ],
)
def test_refusals_finish_the_sentence(ask: Asked, whole: Path, words: list[str], code: int, said: str) -> None:
    got, _, err = ask("heat", "--store", whole, *words)
    assert (got, said in err) == (code, True), err


def test_an_empty_store_is_told_so(ask: Asked, empty: Path) -> None:
    code, _, err = ask("heat", "--store", empty)
    assert code == 3
    assert "Traceback" not in err
