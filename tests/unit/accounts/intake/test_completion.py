"""Margin ratios that a file leaves to the rulebook."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.accounts.intake.completion import with_ratios
from liangrong.accounts.intake.layouts import Document, read_accounts
from liangrong.accounts.marks import Mark
from liangrong.rules.rulebook import Rulebook

MARKS = {"600519.SH": Mark(Decimal(10), Decimal("0.65"))}


def _account(side: str, opened_on: str, **cells: str):
    contract = {"security": "600519", "opened_on": opened_on, "quantity": "1000", "principal": "10000", **cells}
    if side == "shorts":
        contract["proceeds"] = contract.pop("principal")
    (entry,) = read_accounts(Document("a.json", {"as_of": "2026-02-02", side: [contract]}))
    return with_ratios(entry, MARKS, Rulebook.load())


@pytest.mark.parametrize(
    ("opened_on", "ratio"),
    # Worked example 11.
    [("2015-11-20", "0.50"), ("2015-11-23", "1.00"), ("2023-09-08", "1.00"), ("2023-09-11", "0.80"), ("2026-01-19", "1.00")],
)
def test_a_financing_contract_takes_the_floor_of_its_opening(opened_on, ratio):
    assert _account("financing", opened_on).financing[0].margin_ratio == Decimal(ratio)


def test_a_rolled_over_short_takes_the_ratio_that_its_rollover_adopted():
    assert _account("shorts", "2024-07-19").shorts[0].margin_ratio == Decimal("0.80")
    assert _account("shorts", "2024-07-19", rolled_on="2025-01-17").shorts[0].margin_ratio == Decimal("1.00")


def test_a_ratio_that_the_file_states_is_left_alone():
    assert _account("financing", "2026-01-19", margin_ratio="1.10").financing[0].margin_ratio == Decimal("1.10")
