"""What a deep report may be about: one of the balances, the side of the market it stands for, and the decrees that concern it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.rotation.balances import MEASURES as BY_SECURITY
from liangrong.analytics.shorts.trend import concerns_shorts
from liangrong.core.errors import UnknownName
from liangrong.rules.events import PolicyEvent, events

__all__ = ["Side", "Subject", "decrees", "subject_of"]

Side: TypeAlias = Literal["short", "financing", "both"]

_SIDES: Final[dict[str, Side]] = {"short_balance": "short", "financing_balance": "financing", "margin_trading_balance": "both"}
_BOTH: Final = re.compile("融资融券")
_FINANCING: Final = re.compile("融资")


@dataclass(frozen=True, slots=True)
class Subject:
    """A balance with its names and its side."""

    measure: str
    side: Side

    @property
    def zh(self) -> str:
        """Its Chinese name."""
        return MEASURES[self.measure].zh

    @property
    def en(self) -> str:
        """Its English name."""
        return MEASURES[self.measure].en

    @property
    def over_float(self) -> str:
        """The measure that sets it against the float cap."""
        return f"{self.measure}_to_float_cap"


def subject_of(name: str) -> Subject:
    """The balance called ``name``, by its name or its Chinese or English label.

    Raises
    ------
    UnknownName
        It is none of the balances.

    Examples
    --------
    >>> subject_of("融券余额").measure
    'short_balance'
    """
    asked = name.strip().lower()
    for measure in BY_SECURITY:
        if asked in (measure, MEASURES[measure].zh, MEASURES[measure].en.lower(), measure.replace("_", " ")):
            return Subject(measure, _SIDES[measure])
    raise UnknownName(kind="measure", name=name, known=", ".join(f"{each} ({MEASURES[each].zh})" for each in BY_SECURITY))


def decrees(subject: Subject) -> tuple[PolicyEvent, ...]:
    """The policy events that concern a balance, oldest first: those on its side alone, or all for both sides."""
    if subject.side == "both":
        return events()
    if subject.side == "short":
        return tuple(event for event in events() if concerns_shorts(event))
    return tuple(event for event in events() if _FINANCING.search(_BOTH.sub("", event.title_zh)) and not concerns_shorts(event))
