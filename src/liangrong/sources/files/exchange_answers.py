"""Saved answers of the three exchanges, whole or with a trimmed envelope.

Totals are taken row by row, each being a whole fact. Per-security detail is taken only when the answer is complete; where
a trimmed envelope does not count its rows, that is said.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import Failed, FailureKind, NotPublished, Ok, Outcome
from liangrong.market.discrepancies import Discrepancy
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from liangrong.sources import bse, sse, szse, wire
from liangrong.sources.cells import check_total, columns_of, day_of, no_duplicates
from liangrong.sources.fetcher import Batch, Hints, Query
from liangrong.sources.files.answers import PLACE, Dated, answer_layout, keys_of, note, on_day, rows_at
from liangrong.sources.refusals import nothing
from liangrong.sources.sheets import read_sheet
from liangrong.sources.szse_lists import calendar_month, rows_to_northbound

__all__ = ["LAYOUTS"]

_COUNT_UNKNOWN: Final = (
    "completeness_unknown",
    "info",
    "应答没有写明应有多少行，无法核对是否完整",
    "the answer does not count its rows, so its completeness could not be checked",
)


def _int(cell: Any) -> int | None:
    return int(cell) if isinstance(cell, str) and cell.isdigit() else None


# --- Shanghai ---------------------------------------------------------------------------------------------------------


def _is_sse(answer: Any) -> bool:
    return isinstance(answer, dict) and "result" in answer and "success" not in answer and not isinstance(answer["result"], dict)


def _is_sse_detail(answer: Any) -> bool:
    if not _is_sse(answer):
        return False
    rows = rows_at(answer, "result")
    return {"opDate", "stockCode"} <= keys_of(rows) or (rows == [] and _said(answer, "tabType", "mxtype", wire.SSE_DETAIL_SQL))


def _is_sse_northbound(answer: Any) -> bool:
    if not _is_sse(answer):
        return False
    rows = rows_at(answer, "result")
    return {"tradeDate", "totalAmount"} <= keys_of(rows) or (rows == [] and _said(answer, "", "", wire.SSE_NORTHBOUND_SQL))


def _is_sse_summary(answer: Any) -> bool:
    if not _is_sse(answer) or _is_sse_detail(answer) or _is_sse_northbound(answer):
        return False
    rows = rows_at(answer, "result")
    return {"opDate", "rzye", "rzrqjyzl"} <= keys_of(rows) or (rows == [] and "pageHelp" in answer)


def _is_sse_refusal(answer: Any) -> bool:
    return _is_sse(answer) and answer["result"] is None and "pageHelp" in answer


def _said(answer: Mapping[str, Any], key: str, value: str, query: str) -> bool:
    return bool(key and answer.get(key) == value) or answer.get("sqlId") == query


def _read_sse_summary(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = sse.answer_rows(answer, PLACE)
    if not rows:
        return _sse_nothing(answer)
    frame = sse.rows_to_totals(rows, PLACE)
    no_duplicates(frame["trade_date"].dt.to_string("%Y-%m-%d"), PLACE)
    return Ok(Batch({"market_totals": frame}, _sse_counted(answer, len(rows), "market_totals")))


def _read_sse_detail(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = sse.answer_rows(answer, PLACE)
    if not rows:
        return _sse_nothing(answer)
    frame = sse.rows_to_detail(rows, PLACE)
    no_duplicates(frame["security_id"] + frame["trade_date"].dt.to_string(" %Y-%m-%d"), PLACE)
    announced = _sse_total(answer)
    if announced is not None:
        check_total(frame.height, [announced], PLACE)
    return Ok(Batch({"margin_detail": frame}, _sse_counted(answer, len(rows), "margin_detail")))


def _read_sse_northbound(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = sse.answer_rows(answer, PLACE)
    if not rows:
        return _sse_nothing(answer)
    frame = sse.rows_to_northbound(rows, PLACE)
    no_duplicates(frame["trade_date"].dt.to_string("%Y-%m-%d"), PLACE)
    return Ok(Batch({"northbound": frame}))


def _read_sse_refusal(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    asked = answer.get("sqlId") or "?"
    return Failed(
        FailureKind.SCHEMA_CHANGED,
        f"the exchange answered with no result at all, which is how it answers a query it does not know (sqlId {asked})",
        f"上交所的应答没有 result，未知查询（sqlId {asked}）才会这样应答；这不等于“无数据”",
    )


def _sse_total(answer: Mapping[str, Any]) -> int | None:
    help_ = answer.get("pageHelp")
    return _int(help_.get("total")) if isinstance(help_, dict) else None


def _sse_nothing(answer: Mapping[str, Any]) -> Outcome[Batch]:
    check_total(0, [_sse_total(answer) or 0], PLACE)
    asked = answer.get("detailsDate") or answer.get("endDate") or answer.get("tradeDate")
    if not asked:
        return NotPublished(None)
    day = day_of(asked, PLACE)
    return nothing(Query(day, day))


def _sse_counted(answer: Mapping[str, Any], rows: int, dataset: str) -> tuple[Discrepancy, ...]:
    announced = _sse_total(answer)
    if announced is None:
        return (note(dataset, *_COUNT_UNKNOWN),)
    if announced == rows:
        return ()
    return (
        note(
            dataset,
            "one_of_several_pages",
            "info",
            f"这是分页应答中的一页：共 {announced:,} 行，本文件 {rows:,} 行",
            f"this is one page of an answer of {announced:,} rows; the file has {rows:,}",
            observed=f"{rows}",
            expected=f"{announced}",
        ),
    )


def _read_sse_sheet(answer: Any, hints: Hints) -> Outcome[Batch]:
    """A transcript of the workbook's summary sheet: column names, then rows."""
    rows = answer["rows"]

    def of(day: date) -> Batch:
        sheet = [list(answer["columns"]), *([("" if cell is None else cell) for cell in row] for row in rows)]
        table_ = read_sheet(sheet, wire.SSE_WORKBOOK_SUMMARY, PLACE)
        check_total(len(table_.rows), [1], PLACE)
        frame = columns_of(table_.rows, wire.SSE_WORKBOOK_SUMMARY, PLACE, units=dict(table_.units))
        dated = frame.with_columns(exchange=pl.lit("SSE"), trade_date=pl.lit(day), rounding=pl.lit(0))
        return Batch({"market_totals": conform(table("market_totals"), dated, source="sse")})

    return on_day(hints, of)


