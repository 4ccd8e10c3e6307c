"""All context series at a glance: what each counts, since when, until when, and its last value. None is added to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeAlias

import polars as pl

from liangrong.analytics.context.accounts import COUNTS, NEW_ACCOUNTS
from liangrong.analytics.context.northbound import CHANNELS, NET_ENDED
from liangrong.core.errors import NoData
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["overview"]

RECENT: Final = 5
"""Sessions that a series may lag behind and still be current: the Connect has holidays of its own."""

_Kind: TypeAlias = Literal["amount", "accounts", "ratio_value"]

_SCHEMA: Final = pl.Schema({
    "series": pl.String(), "state": pl.String(), "first_day": pl.Date(), "last_day": pl.Date(), "amount": MONEY, "accounts": pl.Int64(),
    "ratio_value": pl.Float64(), "known_sessions": pl.Int64(), "missing_sessions": pl.Int64(), "population_zh": pl.String(),
    "population_en": pl.String(),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    table: str
    column: str
    kind: _Kind
    population: Note
    channel: str = ""


def _through(channel: str, name: str, column: str, what: Note) -> _Series:
    label = CHANNELS[channel]
    population = Note(f"{label.zh}：{what.zh}", f"{label.en}: {what.en}")
    return _Series(f"northbound_{name}_{channel.lower()}", "northbound", column, "amount", population, channel)


_ALL: Final = (
    *(_through(channel, "turnover", "turnover", Note("买卖合计，不分方向", "buys plus sells, without a direction")) for channel in CHANNELS),
    *(_through(channel, "net", "net_buy_amount", Note("买入减卖出", "buys minus sells")) for channel in CHANNELS),
    _Series("individual_investors", "account_statistics", "individual_investors", "accounts",
            Note("已开立信用账户的个人", "individuals with a margin account")),
    _Series("institutional_investors", "account_statistics", "institutional_investors", "accounts",
            Note("已开立信用账户的机构", "institutions with a margin account")),
    _Series("trading_investors", "account_statistics", "trading_investors", "accounts",
            Note("当日参与交易者", "those who traded on the day")),
    _Series("indebted_investors", "account_statistics", "indebted_investors", "accounts",
            Note("收盘时有融资融券负债者", "those in debt at the close")),
    _Series("average_maintenance_ratio", "account_statistics", "average_maintenance_ratio", "ratio_value",
            Note("公布的全体平均，不说明最弱的账户", "the published mean of all; says nothing of the weakest")),
)  # fmt: skip

assert {series.name for series in _ALL} >= set(COUNTS), "every count has its line"


def overview(snapshot: MarketSnapshot) -> Result:
    """One row for each context series.

    Returns
    -------
    Result
        ``series, state`` (``current``, ``ended``, ``not_stored``), ``first_day, last_day``, the last value as ``amount`` (元),
        ``accounts`` or ``ratio_value``, ``known_sessions, missing_sessions`` between the first and the last day, and the population.

    Raises
    ------
    NoData
        Neither account statistics nor northbound trading are stored.
    """
    rows = [_row(snapshot, series) for series in _ALL]
    data = pl.DataFrame(rows, schema=_SCHEMA)
    if not data["known_sessions"].sum():
        raise NoData(what="context series", what_zh="外资与账户序列", where=f"{snapshot.as_of.as_of}", where_zh=f"{snapshot.as_of.as_of}",
                     nearest="no day at all", nearest_zh="没有任何一天")  # fmt: skip
    sources = {source for name in {series.table for series in _ALL} for source in snapshot.table(name)["source"].unique()}
    view = snapshot.as_of
    return Result(data, as_of=view.as_of, known_at=view.known_at, source=tuple(sorted(sources))).warn(NEW_ACCOUNTS, *_notes(data))


def _row(snapshot: MarketSnapshot, series: _Series) -> dict[str, Any]:
    rows = snapshot.table(series.table).filter(pl.col(series.column).is_not_null())
    if series.channel:
        rows = rows.filter(pl.col("exchange") == series.channel)
    said = {"series": series.name, "population_zh": series.population.zh, "population_en": series.population.en}
    ended = series.column == "net_buy_amount" and snapshot.as_of.as_of > NET_ENDED
    if rows.is_empty():
        return {**said, "state": "ended" if ended else "not_stored", "known_sessions": 0}
    days: list[date] = rows["trade_date"].to_list()
    late = snapshot.calendar.count(days[-1], snapshot.as_of.as_of) > RECENT
    sessions = set(snapshot.calendar.between(days[0], days[-1]))
    known = sessions & set(days)
    return {
        **said,
        "state": "ended" if ended else "behind" if late else "current",
        "first_day": days[0],
        "last_day": days[-1],
        series.kind: rows[series.column][-1],
        "known_sessions": len(known),
        "missing_sessions": len(sessions) - len(known),
    }


def _notes(data: pl.DataFrame) -> list[Note]:
    notes = [
        Note(
            "各序列口径不同，互不相加，也不相除。", "Each series has its own population; none is added to or divided by another."
        )
    ]
    if data.filter(pl.col("series").str.starts_with("northbound"), pl.col("missing_sessions") > 0).height:
        notes.append(
            Note(
                "北向缺失的交易日含港股通休市日。",
                "Sessions missing from northbound trading include those on which the Connect was closed.",
            )
        )
    return notes
