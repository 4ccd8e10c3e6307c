"""Cells become exact columns in base units; a row with an unreadable cell is refused and said so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import SchemaChanged
from liangrong.core.units import Unit
from liangrong.sources.files.casting import Field, cast_fields, read_rows, rounding_of

FIELDS = (
    Field("day", "trade_date"),
    Field("balance", "financing_balance", Unit.YI_YUAN),
    Field("quantity", "short_quantity", Unit.LOT, required=False),
)


def cast(text: str):
    return cast_fields("test", "market_totals", read_rows(text.encode()), FIELDS)


def test_money_is_exact_and_in_yuan():
    row = cast("day,balance,quantity\n20260130,13629.22122502,21\n").frame.row(0, named=True)
    assert row["trade_date"] == date(2026, 1, 30)
    assert row["financing_balance"] == Decimal("1362922122502.000")
    assert row["short_quantity"] == 2100


@pytest.mark.parametrize(
    ("cell", "yuan"), [("1,234.5", "123450000000"), ("1e2", "10000000000"), ("-", None), ("", None), ("0", "0")]
)
def test_cells_as_people_print_them(cell, yuan):
    fields = (FIELDS[0], Field("balance", "financing_balance", Unit.YI_YUAN, required=False))
    rows = read_rows(f'day,balance\n2026-01-30,"{cell}"\n'.encode())
    found = cast_fields("test", "market_totals", rows, fields).frame["financing_balance"][0]
    assert found == (None if yuan is None else Decimal(yuan))


@pytest.mark.parametrize("cell", ["abc", "", "-5", "１２", "99999999999999999999"])
def test_a_row_with_a_bad_cell_is_left_out_and_named(cell):
    reading = cast(f"day,balance,quantity\n20260130,1,1\n20260129,{cell},1\n")
    assert reading.frame.height == 1
    (finding,) = reading.findings
    assert (finding.severity, finding.column, finding.observed) == ("quarantined", "financing_balance", cell)
    assert "3" in finding.note_zh
    assert "row 3" in finding.note_en


def test_a_fraction_of_a_share_is_refused():
    (finding,) = cast("day,balance,quantity\n20260130,1,0.001\n").findings
    assert finding.column == "short_quantity"


def test_a_unit_in_the_header_is_obeyed():
    fields = (Field("日期", "trade_date"), Field("融资余额", "financing_balance"))
    for unit, size in {"元": 1, "万元": 10**4, "亿元": 10**8}.items():
        rows = read_rows(f"日期,融资余额({unit})\n2026-01-30,5\n".encode())
        assert cast_fields("test", "market_totals", rows, fields).frame["financing_balance"][0] == 5 * size


@pytest.mark.parametrize("unit", ["股", "美元", "%"])
def test_a_unit_that_cannot_be_is_refused(unit):
    fields = (Field("日期", "trade_date"), Field("融资余额", "financing_balance"))
    rows = read_rows(f"日期,融资余额({unit})\n2026-01-30,5\n".encode())
    with pytest.raises(SchemaChanged):
        cast_fields("test", "market_totals", rows, fields)


def test_a_missing_column_is_named():
    with pytest.raises(SchemaChanged, match="balance"):
        cast_fields("test", "market_totals", read_rows(b"day,quantity\n20260130,1\n"), FIELDS)


def test_floats_of_a_parquet_file_round_to_three_decimals():
    frame = pl.DataFrame({"_row": [2], "p": [11.770000000000001]})
    reading = cast_fields("test", "quotes", frame, (Field("p", "close"),))
    assert reading.frame["close"][0] == Decimal("11.770")


def test_rounding_is_half_of_the_last_printed_digit():
    frame = pl.DataFrame({"a": ["704.53", "1", "1.12345678"], "b": ["15.3", "2", "3"]})
    halves = frame.select(rounding_of(["a", "b"], Unit.YI_YUAN)).to_series().to_list()
    assert halves == [Decimal(500_000), Decimal(50_000_000), Decimal("0.5")]


def test_row_numbers_count_blank_lines():
    assert read_rows(b"a,b\n\n1,2\n")["_row"].to_list() == [3]
    assert read_rows(b"\n\na,b\n1,2\n")["_row"].to_list() == [4]
