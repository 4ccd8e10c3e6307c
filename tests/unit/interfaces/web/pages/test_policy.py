"""Policies side by side: open contracts and new ones apart, each number that of the service, presets out of the rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages import policy
from liangrong.interfaces.web.settings import Settings
from liangrong.rules.rulebook import Rulebook
from liangrong.services.workspace import Workspace
from liangrong.store.books.writing import write_book
from tests.small_books import DAY, small_book, small_market
from tests.unit.interfaces.web.conftest import ADDRESS
from tests.unit.interfaces.web.pages.test_rules import section, text_of

PATIENCE_S = 60.0
"""Longer than a small book takes, its kernels compiled anew; reached only when something hangs."""
TWO = {"policy_1": "lines: call_line=145%", "policy_2": "money: financing_margin_ratio=90%, reach=all"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = tmp_path_factory.mktemp("policy") / "store"
    Workspace.open(store, create=True)
    market = small_market()
    write_book(store / "books" / "small", small_book(market, 200), market, made={})
    found = Desk(Settings(store=store))
    found.workbench._patience = PATIENCE_S
    return found


@pytest.fixture(scope="module")
def visitor(desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(desk.settings, desk=desk), base_url=ADDRESS) as client:
        yield client


def answers(visitor: TestClient, policies: dict[str, str]) -> list[dict[str, Any]]:
    asked = visitor.get("/api/v1/stress-policy", params={"book": "small", "policies": list(policies.values())})
    assert asked.status_code == 200, asked.text
    rows: list[dict[str, Any]] = asked.json()["data"]
    return rows


def row_of(html: str, panel: str, title: str) -> list[str]:
    """The cells of a measure."""
    table = re.search(rf'id="{panel}".*?</section>', html, re.DOTALL)
    assert table
    row = next(each for each in re.findall(r"<tr>.*?</tr>", table[0], re.DOTALL) if f">{title}<" in each)
    return [text_of(cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]


def test_each_policy_has_a_column_with_its_difference(visitor: TestClient) -> None:
    html = visitor.get("/policy", params=TWO).text
    rows = {(row["measure"], row["policy_name"]): row for row in answers(visitor, TWO)}
    now, lines, money = row_of(html, "existing", "被追保账户数")
    called = [Decimal(rows["called", name]["value"]) for name in ("today", "lines", "money")]
    assert called[1] > called[0] == called[2]
    assert (now, lines, money) == (f"{called[0]:,.0f}", f"{called[1]:,.0f} (+{called[1] - called[0]:,.0f})", f"{called[0]:,.0f}")
    headings = re.findall(r"<th scope=\"col\"[^>]*>([^<]*)</th>", html[html.index('id="existing"') :])
    assert headings[:4] == ["指标", "现行规则", "lines", "money"]


def test_open_contracts_new_ones_and_the_run_off_stand_apart(visitor: TestClient) -> None:
    html = visitor.get("/policy", params=TWO).text
    today = Rulebook.load().at(DAY).number("financing_margin_ratio")
    change = (Decimal("0.9") - today) * 100
    assert row_of(html, "new", "融资保证金比例") == [f"{today:.1%}", f"{today:.1%}", f"90.0% (−{-change:.1f} 个百分点)"]
    assert row_of(html, "run_off", "1 个月后按新比例的融资余额占比") == ["—", "—", "100.0%"]
    assert "被追保账户数" not in section(html, "new")
    assert "新老划断" in section(html, "existing")


def test_without_a_book_only_new_contracts_are_told(visitor: TestClient) -> None:
    html = visitor.get("/policy", params={"book": "", **TWO, "lang": "en"}).text
    assert section(html, "new")
    assert 'id="existing"' not in html
    assert 'id="run_off"' not in html
    assert "Choose a book" in html


def test_what_can_be_chosen_comes_from_the_rulebook(visitor: TestClient) -> None:
    html = visitor.get("/policy").text
    offered = [unescape(text) for text in re.findall(r'<option value="([^"]+: [^"]+)"', html)]
    ratios = [dated.value for dated in Rulebook.load().parameter("financing_margin_ratio").history("SSE")]
    for earlier in {*ratios} - {ratios[-1]}:
        assert any(f"financing_margin_ratio={earlier:.0%}" in text and "reach" not in text for text in offered), earlier
    assert not any(f"financing_margin_ratio={ratios[-1]:.0%}" in text for text in offered), "that is the rule already"
    for text in offered:
        found = visitor.get("/policy", params={"book": "", "policy_1": text})
        assert 'class="empty"' not in found.text, text


def test_a_chart_of_several_policies_has_an_address(visitor: TestClient) -> None:
    html = visitor.get("/policy", params=TWO).text
    address = unescape(re.search(r'data-chart="([^"]+)"', html)[1])  # type: ignore[index]
    assert address.count("policies=") == 2
    download = unescape(re.search(r'href="(/api/v1/stress-policy[^"]+format=json)"', html)[1])  # type: ignore[index]
    rows = visitor.get(download).json()["data"]
    assert {row["policy_name"] for row in rows} == {"today", "lines", "money"}


def test_too_large_a_book_is_refused(visitor: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "MOST_ACCOUNTS", 199)
    assert "liangrong stress policy" in visitor.get("/policy", params={**TWO, "policy_3": "x: call_line=146%"}).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"policy_1": "lower taxes"}, "lower taxes"), ({"policy_1": "no_such_rule=1"}, "no_such_rule"),
        ({"policy_1": "a: call_line=140%", "policy_2": "a: call_line=150%"}, "重复"), ({"policy_1": "today"}, "没有给出政策"),
        ({"book": "none", **TWO}, "none"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(visitor: TestClient, given: dict[str, str], said: str) -> None:
    found = visitor.get("/policy", params=given)
    assert found.status_code == 200
    assert said in re.search(r'class="empty".*?</p>', found.text, re.DOTALL)[0]  # type: ignore[index]
    assert "Traceback" not in found.text
