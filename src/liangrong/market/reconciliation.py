"""What must hold across tables and sources: detail and totals, two statistical bases, quotes and balances, levels and levels.

A difference is reported, never spliced away: both figures stay.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from liangrong.market.checks import FRESH, Check, Evidence, Finder, exchange_of, found, shown
from liangrong.market.rollforward import NEIGHBOURS, linked, sessions
from liangrong.market.tables import TABLES

__all__ = ["BASIS_TOLERANCE", "RECONCILIATIONS"]

FLOW_CELLS: Final = ("financing_buy_amount", "financing_repay_amount", "short_sell_quantity")
BALANCE_CELLS: Final = ("financing_balance", "short_balance", "short_quantity", "margin_trading_balance")
DETAIL_SHORTFALL: Final = 0.02
"""Totals also hold securities that left the list (since 2014-09-22): 0.4-0.5 % of the financing balance in 2026, and up
to 2 % of the lent shares. Detail is never above."""

EXCERPT_SHARE: Final = 0.05
"""A file whose flows are less than 5 % of the day's is about a few securities; it is not compared with the total."""

WHOLE_SHARE: Final = 0.9
"""Flows of a whole list equal the total; below nine tenths of it pages are missing."""

BASIS_TOLERANCE: Final = 1e9
"""10 亿: account statistics and exchange totals are two collections, and differ by under 4 on 99 % of the days of 2020-2023."""

BASIS_BUY_TOLERANCE: Final = 0.2
"""Buys of the two collections differ by up to 8 % on 2020-2023 and 16 % in 2015."""

TRADING_BOUNDS: Final = (
    ("financing_buy_amount", "turnover", 1.001),
    ("short_sell_quantity", "volume", 1.001),
    ("financing_repay_amount", "turnover", 1.5),
    ("short_repay_quantity", "volume", 1.0),
)
"""Every financed purchase and every short sale is a trade; volume is printed in lots. Cash and securities may be returned
without one, but mostly they come from the day's trading: at most 0.67 and 0.02 of it on 2026-01-29 and -30."""

SHORT_VALUE_YUAN: Final = 2.0
SHORT_VALUE_SHARE: Final = 1e-6
"""quantity x close is exact; the printed value is rounded."""

RATE_POINTS: Final = 0.00006
RATE_SHARE: Final = 0.001
"""Turnover rates are printed to 0.01 percentage points, volumes in lots."""

TOTAL_SHARES_LIMIT: Final = 1.2
FLOAT_SHARES_LIMIT: Final = 2.2
"""Natural logarithms. Bonus shares at most triple the shares of a company; the end of a lock-up frees up to eight times
the float."""

AGREE_SHARE: Final = 1e-5
"""Two publications of one figure are the same number."""

LEVEL_SHARE: Final = 1e-5
LEVEL_POINTS: Final = 0.011
"""Index levels are printed with two to four decimals."""

CHANGE_POINTS: Final = 0.0003
"""Changes are printed to 0.01 percentage points."""

_AGREE: Final[dict[str, tuple[str, ...]]] = {
    "market_totals": ("financing_balance", "financing_buy_amount", "short_balance", "short_quantity", "short_sell_quantity",
                      "margin_trading_balance"),
    "margin_detail": ("financing_balance", "financing_buy_amount", "short_quantity", "short_sell_quantity", "short_balance"),
    "quotes": ("open", "high", "low", "close", "previous_close", "volume", "turnover"),
    "account_statistics": ("financing_balance", "short_balance", "financing_buy_amount"),
    "caps": ("float_cap", "total_cap"),
    "index_quotes": ("close",),
    "northbound": ("turnover", "trades", "index_close"),
}  # fmt: skip
_FINE: Final = {"open": 0.0051, "high": 0.0051, "low": 0.0051, "close": 0.0051, "previous_close": 0.0051}
"""Half a fen where a price was rounded to it."""


