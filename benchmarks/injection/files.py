"""Faults in the real files: in the bytes as the importer sees them, beside all other real files as stored context.

Many faults share one pass where they cannot meet: in a series they lie ``APART`` sessions from each other across the whole
file, in a day's list each exchange has one, in quotes each security has one.
"""

from __future__ import annotations

import gzip
import io
import random
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import polars as pl

from injection.model import BALANCES_AND_AMOUNTS, KINDS, Fault, Finding, falsified, finding, number, pick, reported
from liangrong.core.calendar import mainland
from liangrong.core.errors import LiangrongError
from liangrong.core.outcomes import Ok
from liangrong.core.securities import SecurityId
from liangrong.market.acceptance import CONTEXT, accept
from liangrong.sources.fetcher import Hints
from liangrong.sources.files.layout import bare
from liangrong.sources.files.read import hints_from_name, read
from liangrong.sources.files.registry import recognise

APART = 12
EXCHANGES = ("SH", "SZ", "BJ")
ALIKE = Decimal("0.001")
"""Cells that differ by less are the same number printed twice."""
PAGE = 20
SPOT_PAGE = 100
SECURITIES_PER_PASS = 150


@dataclass(frozen=True)
class Layout:
    """Where a folder's files keep the day and the security, and which text columns their cells become."""

    pattern: str
    day: str = ""
    form: str = "%Y-%m-%d"
    place: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    page: int = PAGE


_MARGIN = {
    "rzye": "financing_balance", "rzmre": "financing_buy_amount", "rzche": "financing_repay_amount", "rqye": "short_balance",
    "rqmcl": "short_sell_quantity", "rqyl": "short_quantity", "rzrqye": "margin_trading_balance", "rqchl": "short_repay_quantity",
}  # fmt: skip
_BARS = {"amount": "turnover", "amount_yi": "turnover"}
LAYOUTS = (
    Layout("market_by_exchange_tushare_2020_2026/*.csv", "trade_date", "%Y%m%d", columns=_MARGIN),
    Layout(
        "market_total_account_stats_2012_2026/*.csv", "date",
        columns={"fin_balance": "financing_balance", "loan_balance": "short_balance", "fin_buy": "financing_buy_amount"},
    ),
    Layout(
        "market_total_eastmoney_2010_2018/*.csv", "交易日期",
        columns={
            "融资-余额": "financing_balance", "融资买入额": "financing_buy_amount", "融资偿还额": "financing_repay_amount",
            "净买入": "financing_buy_amount", "融券余额": "short_balance", "融资融券余额": "margin_trading_balance",
            "融资融券余额差值": "margin_trading_balance",
        },
    ),
    Layout("index_history/*.csv", "date", columns=_BARS),
    Layout(
        "northbound_sse_szse_index_close/*.csv", "TRADE_DATE", "%Y-%m-%d 00:00:00",
        columns={"BUY_AMT": "buy_amount", "SELL_AMT": "sell_amount", "NET_DEAL_AMT": "net_buy_amount", "DEAL_AMT": "turnover",
                 "HOLD_MARKET_CAP": "holdings_cap"},
    ),
    Layout("sse_margin_and_indices_2014_2016/rzrq.csv", "opDate", "%Y-%m-%d", columns=_MARGIN),
    Layout("sse_margin_and_indices_2014_2016/[0-9]*.csv", "date"),
    Layout("stock_margin_detail_tushare/*.csv", "trade_date", "%Y%m%d", "ts_code", columns=_MARGIN),
    Layout("quotes_daily_qmt/raw_sample/*.csv", "date", "%Y%m%d", columns=_BARS),
    Layout("quotes_daily_qmt/*.parquet", "date", "%Y%m%d", "code", columns=_BARS),
    Layout(
        "em_spot_all_stocks_2026Q3/*.csv.gz", place="代码", page=SPOT_PAGE,
        columns={"成交额": "turnover", "流通市值": "float_cap", "总市值": "total_cap"},
    ),
)  # fmt: skip


