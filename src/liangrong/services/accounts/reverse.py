"""The least unlikely way to a line, with the covariance that the store's quotes show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import polars as pl

from liangrong.accounts.inverse.distance import LineName, marks_of
from liangrong.accounts.inverse.reverse_stress import reverse_stress
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.services.accounts.assessments import HEADING, collected, heading
from liangrong.services.accounts.files import AccountsRequest, opened
from liangrong.services.workspace import Workspace

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ReverseRequest", "least_unlikely"]

_ENOUGH: Final = 60
"""Sessions that all securities must share before their covariance means anything."""


@dataclass(frozen=True, slots=True)
class ReverseRequest:
    """Which line, and how returns are measured.

    Parameters
    ----------
    window
        Sessions before the account's day whose returns make the covariance.
    horizon
        Sessions over which prices move; variances grow with it.
    """

    line: LineName = "call"
    window: int = 250
    horizon: int = 1


def least_unlikely(request: AccountsRequest, asked: ReverseRequest, workspace: Workspace) -> Result:
    """Find the least unlikely moves that bring each account to a line: one row per security.

    Raises
    ------
    NoData
        The store has too few sessions on which all securities of an account were quoted.
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    rows: list[dict[str, Any]] = []
    notes: dict[Note, None] = {}
    for account in accounts:
        state = account.state
        held = sorted(marks_of(state.account, state.marks))
        covariance, sessions = _covariance(workspace, held, state.on, asked)
        found = reverse_stress(state.account, state.marks, account.state.terms, covariance, line=asked.line, labels=held)
        notes[Note(f"协方差取自 {state.on} 及之前 {sessions} 个交易日的日收益率，期限 {asked.horizon} 个交易日；概率按正态分布计，股票实际尾部更厚",
                   f"covariance of daily returns on {sessions} sessions up to {state.on}, horizon {asked.horizon} sessions; "
                   "the probability is that of a normal distribution, and stocks have fatter tails")] = None  # fmt: skip
        if found.reason:
            notes[found.reason] = None
        told = {
            "line": f"{found.line}_line" if found.line != "equity" else found.line, "line_level": float(found.level),
            "beyond": found.beyond, "reachable": found.reachable, "standard_deviations": found.distance, "probability": found.probability,
        }  # fmt: skip
        here = {**heading(account), **told}
        rows += [{**here, "security": name, "price_move": float(move)} for name, move in found.shocks.items()] or [here]
    schema = {
        **HEADING, "line": pl.String, "line_level": pl.Float64, "beyond": pl.Boolean, "reachable": pl.Boolean,
        "security": pl.String, "price_move": pl.Float64, "standard_deviations": pl.Float64, "probability": pl.Float64,
    }  # fmt: skip
    return collected(rows, schema, accounts).warn(*workspace.notes, *notes)


def _covariance(workspace: Workspace, held: Sequence[str], on: date, asked: ReverseRequest) -> tuple[NDArray[np.float64], int]:
    """Covariance of returns over the horizon, and on how many sessions it rests. Shape: securities by securities."""
    as_of, _ = workspace.as_of(on)
    start = workspace.calendar.offset(as_of.as_of, 1 - asked.window)
    quotes = workspace.snapshot(as_of).table("quotes", start=start, keys={"security_id": list(held)})
    returns = quotes.drop_nulls(["close", "previous_close"]).select(
        "security_id", "trade_date", r=(pl.col("close") / pl.col("previous_close")).cast(pl.Float64) - 1
    )
    wide = returns.pivot("security_id", index="trade_date", values="r").drop_nulls()
    missing = [name for name in held if name not in wide.columns]
    if missing or wide.height < _ENOUGH:
        raise NoData(what=f"{_ENOUGH} common sessions of quotes", what_zh=f"至少 {_ENOUGH} 个共同交易日的行情",
                     where=", ".join(missing or held), nearest=f"{wide.height if not missing else 0}")  # fmt: skip
    matrix = wide.select(held).to_numpy()
    return np.atleast_2d(np.cov(matrix, rowvar=False)) * asked.horizon, wide.height
