"""Tiles: areas in proportion, numbers with their signs, ink that can be read, others that are counted."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.research.charts.contrast import ENOUGH, contrast, mixed, readable_on
from liangrong.research.charts.lettering import ems
from liangrong.research.charts.render import drawn_svg, to_spec
from liangrong.research.charts.squarify import squarified
from liangrong.research.charts.theme import FALL, PAPER, RISE, UNKNOWN
from liangrong.research.charts.treemap import MOST, treemap_chart
from tests.unit.research.charts.drawn import layers, rows_of, texts

pytest.importorskip("altair")


def rows(**columns: Any) -> pl.DataFrame:
    frame = {"part": ["group", "group", "funds", "exchange_total"], "group_name": ["电子", "银行", "funds", "all"],
             "end_balance": [6e11, 3e11, 1e11, 1e12], "net_financing": [2.3369e10, -5e8, None, 2e10]}  # fmt: skip
    return pl.DataFrame({**frame, **columns})


def tiles(frame: pl.DataFrame, **options: Any) -> list[dict[str, Any]]:
    chart = treemap_chart(frame, **{"lang": "zh", "width": 900, **options})
    spec = to_spec(chart)
    return [row for unit in layers(spec, "rect") for row in rows_of(spec, unit)]


@given(
    st.lists(st.floats(0.01, 1e6) | st.sampled_from([1e-6, 1e13]), min_size=1, max_size=80),
    st.floats(50, 1500),
    st.floats(50, 1500),
)
def test_tiles_fill_the_whole_in_proportion_and_do_not_overlap(sizes: list[float], width: float, height: float) -> None:
    sizes = sorted(sizes, reverse=True)
    found = squarified(sizes, width, height)
    assert len(found) == len(sizes)
    for size, tile in zip(sizes, found, strict=True):
        assert tile.width * tile.height == pytest.approx(size / sum(sizes) * width * height, rel=1e-6)
        assert -1e-6 <= tile.x <= tile.x + tile.width <= width + 1e-6
        assert -1e-6 <= tile.y <= tile.y + tile.height <= height + 1e-6
    for one, other in combinations(found[:12], 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert min(across, down) <= 1e-6 * max(width, height)


def test_tiles_are_squarer_than_slices() -> None:
    found = squarified([1.0] * 16, 400, 400)
    assert all(tile.width == pytest.approx(tile.height) for tile in found)


@given(st.floats(0, 1), st.sampled_from([RISE, FALL]))
def test_ink_can_be_read_on_every_shade(share: float, end: str) -> None:
    color = mixed(PAPER, end, share)
    assert contrast(readable_on((color,)), color) >= ENOUGH
    assert contrast(readable_on((UNKNOWN,)), UNKNOWN) >= ENOUGH


def test_sums_have_no_tile_and_numbers_carry_sign_and_unit() -> None:
    found = {row["name"]: row for row in tiles(rows())}
    assert set(found) == {"电子", "银行", "基金"}
    assert (found["电子"]["first"], found["电子"]["second"]) == ("电子", "+233.7 亿")
    assert found["银行"]["second"] == "-5.00 亿"
    assert (found["基金"]["net"], found["基金"]["second"]) == (None, "— 亿")
    assert found["电子"]["balance"] == "6,000.00 亿元"


def test_the_scale_of_colours_is_symmetric_and_turns_with_the_setting() -> None:
    """Both ends have one distance from zero, however lopsided the numbers are."""
    chart = treemap_chart(rows(), lang="en", width=900)
    for western, ends in ((False, [FALL, PAPER, RISE]), (True, [RISE, PAPER, FALL])):
        spec = to_spec(chart, western=western)
        scale = next(unit["encoding"]["color"]["scale"] for unit in layers(spec, "rect") if "scale" in unit["encoding"]["color"])
        assert scale["range"] == ends
        assert scale["domain"][0] == -scale["domain"][2] == pytest.approx(-23.369)
        assert scale["domain"][1] == 0
        assert scale["interpolate"] == "rgb", "ink is chosen for colours mixed channel by channel"


def test_small_tiles_are_left_without_words_and_long_names_are_cut_but_never_the_number() -> None:
    names = ["一家名字非常非常长的证券投资基金管理有限责任公司" * 2, "乙", "丙"]
    frame = pl.DataFrame({"group_name": names, "end_balance": [1e9, 1e9, 1e3], "net_financing": [-1e8, 1e8, 1e8]})
    found = {row["name"]: row for row in tiles(frame, width=340)}
    assert found[names[0]]["first"].endswith("…")
    assert "-1.00" in found[names[0]]["second"]
    assert found["丙"]["first"] is None
    assert all(row["first"] is None or "+" in (row["second"] or row["first"]) or "-" in (row["second"] or row["first"])
               for row in found.values())  # fmt: skip


def test_many_are_gathered_and_counted_and_none_is_lost() -> None:
    count = MOST + 40
    frame = pl.DataFrame({"group_name": [f"{n:03}" for n in range(count)], "end_balance": [1e9 + n * 1e7 for n in range(count)],
                          "net_financing": [1e6] * count})  # fmt: skip
    found = tiles(frame, lang="en")
    assert len(found) == MOST
    (others,) = [row for row in found if row["name"] == "41 others"]
    assert others["net"] == pytest.approx(41.0)
    assert not others["is_colored"]
    area = sum((row["x2"] - row["x"]) * (row["y2"] - row["y"]) for row in found)
    assert area == pytest.approx(900 * 468, rel=0.01)


def test_a_tile_leads_where_its_row_says_and_no_address_of_the_renderer_is_left() -> None:
    chart = treemap_chart(rows(link=["/structure?within=电子", None, None, None]), lang="zh", width=900)
    svg = drawn_svg(to_spec(chart))
    assert 'href="/structure?within=电子"' in svg
    assert "vega.github.io" not in svg


def test_a_long_english_name_is_broken_before_it_is_cut() -> None:
    names = ["有色金属", "非银金融", "石油石化", "银行"]
    frame = pl.DataFrame({"group_name": names, "end_balance": [1e9] * 4, "net_financing": [1e8] * 4})
    found = {row["name"]: row for row in tiles(frame, lang="en", width=300)}
    assert found["Oil and Petrochemicals"]["first"] == "Oil and\nPetrochemicals"
    assert found["Banks"]["first"] == "Banks"
    for row in found.values():
        lines = row["first"].split("\n")
        assert " ".join(lines) == row["name"], "nothing is lost"
        assert max(map(ems, (*lines, row["second"]))) * row["letters"] <= row["x2"] - row["x"]
        assert row["below"] * 2 + row["letters"] <= row["y2"] - row["y"]
    (drawn,) = {
        unit["mark"]["lineBreak"]
        for unit in layers(to_spec(treemap_chart(frame, lang="en", width=300)), "text")
        if "lineBreak" in unit["mark"]
    }
    assert drawn == "\n"


def test_the_name_of_a_company_is_not_broken() -> None:
    frame = pl.DataFrame({"group_name": ["000002.SZ"], "name": ["万  科Ａ"], "end_balance": [1e9], "net_financing": [1e8]})
    assert [row["first"] for row in tiles(frame, width=340)] == ["万  科Ａ"]


@pytest.mark.parametrize(("lang", "industry"), [("zh", "电子"), ("en", "Electronics")])
def test_one_tile_and_no_net_at_all_are_drawn_and_nothing_is_not(lang: Any, industry: str) -> None:
    alone = rows().head(1).with_columns(net_financing=pl.lit(None, pl.Float64))
    assert industry in texts(treemap_chart(alone, lang=lang, width=340, note="MADE-UP"))
    assert "MADE-UP" in texts(treemap_chart(alone, lang=lang, width=340, note="MADE-UP"))
    assert treemap_chart(rows().with_columns(end_balance=pl.lit(-1.0)), lang=lang, width=340) is None
    assert treemap_chart(rows().clear(), lang=lang, width=340) is None
