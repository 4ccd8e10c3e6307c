"""Rows of Eastmoney's reports to standard tables, in base units. Pure; the asking is in ``eastmoney``.

The vendor fills what the exchanges leave out (融券余额 of Shanghai's securities, 偿还 of Shenzhen and Beijing) by its
own arithmetic: those cells are listed in ``derived``. Its ``RZRQYECZ`` is 融资余额 - 融券余额, not a change, and is not
read; neither are its interval sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl

from liangrong.core.errors import InvalidSecurity, SchemaChanged
from liangrong.core.securities import SecurityId
from liangrong.core.units import Dimension, Unit
from liangrong.market.discrepancies import Discrepancy
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources.cells import columns_of, day_of, half_unit, printed_decimals
from liangrong.sources.decoding import Rows
from liangrong.sources.fetcher import Batch
from liangrong.sources.wire import Key

__all__ = [
    "BSE_JOINS",
    "rows_to_accounts",
    "rows_to_boards",
    "rows_to_caps",
    "rows_to_detail",
    "rows_to_exchanges",
    "rows_to_totals",
]

BSE_JOINS: Final = date(2023, 2, 13)
"""From this day the vendor's sum includes Beijing."""
_REPAID: Final = ("financing_repay_amount", "short_repay_quantity")
_DERIVED: Final = {"SSE": ("short_repay_quantity",), "SZSE": _REPAID, "BSE": _REPAID, "SSE+SZSE": _REPAID}
"""Cells of totals that the exchange does not publish."""
_DETAIL_DERIVED: Final = {"SH": ("short_balance", "margin_trading_balance"), "SZ": _REPAID, "BJ": _REPAID}

_TOTALS: Final = (
    Key("RZYE", "financing_balance", Unit.YUAN),
    Key("RZMRE", "financing_buy_amount", Unit.YUAN, optional=True),
    Key("RZCHE", "financing_repay_amount", Unit.YUAN, optional=True),
    Key("RQYE", "short_balance", Unit.YUAN),
    Key("RQYL", "short_quantity", Unit.SHARE, optional=True),
    Key("RQMCL", "short_sell_quantity", Unit.SHARE, optional=True),
    Key("RQCHL", "short_repay_quantity", Unit.SHARE, optional=True),
    Key("RZRQYE", "margin_trading_balance", Unit.YUAN),
    Key("LTSZ", "float_cap", Unit.YUAN, optional=True),
    Key("RZYEZB", "financing_balance_to_float_cap", Unit.PERCENT, optional=True),
)
_DETAIL: Final = (
    Key("SECUCODE", "security_id"),
    Key("SECNAME", "name"),
    *_TOTALS[:8],
    Key("SZ", "float_cap", Unit.YUAN, optional=True),
    Key("SPJ", "close", Unit.YUAN, optional=True),
)
_ACCOUNTS: Final = (
    Key("FIN_BALANCE", "financing_balance", Unit.YI_YUAN),
    Key("LOAN_BALANCE", "short_balance", Unit.YI_YUAN),
    Key("MARGIN_BALANCE", "margin_trading_balance", Unit.YI_YUAN),
    Key("FIN_BUY_AMT", "financing_buy_amount", Unit.YI_YUAN),
    Key("LOAN_SELL_AMT", "short_sell_amount", Unit.YI_YUAN),
    Key("AVG_GUARANTEE_RATIO", "average_maintenance_ratio", Unit.PERCENT),
    Key("TOTAL_GUARANTEE", "collateral_value", Unit.YI_YUAN),
    Key("FUND_MARKET_CAP", "collateral_cash", Unit.YI_YUAN),
    Key("SUBSITUTION__CAP", "collateral_securities_value", Unit.YI_YUAN),
    Key("PERSONAL_INVESTOR_NUM", "individual_investors", Unit.WAN_COUNT),
    Key("ORG_INVESTOR_NUM", "institutional_investors", Unit.COUNT),
    Key("INVESTOR_NUM", "trading_investors", Unit.COUNT),
    Key("MARGINLIAB_INVESTOR_NUM", "indebted_investors", Unit.COUNT),
    Key("SECURITY_ORG_NUM", "brokers", Unit.COUNT),
    Key("OPERATEDEPT_NUM", "branches", Unit.COUNT),
    Key("BALANCE_RATIO", "margin_trading_balance_to_float_cap", Unit.PERCENT),
    Key("TRADE_AMT_RATIO", "margin_trading_share_of_turnover", Unit.PERCENT),
    Key("SCI_CLOSE_PRICE", "sse_composite_close", Unit.POINT),
)
_BOARDS: Final = (
    Key("BOARD_CODE", "group"),
    Key("BOARD_NAME", "group_name"),
    Key("FIN_BALANCE", "financing_balance", Unit.YUAN),
    Key("FIN_BUY_AMT", "financing_buy_amount", Unit.YUAN),
    Key("FIN_REPAY_AMT", "financing_repay_amount", Unit.YUAN),
    Key("LOAN_BALANCE", "short_balance", Unit.YUAN),
    Key("LOAN_BALANCE_VOL", "short_quantity", Unit.SHARE),
    Key("LOAN_SELL_VOL", "short_sell_quantity", Unit.SHARE),
    Key("LOAN_REPAY_VOL", "short_repay_quantity", Unit.SHARE),
    Key("MARGIN_BALANCE", "margin_trading_balance", Unit.YUAN),
    Key("NOTLIMITED_MARKETCAP_A", "float_cap", Unit.YUAN, optional=True),
)
_CAPS: Final = (
    Key("SECUCODE", "security_id"),
    Key("NOTLIMITED_MARKETCAP_A", "float_cap", Unit.YUAN),
    Key("TOTAL_MARKET_CAP", "total_cap", Unit.YUAN),
)
_BOARD_SCHEMES: Final = {"005": "eastmoney:industry", "006": "eastmoney:concept", "004": "eastmoney:region"}
_EXCHANGE_PREFIXES: Final = {"SSE": "H_", "SZSE": "S_", "BSE": "B_"}


