"""The stocks with the most shorts outstanding on a day, in strict order of the column that the table says it is sorted by."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import polars as pl

from liangrong.analytics.completeness import MAX_MISSING_SHARE, stocks_only
from liangrong.analytics.detail import detail_rows
from liangrong.analytics.names import with_names
from liangrong.analytics.panels.panel import Floats, Panel
from liangrong.analytics.scopes import Baskets, Scope, resolve_scope
from liangrong.analytics.shorts.cover import VOLUME_SESSIONS, days_to_cover, short_panel
from liangrong.analytics.shorts.industries import industries_on
from liangrong.analytics.shorts.order import first_out_of_order
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["short_table", "shorted"]

STEPS: Final = (5, 20)
"""Changes of the short quantity are shown over so many sessions."""


def short_table(
    snapshot: MarketSnapshot,
    *,
    on: date | None = None,
    scope: str | Scope = "market",
    top: int = 20,
    baskets: Baskets | None = None,
) -> Result:
    """The most shorted stocks of a session.

    Sorted by short balance over float cap where the float cap of the day is known for all but two in a hundred of the shorted
    stocks, else by the short balance; ``sorted_by`` says which. Ties stand in the order of their codes.

    Parameters
    ----------
    on
        The session; by default the snapshot's.
    top
        How many rows.

    Returns
    -------
    Result
        ``date, rank, security_id, name, industry, short_balance, short_quantity, float_cap, short_to_float_cap, days_to_cover,
        quantity_change_5, quantity_change_20`` (short quantity against 5 and 20 sessions before, minus 1), ``sorted_by``.
        Unknown cells are null. Warnings say what the order is, that it was checked, and what is not in the table: funds, and
        stocks without a cap.

    Raises
    ------
    NoData
        The detail of the session is not whole, or nothing is sold short in the scope.

    Examples
    --------
    >>> from liangrong.simulation.market import SimulatedMarket
    >>> made = SimulatedMarket.generate()
    >>> market = MarketSnapshot.of({name: made.table(name) for name in made.tables}, date(2026, 1, 30))
    >>> short_table(market, top=3).data["sorted_by"].unique().to_list()
    ['short_to_float_cap']
    """
    day = on or snapshot.as_of.as_of
    resolved, notes = resolve_scope(snapshot, scope, baskets=baskets)
    held, funds = shorted(snapshot, resolved, day)
    caps = snapshot.table("caps", start=day, end=day).select("security_id", "float_cap", cap_source="source")
    valued = held.filter(pl.col("short_balance").is_not_null())
    rows = valued.join(caps, on="security_id", how="left", maintain_order="left").with_columns(
        short_to_float_cap=pl.when(pl.col("float_cap") > 0).then(
            pl.col("short_balance").cast(pl.Float64) / pl.col("float_cap").cast(pl.Float64)
        )
    )
    lacking = rows.filter(pl.col("short_to_float_cap").is_null())
    by_ratio = lacking.height <= MAX_MISSING_SHARE * rows.height
    order = "short_to_float_cap" if by_ratio else "short_balance"
    ranked = (
        rows.filter(pl.col(order).is_not_null())
        .sort(order, "security_id", descending=[True, False])
        .with_columns(rank=pl.int_range(1, pl.len() + 1), sorted_by=pl.lit(order))
    )
    shown = _described(snapshot, ranked.head(top), day)
    sources = {*held["source"].unique(), *(rows["cap_source"].drop_nulls().unique() if by_ratio else [])}
    return Result(
        data=shown, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at, source=tuple(sorted(sources))
    ).warn(*notes, *_notes(shown, order, day, lacking, held, funds))  # fmt: skip


def shorted(snapshot: MarketSnapshot, scope: Scope, day: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The stocks and, apart, the funds of a scope with shorts outstanding on a session of whole detail.

    Raises
    ------
    NoData
        The detail of the session is not whole, or no stock is sold short.
    """
    rows = detail_rows(snapshot, scope, day, day, ("short_balance",)).filter(pl.col("short_quantity") > 0)
    stocks = stocks_only(rows)
    if stocks.is_empty():
        raise _nothing(snapshot, scope, day)
    return stocks, rows.join(stocks, on="security_id", how="anti")


