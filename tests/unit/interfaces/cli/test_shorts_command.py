"""``liangrong shorts`` from words to an exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.interfaces.conftest import Asked


def test_the_default_shows_cards_and_months(ask: Asked, whole: Path) -> None:
    code, out, _ = ask("shorts", "--store", whole, "--format", "json", "--as-of", "2024-12-31")
    assert code == 0
    rows = json.loads(out)["data"]
    assert [row["card"] for row in rows[:3]] == ["year_to_date", "against_peak", "of_float"]
    assert {row["card"] for row in rows[3:]} == {"month"}
    assert rows[0]["base_date"] == "2023-12-29"
    assert rows[0]["base_value"].count(".") == 1  # money is a decimal string


def test_what_is_not_known_says_why_in_the_language_asked_for(ask: Asked, whole: Path) -> None:
    _, out, err = ask("shorts", "--store", whole, "--view", "cards", "--format", "md", "--lang", "en")
    assert "not known" in out
    assert "Not known of float: no float cap of 2026-01-30" in err
    _, out, err = ask("shorts", "--store", whole, "--view", "cards", "--format", "md", "--lang", "zh")
    assert "较上年末" in out
    assert "请导入当日全部股票的市值" in err


def test_a_peak_of_half_a_history_is_refused_in_its_card(ask: Asked, young: Path) -> None:
    _, out, _ = ask("shorts", "--store", young, "--view", "cards", "--format", "json", "--lang", "en")
    cards = {row["card"]: row for row in json.loads(out)["data"]}
    assert cards["against_peak"]["value"] is None
    assert "2010-03-31" in cards["against_peak"]["why_en"]
    assert cards["against_known_peak"]["why_en"] == "the highest since 2020-01-02, not ever"


def test_marks_are_numbered(ask: Asked, whole: Path) -> None:
    _, out, _ = ask(
        "shorts", "--store", whole, "--view", "trend", "--from", "2024-07-10", "--to", "2024-07-12", "--format", "json"
    )  # fmt: skip
    marked = [row for row in json.loads(out)["data"] if row["mark"]]
    assert [(row["date"], row["mark"], row["decree"]) for row in marked] == [
        ("2024-07-11", ["1"], ["securities_refinancing_suspended"])
    ]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["--view", "table"], 3, "whole margin detail"),
        (["--view", "futures"], 3, "index futures"),
        (["--view", "table", "--from", "2024-01-02"], 2, "leave out --from"),
        (["--view", "trend", "--from", "yesterday"], 2, "--from is 'yesterday'"),
        (["--top", "0"], 2, "at least one row"),
        (["--scope", "nowhere"], 2, "no scope called 'nowhere'"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(ask: Asked, whole: Path, words: list[str], code: int, sentence: str) -> None:
    found, out, err = ask("shorts", "--store", whole, "--lang", "en", *words)
    assert (found, out) == (code, "")
    assert sentence in err


def test_a_squeeze_without_detail_is_insufficient_and_no_error(ask: Asked, whole: Path) -> None:
    code, _, err = ask("shorts", "--store", whole, "--view", "squeeze", "--lang", "en")
    assert code == 0
    assert "Insufficient" in err
    assert "n=0" in err
