"""Shorts: figures of the store, a scope and a window as addresses, names that lead on."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import polars as pl
from starlette.testclient import TestClient

from liangrong.core.units import Unit, display
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.pages.test_rules import section, text_of

LAST = date(2026, 1, 30)


def total(store: Path) -> pl.DataFrame:
    rows = Workspace.open(store).store.read("market_totals")
    return rows.filter(pl.col("trade_date") == LAST, pl.col("exchange").is_in(["SSE", "SZSE", "BSE"]))


def industries(store: Path) -> dict[str, str]:
    """Stock to the level-1 industry of its last spell."""
    rows = Workspace.open(store).store.read("memberships").filter(pl.col("scheme") == "sw").sort("from_date")
    classes = Workspace.open(store).store.read("industry_classes").select("group", "level1_name").unique("group")
    named = rows.join(classes, on="group", how="left").select("security_id", pl.coalesce("level1_name", "group_name"))
    return dict(named.iter_rows())


def test_the_first_card_is_the_sum_of_the_exchanges(client: TestClient, web_store: Path) -> None:
    page = client.get("/shorts", params={"lang": "en"}).text
    balance = total(web_store)["short_balance"].sum()
    assert f"Short balance {display(balance, Unit.YUAN, 'en')}" in text_of(page)
    assert "As of 2026-01-30, the whole market." in text_of(page)


def test_decrees_stand_beside_the_months(client: TestClient) -> None:
    told = section(client.get("/shorts").text, "trend")
    assert "余额变化(%)" in told
    assert "2024-07-31" in told
    assert re.search(r"2024-07-31 .{0,60}转融券", told), "the ban stands in the row of its month"


def test_a_scope_is_an_address_and_narrows_stocks_and_figures(client: TestClient, web_store: Path) -> None:
    known = industries(web_store)
    page = client.get("/shorts", params={"scope": "industry:sw1:电子"}).text
    shown = re.findall(r'href="/security/(\d{6}\.[A-Z]{2})"', re.search(r'id="table".*?</section>', page, re.DOTALL)[0])  # type: ignore[index]
    assert shown
    assert {known[code] for code in shown} == {"电子"}
    assert '<option value="industry:sw1:电子" selected>' in page
    listed = set(re.findall(r'value="industry:sw1:([^"]+)"', page))
    assert listed <= set(known.values())
    assert len(listed) > 20
    assert "全市场" in section(page, "industries"), "what cannot be narrowed says so"


def test_names_lead_on_in_the_look_of_the_page(client: TestClient) -> None:
    page = client.get("/shorts", params={"lang": "en", "as_of": "2026-01-29"}).text
    assert re.search(r'href="/security/\d{6}\.[A-Z]{2}\?lang=en"', page)
    narrower = re.search(r'href="(/shorts\?[^"]*scope=industry[^"]*)"', page)
    assert narrower
    assert "as_of=2026-01-29" in narrower[1], "the day goes along"
    assert "lang=en" in narrower[1]


def test_a_window_is_told_day_by_day_with_the_newest_first(client: TestClient) -> None:
    page = client.get("/shorts", params={"from": "2026-01-05"}).text
    days = re.findall(r"2026-01-\d\d|2025-12-\d\d", section(page, "trend").partition("数据表")[2])
    assert days[:2] == ["2026-01-30", "2026-01-29"]
    assert "2026-01-05" in days
    assert "2025-12-31" not in days
    assert 'aria-current="true"' not in re.search(r'class="choices".*?</nav>', page, re.DOTALL)[0]  # type: ignore[index]


def test_the_squeeze_waits_and_keeps_the_question(client: TestClient) -> None:
    page = client.get("/shorts", params={"scope": "exchange:SSE", "from": "2026-01-26"}).text
    later = re.search(r'id="squeeze" data-later="([^"]+)"', page)
    assert later
    answered = client.get(later[1].replace("&amp;", "&")).text
    assert 'id="squeeze" data-later' not in answered
    told = section(answered, "squeeze")
    assert "条件：3 个交易日内" in told
    assert not re.findall(r"\d{6}\.(?:SZ|BJ)", told), "the scope holds"
    assert '<option value="exchange:SSE" selected>' in answered


def test_a_day_without_a_session_stands_for_the_one_before(client: TestClient) -> None:
    page = client.get("/shorts", params={"as_of": "2026-01-31"}).text
    assert "2026-01-31 不是交易日" in page
    assert "截至 2026-01-30" in page


def test_a_window_does_not_make_the_page_wait(client: TestClient) -> None:
    """Who had to cover in a window reads the quotes of all its days: seconds, in which nothing else would be shown."""
    waiting = client.get("/shorts", params={"from": "2025-12-01"}).text
    assert 'data-later="/shorts?from=2025-12-01&amp;show=cover"' in waiting
    had = client.get("/shorts", params={"from": "2025-12-01", "show": "cover"}).text
    assert 'id="cover" aria-labelledby' in had
    assert 'data-later="/shorts?show=cover"' not in client.get("/shorts").text


def test_what_cannot_be_asked_is_a_sentence(client: TestClient) -> None:
    for scope in ("board:moon", "<script>alert(1)</script>", "{{7*7}}"):
        found = client.get("/shorts", params={"scope": scope})
        assert found.status_code == 200
        assert "问法有误" in found.text
        assert "<script>alert" not in found.text
        assert "Traceback" not in found.text
