"""A simulated exchange on loopback: the synthetic market in the real wire formats, with the real quirks.

``respond`` is pure: a request in, an answer out, for tests and benchmarks. ``SimulatedExchange`` puts it behind HTTP.
The layouts are those that the connectors read (``sources.wire``); nothing else of ``sources`` is known here.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from types import TracebackType
from typing import Any, Final, Protocol, Self
from urllib.parse import urlsplit

import polars as pl

from liangrong.core.units import Unit
from liangrong.simulation import datacenter
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.quirks import CALM, Quirks
from liangrong.simulation.server import Answer, LoopbackServer
from liangrong.simulation.texts import compact, jsonp, number, printed, sse_envelope, szse_tab, workbook
from liangrong.sources import wire

__all__ = ["SimulatedExchange", "WireRequest", "respond"]

_ORIGINS: Final = (wire.SSE_QUERY, wire.SSE_SITE, wire.SZSE, wire.BSE, wire.EASTMONEY)
_BSE_ROWS_PER_PAGE: Final = 20
_ROUND_SUFFIX: Final = "Round"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SUMMARY_NAME, _DETAIL_NAME, _UNDERLYING_NAME = "融资融券交易总量", "融资融券交易明细", "融资融券标的证券信息"


class WireRequest(Protocol):
    """Any request with a URL and named values, such as ``sources.fetcher.Request``."""

    @property
    def url(self) -> str:
        """Scheme, host and path."""
        ...

    @property
    def params(self) -> tuple[tuple[str, str], ...]:
        """The query."""
        ...

    @property
    def form(self) -> tuple[tuple[str, str], ...]:
        """The posted form."""
        ...

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers sent."""
        ...


def respond(market: SimulatedMarket, request: WireRequest, *, quirks: Quirks = CALM, today: date | None = None) -> Answer:
    """What the exchange that ``request`` is meant for answers.

    Parameters
    ----------
    today
        The day on which it is asked: a session is published from the next session on. ``None``: everything is published.

    Examples
    --------
    >>> from liangrong.simulation.server import Received
    >>> asked = Received("https://www.bse.cn/rzrqjyyexxController/summaryInfoResult.do", (("transDate", "2025-02-01"),))
    >>> respond(SimulatedMarket.generate(), asked).body.decode()
    "([[],'2025-02-01']);"
    """
    parts = urlsplit(request.url)
    route = _ROUTES.get((f"{parts.scheme}://{parts.netloc}", parts.path))
    if route is None:
        return Answer.page(404)
    asked = _Asked(_book(market), {**dict(request.params), **dict(request.form)}, dict(request.headers), quirks, today)
    return route(asked)


class SimulatedExchange(AbstractContextManager["SimulatedExchange"]):
    """All simulated hosts behind one port of 127.0.0.1.

    Parameters
    ----------
    market
        What is published.
    quirks
        How it misbehaves.
    today
        See ``respond``.

    Examples
    --------
    >>> with SimulatedExchange(SimulatedMarket.generate()) as exchange:
    ...     print(sorted(exchange.rewrite)[1])
    https://query.sse.com.cn
    """

    def __init__(self, market: SimulatedMarket, *, quirks: Quirks = CALM, today: date | None = None) -> None:
        self.market = market
        schemes = {urlsplit(origin).netloc: urlsplit(origin).scheme for origin in _ORIGINS}
        self._server = LoopbackServer(lambda asked: respond(market, asked, quirks=quirks, today=today), quirks, schemes)
        self._port = 0

    def __enter__(self) -> Self:
        self._port = self._server.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.stop()

    @property
    def rewrite(self) -> Mapping[str, str]:
        """Origin of each real host to where it is served here."""
        return {origin: f"http://127.0.0.1:{self._port}/{urlsplit(origin).netloc}" for origin in _ORIGINS}

    @property
    def requests(self) -> int:
        """How many requests have come in."""
        return self._server.requests


