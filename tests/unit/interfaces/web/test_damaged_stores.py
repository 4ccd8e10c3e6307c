"""A store that is damaged while its server runs: that is said, on pages and to programs, and over as soon as it is whole again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.settings import Settings
from tests.small_market import stored, totals
from tests.unit.interfaces.web.conftest import ADDRESS

ASKED = "/api/v1/show?measure=financing_balance&lang=en"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return stored(tmp_path / "store", {"market_totals": totals(date(2026, 1, 5), date(2026, 1, 30))})


@pytest.fixture
def visitor(store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """Somebody whose server looks at the store each time."""
    monkeypatch.setattr("liangrong.store.version.CHECKED_EVERY_S", 0)
    with TestClient(create_app(Settings(store=store)), base_url=ADDRESS) as client:
        assert client.get("/?lang=en").status_code == client.get(ASKED).status_code == 200, "answers are kept now"
        yield client


def removed(place: Path) -> Callable[[], object]:
    aside = place.with_name("aside")
    place.rename(aside)
    return lambda: aside.rename(place)


def overwritten(place: Path) -> Callable[[], object]:
    (file,) = [max(place.glob("*.json"))] if place.is_dir() else [place]
    whole = file.read_bytes()
    file.write_text("garbage")
    return lambda: file.write_bytes(whole)


@pytest.mark.parametrize(
    ("damage", "place", "words"),
    [
        (removed, "", "market_totals was there and is gone"),
        (removed, "tables/market_totals", "market_totals was there and is gone"),
        (removed, "tables/market_totals/_delta_log", "market_totals was there and is gone"),
        (overwritten, "tables/market_totals/_delta_log", "its log of commits cannot be read"),
        (overwritten, "liangrong.json", "damaged store description"),
    ],
)
def test_damage_is_said_until_it_is_mended(
    visitor: TestClient, store: Path, damage: Callable[[Path], Callable[[], object]], place: str, words: str
) -> None:
    mend = damage(store / place)
    page, answer, health = (visitor.get(address) for address in ("/?lang=en", ASKED, "/api/v1/health?lang=en"))
    for found in (page, answer, health):
        assert found.status_code in {422, 503}
        assert words in found.text
        assert f"{store.parent}" not in found.text
        assert "unknown>" not in found.text, "no stack of a library"
    assert set(answer.json()["error"]) == {"code", "message", "hint", "details"} == set(health.json()["error"])
    assert visitor.get("/api/v1/rule-value?name=call_line&lang=en").status_code == 200, "the law needs no data"
    mend()
    assert visitor.get("/?lang=en").status_code == visitor.get(ASKED).status_code == 200
    assert visitor.get("/api/v1/health").json()["as_of"] == "2026-01-30"


def test_a_panel_says_that_the_data_are_damaged_rather_than_unknown(visitor: TestClient, store: Path) -> None:
    overwritten(store / "tables" / "market_totals" / "_delta_log")
    page = visitor.get("/shorts?lang=en").text
    assert "Damaged data" in page
    assert "Not known" not in page


def test_another_store_in_its_place_is_served_without_a_word(visitor: TestClient, store: Path) -> None:
    """Nothing is lost where somebody put a store with other tables."""
    removed(store)
    stored(store, {"market_totals": totals(date(2026, 1, 5), date(2026, 1, 29))})
    assert visitor.get("/api/v1/health").json()["as_of"] == "2026-01-29"
