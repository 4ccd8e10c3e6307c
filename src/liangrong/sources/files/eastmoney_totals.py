"""Eastmoney's table of the whole market since 2010: the SSE+SZSE sum of every session, with the CSI 300 beside it.

Dates in copies of it have lost their last digit (``2018-12-1`` for 12-10). Such a date is repaired only when exactly one
missing session between its neighbours fits and the financing balance rolls forward into or out of it; else the row is
left out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.core.calendar import mainland
from liangrong.core.outcomes import Outcome
from liangrong.core.units import Unit
from liangrong.sources.fetcher import Batch, Hints
from liangrong.sources.files.casting import Field, cast_fields, read_rows
from liangrong.sources.files.layout import Layout, bare, has_columns
from liangrong.sources.files.reading import ROW, Finding, Reading, batch, flag, keep_sessions, keep_unique

__all__ = ["LAYOUTS"]

ROLL_FORWARD_TOLERANCE: Final = Decimal(1)
"""The vendor derives 偿还额 from the balances, so a true neighbour rolls forward to the yuan."""
_INDEX: Final = "000300.SH"
_DATE: Final = "交易日期"
_FIELDS: Final = (
    Field(_DATE, "trade_date"),
    Field("融资-余额", "financing_balance"),
    Field("融资余额占流通市值比", "financing_balance_to_float_cap", Unit.PERCENT, required=False),
    Field("融资买入额", "financing_buy_amount"),
    Field("融资偿还额", "financing_repay_amount", required=False, signed=True),
    Field("净买入", "_net_buy", like="financing_buy_amount", signed=True, required=False),
    Field("融券余额", "short_balance"),
    Field("融券余量", "short_quantity"),
    Field("融券卖出量", "short_sell_quantity"),
    Field("融券偿还量", "short_repay_quantity", required=False, signed=True),
    Field("融券净卖出", "_net_sell", like="short_sell_quantity", signed=True, required=False),
    Field("融资融券余额", "margin_trading_balance"),
    Field("融资融券余额差值", "_difference", like="margin_trading_balance", signed=True),
)
_INDEX_FIELDS: Final = (
    Field(_DATE, "trade_date"),
    Field("收盘-沪深300", "close"),
    Field("涨跌幅(%)-沪深300", "change_ratio", Unit.PERCENT, signed=True, required=False),
)
_DROPPED: Final = (
    ("_difference", "financing_balance", "short_balance", "融资融券余额差值", "融资余额 − 融券余额"),
    ("_net_buy", "financing_buy_amount", "financing_repay_amount", "净买入", "融资买入额 − 融资偿还额"),
    ("_net_sell", "short_sell_quantity", "short_repay_quantity", "融券净卖出", "融券卖出量 − 融券偿还量"),
)


def _parse(content: bytes, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = read_rows(content)
    rows = rows.rename({c: _DATE for c in rows.columns if bare(c) == _DATE})
    whole, cut = _split_dates(rows)
    totals = cast_fields("eastmoney_totals", "market_totals", whole, _FIELDS)
    totals = keep_unique(keep_sessions(_to_sum(totals)))
    totals = _check_dropped(_repair(totals, rows, cut))
    index = _index_of(totals, rows)
    vendor = pl.lit(["financing_repay_amount", "short_repay_quantity"])
    totals = replace(totals, frame=totals.frame.with_columns(rounding=pl.lit(0), derived=vendor))
    return batch(totals, index, source="eastmoney")


def _split_dates(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows with a whole date, and rows whose date has lost its last digit."""
    is_cut = pl.col(_DATE).str.strip_chars().str.contains(r"^\d{4}-\d{1,2}-\d$").fill_null(value=False)
    return rows.filter(~is_cut), rows.filter(is_cut)


def _to_sum(reading: Reading) -> Reading:
    return replace(reading, frame=reading.frame.with_columns(exchange=pl.lit("SSE+SZSE"), quality=pl.lit("ok")))


def _repair(totals: Reading, rows: pl.DataFrame, cut: pl.DataFrame) -> Reading:
    """Give back the session that a shortened date must have meant, or say why it cannot be told."""
    if cut.is_empty():
        return totals
    order = rows.select(ROW, pl.col(_DATE).str.strip_chars().str.to_date("%Y-%m-%d", strict=False).alias("day"))
    order = order.with_columns(pl.when(pl.col(ROW).is_in(cut[ROW].to_list())).then(None).otherwise("day").alias("day"))
    order = order.with_columns(before=pl.col("day").shift().forward_fill(), after=pl.col("day").shift(-1).backward_fill())
    known = set(totals.frame["trade_date"].to_list())
    for row in cut.iter_rows(named=True):
        printed = str(row[_DATE]).strip()
        around = order.row(by_predicate=pl.col(ROW) == row[ROW], named=True)
        fitting = _missing_sessions(printed, around["before"], around["after"], known)
        one = _read_as(rows.filter(pl.col(ROW) == row[ROW]), fitting[0]) if len(fitting) == 1 else None
        if (
            one is not None
            and not one.frame.is_empty()
            and _rolls_forward(one.frame, totals.frame, around["before"], around["after"])
        ):
            known.add(fitting[0])
            fixed = _to_sum(one).frame.with_columns(quality=pl.lit("repaired"))
            told = _repaired(printed, row[ROW], fitting[0])
            totals = replace(totals, frame=pl.concat([totals.frame, fixed]).sort("trade_date"))
            totals = totals.note(told, observed=printed, day=fitting[0], place="SSE+SZSE")
        else:
            totals = totals.note(_unrepaired(printed, row[ROW], fitting), observed=printed, place=f"row {row[ROW]}")
    return totals


