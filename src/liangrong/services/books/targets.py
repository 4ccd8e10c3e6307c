"""The aggregates of a day, as a store knows them: what a generated book must sum up to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from liangrong.analytics.scopes import directory
from liangrong.book.generator.targets import History, Targets
from liangrong.book.marks import MarkTable
from liangrong.book.scales import FEN_PER_YUAN, LI_PER_YUAN
from liangrong.core.errors import NoData
from liangrong.core.results import Note
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot
from liangrong.services.books.markets import marks_of

__all__ = ["ACCOUNTS", "HISTORY_SESSIONS", "targets_of"]

ACCOUNTS: Final = 15_640_000
"""Credit accounts at the end of 2025 (1564 万户), as reported; where a store has no statistics of investors."""
HISTORY_SESSIONS: Final = 380
"""Sessions on which contracts may have been opened: three terms of six months."""

_BORROWERS_SHARE: Final = 0.115
_INSTITUTIONS_SHARE: Final = 0.0065
_CASH_SHARE: Final = 0.06
_ALL_OVER_BORROWERS: Final = 1.155
"""Total of collateral per yuan of balance, over the average maintenance ratio: 325 % and 281.58 % were published for 2026-08-13."""
_STALE_SESSIONS: Final = 20
"""How many sessions statistics may be older than the book."""
_INDICES: Final = ("000985.SH", "000300.SH")

_Amounts = NDArray[np.float64]


def targets_of(snapshot: MarketSnapshot) -> tuple[Targets, tuple[Note, ...]]:
    """Read the aggregates of a snapshot's day, and say what had to be supposed.

    Balances by security are those of margin detail; on a day without detail the market's total is divided by float cap, else by
    turnover. The average maintenance ratio is the last one published.

    Raises
    ------
    NoData
        There are no prices, no balances, or no average maintenance ratio near the day.
    """
    marks = marks_of(snapshot)
    statistics = _statistics(snapshot)
    sources: dict[str, Note] = {}
    notes: list[Note] = []
    weights = _weights(snapshot, marks)
    balance, quantity = _balances(snapshot, marks, weights, sources, notes)
    ratio = float(statistics["average_maintenance_ratio"])
    day = statistics["trade_date"]
    sources["maintenance_ratio"] = Note(
        f"账户统计 {day}，取为全体负债账户资产与负债之比",
        f"account statistics of {day}, taken as assets over debt of all accounts in debt",
    )
    total = int(balance.sum()) / FEN_PER_YUAN

    def known(name: str, column: str, supposed: float, zh: str, en: str) -> float:
        value = statistics.get(column)
        source = Note(f"账户统计 {day}", f"account statistics of {day}")
        sources[name] = Note(f"假定：{zh}", f"invented: {en}") if value is None else source
        return supposed if value is None else float(value)

    institutions = known(
        "institutions", "institutional_investors", ACCOUNTS * _INSTITUTIONS_SHARE, "机构占比", "share of institutions"
    )
    accounts = institutions + known("accounts", "individual_investors", ACCOUNTS - institutions, "", "")
    if statistics.get("individual_investors") is None:
        sources["accounts"] = Note("2025 年末 1564 万户（媒体报道）", "15.64 million at the end of 2025, as reported")
    borrowers = known(
        "borrowers", "indebted_investors", accounts * _BORROWERS_SHARE, "约 180 万户的量级", "the order of 1.8 million"
    )
    debt = total + float((quantity * marks.price).sum()) / LI_PER_YUAN
    value = known("collateral_value", "collateral_value", debt * ratio * _ALL_OVER_BORROWERS,
                  "按 2026-08-13 公布的 325% 与 281.58% 之比", "by the 325 % and 281.58 % published for 2026-08-13")  # fmt: skip
    cash = known("collateral_cash", "collateral_cash", value * _CASH_SHARE, "担保资金占比", "share of cash")
    targets = Targets(
        marks=marks,
        accounts=round(accounts),
        borrowers=round(borrowers),
        institutions=round(institutions),
        financing_balance=balance,
        short_quantity=quantity,
        maintenance_ratio=ratio,
        collateral_value=round(value * FEN_PER_YUAN),
        collateral_cash=round(cash * FEN_PER_YUAN),
        preference=weights,
        history=_history(snapshot, marks),
        sources=sources,
    )
    return targets, tuple(notes)


def _statistics(snapshot: MarketSnapshot) -> Mapping[str, Any]:
    """The last row of the account statistics that has an average maintenance ratio."""
    on = snapshot.as_of.as_of
    rows = snapshot.table("account_statistics").drop_nulls("average_maintenance_ratio")
    near = rows.filter(pl.col("trade_date") >= snapshot.calendar.back(on, _STALE_SESSIONS))
    if near.is_empty():
        nearest = rows["trade_date"].max()
        raise NoData(what="average maintenance ratio", what_zh="平均维持担保比例", where=on, where_zh=f" {on} ",
                     nearest=nearest or "none stored", nearest_zh=nearest or "没有导入过")  # fmt: skip
    return near.row(-1, named=True)


def _weights(snapshot: MarketSnapshot, marks: MarkTable) -> _Amounts:
    """By security: float cap where most have one, else half turnover and half financing balance."""
    on = snapshot.as_of.as_of
    caps = snapshot.table("caps", start=snapshot.calendar.back(on, _STALE_SESSIONS))
    last = caps.group_by("security_id", maintain_order=True).agg(pl.col("float_cap").cast(pl.Float64).last())
    cap = _by_security(marks, last, "float_cap")
    if np.count_nonzero(cap) * 2 > marks.size:
        return cap
    detail = snapshot.table("margin_detail", start=on).with_columns(pl.col("financing_balance").cast(pl.Float64))
    found = np.zeros(marks.size)
    for amounts in (np.nan_to_num(marks.turnover), _by_security(marks, detail, "financing_balance")):
        if amounts.any():
            found += amounts / amounts.sum()
    return found


def _balances(
    snapshot: MarketSnapshot, marks: MarkTable, weights: _Amounts, sources: dict[str, Note], notes: list[Note]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Financing balance (fen) and short quantity by security."""
    on = snapshot.as_of.as_of
    detail = snapshot.table("margin_detail", start=on)
    if detail.height:
        fen = (pl.col("financing_balance") * FEN_PER_YUAN).round().cast(pl.Int64)
        rows = detail.with_columns(fen=fen.fill_null(0), quantity=pl.col("short_quantity").fill_null(0))
        missing = rows.filter(~pl.col("security_id").is_in(list(marks.securities)))
        if missing.height:
            zh, en = (display(int(missing["fen"].sum()) / FEN_PER_YUAN, Unit.YUAN, lang) for lang in ("zh", "en"))
            notes.append(Note(
                f"{missing.height} 只证券没有价格（多为基金和北交所股票），其融资余额 {zh} 不在账簿中",
                f"{missing.height} securities have no price (most are funds and stocks of BSE); their financing balance of {en} is not in the book",
            ))  # fmt: skip
        sources["financing_balance"] = sources["short_quantity"] = Note(f"两融交易明细 {on}", f"margin detail of {on}")
        return tuple(_by_security(marks, rows, name).astype(np.int64) for name in ("fen", "quantity"))  # type: ignore[return-value]
    totals = snapshot.table("market_totals", start=on).select(pl.col("financing_balance", "short_balance").cast(pl.Float64).sum())
    financing, short = totals.row(0)
    if not financing:
        raise NoData(what="financing balance", what_zh="融资余额", where=on, where_zh=f" {on} ", nearest="no such day", nearest_zh="没有这一天")  # fmt: skip
    if not weights.any():
        raise NoData(what="float cap or turnover by security", what_zh="各证券的流通市值或成交额", where=f"the days around {on}",
                     where_zh=f" {on} 前后", nearest="no balances by security either", nearest_zh="也没有各证券的余额")  # fmt: skip
    share = weights / weights.sum()
    divided = Note(f"市场总额 {on} 按权重分摊，假定", f"market total of {on}, divided by weights: invented")
    sources["financing_balance"] = sources["short_quantity"] = divided
    notes.append(
        Note(
            f"{on} 没有两融交易明细，各证券余额按权重分摊",
            f"there is no margin detail of {on}: balances by security are divided by weights",
        )
    )
    fen = np.floor(share * financing * FEN_PER_YUAN).astype(np.int64)
    return fen, np.floor(share * (short or 0) * LI_PER_YUAN / marks.price).astype(np.int64)


