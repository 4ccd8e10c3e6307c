"""Numbers without a unit of their own: parts of a group, what is compared, a change and the level it leads to."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.reading.figures import read_figures


def shown(text: str) -> list[tuple[str, Decimal, Kind]]:
    return [(one.text, one.base, one.kind) for one in read_figures(text)]


def counts(text: str) -> list[int]:
    return [int(one.base) for one in read_figures(text) if one.kind is Kind.COUNT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nearly half (19 of 40) recorded repayments.", [19, 40]),
        ("Some 73 per cent of new accounts, 95,000 out of 130,000, were opened online.", [95_000, 130_000]),
        ("Of 3,000 eligible stocks, 1,200, or 40 per cent, saw inflows.", [3000, 1200]),
        ("Of the 30 sectors 17 gained and 12 lost, with one unchanged.", [30, 17, 12, 1]),
        ("The 80 names on the list, 40, saw balances fall.", [80, 40]),
        ("Three of the five are brokers.", [3, 5]),
        ("Led by Alpha and Beta, the only two that gained.", [2]),
        ("There were 15.2 million margin accounts, 7.1 million of which held debt.", [15_200_000, 7_100_000]),
        ("New accounts numbered 151,000, after 139,000 in August.", [151_000, 139_000]),
        ("No one gained.", []),
        ("It was unchanged, and one of them fell.", []),
        ("The level of 40, he said, was a floor.", []),
    ],
)
def test_parts_of_a_group_are_counts(text: str, expected: list[int]) -> None:
    assert counts(text) == expected


@pytest.mark.parametrize(
    ("text", "change", "level"),
    [
        ("融资余额增加35.01亿元至1,819.06亿元。", "35.01e8", "1819.06e8"),
        ("The balance rose by 3 billion to 40 billion yuan.", "3e9", "40e9"),
        ("Loans shed 1.5 billion yuan to 40.2 billion yuan.", "1.5e9", "40.2e9"),
        ("The balance climbed from 2.5 to 2.6 trillion yuan.", "2.5e12", "2.6e12"),
        ("余额由6,900升至7,000亿元。", "6900e8", "7000e8"),
        ("They made up a third: 4.1 of 12.3 billion yuan.", "4.1e9", "12.3e9"),
        ("The balance was 2.6 trillion yuan, up from 2.4 before.", "2.6e12", "2.4e12"),
    ],
)
def test_a_change_and_its_level_and_a_shared_unit_are_two_figures(text: str, change: str, level: str) -> None:
    money = [one for one in read_figures(text) if one.kind is Kind.MONEY]
    assert [one.base for one in money] == [Decimal(change), Decimal(level)]
    assert all(one.upper is None for one in money)


@pytest.mark.parametrize(
    "text",
    ["营收增长6%至8%。", "预计融资余额增加100亿元至150亿元。", "Purchases of 5 to 10 billion yuan", "Profit grew 6% to 8%."],
)
def test_ranges_stay_ranges(text: str) -> None:
    (one,) = read_figures(text)
    assert one.upper is not None


def test_a_list_has_the_unit_that_its_announcement_prints() -> None:
    assert shown("Top purchases (billion yuan): Alpha 1.4, Beta 1.2, Gamma 2.") == [
        ("1.4", Decimal("1.4e9"), Kind.MONEY),
        ("1.2", Decimal("1.2e9"), Kind.MONEY),
        ("2", Decimal("2e9"), Kind.MONEY),
    ]
    assert [one[1] for one in shown("净买入居前的有（亿元）：甲股份12.3、乙股份9。")] == [Decimal("12.3e8"), Decimal("9e8")]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Alpha was first with 1.4 billion yuan.", 1, Kind.RANK),
        ("Beta came second, Gamma lost.", 2, Kind.RANK),
        ("Loans were led by Alpha, Gamma third.", 3, Kind.RANK),
        ("It is twice that of Beta.", 2, Kind.MULTIPLE),
        ("Turnover grew tenfold.", 10, Kind.MULTIPLE),
        ("Half the names rose.", 50, Kind.PERCENT),
        ("是去年的两倍多。", 2, Kind.MULTIPLE),
    ],
)
def test_quantities_in_words(text: str, value: int, kind: Kind) -> None:
    assert (Decimal(value), kind) in [(one.value, one.kind) for one in read_figures(text)]


@pytest.mark.parametrize(
    "text",
    ["It was first introduced then.", "The twice-weekly note", "The first half of the year", "In the second with-profits fund"],
)
def test_other_words_are_no_quantities(text: str) -> None:
    assert not [one for one in read_figures(text) if one.kind in (Kind.RANK, Kind.MULTIPLE, Kind.PERCENT)]
