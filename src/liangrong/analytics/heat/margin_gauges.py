"""Gauges read off the margin statistics of the whole market."""

from __future__ import annotations

from typing import Final

import polars as pl

from liangrong.analytics.completeness import days_of_whole_detail, stocks_only
from liangrong.analytics.heat.expanding import expanding_percentile
from liangrong.analytics.heat.gauges import EMPTY, Found, Gauge, Reader, Rule
from liangrong.analytics.heat.jumps import growth_over, months_to_date
from liangrong.analytics.heat.price_gauges import TOP
from liangrong.analytics.heat.prices import Prices
from liangrong.analytics.levels import series
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["BALANCE", "LARGEST", "MARGIN_GAUGES", "MONTHS", "STREAK", "YEAR"]

BALANCE: Final = "margin_trading_balance"
"""融资融券余额 of the market."""
SPAN: Final = 20
"""Sessions over which the balance grows."""
YEAR: Final = 250
"""Sessions among which that growth, and the height of the balance, is judged."""
MONTHS: Final = 24
"""Earlier months that a part of a month needs to be ranked among."""
STREAK: Final = 5
"""Record sessions in a row."""
LARGEST: Final = 50
"""Stocks whose share of the financing balance is the concentration."""


def _measure(name: str) -> Reader:
    def read(snapshot: MarketSnapshot, _: Prices) -> Found:
        found = series(snapshot, name)
        return Found(found.frame.select("date", pl.col("value").cast(pl.Float64)), found.sources, found.notes)

    return read


def _balance(snapshot: MarketSnapshot) -> Found:
    """The balance on every known day.

    Raises
    ------
    NoData
        There is none.
    """
    found = series(snapshot, BALANCE)
    if found.frame.is_empty():
        raise found.no_data(None)
    return Found(found.frame.select("date", pl.col("value").cast(pl.Float64)), found.sources, found.notes)


def _growth_z(snapshot: MarketSnapshot, _: Prices) -> Found:
    """Growth over ``SPAN`` sessions, less its mean and over its deviation among the ``YEAR`` sessions before."""
    balance = _balance(snapshot)
    growth = growth_over(balance.frame, snapshot.calendar, SPAN)
    before = pl.col("value").shift(1)
    z = (pl.col("value") - before.rolling_mean(YEAR)) / before.rolling_std(YEAR)
    frame = growth.with_columns(value=z).filter(pl.col("value").is_finite()).select("date", "value")
    return Found(frame, balance.sources, balance.notes)


def _month_jump(snapshot: MarketSnapshot, _: Prices) -> Found:
    """The percentile of the month to date among months after as many sessions."""
    balance = _balance(snapshot)
    months = months_to_date(balance.frame, snapshot.calendar)
    equal = [
        part.with_columns(value=pl.Series(expanding_percentile(part["value"].to_numpy(), least=MONTHS + 1)))
        for part in months.partition_by("sessions")
    ]
    frame = pl.concat([EMPTY, *(part.select("date", "value") for part in equal)])
    return Found(frame.filter(pl.col("value").is_not_nan()).sort("date"), balance.sources, balance.notes)


def _streak(snapshot: MarketSnapshot, _: Prices) -> Found:
    """How many sessions in a row, up to this one, the balance stood above everything known before."""
    balance = _balance(snapshot)
    highest = pl.col("value").cum_max().forward_fill().shift(1)
    is_record = (pl.col("value") > highest).fill_null(value=False)
    frame = (
        _by_session(balance.frame, snapshot)
        .with_columns(_record=is_record)
        .with_columns(_streak=pl.col("_record").cast(pl.Float64).cum_sum().over(pl.col("_record").rle_id()))
        .filter(pl.col("value").is_not_null())
        .select("date", pl.col("_streak").alias("value"))
    )
    return Found(frame, balance.sources, balance.notes)


def _concentration(snapshot: MarketSnapshot, _: Prices) -> Found:
    """The share of the ``LARGEST`` stocks in the financing balance of all stocks, on days of whole detail."""
    rows = snapshot.table("margin_detail")
    if rows.is_empty():
        return Found(EMPTY)
    whole = days_of_whole_detail(snapshot, rows, rows, None)
    stocks = stocks_only(rows).filter(pl.col("trade_date").is_in(whole.implode()), pl.col("financing_balance") > 0)
    amount = pl.col("financing_balance").cast(pl.Float64)
    frame = (
        stocks.group_by(pl.col("trade_date").alias("date"))
        .agg(value=amount.top_k(LARGEST).sum() / amount.sum())
        .sort("date")
    )  # fmt: skip
    return Found(frame, tuple(stocks["source"].unique().sort()))