def _sources_agree(evidence: Evidence) -> pl.DataFrame:
    table, cells = TABLES[evidence.dataset], _AGREE[evidence.dataset]
    if evidence.others.is_empty():
        return _none(evidence)
    both = evidence.rows.join(evidence.others, on=list(table.key), suffix="_other")
    findings = []
    for cell in cells:
        mine, theirs = pl.col(cell), pl.col(f"{cell}_other")
        if evidence.dataset == "index_quotes":
            slack = LEVEL_SHARE * mine.abs() + LEVEL_POINTS
        else:
            slack = AGREE_SHARE * mine.abs() + _FINE.get(cell, 1.0)
        if "rounding" in table.schema:
            printed = pl.max_horizontal(pl.col("rounding").fill_null(0), pl.col("rounding_other").fill_null(0))
            slack = slack + 2 * printed
        derived = pl.col("derived").list.contains(cell) | pl.col("derived_other").list.contains(cell)
        bad = both.filter(~derived.fill_null(False), (mine - theirs).abs() > slack).with_columns(  # noqa: FBT003
            pl.col(FRESH) | pl.col(f"{FRESH}_other")
        )
        findings.append(
            found(bad, cell, pl.format("{} ({})", shown(mine), "source"), pl.format("{} ({})", shown(theirs), "source_other"))
        )
    return pl.concat(findings)


def _none(evidence: Evidence) -> pl.DataFrame:
    return found(evidence.rows.clear(), "", pl.lit(""), "")


def _days_and_totals(detail: pl.DataFrame, totals: pl.DataFrame, cells: tuple[str, ...]) -> pl.DataFrame:
    """Sums over each exchange's day beside its total; excerpts left out, whole days marked."""
    days = detail.group_by(exchange_of().alias("exchange"), "trade_date").agg(
        pl.col(*cells).sum(),
        pl.col(*cells).count().name.suffix("_known"),
        pl.col("financing_buy_amount").sum().alias("_buys"),
        pl.len().alias("_rows"),
        pl.col("rounding").sum().alias("_slack"),
        pl.col(FRESH).any(),
    )
    beside = totals.with_columns(_bought=pl.col("financing_buy_amount"))
    both = days.join(beside, on=["exchange", "trade_date"], suffix="_total")
    return both.filter(pl.col("_buys") > EXCERPT_SHARE * pl.col("_bought")).with_columns(
        pl.col(FRESH) | pl.col(f"{FRESH}_total"), _whole=pl.col("_buys") >= WHOLE_SHARE * pl.col("_bought")
    )


def _detail_and_totals(cells: tuple[str, ...], *, exact: bool) -> Finder:
    def find(evidence: Evidence) -> pl.DataFrame:
        detail, totals = evidence.other("margin_detail"), evidence.other("market_totals")
        if detail is None or totals is None:
            return _none(evidence)
        both = _days_and_totals(detail, totals, cells).filter(pl.col("_whole"))
        findings = []
        for cell in cells:
            mine, total = pl.col(cell), pl.col(f"{cell}_total")
            slack = 1 + pl.col("_slack").fill_null(0) + 2 * pl.col("rounding").fill_null(0)
            known = pl.col(f"{cell}_known") > 0.99 * pl.col("_rows")
            apart = (
                (mine - total).abs() > slack
                if exact
                else (mine > total + slack) | (mine < total * (1 - DETAIL_SHORTFALL) - slack)
            )
            expected = shown(total) if exact else pl.format("{} … {}", shown(total * (1 - DETAIL_SHORTFALL)), shown(total))
            findings.append(found(both.filter(known, apart), cell, shown(mine), expected, place="exchange"))
        return pl.concat(findings)

    return find


def _incomplete_day(evidence: Evidence) -> pl.DataFrame:
    """A list that holds much of a day, but not the day."""
    detail, totals = evidence.other("margin_detail"), evidence.other("market_totals")
    if detail is None or totals is None:
        return _none(evidence)
    both = _days_and_totals(detail, totals, ("financing_buy_amount",))
    mine, total = pl.col("financing_buy_amount"), pl.col("financing_buy_amount_total")
    bad = both.filter(mine < WHOLE_SHARE * total)
    return found(bad, "financing_buy_amount", pl.format("{} ({} rows)", shown(mine), "_rows"), shown(total), place="exchange")


def _with_quotes(evidence: Evidence) -> pl.DataFrame | None:
    detail, quotes = evidence.other("margin_detail"), evidence.other("quotes")
    if detail is None or quotes is None:
        return None
    beside = quotes.select("security_id", "trade_date", "close", "turnover", "volume", pl.col(FRESH).alias("_fresh_quote"))
    return detail.join(beside, on=["security_id", "trade_date"]).with_columns(pl.col(FRESH) | pl.col("_fresh_quote"))


