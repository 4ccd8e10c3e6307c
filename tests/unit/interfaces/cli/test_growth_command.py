"""``liangrong growth`` as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ARTICLE = ("--legs", "98%", "145%", "--total", "389.3%", "--dates", "2015-06-18..2024-09-23", "2024-09-24..2025-09-17")


def test_printed_legs_need_no_store(ask, tmp_path: Path) -> None:
    code, out, err = ask("--store", tmp_path / "nowhere", "--lang", "en", "growth", *ARTICLE)
    assert code == 0
    assert "does not close" in out
    assert "+385.10" in out
    assert "+4.20" in out
    assert "(pp)" in out
    assert "leave out the change of 2024-09-24" in err


def test_negative_legs_and_the_chinese_table(ask) -> None:
    code, out, _ = ask("growth", "--legs=-62%", "65%", "--total", "-37.14%", "--from-level", "1.3万亿", "--to-level", "8175.7亿")
    assert code == 0
    assert "舍入之内" in out
    assert "由水平计算" in out
    assert "个百分点" in out


@pytest.mark.parametrize("legs", [
    ("--legs", "-62%", "65%", "-3%"),
    ("--legs", "-62%,65%,-3%"),
    ("--legs=-62％，65％、-3％",),
    ("--legs=-62%", "--legs", "65%", "-3%"),
])  # fmt: skip
def test_negative_legs_are_no_options(ask, legs: tuple[str, ...]) -> None:
    code, out, err = ask("growth", *legs, "--total", "-39.25%", "--format", "json")
    assert code == 0, err
    assert [row["growth"] for row in json.loads(out)["data"][:3]] == pytest.approx([-0.62, 0.65, -0.03])
    assert "-39.25%" in out.split('"warnings"')[1], "the total is quoted as it was printed"


def test_a_split_over_the_store(ask, whole: Path) -> None:
    code, out, _ = ask(
        "--store", whole, "growth", "--from", "2015-06-18", "--to", "2026-01-30", "--pivot", "2025-01-02", "--format", "json"
    )
    assert code == 0
    rows = {(row["scope"], row["part"]): row for row in json.loads(out)["data"] if row["part"] == "total"}
    assert rows["market", "total"]["verdict"] == "closes"
    assert rows["exchange:SSE+SZSE", "total"]["growth"] == pytest.approx(27_000 / 22_600 - 1)


def test_several_scopes(ask, whole: Path) -> None:
    code, out, _ = ask(
        "--store", whole, "--lang", "en", "growth", "--scope", "SSE", "BSE", "--from", "2015-06-18", "--to", "2026-01-30"
    )
    assert code == 0
    assert "exchange:SSE" in out
    assert "Nearest known: 2023-02-13" in out


@pytest.mark.parametrize(("words", "code", "said"), [
    (("growth",), 2, "--from"),
    (("growth", "--legs", "98", "145%", "--total", "3%"), 2, "percent sign"),
    (("growth", "--legs", "98%", "145%", "--total", "3%", "--dates", "2015-06-18"), 2, "FROM..TO"),
    (("growth", "--from", "soon"), 2, "no date"),
    (("growth", "--legs", "98%", "--total", "3%", "--from", "2015-06-18"), 2, "leave out --from"),
    (("growth", "--from", "2015-06-18", "--total", "3%"), 2, "--total belongs to --legs"),
    (("growth", "--from", "2015-06-18", "--scope", "board:star"), 3, "No margin_trading_balance"),
    (("growth", "--from", "2015-06-18", "--after", "2016-01-04"), 2, "pivot"),
])  # fmt: skip
def test_what_is_wrong_is_said(ask, whole: Path, words, code: int, said: str) -> None:
    found, _, err = ask("--store", whole, "--lang", "en", *words)
    assert (found, said in err) == (code, True), err
