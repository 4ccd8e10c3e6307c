"""What a document says, as the corpus keeps it: its title and day, the entities it names, its claims and its calls; found by ``annotating.py``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import TypeAlias

from liangrong.research.documents.calls.call import Call
from liangrong.research.documents.document import New

__all__ = ["Annotation", "Annotator", "Said"]


@dataclass(frozen=True, slots=True)
class Said:
    """One claim, as the corpus keeps it.

    Parameters
    ----------
    printed
        The figure as it stands in the text; empty for a claim in words.
    value, upper, unit
        The printed number, the other end of a range, and the unit.
    low, high
        Where the true value may lie if the author is right, in the base unit (yuan, a pure ratio, pieces); ``None`` is no bound.
        Falls and outflows are negative. Both ``None`` where there is no figure.
    start, end
        The period; ``None`` where the text does not say.
    """

    sentence: str
    text: str
    metric: str
    aspect: str
    scope: str
    subject: str
    nature: str
    direction: str
    printed: str = ""
    value: str | None = None
    upper: str | None = None
    unit: str = ""
    kind: str = ""
    low: Fraction | None = None
    high: Fraction | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Annotation:
    """What was found in a document.

    Parameters
    ----------
    entities
        Scopes as ``liangrong show`` spells them, or names as printed, with how often each is named.
    """

    title: str = ""
    published: date | datetime | None = None
    entities: tuple[tuple[str, int], ...] = ()
    claims: tuple[Said, ...] = ()
    calls: tuple[Call, ...] = ()


Annotator: TypeAlias = Callable[[New], Annotation]
