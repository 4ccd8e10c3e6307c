"""Breaks if a slip is not found, if a figure that was right is rescaled, or if a unit is told that cannot be told."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import (
    CHANGE,
    FINANCING,
    GROWTH,
    NET,
    SHORT,
    TOTAL,
    claimed,
    days,
    judged,
    outcomes,
    written,
)

JUNE, DECEMBER = days("2025-06-30"), days("2025-12-23")
HALF: dict[str, Any] = {"on": (JUNE[0], DECEMBER[1]), "direction": "up"}


def half_year(first: str, last: str, change: str, growth: str, headline: str = "") -> dict[str, str]:
    sentences = [
        f"The balance reached {last} on December 23.",
        f"It grew by {change}, or {growth}, from the {first} of the end of June.",
    ]
    said: list[tuple[str, dict[str, Any]]] = [
        (last, {"on": DECEMBER}),
        (change, {**HALF, "aspect": CHANGE}),
        (growth, {**HALF, "aspect": GROWTH}),
        (first, {"on": JUNE}),
    ]
    if headline:
        sentences.insert(0, f"Margin loans hit {headline}")
        said.insert(0, (headline, {"carried": DECEMBER}))
    article = written(*sentences)
    return outcomes(article, claimed(article, *said))


def test_both_levels_slipped_and_the_change_did_not() -> None:
    # 20,000 亿 + 4,123.4 亿 = 24,123.4 亿, and 4,123.4 / 20,000 = 20.6 %
    found = half_year("20,000.0 billion yuan", "24,123.4 billion yuan", "412.34 billion yuan", "20.6%", "2.41 trillion yuan")
    assert found["20,000.0 billion yuan"] == found["24,123.4 billion yuan"] == "unit_slip"
    assert found["412.34 billion yuan"] == found["20.6%"] == found["2.41 trillion yuan"] == "supported"


def test_all_three_slipped_and_only_the_headline_says_so() -> None:
    found = half_year("20,000.0 billion yuan", "24,123.4 billion yuan", "4,123.4 billion yuan", "20.6%", "2.41 trillion yuan")
    assert sorted(piece for piece, said in found.items() if said == "unit_slip") == [
        "20,000.0 billion yuan",
        "24,123.4 billion yuan",
        "4,123.4 billion yuan",
    ]


def test_without_a_headline_the_same_three_close_as_printed() -> None:
    assert set(half_year("20,000.0 billion yuan", "24,123.4 billion yuan", "4,123.4 billion yuan", "20.6%").values()) == {
        "supported"
    }


def test_what_is_right_is_left_alone() -> None:
    found = half_year("2,000.0 billion yuan", "2,412.3 billion yuan", "412.3 billion yuan", "20.6%", "2.41 trillion yuan")
    assert set(found.values()) == {"supported"}


def test_a_wrong_digit_is_no_slip() -> None:
    found = half_year("2,000.0 billion yuan", "2,412.3 billion yuan", "512.3 billion yuan", "20.6%", "2.41 trillion yuan")
    assert "unit_slip" not in found.values()
    assert found["512.3 billion yuan"] == "arithmetic"


@pytest.mark.parametrize(
    ("first", "last", "change", "slipped", "right"),
    [
        ("26,758亿元", "2.69亿元", "142亿元", "2.69亿元", "2.69 万亿元 = 26,900 亿元"),
        ("4102.55亿元", "4521.30亿元", "418.75万元", "418.75万元", "418.75 亿元 = 4,187,500 万元"),
    ],
)
def test_chinese_units(first: str, last: str, change: str, slipped: str, right: str) -> None:
    article = written(f"7月末余额{first}。", f"8月29日余额{last}，8月增加{change}。")
    window = {"on": days("2025-07-31", "2025-08-29"), "aspect": CHANGE, "direction": "up"}
    claims = claimed(article, (first, {"on": days("2025-07-31")}), (last, {"on": days("2025-08-29")}), (change, window))
    found = judged(article, claims)
    assert found[slipped].error_types == ("unit_slip",)
    assert found[slipped].corrected is not None
    assert right.split(" = ", maxsplit=1)[0] in found[slipped].corrected


def test_a_decimal_point_one_place_off() -> None:
    article = written("两融余额由26,210.55亿元升至26,391.08亿元，单日增加1,805.30亿元。")
    day = {"on": days("2026-03-12")}
    claims = claimed(
        article,
        ("26,210.55亿元", {"on": days("2026-03-11")}),
        ("26,391.08亿元", day),
        ("1,805.30亿元", {**day, "aspect": CHANGE, "direction": "up"}),
    )
    found = judged(article, claims)
    assert found["1,805.30亿元"].error_types == ("unit_slip",)
    assert found["1,805.30亿元"].corrected == "180.53 亿元"


def test_the_same_printed_figure_of_the_same_quantity_slipped_everywhere() -> None:
    article = written(
        "The balance is 24,123.4 billion yuan.",
        "It stood at 24,123.4 billion yuan on December 23.",
        "That is 2.412 trillion yuan on December 23.",
    )
    claims = claimed(
        article,
        ("24,123.4 billion yuan", {}),
        ("24,123.4 billion yuan on", {"on": DECEMBER}),
        ("2.412 trillion yuan", {"on": DECEMBER}),
    )
    found = outcomes(article, claims)
    assert found["24,123.4 billion yuan"] == found["24,123.4 billion yuan on"] == "unit_slip"


def test_the_same_digits_of_another_quantity_are_left_alone() -> None:
    article = written(
        "The balance was 24,123.4 billion yuan on December 23.",
        "That is 2.412 trillion yuan on December 23.",
        "Turnover was 24,123.4 billion yuan.",
    )
    claims = claimed(
        article,
        ("24,123.4 billion yuan", {"on": DECEMBER}),
        ("2.412 trillion yuan", {"on": DECEMBER}),
        ("24,123.4 billion yuan.", {"metric": "turnover", "on": DECEMBER}),
    )
    assert "24,123.4 billion yuan." not in outcomes(article, claims)


def test_where_the_unit_cannot_be_told_nothing_is_called_a_slip() -> None:
    # Either of the two flows may have slipped: nothing else speaks of them.
    article = written("Electronics took 4.12 billion yuan.", "Electronics took 41.2 billion yuan.")
    day = {"metric": NET, "scope": "industry:sw1:电子"}
    claims = claimed(article, ("4.12 billion yuan", {**day, "on": DECEMBER}), ("41.2 billion yuan", {**day, "on": JUNE}))
    assert outcomes(article, claims) == {}


def balances(total: str, financing: str, short: str) -> dict[str, str]:
    """A headline of 2.41 trillion yuan, and both balances with their total in the body."""
    article = written(
        "Loans hit 2.41 trillion yuan",
        f"On December 23 the total was {total}, of which financing {financing} and lending {short}",
    )
    claims = claimed(
        article, ("2.41 trillion yuan", {"metric": TOTAL, "carried": DECEMBER}), (total, {"metric": TOTAL, "on": DECEMBER}),
        (financing, {"metric": FINANCING, "on": DECEMBER}), (short, {"metric": SHORT, "on": DECEMBER}),
    )  # fmt: skip
    return outcomes(article, claims)


def test_a_slip_that_breaks_what_closed_is_refused() -> None:
    # As 亿 the total would fit the headline, but it is the sum of 24 trillion and 123.4 billion as printed.
    assert "unit_slip" not in balances("24,123.4 billion yuan", "24.0000 trillion yuan", "123.4 billion yuan").values()


def test_figures_that_closed_together_slipped_together() -> None:
    found = balances("24,123.4 billion yuan", "24,000.0 billion yuan", "123.4 billion yuan")
    assert [found[piece] for piece in ("24,123.4 billion yuan", "24,000.0 billion yuan", "123.4 billion yuan")] == [
        "unit_slip"
    ] * 3


def test_two_levels_or_a_point_in_their_change_cannot_be_told_apart() -> None:
    found = half_year("20,000.0 billion yuan", "24,123.4 billion yuan", "412.34 billion yuan", "20.6%").values()
    assert not {"unit_slip", "arithmetic"} & set(found)
