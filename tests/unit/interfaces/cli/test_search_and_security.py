"""``liangrong search`` and ``liangrong security`` from words to an exit code."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from liangrong.services.workspace import Workspace
from tests.small_market import LAST, frames, stored
from tests.unit.interfaces.conftest import Asked

SEEN = datetime(2026, 2, 2, 4, tzinfo=UTC)


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = stored(tmp_path_factory.mktemp("security"), frames())
    store = Workspace.open(path).store
    names = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": LAST, "name": ["贵州茅台"], "source": "tushare"})
    detail = pl.DataFrame({"security_id": ["600519.SH"], "trade_date": LAST, "financing_balance": [200_000_000], "source": "sse"})
    store.append("securities", names, observed_at=SEEN)
    store.append("margin_detail", detail, observed_at=SEEN)
    return path


def test_a_search_is_a_table_and_json(ask: Asked, market: Path) -> None:
    code, out, _ = ask("search", "gzmt", "--store", market)
    assert code == 0
    for word in ("贵州茅台", "Kweichow Moutai", "首字母", "完全一致", "证券", "2.00"):
        assert word in out
    _, out, _ = ask("search", "gzmt", "--store", market, "--format", "json", "--kind", "security")
    (row,) = json.loads(out)["data"]
    assert (row["id"], row["financing_balance"]) == ("600519.SH", "200000000.000")


def test_nothing_found_is_an_answer(ask: Asked, market: Path) -> None:
    code, out, err = ask("search", "贵洲茅台", "--store", market, "--lang", "en", "--format", "json")
    assert code == 0
    assert json.loads(out)["data"] == []
    assert "Nearest: Kweichow Moutai (600519.SH)" in json.loads(out)["warnings"][0]
    code, _, err = ask("search", "x", "--store", market, "--kind", "stock")
    assert code == 2
    assert "stock" in err


def test_the_profile_reads_in_both_languages(ask: Asked, market: Path) -> None:
    code, out, _ = ask("security", "茅台", "--store", market, "--format", "md", "--lang", "zh")
    assert code == 0
    assert "| 融资 | 融资余额 | 2.00 亿元 | 2026-01-30 | — | sse |" in out
    assert "不可知" in out
    _, out, _ = ask("security", "Moutai", "--store", market, "--format", "md", "--lang", "en")
    assert "| financing | financing balance | CNY 200.00 million | 2026-01-30 | — | sse |" in out
    assert "not known" in out


def test_views_and_windows(ask: Asked, market: Path) -> None:
    code, out, _ = ask("security", "600519", "--view", "history", "--store", market, "--format", "json")
    assert code == 0
    assert [row["date"] for row in json.loads(out)["data"]] == ["2026-01-30"]
    code, out, _ = ask("security", "600519", "--view", "events", "--store", market, "--format", "json", "--lang", "en")
    assert code == 0
    assert json.loads(out)["data"] == []
    code, _, err = ask("security", "600519", "--from", "2026-01-05", "--store", market, "--lang", "en")
    assert code == 2
    assert "--view history" in err


@pytest.mark.parametrize(("text", "code"), [("沪深300", 2), ("没有这只", 2), ("600000", 3), ("60051", 0), ("6005199", 2)])
def test_what_is_no_security_ends_in_a_sentence(ask: Asked, market: Path, text: str, code: int) -> None:
    found, _, err = ask("security", text, "--store", market)
    assert found == code
    assert "Traceback" not in err


def test_the_history_is_drawn(ask: Asked, market: Path, tmp_path: Path) -> None:
    code, _, err = ask(
        "security", "600519", "--view", "history", "--store", market, "--format", "json", "--chart", tmp_path / "a.svg"
    )
    assert code == 0, err
    assert "融资余额" in (tmp_path / "a.svg").read_text()
    code, _, err = ask("security", "600519", "--store", market, "--chart", tmp_path / "b.svg", "--lang", "en")
    assert code == 2
    assert "nothing to draw" in err
