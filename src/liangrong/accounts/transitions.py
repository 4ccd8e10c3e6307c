"""What one event did: the state after it, and every movement that led there.

The movements add up: for each item and each security or contract, after = before + the sum of its movements.
``conserved`` checks that, and that equity changed by nothing else than what came from outside, costs, charges and prices.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from liangrong.accounts.state import AccountState
from liangrong.core.results import Note

__all__ = ["Cause", "Item", "Movement", "Transition"]

Item: TypeAlias = Literal[
    "cash", "collateral", "financed_shares", "principal", "shares_owed", "proceeds", "charges", "accrued", "other_collateral",
]  # fmt: skip
"""What a movement changes. ``cash``, ``principal``, ``proceeds``, ``charges``, ``accrued`` and ``other_collateral`` in 元,
``collateral``, ``financed_shares`` and ``shares_owed`` in shares."""

Cause: TypeAlias = Literal["outside", "trade", "costs", "repayment", "interest", "dividend", "corporate_action", "reclassified"]
"""Why. ``outside``: to or from the client; ``reclassified``: the same value under another heading, such as shares of a
repaid contract that become collateral."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One change of one item. Positive: more of it (of a debt: more owed)."""

    item: Item
    amount: Decimal
    cause: Cause
    security: str = ""
    contract_id: str = ""


@dataclass(frozen=True, slots=True)
class Transition:
    """The state after an event, what moved, and what the owner should know."""

    state: AccountState
    movements: tuple[Movement, ...] = ()
    notes: tuple[Note, ...] = ()
