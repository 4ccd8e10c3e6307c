"""Charts of growth, rotation and episodes: every row is drawn, with its sign in figures and not by colour alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.episodes import episodes_chart
from liangrong.research.charts.rotation import growth_chart, rotation_chart
from liangrong.research.charts.theme import FALL, RISE
from liangrong.services.growth import LegsRequest, legs

D1, D2 = date(2026, 1, 29), date(2026, 1, 30)
MOVED = pl.DataFrame({"group_name": ["电子", "funds", "银行"], "share_change_points": [0.0123, -0.0002, -0.0121]})
TURNED = pl.DataFrame({"group_name": ["a", "b", "c"], "first_rank": [1, 2, 3], "second_rank": [3, 2, 1],
                       "turn": ["top_to_bottom", "between", "bottom_to_top"]})  # fmt: skip
OVERLAY = pl.DataFrame({
    "episode": ["2015", "2015", "2021"] * 2, "offset": [-1, 0, 0] * 2, "measure": ["financing_balance"] * 3 + ["financing_buy_to_turnover"] * 3,
    "value": [9e11, 1e12, 2e12, 0.1, 0.11, 0.09], "unit": ["元"] * 3 + ["1"] * 3, "indexed": [90.0, 100.0, 100.0, 91.0, 100.0, 100.0],
})  # fmt: skip


def texts(chart: Any) -> list[str]:
    data = chart.to_dict()["datasets"].values()
    return [str(row["text"]) for rows in data for row in rows if "text" in row]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_growth_says_each_part_with_its_sign(lang: str) -> None:
    rows = legs(LegsRequest(["-62%", "65%"], "-37.14%")).data
    chart = growth_chart(rows, lang=lang, width=500, note="模拟")
    assert chart is not None
    assert {"-62.0%", "+65.0%", "-37.3%", "-37.1%", "模拟"} <= set(texts(chart))


def test_rises_are_red_and_falls_green() -> None:
    rows = legs(LegsRequest(["-62%", "65%"], "-37.14%")).data
    data = growth_chart(rows, lang="zh", width=500).to_dict()["datasets"].values()
    colors = {row["text"]: row["color"] for part in data for row in part if "color" in row}
    assert (colors["+65.0%"], colors["-62.0%"]) == (RISE, FALL)


def test_scopes_have_names() -> None:
    rows = pl.DataFrame({"scope": ["market", "exchange:SSE+SZSE", "industry:sw1:电子"], "part": ["total"] * 3, "growth": [0.1, 0.2, 0.3],
                         "growth_low": [0.1] * 3, "growth_high": [0.3] * 3, "start_date": [D1] * 3, "date": [D2] * 3})  # fmt: skip
    spec = str(growth_chart(rows, lang="zh", width=500).to_dict())
    assert all(name in spec for name in ("全市场 合计", "SSE+SZSE 合计", "申万电子 合计"))


def test_shares_are_points_and_groups_of_ours_are_in_chinese() -> None:
    chart = rotation_chart(MOVED, lang="zh", width=500)
    assert {"+1.23", "-0.02", "-1.21"} == set(texts(chart))
    spec = str(chart.to_dict())
    assert "基金" in spec
    assert "个百分点" in spec
    assert "%）" not in spec
    assert "funds" in str(rotation_chart(MOVED, lang="en", width=500).to_dict())


def test_a_style_is_drawn_from_rank_to_rank() -> None:
    chart = rotation_chart(TURNED, lang="zh", width=500)
    assert {"1 a", "3 a", "2 b", "1 c", "3 c"} <= set(texts(chart))


def test_concentration_is_a_line() -> None:
    assert rotation_chart(pl.DataFrame({"date": [D1, D2], "top_share": [0.4, 0.5]}), lang="en", width=500) is not None


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_overlay_has_one_panel_for_each_measure(lang: str) -> None:
    spec = episodes_chart(OVERLAY, lang=lang, width=500).to_dict()
    assert len(spec["vconcat"]) == 2
    assert "financing_balance" not in str(spec["vconcat"][0]["layer"][1]["encoding"]["y"]["title"])


def test_summaries_and_baskets_are_bars() -> None:
    summary = pl.DataFrame({"episode": ["2015", "2026"], "rise": [None, 1.0], "fall": [-0.66, None]})
    assert set(texts(episodes_chart(summary, lang="zh", width=500))) == {"-66.0%", "+100.0%"}
    baskets = pl.DataFrame({"basket": ["AI+"], "method": ["given"], "value": [0.1595], "status": ["given"]})
    assert texts(episodes_chart(baskets, lang="zh", width=500)) == ["15.95%"]
    market = pl.DataFrame({"method": ["financing_buys", "published"], "value": [0.1205, None], "status": ["computed", "missing"]})
    assert texts(episodes_chart(market, lang="en", width=500)) == ["12.05%"]


def test_nothing_to_draw_is_nothing() -> None:
    assert growth_chart(legs(LegsRequest(["1%", "1%"], "2%")).data.clear(), lang="zh", width=500) is None
    assert rotation_chart(MOVED.clear(), lang="zh", width=500) is None
    assert episodes_chart(OVERLAY.clear(), lang="zh", width=500) is None
