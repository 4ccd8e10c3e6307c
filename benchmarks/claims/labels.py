"""Labelled claims and the texts they stand in: our own, and the reference set beside the project."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from liangrong.research.claims.judgement import Verdict

__all__ = ["HERE", "SETS", "Labelled", "Text", "claims_set", "documents", "own", "reference"]

HERE: Final = Path(__file__).parent
SETS: Final = ("reference", "dev", "held_out")
"""The names of the three sets; nobody looks at ``held_out`` while mending the checker."""


@dataclass(frozen=True)
class Text:
    """A text with labelled claims in it.

    Parameters
    ----------
    published
        The day of the text, where it is known from elsewhere than the text itself.
    figures
        What others published, for the checker to hold it against.
    """

    name: str
    text: str
    published: date | None = None
    figures: Path | None = None


@dataclass(frozen=True)
class Labelled:
    """One claim with its label.

    Parameters
    ----------
    start, end, sentence_start, sentence_end
        Where the claim and its sentence stand in the text.
    values
        The printed values that it may be known by; empty for a claim in words.
    kind
        What it examines; of the reference set: its verdict.
    """

    id: str
    text: str
    start: int
    end: int
    sentence_start: int
    sentence_end: int
    sentence: str
    claim: str
    values: tuple[Decimal, ...]
    unit: str
    direction: str
    verdict: str
    support: str
    error_types: tuple[str, ...]
    kind: str
    reason: str


def claims_set(name: str, shared: Path) -> tuple[list[Text], list[Labelled]]:
    """The texts and the labels of a set."""
    return reference(shared) if name == "reference" else own(name, shared)


def documents(split: str) -> Iterator[dict[str, Any]]:
    """The documents of a split with their labels, as they are written down; a file for each hand."""
    for path in sorted((HERE / split).glob("*.jsonl")):
        yield from _lines(path)


def own(split: str, shared: Path) -> tuple[list[Text], list[Labelled]]:
    """Our own documents of a split, with their labels; without those that repeat published figures which lie beside the project, where they do not."""
    beside = _published(shared)
    rows = [row for row in documents(split) if row["figures"] != "reference" or beside.exists()]
    return [_text(row, beside) for row in rows], [
        _own(row, label, number) for row in rows for number, label in enumerate(row["labels"], start=1)
    ]


def reference(shared: Path) -> tuple[list[Text], list[Labelled]]:
    """The five articles and the claims labelled in them; claims are found again whatever blanks stand between."""
    figures = _published(shared)
    articles = sorted((shared / "articles").glob("*.txt"))
    texts = {path.name: Text(path.name, path.read_text(encoding="utf-8"), figures=figures) for path in articles}
    labels = []
    for row in _lines(shared / "reference" / "claims_dev.jsonl"):
        text = texts[row["seed"]].text
        first, last = _found(row["sentence"], text, 0, len(text))
        start, end = _found(row["claim"]["text"], text, first, last)
        labels.append(_of_reference(row, (first, last), (start, end)))
    return list(texts.values()), labels


def _published(shared: Path) -> Path:
    return shared / "reference" / "published_figures.csv"


def _text(row: dict[str, Any], beside: Path) -> Text:
    figures = beside if row["figures"] == "reference" else HERE / "figures" / f"{row['figures']}.csv"
    return Text(row["id"], row["text"], date.fromisoformat(row["published"]), figures)


def _own(document: dict[str, Any], label: dict[str, Any], number: int) -> Labelled:
    text, (first, last) = document["text"], label["sentence"]
    return Labelled(
        id=f"{document['id']}-{number:02d}",
        text=document["id"],
        start=label["start"],
        end=label["end"],
        sentence_start=first,
        sentence_end=last,
        sentence=text[first:last],
        claim=text[label["start"] : label["end"]],
        values=_values(label.get("value")),
        unit=label.get("unit", ""),
        direction=label.get("direction", ""),
        verdict=label["verdict"],
        support=Verdict(label["verdict"]).support,
        error_types=tuple(label.get("error_types", ())),
        kind=label["kind"],
        reason=label["reason"],
    )


def _of_reference(row: dict[str, Any], sentence: tuple[int, int], place: tuple[int, int]) -> Labelled:
    claim, label = row["claim"], row["label"]
    return Labelled(
        id=row["id"],
        text=row["seed"],
        start=place[0],
        end=place[1],
        sentence_start=sentence[0],
        sentence_end=sentence[1],
        sentence=row["sentence"],
        claim=claim["text"],
        values=_values(claim["value"]),
        unit=claim["unit"] or "",
        direction=claim["direction"] or "",
        verdict=label["verdict"],
        support=label["support"],
        error_types=tuple(label["error_types"]),
        kind=label["verdict"],
        reason=label["reason"],
    )


def _values(value: float | str | None) -> tuple[Decimal, ...]:
    """The numbers of a label: ``4.8``, ``"8; 3"``, ``"1-2"``, ``"50%->2"``; none of a label in words."""
    if value is None:
        return ()
    if not isinstance(value, str):
        return (abs(Decimal(str(value))),)
    bare = value
    for mark in ("->", "..", ";", "-", ":", "%", "x"):
        bare = bare.replace(mark, " ")
    found = []
    for word in bare.split():
        try:
            found.append(Decimal(word))
        except InvalidOperation:
            return ()
    return tuple(found)


def _found(part: str, text: str, first: int, last: int) -> tuple[int, int]:
    """Where a part stands in a stretch of text, blanks aside; of a part with an ellipsis, from its beginning to its end.

    Raises
    ------
    ValueError
        It does not stand there.
    """
    places = [at for at in range(first, last) if not text[at].isspace()]
    bare = "".join(text[at] for at in places)
    pieces = ["".join(piece.split()) for piece in part.split("…")] if " … " in part else ["".join(part.split())]
    start = bare.find(pieces[0])
    end = bare.find(pieces[-1], start) + len(pieces[-1])
    if start < 0 or end < len(pieces[-1]):
        raise ValueError(f"not in the text: {part}")
    return places[start], places[end - 1] + 1


def _lines(path: Path) -> Iterable[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)
