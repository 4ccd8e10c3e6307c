"""How a file looks from outside: its wrapper removed, its text decoded, its first rows laid open.

Nothing here knows what any layout means; ``registry`` asks each layout whether it recognises the ``Sample``.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Literal, TypeAlias

from liangrong.core.errors import BadInput
from liangrong.core.outcomes import Outcome
from liangrong.sources.decoding import workbook_of
from liangrong.sources.encodings import decode
from liangrong.sources.fetcher import Batch, Hints, RawPayload, Sample
from liangrong.sources.refusals import Refused

__all__ = ["Layout", "Parser", "bare", "decode", "form", "has_columns", "header", "sample", "sheets_of", "unwrap"]

SAMPLE_CHARACTERS: Final = 64 * 1024
"""How much text a recogniser may look at."""
SAMPLE_ROWS: Final = 20
"""How many rows of each sheet a recogniser may look at."""
LARGEST_UNPACKED: Final = 1024**3
"""A wrapper that unpacks to more than 1 GiB is refused: no market file is that large, a bomb is."""

_NEVER: Final = datetime.fromtimestamp(0, UTC)

Parser: TypeAlias = Callable[[bytes, Hints], Outcome[Batch]]
"""What reads a file of a layout."""

Form = Literal["empty", "text", "parquet", "workbook", "binary"]


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of file; fulfils ``sources.fetcher.FileLayout``.

    Parameters
    ----------
    name
        Stable identifier, printed after an import.
    label_zh, label_en
        What it is, for people.
    recognises
        Whether the content has this layout: cheap, exact, exclusive of every other layout.
    parse
        What the content says.
    columns
        The columns it needs, without units; they let a refusal name the closest layout.
    """

    name: str
    label_zh: str
    label_en: str
    recognises: Callable[[Sample], bool]
    parse: Parser
    columns: tuple[str, ...] = ()


def sample(content: bytes) -> Sample:
    """Lay a file open for the recognisers.

    Raises
    ------
    BadInput
        A wrapper (gz, zip), workbook or Parquet file is damaged, or a zip holds more than one file.

    Examples
    --------
    >>> sample(b"trade_date,rzye").text
    'trade_date,rzye'
    """
    content = unwrap(content)
    match form(content):
        case "parquet":
            return Sample(content, None, columns=_parquet_columns(content))
        case "workbook":
            first = {name: rows[:SAMPLE_ROWS] for name, rows in sheets_of(content).items()}
            return Sample(content, None, sheets=first)
        case "text" | "empty":
            return Sample(content, decode(content, limit=SAMPLE_CHARACTERS))
        case _:
            return Sample(content, None)


def form(content: bytes) -> Form:
    """What kind of bytes these are, from their first ones."""
    if not content:
        return "empty"
    if content.startswith(b"PAR1"):
        return "parquet"
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return "workbook"
    return "text" if decode(content, limit=SAMPLE_CHARACTERS) is not None else "binary"


def unwrap(content: bytes) -> bytes:
    """Take a file out of its gz or zip wrapper (once); workbooks, which are zips themselves, stay as they are."""
    if content.startswith(b"\x1f\x8b"):
        return _gunzip(content)
    if content.startswith(b"PK\x03\x04"):
        return _unzip(content)
    return content


def _gunzip(content: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(LARGEST_UNPACKED + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(
            place="gzip",
            reason=f"the compressed file is damaged or cut off ({error})",
            reason_zh=f"压缩文件损坏或不完整（{error}）",
        ) from None
    return _within_bounds(unpacked)


def _unzip(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = [m for m in packed.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
            if any(m.filename == "[Content_Types].xml" for m in members):
                return content
            if len(members) != 1:
                raise BadInput(
                    place="zip",
                    reason=f"it holds {len(members)} files; unpack it and import them one by one",
                    reason_zh=f"其中有 {len(members)} 个文件，请解压后逐个导入",
                )
            if members[0].file_size > LARGEST_UNPACKED:
                return _within_bounds(b"", members[0].file_size)
            return packed.read(members[0])
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError) as error:
        raise BadInput(
            place="zip / xlsx",
            reason=f"the file is damaged or cut off ({error})",
            reason_zh=f"文件损坏或不完整（{error}）",
        ) from None


def _within_bounds(unpacked: bytes, size: int = 0) -> bytes:
    if max(size, len(unpacked)) > LARGEST_UNPACKED:
        raise BadInput(place="gzip / zip", reason="it unpacks to more than 1 GiB", reason_zh="解压后超过 1 GiB")
    return unpacked


def _parquet_columns(content: bytes) -> dict[str, str]:
    import polars as pl

    try:
        return {name: str(dtype) for name, dtype in pl.read_parquet_schema(io.BytesIO(content)).items()}
    except (pl.exceptions.PolarsError, OSError) as error:
        raise BadInput(
            place="Parquet",
            reason=f"the file is damaged or cut off ({error})",
            reason_zh=f"文件损坏或不完整（{error}）",
        ) from None


def sheets_of(content: bytes) -> dict[str, list[list[object]]]:
    """Every sheet of a BIFF or XLSX workbook, row by row.

    Raises
    ------
    BadInput
        The workbook is damaged.
    """
    try:
        return workbook_of(RawPayload(content, "workbook", _NEVER))
    except Refused as refusal:
        raise BadInput(
            place="workbook",
            reason=f"the workbook is damaged or cut off ({refusal.en})",
            reason_zh=f"工作簿损坏或不完整（{refusal.zh}）",
        ) from None


def bare(name: str) -> str:
    """A column name without its unit, spaces and invisible characters: ``融资-余额(元)`` -> ``融资-余额``."""
    visible = "".join(c for c in name if c.isprintable() and c not in " \u3000\ufeff\ufffc")
    return re.sub(r"[(（][^()（）]*[)）]$", "", visible)


def header(seen: Sample) -> tuple[str, ...]:
    """The column names of a table, as printed; empty when the file is not a table."""
    if seen.columns is not None:
        return tuple(seen.columns)
    if seen.sheets is not None:
        rows: Iterable[list[object]] = next(iter(seen.sheets.values()), [])
        return tuple(str(cell) for cell in next(iter(rows), []))
    line = next((line for line in (seen.text or "").splitlines() if line.strip()), "")
    return tuple(next(csv.reader([line], delimiter="\t" if "\t" in line else ","), []))


def has_columns(*names: str, without: tuple[str, ...] = ()) -> Callable[[Sample], bool]:
    """A recogniser: the header has all ``names`` and none of ``without``, units aside."""
    wanted, unwanted = frozenset(names), frozenset(without)

    def recognises(seen: Sample) -> bool:
        found = {bare(name) for name in header(seen)}
        return wanted <= found and not unwanted & found

    return recognises
