"""Tables on a terminal never break in the middle of a figure, whatever its width."""

from __future__ import annotations

import io
from itertools import pairwise

import pytest
from rich.cells import cell_len
from rich.console import Console

from liangrong.interfaces.cli.grid import drawn
from liangrong.interfaces.cli.options import Colors
from liangrong.research.tables.layout import Printed, PrintedColumn


def column(heading: str, *cells: str, wraps: bool = False) -> PrintedColumn:
    return PrintedColumn(heading, cells, "left", wraps=wraps)


def shown(table: Printed, width: int) -> str:
    screen = io.StringIO()
    console = Console(file=screen, width=width)
    for part in drawn(table, width, "zh", "china"):
        console.print(part)
    return screen.getvalue()


def balances(rows: int) -> Printed:
    amounts = tuple(f"{1000 + row}.00" for row in range(rows))
    return Printed(
        (
            column("分组", *amounts),
            column("融资净买入(亿元)", *amounts),
            column("期末融资余额(亿元)", *amounts),
            column("证券数", *amounts),
        )
    )


def test_a_table_that_fits_keeps_its_headings_on_one_line() -> None:
    assert "期末融资余额(亿元)" in shown(balances(30), 60)


def test_headings_fold_before_anything_is_left_out() -> None:
    # Unfolded: 7 + 16 + 18 + 7 cells and two blanks each = 56; folded: 4 x (7 + 2) = 36.
    lines = shown(balances(30), 55)
    assert "期末融资余额(亿元)" not in lines
    assert "(亿元)" in lines
    assert "1029.00  1029.00" in lines
    assert "未列出" not in lines


def test_a_long_table_leaves_out_its_last_columns_and_says_which() -> None:
    lines = shown(balances(30), 32)
    assert lines.count("1029.00") == 3
    assert "未列出：证券数（见" in lines


def test_a_short_table_is_laid_on_its_side_with_all_its_columns() -> None:
    lines = shown(balances(3), 35).splitlines()
    assert [line.split()[0] for line in lines if line.strip()] == ["分组", "融资净买入(亿元)", "期末融资余额(亿元)", "证券数"] * 3
    assert "1000.00" in lines[1]
    assert "1001.00" not in lines[1], "18 cells of names and two rows of 7 with their blanks do not fit"


def test_rows_stand_beside_each_other_where_they_fit() -> None:
    wide = Printed(balances(3).columns * 2)
    assert "1000.00  1001.00  1002.00" in shown(wide, 52)


@pytest.mark.parametrize("width", range(30, 90, 7))
@pytest.mark.parametrize("rows", [1, 2, 9])
def test_nothing_is_wider_than_the_terminal_and_no_figure_breaks(width: int, rows: int) -> None:
    text = shown(balances(rows), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    assert all(f"{1000 + row}.00" in text for row in range(rows))


def test_a_heading_folds_into_lines_of_like_length() -> None:
    lines = shown(
        Printed((column("融资净买入(亿元)", *"12345678901"), column("名称", *["一二三四五六七"] * 11))), 26
    ).splitlines()
    heads = [line.split()[0] for line in lines[1:4]]
    assert "".join(heads) == "融资净买入(亿元)"
    assert all(abs(len(one) - len(two)) <= 2 for one, two in pairwise(heads[:2]))


def test_sentences_are_never_left_out() -> None:
    table = Printed((*balances(30).columns, column("原因", *["没有这一日的行情"] * 30, wraps=True)))
    assert shown(table, 40).count("没有这一日") == 30


def test_a_fall_is_green_in_china_and_red_elsewhere() -> None:
    table = Printed((PrintedColumn("变化", ("+1.00", "-1.00"), "right", (1, -1)),))
    expected: dict[Colors, tuple[str, str]] = {"china": ("31", "32"), "western": ("32", "31")}
    for colors, (up, down) in expected.items():
        screen = io.StringIO()
        console = Console(file=screen, width=40, force_terminal=True, color_system="standard")
        for part in drawn(table, 40, "zh", colors):
            console.print(part)
        assert f"\x1b[{up}m +1.00 \x1b[0m" in screen.getvalue()
        assert f"\x1b[{down}m -1.00 \x1b[0m" in screen.getvalue()
