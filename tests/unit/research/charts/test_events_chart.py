"""Charts of event studies and attribution: what is drawn is what the rows say, and what is not known is not drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.events import attribution_chart, event_study_chart
from liangrong.research.charts.render import to_spec, to_svg

POLICIES = pl.DataFrame({
    "date": [date(2015, 11, 23), date(2024, 7, 22), date(2026, 1, 19)], "policy": ["a", "b", "c"],
    "title_zh": ["融资保证金比例由 50% 提高至 100%", "融券保证金比例由 80% 提高至 100%，私募证券投资基金由 100% 提高至 120%", "不可知"],
    "title_en": ["financing margin ratio from 50% to 100%", "short margin ratio from 80% to 100%", "not known"],
    "measure": ["financing_balance"] * 3, "window_sessions": [20] * 3, "state": ["differs", "within_noise", "not_known"],
    "effect_points": [-0.0116, 0.0017, None], "effect_low_points": [-0.0222, -0.0002, None], "effect_high_points": [-0.001, 0.0036, None],
})  # fmt: skip

PATHS = pl.DataFrame({
    "measure": ["000300.SH"] * 3 + ["000300.SH"], "member": ["average"] * 3 + ["event"], "sessions_after": [-5, 0, 5, 5],
    "state": ["measured"] * 4, "abnormal_change": [-0.04, 0.0, 0.01, 0.02], "path_low": [-0.08, None, -0.03, None],
    "path_high": [0.01, None, 0.04, None], "placebo_low": [-0.02, 0.0, -0.02, None], "placebo_high": [0.02, 0.0, 0.02, None],
    "n_events": [11, 11, 11, None],
})  # fmt: skip

ODDS = pl.DataFrame({
    "direction": ["rise", "fall", "rise", "rise"], "fact_side": ["short", "financing", "short", "short"],
    "fact": ["short_vanished", "any", "short_halved", "short_closed"], "state": ["more_often", "no_difference", "insufficient", "not_known"],
    "lift": [3.2, 0.8, 1.0, None], "odds_ratio": [400.0, 0.76, 1.0, None], "odds_low": [1.5, 0.4, 0.1, None],
    "odds_high": [None, 1.3, 9.0, None], "n_with_fact": [12, 20, 1, None], "n_moves": [40, 137, 40, 0],
})  # fmt: skip


def rows_of(chart: Any) -> list[dict]:
    return [row for rows in to_spec(chart)["datasets"].values() for row in rows]


def test_effects_in_points_and_unknown_ones_left_out() -> None:
    drawn = [row for row in rows_of(event_study_chart(POLICIES, lang="zh", width=650)) if "low" in row]
    assert [row["label"][:10] for row in drawn] == ["2015-11-23", "2024-07-22"]
    assert drawn[0]["effect"] == pytest.approx(-1.16), "percentage points"
    assert [row["differs"] for row in drawn] == [True, False]
    assert drawn[1]["label"].endswith("…"), "long titles are cut"


def test_a_narrow_page_cuts_titles_shorter() -> None:
    wide, narrow = (
        max(len(row["label"]) for row in rows_of(event_study_chart(POLICIES, lang="en", width=width)) if "low" in row)
        for width in (650, 290)
    )
    assert narrow < wide


def test_nothing_known_is_nothing_drawn() -> None:
    assert event_study_chart(POLICIES.filter(state="not_known"), lang="zh", width=650) is None
    assert event_study_chart(PATHS.filter(member="event"), lang="zh", width=650) is None
    assert attribution_chart(ODDS.filter(state="not_known"), lang="zh", width=650) is None
    assert attribution_chart(pl.DataFrame({"fact": ["short_vanished"]}), lang="zh", width=650) is None


def test_the_average_path_with_its_bands() -> None:
    spec = to_spec(event_study_chart(PATHS, lang="en", width=650, note="MADE-UP"))
    assert "n=11" in spec["vconcat"][0]["title"]
    bands = [row for rows in spec["datasets"].values() for row in rows if "kind" in row and "low" in row]
    assert {row["kind"] for row in bands} == {"95 % interval", "placebo 95 % band"}
    assert {(row["low"], row["high"]) for row in bands if row["sessions_after"] == 0} == {(0.0, 0.0)}, (
        "the bands meet at the breach"
    )
    assert "MADE-UP" in str(spec)


def test_few_breaches_say_so_in_the_title() -> None:
    few = PATHS.with_columns(
        state=pl.lit("insufficient"), path_low=pl.lit(None, dtype=pl.Float64), path_high=pl.lit(None, dtype=pl.Float64)
    )
    assert "样本不足" in to_spec(event_study_chart(few, lang="zh", width=650))["vconcat"][0]["title"]


def test_odds_stay_on_the_axis_and_say_their_numbers() -> None:
    drawn = [row for row in rows_of(attribution_chart(ODDS, lang="zh", width=650)) if "odds" in row and "text" in row]
    assert [row["label"] for row in drawn] == ["融券余量几近清零  涨前 ▲", "融资侧任一事实  跌前 ▼"]
    assert [row["text"] for row in drawn] == ["3.20 · 12/40", "0.80 · 20/137"]
    assert drawn[0]["odds"] == drawn[0]["high"] < 400, "an interval without an end runs to the edge"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_they_can_be_rendered(lang: Any) -> None:
    for draw, rows in ((event_study_chart, POLICIES), (event_study_chart, PATHS), (attribution_chart, ODDS)):
        assert "<svg" in to_svg(draw(rows, lang=lang, width=290), "x", description="a chart")
