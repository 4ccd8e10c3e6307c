"""The market of a store as the marks of a book: every security that can be collateral, on one session."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
import polars as pl

from liangrong.accounts.limits.collateral import asset_class_of
from liangrong.accounts.limits.price_limits import daily_limit
from liangrong.accounts.terms import venue_of
from liangrong.analytics.names import with_names
from liangrong.analytics.shorts.industries import industries_on
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS, LI_PER_YUAN
from liangrong.core.clocks import AsOf
from liangrong.core.errors import InvalidSecurity, NoData, UsageError
from liangrong.core.results import Note
from liangrong.market.snapshot import MarketSnapshot
from liangrong.rules.rulebook import Rulebook, RulesInForce
from liangrong.services.accounts.marks import LONGEST_SUSPENSION
from liangrong.services.workspace import Workspace

__all__ = ["LEAST_RETURNS", "TURNOVER_SESSIONS", "VOLATILITY_SESSIONS", "marks_of", "marks_on", "notes_on_marks"]

TURNOVER_SESSIONS: Final = 20
"""The last sessions of the market over which the turnover of a usual session is taken."""
VOLATILITY_SESSIONS: Final = 60
LEAST_RETURNS: Final = 20
"""With fewer returns a volatility is not known."""

_LEAST_SHARES: Final = 1000
"""A short balance of fewer shares does not tell their price to the 厘."""

_RISK_WARNED: Final = r"^(S|N)?\*?ST"
_DELISTING: Final = r"^退市|退$"


def marks_on(workspace: Workspace, as_of: AsOf, securities: Sequence[str] | None = None) -> MarkTable:
    """All securities of a store as they stood on a session, as ``marks_of`` its snapshot.

    Parameters
    ----------
    as_of
        The session, as ``Workspace.as_of`` gives it.

    Raises
    ------
    NoData
        As ``marks_of``.
    """
    return marks_of(workspace.snapshot(as_of), securities)


def marks_of(snapshot: MarketSnapshot, securities: Sequence[str] | None = None) -> MarkTable:
    """All securities as they stood on the day of a snapshot, in the order of their codes.

    The price is the last quote; one from before the session means that the security is suspended, and is looked for as long as
    `services.accounts` does. A security that margin detail names and no quote does (funds, mostly) has the price by which its short
    balance was counted. 折算率 is that of the latest list, else the cap of the security's class, which a broker's own may be
    below; P/E is not looked at. Price limits are those of the board, of ST shares where the name says so. Volatility is that
    of close over previous close as printed, so that ex-rights days are no falls.

    Parameters
    ----------
    securities
        Only these, in this order; all that have a price when not given.

    Raises
    ------
    NoData
        Nothing has a price, or one of ``securities`` has none.
    """
    on = snapshot.as_of.as_of
    rules = Rulebook.load().at(on)
    rows = _prices(snapshot, securities)
    rows = rows.filter([_is_collateral(code, rules) for code in rows["security_id"]])
    rows = _in_order(rows, securities, on)
    for found in (_conversion_ratios(snapshot), _usual(snapshot), _industries(snapshot)):
        rows = rows.join(found, on="security_id", how="left", maintain_order="left")
    rows = with_names(snapshot, rows).with_columns(
        risk_warned=pl.col("name").str.contains(_RISK_WARNED).fill_null(value=False),
        delisting=pl.col("name").str.contains(_DELISTING).fill_null(value=False),
    )
    codes = rows["security_id"].to_list()
    warned, ending = rows["risk_warned"].to_list(), rows["delisting"].to_list()
    classes = [asset_class_of(code, rules, risk_warned=w, delisting=d) for code, w, d in zip(codes, warned, ending, strict=True)]
    limits = [daily_limit(code, rules, risk_warned=w) for code, w in zip(codes, warned, strict=True)]
    caps = [_points(rules.number("conversion_ratio_cap", key=name, venue=venue_of(code)))
            for code, name in zip(codes, classes, strict=True)]  # fmt: skip
    industries = ("", *rows["industry"].drop_nulls().unique().sort())
    number_of = {name: number for number, name in enumerate(industries)}
    price = rows["close"].to_numpy(writable=True)
    return MarkTable(
        on=on,
        securities=tuple(codes),
        price=price,
        fair_price=price,
        conversion_ratio=np.array(
            [
                cap if ratio is None else _points(Decimal(str(ratio)))
                for ratio, cap in zip(rows["listed_ratio"], caps, strict=True)
            ],
            dtype=np.int64,
        ),
        previous_close=rows["previous_close"].fill_null(rows["close"]).to_numpy(writable=True),
        limit_width=np.array([np.nan if limit is None else float(limit) for limit in limits]),
        suspended=(rows["trade_date"] < on).to_numpy(writable=True),
        turnover=rows["turnover"].fill_null(np.nan).to_numpy(writable=True),
        volatility=rows["volatility"].fill_null(np.nan).to_numpy(writable=True),
        industry=np.array([number_of[name or ""] for name in rows["industry"]], dtype=np.uint16),
        industries=industries,
        asset_class=tuple(classes),
    )


def notes_on_marks(workspace: Workspace, as_of: AsOf) -> tuple[Note, ...]:
    """What a reader must know of marks that were read from a store: that 折算率 are caps where no list is stored."""
    if _conversion_ratios(workspace.snapshot(as_of)).height:
        return workspace.notes
    caps = Note(
        f"数据目录没有截至 {as_of.as_of} 的可充抵保证金证券名单，折算率按所属类别的上限计（未考虑市盈率）；券商实际折算率更低",
        f"the store has no list of eligible collateral up to {as_of.as_of}: conversion ratios are the caps of the classes (P/E not looked "
        "at); brokers' own are lower",
    )  # fmt: skip
    return (*workspace.notes, caps)


def _prices(snapshot: MarketSnapshot, securities: Sequence[str] | None) -> pl.DataFrame:
    """``security_id, trade_date, close, previous_close``: the last price of each security, 厘."""
    on = snapshot.as_of.as_of
    keys = None if securities is None else {"security_id": list(securities)}
    quotes = snapshot.table("quotes", start=on - LONGEST_SUSPENSION, keys=keys).drop_nulls("close").filter(pl.col("close") > 0)
    last = quotes.group_by("security_id", maintain_order=True).agg(pl.col("trade_date", "close", "previous_close").last())
    gone = snapshot.table("securities").filter(pl.col("delist_date") <= on)["security_id"].unique()
    counted = (
        snapshot.table("margin_detail", start=on, keys=keys)
        .filter(pl.col("short_quantity") >= _LEAST_SHARES, pl.col("short_balance") > 0)
        .join(last, on="security_id", how="anti")
        .select(
            "security_id",
            "trade_date",
            close=pl.col("short_balance").cast(pl.Float64) / pl.col("short_quantity"),
            previous_close=pl.lit(None, pl.Float64),
        )
    )
    money = pl.col("close", "previous_close").cast(pl.Float64)
    both = pl.concat([last.filter(~pl.col("security_id").is_in(gone.implode())).with_columns(money), counted])
    return both.with_columns((pl.col("close", "previous_close") * LI_PER_YUAN).round().cast(pl.Int64)).sort("security_id")


def _in_order(rows: pl.DataFrame, securities: Sequence[str] | None, on: date) -> pl.DataFrame:
    """The rows asked for; every one must be there."""
    if securities is None and rows.is_empty():
        raise NoData(what="price of any security", what_zh="任何证券的价格", where=on, where_zh=f" {on} ", nearest=f"none in {LONGEST_SUSPENSION.days} days",
                     nearest_zh=f"{LONGEST_SUSPENSION.days} 天内没有")  # fmt: skip
    missing = sorted(set(securities or ()) - set(rows["security_id"]))
    if missing:
        named = ", ".join(missing[:5]) + (f" … ({len(missing)})" if len(missing) > 5 else "")
        raise NoData(what="price", what_zh="价格", where=f"{named} on {on}", where_zh=f" {on} {named} ", nearest=f"none in {LONGEST_SUSPENSION.days} days",
                     nearest_zh=f"{LONGEST_SUSPENSION.days} 天内没有")  # fmt: skip
    if securities is None:
        return rows
    return pl.DataFrame({"security_id": list(securities)}).join(rows, on="security_id", how="left", maintain_order="left")


def _is_collateral(security: str, rules: RulesInForce) -> bool:
    try:
        asset_class_of(security, rules)
    except (InvalidSecurity, UsageError):
        return False
    return True


def _conversion_ratios(snapshot: MarketSnapshot) -> pl.DataFrame:
    """``security_id, listed_ratio`` of the latest list that names each security."""
    lists = snapshot.table("eligible_collateral", start=snapshot.as_of.as_of - LONGEST_SUSPENSION).drop_nulls("conversion_ratio")
    return lists.group_by("security_id", maintain_order=True).agg(listed_ratio=pl.col("conversion_ratio").last())


def _usual(snapshot: MarketSnapshot) -> pl.DataFrame:
    """``security_id, turnover, volatility`` over the last sessions of the market; null where not known."""
    on = snapshot.as_of.as_of
    first = snapshot.calendar.back(on, VOLATILITY_SESSIONS - 1)
    recent = snapshot.calendar.back(on, TURNOVER_SESSIONS - 1)
    quotes = snapshot.table("quotes", start=first).filter(pl.col("close") > 0)
    change = (pl.col("close").cast(pl.Float64) / pl.col("previous_close").cast(pl.Float64)).log()
    known = pl.col("previous_close") > 0
    return quotes.group_by("security_id").agg(
        turnover=pl.col("turnover").filter(pl.col("trade_date") >= recent, pl.col("turnover") > 0).cast(pl.Float64).mean(),
        volatility=pl.when(known.sum() >= LEAST_RETURNS).then(change.filter(known).std()),
    )


def _industries(snapshot: MarketSnapshot) -> pl.DataFrame:
    try:
        return industries_on(snapshot, snapshot.as_of.as_of)
    except NoData:
        return pl.DataFrame(schema={"security_id": pl.String, "industry": pl.String})


def _points(ratio: Decimal) -> int:
    return int(ratio * BASIS_POINTS)
