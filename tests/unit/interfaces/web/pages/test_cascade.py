"""Cascade: the figures are those of the service, every session has an address, too large a book is refused, nobody waits long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from liangrong.core.units import Unit, display
from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.desk import Desk
from liangrong.interfaces.web.pages import cascade
from liangrong.interfaces.web.settings import Settings
from liangrong.services.workspace import Workspace
from liangrong.store.books.writing import write_book
from tests.small_books import small_book, small_market
from tests.unit.interfaces.web.conftest import ADDRESS
from tests.unit.interfaces.web.pages.test_rules import section, text_of

FALL = 20
"""Percent: as far as accounts of the small book need to be called and not ruined."""
PATIENCE_S = 60.0
"""Longer than a small cascade takes, its kernels compiled anew; reached only when something hangs."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    store = tmp_path_factory.mktemp("cascade") / "store"
    Workspace.open(store, create=True)
    market = small_market(turnover=4e6)
    write_book(store / "books" / "small", small_book(market, 300), market, made={})
    found = Desk(Settings(store=store))
    found.workbench._patience = PATIENCE_S
    return found


@pytest.fixture(scope="module")
def visitor(desk: Desk) -> Iterator[TestClient]:
    with TestClient(create_app(desk.settings, desk=desk), base_url=ADDRESS) as client:
        yield client


def path_of(visitor: TestClient, **more: str) -> list[dict[str, Any]]:
    """What REST answers to the same question."""
    given = {"book": "small", "scenario": f"market:-{FALL / 100}", "draws": "20", **more}
    answer = visitor.get("/api/v1/stress-cascade", params=given)
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = answer.json()["data"]
    return rows


def frames(html: str) -> list[str]:
    return re.findall(r'<article class="frame".*?</article>', html, re.DOTALL)


def yuan(text: str) -> str:
    return display(float(text), Unit.YUAN, "zh")


def test_every_session_shows_what_the_service_says_of_it(visitor: TestClient) -> None:
    html, rows = visitor.get("/cascade", params={"fall": f"{FALL}%"}).text, path_of(visitor)
    assert len(frames(html)) == len(rows) > 2
    so_far = 0.0
    for shown, row in zip(frames(html), rows, strict=True):
        so_far += float(row["sold"])
        told = text_of(shown)
        assert f"当日强制卖出 {yuan(row['sold'])} {yuan(row['sold_low'])} – {yuan(row['sold_high'])}" in told
        assert f"累计强制卖出 {display(so_far, Unit.YUAN, 'zh')} " in told
        assert f"负债账户的证券市值 {yuan(row['market_value'])} " in told
        assert f"新被追保 {row['called']:,} 户" in told
        assert f"100%） {row['index']:.2%}" in told
    assert f"强制卖出合计 {display(so_far, Unit.YUAN, 'zh')}" in text_of(html)
    assert f"被追保账户 {sum(row['called'] for row in rows):,} 户" in text_of(html)


def test_a_session_names_what_the_cascade_has_moved_down_most(visitor: TestClient) -> None:
    html = visitor.get("/cascade", params={"fall": f"{FALL}%"}).text
    rows = path_of(visitor, by="session_security", top=f"{cascade._WORST}", draws="0")
    for session, shown in enumerate(frames(html)):
        assert re.findall(r'href="/security/(\w+\.SH)"', shown) == [row["security"] for row in rows if row["session"] == session]
    assert "还没有证券被强制卖出" in frames(html)[0], "the blow itself sells nothing"


def test_a_session_has_an_address_that_needs_no_script(visitor: TestClient) -> None:
    html = visitor.get("/cascade", params={"session": "1", "lang": "en", "fall": "25%", "draws": "0"}).text
    open_frames = [place for place, shown in enumerate(frames(html)) if "hidden" not in shown.partition(">")[0]]
    assert open_frames == [1]
    links = {kind: unescape(link) for link, kind in re.findall(r'<a href="(/cascade[^"]+)#player" rel="(prev|next)"', html)}
    assert links == {
        "prev": "/cascade?draws=0&fall=25%25&lang=en&session=0",
        "next": "/cascade?draws=0&fall=25%25&lang=en&session=2",
    }
    beyond = visitor.get("/cascade", params={"session": "999"}).text
    assert "hidden" not in frames(beyond)[-1].partition(">")[0]


