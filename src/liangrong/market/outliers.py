"""What is unlike everything before it: jumps, repeated days, sessions that never were, holes, thin days.

A jump is measured against the row before and against the median of the five before, and counts only when it is far from
both: a level that moved for good is reported once, a trend never. Limits are natural logarithms fixed on 2020-2023.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from liangrong.market.checks import DAY_TABLES, FRESH, Check, Evidence, exchange_of, found, shown
from liangrong.market.rollforward import NEIGHBOURS, linked, sessions
from liangrong.market.tables import TABLES

__all__ = ["JUMPS", "OUTLIERS", "Jump"]

MEDIAN_ROWS: Final = 5
"""A week."""


DAY_COUNT_SHARE: Final = 0.8
"""Of yesterday's rows; the lists change by a few names a day (acceptance rule of every source)."""

EXCERPT_SHARE: Final = 0.05
"""Fewer rows than this share of yesterday's are not a day with holes but a file about a few securities."""

HONG_KONG_HOLIDAY: Final = 7
"""Northbound trading also rests on Hong Kong's holidays, a week at most; index levels come beside it in some files."""

NAMES_SHARE: Final = {"caps": 0.003, "underlying_securities": 0.03, "eligible_collateral": 0.03}
"""Of yesterday's names. Of 5,500 listed securities at most three leave at a time; lists are revised by a few per cent."""

REPEATED_SHARE: Final = 0.9
"""Of the securities with flows. No two sessions repeat even one busy security to the yuan."""


@dataclass(frozen=True, slots=True)
class Jump:
    """How far one cell, or the quotient of two, may move between neighbours.

    Parameters
    ----------
    value
        The cell or quotient.
    column
        The cell that the finding names.
    limit
        Largest change, as a natural logarithm.
    floor
        In base units: below it (on either side) a change says nothing.
    """

    name: str
    value: pl.Expr
    column: str
    limit: float
    floor: float = 0.0


_NOUGHT = 0.0


def _cell(column: str, limit: float, floor: float = _NOUGHT) -> Jump:
    return Jump(column, pl.col(column), column, limit, floor)


def _quotient(name: str, over: str, under: str, limit: float, floor: float) -> Jump:
    """The quotient says something when the lower cell is large enough."""
    value = pl.when(pl.col(under).abs() > floor).then(pl.col(over) / pl.col(under))
    return Jump(name, value, under, limit)


JUMPS: Final[dict[str, tuple[Jump, ...]]] = {
    "market_totals": (
        _cell("financing_balance", 0.15, 1e10),
        _cell("financing_balance", 1.6, 1e7),
        _cell("financing_buy_amount", 1.6, 1e7),
        _cell("financing_repay_amount", 1.6, 1e8),
        _cell("short_balance", 0.4, 1e9),
        _cell("short_balance", 1.8, 1e7),
        _cell("margin_trading_balance", 0.15, 1e10),
        _cell("short_quantity", 0.4, 1e8),
        _cell("short_quantity", 1.8, 2e6),
        _cell("short_sell_quantity", 1.85, 1e6),
        _cell("short_repay_quantity", 1.85, 1e6),
        _quotient("short_price", "short_balance", "short_quantity", 0.3, 1e8),
        _quotient("float_cap", "financing_balance", "financing_balance_to_float_cap", 0.2, 0.0),
        _cell("float_cap", 0.2),
    ),
    "account_statistics": (
        _cell("financing_balance", 0.15),
        _cell("short_balance", 0.4),
        _cell("margin_trading_balance", 0.15),
        _cell("financing_buy_amount", 1.3),
        _cell("short_sell_amount", 1.8, 1e6),
        _cell("average_maintenance_ratio", 0.12),
        _cell("collateral_value", 0.15),
        _cell("collateral_cash", 0.5),
        _cell("collateral_securities_value", 0.15),
        _cell("individual_investors", 0.05),
        _cell("institutional_investors", 0.05),
        _cell("trading_investors", 1.2),
        _cell("indebted_investors", 0.2),
        _cell("brokers", 0.2),
        _cell("branches", 0.2),
        _cell("margin_trading_balance_to_float_cap", 0.2),
        _cell("margin_trading_share_of_turnover", 0.8),
        _cell("sse_composite_close", 0.12),
    ),
    "index_quotes": (
        _cell("open", 0.2),
        _cell("high", 0.2),
        _cell("low", 0.2),
        _cell("close", 0.12),
        _cell("turnover", 1.3),
        _cell("volume", 1.3),
        _quotient("earnings", "close", "pe", 0.2, 0.0),
    ),
    "northbound": (
        _cell("turnover", 1.3),
        _cell("trades", 1.2),
        _cell("buy_amount", 1.8),
        _cell("sell_amount", 1.8),
        _cell("etf_turnover", 2.0, 1e8),
        _quotient("trade_size", "turnover", "trades", 0.9, 0.0),
        _cell("holdings_cap", 0.12),
        _cell("index_close", 0.12),
    ),
    "margin_detail": (
        _cell("financing_balance", 1.1, 1e8),
    ),
}  # fmt: skip
"""Limits per table, above the largest ordinary change of 2020-2023 (and, for young series, of their second year): balances
0.035, buys 0.66, repayments 0.55, short balances 0.24, sales 1.6, maintenance ratio 0.07, index turnover 0.65. An index
cannot move further than the price limits of its members (10 % and 20 %)."""


