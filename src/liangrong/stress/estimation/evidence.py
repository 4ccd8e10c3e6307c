"""How much a repayment model is believed: the steadier the hazard that it needs to explain each day's repayments, the more.

Under the true model the level of the hazard moves with the mood of the market only; a wrong one must bend it to make up for vintages
that it lets go too early or too late. The likelihood of a steady level is discounted: moods last, so that sessions are no
independent witnesses.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.stress.estimation.public_history import Floats

__all__ = ["credible"]

_WORST: Final = 2.0
"""A session's level counts as no further off than this, in logarithms: suspensions and holidays are no evidence."""
_SMALLEST: Final = 1e-9


def credible(level: Floats, *, wanted: int, witnesses: float) -> NDArray[np.int64]:
    """Members drawn by their credibility, each as often as it deserves, without chance.

    Parameters
    ----------
    level
        ``(sessions, members)`` of the hazard; NaN where there is none.
    wanted
        How many to draw.
    witnesses
        As how many independent sessions the history counts; zero: all members are believed alike.

    Examples
    --------
    >>> steady, wild = np.ones(40), np.tile([0.5, 2.0], 20)
    >>> level = np.column_stack([steady * np.linspace(0.9, 1.1, 40), wild])
    >>> credible(level, wanted=4, witnesses=4).tolist()
    [0, 0, 0, 0]
    >>> credible(level, wanted=4, witnesses=0).tolist()
    [0, 0, 1, 1]
    """
    known = level[np.isfinite(level).all(axis=1)]
    if len(known) == 0:
        return np.asarray(np.arange(wanted) * level.shape[1] // wanted, dtype=np.int64)
    logs = np.log(np.maximum(known, _SMALLEST))
    off = np.clip(logs - np.median(logs, axis=0), -_WORST, _WORST)
    spread = np.maximum(np.mean(off**2, axis=0), _SMALLEST)
    weight = np.exp(-witnesses / 2 * np.log(spread / spread.min()))
    reach = np.cumsum(weight) / weight.sum()
    return np.asarray(np.searchsorted(reach, (np.arange(wanted) + 0.5) / wanted), dtype=np.int64)
