"""Which margin facts preceded abnormal moves, and how often the same facts stood before no move among matched controls.

Preceded, not caused: a fact that stands before every move and before every control explains nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.studies.attribution.evidence import Evidence, evidence
from liangrong.analytics.studies.attribution.facts import FACTS
from liangrong.analytics.studies.attribution.matching import CONTROLS, likeness, matched_controls
from liangrong.analytics.studies.attribution.moves import SIGMA, direction_word
from liangrong.analytics.studies.attribution.odds import CONFIDENCE, matched_odds
from liangrong.analytics.studies.attribution.wording import BEFORE_IS_NOT_BECAUSE, answered, counted, missing_table
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MIN_SETS", "attribution"]

MIN_SETS: Final = 10
"""Fewer matched sets that say anything are called insufficient."""
APART: Final = 20
"""Sessions between two moves of one name that both count: facts last for days, and would be counted again."""

_SCHEMA: Final = pl.Schema({
    "direction": pl.String(), "fact_side": pl.String(), "fact": pl.String(), "state": pl.String(), "n_moves": pl.Int64(),
    "n_with_fact": pl.Int64(), "share_of_moves": pl.Float64(), "n_controls": pl.Int64(), "share_of_controls": pl.Float64(),
    "lift": pl.Float64(), "odds_ratio": pl.Float64(), "odds_low": pl.Float64(), "odds_high": pl.Float64(), "p_value": pl.Float64(),
    "telling_sets": pl.Int64(), "definition_zh": pl.String(), "definition_en": pl.String(),
})  # fmt: skip
_ANY: Final = Note("该侧任一已知事实成立", "any known fact of the side stood")


@dataclass(frozen=True, slots=True, eq=False)
class _Sets:
    """Moves of one direction that count, as rows and columns, with the columns of their controls."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    controls: NDArray[np.int64]


def attribution(snapshot: MarketSnapshot, *, start: date, end: date, sigma: float = SIGMA) -> Result:
    """For each fact and direction: its share before moves against its share before none.

    An abnormal move is a close-to-close return beyond ``sigma`` of the name's own 60 sessions before, or a close at its price limit.
    Of one name's moves in a direction within 20 sessions the first counts. Each is matched with the five names of its board, traded and
    without an abnormal move on that day, that were nearest in mean return and mean turnover over the 20 sessions before. Facts are
    those of the session before the move. Null hypothesis: given the set, the fact was as likely the move's as a control's; exact
    conditional test.

    Parameters
    ----------
    start, end
        Sessions of the moves, both included.
    sigma
        How many standard deviations are abnormal.

    Returns
    -------
    Result
        ``direction, fact_side, fact``; ``state`` (``more_often``, ``less_often``, ``no_difference`` at 5 %, ``insufficient`` with fewer than ten
        telling sets, ``not_known``); shares, ``lift`` (their quotient), ``odds_ratio`` with its exact 95 % interval (empty where
        it has no upper end), ``p_value``. The fact ``any`` pools a side.

    Raises
    ------
    NoData
        No quotes are stored for the window.
    ExtraMissing
        scipy is not installed.
    UsageError
        The window ends before it starts, or sigma is not above zero.

    Examples
    --------
    >>> market = MarketSnapshot.of({}, date(2026, 1, 30))
    >>> attribution(market, start=date(2026, 1, 5), end=date(2026, 1, 30))
    Traceback (most recent call last):
    ...
    liangrong.core.errors.NoData: No daily quotes for stocks on 2026-01-05..2026-01-30. Nearest known: no day up to 2026-01-30.
    """
    found = evidence(snapshot, start, end, sigma=sigma)
    cases = {direction: _sets(found, direction) for direction in (1, -1)}
    frame = pl.DataFrame(
        [row for way, sets in cases.items() for row in _fact_rows(found, sets, way)], schema=_SCHEMA, orient="row"
    )
    return answered(snapshot, found, frame).warn(
        *counted(found, sigma), _matched(cases), BEFORE_IS_NOT_BECAUSE, *_tested(frame), *_unknown(snapshot, frame, end)
    )


def _sets(found: Evidence, direction: int) -> _Sets:
    """The moves that count, and their controls."""
    moves = found.moves
    last: dict[int, int] = {}
    cases = []
    for row, column in np.argwhere((moves.direction == direction) & found.inside[:, None]).tolist():
        if row - last.get(column, -APART) >= APART:
            cases.append((row, column))
            last[column] = row
    able = ~np.isnan(moves.returns) & (moves.direction == 0) & ~moves.unlimited
    controls = matched_controls(found.quotes.securities, likeness(found.quotes), cases, able)
    at = np.array(cases, dtype=np.int64).reshape(-1, 2)
    return _Sets(at[:, 0], at[:, 1], controls)


