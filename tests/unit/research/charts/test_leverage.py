"""Charts: nothing cut off, holes stay holes, extremes survive thinning, numbers do not cover each other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from liangrong.research.charts.leverage import NUMBER_WIDTH, Mark, _lanes, balance_chart, share_chart, split_chart
from liangrong.research.charts.render import require_charts, to_svg
from liangrong.research.charts.thinning import thinned
from tests.small_market import LAST, totals


@pytest.fixture(scope="module")
def balance() -> pl.DataFrame:
    frame = totals().group_by("trade_date").agg(value=pl.col("margin_trading_balance").sum()).sort("trade_date")
    return frame.rename({"trade_date": "date"})


def test_thinning_keeps_ends_and_extremes(balance: pl.DataFrame) -> None:
    kept = thinned(balance, 300)
    assert kept.height < 300 * 4 + 4
    assert (kept["date"][0], kept["date"][-1]) == (balance["date"][0], balance["date"][-1])
    assert (kept["value"].min(), kept["value"].max()) == (balance["value"].min(), balance["value"].max())


def test_a_hole_breaks_the_line(balance: pl.DataFrame) -> None:
    hole = balance.filter(~pl.col("date").is_between(date(2018, 12, 18), date(2019, 12, 31)))
    assert thinned(balance, 650)["segment"].n_unique() == 1
    assert thinned(hole, 650)["segment"].n_unique() == 2


@pytest.mark.parametrize("kind", ["balance", "split"])
def test_areas_are_not_stacked_across_a_hole(balance: pl.DataFrame, kind: str) -> None:
    last = Mark(LAST, "last", float(balance["value"][-1]))
    if kind == "balance":
        spec = balance_chart(balance, lang="zh", width=650, last=last).to_dict()
        layers = spec["layer"]
    else:
        frame = balance.select("date", financing="value", short="value")
        layers = [layer for panel in split_chart(frame, lang="zh", width=650).to_dict()["vconcat"] for layer in panel["layer"]]
    areas = [layer for layer in layers if layer["mark"].get("type") == "area"]
    assert areas
    assert all(layer["encoding"]["y"]["stack"] is None for layer in areas)


def test_numbers_of_events_do_not_cover_each_other(balance: pl.DataFrame) -> None:
    events = [Mark(date(2023, 1, 3) + timedelta(days=9 * n), str(n)) for n in range(30)]
    placed = _lanes(events, balance, 650)
    assert len(placed) == 30
    per_pixel = (balance["date"][-1] - balance["date"][0]).days / 650
    for lane in {lane for _, lane in placed}:
        days = [event.day for event, own in placed if own == lane]
        assert all((later - earlier).days / per_pixel >= NUMBER_WIDTH for earlier, later in pairwise(days))


def test_events_outside_the_time_shown_are_left_out(balance: pl.DataFrame) -> None:
    assert _lanes([Mark(date(2009, 1, 1), "1"), Mark(date(2030, 1, 1), "2")], balance, 650) == []


@pytest.mark.parametrize("width", [290, 650])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_balance_chart_has_its_labels(balance: pl.DataFrame, width: int, lang: str) -> None:
    last = Mark(LAST, "LAST-LABEL", float(balance["value"][-1]))
    peak = Mark(date(2015, 6, 18), "PEAK-LABEL", 2.2826e12)
    chart = balance_chart(balance, lang=lang, width=width, last=last, peak=peak, record_days=balance["date"][-3:].to_list(),
                          events=[Mark(date(2015, 7, 1), "7")], note="MADE-UP")  # fmt: skip
    svg = to_svg(chart, "one", description="x")
    for text in ("LAST-LABEL", "PEAK-LABEL", "MADE-UP", "万亿元" if lang == "zh" else "CNY trillion"):
        assert text in svg
    assert (">7<" in svg) == (width == 650)
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"', "", svg)


def test_ids_are_the_charts_own(balance: pl.DataFrame) -> None:
    last = Mark(LAST, "x", float(balance["value"][-1]))
    draw = [to_svg(balance_chart(balance, lang="zh", width=290, last=last), name, description="x") for name in ("a", "b")]
    ids = [set(re.findall(r'\bid="([^"]+)"', svg)) for svg in draw]
    for name, own in zip("ab", ids, strict=True):
        assert own
        assert all(identifier.startswith(f"{name}-") for identifier in own)
    for own, svg in zip(ids, draw, strict=True):
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= own


def test_split_and_share_draw_with_little_data() -> None:
    days = [date(2026, 1, 29), date(2026, 1, 30)]
    frame = pl.DataFrame({"date": days, "financing": [1e12, 1.1e12], "short": [1e10, None]})
    assert "<svg" in to_svg(split_chart(frame, lang="zh", width=290), "s", description="x")
    flat = pl.DataFrame({"date": days, "value": [0.1, 0.1]})
    assert "<svg" in to_svg(share_chart(flat, width=290, last=Mark(days[1], "10%", 0.1), title="t"), "t", description="x")


def test_a_missing_extra_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    from liangrong.core.errors import ExtraMissing

    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ExtraMissing, match="report"):
        require_charts()