def _history(snapshot: MarketSnapshot, marks: MarkTable) -> History:
    """Sessions, buys, balances and prices per share of today."""
    on = snapshot.as_of.as_of
    rows = (
        snapshot.table("account_statistics", start=snapshot.calendar.back(on, HISTORY_SESSIONS - 1))
        .select("trade_date", pl.col("financing_buy_amount", "financing_balance").cast(pl.Float64))
        .drop_nulls()
    )
    if not rows.height or rows["trade_date"][-1] != on:
        raise NoData(what="financing buys", what_zh="融资买入额", where=on, where_zh=f" {on} ",
                     nearest=rows["trade_date"].max() or "none stored", nearest_zh=rows["trade_date"].max() or "没有导入过")  # fmt: skip
    days = tuple(rows["trade_date"])
    return History(
        days=days, buys=rows["financing_buy_amount"].to_numpy(), balances=rows["financing_balance"].to_numpy(),
        prices=_prices(snapshot, marks, days),
    )  # fmt: skip


def _prices(snapshot: MarketSnapshot, marks: MarkTable, days: tuple[date, ...]) -> NDArray[np.int32]:
    """Closes per share of today, 厘; before the first quote of a listed security, moved with the market's index."""
    numbers = pl.DataFrame({"security_id": marks.securities, "number": np.arange(marks.size)})
    step = pl.col("previous_close") / pl.col("close").shift(1)
    later = step.fill_null(1).cum_prod(reverse=True).shift(-1, fill_value=1)
    quotes = (
        snapshot.table("quotes", start=days[0])
        .select("security_id", "trade_date", pl.col("close", "previous_close").cast(pl.Float64))
        .filter(pl.col("close") > 0)
        .sort("security_id", "trade_date")
        .with_columns(adjusted=pl.col("close") * later.over("security_id"))
        .join(numbers, on="security_id")
        .join(pl.DataFrame({"trade_date": days, "day": np.arange(len(days))}), on="trade_date")
    )
    prices = np.zeros((len(days), marks.size))
    prices[quotes["day"], quotes["number"]] = quotes["adjusted"] * LI_PER_YUAN
    prices[-1] = marks.price
    first = (prices > 0).argmax(axis=0)
    for day in range(1, len(days)):
        prices[day] = np.where(prices[day] > 0, prices[day], prices[day - 1])
    level = _index(snapshot, days)
    listed = _listing_days(snapshot, marks, days)
    number = np.arange(len(days))[:, None]
    earlier = (number < first) & (number >= listed)
    moved = prices[first, np.arange(marks.size)] * level[:, None] / level[first]
    return np.round(np.where(earlier, np.maximum(moved, 1), prices)).astype(np.int32)