def _fact_rows(found: Evidence, sets: _Sets, direction: int) -> list[dict[str, Any]]:
    rows = []
    for side in ("financing", "short"):
        mine = [fact for fact in FACTS if fact.side == side]
        whole = np.stack([found.before[fact.key] for fact in mine])
        known = ~np.isnan(whole)
        anything = np.where(known.any(axis=0), (whole == 1).any(axis=0), np.nan)
        arrays = [(fact.key, fact.definition, found.before[fact.key]) for fact in mine] + [("any", _ANY, anything)]
        for key, definition, before in arrays:
            lead = {
                "direction": direction_word(direction),
                "fact_side": side,
                "fact": key,
                "definition_zh": definition.zh,
                "definition_en": definition.en,
            }
            rows.append(lead | _compared(before, sets))
    return rows


def _compared(before: Floats, sets: _Sets) -> dict[str, Any]:
    """One fact before moves and before controls."""
    case = before[sets.rows, sets.columns]
    control = np.where(sets.controls >= 0, before[sets.rows[:, None], sets.controls], np.nan)
    usable = ~np.isnan(case) & ~np.isnan(control).all(axis=1)
    case, control = case[usable], control[usable]
    if not case.size:
        return {"state": "not_known", "n_moves": 0}
    with_fact = np.nansum(control, axis=1)
    served = (~np.isnan(control)).sum(axis=1)
    odds = matched_odds(case == 1, (with_fact + case).astype(np.int64), (served + 1).astype(np.int64))
    share, usual = float(case.mean()), float(with_fact.sum() / served.sum())
    state = "insufficient"
    if odds.sets >= MIN_SETS and odds.p_value is not None and odds.ratio is not None:
        differs = "more_often" if odds.ratio > 1 else "less_often"
        state = differs if odds.p_value <= 1 - CONFIDENCE else "no_difference"
    return {
        "state": state, "n_moves": int(case.size), "n_with_fact": int(case.sum()), "share_of_moves": share,
        "n_controls": int(served.sum()), "share_of_controls": usual, "lift": share / usual if usual else None,
        "odds_ratio": _finite(odds.ratio), "odds_low": odds.low, "odds_high": _finite(odds.high), "p_value": odds.p_value,
        "telling_sets": odds.sets,
    }  # fmt: skip


def _finite(value: float | None) -> float | None:
    return None if value is None or np.isinf(value) else value


def _matched(cases: dict[int, _Sets]) -> Note:
    moves = sum(len(sets.rows) for sets in cases.values())
    without = sum(int((sets.controls < 0).all(axis=1).sum()) for sets in cases.values())
    return Note(
        f"同一证券 {APART} 个交易日内同向异动只计首次，计入 {moves} 次（{without} 次没有对照）；对照为同日同板块、无异动、"
        f"此前 20 日涨跌与成交最接近的至多 {CONTROLS} 只。",
        f"Of one name's moves in a direction within {APART} sessions the first counts: {moves} do, {without} of them without controls. Controls are "
        f"up to {CONTROLS} names of the same day and board without a move, nearest in return and turnover over the 20 sessions before.",
    )


def _tested(frame: pl.DataFrame) -> list[Note]:
    tests = frame.filter(pl.col("state").is_in(["more_often", "less_often", "no_difference"]))
    notes = []
    if tests.height:
        differing = tests.filter(pl.col("state") != "no_difference").height
        notes.append(Note(
            f"{tests.height} 个检验中 {differing} 个 p 不超过 5%；毫无关系时也会有至多约 {tests.height * (1 - CONFIDENCE):.1f} 个。",
            f"{differing} of {tests.height} tests have p at most 5 %; up to about {tests.height * (1 - CONFIDENCE):.1f} would if nothing were related.",
        ))  # fmt: skip
    few = frame.filter(pl.col("state") == "insufficient")
    if few.height:
        notes.append(Note(f"{few.height} 行样本不足：能说明问题的配对组少于 {MIN_SETS} 个。",
                          f"{few.height} rows are insufficient: fewer than {MIN_SETS} matched sets say anything."))  # fmt: skip
    return notes


def _unknown(snapshot: MarketSnapshot, frame: pl.DataFrame, end: date) -> list[Note]:
    """Which tables the unknown facts lack."""
    unknown = set(frame.filter(pl.col("state") == "not_known")["fact"])
    tables = dict.fromkeys(fact.table for fact in FACTS if fact.key in unknown)
    return [missing_table(snapshot, name, end) for name in tables]
