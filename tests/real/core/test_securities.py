"""Every code in real lists is read, and lands on the board that the vendor prints."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from liangrong.core.securities import Board, Exchange, SecurityId, SecurityKind

pytestmark = pytest.mark.real

BOARDS = {"主板": Board.MAIN, "科创板": Board.STAR, "创业板": Board.CHINEXT, "北交所": Board.BSE}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_listed_stock_lands_on_its_board(shared_data: Path) -> None:
    listed = rows(shared_data / "real/reference/tushare_stock_list.csv")
    wrong = {r["ts_code"] for r in listed if SecurityId.parse(r["ts_code"]).board is not BOARDS[r["market"]]}
    assert len(listed) > 5_000
    assert wrong == set()


def test_bare_digits_of_a_stock_find_its_exchange(shared_data: Path) -> None:
    listed = [r["ts_code"] for r in rows(shared_data / "real/reference/tushare_stock_list.csv")]
    assert [code for code in listed if str(SecurityId.parse(code[:6])) != code] == []


def test_every_security_of_a_margin_day_is_a_stock_or_a_fund(shared_data: Path) -> None:
    codes = {r["ts_code"] for r in rows(shared_data / "real/stock_margin_detail_tushare/margin_detail_20260130.csv")}
    kinds = {code: SecurityId.parse(code).kind for code in codes}
    assert set(kinds.values()) == {SecurityKind.STOCK, SecurityKind.FUND}
    assert {SecurityId.parse(code).exchange for code in codes} == set(Exchange)
    assert not [code for code in codes if SecurityId.parse(code).is_bse_legacy], "renumbered in 2025"


def test_every_plain_index_code_names_an_index(shared_data: Path) -> None:
    codes = [r["ts_code"] for r in rows(shared_data / "real/reference/tushare_index_list.csv")]
    plain = [code for code in codes if code[:6].isdigit() and code[6] == "."]
    assert len(plain) > 200
    assert [code for code in plain if SecurityId.parse(code).kind is not SecurityKind.INDEX] == []
