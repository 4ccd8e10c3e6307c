"""Printed cells to exact columns."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import FailureKind
from liangrong.core.securities import Exchange
from liangrong.core.units import Unit
from liangrong.sources.cells import (
    cell_text,
    check_days,
    check_total,
    clean_name,
    columns_of,
    day_of,
    flags,
    half_unit,
    no_duplicates,
    numbers,
    printed_decimals,
    security_ids,
)
from liangrong.sources.fetcher import Query
from liangrong.sources.refusals import Refused
from liangrong.sources.wire import Key


def read(cell: str | None, unit: Unit) -> object:
    return numbers(pl.Series("x", [cell], dtype=pl.String()), unit, "here", "列")[0]


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1,323,258,064,454", Unit.YUAN, Decimal(1323258064454)),
        ("12,489.16", Unit.YI_YUAN, Decimal(1248916000000)),
        ("11,559.99", Unit.WAN_YUAN, Decimal(115599900)),
        ("26497.25100007", Unit.YI_YUAN, Decimal(2649725100007)),
        ("35702176.125", Unit.YUAN, Decimal("35702176.125")),
        ("-5,900", Unit.YUAN, Decimal(-5900)),
        ("1.2E7", Unit.YUAN, Decimal(12000000)),
        ("1e+16", Unit.YUAN, Decimal(10**16)),
        ("5.", Unit.YUAN, Decimal(5)),
        ("0", Unit.YUAN, Decimal(0)),
        ("249.47", Unit.WAN_SHARE, 2494700),
        ("9.81", Unit.YI_SHARE, 981000000),
        ("2126760575.0", Unit.SHARE, 2126760575),
        ("836.4357", Unit.WAN_COUNT, 8364357),
        ("281.5776", Unit.PERCENT, 2.815776),
        ("3926.9648", Unit.POINT, 3926.9648),
        (" - ", Unit.YUAN, None),
        ("--", Unit.SHARE, None),
        ("", Unit.PERCENT, None),
        (None, Unit.YUAN, None),
    ],
)
def test_a_cell_becomes_its_exact_value(cell: str | None, unit: Unit, value: object) -> None:
    assert read(cell, unit) == value


@pytest.mark.parametrize(
    "cell", ["abc", "1.2.3", "1,23", "12,34,567", "１２", "0x10", "1 000", "nan", "inf", "1e400", "9" * 30, "%", "1-2"]
)
def test_what_is_no_number_is_named_with_row_and_column(cell: str) -> None:
    with pytest.raises(SchemaChanged) as caught:
        numbers(pl.Series("x", ["1", cell]), Unit.YUAN, "here", "融资余额")
    assert "row 2" in caught.value.message("en")
    assert "融资余额" in caught.value.message("zh")


def test_half_a_share_is_refused() -> None:
    with pytest.raises(SchemaChanged, match="whole number"):
        read("3.5", Unit.SHARE)


@given(st.decimals(min_value=-(10**8), max_value=10**8, places=2, allow_nan=False))
def test_yi_with_two_decimals_and_commas_loses_nothing(value: Decimal) -> None:
    assert read(f"{value:,.2f}", Unit.YI_YUAN) == value * 10**8


@given(st.integers(min_value=-(10**16), max_value=10**16))
def test_whole_yuan_lose_nothing(value: int) -> None:
    assert read(f"{value:,}", Unit.YUAN) == read(f"{value}", Unit.YUAN) == value


def test_columns_are_typed_and_optional_ones_null() -> None:
    keys = (Key("n", "name"), Key("b", "financing_balance", Unit.YUAN), Key("q", "short_quantity", Unit.SHARE, optional=True))
    frame = columns_of([{"n": " 万&nbsp;科Ａ", "b": "1", "q": 2.0}, {"n": "x", "b": None}], keys, "here")
    assert frame.rows() == [("万科A", Decimal(1), 2), ("x", None, None)]
    assert frame.schema["financing_balance"] == pl.Decimal(20, 3)


def test_the_unit_of_the_answer_wins_over_the_usual_one() -> None:
    keys = (Key("b", "financing_balance", Unit.YI_YUAN),)
    assert columns_of([{"b": "3"}], keys, "here", units={"b": Unit.WAN_YUAN})["financing_balance"][0] == 30_000


def test_a_missing_key_is_named_with_its_row() -> None:
    with pytest.raises(SchemaChanged, match="row 2 has no 'b'"):
        columns_of([{"b": "1"}, {}], (Key("b", "financing_balance", Unit.YUAN),), "here")


def test_names_lose_spaces_and_full_width_forms() -> None:
    names = pl.Series(["万&nbsp;&nbsp;科Ａ", "五 粮 液", "ＴＣＬ科技", "50ETF ", "N\u3000股\u00a0", None])
    assert clean_name(names).to_list() == ["万科A", "五粮液", "TCL科技", "50ETF", "N股", None]


def test_codes_get_their_zeros_and_their_exchange() -> None:
    codes = pl.Series(["1", "2.0", "300750", " 159915 "])
    assert security_ids(codes, Exchange.SZSE, "here").to_list() == ["000001.SZ", "000002.SZ", "300750.SZ", "159915.SZ"]


@pytest.mark.parametrize(
    ("code", "exchange"),
    [("600519", Exchange.SZSE), ("000001", Exchange.SSE), ("300750", Exchange.BSE), ("合计", Exchange.SSE), ("", Exchange.SZSE)],
)
def test_a_code_of_another_exchange_an_index_or_no_code_is_refused(code: str, exchange: Exchange) -> None:
    with pytest.raises(SchemaChanged, match="row 1"):
        security_ids(pl.Series([code]), exchange, "here")


def test_flags() -> None:
    assert flags(pl.Series("f", ["Y", "n", "", None]), "here").to_list() == [True, False, None, None]
    with pytest.raises(SchemaChanged):
        flags(pl.Series("f", ["是"]), "here")


@pytest.mark.parametrize("text", ["20260130", "2026-01-30", "2026/1/30", "2026-01-30 00:00:00", "2026-01-30T00:00:00.000"])
def test_days_in_every_usual_print(text: str) -> None:
    assert day_of(text, "here") == date(2026, 1, 30)


@pytest.mark.parametrize(
    "text", ["2026013", "20260230", "2026-01/30", "2026-01-30 09:30:00", "", None, "９９９９-01-01", "2026130"]
)
def test_what_is_no_day_is_refused(text: str | None) -> None:
    with pytest.raises(SchemaChanged):
        day_of(text, "here")


def test_refusals_name_what_they_refuse() -> None:
    with pytest.raises(Refused, match=r"600519\.SH stands there 2 times") as twice:
        no_duplicates(pl.Series(["600519.SH", "600000.SH", "600519.SH"]), "here")
    with pytest.raises(Refused, match="announces 5 rows and sent 4") as fewer:
        check_total(4, [5, 5], "here")
    with pytest.raises(Refused, match="asked for 2026-01-30 and speaks of 2026-01-29") as other:
        check_days(pl.Series([date(2026, 1, 30), date(2026, 1, 29)]), Query(date(2026, 1, 30), date(2026, 1, 30)), "here")
    assert [caught.value.kind for caught in (twice, fewer, other)] == [
        FailureKind.DUPLICATED,
        FailureKind.INCOMPLETE,
        FailureKind.DATE_MISMATCH,
    ]


def test_pages_that_disagree_on_their_total_are_incomplete() -> None:
    with pytest.raises(Refused, match="4 / 5"):
        check_total(4, [4, 5], "here")


def test_rounding_follows_from_what_is_printed() -> None:
    keys = (Key("a", "financing_balance", Unit.YI_YUAN),)
    assert printed_decimals([{"a": "12,489.16"}, {"a": "3"}, {"a": None}], keys) == 2
    assert half_unit(Unit.YI_YUAN, 2) == 500_000
    assert half_unit(Unit.WAN_YUAN, 2) == 50


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (2126760575.0, "2126760575"),
        (0.5, "0.5"),
        (1e16, "10000000000000000"),
        (7, "7"),
        (float("nan"), None),
        (None, None),
        (True, "True"),
    ],
)
def test_a_sheets_cells_become_text_without_losing_digits(cell: object, text: str | None) -> None:
    assert cell_text(cell) == text
