"""The labelled claims beside the claims that we find in the whole articles.

A labelled claim is found if some claim of ours of the same sentence overlaps its text and, where the label has a number, has that number
printed in the same kind of unit; where it has none, the overlap is enough. White space is not compared, for copying breaks it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Kind

KINDS = {
    "yuan": Kind.MONEY, "元": Kind.MONEY, "USD": Kind.MONEY, "%": Kind.PERCENT, "bp": Kind.BASIS_POINT, "x": Kind.MULTIPLE, "points": Kind.POINTS, "months": Kind.DURATION,
    "years": Kind.DURATION, "rank": Kind.RANK, "ratio": Kind.RATIO,
}  # fmt: skip
PLAIN = ("companies", "sectors", "stocks", "million", "billion", "times", "t/yr", "yuan/t", "%/yr", "yuan/m3")
"""Units for which any kind will do."""


@dataclass(frozen=True)
class Labelled:
    """One row of the labelled claims, with the places of its sentence and text in the article."""

    id: str
    article: str
    sentence: tuple[int, int]
    texts: tuple[tuple[int, int], ...]
    values: frozenset[Decimal]
    unit: str
    row: dict[str, Any]

    @property
    def claim(self) -> dict[str, Any]:
        return self.row["claim"]

    @property
    def verdict(self) -> str:
        return self.row["label"]["verdict"]


def labelled(path: Path, originals: dict[str, str]) -> list[Labelled]:
    """Every labelled claim whose sentence stands in one of the articles."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        original = originals[row["seed"]]
        sentence = place_of(row["sentence"], original, 0, len(original))
        assert sentence is not None, row["id"]
        parts = [part.strip() for part in row["claim"]["text"].split("…")]
        texts = tuple(place for part in parts if part and (place := place_of(part, original, *sentence)) is not None) or (
            sentence,
        )
        values = numbers_of(row["claim"])
        found.append(Labelled(row["id"], row["seed"], sentence, texts, values, row["claim"]["unit"] or "", row))
    return found


def numbers_of(claim: dict[str, Any]) -> frozenset[Decimal]:
    """The numbers that a label prints as a quantity: not those of a date, a name or an order, nor the zero of "cleared to zero"."""
    value, unit = claim["value"], claim["unit"]
    if value in (None, 0) or unit in (None, "date") or ">" in str(value):
        return frozenset()
    return frozenset(Decimal(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", str(value)))


def place_of(part: str, text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a part stands in a text, whatever the white space."""
    pattern = r"\s*".join(re.escape(char) for char in re.sub(r"\s+", "", part))
    match = re.compile(pattern).search(text, start, end)
    return match.span() if match else None


def candidates(label: Labelled, article: Article, claims: Sequence[Claim]) -> list[Claim]:
    """Our claims that count as the labelled one, the best first."""
    found = []
    for claim in claims:
        start, end = article.span(claim.start, claim.end)
        if not (start < label.sentence[1] and label.sentence[0] < end):
            continue
        overlap = max(min(end, right) - max(start, left) for left, right in label.texts)
        if overlap <= 0 or (label.values and not same_number(label, claim)):
            continue
        named = any(
            word and word in f"{claim.subject} {claim.scope}" for word in re.split(r"[;；, ]+", label.claim["subject"] or "")
        )
        found.append((named, overlap - 0.1 * (end - start), claim))
    return [claim for *_, claim in sorted(found, key=lambda one: one[:2], reverse=True)]


def same_number(label: Labelled, claim: Claim) -> bool:
    """Whether a claim prints a number of the label in the same kind of unit."""
    if claim.figure is None or not {
        abs(claim.figure.value),
        *([claim.figure.upper] if claim.figure.upper is not None else []),
    } & set(label.values):
        return False
    return claim.figure.kind in set(kinds_of(label.unit)) if list(kinds_of(label.unit)) else True


def kinds_of(unit: str) -> Iterator[Kind]:
    """The kinds that a label's unit allows; none where it does not say."""
    if any(plain in unit for plain in PLAIN):
        return
    for word, kind in KINDS.items():
        if word in unit:
            yield kind
