"""Shenzhen beside the margin figures: underlying securities, collateral, northbound turnover and the trading calendar."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal

import polars as pl

from liangrong.core.errors import SchemaChanged
from liangrong.core.outcomes import FailureKind, NotPublished, Ok, Outcome
from liangrong.core.securities import Exchange
from liangrong.core.units import Unit
from liangrong.market.schemas import conform
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.cells import cell_text, columns_of, day_of, flags, no_duplicates, numbers, security_ids
from liangrong.sources.decoding import Rows, Sheet, json_of, workbook_of
from liangrong.sources.fetcher import Batch, Query, RawPayload, Request
from liangrong.sources.refusals import Refused, nothing, refusing
from liangrong.sources.sheets import read_sheet, split_label
from liangrong.sources.szse import report_request, report_tab, tab_rows, workbook_request

__all__ = [
    "SzseCalendar",
    "SzseCollateral",
    "SzseNorthbound",
    "SzseUnderlying",
    "calendar_month",
    "rows_to_northbound",
    "sheet_to_collateral",
    "sheet_to_underlying",
]

_TAB: Final = "tab1"
_NO_LIMIT: Final = "无限制"
_NORTHBOUND_UNITS: Final = {"亿元人民币": Unit.YI_YUAN, "亿元": Unit.YI_YUAN, "万笔": Unit.WAN_COUNT, "笔": Unit.COUNT}


class _List:
    """A dated list as a workbook that carries no date."""

    source = "szse"
    exchange = "SZSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2010, 3, 31)
    dataset: str
    _catalog: str
    _referer: str

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the workbook of the day."""
        return workbook_request(self._catalog, _TAB, query.end, self._referer)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The list; a workbook of nothing but its header means that it is not published."""
        payload = payloads[0]
        if not payload.content:
            return nothing(query)
        frame = self._read(next(iter(workbook_of(payload).values()), []), query.end, payload.place)
        return nothing(query) if frame.is_empty() else Ok(Batch({self.dataset: frame}))

    def _read(self, sheet: Sheet, day: date, place: str) -> pl.DataFrame:
        raise NotImplementedError


class SzseUnderlying(_List):
    """Underlying securities and what is open on the day: membership and permission are two things."""

    dataset = "underlying_securities"
    _catalog = wire.SZSE_UNDERLYING_CATALOG
    _referer = wire.SZSE_UNDERLYING_REFERER

    def _read(self, sheet: Sheet, day: date, place: str) -> pl.DataFrame:
        return sheet_to_underlying(sheet, day, place)


class SzseCollateral(_List):
    """Securities accepted as collateral; no conversion ratios are published with them."""

    dataset = "eligible_collateral"
    _catalog = wire.SZSE_COLLATERAL_CATALOG
    _referer = wire.SZSE_COLLATERAL_REFERER

    def _read(self, sheet: Sheet, day: date, place: str) -> pl.DataFrame:
        return sheet_to_collateral(sheet, day, place)


class SzseNorthbound:
    """Northbound turnover through Shenzhen (深股通): gross only, the net figures ended in 2024."""

    source = "szse"
    dataset = "northbound"
    exchange = "SZSE"
    span: Literal["day", "range"] = "day"
    first_day = date(2016, 12, 5)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the session."""
        return report_request(wire.SZSE_NORTHBOUND_CATALOG, _TAB, query.end, page=1)

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """The session's turnover."""
        place = payloads[0].place
        rows = tab_rows(report_tab(json_of(payloads[0]), _TAB, place), query.end, place)
        return Ok(Batch({"northbound": rows_to_northbound(rows, query.end, place)})) if rows else nothing(query)


class SzseCalendar:
    """The trading calendar all three exchanges keep: the month of ``query.end`` in one answer."""

    source = "szse"
    dataset = "trading_days"
    exchange = ""
    span: Literal["day", "range"] = "range"
    first_day = date(2010, 1, 1)

    def request(self, query: Query, page: int = 1) -> Request:
        """Ask for the month of ``query.end``."""
        asked = (("month", f"{query.end.year}-{query.end.month}"),)
        return Request(wire.SZSE + wire.SZSE_CALENDAR_PATH, params=asked, headers=(("Referer", wire.SZSE_REFERER),))

    def pages(self, first: RawPayload, query: Query) -> int:
        """Always one."""
        return 1

    @refusing
    def parse(self, payloads: Sequence[RawPayload], query: Query) -> Outcome[Batch]:
        """Every day of the month and whether it is a session; nothing when the month is not out yet."""
        days = calendar_month(json_of(payloads[0]), query.end.replace(day=1), payloads[0].place)
        if not days:
            return NotPublished(query.end)
        frame = pl.DataFrame({"trade_date": list(days), "is_session": list(days.values())})
        return Ok(Batch({"trading_days": conform(TABLES["trading_days"], frame, source="szse")}))


