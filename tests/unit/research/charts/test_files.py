"""Charts as files of their own: three formats, a title, no boxes instead of characters."""

from __future__ import annotations

import json
import struct
import subprocess
import sys

import pytest

from liangrong.core.errors import ExtraMissing, UsageError
from liangrong.research.charts import files
from liangrong.research.charts.files import checked_suffix, to_file
from liangrong.research.charts.theme import FALL, RISE
from tests.answers_drawn import answer, bars

NOTE = "模拟数据，不是市场事实"


def drawn(suffix: str, **options: object) -> bytes:
    return to_file(bars(answer().data, lang="zh", width=300, note=NOTE), suffix, title="净买入", subtitle="截至某日", **options)


@pytest.mark.parametrize(("name", "suffix"), [("a.svg", ".svg"), ("a.b.PNG", ".png"), ("a.Json", ".json")])
def test_the_suffix_says_what_is_wanted(name: str, suffix: str) -> None:
    assert checked_suffix(name) == suffix


@pytest.mark.parametrize("name", ["a.pdf", "a", ".svg", "svg", "a.svg.zip"])
def test_another_suffix_is_refused_with_a_sentence(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        checked_suffix(name)
    assert name in caught.value.message("en")
    assert caught.value.message("zh").endswith(".svg、.png、.json。")


def test_svg_has_its_words() -> None:
    svg = drawn(".svg").decode()
    assert svg.startswith("<svg ")
    for text in ("净买入", "截至某日", "亿元", "电子", NOTE):
        assert text in svg


def test_png_is_drawn_twice_as_sharp_on_white() -> None:
    png = drawn(".png")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    assert 600 < width < 900
    assert height > 160


def test_json_is_a_specification_with_its_rows() -> None:
    spec = json.loads(drawn(".json"))
    assert "vega-lite" in spec["$schema"]
    assert spec["title"]["text"] == "净买入"
    assert {"scope": "电子", "value": 12.34} in [row for rows in spec["datasets"].values() for row in rows]


def test_western_colours_are_exchanged() -> None:
    china, western = drawn(".json").decode(), drawn(".json", western=True).decode()
    assert china.count(RISE) == western.count(FALL) == 1
    assert china.index(RISE) < china.index(FALL)
    assert western.index(FALL) < western.index(RISE)


def test_no_boxes_instead_of_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_told_apart", lambda one, other: False)
    with pytest.raises(UsageError, match="boxes") as caught:
        drawn(".png")
    assert ".svg" in caught.value.hint("zh")
    assert drawn(".svg")


def test_characters_that_no_font_has_look_the_same() -> None:
    assert not files._told_apart("\U000f0000", "\U000f0001")
    assert files._told_apart("a", "b")


def test_without_the_extra_it_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ExtraMissing, match="chart file"):
        drawn(".svg")


def test_the_module_does_not_load_the_renderer() -> None:
    code = "import sys, liangrong.research.charts.files; print({'altair', 'vl_convert'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "set()"