class _Book:
    """The market cut into days, each day made when it is first asked for."""

    def __init__(self, market: SimulatedMarket) -> None:
        self.market = market

    @cached_property
    def totals(self) -> Mapping[tuple[str, date], dict[str, Any]]:
        """(exchange, session) to the row of the totals."""
        return {(row["exchange"], row["trade_date"]): row for row in self.market.table("market_totals").iter_rows(named=True)}

    @cached_property
    def _detail_frames(self) -> Mapping[tuple[str, date], pl.DataFrame]:
        frame = self.market.table("margin_detail").with_columns(_suffix=pl.col("security_id").str.slice(-2))
        parts = frame.partition_by("_suffix", "trade_date", as_dict=True, include_key=True)
        return {(str(suffix), day): part for (suffix, day), part in parts.items()}

    def detail(self, suffix: str, day: date) -> list[dict[str, Any]]:
        """The detail rows of one exchange on one session, by code; empty where there are none."""
        part = self._detail_frames.get((suffix, day))
        return [] if part is None else part.sort("security_id").rows(named=True)

    @cached_property
    def _underlying(self) -> Mapping[str, list[dict[str, Any]]]:
        frame = self.market.table("underlying_securities").with_columns(_suffix=pl.col("security_id").str.slice(-2))
        return {
            str(suffix): part.rows(named=True)
            for (suffix,), part in frame.sort("security_id").partition_by("_suffix", as_dict=True).items()
        }

    def underlying(self, suffix: str, day: date) -> list[dict[str, Any]]:
        """The underlying list of one exchange; the invented lists never change."""
        return self._underlying[suffix] if (suffix, day) in self._detail_frames else []

    @cached_property
    def sse_summary(self) -> list[tuple[date, str]]:
        """Shanghai's summary rows as JSON, newest first."""
        days = sorted((day for exchange, day in self.totals if exchange == "SSE"), reverse=True)
        return [(day, _sse_row(wire.SSE_SUMMARY, self.totals["SSE", day])) for day in days]

    @lru_cache(maxsize=64)  # noqa: B019 (books live as long as the process)
    def sse_detail(self, day: date) -> list[tuple[date, str]]:
        """Shanghai's detail rows of a session as JSON."""
        return [(day, _sse_row(wire.SSE_DETAIL, row)) for row in self.detail("SH", day)]


@lru_cache(maxsize=4)
def _book(market: SimulatedMarket) -> _Book:
    return _Book(market)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A request in the exchange's own terms."""

    book: _Book
    values: Mapping[str, str]
    headers: Mapping[str, str]
    quirks: Quirks
    today: date | None

    def day(self, name: str) -> date | None:
        """A date parameter in either spelling; ``None`` when it is empty or no date."""
        text = self.values.get(name, "").replace("-", "")
        try:
            return datetime.strptime(text, "%Y%m%d").date()  # noqa: DTZ007 (a day has no time zone)
        except ValueError:
            return None

    def integer(self, name: str, default: int) -> int:
        """A whole number above 0, else the default."""
        text = self.values.get(name, "")
        return int(text) if text.isdigit() and int(text) > 0 else default

    def published(self, exchange: str, day: date) -> bool:
        """Whether the exchange has published the session by now."""
        if (exchange, day) in self.quirks.unpublished:
            return False
        return self.today is None or self.book.market.calendar.next(day) <= self.today


# --- Shanghai -------------------------------------------------------------------------------------------------------


def _sse_margin(asked: _Asked) -> Answer:
    if not _has_referer(asked):
        return Answer.page(403)
    if asked.values.get("tabType") == "mxtype":
        return _sse_detail(asked, asked.day("detailsDate"), asked.values.get("stockCode", ""), {"tabType": "mxtype"})
    return _sse_summary(asked, {"tabType": asked.values.get("tabType", "")})


def _sse_soa(asked: _Asked) -> Answer:
    if not _has_referer(asked):
        return Answer.page(403)
    name = asked.values.get("sqlId", "")
    fields = {"jsonCallBack": asked.values.get("jsonCallBack"), "sqlId": name}
    if name == wire.SSE_SUMMARY_SQL:
        return _sse_summary(asked, fields)
    if name == wire.SSE_DETAIL_SQL:
        return _sse_detail(asked, asked.day("beginDate"), asked.values.get("preStockCode", ""), fields)
    return _sse_answer(asked, None, fields)


