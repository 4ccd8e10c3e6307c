"""What may respond to an event: a market measure or an index, session by session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure, Net, measure
from liangrong.analytics.panels.panel import Floats
from liangrong.analytics.series import origin_notes
from liangrong.analytics.studies.events.windows import Line
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId, SecurityKind
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["DEFAULT_RESPONSES", "Response", "response"]

DEFAULT_RESPONSES: Final = ("financing_balance", "short_balance", "financing_buy_to_turnover", "000300.SH")
"""Financing, shorts, buys over turnover, and the index."""


@dataclass(frozen=True, slots=True, eq=False)
class Response:
    """A series that may respond.

    Parameters
    ----------
    name
        A measure of the menu, or the code of an index.
    kind
        ``growth``: balances, counts and indices, read as growth from session to session. ``level``: ratios, read as they stand.
    label
        What it is called, with how it is read.
    line
        The levels.
    opens
        An index's first level of each session, NaN where it is not known; ``None`` for measures.
    """

    name: str
    kind: Literal["growth", "level"]
    label: Note
    line: Line
    opens: Floats | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def readings(self) -> Line:
        """One reading for each session: the growth since the session before, or the level; pure numbers."""
        return self.line.growth() if self.kind == "growth" else self.line


def response(snapshot: MarketSnapshot, name: str) -> Response:
    """Read a measure of the whole market, or an index, by its name or code.

    Raises
    ------
    NoData
        No session of it is stored.
    UnknownName
        There is no such measure and it is no code of an index.
    UsageError
        A flow, which has no growth; a code that is no index.
    """
    code = _index(name)
    return snapshot.once(
        ("response", code or name), lambda: _of_index(snapshot, code) if code else _of_measure(snapshot, measure(name))
    )


def _index(name: str) -> str | None:
    """The canonical code of an index, ``None`` for anything that is no code; bare digits mean an index, not the stock of that number."""
    text = name.strip()
    if not any(letter.isdigit() for letter in text):
        return None
    code = SecurityId.parse(text)
    if text.isdigit() and code.kind is not SecurityKind.INDEX:
        code = SecurityId.parse(f"{text}.SH")
    if code.kind is not SecurityKind.INDEX:
        raise UsageError(
            reason=f"{code} is no index: an event study reads market measures and indices, such as 000300.SH",
            reason_zh=f"{code} 不是指数：事件研究只看全市场指标与指数，如 000300.SH",
        )
    return str(code)


def _of_index(snapshot: MarketSnapshot, code: str) -> Response:
    rows = snapshot.table("index_quotes", keys={"security_id": [code]}).drop_nulls("close")
    if rows.is_empty():
        raise NoData(
            what="level of the index", what_zh="指数点位", where=code, nearest="no day at all", nearest_zh="没有任何一天"
        )
    dated = rows.rename({"trade_date": "date"})
    line = Line.of(dated.select("date", value="close"), snapshot.calendar)
    opens = Line.of(dated.select("date", value="open"), snapshot.calendar)
    laid = np.full(len(line.values), np.nan)
    if opens.sessions:
        first = line.sessions.index(opens.sessions[0])
        laid[first : first + len(opens.values)] = opens.values
    label = Note(f"指数 {code} 涨跌", f"return of the index {code}")
    sources = tuple(rows["source"].unique().sort())
    return Response(code, "growth", label, line, laid, sources, origin_notes(sources))


def _of_measure(snapshot: MarketSnapshot, wanted: Measure) -> Response:
    if isinstance(wanted.recipe, Net):
        raise UsageError(
            reason=f"{wanted.name} is a net flow and has no growth; ask for the balance that it changes, such as financing_balance",
            reason_zh=f"{wanted.zh}是净流量，没有增长率；请改用它所改变的余额，如 financing_balance",
        )
    found = series(snapshot, wanted)
    if found.frame.is_empty():
        raise found.no_data(None)
    is_ratio = wanted.unit is Unit.RATIO
    line = Line.of(found.frame.select("date", "value"), snapshot.calendar)
    label = Note(wanted.zh, wanted.en) if is_ratio else Note(f"{wanted.zh}增长", f"growth of {wanted.en}")
    return Response(
        wanted.name,
        "level" if is_ratio else "growth",
        label,
        line,
        None,
        found.sources,
        (*origin_notes(found.sources), *found.notes),
    )
