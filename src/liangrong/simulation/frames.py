"""Arrays of names into standard tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl

from liangrong.market.schemas import MONEY, conform
from liangrong.market.tables import table
from liangrong.simulation.detail import SESSIONS, Detail
from liangrong.simulation.listing import INDUSTRIES, SUFFIXES, Listing
from liangrong.simulation.paths import Ints

__all__ = [
    "caps",
    "eligible_collateral",
    "industry_classes",
    "margin_detail",
    "memberships",
    "quotes",
    "securities",
    "underlying_securities",
]

_SCHEME_START = date(2021, 12, 13)
"""The 申万 2021 classification took effect."""
_INDEX = "000300.SH"
_SOURCES = tuple(f"simulated:{suffix}" for suffix in ("sse", "szse", "bse"))
_FILE = "simulated:file"
"""Side tables arrive as files, not over a wire."""


def margin_detail(listing: Listing, detail: Detail, sessions: tuple[date, ...]) -> pl.DataFrame:
    """``margin_detail`` of the last sessions."""
    return _long(
        "margin_detail", listing, sessions, None,
        {
            "financing_balance": _money(detail.financing),
            "financing_buy_amount": _money(detail.buys),
            "financing_repay_amount": _money(detail.repays),
            "short_balance": _milli(detail.short_quantity * detail.close),
            "short_quantity": _whole(detail.short_quantity),
            "short_sell_quantity": _whole(detail.short_sells),
            "short_repay_quantity": _whole(detail.short_repays),
            "margin_trading_balance": _milli(detail.financing * 1_000 + detail.short_quantity * detail.close),
            "rounding": pl.lit(0),
        },
    )  # fmt: skip


def quotes(listing: Listing, detail: Detail, sessions: tuple[date, ...]) -> pl.DataFrame:
    """``quotes`` of the last sessions."""
    previous = np.vstack([detail.close[:1], detail.close[:-1]])
    return _long(
        "quotes", listing, sessions, _FILE,
        {
            **{name: _milli(getattr(detail, name)) for name in ("open", "high", "low", "close", "turnover")},
            "previous_close": _milli(previous),
            "volume": _whole(detail.volume),
        },
    )  # fmt: skip


def caps(listing: Listing, detail: Detail, sessions: tuple[date, ...]) -> pl.DataFrame:
    """``caps`` of the stocks over the last sessions; funds have none."""
    with np.errstate(divide="ignore"):
        rate = np.where(detail.shares > 0, detail.volume / np.maximum(detail.shares, 1), 0.0)
    frame = _long(
        "caps", listing, sessions, _FILE,
        {
            "float_cap": _milli(detail.shares * detail.close),
            "free_float_cap": _milli(detail.free_shares * detail.close),
            "total_cap": _milli(detail.total_shares * detail.close),
            "turnover_rate": pl.Series(rate[-SESSIONS:].ravel()),
        },
    )  # fmt: skip
    return frame.filter(pl.col("float_cap") > 0)


def securities(listing: Listing, sessions: tuple[date, ...]) -> pl.DataFrame:
    """The list of names as of the last session."""
    return _frame(
        "securities", _FILE,
        {"security_id": listing.ids, "trade_date": sessions[-1], "name": listing.names,
         "list_date": sessions[0], "industry_label": [INDUSTRIES[n][1] if n >= 0 else "ETF" for n in listing.industry]},
    )  # fmt: skip


def memberships(listing: Listing, sessions: tuple[date, ...]) -> pl.DataFrame:
    """申万 level-1 industries of the stocks and the members of the synthetic 沪深300."""
    stocks = [(listing.ids[n], INDUSTRIES[listing.industry[n]]) for n in np.flatnonzero(listing.is_stock)]
    members = np.flatnonzero(listing.is_index_member)
    weights = listing.size[members] / listing.size[members].sum()
    industry = pl.DataFrame(
        {
            "security_id": [n for n, _ in stocks],
            "group": [row[0] for _, row in stocks],
            "group_name": [row[1] for _, row in stocks],
        }
    ).with_columns(scheme=pl.lit("sw"), from_date=pl.lit(_SCHEME_START), weight=pl.lit(None, pl.Float64()))
    index = pl.DataFrame({"security_id": [listing.ids[n] for n in members], "weight": weights}).with_columns(
        scheme=pl.lit(f"index:{_INDEX}"), group=pl.lit(_INDEX), group_name=pl.lit("模拟沪深300"), from_date=pl.lit(sessions[0])
    )
    both = pl.concat([industry, index.select(industry.columns)])
    return conform(table("memberships"), both, source=_FILE)


def industry_classes() -> pl.DataFrame:
    """The names of the 31 申万 level-1 industries (public), of which the invented stocks are members."""
    codes, names = [row[0] for row in INDUSTRIES], [row[1] for row in INDUSTRIES]
    return _frame(
        "industry_classes", _FILE,
        {"scheme": "sw", "group": codes, "from_date": _SCHEME_START, "level": 1, "group_name": names, "level1_name": names},
    )  # fmt: skip


def underlying_securities(listing: Listing, sessions: tuple[date, ...]) -> pl.DataFrame:
    """The underlying list on the last session: all names may be financed, short selling is closed for a few on the day."""
    closed = np.arange(len(listing.ids)) % 50 == 49
    limit = [None if suffix == "BJ" else ratio for suffix, ratio in zip(_suffixes(listing), listing.price_limit, strict=True)]
    frame = pl.DataFrame(
        {
            "security_id": listing.ids, "name": listing.names, "short_open": ~closed,
            "source": [_SOURCES[place] for place in listing.exchange],
            "price_limit": limit,
            "short_price_limited": [None if suffix != "SZ" else True for suffix in _suffixes(listing)],
        },
        schema_overrides={"short_price_limited": pl.Boolean(), "price_limit": pl.Float64()},
    ).with_columns(
        trade_date=pl.lit(sessions[-1]), financing_eligible=pl.lit(value=True), short_eligible=pl.lit(value=True),
        financing_open=pl.lit(value=True),
    )  # fmt: skip
    return conform(table("underlying_securities"), frame)


def eligible_collateral(listing: Listing, sessions: tuple[date, ...]) -> pl.DataFrame:
    """The securities accepted as collateral on the last session: all of them; no conversion ratios are published."""
    frame = pl.DataFrame(
        {"security_id": listing.ids, "name": listing.names, "source": [_SOURCES[place] for place in listing.exchange]}
    )
    return conform(table("eligible_collateral"), frame.with_columns(trade_date=pl.lit(sessions[-1])))


def _suffixes(listing: Listing) -> list[str]:
    return [SUFFIXES[place] for place in listing.exchange]


def _long(
    name: str, listing: Listing, sessions: tuple[date, ...], source: str | None, values: Mapping[str, pl.Series | pl.Expr]
) -> pl.DataFrame:
    """Rows of one table, session after session and name after name."""
    days, names = sessions[-SESSIONS:], len(listing.ids)
    each = np.tile(np.arange(names), SESSIONS)
    columns: dict[str, Any] = {
        "security_id": pl.Series(listing.ids).gather(each),
        "trade_date": pl.Series(days).gather(np.repeat(np.arange(SESSIONS), names)),
    }
    known = table(name).schema
    if "name" in known:
        columns["name"] = pl.Series(listing.names).gather(each)
    columns["source"] = (
        pl.Series(_SOURCES).gather(listing.exchange[each]) if source is None else pl.repeat(source, len(each), eager=True)
    )
    return conform(table(name), pl.DataFrame(columns).with_columns(**values))


def _frame(name: str, source: str, values: Mapping[str, Any]) -> pl.DataFrame:
    lists = {key: list(value) for key, value in values.items() if isinstance(value, list | tuple)}
    frame = pl.DataFrame(lists).with_columns(**{key: pl.lit(value) for key, value in values.items() if key not in lists})
    return conform(table(name), frame, source=source)


def _whole(values: Ints) -> pl.Series:
    return pl.Series(values[-SESSIONS:].ravel())


def _money(values: Ints) -> pl.Series:
    return _whole(values).cast(MONEY)


def _milli(values: Ints) -> pl.Series:
    """厘 as 元, exactly."""
    series = pl.DataFrame({"x": values[-SESSIONS:].ravel()})
    return series.select((pl.col("x").cast(pl.Decimal(38, 0)) * pl.lit(Decimal("0.001"))).cast(MONEY)).to_series()
