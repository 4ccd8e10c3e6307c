"""Breaks if a claim whose grammar is not understood is no longer held against the row that its words can only mean, or against another's."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.published.checks import CHECKS
from liangrong.research.claims.verify.published.cues import flow_of, way_of
from liangrong.research.claims.verify.published.figures_file import names_in_figures, read_figures
from liangrong.research.claims.verify.published.whom import Whom

FIGURES = """date,scope,metric,value,unit,source,figure_id,qualifier
2026-03-05,A-share,margin_balance_total,26481.20,亿元,own,total5,eq
2026-03-06,A-share,margin_balance_total,26512.74,亿元,own,total,eq
2026-03-06,A-share,margin_total/float_cap,2.58,%,own,ratio,eq
2026-03-06,ChiNext,margin_balance_total,5612.36,亿元,own,cn,eq
2026-03-06,SSE,financing_balance,13402.10,亿元,own,sse,eq
2026-03-06,SZSE,financing_balance,12858.77,亿元,own,szse,eq
2026-02-01/2026-02-28,SW electronics,net_financing_purchase,132.75,亿元,own,el,eq
2026-02-01/2026-02-28,SW computers,net_financing_purchase,61.4,亿元,own,me,eq
2026-02-01/2026-02-28,SW steel,net_financing_purchase,-21.64,亿元,own,st,eq
2026-02-01/2026-02-28,SW coal,net_financing_purchase,-9.83,亿元,own,coal,eq
2026-02-01/2026-02-28,SW utilities,net_financing_purchase,12.2,亿元,own,ut,eq
2025-12-31/2026-02-27,SW steel,pct_change_financing_balance,-7.3,%,own,stg,eq
2026-02-01/2026-02-28,贵州茅台 600519,net_financing_purchase,-7.65,亿元,own,mt,eq
2026-01,A-share,new margin accounts,12.40,万户,own,jan,eq
2026-02,A-share,new margin accounts,15.87,万户,own,feb,eq
"""
DESK = Desk(published=read_figures(FIGURES, place="own.csv"), names=names_in_figures(FIGURES, place="own.csv"))
SUPPORTED, REFUTED, OPEN = {"supported"}, {"refuted"}, {"not_checkable"}


def verdicts(text: str) -> set[str]:
    """What the room says of the claims of a text, without those that it leaves open where it decides any."""
    article = read_article(text, published=date(2026, 3, 9))
    found = {str(one.judgement.verdict.support) for one in check(article, extract(article, DESK), CHECKS, DESK).claims}
    return found - OPEN or OPEN


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Electronics soaked up 13.275 billion yuan of margin money in February 2026.", SUPPORTED),
        ("Electronics soaked up 1.3275 billion yuan of margin money in February 2026.", REFUTED),
        ("2026年2月，杠杆资金从钢铁股抽走21.64亿元。", SUPPORTED),
        ("2026年2月，杠杆资金向钢铁股注入21.64亿元。", REFUTED),
        ("Kweichow Moutai (600519) was on the repayment side in February 2026, to the tune of 765 million yuan.", SUPPORTED),
        ("Steel's financing balance fell 7.3 percentage points between December 31, 2025 and February 27, 2026.", REFUTED),
        ("Steel prices fell 7.4% between December 31, 2025 and February 27, 2026.", OPEN),
        ("截至3月6日，两融余额已相当于A股流通市值的25.8%。", REFUTED),
        ("截至3月6日，两融余额已相当于A股流通市值的2.58%。", SUPPORTED),
    ],
)
def test_a_figure_belongs_to_whom_and_when_it_names(text: str, expected: set[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("截至3月6日，创业板的杠杆存量已跨过五千六百亿元关口。", SUPPORTED),
        ("直到3月6日，创业板的两融余额都没有到过5500亿元。", REFUTED),
        ("On March 6, ChiNext's margin balance was yet to reach 600 billion yuan.", SUPPORTED),
        ("On March 6, combined margin balances had dropped below 2.6 trillion yuan.", REFUTED),
        ("截至3月6日，创业板两融余额距纪录不足40亿元。", OPEN),
    ],
)
def test_a_bound_is_held_against_the_level_of_its_day(text: str, expected: set[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026年2月，煤炭板块遇冷，杠杆资金不进反退。", SUPPORTED),
        ("2026年2月，煤炭股受融资客青睐。", REFUTED),
        ("Margin traders cut their exposure to steel stocks in February 2026.", SUPPORTED),
        ("Leveraged accounts turned net buyers of steel stocks in February 2026.", REFUTED),
        ("Leveraged money did not leave computer stocks in February 2026.", OPEN),
        ("On March 6 the combined margin balance fell to 2.65 trillion yuan.", REFUTED),
        ("2026年2月新开两融账户数较1月下滑。", REFUTED),
    ],
)
def test_a_direction_is_decided_by_the_sign_of_the_rows(text: str, expected: set[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月6日，沪市融资余额比深市多543.33亿元。", SUPPORTED),
        ("3月6日，沪市融资余额比深市多643.33亿元。", {"refuted"}),
        ("Steel and coal together lost 3.147 billion yuan of margin money in February 2026.", SUPPORTED),
        ("2026年2月新开两融账户15.87万户，环比增加28.0%。", SUPPORTED),
        ("Electronics drew 7.135 billion yuan more in net margin buying than computers in February 2026.", SUPPORTED),
        ("Net inflows in February 2026 ran, from largest to smallest, computers, electronics, utilities.", REFUTED),
        ("Net inflows in February 2026 ran, from largest to smallest, electronics, computers, utilities.", SUPPORTED),
    ],
)
def test_what_follows_from_several_rows_is_computed(text: str, expected: set[str]) -> None:
    assert verdicts(text) == expected


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("Ping An Bank stocks", ()),
        ("Hualian Steel shares rose", ()),
        ("steel prices", ()),
        ("Shanghai's balance", ("exchange:SSE",)),
        ("the Shanghai Composite", ()),
        ("food, steel-sector names", ("industry:sw1:钢铁",)),
        ("华联钢铁获买入", ()),
        ("从钢铁股撤出", ("industry:sw1:钢铁",)),
    ],
)
def test_only_who_is_meant_is_named(text: str, scopes: tuple[str, ...]) -> None:
    assert tuple(one.scope for one in Whom(DESK).named(text)) == scopes


@pytest.mark.parametrize(
    ("text", "flow"),
    [
        ("from net selling to net buying", 1),
        ("净流入转为净流出", -1),
        ("没有流入", 0),
        ("both bought and sold", 0),
        ("a favourite", 1),
    ],
)
def test_money_comes_or_goes(text: str, flow: int) -> None:
    assert flow_of(text) == flow


@pytest.mark.parametrize(("text", "way"), [("eroded 5%", -1), ("put on 5%", 1), ("并未增加", 0), ("rose and fell", 0)])
def test_things_grow_or_shrink(text: str, way: int) -> None:
    assert way_of(text) == way
