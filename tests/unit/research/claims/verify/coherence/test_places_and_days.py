"""Breaks if places in prose, the strongest entry, the largest move or a day's direction pass against the list or table, or if such as fit are refuted."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.coherence.said import said

LENT = "In May ports borrowed 21.4 billion yuan, {second} 17.9 billion, {third} 12.6 billion and airlines 8.8 billion"
ZH = "港口净买入31.5亿元，物流净买入18.2亿元，造纸净买入{paper}亿元，纺织净买入9.4亿元"
MONTHS = (
    "Month | Net purchases (bn yuan) | Balance (bn yuan)\n"
    "January | n.a. | 1,902.1\nFebruary | {february} | 1,880.0\nMarch | 31.0 | 1,911.0\nApril | 44.0 | 1,955.0\n\n"
)
HOUSES = (
    "House | Stance | Target | Previous target\n"
    "Birch | buy | 3,450 | 3,300\nAlder | buy | 3,520 | 3,440\nMaple | hold | 3,200 | 3,200\nRowan | sell | 2,900 | 3,050\n\n"
)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (LENT.format(second="rails", third="steel") + ", which ranks steel second.", "ranks steel second", {"sort_order"}),
        (LENT.format(second="rails", third="steel") + ", which ranks steel third.", "ranks steel third", {"supported"}),
        (LENT.format(second="rails", third="steel") + ", which puts rails third among the four.", "puts rails", {"sort_order"}),
        (
            LENT.format(second="rails", third="steel") + ". Ports came first, steel second and rails third.",
            "steel second",
            {"sort_order"},
        ),
        (
            LENT.format(second="rails", third="steel") + ". Ports came first, rails second and steel third.",
            "rails second",
            {"supported"},
        ),
        (
            "Purchases came to 9.1 billion yuan in rails, 6.4 billion in steel and 3.3 billion in ports. Steel ranked third.",
            "ranked third",
            {"sort_order"},
        ),
        (ZH.format(paper="12.7") + "，依次列第一至第四位。", "依次列", {"supported"}),
        (ZH.format(paper="21.7") + "，依次列第一至第四位。", "依次列", {"sort_order"}),
        (ZH.format(paper="21.7") + "。前三名依次是港口、物流、造纸。", "前三名", {"sort_order"}),
        (ZH.format(paper="12.7") + "。前三名依次是港口、物流、造纸。", "前三名", {"supported"}),
        (ZH.format(paper="12.7") + "。港口的净买入额超过第二名的一倍半。", "超过第二名", set()),
        (LENT.format(second="rails", third="steel") + ". Airlines got half of the runner-up's sum.", "runner-up", set()),
        (ZH.format(paper="12.7") + "。造纸在全市场排名第五。", "第五", set()),
    ],
)
def test_places_are_those_of_the_list(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (MONTHS.format(february="-22.1") + "Each month saw net purchases.", "Each month", {"wrong_sign"}),
        (MONTHS.format(february="22.1") + "Each month saw net purchases.", "Each month", set()),
        (MONTHS.format(february="22.1") + "March's inflow was the strongest of the three.", "strongest", {"sort_order"}),
        (MONTHS.format(february="22.1") + "The balance declined in April.", "declined", {"wrong_sign"}),
        (MONTHS.format(february="22.1") + "The balance increased in April.", "increased", {"supported"}),
        (MONTHS.format(february="22.1") + "The balance grew more slowly in April.", "slowly", set()),
        (
            HOUSES + "Alder raised its target by 80 points, the biggest upward revision in the table.",
            "the biggest",
            {"sort_order"},
        ),
        (
            HOUSES + "Birch raised its target by 150 points, the biggest upward revision in the table.",
            "the biggest",
            {"supported"},
        ),
    ],
)
def test_months_and_moves_are_those_of_the_table(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [("4月8日买入52.0亿元，为全周最高。", {"sort_order"}), ("4月9日买入55.5亿元，为全周最高。", {"supported"})],
)
def test_a_clause_without_a_subject_speaks_of_the_one_before(words: str, expected: set[str]) -> None:
    table = "日期 | 融资买入额（亿元）\n4月7日 | 48.1\n4月8日 | 52.0\n4月9日 | 55.5\n4月10日 | 50.3\n\n"
    assert said(table + words, "为全周最高") == expected
