"""Which source answers for a day: one per exchange and date, by a stated order, never a blend."""

from __future__ import annotations

from typing import Final

import polars as pl

__all__ = ["SIMULATED", "SOURCES", "is_simulated", "one_source"]

SIMULATED: Final = "simulated:"
"""Prefix of every source that serves synthetic data, e.g. ``simulated:sse``."""

SOURCES: Final[dict[str, tuple[str, str]]] = {
    "sse": ("上海证券交易所", "Shanghai Stock Exchange"),
    "szse": ("深圳证券交易所", "Shenzhen Stock Exchange"),
    "bse": ("北京证券交易所", "Beijing Stock Exchange"),
    "csf": ("中国证券金融公司", "China Securities Finance"),
    "csindex": ("中证指数", "China Securities Index"),
    "sws": ("申万宏源研究", "Shenwan Hongyuan Research"),
    "cffex": ("中国金融期货交易所", "China Financial Futures Exchange"),
    "pingan": ("平安证券", "Ping An Securities"),
    "tushare": ("tushare", "tushare"),
    "akshare": ("akshare", "akshare"),
    "qmt": ("QMT行情", "QMT quotes"),
    "eastmoney": ("东方财富", "Eastmoney"),
    "tdx": ("通达信", "TDX"),
    "joinquant": ("聚宽", "JoinQuant"),
    "qlib": ("qlib", "qlib"),
    "file": ("用户文件", "user file"),
}
"""Known sources in order of preference: publishers before collectors. Value: Chinese and English name."""

_RANK: Final = {name: rank for rank, name in enumerate(SOURCES)}


def is_simulated(source: str) -> bool:
    """Whether rows of this source are synthetic."""
    return source.startswith(SIMULATED)


def one_source(frame: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    """Keep, within each group of ``by``, the rows of the most preferred source only.

    Sources that the order does not name come last, and among themselves the first by name answers.

    Parameters
    ----------
    frame
        Rows with a ``source`` column.
    by
        The columns that make a group, such as ``["exchange", "trade_date"]``.
    """
    if frame.is_empty() or frame["source"].n_unique() == 1:
        return frame
    answering = frame.select(*by, "source").unique()
    if answering.select(by).is_unique().all():
        return frame
    rank = pl.col("source").str.strip_prefix(SIMULATED).replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int32)
    best = answering.group_by(by).agg(pl.col("source").sort_by(rank, "source").first())
    return frame.join(best, on=[*by, "source"], how="semi", maintain_order="left", nulls_equal=True)
