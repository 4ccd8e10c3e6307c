"""Cells for people: one unit per column, thousands, signs, and nothing cut off on a narrow terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from rich.cells import cell_len

from liangrong.core.errors import Lang
from liangrong.core.results import Result
from liangrong.core.units import Unit
from liangrong.interfaces.cli.output import Output
from liangrong.research.tables import labels
from liangrong.research.tables.headings import Heading, Shown
from liangrong.research.tables.layout import Printed, PrintedColumn, printed

DAYS = [date(2026, 1, 29), date(2026, 1, 30)]


def answer(**columns: object) -> Result:
    return Result(pl.DataFrame({"date": DAYS, "measure": ["financing_balance"] * 2, **columns}), "元", date(2026, 1, 30))


def column(table: Printed, heading: str) -> tuple[str, ...]:
    return next(c.cells for c in table.columns if c.heading == heading)


def test_one_unit_per_column() -> None:
    result = answer(value=[Decimal(123_456_789_012), Decimal(5_000)], unit=["元", "元"])
    assert column(printed(result, "zh"), "数值(亿元)") == ("1,234.57", "0.00")
    assert column(printed(result, "en"), "value (CNY bn)") == ("123.46", "0.00")


def test_small_money_stays_in_yuan_with_its_fen() -> None:
    assert column(printed(answer(value=[Decimal("12.345"), None]), "zh"), "数值(元)") == ("12.35", "—")


def test_ratios_are_percent_and_changes_carry_a_sign() -> None:
    table = printed(answer(value=[0.123, 0.5], unit=["1", "1"], change_ratio=[0.01, -0.02]), "zh")
    assert column(table, "数值(%)") == ("12.30", "50.00")
    change = next(c for c in table.columns if c.heading.startswith("涨跌幅"))
    assert change.cells == ("+1.00", "-2.00")
    assert change.signs == (1, -1)


def test_rows_of_several_units_name_theirs() -> None:
    table = printed(answer(value=[2.5e12, 0.5], unit=["元", "1"]), "zh")
    assert column(table, "数值") == ("25,000.00 亿元", "50.00%")


def test_industries_are_printed_in_the_reader_s_language_and_the_data_keep_theirs() -> None:
    result = answer(group_name=["电子", "非银金融"], leaders=[["银行", "白酒Ⅱ"], []], name=["电子", "银行"], value=[1.0, 2.0])
    table = printed(result, "en")
    assert column(table, "group") == ("Electronics", "Non-bank Financials")
    assert column(table, "the lead") == ("Banks, Baijiu", "")
    assert column(table, "name") == ("电子", "银行")
    assert column(printed(result, "zh"), "分组") == ("电子", "非银金融")
    assert result.data["group_name"].to_list() == ["电子", "非银金融"]


def test_what_is_the_same_everywhere_is_said_once() -> None:
    table = printed(answer(value=[1.0, 2.0], scope=["market"] * 2, failed=[0, 0]), "zh")
    assert table.facts == "指标 融资余额 · 范围 market · 失败 0"
    assert [c.heading for c in table.columns] == ["日期", "数值(元)"]


def test_texts_in_two_languages_become_one() -> None:
    result = answer(note_zh=["甲", "乙"], note_en=["a", "b"])
    assert column(printed(result, "zh"), "说明") == ("甲", "乙")
    assert column(printed(result, "en"), "note") == ("a", "b")


def test_words_of_ours_read_as_words() -> None:
    result = answer(order=["financing_buy", "withdrawal"], zone=["no_debt", None])
    assert column(printed(result, "zh"), "委托") == ("融资买入", "提取")
    assert column(printed(result, "en"), "order") == ("financing buy", "withdrawal")
    assert column(printed(result, "en"), "zone") == ("no debt", "—")


def test_markdown_escapes_bars() -> None:
    assert "a\\|b" in printed(answer(note_zh=["a|b", "c"], note_en=["", ""]), "zh").markdown()


def test_a_list_of_derived_cells_is_joined() -> None:
    assert column(printed(answer(derived=[["x", "y"], []]), "en"), "derived") == ("x, y", "")


@pytest.mark.parametrize("width", [40, 80, 120])
def test_a_narrow_terminal_cuts_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    wide = {f"融资融券余额的第{n}列": [f"内容{n}甲", f"内容{n}乙"] for n in range(9)}
    Output("table", "zh").show(answer(value=[Decimal(10**12)] * 2, **wide))
    out = capsys.readouterr().out
    assert all(cell_len(line) <= width for line in out.splitlines())
    for n in range(9):
        assert f"内容{n}乙" in out


def test_no_rows_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Output("table", "en").show(Result(answer(value=[1.0, 2.0]).data.clear()))
    assert "(no rows)" in capsys.readouterr().out


def test_csv_joins_lists_and_keeps_yuan(capsys: pytest.CaptureFixture[str]) -> None:
    Output("csv", "zh").show(answer(value=[Decimal("1.500"), None], derived=[["x", "y"], []]))
    out = capsys.readouterr().out
    assert out.splitlines()[1] == "2026-01-29,financing_balance,1.500,x;y"


@pytest.fixture
def headed(monkeypatch: pytest.MonkeyPatch) -> Callable[..., PrintedColumn]:
    """Print one column of an answer under a heading made up for the test."""

    def one(read: Heading, cells: list[object], lang: Lang = "zh", *, facts: bool = False) -> PrintedColumn | str:
        monkeypatch.setattr(labels, "_ANSWERS", labels._ANSWERS | {"made_up": read})
        labels.heading_of.cache_clear()
        table = printed(Result(pl.DataFrame({"date": DAYS, "made_up": pl.Series(cells, strict=False)})), lang)
        return table.facts if facts else table.columns[-1]

    yield one
    monkeypatch.undo()
    labels.heading_of.cache_clear()


def test_points_are_no_percent(headed: Callable[..., PrintedColumn]) -> None:
    points = Heading("比重变化", "change of share", unit=Unit.PERCENTAGE_POINT, signed=True)
    drawn = headed(points, [0.05, -0.0123])
    assert (drawn.heading, drawn.cells, drawn.signs) == ("比重变化(个百分点)", ("+5.00", "-1.23"), (1, -1))
    assert headed(points, [0.05, None], "en").heading == "change of share (pp)"


def test_statistics_are_pure_numbers_with_their_digits(headed: Callable[..., PrintedColumn]) -> None:
    assert headed(Heading("p 值", "p", Shown.PURE), [0.05, 0.00012]).cells == ("0.0500", "0.0001")
    assert headed(Heading("天数", "days", Shown.PURE, digits=1), [12.34, 1000.0]).cells == ("12.3", "1,000.0")
    assert headed(Heading("t 值", "t", Shown.PURE, digits=2, signed=True), [1.96, -0.5]).cells == ("+1.96", "-0.50")


def test_what_is_no_number_is_a_dash(headed: Callable[..., PrintedColumn]) -> None:
    assert headed(Heading("t 值", "t", Shown.PURE), [float("nan"), 1.5]).cells == ("—", "1.5000")
    assert headed(Heading("比", "ratio"), [float("inf"), 0.5]).cells == ("—", "50.00")


def test_a_heading_may_name_the_unit_of_its_decimals(headed: Callable[..., PrintedColumn]) -> None:
    drawn = headed(Heading("点位", "level", unit=Unit.POINT), [Decimal("4000.5"), Decimal(1)])
    assert (drawn.heading, drawn.cells) == ("点位(点)", ("4,000.50", "1.00"))


def test_words_of_a_column_come_before_words_of_all(headed: Callable[..., PrintedColumn]) -> None:
    own = Heading("侧", "side", Shown.WORD, words={"short": "空方"})
    assert headed(own, ["short", "financing"]).cells == ("空方", "融资")
    assert headed(own, ["no_debt", None], "en").cells == ("no debt", "—")
    assert headed(own, [["short", "financing"], []]).cells == ("空方、融资", "")


def test_words_that_all_rows_share_are_said_once_as_words(headed: Callable[..., PrintedColumn]) -> None:
    assert headed(Heading("侧", "side", Shown.WORD | Shown.ONCE), ["short", "short"], facts=True) == "侧 融券"


def test_numbers_that_all_rows_share_keep_their_unit_and_digits(headed: Callable[..., PrintedColumn]) -> None:
    assert headed(Heading("p 值", "p", Shown.PURE | Shown.ONCE, digits=3), [0.001652892, 0.001652892], facts=True) == "p 值 0.002"
    assert (
        headed(Heading("期限", "horizon", Shown.ONCE, unit=Unit.SESSION), [20, 20], "en", facts=True) == "horizon (sessions) 20"
    )
    assert headed(Heading("门槛", "threshold", Shown.ONCE), [Decimal(10**9)] * 2, facts=True) == "门槛(亿元) 10.00"
