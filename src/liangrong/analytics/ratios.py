"""Ratios to market cap and to turnover, each with its denominator named.

Several bases may know a ratio to cap: our own sum of caps, the cap a vendor prints beside the totals, the ratio as
published. A series is taken from one of them, never joined from two.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.completeness import days_in_scope, stocks_only
from liangrong.analytics.detail import detail_rows, detail_series
from liangrong.analytics.measures import MEASURES, CapRatio, Measure, ScopeKind, TurnoverRatio, TurnoverShare
from liangrong.analytics.scopes import Scope, in_scope, members
from liangrong.analytics.series import Series, derived_among, worst_quality
from liangrong.analytics.totals import BSE_START, total_parts, total_series
from liangrong.core.results import Note
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot
from liangrong.market.tables import table

__all__ = ["ALL_SHARE_INDEX", "cap_series", "turnover_series"]

ALL_SHARE_INDEX: Final = "000985.SH"
"""中证全指: its turnover stands for that of the whole market."""

MAX_UNCOVERED_SHARE: Final = 0.001
"""A thousandth of the numerator may come from securities without a denominator (a name newly listed or renumbered)."""

_EMPTY: Final = pl.Schema(
    {"date": pl.Date(), "value": pl.Float64(), "rounding": MONEY, "derived": pl.List(pl.String()), "quality": pl.String()}
)


def cap_series(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    """A balance over a market cap of the scope's stocks."""
    assert isinstance(measure.recipe, CapRatio), "only ratios to cap are computed here"
    bases = {
        "caps": _over_caps(snapshot, measure, scope, start, end),
        "market_totals.float_cap": _over_printed_cap(snapshot, measure, scope, start, end),
        "market_totals": _as_published(snapshot, measure, scope, "market_totals", start, end),
        "account_statistics": _as_published(snapshot, measure, scope, "account_statistics", start, end),
    }
    known = {name: found for name, found in bases.items() if not found.frame.is_empty()}
    if not known:
        return Series(measure, scope, pl.DataFrame(schema=_EMPTY))
    chosen = max(known, key=lambda name: known[name].frame["date"][-1])
    notes = [Note(f"口径：{_BASES[chosen][0]}。", f"Basis: {_BASES[chosen][1]}.")]
    others = [name for name in known if name != chosen]
    if others:
        zh, en = (("；" if lang == 0 else "; ").join(_BASES[name][lang] for name in others) for lang in (0, 1))
        notes.append(Note(f"另有口径未混用：{zh}。", f"Other bases know some of these days and are not mixed in: {en}."))
    found = known[chosen]
    return Series(measure, scope, found.frame, found.sources, (*found.notes, *notes))


