"""Rules over time: steps for one number, a timeline for anything else, old contracts apart from new ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.render import to_spec
from liangrong.research.charts.rules import MOST, rules_chart, timeline_chart, value_steps_chart
from liangrong.research.tables.labels import word
from liangrong.services.rules import TimelineRequest, timeline
from tests.unit.research.charts.drawn import layers, rows_of, texts

pytest.importorskip("altair")


def entry(day: date, value: Any, said: str, **cells: Any) -> dict[str, Any]:
    return {
        "date": day, "kind": "value", "parameter": "made_up", "title_zh": "某比例", "title_en": "a ratio", "key": None, "venues": ["SSE"],
        "value": value, "unit": "1", "said_zh": said, "said_en": said, "applies_to": "all", **cells,
    }  # fmt: skip


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    plain = pl.DataFrame([{key: cell for key, cell in row.items() if key != "value"} for row in rows], infer_schema_length=None)
    return plain.with_columns(pl.Series("value", [row["value"] for row in rows], dtype=pl.Object))


def steps(*more: dict[str, Any]) -> pl.DataFrame:
    return frame(entry(date(2010, 3, 31), 0.4, "40%"), entry(date(2016, 1, 4), 0.9, "90%", applies_to="new_contracts"), *more)


def test_steps_carry_value_and_first_day_and_old_contracts_are_dashed() -> None:
    chart = value_steps_chart(steps(), lang="zh", width=650, note="模拟数据")
    spec = to_spec(chart)
    rules = layers(spec, "rule")
    dashed = next(unit for unit in rules if "strokeDash" in unit["mark"])
    assert [(row["date"], row["value"]) for row in rows_of(spec, dashed)] == [("2016-01-04", 0.4)]
    words = texts(chart)
    for said in ("40%", "90%", "2010-03-31", "2016-01-04", "某比例", "虚线：此前的合约沿用原值", "模拟数据"):
        assert said in words


def test_a_change_for_all_contracts_leaves_none_dashed() -> None:
    chart = value_steps_chart(
        frame(entry(date(2010, 1, 4), 0.4, "40%"), entry(date(2016, 1, 4), 0.9, "90%")), lang="en", width=650
    )
    assert all("strokeDash" not in unit["mark"] for unit in layers(to_spec(chart), "rule"))


def test_another_exchange_does_not_step_into_the_line() -> None:
    other = entry(date(2023, 2, 13), 0.7, "70%", venues=["BSE"])
    chart = value_steps_chart(steps(other), lang="zh", width=650)
    assert "70%" not in texts(chart)


def test_keys_are_lines_of_their_own() -> None:
    rows = frame(
        *(entry(date(2010, 1, 4), value, f"{value:.0%}", key=key) for key, value in (("general", 0.5), ("private_fund", 0.6)))
    )
    spec = to_spec(value_steps_chart(rows, lang="zh", width=340))
    color = layers(spec, "rule")[0]["encoding"]["color"]
    assert color["scale"]["domain"] == ["普通投资者", "私募证券投资基金"]


def test_every_part_of_a_parameter_has_a_chinese_name() -> None:
    """A lane of a Chinese chart would be called ``star_making_good``."""
    rows = timeline(TimelineRequest()).data.filter(pl.col("key").is_not_null())
    keys = set(rows["key"].to_list())
    assert len(keys) > 50
    assert not {key for key in keys if word("key", key) == key and not key[-1].isdigit() and "_" in key}


def test_all_layers_share_one_time() -> None:
    """Days as text are read one way for the start of a bar and another for its end, and Vega warns of domains that conflict."""
    compiled = pytest.importorskip("vl_convert").vegalite_to_vega(
        to_spec(timeline_chart(timeline(TimelineRequest()).data, lang="zh", width=650))
    )
    (scale,) = (each for each in compiled["scales"] if each["name"] == "x")
    ends = scale["domain"].get("fields", scale["domain"]) if isinstance(scale["domain"], dict) else scale["domain"]
    assert len(ends) == 2
    assert all("signal" in end for end in ends)


@pytest.mark.parametrize("value", [True, "keep", None])
def test_what_is_no_number_becomes_a_timeline(value: Any) -> None:
    rows = frame(entry(date(2010, 1, 4), value, "是"), entry(date(2012, 1, 4), value, "否"))
    assert value_steps_chart(rows, lang="zh", width=650) is None
    assert {"是", "否"} <= set(texts(rules_chart(rows, lang="zh", width=650)))


@pytest.mark.parametrize(("lang", "width"), [("zh", 1000), ("en", 340)])
def test_the_whole_book_is_a_timeline_of_what_changed_most(lang: Any, width: int) -> None:
    rows = timeline(TimelineRequest()).data
    chart = rules_chart(rows, lang=lang, width=width)
    spec = to_spec(chart)
    tracks = {row["track"] for row in rows_of(spec, layers(spec, "bar")[0])}
    assert len(tracks) == MOST
    financing = rows.filter(pl.col("parameter") == "financing_margin_ratio")[f"title_{lang}"][0]
    assert financing in tracks
    assert "title" in spec, "how many are left out is said"
    events = rows.filter(pl.col("kind") == "event")
    assert len(rows_of(spec, layers(spec, "point")[0])) == events.height


def test_events_alone_are_drawn_and_nothing_is_not() -> None:
    events = timeline(TimelineRequest()).data.filter(pl.col("kind") == "event").head(1)
    assert "policy" in texts(timeline_chart(events, lang="en", width=340))
    assert timeline_chart(events.clear(), lang="en", width=340) is None
    assert rules_chart(events.clear(), lang="en", width=340) is None
