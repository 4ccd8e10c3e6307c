"""The checks of this room, in the order in which they are believed."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.desk import Check
from liangrong.research.claims.verify.published.differences import differences_agree
from liangrong.research.claims.verify.published.directions import same_direction
from liangrong.research.claims.verify.published.orders import first_of_all, more_than_another
from liangrong.research.claims.verify.published.thresholds import bracketed, first_days, no_record
from liangrong.research.claims.verify.published.values import agree_with_published

__all__ = ["CHECKS"]

CHECKS: Final[tuple[Check, ...]] = (
    agree_with_published, differences_agree, first_days, bracketed, no_record, first_of_all, more_than_another, same_direction,
)  # fmt: skip
"""A figure of its own, then what follows from several, then orders and signs."""
