"""The ledger of calls, and what came of them by a file of prices or by stored measures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from liangrong.core.errors import BadInput, LiangrongError, UsageError
from liangrong.core.results import Note, Result
from liangrong.research.documents.calls.ledger import Entry, ledger, scored_ledger
from liangrong.research.documents.calls.prices import values_of
from liangrong.research.documents.calls.scoring import RULES, Scored, records
from liangrong.research.documents.readers.decoding import decoded
from liangrong.research.documents.readers.limits import BYTES
from liangrong.services.documents.frames import frame
from liangrong.services.documents.place import NO_CORPUS, reading
from liangrong.services.workspace import Workspace

__all__ = ["CallsRequest", "calls"]

_Values = Sequence[tuple[date, Decimal]]

_CALLS: Final[dict[str, Any]] = {
    "document": pl.Int64(), "author": pl.String(), "said_on": pl.Date(), "sector": pl.String(), "instrument": pl.String(), "call": pl.String(),
    "call_strength": pl.String(), "call_horizon": pl.String(), "price_levels": pl.String(), "support_level": pl.String(),
    "resistance_level": pl.String(),
    "price_unit": pl.String(), "sentence": pl.String(), "call_outcome": pl.String(), "judged_over": pl.Int64(), "value_then": pl.String(),
    "value_after": pl.String(), "judged_on": pl.Date(), "reason_zh": pl.String(), "reason_en": pl.String(),
}  # fmt: skip
_AUTHORS: Final[dict[str, Any]] = {
    "author": pl.String(), "calls_made": pl.Int64(), "calls_judged": pl.Int64(), "call_hits": pl.Int64(), "calls_open": pl.Int64(),
    "call_hit_rate": pl.Float64(), "call_hit_rate_low": pl.Float64(), "call_hit_rate_high": pl.Float64(),
}  # fmt: skip
_INDEPENDENT: Final = Note(
    "命中率的 Wilson 95% 区间假定各条观点互相独立；同日同板块的观点并不独立，实际区间更宽。",
    "The Wilson interval of 95 % takes calls for independent; those of one day and sector are not, so the truth is wider.",
)


@dataclass(frozen=True, slots=True)
class CallsRequest:
    """Which calls, and by what they are judged.

    Parameters
    ----------
    author
        Only of authors whose name holds this text.
    instrument
        Only of instruments whose name holds this text.
    start, end
        Only calls made from this day on, and until that one.
    part
        calls: one row for each; authors: how each author's calls came out, with the interval of the rate.
    stored
        Judge calls on a measure of the market by its stored values.
    every
        Also lines of a note that name an instrument and call nothing.
    values
        A file of prices (date,value, and instrument where it has several) by which calls are judged.
    over
        Over how many values of the file a call is judged; by default 5 for a short one, 20 for a medium, 60 for a long one, 5 for one that does not say.
    corpus
        Another file than the one beside the store.
    """

    author: str = ""
    instrument: str = ""
    start: date | None = None
    end: date | None = None
    part: Literal["calls", "authors"] = "calls"
    stored: bool = False
    every: bool = False
    over: int | None = None
    values: Path | None = None
    corpus: Path | None = None


def calls(workspace: Workspace | None, request: CallsRequest = CallsRequest()) -> Result:
    """The calls of the documents in the order of their days, judged where values are at hand.

    Returns
    -------
    Result
        Rows ``document, author, said_on, sector, instrument, call, strength, call_horizon, price_levels, support, resistance, price_unit, sentence,
        call_outcome, judged_over, value_then, value_after, judged_on, reason_*``, or one row for each author. Prices stand as printed.

    Raises
    ------
    BadInput
        The file of prices cannot be read, or the corpus cannot be opened.
    UsageError
        Calls shall be judged over fewer than one value.
    """
    if request.over is not None and request.over < 1:
        raise UsageError(
            reason=f"over is {request.over}; it must be at least 1.", reason_zh=f"over 为 {request.over}，至少应为 1。"
        )
    schema = _CALLS if request.part == "calls" else _AUTHORS
    with reading(workspace, request.corpus) as corpus:
        if corpus is None:
            return Result(frame([], schema), warnings=(NO_CORPUS,))
        entries = ledger(
            corpus, author=request.author, instrument=request.instrument, since=request.start, until=request.end, only_calls=not request.every
        )  # fmt: skip
    judging = request.values is not None or request.stored
    scored = scored_ledger(entries, _values(workspace, request, entries), horizon=request.over)
    kinds = dict.fromkeys(entry.call.call for entry in entries if entry.call.call)
    notes = tuple(RULES[kind] for kind in kinds) if judging else ()
    if request.part == "calls":
        return Result(frame([_row(entry, outcome, judging=judging) for entry, outcome in scored], _CALLS), warnings=notes)
    rows = [
        {
            "author": each.author or None, "calls_made": each.calls, "calls_judged": each.scored, "call_hits": each.hits, "calls_open": each.open,
            "call_hit_rate": each.rate, "call_hit_rate_low": each.low, "call_hit_rate_high": each.high,
        }
        for each in records(outcome for _, outcome in scored)
    ]  # fmt: skip
    return Result(frame(rows, _AUTHORS), warnings=(*notes, _INDEPENDENT) if judging else ())


def _values(workspace: Workspace | None, request: CallsRequest, entries: Sequence[Entry]) -> Callable[[str], _Values]:
    """The values of an instrument: of the file, under its own name or the only one; else stored ones, where they are asked for."""
    found: dict[str, list[tuple[date, Decimal]]] = {}
    if request.values is not None:
        found = values_of(_text(request.values), request.values.name)
    if list(found) == [""] and len({entry.call.instrument for entry in entries if entry.call.call}) > 1:
        raise UsageError(
            reason="The file names no instrument, and there are calls on several: add a column 'instrument', or name one with --instrument.",
            reason_zh="文件未注明品种，而观点涉及多个品种：请加一列 instrument，或用 --instrument 指定其一。",
        )
    by_name = {name.casefold(): values for name, values in found.items()}

    def values(instrument: str) -> _Values:
        own = by_name.get(instrument.casefold(), by_name.get(""))
        if own is None and request.stored and workspace is not None:
            own = by_name[instrument.casefold()] = _stored(workspace, instrument)
        return own or ()

    return values


def _stored(workspace: Workspace, instrument: str) -> list[tuple[date, Decimal]]:
    """The stored values of a measure of the market that goes by this name; none where it is no measure, or nothing is stored."""
    from liangrong.analytics.measures import measure
    from liangrong.services.measures import ShowRequest, show

    try:
        wanted = measure(instrument)
        rows = show(workspace, ShowRequest(wanted.name, start=date(2010, 3, 31))).data
    except LiangrongError:
        return []
    return [(day, Decimal(str(value))) for day, value in rows.select("date", "value").drop_nulls().iter_rows()]


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > BYTES:
            raise BadInput(place=path.name, reason="it is too large for a file of prices.", reason_zh="文件过大，不像价格文件。")
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise BadInput(place=path.name, reason="there is no such file here.", reason_zh="没有这个文件。") from error
    except OSError as error:
        said = error.strerror or str(error)
        raise BadInput(place=path.name, reason=f"it cannot be read: {said}.", reason_zh=f"无法读取：{said}。") from error
    return decoded(content, path.name)[0]


def _row(entry: Entry, scored: Scored, *, judging: bool) -> dict[str, Any]:
    call = entry.call
    row: dict[str, Any] = {
        "document": entry.document, "author": call.author or None, "said_on": call.said_on, "sector": call.sector or None,
        "instrument": call.instrument, "call": call.call or None, "call_strength": call.strength or None, "call_horizon": call.horizon or None,
        "price_levels": "; ".join(level.text for level in call.levels) or None, "support_level": _plain(call.support),
        "resistance_level": _plain(call.resistance), "price_unit": call.unit or None, "sentence": call.sentence,
        "call_outcome": None, "judged_over": None, "value_then": None, "value_after": None, "judged_on": None, "reason_zh": None, "reason_en": None,
    }  # fmt: skip
    if not judging:
        return row
    return row | {
        "call_outcome": scored.outcome, "judged_over": scored.horizon, "value_then": _plain(scored.first), "value_after": _plain(scored.last),
        "judged_on": scored.until, "reason_zh": scored.reason.zh, "reason_en": scored.reason.en,
    }  # fmt: skip


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