@dataclass
class Change:
    """What one pass changes: cells by (row, column), rows replaced by other rows, rows left out."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    copies: dict[int, int] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)


@dataclass
class Sheet:
    """A file laid open: its rows as text or as the frame it holds, and what the clean file gives."""

    name: str
    layout: Layout
    header: list[str]
    rows: list[list[str]] | pl.DataFrame
    hints: Hints
    columns: list[int] = field(default_factory=list)
    clean: set[Finding] = field(default_factory=set)
    days: list[date | None] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    twins: dict[int, int] = field(default_factory=dict)
    """Rows that the file holds twice: a fault at the origin falsifies both."""

    @property
    def day_column(self) -> int | None:
        """Where the day stands; ``None`` when only the file's name tells it."""
        found = [n for n, name in enumerate(self.header) if bare(name) in {self.layout.day, "opDate", "DateTime"}]
        return found[0] if found and self.layout.day else None

    def _both(self, at: int) -> tuple[int, ...]:
        return (at, self.twins[at]) if at in self.twins else (at,)

    def row(self, at: int) -> list[str]:
        """The cells of a row as text."""
        return [str(cell) for cell in self.rows.row(at)] if isinstance(self.rows, pl.DataFrame) else self.rows[at]

    def content(self, change: Change | None = None) -> bytes:
        """The file, changed."""
        change = change or Change()
        if isinstance(self.rows, pl.DataFrame):
            return _parquet(self.rows, change)
        rows = list(self.rows)
        for (first, column), text in change.cells.items():
            for at in self._both(first):
                rows[at] = [*rows[at][:column], text, *rows[at][column + 1 :]]
        for first, other in change.copies.items():
            for at in self._both(first):
                rows[at] = self.rows[other]
        removed = {at for first in change.removed for at in self._both(first)}
        kept = [row for at, row in enumerate(rows) if at not in removed]
        return "\n".join(",".join(row) for row in [self.header, *kept]).encode()


def twins(rows: list[list[str]]) -> dict[int, int]:
    """Each row that is there twice, and its other copy."""
    seen: dict[tuple[str, ...], int] = {}
    found: dict[int, int] = {}
    for at, row in enumerate(rows):
        first = seen.setdefault(tuple(row), at)
        if first != at:
            found |= {first: at, at: first}
    return found


def _parquet(frame: pl.DataFrame, change: Change) -> bytes:
    for column in {column for _, column in change.cells}:
        hits = {at: text for (at, c), text in change.cells.items() if c == column}
        series = frame.to_series(column)
        values = [float(text) if series.dtype.is_float() else int(float(text)) for text in hits.values()]
        frame = frame.with_columns(series.scatter(list(hits), values))
    if change.copies or change.removed:
        order = [change.copies.get(at, at) for at in range(frame.height) if at not in change.removed]
        frame = frame[order]
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="uncompressed")
    return buffer.getvalue()


class Stored:
    """What an import of the real files has stored, by file."""

    def __init__(self) -> None:
        self._by_file: dict[str, dict[str, pl.DataFrame]] = {}
        self._asked: dict[tuple[object, ...], pl.DataFrame | None] = {}

    def keep(self, file: str, tables: Mapping[str, pl.DataFrame]) -> None:
        """Store what one file gave."""
        self._by_file[file] = dict(tables)
        self._asked.clear()

    def beside(self, file: str, table: str, days: tuple[date, date], *, itself: bool = False) -> pl.DataFrame | None:
        """The rows of all other files in a span of days; with ``itself``, also those of the clean file."""
        question = (file, table, days, itself)
        if question not in self._asked:
            self._asked[question] = self._beside(*question)
        return self._asked[question]

    def _beside(self, file: str, table: str, days: tuple[date, date], itself: bool) -> pl.DataFrame | None:
        found = [
            tables[table].filter(pl.col("trade_date").is_between(*days))
            for other, tables in self._by_file.items()
            if (itself or other != file) and table in tables
        ]
        return pl.concat(found) if found else None


def judge(
    sheet: Sheet, content: bytes, stored: Stored, *, renamed: Hints | None = None
) -> tuple[set[Finding], bool, dict[str, pl.DataFrame]]:
    """The findings of one import, whether the whole file was refused, and what was accepted."""
    try:
        outcome = read(content, renamed or sheet.hints).outcome
    except LiangrongError:
        return set(), True, {}
    if not isinstance(outcome, Ok):
        return set(), True, {}
    found = {finding(d) for d in outcome.value.discrepancies}
    kept = {}
    tables = outcome.value.tables
    for name in sorted(tables, key=lambda name: name != "quotes"):
        frame = tables[name]
        span = _span(frame)
        if span is None:
            kept[name] = frame
            continue
        context = {
            other: pl.concat(known)
            for other in CONTEXT.get(name, ())
            if (known := [rows for rows in (stored.beside(sheet.name, other, span), kept.get(other)) if rows is not None])
        }
        if name == "margin_detail":  # looks at quotes of its own days only
            context = {
                other: rows.filter(pl.col("trade_date").is_in(frame["trade_date"].unique())) for other, rows in context.items()
            }
        before = stored.beside(sheet.name, name, span, itself=renamed is not None)
        if name == "quotes" and before is not None and frame["security_id"].n_unique() == 1:
            before = before.filter(pl.col("security_id") == frame["security_id"][0])
        judged = accept(name, frame, before, context=context)
        found |= {finding(d) for d in judged.discrepancies}
        kept[name] = judged.frame
    return found, False, kept


