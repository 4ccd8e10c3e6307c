"""The guard: breaks if a number, date, entity, unit or direction that no finding has gets through, or if honest prose does not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.narrator.guard import examine

DAY, PEAK = date(2026, 3, 12), date(2025, 10, 9)
TOTAL = Decimal(2604183000000)


def finding(
    key: str, measure: str, value: object, *, scope: str = "market", day: date = DAY, unit: Unit | None = Unit.YUAN
) -> Finding:
    return Finding(key, measure, scope, day, value, unit)  # type: ignore[arg-type]


FINDINGS = (
    finding("as_of", "as_of", DAY, unit=None),
    finding("total", "margin_trading_balance", TOTAL),
    finding("total.change", "margin_trading_balance", Decimal(-12350000000)),
    finding("total.change_ratio", "margin_trading_balance", -0.00472, unit=Unit.RATIO),
    finding("total.record", "margin_trading_balance", False, unit=None),
    finding("total.peak", "margin_trading_balance", Decimal(2698740000000), day=PEAK),
    finding("financing", "financing_balance", Decimal(2586020000000)),
    finding("short", "short_balance", Decimal(18163000000)),
    finding("SSE", "margin_trading_balance", Decimal(1323410000000), scope="exchange:SSE"),
    finding("SZSE", "margin_trading_balance", Decimal(1272630000000), scope="exchange:SZSE"),
    Finding.unknown("buys.share", "financing_buy_to_turnover", "market", Note("没有成交额。", "No turnover."), day=DAY),
)

FAITHFUL = (
    ("zh", "截至2026年3月12日，全市场两融余额26,041.83亿元，较前一交易日减少123.50亿元，降幅0.47%。"),
    ("zh", "两融余额约2.6万亿元，其中融资余额25,860.20亿元，融券余额181.63亿元。"),
    ("zh", "上交所两融余额13,234.10亿元，深交所12,726.30亿元。两融余额未创历史新高。"),
    (
        "en",
        "On 12 March 2026 the margin trading balance of the whole market fell by 12.35 billion yuan to 2,604.18 billion yuan.",
    ),
    ("en", "The balance is below its peak of 2.699 trillion yuan, reached on 9 October 2025."),
)


@pytest.mark.parametrize(("lang", "text"), FAITHFUL)
def test_honest_prose_passes_whatever_its_unit_and_rounding(lang: str, text: str) -> None:
    assert examine(text, FINDINGS, lang) == ()  # type: ignore[arg-type]


HOSTILE = (
    ("zh", "截至2026年3月12日，全市场两融余额26,141.83亿元。", "26,141.83亿元"),
    ("zh", "截至2026年3月21日，全市场两融余额26,041.83亿元。", "26,041.83亿元"),
    ("zh", "全市场两融余额较前一交易日增加123.50亿元。", "123.50亿元"),
    ("zh", "全市场两融余额26,041.83万元。", "26,041.83万元"),
    ("zh", "深交所两融余额13,234.10亿元。", "13,234.10亿元"),
    ("zh", "融券余额25,860.20亿元。", "25,860.20亿元"),
    ("zh", "两融余额创历史新高。", "历史新高"),
    ("zh", "创业板两融余额26,041.83亿元。", "创业板"),
    ("en", "The margin trading balance rose by 12.35 billion yuan.", "12.35 billion yuan"),
    ("en", "The margin trading balance was 2,604.18 billion US dollars.", "2,604.18 billion"),
    ("en", "The margin trading balance should reach 2,604.18 billion yuan next month.", "next month"),
)


@pytest.mark.parametrize(("lang", "text", "place"), HOSTILE)
def test_what_no_finding_bears_out_is_objected_to_where_it_stands(lang: str, text: str, place: str) -> None:
    found = examine(text, FINDINGS, lang)  # type: ignore[arg-type]
    assert found, text
    assert any(
        text[one.start : one.end] in text and (place in one.text or one.text in place or place in text[one.start : one.end])
        for one in found
    )


def test_a_figure_that_is_not_known_cannot_be_said() -> None:
    assert examine("融资买入额占成交额10.20%。", FINDINGS, "zh")


def test_an_empty_text_has_nothing_to_object_to() -> None:
    assert examine("", FINDINGS, "zh") == ()
