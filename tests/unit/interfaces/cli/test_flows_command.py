"""``liangrong flows`` and ``liangrong league`` from words to an exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from liangrong.interfaces.cli.commands.flows import read_baskets
from liangrong.market.schemas import conform
from liangrong.market.tables import table
from tests.small_market import stored
from tests.unit.analytics.structure.small import MAIN, STAR, detail, market, totals
from tests.unit.interfaces.conftest import Asked


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The six securities of the small market of flows."""
    sums = totals(detail()).with_columns(margin_trading_balance="financing_balance")
    tables = {"margin_detail": detail(), "market_totals": sums, "memberships": market().table("memberships")}
    return stored(
        tmp_path_factory.mktemp("flows"), {name: conform(table(name), frame, source="file") for name, frame in tables.items()}
    )


def answered(out: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(out)["data"]
    return rows


def test_flows_of_a_window(ask: Asked, store: Path) -> None:
    code, out, _ = ask("flows", "--store", store, "--from", "2026-01-29", "--to", "2026-01-30", "--format", "json")
    assert code == 0
    rows = answered(out)
    assert rows[0] | {"group_name": "电子", "net_financing": "25.000", "window_start": "2026-01-29"} == rows[0]
    assert [row["group_name"] for row in rows if row["part"] == "sum_of_groups"] == ["SSE", "SZSE", "BSE", "all"]


def test_the_last_session_is_meant_where_none_is_named(ask: Asked, store: Path) -> None:
    _, out, _ = ask("flows", "--store", store, "--by", "board", "--format", "json")
    assert {(row["window_start"], row["window_end"]) for row in answered(out)} == {("2026-01-30", "2026-01-30")}


def test_the_table_is_in_the_readers_words(ask: Asked, store: Path) -> None:
    _, out, err = ask("flows", "--store", store, "--by", "board", "--format", "md", "--lang", "zh")
    assert "| 分组 | 主板 | +50 |" in out
    assert "| 交易所汇总 | 北交所 |" in out
    assert "两者矛盾" in err
    _, out, err = ask("flows", "--store", store, "--by", "board", "--format", "md", "--lang", "en")
    assert "| exchange total | BSE |" in out
    assert "they contradict each other" in err


def test_baskets_are_typed(ask: Asked, store: Path) -> None:
    words = ["--basket", f"甲={MAIN}，{STAR}", "乙=600000", "--basis", "balance"]
    _, out, _ = ask("flows", "--store", store, "--from", "2026-01-29", *words, "--format", "json")
    assert {row["group_name"]: row["net_financing"] for row in answered(out) if row["part"] == "group"} == {
        "乙": "30.000", "甲": "25.000",
    }  # fmt: skip


def test_both_ends_and_their_counts(ask: Asked, store: Path) -> None:
    words = ["--from", "2026-01-29", "--top", "1", "--threshold", "20元", "--basis", "balance"]
    _, out, _ = ask("league", "--store", store, *words, "--format", "json")
    assert [(row["side"], row["group_name"], row["at_or_above"], row["at_or_below"]) for row in answered(out)] == [
        ("top", MAIN, 2, 1), ("bottom", "300001.SZ", 2, 1),
    ]  # fmt: skip
    _, out, _ = ask("league", "--store", store, "--within", "board:star", "--format", "json")
    assert [row["group_name"] for row in answered(out)] == [STAR]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["flows", "--by", "sw9"], 2, "no grouping called 'sw9'"),
        (["flows", "--by", "index:000905"], 3, "membership list"),
        (["flows", "--by", "baskets"], 2, "no basket was given"),
        (["flows", "--by", "board", "--basket", "甲=600000"], 2, "not to --by board"),
        (["league", "--by", "sw1", "--basket", "甲=600000"], 2, "not to --by sw1"),
        (["flows", "--basket", "甲"], 2, "write NAME=CODE,CODE"),
        (["flows", "--from", "2026-01-30", "--to", "2026-01-29"], 2, "ends before it starts"),
        (["flows", "--from", "2026-02-02"], 3, "No session for 2026-02-02.."),
        (["flows", "--from", "2026-01-24", "--to", "2026-01-25"], 3, "Nearest known: 2026-01-23"),
        (["flows", "--from", "2026-01-26"], 3, "No net financing by sw1"),
        (["flows", "--from", "soon"], 2, "--from is 'soon'"),
        (["league", "--top", "0"], 2, "at least one"),
        (["league", "--threshold", "10万股"], 2, "they measure different things"),
        (["league", "--within", "nowhere"], 2, "no scope called 'nowhere'"),
    ],
)
def test_what_cannot_be_answered_is_a_sentence(ask: Asked, store: Path, words: list[str], code: int, sentence: str) -> None:
    found, out, err = ask(*words, "--store", store, "--lang", "en")
    assert (found, out) == (code, "")
    assert sentence in err
    found, out, err = ask(*words, "--store", store, "--lang", "zh")
    assert (found, out) == (code, "")
    assert err.startswith("错误：")


def test_a_basket_has_a_name_and_codes() -> None:
    assert read_baskets(("AI+=300308.SZ, 300502",)) == {"AI+": ["300308.SZ", "300502"]}
