"""``liangrong docs`` from words to an exit code."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from tests.unit.interfaces.conftest import Asked

TEXT = "甲市场简讯\n某某时报· 2026-03-04 18:05\n两融余额为2.7万亿元，交易所上调保证 金\n比例。"


@pytest.fixture
def place(ask: Asked, tmp_path: Path) -> tuple[str, Path]:
    file = tmp_path / "a.txt"
    file.write_text(TEXT, encoding="utf-8")
    corpus = tmp_path / "corpus.sqlite"
    assert ask("docs", "add", file, "--corpus", corpus, "--no-claims", "--store", tmp_path / "none")[0] == 0
    return "--corpus", corpus


def test_documents_are_added_found_shown_and_removed(ask: Asked, place: tuple[str, Path]) -> None:
    code, out, _ = ask("docs", "search", "保证金比例", *place)
    assert (code, "**保证 金 比例**" in out) == (0, True)
    code, out, err = ask("docs", "search", "融资余额", *place, "--lang", "en")
    assert (code, "no rows" in out, "Nothing was found in 1 documents" in err) == (0, True, True)
    rows = json.loads(ask("docs", "list", *place, "--format", "json")[1])["data"]
    assert (rows[0]["title"], rows[0]["published"], rows[0]["document_source"]) == ("甲市场简讯", "2026-03-04", "某某时报")
    assert TEXT in ask("docs", "show", "1", *place)[1]
    assert "a.txt" in ask("docs", "show", "1", "--part", "copies", "--format", "csv", *place)[1]
    assert ask("docs", "remove", "1", *place)[0] == 0
    assert ask("docs", "show", "1", *place)[0] == 2


def test_hyphens_leave_words_out_and_text_comes_from_standard_input(
    ask: Asked, place: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "**两融余额**" in ask("docs", "search", "两融余额", "-期货", *place)[1]
    assert "**" not in ask("docs", "search", "两融余额", "-交易所", "--top", "3", *place)[1]
    assert ask("docs", "search", "两融余额", "--nope", *place)[0] == 2
    assert ask("docs", "add", "--nope", *place)[0] == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("管道送来的文字，谈的是国债期货。"))
    assert ask("docs", "add", "--stdin", "--name", "管道", "--no-claims", *place)[0] == 0
    assert "管道" in ask("docs", "search", "国债期货", "--format", "json", *place)[1]


def test_a_topic_is_saved_shown_and_forgotten(ask: Asked, place: tuple[str, Path]) -> None:
    assert ask("docs", "topic", "两融", "--save", "两融余额", *place)[0] == 0
    assert "其中 1 篇是新的" in ask("docs", "topic", "两融", "--peek", *place)[1]
    assert "其中 1 篇是新的" in ask("docs", "topic", "两融", *place)[1]
    assert "其中 0 篇是新的" in ask("docs", "topic", "两融", *place, "--format", "md")[1]
    assert json.loads(ask("docs", "topic", "两融", *place, "--format", "json")[1])["data"][0]["is_new"] is False
    assert "两融余额" in ask("docs", "topic", *place)[1]
    assert ask("docs", "topic", "两融", "--forget", *place)[0] == 0
    assert ask("docs", "topic", "两融", *place)[0] == 2


def test_calls_are_listed_and_judged(ask: Asked, place: tuple[str, Path], tmp_path: Path) -> None:
    note = "晨报\n某某期货· 2026-03-05 08:00\n镓：看多。\n钴：区间震荡。\n锗：看空。"
    assert ask("docs", "add", "--text", note, *place, "--store", tmp_path / "none")[0] == 0
    prices = tmp_path / "p.csv"
    prices.write_text(
        "date,instrument,value\n" + "".join(f"2026-03-{day:02},镓,{day}\n" for day in range(5, 11)), encoding="utf-8"
    )
    rows = json.loads(ask("docs", "calls", "--score", prices, *place, "--format", "json")[1])["data"]
    assert [(row["instrument"], row["call"], row["call_outcome"]) for row in rows] == [
        ("镓", "up", "hit"),
        ("钴", "range", "open"),
        ("锗", "down", "open"),
    ]
    assert "某某期货" in ask("docs", "calls", "--authors", "--score", prices, *place)[1]


def test_a_folder_is_watched(ask: Asked, place: tuple[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "b.txt").write_text("新来的文档", encoding="utf-8")
    assert "新增" in ask("docs", "watch", folder, "--no-claims", *place)[1]
    assert "新增" not in ask("docs", "watch", folder, "--no-claims", *place)[1]
    assert ask("docs", "watch", folder, "--every", "0", *place)[0] == 2


def test_what_cannot_be_is_refused_with_its_code(ask: Asked, place: tuple[str, Path], tmp_path: Path) -> None:
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 20)
    code, out, _ = ask("docs", "add", tmp_path / "picture.txt", *place, "--no-claims", "--lang", "en")
    assert (code, "it is a picture" in out) == (4, True)
    assert ask("docs", "add", *place)[0] == 2
    assert ask("docs", "remove", *place)[0] == 2
    assert ask("docs", "search", *place)[0] == 2
    assert ask("docs", "remove", "1", "--corpus", tmp_path / "none.sqlite")[0] == 3
    (tmp_path / "theirs.sqlite").write_bytes(b"not a corpus" * 100)
    assert ask("docs", "list", "--corpus", tmp_path / "theirs.sqlite")[0] == 4
