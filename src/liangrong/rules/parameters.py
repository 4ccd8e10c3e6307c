"""What a rule of the book consists of: a named parameter and its dated values, each with its citation.

Data only; how a value is found on a day stands in ``rulebook``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from liangrong.rules.events import Confidence

__all__ = [
    "ASSET_CLASSES",
    "INVESTORS",
    "VENUES",
    "DatedValue",
    "Dimension",
    "Investor",
    "OnRollover",
    "Parameter",
    "Reach",
    "Scalar",
    "Tighter",
    "UnitName",
    "Value",
    "Venue",
]

Venue: TypeAlias = Literal["SSE", "SZSE", "BSE"]
Investor: TypeAlias = Literal["general", "private_fund"]
VENUES: Final[tuple[Venue, ...]] = ("SSE", "SZSE", "BSE")
INVESTORS: Final[tuple[Investor, ...]] = ("general", "private_fund")
ASSET_CLASSES: Final = (
    "cash", "index_a_share", "other_a_share", "etf", "treasury", "cash_product", "other_fund_or_bond",
    "warrant", "risk_warned", "suspended_listing", "delisting", "high_pe",
)  # fmt: skip
"""Classes of collateral that the conversion-ratio caps tell apart (SSE rules, the chapter on collateral)."""

Scalar: TypeAlias = Decimal | int | bool | date | str | None
"""One value. ``None``: no number is in force, because the rule leaves it to the contract or was abolished."""

Value: TypeAlias = Scalar | Mapping[str, Scalar] | tuple[Mapping[str, Scalar], ...]
"""A scalar; one scalar for each key of the parameter's dimension; or tiers, as rows of scalars."""

UnitName: TypeAlias = Literal[
    "ratio", "per_year", "per_day", "days", "sessions", "months", "yuan", "shares", "count", "date", "flag", "choice", "tiers",
]  # fmt: skip

Dimension: TypeAlias = Literal["investor", "asset_class", "member"]
"""What the keys of a keyed value are. ``member``: parts of a rule that belong together under one name."""

Tighter: TypeAlias = Literal["higher", "lower", "fixed", "free"]
"""In which direction a broker may depart from the value: upwards only, downwards only, not at all, or as it likes."""

Reach: TypeAlias = Literal["all", "new_contracts", "new_and_agreed"]
"""Whom a change reaches on its first day: all contracts, those opened from then on, or also those where broker and
client agree (新老划断)."""

OnRollover: TypeAlias = Literal["keep", "adopt", "by_agreement"]
"""What a contract opened before the change does when it is rolled over (展期) afterwards."""


@dataclass(frozen=True, slots=True)
class DatedValue:
    """A value from its first session in force until the next one of the same venue.

    Parameters
    ----------
    start
        First session in force.
    value
        See ``Value``.
    venues
        Exchanges where it is in force.
    applies_to, on_rollover
        Whom the change reaches at once, and what an older contract does when it is rolled over.
    citation
        Document and article.
    confidence, rollover_confidence
        How sure the value, and separately its rollover behaviour, is.
    announced
        When it was published, where known.
    authority
        Whose word it is where it is not the folder of its parameter: ``pack:NAME`` or ``reform``.
    end
        First session on which it no longer holds although nothing follows it; ``None``, as always in the book: it holds on.
    """

    start: date
    value: Value
    venues: tuple[Venue, ...]
    applies_to: Reach
    on_rollover: OnRollover
    citation: str
    confidence: Confidence
    rollover_confidence: Confidence
    announced: date | None = None
    note_zh: str = ""
    note_en: str = ""
    authority: str = ""
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A rule with a name and a history.

    Parameters
    ----------
    name
        As in the glossary; also the name of its file.
    authority
        The folder it lies in: ``csrc``, ``exchanges``, ``csf`` or ``brokers`` (common practice, no law).
    unit
        Ratios are 1.30, never 130.
    tighter
        In which direction a broker pack may depart from it.
    by
        What the keys of its values are; ``None`` for plain scalars.
    bounded_by
        Name of the parameter of the law that bounds this one of practice, in the direction of ``tighter``.
    aliases
        Other names that find it, such as ``defaults.call``.
    values
        Oldest first.
    """

    name: str
    title_zh: str
    title_en: str
    authority: str
    unit: UnitName
    tighter: Tighter
    values: tuple[DatedValue, ...]
    by: Dimension | None = None
    bounded_by: str | None = None
    aliases: tuple[str, ...] = field(default=())

    @property
    def start(self) -> date:
        """The first session on which it says anything anywhere."""
        return self.values[0].start

    @property
    def venues(self) -> tuple[Venue, ...]:
        """The exchanges on which it ever says anything."""
        return tuple(venue for venue in VENUES if any(venue in dated.venues for dated in self.values))

    @property
    def keys(self) -> tuple[str, ...]:
        """The investor classes, asset classes or members that it tells apart, in the order of the file; else nothing."""
        return tuple(dict.fromkeys(key for dated in self.values if isinstance(dated.value, Mapping) for key in dated.value))

    def history(self, venue: Venue, key: str | None = None) -> tuple[DatedValue, ...]:
        """Its values on one exchange, oldest first; with ``key``, only those that say something new of that key."""
        found: list[DatedValue] = []
        for dated in self.values:
            if venue not in dated.venues:
                continue
            if key is not None:
                if not isinstance(dated.value, Mapping) or key not in dated.value:
                    continue
                if found and _restates(found[-1], dated, key):
                    continue
            found.append(dated)
        return tuple(found)

    def is_tighter(self, value: Scalar, than: Scalar) -> bool:
        """Whether a value binds more than another; where no number is in force, any number binds more.

        Never true where the parameter knows no direction.
        """
        if value is None or self.tighter not in ("higher", "lower"):
            return False
        if than is None:
            return True
        larger: Any = value
        return bool(larger > than if self.tighter == "higher" else larger < than)


def _restates(earlier: DatedValue, later: DatedValue, key: str) -> bool:
    """Whether a value only repeats that of a key, because it changes others; one that newly reaches all contracts does not."""
    assert isinstance(earlier.value, Mapping)
    assert isinstance(later.value, Mapping)
    reaches_more = later.applies_to == "all" and earlier.applies_to != "all"
    return earlier.value[key] == later.value[key] and not reaches_more
