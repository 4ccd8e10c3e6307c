"""Structure: groups, the stocks inside one of them, windows, and every state an address."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from liangrong.services.flows import FlowsRequest, LeagueRequest, flows, league
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.pages.test_overview import links, section, text_of


def cells(html: str, key: str) -> list[list[str]]:
    rows = re.findall(r"<tr>(?!<th scope=\"col\").*?</tr>", section(html, key), re.DOTALL)
    return [[text_of(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]


def chart_of(html: str, key: str) -> str:
    return unescape(re.findall(r'data-chart="([^"]+)"', section(html, key))[0])


def test_industries_stand_in_the_order_of_the_service_without_the_sums(client: TestClient, web_store: Path) -> None:
    shown = [row[0] for row in cells(client.get("/structure").text, "groups")]
    rows = flows(Workspace.open(web_store), FlowsRequest()).data
    wanted = rows.filter(part="group").sort("net_financing", descending=True)["group_name"].to_list()
    assert [name for name in shown if name in wanted] == wanted
    assert "合计" not in shown


def test_each_industry_leads_to_its_stocks_and_from_there_to_a_stock(client: TestClient) -> None:
    page = client.get("/structure?from=2026-01-26&to=2026-01-30&lang=en&colors=western").text
    first = next(link for link in links(section(page, "groups")) if link.startswith("/structure"))
    asked = parse_qs(urlsplit(first).query)
    assert asked["within"][0].startswith("industry:sw1:")
    assert (asked["from"], asked["to"]) == (["2026-01-26"], ["2026-01-30"])
    assert (asked["lang"], asked["colors"]) == (["en"], ["western"])
    inside = client.get(first).text
    assert any(link.startswith("/security/") for link in links(section(inside, "groups")))
    assert re.search(r'<nav class="trail".*?href="/structure\?[^"]*from=2026-01-26', inside, re.DOTALL)


def test_the_stocks_of_an_industry_are_all_its_own(client: TestClient, web_store: Path) -> None:
    page = client.get("/structure?within=industry:sw1:电子").text
    shown = {row[1] for row in cells(page, "groups")}
    workspace = Workspace.open(web_store)
    wanted = set(league(workspace, LeagueRequest(within="industry:sw1:电子", top=5000)).data["group_name"])
    assert shown
    assert shown <= wanted
    tiles = client.get(chart_of(page, "map")).text
    assert all(f"/security/{code}" in tiles for code in wanted), "every stock has a tile that leads on"


def test_tiles_and_bars_carry_the_links_of_the_table(client: TestClient) -> None:
    page = client.get("/structure").text
    for key in ("map", "groups"):
        spec = client.get(chart_of(page, key)).text
        assert spec.count("by=security") >= 28
    picture = client.get(chart_of(page, "groups").replace(".json", ".svg"))
    assert picture.headers["content-type"] == "image/svg+xml"
    assert "by=security" not in picture.text, "a picture that is sent around leads nowhere"


def test_a_threshold_is_counted(client: TestClient) -> None:
    few, many = (
        re.findall(r"Of (\d+), (\d+) took in", text_of(client.get(f"/structure?lang=en&threshold={limit}").text))[0]
        for limit in ("5亿元", "5000万元")
    )
    assert few[0] == many[0]
    assert int(few[1]) < int(many[1])


def test_shares_move_by_as_much_as_they_are_moved(client: TestClient) -> None:
    rows = cells(client.get("/structure?from=2026-01-05").text, "rotation")
    moved = [float(row[3]) for row in rows]
    assert len(moved) > 25
    assert sum(moved) == pytest.approx(0, abs=0.005 * len(moved))
    assert max(moved) > 0 > min(moved)


def test_growth_in_legs_compounds(client: TestClient) -> None:
    one = cells(client.get("/structure?from=2026-01-05").text, "growth")
    split = cells(client.get("/structure?from=2026-01-05&pivot=2026-01-15").text, "growth")
    assert (len(one), len(split)) == (1, 3)


def test_a_single_session_and_windows_are_addresses(client: TestClient) -> None:
    page = client.get("/structure?to=2026-01-25&lang=en").text
    assert 'value="2026-01-23"' in page
    assert page.count("is not a session") == 1
    choices = re.search(r'<nav class="choices".*?</nav>', page, re.DOTALL)
    assert choices
    addresses = links(choices[0])
    assert len(addresses) == 6
    assert any("from=2026-01-19" in link for link in addresses), "five sessions up to the 23rd"
    assert client.get(addresses[2]).status_code == 200


def test_crowding_is_computed_when_it_is_asked_for(client: TestClient) -> None:
    before = section(client.get("/structure").text, "crowding")
    assert "data-later=" in before
    after = section(client.get("/structure?show=crowding").text, "crowding")
    assert "data-later=" not in after
    assert any(link.startswith("/security/") for link in links(after))


@pytest.mark.parametrize(
    ("given", "said"),
    [("by=nothing", "nothing"), ("within=industry:sw1:没有", "没有"), ("from=2026-01-29&to=2026-01-05", "2026-01-29"),
     ("threshold=10%25", "元"), ("by=index:000300.XX", "000300")],
)  # fmt: skip
def test_what_cannot_be_answered_is_a_sentence_in_its_panel(client: TestClient, given: str, said: str) -> None:
    answer = client.get(f"/structure?{given}&lang=en")
    assert answer.status_code == 200
    assert said in re.sub(r"<[^>]+>", " ", unescape("".join(re.findall(r'<p class="empty">.*?</p>', answer.text, re.DOTALL))))


def test_hostile_text_is_only_text(client: TestClient) -> None:
    page = client.get("/structure", params={"within": "<script>alert(1)</script>", "by": "'><b>"}).text
    assert "<script>alert" not in page
    assert "'><b>" not in page
