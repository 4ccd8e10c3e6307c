"""Data: what is stored, what was revised; the checks, which take seconds, only when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings
from liangrong.services.ingest import ingest
from liangrong.services.workspace import Workspace
from liangrong.store.coverage import Entry
from tests.small_market import totals
from tests.unit.interfaces.web.conftest import ADDRESS
from tests.unit.interfaces.web.pages.test_rules import section


@pytest.fixture
def revised(tmp_path: Path) -> Iterator[TestClient]:
    """Two sessions of totals, covered by a sync, one cell of which was printed twice."""
    workspace = Workspace.open(tmp_path / "store", create=True)
    first = totals(date(2026, 1, 29), date(2026, 1, 30))
    ingest(workspace, {"market_totals": first}, observed_at=datetime(2026, 2, 2, 2, tzinfo=UTC))
    later = first.with_columns(financing_buy_amount=pl.col("financing_buy_amount") + 1)
    ingest(workspace, {"market_totals": later}, observed_at=datetime(2026, 2, 3, 2, tzinfo=UTC))
    days = (date(2026, 1, 29), date(2026, 1, 30))
    workspace.store.coverage.record([Entry("market_totals", "SSE", day, "sse", "covered") for day in days])
    with TestClient(create_app(Settings(store=tmp_path / "store")), base_url=ADDRESS) as visitor:
        yield visitor


def test_coverage_and_revisions_are_told(revised: TestClient) -> None:
    page = revised.get("/data", params={"lang": "en"}).text
    assert "market_totals" in section(page, "coverage")
    told = section(page, "revisions")
    assert "financing_buy_amount" in told or "financing buy amount" in told
    assert "2026-02-03" in told
    assert "market_totals" not in section(revised.get("/data", params={"dataset": "caps"}).text, "coverage")


def test_a_chinese_reader_reads_chinese(revised: TestClient) -> None:
    """Tables, columns and sources have names, and a month has no first day."""
    page = revised.get("/data").text
    for key in ("months", "coverage"):
        told = section(page, key)
        assert "两融交易汇总" in told
        assert "上海证券交易所" in told
        assert "market_totals" not in told
    months = section(page, "months").split()
    assert "2026-01" in months
    assert "2026-01-01" not in months
    assert "融资买入额" in section(page, "revisions")
    assert '<option value="market_totals">两融交易汇总 (market_totals)</option>' in page


def test_bases_are_told_with_their_units(client: TestClient) -> None:
    """元 and shares stand in one column: a number without its unit would be read as the other."""
    told = section(client.get("/data").text, "bases")
    assert re.search(r"[\d,.]+ 亿元", told)
    assert re.search(r"[\d,.]+ [万亿]股", told)
    assert "financing_balance" not in told


def test_nothing_revised_is_said(client: TestClient) -> None:
    assert "revised" in section(client.get("/data", params={"lang": "en"}).text, "revisions")


def test_checks_wait_until_they_are_asked_for(client: TestClient) -> None:
    assert 'data-later="/data?severity=warning"' in client.get("/data").text
    assert "data-later" not in client.get("/data", params={"severity": "warning"}).text


def test_no_path_of_the_machine_is_shown(client: TestClient, web_store: Path) -> None:
    for given in ({}, {"dataset": "../../etc"}, {"severity": "bogus"}):
        assert str(web_store.parent) not in client.get("/data", params=given).text
