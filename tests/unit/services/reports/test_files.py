"""The files themselves: a PDF that is tagged and dated, a DOCX that Word can read, a page that fetches nothing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from liangrong.core.errors import Lang
from liangrong.research.charts.theme import FALL, RISE
from liangrong.research.reports.report import Report
from liangrong.services.reports.building import ReportRequest, report, write
from liangrong.services.workspace import Workspace

DAY = date(2026, 1, 29)
VOID = {"meta", "br", "link", "img"}


@pytest.fixture(scope="module")
def found(simulated_store: Path) -> Report:
    return report(Workspace.open(simulated_store), ReportRequest(kind="deep", as_of=DAY))


def pages_of(content: bytes) -> tuple[Any, list[str]]:
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(content)
    texts = []
    for place in range(len(document)):
        page = document[place]
        text = page.get_textpage()
        texts.append(text.get_text_range())
        text.close()
        page.close()
    return document, texts


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pdf_has_every_chapter_on_pages_that_are_not_empty(found: Report, lang: Lang) -> None:
    document, texts = pages_of(bytes(write(found, "pdf", lang)))  # type: ignore[arg-type]
    whole = re.sub(r"\s", "", "".join(texts))
    for chapter in found.outline.chapters:
        assert re.sub(r"\s", "", chapter.title[0 if lang == "zh" else 1]) in whole
    assert all(len(text) > 150 for text in texts), "no page is blank"
    assert "\ufffd" not in whole
    assert str(len(document)) in texts[0], "pages are counted"
    document.close()


def test_the_pdf_is_tagged_and_bears_the_day_of_its_data(found: Report) -> None:
    raw = pytest.importorskip("pypdfium2.raw")
    document, _ = pages_of(bytes(write(found, "pdf", "en")))  # type: ignore[arg-type]
    assert raw.FPDFCatalog_IsTagged(document.raw)
    told = document.get_metadata_dict()
    assert told["CreationDate"].startswith("D:20260129")
    assert told["Title"] == "Deep report: short balance"
    document.close()


def test_synthetic_data_are_marked_on_every_page(found: Report) -> None:
    document, texts = pages_of(bytes(write(found, "pdf", "en")))  # type: ignore[arg-type]
    assert all("Synthetic data" in text for text in texts)
    document.close()


def test_the_docx_has_headings_tables_and_pictures(found: Report) -> None:
    docx = pytest.importorskip("docx")
    made = docx.Document(io.BytesIO(write(found, "docx", "zh")))  # type: ignore[arg-type]
    headings = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == "Heading 2"]
    assert [chapter.title[0] for chapter in found.outline.chapters] == headings[: len(found.outline.chapters)]
    assert len(made.inline_shapes) == 2, "the trend and the industries"
    assert all(shape._inline.docPr.get("descr") for shape in made.inline_shapes), "pictures are described"
    assert len(made.tables) > 10
    assert made.core_properties.created.date() == DAY


def test_no_part_of_the_docx_bears_the_time_of_its_making(found: Report) -> None:
    with zipfile.ZipFile(io.BytesIO(write(found, "docx", "en"))) as archive:  # type: ignore[arg-type]
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "2026-01-29" in archive.read("docProps/core.xml").decode()


def test_western_colours_exchange_rise_and_fall(found: Report) -> None:
    china, western = (str(zipfile.ZipFile(io.BytesIO(bytes(write(found, "docx", "en", western=flag)))).read("word/document.xml"))  # type: ignore[arg-type]
                      for flag in (False, True))  # fmt: skip
    rise, fall = (color.lstrip("#").upper() for color in (RISE, FALL))
    assert china.count(rise) == western.count(fall) > 0
    assert china.count(fall) == western.count(rise) > 0


class _Balance(HTMLParser):
    """Checks that elements close in order, and keeps every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open += [] if tag in VOID else [tag]
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_well_formed_and_fetches_nothing(found: Report) -> None:
    page = str(write(found, "html", "zh"))
    parser = _Balance()
    parser.feed(page)
    assert parser.open == []
    assert [address for address in parser.addresses if not address.startswith("#")] == []
    assert "<script" not in page
    identifiers = re.findall(r'\bid="([^"]+)"', page)
    assert len(identifiers) == len(set(identifiers)), "charts share no identifiers"
