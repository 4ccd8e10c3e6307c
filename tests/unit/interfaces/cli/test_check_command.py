"""``liangrong check`` as a person types it: breaks if a fault is not shown, a format lies about another, or bad input has no sentence."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from liangrong.interfaces.cli.app import run

TEXT = "5月19日两融余额由前一日的26,010.20亿元升至26,095.70亿元，单日增加855.0亿元。市场人士认为，杠杆资金情绪有望回暖。\n"


@pytest.fixture
def article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIANGRONG_STORE", str(tmp_path / "none"))
    path = tmp_path / "article.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["check", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_what_is_wrong_stands_first_with_the_right_figure(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = told(capsys, str(article), "--published", "2026-05-20", "--lang", "zh")
    assert code == 0
    assert out.index("✗ 855.0亿元") < out.index("✓ 26,0")
    assert "85.5" in out
    assert "没有查阅存储的数据" in err


def test_json_has_a_row_for_every_claim_with_the_promised_fields(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, str(article), "--published", "2026-05-20", "--format", "json")
    envelope = json.loads(out)
    assert code == 0
    wanted = (
        "document sentence text start end value unit metric scope period verdict support error_types corrected evidence reason"
    )
    for row in envelope["data"]:
        assert set(wanted.split()) <= set(row)
        assert TEXT[row["start"] : row["end"]] == row["text"]
        assert row["document"] == "article.txt"
    wrong = [row for row in envelope["data"] if row["support"] == "refuted"]
    assert [(row["value"], row["verdict"]) for row in wrong] == [("855.0", "unit_error")]
    assert envelope["summary"]["support"]["refuted"] == 1


def test_every_format_tells_the_same_claims(article: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    words = (str(article), "--published", "2026-05-20")
    rows = json.loads(told(capsys, *words, "--format", "json")[1])["data"]
    table = list(csv.DictReader(io.StringIO(told(capsys, *words, "--format", "csv")[1])))
    assert [row["verdict"] for row in table] == [row["verdict"] for row in rows]
    out = tmp_path / "checked.html"
    assert told(capsys, *words, "--format", "html", "--out", str(out))[0] == 0
    page = out.read_text(encoding="utf-8")
    assert page.count('class="refuted" id="t1c') == sum(row["support"] == "refuted" for row in rows)


def test_several_texts_are_told_apart(article: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("融资余额2.6万亿元。\n", encoding="utf-8")
    rows = json.loads(told(capsys, str(article), str(other), "--format", "json")[1])["data"]
    assert {row["document"] for row in rows} == {"article.txt", "other.txt"}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("/no/such/file.txt",), 4, "no such file"),
        (("{article}", "--figures", "/no/such/figures.csv"), 4, "no such file"),
        (("{article}", "--published", "yesterday"), 2, "no date"),
        (("{article}", "--out", "/no/such/folder/x.html", "--format", "html"), 2, "cannot be written"),
        (("{article}", "--store", "/no/such/store"), 3, "store"),
    ],
)
def test_bad_input_gets_a_sentence(
    words: tuple[str, ...], code: int, said: str, article: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found, out, err = told(capsys, *(word.replace("{article}", str(article)) for word in words), "--lang", "en")
    assert found == code
    assert said in err
    assert "Traceback" not in out + err


def test_an_empty_text_is_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.txt"
    empty.write_text("  \n", encoding="utf-8")
    code, _, err = told(capsys, str(empty), "--lang", "en")
    assert code == 4
    assert "empty" in err
