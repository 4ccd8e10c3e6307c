"""Shenzhen: daily totals (JSON, tab1) and per-security detail (workbook, or JSON tab2) of report 1837_xxpl.

The same keys come in other units in each tab and in the workbook, so units are read from the answer, never assumed.
No 偿还 is published. Lists, northbound turnover and the calendar are in ``szse_lists``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged, UnknownName
from liangrong.core.outcomes import FailureKind, Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.core.units import Dimension, Unit, parse_unit
from liangrong.market.discrepancies import Discrepancy
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import check_total, columns_of, half_unit, no_duplicates, printed_decimals, security_ids
from liangrong.sources.decoding import Rows, Sheet, json_of, workbook_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.sheets import read_sheet, split_label
from liangrong.sources.wire import Key

__all__ = [
    "SzseDetail",
    "SzseDetailPages",
    "SzseSummary",
    "printed_units",
    "report_request",
    "report_tab",
    "rows_to_detail",
    "rows_to_totals",
    "sheet_to_detail",
    "tab_rows",
    "workbook_request",
]

_HEADERS: Final = (("Referer", wire.SZSE_REFERER),)
_YUAN_SLACK: Final = Decimal(1)
"""融资融券余额 of the workbook is rounded to the yuan after adding, so its parts may miss it by one."""


class SzseSummary:
    """Totals of Shenzhen, one session per request, printed in 亿 with two decimals."""

    source = "szse"
    dataset = "market_totals"
    exchange = "SZSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session. Without its date the host would dump every session since 2010."""
        return report_request(wire.SZSE_MARGIN_CATALOG, wire.SZSE_SUMMARY_TAB, query.end, page=1)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's totals, with ``rounding`` half of the last printed digit."""
        place = payloads[0].place
        tab = report_tab(json_of(payloads[0]), wire.SZSE_SUMMARY_TAB, place)
        rows = tab_rows(tab, query.end, place)
        if not rows:
            return nothing(query)
        if len(rows) > 1:
            raise Refused(
                FailureKind.DUPLICATED,
                f"{place} sent {len(rows)} rows of totals for {query.end}",
                f"{place} 为 {query.end} 返回了 {len(rows)} 行汇总",
            )
        return Ok(Batch({"market_totals": rows_to_totals(rows, query.end, printed_units(tab, wire.SZSE_SUMMARY, place), place)}))


