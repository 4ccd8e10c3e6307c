"""An account as a file gives it, before the market and the rulebook complete it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from liangrong.accounts.events import Event
from liangrong.accounts.state import CreditAccount
from liangrong.core.results import Note
from liangrong.rules.parameters import Scalar

__all__ = ["AccountEntry", "GivenMark"]


@dataclass(frozen=True, slots=True)
class GivenMark:
    """What the file says of a security; ``None`` where it says nothing and the store or the rulebook must.

    Same fields and units as ``marks.Mark``.
    """

    price: Decimal | None = None
    conversion_ratio: Decimal | None = None
    asset_class: str = ""
    previous_close: Decimal | None = None
    suspended: bool = False
    fair_price: Decimal | None = None
    industry: str = ""


@dataclass(frozen=True)
class AccountEntry:
    """One account of a file.

    Parameters
    ----------
    place
        File and row or item, for the sentence of an error.
    on
        The day it is valued.
    account
        What it holds and owes.
    given
        Security to what the file says of it; every security held, owed or traded is a key.
    terms
        Parameters that the file states as agreed with the broker, such as ``call_line`` or ``netting``.
    pack
        Name of the broker pack it asks for, or empty.
    events
        Its ledger, for a replay.
    ratios_by_rule
        Contracts whose margin ratio the file leaves to the rulebook; their ``margin_ratio`` is a blank zero until
        ``completion`` fills it.
    rows
        Security of a holding, or contract, to where the file has it.
    """

    place: str
    on: date
    account: CreditAccount
    given: Mapping[str, GivenMark]
    terms: Mapping[str, Scalar] = field(default_factory=dict)
    pack: str = ""
    events: tuple[Event, ...] = ()
    ratios_by_rule: frozenset[str] = frozenset()
    rows: Mapping[str, Note] = field(default_factory=dict)