def rows_to_totals(rows: Rows, exchange: str, day: str = "DIM_DATE", place: str = "Eastmoney") -> pl.DataFrame:
    """Rows of the history reports as ``market_totals`` of ``exchange`` (``SSE+SZSE`` for the vendor's sum).

    Raises
    ------
    SchemaChanged
        A key is missing or a cell is not what it should be.
    """
    frame = columns_of(rows, _TOTALS, place)
    return _conformed(
        "market_totals",
        frame,
        rows,
        day,
        place,
        exchange=pl.lit(exchange),
        rounding=pl.lit(0),
        derived=_listed(frame, _DERIVED[exchange]),
    )


def rows_to_exchanges(rows: Rows, place: str = "Eastmoney") -> Batch:
    """Side-by-side rows (``H_``, ``S_``, ``B_``) as ``market_totals``.

    An exchange whose balances are null has not published yet: it is left out, and from the day it could be there
    that is reported.
    """
    frames, found = [], []
    for exchange, prefix in _EXCHANGE_PREFIXES.items():
        have = [row for row in rows if row.get(f"{prefix}RZYE") is not None]
        for day in sorted(day_of(row.get("DIM_DATE"), place) for row in rows if row.get(f"{prefix}RZYE") is None):
            if exchange != "BSE" or day >= BSE_JOINS:
                zh, en = f"{exchange} {day} 尚未公布", f"{exchange} has not published {day} yet"
                found.append(Discrepancy("not_published_yet", "market_totals", exchange, day, "info", note_zh=zh, note_en=en))
        own = [
            {name.removeprefix(prefix): cell for name, cell in row.items() if name.startswith(prefix) or name == "DIM_DATE"}
            for row in have
        ]
        frames.append(rows_to_totals(own, exchange, "DIM_DATE", place))
    return Batch({"market_totals": pl.concat(frames)}, tuple(found))


