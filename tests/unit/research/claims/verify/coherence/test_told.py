"""Breaks if words of streaks, records, places, directions and sums pass against the list that they speak of, or if such as fit it are refuted."""

from __future__ import annotations

import pytest

from tests.unit.research.claims.verify.coherence.said import said

FLOWS = "周一净买入12.4亿元,周二净偿还8.3亿元,周三净偿还15.1亿元,周四净买入3.2亿元,周五净偿还6.0亿元。"
LEVELS = "Margin loans stood at 1,204 billion yuan in March, {april} billion in April, 1,226 billion in May and 1,240 billion in June. "
FIRMS = "浙商证券两融余额由301.2亿元升至315.4亿元,中泰证券由288.0亿元降至280.5亿元,东吴证券由190.1亿元{third}亿元。"
TABLE = (
    "行业 | 融资余额(亿元) | 净买入(亿元)\n传媒 | 402.1 | 9.8\n电力 | 688.0 | -6.5\n建材 | 350.7 | 4.4\n环保 | 120.2 | -2.1\n\n"
)
SECTORS = "Net buying by sector: chips +4.2 billion yuan, software +1.1 billion, banks -0.6 billion, coal -2.3 billion. "


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (LEVELS.format(april="1,231") + "Balances have risen for three straight months.", "three straight", {"count_mismatch"}),
        (LEVELS.format(april="1,215") + "Balances have risen for three straight months.", "three straight", {"supported"}),
        (LEVELS.format(april="1,215") + "Balances have risen for six straight months.", "six straight", set()),
        ("融资余额:6月2日18,204亿元,3日18,231亿元,4日18,226亿元,5日18,240亿元。余额实现三连升。", "三连升", {"count_mismatch"}),
        ("融资余额:6月2日18,204亿元,3日18,221亿元,4日18,226亿元,5日18,240亿元。余额实现三连升。", "三连升", {"supported"}),
    ],
)
def test_a_streak_runs_to_the_last_day(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(("tuesday", "expected"), [("2,615.9", {"supported"}), ("2,625.9", {"sort_order"})])
def test_the_highest_of_the_week_is_the_highest(tuesday: str, expected: set[str]) -> None:
    table = f"Day | Balance (billion yuan)\nMonday | 2,610.2\nTuesday | {tuesday}\nWednesday | 2,612.0\nThursday | 2,620.3\n\n"
    assert said(f"{table}Thursday's reading was the highest of the week.", "highest of the week") == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (f"{FLOWS}其中净偿还最多的是周二。", "净偿还最多", {"sort_order"}),
        (f"{FLOWS}其中净偿还最多的是周三。", "净偿还最多", {"supported"}),
        (f"{FLOWS}今年以来净偿还最多的一天出现在4月。", "净偿还最多", set()),
        (f"{SECTORS}Banks were the weakest of the four.", "weakest", {"sort_order"}),
        (f"{TABLE}按融资余额计,传媒在四个行业中居首。", "居首", {"sort_order"}),
        (f"{TABLE}按融资余额计,传媒在四个行业中列第二位。", "第二位", {"supported"}),
        ("传媒净买入9.8亿元,电力净买入6.5亿元,建材净买入4.4亿元。本周净买入最多的行业是环保。", "最多的行业", set()),
    ],
)
def test_the_first_is_first_in_the_list(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (f"{FIRMS.format(third='降至188.8')}三家券商中只有中泰证券缩水。", "只有中泰", {"wrong_sign"}),
        (f"{FIRMS.format(third='升至198.8')}三家券商中只有中泰证券缩水。", "只有中泰", {"supported"}),
        (f"{FIRMS.format(third='升至198.8')}三家券商除东吴证券外均有增长。", "除东吴", {"wrong_sign"}),
        (f"{TABLE}四个行业里唯有电力遭净偿还。", "唯有电力", {"wrong_sign"}),
        (f"{FLOWS}五天里两天净买入、三天净偿还。", "两天净买入", {"supported"}),
        (f"{FLOWS}五天里三天净买入、两天净偿还。", "三天净买入", {"count_mismatch"}),
        ("融资余额变动:周一+15亿元,周二-3亿元,周三+8亿元,周四+2亿元。四天中仅周二下降。", "仅周二", {"supported"}),
        (
            "Loans against ports went from 41.0 to 43.5 billion yuan, airlines from 12.2 to 11.9 billion, rails from 8.0 to 8.3 billion. Ports and airlines both expanded.",
            "both expanded",
            {"wrong_sign"},
        ),
    ],
)
def test_who_went_which_way(text: str, words: str, expected: set[str]) -> None:
    assert said(text, words) == expected


@pytest.mark.parametrize(("first", "expected"), [("9.8", {"sort_order"}), ("12.8", {"supported"})])
def test_one_against_others_together(first: str, expected: set[str]) -> None:
    listed = f"传媒净买入{first}亿元,电力净买入6.5亿元,建材净买入4.4亿元,环保净买入2.1亿元。"
    assert said(f"{listed}传媒一家超过电力、建材之和。", "超过电力") == expected


def test_the_end_is_held_against_the_start() -> None:
    listed = "Loans ended Monday at 812.4 billion yuan, Tuesday at 809.9 billion, Wednesday at 815.2 billion and Thursday at 806.3 billion. "
    assert said(f"{listed}The market closed the period higher than it had started.", "higher than") == {"wrong_sign"}
