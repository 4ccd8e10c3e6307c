"""The tree that says where a number of an account comes from, nested as a page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from liangrong.accounts.explanation.explain import shown, sign
from liangrong.core.errors import Lang

if TYPE_CHECKING:
    import polars as pl

__all__ = ["Node", "nested"]


@dataclass(frozen=True, slots=True)
class Node:
    """One number with those that it follows from.

    Parameters
    ----------
    sign
        What joins it to its neighbours.
    label, symbol, value
        What it is, as a letter of a formula, and how much.
    citation, note
        The rule that makes it so, and what else must be known.
    """

    sign: str
    label: str
    symbol: str
    value: str
    citation: str
    note: str
    children: tuple[Node, ...] = ()


def nested(rows: pl.DataFrame, lang: Lang) -> Node | None:
    """The tree of the rows of ``explain``; nothing where there are none."""
    return _node(rows.to_dicts(), "1", "", lang) if rows.height else None


def _node(rows: list[dict[str, Any]], path: str, joined: str, lang: Lang) -> Node:
    row = next(each for each in rows if each["path"] == path)
    below = [each["path"] for each in rows if each["path"].rpartition(".")[0] == path]
    children = tuple(_node(rows, each, sign(row["operation"], place), lang) for place, each in enumerate(below))
    value = None if row["value"] is None else Decimal(row["value"])
    return Node(
        joined,
        row["label"],
        row["symbol"] or "",
        shown(value, row["unit"], lang),
        row["citation"] or "",
        row["note"] or "",
        children,
    )
