"""Whether a day of securities is whole: an excerpt of a few names must never pass for the sum of a board or a market."""

from __future__ import annotations

from functools import cache
from typing import Final

import polars as pl

from liangrong.analytics.scopes import Scope, directory, in_scope
from liangrong.analytics.totals import BSE_START
from liangrong.core.errors import InvalidSecurity
from liangrong.core.securities import Exchange, SecurityId, SecurityKind
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["MAX_MISSING_SHARE", "WHOLE_SHARE", "days_in_scope", "days_of_whole_detail", "stocks_only"]

MAX_MISSING_SHARE: Final = 0.02
"""A sum may lack two securities in a hundred: names suspended, newly listed or renumbered. A missing page or file lacks more."""

WHOLE_SHARE: Final = 0.9
"""The buys of a whole margin list equal the exchange's total; below nine tenths of it the list is an excerpt."""


def days_of_whole_detail(
    snapshot: MarketSnapshot, rows: pl.DataFrame, inside: pl.DataFrame, spells: pl.DataFrame | None
) -> pl.Series:
    """The days on which every exchange that the scope has members on has published its whole margin detail.

    Parameters
    ----------
    rows
        All of ``margin_detail`` in the window.
    inside
        The scope's part of it.
    spells
        The scope's membership; ``None`` when the code decides.
    """
    if rows.is_empty():
        return rows["trade_date"]
    whole = _whole_lists(snapshot, rows)
    suffix = pl.col("security_id").str.slice(-2).alias("suffix")
    if spells is None:
        wanted = inside.select(suffix).unique().with_columns(pl.lit(None, dtype=pl.Date).alias("from"))
    else:
        wanted = spells.group_by(suffix).agg(
            pl.when(pl.col("from_date").is_null().any()).then(None).otherwise(pl.col("from_date").min()).alias("from")
        )
    bse_from = pl.when(pl.col("suffix") == Exchange.BSE.suffix).then(pl.lit(BSE_START))
    wanted = wanted.with_columns(pl.max_horizontal("from", bse_from).alias("from"))
    days = rows.select("trade_date").unique()
    needed = days.join(wanted, how="cross").filter(pl.col("from").is_null() | (pl.col("from") <= pl.col("trade_date")))
    missing = needed.join(whole, on=["trade_date", "suffix"], how="anti")["trade_date"].unique()
    return days.filter(~pl.col("trade_date").is_in(missing.implode()))["trade_date"]


def days_in_scope(snapshot: MarketSnapshot, rows: pl.DataFrame, scope: Scope, spells: pl.DataFrame | None) -> pl.Series:
    """The days on which ``rows`` hold all but ``MAX_MISSING_SHARE`` of the stocks of a scope.

    The stocks of a scope are its members; where the code decides, those of the directory of securities. Without a directory
    nothing proves a day whole, and there is none.
    """
    spells = _listed(snapshot, scope) if spells is None else stocks_only(spells)
    if spells.is_empty():
        return rows["trade_date"].clear()
    started = spells["from_date"].sort(nulls_last=False)
    ended = spells["to_date"].drop_nulls().sort()
    found = rows.group_by("trade_date").agg(pl.col("security_id").n_unique().alias("found")).sort("trade_date")
    begun = started.drop_nulls().search_sorted(found["trade_date"], side="right").cast(pl.Int64) + started.null_count()
    gone = ended.search_sorted(found["trade_date"], side="left").cast(pl.Int64)
    expected = begun - gone
    return found.filter((expected > 0) & (found["found"] >= (1 - MAX_MISSING_SHARE) * expected))["trade_date"]


def stocks_only(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of A shares: no funds, bonds or B shares. The prefix decides, as in ``core.securities``."""
    kind = pl.col("security_id").str.slice(0, 3) + pl.lit("000") + pl.col("security_id").str.slice(6)
    wanted = [text for text in frame.select(kind.unique()).to_series() if _is_stock(text)]
    return frame.filter(kind.is_in(wanted))


@cache
def _is_stock(text: str) -> bool:
    try:
        return SecurityId.parse(text).kind is SecurityKind.STOCK
    except InvalidSecurity:
        return False


def _whole_lists(snapshot: MarketSnapshot, rows: pl.DataFrame) -> pl.DataFrame:
    """The ``trade_date, suffix`` whose listed buys reach the exchange's own total; of no balance, no list is the whole list."""
    suffixes = {exchange.name: exchange.suffix for exchange in Exchange}
    totals = snapshot.table("market_totals", start=rows["trade_date"].min(), end=rows["trade_date"].max())  # type: ignore[arg-type]
    totals = totals.filter(pl.col("exchange").is_in(list(suffixes))).select(
        "trade_date",
        pl.col("exchange").replace_strict(suffixes).alias("suffix"),
        "financing_balance",
        total="financing_buy_amount",
    )
    lists = rows.group_by("trade_date", pl.col("security_id").str.slice(-2).alias("suffix")).agg(
        pl.col("financing_buy_amount").sum().alias("listed")
    )
    reaches = pl.col("listed").cast(pl.Float64) >= WHOLE_SHARE * pl.col("total").cast(pl.Float64)
    empty = pl.col("listed").is_null() & (pl.col("financing_balance") == 0) & (pl.col("total") == 0)
    return totals.join(lists, on=["trade_date", "suffix"], how="left").filter(reaches | empty).select("trade_date", "suffix")


def _listed(snapshot: MarketSnapshot, scope: Scope) -> pl.DataFrame:
    """The stocks of a scope whose members the code decides, with their listing dates, from the newest directory.

    A later directory is as good: listing dates do not change.
    """
    here = in_scope(snapshot.once("listed stocks", lambda: _listed_stocks(snapshot)), scope, None)
    return here.select("security_id", from_date="list_date", to_date="delist_date")


def _listed_stocks(snapshot: MarketSnapshot) -> pl.DataFrame:
    return stocks_only(directory(snapshot).sort("trade_date").unique("security_id", keep="last"))
