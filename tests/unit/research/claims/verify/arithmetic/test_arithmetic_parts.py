"""Breaks if parts are not held against their whole, or if two balances under one name are not told apart."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.research.claims.verify.arithmetic.by_hand import (
    FINANCING,
    SHARE,
    SHORT,
    TOTAL,
    claimed,
    days,
    judged,
    outcomes,
    written,
)

DAY: dict[str, Any] = {"on": days("2025-11-28")}


def balances(total: str, financing: str, short: str) -> dict[str, str]:
    article = written(f"截至11月28日，两融余额{total}，其中融资余额{financing}，融券余额{short}。")
    claims = claimed(
        article, (total, {"metric": TOTAL, **DAY}), (financing, {"metric": FINANCING, **DAY}), (short, {"metric": SHORT, **DAY})
    )
    return outcomes(article, claims)


def test_financing_and_short_make_the_total() -> None:
    assert set(balances("24720.13亿元", "24552.57亿元", "167.56亿元").values()) == {"supported"}


def test_where_none_was_computed_all_that_cannot_hold_together_are_refuted() -> None:
    assert set(balances("24720.13亿元", "24652.57亿元", "167.56亿元").values()) == {"arithmetic"}


@pytest.mark.parametrize(("total", "said"), [("2.3万亿元", "supported"), ("2.2万亿元", "label_mixup")])
def test_a_part_is_at_most_its_whole(total: str, said: str) -> None:
    article = written(f"9月1日，两融余额达{total}。", "其中融资余额2.28万亿元。")
    claims = claimed(
        article, (total, {"metric": TOTAL, **DAY}), ("融资余额2.28万亿元", {"metric": FINANCING, "scope": "market", **DAY})
    )
    assert set(outcomes(article, claims).values()) == {said}


@pytest.mark.parametrize(
    ("whole", "said"), [("2430.8亿元", "supported"), ("2438.2亿元", "supported"), ("2530.8亿元", "arithmetic")]
)
def test_exchanges_make_the_market_with_room_for_the_third(whole: str, said: str) -> None:
    article = written("11月28日，沪市余额1250.3亿元。", "11月28日，深市余额1180.5亿元。", f"11月28日，全市场余额{whole}。")
    claims = claimed(
        article, ("1250.3亿元", {"scope": "exchange:SSE", **DAY}), ("1180.5亿元", {"scope": "exchange:SZSE", **DAY}), (whole, DAY)
    )
    assert outcomes(article, claims)[whole] == said


@pytest.mark.parametrize(("ratio", "said"), [("2.50%", "supported"), ("2.60%", "arithmetic")])
def test_a_ratio_with_both_its_sides(ratio: str, said: str) -> None:
    article = written(f"11月28日，两融余额24720亿元，流通市值98.88万亿元，占比{ratio}。")
    claims = claimed(
        article,
        ("24720亿元", {"metric": TOTAL, **DAY}),
        ("98.88万亿元", {"metric": "float_cap", **DAY}),
        (ratio, {"metric": f"{TOTAL}_to_float_cap", **DAY}),
    )
    assert outcomes(article, claims)[ratio] == said


def test_a_share_of_the_market() -> None:
    article = written("电子行业获净买入38.26亿元。", "全市场净买入55.13亿元。", "电子占69.4%。")
    day = {"carried": days("2026-08-20"), "metric": "net_financing_purchase", "direction": "in"}
    claims = claimed(
        article,
        ("38.26亿元", {**day, "scope": "industry:sw1:电子"}),
        ("55.13亿元", day),
        ("69.4%", {**day, "aspect": SHARE, "scope": "industry:sw1:电子"}),
    )
    assert outcomes(article, claims)["69.4%"] == "supported"


def test_two_values_of_one_name_are_total_and_financing() -> None:
    article = written("两融市场规模2.68万亿元。", "1月13日融资余额2.683万亿元，融资余额为2.6654万亿元。")
    day = {"on": days("2026-01-13")}
    claims = claimed(
        article, ("2.68万亿元", {"metric": TOTAL, "carried": days("2026-01-14")}), ("2.683万亿元", day), ("2.6654万亿元", day)
    )
    # The 14th is another day, so that only the order of the two tells.
    found = judged(article, claims)
    assert found["2.683万亿元"].error_types == ("label_mixup",)
    assert found["2.683万亿元"].corrected == "margin (两融) balance 2.683万亿元"
    assert found["2.6654万亿元"].verdict.support == "supported"


def test_values_far_apart_are_no_mix_up_of_total_and_financing() -> None:
    article = written("1月13日融资余额2.683万亿元，融资余额为1.335万亿元。")
    claims = claimed(article, ("2.683万亿元", {"on": days("2026-01-13")}), ("1.335万亿元", {"on": days("2026-01-13")}))
    assert outcomes(article, claims) == {}


def test_a_witness_under_the_right_name_is_named() -> None:
    article = written("1月13日两融余额2.68万亿元。", "1月13日融资余额2.683万亿元。", "1月13日融资余额2.665万亿元。")
    day = {"on": days("2026-01-13")}
    claims = claimed(article, ("2.68万亿元", {"metric": TOTAL, **day}), ("2.683万亿元", day), ("2.665万亿元", day))
    found = judged(article, claims)
    assert found["2.683万亿元"].error_types == ("label_mixup",)
    assert "2.68万亿元" in found["2.683万亿元"].reason.zh
    assert found["2.68万亿元"].verdict.support == "supported"
