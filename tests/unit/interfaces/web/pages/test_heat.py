"""Heat: every signal beside its record, one by itself, and what the form changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.analytics.heat.menu import GAUGES
from liangrong.services.heat import HeatRequest, heat, heat_history
from liangrong.services.workspace import Workspace
from tests.unit.interfaces.web.pages.test_rules import section, text_of


@pytest.fixture(scope="module")
def rows(web_store: Path) -> dict[str, dict[str, object]]:
    """What the service says of each signal."""
    found = heat(Workspace.open(web_store), HeatRequest()).data.to_dicts()
    return {str(row["signal"]): row for row in found}


def test_each_signal_with_a_reading_has_a_row_that_leads_to_it(client: TestClient, rows: dict[str, dict[str, object]]) -> None:
    page = client.get("/heat").text
    table = re.search(r'id="signals".*?</section>', page, re.DOTALL)
    assert table
    assert re.findall(r'href="/heat\?signal=(\w+)"', table[0]) == list(rows)
    every = set(re.findall(r'href="/heat\?signal=(\w+)"', page))
    assert every == set(GAUGES), "signals without data can be looked at too"


def test_few_flags_are_called_too_few_with_their_number(client: TestClient, rows: dict[str, dict[str, object]]) -> None:
    told = section(client.get("/heat").text, "signals")
    few = [(GAUGES[key].title.zh, row["n_episodes"]) for key, row in rows.items() if row["verdict"] == "insufficient"]
    assert few
    for title, n in few:
        assert f"{title} 样本不足（n={n}）" in told


def test_a_signal_shows_its_record_and_the_newest_reading_first(
    client: TestClient, web_store: Path, rows: dict[str, dict[str, object]]
) -> None:
    page = client.get("/heat", params={"signal": "rsi"}).text
    row = rows["rsi"]
    record = section(page, "record")
    assert f" {row['n_flags']} {row['n_episodes']} {row['n_spans']} " in record
    assert f"{row['p_value']:.4f}" in record
    assert f" {row['n_matched']} " in section(page, "controls")
    history = heat_history(Workspace.open(web_store), HeatRequest(signal="rsi")).data
    told = section(page, "history").partition("数据表")[2]
    assert re.findall(r"\d{4}-\d\d-\d\d", told)[:2] == [f"{day}" for day in history["date"].tail(2).reverse()]
    assert f"{history['value'][-1]:.2f}" in text_of(page)
    assert GAUGES["rsi"].definition.zh in text_of(page)


def test_the_event_is_the_one_asked_for(client: TestClient) -> None:
    def base(fall: str) -> int:
        page = client.get("/heat", params={"signal": "rsi", "fall": fall, "lang": "en"}).text
        found = re.search(r"base (\d+)%", text_of(page))
        assert found
        assert f'name="fall" size="5" value="{fall}"' in page
        return int(found[1])

    assert base("2%") > base("5%") > base("10%")


def test_another_level_is_judged_by_itself(client: TestClient) -> None:
    own = section(client.get("/heat", params={"signal": "rsi"}).text, "record")
    higher = section(client.get("/heat", params={"signal": "rsi", "level": "80"}).text, "record")
    assert own != higher


def test_a_signal_without_data_says_once_what_it_needs(client: TestClient) -> None:
    page = client.get("/heat", params={"signal": "kdj"}).text
    assert text_of(page).count("暂无数据") == 1
    assert "最高价" in page


@pytest.mark.parametrize(("given", "status"), [({"signal": "moon"}, 404), ({"horizon": "0"}, 200), ({"fall": "abc"}, 200)])
def test_what_cannot_be_asked_is_a_sentence(client: TestClient, given: dict[str, str], status: int) -> None:
    found = client.get("/heat", params=given)
    assert found.status_code == status
    assert 'class="empty"' in found.text
    assert "Traceback" not in found.text
