"""How well found claims agree with labels: confusion, precision, recall, F1 with an interval, and what of the planted was found."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from claims.labels import Labelled
from claims.matching import Row

__all__ = ["CLASSES", "Pair", "Score", "interval", "macro_f1", "pairs", "score"]

CLASSES: Final = ("supported", "refuted", "not_checkable")
SEED, RESAMPLES = 20_261_122, 2_000


@dataclass(frozen=True)
class Pair:
    """A label and the found claim that answers it; a claim that was not extracted counts as not checkable."""

    label: Labelled
    row: Row | None

    @property
    def found(self) -> str:
        """The coarse label that was found."""
        return str(self.row["support"]) if self.row else "not_checkable"

    @property
    def typed(self) -> bool:
        """Whether a planted defect was found under one of its right types."""
        if self.row is None or self.found != "refuted":
            return False
        return bool(set(self.label.error_types) & set(self.row["error_types"]))


@dataclass(frozen=True)
class Score:
    """All figures of one set.

    Parameters
    ----------
    confusion
        How many labels of a class (first) were found in a class (second).
    by_class
        Precision, recall and F1 of each class.
    macro_interval
        95 %, documents drawn with replacement; ``claim_interval`` draws claims.
    planted
        Of each kind of planted defect: how many there are, are refuted, are refuted under a right type.
    false_alarms
        True claims called false.
    unfounded
        Undecided claims called false.
    missed
        Claims that were not extracted.
    """

    labels: int
    extracted: int
    confusion: dict[tuple[str, str], int]
    by_class: dict[str, tuple[float, float, float]]
    macro: float
    macro_interval: tuple[float, float]
    claim_interval: tuple[float, float]
    planted: dict[str, tuple[int, int, int]]
    false_alarms: tuple[Pair, ...]
    unfounded: tuple[Pair, ...]
    missed: tuple[Pair, ...]
    disagreements: tuple[Pair, ...]

    @property
    def recall(self) -> float:
        """The share of labelled claims that were extracted."""
        return self.extracted / self.labels

    def as_dict(self) -> dict[str, Any]:
        """All figures, for JSON."""
        return {
            "labels": self.labels,
            "extraction_recall": self.recall,
            "confusion": {f"{row}>{column}": self.confusion[row, column] for row in CLASSES for column in CLASSES},
            "by_class": {name: dict(zip(("precision", "recall", "f1"), of, strict=True)) for name, of in self.by_class.items()},
            "macro_f1": self.macro,
            "macro_f1_95_by_document": self.macro_interval,
            "macro_f1_95_by_claim": self.claim_interval,
            "planted": {kind: dict(zip(("planted", "refuted", "typed"), of, strict=True)) for kind, of in self.planted.items()},
            "true_called_false": [pair.label.id for pair in self.false_alarms],
            "undecided_called_false": [pair.label.id for pair in self.unfounded],
            "not_extracted": [pair.label.id for pair in self.missed],
        }


def pairs(labels: Iterable[Labelled], found: Mapping[str, Row | None]) -> list[Pair]:
    """Each label with its answer."""
    return [Pair(label, found[label.id]) for label in labels]


def score(given: Sequence[Pair], *, seed: int = SEED, resamples: int = RESAMPLES) -> Score:
    """All figures of a set of pairs."""
    confusion = _confusion(given)
    planted: dict[str, tuple[int, int, int]] = {}
    for kind in sorted({pair.label.kind for pair in given if pair.label.support == "refuted"}):
        of = [pair for pair in given if pair.label.kind == kind and pair.label.support == "refuted"]
        planted[kind] = (len(of), sum(pair.found == "refuted" for pair in of), sum(pair.typed for pair in of))
    return Score(
        labels=len(given),
        extracted=sum(pair.row is not None for pair in given),
        confusion=confusion,
        by_class={name: _measures(confusion, name) for name in CLASSES},
        macro=macro_f1(given),
        macro_interval=interval(given, by="document", seed=seed, resamples=resamples),
        claim_interval=interval(given, by="claim", seed=seed, resamples=resamples),
        planted=planted,
        false_alarms=tuple(pair for pair in given if (pair.label.support, pair.found) == ("supported", "refuted")),
        unfounded=tuple(pair for pair in given if (pair.label.support, pair.found) == ("not_checkable", "refuted")),
        missed=tuple(pair for pair in given if pair.row is None),
        disagreements=tuple(pair for pair in given if pair.label.support != pair.found),
    )


def macro_f1(given: Iterable[Pair]) -> float:
    """The mean F1 of the classes that are labelled or found at all."""
    confusion = _confusion(given)
    present = [name for name in CLASSES if any(name in cell and count for cell, count in confusion.items())]
    return sum(_measures(confusion, name)[2] for name in present) / len(present)


def interval(given: Sequence[Pair], *, by: str, seed: int, resamples: int) -> tuple[float, float]:
    """The middle 95 % of the macro-F1 of resamples, drawn by ``document`` or by ``claim``."""
    groups: dict[str, list[Pair]] = {}
    for pair in given:
        groups.setdefault(pair.label.text if by == "document" else pair.label.id, []).append(pair)
    drawn = random.Random(seed)
    names = sorted(groups)
    scores = sorted(
        macro_f1([pair for name in drawn.choices(names, k=len(names)) for pair in groups[name]]) for _ in range(resamples)
    )
    return scores[int(0.025 * resamples)], scores[int(0.975 * resamples)]


def _confusion(given: Iterable[Pair]) -> dict[tuple[str, str], int]:
    counted = Counter((pair.label.support, pair.found) for pair in given)
    return {(row, column): counted[row, column] for row in CLASSES for column in CLASSES}


def _measures(confusion: Mapping[tuple[str, str], int], name: str) -> tuple[float, float, float]:
    right = confusion[name, name]
    labelled = sum(confusion[name, column] for column in CLASSES)
    found = sum(confusion[row, name] for row in CLASSES)
    precision = right / found if found else 0.0
    recall = right / labelled if labelled else 0.0
    return precision, recall, 2 * right / (labelled + found) if labelled + found else 0.0
