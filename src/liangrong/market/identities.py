"""What must hold inside one row: sums, signs, bounds, and prices that fit each other.

Not here: anything that needs another day (``rollforward``, ``outliers``) or another table (``reconciliation``).
"""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

from liangrong.core.units import Dimension
from liangrong.market.checks import NOTHING, Check, Evidence, Finder, found, identity, shown
from liangrong.market.tables import TABLES

__all__ = ["IDENTITIES"]

YUAN: Final = 1.0
"""Published balances are whole yuan, so two of them add up to within one."""

HIDDEN_SHARE_PRICE: Final = 100.0
"""SZSE prints shares with as many digits as money (0.01 亿): a printed zero hides up to ``rounding`` shares, at 100 元 at most."""

TURNOVER_TOLERANCE: Final = 0.002
"""Beside one lot of volume; on 2020-2023 the mean price never left the range of the day by more."""

BLOCK_TRADE_DISCOUNT: Final = 0.3
"""BSE counts block trades, which may lie 30 % from the previous close, in the day's volume and turnover."""

NO_RETURN_ON_THE_DAY: Final = date(2015, 8, 4)
"""Since then shares sold short are returned on the next session at the earliest, so they are outstanding at the close."""

SHARES_ROUNDING: Final = 2_000_000
"""A source that rounds money to 0.01 亿元 rounds shares to 0.01 亿股, here of two cells."""

MAINTENANCE_RATIO_BOUNDS: Final = (1.5, 5.0)
"""The market's mean never left 1.8-3.2 since 2012; below 1.3 the whole market would be under its call line."""

RATIO_BOUNDS: Final = {
    "financing_balance_to_float_cap": (0.0, 0.2),
    "margin_trading_balance_to_float_cap": (0.0, 0.2),
    "margin_trading_share_of_turnover": (0.0, 0.6),
    "average_maintenance_ratio": MAINTENANCE_RATIO_BOUNDS,
    "turnover_rate": (0.0, 3.0),
    "conversion_ratio": (0.0, 1.0),
    "weight": (0.0, 1.0),
    "change_ratio": (-0.31, 0.31),
    "index_change_ratio": (-0.12, 0.12),
    "pe": (-1e5, 1e5),
    "price_limit": (0.0, 1.0),
}
"""Between these a ratio is possible. Financing stood at most at 4.7 % of float (2015), margin trades at 20 % of turnover;
a broad index cannot move further than the price limits of its members."""

CAP_TOLERANCE: Final = 0.001
"""Caps are close x shares, both exact: rounding only."""

_SIGNLESS: Final = {
    "net_buy_amount",
    "change_ratio",
    "index_change_ratio",
    "pe",
    "financing_repay_amount",
    "short_repay_quantity",
}
"""Cells that may be below zero. Repayments contain adjustments for corporate actions (权益调整) and are negative in rare
cases (SSE disclosure note); a repayment below zero has its own check."""


def _signs(evidence: Evidence) -> pl.DataFrame:
    table = TABLES[evidence.dataset]
    cells = [
        c.name
        for c in table.columns
        if c.unit is not None and c.unit.dimension is not Dimension.RATIO and c.name not in _SIGNLESS and c.name not in table.key
    ]
    rows = evidence.rows
    negative = rows.select((pl.col(cells) < 0).any()).row(0, named=True)
    bad = [name for name in cells if negative[name]]
    return pl.concat(
        [NOTHING, *[found(rows.filter(pl.col(name) < 0), name, shown(pl.col(name)), ">= 0", day=table.day) for name in bad]]
    )


def _bounds(evidence: Evidence) -> pl.DataFrame:
    held = [name for name in RATIO_BOUNDS if name in TABLES[evidence.dataset].schema]
    return pl.concat(
        [
            found(
                evidence.rows.filter(~pl.col(name).is_between(*RATIO_BOUNDS[name])),
                name,
                shown(pl.col(name)),
                f"{RATIO_BOUNDS[name][0]:g} … {RATIO_BOUNDS[name][1]:g}",
                day=TABLES[evidence.dataset].day,
            )
            for name in held
        ]
    )


