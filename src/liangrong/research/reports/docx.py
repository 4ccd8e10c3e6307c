"""A document as DOCX: headings, paragraphs, tables and pictures of the charts; the same bytes for the same findings."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from liangrong.core.errors import Lang
from liangrong.research.charts.theme import FALL, RISE
from liangrong.research.reports.blocks import Block, Cards, Chart, Document, Grid, Paragraph, Shown, Words
from liangrong.research.reports.fonts import FAMILIES, require_documents
from liangrong.research.reports.wording import title

__all__ = ["to_docx"]

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can hold: what every part of the file bears."""
_LATIN: Final = "Arial"
_MUTED: Final = "6B7685"
_WIDTH: Final = 16.5
"""Centimetres between the margins of a page."""
_SMALL_FROM: Final = 6
"""Tables of more columns are set smaller."""


def to_docx(document: Document, figures: Mapping[str, bytes], *, dated: date, western: bool = False) -> bytes:
    """The whole document, charts and evidence included.

    Parameters
    ----------
    figures
        Chart name to its picture as PNG; a chart without one is shown as its table.
    dated
        The day that the document bears; nothing in it comes from the clock.
    western
        Green for a rise and red for a fall instead of 红涨绿跌.

    Raises
    ------
    ExtraMissing
        python-docx is not installed.
    """
    require_documents()
    return _Writer(document, figures, dated, western=western).written()


class _Writer:
    """One file in the making."""

    def __init__(self, document: Document, figures: Mapping[str, bytes], dated: date, *, western: bool) -> None:
        import docx
        from docx.shared import Cm

        self.document = document
        self.lang: Lang = document.lang
        self.figures = figures
        self.colors = {1: FALL if western else RISE, -1: RISE if western else FALL}
        self.file: Any = docx.Document()
        self._properties(dated)
        self._styles()
        section = self.file.sections[0]
        section.page_width, section.page_height = Cm(21.0), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21.0 - _WIDTH) / 2)
        self._footer(section)

    def written(self) -> bytes:
        self.file.add_heading(self.document.title, level=1)
        self._paragraph(self.document.subtitle, color=_MUTED)
        if self.document.watermark:
            self._paragraph((self.document.watermark,), bold=True)
        for section in self.document.sections:
            self.file.add_heading(section.title, level=2)
            for block in section.blocks:
                self._block(block)
        if self.document.evidence.rows:
            self.file.add_heading(title("evidence", self.lang), level=2)
            self._table(self.document.evidence, points=7)
        held = io.BytesIO()
        self.file.save(held)
        return _without_clock(held.getvalue())

    def _properties(self, dated: date) -> None:
        told = self.file.core_properties
        at = datetime(dated.year, dated.month, dated.day)  # noqa: DTZ001 the format has no zone
        told.created = told.modified = told.last_printed = at
        told.title, told.author, told.last_modified_by, told.comments = self.document.title, "liangrong", "liangrong", ""
        told.language, told.revision, told.subject = "zh-CN" if self.lang == "zh" else "en-GB", 1, self.document.watermark

    def _styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        for name, points in (("Normal", 10), ("Heading 1", 18), ("Heading 2", 13)):
            style = self.file.styles[name]
            style.font.name, style.font.size = _LATIN, Pt(points)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{theme}"), None)
            fonts.set(qn("w:ascii"), _LATIN)
            fonts.set(qn("w:hAnsi"), _LATIN)
            fonts.set(qn("w:eastAsia"), FAMILIES[0])
            if name != "Normal":
                style.font.color.rgb = RGBColor.from_string("1F5A91")

    def _footer(self, section: Any) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        paragraph = section.footer.paragraphs[0]
        paragraph.add_run(
            f"{self.document.title} · {self.document.watermark} · " if self.document.watermark else f"{self.document.title} · "
        )
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), "PAGE")
        paragraph._p.append(field)  # noqa: SLF001 the library has no method for a field

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            if block.kind == "note":
                self._paragraph(block.words, style="List Bullet", points=9, color=_MUTED)
            else:
                self._paragraph(block.words, bold=block.kind == "lead")
        elif isinstance(block, Cards):
            head = (title("headline", self.lang), "", "")
            self._table(Grid(head, block.cards, frozenset({0, 2})), headed=False)
        elif isinstance(block, Chart):
            self._chart(block)
        else:
            self._table(block)

    def _chart(self, block: Chart) -> None:
        from docx.shared import Cm

        self._paragraph((block.title,), bold=True, keep=True)
        if block.name in self.figures:
            self.file.add_picture(io.BytesIO(self.figures[block.name]), width=Cm(_WIDTH))
            picture = self.file.inline_shapes[-1]._inline.docPr  # noqa: SLF001 the library has no method for alternative text
            picture.set("descr", block.title)
            self.file.paragraphs[-1].paragraph_format.keep_with_next = True
        if block.caption:
            self._paragraph(block.caption, points=8.5, color=_MUTED)
        self._table(block.table, points=8)
        if block.legend:
            self._paragraph((block.legend_title,), bold=True, keep=True)
            self._table(block.legend, points=8)

    def _paragraph(
        self,
        parts: Words,
        *,
        style: str | None = None,
        bold: bool = False,
        keep: bool = False,
        points: float = 0,
        color: str = "",
    ) -> None:
        paragraph = self.file.add_paragraph(style=style)
        paragraph.paragraph_format.keep_with_next = keep
        self._fill(paragraph, parts, bold=bold, points=points, color=color)

    def _fill(self, paragraph: Any, parts: Words, *, bold: bool = False, points: float = 0, color: str = "") -> None:
        from docx.shared import Pt, RGBColor

        for part in parts:
            run = paragraph.add_run(part if isinstance(part, str) else part.text)
            run.bold = bold or None
            if points:
                run.font.size = Pt(points)
            own = self.colors.get(part.direction, color) if isinstance(part, Shown) else color
            if own:
                run.font.color.rgb = RGBColor.from_string(own.lstrip("#").upper())

    def _table(self, grid: Grid, *, points: float = 0, headed: bool = True) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        size = points or (8 if len(grid.columns) > _SMALL_FROM else 9)
        table = self.file.add_table(rows=0, cols=len(grid.columns), style="Light List Accent 1" if headed else "Table Grid")
        table.autofit = True
        heads: tuple[tuple[Words, ...], ...] = (tuple((head,) for head in grid.columns),) if headed else ()
        for cells in (*heads, *grid.rows):
            row = table.add_row()
            _whole(row, repeated=headed and cells is heads[0])
            for place, (cell, parts) in enumerate(zip(row.cells, cells, strict=True)):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = 0
                if place not in grid.text_columns:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                self._fill(paragraph, parts, points=size)
        self.file.add_paragraph().paragraph_format.space_after = 0


def _whole(row: Any, *, repeated: bool) -> None:
    """A row does not break over pages; headings come again on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 the library has no method for either
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        properties.append(OxmlElement("w:tblHeader"))


def _without_clock(content: bytes) -> bytes:
    """The same archive with every part dated at the epoch, for the library dates them now."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(held, "w") as after:
        for name in before.namelist():
            part = zipfile.ZipInfo(name, date_time=_EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(part, before.read(name), compresslevel=6)
    return held.getvalue()
