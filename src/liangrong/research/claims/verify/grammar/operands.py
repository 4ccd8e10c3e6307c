"""The amounts that a ratio may be of: figures of sentences and cells of tables, each with the words that it is called by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.reading.rows import rows_of
from liangrong.research.claims.verify.arithmetic.wording import shown
from liangrong.research.claims.verify.grammar.called import label_words
from liangrong.research.claims.verify.grammar.quantities import Part, Quantity

__all__ = ["Operand", "operands_of"]

_CLAUSE: Final = re.compile(r"[，。；;：:、！？()（）|\n]|,(?!\d{3})|\b(?:and|while|whereas|but|versus|against)\b")
_LINE: Final = re.compile(r"[|\n]")
_BEHIND: Final = re.compile(
    r"^[^\S\n]*(?:yuan\s)?(?:of|for|in|into|from|on|at|to|by)\s(?P<name>[^,.;:，。；]+?)(?=,| and\b| while\b|[.;:]|$)"
)
_NOUN: Final = re.compile(r"^\s?[A-Za-z][A-Za-z -]{2,24}|^[\u3400-\u9fff]{2,8}")
_SUBJECT: Final = re.compile(r"[。；;.!?]\s")
_BOUNDS: Final = (Hedge.OVER, Hedge.AT_LEAST, Hedge.UNDER, Hedge.AT_MOST)
_KINDS: Final = (Kind.MONEY, Kind.SHARES, Kind.COUNT, Kind.POINTS, Kind.NUMBER, Kind.PERCENT, Kind.DURATION)


@dataclass(frozen=True, slots=True)
class Operand:
    """One amount.

    Parameters
    ----------
    passage, at
        The number of its passage, and where it stands in ``Article.text``.
    label
        The words of its clause up to it, and behind it what it is of; the name of the row and of the column of a cell.
    around
        The words before it in its sentence; the caption of a table.
    column
        Which column of which table; empty for a figure of a sentence.
    own, behind
        What it may be named by: the words of its clause, or the name of its row; what it is said to be of.
    quantity
        The figure of a sentence; ``None`` for a cell.
    """

    passage: int
    item: int
    at: int
    label: str
    around: str
    figure: Figure
    column: str = ""
    quantity: Quantity | None = None
    own: str = ""
    behind: str = ""

    @property
    def words(self) -> frozenset[str]:
        """What it is called."""
        return label_words(self.label)

    @property
    def more(self) -> frozenset[str]:
        """What is said around it."""
        return label_words(self.around)

    @property
    def is_change(self) -> bool:
        """Whether it is by how much something moved."""
        return self.quantity is not None and self.quantity.part is Part.CHANGE

    @property
    def rounding(self) -> Interval:
        """What its digits leave open, sign dropped, in base units."""
        found = self.figure.rounding()
        return -found if self.figure.value < 0 else found

    @property
    def shown(self) -> str:
        """The figure as printed."""
        return shown(self.figure)


def operands_of(article: Article, quantities: Sequence[Quantity]) -> tuple[Operand, ...]:
    """Every amount of an article that is known exactly enough to be divided."""
    return (*_of_sentences(quantities), *_of_tables(article))


def _of_sentences(quantities: Sequence[Quantity]) -> Iterator[Operand]:
    for one in quantities:
        figure = one.figure
        if figure.kind not in _KINDS or figure.upper is not None or figure.hedge in _BOUNDS or figure.value == 0:
            continue
        if one.part in (Part.GROWTH, Part.MULTIPLE):
            continue
        passage = one.claim.passage
        said = passage.text[: figure.start - passage.start]
        own = _CLAUSE.split(_LINE.split(one.before.rstrip(" |:：\n"))[-1])[-1]
        listed = one.claim.subject if one.claim.group else ""
        behind = _BEHIND.match(one.after)
        of = behind["name"] if behind else ""
        label = f"{listed or own} {of} {_noun(figure, one.after)}"
        around = f"{_SUBJECT.split(said)[-1]} {one.claim.subject}"
        yield Operand(passage.number, passage.item, figure.start, label, around, figure, "", one, listed or one.before, of)


def _noun(figure: Figure, after: str) -> str:
    """What is counted: 187.6万名投资者, 1.86 million investors."""
    if figure.kind is not Kind.COUNT:
        return ""
    found = _NOUN.match(after)
    return f"{figure.text} {found[0] if found else ''}"


def _of_tables(article: Article) -> Iterator[Operand]:
    for number, table in enumerate(rows_of(article)):
        caption = table.caption.text if table.caption else ""
        for row in table.rows:
            name = " ".join(cell.text for cell in row.cells if cell.figure is None)
            for cell in row.cells:
                if cell.figure is None or cell.figure.kind not in _KINDS or cell.figure.value == 0:
                    continue
                head = table.columns[cell.column].name
                label = f"{name} {head}{' 合计 total' if row.is_total else ''}"
                yield Operand(
                    row.passage.number,
                    row.passage.item,
                    cell.start,
                    label,
                    caption,
                    cell.figure,
                    f"{number}.{cell.column}",
                    own=name,
                )
