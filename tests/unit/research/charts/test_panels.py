"""Panels of ratios: each on its own scale, one span for all, the band that the rows have; lines for cards."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.panels import ratio_chart, sparkline_chart
from liangrong.research.charts.render import to_spec
from tests.unit.research.charts.drawn import layers, rows_of, texts

pytest.importorskip("altair")
LARGE, SMALL = "average_maintenance_ratio", "short_balance_to_float_cap"


def series(measure: str, values: list[float | None], start: date = date(2025, 1, 1)) -> pl.DataFrame:
    days = [start + timedelta(days=n) for n in range(len(values))]
    return pl.DataFrame({"date": days, "measure": measure, "value": values}, schema_overrides={"value": pl.Float64})


def both() -> pl.DataFrame:
    return pl.concat(
        [series(LARGE, [2.0 + n / 100 for n in range(101)]), series(SMALL, [0.0002, None, 0.0003], date(2025, 6, 1))]
    )


def test_the_band_is_the_four_fifths_of_the_rows_and_scales_are_apart() -> None:
    spec = to_spec(ratio_chart(both(), lang="zh", width=900))
    assert spec["columns"] == 2
    assert [panel["title"]["text"] for panel in spec["concat"]] == ["平均维持担保比例", "融券余额占流通市值比"]
    bands = [rows_of(spec, layers(panel, "rect")[0])[0] for panel in spec["concat"]]
    assert (bands[0]["low"], bands[0]["high"]) == pytest.approx((2.1, 2.9))
    domains = [layers(panel, "line")[0]["encoding"]["y"]["scale"]["domain"] for panel in spec["concat"]]
    assert domains[0][0] < 2.0
    assert domains[0][1] > 3.0
    assert domains[1][1] < 0.001


def test_all_panels_show_the_same_days_and_their_own_last_value() -> None:
    spec = to_spec(ratio_chart(both(), lang="en", width=340))
    spans = {json.dumps(unit["encoding"]["x"]["scale"]["domain"]) for unit in layers(spec, "line")}
    assert spans == {'["2025-01-01", "2025-06-03"]'}
    words = texts(ratio_chart(both(), lang="en", width=340, note="MADE-UP"))
    assert any(text.endswith("300.0%") and "2025-04-11" in text for text in words)
    assert any(text.endswith("0.030%") and "2025-06-03" in text for text in words), "small ratios keep their digits"
    assert words.count("MADE-UP") == 2


@pytest.mark.parametrize("value", [0.5, 0.0, -0.2])
def test_one_value_or_a_flat_line_is_drawn(value: float) -> None:
    assert any(f"{value:.1%}" in text for text in texts(ratio_chart(series(LARGE, [value]), lang="zh", width=340)))


def test_long_histories_stay_small() -> None:
    rows = pl.concat([series(name, [0.1 + (n % 37) / 1000 for n in range(3800)]) for name in (LARGE, SMALL, "a", "b")])
    assert len(json.dumps(to_spec(ratio_chart(rows, lang="zh", width=1000)))) < 400_000


def test_a_sparkline_is_lean_and_ends_on_the_last_value() -> None:
    chart = sparkline_chart(series(LARGE, [float(n % 50) for n in range(3800)]), lang="zh")
    spec = to_spec(chart)
    assert (spec["width"], texts(chart)) == (140, [])
    end = layers(spec, "point")[0]
    assert rows_of(spec, end)[0]["value"] == 3799 % 50


@pytest.mark.parametrize("values", [[], [None, None], [1.0]])
def test_nothing_is_not_drawn(values: list[Any]) -> None:
    assert sparkline_chart(series(LARGE, values), lang="zh") is None
    assert (ratio_chart(series(LARGE, values), lang="zh", width=700) is None) == (values != [1.0])
