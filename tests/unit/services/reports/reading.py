"""Reading a document back: every piece of text, and every number with the interval that its print leaves open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from liangrong.research.reports.blocks import Block, Cards, Chart, Document, Grid, Paragraph, Shown, Words, plain_text

__all__ = ["figures", "interval", "keys_shown", "sentences", "stray_digits", "text_of", "words_of"]

NUMBER = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?")
SIZES = (
    ("亿", Decimal(10**8)), ("万", Decimal(10**4)), (" billion", Decimal(10**9)), (" bn", Decimal(10**9)), (" million", Decimal(10**6)),
    (" m", Decimal(10**6)), ("%", Decimal("0.01")), (" pp", Decimal("0.01")), ("个百分点", Decimal("0.01")),
)  # fmt: skip


def words_of(document: Document) -> Iterator[Words]:
    """All words of a document but those of its evidence."""
    yield document.subtitle
    for section in document.sections:
        for block in section.blocks:
            yield from _words(block)


def keys_shown(document: Document) -> set[str]:
    """The findings that are shown somewhere."""
    cells = [cell for row in document.evidence.rows for cell in row]
    return {part.finding.key for words in (*words_of(document), *cells) for part in words if isinstance(part, Shown)}


def sentences(document: Document) -> Iterator[Paragraph]:
    """The paragraphs that state something."""
    for section in document.sections:
        yield from (block for block in section.blocks if isinstance(block, Paragraph) and block.kind != "note")


def figures(document: Document) -> dict[tuple[str, int], str]:
    """Finding and how often it came before, to what is printed for it; numbers only."""
    seen: Counter[str] = Counter()
    found = {}
    for words in words_of(document):
        for part in words:
            if (
                isinstance(part, Shown)
                and isinstance(part.finding.value, int | float | Decimal)
                and not isinstance(part.finding.value, bool)
            ):
                found[part.finding.key, seen[part.finding.key]] = part.text
                seen[part.finding.key] += 1
    return found


def interval(text: str) -> tuple[Decimal, Decimal]:
    """The values in base units that a printed number may stand for."""
    found = NUMBER.search(text.replace("CNY ", ""))
    assert found, text
    printed = Decimal(found[0].replace(",", ""))
    size = next((size for word, size in SIZES if word in text), Decimal(1))
    half = Decimal(1).scaleb(printed.as_tuple().exponent) / 2  # type: ignore[arg-type]
    return (printed - half) * size, (printed + half) * size


def stray_digits(document: Document) -> Counter[str]:
    """Numbers in the sentences that are no finding's value: days and parameters."""
    plain = " ".join(part for block in sentences(document) for part in block.words if isinstance(part, str))
    return Counter(re.findall(r"\d+", plain))


def _words(block: Block) -> Iterator[Words]:
    if isinstance(block, Paragraph):
        yield block.words
    elif isinstance(block, Cards):
        yield from (part for card in block.cards for part in card)
    elif isinstance(block, Grid):
        yield from (cell for row in block.rows for cell in row)
    elif isinstance(block, Chart):
        yield block.caption
        yield from _words(block.table)
        if block.legend:
            yield from _words(block.legend)


def text_of(document: Document) -> str:
    """All that a document says."""
    return "\n".join(plain_text(words) for words in words_of(document))
