"""What is wrong with the stored data: every check run again on all that is stored, and what was kept out on the way in.

Not here: the checks themselves (``market``), what is missing altogether (``coverage``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import polars as pl

from liangrong.core.clocks import AsOf
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note, Result
from liangrong.market.acceptance import CHECKS, CONTEXT, MIRRORED, examine
from liangrong.market.discrepancies import Severity, to_frame
from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import table
from liangrong.services.workspace import Workspace

__all__ = ["QualityRequest", "quality"]

_SEVERITIES: Final[tuple[Severity, ...]] = ("info", "warning", "error", "quarantined")
_COLUMNS: Final = ("dataset", "place", "trade_date", "check", "severity", "column", "observed", "expected", "note_zh", "note_en")
_KEY: Final = ["check", "dataset", "place", "trade_date", "column"]


@dataclass(frozen=True, slots=True)
class QualityRequest:
    """Which findings are wanted.

    Parameters
    ----------
    dataset
        A table; ``None`` for all.
    exchange
        ``SSE``, ``SZSE``, ``BSE`` or ``SSE+SZSE``; findings about securities count for their exchange.
    start, end
        Days included at both ends. Findings about a whole series or file are given whatever the days.
    min_severity
        ``info``, ``warning``, ``error`` or ``quarantined``.
    """

    dataset: str | None = None
    exchange: str | None = None
    start: date | None = None
    end: date | None = None
    min_severity: Severity = "warning"


def quality(workspace: Workspace, request: QualityRequest) -> Result:
    """List the findings, worst first.

    Returns
    -------
    Result
        One row per finding: ``dataset, place, trade_date, check, severity, column, observed, expected, note_zh, note_en``;
        ``trade_date`` is null for a finding about a whole series or file.

    Raises
    ------
    UnknownName
        There is no such table or severity.
    """
    if request.min_severity not in _SEVERITIES:
        raise UnknownName(kind="severity", name=request.min_severity, known=", ".join(_SEVERITIES))
    wanted = (table(request.dataset).name,) if request.dataset else tuple(dict.fromkeys(check.dataset for check in CHECKS))
    last = min(request.end, workspace.calendar.end) if request.end else workspace.calendar.end
    snapshot = workspace.snapshot(AsOf(last))
    found = snapshot.once(("quality", wanted), lambda: _examined(_Stored(snapshot), wanted))
    rows = found.rows.filter(*_conditions(request))
    return Result(rows, as_of=last if request.end else None, source=found.sources, warnings=_notes(workspace, found))


class _Examined(NamedTuple):
    """All findings of some tables, worst first; ``is_empty``: nothing was there to look at."""

    rows: pl.DataFrame
    sources: tuple[str, ...]
    is_empty: bool


def _examined(stored: _Stored, wanted: tuple[str, ...]) -> _Examined:
    rows = pl.concat([*(_recomputed(stored, name) for name in wanted), _logged(stored, wanted)])
    rows = rows.unique(_KEY, keep="first", maintain_order=True)
    rank = pl.col("severity").replace_strict({name: n for n, name in enumerate(_SEVERITIES)}, return_dtype=pl.Int8)
    rows = rows.sort([-rank, pl.col("dataset"), pl.col("check"), pl.col("place"), pl.col("trade_date")], nulls_last=True)
    mirrored = pl.struct(pl.when(pl.col("check").is_in(MIRRORED)).then("check").otherwise(pl.concat_str("check", "dataset")),
                         "place", "trade_date", "column")  # fmt: skip
    return _Examined(rows.filter(mirrored.is_first_distinct()), stored.sources, stored.is_empty)


class _Stored:
    """Every table of a snapshot with all its sources, each read once."""

    def __init__(self, snapshot: MarketSnapshot) -> None:
        self.snapshot = snapshot
        self._frames: dict[str, pl.DataFrame] = {}

    def __getitem__(self, name: str) -> pl.DataFrame:
        if name not in self._frames:
            self._frames[name] = self.snapshot.reader(table(name), None, self.snapshot.as_of.as_of, None)
        return self._frames[name]

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources of the rows that were looked at."""
        seen = {source for name, frame in self._frames.items() if name != "discrepancies" for source in frame["source"].unique()}
        return tuple(sorted(seen))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was there to look at."""
        return all(frame.is_empty() for frame in self._frames.values())


def _recomputed(stored: _Stored, name: str) -> pl.DataFrame:
    frame = stored[name]
    if frame.is_empty():
        return to_frame([]).select(_COLUMNS)
    context: Mapping[str, pl.DataFrame] = {other: stored[other] for other in CONTEXT.get(name, ())}
    return to_frame(examine(name, frame, context=context, calendar=stored.snapshot.calendar)).select(_COLUMNS)


def _logged(stored: _Stored, wanted: tuple[str, ...]) -> pl.DataFrame:
    """What only the way in could see: parsers' findings, and rows that were kept out."""
    recomputable = {check.name for check in CHECKS}
    return (
        stored["discrepancies"]
        .filter(pl.col("dataset").is_in(wanted), ~pl.col("check").is_in(recomputable) | (pl.col("severity") == "quarantined"))
        .select(_COLUMNS)
    )


def _conditions(request: QualityRequest) -> list[pl.Expr]:
    day, place = pl.col("trade_date"), pl.col("place")
    found = [pl.col("severity").is_in(_SEVERITIES[_SEVERITIES.index(request.min_severity) :])]
    if request.start is not None:
        found.append((day >= request.start) | day.is_null())
    if request.end is not None:
        found.append((day <= request.end) | day.is_null())
    if request.exchange is not None:
        suffix = {"SSE": ".SH", "SZSE": ".SZ", "BSE": ".BJ"}.get(request.exchange)
        of_securities = place.str.ends_with(suffix) if suffix else pl.lit(value=False)
        found.append((place == request.exchange) | of_securities)
    return found


def _notes(workspace: Workspace, found: _Examined) -> tuple[Note, ...]:
    if not found.is_empty:
        return workspace.notes
    return (*workspace.notes, Note("库中没有可检查的数据", "nothing is stored that could be checked"))
