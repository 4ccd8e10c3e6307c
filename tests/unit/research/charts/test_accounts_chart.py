"""Accounts between their lines: the lines are those of the rows, and nobody is drawn where they are not."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from liangrong.research.charts.accounts import MOST, account_chart, distance_chart
from liangrong.research.charts.render import to_spec
from tests.unit.research.charts.drawn import layers, rows_of, texts

pytest.importorskip("altair")
LINES = {"immediate_line": 1.15, "call_line": 1.35, "warning_line": 1.45, "withdrawal_line": 2.8}


def standing(ratio: float | None, zone: str, **columns: Any) -> dict[str, Any]:
    return {"account": "甲", "maintenance_ratio": ratio, "zone": zone, **LINES, **columns}


def frame(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame(list(rows), schema_overrides={"maintenance_ratio": pl.Float64})


def test_lines_are_those_of_the_rows() -> None:
    chart = account_chart(frame(standing(2.1, "normal")), lang="zh", width=650, note="模拟数据")
    spec = to_spec(chart)
    assert [row["ratio"] for row in rows_of(spec, layers(spec, "tick")[0])] == list(LINES.values())
    words = texts(chart)
    for said in ("即时平仓线 115%", "追保线 135%", "警戒线 145%", "提取线 280%", "210.0%  正常", "甲", "模拟数据"):
        assert said in [" ".join(text.split()) for text in words] or said in words


def test_before_and_after_have_their_own_lanes_and_lines_and_the_difference_none() -> None:
    after = standing(1.3, "call", case="after") | {"call_line": 1.4}
    rows = frame(standing(2.1, "normal", case="before"), after, standing(-0.8, "normal", case="change"))
    chart = account_chart(rows, lang="en", width=650)
    spec = to_spec(chart)
    ticks = rows_of(spec, layers(spec, "tick")[0])
    assert [row["ratio"] for row in ticks if row["ratio"] in (1.35, 1.4)] == [1.35, 1.4]
    moves = [row for unit in layers(spec, "rule") for row in rows_of(spec, unit) if "was" in row]
    assert [(row["was"], row["ratio"]) for row in moves] == [(2.1, 2.1), (2.1, 1.3)]
    words = " ".join(texts(chart))
    assert "call line 135% / 140%" in words
    assert "130.0%" in words


@pytest.mark.parametrize(
    ("ratio", "zone", "said"), [(None, "no_debt", "无负债"), (57.0, "withdrawable", "5700.0% →"), (0.01, "immediate", "1.0% ←")]
)
def test_what_is_off_the_scale_is_at_its_edge_and_says_so(ratio: float | None, zone: str, said: str) -> None:
    chart = account_chart(frame(standing(ratio, zone)), lang="zh", width=340)
    assert any(said in text for text in texts(chart))
    spec = to_spec(chart)
    low, high = next(unit["encoding"]["x"]["scale"]["domain"] for unit in layers(spec, "tick"))
    drawn = [row["ratio"] for unit in layers(spec, "point") for row in rows_of(spec, unit)]
    assert all(low <= place <= high for place in drawn)
    assert len(drawn) == (ratio is not None)


def test_names_are_text_and_many_accounts_are_cut() -> None:
    """A name stands in an expression of the axis; quotes in it must not end the text."""
    rows = frame(*(standing(2.0, "normal", account=f"o'm\"{n}\\") for n in range(MOST + 5)))
    chart = account_chart(rows, lang="zh", width=650)
    words = texts(chart)
    assert any("o'm" in text.replace("&#x27;", "'").replace("&apos;", "'") for text in words)
    assert to_spec(chart)["height"] == MOST * 42
    assert account_chart(frame(standing(2.0, "normal") | {"call_line": None}), lang="zh", width=650) is None


def distances(*moves: tuple[str, str, float | None]) -> pl.DataFrame:
    rows = [{"account": "甲", "scope": scope, "line": line, "price_move": move} for scope, line, move in moves]
    return pl.DataFrame(rows, schema_overrides={"price_move": pl.Float64})


def test_the_nearest_is_first_and_named_and_what_no_price_reaches_is_not_drawn() -> None:
    rows = distances(("security:A", "call_line", -0.5), ("security:A", "withdrawal_line", 0.4), ("security:B", "call_line", -0.1),
                     ("security:B", "equity", -0.3), ("security:C", "call_line", None))  # fmt: skip
    chart = distance_chart(rows, lang="zh", width=650, note="模拟数据")
    spec = to_spec(chart)
    points = rows_of(spec, layers(spec, "point")[0])
    assert {(row["scope"], row["move"]) for row in points} == {("A", -0.5), ("A", 0.4), ("B", -0.1), ("B", -0.3)}
    order = layers(spec, "point")[0]["encoding"]["y"]["sort"]
    assert order == ["B", "A"]
    words = texts(chart)
    assert "追保线 -10.0%" in words
    assert "提取线 +40.0%" in words
    assert "模拟数据" in words


def test_each_line_has_a_shape_and_a_colour_of_its_own_whatever_else_is_there() -> None:
    seen = []
    for moves in ((("market", "call_line", -0.5),), (("market", "withdrawal_line", 0.2), ("market", "call_line", -0.5))):
        spec = to_spec(distance_chart(distances(*moves), lang="en", width=650))
        encoding = layers(spec, "point")[0]["encoding"]
        at = encoding["shape"]["scale"]["domain"].index("call line")
        seen.append((encoding["shape"]["scale"]["range"][at], encoding["color"]["scale"]["range"][at]))
    assert seen[0] == seen[1]


def test_a_far_line_is_at_the_edge_with_its_number() -> None:
    chart = distance_chart(distances(("market", "call_line", -0.1), ("market", "withdrawal_line", 9.0)), lang="en", width=340)
    assert "+900.0% →" in texts(chart)
    drawn = rows_of(to_spec(chart), layers(to_spec(chart), "point")[0])
    assert max(row["move"] for row in drawn) < 1
    assert distance_chart(distances(("market", "call_line", None)), lang="zh", width=650) is None


def test_of_many_scopes_the_nearest_to_a_line_are_kept() -> None:
    rows = distances(*((f"security:{n:02}", "call_line", -(n + 1) / 100) for n in range(MOST + 5)))
    spec = to_spec(distance_chart(rows, lang="zh", width=650))
    assert [row["scope"] for row in rows_of(spec, layers(spec, "point")[0])] == [f"{n:02}" for n in range(MOST)]
