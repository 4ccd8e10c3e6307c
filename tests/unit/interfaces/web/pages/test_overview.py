"""Overview: figures that are the services' own, permalinks for every state, sentences where something is not known."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.core.units import Unit, display
from liangrong.services.overview.glance import CardsRequest, cards
from liangrong.services.workspace import Workspace

LAST = "2026-01-30"


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def section(html: str, key: str) -> str:
    found = re.search(rf'<section class="panel" id="{key}".*?</section>', html, re.DOTALL)
    assert found, f"no panel {key}"
    return found[0]


def figures(html: str) -> list[str]:
    found = re.search(r'<ul class="cards figures">.*?</ul>', html, re.DOTALL)
    assert found
    return [text_of(each) for each in re.findall(r"<li>.*?</li>", found[0], re.DOTALL)]


def links(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'href="([^"]+)"', html)]


def test_the_figures_are_those_of_the_service(client: TestClient, web_store: Path) -> None:
    shown = figures(client.get("/?lang=en").text)
    rows = cards(Workspace.open(web_store), CardsRequest()).data.to_dicts()
    assert len(shown) == len(rows) == 7
    for text, row in zip(shown, rows, strict=True):
        unit = Unit.YUAN if row["unit"] == "元" else Unit.RATIO
        assert display(row["value"], unit, "en") in text
        assert f"as of {row['date']}" in text
        assert f"{row['observations']:,} sessions since {row['percentile_since']}" in text


def test_records_carry_a_badge_and_others_their_distance_from_the_high(client: TestClient) -> None:
    total, _, short = figures(client.get("/?lang=en").text)[:3]
    assert "record" in total
    assert "from its high of" not in total
    assert "record" not in short
    assert "from its high of" in short


def test_a_fall_is_said_by_its_sign_too(client: TestClient) -> None:
    page = client.get("/").text
    changes = re.findall(r'<span class="change (up|down)?">([^<]+)</span>', page)
    assert {sign for sign, _ in changes} == {"up", "down"}
    assert all(text.startswith("+" if sign == "up" else "-") for sign, text in changes)


def test_another_session_is_an_address_and_a_holiday_is_moved_and_said(client: TestClient) -> None:
    page = client.get("/?as_of=2026-01-25&lang=en").text
    assert 'value="2026-01-23"' in page
    assert "2026-01-25 is not a session" in text_of(page)
    assert page.count("is not a session") == 1, "said once, not in every panel"
    assert any("as_of=2026-01-22" in link for link in links(page)), "the session before"
    assert any("as_of=2026-01-26" in link for link in links(page)), "the next one"
    latest = client.get("/").text
    assert 'rel="next"' not in latest


def test_the_form_of_the_zoom_becomes_its_permalink(client: TestClient) -> None:
    answer = client.get("/?zoom_from=2015-01-05&zoom_to=2015-12-31&measure=financing_balance", follow_redirects=False)
    assert answer.status_code == 302
    assert answer.headers["location"] == "/?measure=financing_balance&zoom=2015-01-05..2015-12-31#balance"
    turned = client.get("/?zoom_from=2015-12-31&zoom_to=2015-01-05", follow_redirects=False)
    assert turned.headers["location"] == "/?zoom=2015-01-05..2015-12-31#balance"
    open_end = client.get("/?zoom_from=2015-01-05", follow_redirects=False)
    assert open_end.headers["location"] == f"/?zoom=2015-01-05..{LAST}#balance"


def test_the_zoom_reaches_chart_and_picture_but_not_the_figures(client: TestClient) -> None:
    panel = section(client.get("/?zoom=2015-01-05..2015-12-31").text, "balance")
    drawn = [link for link in links(panel) if "/charts/" in link]
    assert len(drawn) == 2
    assert all("zoom=2015-01-05..2015-12-31" in link for link in drawn)
    table = [link for link in links(panel) if link.startswith("/api/")]
    assert table
    assert not any("zoom" in link for link in table)
    spec = client.get(unescape(re.findall(r'data-chart="([^"]+)"', panel)[0])).json()
    zoom = next(each for each in spec["params"] if each["name"] == "zoom") if "params" in spec else None
    assert "1420416000000" in str(zoom or spec), "2015-01-05 in milliseconds"


@pytest.mark.parametrize("measure", ["financing_balance", "short_balance"])
def test_another_balance_is_an_address(client: TestClient, measure: str) -> None:
    panel = section(client.get(f"/?measure={measure}").text, "balance")
    assert f"measure={measure}" in unescape(re.findall(r'data-chart="([^"]+)"', panel)[0])
    assert 'aria-current="true"' in panel


def test_what_changed_leads_to_industries_and_stocks(client: TestClient) -> None:
    found = links(section(client.get("/?lang=en").text, "today"))
    assert any(link.startswith("/security/") for link in found)
    assert any(link.startswith("/structure?") and "within=industry" in link for link in found)
    assert all("lang=en" in link for link in found)


def test_the_exchanges_add_up_to_the_market(client: TestClient) -> None:
    rows = re.findall(r"<tr><th.*?</tr>", section(client.get("/").text, "exchanges"), re.DOTALL)
    levels = {text_of(row).split()[0]: float(text_of(row).split()[1].replace(",", "")) for row in rows[-4:]}
    assert levels["合计"] == pytest.approx(levels["上交所"] + levels["深交所"] + levels["北交所"], abs=0.02)


@pytest.mark.parametrize("given", ["as_of=yesterday", "measure=average_maintenance_ratio", "as_of=1980-01-01"])
def test_what_cannot_be_read_is_a_sentence(client: TestClient, given: str) -> None:
    answer = client.get(f"/?{given}&lang=en")
    assert 400 <= answer.status_code < 500
    assert 'class="empty"' in answer.text


def test_before_there_was_margin_trading_every_part_says_so(client: TestClient) -> None:
    page = client.get("/?as_of=2009-06-01&lang=en").text
    assert page.count("Not known") >= 2
    assert "not known" in page
