"""The data centre of the simulated world: the vendor's reports in its own envelope, filters and paging.

The reports that the optional connector reads: totals of the whole market, account statistics, and
market values by security.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import polars as pl

from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.texts import compact, jsonp, number

__all__ = ["answer"]

_ROWS_PER_PAGE: Final = 500
"""The default page; a larger one may be asked for up to ``_MOST_ROWS``."""
_MOST_ROWS: Final = 5_000
_EMPTY: Final = {"version": None, "result": None, "success": False, "message": "返回数据为空", "code": 9201}
_CONDITION: Final = re.compile(r"\((\w+)\s*(>=|<=|=|>|<)\s*['\"]([^'\"]*)['\"]\)")
_MEETS: Final[Mapping[str, Callable[[str, str], bool]]] = {
    "=": lambda found, wanted: found == wanted,
    ">=": lambda found, wanted: found >= wanted,
    "<=": lambda found, wanted: found <= wanted,
    ">": lambda found, wanted: found > wanted,
    "<": lambda found, wanted: found < wanted,
}


def answer(market: SimulatedMarket, values: Mapping[str, str], published: Callable[[date], bool]) -> str:
    """The vendor's answer to the parameters of one request.

    Parameters
    ----------
    published
        Whether a session's figures are out.
    """
    report = values.get("reportName", "")
    if report not in _REPORTS:
        message = f"报表配置不存在,{report}"
        return _called(values, {"version": None, "result": None, "success": False, "message": message, "code": 9501})
    conditions = [(name.upper(), sign, wanted) for name, sign, wanted in _CONDITION.findall(values.get("filter", ""))]
    rows = [
        row for day, row in _rows(market, report) if published(day) and all(_meets(row, *condition) for condition in conditions)
    ]
    if values.get("sortTypes", "-1").startswith("1"):
        rows.reverse()
    if not rows:
        return _called(values, _EMPTY)
    size = min(_whole(values, "pageSize", _ROWS_PER_PAGE), _MOST_ROWS)
    page = _whole(values, "pageNumber", 1)
    wanted = values.get("columns", "ALL")
    shown = [_columns(row, wanted) for row in rows[(page - 1) * size : page * size]]
    result = {"pages": -(-len(rows) // size), "data": shown, "count": len(rows)}
    return _called(
        values, {"version": "simulated", "result": result, "success": True, "message": "ok", "code": 0} if shown else _EMPTY
    )


def _called(values: Mapping[str, str], body: object) -> str:
    callback = values.get("callback", "")
    return jsonp(callback, compact(body)) + (";" if callback else "")


def _whole(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name, "")
    return int(text) if text.isdigit() and int(text) > 0 else default


def _meets(row: Mapping[str, Any], name: str, sign: str, wanted: str) -> bool:
    found = str(row.get(name, ""))
    return _MEETS[sign](found[: len(wanted)] if found.endswith(" 00:00:00") else found, wanted)


def _columns(row: Mapping[str, Any], wanted: str) -> Mapping[str, Any]:
    return row if wanted in ("", "ALL") else {name: row.get(name) for name in wanted.split(",")}


@lru_cache(maxsize=16)
def _rows(market: SimulatedMarket, report: str) -> list[tuple[date, dict[str, Any]]]:
    """All rows of a report with their sessions, newest first."""
    return _REPORTS[report](market)


def _stamp(day: date) -> str:
    return f"{day} 00:00:00"


def _history(market: SimulatedMarket) -> list[tuple[date, dict[str, Any]]]:
    """All exchanges together (Beijing since it started), with the market value of their tradable shares."""
    sums = (
        market.table("market_totals").drop("exchange", "rounding", "source", "quality", "derived")
        .group_by("trade_date").agg(pl.all().sum()).sort("trade_date", descending=True)
    )  # fmt: skip
    levels = market.levels
    value = dict(zip(levels.sessions, levels.float_cap.tolist(), strict=True))
    index = dict(zip(levels.sessions, levels.indices["000300.SH"].tolist(), strict=True))
    rows = []
    for row in sums.iter_rows(named=True):
        day, cap = row["trade_date"], round(value[row["trade_date"]])
        financing, short = int(row["financing_balance"]), int(row["short_balance"])
        net = int(row["financing_buy_amount"] - row["financing_repay_amount"])
        rows.append((day, {
            "DIM_DATE": _stamp(day), "RZYE": financing, "RZYEZB": round(financing / cap * 100, 6),
            "RZMRE": int(row["financing_buy_amount"]), "RZCHE": int(row["financing_repay_amount"]), "RZJME": net,
            "RQYE": short, "RQYL": row["short_quantity"], "RQMCL": row["short_sell_quantity"],
            "RQCHL": row["short_repay_quantity"], "RQJMG": row["short_sell_quantity"] - row["short_repay_quantity"],
            "RZRQYE": financing + short, "RZRQYECZ": financing - short, "LTSZ": cap, "NEW": round(index[day], 2),
        }))  # fmt: skip
    return rows


def _accounts(market: SimulatedMarket) -> list[tuple[date, dict[str, Any]]]:
    """The account statistics in the vendor's units: 亿元, 万名, %."""
    change = (pl.col("sse_composite_close").pct_change() * 100).fill_null(0.0).round(6).alias("_change")
    frame = market.table("account_statistics").sort("trade_date").with_columns(change).reverse()
    rows = []
    for row in frame.iter_rows(named=True):
        cells: dict[str, Any] = {"STATISTICS_DATE": _stamp(row["trade_date"]), "DATE_MARK": "1"}
        for name, (column, size) in _ACCOUNT_KEYS.items():
            value = row[column]
            cells[name] = number(Decimal(str(value)) / Decimal(size)) if size != "0.01" else round(value * 100, 6)
        cells["SCI_CHANGE_RATE"] = row["_change"]
        cells["MARGIN_TRADE_AMT"] = round(cells["FIN_BUY_AMT"] + cells["LOAN_SELL_AMT"], 8)
        rows.append((row["trade_date"], cells))
    return rows


