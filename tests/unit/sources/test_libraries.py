"""Libraries behind the transport protocol, the registry, and the wire layouts."""

from __future__ import annotations

import sys
from datetime import date
from types import ModuleType

import pytest

from liangrong.core.errors import ExtraMissing
from liangrong.core.outcomes import Failed, FailureKind, Ok
from liangrong.market.tables import TABLES
from liangrong.sources import wire
from liangrong.sources.akshare import AkshareSummary
from liangrong.sources.fetch import fetch
from liangrong.sources.fetcher import Fetcher, Query, Request
from liangrong.sources.libraries import LibraryTransport, frame_rows, library_request
from liangrong.sources.registry import alternatives, fetchers, library_fetchers
from liangrong.sources.transport import TransportFailed
from liangrong.sources.tushare import TushareDetail

FRIDAY = Query(date(2026, 1, 30), date(2026, 1, 30))
SZSE = {
    "融资买入额": 769.14,
    "融资余额": 12489.16,
    "融券卖出量": 0.25,
    "融券余量": float("nan"),
    "融券余额": 79.63,
    "融资融券余额": 12568.79,
}


class Frame:
    """As much of a pandas frame as is asked of it."""

    def __init__(self, *rows: dict[str, object]) -> None:
        self.columns = list(rows[0])
        self.rows = rows

    def itertuples(self, *, index: bool) -> list[tuple[object, ...]]:
        assert not index
        return [tuple(row.values()) for row in self.rows]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("akshare")
    monkeypatch.setitem(sys.modules, "akshare", module)
    return module


def test_a_librarys_frame_is_archived_as_it_came_and_then_parsed(library: ModuleType) -> None:
    asked, archived = [], []
    library.stock_margin_szse = lambda **arguments: asked.append(arguments) or Frame(SZSE)
    outcome = fetch(AkshareSummary("SZSE"), FRIDAY, LibraryTransport(), archived.append)
    assert isinstance(outcome, Ok)
    row = outcome.value.tables["market_totals"].row(0, named=True)
    assert (row["financing_balance"], row["short_quantity"], row["trade_date"]) == (1248916000000, None, FRIDAY.end)
    assert asked == [{"date": "20260130"}]
    assert b"12489.16" in archived[0].content


def test_a_library_that_raises_is_a_failed_call(library: ModuleType) -> None:
    def unpublished(**arguments: str) -> Frame:
        raise ValueError("Length mismatch: Expected axis has 0 elements, new values have 6 elements")

    library.stock_margin_szse = unpublished
    outcome = fetch(AkshareSummary("SZSE"), FRIDAY, LibraryTransport(), lambda payload: None)
    assert isinstance(outcome, Failed)
    assert outcome.kind is FailureKind.TRANSPORT
    assert "Length mismatch" in outcome.reason


def test_a_library_that_is_not_there_names_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "akshare", None)
    with pytest.raises(ExtraMissing, match="akshare"):
        LibraryTransport().send(library_request("akshare", "stock_margin_szse", date="20260130"))


def test_the_token_never_enters_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    module, tokens, archived = ModuleType("tushare"), [], []

    class Api:
        def margin_detail(self, trade_date: str) -> Frame:
            row = {"trade_date": trade_date, "ts_code": "600519.SH", "rzye": 1.0, "rqye": 0, "rzmre": 0, "rqyl": 0}
            return Frame({**row, "rzche": 0, "rqchl": 0, "rqmcl": 0, "rzrqye": 1.0})

    module.pro_api = lambda token: tokens.append(token) or Api()
    monkeypatch.setitem(sys.modules, "tushare", module)
    outcome = fetch(TushareDetail(), FRIDAY, LibraryTransport(token="secret"), archived.append)
    assert isinstance(outcome, Ok)
    assert tokens == ["secret"]
    assert "secret" not in f"{TushareDetail().request(FRIDAY)}{archived}"


def test_a_host_is_not_a_library() -> None:
    with pytest.raises(TransportFailed):
        LibraryTransport().send(Request("https://www.szse.cn/"))


def test_a_frame_survives_its_journey(library: ModuleType) -> None:
    library.anything = lambda: Frame({"a": "000001", "b": None, "c": 1362922122502.0})
    payload = LibraryTransport().send(library_request("akshare", "anything"))
    assert list(frame_rows(payload)) == [{"a": "000001", "b": None, "c": "1362922122502.0"}]


def test_publishers_answer_unless_others_are_asked_for() -> None:
    assert {f.source for f in fetchers()} == {"sse", "szse", "bse"}
    assert {f.source for f in fetchers("market_totals", "SZSE", optional=True)} == {"szse", "eastmoney"}
    assert [type(f).__name__ for f in fetchers("margin_detail", "SZSE")] == ["SzseDetail"]
    assert fetchers("quotes") == ()
    assert {f.source for f in library_fetchers("margin_detail")} == {"akshare", "tushare"}


def test_every_connector_is_a_fetcher_of_a_table() -> None:
    everyone = (*fetchers(optional=True), *alternatives(), *library_fetchers())
    for fetcher in everyone:
        assert isinstance(fetcher, Fetcher)
        assert fetcher.dataset in TABLES


def test_no_two_connectors_of_a_sync_fill_the_same_rows() -> None:
    """Two ways to one figure under one source would overwrite each other."""
    filled = [(f.source, f.dataset, f.exchange) for f in fetchers(optional=True) if f.dataset != "board_margin"]
    assert len(filled) == len(set(filled))


def test_every_layout_fills_columns_that_exist() -> None:
    columns = {column.name for table in TABLES.values() for column in table.columns}
    layouts = {
        name: value for name, value in vars(wire).items() if isinstance(value, tuple) and value and isinstance(value[0], wire.Key)
    }
    assert len(layouts) >= 12
    for name, keys in layouts.items():
        assert {key.column for key in keys} <= columns, name
        assert len({key.name for key in keys}) == len(keys), name
    assert set(wire.__all__) <= set(vars(wire))
