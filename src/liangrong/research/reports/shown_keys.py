"""Which findings the parts of an outline would show, in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from liangrong.core.errors import Lang
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.outline import Figures, First, Items, Part, Picture, Say, Table
from liangrong.research.reports.phrases import one_of, places

__all__ = ["keys_of", "rows_of"]


def keys_of(part: Part, rows: Mapping[str, Sequence[str]], lang: Lang) -> Iterator[str]:
    """Every finding that a part would show; of a table also its prefix, for what explains that there is none.

    Parameters
    ----------
    rows
        Of every table by its prefix, as ``rows_of`` says.
    """
    if isinstance(part, Say):
        yield from (key for _, key, _ in places(one_of(part.text, lang)) if key)
    elif isinstance(part, First):
        yield from (key for choice in part.choices for key in keys_of(choice, rows, lang))
    elif isinstance(part, Figures):
        yield from (card.key for card in part.cards)
    elif isinstance(part, Items):
        yield from (item.key for item in part.rows)
    elif isinstance(part, Picture):
        yield from keys_of(part.table, rows, lang)
    elif isinstance(part, Table):
        yield part.prefix
        fields = [column.field for column in part.columns]
        yield from (f"{part.prefix}/{row}/{each}" for row in rows.get(part.prefix, ()) for each in fields)


def rows_of(findings: Mapping[str, Finding]) -> dict[str, tuple[str, ...]]:
    """The rows of every table, in the order of their findings.

    Examples
    --------
    >>> one = Finding("names/600519.SH/share", "share", "600519.SH", None, 0.5)
    >>> rows_of({one.key: one})
    {'names': ('600519.SH',)}
    """
    found: dict[str, dict[str, None]] = {}
    for key in findings:
        prefix, _, rest = key.partition("/")
        if rest:
            found.setdefault(prefix, {})[rest.rpartition("/")[0]] = None
    return {prefix: tuple(rows) for prefix, rows in found.items()}
