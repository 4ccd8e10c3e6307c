"""Breaks if a row is not found under another name of its metric, subject or days, or if a true figure is called wrong because of one of them."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.research.claims.verify.published.own_rows import desk_of, said_with

FIGURES = """date,scope,metric,value,unit,source,figure_id,qualifier
2026-03-06,A-share,margin_balance_total,26512.74,亿元,own,total
2026-03-06,A-share,financing_balance,26335.18,亿元,own,fin
2026-03-06,A-share,short_balance,177.56,亿元,own,short
2026-03-06,A-share,daily_change_financing_balance,58.3,亿元,own,chg
2026-03-05,A-share,daily_change_financing_balance,-41.7,亿元,own,chg5
2026-03-06,A-share,margin_total/float_cap,2.58,%,own,ratio
2026-02-27,A-share,financing_balance,26290.41,亿元,own,fin27
2026-01-30,A-share,margin_balance_total,26930.88,亿元,own,high
2026-03-06,ChiNext,margin_balance_total,5612.36,亿元,own,cn
2026-02-24/2026-03-06,SW electronics,net_financing_purchase,132.75,亿元,own,el
2026-02-24/2026-03-06,SW banks,net_financing_purchase,-21.64,亿元,own,bk
2026-02-24/2026-03-06,SW non-bank finance,net_financing_purchase,44.91,亿元,own,nb
2026-02-24/2026-03-06,SW coal,net_financing_purchase,-9.83,亿元,own,coal
2026-02-24/2026-03-06,宁德时代 300750,net_financing_purchase,12.34,亿元,own,catl
2026-02-24/2026-03-06,贵州茅台 600519,net_financing_purchase,-7.65,亿元,own,mt
2026-03-06,东方财富 300059,financing_balance,245.67,亿元,own,df
2026-02-02/2026-02-27,A-share,net_financing_purchase,-312.6,亿元,own,feb
2026-03-04,长电科技 600584,daily_return,10.02,%,own,cd
2025-12-31,A-share,margin_accounts,1564,万户,own,accounts,gt
"""
DESK = desk_of(FIGURES)
PUBLISHED = date(2026, 3, 9)


def said(text: str) -> dict[str, str]:
    return said_with(DESK, text, PUBLISHED)


@pytest.mark.parametrize(
    ("text", "printed", "expected"),
    [
        ("截至3月6日，沪深京三市两融余额合计26512.74亿元。", "26512.74", "supported"),
        ("上周五收盘后，两市融资融券余额报26521.74亿元。", "26521.74", "wrong_value"),
        ("截至上周五，场内未偿还融资余额为26335.18亿元。", "26335.18", "supported"),
        ("截至上周五，场内融资余额为26512.74亿元。", "26512.74", "scope"),
        ("3月6日，市场融出证券市值177.56亿元。", "177.56", "supported"),
        ("上周五，杠杆资金逆势加仓58.3亿元。", "58.3", "supported"),
        ("3月6日，融资客净卖出58.3亿元。", "58.3", "wrong_sign"),
        ("截至3月6日，两融余额占A股总市值的比例为2.58%。", "2.58", "scope"),
        ("截至3月6日，两融余额占A股流通市值的比例为2.58%。", "2.58", "supported"),
        ("2月24日至3月6日，贵州茅台获融资客增持7.65亿元。", "7.65", "wrong_sign"),
        ("2月24日至3月6日，银行和煤炭分别净偿还9.83亿元、21.64亿元。", "9.83", "subject_drift"),
        ("截至3月5日，东方财富融资余额为245.67亿元。", "245.67", "wrong_date"),
        ("2月份，A股融资净偿还312.6亿元。", "312.6", "supported"),
        ("2月份，杠杆资金净买入A股312.6亿元。", "312.6", "wrong_sign"),
        ("长电科技（600584）3月5日涨停，涨幅10.02%。", "10.02", "wrong_date"),
        ("3月6日，A股融资余额26335.18亿元，较2月27日增加44.77亿元。", "44.77", "supported"),
        ("3月6日，A股融资余额26335.18亿元，较2月27日减少44.77亿元。", "44.77", "wrong_sign"),
        ("【两融日报】3月6日两融余额26512.74亿元。", "26512.74", "supported"),
        ("Margin debt on mainland exchanges stood at 2.56 trillion yuan on March 6.", "2.56", "wrong_value"),
        ("Outstanding cash loans ended last week at 2,633.52 billion yuan.", "2633.52", "supported"),
        ("Short positions outstanding were worth 177.6 billion yuan on March 6.", "177.6", "unit_slip"),
        ("On March 5, repayments exceeded new purchases by 4.17 billion yuan.", "4.17", "supported"),
        ("On March 5, margin purchases exceeded repayments by 4.17 billion yuan.", "4.17", "wrong_sign"),
        ("Margin debt on the STAR Market stood at 561.24 billion yuan on March 6.", "561.24", "not_checkable"),
        ("Since trading resumed on February 24, CATL has drawn 1.243 billion yuan of net leveraged buying.", "1.243", "wrong_value"),
        ("Between February 24 and March 6, leveraged investors poured 2.16 billion yuan into banks.", "2.16", "wrong_sign"),
        ("Coal suffered net repayments of 0.98 billion yuan between February 24 and March 6.", "0.98", "supported"),
        ("Leveraged investors were net sellers of 31.26 billion yuan in February.", "31.26", "supported"),
        ("On March 6, investors owed 24.57 billion yuan on East Money Information (300059).", "24.57", "supported"),
        ("East Money Information (300059). Margin loans stood at 2.457 billion yuan on March 6.", "2.457", "wrong_value"),
        ("2月24日至3月6日，电子融资净买入132.75亿元，非银金融获净买入44.19亿元。", "44.19", "wrong_value"),
        ("3月6日，两融余额26512.74亿元，比融资余额高出177.56亿元。", "177.56", "supported"),
        ("Electronics drew net margin purchases of 13.275 billion yuan between February 24 and March 6, 8.78 billion more than non-bank finance.",
         "8.78", "supported"),
        ("On 6 March 2026 the two-way balance was 2.65127 trillion yuan. On that day the financing balance was 2.65130 trillion yuan.",
         "2.65130", "wrong_value"),
        ("截至3月5日，存量融资余额26.3万亿元。", "26.3", "unit_slip"),
        ("The outstanding margin balance stood at 2.6512 trillion yuan on March 6, against 2.6931 trillion on January 30.", "2.6931", "supported"),
        ("The outstanding margin balance stood at 2.6152 trillion yuan on March 6, against 2.6931 trillion on January 30.", "2.6152", "wrong_value"),
        ("Changdian (600584) rose 10.02 percent on March 4.", "10.02", "supported"),
        ("到2025年底账户总数超过1464万户。", "1464", "supported"),
        ("到2025年底账户总数超过1574万户。", "1574", "not_checkable"),
        ("Coal and banks bucked the trend between February 24 and March 6: the former saw net repayments of 983 million yuan, the latter of 2.164 billion.",
         "2.164", "supported"),
        ("Coal and banks bucked the trend between February 24 and March 6: the former saw net repayments of 983 million yuan, the latter of 2.614 billion.",
         "2.614", "wrong_value"),
        ("Margin accounts exceeded 156.4 million at the end of 2025.", "156.4", "unit_slip"),
    ],
)  # fmt: skip
def test_a_row_is_found_by_what_is_meant(text: str, printed: str, expected: str) -> None:
    assert said(text).get(printed) == expected, said(text)


@pytest.mark.parametrize(
    "text",
    [
        "3月6日，沪市融资余额13402.5亿元，深市融资余额12850.3亿元。",
        "近五个交易日，融资客累计净买入302.6亿元。",
        "机构预计，到年底A股两融余额将达到2.8万亿元。",
        "2月24日至3月6日，通信行业净买入92.5亿元，机械设备净买入31.7亿元。",
        "3月3日，宁德时代获融资净买入15.27亿元。",
        "上周五，北向资金净流入85.3亿元。",
        "Financing in Shanghai stood at 1,340.25 billion yuan on March 6.",
        "In the United States, margin debt hit $1.23 trillion in February.",
        "BYD carried 25.61 billion yuan of margin debt on March 6.",
        "CATL's margin balance rose 8.4 percent between February 24 and March 6.",
        "Acmetron (12.34 billion yuan), CATL (1.234 billion yuan) led net purchases between February 24 and March 6.",
    ],
)
def test_what_has_no_row_is_not_called_wrong(text: str) -> None:
    assert not set(said(text).values()) - {"supported", "not_checkable"}, said(text)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("3月6日，A股两融余额26512.74亿元，再创历史新高。", "再创历史新高", "wrong_record"),
        ("3月5日，A股融资余额26276.88亿元，再创历史新高。", "再创历史新高", "wrong_record"),
        ("2月24日至3月6日，煤炭遭融资净偿还9.83亿元，在所有行业中最多。", "在所有行业中最多", "sort_order"),
        ("2月24日至3月6日，煤炭的净偿还额高于银行。", "煤炭的净偿还额高于银行", "sort_order"),
        ("2月24日至3月6日，银行的净偿还额高于煤炭。", "银行的净偿还额高于煤炭", "supported"),
        ("2月24日至3月6日，电子行业融资净买入额是非银金融的2.96倍。", "2.96", "supported"),
        ("2月24日至3月6日，电子行业融资净买入额是非银金融的3.96倍。", "3.96", "wrong_value"),
        ("Margin debt reached 2,651.27 billion yuan on March 6. That is the highest level since the market opened.",
         "That is the highest level since the market opened.", "wrong_record"),
    ],
)  # fmt: skip
def test_records_and_orders_follow_from_several_rows(text: str, words: str, expected: str) -> None:
    assert said(text).get(words) == expected, said(text)


def test_a_first_time_is_none_where_an_earlier_row_stood_higher() -> None:
    assert said("3月6日，A股两融余额首次突破2.65万亿元。")["2.65"] in ("wrong_date", "wrong_record")


def test_the_days_of_a_list_are_known_by_its_other_figures() -> None:
    text = "近期，电子、非银金融、银行行业融资净买入额分别为132.75亿元、44.91亿元、12.64亿元。"
    assert said(text)["132.75"] == "supported"
    assert said("近期，银行行业融资净偿还12.64亿元。")["12.64"] == "wrong_value", "one digit of four, and the only row there is"
    assert said("近期，银行行业融资净偿还35.12亿元。")["35.12"] == "not_checkable", "another number of another time"
