"""The ledger of calls: what was called, by whom, when, and in which document; kept in the corpus and scored later."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liangrong.research.documents.calls.call import Call
from liangrong.research.documents.calls.scoring import Scored, score
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.rows import call_of

__all__ = ["Entry", "ledger", "scored_ledger"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A call and the document that makes it."""

    document: int
    title: str
    call: Call


def ledger(
    corpus: Corpus,
    *,
    author: str = "",
    instrument: str = "",
    since: date | None = None,
    until: date | None = None,
    document: int | None = None,
    only_calls: bool = False,
) -> list[Entry]:
    """The calls of the corpus in order of days, those of documents that were superseded left out.

    Parameters
    ----------
    author, instrument
        Only where the name holds this text; case does not count.
    only_calls
        Leave out lines that call nothing.
    """
    rows = corpus.connection.execute(
        "SELECT calls.*, documents.title FROM calls JOIN documents ON documents.id = calls.document "
        "WHERE superseded_by IS NULL AND (?1 = '' OR instr(lower(author), lower(?1))) AND (?2 = '' OR instr(lower(instrument), lower(?2))) "
        "AND (?3 IS NULL OR said_on >= ?3) AND (?4 IS NULL OR said_on <= ?4) AND (?5 IS NULL OR document = ?5) AND (NOT ?6 OR call != '') "
        "ORDER BY said_on IS NULL, said_on, document, number",
        (author, instrument, since and since.isoformat(), until and until.isoformat(), document, only_calls),
    )
    return [Entry(row["document"], row["title"], call_of(row)) for row in rows]


def scored_ledger(
    entries: Sequence[Entry], values: Callable[[str], Sequence[tuple[date, Decimal]]], *, horizon: int | None = None
) -> list[tuple[Entry, Scored]]:
    """The calls with what came of them.

    Parameters
    ----------
    values
        The values of an instrument, in order of days; none where it is not known.
    horizon
        Over how many values; what each call's own horizon stands for by default.
    """
    return [(entry, score(entry.call, values(entry.call.instrument), horizon=horizon)) for entry in entries]
