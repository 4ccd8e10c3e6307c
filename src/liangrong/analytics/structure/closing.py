"""The closing lines of a table of flows: the sums of the groups beside the exchanges' totals, on both bases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import polars as pl

from liangrong.analytics.structure.bases import BALANCE, REPAYMENTS, Basis, ExchangeTotal

__all__ = ["alone", "closing_rows", "of_exchanges"]

_SCHEMA: Final = pl.Schema({
    "part": pl.String(), "group": pl.String(), "net": pl.Int64(), "bought": pl.Int64(), "repaid": pl.Int64(), "start_balance": pl.Int64(),
    "end_balance": pl.Int64(), "securities": pl.Int64(), "basis": pl.String(), "quality": pl.String(), "share_of_absolute": pl.Float64(),
    "difference": pl.Int64(),
})  # fmt: skip
_ALL: Final = "all"
_MEASURED: Final = ("net", "bought", "repaid", "start_balance", "end_balance")


def closing_rows(
    rows: pl.DataFrame,
    changes: pl.DataFrame,
    totals: Sequence[ExchangeTotal],
    bases: Mapping[int, Basis | None],
    *,
    asked: str,
    overlapping: bool = False,
) -> pl.DataFrame:
    """Who entered and left, what could not be broken down, the sums of the groups, and the totals; money in 厘.

    Parameters
    ----------
    rows
        ``nets.NETS``.
    changes
        ``nets.list_changes`` of the exchanges that are measured by balances.
    overlapping
        Securities may stand in several groups over the whole window; they are summed once.
    """
    once = rows.unique("security_id") if overlapping else rows
    found: list[dict[str, Any]] = []
    for part, side in (("entered", "end_balance"), ("left", "start_balance")):
        listed = changes.filter(pl.col("part") == part)
        if listed.height:
            found.append({"part": part, "group": part, side: int(listed["amount"].sum()), "securities": listed.height})
    lone = {total.place: alone(total, asked) for total in totals if bases[total.place] is None}
    found += [row for row in lone.values() if row["net"] is not None]
    sums = []
    for total in totals:
        own = once.filter(pl.col("place") == total.place)
        broken = bases[total.place] is not None
        summed = {**_sum(own), "basis": bases[total.place]} if broken else lone[total.place]
        change = _change(changes, total.place) if bases[total.place] == BALANCE else 0
        sums.append(({**summed, "part": "sum_of_groups", "group": total.exchange.name}, change, broken))
    found += [row for row, _, _ in sums]
    found.append(_whole(sums, once))
    for basis in (REPAYMENTS, BALANCE):
        placed = [row["net"] + (change if basis == BALANCE else 0) if broken else None for row, change, broken in sums]
        found += _totals(totals, basis, placed)
    return pl.DataFrame(found, schema=_SCHEMA)


def of_exchanges(totals: Sequence[ExchangeTotal], picked: Sequence[Basis | None]) -> pl.DataFrame:
    """The exchanges as groups of their own, from their totals alone."""
    groups = [
        {**_figures(total), "part": "group", "group": total.exchange.name, "net": total.net(basis) if basis else None, "basis": basis,
         "repaid": total.repaid if basis == REPAYMENTS else None, "quality": "ok" if basis else "incomplete"}
        for total, basis in zip(totals, picked, strict=True)
    ]  # fmt: skip
    nets = [row["net"] for row in groups]
    absolute = sum(abs(net) for net in nets if net is not None)
    for row in groups:
        row["share_of_absolute"] = abs(row["net"]) / absolute if row["net"] is not None and absolute else None
    groups.sort(key=lambda row: (row["net"] is None, -(row["net"] or 0), row["group"]))
    whole = _added(groups) | {"part": "sum_of_groups", "group": _ALL, "basis": _mixed(picked)}
    return pl.DataFrame([*groups, whole, *_totals(totals, REPAYMENTS, nets), *_totals(totals, BALANCE, nets)], schema=_SCHEMA)


def alone(total: ExchangeTotal, asked: str) -> dict[str, Any]:
    """An exchange whose total is known and not its securities."""
    basis: Basis = "repayments" if asked == REPAYMENTS or (asked == "auto" and total.by_balance is None) else "balance"
    row = {"part": "not_broken_down", "group": total.exchange.name, **_figures(total), "net": total.net(basis), "basis": basis}
    return {**row, "repaid": total.repaid if basis == REPAYMENTS else None, "quality": "incomplete"}


def _figures(total: ExchangeTotal) -> dict[str, Any]:
    return {"bought": total.bought, "start_balance": total.start_balance, "end_balance": total.end_balance}


def _sum(rows: pl.DataFrame) -> dict[str, Any]:
    sums: dict[str, Any] = {name: None if rows[name].null_count() else int(rows[name].sum()) for name in _MEASURED}
    return {**sums, "securities": rows["security_id"].n_unique(), "quality": "ok"}


def _change(changes: pl.DataFrame, place: int) -> int:
    own = changes.filter(pl.col("place") == place)
    signed = pl.when(pl.col("part") == "entered").then("amount").otherwise(-pl.col("amount"))
    return int(own.select(signed.sum()).item())


def _whole(sums: Sequence[tuple[dict[str, Any], int, bool]], once: pl.DataFrame) -> dict[str, Any]:
    """All exchanges together, whether broken down or not."""
    rows = [row for row, _, _ in sums]
    found = _added(rows) | {"part": "sum_of_groups", "group": _ALL, "basis": _mixed([row["basis"] for row in rows])}
    return {**found, "securities": once["security_id"].n_unique()}


def _added(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Sums of the cells that every row has."""
    cells = {name: [row.get(name) for row in rows] for name in _MEASURED}
    sums = {name: None if None in values else sum(map(int, values)) for name, values in cells.items()}  # type: ignore[arg-type]
    worst = "incomplete" if any(row.get("quality") == "incomplete" for row in rows) else "ok"
    return {**sums, "quality": worst}


def _mixed(bases: Sequence[str | None]) -> str | None:
    known = {basis for basis in bases if basis}
    return "mixed" if len(known) > 1 else next(iter(known), None)


def _totals(totals: Sequence[ExchangeTotal], basis: Basis, sums: Sequence[int | None]) -> list[dict[str, Any]]:
    """The totals of each exchange and of all on one basis, with the sum of groups less the total."""
    own = [_total_row(total, basis, summed) for total, summed in zip(totals, sums, strict=True)]
    differences = [row["difference"] for row in own]
    everything = {"part": "exchange_total", "group": _ALL, "basis": basis, **_added(own)}
    everything["difference"] = None if None in differences else sum(differences)
    return [row for row in [*own, everything] if row["net"] is not None]


def _total_row(total: ExchangeTotal, basis: Basis, summed: int | None) -> dict[str, Any]:
    net = total.net(basis)
    figures = {"bought": total.bought, "repaid": total.repaid} if basis == REPAYMENTS else {
        "start_balance": total.start_balance, "end_balance": total.end_balance}  # fmt: skip
    difference = None if summed is None or net is None else summed - net
    return {
        "part": "exchange_total",
        "group": total.exchange.name,
        "basis": basis,
        "net": net,
        **figures,
        "difference": difference,
        "quality": "ok",
    }
