"""Faults in the bytes of simulated exchanges: one fault per answer, with the sessions before it stored.

Each answer goes the way of a sync: all pages fetched, parsed by its connector, judged by ``accept`` beside the stored
sessions before and, for a detail, the totals of its day.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook

from injection.model import BALANCES_AND_AMOUNTS, KINDS, Fault, Finding, falsified, finding, number, pick, reported
from liangrong.core.calendar import mainland
from liangrong.core.outcomes import Failed, Ok, Outcome
from liangrong.market.acceptance import accept
from liangrong.simulation.exchange import respond
from liangrong.simulation.market import SimulatedMarket
from liangrong.simulation.texts import workbook
from liangrong.sources import wire
from liangrong.sources.bse import BseDetail, BseSummary
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Batch, Fetcher, Query, RawPayload, Request
from liangrong.sources.sse import SseDetail, SseSummary
from liangrong.sources.szse import SzseDetail, SzseSummary

STORED_SESSIONS = 5
DAYS = 450
"""The last sessions of the simulated market: those that have a detail by security."""
STRETCHES = 8
"""Faults fall on so many weeks drawn from these, so that the clean answers around a day are made once."""

Body = Callable[[int, bytes], bytes]
"""Changes the body of a page."""

FETCHED_AT = datetime(2026, 2, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """A connector and where the rows of its answers are."""

    fetcher: Fetcher
    keys: tuple[wire.Key, ...]

    @property
    def name(self) -> str:
        """What the tables call it."""
        return type(self.fetcher).__name__

    @property
    def is_detail(self) -> bool:
        """Whether it is a list of securities."""
        return self.fetcher.dataset == "margin_detail"


ASKED = (
    Asked(SseSummary(), wire.SSE_SUMMARY),
    Asked(SzseSummary(), wire.SZSE_SUMMARY),
    Asked(BseSummary(), wire.BSE_SUMMARY),
    Asked(SseDetail(), wire.SSE_DETAIL),
    Asked(SzseDetail(), wire.SZSE_DETAIL_WORKBOOK),
    Asked(BseDetail(), wire.BSE_DETAIL),
)

Rows = list[dict[str, Any]]


def unpack(name: str, body: bytes) -> tuple[Rows, Callable[[Rows], bytes]]:
    """The rows of a body, and how to write a body with other rows."""
    if name == "SzseDetail":
        sheets = CalamineWorkbook.from_filelike(BytesIO(body))
        title = sheets.sheet_names[0]
        header, *lines = sheets.get_sheet_by_name(title).to_python()
        names = [str(cell) for cell in header]
        rows = [dict(zip(names, map(str, line), strict=True)) for line in lines]
        return rows, lambda new: workbook(title, [names, *[[str(row[n]) for n in names] for row in new]])
    text = body.decode()
    if name.startswith("Bse"):
        head, _, rest = text.partition("(")
        inner, _, tail = rest.rpartition(",'")
        data = json.loads(inner + "]")
        rows = (data[0][0]["content"] if data[0] else []) if name == "BseDetail" else data[0]

        def repack(new: Rows) -> bytes:
            if name == "BseDetail" and data[0]:
                data[0][0]["content"] = new
            elif name != "BseDetail":
                data[0] = new
            return f"{head}({json.dumps(data, ensure_ascii=False)[:-1]},'{tail}".encode()

        return rows, repack
    data = json.loads(text)
    if name == "SzseSummary":
        tab = data[0]

        def repack_tab(new: Rows) -> bytes:
            tab["data"] = new
            return json.dumps(data, ensure_ascii=False).encode()

        return tab["data"], repack_tab

    def repack_sse(new: Rows) -> bytes:
        data["result"] = new
        data["pageHelp"]["data"] = new
        return json.dumps(data, ensure_ascii=False).encode()

    return data["result"], repack_sse


class Exchange:
    """The simulated exchanges without a network: a transport whose answers can be changed on the way."""

    def __init__(self, market: SimulatedMarket, change: Body | None = None) -> None:
        self.market = market
        self.change = change
        self.page = 0

    def send(self, request: Request) -> RawPayload:
        """Answer one request."""
        self.page += 1
        body = respond(self.market, request).body
        return RawPayload(self.change(self.page, body) if self.change else body, request.url, FETCHED_AT)


class Sync:
    """What is stored by the time of a day, each piece made when it is first wanted."""

    def __init__(self, market: SimulatedMarket) -> None:
        self.market = market
        self._frames: dict[tuple[str, date], pl.DataFrame | None] = {}
        self._clean: dict[tuple[str, date], set[Finding]] = {}

    def ask(self, asked: Asked, day: date, change: Body | None = None) -> Outcome[Batch]:
        """One question, all its pages."""
        return fetch(asked.fetcher, Query(day, day), Exchange(self.market, change), lambda _: None)

    def frame(self, asked: Asked, day: date) -> pl.DataFrame | None:
        """The clean rows of a day; ``None`` where there are none."""
        if (asked.name, day) not in self._frames:
            outcome = self.ask(asked, day)
            self._frames[asked.name, day] = outcome.value.tables[asked.fetcher.dataset] if isinstance(outcome, Ok) else None
        return self._frames[asked.name, day]

    def judge(self, asked: Asked, day: date, outcome: Outcome[Batch]) -> tuple[set[Finding], bool]:
        """The findings about an answer, and whether it was refused."""
        if isinstance(outcome, Failed):
            return set(), True
        if not isinstance(outcome, Ok):
            return set(), False
        calendar, dataset = mainland(), asked.fetcher.dataset
        before = [self.frame(asked, calendar.offset(day, -n)) for n in range(1, STORED_SESSIONS + 1)]
        known = [frame for frame in before if frame is not None]
        context = {}
        if asked.is_detail:
            summary = next(a for a in ASKED if a.fetcher.exchange == asked.fetcher.exchange and not a.is_detail)
            totals = self.frame(summary, day)
            context = {"market_totals": totals} if totals is not None else {}
        judged = accept(dataset, outcome.value.tables[dataset], pl.concat(known) if known else None, context=context)
        return {finding(d) for d in (*outcome.value.discrepancies, *judged.discrepancies)}, False

    def clean(self, asked: Asked, day: date) -> set[Finding]:
        """What is found about the true answer."""
        if (asked.name, day) not in self._clean:
            self._clean[asked.name, day] = self.judge(asked, day, self.ask(asked, day))[0]
        return self._clean[asked.name, day]


def inject(wanted: int, seed: int) -> list[Fault]:
    """``wanted`` faults, each connector with the same share."""
    chance, sync = random.Random(seed), Sync(SimulatedMarket.generate())
    starts = [chance.randrange(DAYS - STORED_SESSIONS) - DAYS for _ in range(STRETCHES)]
    days = [sync.market.sessions[start + n] for start in starts for n in range(STORED_SESSIONS)]
    faults: list[Fault] = []
    while len(faults) < wanted:
        asked, day, kind = ASKED[chance.randrange(len(ASKED))], days[chance.randrange(len(days))], pick(chance, list(KINDS))
        made = _make(sync, asked, day, kind, chance)
        if made is None:
            continue
        fault, change = made
        found, refused = sync.judge(asked, day, sync.ask(asked, day, change))
        fault.caught = refused or reported(fault, found - sync.clean(asked, day))
        faults.append(fault)
    return faults


def _make(sync: Sync, asked: Asked, day: date, kind: str, chance: random.Random) -> tuple[Fault, Body] | None:
    if kind == "shifted_day":
        return Fault(kind, asked.name, "day", is_money=True, days=frozenset({day})), _shifted(sync, asked, day, chance)
    if kind.endswith("_page"):
        if not asked.is_detail:
            return None  # a summary of one row has no pages
        return Fault(kind, asked.name, "page", is_money=True, days=frozenset({day})), _paged(asked, kind)
    if sync.frame(asked, day) is None:
        return None
    first = Exchange(sync.market).send(asked.fetcher.request(Query(day, day)))
    rows, repack = unpack(asked.name, first.content)
    at = chance.randrange(len(rows))
    numeric = [key for key in asked.keys if key.unit is not None and number(str(rows[at].get(key.name) or "")) is not None]
    if len(numeric) < 2:
        return None
    money = {key.name: key.column in BALANCES_AND_AMOUNTS for key in numeric}
    row = dict(rows[at])
    if kind == "swapped_columns":
        one, other = (key.name for key in chance.sample(numeric, 2))
        if number(str(row[one])) == number(str(row[other])):
            return None
        row[one], row[other] = row[other], row[one]
        what, is_money = f"{one} <-> {other}", money[one] or money[other]
    else:
        what = numeric[chance.randrange(len(numeric))].name
        row[what], is_money = _retyped(row[what], falsified(str(row[what]), kind)), money[what]
    changed = [*rows[:at], row, *rows[at + 1 :]]
    return Fault(kind, asked.name, what, is_money, frozenset({day})), _first(repack(changed))


def _first(changed: bytes) -> Body:
    return lambda page, body: changed if page == 1 else body


def _retyped(old: object, text: str | None) -> object:
    assert text is not None
    if isinstance(old, int):
        return int(text)
    if isinstance(old, float):
        return float(text)
    digits = text.partition(".")[2]
    return f"{float(text):,.{len(digits)}f}" if "," in str(old) else text


def _shifted(sync: Sync, asked: Asked, day: date, chance: random.Random) -> Body:
    """The answer of the session before: as it is, or under the date that was asked for."""
    before = mainland().previous(day)
    redated = chance.random() < 0.5
    pages: list[bytes] = []

    def change(page: int, _: bytes) -> bytes:
        if not pages:
            exchange = Exchange(sync.market)
            fetch(asked.fetcher, Query(before, before), exchange, lambda payload: pages.append(payload.content))
        stale = pages[min(page, len(pages)) - 1]
        if not redated or asked.name == "SzseDetail":
            return stale
        return stale.replace(f"{before:%Y%m%d}".encode(), f"{day:%Y%m%d}".encode()).replace(
            f"{before}".encode(), f"{day}".encode()
        )

    return change


def _paged(asked: Asked, kind: str) -> Body:
    """A page that comes twice, or not at all; where there is one page, the same with half of its rows."""
    first: list[bytes] = []

    def change(page: int, body: bytes) -> bytes:
        rows, repack = unpack(asked.name, body)
        half = len(rows) // 2
        pages = re.search(rb'"totalPages":\s*(\d+)', body)
        if pages and int(pages[1]) > 1:
            if page == 1:
                first.append(body)
                return body
            return first[0] if kind == "duplicated_page" else repack([])
        return repack(rows + rows[half:]) if kind == "duplicated_page" else repack(rows[:half])

    return change
