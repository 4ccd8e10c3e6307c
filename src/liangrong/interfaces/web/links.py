"""Where a row leads: to the page of a security, or to the members of its group."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from liangrong.interfaces.web.panels import Link
from liangrong.interfaces.web.state import State

__all__ = ["SECURITY_LINKS", "group_link", "linked", "scope_link", "security_links"]

_SCOPES: Final = {
    "sw1": "industry:sw1:{}",
    "sw2": "industry:sw2:{}",
    "sw3": "industry:sw3:{}",
    "board": "board:{}",
    "exchange": "exchange:{}",
}
"""Grouping to the scope of one of its groups."""
_WINDOW: Final = ("from", "to", "known_at")


def group_link(row: Mapping[str, Any], state: State) -> str | None:
    """The address behind a row of flows or of a league table; ``None`` for sums and for what is in no group.

    Parameters
    ----------
    row
        ``grouping, group_name`` and, in flows, ``part``.
    state
        Its window goes along.

    Examples
    --------
    >>> group_link({"grouping": "board", "group_name": "star", "part": "group"}, State("/structure"))
    '/structure?by=security&within=board%3Astar'
    """
    grouping, name = row["grouping"], row["group_name"]
    if grouping == "security":
        return state.there(f"/security/{name}")
    scope = grouping if grouping.startswith("index:") else _SCOPES.get(grouping)
    if row.get("part", "group") != "group" or scope is None:
        return None
    return scope_link(scope.format(name), state)


def scope_link(scope: str, state: State) -> str:
    """The address of a scope: the page of a security, or the stocks of a part of the market."""
    kind, _, name = scope.partition(":")
    if kind == "security":
        return state.there(f"/security/{name}")
    return state.there("/structure", by="security", within=scope, **state.only(*_WINDOW))


def linked(rows: pl.DataFrame, state: State) -> pl.DataFrame:
    """The rows with where each of them leads in ``link``, where they are groups of the market."""
    if not {"grouping", "group_name"} <= set(rows.columns):
        return rows
    links = [group_link(row, state) for row in rows.iter_rows(named=True)]
    return rows.with_columns(link=pl.Series(links, dtype=pl.String))


def security_links(code: str = "security_id", name: str = "name") -> dict[str, Link]:
    """Links of the columns that name a security: one for each row, behind its name where it has one, else behind its code."""

    def behind_name(row: Mapping[str, Any], state: State) -> str | None:
        return state.there(f"/security/{row[code]}") if row[code] and row.get(name) else None

    def behind_code(row: Mapping[str, Any], state: State) -> str | None:
        return state.there(f"/security/{row[code]}") if row[code] and not row.get(name) else None

    return {name: behind_name, code: behind_code}


SECURITY_LINKS: Final = security_links()
"""Of a table with ``security_id`` and ``name``."""
