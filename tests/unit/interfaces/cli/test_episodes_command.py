"""``liangrong episodes`` as people type it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest


def test_the_summary_and_the_rule(ask, whole: Path) -> None:
    code, out, err = ask("--store", whole, "episodes")
    assert code == 0
    assert "2015-06-18" in out
    assert "未结束" in out
    assert "自谷底上涨不少于 50%、自峰值下跌不少于 20%" in err


def test_day_by_day(ask, whole: Path) -> None:
    code, out, _ = ask("--store", whole, "episodes", "--align", "peak", "--before", "1", "--after", "1", "--format", "json")
    rows = json.loads(out)["data"]
    assert code == 0
    assert [row["offset"] for row in rows if row["episode"] == "2015" and row["measure"] == "margin_trading_balance"] == [
        -1,
        0,
        1,
    ]


def test_by_dates_and_by_pivots(ask, whole: Path) -> None:
    code, out, _ = ask("--store", whole, "--lang", "en", "episodes", "--window", "2014-07-01..2016-03-01")
    assert (code, "given" in out) == (0, True)
    code, out, _ = ask(
        "--store", whole, "episodes", "--align", "pivot", "--pivot", "2015-06-18", "2024-09-24", "--after", "2", "--before", "0"
    )
    assert (code, "2024-09-26" in out) == (0, True)


def test_baskets_and_the_market_share(ask, whole: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.yaml"
    path.write_text("baskets:\n- {name: AI+, from: 2025-09-11, to: 2025-09-18, given: 15.95%}\n"
                    "- {name: 互联网+, from: 2015-06-15, to: 2015-06-23, given: 12.26%}\n", encoding="utf-8")  # fmt: skip
    code, out, _ = ask("--store", whole, "episodes", "--baskets", path)
    assert code == 0
    assert "+3.69" in out
    assert "个百分点" in out
    code, out, err = ask(
        "--store", whole, "--lang", "en", "episodes", "--market-share", "2025-09-11..2025-09-18", "--given", "9%"
    )
    assert (code, "two sided" in out) == (0, True)
    assert "denominator would have to be" in err


@pytest.mark.parametrize(("words", "code", "said"), [
    (("--align", "pivot"), 2, "needs its dates"),
    (("--window", "2014"), 2, "FROM..TO"),
    (("--rise", "a lot"), 2, "no number"),
    (("--fall", "120%"), 2, "between 0 and 1"),
    (("--before", "-1"), 2, "cannot be negative"),
    (("--baskets", "nowhere.yaml"), 4, "nowhere.yaml"),
    (("--rise", "900000000"), 3, "rise by"),
])  # fmt: skip
def test_what_is_wrong_is_said(ask, whole: Path, words, code: int, said: str) -> None:
    found, _, err = ask("--store", whole, "--lang", "en", "episodes", *words)
    assert (found, said in err) == (code, True), err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_remarks_do_not_speak_in_names_of_columns(ask, whole: Path, lang: str) -> None:
    code, _, err = ask("--store", whole, "--lang", lang, "episodes")
    assert code == 0
    assert not re.search(r"confirmed_on|ratio_", err), err
