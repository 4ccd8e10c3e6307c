"""A call: what somebody expects of an instrument, as printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, TypeAlias

__all__ = ["Call", "Direction", "Horizon", "Level", "Strength"]

Direction: TypeAlias = Literal["up", "down", "range", "volatile", ""]
"""``range``: it stays where it is (震荡); ``volatile``: it moves widely (宽幅震荡); empty: the note expects nothing that can be scored."""
Strength: TypeAlias = Literal["strong", "plain", "leaning", ""]
"""``leaning``: 震荡偏强, strongly volatile, slightly bullish: a range that leans to one side."""
Horizon: TypeAlias = Literal["short", "medium", "long", ""]


@dataclass(frozen=True, slots=True)
class Level:
    """A price that a note names.

    Parameters
    ----------
    kind
        ``range``, ``above``, ``below``, ``support``, ``resistance`` or ``target``.
    low, high
        The bounds; ``None`` where there is none: ``above`` has a ``low`` alone, ``below`` a ``high`` alone.
    text
        As printed.
    """

    kind: Literal["range", "above", "below", "support", "resistance", "target"]
    low: Decimal | None
    high: Decimal | None
    unit: str
    text: str

    def row(self) -> dict[str, Any]:
        """As JSON holds it."""
        return {
            "kind": self.kind,
            "low": None if self.low is None else f"{self.low:f}",
            "high": None if self.high is None else f"{self.high:f}",
            "unit": self.unit,
            "text": self.text,
        }

    @classmethod
    def of(cls, row: dict[str, Any]) -> Level:
        """The reverse of ``row``."""
        low, high = (None if row[name] is None else Decimal(row[name]) for name in ("low", "high"))
        return cls(row["kind"], low, high, row["unit"], row["text"])


@dataclass(frozen=True, slots=True)
class Call:
    """One row of a strategy note.

    Parameters
    ----------
    author
        Who says so: the source of the document, or the byline above the note.
    said_on
        The day of the note; ``None`` where nothing says.
    sector
        The heading under which it stands; empty where there is none.
    sentence
        What decided about the call, as printed; of a table its row.
    """

    author: str
    said_on: date | None
    sector: str
    instrument: str
    call: Direction
    strength: Strength = ""
    horizon: Horizon = ""
    levels: tuple[Level, ...] = ()
    unit: str = ""
    sentence: str = ""

    @property
    def support(self) -> Decimal | None:
        """The highest price from below that the note names as a floor: support, or the lower end of a range."""
        lows = [level.low for level in self.levels if level.kind in ("support", "range") and level.low is not None]
        return max(lows, default=None)

    @property
    def resistance(self) -> Decimal | None:
        """The lowest price from above that the note names as a lid: resistance, or the upper end of a range."""
        highs = [level.high for level in self.levels if level.kind in ("resistance", "range") and level.high is not None]
        return min(highs, default=None)
