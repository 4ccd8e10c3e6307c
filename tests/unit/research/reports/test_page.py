"""One answer as a page: its numbers as printed elsewhere, nothing executed or fetched, synthetic data called synthetic."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from html.parser import HTMLParser

import polars as pl
import pytest

from liangrong.core.errors import Lang
from liangrong.core.results import Note, Result
from liangrong.research.charts.theme import FALL, RISE
from liangrong.research.reports.page import provenance, to_page, watermark_of
from liangrong.research.tables.layout import printed
from tests.answers_drawn import CHARTS, MODULE, answer, sheet

VOID = {"meta", "br", "link", "img"}


@pytest.fixture(autouse=True)
def charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, MODULE, CHARTS)


class Reader(HTMLParser):
    """Tags in order and balanced, attributes, and the cells of the table."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.rows: list[list[tuple[str, str]]] = []
        self.classes = ""
        self.feed(page)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td"):
            self.classes = dict(attrs).get("class") or ""
            self.rows[-1].append(("", self.classes))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("th", "td"):
            text, classes = self.rows[-1][-1]
            self.rows[-1][-1] = (text + data, classes)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_is_the_printed_one(lang: Lang) -> None:
    read = Reader(to_page(answer(), sheet(), lang))
    table = printed(answer(), lang)
    assert [text for text, _ in read.rows[0]] == [column.heading for column in table.columns]
    assert [tuple(text for text, _ in row) for row in read.rows[1:]] == table.rows
    unit, first, second = ("变化(亿元)", "+12.34", "-5.68") if lang == "zh" else ("change (CNY bn)", "+1.23", "-0.57")
    assert read.rows[0][1][0] == unit
    assert read.rows[1][1] == (first, "num up")
    assert read.rows[2][1] == (second, "num down")
    assert read.rows[3][1] == ("—", "num")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_is_executed_or_fetched(lang: Lang) -> None:
    page = to_page(answer(), sheet(), lang)
    read = Reader(page)
    assert not {"script", "link", "img", "iframe", "object"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on") or name == "src"]
    assert "default-src 'none'" in page
    assert "http" not in re.sub(r'xmlns(:\w+)?="[^"]*"|http-equiv', "", page)
    assert "url(" not in re.sub(r"url\(#", "", page)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh", ("净买入 &lt;测试&gt;", "定义在此。", "截至 2026-01-30", "三只未归类。", "来源：上海证券交易所、深圳证券交易所")),
        ("en", ("Net &amp; test", "The definition.", "As of 2026-01-30", "Three are unmapped.", "Shanghai Stock Exchange, Shenzhen")),
    ],
)  # fmt: skip
def test_everything_around_the_rows_is_said(lang: Lang, said: tuple[str, ...]) -> None:
    page = to_page(answer(), sheet(), lang)
    for text in said:
        assert text in page
    assert "银行 &lt;b&gt;" in page


def test_both_widths_are_drawn_with_ids_of_their_own() -> None:
    page = to_page(answer(), sheet(), "zh")
    assert page.count("<svg ") == 2
    assert page.count('role="img"') == 2
    assert {'class="marks wide"', 'class="marks narrow"'} <= set(re.findall(r'class="marks \w+"', page))
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert {identifier.rpartition("-")[0] for identifier in ids} == {"chart-wide", "chart-narrow"}


def test_colours_follow_the_readers_convention() -> None:
    china, western = (to_page(answer(), sheet(), "zh", western=western) for western in (False, True))
    assert '<body class="page">' in china
    assert '<body class="page western">' in western
    drawn = re.compile(rf'fill="({RISE}|{FALL})"')
    assert drawn.findall(china)[:2] == [RISE, FALL]
    assert drawn.findall(western)[:2] == [FALL, RISE]


@pytest.mark.parametrize("how", ["source", "warning"])
def test_synthetic_data_are_called_so(how: str) -> None:
    note = Note("模拟数据，不是市场事实", "Synthetic data, not market fact")
    result = answer(source=("simulated:sse",)) if how == "source" else answer(warnings=(note,))
    page = to_page(result, sheet(), "zh")
    assert '<div class="origin" role="note">模拟数据，不是市场事实</div>' in page
    assert '<meta name="data-origin" content="simulated">' in page
    assert page.count("模拟数据") >= 5, "bar, title, footer and twice in the chart"
    assert '<p class="note">模拟数据' not in page, "the bar says it"
    assert watermark_of(answer(), "zh") == ""
    assert "simulated" not in to_page(answer(), sheet(), "en")


def test_without_rows_there_is_a_sentence_and_no_chart() -> None:
    page = to_page(answer().__class__(answer().data.clear()), sheet(), "zh")
    assert "没有符合条件的行。" in page
    assert "<svg" not in page


def test_where_nothing_can_be_drawn_the_table_stands_alone() -> None:
    unknown = answer().data.with_columns(change=pl.lit(None, dtype=pl.Decimal(20, 3)))
    page = to_page(Result(unknown), sheet(), "zh")
    assert "<figure" not in page
    assert ">75.00<" in page


def test_a_wide_table_stands_below_its_chart() -> None:
    assert '<figure class="alone">' not in to_page(answer(), sheet(), "zh")
    wide = answer().data.with_columns(reason=pl.lit("偿还额未公布，采用余额之差，此前不可比"))
    page = to_page(Result(wide), sheet(), "zh")
    assert '<figure class="alone">' in page
    assert '<body class="page">' in page, "a sentence is broken before the page is widened"
    wider = answer().data.with_columns(**{f"a_column_of_some_length_{n}": pl.lit(n) for n in range(6)})
    assert '<body class="page broad">' in to_page(Result(wider), sheet(), "zh")
    assert '<td class="prose">偿还额未公布' in page


def test_one_long_row_is_read_as_names_and_values() -> None:
    one = answer().data.head(1).with_columns(**{f"column_{n}": pl.lit(n) for n in range(5)})
    read = Reader(to_page(Result(one), sheet(), "en"))
    assert len(read.rows) == 8
    assert [text for text, _ in read.rows[1]] == ["change (CNY bn)", "+1.23"]


def test_the_point_of_view_is_told() -> None:
    known = answer(known_at=datetime(2026, 2, 1, 1, tzinfo=UTC))
    assert provenance(known, "zh") == "截至 2026-01-30 · 以所知为准：2026-02-01T09:00:00+08:00"
    assert provenance(Result(pl.DataFrame()), "en") == ""
