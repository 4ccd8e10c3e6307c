"""What is said: no number but the findings', equal numbers in both languages, well-formed pages, the same bytes twice."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser

import pytest
from rich.cells import cell_len
from rich.console import Console

from liangrong.core.errors import Lang
from liangrong.research.reports.blocks import Block, Cards, Chart, Document, Grid, Shown, Words
from liangrong.research.reports.brief import Brief
from liangrong.research.reports.compose import compose
from liangrong.research.reports.html import to_html
from liangrong.research.reports.markdown import to_markdown
from liangrong.research.reports.terminal import draw
from liangrong.research.reports.wording import LABELS, SENTENCES, TITLES

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
VOID = {"meta", "br", "link", "img"}


def all_words(document: Document) -> list[Words]:
    found: list[Words] = [document.subtitle]

    def of(block: Block) -> None:
        if isinstance(block, Cards):
            for card in block.cards:
                found.extend(card)
        elif isinstance(block, Grid):
            for row in block.rows:
                found.extend(row)
        elif isinstance(block, Chart):
            found.append(block.caption)
            of(block.table)
            if block.legend:
                of(block.legend)
        else:
            found.append(block.words)

    for section in document.sections:
        for block in section.blocks:
            of(block)
    of(document.evidence)
    return found


def said_by_findings(brief: Brief, document: Document) -> set[str]:
    """Every number that a finding, its day, its parameters, its evidence or a remark accounts for."""
    texts = [part.text for words in all_words(document) for part in words if isinstance(part, Shown)]
    for finding in brief.findings:
        texts += [finding.key, str(finding.date), finding.formula, *map(str, finding.parameters.values()), *finding.source]
        texts += [finding.reason.text(document.lang)] if finding.reason else []
        texts += [str(finding.value)] if isinstance(finding.value, str) else []
    texts += [note.text(document.lang) for note in brief.notes]
    return {number for text in texts for number in NUMBER.findall(text)}


@pytest.mark.parametrize("table", [TITLES, LABELS, SENTENCES], ids=["titles", "labels", "sentences"])
def test_no_number_is_typed_in_a_template(table: dict[str, tuple[str, str]]) -> None:
    for texts in table.values():
        for text in texts:
            assert not re.search(r"\d", re.sub(r"\{[^}]*\}", "", text)), text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["whole", "young", "synthetic"])
def test_every_number_is_a_finding(request: pytest.FixtureRequest, name: str, lang: Lang) -> None:
    brief: Brief = request.getfixturevalue(name)
    document = compose(brief, lang)
    known = said_by_findings(brief, document)
    for line in to_markdown(document).splitlines():
        assert set(NUMBER.findall(line)) <= known, line


def test_both_languages_show_the_same_findings(whole: Brief) -> None:
    def shown(lang: Lang) -> list[tuple[str, object]]:
        parts = [part for words in all_words(compose(whole, lang)) for part in words if isinstance(part, Shown)]
        return sorted({(part.finding.key, str(part.finding.value)) for part in parts})

    assert shown("zh") == shown("en")


class Page(HTMLParser):
    """Keeps the open elements, the numbers with their findings, and the text outside scripts, styles and drawings."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.values: list[tuple[str, str]] = []
        self.text: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        self.ids += [str(given["id"])] if "id" in given else []
        self.links += [str(value) for name, value in attrs if name in ("src", "href", "xlink:href")]
        self.values += [(str(given["data-finding"]), str(given["value"]))] if tag == "data" else []
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "svg", "script"} & set(self.open):
            self.text.append(data)


@pytest.fixture(scope="session", params=["zh", "en"])
def page(request: pytest.FixtureRequest, synthetic: Brief) -> tuple[Lang, str, Page]:
    html = to_html(synthetic, request.param)
    parsed = Page()
    parsed.feed(html)
    parsed.close()
    return request.param, html, parsed


def test_the_page_is_well_formed_and_stands_alone(page: tuple[Lang, str, Page]) -> None:
    _, html, parsed = page
    assert parsed.open == []
    assert len(parsed.ids) == len(set(parsed.ids))
    assert "script" not in parsed.tags
    assert all(link.startswith("#") for link in parsed.links)
    assert not re.search(r"url\((?!#)", html)
    assert not re.search(r"@import|<iframe|\son\w+=", html)


def test_a_table_stands_beside_each_chart(page: tuple[Lang, str, Page]) -> None:
    _, html, _ = page
    figures = re.findall(r"<figure>.*?</figure>", html, re.DOTALL)
    assert len(figures) == 4
    for figure in figures:
        assert figure.count("<svg") == 2
        assert "<table" in figure


def test_every_number_of_the_page_is_a_finding(page: tuple[Lang, str, Page], synthetic: Brief) -> None:
    lang, _, parsed = page
    known = said_by_findings(synthetic, compose(synthetic, lang)) | {"0.1.0"} | set(NUMBER.findall("0.1.0"))
    assert set(NUMBER.findall(" ".join(parsed.text))) <= known
    rows = {row["finding"]: row["value"] for row in synthetic.envelope(lang)["data"]}
    assert parsed.values
    for key, value in parsed.values:
        expected = rows[key]
        assert value == (str(expected).lower() if isinstance(expected, bool) else str(expected))


def test_synthetic_data_say_so_everywhere(page: tuple[Lang, str, Page], whole: Brief, synthetic: Brief) -> None:
    lang, html, parsed = page
    mark = TITLES["watermark"][0 if lang == "zh" else 1]
    assert " ".join(parsed.text).count(mark) >= 3
    for drawing in re.findall(r"<svg.*?</svg>", html, re.DOTALL):
        assert mark in drawing
    assert mark in to_markdown(compose(synthetic, lang))
    assert mark not in to_markdown(compose(whole, lang))


def test_the_same_bytes_twice(page: tuple[Lang, str, Page], synthetic: Brief) -> None:
    lang, html, _ = page
    assert to_html(synthetic, lang) == html


def drawn(brief: Brief, lang: Lang, width: int) -> str:
    page = io.StringIO()
    draw(compose(brief, lang), Console(file=page, width=width, force_terminal=False))
    return page.getvalue()


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [80, 120])
def test_the_terminal_keeps_its_width_and_cuts_no_figure(whole: Brief, young: Brief, lang: Lang, width: int) -> None:
    for brief in (whole, young):
        text = drawn(brief, lang, width)
        assert max(cell_len(line) for line in text.splitlines()) <= width
        assert "…" not in text.replace("…20", "")
        document = compose(brief, lang)
        grids = [block for section in document.sections for block in section.blocks if isinstance(block, Grid)]
        for grid in grids:
            for row in grid.rows:
                for words in row:
                    for part in words:
                        assert isinstance(part, str) or part.text in text


def test_the_lead_sentence_breaks_nowhere_inside_a_figure(whole: Brief) -> None:
    for width in range(40, 90, 7):
        lines = drawn(whole, "zh", width).splitlines()
        assert any("27,351.00 亿元" in line for line in lines)
        assert not any(line.lstrip().startswith(("，", "。", "）")) for line in lines)
