"""The demonstration builds a synthetic store through the connectors, twice without asking again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liangrong.core.errors import MixedOrigins
from liangrong.interfaces.cli.app import run
from liangrong.services import demo as demonstration
from liangrong.simulation.detail import SESSIONS
from tests.small_market import stored, totals

NEEDED = {
    "account_statistics", "eligible_collateral", "index_quotes", "industry_classes", "memberships", "northbound", "securities",
}  # fmt: skip
"""What the questions about structure, heat, shorts and studies read beside details, quotes and caps."""


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A demonstration of three sessions of totals, one of details and a small book, in an empty folder."""
    monkeypatch.setattr(demonstration, "TOTALS_SESSIONS", 3)
    monkeypatch.setattr(demonstration, "DETAIL_SESSIONS", 1)
    monkeypatch.setattr(demonstration, "_ACCOUNTS", 3_000)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
def test_the_whole_way(short: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["demo", "--no-serve"]) == 0
    said = capsys.readouterr()
    assert "模拟数据，不是市场事实" in said.out
    (page,) = (short / "liangrong-demo").glob("*simulated*.html")
    assert str(page) in said.err
    text = page.read_text(encoding="utf-8")
    assert text.count("<figure>") == 4
    assert "模拟数据" in text
    assert "看板" not in said.err
    assert "直接放入，未经接口" in said.err
    again = demonstration.demo(short / "liangrong-demo" / "store-simulated")
    assert (again.requests, again.laid_in) == (0, {})
    store = again.workspace.store
    for name in ("margin_detail", "quotes", "caps"):
        assert store.read(name)["trade_date"].n_unique() == SESSIONS, name
    assert set(store.names) >= {*NEEDED, "market_totals", "underlying_securities"}
    assert store.read("northbound")["trade_date"].min() < date(2015, 1, 1)
    assert again.brief.simulated
    assert all(source.startswith("simulated:") for source in again.brief.source)


def test_it_does_not_touch_a_real_store(short: Path) -> None:
    store = stored(short / "real", {"market_totals": totals(totals()["trade_date"].max())})
    before = sorted(path.name for path in store.rglob("*.parquet"))
    with pytest.raises(MixedOrigins):
        demonstration.demo(store)
    assert sorted(path.name for path in store.rglob("*.parquet")) == before
