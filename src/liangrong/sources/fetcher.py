"""What every connector and every file layout is.

A connector says how to ask (``request``), how many pages there are (``pages``) and what the bytes mean (``parse``).
It never sends anything itself: a ``Transport`` does, and the caller archives the bytes before they are parsed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Protocol, runtime_checkable

import polars as pl

from liangrong.core.outcomes import Outcome
from liangrong.market.discrepancies import Discrepancy

__all__ = ["Batch", "Fetcher", "FileLayout", "Hints", "Query", "RawPayload", "Request", "Sample", "Transport"]


@dataclass(frozen=True, slots=True)
class Query:
    """The sessions wanted, both ends included. A connector with ``span = "day"`` gets ``start == end``."""

    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request, fully described."""

    url: str
    params: tuple[tuple[str, str], ...] = ()
    form: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    method: Literal["GET", "POST"] = "GET"
    body: bytes = b""
    """Sent as it is where a host wants JSON; its content type stands in ``headers``. Never together with ``form``."""


@dataclass(frozen=True, slots=True)
class RawPayload:
    """Bytes as they came, with where and when they came from."""

    content: bytes
    url: str
    fetched_at: datetime
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> str:
        """Host and path, to name the answer in a sentence."""
        return self.url.partition("://")[2].partition("?")[0] or self.url

    @property
    def sha256(self) -> str:
        """The fingerprint under which the archive keeps these bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Batch:
    """What one parse yields: rows per table (conformed, without clocks) and what was odd about them.

    Parameters
    ----------
    tables
        Table name to rows.
    discrepancies
        Repairs, rejected rows and in-row contradictions, each with its place.
    """

    tables: Mapping[str, pl.DataFrame]
    discrepancies: tuple[Discrepancy, ...] = ()


class Transport(Protocol):
    """Whatever turns a request into bytes: HTTP, or a dict in a test."""

    def send(self, request: Request) -> RawPayload:
        """Send and return the complete body.

        Raises
        ------
        sources.transport.TransportFailed
            No complete answer came, after the retries the transport allows itself.
        """
        ...


@runtime_checkable
class Fetcher(Protocol):
    """One dataset of one provider.

    Attributes
    ----------
    source
        Name from ``market.priority.SOURCES``.
    dataset
        The table it fills first; coverage is kept per (dataset, exchange, date).
    exchange
        ``SSE``, ``SZSE``, ``BSE``, or ``""`` for figures of the whole market.
    span
        ``day``: one request answers one session; ``range``: one request answers many.
    first_day
        The first session the provider can have.
    """

    source: str
    dataset: str
    exchange: str
    span: Literal["day", "range"]
    first_day: date

    def request(self, query: Query, page: int = 1) -> Request:
        """How to ask for page ``page`` (from 1) of ``query``."""
        ...

    def pages(self, first: RawPayload, query: Query) -> int:
        """How many pages the answer has, read from its first page; 1 when that page cannot be read."""
        ...

    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """What the bytes of all pages mean. Pure; never raises for bad bytes, answers ``Failed``."""
        ...


@dataclass(frozen=True, slots=True)
class Hints:
    """What a file does not say about itself, given by the user or read from its name.

    ``from_name`` tells the two apart: a hint from the name is only used where the content has no answer, and is
    reported when used.
    """

    day: date | None = None
    security_id: str | None = None
    from_name: bool = False


@dataclass(frozen=True, slots=True)
class Sample:
    """A file as the recognisers see it: all bytes, and the decoded beginning when it is text."""

    content: bytes
    text: str | None
    """The first 64 KiB decoded (UTF-8, else GB18030), without BOM; ``None`` for binary formats."""
    sheets: Mapping[str, list[list[object]]] | None = None
    """The first rows of each sheet of a workbook; ``None`` for anything else."""
    columns: Mapping[str, str] | None = None
    """Column name to polars type of a Parquet file; ``None`` for anything else."""


class FileLayout(Protocol):
    """One layout of file, recognised by content alone."""

    name: str
    label_zh: str
    label_en: str

    def recognises(self, sample: Sample) -> bool:
        """Whether the content has this layout. Cheap, exact, and exclusive of every other layout."""
        ...

    def parse(self, content: bytes, hints: Hints) -> Outcome[Batch]:
        """What the file says. Pure; bad rows are discrepancies, a bad file is ``Failed``."""
        ...
