"""What is always true of recomputation: true figures are never refuted however they are rounded, and a planted fault is found where it is."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.unit.research.claims.verify.arithmetic.by_hand import (
    CHANGE,
    FINANCING,
    GROWTH,
    SHORT,
    TOTAL,
    claimed,
    days,
    outcomes,
    written,
)

UNITS = {"亿元": 8, "万亿元": 12, "billion yuan": 9, "trillion yuan": 12, "million yuan": 6, "万元": 4}
START, END = days("2025-06-30"), days("2025-12-23")
WINDOW = (START[0], END[1])


def printed(yuan: int, unit: str, places: int) -> str:
    """An amount as a page prints it."""
    value = (Decimal(yuan) / Decimal(10) ** UNITS[unit]).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN)
    return f"{value:,f}{'' if unit.endswith('元') else ' '}{unit}"


def percent(ratio: Decimal, places: int) -> str:
    return f"{(ratio * 100).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN):f}%"


def said(first: str, last: str, change: str, growth: str, headline: str = "") -> dict[str, str]:
    """A balance at both ends of a half year, its change and its growth, perhaps with a headline."""
    article = written(
        f"Loans hit {headline}",
        f"At the end of June the balance was {first}",
        f"On December 23 it was {last}",
        f"The change was {change}",
        f"The growth was {growth}",
    )
    claims = claimed(
        article, *([(f"hit {headline}", {"carried": END})] if headline else []), (first, {"on": START}), (last, {"on": END}), (f"change was {change}", {"on": WINDOW, "aspect": CHANGE, "direction": "up"}),
        (f"growth was {growth}", {"on": WINDOW, "aspect": GROWTH, "direction": "up"}),
    )  # fmt: skip
    return outcomes(article, claims)


levels = st.integers(5 * 10**11, 4 * 10**12)
rises = st.decimals(Decimal("0.02"), Decimal("0.9"), places=4)
units = st.sampled_from(sorted(UNITS))
places = st.integers(0, 3)


@settings(max_examples=150, deadline=None)
@given(levels, rises, st.tuples(units, units, units), st.tuples(places, places, places, places))
def test_true_figures_are_supported_or_silent(
    first: int, rise: Decimal, names: tuple[str, str, str], digits: tuple[int, int, int, int]
) -> None:
    last = int(first * (1 + rise))
    texts = [
        printed(amount, unit, places) for amount, unit, places in zip((first, last, last - first), names, digits, strict=False)
    ]
    assume(all(any(char in "123456789" for char in text) for text in texts))
    found = said(*texts, percent(Decimal(last) / Decimal(first) - 1, digits[3]))
    assert set(found.values()) <= {"supported"}, found


@settings(max_examples=100, deadline=None)
@given(levels, rises, st.integers(20, 80), st.sampled_from(["change", "growth"]))
def test_a_wrong_digit_is_refuted_and_only_it(first: int, rise: Decimal, off: int, where: str) -> None:
    """The planted figure is off by a fifth to four fifths, which no unit explains."""
    last = int(first * (1 + rise))
    change, growth = Decimal(last - first), Decimal(last) / Decimal(first) - 1
    if where == "change":
        change *= 1 + Decimal(off) / 100
    else:
        growth *= 1 + Decimal(off) / 100
    texts = (
        printed(first, "billion yuan", 2),
        printed(last, "billion yuan", 2),
        printed(int(change), "billion yuan", 2),
        percent(growth, 2),
    )
    found = said(*texts)
    wrong = f"change was {texts[2]}" if where == "change" else f"growth was {texts[3]}"
    assert {piece: error for piece, error in found.items() if error != "supported"} == {wrong: "arithmetic"}


@settings(max_examples=100, deadline=None)
@given(levels, rises, st.sampled_from(["both levels", "change"]))
def test_a_planted_slip_of_units_is_named(first: int, rise: Decimal, where: str) -> None:
    """亿 printed as billion: the digits of 亿 with the other unit behind them."""
    last = int(first * (1 + rise))
    slipped = {"both levels": (0, 1), "change": (2,)}[where]
    amounts = (first, last, last - first)
    texts = [printed(amount * (10 if place in slipped else 1), "billion yuan", 2) for place, amount in enumerate(amounts)]
    found = said(*texts, percent(Decimal(last) / Decimal(first) - 1, 2), printed(last, "trillion yuan", 3))
    pieces = [texts[0], texts[1], f"change was {texts[2]}"]
    assert {piece for piece, error in found.items() if error != "supported"} == {pieces[place] for place in slipped}, found
    assert {found[pieces[place]] for place in slipped} == {"unit_slip"}


@settings(max_examples=100, deadline=None)
@given(levels, rises)
def test_without_anything_else_the_unit_of_two_levels_cannot_be_told_from_a_point_in_their_change(
    first: int, rise: Decimal
) -> None:
    last = int(first * (1 + rise))
    texts = [printed(amount, "billion yuan", 2) for amount in (first * 10, last * 10, last - first)]
    found = said(*texts, percent(Decimal(last) / Decimal(first) - 1, 2))
    assert set(found.values()) <= {"supported"}, found


@settings(max_examples=100, deadline=None)
@given(st.integers(10**12, 4 * 10**12), st.integers(10**9, 5 * 10**10), units, places, places, places)
def test_true_parts_are_never_called_too_large(financing: int, short: int, unit: str, one: int, two: int, three: int) -> None:
    texts = (printed(financing + short, unit, one), printed(financing, unit, two), printed(short, unit, three))
    assume(any(char in "123456789" for char in texts[2]))
    article = written(f"The total was {texts[0]}", f"Financing was {texts[1]}", f"Lending was {texts[2]}")
    day: dict[str, Any] = {"on": (date(2025, 12, 23), date(2025, 12, 23))}
    claims = claimed(
        article, (f"total was {texts[0]}", {"metric": TOTAL, **day}), (f"Financing was {texts[1]}", {"metric": FINANCING, **day}),
        (f"Lending was {texts[2]}", {"metric": SHORT, **day}),
    )  # fmt: skip
    assert set(outcomes(article, claims).values()) <= {"supported"}
