"""Every verb there is.

They stand in ``entries``; a use case that is not there says why in ``unreached.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from liangrong.core.errors import UnknownName
from liangrong.services.verbs.entries import (
    accounts,
    books,
    claims,
    documents,
    episodes,
    market,
    reports,
    rules,
    securities,
    signals,
    store,
    strategies,
    stress,
    structure,
    studies,
)
from liangrong.services.verbs.verb import Verb

__all__ = ["VERBS", "verb"]

VERBS: Final[Mapping[str, Verb]] = MappingProxyType(
    {
        each.name: each
        for part in (
            market,
            claims,
            documents,
            reports,
            structure,
            episodes,
            signals,
            securities,
            studies,
            rules,
            accounts,
            strategies,
            books,
            stress,
            store,
        )
        for each in part.ENTRIES
    }
)
"""Name to verb, in the order of the catalogue."""


def verb(name: str) -> Verb:
    """The verb called ``name``; underscores count as hyphens.

    Raises
    ------
    UnknownName
        There is none.

    Examples
    --------
    >>> verb("heat_history").target
    'heat:heat_history'
    """
    found = VERBS.get(name.replace("_", "-"))
    if found is None:
        raise UnknownName(kind="verb", name=name, known=", ".join(VERBS))
    return found