def _is_sse_sheet(answer: Any) -> bool:
    return (
        isinstance(answer, dict)
        and answer.get("sheet") == wire.SSE_WORKBOOK_SHEETS[0]
        and isinstance(answer.get("columns"), list)
        and isinstance(answer.get("rows"), list)
        and all(isinstance(row, list) for row in answer["rows"])
    )


# --- Shenzhen ---------------------------------------------------------------------------------------------------------

_TOTALS_TAB, _DETAIL_TAB, _NORTHBOUND_TAB = "融资融券交易总量", "融资融券交易明细", "深股通交易日报"


def _tabs(answer: Any) -> dict[str, Mapping[str, Any]]:
    """The tabs of a report by their Chinese name."""
    if not isinstance(answer, list):
        return {}
    tabs = [tab for tab in answer if isinstance(tab, dict) and isinstance(tab.get("metadata"), dict)]
    return {str(tab["metadata"].get("name")): tab for tab in tabs if rows_at(tab, "data") is not None}


def _is_szse_margin(answer: Any) -> bool:
    return bool(_tabs(answer).keys() & {_TOTALS_TAB, _DETAIL_TAB})


def _is_szse_northbound(answer: Any) -> bool:
    return _NORTHBOUND_TAB in _tabs(answer)


def _is_szse_calendar(answer: Any) -> bool:
    return {"jyrq", "jybz"} <= keys_of(rows_at(answer, "data")) and isinstance(answer, dict)


