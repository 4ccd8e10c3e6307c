"""One answer in three formats, and which of them a client gets."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.results import Note, Result
from liangrong.interfaces.web.api.formats import FORMATS, accepted

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("header", "name"),
    [
        (None, "json"),
        ("", "json"),
        ("*/*", "json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("application/json;q=0.1, text/csv;q=0.5", "csv"),
        ("application/json;q=0, */*", "csv"),
        ("TEXT/CSV; charset=utf-8", "csv"),
        ("application/vnd.apache.arrow.stream", "arrow"),
        ("application/json;q=0", None),
        ("image/png", None),
        ("application/json;q=much", None),
    ],
)
def test_accept_decides(header: str | None, name: str | None) -> None:
    assert accepted(header) == name


def written(frame: pl.DataFrame, name: str = "csv") -> bytes:
    note = Note("说明", "remark")
    return FORMATS[name].write(Result(frame, "元", date(2026, 1, 30), warnings=(note,)), "en")


def test_csv_has_the_mark_by_which_excel_knows_utf_8_once() -> None:
    content = written(pl.DataFrame({"名称": ["贵州茅台"]}))
    assert content.startswith(BOM)
    assert BOM not in content[3:]
    assert content[3:].decode() == "名称\n贵州茅台\n"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_a_spreadsheet_would_compute_is_quoted(text: str) -> None:
    assert pl.read_csv(io.BytesIO(written(pl.DataFrame({"name": [text, "=A1", None]}))), infer_schema=False)[
        "name"
    ].to_list() == [
        f"'{text}",
        "'=A1",
        None,
    ]


def test_negative_numbers_stay_numbers_and_a_sign_inside_a_text_is_left_alone() -> None:
    content = written(pl.DataFrame({"value": [Decimal("-1.5")], "ratio": [-0.25], "text": ["1-2=3"]}))
    assert content[3:] == b"value,ratio,text\n-1.5,-0.25,1-2=3\n"


def test_csv_puts_lists_mappings_instants_and_odd_values_into_one_cell() -> None:
    frame = pl.DataFrame(
        {
            "codes": [["=A", "B"], None],
            "known_at": [datetime(2026, 1, 30, 1, tzinfo=UTC), None],
            "range": [{"low": 1, "high": 2}, None],
            "any": pl.Series([Decimal("0.80"), [date(2026, 1, 30)]], dtype=pl.Object),
        }
    )
    rows = pl.read_csv(io.BytesIO(written(frame)), infer_schema=False).rows()
    assert rows == [
        ("'=A;B", "2026-01-30T09:00:00+08:00", '{"low": 1, "high": 2}', "0.80"),
        (None, None, None, '["2026-01-30"]'),
    ]


def test_arrow_keeps_the_types_and_money_decimal() -> None:
    frame = pl.DataFrame({"date": [date(2026, 1, 30)], "value": [Decimal("1.500")], "any": pl.Series([1], dtype=pl.Object)})
    read = pl.read_ipc_stream(io.BytesIO(written(frame, "arrow")))
    assert read.schema["date"] == pl.Date
    assert isinstance(read.schema["value"], pl.Decimal)
    assert read.rows() == [(date(2026, 1, 30), Decimal("1.500"), "1")]


def test_json_says_everything_and_is_strict() -> None:
    body = written(pl.DataFrame({"ratio": [float("nan"), float("inf"), 0.5]}), "json")
    assert json.loads(body, parse_constant=pytest.fail) == {
        "data": [{"ratio": None}, {"ratio": None}, {"ratio": 0.5}],
        "unit": "元",
        "as_of": "2026-01-30",
        "known_at": None,
        "source": [],
        "warnings": ["remark"],
    }