def _span(frame: pl.DataFrame) -> tuple[date, date] | None:
    if "trade_date" not in frame.columns or frame.is_empty():
        return None
    calendar, days = mainland(), frame["trade_date"]
    first, last = days.min(), days.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    low = calendar.offset(first, -5) if first > calendar.sessions[5] else first
    return low, calendar.offset(last, 5)


def open_sheet(path: Path, layout: Layout, root: Path) -> Sheet:
    """Lay a file open."""
    name, hints = str(path.relative_to(root)), hints_from_name(path.name)
    rows: list[list[str]] | pl.DataFrame
    if path.suffix == ".parquet":
        content, rows = path.read_bytes(), pl.read_parquet(path).with_columns(pl.col("date").cast(pl.Int64))
        header, codes = rows.columns, rows[layout.place].to_list()
        stamps = rows[layout.day].cast(pl.String).to_list()
    else:
        raw = path.read_bytes()
        content = gzip.decompress(raw) if path.suffix == ".gz" else raw
        lines = content.decode("utf-8-sig").splitlines()
        header, *rows = [line.split(",") for line in lines if line]
        at = header.index(layout.place) if layout.place else None
        codes = [row[at] for row in rows] if at is not None else [""] * len(rows)
        stamps = []
    known = {bare(c) for c in recognise(content).columns}
    skip = {layout.day, layout.place, "opDate", "DateTime", "code", "time", "id"}
    columns = [n for n, title in enumerate(header) if bare(title) in known and bare(title) not in skip]
    sheet = Sheet(name, layout, header, rows, hints, columns)
    place = sheet.day_column
    if not isinstance(rows, pl.DataFrame):
        sheet.twins = twins(rows)
        stamps = [row[place] for row in rows] if place is not None else []
    spelled = {stamp: _day(stamp, layout.form) for stamp in set(stamps)}
    sheet.days = [spelled[stamp] for stamp in stamps] if stamps else [hints.day] * len(codes)
    names = {code: _security(code) if code else "" for code in set(codes)}
    sheet.places = [names[code] for code in codes]
    return sheet


def _security(code: str) -> str:
    try:
        return str(SecurityId.parse(code))
    except LiangrongError:
        return code


def _day(text: str, form: str) -> date | None:
    try:
        return datetime.strptime(text.strip(), form).date()  # noqa: DTZ007
    except ValueError:
        return None


def with_next(days: set[date]) -> frozenset[date]:
    """The days and the sessions after them."""
    calendar = mainland()
    return frozenset(days | {calendar.next(day) for day in days})