def rows_to_detail(rows: Rows, place: str = "Eastmoney") -> Batch:
    """Rows of ``RPTA_WEB_RZRQ_GGMX`` as ``margin_detail``, ``caps`` (``SZ``) and ``quotes`` (close only).

    Raises
    ------
    SchemaChanged
        A key is missing, or a cell or code is not what it should be.
    """
    frame = columns_of(rows, _DETAIL, place).with_columns(_codes(rows, place))
    market = pl.col("security_id").str.slice(-2)
    derived = pl.lit([], dtype=pl.List(pl.String()))
    for suffix, names in _DETAIL_DERIVED.items():
        derived = pl.when(market == suffix).then(_listed(frame, names)).otherwise(derived)
    detail = _conformed(
        "margin_detail", frame.drop("float_cap", "close"), rows, "DATE", place, rounding=pl.lit(0), derived=derived
    )
    caps = _conformed("caps", frame.select("security_id", "float_cap"), rows, "DATE", place)
    quotes = _conformed("quotes", frame.select("security_id", "name", "close"), rows, "DATE", place)
    return Batch(
        {
            "margin_detail": detail,
            "caps": caps.filter(pl.col("float_cap").is_not_null()),
            "quotes": quotes.filter(pl.col("close").is_not_null()),
        }
    )


def rows_to_accounts(rows: Rows, place: str = "Eastmoney") -> pl.DataFrame:
    """Rows of ``RPTA_WEB_MARGIN_DAILYTRADE`` (亿元, %, 万名) as ``account_statistics`` in base units.

    Raises
    ------
    SchemaChanged
        A key is missing or a cell is not what it should be.
    """
    money = [key for key in _ACCOUNTS if key.unit and key.unit.dimension is Dimension.MONEY]
    rounding = half_unit(Unit.YI_YUAN, printed_decimals(rows, money))
    return _conformed(
        "account_statistics", columns_of(rows, _ACCOUNTS, place), rows, "STATISTICS_DATE", place, rounding=pl.lit(rounding)
    )


def rows_to_boards(rows: Rows, place: str = "Eastmoney") -> pl.DataFrame:
    """Rows of ``RPTA_WEB_BKJYMXN`` as ``board_margin``; every figure is the vendor's own sum.

    Raises
    ------
    SchemaChanged
        A key is missing, a cell is not what it should be, or the kind of board is unknown.
    """
    frame = columns_of(rows, _BOARDS, place)
    schemes = [_BOARD_SCHEMES.get(f"{row.get('BOARD_TYPE_CODE')}") for row in rows]
    if None in schemes:
        kind = rows[schemes.index(None)].get("BOARD_TYPE_CODE")
        raise SchemaChanged(place=place, reason=f"unknown kind of board '{kind}'", reason_zh=f"未知板块类型“{kind}”")
    return _conformed("board_margin", frame, rows, "TRADE_DATE", place, scheme=pl.Series(schemes, dtype=pl.String()))


def rows_to_caps(rows: Rows, place: str = "Eastmoney") -> pl.DataFrame:
    """Rows of ``RPT_VALUEANALYSIS_DET`` as ``caps``.

    Raises
    ------
    SchemaChanged
        A key is missing, or a cell or code is not what it should be.
    """
    return _conformed("caps", columns_of(rows, _CAPS, place).with_columns(_codes(rows, place)), rows, "TRADE_DATE", place)


def _conformed(name: str, frame: pl.DataFrame, rows: Rows, day: str, place: str, **more: pl.Expr | pl.Series) -> pl.DataFrame:
    days = pl.Series("trade_date", [day_of(row.get(day), place) for row in rows], dtype=pl.Date())
    return conform(TABLES[name], frame.with_columns(days, **more), source="eastmoney")


def _listed(frame: pl.DataFrame, names: Sequence[str]) -> pl.Expr:
    """The names of those cells that are there: a null cell was not derived."""
    present = [pl.when(pl.col(name).is_not_null()).then(pl.lit(name)) for name in names if name in frame.columns]
    return pl.concat_list(present).list.drop_nulls() if present else pl.lit([], dtype=pl.List(pl.String()))


def _codes(rows: Rows, place: str) -> pl.Series:
    codes = []
    for number, row in enumerate(rows, 1):
        try:
            codes.append(str(SecurityId.parse(f"{row.get('SECUCODE')}")))
        except InvalidSecurity as error:
            raise SchemaChanged(
                place=place, reason=f"row {number}: {error.message('en')}", reason_zh=f"第 {number} 行：{error.message('zh')}"
            ) from error
    return pl.Series("security_id", codes, dtype=pl.String())