def _drawdown(snapshot: MarketSnapshot, _: Prices) -> Found:
    """The balance against its highest value in the ``YEAR`` sessions up to the day, half of which must be known."""
    balance = _balance(snapshot)
    highest = pl.col("value").rolling_max(YEAR, min_samples=YEAR // 2)
    frame = _by_session(balance.frame, snapshot).with_columns(value=pl.col("value") / highest - 1).drop_nulls("value")
    return Found(frame, balance.sources, balance.notes)


def _by_session(levels: pl.DataFrame, snapshot: MarketSnapshot) -> pl.DataFrame:
    """Every session from the first to the last known one, unknown values null."""
    sessions = pl.DataFrame({"date": snapshot.calendar.between(levels["date"][0], levels["date"][-1])}, schema={"date": pl.Date})
    return sessions.join(levels, on="date", how="left", maintain_order="left")


_TOTALS: Final = Note("需要沪深两市两融汇总", "needs the margin totals of both exchanges")
_DETAIL: Final = Note("需要逐日的个股两融明细", "needs the margin detail of all stocks, day by day")

MARGIN_GAUGES: Final = (
    Gauge(
        "growth_z", Note("余额增速 z 值", "z of the balance's growth"),
        Note("两融余额 20 个交易日增幅减去其前 250 个交易日的均值，再除以其标准差",
             "growth of the margin balance over 20 sessions, less the mean and over the deviation of that growth in the 250 sessions before"),
        None, Rule(2, "value"), _growth_z, _TOTALS,
    ),
    Gauge(
        "month_jump", Note("月内增幅分位", "month to date among its likes"),
        Note("月初至今的两融余额增幅，在此前各月相同交易日数的增幅中的分位（至少 24 个月）",
             "growth of the margin balance in the month to date: its percentile among earlier months after as many sessions (24 at least)"),
        Unit.RATIO, Rule(TOP, "value"), _month_jump, _TOTALS,
    ),
    Gauge(
        "turnover_share", Note("融资买入占成交", "financing buys over turnover"),
        Note("全市场融资买入额 ÷ 中证全指（000985.SH）成交额", "financing buys of the market over the turnover of 中证全指 (000985.SH)"),
        Unit.RATIO, Rule(TOP), _measure("financing_buy_to_turnover"),
        Note("需要两融汇总与中证全指成交额", "needs the margin totals and the turnover of 000985.SH"),
    ),
    Gauge(
        "float_cap_share", Note("融资余额占流通市值", "financing over float cap"),
        Note("融资余额 ÷ 流通市值", "financing balance over float cap"),
        Unit.RATIO, Rule(TOP), _measure("financing_balance_to_float_cap"),
        Note("需要流通市值的历史", "needs a history of float caps"),
    ),
    Gauge(
        "record_streak", Note("连续新高", "record streak"),
        Note("两融余额连续创出已知新高的交易日数", "sessions in a row on which the margin balance stood above everything known before"),
        Unit.SESSION, Rule(STREAK, "value"), _streak, _TOTALS,
    ),
    Gauge(
        "concentration", Note("融资集中度", "concentration"),
        Note("融资余额最大的 50 只股票占全部股票融资余额的比重", "share of the 50 largest stocks in the financing balance of all stocks"),
        Unit.RATIO, Rule(TOP), _concentration, _DETAIL,
    ),
    Gauge(
        "maintenance", Note("平均维持担保比例偏低", "low average maintenance ratio"),
        Note("平均维持担保比例（账户统计口径；高则缓冲厚，低则承压）",
             "average maintenance ratio on the account-statistics basis (high: cushioned; low: under stress)"),
        Unit.RATIO, Rule(TOP), _measure("average_maintenance_ratio"),
        Note("需要两融账户统计", "needs the account statistics"), downward=True, in_composite=False,
    ),
    Gauge(
        "deleveraging", Note("余额回撤", "deleveraging"),
        Note("两融余额 ÷ 近 250 个交易日的最高值 − 1", "margin balance over its highest value in 250 sessions, minus 1"),
        Unit.RATIO, Rule(-0.10, "value"), _drawdown, _TOTALS, downward=True, in_composite=False,
    ),
)  # fmt: skip
"""In the order in which they are shown; the last two measure stress."""
