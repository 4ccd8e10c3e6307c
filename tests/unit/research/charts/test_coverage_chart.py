"""What is stored: shares of all sessions, holes framed, nothing rounded to all or to none."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.coverage import coverage_chart
from liangrong.research.charts.render import to_spec
from tests.unit.research.charts.drawn import layers, rows_of, texts

pytest.importorskip("altair")


def months(*cells: tuple[date, int], exchange: str = "SSE", **columns: Any) -> pl.DataFrame:
    rows = [{"dataset": "quotes", "exchange": exchange, "source": "sse", "month": month, "sessions": 20, "covered": covered, **columns}
            for month, covered in cells]  # fmt: skip
    return pl.DataFrame(rows)


def cells(rows: pl.DataFrame, **options: Any) -> dict[str, dict[str, Any]]:
    spec = to_spec(coverage_chart(rows, **{"lang": "zh", "width": 900, **options}))
    return {row["period"]: row for row in rows_of(spec, layers(spec, "rect")[0])}


def long_months(covered: int) -> list[tuple[date, int]]:
    return [(date(year, month, 1), covered) for year in (2020, 2021, 2022) for month in range(1, 13)]


def test_months_become_years_where_they_are_many() -> None:
    found = cells(months(*long_months(20)))
    assert list(found) == ["2020", "2021", "2022"]
    assert all(row["share"] == 1 and row["text"] == "100" for row in found.values())
    assert list(cells(months((date(2025, 1, 1), 20), (date(2025, 3, 1), 10)))) == ["2025-01", "2025-03"]


def test_one_day_of_a_year_is_not_all_of_it() -> None:
    """The year has the sessions that any series has of it."""
    rows = pl.concat([months(*long_months(20)), months((date(2021, 6, 1), 1), exchange="BSE")])
    spec = to_spec(coverage_chart(rows, lang="en", width=900))
    (lone,) = [row for row in rows_of(spec, layers(spec, "rect")[0]) if "BSE" in row["series"]]
    assert lone["share"] == pytest.approx(1 / 240)
    assert lone["text"] == "<1"


def test_a_hole_is_framed_and_almost_all_is_not_all() -> None:
    rows = months((date(2025, 1, 1), 20), (date(2025, 2, 1), 0), (date(2025, 3, 1), 10))
    spec = to_spec(coverage_chart(rows, lang="zh", width=900, note="模拟数据"))
    framed = next(unit for unit in layers(spec, "rect") if "strokeDash" in unit["mark"])
    assert [row["period"] for row in rows_of(spec, framed)] == ["2025-02"]
    assert "模拟数据" in texts(coverage_chart(rows, lang="zh", width=900, note="模拟数据"))
    most = months((date(2025, 1, 1), 1999)).with_columns(sessions=2000)
    assert cells(most)["2025-01"]["text"] == "99"


def test_ways_are_told_apart_where_nothing_else_is() -> None:
    rows = pl.DataFrame({
        "dataset": ["quotes"] * 2, "exchange": ["SSE"] * 2, "source": ["sse"] * 2, "via": ["sync", "import"],
        "first": [date(2025, 1, 2)] * 2, "last": [date(2025, 1, 31), date(2025, 1, 2)], "covered": [18, 1], "not_published": [1, 0],
        "failed": [0, 0], "quarantined": [0, 0], "missing": [1, 0],
    })  # fmt: skip
    chart = coverage_chart(rows, lang="zh", width=650)
    words = texts(chart)
    assert "18 天 · 缺 2" in words
    assert len({row["series"] for row in rows_of(to_spec(chart), layers(to_spec(chart), "bar")[0])}) == 2
    assert coverage_chart(rows.clear(), lang="zh", width=650) is None
    assert coverage_chart(rows.select("dataset", "covered"), lang="zh", width=650) is None
