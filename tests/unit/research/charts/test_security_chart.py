"""The chart of one security: one time for all panels, driven by one brush, and nothing drawn that is not known."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
import vl_convert

from liangrong.analytics.scopes import parse_scope
from liangrong.analytics.securities.history import security_history
from liangrong.research.charts.balance import ZOOM, zoom_value
from liangrong.research.charts.render import to_spec
from liangrong.research.charts.securities import security_chart
from liangrong.research.charts.theme import FALL, RISE
from tests.unit.analytics.securities.markets import CODE, DAY, days, margin, market, quotes


@pytest.fixture(scope="module")
def rows() -> pl.DataFrame:
    snapshot = market(
        quotes=quotes([10.0 + n / 10 for n in range(60)]), margin_detail=margin([10**9 + (n % 5) * 10**7 for n in range(20)])
    )
    return security_history(snapshot, parse_scope(f"security:{CODE}")).data


def spec(rows: pl.DataFrame, **options: Any) -> dict[str, Any]:
    return to_spec(security_chart(rows, lang=options.pop("lang", "zh"), width=options.pop("width", 650), **options))


def layers(drawn: dict[str, Any]) -> list[dict[str, Any]]:
    return [layer for panel in drawn["vconcat"] for layer in panel.get("layer", [])]


def test_the_panels_are_price_financing_net_and_shorts(rows: pl.DataFrame) -> None:
    assert [panel["name"] for panel in spec(rows)["vconcat"]] == [
        "price", "financing_balance", "net_financing_purchase", "short_balance", "strip",
    ]  # fmt: skip


def is_end(layer: dict[str, Any]) -> bool:
    """The ends of the time, which nobody sees, stay when the brush leaves them: no row would have no extent."""
    return layer["mark"].get("opacity") == 0 and "tooltip" not in layer["encoding"]


def test_the_brush_drives_every_layer(rows: pl.DataFrame) -> None:
    drawn = spec(rows)
    (brush,) = [param for param in drawn["params"] if param["name"] == ZOOM]
    assert brush["views"] == ["strip"]
    for layer in layers(drawn):
        across = layer["encoding"].get("x", {})
        if "scale" in across:
            assert across["scale"]["domain"] == {"param": ZOOM, "encoding": "x"}
        if "date" in str(across) and not is_end(layer):
            assert {"filter": {"param": ZOOM}} in layer["transform"]


def test_a_zoom_that_is_asked_for_is_where_the_brush_starts(rows: pl.DataFrame) -> None:
    window = (date(2026, 1, 5), date(2026, 1, 16))
    (brush,) = [param for param in spec(rows, zoom=window)["params"] if param["name"] == ZOOM]
    assert brush["value"] == {"x": zoom_value(*window)}


def test_all_panels_show_the_same_time(rows: pl.DataFrame) -> None:
    drawn = spec(rows)
    for panel in drawn["vconcat"][:-1]:
        ends = [
            row["date"]
            for layer in panel["layer"]
            for row in drawn["datasets"].get(layer.get("data", {}).get("name", ""), [])
            if "date" in row
        ]
        assert (min(ends), max(ends)) == (f"{days(60)[0]}", f"{DAY}"), panel["name"]


def test_a_rise_is_red_and_its_sign_is_told(rows: pl.DataFrame) -> None:
    (bars,) = [layer for layer in layers(spec(rows)) if layer["mark"]["type"] == "bar"]
    assert (bars["encoding"]["color"]["condition"]["value"], bars["encoding"]["color"]["value"]) == (RISE, FALL)
    assert any(channel.get("format", "").startswith("+") for channel in bars["encoding"]["tooltip"])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("前复权收盘（元）", "融资余额（亿元）", "无数据")),
        ("en", ("adjusted close (CNY)", "financing balance (CNY bn)", "no data")),
    ],
)
@pytest.mark.parametrize("width", [650, 290])
def test_it_is_drawn_in_both_languages_and_widths(rows: pl.DataFrame, lang: str, words: tuple[str, ...], width: int) -> None:
    svg = vl_convert.vegalite_to_svg(spec(rows, lang=lang, width=width, note="MADE-UP"))
    for word in (*words, "MADE-UP", CODE):
        assert word in svg


def test_what_happened_is_marked(rows: pl.DataFrame) -> None:
    marked = rows.with_columns(event_zh=pl.when(pl.col("date") == DAY).then(pl.lit("除权除息")), event_en=pl.lit(None, pl.String))
    assert "除权除息" in str(spec(marked))
    assert "除权除息" not in str(spec(marked, lang="en"))


def test_paper_has_no_brush(rows: pl.DataFrame) -> None:
    drawn = spec(rows, still=True, zoom=(date(2026, 1, 5), DAY))
    assert "params" not in drawn
    assert "2025-12" not in str(drawn["datasets"])


def test_only_what_is_known_has_a_panel(rows: pl.DataFrame) -> None:
    nothing = {name: pl.lit(None, rows.schema[name]) for name in ("financing_balance", "net_financing_purchase", "short_balance")}
    assert [panel["name"] for panel in spec(rows.with_columns(**nothing))["vconcat"]] == ["price", "strip"]
    bare = rows.with_columns(**nothing, close=pl.lit(None, pl.Float64), adjusted_close=pl.lit(None, pl.Float64))
    assert security_chart(bare, lang="zh", width=650) is None
    assert security_chart(pl.DataFrame({"said": ["x"]}), lang="zh", width=650) is None
    assert vl_convert.vegalite_to_svg(spec(rows.tail(1)))
