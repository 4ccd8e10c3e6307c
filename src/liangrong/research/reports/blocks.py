"""What a report consists of: paragraphs, tables and charts made of words and findings, whatever draws them."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from liangrong.core.errors import Lang
from liangrong.research.reports.findings import Finding, shown, tabled

__all__ = ["Block", "Cards", "Cell", "Chart", "Document", "Grid", "Paragraph", "Section", "Shown", "Words", "plain_text", "words"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding in its place in a text.

    Parameters
    ----------
    signed
        Print a plus; may be coloured.
    compact
        Keep money in one unit, for tables.
    bare
        Print the number without its sign, where a word says it.
    own
        In a table, money in its own unit.
    """

    finding: Finding
    lang: Lang
    signed: bool = False
    compact: bool = False
    bare: bool = False
    own: bool = False

    @property
    def text(self) -> str:
        """The printed value."""
        if self.compact:
            text = tabled(self.finding, self.lang, sign=self.signed, own=self.own)
        else:
            text = shown(self.finding, self.lang, sign=self.signed)
        return text.replace("-", "", 1) if self.bare and self._is_number else text

    @property
    def direction(self) -> int:
        """-1, 0 or 1 for a signed number, 0 for everything else."""
        value = self.finding.value
        if not self.signed or value is None or isinstance(value, bool | str | date):
            return 0
        return (value > 0) - (value < 0)

    @property
    def _is_number(self) -> bool:
        return not isinstance(self.finding.value, bool | str | date | None)


Words: TypeAlias = tuple[str | Shown, ...]
Cell: TypeAlias = Words


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two."""

    words: Words
    kind: Literal["lead", "text", "note"] = "text"


@dataclass(frozen=True, slots=True)
class Cards:
    """The few figures a reader looks for first: (label, value, remark)."""

    cards: tuple[tuple[Words, Words, Words], ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; every column but the first is right-aligned unless ``text_columns`` names it."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    text_columns: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart by name, its caption, the same numbers as a table, and a legend for what is numbered in it."""

    name: str
    title: str
    caption: Words
    table: Grid
    legend: Grid | None = None
    legend_title: str = ""


Block: TypeAlias = Paragraph | Cards | Grid | Chart


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its blocks."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A whole report in one language.

    Parameters
    ----------
    watermark
        Set when the data are simulated; every renderer shows it where it cannot be cut off.
    """

    title: str
    subtitle: Words
    lang: Lang
    watermark: str
    sections: tuple[Section, ...]
    evidence: Grid


def words(template: str, findings: Mapping[str, Finding], lang: Lang) -> Words:
    """Fill a sentence with findings.

    ``{total}`` is the finding's value, ``{total:+}`` the signed value, ``{total:date}`` the day it holds on, and
    ``{total:sessions}`` its parameter of that name.

    Examples
    --------
    >>> from datetime import date
    >>> day = Finding("as_of", "as_of", "market", None, date(2026, 1, 30))
    >>> plain_text(words("截至 {as_of}", {"as_of": day}, "zh"))
    '截至 2026-01-30'
    """
    pieces: list[str | Shown] = []
    for text, key, spec, _ in string.Formatter().parse(template):
        if text:
            pieces.append(text)
        if key is None:
            continue
        finding = findings[key]
        if spec in ("", "+", None):
            pieces.append(Shown(finding, lang, signed=spec == "+"))
        elif spec == "date":
            pieces.append(finding.date.isoformat() if finding.date else "—")
        else:
            pieces.append(str(finding.parameters[str(spec)]))
    return tuple(pieces)


def plain_text(parts: Words) -> str:
    """The words without any markup."""
    return "".join(part if isinstance(part, str) else part.text for part in parts)
