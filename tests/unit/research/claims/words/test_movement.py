"""Words of rise and fall, of money in and out, in both languages, by hand."""

import re

import pytest

from liangrong.research.claims.words.movement import FALL_EN, FALL_NOUN_EN, FALL_ZH, RISE_EN, RISE_NOUN_EN, RISE_ZH, moves, way_of

UP = (
    "余额小幅回升", "两融规模创纪录地攀升", "余额较上周多增", "占比抬升至高位", "融资余额增两成", "股价应声涨停", "户数翻番", "规模再度扩容",
    "Balances rallied", "the stock has skyrocketed", "Debt swelled again", "lending has grown", "Turnover more than doubled", "the ratio widened", "it ticked up", "a rebound in credit",
    "Brokers raised their limits", "The Balance ROSE", "margin debt leapt",
)  # fmt: skip
DOWN = (
    "余额连日下探", "融券余量锐减", "规模出现负增长", "余额回吐前日成果", "单周缩水一成", "两融跌两成", "利率调降", "成交萎缩",
    "The ratio slid", "balances have shrunk", "Activity dwindled", "lenders trimmed it", "turnover halved", "the pace eased", "a third pullback", "Shares tumbled", "credit was shedding weight", "debt fell",
)  # fmt: skip
NEITHER = (
    "融资余额为两万亿元", "市场升级系统", "公司增资", "央行降准", "个股涨跌互现", "余额增减有度", "增信措施", "升降机", "证券业务资质",
    "The balance stood at two trillion", "the account is made up of two parts", "paid in instalments", "index futures contract", "a narrow market", "the upper house", "Downing Street", "fallow land",
)  # fmt: skip


@pytest.mark.parametrize("text", UP)
def test_a_rise_is_a_rise(text: str) -> None:
    assert way_of(text) == "up"
    assert moves(text)


@pytest.mark.parametrize("text", DOWN)
def test_a_fall_is_a_fall(text: str) -> None:
    assert way_of(text) == "down"
    assert moves(text)


@pytest.mark.parametrize("text", NEITHER)
def test_other_words_move_nothing(text: str) -> None:
    assert way_of(text) == ""
    assert not moves(text)


@pytest.mark.parametrize("text", ["financing rose while lending fell", "融资上升，融券下降", "a gain after the loss"])
def test_two_ways_are_none(text: str) -> None:
    assert way_of(text) == ""
    assert moves(text)


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("电子行业获净买入", "up"), ("资金涌入半导体", "up"), ("杠杆资金加仓", "up"), ("a net inflow", "up"), ("banks attracted money", "up"), ("traders were net buyers", "up"),
        ("医药遭净偿还", "down"), ("杠杆资金撤离", "down"), ("融资客减仓", "down"), ("net outflows hit coal", "down"), ("clients withdrew funds", "down"), ("net repayments", "down"),
    ],
)  # fmt: skip
def test_money_in_and_out_is_a_layer_of_its_own(text: str, way: str) -> None:
    assert way_of(text, flows=True) == way
    assert way_of(text) == ""


@pytest.mark.parametrize(("up", "down"), [(RISE_ZH, FALL_ZH), (RISE_EN, FALL_EN), (RISE_NOUN_EN, FALL_NOUN_EN)])
def test_fragments_stand_inside_of_other_expressions(up: str, down: str) -> None:
    pattern = re.compile(rf"^(?:(?P<up>{up})|(?P<down>{down}))!$")
    words = {RISE_ZH: ("上升", "下降"), RISE_EN: ("climbing", "sinking"), RISE_NOUN_EN: ("rallies", "losses")}[up]
    for word, way in zip(words, ("up", "down"), strict=True):
        found = pattern.match(f"{word}!")
        assert found is not None
        assert found.lastgroup == way


@pytest.mark.parametrize("text", ["余额升至两万亿元", "余额降至两万亿元"])
def test_the_word_before_a_level_is_not_part_of_the_move(text: str) -> None:
    found = re.search(f"{RISE_ZH}|{FALL_ZH}", text)
    assert found is not None
    assert len(found[0]) == 1


@pytest.mark.parametrize("text", ["增幅一成", "跌幅不大"])
def test_the_name_of_a_move_is_a_move_without_a_way(text: str) -> None:
    assert moves(text)
    assert way_of(text) == ""
