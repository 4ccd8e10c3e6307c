"""Breaks if a damaged text (lines shuffled, cells and figures gone, brackets open) stops the checker instead of being checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from liangrong.services.claims.checking import CheckRequest, check_text
from liangrong.services.long_texts import LongText

LINES: Final = (
    "截至11月14日，融资余额19,673.38亿元，较前一日增加116.31亿元；融券余额113.83亿元。",
    "两融余额首次超过2万亿元，连续3日上升，分别增加35.27亿元、55.89亿元和24.80亿元。",
    "行业 | 净买入（亿元） | 占比",
    "电子 | 17.84 | 38.1%",
    "汽车 | -4.89 | ",
    " | | ",
    "账户总资产180万元，负债100万元，年利率6%，持有0天，维持担保比例180%。",
    "融资杠杆从1.25倍降至1倍，保证金比例由80%提高到100%。",
    "Alpha drew 6.32 billion yuan, Beta 1.89 billion yuan and Gamma 8.81 billion yuan, together 17.02 billion yuan.",
    "The ratio (at least 130%) fell to -0.5 times; a loan of 0 yuan costs 5% for 30 days.",
    "– The balance rose 1.66% from the 1,935.125 billion yuan of November 7, 2025",
)
ODD: Final = ("\u200b", "\u3000", "\t", "|", "0", "-", "..", "%", "（", "”", "亿", "2月30日", "½", "1" * 30)


def _dropped(text: str, place: int, odd: str) -> str:
    return text[:place] + text[place + 1 :]


def _inserted(text: str, place: int, odd: str) -> str:
    return text[:place] + odd + text[place:]


def _joined(text: str, place: int, odd: str) -> str:
    return text.replace("\n", odd)


def _cut(text: str, place: int, odd: str) -> str:
    return text[:place]


DAMAGES: Final[tuple[Callable[[str, int, str], str], ...]] = (_dropped, _inserted, _joined, _cut)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=8),
    damages=st.lists(st.tuples(st.sampled_from(DAMAGES), st.integers(0, 600), st.sampled_from(ODD)), max_size=8),
)
def test_a_damaged_text_is_checked(lines: list[str], damages: list[tuple[Callable[[str, int, str], str], int, str]]) -> None:
    text = "\n".join(lines)
    for damage, place, odd in damages:
        text = damage(text, place, odd)
    rows = check_text(None, CheckRequest(text=LongText(text or "."))).checked.rows("en")
    assert all(row["support"] in {"supported", "refuted", "not_checkable"} for row in rows)


@pytest.mark.parametrize(
    "text",
    [
        "融资杠杆从.倍降至..倍，保证金比例由80%提高到100%。1月19日起实施。",
        "两融余额突破2万亿元。两融余额1.9万亿元。两融余额1.8万亿元，仍高于2万亿元。",
        "融资100万元，利息5000元，持有0天，年利率6%。负债0元，利率5%。",
        "行业 | 净买入\n | \n | 1.2\n，、  、   、x",
    ],
)
def test_figures_that_cannot_be_reckoned_with_are_passed_over(text: str) -> None:
    check_text(None, CheckRequest(text=LongText(text)))


def test_a_list_of_many_amounts_without_a_total_takes_no_time() -> None:
    listed = ", ".join(f"industry {place} {place}.5 billion yuan net purchases" for place in range(1, 13))
    check_text(None, CheckRequest(text=LongText(f"Last quarter brought {listed}.")))