_YI: Final = "100000000"
_ACCOUNT_KEYS: Final[Mapping[str, tuple[str, str]]] = {
    "FIN_BALANCE": ("financing_balance", _YI), "LOAN_BALANCE": ("short_balance", _YI), "MARGIN_BALANCE": ("margin_trading_balance", _YI),
    "BALANCE_RATIO": ("margin_trading_balance_to_float_cap", "0.01"), "FIN_BUY_AMT": ("financing_buy_amount", _YI),
    "LOAN_SELL_AMT": ("short_sell_amount", _YI), "TRADE_AMT_RATIO": ("margin_trading_share_of_turnover", "0.01"),
    "SECURITY_ORG_NUM": ("brokers", "1"), "OPERATEDEPT_NUM": ("branches", "1"), "PERSONAL_INVESTOR_NUM": ("individual_investors", "10000"),
    "ORG_INVESTOR_NUM": ("institutional_investors", "1"), "INVESTOR_NUM": ("trading_investors", "1"),
    "MARGINLIAB_INVESTOR_NUM": ("indebted_investors", "1"), "FUND_MARKET_CAP": ("collateral_cash", _YI),
    "TOTAL_GUARANTEE": ("collateral_value", _YI), "SUBSITUTION__CAP": ("collateral_securities_value", _YI),
    "AVG_GUARANTEE_RATIO": ("average_maintenance_ratio", "0.01"), "SCI_CLOSE_PRICE": ("sse_composite_close", "1"),
}  # fmt: skip


def _values(market: SimulatedMarket) -> list[tuple[date, dict[str, Any]]]:
    """Market values by security and session."""
    frame = market.table("caps").join(
        market.table("quotes").select("security_id", "trade_date", "close", "name"), on=["security_id", "trade_date"]
    )
    return [
        (row["trade_date"], {
            "SECURITY_CODE": row["security_id"][:6], "SECUCODE": row["security_id"], "SECURITY_NAME_ABBR": row["name"],
            "TRADE_DATE": _stamp(row["trade_date"]), "CLOSE_PRICE": number(row["close"]),
            "TOTAL_MARKET_CAP": number(row["total_cap"]), "NOTLIMITED_MARKETCAP_A": number(row["float_cap"]),
            "TOTAL_SHARES": number(row["total_cap"] / row["close"]), "FREE_SHARES_A": number(row["float_cap"] / row["close"]),
        })
        for row in frame.sort(["trade_date", "security_id"], descending=[True, False]).iter_rows(named=True)
    ]  # fmt: skip


_REPORTS: Final[Mapping[str, Callable[[SimulatedMarket], list[tuple[date, dict[str, Any]]]]]] = {
    "RPTA_RZRQ_LSHJ": _history,
    "RPTA_WEB_MARGIN_DAILYTRADE": _accounts,
    "RPT_VALUEANALYSIS_DET": _values,
}
