"""Index futures, the hedge that remains where shares cannot be borrowed: their basis, and how much of them is open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

import polars as pl

from liangrong.core.calendar import Calendar
from liangrong.core.errors import BeyondCalendar, NoData
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["PRODUCTS", "Contract", "futures_basis"]

PRODUCTS: Final[Mapping[str, str]] = {"IF": "000300.SH", "IH": "000016.SH", "IC": "000905.SH", "IM": "000852.SH"}
"""Products of the China Financial Futures Exchange and the index each is settled by."""
YEAR_DAYS: Final = 365
FRIDAY: Final = 4
_CODE: Final = re.compile(r"(?P<product>[A-Z]{2})(?P<year>\d{2})(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Contract:
    """An index futures contract.

    Parameters
    ----------
    product
        ``IF``, ``IH``, ``IC`` or ``IM``.
    year, month
        The contract month.
    """

    product: str
    year: int
    month: int

    @classmethod
    def parse(cls, code: str) -> Contract | None:
        """Read ``IF2602``; ``None`` where the code is that of no index futures contract.

        Examples
        --------
        >>> Contract.parse("IF2602"), Contract.parse("T2603")
        (Contract(product='IF', year=2026, month=2), None)
        """
        match = _CODE.fullmatch(code.strip().upper())
        if match is None or match["product"] not in PRODUCTS:
            return None
        return cls(match["product"], 2000 + int(match["year"]), int(match["month"]))

    @property
    def index(self) -> str:
        """The index that it is settled by."""
        return PRODUCTS[self.product]

    def expiry(self, calendar: Calendar) -> date | None:
        """The last trading day: the third Friday of the month, or the next session after it; ``None`` beyond the calendar.

        References
        ----------
        中金所股指期货合约：最后交易日为合约到期月份的第三个周五，遇国家法定假日顺延。

        Examples
        --------
        >>> from liangrong.core.calendar import mainland
        >>> Contract("IF", 2026, 2).expiry(mainland())
        datetime.date(2026, 2, 24)
        """
        first = date(self.year, self.month, 1)
        third = first + timedelta(days=(FRIDAY - first.weekday()) % 7 + 14)
        try:
            return calendar.on_or_after(third)
        except BeyondCalendar:
            return None


def futures_basis(
    snapshot: MarketSnapshot,
    *,
    start: date | None = None,
    end: date | None = None,
    price: Literal["close", "settlement"] = "close",
) -> Result:
    """The basis of each contract and the open interest of its product, for every session of a window.

    The basis is the futures price minus the index close, in points: negative is a discount, the price of being short. Per year:
    basis / index close x 365 / calendar days to expiry. On the last trading day there is no rate per year.

    Parameters
    ----------
    start, end
        Sessions, both included; by default the last one stored.
    price
        ``close``: at the same moment as the index; ``settlement``: the mean of the last hour.

    Returns
    -------
    Result
        ``date, contract, product, index_id, futures_price, index_close, futures_basis`` (points), ``basis_ratio, annual_basis, expiry,
        days_to_expiry, open_interest, product_open_interest, state`` (``known``, ``index_not_known``, ``price_not_known``,
        ``expiry_not_known``), ``reason_zh, reason_en``.

    Raises
    ------
    NoData
        No index futures are stored in the window.

    Examples
    --------
    >>> day = date(2026, 1, 30)
    >>> futures = pl.DataFrame({"contract": ["IF2603"], "trade_date": [day], "close": [4690.0], "open_interest": [90]})
    >>> index = pl.DataFrame({"security_id": ["000300.SH"], "trade_date": [day], "close": [4700.0]})
    >>> market = MarketSnapshot.of({"index_futures": futures, "index_quotes": index}, day)
    >>> futures_basis(market).data.select("futures_basis", "days_to_expiry").row(0)
    (-10.0, 49)
    """
    stored = snapshot.table("index_futures", start=start, end=end)
    if start is None and stored.height:
        stored = stored.filter(pl.col("trade_date") == pl.col("trade_date").max())
    contracts = {code: Contract.parse(code) for code in stored["contract"].unique()}
    foreign = sorted(code for code, contract in contracts.items() if contract is None)
    rows = stored.filter(~pl.col("contract").is_in(foreign))
    if rows.is_empty():
        raise _nothing(snapshot, start, end)
    known = {code: contract for code, contract in contracts.items() if contract is not None}
    terms = pl.DataFrame(
        [(code, contract.product, contract.index, contract.expiry(snapshot.calendar)) for code, contract in known.items()],
        schema={"contract": pl.String, "product": pl.String, "index_id": pl.String, "expiry": pl.Date},
        orient="row",
    )
    first, last = rows["trade_date"].min(), rows["trade_date"].max()
    indices = snapshot.table("index_quotes", start=first, end=last, keys={"security_id": list(PRODUCTS.values())})  # type: ignore[arg-type]
    levels = indices.select("trade_date", index_id="security_id", index_close="close", index_source="source")
    left = pl.col("days_to_expiry")
    data = (
        rows.join(terms, on="contract")
        .join(levels, on=["trade_date", "index_id"], how="left")
        .with_columns(
            days_to_expiry=(pl.col("expiry") - pl.col("trade_date")).dt.total_days(),
            product_open_interest=pl.col("open_interest").sum().over("trade_date", "product"),
            futures_basis=pl.col(price) - pl.col("index_close"),
        )
        .with_columns(basis_ratio=pl.col("futures_basis") / pl.col("index_close"))
        .with_columns(annual_basis=pl.when(left > 0).then(pl.col("basis_ratio") * YEAR_DAYS / left))
        .sort("trade_date", "product", "contract")
    )
    reasons = _last_known(snapshot)
    rows = data.select(
        pl.col("trade_date").alias("date"), "contract", "product", "index_id", pl.col(price).alias("futures_price"),
        "index_close", "futures_basis", "basis_ratio", "annual_basis", "expiry", "days_to_expiry", "open_interest",
        "product_open_interest", _state(price).alias("state"),
        *(_reason(reasons, lang).alias(f"reason_{lang}") for lang in ("zh", "en")),
    )  # fmt: skip
    sources = {*data["source"].unique(), *data["index_source"].drop_nulls().unique()}
    result = Result(data=rows, as_of=snapshot.as_of.as_of, known_at=snapshot.as_of.known_at, source=tuple(sorted(sources)))
    return result.warn(*_notes(rows, foreign, price))


def _state(price: str) -> pl.Expr:
    return (
        pl.when(pl.col(price).is_null())
        .then(pl.lit("price_not_known"))
        .when(pl.col("index_close").is_null())
        .then(pl.lit("index_not_known"))
        .when(pl.col("expiry").is_null())
        .then(pl.lit("expiry_not_known"))
        .otherwise(pl.lit("ok"))
    )


def _last_known(snapshot: MarketSnapshot) -> Mapping[str, date | None]:
    """The last session on which each index is known."""
    rows = snapshot.table("index_quotes", keys={"security_id": list(PRODUCTS.values())})
    ends = dict(rows.group_by("security_id").agg(pl.col("trade_date").max()).iter_rows())
    return {index: ends.get(index) for index in PRODUCTS.values()}


def _reason(last_known: Mapping[str, date | None], lang: str) -> pl.Expr:
    zh = lang == "zh"
    known = {
        index: ((f"index_quotes 中 {index} 只到 {day}" if zh else f"index_quotes holds {index} until {day} only") if day
                else (f"index_quotes 中没有 {index}" if zh else f"index_quotes does not hold {index}"))
        for index, day in last_known.items()
    }  # fmt: skip
    beyond = "到期日在交易日历之外" if zh else "its last trading day lies beyond the calendar"
    return (
        pl.when(pl.col("index_close").is_null())
        .then(pl.col("index_id").replace_strict(known, default=None, return_dtype=pl.String))
        .when(pl.col("expiry").is_null())
        .then(pl.lit(beyond))
    )


def _nothing(snapshot: MarketSnapshot, start: date | None, end: date | None) -> NoData:
    nearest = snapshot.table("index_futures")["trade_date"].max()
    last = end or snapshot.as_of.as_of
    where = f"{start}..{last}" if start else f"any day up to {last}"
    where_zh = f"{start} 至 {last} " if start else f"截至 {last} "
    return NoData(
        what="index futures (table index_futures: IF, IH, IC, IM)",
        what_zh="股指期货（index_futures 表：IF、IH、IC、IM）",
        where=where,
        where_zh=where_zh,
        nearest=nearest or "no day at all",
        nearest_zh=nearest or "没有任何一天",
    )


def _notes(rows: pl.DataFrame, foreign: list[str], price: str) -> list[Note]:
    by = ("收盘价", "close") if price == "close" else ("结算价", "settlement price")
    notes = [
        Note(
            f"基差 = 期货{by[0]} − 指数收盘；年化 = 基差 ÷ 指数 × {YEAR_DAYS} ÷ 距到期自然日；未扣除分红。",
            f"Basis = futures {by[1]} minus index close; per year = basis / index x {YEAR_DAYS} / calendar days to expiry; dividends "
            "before expiry are not taken out.",
        )
    ]
    unknown = rows.filter(pl.col("state") == "index_not_known")
    if unknown.height:
        reasons = {lang: unknown[f"reason_{lang}"].unique(maintain_order=True).to_list() for lang in ("zh", "en")}
        notes.append(Note(f"基差未知：{'；'.join(reasons['zh'])}。", f"The basis is not known: {'; '.join(reasons['en'])}."))
    if foreign:
        names = ", ".join(foreign[:5])
        notes.append(
            Note(
                f"{len(foreign)} 个合约不是股指期货，未列入：{names}。",
                f"{len(foreign)} contracts are no index futures: {names}.",
            )
        )
    return notes
