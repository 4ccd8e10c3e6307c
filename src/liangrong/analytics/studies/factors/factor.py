"""The one input of the lab: a factor laid out over sessions and securities beside the returns that follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.panels.returns import at_limit, forward, quote_panel
from liangrong.core.errors import NotKnown
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MOST_LOST", "Factor", "Trial", "trial"]

MOST_LOST: Final = 0.35
"""A factor of which more than this part has no returns is refused: what is left may be a choice of the data."""


@dataclass(frozen=True, slots=True, eq=False)
class Factor:
    """Values of one figure for many names over many sessions, each dated by the session it speaks of.

    Parameters
    ----------
    values
        ``sessions x securities``; NaN where not known.
    notes
        How it is made and what it lacks.
    """

    name: str
    sessions: tuple[date, ...]
    securities: tuple[str, ...]
    values: Floats
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def panel(self) -> Panel:
        """The same as a panel with the column ``value``."""
        return Panel(self.sessions, self.securities, {"value": self.values}, self.sources)

    def between(self, start: date | None, end: date | None) -> Factor:
        """The sessions from ``start`` to ``end``, both included."""
        kept = [n for n, day in enumerate(self.sessions) if (start is None or day >= start) and (end is None or day <= end)]
        return replace(self, sessions=tuple(self.sessions[n] for n in kept), values=self.values[kept])


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """A factor and what followed it over one horizon.

    Parameters
    ----------
    returns
        From the open of T + 1 to the close of T + ``horizon``, laid at T beside the factor of T.
    blocked
        Where the name stood at its upper limit at the open of T + 1 and could not be bought.
    lost
        Why values of the factor have no return: reason to count.
    """

    factor: Factor
    horizon: int
    returns: Floats
    blocked: Floats
    lost: Mapping[str, int]

    @property
    def known(self) -> int:
        """How many values of the factor there are."""
        return int((~np.isnan(self.factor.values)).sum())

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was lost, in words, after the notes of the factor."""
        if not sum(self.lost.values()):
            return self.factor.notes
        return (*self.factor.notes, Note(
            f"{self.known:,} 个因子值中 {sum(self.lost.values()):,} 个没有其后 {self.horizon} 日收益：{_listed(self.lost, 0)}。",
            f"Of {self.known:,} factor values, {sum(self.lost.values()):,} have no return over the next {self.horizon} sessions: "
            f"{_listed(self.lost, 1)}.",
        ))  # fmt: skip


def trial(snapshot: MarketSnapshot, factor: Factor, *, horizon: int = 5) -> Trial:
    """Set a factor beside the returns of its names.

    Parameters
    ----------
    horizon
        Sessions held, the first of them from its open.

    Raises
    ------
    NotKnown
        There is no factor, or more than ``MOST_LOST`` of its values, those of the last ``horizon`` sessions apart, have no
        return; the error lists where they went.
    """
    if not factor.sessions or np.isnan(factor.values).all():
        raise NotKnown(reason=f"The factor {factor.name} has no value.", reason_zh=f"因子 {factor.name} 没有任何取值。")
    calendar = snapshot.calendar
    quotes = quote_panel(snapshot, start=factor.sessions[0])
    returns, blocked = _followed(factor, quotes, horizon)
    known, missing = ~np.isnan(factor.values), np.isnan(returns)
    open_still = np.array([calendar.count(day, snapshot.as_of.as_of) < horizon for day in factor.sessions])
    quoted = np.isin(factor.securities, quotes.securities)
    lost = {
        "still_open": known & missing & open_still[:, None],
        "no_quotes": known & missing & ~open_still[:, None] & ~quoted[None, :],
        "not_traded": known & missing & ~open_still[:, None] & quoted[None, :],
    }
    counts = {reason: int(cells.sum()) for reason, cells in lost.items() if cells.any()}
    found = Trial(factor, horizon, returns, blocked, counts)
    due = found.known - counts.get("still_open", 0)
    gone = sum(counts.values()) - counts.get("still_open", 0)
    if gone > MOST_LOST * due or not due:
        raise NotKnown(
            reason=f"{gone:,} of the {due:,} values of {factor.name} that are due have no return over {horizon} sessions, more than "
                   f"{MOST_LOST:.0%}: {_listed(counts, 1)}.",
            reason_zh=f"{factor.name} 到期的 {due:,} 个取值中有 {gone:,} 个没有其后 {horizon} 个交易日的收益，超过 {MOST_LOST:.0%}："
                      f"{_listed(counts, 0)}。",
            hint="Import quotes of these names and days, or narrow the window with `from` and `to`.",
            hint_zh="请导入这些证券与日期的行情，或用 `from`、`to` 缩小区间。",
        )  # fmt: skip
    return found


_REASONS: Final = {
    "still_open": ("收益尚未实现", "their returns are not complete yet"),
    "no_quotes": ("证券没有行情", "the security has no quotes"),
    "not_traded": ("次日停牌或缺行情", "not traded on the next session, or no quote"),
}


def _listed(lost: Mapping[str, int], language: int) -> str:
    said = [f"{_REASONS[reason][language]} {count:,}" for reason, count in lost.items()]
    return ("，" if language == 0 else ", ").join(said)


def _followed(factor: Factor, quotes: Panel, horizon: int) -> tuple[Floats, Floats]:
    """Returns and blocked purchases, laid over the factor."""
    if not quotes.sessions:
        nothing = np.full(factor.values.shape, np.nan)
        return nothing, nothing
    ceiling = at_limit(quotes, "open")[0]
    tomorrow = np.full(ceiling.shape, np.nan)
    tomorrow[:-1] = ceiling[1:]
    laid = Panel(quotes.sessions, quotes.securities, {"return": forward(quotes, horizon), "blocked": tomorrow}).like(factor.panel)
    return laid["return"], laid["blocked"]