def _within_bar(evidence: Evidence) -> pl.DataFrame:
    rows = evidence.rows.filter(pl.col("high").is_not_null() & pl.col("low").is_not_null())
    slack = pl.col("high").abs() * 1e-9
    return pl.concat(
        [
            found(rows.filter(pl.col("high") < pl.col("low") - slack), "high", shown(pl.col("high")), shown(pl.col("low"))),
            *[
                found(
                    rows.filter((pl.col(name) > pl.col("high") + slack) | (pl.col(name) < pl.col("low") - slack)),
                    name,
                    shown(pl.col(name)),
                    pl.format("{} … {}", shown(pl.col("low")), shown(pl.col("high"))),
                )
                for name in ("open", "close")
            ],
        ]
    )


def _mean_price(evidence: Evidence) -> pl.DataFrame:
    mean = pl.col("turnover") / pl.col("volume")
    rows = evidence.rows.filter((pl.col("volume") > 0) & pl.col("turnover").is_not_null() & (pl.col("high") > 0))
    # One lot of rounding on a thin day weighs more than that.
    beijing = pl.when(pl.col("_place").str.ends_with(".BJ")).then(BLOCK_TRADE_DISCOUNT).otherwise(TURNOVER_TOLERANCE)
    slack = beijing + 100 / pl.col("volume")
    bad = rows.filter((mean > pl.col("high") * (1 + slack)) | (mean < pl.col("low") * (1 - slack)))
    return found(bad, "turnover", shown(mean), pl.format("{} … {}", shown(pl.col("low")), shown(pl.col("high"))))


def _at_most(column: str, bound: str, share: float = 0.0, *, rounded: bool = False) -> Finder:
    slack = 3 * pl.col("rounding").fill_null(0) if rounded else pl.lit(0.0)

    def find(evidence: Evidence) -> pl.DataFrame:
        bad = evidence.rows.filter(pl.col(column) > pl.col(bound) * (1 + share) + slack)
        return found(bad, column, shown(pl.col(column)), pl.format("<= {}", shown(pl.col(bound))))

    return find


def _sold_short_stays(evidence: Evidence) -> pl.DataFrame:
    sold, shares = pl.col("short_sell_quantity"), pl.col("short_quantity")
    slack = pl.when(pl.col("rounding").fill_null(0) > 0).then(SHARES_ROUNDING).otherwise(0)
    bad = evidence.rows.filter(pl.col("trade_date") >= NO_RETURN_ON_THE_DAY, sold > shares + slack)
    return found(bad, "short_sell_quantity", shown(sold), pl.format("<= {}", shown(shares)))


def _sign_pair(evidence: Evidence) -> pl.DataFrame:
    """A short balance without shares, or shares without a balance."""
    balance, shares = pl.col("short_balance"), pl.col("short_quantity")
    bad = evidence.rows.filter(shares == 0, balance > YUAN + HIDDEN_SHARE_PRICE * pl.col("rounding").fill_null(0))
    return found(bad, "short_balance", shown(balance), "0")


_MARGIN_TABLES: Final = ("market_totals", "margin_detail", "board_margin", "account_statistics")
_ROUNDED = YUAN + 3 * pl.col("rounding").fill_null(0)

