"""Windows of the findings that reports really have: breaks if a growth over 20 sessions may be told of 5, or a fall as a rise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from liangrong.core.errors import Lang
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.narrator.guard import examine

DAY = date(2026, 3, 12)


def over(sessions: int, start: date, gain: int, ratio: float) -> tuple[Finding, ...]:
    told: dict[str, Any] = {"sessions": sessions, "from": start}
    at, measure = f"growth/{sessions}", "margin_trading_balance"
    return (
        Finding(f"{at}/total", measure, "market", DAY, ratio, Unit.RATIO, parameters=told),
        Finding(f"{at}/gain", measure, "market", DAY, Decimal(gain), Unit.YUAN, parameters=told),
    )


FINDINGS = (
    Finding("total", "margin_trading_balance", "market", DAY, Decimal(2_604_183_000_000), Unit.YUAN),
    Finding("total.change", "margin_trading_balance", "market", DAY, Decimal(-12_350_000_000), Unit.YUAN),
    Finding("short", "short_balance", "market", DAY, Decimal(18_163_000_000), Unit.YUAN),
    Finding("short.share", "short_balance", "market", DAY, 0.00697, Unit.RATIO),
    Finding("short.change", "short_balance", "market", DAY, Decimal(-532_000_000), Unit.YUAN),
    *over(5, date(2026, 3, 5), -8_190_000_000, -0.0031),
    *over(20, date(2026, 2, 5), 174_600_000_000, 0.0719),
)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("zh", "近5个交易日两融余额下降81.90亿元，近20个交易日增长7.19%。"),
        ("zh", "近二十日，两融余额增长7.19%；近五日，下降0.31%。"),
        ("zh", "2026年3月12日两融余额26,041.83亿元，较上一交易日减少123.50亿元，近20日增加1,746.00亿元。"),
        ("zh", "融券余额181.63亿元，占两融余额0.70%，较上一交易日下降5.32亿元。"),
        ("en", "The margin trading balance rose 7.19% over the last 20 sessions and fell 0.31% over the last five sessions."),
    ],
)
def test_a_figure_may_be_said_of_its_own_window(lang: Lang, text: str) -> None:
    assert examine(text, FINDINGS, lang) == ()


@pytest.mark.parametrize(
    ("lang", "text", "place"),
    [
        ("zh", "近5日，两融余额增长7.19%。", "7.19%"),
        ("zh", "近20日，两融余额下降0.31%；近5日，增长7.19%。", "7.19%"),
        ("zh", "两融余额较上一交易日增长7.19%。", "7.19%"),
        ("zh", "近20日两融余额减少123.50亿元。", "123.50亿元"),
        ("zh", "近7日两融余额增长7.19%。", "7.19%"),
        ("zh", "近五个交易日两融余额上升81.90亿元。", "81.90亿元"),
        ("zh", "近20个交易日两融余额减少1,746.00亿元。", "1,746.00亿元"),
        ("zh", "3月10日收盘后，两融余额减少123.50亿元。", "3月10日"),
        ("en", "The margin trading balance rose 7.19% over the last 5 sessions.", "7.19%"),
        ("en", "The margin trading balance fell 7.19% over the last 20 sessions.", "7.19%"),
    ],
)
def test_a_figure_of_another_window_day_or_sign_is_refused(lang: Lang, text: str, place: str) -> None:
    assert any(place in one.text for one in examine(text, FINDINGS, lang)), text


def test_a_number_below_zero_is_a_fall_whatever_it_is_called() -> None:
    fallen = (Finding("quantity.ytd", "short_quantity", "market", DAY, -0.0819, Unit.RATIO),)
    assert examine("融券余量减少8.19%。", fallen, "zh") == ()
    assert examine("融券余量增加8.19%。", fallen, "zh")


@pytest.mark.parametrize("mark", ["https://a.example/x", "<b>大</b>", "[见此](a)", "&lt;", "| 余额 |"])
def test_links_and_marks_are_refused(mark: str) -> None:
    assert examine(f"两融余额26,041.83亿元。{mark}", FINDINGS, "zh")
