"""Security: one address for each, its figures from the store, the lines, and what came before a move."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from starlette.testclient import TestClient

from liangrong.core.units import Unit, display
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.pages.test_rules import section, text_of

CODE, LAST = "605879.SH", date(2026, 1, 30)


def stored(store: Path, table: str) -> dict[str, Any]:
    rows = Workspace.open(store).store.read(table)
    return rows.filter(pl.col("security_id") == CODE, pl.col("trade_date") == LAST).row(0, named=True)


@pytest.mark.parametrize("text", ["605879", "sh605879", "SH605879", "605879.XSHG", "模拟0079", "mn0079"])
def test_every_spelling_has_one_address(client: TestClient, text: str) -> None:
    found = client.get(f"/security/{text}", params={"lang": "en", "from": "2025-06-02"}, follow_redirects=False)
    assert found.status_code == 302
    assert found.headers["location"] == f"/security/{CODE}?from=2025-06-02&lang=en"


def test_what_is_no_security_is_sent_to_where_it_belongs(client: TestClient) -> None:
    index = client.get("/security/000300.SH", follow_redirects=False)
    assert index.headers["location"] == "/structure?by=security&within=index%3A000300.SH"
    nothing = client.get("/security/nosuchthing", follow_redirects=False)
    assert nothing.headers["location"] == "/search?q=nosuchthing"
    assert client.get("/security/..%2f..%2fetc%2fpasswd").status_code in (200, 404)


def test_its_figures_are_those_of_the_store(client: TestClient, web_store: Path) -> None:
    page = text_of(client.get(f"/security/{CODE}").text)
    detail, caps = stored(web_store, "margin_detail"), stored(web_store, "caps")
    assert f"融资余额 {display(detail['financing_balance'], Unit.YUAN)} " in page
    share = detail["financing_balance"] / caps["float_cap"]
    assert f"融资余额占流通市值比 {display(share, Unit.RATIO)} " in page
    assert f"融券余量 {display(detail['short_quantity'], Unit.SHARE)} " in page
    assert "模拟0079 605879.SH" in page


def test_the_gauge_shows_the_share_and_the_line(client: TestClient, web_store: Path) -> None:
    page = client.get(f"/security/{CODE}").text
    detail, caps = stored(web_store, "margin_detail"), stored(web_store, "caps")
    share = float(detail["financing_balance"] / caps["float_cap"])
    meters = re.findall(r'<meter min="0" max="([\d.]+)" high="([\d.]+)" optimum="0" value="([\d.]+)"', page)
    assert len(meters) == 2, "financing and shorts"
    most, line, value = (float(number) for number in meters[0])
    assert value == pytest.approx(share)
    assert value < line < most
    assert f"{share:.2%}，界线 {line:.2%}" in text_of(page)


def test_the_history_is_newest_first_and_its_brush_is_an_address(client: TestClient) -> None:
    page = client.get(f"/security/{CODE}", params={"zoom": "2025-11-03..2025-12-31"}).text
    days = re.findall(r"\d{4}-\d\d-\d\d", section(page, "history").partition("数据表")[2])
    assert days[0] == "2026-01-30"
    assert days == sorted(days[:60], reverse=True) + days[60:]
    chart = re.search(r'data-chart="([^"]+)"', page)
    assert chart
    drawn = client.get(chart[1].replace("&amp;", "&") + "&width=650")
    assert drawn.status_code == 200
    assert '"zoom"' in drawn.text


def test_events_wait_and_then_lead_to_what_came_before(client: TestClient) -> None:
    page = client.get(f"/security/{CODE}").text
    later = re.search(r'id="events" data-later="([^"]+)"', page)
    assert later
    answered = client.get(later[1]).text
    told = section(answered, "events")
    move = re.search(r'href="(/security/605879\.SH\?move=(\d{4}-\d\d-\d\d)&amp;show=events)#move"', answered)
    assert move
    assert move[2] in told
    before = section(client.get(move[1].replace("&amp;", "&")).text, "move")
    assert f"{move[2]} 的涨跌之前" in before
    assert "融资余额创一年新高" in before


def test_a_move_is_explained_when_asked_for(client: TestClient) -> None:
    page = client.get(f"/security/{CODE}").text
    assert "margin_detail" not in section(page, "move")
    assert '<input id="at-move" name="move" type="date" value="2026-01-30">' in page
    for given in ("2026-01-29", "2026-01-31", "1999-01-04", "soon"):
        asked = client.get(f"/security/{CODE}", params={"move": given})
        assert asked.status_code == 200
        assert f"{given} 的涨跌之前" in section(asked.text, "move")


def test_what_is_not_known_says_what_would_tell(client: TestClient) -> None:
    told = section(client.get(f"/security/{CODE}").text, "identity")
    assert re.search(r"申万二级行业 不可知 .{0,4}没有当日的归属记录：导入", told)


def test_a_code_of_which_nothing_is_stored_is_a_sentence(client: TestClient) -> None:
    found = client.get("/security/600999.SH", params={"lang": "en"})
    assert found.status_code == 404
    assert "600999.SH" in text_of(found.text)
    assert "Traceback" not in found.text


def test_a_day_without_a_session_stands_for_the_one_before(client: TestClient) -> None:
    page = client.get(f"/security/{CODE}", params={"as_of": "2026-01-31"}).text
    assert "2026-01-31 不是交易日" in page
    assert "截至 2026-01-30" in page


def test_english_is_english(client: TestClient) -> None:
    page = client.get(f"/security/{CODE}", params={"lang": "en"}).text
    said = re.findall(r"<(?:h2|th|label|summary|button|dt)[^>]*>(.*?)</|class=\"(?:intro|name)\">(.*?)</", page, re.DOTALL)
    words = " ".join(text for pair in said for text in pair)
    assert len(words) > 500
    assert not re.findall(r"[\u4e00-\u9fff]+", words)


def test_the_account_is_asked_about_the_security_that_was_looked_at(client: TestClient) -> None:
    address = next(iter(re.findall(r'href="(/security/[^"?]+)', client.get("/search?q=6058&lang=en").text)))
    code = address.removeprefix("/security/")
    link = f"/account?lang=en&amp;security={code}"
    assert f'href="{link}"' in client.get(f"{address}?lang=en").text