def test_the_form_asks_what_it_says(visitor: TestClient) -> None:
    calm = visitor.get("/cascade", params={"impact_coefficient": "0", "draws": "0"}).text
    assert "级联使价格再跌 0.00%" in text_of(calm)
    assert " – " not in text_of(frames(calm)[1]), "no bands without draws"
    assert "级联使价格再跌 0.00%" not in text_of(visitor.get("/cascade").text)
    assert 'name="impact_coefficient" size="4" value="0"' in calm
    cured = visitor.get("/cascade", params={"cure_probability": "100%", "draws": "0"}).text
    assert text_of(frames(cured)[2]) != text_of(frames(calm)[2])
    assert "cure_probability 1" in section(cured, "assumptions")


def test_a_synthetic_book_says_so_before_its_figures(visitor: TestClient) -> None:
    html = visitor.get("/cascade").text
    assert 0 < html.index("没有一个是真实账户") < html.index("强制卖出合计")
    assert "合成" in re.findall(r"<option[^>]*>([^<]+)</option>", html)[0]


def test_too_large_a_book_is_refused_before_anything_is_computed(
    visitor: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "is_worked_out", lambda *_: pytest.fail("computed all the same"))
    monkeypatch.setattr(cascade, "MOST_ACCOUNTS", 299)
    told = visitor.get("/cascade", params={"fall": "31%"}).text
    assert "liangrong stress cascade small" in told
    assert "300 户" in told
    monkeypatch.setattr(cascade, "MOST_ACCOUNTS", 300)
    monkeypatch.setattr(cascade, "MOST_CASCADED", 300 * 100)
    assert "抽样 100 次" in visitor.get("/cascade", params={"fall": "31%", "draws": "100"}).text


def test_while_it_is_computed_the_page_says_so_and_nobody_keeps_it(
    visitor: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as slow:
        slow.setattr(desk, "is_worked_out", lambda *_: False)
        waiting = visitor.get("/cascade", params={"fall": "12%", "draws": "0"})
    assert waiting.status_code == 202
    assert waiting.headers["cache-control"] == "no-store"
    assert 'id="answer" data-later="/cascade?draws=0&amp;fall=12%25"' in waiting.text
    assert '<noscript><meta http-equiv="refresh"' in waiting.text
    ready = visitor.get("/cascade", params={"fall": "12%", "draws": "0"})
    assert ready.status_code == 200
    assert "refresh" not in ready.text
    assert frames(ready.text)


def test_which_assumption_matters_is_computed_for_who_asks(
    visitor: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser asks again as long as it is told 202: an answer of 200 without the part would be the last one."""
    later = re.search(r'id="influence" data-later="([^"]+)"', visitor.get("/cascade").text)
    assert later
    worked_out = desk.is_worked_out
    with monkeypatch.context() as slow:
        slow.setattr(
            desk, "is_worked_out", lambda name, given, lang: given.get("by") != "influence" and worked_out(name, given, lang)
        )
        assert visitor.get(unescape(later[1])).status_code == 202
    told = section(visitor.get(unescape(later[1])).text, "influence")
    assert "impact_coefficient" in told


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"session": "x"}, 400, "session"), ({"fall": "much"}, 400, "fall"), ({"draws": "7"}, 400, "draws"),
        ({"book": "none"}, 200, "none"), ({"cure_probability": "300%"}, 200, "cure_probability"), ({"impact": "cubic"}, 200, "impact"),
        ({"fall": "170%"}, 200, "问法有误"), ({"book": "../small"}, 200, "问法有误"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_a_sentence(visitor: TestClient, given: dict[str, str], status: int, said: str) -> None:
    found = visitor.get("/cascade", params=given)
    assert found.status_code == status
    assert said in re.search(r'class="empty".*?</p>', found.text, re.DOTALL)[0]  # type: ignore[index]
    assert not frames(found.text)


def test_a_store_without_books_says_how_to_make_one(tmp_path: Path) -> None:
    Workspace.open(tmp_path / "store", create=True)
    with TestClient(create_app(Settings(store=tmp_path / "store")), base_url=ADDRESS) as nobody:
        told = nobody.get("/cascade")
        assert told.status_code == 200
        assert "liangrong book generate" in told.text
