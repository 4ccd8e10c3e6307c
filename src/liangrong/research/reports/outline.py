"""What a kind of report says and in which order, whatever the day: chapters of sentences, figures, tables and charts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from liangrong.research.reports.phrases import Pair

__all__ = ["Card", "Chapter", "Column", "Each", "Figures", "First", "Item", "Items", "Outline", "Part", "Picture", "Say", "Table"]


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence, said when all of its findings are known.

    Parameters
    ----------
    when
        A finding and the value it must have for the sentence to be said, such as whether a record was set.
    """

    text: Pair
    kind: Literal["lead", "text", "note"] = "text"
    when: tuple[str, object] | None = None


@dataclass(frozen=True, slots=True)
class First:
    """Several ways to say something; the first that can be said is."""

    choices: tuple[Say, ...]


@dataclass(frozen=True, slots=True)
class Each:
    """A sentence about every row of a table, with the row's fields as its places."""

    prefix: str
    text: Pair
    kind: Literal["text", "note"] = "note"


@dataclass(frozen=True, slots=True)
class Card:
    """A figure that a reader looks for first; the remark is left out where it cannot be said."""

    label: Pair
    key: str
    remark: Pair = ("", "")


@dataclass(frozen=True, slots=True)
class Figures:
    """Cards side by side."""

    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a list: a label, which may have places, and the figure."""

    label: Pair
    key: str
    signed: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list of figures with their days."""

    rows: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: the field of a row's key, and its heading."""

    field: str
    head: Pair
    signed: bool = False
    text: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Findings called ``prefix/ROW/FIELD``, in the order in which the rows come; ``head`` stands above the names of the rows."""

    prefix: str
    head: Pair
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart by the name of its drawing, and the table of the same numbers."""

    name: str
    title: Pair
    caption: Pair
    table: Table
    plain_caption: Pair = ("", "")
    legend: Table | None = None
    legend_title: Pair = ("", "")


Part: TypeAlias = Say | First | Each | Figures | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Chapter:
    """A heading and what stands below it; without anything to say there is no heading.

    Parameters
    ----------
    expects
        Findings that nothing here shows, but whose reason is told where they are not known.
    """

    title: Pair
    parts: tuple[Part, ...]
    expects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A kind of report.

    Parameters
    ----------
    name
        What the kind is called; the title where ``title`` cannot be said.
    labels
        What findings are called that no list or table names, by key.
    """

    name: Pair
    title: Pair
    subtitle: Pair
    chapters: tuple[Chapter, ...]
    labels: Mapping[str, Pair] = field(default_factory=dict)