def _nothing(snapshot: MarketSnapshot, scope: Scope, day: date) -> NoData:
    rows = snapshot.table("margin_detail")
    others = rows.filter(pl.col("trade_date") != day)["trade_date"].to_list()
    nearest = max(others, default=None)
    there = rows.filter(pl.col("trade_date") == day).height
    part = f" ({there} rows of the day are stored, not the whole list of every exchange)" if there else ""
    part_zh = f"（当日已存 {there} 行，不是各交易所完整的明细）" if there else ""
    return NoData(
        what=f"whole margin detail with shorts outstanding{part}",
        what_zh=f"完整的融券明细{part_zh}",
        where=f"{scope.label('en')} on {day}",
        where_zh=f"{scope.label('zh')} {day} ",
        nearest=f"rows of {nearest}" if nearest else "no day at all",
        nearest_zh=f"{nearest} 的明细" if nearest else "没有任何一天",
    )


def _described(snapshot: MarketSnapshot, rows: pl.DataFrame, day: date) -> pl.DataFrame:
    """The rows with what else is known of each stock."""
    start = snapshot.calendar.back(day, max(STEPS[-1], VOLUME_SESSIONS))
    panel = short_panel(snapshot, start=start, end=day, securities=rows["security_id"].to_list())
    quantity = panel["short_quantity"]
    beside = {"days_to_cover": days_to_cover(quantity, panel["volume"])[-1]} | {
        f"quantity_change_{step}": _change(panel, quantity, snapshot, day, step) for step in STEPS
    }
    extra = pl.DataFrame({"security_id": panel.securities, **beside}).with_columns(pl.col(list(beside)).fill_nan(None))
    named = rows.join(extra, on="security_id", how="left", maintain_order="left")
    try:
        named = named.join(industries_on(snapshot, day), on="security_id", how="left", maintain_order="left")
    except NoData:
        named = named.with_columns(industry=pl.lit(None, dtype=pl.String))
    return with_names(snapshot, named).select(
        pl.col("trade_date").alias("date"),
        "rank",
        "security_id",
        "name",
        "industry",
        "short_balance",
        "short_quantity",
        "float_cap",
        "short_to_float_cap",
        "days_to_cover",
        *(f"quantity_change_{step}" for step in STEPS),
        "sorted_by",
    )


def _change(panel: Panel, quantity: Floats, snapshot: MarketSnapshot, day: date, step: int) -> Floats:
    """The quantity against ``step`` sessions before, minus 1; NaN where either is unknown or nothing was outstanding then."""
    before = snapshot.calendar.offset(day, -step)
    if before not in panel.sessions:
        return np.full(quantity.shape[1], np.nan)
    base = quantity[panel.sessions.index(before)]
    return np.asarray(np.divide(quantity[-1], base, out=np.full(base.shape, np.nan), where=base > 0) - 1)


def _notes(
    shown: pl.DataFrame, order: str, day: date, lacking: pl.DataFrame, held: pl.DataFrame, funds: pl.DataFrame
) -> list[Note]:
    fault = first_out_of_order(shown["security_id"].to_list(), shown[order].to_list())
    assert fault is None, "sorted above"
    column, column_zh = (
        ("short balance / float cap", "融券余额占流通市值比") if order != "short_balance" else ("short balance", "融券余额")
    )
    notes = [
        Note(
            f"按{column_zh}从大到小排序，逐行核对无误（{shown.height} 行，共 {held.height} 只股票有融券）。",
            f"Sorted by {column}, largest first; checked row by row ({shown.height} rows of {held.height} stocks with shorts).",
        )
    ]
    unvalued = held.filter(pl.col("short_balance").is_null())
    if unvalued.height:
        names = ", ".join(unvalued["security_id"].head(5))
        notes.append(
            Note(
                f"{unvalued.height} 只有融券余量而没有余额（当日无收盘价），未列入：{names}。",
                f"{unvalued.height} have a short quantity but no balance (no close that day) and are left out: {names}.",
            )
        )
    if order == "short_balance":
        notes.append(
            Note(
                f"{day} 的流通市值只知道 {held.height - unvalued.height - lacking.height} 只（caps 表），不足以按占比排序。",
                f"The float cap of {day} is known for {held.height - unvalued.height - lacking.height} of them (table caps): not enough to sort by the ratio.",
            )
        )
    elif lacking.height:
        names = ", ".join(lacking["security_id"].head(5))
        notes.append(
            Note(
                f"{lacking.height} 只没有流通市值，未列入：{names}。",
                f"{lacking.height} without a float cap are left out: {names}.",
            )
        )
    if funds.height:
        amount = funds["short_balance"].sum()
        zh, en = (display(amount, Unit.YUAN, lang) for lang in ("zh", "en"))
        notes.append(
            Note(
                f"另有 {funds.height} 只基金融券余额合计 {zh}，不在表内。",
                f"{funds.height} funds with {en} of shorts are not in the table.",
            )
        )
    return notes
