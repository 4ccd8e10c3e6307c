"""Which documents are asked for: by source, day, entity and kind of file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import SecurityId

__all__ = ["EVERY", "Filters", "entity_of"]

_SOURCES: Final = (
    "WITH RECURSIVE each(name) AS (SELECT min(source) FROM copies UNION ALL "
    "SELECT (SELECT min(source) FROM copies WHERE source > each.name) FROM each WHERE each.name IS NOT NULL) "
    "SELECT name FROM each WHERE name IS NOT NULL"
)
"""Every source once, by a step of the index for each: a scan would read a row for each document."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Conditions that all hold; what is not given holds for every document.

    Parameters
    ----------
    source
        The source of the document, or of one of its copies, holds this text; case does not count.
    since, until
        The day of publication; a document without one is left out where either is given.
    entity
        A scope that the document names: a security in any spelling of its code, industry:sw1:电子, 电子; or a subject of its claims.
    kind
        text, html, pdf or docx.
    superseded
        Also documents whose file holds another text now.
    """

    source: str = ""
    since: date | None = None
    until: date | None = None
    entity: str = ""
    kind: str = ""
    superseded: bool = False

    def where(self) -> tuple[str, list[Any]]:
        """The conditions as SQL on ``documents``, and their values; an empty text where every document is asked for."""
        parts: list[str] = []
        values: list[Any] = []
        if not self.superseded:
            parts.append("documents.id NOT IN (SELECT id FROM documents WHERE superseded_by IS NOT NULL)")
        if self.source:
            parts.append(
                f"documents.id IN (SELECT document FROM copies WHERE source IN ({_SOURCES} AND instr(lower(name), lower(?))))"  # noqa: S608
            )
            values.append(self.source)
        if self.since:
            parts.append("documents.published >= ?")
            values.append(self.since.isoformat())
        if self.until:
            parts.append("documents.published <= ?")
            values.append(self.until.isoformat())
        if self.entity:
            wanted = entity_of(self.entity)
            parts.append(
                "documents.id IN (SELECT document FROM entities WHERE scope = ? OR scope LIKE '%:' || ? "
                "UNION SELECT document FROM claims WHERE subject = ?)"
            )
            values += [wanted, self.entity, self.entity]
        if self.kind:
            parts.append("documents.kind = ?")
            values.append(self.kind)
        return " AND ".join(parts), values

    @property
    def narrows(self) -> bool:
        """Whether anything is asked of a document beyond being current."""
        return bool(self.source or self.since or self.until or self.entity or self.kind)


EVERY: Final = Filters()
"""No condition but being current."""


def entity_of(text: str) -> str:
    """A code in any spelling as the scope of its security; any other text as it is.

    Examples
    --------
    >>> entity_of("SH600519"), entity_of("industry:sw1:电子")
    ('security:600519.SH', 'industry:sw1:电子')
    """
    try:
        return f"security:{SecurityId.parse(text.strip().removeprefix('security:'))}"
    except InvalidSecurity:
        return text.strip()
