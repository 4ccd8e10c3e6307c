"""``liangrong crowding`` and ``liangrong context``: every format, both languages, refusals that are sentences."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.simulation.market import SimulatedMarket
from tests.small_market import stored
from tests.unit.interfaces.conftest import Asked

TABLES = ("market_totals", "margin_detail", "quotes", "caps", "account_statistics", "northbound", "securities")


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The last months of the simulated market."""
    market = SimulatedMarket.generate()
    recent = pl.col("trade_date") >= date(2025, 12, 1)
    tables = {name: market.table(name) if name == "securities" else market.table(name).filter(recent) for name in TABLES}
    return stored(tmp_path_factory.mktemp("crowded"), tables)


def test_a_table_for_people(ask: Asked, market: Path) -> None:
    code, out, err = ask("crowding", "--top", 3, "--store", market)
    assert code == 0
    assert "拥挤度" in out
    assert "平仓天数" in out
    assert "模拟数据，不是市场事实" in err


def test_json_has_the_envelope_and_typed_cells(ask: Asked, market: Path) -> None:
    _, out, _ = ask("crowding", "--top", 2, "--format", "json", "--lang", "en", "--store", market)
    answer = json.loads(out)
    row = answer["data"][0]
    assert row["rank"] == 1
    assert isinstance(row["financing_balance"], str), "money as a decimal string"
    assert 0 < row["crowding"] <= 1
    assert any("20% of the mean turnover" in text for text in answer["warnings"])


def test_the_participation_is_said_as_asked(ask: Asked, market: Path) -> None:
    _, out, _ = ask("crowding", "--participation", "10%", "--format", "json", "--lang", "en", "--store", market)
    assert any("10% of the mean turnover" in text for text in json.loads(out)["warnings"])


def test_distances_are_points_and_never_percent(ask: Asked, market: Path) -> None:
    code, out, err = ask("crowding", "--gauge", "--top", 2, "--store", market)
    assert code == 0
    assert "距线(个百分点)" in out
    assert "暂停线" in out
    assert "可以" in err


@pytest.mark.parametrize("form", ["csv", "md", "html"])
def test_other_formats(ask: Asked, market: Path, form: str) -> None:
    code, out, _ = ask("crowding", "--top", 2, "--format", form, "--store", market)
    assert code == 0
    assert ("days_to_unwind" if form == "csv" else "平仓天数") in out


@pytest.mark.parametrize(
    "words", [("crowding",), ("crowding", "--gauge"), ("context", "--yearly"), ("context", "--series", "northbound")]
)
def test_a_chart_into_a_file(ask: Asked, market: Path, tmp_path: Path, words: tuple[str, ...]) -> None:
    path = tmp_path / "chart.svg"
    code, _, _ = ask(*words, "--chart", path, "--store", market)
    assert code == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("crowding", "--gauge", "--scorecard"), 2, "two questions"),
        (("crowding", "--participation", "much"), 2, "no number"),
        (("crowding", "--participation", "200%"), 2, "participation"),
        (("crowding", "--within", "nowhere"), 2, "scope"),
        (("crowding", "--as-of", "2025-06-03"), 3, "margin detail"),
        (("context", "--from", "2026-01-05"), 2, "--series"),
        (("context", "--series", "northbound", "--to", "2025-06-03"), 3, "northbound"),
        (("context", "--series", "northbound", "--from", "2026-01-09", "--to", "2026-01-05"), 2, "before it starts"),
    ],
)  # fmt: skip
def test_refusals_are_sentences(ask: Asked, market: Path, words: tuple[str, ...], code: int, said: str) -> None:
    answered, out, err = ask(*words, "--lang", "en", "--store", market)
    assert answered == code
    assert out == ""
    assert said in err
    assert "Traceback" not in err


def test_context_at_a_glance_in_both_languages(ask: Asked, market: Path) -> None:
    zh, en = (ask("context", "--lang", lang, "--store", market)[1] for lang in ("zh", "en"))
    assert "沪股通成交额" in zh
    assert "已停止公布" in zh
    assert "northbound turnover sse" in en
    assert "ended" in en


def test_the_net_is_shown_as_ended(ask: Asked, market: Path) -> None:
    _, out, err = ask("context", "--series", "northbound", "--lang", "en", "--store", market)
    assert "ended" in out
    assert "2024-08-16" in err
