"""Marks after prices have moved."""

from __future__ import annotations

from decimal import Decimal

from liangrong.accounts.marks import Mark, moved

D = Decimal


def test_only_the_named_prices_move_and_a_fair_price_stays() -> None:
    marks = {"A": Mark(D(20), D("0.7"), fair_price=D(12), industry="电子"), "B": Mark(D(10), D("0.65"))}
    after = moved(marks, {"A": D("-0.15"), "C": D(1)})
    assert after == {"A": Mark(D(17), D("0.7"), fair_price=D(12), industry="电子"), "B": marks["B"]}
    assert marks["A"].price == D(20)