def _index(snapshot: MarketSnapshot, days: tuple[date, ...]) -> _Amounts:
    """The level of the market by session; flat where no index is stored."""
    rows = snapshot.table("index_quotes", start=days[0], keys={"security_id": list(_INDICES)}).drop_nulls("close")
    for index in _INDICES:
        known = rows.filter(pl.col("security_id") == index).select("trade_date", "close")
        if known.height * 2 > len(days):
            spread = pl.DataFrame({"trade_date": days}).join(known, on="trade_date", how="left", maintain_order="left")
            return spread["close"].fill_null(strategy="forward").fill_null(strategy="backward").to_numpy()
    return np.ones(len(days))


def _listing_days(snapshot: MarketSnapshot, marks: MarkTable, days: tuple[date, ...]) -> NDArray[np.int64]:
    """By security: number of the session on which it was listed; 0 where it was before, or where nobody says."""
    listed = directory(snapshot).drop_nulls("list_date").group_by("security_id").agg(pl.col("list_date").first())
    rows = pl.DataFrame({"security_id": marks.securities}).join(listed, on="security_id", how="left", maintain_order="left")
    return np.searchsorted(np.array(days), rows["list_date"].fill_null(days[0]).to_numpy()).astype(np.int64)


def _by_security(marks: MarkTable, rows: pl.DataFrame, column: str) -> _Amounts:
    """A column in the order of the marks; 0 where there is none."""
    order = pl.DataFrame({"security_id": marks.securities})
    found = order.join(rows.select("security_id", column), on="security_id", how="left", maintain_order="left")[column]
    return found.fill_null(0).to_numpy().astype(np.float64)
