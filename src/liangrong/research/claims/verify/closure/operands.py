"""Every number of the prose as an operand: the figures of claims, figures that are no claim of their own, and plain counts that no reader took up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.exclusions import excluded
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.numerals import CHINESE, DIGITS, ENGLISH, chinese, digits, english, ordinary
from liangrong.research.claims.verify.grammar.quantities import Quantity, quantities_of

__all__ = ["NOBODY", "operands_of", "sentences"]

NOBODY: Final = -1
"""The number of an operand that is no claim."""
_PLAIN: Final = re.compile(
    rf"(?<![\w.,%$])(?:{DIGITS}|{ENGLISH})(?![\w%]|[.,:]\d|-\w)|(?<![第几数每各某前近])(?:{CHINESE})(?=[家只个](?!月|交易日|百分))",
    re.IGNORECASE,
)
_COUNTED: Final = re.compile(rf"\d|[一二三四五六七八九十两][家只个]|\b{ENGLISH}\b", re.IGNORECASE)
_SILENT: Final = ("row", "furniture")
_LONGEST: Final = 7


def operands_of(article: Article, claims: Sequence[Claim]) -> tuple[Quantity, ...]:
    """All operands in the order of the text; those that are no claim have the number ``NOBODY``."""
    figured = {one.start for claim in claims for one in (claim.figure, claim.threshold) if one is not None}
    others = [
        Claim(NOBODY, passage, figure.start, figure.end, figure.text, figure, aspect=Aspect.LEVEL)
        for passage in article.passages
        if passage.role not in _SILENT and _COUNTED.search(passage.text)
        for figure in (*figures_in(article, passage), *_counts(article, passage))
        if figure.start not in figured
    ]
    return quantities_of(article, (*claims, *others))


def sentences(operands: Iterable[Quantity]) -> Iterator[list[Quantity]]:
    """The operands of each passage."""
    for _, group in groupby(operands, key=lambda one: one.sentence):
        yield list(group)


def _counts(article: Article, passage: Passage) -> Iterator[Figure]:
    """Whole numbers without a unit that are no figure and no date: 25 raised it, nine left it."""
    plain = ordinary(passage.text)
    taken = [*excluded(plain), *((one.start - passage.start, one.end - passage.start) for one in figures_in(article, passage))]
    for match in _PLAIN.finditer(plain):
        if any(low < match.end() and match.start() < high for low, high in taken) or len(match[0]) > _LONGEST:
            continue
        number = digits(match[0]) if match[0][0].isdecimal() else english(match[0]) or chinese(match[0])
        if number is None or number.value != int(number.value) or number.place < 1:
            continue
        start, end = passage.start + match.start(), passage.start + match.end()
        yield Figure(
            start, end, article.text[start:end], number.value, "", Kind.COUNT, Decimal(1), is_word=number.is_word
        )  # fmt: skip
