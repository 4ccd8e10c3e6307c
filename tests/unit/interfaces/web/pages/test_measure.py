"""Measure: any spelling has one address; its newest values come first, with their unit."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from starlette.testclient import TestClient

from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.pages.test_rules import section


@pytest.mark.parametrize("text", ["rzye", "融资余额"])
def test_every_spelling_has_one_address(client: TestClient, text: str) -> None:
    found = client.get(f"/measure/{text}", params={"lang": "en"}, follow_redirects=False)
    assert (found.status_code, found.headers["location"]) == (302, "/measure/financing_balance?lang=en")


def test_its_values_are_those_of_the_store(client: TestClient, web_store: Path) -> None:
    page = client.get("/measure/financing_balance", params={"scope": "exchange:SSE"}).text
    told = section(page, "values")
    rows = Workspace.open(web_store).store.read("market_totals")
    last = rows.filter(pl.col("exchange") == "SSE", pl.col("trade_date") == date(2026, 1, 30))["financing_balance"][0]
    assert f"数值(亿元) 2026-01-30 {last / 10**8:,.2f} 2026-01-29" in told
    assert '<option value="exchange:SSE" selected>' in page


def test_a_window_that_is_no_session_snaps_and_says_so(client: TestClient) -> None:
    page = client.get("/measure/short_balance", params={"from": "2026-01-19", "to": "2026-01-24"}).text
    assert "2026-01-24 不是交易日" in page
    assert re.findall(r"2026-\d\d-\d\d", section(page, "values").partition("数值")[2])[::4] == ["2026-01-23", "2026-01-19"]


def test_an_unknown_measure_is_a_sentence(client: TestClient) -> None:
    found = client.get("/measure/moonshine")
    assert found.status_code == 404
    assert "moonshine" in found.text
