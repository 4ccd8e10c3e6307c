"""Quantities: value, unit, precision and hedge, and what is no quantity; each case worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.reading.figures import read_figures

D = Decimal
YI, WAN_YI, BILLION = D(10**8), D(10**12), D(10**9)


@pytest.mark.parametrize(
    ("text", "value", "unit", "kind", "size", "half"),
    [
        ("余额2.6万亿元", "2.6", "万亿元", Kind.MONEY, WAN_YI, "0.05"),
        ("余额26,012.35亿元", "26012.35", "亿元", Kind.MONEY, YI, "0.005"),
        ("余额83亿", "83", "亿元", Kind.MONEY, YI, "0.5"),
        ("市值12.4亿美元", "12.4", "亿美元", Kind.MONEY, YI, "0.05"),
        ("流入1.2万亿港元", "1.2", "万亿港元", Kind.MONEY, WAN_YI, "0.05"),
        ("两万亿元", "2", "万亿元", Kind.MONEY, WAN_YI, "0.5"),
        ("二万六千亿元", "26000", "亿元", Kind.MONEY, YI, "500"),
        ("成交百亿元", "100", "亿元", Kind.MONEY, YI, "50"),
        ("成交过亿元", "1", "亿元", Kind.MONEY, YI, "0.5"),
        ("连续5日净买入", "5", "days", Kind.DURATION, D(1), "0.5"),
        ("第38次刷新纪录", "38", "次", Kind.COUNT, D(1), "0"),
        ("22 posted gains", "22", "", Kind.COUNT, D(1), "0"),
        ("of 2.60 trillion yuan", "2.60", "trillion yuan", Kind.MONEY, WAN_YI, "0.005"),
        ("worth HK$90 billion", "90", "billion HKD", Kind.MONEY, BILLION, "0.5"),
        ("raised $1.24B today", "1.24", "billion USD", Kind.MONEY, BILLION, "0.005"),
        ("below Rmb1.7tn", "1.7", "trillion yuan", Kind.MONEY, WAN_YI, "0.05"),
        ("CNY2.5bn", "2.5", "billion yuan", Kind.MONEY, BILLION, "0.05"),
        ("a loan of 5 billion", "5", "billion", Kind.MONEY, BILLION, "0.5"),
        ("占2.61%", "2.61", "%", Kind.PERCENT, D("0.01"), "0.005"),
        ("回落三成", "3", "成", Kind.PERCENT, D("0.1"), "0.5"),
        ("增幅一成", "1", "成", Kind.PERCENT, D("0.1"), "0.5"),
        ("Three chip makers", "3", "makers", Kind.COUNT, D(1), "0"),
        ("两成半", "2.5", "成", Kind.PERCENT, D("0.1"), "0.25"),
        ("百分之三点五", "3.5", "%", Kind.PERCENT, D("0.01"), "0.05"),
        ("回升0.5个百分点", "0.5", "pp", Kind.PERCENTAGE_POINT, D("0.01"), "0.05"),
        ("up 1.5 percentage points", "1.5", "pp", Kind.PERCENTAGE_POINT, D("0.01"), "0.05"),
        ("下调25个基点", "25", "bp", Kind.BASIS_POINT, D("0.0001"), "0.5"),
        ("cut by 25 basis points", "25", "bp", Kind.BASIS_POINT, D("0.0001"), "0.5"),
        ("杠杆1.25倍", "1.25", "x", Kind.MULTIPLE, D(1), "0.005"),
        ("2x leverage", "2", "x", Kind.MULTIPLE, D(1), "0.5"),
        ("1.67 times leverage", "1.67", "x", Kind.MULTIPLE, D(1), "0.005"),
        ("按1:1.25配资", "1.25", "1:n", Kind.RATIO, D(1), "0.005"),
        ("5.2亿股", "5.2", "亿股", Kind.SHARES, YI, "0.05"),
        ("300万手", "300", "万手", Kind.SHARES, D(10**6), "0.5"),
        ("十二家券商", "12", "家券商", Kind.COUNT, D(1), "0"),
        ("31个申万一级行业", "31", "个申万一级行业", Kind.COUNT, D(1), "0"),
        ("154.2万户", "154.2", "万户", Kind.COUNT, D(10**4), "0.05"),
        ("three tech firms", "3", "firms", Kind.COUNT, D(1), "0"),
        ("14.6 million accounts", "14.6", "million", Kind.COUNT, D(10**6), "0.05"),
        ("the number of accounts reached 1.5 million", "1.5", "million", Kind.COUNT, D(10**6), "0.05"),
        ("a 70-billion-parameter model", "70", "billion", Kind.COUNT, BILLION, "0.5"),
        ("位居第三", "3", "第", Kind.RANK, D(1), "0"),
        ("排进前五。", "5", "前", Kind.RANK, D(1), "0"),
        ("位居榜首", "1", "第", Kind.RANK, D(1), "0"),
        ("ranked third-largest", "3", "th", Kind.RANK, D(1), "0"),
        ("Only 12 stocks", "12", "stocks", Kind.COUNT, D(1), "0"),
        ("the third-largest", "3", "th", Kind.RANK, D(1), "0"),
        ("the top ten", "10", "top", Kind.RANK, D(1), "0"),
        ("沪指重返4000点", "4000", "点", Kind.POINTS, D(1), "0.5"),
        ("the RSI hit 81", "81", "points", Kind.POINTS, D(1), "0.5"),
        ("期限6个月", "6", "months", Kind.DURATION, D(1), "0.5"),
        ("的9年间", "9", "years", Kind.DURATION, D(1), "0.5"),
        ("5 trading days", "5", "sessions", Kind.DURATION, D(1), "0.5"),
        ("a ninth consecutive session", "9", "sessions", Kind.DURATION, D(1), "0"),
        ("720,000 tons/year", "720000", "tons/year", Kind.NUMBER, D(1), "0.5"),
        ("报20.5元/股", "20.5", "元/股", Kind.NUMBER, D(1), "0.05"),
        ("两市成交额翻番", "100", "%", Kind.PERCENT, D("0.01"), "5"),
        ("sales doubled", "100", "%", Kind.PERCENT, D("0.01"), "5"),
        ("５．５％", "5.5", "%", Kind.PERCENT, D("0.01"), "0.05"),
        ("２，０００亿元", "2000", "亿元", Kind.MONEY, YI, "0.5"),
    ],
)
def test_one_quantity(text: str, value: str, unit: str, kind: Kind, size: Decimal, half: str) -> None:
    [found] = read_figures(text)
    assert (found.value, found.unit, found.kind, found.size, found.half_ulp) == (D(value), unit, kind, size, D(half))
    assert text[found.start : found.end] == found.text


@pytest.mark.parametrize(
    ("text", "printed", "hedge"),
    [
        ("规模超700亿元", "超700亿元", Hedge.OVER),
        ("规模突破了2万亿元", "突破了2万亿元", Hedge.OVER),
        ("首次站上2.5万亿元", "站上2.5万亿元", Hedge.OVER),
        ("约1.2倍", "约1.2倍", Hedge.ABOUT),
        ("占10%左右", "10%左右", Hedge.ABOUT),
        ("降至百亿水平", "百亿水平", Hedge.ABOUT),
        ("~0.02%", "~0.02%", Hedge.ABOUT),
        ("近三成", "近三成", Hedge.NEARLY),
        ("不足5%", "不足5%", Hedge.UNDER),
        ("达到4%以上", "4%以上", Hedge.AT_LEAST),
        ("不低于100%", "不低于100%", Hedge.AT_LEAST),
        ("上百家公司", "上百家公司", Hedge.AT_LEAST),
        ("控制在3%以内", "3%以内", Hedge.AT_MOST),
        ("不超过20%", "不超过20%", Hedge.AT_MOST),
        ("不得低于150%", "不得低于150%", Hedge.AT_LEAST),
        ("尚未突破3万亿元", "尚未突破3万亿元", Hedge.AT_MOST),
        ("it may not fall below 130%", "not fall below 130%", Hedge.AT_LEAST),
        ("净买入超亿元", "超亿元", Hedge.OVER),
        ("40多个市场", "40多个", Hedge.OVER),
        ("十余家券商", "十余家券商", Hedge.OVER),
        ("高达75%", "75%", Hedge.NONE),
        ("达到了2.3万亿元", "2.3万亿元", Hedge.NONE),
        (">85%", ">85%", Hedge.OVER),
        ("by approximately 67.4 billion yuan", "approximately 67.4 billion yuan", Hedge.ABOUT),
        ("exceeding 10 billion yuan", "exceeding 10 billion yuan", Hedge.OVER),
        ("it breached the 2.5 trillion yuan threshold", "breached the 2.5 trillion yuan", Hedge.OVER),
        ("it is above the 4.9% average", "4.9%", Hedge.NONE),
        ("at least 5 billion yuan", "at least 5 billion yuan", Hedge.AT_LEAST),
        ("should not exceed 5 trading days", "not exceed 5 trading days", Hedge.AT_MOST),
        ("within 12%", "within 12%", Hedge.AT_MOST),
        ("falls below 130%", "below 130%", Hedge.UNDER),
        ("over 5,000 stocks", "over 5,000 stocks", Hedge.OVER),
        ("附近3%", "3%", Hedge.NONE),
    ],
)
def test_hedges_belong_to_the_figure_that_they_touch(text: str, printed: str, hedge: Hedge) -> None:
    [found] = read_figures(text)
    assert (found.text, found.hedge) == (printed, hedge)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("年利率6%-8%", "6", "8"),
        ("6.5%－7.5%之间", "6.5", "7.5"),
        ("of 1 to 1.5 times", "1", "1.5"),
        ("between 5% and 7%", "5", "7"),
        ("760 - 790 yuan/m³", "760", "790"),
        ("100亿至200亿元", "100", "200"),
        ("80-100亿元", "80", "100"),
        ("3至5个工作日", "3", "5"),
    ],
)
def test_a_range_is_one_figure(text: str, low: str, high: str) -> None:
    [found] = read_figures(text)
    assert (found.value, found.upper) == (D(low), D(high))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("涨幅分别为8%和3%", ["8", "3"]),
        ("从80%提高至100%", ["80", "100"]),
        ("from 5% to 7%", ["5", "7"]),
        ("growing from two to nine", ["2", "9"]),
        ("-37.14%，此前为+9.99%", ["-37.14", "9.99"]),
        ("分别为12.5、13.6和14.7亿元", ["12.5", "13.6", "14.7"]),
        ("涨1.5%（前值2.5%）", ["1.5", "2.5"]),
        ("24 of the 31 sectors", ["24", "31"]),
        ("从3%-2%之间", ["3", "2"]),
    ],
)
def test_two_figures_are_two(text: str, values: list[str]) -> None:
    found = read_figures(text)
    assert [one.value for one in found] == [D(value) for value in values]
    assert all(one.upper is None for one in found)


def test_a_list_shares_the_unit_behind_its_last_number() -> None:
    assert [one.unit for one in read_figures("分别为12.5、13.6和14.7亿元")] == ["亿元"] * 3
    assert [one.unit for one in read_figures("收于3,900，涨1.5%")] == ["", "%"]


@pytest.mark.parametrize(
    "text",
    [
        "2025年9月17日", "9月17日", "2024-07-10", "24.07.10", "20260116", "10:30", "15时30分", "下午3点", "2H2025", "H1 2025", "Q3", "in 2015", "since 2022",
        "300502.SZ", "（688052）", "00700.HK", "[1][4]", "[12]", "13812345678", "010-12345678", "800G光模块", "1.6T modules", "5G", "8-inch wafers", "9·24",
        "“9·24”行情", "T+1", "沪深300", "中证500指数", "科创50ETF", "the Star 50 Index", "all Star 50 stocks", "the CSI 300", "S&P 500", "Magnificent 7", "a level of C4", "B50", "GPT-4",
        "Group 2: Risk", "1. 核心观点", "3.1 概述", "（1）", "第三季度", "第一次", "第5条", "一些", "统一", "一直", "十分明显", "一级行业", "二级市场", "十五五规划",
        "one of the best", "第14届", "www.a1.com/2/3", "AI 2.0", "工业4.0", "近十年", "over the past 12 months", "数千亿元", "几十家", "百亿级私募", "一成不变", "公告〔2023〕47号", "第三次会议",
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_none(text: str) -> None:
    assert read_figures(text) == ()


def test_offsets_count_from_where_the_text_stands() -> None:
    [found] = read_figures("增长5%", offset=100)
    assert (found.start, found.end, found.text) == (102, 104, "5%")