def _short_value(evidence: Evidence) -> pl.DataFrame:
    rows = _with_quotes(evidence)
    if rows is None:
        return _none(evidence)
    value = pl.col("short_quantity") * pl.col("close")
    slack = SHORT_VALUE_YUAN + SHORT_VALUE_SHARE * value + 2 * pl.col("rounding").fill_null(0) * (1 + pl.col("close"))
    return found(
        rows.filter((pl.col("short_balance") - value).abs() > slack),
        "short_balance",
        shown(pl.col("short_balance")),
        shown(value),
    )


def _flows_within_trading(evidence: Evidence) -> pl.DataFrame:
    rows = _with_quotes(evidence)
    if rows is None:
        return _none(evidence)
    slack = pl.col("rounding").fill_null(0) + 1
    findings = []
    for flow, trading, share in TRADING_BOUNDS:
        bound = pl.col(trading) * share
        bad = rows.filter(pl.col(flow) > bound + slack)
        findings.append(found(bad, flow, shown(pl.col(flow)), pl.format("<= {}", shown(bound))))
    return pl.concat(findings)


def _caps_and_quotes(evidence: Evidence) -> pl.DataFrame | None:
    caps, quotes = evidence.other("caps"), evidence.other("quotes")
    if caps is None or quotes is None:
        return None
    beside = quotes.select("security_id", "trade_date", "close", "volume", pl.col(FRESH).alias("_fresh_quote"))
    return (
        caps.join(beside, on=["security_id", "trade_date"])
        .with_columns(pl.col(FRESH) | pl.col("_fresh_quote"))
        .sort("security_id", "trade_date")
    )


def _turnover_rate(evidence: Evidence) -> pl.DataFrame:
    rows = _caps_and_quotes(evidence)
    if rows is None:
        return _none(evidence)
    rate = pl.col("volume") * pl.col("close") / pl.col("float_cap")
    bad = rows.filter((pl.col("turnover_rate") - rate).abs() > RATE_POINTS + RATE_SHARE * rate)
    return found(bad, "turnover_rate", shown(pl.col("turnover_rate")), shown(rate), place="security_id")


def _implied_shares(evidence: Evidence) -> pl.DataFrame:
    rows = _caps_and_quotes(evidence)
    if rows is None:
        return _none(evidence)
    rows = rows.join(sessions(evidence.calendar), on="trade_date").sort("security_id", "_session")
    findings = []
    for cell, limit in (("total_cap", TOTAL_SHARES_LIMIT), ("float_cap", FLOAT_SHARES_LIMIT)):
        known = rows.filter(pl.col("close") > 0, pl.col(cell) > 0).with_columns(_shares=pl.col(cell) / pl.col("close"))
        known = known.with_columns(
            _before=pl.col("_shares").shift().over("security_id"),
            _step=pl.col("_session") - pl.col("_session").shift().over("security_id"),
            _fresh=pl.col(FRESH) | pl.col(FRESH).shift().over("security_id"),
        )
        bad = known.filter(pl.col("_step") <= NEIGHBOURS, (pl.col("_shares") / pl.col("_before")).log().abs() > limit)
        findings.append(
            found(bad, cell, shown(pl.col("_shares")), pl.format("~ {}", shown(pl.col("_before"))), place="security_id")
        )
    return pl.concat(findings)


def _exchange_sums(totals: pl.DataFrame) -> pl.DataFrame:
    """SSE + SZSE (+ BSE) of each day on which both are known, else the vendor's sum."""
    cells = (
        "financing_balance",
        "short_balance",
        "financing_buy_amount",
        "margin_trading_balance",
        "short_quantity",
        "short_sell_quantity",
    )
    parts = totals.filter(pl.col("exchange") != "SSE+SZSE")
    return parts.group_by("trade_date").agg(
        pl.col(*cells).sum(),
        *[pl.col(cell).filter(pl.col("exchange") != "BSE").sum().alias(f"{cell}_two") for cell in cells],
        (pl.col("exchange") != "BSE").sum().alias("_parts"),
        pl.col("rounding").sum(),
        pl.col(FRESH).any(),
    )


