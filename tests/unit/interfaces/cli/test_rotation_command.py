"""``liangrong rotation`` as people type it, over a store of the simulated market's last weeks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from liangrong.simulation.market import SimulatedMarket
from tests.small_market import stored

FROM, TO = ("--from", "2026-01-20"), ("--to", "2026-01-30")


@pytest.fixture(scope="session")
def detailed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    market = SimulatedMarket.generate()
    names = ("market_totals", "margin_detail", "memberships", "industry_classes")
    tables = {name: market.table(name) for name in names}
    recent = pl.col("trade_date") >= date(2026, 1, 12)
    return stored(
        tmp_path_factory.mktemp("detailed") / "store", tables | {name: tables[name].filter(recent) for name in names[:2]}
    )


def test_shares(ask, detailed: Path) -> None:
    code, out, err = ask("--store", detailed, "rotation", *FROM, *TO, "--top", "3")
    assert code == 0
    assert "占比变化(个百分点)" in out
    assert "电子" in out
    assert "前 3 组占比" in err
    assert err.count("模拟数据") == 1


def test_concentration_style_and_swap(ask, detailed: Path) -> None:
    code, out, _ = ask("--store", detailed, "--lang", "en", "rotation", *FROM, *TO, "--concentration")
    assert (code, "effective groups" in out) == (0, True)
    code, _, err = ask("--store", detailed, "--lang", "en", "rotation", "--from", "2026-01-12", "--to", "2026-01-20",
                       "--style", "2026-01-20..2026-01-30")  # fmt: skip
    assert (code, "Spearman" in err) == (0, True)
    code, _, err = ask("--store", detailed, "--lang", "en", "rotation", *FROM, *TO, "--swap")
    assert (code, "insufficient (n=" in err) == (0, True)


@pytest.mark.parametrize(("words", "code", "said"), [
    (TO, 2, "--from"),
    ((*FROM, "--top", "0"), 2, "1 or more"),
    ((*FROM, "--swap", "--concentration"), 2, "one at a time"),
    ((*FROM, "--style", "2026-01-20"), 2, "FROM..TO"),
    ((*FROM, "--by", "colour"), 2, "no grouping called 'colour'"),
    ((*FROM, "--measure", "financing_buy_amount"), 2, "no shares by group"),
    (("--from", "2015-06-18"), 3, "No whole margin detail"),
    ((*FROM, "--to", "2026-01-20"), 2, "no length"),
])  # fmt: skip
def test_what_is_wrong_is_said(ask, detailed: Path, words, code: int, said: str) -> None:
    found, _, err = ask("--store", detailed, "--lang", "en", "rotation", *words)
    assert (found, said in err) == (code, True), err


def test_groups_in_the_remarks_are_called_as_in_the_table(ask, detailed: Path) -> None:
    code, _, err = ask("--store", detailed, "rotation", *FROM, *TO, "--by", "board", "--swap")
    assert code == 0
    gained = err.split("换位")[0]
    assert any(name in gained for name in ("主板", "科创板", "创业板", "北证", "基金")), err
    assert not any(name in gained for name in ("main", "star", "chinext", "bse", "funds")), err
