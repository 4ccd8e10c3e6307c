"""Lists of named figures inside a sentence: behind a colon (A 1.4, B 0.9), or day by day (1.2, 0.4 and 0.7 from Monday to Wednesday)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.reading.figures import figures_in

__all__ = ["Listed", "lists_in"]

_FEWEST: Final = 3
_NAME: Final = r"(?P<name>[A-Za-z\u3400-\u9fff][\w .&'’\-\u3400-\u9fff]{0,23}?)"
_FIRST: Final = re.compile(rf"[:：]\s*{_NAME}\s*$")
_NEXT: Final = re.compile(rf"^\s*(?:[,，、;；]\s*(?:and\s+|以及|和)?|and\s+|以及|和)\s*{_NAME}\s*$")
_WORDY: Final = re.compile(
    r"\b(?:was|were|is|are|of|from|to|rose|fell|for|total|average|up|down|all|with|by|or)\b|合计|共|平均|累计|增|减|升|降|占|较|为|至|从|日$",
    re.IGNORECASE,
)
_GAP: Final = re.compile(r"^\s*(?:[,，、]\s*(?:and\s+|和)?|and|和|及)\s*$")
_WHOLE: Final = re.compile(r"^\W*(?:Total|合计|总计|共计)\s*[:：为]?\s*$", re.IGNORECASE)
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday")
_SPAN_EN: Final = re.compile(rf"\bfrom (?P<from>{'|'.join(_DAYS)}) (?:to|through) (?P<to>{'|'.join(_DAYS)})\b", re.IGNORECASE)
_SPAN_ZH: Final = re.compile(r"(?:周|星期)(?P<from>[一二三四五])(?:至|到)(?:周|星期)?(?P<to>[一二三四五])")
_DIGITS: Final = re.compile(r"\d+(?:[.,]\d+)*")
_AMOUNTS: Final = (Kind.MONEY, Kind.SHARES, Kind.NUMBER, Kind.PERCENT)


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: what stands before it, its names and figures, and the total that follows at once, if one does."""

    passage: Passage
    head: str
    names: tuple[str, ...]
    figures: tuple[Figure, ...]
    total: Figure | None = None


def lists_in(article: Article) -> Iterator[Listed]:
    """Every list of at least three named figures of one kind."""
    for place, passage in enumerate(article.passages):
        if passage.role in ("row", "furniture") or len(_DIGITS.findall(passage.text)) < _FEWEST:
            continue
        figures = [one for one in figures_in(article, passage) if one.kind in _AMOUNTS and one.upper is None]
        if len(figures) < _FEWEST:
            continue
        behind = article.passages[place + 1] if place + 1 < len(article.passages) else None
        yield from _named(article, passage, figures, behind)
        yield from _daily(article, passage, figures)


def _named(article: Article, passage: Passage, figures: Sequence[Figure], behind: Passage | None) -> Iterator[Listed]:
    names: list[str] = []
    run: list[Figure] = []
    head = ""
    for place, figure in enumerate(figures):
        before = article.text[figures[place - 1].end if place else passage.start : figure.start]
        follows = _NEXT.match(before) if run and run[-1].kind is figure.kind else None
        if follows is not None and not _WORDY.search(follows["name"]):
            names.append(follows["name"].strip())
            run.append(figure)
            continue
        if len(run) >= _FEWEST and len(set(names)) == len(names):
            yield Listed(passage, head, tuple(names), tuple(run), _total(article, run, behind))
        first = _FIRST.search(before)
        starts = first is not None and not _WORDY.search(first["name"])
        names, run = ([first["name"].strip()], [figure]) if first is not None and starts else ([], [])
        head = before[: first.start()] if first is not None else ""
    if len(run) >= _FEWEST and len(set(names)) == len(names):
        yield Listed(passage, head, tuple(names), tuple(run), _total(article, run, behind))


def _total(article: Article, run: Sequence[Figure], behind: Passage | None) -> Figure | None:
    if behind is None:
        return None
    found = figures_in(article, behind)
    if len(found) == 1 and found[0].kind is run[0].kind and _WHOLE.match(article.text[behind.start : found[0].start]):
        return found[0]
    return None


def _daily(article: Article, passage: Passage, figures: Sequence[Figure]) -> Iterator[Listed]:
    """As many figures in a row as there are days in the span that the sentence names."""
    spans = [(_DAYS.index(match["from"].lower()), _DAYS.index(match["to"].lower())) for match in _SPAN_EN.finditer(passage.text)]
    spans += [("一二三四五".index(match["from"]), "一二三四五".index(match["to"])) for match in _SPAN_ZH.finditer(passage.text)]
    if len(spans) != 1:
        return
    days = _DAYS[spans[0][0] : spans[0][1] + 1]
    run = [figures[0]]
    runs = [run]
    for before, figure in pairwise(figures):
        if figure.kind is before.kind and _GAP.match(article.text[before.end : figure.start]):
            run.append(figure)
        else:
            run = [figure]
            runs.append(run)
    fitting = [one for one in runs if len(one) == len(days) >= _FEWEST]
    if len(fitting) == 1:
        head = article.text[passage.start : fitting[0][0].start]
        yield Listed(passage, head, days, tuple(fitting[0]))
