"""Round thresholds that a balance passed from one session to the next, upwards or downwards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from liangrong.analytics.crossings import first_crossing
from liangrong.core.errors import NotKnown
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["ROUND_STEP", "Passed", "passed"]

ROUND_STEP: Final = Decimal(10) ** 11
"""Round thresholds are multiples of 1,000 亿元, the steps in which the press counts."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A threshold passed on a session.

    Parameters
    ----------
    threshold
        In 元; the highest one when several were passed upwards, the lowest one downwards.
    upwards
        Whether it now stands at or above the threshold.
    first_ever
        Whether it is the first crossing ever; ``None`` downwards, or where the history cannot tell.
    """

    threshold: Decimal
    upwards: bool
    first_ever: bool | None = None


def passed(snapshot: MarketSnapshot, measure: str, day: date, *, before: Any, now: Any) -> Passed | None:
    """The round threshold between two values, as of ``day``; ``None`` where there is none.

    Parameters
    ----------
    measure
        Whose values they are.
    before, now
        The values of the session before and of ``day``, in 元.
    """
    was, is_now = (int(Decimal(str(value)) // ROUND_STEP) for value in (before, now))
    if is_now == was:
        return None
    if is_now < was:
        return Passed((is_now + 1) * ROUND_STEP, upwards=False)
    threshold = is_now * ROUND_STEP
    try:
        first = first_crossing(snapshot, measure, threshold, end=day).data
    except NotKnown:
        return Passed(threshold, upwards=True)
    return Passed(threshold, upwards=True, first_ever=bool(first.height) and first["date"][0] == day)
