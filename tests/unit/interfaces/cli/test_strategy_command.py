"""``liangrong strategy``: from words to an answer in both languages, and what is said of words that make no sense."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.small_market import stored
from tests.small_quotes import FALLING, FLAT, quotes
from tests.unit.interfaces.conftest import Asked


@pytest.fixture(scope="module")
def quoted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the quotes of two stocks."""
    return stored(tmp_path_factory.mktemp("quoted"), {"quotes": quotes()})


@pytest.fixture
def over(quoted: Path) -> list[str]:
    """The options that every run needs."""
    return ["--store", str(quoted), "--from", "2024-01-02", "--to", "2024-03-15"]


def rows(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)["data"]
    return found


def test_run_gives_one_row_with_money_as_text_and_ratios_as_numbers(ask: Asked, over: list[str]) -> None:
    code, out, _ = ask("strategy", "run", "fixed", "--leverage", "1", "--security", FLAT, *over, "--format", "json")
    assert code == 0
    (row,) = rows(out)
    assert row["end_equity"] == "999741.04"
    assert row["total_return"] == pytest.approx(-0.00025896)
    assert row["worst_ratio"] is None
    assert any("再投资" in warning for warning in json.loads(out)["warnings"])


def test_a_table_speaks_the_language_of_the_reader(ask: Asked, over: list[str]) -> None:
    _, out, err = ask("strategy", "run", "fixed", "--security", FLAT, *over)
    assert "最低维持担保比例" in out
    assert "夏普比率" in out
    assert "分红送股视同再投资" in err
    _, english, told = ask("strategy", "run", "fixed", "--security", FLAT, *over, "--lang", "en")
    assert "lowest maintenance ratio" in english
    assert "reinvested" in told
    assert not any("\u4e00" <= char <= "\u9fff" for char in english + told)


def test_a_sharpe_ratio_is_no_percentage(ask: Asked, over: list[str]) -> None:
    _, out, _ = ask("strategy", "run", "fixed", "--security", FALLING, *over, "--format", "md", "--lang", "en")
    head = out.splitlines()[0]
    assert "Sharpe ratio |" in head
    assert "total return (%)" in head


def test_days_are_listed_when_asked_for(ask: Asked, over: list[str]) -> None:
    _, out, _ = ask("strategy", "run", "fixed", "--security", FALLING, *over, "--daily", "--format", "csv")
    days = list(csv.DictReader(out.splitlines()))
    assert len(days) == 48
    assert days[0]["equity"] == "1000000.00"
    assert days[0]["maintenance_ratio"] == ""


def test_strategies_stand_side_by_side(ask: Asked, over: list[str]) -> None:
    words = ["strategy", "compare", "position", "position:share=1", "--security", FALLING, *over]
    code, out, _ = ask(*words, "--format", "json")
    assert code == 0
    half, full = rows(out)
    assert (half["strategy"], full["strategy"]) == ("position", "position:share=1")
    assert full["total_return"] < half["total_return"] < 0
    _, table, _ = ask(*words)
    assert "期末净资产(元)" in table
    assert "索提诺" not in table


def test_parameters_securities_and_terms_are_heard(ask: Asked, over: list[str]) -> None:
    code, out, _ = ask(
        "strategy", "run", "trend", "--param", "window=5", "leverage=1.2", "--security", FLAT, FALLING, *over,
        "--cash", "500,000", "--rate", "6%", "--conversion-ratio", "0.5", "--pack", "line_scheme_a", "--financing-first",
        "--sell-first", "loss", "--format", "json",
    )  # fmt: skip
    assert code == 0
    assert rows(out)[0]["end_equity"] == "500000.00"  # neither ever closes above its average


def test_the_list_shows_parameters_and_where_an_idea_circulates(ask: Asked) -> None:
    _, out, _ = ask("strategy", "list")
    assert "年线" in out
    assert "搜狐财经" in out
    _, english, _ = ask("strategy", "list", "--lang", "en")
    assert "Sohu, 20 July 2025" in english
    assert not any("\u4e00" <= char <= "\u9fff" for char in english)


def test_ruin_says_that_its_paths_are_synthetic(ask: Asked) -> None:
    words = ["strategy", "ruin", "fixed", "--paths", "3", "--sessions", "5", "--seed", "7", "--volatility", "0.2"]
    code, out, err = ask(*words)
    assert code == 0
    assert "穿仓" in out
    assert "合成价格路径，不是市场事实" in err
    _, answer, _ = ask(*words, "--format", "json", "--lang", "en")
    assert [row["ending"] for row in rows(answer)] == ["lost", "called", "forced", "indebted"]
    assert "synthetic price paths, not market fact" in json.loads(answer)["warnings"]
    assert any("seed 7" in warning for warning in json.loads(answer)["warnings"])


@pytest.mark.parametrize(
    ("words", "code", "part"),
    [
        (["run", "martingale", "--security", FLAT], 2, "fixed, position"),
        (["run", "fixed", "--security", "000002"], 3, "000002.SZ"),
        (["run", "fixed", "--security", "99"], 2, "99"),
        (["run", "fixed", "--leverage", "9", "--security", FLAT], 2, "between 1 and 3"),
        (["run", "fixed", "--param", "rebalance", "--security", FLAT], 2, "NAME=VALUE"),
        (["run", "fixed", "--cash", "viel", "--security", FLAT], 2, "--cash"),
        (["compare", "--security", FLAT], 2, "Name a strategy"),
    ],
)
def test_words_that_make_no_sense_get_a_sentence(ask: Asked, over: list[str], words: list[str], code: int, part: str) -> None:
    found, _, err = ask("strategy", *words, *over, "--lang", "en")
    assert (found, part in err) == (code, True), err


def test_ruin_beyond_the_calendar_gets_a_sentence(ask: Asked) -> None:
    code, _, err = ask("strategy", "ruin", "fixed", "--from", "2026-12-01", "--paths", "1", "--lang", "en")
    assert code == 3
    assert "calendar" in err