def _bases(evidence: Evidence) -> pl.DataFrame:
    accounts, totals = evidence.other("account_statistics"), evidence.other("market_totals")
    if accounts is None or totals is None:
        return _none(evidence)
    cells = ("financing_balance", "short_balance", "financing_buy_amount")
    summed = _exchange_sums(totals).filter(pl.col("_parts") == 2).select("trade_date", *cells, FRESH)
    vendor = totals.filter(pl.col("exchange") == "SSE+SZSE").select("trade_date", *cells, FRESH)
    exchanges = pl.concat([summed, vendor.join(summed, on="trade_date", how="anti")])
    both = accounts.join(exchanges, on="trade_date", suffix="_exchange").with_columns(pl.col(FRESH) | pl.col(f"{FRESH}_exchange"))
    findings = []
    for cell in cells:
        mine, theirs = pl.col(cell), pl.col(f"{cell}_exchange")
        slack = BASIS_BUY_TOLERANCE * theirs if cell == "financing_buy_amount" else pl.lit(BASIS_TOLERANCE)
        bad = both.filter((mine - theirs).abs() > slack + pl.col("rounding").fill_null(0))
        findings.append(found(bad, cell, shown(mine), shown(theirs), place="_place"))
    return pl.concat(findings)


def _parts_and_sum(evidence: Evidence) -> pl.DataFrame:
    """SSE + SZSE equal the vendor's sum; one of them alone is below it."""
    totals = evidence.rows
    vendor = totals.filter(pl.col("exchange") == "SSE+SZSE")
    both = vendor.join(_exchange_sums(totals), on="trade_date", suffix="_parts").with_columns(
        pl.col(FRESH) | pl.col(f"{FRESH}_parts")
    )
    findings = []
    for cell in (
        "financing_balance",
        "short_balance",
        "financing_buy_amount",
        "margin_trading_balance",
        "short_quantity",
        "short_sell_quantity",
    ):
        whole, parts = pl.col(cell), pl.col(f"{cell}_two")
        slack = 1 + AGREE_SHARE * whole + 2 * pl.col("rounding").fill_null(0) + 2 * pl.col("rounding_parts").fill_null(0)
        bad = both.filter(
            ((pl.col("_parts") == 2) & ((whole - parts).abs() > slack)) | ((pl.col("_parts") == 1) & (parts > whole + slack))
        )
        findings.append(found(bad, cell, shown(parts), shown(whole)))
    return pl.concat(findings)


def _index_change_agrees(evidence: Evidence) -> pl.DataFrame:
    """A change printed by one source fits the levels printed by another."""
    changes = pl.concat([evidence.rows, evidence.others]).filter(pl.col("change_ratio").is_not_null())
    levels = linked(evidence, ("close",)).filter(pl.col("close_before").is_not_null() & pl.col("close").is_not_null())
    both = changes.select("security_id", "trade_date", "source", "change_ratio", pl.col(FRESH).alias("_fresh_change")).join(
        levels.drop("change_ratio"), on=["security_id", "trade_date"], suffix="_level"
    )
    moved = pl.col("close") / pl.col("close_before") - 1
    bad = both.filter(
        pl.col("source") != pl.col("source_level"), (pl.col("change_ratio") - moved).abs() > CHANGE_POINTS
    ).with_columns(pl.col(FRESH) | pl.col("_fresh_change"))
    return found(bad, "change_ratio", pl.format("{} ({})", shown(pl.col("change_ratio")), "source"), shown(moved))


_CHANNEL_INDEX: Final = {"SSE": "000001.SH", "SZSE": "399001.SZ"}


def _northbound_levels(evidence: Evidence) -> pl.DataFrame:
    """Level and change beside the northbound figures are those of the index."""
    channel, index = evidence.other("northbound"), evidence.other("index_quotes")
    if channel is None or index is None:
        return _none(evidence)
    wanted = channel.with_columns(
        security_id=pl.col("exchange").replace_strict(_CHANNEL_INDEX, default=None, return_dtype=pl.String)
    )
    both = wanted.join(
        index.select("security_id", "trade_date", "close", "change_ratio", pl.col(FRESH).alias("_fresh_index")),
        on=["security_id", "trade_date"],
    ).with_columns(pl.col(FRESH) | pl.col("_fresh_index"))
    place = "_place" if evidence.dataset == "northbound" else "security_id"
    level, close = pl.col("index_close"), pl.col("close")
    change, printed = pl.col("index_change_ratio"), pl.col("change_ratio")
    return pl.concat(
        [
            found(
                both.filter((level - close).abs() > LEVEL_SHARE * close + LEVEL_POINTS),
                "index_close" if place == "_place" else "close",
                shown(level),
                shown(close),
                place=place,
            ),
            found(
                both.filter((change - printed).abs() > CHANGE_POINTS),
                "index_change_ratio" if place == "_place" else "change_ratio",
                shown(change),
                shown(printed),
                place=place,
            ),
        ]
    )