def turnover_series(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    """Financing buys over turnover, in the way the measure names."""
    assert isinstance(measure.recipe, TurnoverShare), "only shares of turnover are computed here"
    if measure.recipe.kind is TurnoverRatio.SIMPLE:
        if scope.kind is ScopeKind.MARKET:
            return _over_index_turnover(snapshot, measure, scope, start, end)
        return _over_members_turnover(snapshot, measure, scope, start, end)
    return _over_listed_turnover(snapshot, measure, scope, start, end)


_BASES: Final = {
    "caps": ("个股市值合计", "sum of the stocks' caps"),
    "market_totals.float_cap": ("供应商随汇总公布的流通市值", "the float cap printed beside the totals"),
    "market_totals": ("供应商公布的比值", "the ratio published beside the totals"),
    "account_statistics": ("账户统计公布的比值", "the ratio published with the account statistics"),
}


def _over_caps(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    assert isinstance(measure.recipe, CapRatio), "only ratios to cap are computed here"
    cap = measure.recipe.cap
    caps = stocks_only(snapshot.table("caps", start=start, end=end)).filter(pl.col(cap).is_not_null())
    if caps.is_empty():
        return Series(measure, scope, pl.DataFrame(schema=_EMPTY))
    spells = members(snapshot, scope)
    inside = in_scope(caps, scope, spells)
    whole = days_in_scope(snapshot, inside, scope, spells)
    if not _has_totals(scope):
        held = stocks_only(detail_rows(snapshot, scope, start, end, [measure.recipe.numerator]))
        whole = whole.filter(whole.is_in(_covered_days(held, inside, measure.recipe.numerator).implode()))
    sums = (
        inside.filter(pl.col("trade_date").is_in(whole.implode()))
        .group_by("trade_date")
        .agg(pl.col(cap).sum().alias("base"), pl.col("source").first().alias("base_source"))
    )
    return _divide(_numerator(snapshot, measure, scope, start, end), sums.rename({"trade_date": "date"}))


def _over_printed_cap(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    """Over the float cap that stands beside the totals, where one does."""
    assert isinstance(measure.recipe, CapRatio), "only ratios to cap are computed here"
    empty = Series(measure, scope, pl.DataFrame(schema=_EMPTY))
    if measure.recipe.cap != "float_cap" or not _has_totals(scope):
        return empty
    parts = total_parts(snapshot, (measure.recipe.numerator, "float_cap"), start, end, scope)
    sums = parts.group_by("trade_date").agg(
        pl.col("float_cap").sum().alias("base"), pl.col("source").first().alias("base_source")
    )
    return _divide(_numerator(snapshot, measure, scope, start, end), sums.rename({"trade_date": "date"}))


def _as_published(
    snapshot: MarketSnapshot, measure: Measure, scope: Scope, name: str, start: date | None, end: date | None
) -> Series:
    """The ratio as some publisher printed it for the whole scope."""
    if not _has_totals(scope) or measure.name not in table(name).schema:
        return Series(measure, scope, pl.DataFrame(schema=_EMPTY))
    rows = snapshot.table(name, start=start, end=end).filter(pl.col(measure.name).is_not_null())
    if name == "market_totals":
        whole = "SSE+SZSE" if scope.kind is ScopeKind.MARKET else scope.name
        rows = rows.filter(pl.col("exchange") == whole)
        if scope.kind is ScopeKind.MARKET:
            rows = rows.filter(pl.col("trade_date") < BSE_START)
    elif scope.kind is not ScopeKind.MARKET:
        rows = rows.clear()
    frame = rows.select(
        pl.col("trade_date").alias("date"),
        pl.col(measure.name).alias("value"),
        pl.lit(0, dtype=MONEY).alias("rounding"),
        pl.col("derived").list.set_intersection(pl.lit([measure.name])).alias("derived"),
        "quality",
    )
    return Series(measure, scope, frame, tuple(rows["source"].unique().sort()))


def _over_index_turnover(
    snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None
) -> Series:
    buys = total_series(snapshot, MEASURES["financing_buy_amount"], scope, start, end)
    index = snapshot.table("index_quotes", start=start, end=end, keys={"security_id": [ALL_SHARE_INDEX]})
    base = index.filter(pl.col("turnover").is_not_null()).select(
        pl.col("trade_date").alias("date"), base="turnover", base_source="source"
    )
    found = _divide(buys, base)
    note = Note("分母为中证全指（000985.SH）成交额。", "The denominator is the turnover of 中证全指 (000985.SH).")
    return Series(measure, scope, found.frame, found.sources, (*found.notes, note))


def _over_members_turnover(
    snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None
) -> Series:
    """Buys of the members over the turnover of all members, on the margin list or not."""
    buys = detail_series(snapshot, MEASURES["financing_buy_amount"], scope, start, end)
    quotes = snapshot.table("quotes", start=start, end=end).filter(pl.col("turnover").is_not_null())
    spells = members(snapshot, scope)
    traded = in_scope(quotes, scope, spells)
    whole = days_in_scope(snapshot, stocks_only(traded), scope, spells)
    covered = _covered_days(detail_rows(snapshot, scope, start, end), traded, "financing_buy_amount")
    sums = (
        traded.filter(pl.col("trade_date").is_in(whole.implode()) & pl.col("trade_date").is_in(covered.implode()))
        .group_by("trade_date")
        .agg(pl.col("turnover").sum().alias("base"), pl.col("source").first().alias("base_source"))
    )
    return replace(_divide(buys, sums.rename({"trade_date": "date"})), measure=measure)


def _over_listed_turnover(
    snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None
) -> Series:
    """Over the stocks of the margin list alone: their sums, or the mean of their own ratios."""
    assert isinstance(measure.recipe, TurnoverShare), "only shares of turnover are computed here"
    listed = stocks_only(detail_rows(snapshot, scope, start, end)).filter(pl.col("financing_buy_amount").is_not_null())
    quotes = snapshot.table("quotes", start=start, end=end).filter(pl.col("turnover") > 0)
    covered = _covered_days(listed, quotes, "financing_buy_amount")
    pairs = listed.join(
        quotes.select("security_id", "trade_date", "turnover", quote_source="source"),
        on=["security_id", "trade_date"],
        how="inner",
    ).filter(pl.col("trade_date").is_in(covered.implode()))
    bought, traded = pl.col("financing_buy_amount").cast(pl.Float64), pl.col("turnover").cast(pl.Float64)
    value = (bought / traded).mean() if measure.recipe.kind is TurnoverRatio.MEAN else bought.sum() / traded.sum()
    frame = (
        pairs.group_by("trade_date")
        .agg(value.alias("value"), derived_among(["financing_buy_amount"]), worst_quality())
        .sort("trade_date")
        .select(pl.col("trade_date").alias("date"), "value", pl.lit(0, dtype=MONEY).alias("rounding"), "derived", "quality")
    )
    sources = {*pairs["source"].unique(), *pairs["quote_source"].unique()}
    return Series(measure, scope, frame, tuple(sorted(sources)))


def _numerator(snapshot: MarketSnapshot, measure: Measure, scope: Scope, start: date | None, end: date | None) -> Series:
    assert isinstance(measure.recipe, CapRatio), "only ratios to cap are computed here"
    whole = total_series if _has_totals(scope) else detail_series
    return replace(whole(snapshot, MEASURES[measure.recipe.numerator], scope, start, end), measure=measure)


def _divide(numerator: Series, base: pl.DataFrame) -> Series:
    """The ratio on the days both sides know; ``base`` has ``date, base, base_source``."""
    joined = numerator.frame.join(base, on="date", how="inner", maintain_order="left").filter(pl.col("base") > 0)
    frame = joined.select(
        "date",
        pl.col("value").cast(pl.Float64) / pl.col("base").cast(pl.Float64),
        pl.lit(0, dtype=MONEY).alias("rounding"),
        "derived",
        "quality",
    )
    sources = tuple(sorted({*numerator.sources, *joined["base_source"].unique()})) if joined.height else ()
    return replace(numerator, frame=frame, sources=sources)


def _covered_days(held: pl.DataFrame, base: pl.DataFrame, column: str) -> pl.Series:
    """The days on which the securities without a denominator carry no more than ``MAX_UNCOVERED_SHARE`` of the numerator."""
    amount = pl.col(column).cast(pl.Float64).abs()
    lone = held.join(base.select("security_id", "trade_date"), on=["security_id", "trade_date"], how="anti")
    shares = (
        held.group_by("trade_date")
        .agg(amount.sum().alias("all"))
        .join(lone.group_by("trade_date").agg(amount.sum().alias("lone")), on="trade_date", how="left")
    )
    return shares.filter(pl.col("lone").fill_null(0) <= MAX_UNCOVERED_SHARE * pl.col("all"))["trade_date"]


def _has_totals(scope: Scope) -> bool:
    return scope.kind in (ScopeKind.MARKET, ScopeKind.EXCHANGE)
