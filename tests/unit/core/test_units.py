"""Units: what sources print, what readers see."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.core.errors import UnitMismatch, UnknownName, UsageError
from liangrong.core.units import Dimension, Quantity, Unit, convert, display, parse_unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("元", Unit.YUAN),
        ("(元)", Unit.YUAN),
        ("（亿元）", Unit.YI_YUAN),
        ("（亿元人民币）", Unit.YI_YUAN),
        ("亿", Unit.YI_YUAN),
        ("万元", Unit.WAN_YUAN),
        ("千元", Unit.THOUSAND_YUAN),
        ("百万元", Unit.MILLION_YUAN),
        ("万亿", Unit.WAN_YI_YUAN),
        ("CNY", Unit.YUAN),
        ("trillion yuan", Unit.WAN_YI_YUAN),
        ("billion", Unit.BILLION_YUAN),
        ("股", Unit.SHARE),
        ("份", Unit.FUND_UNIT),
        ("股/份", Unit.SHARE),
        ("股／份", Unit.SHARE),
        ("万股/万份", Unit.WAN_SHARE),
        ("亿股/亿份", Unit.YI_SHARE),
        ("手", Unit.LOT),
        ("万手", Unit.WAN_LOT),
        ("%", Unit.PERCENT),
        ("（％）", Unit.PERCENT),
        ("‰", Unit.PER_MILLE),
        ("户", Unit.ACCOUNT),
        ("家", Unit.COUNT),
        ("万名", Unit.WAN_COUNT),
        ("万笔", Unit.WAN_COUNT),
        (" 亿 元 ", Unit.YI_YUAN),
    ],
)
def test_every_printed_unit_is_read(text: str, unit: Unit) -> None:
    assert parse_unit(text) is unit


@pytest.mark.parametrize("text", ["", "份/手", "美元", "亿美元", "元/股", "yuan per share"])
def test_an_unknown_unit_is_refused_by_name(text: str) -> None:
    with pytest.raises(UnknownName) as caught:
        parse_unit(text)
    assert text in caught.value.message("zh")
    assert "单位" in caught.value.message("zh")


def test_the_ten_thousandfold_trap_of_szse() -> None:
    """The same key is 亿元 in one tab and 万元 in the other."""
    assert convert("1.5", parse_unit("亿元"), Unit.YUAN) == convert("15000", parse_unit("万元"), Unit.YUAN)


@pytest.mark.parametrize(("source", "target"), [(Unit.YUAN, Unit.SHARE), (Unit.PERCENT, Unit.YUAN), (Unit.COUNT, Unit.SESSION)])
def test_dimensions_do_not_mix(source: Unit, target: Unit) -> None:
    with pytest.raises(UnitMismatch):
        convert(1, source, target)


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("2.5万亿", "2500000000000"),
        ("２．５万亿", "2500000000000"),
        ("25,145.96 亿元", "2514596000000"),
        ("-1,234.5万", "-12345000"),
        ("−123.03亿", "-12303000000"),
        ("+148.59 亿元", "14859000000"),
        ("12.30%", "0.123"),
        ("１２．３０％", "0.123"),
        ("0.8", "0.8"),
        ("CNY 2.5 trillion", "2500000000000"),
        ("CNY 100", "100"),
        ("1,000股", "1000"),
        ("300手", "30000"),
    ],
)
def test_quantities_are_read(text: str, base: str) -> None:
    quantity = Quantity.parse(text)
    assert convert(quantity.amount, quantity.unit, _base(quantity.unit)) == Decimal(base)


@pytest.mark.parametrize("text", ["999999999999999999999999", "-1000000000亿元", "1" + "0" * 300 + "%"])
def test_what_no_table_could_hold_is_refused(text: str) -> None:
    """A threshold that overflows the stored type would break the answer instead of being refused."""
    with pytest.raises(UsageError, match="larger than any amount"):
        Quantity.parse(text)


@pytest.mark.parametrize("text", ["", "亿元", "1,23亿", "12,34,567元", "1.2.3", "1e5", "两万亿", "5 6亿", "--5", "٣亿"])
def test_what_is_no_quantity_is_refused(text: str) -> None:
    with pytest.raises(UnknownName):
        Quantity.parse(text)


@pytest.mark.parametrize(
    ("value", "unit", "lang", "shown"),
    [
        (2_514_596_000_000, Unit.YUAN, "zh", "25,145.96 亿元"),
        (-2_514_596_000_000, Unit.YUAN, "zh", "-25,145.96 亿元"),
        (2_514_596_000_000, Unit.YUAN, "en", "CNY 2,514.60 billion"),
        (-1_234_567, Unit.YUAN, "en", "CNY -1.23 million"),
        (12, Unit.YUAN, "en", "CNY 12.00"),
        (0, Unit.YUAN, "zh", "0.00 元"),
        (Decimal("-0.001"), Unit.YUAN, "zh", "0.00 元"),
        (Decimal("99999949.9"), Unit.YUAN, "zh", "9,999.99 万元"),
        (99_999_950, Unit.YUAN, "zh", "1.00 亿元"),
        (-99_999_950, Unit.YUAN, "zh", "-1.00 亿元"),
        (99_500_000, Unit.YUAN, "zh", "9,950.00 万元"),
        (999_995_000, Unit.YUAN, "en", "CNY 1.00 billion"),
        (Decimal("0.12304"), Unit.RATIO, "zh", "12.30%"),
        (0.0258, Unit.PERCENT, "zh", "2.58%"),
        (-0.0258, Unit.PERCENTAGE_POINT, "zh", "-2.58 个百分点"),
        (0.0258, Unit.PERCENTAGE_POINT, "en", "2.58 pp"),
        (1_234, Unit.SHARE, "zh", "1,234 股"),
        (12_345, Unit.SHARE, "zh", "1.23 万股"),
        (1_500_000, Unit.SHARE, "en", "1.50 million shares"),
        (2_500_000_000, Unit.SHARE, "en", "2.50 billion shares"),
        (1_234, Unit.FUND_UNIT, "en", "1,234 fund units"),
        (123_456_789, Unit.FUND_UNIT, "zh", "1.23 亿份"),
        (9, Unit.SESSION, "zh", "9 个交易日"),
        (4_080, Unit.POINT, "en", "4,080.00 points"),
        (float("nan"), Unit.RATIO, "zh", "—"),
        (float("inf"), Unit.YUAN, "en", "—"),
    ],
)
def test_display(value: Decimal | float, unit: Unit, lang: str, shown: str) -> None:
    assert display(value, unit, lang) == shown


def test_the_sign_is_shown_only_of_what_is_still_positive_after_rounding() -> None:
    assert display(14_859_000_000, Unit.YUAN, sign=True) == "+148.59 亿元"
    assert display(-14_859_000_000, Unit.YUAN, sign=True) == "-148.59 亿元"
    assert display(Decimal("0.001"), Unit.YUAN, sign=True) == "0.00 元"
    assert display(0.1, Unit.RATIO, digits=0, sign=True) == "+10%"
    assert display(0.004, Unit.RATIO, sign=True) == "+0.40%"


def _base(unit: Unit) -> Unit:
    return next(u for u in Unit if u.dimension is unit.dimension and u.size == 1)


def test_every_dimension_has_a_base_unit() -> None:
    assert {u.dimension for u in Unit if u.size == 1} == set(Dimension)