def _has_referer(asked: _Asked) -> bool:
    given = {name.lower(): value for name, value in asked.headers.items()}.get("referer", "")
    return given.startswith(wire.SSE_REFERER.rstrip("/")) or not asked.quirks.referer_required


def _sse_summary(asked: _Asked, fields: Mapping[str, Any]) -> Answer:
    first, last = asked.day("beginDate") or date.min, asked.day("endDate") or date.max
    rows = [(day, row) for day, row in asked.book.sse_summary if first <= day <= last and asked.published("SSE", day)]
    return _sse_answer(asked, rows, {"beginDate": "", "endDate": "", "detailsDate": "", "stockCode": "", **fields})


def _sse_detail(asked: _Asked, day: date | None, code: str, fields: Mapping[str, Any]) -> Answer:
    rows = asked.book.sse_detail(day) if day and ("SSE", day) in asked.book.totals and asked.published("SSE", day) else []
    if code:
        rows = [(found, row) for found, row in rows if f'"stockCode":"{code}"' in row]
    shown = f"{day:%Y%m%d}" if day else ""
    return _sse_answer(asked, rows, {"beginDate": "", "endDate": "", "detailsDate": shown, "stockCode": code, **fields})


def _sse_answer(asked: _Asked, rows: list[tuple[date, str]] | None, fields: Mapping[str, Any]) -> Answer:
    page, size = asked.integer("pageHelp.pageNo", 1), asked.integer("pageHelp.pageSize", 25)
    served = min(size, wire.SSE_PAGE_CAP)
    shown = None if rows is None else f"[{','.join(row for _, row in rows[(page - 1) * served : page * served])}]"
    body = sse_envelope(shown, page=page, asked=size, served=served, total=len(rows or ()), fields=fields)
    return Answer(jsonp(asked.values.get("jsonCallBack", ""), body).encode())


def _sse_row(layout: Iterable[wire.Key], row: Mapping[str, Any]) -> str:
    """One row; what Shanghai leaves empty (the layout's optional keys) is null."""
    cells: dict[str, Any] = {
        "ROWNUM_": None,
        "rw": None,
        "securityAbbr": None,
        "stockCode": None,
        "opDate": f"{row['trade_date']:%Y%m%d}",
    }
    for key in layout:
        value = row[key.column]
        cells[key.name] = None if key.optional else _code_or_text(key, value) if key.unit is None else number(value)
    return compact(dict(sorted(cells.items())))


def _code_or_text(key: wire.Key, value: str) -> str:
    return value[:6] if key.column == "security_id" else value


# --- Shenzhen -------------------------------------------------------------------------------------------------------


def _szse_json(asked: _Asked) -> Answer:
    catalog, day = asked.values.get("CATALOGID", ""), asked.day("txtDate")
    if catalog != wire.SZSE_MARGIN_CATALOG:
        return Answer.page(404)
    tabs = [_szse_summary(asked, day)]
    if asked.values.get("TABKEY") == wire.SZSE_DETAIL_TAB:
        tabs.append(_szse_detail(asked, day))
    return Answer(compact(tabs).encode())


def _szse_summary(asked: _Asked, day: date | None) -> dict[str, Any]:
    """The summary tab; without a date, every session since 2010."""
    totals = asked.book.totals
    days = [day] if day else sorted((found for exchange, found in totals if exchange == "SZSE"), reverse=True)
    known = [found for found in days if ("SZSE", found) in totals and asked.published("SZSE", found)]
    rows = [_szse_cells(wire.SZSE_SUMMARY, totals["SZSE", found]) for found in known]
    return szse_tab(
        catalog=wire.SZSE_MARGIN_CATALOG, name=_SUMMARY_NAME, tab=wire.SZSE_SUMMARY_TAB, rows=rows,
        columns={key.name: key.label for key in wire.SZSE_SUMMARY},
        asked=asked.values.get("txtDate", ""), subname=f"{day}" if day and rows else "",
    )  # fmt: skip


