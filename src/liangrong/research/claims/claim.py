"""A claim: something that a text says is so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from liangrong.research.claims.article import Passage
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.period import Period

__all__ = ["Aspect", "Claim", "Direction", "Nature"]


class Aspect(StrEnum):
    """What of a metric is claimed."""

    LEVEL = "level"
    CHANGE = "change"
    """An absolute difference over the period."""
    GROWTH = "growth"
    """A relative difference over the period."""
    SHARE = "share"
    """A part of a whole."""
    MEAN = "mean"
    COUNT = "count"
    """How many of a group; ``threshold`` says which of them."""
    RANK = "rank"
    ORDER = "order"
    """Several subjects, said to be in order of the metric."""
    CROSSING = "crossing"
    """At or above a level, perhaps for the first time: ``first`` says so."""
    RECORD = "record"
    STREAK = "streak"
    """So many in a row."""
    SIGN = "sign"
    """Up or down, in or out, without a size."""
    RELATION = "relation"
    """More, less or near something else, without a size."""
    DATE = "date"
    """That something happened, or holds, on a day."""
    FORMULA = "formula"
    """That one printed figure follows from another: 50% margin leads to 2 times leverage."""
    RULE = "rule"
    """What a rule says or does, with or without a figure."""
    STATEMENT = "statement"
    """Anything else."""


class Nature(StrEnum):
    """What kind of saying it is; only a fact can be true or false."""

    FACT = "fact"
    OPINION = "opinion"
    """A judgement, an explanation, a hypothesis."""
    FORECAST = "forecast"
    ADVICE = "advice"


Direction = Literal["up", "down", "in", "out", "near", "above", "below", "equal", ""]


@dataclass(frozen=True)
class Claim:
    """One claim; most have one figure, some have none.

    Parameters
    ----------
    number
        Its place among the claims of the article, from 0.
    passage
        Where it is said.
    start, end, text
        The clause that says it, in ``Article.text``.
    figure
        The figure; ``None`` for a claim in words.
    metric
        A measure as ``liangrong show`` names it, or a name of ``extract/vocabulary``; empty where the text does not say.
    aspect
        What of the metric.
    scope
        A scope as ``liangrong show`` spells it (``market``, ``board:chinext``, ``industry:sw1:电子``, ``security:300502.SZ``); empty where the
        subject is none of the margin market's.
    subject
        The subject as printed.
    period
        When; ``None`` where the text does not say and nothing could be carried over.
    base
        The day or period that the claim compares with, where it names one.
    reference
        What it is compared with in words (the 2015 peak, the A-share mean, the prior session).
    threshold
        Of a count: above which figure.
    group
        Claims that stand in one list (``respectively``, 分别) share a number from 1; ``place`` is the place in the list.
    first, record
        Whether it says "for the first time", "a record".
    stripped
        Whether a figure ought to stand here and the page lost it.
    ambiguous
        Other metrics that the printed name may mean ("margin balance": financing or total), the likeliest being ``metric``.
    """

    number: int
    passage: Passage
    start: int
    end: int
    text: str
    figure: Figure | None = None
    metric: str = ""
    aspect: Aspect = Aspect.STATEMENT
    scope: str = ""
    subject: str = ""
    period: Period | None = None
    base: Period | None = None
    reference: str = ""
    threshold: Figure | None = None
    direction: Direction = ""
    nature: Nature = Nature.FACT
    attribution: str = ""
    group: int = 0
    place: int = 0
    first: bool = False
    record: bool = False
    stripped: bool = False
    ambiguous: tuple[str, ...] = ()

    @property
    def prints_day(self) -> bool:
        """Whether its own clause prints the one day that it is of."""
        return self.period is not None and self.period.is_day and self.period.at != (-1, -1)

    @property
    def signed(self) -> int:
        """-1 where the direction says that a printed positive figure is a fall or an outflow, else 1."""
        return -1 if self.direction in ("down", "out") else 1
