"""A measure over a window: the axis is in a unit people read, events stand above, a hole breaks the line."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from liangrong.research.charts.leverage import Mark, level_chart
from liangrong.research.charts.render import to_png, to_spec, to_svg

DAYS = [date(2025, 1, 2) + timedelta(days=n) for n in range(40)]
ROWS = pl.DataFrame({"date": DAYS, "value": [1.5e10 + 1e8 * n for n in range(40)]})
LAST = Mark(DAYS[-1], "189.00 亿元", 1.89e10)


def test_the_axis_says_its_unit_and_the_event_its_number() -> None:
    drawn = level_chart(ROWS, lang="zh", width=650, title="融券余额", last=LAST, events=[Mark(DAYS[10], "7")], note="模拟数据")
    svg = to_svg(drawn, "level", description="balance")
    assert "融券余额（亿元）" in svg
    assert ">7<" in svg
    assert "189.00 亿元" in svg
    assert "模拟数据" in svg


def test_the_values_are_those_of_the_rows_in_the_unit_of_the_axis() -> None:
    spec = str(to_spec(level_chart(ROWS, lang="en", width=650, title="Short balance", last=LAST)))
    assert "Short balance (CNY bn)" in spec
    assert "'value': 15.0" in spec


def test_a_picture_is_drawn_twice_as_fine() -> None:
    picture = to_png(level_chart(ROWS, lang="en", width=300, title="Short balance", last=LAST))
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") > 600
