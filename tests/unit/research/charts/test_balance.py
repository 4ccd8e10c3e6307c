"""The balance over its history: lean, whole, honest about holes, and every layer behind the brush."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.balance import COARSE, PLACES, ZOOM, balance_chart, zoom_value
from liangrong.research.charts.render import drawn_svg, to_spec
from tests.unit.research.charts.drawn import layers, rows_of, texts

pytest.importorskip("altair")
YI = 10**8


def history(count: int = 60, **columns: Any) -> pl.DataFrame:
    """A balance of 100 亿 that grows by 1.005 亿 a day."""
    days = [date(2025, 1, 1) + timedelta(days=n) for n in range(count)]
    return pl.DataFrame({"date": days, "value": [Decimal(100 * YI + n * 100_500_000) for n in range(count)], **columns})


def drawn(rows: pl.DataFrame, **options: Any) -> dict[str, Any]:
    chart = balance_chart(rows, **{"lang": "zh", "width": 700, **options})
    assert chart is not None
    return to_spec(chart)


def points(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return rows_of(spec, layers(spec, "line")[0])


def test_numbers_are_in_yi_and_changes_are_those_of_the_exact_values() -> None:
    """1.005 亿 a day: differences of rounded balances would say 1.00 and 1.01 in turn."""
    found = points(drawn(history()))
    assert found[0] == {"date": "2025-01-01", "value": 100.0, "change": None, "record": 0, "coarse": 1}
    exact = [Decimal(100 * YI + n * 100_500_000) for n in range(60)]
    for n in range(1, 60):
        assert found[n]["change"] == found[1]["change"] == pytest.approx(1.005, abs=0.0051)
        assert found[n]["value"] == pytest.approx(float(exact[n]) / YI, abs=0.0051)


@pytest.mark.parametrize(("lang", "unit", "value", "title"), [
    ("en", "元", 2.715e12, "CNY bn"), ("zh", "元", 3e6, "万元"), ("zh", "股", 5e8, "亿股"), ("zh", "1", 2.91, "2.91"),
])  # fmt: skip
def test_a_measure_of_any_unit_says_which(lang: Any, unit: str, value: float, title: str) -> None:
    rows = pl.DataFrame({"date": [date(2026, 1, 29), date(2026, 1, 30)], "value": [value, value], "unit": [unit, unit]})
    chart = balance_chart(rows, lang=lang, width=500)
    words = " ".join(texts(chart))
    assert title in words if unit != "1" else "291.00%" in words


def test_every_layer_in_view_follows_the_brush_and_starts_where_it_is_told() -> None:
    """A layer without the filter would stand where it was while the others move."""
    rows = history(is_record=[n % 5 == 0 for n in range(60)], policy=["新规" if n == 9 else None for n in range(60)],
                   episode=["峰值" if n == 30 else None for n in range(60)])  # fmt: skip
    spec = drawn(rows, zoom=(date(2025, 1, 10), date(2025, 2, 1)))
    (brush,) = [each for each in spec["params"] if each["name"] == ZOOM]
    assert brush["select"] == {**brush["select"], "type": "interval", "encodings": ["x"]}
    assert brush["value"] == {"x": zoom_value(date(2025, 1, 10), date(2025, 2, 1))}
    assert brush["views"] == ["strip"]
    main = layers(spec["vconcat"][0])
    assert len(main) >= 9
    for unit in main:
        assert {"filter": {"param": ZOOM}} in unit.get("transform", []), unit
        if unit["encoding"]["x"].get("field") == "date":
            assert unit["encoding"]["x"]["scale"]["domain"] == {"param": ZOOM, "encoding": "x"}


def test_a_few_values_need_no_brush_and_one_is_still_drawn() -> None:
    spec = drawn(history(3))
    assert len(spec["vconcat"]) == 1
    assert "params" not in spec
    words = texts(balance_chart(history(1), lang="zh", width=340, note="模拟数据"))
    assert any("2025-01-01" in text and "100.00 亿元" in text for text in words)
    assert "模拟数据" in words


def test_nothing_known_is_not_drawn() -> None:
    assert balance_chart(history(5).with_columns(value=pl.lit(None, pl.Float64)), lang="zh", width=700) is None
    assert balance_chart(history(5).clear(), lang="en", width=700) is None


def test_a_hole_breaks_the_line_has_no_change_across_it_and_is_named() -> None:
    rows = pl.concat([history(100), history(100).with_columns(pl.col("date").dt.offset_by("200d"))])
    found = points(drawn(rows))
    broken = [n for n, point in enumerate(found) if point["value"] is None]
    assert len(broken) == 1
    assert found[broken[0] + 1]["change"] is None
    assert "无数据" in texts(balance_chart(rows, lang="zh", width=700))
    assert "无数据" not in texts(balance_chart(history(100), lang="zh", width=700))


def test_labels_grow_inwards_and_say_value_and_unit() -> None:
    """At either edge a centred label would be cut."""
    rows = history(episode=["2015 年峰值" if n == 0 else None for n in range(60)])
    spec = drawn(rows)
    label = next(unit for unit in layers(spec, "text") if unit["encoding"]["text"].get("field") == "label")
    said = [row["label"] for row in rows_of(spec, label)]
    assert said == ["2015 年峰值  100.00 亿元", f"2025-03-01  {100 + 59 * 1.005:.2f} 亿元"]
    assert label["mark"]["clip"] is False
    assert "right" in label["mark"]["align"]["expr"]


@pytest.mark.parametrize(("lang", "policy"), [("zh", "新规"), ("en", "a new rule")])
def test_marks_are_read_in_the_readers_language_and_the_legend_names_those_there_are(lang: Any, policy: str) -> None:
    rows = history(policies_zh=["新规"] + [""] * 59, policies_en=["a new rule"] + [""] * 59)
    spec = drawn(rows, lang=lang)
    shown = [row["policies"] for unit in layers(spec) for row in rows_of(spec, unit) if "policies" in row]
    assert set(shown) == {policy}
    words = texts(balance_chart(rows, lang=lang, width=700))
    assert ("政策" if lang == "zh" else "policy") in words
    assert ("新高" if lang == "zh" else "record") not in words


def test_the_whole_history_stays_small_and_what_can_be_hovered_is_bounded() -> None:
    rows = history(3800).with_columns(is_record=pl.int_range(pl.len()) % 3 == 0)
    spec = drawn(rows, width=1000)
    assert len(json.dumps(spec, separators=(",", ":"))) < 400_000
    assert max(len(rows) for rows in spec["datasets"].values()) == 3800
    places = next(unit for unit in layers(spec) if unit.get("name", "").startswith("places"))
    assert any(f"/ {PLACES})" in str(step.get("filter")) for step in places["transform"])


def corners(spec: dict[str, Any]) -> int:
    """How many points the line has once it is drawn."""
    line = re.findall(r'class="mark-line.*?<path (?:[^>]* )?d="([^"]+)"', drawn_svg(spec), re.DOTALL)
    return line[0].count("L") + line[0].count("M")


def test_the_whole_history_is_drawn_as_fine_as_it_is_seen_and_a_short_time_day_by_day() -> None:
    """Half of what a browser does for the first chart is to draw points that fall on one another."""
    rows = history(3800).with_columns(value=pl.when(pl.int_range(pl.len()) == 1777).then(Decimal(10**13)).otherwise("value"))
    whole = drawn(rows, width=600)
    coarse = [point for point in points(whole) if point["coarse"]]
    assert max(point["value"] for point in coarse) == pytest.approx(10**5)
    assert [points(whole)[end]["coarse"] for end in (0, -1)] == [1, 1]
    assert corners(whole) == len(coarse) <= 600 // COARSE * 4 + 4
    days = (date(2029, 1, 1), date(2030, 12, 31))
    assert corners(drawn(rows, width=600, zoom=days)) == (days[1] - days[0]).days + 1
    assert len(points(drawn(history(190), width=600))) == corners(drawn(history(190), width=600)), "few days are all drawn"


def test_a_still_picture_has_no_brush_and_keeps_every_extreme_that_can_be_seen() -> None:
    rows = history(3800)
    spike = rows.with_columns(value=pl.when(pl.int_range(pl.len()) == 1777).then(Decimal(10**13)).otherwise("value"))
    spec = to_spec(balance_chart(spike, lang="zh", width=340, still=True))
    assert "params" not in spec
    found = points(spec)
    assert len(found) < 340 * 4 + 4
    assert max(point["value"] for point in found) == pytest.approx(10**5)


def test_the_same_rows_give_the_same_specification() -> None:
    """Names that count on from chart to chart would change the address of an answer that did not change."""
    assert drawn(history()) == drawn(history())
