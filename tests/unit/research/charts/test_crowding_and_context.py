"""Charts of crowding and context: what is drawn, on which scale, and when there is nothing to draw."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.core.errors import Lang
from liangrong.research.charts.context import context_chart
from liangrong.research.charts.crowding import crowding_chart

DAYS = [date(2024, 8, 15), date(2024, 8, 16), date(2024, 8, 19)]

RANKED = pl.DataFrame({
    "rank": [1, 2], "security_id": ["600519.SH", "000001.SZ"], "name": ["贵州茅台", None], "financing_balance": [2e10, 1e10],
    "financing_balance_to_float_cap": [0.12, 0.08], "days_to_unwind": [30.0, 9.0],
})  # fmt: skip
GAUGED = pl.DataFrame({
    "security_id": ["600519.SH", "000001.SZ"], "name": ["贵州茅台", "平安银行"], "side": ["financing", "short"],
    "share_of_float": [0.26, None], "line_level": [0.20, None],
})  # fmt: skip
CARD = pl.DataFrame({
    "horizon": [5, 20], "n_episodes": [168, 144], "hit_rate": [0.52, None], "hit_low": [0.4, None], "hit_high": [0.6, None],
    "base_rate": [0.5, 0.5], "control_hit_rate": [0.51, None],
})  # fmt: skip
NORTH = pl.DataFrame({
    "date": DAYS * 2, "channel": ["SSE"] * 3 + ["SZSE"] * 3, "turnover": [5e10] * 6, "net_buy_amount": [9e9, -3e9, None, 3e9, -4e9, None],
})  # fmt: skip
YEARS = pl.DataFrame({"year": ["2014", "2015"], "yearly_low": [2.2, None], "low_date": [DAYS[0], None]})
COUNTS = pl.DataFrame({
    "date": DAYS, "individual_investors": [7, 8, 9], "institutional_investors": [1, 1, 1], "trading_investors": [2, 3, 2],
    "indebted_investors": [4, 4, 5],
})  # fmt: skip
RATIO = pl.DataFrame({"date": [date(2015, 5, 20), date(2015, 8, 4), date(2015, 8, 5)], "value": [2.24, 2.60, 2.57]})


def texts(spec: dict[str, Any]) -> str:
    return str(spec)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rows", [RANKED, GAUGED, CARD], ids=["ranked", "gauged", "card"])
def test_crowding_is_drawn_in_both_languages(rows: pl.DataFrame, lang: Lang) -> None:
    chart = crowding_chart(rows, lang=lang, width=600, note="模拟数据")
    assert chart is not None
    assert "模拟数据" in texts(chart.to_dict()), "synthetic data say so on the picture"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("rows", [NORTH, YEARS, COUNTS, RATIO], ids=["north", "years", "counts", "ratio"])
def test_context_is_drawn_in_both_languages(rows: pl.DataFrame, lang: Lang) -> None:
    chart = context_chart(rows, lang=lang, width=600, note="模拟数据")
    assert chart is not None
    assert "模拟数据" in texts(chart.to_dict())


def test_a_scatter_where_float_is_known_and_bars_where_it_is_not() -> None:
    whole, bare = (
        crowding_chart(RANKED, lang="zh", width=600),
        crowding_chart(RANKED.with_columns(financing_balance_to_float_cap=pl.lit(None, dtype=pl.Float64)), lang="zh", width=600),
    )
    assert "融资余额占流通市值" in texts(whole.to_dict())  # type: ignore[union-attr]
    assert "融资余额占流通市值" not in texts(bare.to_dict())  # type: ignore[union-attr]
    assert "平仓天数" in texts(bare.to_dict())  # type: ignore[union-attr]


def test_a_stock_without_a_name_keeps_its_code() -> None:
    assert "000001.SZ" in texts(crowding_chart(RANKED, lang="zh", width=600).to_dict())  # type: ignore[union-attr]


def test_unknown_shares_are_not_drawn_as_zero() -> None:
    spec = texts(crowding_chart(GAUGED, lang="en", width=600).to_dict())  # type: ignore[union-attr]
    assert "600519.SH" in spec
    assert "000001.SZ" not in spec


@pytest.mark.parametrize("rows", [RANKED, GAUGED], ids=["ranked", "gauged"])
def test_an_estimate_says_so_on_the_picture(rows: pl.DataFrame) -> None:
    stored = rows.with_columns(derived=pl.lit([], dtype=pl.List(pl.String)))
    guessed = rows.with_columns(derived=pl.lit(["float_cap"]))
    said = ["推算" in texts(crowding_chart(given, lang="zh", width=600).to_dict()) for given in (rows, stored, guessed)]  # type: ignore[union-attr]
    assert said == [False, False, True]


def test_nothing_known_is_nothing_drawn() -> None:
    nothing = GAUGED.with_columns(share_of_float=pl.lit(None, dtype=pl.Float64))
    assert crowding_chart(nothing, lang="zh", width=600) is None
    assert crowding_chart(CARD.with_columns(hit_rate=pl.lit(None, dtype=pl.Float64)), lang="zh", width=600) is None
    assert context_chart(pl.DataFrame({"series": ["x"], "state": ["current"]}), lang="zh", width=600) is None


def test_each_population_has_a_panel_of_its_own() -> None:
    assert len(context_chart(COUNTS, lang="zh", width=600).to_dict()["vconcat"]) == 4  # type: ignore[union-attr]
    assert len(context_chart(NORTH, lang="zh", width=600).to_dict()["vconcat"]) == 2  # type: ignore[union-attr]


def test_an_ended_net_has_no_bar() -> None:
    spec = context_chart(NORTH, lang="zh", width=600).to_dict()  # type: ignore[union-attr]
    nets = [rows for rows in spec["datasets"].values() if rows and "color" in rows[0]]
    assert [len(rows) for rows in nets] == [2, 2]


def test_a_hole_breaks_the_line_and_a_lone_day_is_a_point() -> None:
    spec = context_chart(RATIO, lang="zh", width=600).to_dict()  # type: ignore[union-attr]
    segments = next(rows for rows in spec["datasets"].values() if len(rows) == 3)
    assert [row["segment"] for row in segments] == [0, 1, 1]
    assert any(len(rows) == 1 and rows[0].get("segment") == 0 for rows in spec["datasets"].values())


def test_a_year_without_a_low_says_so() -> None:
    assert "空缺" in texts(context_chart(YEARS, lang="zh", width=600).to_dict())  # type: ignore[union-attr]
