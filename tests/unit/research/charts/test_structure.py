"""Charts of flows: what is drawn, in which order, in whose words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from liangrong.analytics.structure.flows import flows
from liangrong.analytics.structure.league import league
from liangrong.research.charts.structure import MOST, flows_chart, league_chart
from liangrong.research.charts.theme import FALL, RISE
from tests.unit.analytics.structure.small import D2, D3, market

pytest.importorskip("altair")


def bars(chart: Any) -> list[dict[str, Any]]:
    spec = chart.to_dict()
    layer = next(layer for layer in spec["layer"] if layer["mark"].get("type") == "bar")
    found: list[dict[str, Any]] = spec["datasets"][layer["data"]["name"]]
    return found


def test_groups_are_drawn_by_their_net_and_sums_are_not() -> None:
    """Colour and sign say the same; 元 becomes the unit in which the largest bar can be read."""
    rows = flows(market(), "board", start=D2, end=D3).data
    drawn = bars(flows_chart(rows, lang="zh", width=700))
    assert [row["label"] for row in drawn] == ["主板", "北证", "基金", "科创板", "创业板"]
    assert [row["color"] for row in drawn] == [RISE] * 3 + [FALL] * 2
    assert [row["value"] for row in drawn] == pytest.approx([0.005, 0.0003, 0.0002, -0.0005, -0.002])


@pytest.mark.parametrize(("lang", "net", "text", "unit"), [
    ("zh", 1_234_567_890, "+12.35", "亿元"), ("zh", -56_789_012, "-5,678.9", "万元"),
    ("en", -1_234_567_890, "-1.23", "CNY bn"), ("en", 56_789_012, "+56.79", "CNY m"), ("en", 0, "0.00", "CNY m"),
])  # fmt: skip
def test_numbers_carry_their_sign_and_the_axis_its_unit(lang: Any, net: int, text: str, unit: str) -> None:
    rows = pl.DataFrame({"part": ["group"], "group_name": ["电子"], "net_financing": [Decimal(net)]})
    chart = flows_chart(rows, lang=lang, width=600)
    assert bars(chart)[0]["text"] == text
    assert unit in str(chart.to_dict()["layer"])


def test_a_league_shows_where_its_ends_do_not_meet() -> None:
    rows = league(market(), start=D2, end=D3, top=1, basis="balance").data
    assert [row["label"] for row in bars(league_chart(rows, lang="zh", width=700))] == ["600000.SH", "⋯ 3 个", "300001.SZ"]
    whole = league(market(), start=D2, end=D3, top=9, basis="balance").data
    assert len(bars(league_chart(whole, lang="en", width=700))) == 5


def test_too_many_bars_are_cut_in_the_middle() -> None:
    count = MOST + 30
    rows = pl.DataFrame({"part": ["group"] * count, "group_name": [f"{n:03d}" for n in range(count)],
                         "net_financing": [Decimal(10**9 - n) for n in range(count)]})  # fmt: skip
    drawn = bars(flows_chart(rows, lang="en", width=700))
    assert len(drawn) == MOST + 1
    assert drawn[MOST - MOST // 2]["label"] == "⋯ 30 more"
    assert drawn[-1]["label"] == f"{count - 1:03d}"


def test_nothing_is_not_drawn() -> None:
    rows = flows(market(), "board", start=D2, end=D3).data
    assert flows_chart(rows.clear(), lang="zh", width=700) is None
    assert flows_chart(rows.filter(pl.col("part") == "exchange_total"), lang="zh", width=700) is None


def test_a_watermark_is_behind_the_bars() -> None:
    chart = flows_chart(flows(market(), "board", start=D2, end=D3).data, lang="zh", width=700, note="模拟数据")
    assert chart is not None
    assert "模拟数据" in str(chart.to_dict())
