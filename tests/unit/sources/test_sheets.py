"""Sheets to rows, and the sums below them."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import FailureKind
from liangrong.core.units import Unit
from liangrong.sources.refusals import Refused
from liangrong.sources.sheets import read_sheet, split_label
from liangrong.sources.sums import check_sums
from liangrong.sources.wire import Key

KEYS = (
    Key("证券代码", "security_id"),
    Key("融资余额(元)", "financing_balance", Unit.YUAN),
    Key("融券余量", "short_quantity", Unit.SHARE),
)


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("融资余额<br>(亿元)", ("融资余额", "亿元")),
        (" 融资 余额（元）\n", ("融资余额", "元")),
        ("融券余量", ("融券余量", "")),
        ("融出费率(%)", ("融出费率", "%")),
        ("", ("", "")),
    ],
)
def test_a_heading_is_a_term_and_a_unit(label: str, parts: tuple[str, str]) -> None:
    assert split_label(label) == parts


def test_columns_are_found_wherever_they_stand() -> None:
    table = read_sheet([["融券余量", "新列", "融资余额（万元）", "证券代码"], [1, 2, 3, "x"]], KEYS, "here")
    assert table.rows == [{"证券代码": "x", "融资余额(元)": 3, "融券余量": 1}]
    assert dict(table.units) == {"融资余额(元)": Unit.WAN_YUAN}
    assert table.extra == ("新列",)


def test_blank_rows_and_remarks_are_left_out() -> None:
    sheet = [
        ["证券代码", "融资余额(元)", "融券余量"],
        ["a", 1, 2],
        ["", "", ""],
        ["b", 3, 4],
        ["注：说明文字", "", ""],
        ["c", 5, 6],
    ]
    assert [row["证券代码"] for row in read_sheet(sheet, KEYS, "here").rows] == ["a", "b"]


def test_short_rows_give_nothing_where_they_end() -> None:
    assert read_sheet([["证券代码", "融资余额(元)", "融券余量"], ["a"]], KEYS, "here").rows == [
        {"证券代码": "a", "融资余额(元)": None, "融券余量": None}
    ]


@pytest.mark.parametrize(
    "header",
    [
        ["证券代码", "融资余额(元)"],
        ["证券代码", "融资余额(元)", "融券余量", "融券余量"],
        ["证券代码", "融资余额(磅)", "融券余量"],
        ["证券代码", "融资余额", "融券余量"],
        [],
    ],
)
def test_a_missing_doubled_or_unitless_column_is_refused(header: list[str]) -> None:
    with pytest.raises(SchemaChanged):
        read_sheet([header, ["a", 1, 2]], KEYS, "here")


def test_the_order_is_trusted_only_when_nothing_can_be_read() -> None:
    unreadable = [name.name.encode().decode("latin-1") for name in KEYS]
    table = read_sheet([unreadable, ["a", 1, 2]], KEYS, "here", trust_order=True)
    assert (table.by_order, table.rows[0]["融资余额(元)"]) == (True, 1)
    with pytest.raises(SchemaChanged):
        read_sheet([unreadable, ["a", 1, 2]], KEYS, "here")
    with pytest.raises(SchemaChanged):
        read_sheet([[*unreadable[:2], "融券余量"], ["a", 1, 2]], KEYS, "here", trust_order=True)


def summed(*lines: tuple[str | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(lines, schema={"sum": pl.String(), "volume": pl.Int64()}, orient="row")


def test_sums_that_fit_are_dropped() -> None:
    frame = summed((None, 1), (None, 2), ("小计", 3), (None, 4), ("小计", 4), ("合计", 7))
    assert check_sums(frame, {"volume": Decimal(0)}, "here")["volume"].to_list() == [1, 2, 4]


def test_a_sum_may_miss_by_what_its_rows_are_rounded() -> None:
    frame = summed((None, 1), (None, 2), ("合计", 5))
    assert check_sums(frame, {"volume": Decimal(1)}, "here").height == 2
    with pytest.raises(Refused) as caught:
        check_sums(frame, {"volume": Decimal("0.5")}, "here")
    assert caught.value.kind is FailureKind.INCONSISTENT


def test_rows_without_their_sum_are_incomplete() -> None:
    with pytest.raises(Refused) as caught:
        check_sums(summed((None, 1), ("小计", 1), (None, 2)), {"volume": Decimal(0)}, "here")
    assert caught.value.kind is FailureKind.INCOMPLETE