def _distance(value: pl.Expr, other: pl.Expr) -> pl.Expr:
    """The natural logarithm of the quotient; without end where the sign turns."""
    quotient = value / other
    return pl.when(quotient > 0).then(quotient.log().abs()).when(quotient < 0).then(pl.lit(float("inf")))


def _jumps(evidence: Evidence) -> pl.DataFrame:
    rows = evidence.rows.join(sessions(evidence.calendar), on="trade_date", how="left", maintain_order="left").lazy()
    jumps = JUMPS[evidence.dataset]
    suspects = pl.collect_all([_far(rows, jump) for jump in jumps])
    findings = [
        found(bad, jump.column, shown(pl.col("_value")), pl.format("~ {}", shown(pl.col("_before"))))
        for jump, bad in zip(jumps, suspects, strict=True)
    ]
    return pl.concat(findings)


def _far(rows: pl.LazyFrame, jump: Jump) -> pl.LazyFrame:
    """The rows whose value is far from the one before and from the median of the five before."""
    cell = rows.select("_place", "trade_date", "_session", FRESH, jump.value.alias("_value"))
    cell = cell.filter(pl.col("_value").is_not_null() & (pl.col("_value") != 0)).with_columns(
        _before=pl.col("_value").shift().over("_place"),
        _step=pl.col("_session") - pl.col("_session").shift().over("_place"),
        _median=pl.col("_value").rolling_median(MEDIAN_ROWS, min_samples=1).shift().over("_place"),
        _fresh=pl.col(FRESH) | pl.col(FRESH).shift().over("_place").fill_null(False),  # noqa: FBT003
    )
    size = pl.max_horizontal(pl.col("_value").abs(), pl.col("_before").abs())
    moved = pl.min_horizontal(*[_distance(pl.col("_value"), pl.col(name)) for name in ("_before", "_median")])
    return cell.filter(
        pl.col("_step") <= NEIGHBOURS, moved > jump.limit, size > jump.floor, pl.col("_median").abs() > jump.floor / 10
    )


def _phantom(evidence: Evidence) -> pl.DataFrame:
    return _stranger(evidence, pl.col("trade_date").is_between(evidence.calendar.start, evidence.calendar.end), "a session")


def _beyond(evidence: Evidence) -> pl.DataFrame:
    start, end = evidence.calendar.start, evidence.calendar.end
    return _stranger(evidence, ~pl.col("trade_date").is_between(start, end), f"{start} … {end}")


def _stranger(evidence: Evidence, which: pl.Expr, expected: str) -> pl.DataFrame:
    rows = evidence.strangers.filter(which).with_columns(_group=_group(evidence.dataset))
    rows = rows.unique(["_group", "trade_date"], keep="first")
    return found(rows, "trade_date", pl.col("trade_date").cast(pl.String), expected, place="_group")


def _group(dataset: str) -> pl.Expr:
    """What a day is complete within: the exchange of securities, else the series itself."""
    securities = "security_id" in TABLES[dataset].schema and dataset != "index_quotes"
    return exchange_of() if securities else pl.col("_place")


