"""Which published figures an article may have printed itself: those prove nothing about it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from pathlib import PurePath
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.desk import PublishedFigure

__all__ = ["own_sources"]

_NUMBER: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_TELLING: Final = 3
"""Digits without which a number may stand in any text."""
_ENOUGH: Final = 10
"""So many figures of one source in a text are its own print, and no report on a table of somebody else's."""
_MOST: Final = Fraction(3, 4)
"""Share of the source's figures that must stand there."""


def own_sources(article: Article, figures: Iterable[PublishedFigure]) -> frozenset[str]:
    """The sources that are this article: by name, or because most of their figures, and at least ten, stand in it digit by digit.

    Units do not matter: 161.43 billion and 1,614.3 亿 are the same digits.
    """
    by_source: dict[str, list[PublishedFigure]] = {}
    for figure in figures:
        if figure.source:
            by_source.setdefault(figure.source, []).append(figure)
    named = {source for source in by_source if _file(source) == _file(article.name)}
    printed = {_digits(number) for number in _NUMBER.findall(article.text)}
    return frozenset(named | {source for source, own in by_source.items() if source not in named and _stands_in(own, printed)})


def _stands_in(figures: list[PublishedFigure], printed: set[str]) -> bool:
    digits = [
        found for figure in figures if (number := _NUMBER.search(figure.shown)) and len(found := _digits(number[0])) >= _TELLING
    ]
    standing = sum(number in printed for number in digits)
    return standing >= _ENOUGH and standing >= _MOST * len(digits)


def _digits(number: str) -> str:
    return number.replace(",", "").replace(".", "").strip("0")


def _file(name: str) -> str:
    return PurePath(name).name.casefold()