def _read_szse_margin(answer: Any, hints: Hints) -> Outcome[Batch]:
    tabs = _tabs(answer)
    filled = [tab for name, tab in tabs.items() if tab["data"] and name in (_TOTALS_TAB, _DETAIL_TAB)]
    if not filled:
        return _szse_nothing(next(iter(tabs.values())))
    printed = str(filled[0]["metadata"].get("subname") or "").strip()
    if printed:
        return _szse_tables(tabs, day_of(printed, PLACE))
    return on_day(hints, lambda day: _szse_tables(tabs, day))


def _szse_tables(tabs: Mapping[str, Mapping[str, Any]], day: date) -> Outcome[Batch]:
    tables, found = {}, []
    if tabs.get(_TOTALS_TAB, {}).get("data"):
        tab = tabs[_TOTALS_TAB]
        check_total(len(tab["data"]), [1], PLACE)
        tables["market_totals"] = szse.rows_to_totals(tab["data"], day, _szse_units(tab, wire.SZSE_SUMMARY), PLACE)
        if "cols" not in tab["metadata"]:
            found.append(_units_assumed(day))
    if tabs.get(_DETAIL_TAB, {}).get("data"):
        tab = tabs[_DETAIL_TAB]
        rows, announced = len(tab["data"]), _int(tab["metadata"].get("recordcount"))
        if announced == rows:
            tables["margin_detail"] = szse.rows_to_detail(tab["data"], day, _szse_units(tab, wire.SZSE_DETAIL), PLACE)
        else:
            found.append(_cut_detail(day, rows, announced))
    if not tables:
        return Failed(FailureKind.INCOMPLETE, found[0].note_en, found[0].note_zh)
    return Ok(Batch(tables, tuple(found)))


def _szse_units(tab: Mapping[str, Any], keys: tuple[wire.Key, ...]) -> Mapping[str, Any] | None:
    return szse.printed_units(tab, keys, PLACE) if "cols" in tab["metadata"] else None


def _units_assumed(day: date) -> Discrepancy:
    return note(
        "market_totals",
        "units_not_printed",
        "info",
        "应答没有印出单位，按历来的亿元、亿股读取，并以“融资余额 + 融券余额 = 融资融券余额”核对",
        "the answer prints no units; 亿元 and 亿股 are taken as ever, guarded by the sum of the balances",
        day=day,
    )


def _cut_detail(day: date, rows: int, announced: int | None) -> Discrepancy:
    return note(
        "margin_detail",
        "incomplete_day",
        "quarantined",
        f"交易明细共 {announced or 0:,} 行，文件只有 {rows:,} 行，不足一天，未采用",
        f"the detail has {announced or 0:,} rows and the file holds {rows:,} of them; less than a day is not taken",
        day=day,
        observed=f"{rows}",
        expected=f"{announced}",
    )


def _szse_nothing(tab: Mapping[str, Any]) -> Outcome[Batch]:
    """What an empty tab means: it repeats the day that was asked for among its conditions."""
    asked = next((c.get("defaultValue") for c in tab["metadata"].get("conditions") or () if c.get("name") == "txtDate"), None)
    if not asked:
        return NotPublished(None)
    day = day_of(asked, PLACE)
    return nothing(Query(day, day))


