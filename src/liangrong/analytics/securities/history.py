"""What is known of one security session by session: price, financing, shorts, and what the balances are held against."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.detail import detail_rows
from liangrong.analytics.measures import ScopeKind
from liangrong.analytics.scopes import Scope
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import Keys, MarketSnapshot

__all__ = ["SOURCES", "YEAR", "history_rows", "security_history"]

YEAR: Final = 250
"""Sessions."""
SOURCES: Final = ("_margin", "_quotes", "_caps")
"""Who published the margin figures, the quote and the cap of a row."""
_MARGIN: Final = ("financing_balance", "financing_buy_amount", "financing_repay_amount", "short_balance", "short_quantity")
_QUOTED: Final = ("close", "previous_close", "turnover")


def security_history(snapshot: MarketSnapshot, scope: Scope, *, start: date | None = None, end: date | None = None) -> Result:
    """Every session on which a quote or a margin figure of a security is known.

    Parameters
    ----------
    scope
        A security, as ``resolve_scope`` gives it.
    start, end
        Sessions, both included; the last ``YEAR`` of them up to the snapshot's ``as_of`` by default.

    Returns
    -------
    Result
        ``date, security_id``; ``close`` and ``adjusted_close`` (ex-rights gaps taken out backwards from the last session, so that it ends
        at the close) in 元, ``change_ratio``; ``turnover, financing_balance, financing_buy_amount, financing_repay_amount,
        net_financing_purchase, short_balance`` in 元, ``short_quantity`` in shares; ``float_cap`` in 元 and the ratios
        ``financing_balance_to_float_cap`` and ``financing_share_of_turnover`` (buys over turnover); ``derived``: what is computed and not
        published. A cell is null where it is not known.

    Raises
    ------
    NoData
        Neither quotes nor margin detail of the window are stored.
    """
    last = min(end or snapshot.as_of.as_of, snapshot.as_of.as_of)
    first = start or snapshot.calendar.back(last, YEAR - 1)
    rows = history_rows(snapshot, scope, start=first, end=last)
    if rows.is_empty():
        raise _nothing(snapshot, scope, first, last)
    sources = sorted({name for column in SOURCES for name in rows[column].drop_nulls()})
    view = snapshot.as_of
    return Result(rows.drop(SOURCES), as_of=view.as_of, known_at=view.known_at, source=tuple(sources)).warn(
        *_notes(snapshot, rows)
    )


def history_rows(snapshot: MarketSnapshot, scope: Scope, *, start: date, end: date) -> pl.DataFrame:
    """The rows of ``security_history`` with ``SOURCES``, where each came from; none where nothing is known."""
    keys: Keys = {"security_id": [scope.name]}
    margin = detail_rows(snapshot, _only(scope), start, end, _MARGIN)
    quotes = snapshot.table("quotes", start=start, end=end, keys=keys).filter(pl.col("close").is_not_null())
    caps = snapshot.table("caps", start=start, end=end, keys=keys)
    frames = [
        margin.select("trade_date", *_MARGIN, pl.col("derived").alias("_derived"), pl.col("source").alias("_margin")),
        quotes.select("trade_date", *_QUOTED, pl.col("source").alias("_quotes")),
        caps.select("trade_date", "float_cap", pl.col("source").alias("_caps")),
    ]
    days = pl.concat([frame.select("trade_date") for frame in frames[:2]]).unique().sort("trade_date")
    rows = days
    for frame in frames:
        rows = rows.join(frame, on="trade_date", how="left", maintain_order="left")
    return _computed(rows).select(
        pl.col("trade_date").alias("date"), pl.lit(scope.name).alias("security_id"), "close", "adjusted_close", "change_ratio", "turnover",
        *_MARGIN[:3], "net_financing_purchase", *_MARGIN[3:], "float_cap", "financing_balance_to_float_cap",
        "financing_share_of_turnover", "derived", *SOURCES,
    )  # fmt: skip


def _computed(rows: pl.DataFrame) -> pl.DataFrame:
    """The cells that follow from others, and their names in ``derived``."""
    close, before = (pl.col(name).cast(pl.Float64) for name in ("close", "previous_close"))
    known = rows.filter(pl.col("close").is_not_null()).select("trade_date", _step=before / close.shift(1))
    later = pl.col("_step").shift(-1).fill_null(1.0).cum_prod(reverse=True)
    broken = known["_step"].slice(1).null_count() > 0
    factor = known.select("trade_date", _factor=pl.lit(None, pl.Float64) if broken else later)
    rows = rows.join(factor, on="trade_date", how="left", maintain_order="left")
    net = pl.col("financing_buy_amount") - pl.col("financing_repay_amount")
    cap = pl.col("float_cap").cast(pl.Float64)
    turnover = pl.col("turnover").cast(pl.Float64)
    moved = pl.when(pl.col("_factor") != 1.0).then(pl.lit(["adjusted_close"]))
    return rows.with_columns(
        adjusted_close=(close * pl.col("_factor")).round(3).cast(MONEY),
        change_ratio=pl.when(turnover > 0).then(close / before - 1),
        net_financing_purchase=net,
        financing_balance_to_float_cap=pl.when(cap > 0).then(pl.col("financing_balance").cast(pl.Float64) / cap),
        financing_share_of_turnover=pl.when(turnover > 0).then(pl.col("financing_buy_amount").cast(pl.Float64) / turnover),
        derived=pl.concat_list(
            pl.col("_derived").fill_null([]).list.set_intersection(list(_MARGIN)),
            moved.otherwise(pl.lit([], dtype=pl.List(pl.String))),
        ),
    )


def _only(scope: Scope) -> Scope:
    assert scope.kind is ScopeKind.SECURITY, f"{scope} is no security"
    return scope


def _notes(snapshot: MarketSnapshot, rows: pl.DataFrame) -> list[Note]:
    """What is not known of the window, and why."""
    notes = []
    day = rows["date"][-1]
    known = rows.filter(pl.col("financing_balance").is_not_null())
    priced = rows.filter(pl.col("close").is_not_null())
    if known.is_empty():
        notes.append(
            Note(
                "区间内没有该证券的两融明细，只有行情。",
                "No margin detail of this security is stored in the window, only quotes.",
            )
        )
    elif known.height < rows.height:
        notes.append(Note(f"{rows.height} 个交易日中只有 {known.height} 个有两融明细（{known['date'][0]} 至 {known['date'][-1]}）。",
                          f"Margin detail is stored for {known.height} of the {rows.height} sessions, {known['date'][0]} to {known['date'][-1]}."))  # fmt: skip
    if priced.is_empty():
        notes.append(Note("区间内没有该证券的行情。", "No quotes of this security are stored in the window."))
    elif priced["adjusted_close"].null_count():
        notes.append(
            Note(
                "有交易日缺前收盘价，无法复权。", "A session lacks its previous close, so prices are not adjusted for ex-rights."
            )
        )
    if known.height and rows["float_cap"].null_count() == rows.height:
        notes.append(
            Note(
                "区间内没有个股流通市值，占流通市值比不可知。",
                "No float cap is stored in the window, so shares of the float are not known.",
            )
        )
    if snapshot.as_of.as_of != day:
        notes.append(
            Note(
                f"该证券最近一个有数据的交易日是 {day}。",
                f"The last session on which anything of this security is known is {day}.",
            )
        )
    return notes


def _nothing(snapshot: MarketSnapshot, scope: Scope, first: date, last: date) -> NoData:
    keys: Keys = {"security_id": [scope.name]}
    days: list[date] = sorted(
        {day for name in ("margin_detail", "quotes") for day in snapshot.table(name, keys=keys)["trade_date"].unique()}
    )
    nearest = min(days, key=lambda day: abs((day - last).days), default=None)
    return NoData(
        what="quotes or margin detail", what_zh="行情或两融明细", where=f"{scope.label('en')}, {first}..{last}",
        where_zh=f"{scope.label('zh')}（{scope.name}）{first} 至 {last}", nearest=f"{nearest}" if nearest else "no day at all",
        nearest_zh=f"{nearest}" if nearest else "没有任何一天",
    )  # fmt: skip
