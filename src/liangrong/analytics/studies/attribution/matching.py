"""Controls for each move: names of the same board that did not move abnormally on that day, most alike before it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import daily
from liangrong.analytics.panels.trailing import trailing_mean
from liangrong.core.securities import SecurityId

__all__ = ["CONTROLS", "likeness", "matched_controls"]

CONTROLS: Final = 5
"""For each move; fewer where there are not so many."""
MONTH: Final = 20
LEAST: Final = 16


def likeness(quotes: Panel) -> Floats:
    """What names are matched by: mean log return and mean log turnover of the last 20 sessions; sessions x securities x 2."""
    with np.errstate(divide="ignore", invalid="ignore"):
        turnover = np.where(quotes["turnover"] > 0, np.log(quotes["turnover"]), np.nan)
        returns = np.log1p(daily(quotes))
    figures = [trailing_mean(values, MONTH, least=LEAST) for values in (returns, turnover)]
    return np.stack(figures, axis=2)


def matched_controls(
    securities: tuple[str, ...],
    looks: Floats,
    cases: list[tuple[int, int]],
    able: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """The ``CONTROLS`` nearest names for each case, on its day and board, by what was known the session before.

    Distance is Euclidean over the two figures of ``likeness``, each in its standard deviations among those who may serve. A name
    serves one case a day: sets of a day share nobody, and so are independent where the null holds.

    Parameters
    ----------
    securities
        The columns.
    looks
        As ``likeness`` gives it.
    cases
        Row and column of each move.
    able
        Sessions x securities: traded and did not move abnormally.

    Returns
    -------
    ndarray
        Cases x ``CONTROLS``: columns, -1 where there is none.
    """
    boards = np.array([SecurityId.parse(name).board.value for name in securities])
    found = np.full((len(cases), CONTROLS), -1, dtype=np.int64)
    served: dict[int, set[int]] = {}
    for place, (row, column) in enumerate(cases):
        if row == 0 or np.isnan(looks[row - 1, column]).any():
            continue
        taken = served.setdefault(row, set())
        free = able[row] & (boards == boards[column]) & ~np.isnan(looks[row - 1]).any(axis=1)
        free[[column, *taken]] = False
        pool = np.flatnonzero(free)
        if not pool.size:
            continue
        spread = looks[row - 1, pool].std(axis=0)
        gaps = (looks[row - 1, pool] - looks[row - 1, column]) / np.where(spread > 0, spread, 1.0)
        nearest = pool[np.argsort((gaps**2).sum(axis=1), kind="stable")[:CONTROLS]]
        found[place, : nearest.size] = nearest
        taken.update(nearest.tolist())
    return found
