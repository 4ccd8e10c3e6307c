"""The formats of an answer: JSON with everything, CSV for a spreadsheet, Arrow for a data frame."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from liangrong.core.errors import Lang
from liangrong.core.results import Result, plain

if TYPE_CHECKING:
    import polars as pl

__all__ = ["FORMATS", "Format", "accepted"]

_RISKY: Final = r"^[=+\-@\t\r]"
"""How a text begins that a spreadsheet would compute."""
_INSTANT: Final = "%Y-%m-%dT%H:%M:%S%:z"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write an answer.

    Parameters
    ----------
    media_type
        What it is on the wire.
    suffix
        Of a file that is downloaded; empty for what a browser shows.
    write
        From an answer and a language to bytes.
    """

    media_type: str
    suffix: str
    write: Callable[[Result, Lang], bytes]


def accepted(header: str | None) -> str | None:
    """The format that an ``Accept`` header wants most, JSON where it does not care; ``None`` where it wants none of ours.

    Examples
    --------
    >>> accepted(None), accepted("text/csv, */*;q=0.1"), accepted("text/html")
    ('json', 'csv', None)
    """
    wishes = [_wish(part) for part in (header or "*/*").split(",")]
    best = {name: max((_weight(each, wish) for wish in wishes), default=(0, 0.0)) for name, each in FORMATS.items()}
    found = max(FORMATS, key=lambda name: best[name][1])
    return found if best[found][1] > 0 else None


def _wish(part: str) -> tuple[str, float]:
    """A range of media types and how much it is wanted."""
    kind, _, parameters = part.strip().partition(";")
    weight = next((text.strip()[2:] for text in parameters.split(";") if text.strip().lower().startswith("q=")), "1")
    try:
        return kind.strip().lower(), min(max(float(weight), 0.0), 1.0)
    except ValueError:
        return kind.strip().lower(), 0.0


def _weight(each: Format, wish: tuple[str, float]) -> tuple[int, float]:
    """How exactly a wish names a format, and how much it is wanted; the most exact one counts."""
    kind, weight = wish
    media_type = each.media_type.partition(";")[0]
    ranges = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
    return (ranges.index(kind) + 1, weight) if kind in ranges else (0, 0.0)


def _json(result: Result, lang: Lang) -> bytes:
    return result.to_json(lang).encode("utf-8", "replace")


def _csv(result: Result, _: Lang) -> bytes:
    """UTF-8 with the mark by which Excel knows it; no text in it is a formula."""
    import polars as pl

    flat = _flat(result.data)
    texts = [name for name, dtype in flat.schema.items() if dtype == pl.String]
    safe = flat.with_columns(
        pl.when(pl.col(name).str.contains(_RISKY)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name) for name in texts
    )
    return safe.write_csv(include_bom=True).encode()


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """One text or number in each cell: lists joined by semicolons, instants in Shanghai."""
    import polars as pl

    columns: list[pl.Expr | pl.Series] = []
    for name, dtype in frame.schema.items():
        if isinstance(dtype, pl.Datetime) and dtype.time_zone is not None:
            columns.append(pl.col(name).dt.convert_time_zone("Asia/Shanghai").dt.strftime(_INSTANT))
        elif isinstance(dtype, pl.List) and not isinstance(dtype.inner, pl.List | pl.Struct):
            columns.append(pl.col(name).cast(pl.List(pl.String)).list.join(";"))
        elif dtype.is_nested() or dtype.is_object():
            columns.append(_written(frame[name]))
    return frame.with_columns(columns)


def _written(column: pl.Series) -> pl.Series:
    """Cells of several kinds as text: numbers and words as they are, all else as JSON."""
    import polars as pl

    texts = [
        cell if cell is None or isinstance(cell, str) else json.dumps(cell, ensure_ascii=False) for cell in map(plain, column)
    ]
    return pl.Series(column.name, texts, pl.String)


def _arrow(result: Result, _: Lang) -> bytes:
    """An Arrow IPC stream with the types of our frame; money stays decimal."""
    import polars as pl

    frame = result.data
    frame = frame.with_columns(_written(frame[name]) for name, dtype in frame.schema.items() if dtype.is_object())
    stream = io.BytesIO()
    frame.write_ipc_stream(stream, compat_level=pl.CompatLevel.oldest())
    return stream.getvalue()


FORMATS: Final[Mapping[str, Format]] = MappingProxyType(
    {
        "json": Format("application/json", "", _json),
        "csv": Format("text/csv; charset=utf-8", ".csv", _csv),
        "arrow": Format("application/vnd.apache.arrow.stream", ".arrows", _arrow),
    }
)
"""Name to format; the first is the one that is sent to whoever does not care."""