class Injector:
    """Puts faults into one sheet, pass by pass."""

    def __init__(self, sheet: Sheet, stored: Stored, chance: random.Random) -> None:
        self.sheet = sheet
        self.stored = stored
        self.chance = chance
        self.lists = bool(sheet.layout.place)

    def run(self, wanted: int) -> list[Fault]:
        """Inject ``wanted`` faults."""
        done: list[Fault] = []
        room = SECURITIES_PER_PASS
        while len(done) < wanted:
            change, faults, renamed = self._one_pass(min(room, wanted - len(done)))
            found, refused, _ = judge(self.sheet, self.sheet.content(change), self.stored, renamed=renamed)
            if refused and len(faults) > 1:
                room = 1  # a refusal would credit faults that others caused
                continue
            fresh = found - self.sheet.clean
            for fault in faults:
                fault.caught = refused or reported(fault, fresh)
            done += faults
        return done

    def _one_pass(self, room: int) -> tuple[Change, list[Fault], Hints | None]:
        sheet, change = self.sheet, Change()
        limit = min(room, len(EXCHANGES)) if self._alone() else room
        faults: list[Fault] = []
        taken: list[int] = []
        used: set[str] = set()
        for _ in range(limit * 3):
            if len(faults) >= limit:
                break
            kind = pick(self.chance, list(KINDS))
            if kind == "missing_page" and "raw_sample" in sheet.name:
                continue  # these rows are in the store already: nothing goes missing
            if kind == "shifted_day" and sheet.day_column is None:
                if faults:
                    continue
                # A stale screen saved once more under the name of the next session.
                day = mainland().next(sheet.hints.day or date.min)
                fault = Fault(kind, sheet.name, "day", is_money=False, days=with_next({day}))
                return change, [fault], Hints(day=day, from_name=True)
            at = self.chance.randrange(len(sheet.days))
            if not self._is_free(at, kind, taken, used):
                continue
            made = self._page(change, at, kind) if kind.endswith("_page") else self._cell(change, at, kind)
            if made is None:
                continue
            taken.append(self._session(at))
            used |= made.places or {sheet.places[at]}
            faults.append(made)
        return change, faults, None

    def _alone(self) -> bool:
        """A list of one day has sums: faults would help each other."""
        return self.sheet.layout.pattern.startswith("stock_margin")

    def _session(self, at: int) -> int:
        day = self.sheet.days[at]
        return bisect_right(mainland().sessions, day) if day else 0

    def _is_free(self, at: int, kind: str, taken: list[int], used: set[str]) -> bool:
        day = self.sheet.days[at]
        if day is None:
            return False
        if self._alone():
            exchange = self.sheet.places[at][-2:]
            return not used or (not kind.endswith("_page") and exchange not in {place[-2:] for place in used})
        if self.lists:
            span = range(max(0, at - self.sheet.layout.page), min(len(self.sheet.days), at + 2 * self.sheet.layout.page))
            near = {self.sheet.places[n] for n in (span if kind.endswith("_page") else [at])}
            return not (near & used)
        reach = APART + self.sheet.layout.page * 2
        return all(abs(self._session(at) - other) > reach for other in taken)

    def _cell(self, change: Change, at: int, kind: str) -> Fault | None:
        sheet, row, day = self.sheet, self.sheet.row(at), self.sheet.days[at]
        assert day is not None
        days = {day}
        if kind == "shifted_day":
            column, moved = sheet.day_column, mainland().next(day)
            assert column is not None
            change.cells[at, column] = f"{moved:{sheet.layout.form}}"
            days.add(moved)
            what, is_money = "day", self._is_margin()
        elif kind == "swapped_columns":
            filled = [n for n in sheet.columns if number(row[n]) is not None]
            if len(filled) < 2:
                return None
            one, other = self.chance.sample(filled, 2)
            if abs(number(row[one]) - number(row[other])) <= ALIKE:
                return None
            change.cells[at, one], change.cells[at, other] = row[other], row[one]
            what = f"{bare(sheet.header[one])} <-> {bare(sheet.header[other])}"
            is_money = self._is_money(one) or self._is_money(other)
        else:
            column = sheet.columns[self.chance.randrange(len(sheet.columns))]
            changed = falsified(row[column], kind)
            if changed is None:
                return None
            change.cells[at, column] = changed
            what, is_money = bare(sheet.header[column]), self._is_money(column)
        return Fault(kind, sheet.name, what, is_money, with_next(days), frozenset({sheet.places[at]} - {""}))

    def _page(self, change: Change, at: int, kind: str) -> Fault | None:
        sheet, size, rows = self.sheet, self.sheet.layout.page, len(self.sheet.days)
        start = at - at % size
        block = range(start, min(start + size, rows))
        if kind == "duplicated_page" and start < size:
            return None
        touched = set(block)
        if kind == "missing_page":
            change.removed |= touched
        else:
            change.copies |= {n: n - size for n in block}
            touched |= set(change.copies.values()) & set(range(start - size, start))
        beyond = {n for n in (block.start - 1, block.stop) if 0 <= n < rows} if not self.lists else set()
        days = {day for n in touched | beyond if (day := sheet.days[n]) is not None}
        places = frozenset({sheet.places[n] for n in touched} - {""})
        return Fault(kind, sheet.name, "page", self._is_margin(), with_next(days), places)

    def _is_money(self, column: int) -> bool:
        return self.sheet.layout.columns.get(bare(self.sheet.header[column]), "") in BALANCES_AND_AMOUNTS

    def _is_margin(self) -> bool:
        return "financing_balance" in self.sheet.layout.columns.values()


def open_all(root: Path) -> tuple[list[Sheet], Stored]:
    """Every file of the layouts, opened and imported clean."""
    sheets = [open_sheet(path, layout, root) for layout in LAYOUTS for path in sorted(root.glob(layout.pattern))]
    stored = Stored()
    for sheet in sheets:
        _, _, kept = judge(sheet, sheet.content(), stored)
        stored.keep(sheet.name, kept)
    return sheets, stored


def inject(root: Path, wanted: int, seed: int) -> tuple[list[Fault], list[Sheet], Stored]:
    """``wanted`` faults over the files of ``root``: each folder layout has the same share, each file in it too."""
    chance = random.Random(seed)
    sheets, stored = open_all(root)
    by_layout: dict[str, list[Sheet]] = {}
    for sheet in sheets:
        by_layout.setdefault(sheet.layout.pattern, []).append(sheet)
    shares: dict[str, int] = {}
    for _ in range(wanted):
        folder = by_layout[pick(chance, list(by_layout))]
        name = folder[chance.randrange(len(folder))].name
        shares[name] = shares.get(name, 0) + 1
    faults: list[Fault] = []
    for sheet in sheets:
        if shares.get(sheet.name):
            sheet.clean = judge(sheet, sheet.content(), stored)[0]
            faults += Injector(sheet, stored, chance).run(shares[sheet.name])
    return faults, sheets, stored
