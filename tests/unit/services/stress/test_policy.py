"""Policies side by side."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal as D
from pathlib import Path
from typing import Any

import pytest

from liangrong.core.errors import BadInput, LiangrongError, UnknownName, UsageError
from liangrong.core.results import Result
from liangrong.services.stress.policy import PolicyRequest, policy
from liangrong.services.workspace import Workspace
from tests.unit.services.stress.books import by_hand, simulated

LOOSE, STRICT = "loose: financing_margin_ratio=80%", "strict: financing_margin_ratio=150%,reach=all"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    return by_hand(tmp_path_factory.mktemp("policy") / "book")


def asked(book: str, *policies: str, **more: Any) -> Result:
    return policy(None, PolicyRequest(book=book, policies=policies, **more))


def cells(result: Result, measure: str) -> dict[str, Any]:
    """Policy to value: 元 as decimals, the rest as numbers."""
    rows = [row for row in result.data.rows(named=True) if row["measure"] == measure]
    assert {row["value_today"] for row in rows} == {row["value"] for row in rows if row["policy_name"] == "today"}
    return {
        row["policy_name"]: row["value"] if row["value"] is None or row["unit"] == "元" else float(row["value"]) for row in rows
    }


def said(result: Result) -> str:
    return "\n".join(note.en for note in result.warnings)


def test_without_a_book_new_contracts_are_compared() -> None:
    found = policy(None, PolicyRequest(policies=(LOOSE,), on=date(2026, 2, 2)))
    assert set(found.data["group"]) == {"new"}
    fall = cells(found, "fall_to_call")
    assert (round(fall["today"], 3), round(fall["loose"], 3)) == (0.350, 0.278)
    assert (round(cells(found, "fall_to_warning")["loose"], 3), cells(found, "sessions_to_call")["today"]) == (0.222, 5)
    assert found.as_of == date(2026, 2, 2)


def test_the_change_of_january_2026_on_its_eve() -> None:
    found = policy(None, PolicyRequest(policies=("financing_margin_ratio=100%",), on=date(2026, 1, 16)))
    name = "financing_margin_ratio=100%"
    assert cells(found, "financing_per_yuan")["today"] == 1.25
    assert cells(found, "financing_per_yuan")[name] == 1


def test_existing_accounts_are_spared_or_not(book: str) -> None:
    found = asked(book, LOOSE, STRICT, "caps: conversion_ratio_cap=0.3", "lines: call_line=1.39")
    margin = cells(found, "available_margin")
    assert margin["loose"] == margin["today"] > margin["strict"]
    power = cells(found, "buying_power")
    assert power["loose"] == pytest.approx(power["today"] * D("1.25"), abs=D("0.01"))
    assert cells(found, "called")["lines"] >= cells(found, "called")["today"] == cells(found, "called")["strict"]
    assert cells(found, "collateral_margin_value")["caps"] < cells(found, "collateral_margin_value")["today"]
    assert cells(found, "concentrated")["today"] is None
    json.loads(found.to_json())


def test_the_balance_turns_over_by_its_ages(book: str) -> None:
    """All contracts were opened two months before: no month's worth is younger, so the ages imply nothing without a store."""
    found = asked(book, LOOSE, STRICT, months=(1, 2))
    assert cells(found, "share_under_new_terms_1m")["loose"] is None
    assert "not computed" in said(found)
    given = asked(book, LOOSE, STRICT, "other: call_line=1.35", months=(1, 2), repaid_per_month=D("0.5"))
    row = cells(given, "share_under_new_terms_2m")
    assert (row["loose"], row["strict"], row["other"], row["today"]) == (pytest.approx(0.75), 1.0, None, None)
    assert "50.0%" in said(given)


def test_where_ages_are_silent_the_market_speaks(simulated_store: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(simulated_store)
    found = policy(workspace, PolicyRequest(book=simulated(workspace, tmp_path / "book"), policies=(LOOSE,), months=(1, 12)))
    one, twelve = (cells(found, f"share_under_new_terms_{n}m")["loose"] for n in (1, 12))
    assert 0 < one < twelve <= 1
    assert "market's repayments" in said(found)


def test_high_pe_needs_its_table(book: str, tmp_path: Path) -> None:
    rule = "pe: pe_zero_threshold=50"
    blind = asked(book, rule)
    assert cells(blind, "collateral_margin_value")["pe"] == cells(blind, "collateral_margin_value")["today"]
    path = tmp_path / "pe.csv"
    path.write_text("证券代码,静态市盈率\n600519.SH,60\n510300.SH,\n", encoding="utf-8")
    seeing = asked(book, rule, static_pe=path)
    assert cells(seeing, "collateral_margin_value")["pe"] < cells(blind, "collateral_margin_value")["pe"]
    path.write_text("security,pe\n600519.SH,much\n", encoding="utf-8")
    with pytest.raises(BadInput, match="row 2"):
        asked(book, rule, static_pe=path)


def test_assumptions_are_said(book: str) -> None:
    told = said(asked(book, LOOSE))
    for words in (
        "open contracts keep their margin ratios",
        "prices = unchanged",
        "no credit line",
        "interest, costs and concentration",
    ):
        assert words in told


REFUSED: tuple[tuple[tuple[str, ...], dict[str, Any], type[LiangrongError]], ...] = (
    ((), {}, UsageError), (("today",), {}, UsageError), ((LOOSE, LOOSE), {}, UsageError),
    (("nonsense=1",), {}, UnknownName), ((LOOSE,), {"months": (0,)}, UsageError), ((LOOSE,), {"repaid_per_month": D(1)}, UsageError),
    (("no_financing=industry:没有",), {}, UnknownName), ((LOOSE,), {"static_pe": "x.csv", "own_files": False}, UsageError),
)  # fmt: skip


@pytest.mark.parametrize(("policies", "more", "error"), REFUSED)
def test_what_cannot_be_is_refused(
    book: str, policies: tuple[str, ...], more: dict[str, Any], error: type[LiangrongError]
) -> None:
    with pytest.raises(error):
        asked(book, *policies, **more)
