"""Breaks if places, parts, lists, streaks and means that cannot be so pass, or if such as can be so are refuted."""

from __future__ import annotations

import pytest

from liangrong.research.claims.verify.document.list_lengths import check_list_lengths
from liangrong.research.claims.verify.document.mean_bounds import check_mean_bounds
from liangrong.research.claims.verify.document.only import check_only
from liangrong.research.claims.verify.document.partitions import check_partitions
from liangrong.research.claims.verify.document.sequences import check_sequences
from liangrong.research.claims.verify.document.streaks import check_streaks
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("两融余额连续三个交易日上升，依次为100.1亿元、101.4亿元和100.9亿元。", {"wrong_sign"}),
        ("两融余额连续三个交易日上升，依次为100.1亿元、101.4亿元、102.2亿元和103.0亿元。", {"supported"}),
        ("11月9日至11月11日，两融余额连升五日。", {"count_mismatch"}),
        ("11月9日至11月11日，两融余额连升三日。", set()),
        ("截至11月11日，两融余额连续八个交易日增长。", set()),
    ],
)
def test_streaks_have_their_levels_and_sessions(text: str, expected: set[str]) -> None:
    assert set(told(text, check_streaks).values()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The daily average, when no day brought more than 1.5 billion yuan, was 1.8 billion yuan.", {"impossible_bound"}),
        ("The daily average, when no day brought more than 1.5 billion yuan, was 1.2 billion yuan.", set()),
        ("每日净买入均不超过15.0亿元，日均18.0亿元。", {"impossible_bound"}),
        ("每日净买入均不超过15.0亿元，日均12.0亿元。", set()),
    ],
)
def test_no_mean_exceeds_all_its_members(text: str, expected: set[str]) -> None:
    assert set(told(text, check_mean_bounds).values()) == expected


def test_the_only_one_is_looked_for_in_the_list_above() -> None:
    text = "Flows (net financing purchases, bn yuan): electronics +3.1, banks -2.0, coal -0.6. One. Two. Three. Four. Only coal was sold."
    assert told(text, check_only) == {"Only coal was sold": "count_mismatch"}