IDENTITIES: Final[tuple[Check, ...]] = (
    *[
        Check(
            "balance_sum", name, "融资余额 + 融券余额 = 融资融券余额", "financing and short balance add up to the total",
            "error", "1 元 + 3 x rounding", "three numbers, each rounded to its last printed digit",
            identity(
                "margin_trading_balance", pl.col("margin_trading_balance"), pl.col("financing_balance") + pl.col("short_balance"),
                _ROUNDED if name != "board_margin" else pl.lit(YUAN),
            ),
        )
        for name in _MARGIN_TABLES
    ],
    *[
        Check(
            "sign", name, "余额、金额、数量和价格不为负", "balances, amounts, quantities and prices are not negative",
            "error", "0", "a minus sign has no meaning here", _signs,
        )
        for name in ("market_totals", "margin_detail", "account_statistics", "quotes", "caps", "index_quotes", "northbound", "board_margin",
                     "securities_refinancing", "index_futures")
    ],
    *[
        Check(
            "ratio_bounds", name, "比率在可能的范围内", "a ratio lies where ratios can lie",
            "error", "identities.RATIO_BOUNDS", "twice the extremes of 2010-2023, or what the rules allow", _bounds,
        )
        for name in ("market_totals", "account_statistics", "caps", "index_quotes", "northbound", "eligible_collateral", "memberships",
                     "underlying_securities")
    ],
    *[
        Check(
            "bar_order", name, "最低 ≤ 开盘、收盘 ≤ 最高", "open and close lie between low and high",
            "error", "0", "by definition", _within_bar,
        )
        for name in ("quotes", "index_quotes", "index_futures")
    ],
    Check(
        "mean_price_within_range", "quotes", "成交均价在最低价与最高价之间", "turnover / volume lies between low and high",
        "error", "0.2 % + one lot; BSE 30 %", "volume is printed in lots, prices in fen", _mean_price,
    ),
    Check(
        "float_cap_at_most_total", "caps", "流通市值 ≤ 总市值", "the float cap is at most the total cap",
        "error", "0.1 %", "both are shares x close", _at_most("float_cap", "total_cap", CAP_TOLERANCE),
    ),
    Check(
        "free_float_cap_at_most_float", "caps", "自由流通市值 ≤ 流通市值", "the free-float cap is at most the float cap",
        "error", "0.1 %", "both are shares x close", _at_most("free_float_cap", "float_cap", CAP_TOLERANCE),
    ),
    *[
        Check(
            "short_balance_without_shares", name, "融券余量为零时融券余额为零", "no shares lent, no short balance",
            "error", "1 元 + 100 x rounding", "a product with zero, or with shares that rounding hides", _sign_pair,
        )
        for name in ("market_totals", "margin_detail")
    ],
    *[
        Check(
            "sold_short_stays", name, "当日融券卖出量不超过当日融券余量（2015-08-04 起当日不得偿还）",
            "what is sold short on a day is outstanding at its close (no return on the day since 2015-08-04)",
            "warning", "0; 2,000,000 shares where rounded", "a rule without exception: no total of 2015-2023 breaks it", _sold_short_stays,
        )
        for name in ("market_totals", "margin_detail")
    ],
    Check(
        "collateral_sum", "account_statistics", "担保物总价值 = 担保资金 + 可充抵证券市值", "collateral is cash plus securities",
        "error", "1 元 + 3 x rounding", "three rounded numbers",
        identity("collateral_value", pl.col("collateral_value"), pl.col("collateral_cash") + pl.col("collateral_securities_value"), _ROUNDED),
    ),
    Check(
        "collateral_covers_debt", "account_statistics", "两融余额不超过担保物总价值", "debt is at most the collateral",
        "error", "rounding", "the mean maintenance ratio never fell under 1", _at_most("margin_trading_balance", "collateral_value", rounded=True),
    ),
    Check(
        "northbound_turnover", "northbound", "买入 + 卖出 = 成交总额", "buys and sells add up to the turnover",
        "error", "2 万元", "three numbers printed in 万元 (百万元 with two decimals)",
        identity("turnover", pl.col("turnover"), pl.col("buy_amount") + pl.col("sell_amount"), 20_000 + YUAN),
    ),
    Check(
        "northbound_net", "northbound", "买入 − 卖出 = 净买额", "buys less sells are the net buys",
        "error", "2 万元", "three numbers printed in 万元 (百万元 with two decimals)",
        identity("net_buy_amount", pl.col("net_buy_amount"), pl.col("buy_amount") - pl.col("sell_amount"), 20_000 + YUAN),
    ),
    Check(
        "northbound_etf_part", "northbound", "ETF成交额不超过成交总额", "the ETF part is at most the turnover",
        "error", "0", "a part of a whole", _at_most("etf_turnover", "turnover"),
    ),
)  # fmt: skip
"""Every check inside one row."""