COARSE_PRINT: Final = 100
"""A flow of fewer roundings than this (half a printed digit each) can honestly repeat: Shenzhen's first weeks of 2010,
printed in 0.01 亿元, do."""


def _repeated_row(evidence: Evidence) -> pl.DataFrame:
    """A row equal to the one before in every cell it has, one of which would have to move."""
    moving = _MOVING[evidence.dataset]
    cells = tuple(
        c.name for c in TABLES[evidence.dataset].columns if c.unit is not None and c.name not in {"rounding", "previous_close"}
    )
    rows = linked(evidence, cells, adjacent=False)
    same = pl.all_horizontal(pl.col(c).eq_missing(pl.col(f"{c}_before")) for c in cells)
    rounded = "rounding" in TABLES[evidence.dataset].schema
    coarse = COARSE_PRINT * pl.col("rounding").fill_null(0) if rounded else pl.lit(0)
    bad = rows.filter(same & (pl.col(moving) > coarse))
    return found(bad, moving, shown(pl.col(moving)), pl.format("not the row of {}", pl.col("_day_before")))


_MOVING: Final = {
    "market_totals": "financing_buy_amount",
    "account_statistics": "financing_buy_amount",
    "margin_detail": "financing_buy_amount",
    "quotes": "volume",
    "northbound": "turnover",
    "index_quotes": "close",
}
"""The cell that cannot repeat to its last digit from one session to the next."""


def _repeated_day(evidence: Evidence) -> pl.DataFrame:
    moving = _MOVING[evidence.dataset]
    rows = linked(evidence, (moving,), adjacent=False).filter(pl.col(moving) > 0).with_columns(_group=_group(evidence.dataset))
    days = rows.group_by("_group", "trade_date", "_day_before").agg(
        (pl.col(moving) == pl.col(f"{moving}_before")).mean().alias("_same"), pl.len().alias("_rows"), pl.col(FRESH).any()
    )
    bad = days.filter((pl.col("_same") >= REPEATED_SHARE) & (pl.col("_rows") >= 5))
    return found(bad, moving, pl.format("{} rows as on {}", "_rows", "_day_before"), "a day of its own", place="_group")


def _holes(evidence: Evidence) -> pl.DataFrame:
    """Each run of sessions without a row between two rows of a series, and of a source that goes on after it."""
    longest = HONG_KONG_HOLIDAY if evidence.dataset in {"northbound", "index_quotes"} else 0
    numbered = pl.concat([evidence.rows, evidence.others]).join(sessions(evidence.calendar), on="trade_date")
    findings = []
    for by in (["_place"], ["_place", "source"]):
        rows = numbered.filter(FRESH) if len(by) > 1 else numbered
        rows = (
            rows.unique([*by, "_session"], keep="first")
            .sort(*by, "_session")
            .with_columns(
                _step=pl.col("_session") - pl.col("_session").shift().over(by),
                _day_before=pl.col("trade_date").shift().over(by),
                _fresh=pl.col(FRESH) | pl.col(FRESH).shift().over(by),
            )
        )
        bad = rows.filter(pl.col("_step") > longest + 1)
        missing = pl.format("{} sessions missing after {}", pl.col("_step") - 1, pl.col("_day_before"))
        findings.append(
            found(bad, "trade_date", missing, "every session", severity=pl.lit("warning" if len(by) == 1 else "info"))
        )
    return pl.concat(findings).unique(["place", "trade_date", "observed"], keep="first", maintain_order=True)


def _thin_day(evidence: Evidence) -> pl.DataFrame:
    counts = (
        evidence.rows.with_columns(_group=_group(evidence.dataset))
        .group_by("_group", "trade_date")
        .agg(pl.len().alias("_rows"), pl.col(FRESH).any())
        .sort("_group", "trade_date")
        .with_columns(_before=pl.col("_rows").shift().over("_group"))
    )
    share = pl.col("_rows") / pl.col("_before")
    bad = counts.filter((share < DAY_COUNT_SHARE) & (share >= EXCERPT_SHARE))
    return found(bad, "security_id", pl.format("{} rows", "_rows"), pl.format(">= 80 % of {}", "_before"), place="_group")


