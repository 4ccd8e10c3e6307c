"""Breaks if places, parts, lists, streaks and means that cannot be so pass, or if such as can be so are refuted."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.list_lengths import check_list_lengths
from liangrong.research.claims.verify.document.partitions import check_partitions
from liangrong.research.claims.verify.document.sequences import check_sequences
from tests.unit.research.claims.verify.document.pages import told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Banks led with 3.4 billion yuan and 2.8 billion yuan. The third-largest, Vanke, took in 3.0 billion yuan.",
            {"sort_order"},
        ),
        ("Banks led with 3.4 billion yuan and 2.8 billion yuan. The third-largest, Vanke, took in 2.0 billion yuan.", set()),
        ("Steel fell by 4.0 billion yuan, followed by coal (1.0 billion yuan) and banks (2.0 billion yuan).", {"sort_order"}),
        ("Steel fell by 4.0 billion yuan, followed by coal (2.0 billion yuan) and banks (1.0 billion yuan).", set()),
        ("钢铁行业融资余额为812.0万元，位居首位。其次是煤炭为300.5亿元。", {"unit_slip"}),
        ("钢铁行业融资余额为812.0亿元，位居首位。其次是煤炭为300.5亿元。", set()),
        ("In April banks led with 1.0 billion yuan. Debt is low. The second-largest economy lent 9.0 billion yuan.", None),
    ],
)
def test_a_later_place_holds_no_more_than_an_earlier_one(text: str, expected: set[str] | None) -> None:
    found = set(told(text, check_sequences).values())
    assert found == expected if expected is not None else found <= {"sort_order"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The rise came from seven stocks, led by A, B and C, the only three that gained.", {"count_mismatch"}),
        ("The rise came from seven stocks, led by A, B and C, the first three that gained.", set()),
    ],
)
def test_the_only_ones_are_all_there_are(text: str, expected: set[str]) -> None:
    assert set(told(text, check_partitions).values()) == expected


def test_a_list_that_says_there_are_no_others_counts_its_names() -> None:
    text = "Five sectors saw net repayments. Coal, steel and banks were repaid by 0.6, 0.4 and 1.9 billion yuan; no other sector saw net repayments."
    assert told(text, check_partitions) == {"Five sectors": "count_mismatch"}
    assert told(text.replace("Five", "Three"), check_partitions) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("煤炭、钢铁、银行三个行业的净买入额分别为3.1亿元、2.2亿元。", {"list_mismatch"}),
        ("煤炭、钢铁、银行三个行业的净买入额分别为3.1亿元、2.2亿元和1.3亿元。", set()),
        ("居前的行业为煤炭和钢铁，净买入额分别为3.1亿元、2.2亿元和1.3亿元。", {"list_mismatch"}),
        ("居前的行业为煤炭和钢铁等，净买入额分别为3.1亿元、2.2亿元和1.3亿元。", set()),
    ],
)
def test_names_and_figures_are_equally_many(text: str, expected: set[str]) -> None:
    assert set(told(text, check_list_lengths).values()) == expected
