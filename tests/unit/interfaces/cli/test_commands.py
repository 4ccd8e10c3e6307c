"""Every command: its answer, and each way of asking wrongly, with exit code and sentence in both languages."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

from tests.small_market import financing, totals
from tests.unit.interfaces.conftest import Asked

DATA_COMMANDS = [
    ["brief"],
    ["show", "financing_balance"],
    ["records"],
    ["crossings", "--threshold", "1万亿"],
    ["quality"],
    ["coverage"],
]


def rows(out: str) -> list[dict[str, object]]:
    envelope = json.loads(out)
    assert list(envelope) == ["data", "unit", "as_of", "known_at", "source", "warnings"]
    return envelope["data"]


@pytest.mark.parametrize("words", DATA_COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize("form", ["table", "json", "csv", "md"])
def test_each_command_answers_in_each_format(ask: Asked, whole: Path, words: list[str], form: str) -> None:
    code, out, _ = ask(*words, "--store", whole, "--format", form)
    assert code == 0
    assert out.strip()
    if form == "json":
        rows(out)
    if form == "csv":
        assert pl.read_csv(out.encode()).width > 2


@pytest.mark.parametrize("words", DATA_COMMANDS, ids=lambda words: words[0])
@pytest.mark.parametrize(("lang", "sentence"), [("zh", "错误："), ("en", "Error: ")])
def test_a_store_that_is_not_there(ask: Asked, tmp_path: Path, words: list[str], lang: str, sentence: str) -> None:
    code, out, err = ask(*words, "--store", tmp_path / "nowhere", "--lang", lang)
    assert (code, out) == (3, "")
    assert err.startswith(sentence)
    assert "nowhere" in err


@pytest.mark.parametrize("words", DATA_COMMANDS[:4], ids=lambda words: words[0])
def test_an_empty_store_has_no_answer(ask: Asked, empty: Path, words: list[str]) -> None:
    code, out, err = ask(*words, "--store", empty, "--lang", "en")
    assert (code, out) == (3, "")
    assert err.startswith("Error: ")
    assert "sync" in err


@pytest.mark.parametrize("words", [*DATA_COMMANDS, ["sync"], ["import"], ["doctor"], ["demo"]], ids=lambda words: words[0])
@pytest.mark.parametrize(("lang", "sentence"), [("zh", "没有 --colour 这个选项"), ("en", "Unknown option: --colour")])
def test_a_wrong_flag(ask: Asked, words: list[str], lang: str, sentence: str) -> None:
    code, out, err = ask(*words, "--colour", "blue", "--lang", lang)
    assert (code, out) == (2, "")
    assert sentence in err


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["show", "rzyee"], "没有名为“rzyee”的指标", "There is no measure called 'rzyee'"),
        (["show", "rzye", "--scope", "NYSE"], "没有名为“NYSE”的范围", "There is no scope called 'NYSE'"),
        (["show", "rzye", "--scope", "600519.SZ"], "不是有效的证券代码", "is not a security code"),
        (["show", "margin_trading_balance_to_cap"], "没有说明分母", "does not name its denominator"),
        (["show"], "缺少参数 --measure", "requires an argument"),
        (["show", "rzye", "rqye"], "多余的参数：rqye", "Nothing takes rqye"),
        (["show", "rzye", "--from", "2025-02-30"], "“2025-02-30”不是日期", "is '2025-02-30', which is no date"),
        (["show", "rzye", "--known-at", "yesterday"], "“yesterday”不是日期", "'yesterday' is not a date"),
        (["show", "rzye", "--labels", "wind"], "--labels 不能是“wind”。可选：tushare、zh", 'Invalid value "wind"'),
        (["crossings", "--threshold", "lots"], "没有名为“lots”", "called 'lots'"),
        (["crossings", "--threshold", "100股"], "量纲不同", "measure different things"),
        (["crossings"], "缺少参数 --threshold", "requires an argument"),
        (["quality", "--dataset", "prices"], "没有名为“prices”", "called 'prices'"),
        (["import"], "至少给出一个", "at least one file"),
        (["brief", "--format", "pdf"], "--format 不能是“pdf”", 'Invalid value "pdf"'),
        (["breif"], "没有“breif”这个命令", 'no command "breif"'),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_request_that_cannot_be_read(ask: Asked, whole: Path, words: list[str], zh: str, en: str) -> None:
    for lang, sentence in (("zh", zh), ("en", en)):
        code, out, err = ask("--store", whole, "--lang", lang, *words)
        assert (code, out) == (2, ""), err
        assert sentence in err


@pytest.mark.parametrize(
    "words", [["brief", "--as-of", "2031-01-06"], ["show", "rzye", "--to", "2031-01-06"], ["records", "--as-of", "2031-01-06"]]
)
def test_a_day_beyond_the_calendar(ask: Asked, whole: Path, words: list[str]) -> None:
    for lang, sentence in (("zh", "2031-01-06 在其外"), ("en", "2031-01-06 is outside")):
        code, out, err = ask(*words, "--store", whole, "--lang", lang)
        assert (code, out) == (3, "")
        assert sentence in err


def test_a_usage_error_is_json_when_json_is_asked_for(ask: Asked) -> None:
    code, out, err = ask("show", "--format", "json", "--lang", "en")
    error = json.loads(out)["error"]
    assert code == 2
    assert list(error) == ["code", "message", "hint", "details"]
    assert error["code"] == "usage"
    assert error["message"] in err


def test_a_fair_question_without_an_answer_is_json_too(ask: Asked, young: Path) -> None:
    code, out, _ = ask("crossings", "--threshold", "2万亿", "--store", young, "--format=json")
    assert code == 3
    assert json.loads(out)["error"]["code"] == "history_truncated"


def test_ever_is_refused_on_a_truncated_history_but_since_is_not(ask: Asked, young: Path) -> None:
    assert ask("crossings", "--threshold", "2万亿", "--store", young)[0] == 3
    code, out, _ = ask("crossings", "--threshold", "2万亿", "--store", young, "--since", "2025-01-02", "--format", "json")
    assert code == 0
    assert len(rows(out)) == 1


def test_show_prints_yuan_as_decimal_strings(ask: Asked, whole: Path) -> None:
    code, out, _ = ask("show", "rzye", "--from", "2015-06-18", "--to", "2015-06-18", "--store", whole, "--format", "json")
    assert code == 0
    (row,) = rows(out)
    assert row["value"] == "2260000000000.000"
    assert (row["measure"], row["unit"], row["scope"]) == ("financing_balance", "元", "market")


def test_show_in_pinyin_and_in_chinese(ask: Asked, whole: Path) -> None:
    _, pinyin, _ = ask("show", "financing_balance", "--store", whole, "--format", "json", "--labels", "tushare")
    assert rows(pinyin)[0]["measure"] == "rzye"
    assert "trade_date" in rows(pinyin)[0]
    _, chinese, _ = ask("show", "rzye", "--store", whole, "--format", "csv", "--labels", "zh")
    assert chinese.splitlines()[0].startswith("日期,范围,指标,数值")
    assert "融资余额" in chinese.splitlines()[1]


def test_the_terminal_table_scales_units_and_separates_thousands(ask: Asked, whole: Path) -> None:
    _, out, _ = ask("show", "rzye", "--from", "2025-12-01", "--store", whole)
    assert "数值(亿元)" in out
    shown = f"{financing(totals()['trade_date'].max()) / 10**8 + 80:,.2f}"
    assert shown == "27,080.00"
    assert shown in out


def test_a_day_that_is_no_session_is_moved_back_and_said(ask: Asked, whole: Path) -> None:
    _, out, err = ask("show", "rzye", "--to", "2026-01-25", "--store", whole, "--format", "csv")
    assert "2026-01-23" in out
    assert "2026-01-25 不是交易日" in err


def test_crossings_and_records_of_straight_lines(ask: Asked, whole: Path) -> None:
    _, out, _ = ask("crossings", "--threshold", "2.5万亿", "--measure", "financing_balance", "--store", whole, "--format", "json")
    (row,) = rows(out)
    sessions = [
        day
        for day in totals()["trade_date"].unique().sort()
        if day.year >= 2025 and financing(day) + 80 * 10**8 >= 25_000 * 10**8
    ]
    assert row["date"] == sessions[0].isoformat()
    _, out, _ = ask("records", "--from", "2026-01-05", "--to", "2026-01-09", "--store", whole, "--format", "json")
    assert len(rows(out)) == 5


def test_synthetic_data_say_so(ask: Asked, simulated: Path) -> None:
    _, out, _ = ask("show", "rzye", "--store", simulated, "--format", "json")
    assert any("模拟数据" in note for note in json.loads(out)["warnings"])
    _, out, err = ask("show", "rzye", "--store", simulated, "--lang", "en")
    assert "Synthetic data" in err


def test_import_says_what_became_of_each_file(ask: Asked, tmp_path: Path) -> None:
    (tmp_path / "noise.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    code, out, _ = ask("import", tmp_path / "noise.csv", "--store", tmp_path / "store", "--format", "json")
    assert code == 4
    assert rows(out)[0]["state"] == "unrecognised"


def test_import_of_a_file_that_is_not_there(ask: Asked, tmp_path: Path) -> None:
    code, out, err = ask("import", tmp_path / "none.csv", "--store", tmp_path / "store", "--lang", "en")
    assert (code, out) == (4, "")
    assert "none.csv" in err


def test_doctor_answers_without_a_store(ask: Asked, tmp_path: Path) -> None:
    code, out, _ = ask("doctor", "--store", tmp_path / "nowhere", "--lang", "en")
    assert code == 0
    assert "liangrong" in out


def test_brief_writes_files(ask: Asked, whole: Path, tmp_path: Path) -> None:
    for form, mark in (("md", "# 两融杠杆简报"), ("json", '{"data"'), ("csv", "finding,"), ("table", "两融杠杆简报")):
        target = tmp_path / f"brief.{form}"
        code, out, err = ask("brief", "--store", whole, "--format", form, "--out", target)
        assert (code, out) == (0, "")
        assert str(target) in err
        assert target.read_text(encoding="utf-8").startswith(mark)


def test_a_brief_that_cannot_be_written(ask: Asked, whole: Path, tmp_path: Path) -> None:
    code, _, err = ask("brief", "--store", whole, "--format", "md", "--out", tmp_path / "no" / "such" / "folder.md")
    assert code in (4, 5)
    assert "folder.md" in err


@pytest.mark.parametrize(("lang", "term"), [("zh", "两融交易明细"), ("en", "margin_detail")])
def test_without_detail_there_is_nothing_to_reconcile(ask: Asked, whole: Path, lang: str, term: str) -> None:
    code, out, err = ask("quality", "--reconcile", "--store", whole, "--lang", lang)
    assert (code, out) == (3, "")
    assert term in err
