"""A scenario: what is supposed to happen to a market, step after step, and how the next session starts from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from liangrong.book.marks import MarkTable
from liangrong.core.results import Note
from liangrong.stress.scenarios.prices import within_limits

__all__ = ["Scenario", "Step"]


class Step(Protocol):
    """One supposition: a frozen dataclass."""

    @property
    def spelling(self) -> str:
        """How it is written on the command line."""

    @property
    def story(self) -> Note:
        """What it supposes, for a reader."""

    @property
    def assumptions(self) -> Mapping[str, str]:
        """Its parameters by name, as they are printed with every result."""

    def change(self, market: MarkTable, /) -> MarkTable:
        """The market after it.

        Raises
        ------
        UnknownName
            The market has no security, industry or board of the name that is meant.
        """

    def notes(self, market: MarkTable, /) -> tuple[Note, ...]:
        """What of it this market does not know, and what is taken instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Suppositions, made one after the other.

    Without ``limited`` it says where prices have come to, over sessions that it does not count: price limits stop nothing,
    and the next session starts from the new prices, where everything may be sold. With it, it is one session: prices stop at the
    limits of their boards, and what stands at its lower limit finds no buyer.

    Parameters
    ----------
    name
        Its spelling, or its name in the catalogue.
    limited
        Whether the price limits of one session hold.

    Examples
    --------
    >>> from liangrong.stress.scenarios.moves import PriceMove
    >>> fall = Scenario(name="market:-0.1", story=Note("下跌", "a fall"), steps=(PriceMove(move=-0.1),))
    >>> fall.then(Scenario(name="limits", story=Note("限价", "limits"), limited=True)).name
    'market:-0.1+limits'
    """

    name: str
    story: Note
    steps: tuple[Step, ...] = ()
    limited: bool = False

    def change(self, market: MarkTable) -> MarkTable:
        """The market after all of it; prices are whole 厘, never below one.

        Raises
        ------
        UnknownName
            The market has no security, industry or board of a name that is meant.
        """
        moved = market
        for step in self.steps:
            moved = step.change(moved)
        if self.limited:
            return replace(within_limits(market, moved), previous_close=market.price)
        return replace(moved, previous_close=moved.price)

    def then(self, other: Scenario) -> Scenario:
        """Both as one, the other after this; the price limits, where either minds them, bound the whole."""
        return Scenario(
            name=f"{self.name}+{other.name}",
            story=Note(f"{self.story.zh}；{other.story.zh}", f"{self.story.en}; {other.story.en}"),
            steps=(*self.steps, *other.steps),
            limited=self.limited or other.limited,
        )

    @property
    def assumptions(self) -> dict[str, str]:
        """All parameters, ``step.parameter`` to value; a step that occurs twice is numbered."""
        found: dict[str, str] = {}
        kinds = [type(step).__name__ for step in self.steps]
        for place, (kind, step) in enumerate(zip(kinds, self.steps, strict=True)):
            number = f" {kinds[: place + 1].count(kind)}" if kinds.count(kind) > 1 else ""
            found |= {f"{kind}{number}.{name}": value for name, value in step.assumptions.items()}
        return {**found, "price_limits": "on" if self.limited else "off"}

    def notes(self, market: MarkTable) -> tuple[Note, ...]:
        """What of it a market does not know, and what is taken instead; each said once."""
        return tuple(dict.fromkeys(note for step in self.steps for note in step.notes(market)))
