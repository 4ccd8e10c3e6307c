"""The abnormal moves of a window, one by one, each with the margin facts that stood before it."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.studies.attribution.evidence import evidence
from liangrong.analytics.studies.attribution.facts import FACTS
from liangrong.analytics.studies.attribution.moves import SIGMA, direction_word, limit_word
from liangrong.analytics.studies.attribution.wording import BEFORE_IS_NOT_BECAUSE, answered, counted
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["listed_moves"]

_SCHEMA: Final = pl.Schema({
    "date": pl.Date(), "security_id": pl.String(), "direction": pl.String(), "return": pl.Float64(), "standard_deviations": pl.Float64(),
    "closed_at": pl.String(), "financing_facts": pl.List(pl.String()), "short_facts": pl.List(pl.String()), "facts_known": pl.Int64(),
})  # fmt: skip


def listed_moves(snapshot: MarketSnapshot, *, start: date, end: date, sigma: float = SIGMA) -> Result:
    """Every abnormal move of a window with the facts of the session before it.

    Parameters
    ----------
    start, end, sigma
        As in ``attribution``.

    Returns
    -------
    Result
        ``date, security_id, direction, return, standard_deviations, closed_at`` (``upper_limit`` or ``lower_limit``: censored, the move
        was at least so large), the facts of either side, and how many facts are known at all.

    Raises
    ------
    NoData
        No quotes are stored for the window.
    UsageError
        The window ends before it starts, or sigma is not above zero.

    Examples
    --------
    >>> days = [date(2026, 1, 29), date(2026, 1, 30)]
    >>> rows = pl.DataFrame({"security_id": ["600519.SH"] * 2, "trade_date": days, "close": [10, 11], "previous_close": [10, 10], "turnover": [5, 5]})
    >>> market = MarketSnapshot.of({"quotes": rows}, days[-1])
    >>> listed_moves(market, start=days[1], end=days[1]).data.select("direction", "closed_at", "facts_known").rows()
    [('rise', 'upper_limit', 0)]
    """
    found = evidence(snapshot, start, end, sigma=sigma)
    moves = found.moves
    rows = []
    for row, column in np.argwhere((moves.direction != 0) & found.inside[:, None]).tolist():
        facts = {fact: found.before[fact.key][row, column] for fact in FACTS}
        deviations = float(moves.deviations[row, column])
        rows.append({
            "date": found.quotes.sessions[row], "security_id": found.quotes.securities[column],
            "direction": direction_word(moves.direction[row, column]), "return": float(moves.returns[row, column]),
            "standard_deviations": None if np.isnan(deviations) else deviations,
            "closed_at": limit_word(int(moves.limit[row, column])),
            "financing_facts": [fact.key for fact, stood in facts.items() if stood == 1 and fact.side == "financing"],
            "short_facts": [fact.key for fact, stood in facts.items() if stood == 1 and fact.side == "short"],
            "facts_known": sum(not np.isnan(stood) for stood in facts.values()),
        })  # fmt: skip
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    unknown = frame.filter(pl.col("facts_known") == 0).height
    note = Note(f"{unknown} 次异动之前一个交易日没有可用的两融数据，事实未知。",
                f"Before {unknown} moves no margin figures are known for the session before.")  # fmt: skip
    return answered(snapshot, found, frame).warn(*counted(found, sigma), BEFORE_IS_NOT_BECAUSE, *([note] if unknown else []))
