"""Charts of heat: every signal has its bar or says nothing, flags are words too, no unit is lost."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.heat import _thinned, heat_chart


def standing(**changes: Any) -> pl.DataFrame:
    row = {
        "signal": "rsi", "value": 81.4, "unit": "", "percentile": 0.99, "flag": True, "n_episodes": 21, "hit_rate": 0.19,
        "base_rate": 0.2, "verdict": "no_better_than_chance",
    }  # fmt: skip
    other = row | {"signal": "concentration", "value": 0.2066, "unit": "1", "percentile": None, "flag": None, "n_episodes": 0,
                   "hit_rate": None, "verdict": "insufficient"}  # fmt: skip
    return pl.DataFrame([row | changes, other])


def texts(rows: pl.DataFrame, **options: Any) -> str:
    chart = heat_chart(rows, **({"lang": "zh", "width": 650} | options))
    assert chart is not None
    return json.dumps(chart.to_dict(), ensure_ascii=False)


def test_a_flag_is_a_word_and_the_record_stands_beside_it() -> None:
    spec = texts(standing())
    assert "发出 · 81.40" in spec
    assert "命中 19%，基准 20%，不优于随机（n=21）" in spec
    assert "20.7%" in spec
    assert "样本不足（n=0）" in spec
    english = texts(standing(), lang="en")
    assert "fires · 81.40" in english
    assert "hits 19%, base 20%, no better than chance (n=21)" in english
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in english)


def test_a_phone_gets_the_bars_without_the_record() -> None:
    assert '"field": "record"' not in texts(standing(), width=290)


def test_synthetic_data_say_so() -> None:
    assert "模拟数据" in texts(standing(), note="模拟数据")


def history(unit: str, size: float) -> pl.DataFrame:
    days = [date(2025, 1, 1) + timedelta(days=n + (60 if n >= 5 else 0)) for n in range(10)]
    return pl.DataFrame({
        "date": days, "signal": "roc_20", "value": [0.01 * n * size for n in range(10)], "unit": unit, "percentile": 0.5,
        "fires_at": 0.05 * size, "flag": [n >= 5 for n in range(10)], "starts_episode": [n == 5 for n in range(10)],
    })  # fmt: skip


def test_a_ratio_is_drawn_in_percent_and_a_hole_breaks_the_line() -> None:
    chart = heat_chart(history("1", 1.0), lang="zh", width=650)
    assert chart is not None
    spec = chart.to_dict()
    data = [row for rows in spec["datasets"].values() for row in rows]
    assert max(row["value"] for row in data if "segment" in row) == pytest.approx(9)
    assert {row["segment"] for row in data if "segment" in row} == {0, 1}
    assert "（%）" in json.dumps(spec, ensure_ascii=False)
    assert "%）" not in texts(history("", 1.0))


def test_thinning_keeps_the_extremes_and_every_start() -> None:
    size = 4000
    rows = pl.DataFrame({
        "date": [date(2015, 1, 1) + timedelta(days=n) for n in range(size)], "value": [float(n * 7919 % 1000) for n in range(size)],
        "segment": 0, "starts_episode": [n % 500 == 3 for n in range(size)],
    })  # fmt: skip
    kept = _thinned(rows, 300)
    assert kept.height < 300 * 4 + 8
    assert (kept["value"].min(), kept["value"].max()) == (rows["value"].min(), rows["value"].max())
    assert kept["starts_episode"].sum() == 8
    assert (kept["date"][0], kept["date"][-1]) == (rows["date"][0], rows["date"][-1])


def test_jumps_that_are_not_alike_are_marked() -> None:
    rows = pl.DataFrame({
        "measure": ["a", "a", "b"], "comparison": ["month_to_date", "month_to_date_among_whole_months", "month_to_date"],
        "value": [0.052, 0.052, 0.9], "percentile": [0.84, 0.68, 0.1], "rank": [30, 58, 1], "n_likes": [177, 176, 1],
        "like_for_like": [True, False, True],
    })  # fmt: skip
    spec = texts(rows)
    assert "第 58 / 176（不可比）" in spec
    assert "第 30 / 177（不可比）" not in spec
    assert "+90.00%" not in spec, "one balance at a time"


def test_nothing_is_drawn_of_nothing() -> None:
    assert heat_chart(standing().clear(), lang="zh", width=650) is None
