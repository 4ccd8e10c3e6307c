"""Charts of ladders, cascades, policies and replays: what is in the rows is in the picture, bands included, in both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal as D
from typing import Any

import polars as pl
import pytest

from liangrong.core.errors import Lang
from liangrong.research.charts.cascade import cascade_chart
from liangrong.research.charts.files import to_file
from liangrong.research.charts.ladder import ladder_chart
from liangrong.research.charts.render import to_spec
from liangrong.research.charts.replay import nowcast_chart, replay_chart
from liangrong.research.charts.stress import amounts_chart, grid_chart, policy_chart, reverse_chart
from tests.unit.research.charts.drawn import texts

WIDTH = 650
YI = 100_000_000


def rungs(groups: tuple[str, ...] = ("market",)) -> pl.DataFrame:
    """Amounts in 亿元: 10 × the place of the measure × the fall in percent, a band of ± a tenth."""
    measures = ("warning_debt", "call_debt", "immediate_debt", "forced_sale")
    made = [
        {"group": group, "group_name": None, "balance": D(900 * YI), "fall": fall / 100, "measure": measure,
         **{name: D(int(10 * place * fall * part * YI / 10)) for name, part in (("low", 9), ("median", 10), ("high", 11))}}
        for group in groups for fall in (10, 20, 30) for place, measure in enumerate(measures, 1)
    ]  # fmt: skip
    return pl.DataFrame(made, schema_overrides={"group_name": pl.String})


PATH = pl.DataFrame({
    "session": [0, 1, 2], "index": [0.8, 0.79, 0.785], "sold": [D(0), D(5 * YI), D(2 * YI)], "open_calls": [100, 60, 0],
    "unfilled": [D(0), D(YI), D(0)], "index_low": [0.8, 0.77, 0.76], "index_median": [0.8, 0.788, 0.78], "index_high": [0.8, 0.795, 0.79],
})  # fmt: skip


NONE_SOLD = pl.DataFrame({"scenario": ["a", "b"], "forced_sales": [D(0), D(0)]})
FALLS = pl.DataFrame({"fall": [0.0, 0.5], "measure": ["called"] * 2, "value": [D(0), D(0)], "unit": ["户"] * 2})
QUANTILES = ("least", "q05", "q25", "median", "q75", "q95", "q99", "greatest")
UNCHANGED = pl.DataFrame([
    {"group": "existing", "measure": "called", "title_zh": "甲", "title_en": "a", "unit": "户", "policy_name": name, "value": D(4),
     "value_today": D(4)} for name in ("today", "tight")
])  # fmt: skip
SPREAD = pl.DataFrame([{"measure": "called", "title_zh": "甲", "title_en": "a", "unit": "户", **dict.fromkeys(QUANTILES, D(0))}])

QUIET: dict[str, Callable[[Lang, int], Any]] = {
    "scenarios": lambda lang, width: amounts_chart(NONE_SOLD, lang=lang, width=width, note="MADE-UP"),
    "one scenario": lambda lang, width: amounts_chart(NONE_SOLD.head(1), lang=lang, width=width),
    "grid": lambda lang, width: grid_chart(SPREAD, lang=lang, width=width),
    "worst scenarios": lambda lang, width: grid_chart(NONE_SOLD, lang=lang, width=width),
    "path of falls": lambda lang, width: reverse_chart(FALLS, lang=lang, width=width),
    "industries": lambda lang, width: reverse_chart(FALLS.with_columns(industry=pl.lit("银行")), lang=lang, width=width),
    "policies": lambda lang, width: policy_chart(UNCHANGED, lang=lang, width=width),
    "cascade": lambda lang, width: cascade_chart(
        PATH.with_columns(pl.lit(D(0)).alias(name) for name in ("sold", "open_calls", "unfilled")), lang=lang, width=width
    ),
    "sold": lambda lang, width: cascade_chart(pl.DataFrame({"security": ["a"], "sold": [D(0)]}), lang=lang, width=width),
    "ladder": lambda lang, width: ladder_chart(rungs().with_columns(pl.col("low", "median", "high") * 0), lang=lang, width=width),
}
"""Answers in which nothing happens."""
SAID = {
    "zh": {
        "2 项均为 0", "没有一个情景使账户被追保或强制卖出。", "没有一项改变现行规则下不为零的数。", "没有账户被追保，也没有强制卖出。",
        "跌至 30% 也没有负债低于任何一条线，无须强制卖出。",
    },
    "en": {
        "all 2 are 0", "No scenario calls an account or forces a sale.", "No policy moves any number that is not zero under the rules as they are.",
        "No account is called and nothing is sold by force.", "Down to a fall of 30% no debt lies below any line and nothing must be sold.",
    },
}  # fmt: skip


def data(chart: Any, mark: str) -> list[list[dict[str, Any]]]:
    """The rows of every unit of one kind of mark; those of its parent where it has none of its own."""
    spec = to_spec(chart)

    def found(part: dict[str, Any], inherited: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
        own = part.get("data", inherited)
        inner = next((part[key] for key in ("layer", "vconcat") if key in part), None)
        if inner is None and part["mark"]["type"] == mark:
            yield spec["datasets"][own["name"]]
        for each in inner or ():
            yield from found(each, own)

    return list(found(spec, {}))


def test_a_ladder_has_its_medians_and_the_band_of_two_measures() -> None:
    chart = ladder_chart(rungs(), lang="zh", width=WIDTH)
    bands = data(chart, "area")
    assert [[(row["low"], row["high"]) for row in band] for band in bands] == [
        [(180.0, 220.0), (360.0, 440.0), (540.0, 660.0)], [(360.0, 440.0), (720.0, 880.0), (1080.0, 1320.0)],
    ]  # fmt: skip
    assert {row["median"] for row in data(chart, "line")[0]} == {100, 200, 300, 400, 600, 900}
    said = texts(chart)
    assert {"低于追保线的负债", "低于各线的负债（亿元）", "须强制卖出（亿元）"} <= set(said)
    assert any("1,200.00 亿元" in text for text in said), "the last rung in words"


def test_the_ladder_of_a_book_has_no_band_and_its_last_rung_in_words() -> None:
    exact = rungs().with_columns(pl.lit(None, dtype=pl.Decimal(38, 0)).alias(name) for name in ("low", "high"))
    chart = ladder_chart(exact, lang="en", width=WIDTH)
    assert not any(data(chart, "area"))
    assert {"CNY 60.00 bn", "CNY 120.00 bn"} <= set(texts(chart))
    groups = pl.concat([exact, exact.with_columns(group=pl.lit("银行"))])
    assert [row["value"] for row in data(ladder_chart(groups, lang="zh", width=WIDTH), "bar")[0]] == [1200, 1200]


@pytest.mark.parametrize("width", [290, WIDTH])
def test_the_longest_name_of_a_line_is_drawn_whole(width: int) -> None:
    drawn = to_file(ladder_chart(rungs(), lang="en", width=width), ".svg", title="", subtitle="", western=False).decode()
    assert ">debt below the immediate line<" in drawn


def test_groups_are_ranked_by_what_must_be_sold() -> None:
    rows = rungs(("电子", "银行"))
    rows = rows.with_columns(pl.when(group="银行").then(pl.col("median") * 2).otherwise("median").alias("median"))
    chart = ladder_chart(rows, lang="en", width=WIDTH)
    assert [row["label"] for row in data(chart, "bar")[0]] == ["Banks", "Electronics"]
    assert "must be sold at a fall of 30% (CNY bn)" in texts(chart)


def test_a_cascade_shows_each_session_with_its_band() -> None:
    chart = cascade_chart(PATH, lang="en", width=WIDTH)
    assert [(row["index_low"], row["index_high"]) for row in data(chart, "area")[0]] == [(0.8, 0.8), (0.77, 0.795), (0.76, 0.79)]
    (sold,) = [rows for rows in data(chart, "rule") if "sold" in rows[0]]
    assert [row["sold"] for row in sold] == [0, 500, 200]
    assert {"open calls (accounts)", "ordered and not filled (CNY m)"} <= set(texts(chart))
    quiet = cascade_chart(PATH.select("session", "index", "sold", "open_calls", unfilled=pl.lit(D(0))), lang="en", width=WIDTH)
    assert data(quiet, "area") == []
    assert not any("not filled" in text for text in texts(quiet)), "what never happens has no panel"


def test_influences_are_named_in_words() -> None:
    rows = pl.DataFrame({
        "name": ["recovery"], "title_zh": ["每日回升的份额（recovery）"], "title_en": ["recovery (recovery)"], "trough_at_low": [0.7],
        "trough_at_high": [0.8],
    })  # fmt: skip
    assert "每日回升的份额（recovery）" in texts(cascade_chart(rows, lang="zh", width=WIDTH))


def test_a_list_of_assumptions_is_not_drawn() -> None:
    assert cascade_chart(pl.DataFrame({"assumption": ["recovery"], "value": ["0"]}), lang="zh", width=WIDTH) is None


def test_policies_are_shown_by_how_far_they_move_what_they_move() -> None:
    cells = [
        ("called", "today", 10),
        ("called", "tight", 15),
        ("debt", "today", 7),
        ("debt", "tight", 7),
        ("zero", "today", 0),
        ("zero", "tight", 3),
    ]
    today = {measure: value for measure, name, value in cells if name == "today"}
    rows = pl.DataFrame([
        {"group": "existing", "measure": measure, "title_zh": measure, "title_en": measure, "unit": "户", "policy_name": name,
         "value": D(value), "value_today": D(today[measure])} for measure, name, value in cells
    ])  # fmt: skip
    (points,) = data(policy_chart(rows, lang="zh", width=WIDTH), "point")
    assert [(row["title"], row["change"], row["policy"]) for row in points] == [("called", 0.5, "tight")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_replay_tells_what_came_from_what_was_forecast(lang: Lang) -> None:
    days = [date(2024, 1, 29), date(2024, 1, 30)]
    rows = pl.DataFrame({
        "session": days, "number": [1, 2], "measure": ["financing_balance"] * 2, "kind": ["unconditional"] * 2, "unit": ["元"] * 2,
        "actual": [1.5e12, None], "low": [1.4e12, 1.3e12], "median": [1.5e12, 1.45e12], "high": [1.6e12, 1.7e12],
    })  # fmt: skip
    chart = replay_chart(rows, lang=lang, width=WIDTH, note="MADE-UP")
    lines = [row for row in data(chart, "line")[0] if row["line"] in ("实际", "what came")]
    assert len(lines) == 1, "what is not known has no point"
    assert "MADE-UP" in texts(chart)
    assert len(data(chart, "area")[0]) == 2


def test_a_verdict_outside_its_band_is_marked() -> None:
    rows = pl.DataFrame({
        "measure": ["financing_balance"] * 2, "kind": ["conditional"] * 2, "sessions": [20, 60], "actual_change": [-0.05, 0.2],
        "low_change": [-0.1, -0.1], "median_change": [0.0, 0.0], "high_change": [0.1, 0.1], "within_band": [True, False],
    })  # fmt: skip
    (points,) = data(replay_chart(rows, lang="en", width=WIDTH), "point")
    assert [row["fell"] for row in points] == ["what came, within the band", "what came, outside it"]


def test_a_nowcast_of_many_years_can_be_drawn() -> None:
    days = pl.date_range(date(2005, 1, 1), date(2025, 1, 1), eager=True)
    rows = (
        pl.DataFrame({"date": days})
        .with_row_index()
        .with_columns(
            official=2.5 + (pl.col("index") / 30).sin(), nowcast=2.5 + (pl.col("index") / 31).sin(), low=1.4, high=3.7, error=0.1
        )
    )
    assert len(data(nowcast_chart(rows, lang="zh", width=WIDTH), "area")[0]) <= WIDTH


def test_amounts_by_zone_leave_the_sum_out() -> None:
    rows = pl.DataFrame({"zone": ["normal", "call", "all"], "accounts": [5, 1, 6], "debt": [D(4 * YI), D(YI), D(5 * YI)]})
    (bars,) = data(amounts_chart(rows, lang="zh", width=WIDTH), "bar")
    assert [(row["label"], row["value"]) for row in bars] == [("正常", 4.0), ("追保", 1.0)]
    assert amounts_chart(pl.DataFrame({"measure": ["accounts"], "value": [D(1)]}), lang="zh", width=WIDTH) is None


def test_a_grid_shows_the_spread_of_what_happens_at_all() -> None:
    quantiles = ("least", "q05", "q25", "median", "q75", "q95", "q99", "greatest")
    rows = pl.DataFrame([
        {"measure": name, "title_zh": name, "title_en": name, "unit": unit, **{q: D(place * size) for place, q in enumerate(quantiles)}}
        for name, unit, size in (("called", "户", 10), ("forced_sales", "元", YI), ("immediate", "户", 0))
    ])  # fmt: skip
    chart = grid_chart(rows, lang="en", width=WIDTH)
    assert [(row[0]["q25"], row[0]["q75"]) for row in data(chart, "tick")] == [(20.0, 40.0), (200.0, 400.0)]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(QUIET))
def test_a_chart_of_zeros_says_so(name: str, lang: Lang, capfd: pytest.CaptureFixture[str]) -> None:
    said = texts(QUIET[name](lang, WIDTH))
    assert set(said) & ({"0"} if name in ("one scenario", "sold") else SAID[lang]), said
    assert len(said) <= 3 or name == "cascade", "no axes around nothing"
    assert not any("e-" in text or "NaN" in text for text in said), "an axis of nothing"
    assert capfd.readouterr() == ("", ""), "the renderer has nothing to complain about"


def test_one_industry_alone_is_drawn() -> None:
    rows = pl.DataFrame({"industry": ["银行"], "fall": [0.3], "measure": ["called"], "value": [D(2)], "unit": ["户"]})
    assert [row["label"] for row in data(reverse_chart(rows, lang="zh", width=WIDTH), "bar")[0]] == ["银行"]


def test_small_changes_have_different_numbers_on_the_axis() -> None:
    rows = PATH.select("session", "sold", "open_calls", "unfilled", index=pl.Series([0.99, 0.9899, 0.9898]))
    percents = [text for text in texts(cascade_chart(rows, lang="zh", width=WIDTH)) if text.endswith("%")]
    assert len(percents) == len(set(percents)) > 2


def test_reverse_stress_is_a_line_or_bars_or_nothing() -> None:
    path = pl.DataFrame({"fall": [0.0, 0.1], "measure": ["called"] * 2, "value": [D(0), D(9)], "unit": ["户"] * 2})
    assert len(data(reverse_chart(path, lang="zh", width=WIDTH), "line")[0]) == 2
    assert reverse_chart(path.head(1), lang="zh", width=WIDTH) is None