def sheet_to_underlying(sheet: Sheet, day: date, place: str = "SZSE") -> pl.DataFrame:
    """The underlying workbook's sheet as ``underlying_securities``; 无限制 becomes a null price limit.

    Raises
    ------
    SchemaChanged
        A column is missing, or a flag, limit or code is not what it should be.
    Refused
        A security stands there twice.
    """
    keys = [key if key.unit is None else wire.Key(key.name, key.column) for key in wire.SZSE_UNDERLYING_WORKBOOK]
    frame = columns_of(read_sheet(sheet, keys, place).rows, keys, place)
    codes = security_ids(frame["security_id"], Exchange.SZSE, place)
    no_duplicates(codes, place)
    booleans = [flags(frame[key.column], place) for key in wire.SZSE_UNDERLYING_WORKBOOK[2:7]]
    printed = frame["price_limit"].str.strip_suffix("%").replace(_NO_LIMIT, None)
    limits = numbers(printed, Unit.PERCENT, place, wire.SZSE_UNDERLYING_WORKBOOK[7].name)
    return conform(
        TABLES["underlying_securities"], frame.with_columns(codes, *booleans, limits, trade_date=pl.lit(day)), source="szse"
    )


def sheet_to_collateral(sheet: Sheet, day: date, place: str = "SZSE") -> pl.DataFrame:
    """The collateral workbook's sheet as ``eligible_collateral``.

    Raises
    ------
    SchemaChanged
        A column is missing or a code is not what it should be.
    Refused
        A security stands there twice.
    """
    frame = columns_of(read_sheet(sheet, wire.SZSE_COLLATERAL_WORKBOOK, place).rows, wire.SZSE_COLLATERAL_WORKBOOK, place)
    codes = security_ids(frame["security_id"], Exchange.SZSE, place)
    no_duplicates(codes, place)
    return conform(TABLES["eligible_collateral"], frame.with_columns(codes, trade_date=pl.lit(day)), source="szse")


def rows_to_northbound(rows: Rows, day: date, place: str = "SZSE") -> pl.DataFrame:
    """Rows of ``label`` (with its unit in brackets) and ``total`` as ``northbound``.

    Raises
    ------
    SchemaChanged
        A label is missing or stands there twice, or its unit is unknown.
    """
    labels = [split_label(str(row.get("label") or "")) for row in rows]
    values: dict[str, pl.Series] = {}
    for key in wire.SZSE_NORTHBOUND:
        places = [at for at, (term, _) in enumerate(labels) if term == key.name]
        if not places and key.optional:
            continue
        unit = _NORTHBOUND_UNITS.get(labels[places[0]][1]) if len(places) == 1 else None
        if unit is None:
            raise SchemaChanged(
                place=place,
                reason=f"no single row '{key.name}' in a known unit",
                reason_zh=f"没有唯一的、单位可辨的“{key.name}”行",
            )
        cell = pl.Series(key.column, [cell_text(rows[places[0]].get("total"))], dtype=pl.String())
        values[key.column] = numbers(cell, unit, place, key.name)
    frame = pl.DataFrame(values).with_columns(exchange=pl.lit("SZSE"), trade_date=pl.lit(day))
    return conform(TABLES["northbound"], frame, source="szse")


def calendar_month(answer: object, first: date, place: str = "SZSE") -> dict[date, bool]:
    """Every day of the month that starts with ``first`` and whether it is a session; empty when not published.

    The result is what ``Calendar.extended`` takes.

    Raises
    ------
    SchemaChanged
        The answer is no list of days.
    Refused
        It speaks of another month, a day is missing or repeated, or a weekday does not fit its date.
    """
    rows = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemaChanged(place=place, reason="'data' is not a list of days", reason_zh="data 不是日期列表")
    if not rows:
        return {}
    days: dict[date, bool] = {}
    for row in rows:
        day = day_of(row.get("jyrq"), place)
        if (day.year, day.month) != (first.year, first.month):
            raise Refused(
                FailureKind.DATE_MISMATCH,
                f"{place} was asked for {first:%Y-%m} and speaks of {day}",
                f"{place} 被询问 {first:%Y-%m}，应答的却是 {day}",
            )
        if day in days:
            raise Refused(FailureKind.DUPLICATED, f"{place}: {day} stands there twice", f"{place}：{day} 重复出现")
        days[day] = _is_session(row, day, place)
    expected = [first.replace(day=n) for n in range(1, monthrange(first.year, first.month)[1] + 1)]
    if sorted(days) != expected:
        raise Refused(
            FailureKind.INCOMPLETE,
            f"{place}: {len(days)} of the {len(expected)} days of {first:%Y-%m} came",
            f"{place}：{first:%Y-%m} 的 {len(expected)} 天只来了 {len(days)} 天",
        )
    return {day: days[day] for day in expected}


def _is_session(row: Mapping[str, object], day: date, place: str) -> bool:
    flag, weekday = row.get("jybz"), row.get("zrxh")
    if flag not in ("0", "1"):
        raise SchemaChanged(place=place, reason=f"{day} is marked '{flag}'", reason_zh=f"{day} 的标记是“{flag}”")
    if weekday != f"{day.isoweekday() % 7 + 1}":
        raise Refused(
            FailureKind.INCONSISTENT, f"{place} calls {day} weekday {weekday}", f"{place} 把 {day} 记为星期序号 {weekday}"
        )
    return flag == "1"
