"""A text as sentences, for summaries and calls; the claim checker has its own, finer reader of passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["sentences_of"]

_END: Final = re.compile(r"(?<=[。！？；!?])[”’」』）)\"']?\s*|(?<=[a-z0-9%)\]\"][.])\s+(?=[\"“A-Z\[(])|\n+")
_FEWEST, _MOST = 12, 300
"""Characters of a sentence: shorter ones are headings or cells, longer ones lists."""


def sentences_of(text: str) -> Iterator[tuple[int, int, str]]:
    r"""Sentences of a usual length, each with where it begins and ends.

    Examples
    --------
    >>> [sentence for _, _, sentence in sentences_of("两融余额连续五日上升，再创新高。\n新高\nMargin debt rose again. It fell on Monday.")]
    ['两融余额连续五日上升，再创新高。', 'Margin debt rose again.', 'It fell on Monday.']
    """
    at = 0
    for match in [*_END.finditer(text), None]:
        end = len(text) if match is None else match.end()
        piece = text[at:end]
        sentence = " ".join(piece.split())
        if _FEWEST <= len(sentence) <= _MOST:
            yield at, end, sentence
        at = end
