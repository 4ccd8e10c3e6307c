"""Where the names of securities in a table lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from liangrong.interfaces.web.panels import Link
from liangrong.interfaces.web.state import State

__all__ = ["SECURITY_LINKS", "security_links"]


def security_links(code: str = "security_id", name: str = "name") -> dict[str, Link]:
    """Links of the columns that name a security: one for each row, behind its name where it has one, else behind its code."""

    def behind_name(row: Mapping[str, Any], state: State) -> str | None:
        return state.there(f"/security/{row[code]}") if row[code] and row.get(name) else None

    def behind_code(row: Mapping[str, Any], state: State) -> str | None:
        return state.there(f"/security/{row[code]}") if row[code] and not row.get(name) else None

    return {name: behind_name, code: behind_code}


SECURITY_LINKS: Final = security_links()
"""Of a table with ``security_id`` and ``name``."""
