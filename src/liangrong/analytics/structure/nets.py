"""Net financing of every security in every group it belonged to, over one window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.panels.financing import Financing, Ints
from liangrong.analytics.structure.bases import REPAYMENTS, Basis
from liangrong.analytics.structure.groups import Groups

__all__ = ["NETS", "Window", "list_changes", "nets", "window"]

NETS: Final = pl.Schema({
    "security_id": pl.String(), "group": pl.String(), "part": pl.String(), "place": pl.Int8(), "basis": pl.String(), "net": pl.Int64(),
    "bought": pl.Int64(), "repaid": pl.Int64(), "start_balance": pl.Int64(), "end_balance": pl.Int64(),
})  # fmt: skip
"""One row for each spell: ``place`` is that of the exchange in ``list(Exchange)``, money in 厘."""


_CHANGES: Final = pl.Schema({"security_id": pl.String(), "place": pl.Int8(), "part": pl.String(), "amount": pl.Int64()})


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A window in the prepared detail.

    Parameters
    ----------
    low, high
        Places of its first and last session; ``low - 1`` is the session before it.
    columns
        The places of the securities on the list in that time, and ``securities`` their codes.
    whole
        Of each exchange: is its list whole on every session of the window.
    opens, closes
        Is it whole on the session before the window, and on its last.
    published
        Does every row of the window have its buys and repayments.
    """

    book: Financing
    low: int
    high: int
    columns: Ints
    securities: tuple[str, ...]
    whole: NDArray[np.bool_]
    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    published: NDArray[np.bool_]

    @property
    def days(self) -> tuple[date, date]:
        """Its first and its last session."""
        return self.book.sessions[self.low], self.book.sessions[self.high]


def window(book: Financing, start: date, end: date) -> Window:
    """The window from the session ``start`` to ``end``; the book must hold the session before it."""
    low, high = book.sessions.index(start), book.sessions.index(end)
    columns = np.flatnonzero(book.latest[high] >= low - 1)
    lacking = (book.unpublished[high + 1] - book.unpublished[low])[columns] > 0
    exchange = book.exchange[columns]
    published = np.array([not lacking[exchange == place].any() for place in range(book.whole.shape[1])])
    return Window(
        book, low, high, columns, tuple(book.securities[place] for place in columns),
        np.logical_and.reduce(book.whole[low : high + 1]), book.whole[low - 1], book.whole[high], published,
    )  # fmt: skip


def nets(of: Window, found: Groups, bases: Mapping[int, Basis | None]) -> pl.DataFrame:
    """``NETS``: one row for each spell that has a session in the window.

    Parameters
    ----------
    bases
        Exchange's place to its basis; the flows of an exchange without one are null.

    Notes
    -----
    By repayments a spell has the buys minus the repayments of its own sessions. By balances it has the last balance known by its end,
    less the last one known before it: the balance with which a security enters the list is no flow, and what is left of it
    when it leaves is none either.
    """
    book, spells = of.book, found.spells
    low = np.maximum(book.places(spells["from_date"]), of.low)
    high = np.minimum(book.places(spells["to_date"], after=True) - 1, of.high)
    kept = low <= high
    spells, low, high = spells.filter(pl.Series(kept)), low[kept], high[kept]
    column = np.searchsorted(book.codes, spells["security_id"].to_numpy().astype(str))
    place = book.exchange[column].astype(np.int64)
    basis = np.array([bases.get(p) or "" for p in range(book.whole.shape[1])])[place]
    bought = book.bought[high + 1, column] - book.bought[low, column]
    repaid = book.repaid[high + 1, column] - book.repaid[low, column]
    by_flows = basis == REPAYMENTS
    net = np.where(by_flows, bought - repaid, _by_balances(book, of.low - 1, low, high, column))
    opening, closing = of.low - 1, of.high
    return pl.DataFrame(
        {
            "security_id": spells["security_id"],
            "group": spells["group"],
            "part": spells["part"],
            "place": place.astype(np.int8),
            "basis": _where(basis, basis != ""),
            "net": _where(net, basis != ""),
            "bought": _where(bought, (basis != "") & of.whole[place]),
            "repaid": _where(repaid, by_flows),
            "start_balance": _where(_held(book, opening, column, low == of.low), of.opens[place]),
            "end_balance": _where(_held(book, closing, column, high == of.high), of.closes[place]),
        },
        schema=NETS,
    )


def list_changes(of: Window) -> pl.DataFrame:
    """Who entered and who left the list inside the window, with the balance at which they did.

    Returns
    -------
    polars.DataFrame
        ``security_id, place, part`` (``entered`` or ``left``), ``amount`` in 厘; only of exchanges whose list is whole at both ends.
    """
    book, column = of.book, of.columns
    opening, place = of.low - 1, book.exchange[of.columns].astype(np.int64)
    both = of.opens[place] & of.closes[place]
    first, last = book.following[opening, column], book.latest[of.high, column]
    found = []
    for part, at, is_one in (("entered", first, both & (first > opening)), ("left", last, both & (last < of.high))):
        names = book.codes[column[is_one]].tolist()
        amount = book.balance[at[is_one], column[is_one]]
        found.append(
            pl.DataFrame(
                {"security_id": names, "place": place[is_one].astype(np.int8), "part": part, "amount": amount}, schema=_CHANGES
            )
        )
    return pl.concat(found)


def _by_balances(book: Financing, opening: int, low: Ints, high: Ints, column: Ints) -> Ints:
    """The balance last known by the end of each spell, less the one before it, or less that with which the security entered."""
    first = book.following[opening, column]
    last = book.latest[high, column]
    before = np.maximum(book.latest[low - 1, column], first)
    known = first <= last
    held = np.where(known, before, 0)
    return np.where(known, book.balance[np.maximum(last, 0), column] - book.balance[held, column], 0)


def _held(book: Financing, at: int, column: Ints, counts: NDArray[np.bool_]) -> Ints:
    """The balance on one session, of the spells that count there and are on the list on it."""
    return np.where(counts & (book.latest[at, column] == at), book.balance[at, column], 0)


def _where(values: NDArray[np.generic], known: NDArray[np.bool_]) -> pl.Series:
    """Values with nulls where they are not known."""
    return pl.select(pl.when(pl.Series(known)).then(pl.Series(values))).to_series()
