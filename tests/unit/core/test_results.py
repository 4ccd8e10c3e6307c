"""The envelope: exact, strict JSON, nothing lost."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl

from liangrong.core.results import Note, Result

NOTE = Note("模拟数据，不是市场事实", "Synthetic data, not market fact")


def result() -> Result:
    frame = pl.DataFrame(
        {
            "date": [date(2026, 1, 30), None],
            "value": pl.Series([Decimal("12345678901234567.125"), Decimal("-0.500")], dtype=pl.Decimal(20, 3)),
            "ratio": [0.1, float("nan")],
            "shares": [9_007_199_254_740_993, None],
            "derived": [["short_balance"], []],
            "known_at": pl.Series([datetime(2026, 2, 2, 1, tzinfo=UTC), None], dtype=pl.Datetime("us", "UTC")),
            "note": ["a|b\nc", None],
        }
    )
    return Result(
        frame, unit="元", as_of=date(2026, 1, 30), known_at=datetime(2026, 2, 2, 1, tzinfo=UTC), source=("sse",), warnings=(NOTE,)
    )


def test_the_envelope_has_the_six_agreed_keys() -> None:
    assert list(json.loads(result().to_json())) == ["data", "unit", "as_of", "known_at", "source", "warnings"]


def test_money_is_a_decimal_string_and_nothing_is_rounded() -> None:
    first = json.loads(result().to_json())["data"][0]
    assert first["value"] == "12345678901234567.125"
    assert first["shares"] == 9_007_199_254_740_993
    assert first["ratio"] == 0.1
    assert first["derived"] == ["short_balance"]
    assert first["known_at"] == "2026-02-02T09:00:00+08:00"
    assert first["date"] == "2026-01-30"


def test_what_is_missing_is_null_and_the_json_stays_strict() -> None:
    text = result().to_json()
    assert "NaN" not in text
    second = json.loads(text)["data"][1]
    assert second["ratio"] is None
    assert second["shares"] is None
    assert second["date"] is None


def test_warnings_speak_the_language_asked_for() -> None:
    assert result().envelope("zh")["warnings"] == [NOTE.zh]
    assert result().envelope("en")["warnings"] == [NOTE.en]


def test_small_and_large_decimals_are_never_in_exponent_form() -> None:
    frame = pl.DataFrame({"value": pl.Series([Decimal("0.000"), Decimal("0.001")], dtype=pl.Decimal(20, 3))})
    assert [row["value"] for row in Result(frame).envelope()["data"]] == ["0.000", "0.001"]


def test_an_empty_result_is_an_empty_list() -> None:
    assert Result(pl.DataFrame(schema={"value": pl.Float64})).envelope() == {
        "data": [],
        "unit": "",
        "as_of": None,
        "known_at": None,
        "source": [],
        "warnings": [],
    }


def test_warning_twice_says_it_once() -> None:
    again = result().warn(NOTE, Note("另一条", "another"))
    assert again.warnings == (NOTE, Note("另一条", "another"))
    assert result().warnings == (NOTE,)


def test_markdown_cells_cannot_break_the_table() -> None:
    lines = result().to_markdown().splitlines()
    assert len(lines) == 2 + 2
    assert "a\\|b<br>c" in lines[2]
    assert lines[3].endswith("|  |")