def _missing_sessions(printed: str, before: date | None, after: date | None, known: set[date]) -> list[date]:
    """Sessions between the neighbours in file order that are missing and start with the printed text."""
    if before is None or after is None or before >= after:
        return []
    return [s for s in mainland().between(before, after) if s not in known and s.isoformat().startswith(printed)]


def _read_as(row: pl.DataFrame, day: date) -> Reading:
    return cast_fields("eastmoney_totals", "market_totals", row.with_columns(pl.lit(day.isoformat()).alias(_DATE)), _FIELDS)


def _rolls_forward(one: pl.DataFrame, totals: pl.DataFrame, before: date, after: date) -> bool:
    """Whether the balance rolls from the neighbour before into this row, or from this row into the one after."""
    calendar = mainland()
    day: date = one["trade_date"][0]
    neighbours = {d: totals.filter(pl.col("trade_date") == d) for d in (before, after)}
    chains = []
    if calendar.previous(day) == before:
        chains.append((neighbours[before], one))
    if calendar.next(day) == after:
        chains.append((one, neighbours[after]))
    return bool(chains) and all(_continues(earlier, later) for earlier, later in chains)


def _continues(earlier: pl.DataFrame, later: pl.DataFrame) -> bool:
    if earlier.is_empty() or later.is_empty() or later["financing_repay_amount"][0] is None:
        return False
    expected = earlier["financing_balance"][0] + later["financing_buy_amount"][0] - later["financing_repay_amount"][0]
    return bool(abs(expected - later["financing_balance"][0]) <= ROLL_FORWARD_TOLERANCE)


def _repaired(printed: str, row: int, day: date) -> Finding:
    return Finding(
        "repaired_date",
        "trade_date",
        expected=day.isoformat(),
        severity="warning",
        zh=f"第 {row} 行的日期写作“{printed}”；前后两行之间只缺 {day} 与之相符，且融资余额能够滚动衔接，按 {day} 采用",
        en=f"row {row}: the date reads '{printed}'; {day} is the one missing session between its neighbours that fits and "
        "the financing balance rolls forward, so it is read as that day",
    )


def _unrepaired(printed: str, row: int, fitting: list[date]) -> Finding:
    count_zh = f"有 {len(fitting)} 个" if len(fitting) != 1 else "虽只有一个"
    return Finding(
        "malformed_date",
        "trade_date",
        expected="YYYY-MM-DD",
        zh=f"第 {row} 行的日期写作“{printed}”；前后两行之间{count_zh}缺失的交易日与之相符，无法由融资余额滚动确认，该行未采用",
        en=f"row {row}: the date reads '{printed}'; {len(fitting)} missing session(s) between its neighbours fit and the "
        "financing roll-forward does not settle which, so the row is left out",
    )


def _check_dropped(reading: Reading) -> Reading:
    """Check the columns that follow from others before they are dropped."""
    for name, plus, minus, label, meaning in _DROPPED:
        finding = Finding(
            "vendor_difference",
            plus,
            severity="error",
            zh=f"第 {{row}} 行的“{label}”为 {{observed}}，而{meaning} = {{expected}}；该行标为可疑",
            en=f"row {{row}}: the vendor's {label} is {{observed}} but {plus} - {minus} = {{expected}}; the row is marked suspect",
        )
        expected = pl.col(plus) - pl.col(minus)
        reading = flag(reading, pl.col(name) != expected, finding, observed=name, expected=expected)
    return reading


def _index_of(totals: Reading, rows: pl.DataFrame) -> Reading:
    """The CSI 300 beside the totals, on the very rows that were taken."""
    days = dict(zip(totals.frame[ROW].to_list(), totals.frame["trade_date"].to_list(), strict=True))
    taken = rows.filter(pl.col(ROW).is_in(list(days))).with_columns(
        pl.col(ROW).replace_strict(days, return_dtype=pl.Date).cast(pl.String).alias(_DATE)
    )
    reading = cast_fields("eastmoney_totals", "index_quotes", taken, _INDEX_FIELDS)
    quality = totals.frame.select(
        ROW, quality=pl.when(pl.col("quality") == "repaired").then(pl.lit("repaired")).otherwise(pl.lit("ok"))
    )
    return replace(reading, frame=reading.frame.join(quality, on=ROW, how="left").with_columns(security_id=pl.lit(_INDEX)))


_COLUMNS: Final = tuple(dict.fromkeys(bare(f.column) for f in (*_FIELDS, *_INDEX_FIELDS)))

LAYOUTS: Final = (
    Layout(
        "eastmoney_totals",
        "东方财富两融市场总量（沪深合计）",
        "Eastmoney market totals, SSE+SZSE",
        has_columns(*_COLUMNS),
        _parse,
        _COLUMNS,
    ),
)