def _szse_detail(asked: _Asked, day: date | None) -> dict[str, Any]:
    rows = _szse_rows(asked, day)
    page, size = asked.integer("tab2PAGENO", 1), wire.SZSE_ROWS_PER_PAGE
    return szse_tab(
        catalog=wire.SZSE_MARGIN_CATALOG, name=_DETAIL_NAME, tab=wire.SZSE_DETAIL_TAB,
        rows=[_szse_cells(wire.SZSE_DETAIL, row) for row in rows[(page - 1) * size : page * size]],
        columns={key.name: key.label for key in wire.SZSE_DETAIL},
        asked=asked.values.get("txtDate", ""), subname=f"{day}" if rows else "",
        page=page, page_size=size, pages=-(-len(rows) // size), records=len(rows),
    )  # fmt: skip


def _szse_rows(asked: _Asked, day: date | None) -> list[dict[str, Any]]:
    if day is None or ("SZSE", day) not in asked.book.totals or not asked.published("SZSE", day):
        return []
    code = asked.values.get("txtZqdm", "")
    return [row for row in asked.book.detail("SZ", day) if not code or row["security_id"][:6] == code]


def _szse_cells(layout: Iterable[wire.Key], row: Mapping[str, Any]) -> dict[str, str]:
    return {
        key.name: _code_or_text(key, row[key.column]) if key.unit is None else printed(row[key.column], key.unit.size)
        for key in layout
    }


def _szse_workbook(asked: _Asked) -> Answer:
    catalog, day = asked.values.get("CATALOGID", ""), asked.day("txtDate")
    if catalog == wire.SZSE_MARGIN_CATALOG and asked.values.get("TABKEY") == wire.SZSE_DETAIL_TAB:
        layout, name, lines = wire.SZSE_DETAIL_WORKBOOK, _DETAIL_NAME, [_szse_line(asked, row) for row in _szse_rows(asked, day)]
    elif catalog == wire.SZSE_UNDERLYING_CATALOG:
        found = asked.book.underlying("SZ", day) if day and asked.published("SZSE", day) else []
        layout, name, lines = wire.SZSE_UNDERLYING_WORKBOOK, _UNDERLYING_NAME, [_underlying_line(row) for row in found]
    else:
        return Answer.page(404)
    if not lines and asked.quirks.unpublished_workbook == "empty":
        return Answer(b"", _SPREADSHEET)
    return Answer(workbook(name, [[key.name for key in layout], *lines]), _SPREADSHEET)


def _szse_line(asked: _Asked, row: Mapping[str, Any]) -> list[str]:
    cells = [
        _code_or_text(key, row[key.column]) if key.unit is None else _commas(row[key.column]) for key in wire.SZSE_DETAIL_WORKBOOK
    ]
    if asked.quirks.spaced_names and cells[0].endswith(("0", "5")):
        cells[1] = f"{cells[1][:2]}&nbsp;&nbsp;{cells[1][2:]}"
    return cells


def _commas(value: Decimal | int) -> str:
    whole = value == int(value)
    return f"{int(value):,}" if whole else f"{value:,f}"


def _underlying_line(row: Mapping[str, Any]) -> list[str]:
    cells = []
    for key in wire.SZSE_UNDERLYING_WORKBOOK:
        value = row[key.column]
        if isinstance(value, bool):
            cells.append("Y" if value else "N")
        elif key.unit is Unit.PERCENT:
            cells.append("无限制" if value is None else f"{value:.0%}")
        else:
            cells.append(_code_or_text(key, value))
    return cells


def _szse_month(asked: _Asked) -> Answer:
    """The calendar of one month; an empty list beyond what the frozen calendar knows."""
    calendar, days = asked.book.market.calendar, _days_of(asked.values.get("month", ""))
    known = [day for day in days if calendar.start <= day <= calendar.end]
    listed = [{"zrxh": day.isoweekday() % 7 + 1, "jybz": str(int(calendar.is_session(day))), "jyrq": f"{day}"} for day in known]
    return Answer(
        compact({"data": listed, "nowdate": f"{asked.today or calendar.next(asked.book.market.sessions[-1])}"}).encode()
    )


def _days_of(month: str) -> list[date]:
    """All days of a month written as 2026-8 or 2026-08; none when it is no month."""
    try:
        first = datetime.strptime(month, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        return []
    return [first.replace(day=n + 1) for n in range(monthrange(first.year, first.month)[1])]


# --- Beijing --------------------------------------------------------------------------------------------------------


def _bse_summary(asked: _Asked) -> Answer:
    day = asked.day("transDate")
    row = asked.book.totals.get(("BSE", day)) if day else None
    if day is None or row is None or not asked.published("BSE", day):
        return _bse_answer(asked, "[]")
    cells: dict[str, Any] = {}
    for key in wire.BSE_SUMMARY:
        cells[key.name] = number(row[key.column])
        cells[key.name + _ROUND_SUFFIX] = float(round(Decimal(row[key.column]) / 10_000, 2))
    return _bse_answer(asked, compact([dict(sorted(cells.items()))]))


def _bse_detail(asked: _Asked) -> Answer:
    day = asked.day("transDate")
    rows = asked.book.detail("BJ", day) if day and asked.published("BSE", day) else []
    return _bse_pages(asked, [
        {key.name: _code_or_text(key, row[key.column]) if key.unit is None else number(row[key.column]) for key in wire.BSE_DETAIL} for row in rows
    ])  # fmt: skip


def _bse_underlying(asked: _Asked) -> Answer:
    day = asked.day("transDate")
    rows = asked.book.underlying("BJ", day) if day and asked.published("BSE", day) else []
    flags = {True: "Y", False: "N"}
    return _bse_pages(asked, [
        {key.name: flags[row[key.column]] if isinstance(row[key.column], bool) else _code_or_text(key, row[key.column]) for key in wire.BSE_UNDERLYING}
        for row in rows
    ])  # fmt: skip


def _bse_pages(asked: _Asked, rows: list[dict[str, Any]]) -> Answer:
    """One page, counted from 0."""
    size, page = _BSE_ROWS_PER_PAGE, asked.integer("page", 0)
    content, pages = rows[page * size : (page + 1) * size], -(-len(rows) // size)
    holder = {
        "content": content, "first": page == 0, "last": page >= pages - 1, "number": page, "numberOfElements": len(content),
        "size": size, "sort": None, "totalElements": len(rows), "totalPages": pages,
    }  # fmt: skip
    return _bse_answer(asked, compact([holder]) if rows else "[]")


def _bse_answer(asked: _Asked, rows: str) -> Answer:
    """The tail is a date in single quotes: not JSON."""
    end = ";" if asked.quirks.bse_semicolon else ""
    text = f"{asked.values.get('callback', '')}([{rows},'{asked.values.get('transDate', '')}']){end}"
    return Answer(text.encode(), "text/javascript;charset=UTF-8")


# --- the data centre ------------------------------------------------------------------------------------------------


def _eastmoney(asked: _Asked) -> Answer:
    body = datacenter.answer(asked.book.market, asked.values, lambda day: asked.published("SZSE", day))
    return Answer(body.encode())


_ROUTES: Final[Mapping[tuple[str, str], Callable[[_Asked], Answer]]] = {
    (wire.SSE_QUERY, wire.SSE_MARGIN_PATH): _sse_margin,
    (wire.SSE_QUERY, wire.SSE_SOA_PATH): _sse_soa,
    (wire.SZSE, wire.SZSE_JSON_PATH): _szse_json,
    (wire.SZSE, wire.SZSE_XLSX_PATH): _szse_workbook,
    (wire.SZSE, wire.SZSE_CALENDAR_PATH): _szse_month,
    (wire.BSE, wire.BSE_SUMMARY_PATH): _bse_summary,
    (wire.BSE, wire.BSE_DETAIL_PATH): _bse_detail,
    (wire.BSE, wire.BSE_UNDERLYING_PATH): _bse_underlying,
    (wire.EASTMONEY, wire.EASTMONEY_PATH): _eastmoney,
}
