"""From a report to a document in one language: its outline filled with its findings; what has nothing to say disappears."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import singledispatchmethod
from typing import Final

from liangrong.analytics.measures import MEASURES
from liangrong.core.clocks import show_instant
from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.reports.blocks import (
    Block,
    Cards,
    Cell,
    Chart,
    Document,
    Grid,
    Paragraph,
    Section,
    Shown,
    Words,
    plain_text,
)
from liangrong.research.reports.findings import GRADES, Finding
from liangrong.research.reports.outline import Chapter, Each, Figures, First, Items, Part, Picture, Say, Table
from liangrong.research.reports.phrases import Pair, one_of, said
from liangrong.research.reports.report import Report
from liangrong.research.reports.shown_keys import keys_of, rows_of
from liangrong.research.reports.wording import label, sentence, source_name, title

__all__ = ["arrange"]

_NOTHING: Final[Cell] = ("—",)
_APART: Final = {"zh": "、", "en": ", "}
_NO_DATA: Final[Pair] = ("没有数据：{reason}。", "No data: {reason}.")
_NOT_KNOWN: Final[Pair] = ("未知——{items}：{reason}。", "Not known: {items} ({reason}).")
_CELLS: Final[Pair] = ("{count} 个数字", "{count} figures")
_SMALL: Final = Decimal(5 * 10**7)
"""元 below which an amount is shown in its own unit, also in a table."""
_MOST_NAMED: Final = 6
"""Figures of one reason that are named; more are counted."""


def arrange(report: Report, lang: Lang) -> Document:
    """Say what the findings say, in ``lang``."""
    return _Arrangement(report, lang).document()


class _Arrangement:
    """One report in one language."""

    def __init__(self, report: Report, lang: Lang) -> None:
        self.report = report
        self.lang: Lang = lang
        self.findings: Mapping[str, Finding] = report.findings
        self.rows = rows_of(self.findings)
        self.labels = dict(report.outline.labels)
        for chapter in report.outline.chapters:
            for part in chapter.parts:
                self.labels |= dict(_labelled(part))

    def document(self) -> Document:
        outline = self.report.outline
        chapters = [self._section(chapter) for chapter in outline.chapters]
        closing = Section(title("data", self.lang), tuple(self._closing()))
        heading = said(outline.title, self.findings, self.lang)
        return Document(
            title=plain_text(heading) if heading else one_of(outline.name, self.lang),
            subtitle=said(outline.subtitle, self.findings, self.lang) or (),
            lang=self.lang,
            watermark=title("watermark", self.lang) if self.report.is_synthetic else "",
            sections=tuple(section for section in (self._prose(), *chapters, closing) if section.blocks),
            evidence=self._evidence(),
        )

    def _prose(self) -> Section:
        """What a model has written in this language."""
        prose = self.report.prose
        lines = prose.text.splitlines() if prose and prose.lang == self.lang else []
        return Section(title("narration", self.lang), tuple(Paragraph((line.strip(),)) for line in lines if line.strip()))

    def _section(self, chapter: Chapter) -> Section:
        blocks = [block for part in chapter.parts for block in self._blocks(part)]
        keys = [key for part in chapter.parts for key in keys_of(part, self.rows, self.lang)]
        gaps = tuple(self._gaps([*keys, *chapter.expects], alone=not blocks))
        return Section(one_of(chapter.title, self.lang), (*blocks, *gaps))

    @singledispatchmethod
    def _blocks(self, part: Part) -> Iterator[Block]:
        raise AssertionError(part)

    @_blocks.register
    def _(self, part: Say) -> Iterator[Block]:
        if part.when is not None:
            key, value = part.when
            if key not in self.findings or self.findings[key].value != value:
                return
        words = said(part.text, self.findings, self.lang)
        if words:
            yield Paragraph(words, part.kind)

    @_blocks.register
    def _(self, part: First) -> Iterator[Block]:
        for choice in part.choices:
            found = [*self._blocks(choice)]
            if found:
                yield from found
                return

    @_blocks.register
    def _(self, part: Each) -> Iterator[Block]:
        for row in self.rows.get(part.prefix, ()):
            words = said(part.text, self.findings, self.lang, at=f"{part.prefix}/{row}/")
            if words:
                yield Paragraph(words, part.kind)

    @_blocks.register
    def _(self, part: Figures) -> Iterator[Block]:
        made = []
        for card in part.cards:
            name = said(card.label, self.findings, self.lang)
            if name and card.key in self.findings and self.findings[card.key].value is not None:
                made.append((name, self._value(card.key), said(card.remark, self.findings, self.lang) or ()))
        if made:
            yield Cards(tuple(made))

    @_blocks.register
    def _(self, part: Items) -> Iterator[Block]:
        rows = []
        for item in part.rows:
            finding = self.findings.get(item.key)
            name = said(item.label, self.findings, self.lang, named=True)
            if finding is None or finding.value is None or not name:
                continue
            day = finding.date.isoformat() if finding.date else "—"
            rows.append((name, self._value(item.key, signed=item.signed), (day,)))
        if rows:
            yield Grid(tuple(label(head, self.lang) for head in ("item", "value", "date")), tuple(rows), frozenset({0, 2}))

    @_blocks.register
    def _(self, part: Table) -> Iterator[Block]:
        grid = self._grid(part)
        if grid is not None:
            yield grid

    @_blocks.register
    def _(self, part: Picture) -> Iterator[Block]:
        grid = self._grid(part.table)
        if grid is None or part.name not in self.report.draft.drawings:
            return
        caption = said(part.caption, self.findings, self.lang) or said(part.plain_caption, self.findings, self.lang) or ()
        legend = self._grid(part.legend) if part.legend else None
        heading = said(part.title, self.findings, self.lang)
        yield Chart(
            part.name, plain_text(heading) if heading else "", caption, grid, legend, one_of(part.legend_title, self.lang)
        )

    def _grid(self, table: Table) -> Grid | None:
        """The rows of a table that has any; columns of which nothing is known are left out."""
        rows = self.rows.get(table.prefix, ())
        keys = {row: [f"{table.prefix}/{row}/{column.field}" for column in table.columns] for row in rows}
        kept = [n for n in range(len(table.columns)) if any(self._known(keys[row][n]) for row in rows)]
        if not kept:
            return None
        columns = [table.columns[n] for n in kept]
        cells = [
            ((self._name(table.prefix, row),), *(self._value(keys[row][n], signed=table.columns[n].signed) for n in kept))
            for row in rows
            if any(self._known(keys[row][n]) for n in kept)
        ]
        text = frozenset({0, *(place for place, column in enumerate(columns, start=1) if column.text)})
        return Grid((one_of(table.head, self.lang), *(one_of(column.head, self.lang) for column in columns)), tuple(cells), text)

    def _value(self, key: str, *, signed: bool = False) -> Cell:
        finding = self.findings.get(key)
        return _NOTHING if finding is None else (Shown(finding, self.lang, signed=signed, compact=True, own=_is_small(finding)),)

    def _known(self, key: str) -> bool:
        return key in self.findings and self.findings[key].value is not None

    def _name(self, prefix: str, row: str) -> str:
        """What a row is called: in its own table, or in all of them."""
        names = self.report.draft.names
        return one_of(names.get(f"{prefix}/{row}") or names.get(row) or (row, row), self.lang)

    def _gaps(self, keys: Iterable[str], *, alone: bool) -> Iterator[Paragraph]:
        """Each reason once, with the figures that it explains."""
        reasons: dict[str, list[str]] = {}
        for key in dict.fromkeys(keys):
            finding = self.findings.get(key)
            if finding is not None and finding.reason is not None:
                reasons.setdefault(finding.reason.text(self.lang), []).append(self._called(finding))
        for reason, names in reasons.items():
            reason_alone = reason.rstrip("。.")
            if alone:
                yield Paragraph((one_of(_NO_DATA, self.lang).format(reason=reason_alone),), "text")
                continue
            called = list(dict.fromkeys(names))
            items = _APART[self.lang].join(called[:_MOST_NAMED]) + ("……" if len(called) > _MOST_NAMED else "")
            yield Paragraph((one_of(_NOT_KNOWN, self.lang).format(items=items, reason=reason_alone),), "note")

    def _called(self, finding: Finding) -> str:
        """What an unknown figure is called."""
        pair = self.labels.get(finding.key)
        if pair is None and "/" in finding.key:
            prefix, _, rest = finding.key.partition("/")
            row, _, field = rest.rpartition("/")
            column = self.labels.get(f"{prefix}//{field}")
            return _APART[self.lang].join([self._name(prefix, row)]) + (f"（{one_of(column, 'zh')}）" if self.lang == "zh" and column
                                                                else f": {one_of(column, 'en')}" if column else "")  # fmt: skip
        if pair is not None:
            words = said(pair, self.findings, self.lang, named=True)
            if words:
                return plain_text(words)
        entry = MEASURES.get(finding.measure)
        return one_of((entry.zh, entry.en), self.lang) if entry else finding.key

    def _closing(self) -> Iterator[Block]:
        for note in self.report.notes:
            yield Paragraph((note.text(self.lang),), "note")
        if self.report.known_at:
            yield Paragraph((sentence("known_at", self.lang).format(known_at=show_instant(self.report.known_at)),), "note")
        names = [source_name(source, self.lang) for source in self.report.draft.source]
        if names:
            yield Paragraph(
                (sentence("sources", self.lang).format(sources=_APART[self.lang].join(dict.fromkeys(names))),), "note"
            )

    def _evidence(self) -> Grid:
        """One row for each figure, and one for those of a column of a table that have the same evidence; words are no figures."""
        heads = ("finding", "value", "date", "formula", "source", "grade")
        groups: dict[tuple[str, ...], list[Finding]] = {}
        for finding in self.findings.values():
            if finding.value is None or isinstance(finding.value, str):
                continue
            how, grade = finding.formula or finding.measure, one_of(GRADES[finding.grade], self.lang)
            groups.setdefault((_generic(finding.key), how, ", ".join(finding.source) or "—", grade), []).append(finding)
        rows = []
        for (key, how, source, grade), found in groups.items():
            many, days = len(found) > 1, {finding.date for finding in found}
            value: Words = (one_of(_CELLS, self.lang).format(count=len(found)),) if many else self._value(found[0].key)
            day = next(iter(days)) if len(days) == 1 else None
            told = day.isoformat() if day else "—"
            rows.append(((key if many else found[0].key,), value, (told,), (how,), (source,), (grade,)))
        return Grid(tuple(label(head, self.lang) for head in heads), tuple(rows), frozenset({0, 2, 3, 4, 5}))


def _generic(key: str) -> str:
    """A key of a table with a star for the row.

    Examples
    --------
    >>> _generic("names/301217.SZ/share"), _generic("total.change")
    ('names/*/share', 'total.change')
    """
    prefix, _, rest = key.partition("/")
    return f"{prefix}/*/{rest.rpartition('/')[2]}" if rest else key


def _is_small(finding: Finding) -> bool:
    """Whether an amount of money would lose its digits in the unit of tables."""
    return finding.unit is Unit.YUAN and isinstance(finding.value, Decimal) and abs(finding.value) < _SMALL


def _labelled(part: Part) -> Iterator[tuple[str, Pair]]:
    """What a part calls the figures that it shows; a column of a table by ``prefix//field``."""
    if isinstance(part, Figures):
        yield from ((card.key, card.label) for card in part.cards)
    elif isinstance(part, Items):
        yield from ((item.key, item.label) for item in part.rows)
    elif isinstance(part, Picture):
        yield from _labelled(part.table)
    elif isinstance(part, Table):
        yield from ((f"{part.prefix}//{column.field}", column.head) for column in part.columns)
