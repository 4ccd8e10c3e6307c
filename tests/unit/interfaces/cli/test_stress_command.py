"""``liangrong book``, ``stress`` and ``ladder``: from words to answers in both languages, and what is said of words that make no sense."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from liangrong.services.demo import BOOK
from tests.unit.interfaces.conftest import Asked


def rows(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)["data"]
    return found


def test_the_simulated_store_has_a_book_that_says_it_is_synthetic(ask: Asked, simulated_store: Path) -> None:
    code, out, _ = ask("book", "list", "--store", simulated_store, "--format", "json")
    (row,) = rows(out)
    assert code == 0
    assert (row["name"], row["origin"], row["problem_zh"]) == (BOOK, "synthetic", "")
    told = json.loads(ask("book", "describe", BOOK, "--store", simulated_store, "--format", "json", "--lang", "en")[1])
    assert any("none of them is real" in warning for warning in told["warnings"])
    summary = {row["measure"]: row for row in told["data"]}
    assert summary["accounts"]["unit"] == "户", "a count is no ratio"
    assert Decimal(summary["accounts"]["value"]) == row["accounts"]


def test_a_fall_calls_more_than_none_and_one_engine_says_what_the_other_says(ask: Asked, simulated_store: Path) -> None:
    asked = ["stress", "run", BOOK, "--scenario", "market:0", "market:-0.5", "--store", simulated_store, "--format", "json"]
    still, fallen = rows(ask(*asked)[1])
    assert still["called"] == still["called_before"] < fallen["called"]
    assert rows(ask(*asked, "--engine", "local", "--workers", "1")[1]) == [still, fallen]


def test_obvious_words_need_no_option(ask: Asked, simulated_store: Path) -> None:
    store = ["--store", simulated_store, "--format", "json"]
    named = rows(ask("stress", "run", BOOK, "market:0", "fall_20", *store)[1])
    assert named == rows(ask("stress", "run", BOOK, "--scenario", "market:0", "fall_20", *store)[1])
    assert ask("stress", "grid", BOOK, "draws:5", *store)[0] == 0
    assert rows(ask("stress", "cascade", BOOK, "market:-0.3", *store)[1]) == rows(
        ask("stress", "cascade", BOOK, "--scenario", "market:-0.3", *store)[1]
    )
    assert "没有名为“1999-01”" in ask("stress", "replay", "1999-01", "--store", simulated_store)[2]


def test_a_ladder_of_a_book_is_exact(ask: Asked, simulated_store: Path, tmp_path: Path) -> None:
    words = ["--fall", "10%", "30%", "--store", simulated_store]
    found = rows(ask("ladder", "--book", BOOK, *words, "--format", "json")[1])
    assert found == rows(ask("ladder", BOOK, *words, "--format", "json", "--workers", "1")[1])
    assert {row["basis"] for row in found} == {"exact"}
    code, out, err = ask("ladder", BOOK, *words, "--chart", tmp_path / "ladder.svg")
    assert code == 0
    assert "逐户" in out
    assert "没有一个是真实账户" in err
    assert "debt below" not in (tmp_path / "ladder.svg").read_text(encoding="utf-8")


def test_tables_are_for_people_and_json_has_all(ask: Asked, simulated_store: Path) -> None:
    asked = ["stress", "reverse", BOOK, "--target", "1%", "--store", simulated_store]
    code, out, _ = ask(*asked)
    assert code == 0
    assert "called_share" not in out
    assert "被追保账户占有负债账户之比" in out
    (row,) = rows(ask(*asked, "--format", "json")[1])
    assert row["measure"] == "called_share"
    assert row["reached"]
    policies = ["stress", "policy", "loose: financing_margin_ratio=80%", "--on", "2026-02-02", "--store", simulated_store]
    assert "today" not in ask(*policies)[1]
    assert {row["policy_name"] for row in rows(ask(*policies, "--format", "json")[1])} == {"today", "loose"}


def test_assumptions_reach_the_cascade(ask: Asked, simulated_store: Path) -> None:
    asked = ["stress", "cascade", BOOK, "--scenario", "market:-0.5", "--store", simulated_store, "--format", "json"]
    every = rows(ask(*asked, "--by", "assumption", "--assume", "participation=10%", "lending_ban_from=2")[1])
    told = {row["assumption"]: row["value"] for row in every}
    assert (told["participation"], told["lending_ban_from"], told["recovery"]) == ("0.1", "2", "0")
    free = rows(ask(*asked, "--assume", "cure_probability=1")[1])
    assert sum(row["cured"] for row in free) > 0


def test_an_export_is_checked_and_left_alone_or_becomes_a_book(ask: Asked, simulated_store: Path, tmp_path: Path) -> None:
    accounts = tmp_path / "accounts.csv"
    accounts.write_text("account_id,cash\nA1,1000\nA1,2000\n", encoding="utf-8")
    asked = ["book", "import", "--accounts", accounts, "--as-of", "2026-01-30", "--store", simulated_store]
    code, out, _ = ask(*asked, "--check", "--format", "json")
    assert code == 4
    assert {row["severity"] for row in rows(out)} >= {"error"}
    assert ask(*asked, "--into", tmp_path / "mine")[0] == 4
    assert not (tmp_path / "mine").exists()
    accounts.write_text("account_id,cash\nA1,1000\nA2,2000\n", encoding="utf-8")
    assert ask(*asked, "--into", tmp_path / "mine")[0] == 0
    alone = ask("book", "describe", tmp_path / "mine", "--store", tmp_path / "no store", "--format", "json")
    assert alone[0] == 0, "a folder needs no store"


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["book", "describe", "nobook"], "没有名为“nobook”的账簿", "There is no book called 'nobook'"),
        (["book", "generate", "a/b"], "不是账簿名称", "is no name of a book"),
        (["book", "generate", BOOK, "--accounts", "1000"], "已有账簿", "a book"),
        (["book", "generate", "x", "--assume", "overlap=2"], "应不小于 0，且不大于 1", "at least 0 and at most 1"),
        (["stress", "run", BOOK, "--scenario", "nonsense"], "没有名为“nonsense”", "called 'nonsense'"),
        (["stress", "run", BOOK, "--scenario", "fall_20", "--address", "x:1"], "只用于引擎 ray", "belongs to the engine ray"),
        (["stress", "cascade", BOOK, "--assume", "nope=1"], "没有名为“nope”的假设", "called 'nope'"),
        (["stress", "policy"], "没有给出政策", "No policy is named"),
        (["stress", "scenarios", "--book", BOOK], "须同时给出", "belong together"),
        (["stress", "replay", "--episode", "1999-01"], "没有名为“1999-01”", "called '1999-01'"),
        (["ladder", "--fall", "120%"], "跌幅须为", "Falls are shares"),
        (["ladder", "nobook"], "没有名为“nobook”的账簿", "There is no book called 'nobook'"),
        (["stress", "run", BOOK, "market:minus"], "请写成 -0.2 或 -20%", "write -0.2 or -20%"),
    ],
)
def test_what_cannot_be_is_refused_in_both_languages(
    ask: Asked, simulated_store: Path, words: list[str], zh: str, en: str
) -> None:
    for lang, said in (("zh", zh), ("en", en)):
        code, out, err = ask(*words, "--store", simulated_store, "--lang", lang)
        assert code in (2, 3, 4), err
        assert said in err
        assert "Traceback" not in out + err
