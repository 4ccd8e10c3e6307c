"""Breaks if legs of growth are not compounded, if the wrong side is blamed, or if windows that do not adjoin are joined."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import GROWTH, claimed, days, outcomes, written

STAR: dict[str, Any] = {"scope": "board:star"}


def legs(
    first: str, second: str, total: str, *, second_start: str = "2024-09-24", levels: bool = True, carried: bool = False
) -> dict[str, str]:
    """Levels of 200 and 600: a growth of 200 % from 2019-07-22 to 2025-09-17."""
    when = "carried" if carried else "on"
    article = written(
        "2019年7月22日余额200.0亿元，2025年9月17日余额600.0亿元。", f"2019年7月22日至2025年9月17日增长{total}。",
        f"2019年7月22日至2024年9月23日增长{first}。", f"此后至2025年9月17日增长{second}。",
    )  # fmt: skip
    growth = {**STAR, "aspect": GROWTH, "direction": "up"}
    said = (
        [("200.0亿元", {**STAR, "on": days("2019-07-22")}), ("600.0亿元", {**STAR, "on": days("2025-09-17")})] if levels else []
    )
    claims = claimed(
        article, *said, (f"增长{total}", {**growth, when: days("2019-07-22", "2025-09-17")}), (f"增长{first}", {**growth, when: days("2019-07-22", "2024-09-23")}),
        (f"增长{second}", {**growth, when: days(second_start, "2025-09-17")}),
    )  # fmt: skip
    return outcomes(article, claims)


def test_legs_that_compound_are_supported() -> None:
    # 1.5 x 2.0 = 3.0
    assert legs("50%", "100%", "200%") == dict.fromkeys(
        ("200.0亿元", "600.0亿元", "增长200%", "增长50%", "增长100%"), "supported"
    )


def test_legs_are_to_blame_where_the_levels_confirm_the_total() -> None:
    # 1.5 x 1.9 = 2.85, at most 1.505 x 1.905 = 2.867
    found = legs("50%", "90%", "200%")
    assert found["增长50%"] == found["增长90%"] == "arithmetic"
    assert found["200.0亿元"] == found["600.0亿元"] == found["增长200%"] == "supported"


def test_without_levels_nothing_singles_out_a_culprit() -> None:
    assert set(legs("50%", "90%", "200%", levels=False).values()) == {"arithmetic"}


def test_levels_are_believed_before_percentages() -> None:
    article = written(
        "2019年7月22日余额200.0亿元，2025年9月17日余额600.0亿元。",
        "2019年7月22日至2024年9月23日增长50%。",
        "2024年9月24日至2025年9月17日增长90%。",
    )
    growth = {**STAR, "aspect": GROWTH, "direction": "up"}
    claims = claimed(
        article, ("200.0亿元", {**STAR, "on": days("2019-07-22")}), ("600.0亿元", {**STAR, "on": days("2025-09-17")}),
        ("增长50%", {**growth, "on": days("2019-07-22", "2024-09-23")}), ("增长90%", {**growth, "on": days("2024-09-24", "2025-09-17")}),
    )  # fmt: skip
    assert outcomes(article, claims) == {"增长50%": "arithmetic", "增长90%": "arithmetic"}


@pytest.mark.parametrize("other", [{"second_start": "2023-01-03"}, {"carried": True}])
def test_windows_that_do_not_adjoin_or_are_not_printed_refute_nothing(other: dict[str, Any]) -> None:
    assert "arithmetic" not in legs("50%", "90%", "200%", levels=False, **other).values()


def test_rounding_of_the_legs_is_heeded() -> None:
    # 1.495 x 1.995 = 2.982 <= 2.99 printed as 199 %
    assert set(legs("50%", "100%", "199%", levels=False).values()) == {"supported"}