def _read_szse_northbound(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    tab = _tabs(answer)[_NORTHBOUND_TAB]
    printed = str(tab["metadata"].get("subname") or "").strip()
    if not tab["data"] or not printed:
        return _szse_nothing(tab)
    return Ok(Batch({"northbound": rows_to_northbound(tab["data"], day_of(printed, PLACE), PLACE)}))


def _read_szse_calendar(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    first = day_of(answer["data"][0].get("jyrq"), PLACE).replace(day=1)
    days = calendar_month(answer, first, PLACE)
    frame = pl.DataFrame({"trade_date": list(days), "is_session": list(days.values())})
    return Ok(Batch({"trading_days": conform(table("trading_days"), frame, source="szse")}))


# --- Beijing ----------------------------------------------------------------------------------------------------------


def _page_rows(answer: Any) -> list[Mapping[str, Any]] | None:
    if not isinstance(answer, Dated) or not isinstance(answer.rows, list) or not answer.rows:
        return None
    return rows_at(answer.rows[0], "content")


def _is_bse_summary(answer: Any) -> bool:
    return isinstance(answer, Dated) and (answer.rows == [] or {"rzye", "rzrqye"} <= keys_of(rows_at({"r": answer.rows}, "r")))


def _is_bse_detail(answer: Any) -> bool:
    rows = _page_rows(answer)
    return rows == [] or {"zqdm", "rzye"} <= keys_of(rows)


def _is_bse_underlying(answer: Any) -> bool:
    return {"zqdm", "rzbd"} <= keys_of(_page_rows(answer))


def _read_bse_summary(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    if not answer.rows:
        return nothing(Query(answer.day, answer.day))
    check_total(len(answer.rows), [1], PLACE)
    return Ok(Batch({"market_totals": bse.rows_to_totals(answer.rows, answer.day, PLACE)}))


def _whole_page(answer: Any) -> list[Mapping[str, Any]]:
    rows = _page_rows(answer) or []
    announced = _int(answer.rows[0].get("totalElements"))
    if announced is None:
        raise SchemaChanged(place=PLACE, reason="'totalElements' is no count", reason_zh="totalElements 不是计数")
    check_total(len(rows), [announced], PLACE)
    return rows


def _read_bse_detail(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    rows = _whole_page(answer)
    if not rows:
        return nothing(Query(answer.day, answer.day))
    frame = bse.rows_to_detail(rows, answer.day, PLACE)
    no_duplicates(frame["security_id"], PLACE)
    return Ok(Batch({"margin_detail": frame}))


def _read_bse_underlying(answer: Any, hints: Hints) -> Outcome[Batch]:
    del hints
    frame = bse.rows_to_underlying(_whole_page(answer), answer.day, PLACE)
    no_duplicates(frame["security_id"], PLACE)
    return Ok(Batch({"underlying_securities": frame}))


LAYOUTS: Final = (
    answer_layout("sse_summary", "上交所两融汇总应答", "SSE answer with totals", _is_sse_summary, _read_sse_summary),
    answer_layout("sse_detail", "上交所两融明细应答", "SSE answer with detail", _is_sse_detail, _read_sse_detail),
    answer_layout("sse_northbound", "上交所沪股通应答", "SSE answer on northbound", _is_sse_northbound, _read_sse_northbound),
    answer_layout(
        "sse_unknown_query", "上交所未知查询应答", "SSE answer to an unknown query", _is_sse_refusal, _read_sse_refusal
    ),
    answer_layout("sse_summary_sheet", "上交所汇总表转录", "transcript of SSE's summary sheet", _is_sse_sheet, _read_sse_sheet),
    answer_layout("szse_margin_report", "深交所两融报表应答", "SZSE margin report", _is_szse_margin, _read_szse_margin),
    answer_layout(
        "szse_northbound_report", "深交所深股通日报应答", "SZSE northbound report", _is_szse_northbound, _read_szse_northbound
    ),
    answer_layout("szse_calendar", "深交所交易日历应答", "SZSE trading calendar", _is_szse_calendar, _read_szse_calendar),
    answer_layout("bse_summary", "北交所两融汇总应答", "BSE answer with totals", _is_bse_summary, _read_bse_summary),
    answer_layout("bse_detail", "北交所两融明细应答", "BSE answer with detail", _is_bse_detail, _read_bse_detail),
    answer_layout("bse_underlying", "北交所标的证券应答", "BSE underlying list", _is_bse_underlying, _read_bse_underlying),
)
