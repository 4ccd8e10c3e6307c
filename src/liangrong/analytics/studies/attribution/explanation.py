"""One move: how unusual it was, and which margin facts stood before it, did not, or are not known."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl

from liangrong.analytics.studies.attribution.evidence import Evidence, evidence
from liangrong.analytics.studies.attribution.facts import FACTS, Fact
from liangrong.analytics.studies.attribution.moves import SIGMA, direction_word, limit_word
from liangrong.analytics.studies.attribution.wording import BEFORE_IS_NOT_BECAUSE, answered
from liangrong.core.results import Note, Result
from liangrong.core.securities import SecurityId
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["explained_move"]

_SCHEMA: Final = pl.Schema({
    "date": pl.Date(), "security_id": pl.String(), "direction": pl.String(), "return": pl.Float64(), "standard_deviations": pl.Float64(),
    "closed_at": pl.String(), "known_on": pl.Date(), "fact_side": pl.String(), "fact": pl.String(), "state": pl.String(),
    "reading": pl.Float64(), "definition_zh": pl.String(), "definition_en": pl.String(), "reason_zh": pl.String(), "reason_en": pl.String(),
})  # fmt: skip


def explained_move(snapshot: MarketSnapshot, security: str, day: date, *, sigma: float = SIGMA) -> Result:
    """Judge the move of a security on a session, and every fact of the session before it.

    Parameters
    ----------
    security
        Its code, in any spelling.
    day
        The session of the move.
    sigma
        How many standard deviations are abnormal.

    Returns
    -------
    Result
        One row per fact: ``state`` (``stood``, ``absent``, ``not_known`` with the reason) and its ``reading``, the number that
        decided; beside them the move itself: ``direction`` is ``none`` where it was not abnormal.

    Raises
    ------
    InvalidSecurity
        The code cannot be one.
    NoData
        The security has no close on that day, or did not trade.
    UsageError
        Sigma is not above zero.

    Examples
    --------
    >>> days = [date(2026, 1, 29), date(2026, 1, 30)]
    >>> rows = pl.DataFrame({"security_id": ["600519.SH"] * 2, "trade_date": days, "close": [10, 11], "previous_close": [10, 10], "turnover": [5, 5]})
    >>> found = explained_move(MarketSnapshot.of({"quotes": rows}, days[-1]), "600519", days[-1]).data
    >>> found.select("direction", "closed_at", "known_on", "fact", "state").rows()[0]
    ('rise', 'upper_limit', datetime.date(2026, 1, 29), 'financing_record', 'not_known')
    """
    code = str(SecurityId.parse(security))
    found = evidence(snapshot, day, day, sigma=sigma, securities=[code])
    row, moves = found.quotes.sessions.index(day), found.moves
    before = snapshot.calendar.previous(day)
    deviations = float(moves.deviations[row, 0])
    direction = int(moves.direction[row, 0])
    lead = {
        "date": day, "security_id": code, "direction": direction_word(direction) if direction else "none",
        "return": float(moves.returns[row, 0]), "standard_deviations": None if np.isnan(deviations) else deviations,
        "closed_at": limit_word(int(moves.limit[row, 0])), "known_on": before,
    }  # fmt: skip
    reasons = {table: _reason(snapshot, table, code, before) for table in dict.fromkeys(fact.table for fact in FACTS)}
    rows = [lead | _fact_row(found, fact, row, reasons[fact.table]) for fact in FACTS]
    frame = pl.DataFrame(rows, schema=_SCHEMA, orient="row")
    return answered(snapshot, found, frame).warn(_said(found, row, code, day, sigma), BEFORE_IS_NOT_BECAUSE)


def _fact_row(found: Evidence, fact: Fact, row: int, reason: tuple[Note, int]) -> dict[str, Any]:
    stood, reading = float(found.before[fact.key][row, 0]), float(found.readings[fact.key][row, 0])
    told: dict[str, Any] = {
        "fact_side": fact.side, "fact": fact.key, "reading": None if np.isnan(reading) else reading,
        "definition_zh": fact.definition.zh, "definition_en": fact.definition.en,
    }  # fmt: skip
    if not np.isnan(stood):
        return told | {"state": "stood" if stood else "absent"}
    missing, days = reason
    if days:
        missing = Note(
            f"需要至少 {fact.history} 个交易日，只存有 {days} 个", f"it takes at least {fact.history} sessions, {days} are stored"
        )
    return told | {"state": "not_known", "reason_zh": missing.zh, "reason_en": missing.en}


def _reason(snapshot: MarketSnapshot, table: str, code: str, before: date) -> tuple[Note, int]:
    """What of a table is not stored for the session before the move; how many sessions are, where that one is."""
    days = snapshot.table(table, end=before, keys={"security_id": [code]})["trade_date"].unique()
    if before in days:
        return Note("", ""), len(days)
    others = snapshot.table(table, start=before, end=before)
    if others["security_id"].str.ends_with(code[-3:]).any():
        return Note(f"{before} 的 {table} 没有 {code}", f"{code} is not in the {table} of {before}"), 0
    return Note(f"没有存入 {before} 的 {table}", f"{table} of {before} is not stored"), 0


def _said(found: Evidence, row: int, code: str, day: date, sigma: float) -> Note:
    """The move in a sentence."""
    moves = found.moves
    change = float(moves.returns[row, 0])
    shown = display(change, Unit.RATIO, sign=True)
    deviations = float(moves.deviations[row, 0])
    if moves.unlimited[row, 0]:
        return Note(f"{code} 在 {day} 收盘 {shown}，超出涨跌幅限制：当日无涨跌幅限制，不作异动判断。",
                    f"{code} closed {shown} on {day}, beyond the price limit: none applied, and the move is not judged.")  # fmt: skip
    if moves.limit[row, 0]:
        zh, en = ("涨停", "upper") if moves.limit[row, 0] > 0 else ("跌停", "lower")
        return Note(
            f"{code} 在 {day} 收于{zh}（{shown}），幅度至少如此。",
            f"{code} closed at its {en} limit on {day} ({shown}): at least so much.",
        )
    if np.isnan(deviations):
        return Note(f"{code} 在 {day} 收盘 {shown}；此前 60 个交易日已知不足 40 个，无从判断是否异常。",
                    f"{code} closed {shown} on {day}; fewer than 40 of its 60 returns before are known, so nobody can say whether that is abnormal.")  # fmt: skip
    verdict_zh, verdict_en = ("属异动", "abnormal") if abs(deviations) > sigma else ("不属异动", "not abnormal")
    return Note(
        f"{code} 在 {day} 收盘 {shown}，为自身此前 60 个交易日标准差的 {deviations:.2f} 倍；以 {sigma:g} 倍为界，{verdict_zh}。",
        f"{code} closed {shown} on {day}, {deviations:.2f} standard deviations of its own 60 sessions before: {verdict_en} at {sigma:g}.",
    )
