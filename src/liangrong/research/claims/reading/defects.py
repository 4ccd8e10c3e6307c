"""What is wrong with a text beyond repair: figures that the page lost, dots where the rest was left out, as-of dates far apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Passage, Repair
from liangrong.research.claims.reading.days import days_of, is_impossible
from liangrong.research.claims.reading.mentions import mentions
from liangrong.research.claims.reading.numerals import ordinary
from liangrong.research.claims.reading.row_cells import cells_of
from liangrong.research.claims.reading.table_lines import blocks_of

__all__ = ["defects"]

_VERBS: Final = (
    r"(?:surg|jump|soar|climb|gain|advanc|increas|expand|rall(?:i)|tumbl|plung|drop|declin|slump|slid|decreas|shr(?:a|u)nk|narrow|widen|add|rais|total|reach|hit|exceed|account)"
    r"(?:ed|es|s|ing|ped|ping)?|rose|rises?|fell|falls?|grew|grows?|shrank|shrunk|hit|hits|lost|loses|saw|sees|sank|slid"
)
_ARTICLES: Final = (
    r"(?:a|an|the|its|their|his|about|around|over|nearly|approximately|roughly|almost|by|of|to|at|than|least|from|with|between)"
)
_LOST: Final = (
    re.compile(rf"\b(?:{_VERBS})(?:\s(?:by|to|a|an|its|the|at|from|of|for))?(?P<gap>[ \t]*\n\s*)(?=\S)", re.IGNORECASE),
    re.compile(rf"\b{_ARTICLES}(?P<gap>\s*\n\s*)(?=\S)", re.IGNORECASE),
    re.compile(rf"\b{_ARTICLES}(?P<gap>\s+)(?=[,.;:!?](?:\s|$))", re.IGNORECASE),
    re.compile(
        r"\b(?:a|an|the|its)\s(?:combined|total|staggering|whopping|estimated|additional|further|average|cumulative|annualized|year-on-year)(?P<gap>\s+)"
        r"(?=(?:in|of|from|by|on|to|for|during|after|following|since|as|and)\s)(?!(?:of|to|from|and)\s(?:a|an|the|all|its|nearly|about|\d))",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:rose|fell|surged|jumped|soared|climbed|dropped|plunged|increased|decreased|declined|grew|expanded|gained|totaled|reached)\s(?:by|to|at)(?P<gap>\s+)"
        r"(?=(?:in|from|after|following|since|as|on|during|over the|compared|year)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:of|to|by|at|reached|totaled|exceeded|over|nearly)(?P<gap>\s+)(?=(?:billion|million|trillion|percent|percentage points?|basis points?)\b)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?:达到|高达|增至|降至|升至|跌至|约为|仅为|合计为|占比为|余额为|报收于|收于|至约)(?P<gap>\s*)(?=[，。；,;](?!\d))"
    ),
    re.compile(
        r"(?:达到?|增至|降至|升至|跌至|为|约|增长了?|下降了?|上涨了?|余额)(?P<gap>\s*)(?=(?:万亿|亿|个百分点|%|％)(?:元|[，。,、；]))"
    ),
)
_DOTS: Final = re.compile(r"…+|\.{3,}|。{3,}")
_AS_OF: Final = re.compile(r"(?:截至|截止到?|截止于|\bas of\b|\bas at\b)\s{0,2}$", re.IGNORECASE)
_FAR: Final = 366
_EXCERPT: Final = 40


def defects(text: str, passages: Sequence[Passage]) -> Iterator[Repair]:
    """Everything that can only be reported, in no particular order."""
    for passage in passages:
        if passage.role == "furniture":
            continue
        yield from _stripped(passage)
        yield from _cut_off(passage)
        yield from _impossible(passage)
    yield from _fused(passages)
    for item in sorted({passage.item for passage in passages}):
        yield from _mixed(text, [passage for passage in passages if passage.item == item])


def _stripped(passage: Passage) -> Iterator[Repair]:
    seen: set[int] = set()
    for pattern in _LOST:
        for match in pattern.finditer(passage.text):
            place = match.start("gap")
            if place in seen:
                continue
            seen.add(place)
            start, end = passage.start + match.start(), passage.start + match.end("gap")
            shown = " ".join(passage.text[max(0, match.start() - _EXCERPT) : match.end("gap") + _EXCERPT].split())
            yield Repair(
                "stripped_figure", start, end, passage.text[match.start() : match.end("gap")], mended=False,
                note=Note(f"页面丢失了此处的数字：“{shown}”。", f"the page has lost the figure here: '{shown}'"),
            )  # fmt: skip


def _impossible(passage: Passage) -> Iterator[Repair]:
    for one in mentions(passage.text):
        if is_impossible(one):
            shown = passage.text[one.start : one.end]
            yield Repair(
                "impossible_date", passage.start + one.start, passage.start + one.end, shown, mended=False,
                note=Note(f"没有“{shown}”这一天。", f"there is no such day as '{shown}'"),
            )  # fmt: skip


def _fused(passages: Sequence[Passage]) -> Iterator[Repair]:
    """Rows whose cells had lost all that separated them."""
    texts = tuple(passage.text if passage.role == "row" else "" for passage in passages)
    for block in blocks_of(texts):
        for row in block.rows:
            cells = cells_of(texts[row], block.columns) or ()
            if not all(left[1] == right[0] for left, right in pairwise(cells)):
                continue
            passage = passages[row]
            shown = " | ".join(passage.text[start:end] for start, end in cells)
            yield Repair(
                "fused_cells", passage.start, passage.end, passage.text, mended=True,
                note=Note(f"表格的一行没有分隔，已按列分开：{shown}。", f"a row of a table without separators was cut by its columns: {shown}"),
            )  # fmt: skip


def _cut_off(passage: Passage) -> Iterator[Repair]:
    for match in _DOTS.finditer(passage.text):
        if passage.text[match.end() :].strip(" \t)]）”\"'") and not passage.text[: match.start()].strip():
            continue
        if match.end() < len(passage.text.rstrip(" \t)]）”\"'")):
            continue
        yield Repair(
            "cut_off", passage.start + match.start(), passage.start + match.end(), match[0], mended=False,
            note=Note("此处之后的内容未给出。", "what follows here was left out"),
        )  # fmt: skip


def _mixed(text: str, passages: Sequence[Passage]) -> Iterator[Repair]:
    """The oldest as-of date of a piece that also has one more than a year later."""
    days: list[tuple[date, int, int]] = []
    for passage in passages:
        if passage.role == "furniture":
            continue
        plain = ordinary(passage.text)
        for one in mentions(passage.text):
            if one.year is None or one.month is None or one.named:
                continue
            if passage.role == "row" or _AS_OF.search(plain[max(0, one.start - 8) : one.start]):
                found = days_of(one, None)
                if found is not None:
                    days.append((found.end, passage.start + one.start, passage.start + one.end))
    if not days or (max(days)[0] - min(days)[0]).days <= _FAR:
        return
    first, last = min(days), max(days)
    yield Repair(
        "mixed_dates", first[1], first[2], text[first[1] : first[2]], mended=False,
        note=Note(
            f"同一篇中的数据时点相差一年以上：{first[0]} 与 {last[0]}。",
            f"as-of dates in one document lie more than a year apart: {first[0]} and {last[0]}",
        ),
    )  # fmt: skip
