"""The checks of this room, in the order in which they are believed."""

from __future__ import annotations

from typing import Final

from liangrong.research.claims.desk import Check
from liangrong.research.claims.verify.stored.changes import changes_hold, directions_hold, flows_hold
from liangrong.research.claims.verify.stored.crossings import first_crossings_hold, peaks_hold
from liangrong.research.claims.verify.stored.levels import levels_hold
from liangrong.research.claims.verify.stored.means import means_hold, narrower_bounds
from liangrong.research.claims.verify.stored.records import records_hold, streaks_hold

__all__ = ["CHECKS"]

CHECKS: Final[tuple[Check, ...]] = (
    levels_hold,
    first_crossings_hold,
    records_hold,
    streaks_hold,
    peaks_hold,
    changes_hold,
    flows_hold,
    means_hold,
    narrower_bounds,
    directions_hold,
)
"""Single values before what is computed from several; signs last."""