class SzseDetail:
    """Per-security detail of Shenzhen as one workbook per session, in 元 and 股/份. The workbook carries no date."""

    source = "szse"
    dataset = "margin_detail"
    exchange = "SZSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session's workbook."""
        return workbook_request(wire.SZSE_MARGIN_CATALOG, wire.SZSE_DETAIL_TAB, query.end, wire.SZSE_REFERER)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The detail of the session; a workbook of nothing but its header means that it is not published."""
        payload = payloads[0]
        if not payload.content:
            return nothing(query)
        sheets = workbook_of(payload)
        batch = sheet_to_detail(next(iter(sheets.values()), []), query.end, payload.place)
        if batch.tables["margin_detail"].is_empty():
            return nothing(query)
        return Ok(batch)


class SzseDetailPages:
    """Per-security detail of Shenzhen as JSON pages of 20 rows: rounded to 亿 and 万, and a hundred requests per session."""

    source = "szse"
    dataset = "margin_detail"
    exchange = "SZSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for page ``page`` of the session."""
        return report_request(wire.SZSE_MARGIN_CATALOG, wire.SZSE_DETAIL_TAB, query.end, page=page)

    def pages(self, first: RawPayload, query: Query) -> int:
        """The ``pagecount`` of the first page."""
        try:
            tab = report_tab(json_of(first), wire.SZSE_DETAIL_TAB, first.place)
            return max(1, _count(tab, "pagecount", first.place))
        except (Refused, SchemaChanged):
            return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The detail of the session, complete or not at all."""
        place = payloads[0].place
        tabs = [report_tab(json_of(payload), wire.SZSE_DETAIL_TAB, payload.place) for payload in payloads]
        rows = [row for tab in tabs for row in tab_rows(tab, query.end, place)]
        announced = {_count(tab, "recordcount", place) for tab in tabs}
        if not rows:
            check_total(0, announced, place)
            return nothing(query)
        frame = rows_to_detail(rows, query.end, printed_units(tabs[0], wire.SZSE_DETAIL, place), place)
        no_duplicates(frame["security_id"], place)
        check_total(len(rows), announced, place)
        return Ok(Batch({"margin_detail": frame}))


def report_request(catalog: str, tab: str, day: date, *, page: int, referer: str = wire.SZSE_REFERER) -> Request:
    """Ask for one tab of a report as JSON."""
    asked = (("SHOWTYPE", "JSON"), ("CATALOGID", catalog), ("txtDate", f"{day}"), ("TABKEY", tab), (f"{tab}PAGENO", f"{page}"))
    return Request(wire.SZSE + wire.SZSE_JSON_PATH, params=asked, headers=(("Referer", referer),))


def workbook_request(catalog: str, tab: str, day: date, referer: str) -> Request:
    """Ask for one tab of a report as a workbook."""
    asked = (("SHOWTYPE", "xlsx"), ("CATALOGID", catalog), ("txtDate", f"{day}"), ("TABKEY", tab), (f"{tab}PAGENO", "1"))
    return Request(wire.SZSE + wire.SZSE_XLSX_PATH, params=asked, headers=(("Referer", referer),))


def report_tab(answer: object, tabkey: str, place: str) -> Mapping[str, Any]:
    """The tab called ``tabkey`` of a decoded report.

    Raises
    ------
    SchemaChanged
        The answer is no list of tabs, or the tab is not among them.
    Refused
        The tab carries an error.
    """
    tabs = answer if isinstance(answer, list) else []
    for tab in tabs:
        if isinstance(tab, dict) and isinstance(tab.get("metadata"), dict) and tab["metadata"].get("tabkey") == tabkey:
            if tab.get("error"):
                raise Refused(FailureKind.BLOCKED, f"{place} says: {tab['error']}", f"{place} 报错：{tab['error']}")
            return tab
    raise SchemaChanged(place=place, reason=f"the report has no {tabkey}", reason_zh=f"报表中没有 {tabkey}")


def tab_rows(tab: Mapping[str, Any], day: date, place: str) -> list[Mapping[str, object]]:
    """The rows of a tab, once it is sure that they speak of ``day``.

    Raises
    ------
    SchemaChanged
        ``data`` is not a list of rows.
    Refused
        The tab is headed with another day.
    """
    rows = tab.get("data")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemaChanged(place=place, reason="'data' is not a list of rows", reason_zh="data 不是行列表")
    headed = str(tab["metadata"].get("subname") or "").strip()
    if headed != f"{day}" and (rows or headed):
        raise Refused(
            FailureKind.DATE_MISMATCH,
            f"{place} was asked for {day} and is headed '{headed}'",
            f"{place} 被询问 {day}，应答的标题却是“{headed}”",
        )
    return rows


def printed_units(tab: Mapping[str, Any], keys: Sequence[Key], place: str) -> dict[str, Unit]:
    """The units that ``metadata.cols`` prints, by key; each heading must also still name its term.

    Raises
    ------
    SchemaChanged
        A heading is missing, names another term, or a unit nobody knows.
    """
    headings = tab["metadata"].get("cols")
    units = {}
    for key in keys:
        printed = headings.get(key.name) if isinstance(headings, dict) else None
        term, unit = split_label(str(printed or ""))
        if term != split_label(key.label)[0]:
            raise SchemaChanged(
                place=place,
                reason=f"'{key.name}' is headed '{printed}', not '{key.label}'",
                reason_zh=f"“{key.name}”的表头是“{printed}”，不是“{key.label}”",
            )
        if key.unit is None:
            continue
        try:
            units[key.name] = parse_unit(unit)
        except UnknownName as error:
            raise SchemaChanged(
                place=place,
                reason=f"'{term}' is printed in an unknown unit '{unit}'",
                reason_zh=f"“{term}”的单位“{unit}”未知",
            ) from error
        if units[key.name].dimension is not key.unit.dimension:
            raise SchemaChanged(
                place=place,
                reason=f"'{term}' is printed in '{unit}', which does not measure it",
                reason_zh=f"“{term}”的单位“{unit}”量纲不符",
            )
    return units


def rows_to_totals(rows: Rows, day: date, units: Mapping[str, Unit] | None = None, place: str = "SZSE") -> pl.DataFrame:
    """Rows of tab1 (``jrrzmr``, ``jrrzye`` …) as ``market_totals``.

    Parameters
    ----------
    units
        The units the answer prints; without them those of the recorded answers (亿元, 亿股) are taken.

    Raises
    ------
    SchemaChanged
        A key is missing or a cell is not what it should be.
    Refused
        The parts do not add up to the total: a unit is not what it says.

    Examples
    --------
    >>> row = dict(jrrzmr="1.00", jrrzye="100.25", jrrjmc="0.01", jrrjyl="0.50", jrrjye="0.75", jrrzrjye="101.00")
    >>> rows_to_totals([row], date(2026, 1, 30)).select("financing_balance", "rounding").row(0)
    (Decimal('10025000000.000'), Decimal('500000.000'))
    """
    frame, rounding = _margin(rows, wire.SZSE_SUMMARY, units, place)
    frame = frame.with_columns(exchange=pl.lit("SZSE"), trade_date=pl.lit(day), rounding=pl.lit(rounding))
    return conform(TABLES["market_totals"], frame, source="szse")


def rows_to_detail(rows: Rows, day: date, units: Mapping[str, Unit] | None = None, place: str = "SZSE") -> pl.DataFrame:
    """Rows of tab2 as ``margin_detail``; 融券余额 is printed in 万元 there, and 融资余额 in 亿元.

    Raises
    ------
    SchemaChanged
        A key is missing, or a cell or code is not what it should be.
    Refused
        The parts do not add up to the totals: a unit is not what it says.
    """
    frame, rounding = _margin(rows, wire.SZSE_DETAIL, units, place)
    codes = security_ids(frame["security_id"], Exchange.SZSE, place)
    return conform(
        TABLES["margin_detail"], frame.with_columns(codes, trade_date=pl.lit(day), rounding=pl.lit(rounding)), source="szse"
    )


def sheet_to_detail(sheet: Sheet, day: date, place: str = "SZSE") -> Batch:
    """The detail workbook's sheet as ``margin_detail``; empty when only the header is there.

    Raises
    ------
    SchemaChanged
        A column is missing, its unit unknown, or a cell not what it should be.
    Refused
        A security stands there twice, or the parts do not add up to the totals.
    """
    table = read_sheet(sheet, wire.SZSE_DETAIL_WORKBOOK, place, trust_order=True)
    notes = []
    if table.by_order:
        notes.append(
            _note(
                "unreadable_header", day, "warning", "表头无法辨认，按惯常列序读取", "header unreadable, usual column order taken"
            )
        )
    if table.extra:
        listed = "、".join(table.extra)
        notes.append(_note("extra_columns", day, "info", f"多出的列：{listed}", f"columns nobody asked for: {listed}"))
    if not table.rows:
        return Batch({"margin_detail": conform(TABLES["margin_detail"], pl.DataFrame(schema=TABLES["margin_detail"].schema))}, ())
    frame = columns_of(table.rows, wire.SZSE_DETAIL_WORKBOOK, place, units=dict(table.units))
    _check_sum(frame, _YUAN_SLACK, place)
    codes = security_ids(frame["security_id"], Exchange.SZSE, place)
    no_duplicates(codes, place)
    frame = frame.with_columns(codes, trade_date=pl.lit(day), rounding=pl.lit(0))
    return Batch({"margin_detail": conform(TABLES["margin_detail"], frame, source="szse")}, tuple(notes))


def _margin(rows: Rows, keys: Sequence[Key], units: Mapping[str, Unit] | None, place: str) -> tuple[pl.DataFrame, Decimal]:
    """The margin columns, and half of the last printed digit of the coarsest money column."""
    printed = {key.name: (units or {}).get(key.name, key.unit) for key in keys if key.unit}
    frame = columns_of(rows, keys, place, units={name: unit for name, unit in printed.items() if unit})
    halves = {
        key.column: half_unit(unit, printed_decimals(rows, [key]))
        for key in keys
        if (unit := printed.get(key.name)) and unit.dimension is Dimension.MONEY
    }
    parts = ("financing_balance", "short_balance", "margin_trading_balance")
    _check_sum(frame, sum((halves[part] for part in parts), Decimal()), place)
    return frame, max(halves.values())


def _check_sum(frame: pl.DataFrame, slack: Decimal, place: str) -> None:
    """Refuse when 融资余额 + 融券余额 misses 融资融券余额 on most rows: then a unit lies, not a row.

    Single rows that do not add up are a matter of quality, and pass.
    """
    miss = (pl.col("financing_balance") + pl.col("short_balance") - pl.col("margin_trading_balance")).abs() > slack
    broken = frame.filter(miss)
    if 2 * broken.height > frame.height:
        seen = broken.row(0, named=True)
        shown = " + ".join(f"{seen[name]:f}" for name in ("financing_balance", "short_balance"))
        raise Refused(
            FailureKind.INCONSISTENT,
            f"{place}: {shown} is not {seen['margin_trading_balance']:f}; the units are not what the answer says",
            f"{place}：{shown} 不等于 {seen['margin_trading_balance']:f}，单位与应答所述不符",
        )


def _count(tab: Mapping[str, Any], name: str, place: str) -> int:
    count = tab["metadata"].get(name)
    if not (isinstance(count, str) and count.isdigit()):
        raise SchemaChanged(place=place, reason=f"'{name}' is no count", reason_zh=f"{name} 不是计数")
    return int(count)


def _note(check: str, day: date, severity: Literal["info", "warning"], zh: str, en: str) -> Discrepancy:
    return Discrepancy(check, "margin_detail", "SZSE", day, severity, note_zh=zh, note_en=en)
