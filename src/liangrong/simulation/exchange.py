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
from functools import cached_property, lru_cache, partial
from types import TracebackType
from typing import Any, Final, Protocol, Self
from urllib.parse import urlsplit

from liangrong.core.units import Unit
from liangrong.simulation import datacenter
from liangrong.simulation.days import Days
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
_SUMMARY_NAME, _DETAIL_NAME = "融资融券交易总量", "融资融券交易明细"
_UNDERLYING_NAME, _COLLATERAL_NAME = "融资融券标的证券信息", "可充抵保证金证券"


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


class _Book(Days):
    """The market cut into days, with Shanghai's rows as the text they are served as."""

    @cached_property
    def sse_summary(self) -> list[tuple[date, str]]:
        """Shanghai's summary rows, newest first."""
        days = sorted((day for exchange, day in self.totals if exchange == "SSE"), reverse=True)
        return [(day, _sse_row(wire.SSE_SUMMARY, self.totals["SSE", day])) for day in days]

    @lru_cache(maxsize=64)  # noqa: B019 (books live as long as the process)
    def sse_detail(self, day: date) -> list[tuple[date, str]]:
        """Shanghai's detail rows of a session."""
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
    if name == wire.SSE_NORTHBOUND_SQL:
        return _sse_northbound(asked, asked.day("tradeDate"), fields)
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


def _sse_northbound(asked: _Asked, day: date | None, fields: Mapping[str, Any]) -> Answer:
    row = asked.book.northbound.get(("SSE", day)) if day else None
    if day is None or row is None or not asked.published("SSE", day):
        return _sse_answer(asked, [], fields)
    cells = {
        key.name: printed(row[key.column], key.unit.size)
        for key in wire.SSE_NORTHBOUND
        if key.unit and row[key.column] is not None
    }
    return _sse_answer(asked, [(day, compact({**cells, "tradeDate": f"{day:%Y%m%d}"}))], fields)


def _sse_list(name: str, asked: _Asked) -> Answer:
    """A script, not JSON: the list of today only, padded codes, an empty row at the end."""
    if not _has_referer(asked):
        return Answer.page(403)
    market, number = asked.book.market, wire.SSE_LIST_FILES[name]
    found = asked.book.underlying("SH", market.sessions[-1])
    chosen = [row for row in found if name == "collateral" or row[f"{name}_eligible"]]
    lines = "".join(f"['{n}','{row['security_id'][:6]} ','{row['name']} '],\n" for n, row in enumerate(chosen, start=1))
    today = asked.today or market.sessions[-1]
    text = f"tableData['tableData_{number}'] = {{staticDate: '{today} 00:00:00',\nlist: [\n{lines}[]]}};\n"
    return Answer(text.encode(), "application/javascript;charset=UTF-8")


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
    if catalog == wire.SZSE_NORTHBOUND_CATALOG:
        return Answer(compact([_szse_northbound(asked, day)]).encode())
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


def _szse_northbound(asked: _Asked, day: date | None) -> dict[str, Any]:
    """Rows of label and total; the unit stands behind the label."""
    row = asked.book.northbound.get(("SZSE", day)) if day and asked.published("SZSE", day) else None
    rows = []
    for key in wire.SZSE_NORTHBOUND if row else ():
        if row and row[key.column] is not None:
            label, unit = ("万笔", Unit.WAN_COUNT) if key.column == "trades" else ("亿元人民币", Unit.YI_YUAN)
            rows.append({"label": f"{key.name}（{label}）", "total": printed(row[key.column], unit.size)})
    return szse_tab(
        catalog=wire.SZSE_NORTHBOUND_CATALOG, name="深股通交易日报", tab=wire.SZSE_SUMMARY_TAB, rows=rows,
        columns={"label": "", "total": ""}, asked=asked.values.get("txtDate", ""), subname=f"{day}" if rows else "",
        heading=[{"rows": [{"label": "当日深股通交易概况", "colspan": "2"}]}, {"rows": [{"label": ""}, {"total": ""}]}],
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
    layout: tuple[wire.Key, ...]
    if catalog == wire.SZSE_MARGIN_CATALOG and asked.values.get("TABKEY") == wire.SZSE_DETAIL_TAB:
        layout, name, lines = wire.SZSE_DETAIL_WORKBOOK, _DETAIL_NAME, [_szse_line(asked, row) for row in _szse_rows(asked, day)]
    elif catalog in (wire.SZSE_UNDERLYING_CATALOG, wire.SZSE_COLLATERAL_CATALOG):
        listed = asked.book.underlying("SZ", day) if day and asked.published("SZSE", day) else []
        is_collateral = catalog == wire.SZSE_COLLATERAL_CATALOG
        layout = wire.SZSE_COLLATERAL_WORKBOOK if is_collateral else wire.SZSE_UNDERLYING_WORKBOOK
        name, lines = _COLLATERAL_NAME if is_collateral else _UNDERLYING_NAME, [_listed_line(layout, row) for row in listed]
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


def _listed_line(layout: Iterable[wire.Key], row: Mapping[str, Any]) -> list[str]:
    cells = []
    for key in layout:
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
    **{
        (wire.SSE_SITE, wire.SSE_LIST_PATH.format(number=wire.SSE_LIST_FILES[name])): partial(_sse_list, name)
        for name in wire.SSE_LIST_FILES
    },
    (wire.SZSE, wire.SZSE_JSON_PATH): _szse_json,
    (wire.SZSE, wire.SZSE_XLSX_PATH): _szse_workbook,
    (wire.SZSE, wire.SZSE_CALENDAR_PATH): _szse_month,
    (wire.BSE, wire.BSE_SUMMARY_PATH): _bse_summary,
    (wire.BSE, wire.BSE_DETAIL_PATH): _bse_detail,
    (wire.BSE, wire.BSE_UNDERLYING_PATH): _bse_underlying,
    (wire.EASTMONEY, wire.EASTMONEY_PATH): _eastmoney,
}
