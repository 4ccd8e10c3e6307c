"""Charts of the short side: each view has its picture, decrees are numbered and explained, holes stay holes."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.shorts.cards import short_cards
from liangrong.analytics.shorts.concentration import industry_shorts
from liangrong.analytics.shorts.cover import covers
from liangrong.analytics.shorts.overview import short_overview
from liangrong.analytics.shorts.table import short_table
from liangrong.analytics.shorts.trend import short_trend
from liangrong.core.errors import Lang
from liangrong.market.snapshot import MarketSnapshot
from liangrong.research.charts.render import to_svg
from liangrong.research.charts.shorts import NUMBER, _cut, _lanes, shorts_chart
from liangrong.simulation.planted import PlantedMarket
from tests.small_market import LAST, totals

SPAN = 650


@pytest.fixture(scope="module")
def market() -> MarketSnapshot:
    return MarketSnapshot.of({"market_totals": totals()}, LAST)


@pytest.fixture(scope="module")
def planted() -> MarketSnapshot:
    return PlantedMarket.generate(3, sessions=60).snapshot()


def spec(rows: pl.DataFrame, lang: Lang = "en", note: str = "") -> Any:
    return shorts_chart(rows, lang=lang, width=SPAN, note=note).to_dict()


def texts(drawn: Any) -> list[str]:
    """Every text that some dataset of the drawing holds."""
    return [
        str(row[name]) for rows in drawn["datasets"].values() for row in rows for name in ("text", "mark", "label") if name in row
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_trend_numbers_its_decrees_and_explains_them(market: MarketSnapshot, lang: Lang) -> None:
    rows = short_trend(market, start=date(2024, 1, 2), end=date(2024, 12, 31)).data
    said = texts(spec(rows, lang))
    assert sorted(text for text in said if text.isdigit()) == ["1", "2", "3", "4", "5", "6"]
    title = "转融券存量了结" if lang == "zh" else "Securities refinancing wound down"
    assert any(text.startswith("6  2024-09-30") and title in text for text in said)


def test_the_overview_marks_the_day_and_not_the_end_of_the_month(market: MarketSnapshot) -> None:
    drawn = spec(short_overview(market, day=date(2024, 12, 31)).data)
    days = {str(row["date"])[:10] for rows in drawn["datasets"].values() for row in rows if "mark" in row}
    assert "2024-07-11" in days
    assert "2024-07-31" not in days


def test_a_hole_breaks_the_line_and_the_area(market: MarketSnapshot) -> None:
    rows = short_trend(market, start=date(2018, 1, 2), end=date(2020, 6, 30)).data
    holed = rows.filter(~pl.col("date").is_between(date(2018, 12, 18), date(2019, 12, 31)))
    drawn = spec(holed)
    line = next(rows for rows in drawn["datasets"].values() if rows and "segment" in rows[0])
    assert {row["segment"] for row in line} == {0, 1}
    found = [
        layer
        for part in drawn.get("vconcat", [drawn])
        for layer in part.get("layer", [])
        if "detail" in layer.get("encoding", {})
    ]
    assert len(found) == 2
    assert all(layer["encoding"]["y"]["stack"] is None for layer in found)


def test_without_decrees_there_is_no_legend(market: MarketSnapshot) -> None:
    assert "vconcat" not in spec(short_trend(market, start=date(2025, 6, 3), end=date(2025, 9, 30)).data)


def test_bars_carry_their_numbers(planted: MarketSnapshot) -> None:
    said = texts(spec(short_table(planted, top=5).data))
    assert sum(text.endswith("%") for text in said) == 5
    assert any(text.startswith("1. ") for text in said)
    groups = texts(spec(industry_shorts(planted).data, "zh"))
    assert {"甲", "乙", "丙", "丁"} <= set(groups)


def test_cards_are_drawn_with_sign_and_base(market: MarketSnapshot) -> None:
    rows = short_cards(market, day=date(2016, 3, 1)).data
    drawn = texts(spec(rows))
    assert any(text.startswith("-") for text in drawn)
    assert any("2015-06-18" in text for text in drawn)


def test_a_watermark_is_written(planted: MarketSnapshot) -> None:
    assert "Synthetic" in texts(spec(short_table(planted).data, note="Synthetic"))


def test_views_without_a_picture(planted: MarketSnapshot, market: MarketSnapshot) -> None:
    last = planted.as_of.as_of
    assert shorts_chart(covers(planted, start=last, end=last).data, lang="zh", width=SPAN) is None
    empty = short_table(planted).data.clear()
    assert shorts_chart(empty, lang="zh", width=SPAN) is None
    unknown = short_cards(market).data.with_columns(value=pl.lit(None, dtype=pl.Float64))
    assert shorts_chart(unknown, lang="zh", width=SPAN) is None


def test_numbers_of_one_lane_do_not_touch() -> None:
    days = [date(2024, 1, 29), date(2024, 2, 6), date(2024, 3, 18), date(2024, 7, 11), date(2024, 7, 22)]
    lanes = _lanes(days, 365, SPAN)
    for lane in set(lanes):
        places = [(day - days[0]).days * SPAN / 365 for day, its in zip(days, lanes, strict=True) if its == lane]
        assert all(right - left >= NUMBER for left, right in pairwise(places))
    assert lanes[0] != lanes[1]


@pytest.mark.parametrize(
    ("line", "width", "expected"),
    [("转融券", 34, "转融券"), ("转融券存量了结", 40, "转融…"), ("abcdef", 39, "abcdef"), ("abcdefghij", 39, "abcd…")],
)
def test_a_line_of_the_legend_is_cut_to_the_chart(line: str, width: int, expected: str) -> None:
    assert _cut(line, width) == expected


@pytest.mark.parametrize("width", [340, 650])
def test_the_trend_renders(market: MarketSnapshot, width: int) -> None:
    rows = short_trend(market, start=date(2024, 1, 2), end=date(2024, 12, 31)).data
    assert "<svg" in to_svg(shorts_chart(rows, lang="zh", width=width), "shorts", description="融券")