def _missing_names(evidence: Evidence) -> pl.DataFrame:
    """Securities of the day before that a day lacks, where they are too many to have left the list."""
    share = NAMES_SHARE.get(evidence.dataset, NAMES_SHARE["underlying_securities"])
    rows = evidence.rows.with_columns(_group=_group(evidence.dataset)).select("_group", "trade_date", "_place", FRESH)
    days = rows.group_by("_group", "trade_date").agg(pl.len().alias("_rows"), pl.col(FRESH).any()).sort("_group", "trade_date")
    days = days.with_columns(
        _day_before=pl.col("trade_date").shift().over("_group"), _before=pl.col("_rows").shift().over("_group")
    ).drop_nulls("_day_before")
    numbered = sessions(evidence.calendar)
    earlier = numbered.rename({"trade_date": "_day_before", "_session": "_earlier"})
    days = days.join(numbered, on="trade_date").join(earlier, on="_day_before")
    days = days.filter(pl.col("_session") - pl.col("_earlier") <= NEIGHBOURS).drop("_session", "_earlier")
    due = rows.drop(FRESH).rename({"trade_date": "_day_before"}).join(days, on=["_group", "_day_before"])
    absent = due.join(rows, on=["_group", "trade_date", "_place"], how="anti")
    counted = absent.group_by("_group", "trade_date", "_before", "_rows", FRESH).agg(pl.len().alias("_absent"))
    bad = counted.filter(
        pl.col("_absent") >= 10,
        pl.col("_absent") > share * pl.col("_before"),
        pl.col("_rows") > EXCERPT_SHARE * pl.col("_before"),
    )
    return found(
        bad, "security_id", pl.format("{} missing", "_absent"), pl.format("all but a few of {}", "_before"), place="_group"
    )


OUTLIERS: Final[tuple[Check, ...]] = (
    *[
        Check(
            "phantom_session", name, "日期应为交易日", "a day is a session of the calendar",
            "quarantined", "0", "the exchanges were closed: the row belongs to another day or to none", _phantom,
        )
        for name in DAY_TABLES
    ],
    *[
        Check(
            "beyond_calendar", name,
            "日期应在交易日历之内；新一年的休市安排公布后，运行 liangrong sync --dataset trading_days 更新后再导入",
            "a day is inside the trading calendar; once the year's closures are published, run "
            "`liangrong sync --dataset trading_days` and import again",
            "quarantined", "0", "whether it is a session cannot be known", _beyond,
        )
        for name in DAY_TABLES
    ],
    *[
        Check(
            "jump", name, "数值与前一行及前五行中位数相近", "a figure is near the one before or near the median of the five before",
            "warning", "outliers.JUMPS", "above every ordinary change of 2020-2023", _jumps,
        )
        for name in JUMPS
    ],
    *[
        Check(
            "repeated_row", name, "某日数据与前一日不完全相同", "a day's row is not the row before under a new date",
            "quarantined" if name in {"market_totals", "account_statistics", "northbound", "index_quotes"} else "error",
            "0", "flows and levels do not repeat to the last digit", _repeated_row,
        )
        for name in _MOVING
    ],
    *[
        Check(
            "repeated_day", name, "某日明细与前一日不相同", "a day's list is not the list before under a new date",
            "quarantined", "90 % of the rows with flows", "no two sessions repeat", _repeated_day,
        )
        for name in ("margin_detail", "quotes")
    ],
    *[
        Check(
            "hole", name, "序列中没有缺失的交易日", "a series has a row for each session", "warning", "0",
            "a day inside a published series exists", _holes,
        )
        for name in ("market_totals", "account_statistics", "index_quotes", "northbound")
    ],
    *[
        Check(
            "thin_day", name, "当日行数不少于前一日的八成", "a day has at least 80 % of the rows of the day before",
            "quarantined", "80 %", "lists change by a few names a day: fewer rows are a missing page", _thin_day,
        )
        for name in ("margin_detail", "underlying_securities", "eligible_collateral")
    ],
    *[
        Check(
            "missing_names", name, "前一日的证券仍在名单中", "the securities of the day before are still there", "warning",
            "0.3 % of the listed, 3 % of the lists", "securities leave by ones and twos: more are a missing page", _missing_names,
        )
        for name in NAMES_SHARE
    ],
)  # fmt: skip
"""Every check of what is unlike its neighbours."""
