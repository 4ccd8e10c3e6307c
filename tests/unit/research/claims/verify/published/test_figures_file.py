"""Breaks if the order of columns matters, a bad cell is passed over or named wrongly, or a row means another value than it says."""

from __future__ import annotations

from fractions import Fraction

import pytest

from liangrong.core.errors import BadInput
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.verify.published.figures_file import names_in_figures, read_figures
from liangrong.research.claims.verify.published.metrics import metric_of

HEAD = "date,scope,metric,value,unit,source,figure_id,qualifier,half_ulp,status"
YI = 10**8


def read(*rows: str, head: str = HEAD) -> tuple[PublishedFigure, ...]:
    return read_figures("\n".join([head, *rows]) + "\n", place="own.csv")


def yi(low: float, high: float) -> Interval:
    return Interval(Fraction(str(low)) * YI, Fraction(str(high)) * YI)


def test_a_row() -> None:
    (found,) = read("2025-03-04,ChiNext,margin_balance_total(两融余额),4321.5,亿元,paper.txt,f1,eq,0.05,reported")
    assert (found.figure_id, found.metric, found.aspect, found.scope) == (
        "f1",
        "margin_trading_balance",
        "level",
        "board:chinext",
    )
    assert (found.start, found.end, found.source, found.usable) == (found.end, found.start, "paper.txt", True)
    assert found.interval == yi(4321.45, 4321.55)
    assert found.shown == "4,321.5 亿元"


def test_columns_in_any_order_and_in_chinese() -> None:
    (found,) = read("融资余额,12.5,亿元,2025-03-04,煤炭", head="指标,数值,单位,日期,范围")
    assert (found.metric, found.scope, found.interval) == ("financing_balance", "industry:sw1:煤炭", yi(12.45, 12.55))


def test_a_mark_at_the_start_of_the_file_and_blank_lines_do_no_harm() -> None:
    text = "\ufeff" + HEAD + "\n\n2025-03-04,A-share,financing_balance,1,亿元,s,f,eq,,\n,,,,,,,,,\n"
    assert len(read_figures(text, place="own.csv")) == 1


@pytest.mark.parametrize(
    ("qualifier", "value", "half", "expected"),
    [
        ("ge", "24000", "", Interval(Fraction(24000) * YI, None)),
        ("gt", "700", "", Interval(Fraction(700) * YI, None)),
        ("le", "700", "", Interval(None, Fraction(700) * YI)),
        ("approx", "23000", "500", yi(22000, 24000)),
        ("approx", "23000", "", yi(22000, 24000)),
        ("eq", "-7.11", "0.005", yi(-7.115, -7.105)),
        ("", "12.50", "", yi(12.495, 12.505)),
    ],
)
def test_what_a_qualifier_leaves_open(qualifier: str, value: str, half: str, expected: Interval) -> None:
    (found,) = read(f"2025-03-04,A-share,net_financing_purchase,{value},亿元,s,f,{qualifier},{half},")
    assert found.interval == expected


def test_a_disputed_row_is_not_usable() -> None:
    (found,) = read("2026-01 MTD,A-share,margin lending change,1.8,%,s,f,eq,0.05,disputed_scope")
    assert not found.usable
    assert (found.metric, found.aspect) == ("financing_balance", "growth")


@pytest.mark.parametrize(
    ("row", "line", "column"),
    [
        ("2025-02-30,A-share,financing_balance,1,亿元,s,f,eq,,", 3, "date"),
        ("2025-02-03,,financing_balance,1,亿元,s,f,eq,,", 3, "scope"),
        ("2025-02-03,A-share,,1,亿元,s,f,eq,,", 3, "metric"),
        ("2025-02-03,A-share,financing_balance,many,亿元,s,f,eq,,", 3, "value"),
        ("2025-02-03,A-share,financing_balance,NaN,亿元,s,f,eq,,", 3, "value"),
        ("2025-02-03,A-share,financing_balance,1,bushels,s,f,eq,,", 3, "unit"),
        ("2025-02-03,A-share,financing_balance,1,亿元,s,f,maybe,,", 3, "qualifier"),
        ("2025-02-03,A-share,financing_balance,1,亿元,s,f,eq,-1,", 3, "half_ulp"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(row: str, line: int, column: str) -> None:
    with pytest.raises(BadInput) as caught:
        read("2025-03-04,A-share,financing_balance,1,亿元,s,f,eq,,", row)
    assert f"own.csv, line {line}, column {column}" in caught.value.message("en")
    assert f"第 {line} 行 {column} 列" in caught.value.message("zh")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(BadInput, match="line 1 names no column unit"):
        read(head="date,scope,metric,value")


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="empty"):
        read_figures(text, place="own.csv")


def test_a_broken_quote_is_refused_with_its_line() -> None:
    with pytest.raises(BadInput, match="line 2 is not CSV"):
        read('2025-03-04,"A-share"x,financing_balance,1,亿元,s,f,eq,,')


def test_names_beside_codes_are_learnt() -> None:
    text = (
        f"{HEAD}\n2024-07-10,某某股份 301217,short_balance,0.8,亿元,s,f,eq,,\n2024-07-10,A-share,short_balance,1,亿元,s,g,eq,,\n"
    )
    assert names_in_figures(text, place="own.csv") == (("security:301217.SZ", ("某某股份",)),)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("financing_balance(融资余额)", "亿元", ("financing_balance", "level")),
        ("融资余额", "亿元", ("financing_balance", "level")),
        ("daily_change_financing_balance", "亿元", ("financing_balance", "change")),
        ("pct_change_margin_balance_total(两融余额)", "%", ("margin_trading_balance", "growth")),
        ("margin_total/float_cap", "%", ("margin_trading_balance_to_float_cap", "level")),
        ("margin_total/free_float_cap 10y mean", "%", ("margin_trading_balance_to_free_float_cap", "mean")),
        ("margin_total/free_float_cap peak", "%", ("margin_trading_balance_to_free_float_cap", "peak")),
        ("new margin accounts YoY", "%", ("new_margin_accounts", "growth")),
        ("margin accounts change", "%", ("margin_accounts", "growth")),
        ("margin accounts", "万户", ("margin_accounts", "level")),
        ("min financing margin ratio (new contracts)", "%", ("financing_margin_ratio", "level")),
        ("RSI(14)", "points", ("rsi", "level")),
        ("steel output", "万吨", ("steel output", "level")),
    ],
)
def test_metrics(text: str, unit: str, expected: tuple[str, str]) -> None:
    assert metric_of(text, unit) == expected