RECONCILIATIONS: Final[tuple[Check, ...]] = (
    *[
        Check(
            "sources_agree", name, "不同来源的同一数字相等", "two publications of one figure agree", "warning",
            "0.001 % + rounding", "they are copies of one publication", _sources_agree,
        )
        for name in _AGREE
    ],
    *[
        Check(
            "incomplete_day", name, "明细覆盖全部证券", "a day's list holds all securities", "error" if name == "margin_detail" else "info",
            "90 % of the day's financing buys", "flows of a whole list equal the total", _incomplete_day,
        )
        for name in ("margin_detail", "market_totals")
    ],
    *[
        Check(
            "detail_flows", name, "明细的买入、偿还、卖出之和等于汇总", "flows of all securities add up to the total",
            "error" if name == "margin_detail" else "warning",
            "1 元 + rounding", "only listed securities have flows", _detail_and_totals(FLOW_CELLS, exact=True),
        )
        for name in ("margin_detail", "market_totals")
    ],
    *[
        Check(
            "detail_balances", name, "明细余额之和不高于汇总，且相差不超过 2%", "balances of all securities stay within 2 % below the total",
            "error" if name == "margin_detail" else "warning", "2 % below", "totals also hold securities that left the list", _detail_and_totals(BALANCE_CELLS, exact=False),
        )
        for name in ("margin_detail", "market_totals")
    ],
    *[
        Check(
            "short_value", name, "融券余额 = 融券余量 × 收盘价", "a short balance is the quantity at the close", "error",
            "2 元 + 0.0001 %", "a product, rounded", _short_value,
        )
        for name in ("margin_detail", "quotes")
    ],
    *[
        Check(
"flows_within_trading",
            name,
            "融资买入与偿还、融券卖出与偿还不超过当日成交",
            "financing and short flows are within the day's trading",
            "error" if name == "margin_detail" else "warning",
            "0.1 %; repayments 50 %",
            "financed purchases and short sales are trades; repayments mostly come from them",
            _flows_within_trading,
        )
        for name in ("margin_detail", "quotes")
    ],
    *[
        Check(
            "bases_apart", name, "账户统计与交易所合计相差不超过 10 亿元（买入额 20%）",
            "account statistics and exchange totals differ by at most 1 billion yuan (buys: 20 %)", "warning",
            "10 亿元; buys 20 %", "two collections; differences are reported, never spliced", _bases,
        )
        for name in ("account_statistics", "market_totals")
    ],
    *[
        Check(
            "turnover_rate", name, "换手率 = 成交量 × 收盘价 ÷ 流通市值", "a turnover rate is volume x close over the float cap", "error",
            "0.006 percentage points + 0.1 %", "printed to 0.01 percentage points; volume in lots", _turnover_rate,
        )
        for name in ("caps", "quotes")
    ],
    *[
        Check(
            "implied_shares", name, "市值 ÷ 收盘价（股本）与前一日相近", "cap over close, the shares, is near the day before", "warning",
            "a factor of 3 (total), 9 (float)", "bonus shares and the end of lock-ups are the largest true steps", _implied_shares,
        )
        for name in ("caps", "quotes")
    ],
    Check(
        "parts_and_sum", "market_totals", "沪深之和等于合计，单一交易所不超过合计", "SSE and SZSE add up to the vendor's sum, and neither exceeds it",
        "error", "0.001 % + rounding", "the same publications, added", _parts_and_sum,
    ),
    Check(
        "index_change_agrees", "index_quotes", "一个来源的涨跌幅与另一来源的点位相符", "a change printed by one source fits the levels of another",
        "warning", "0.03 percentage points", "printed to 0.01 percentage points", _index_change_agrees,
    ),
    *[
        Check(
            "northbound_levels", name, "北向文件中的指数与指数行情一致", "index figures beside northbound trading are those of the index",
            "warning", "0.011 points; 0.03 percentage points", "printed with two decimals", _northbound_levels,
        )
        for name in ("northbound", "index_quotes")
    ],
)  # fmt: skip
"""Every check across tables and sources."""
