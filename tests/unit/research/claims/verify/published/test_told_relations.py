"""Breaks if shares, gaps and directions of two published rows are not decided both ways, or if words that leave a choice are called false."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.published.checks import CHECKS
from liangrong.research.claims.verify.published.figures_file import names_in_figures, read_figures

FIGURES = """date,scope,metric,value,unit,source,figure_id,qualifier
2026-03-06,A-share,margin_balance_total,26512.74,亿元,own,total
2026-02-27,A-share,margin_balance_total,26201.35,亿元,own,total27
2026-03-06,A-share,short_balance,177.56,亿元,own,short
2026-03-06,SSE,financing_balance,13411.20,亿元,own,sse
2026-03-06,SZSE,financing_balance,12848.60,亿元,own,szse
2026-03-06,ChiNext,margin_balance_total,5302.55,亿元,own,cn
2026-02-27,A-share,margin_total/float_cap,2.51,%,own,ratio27
2026-03-06,A-share,margin_total/float_cap,2.58,%,own,ratio
2026-03-06,SSE Composite,daily_return,0.43,%,own,sh
2026-03-06,ChiNext Index,daily_return,-0.92,%,own,cyb
2026-03-02/2026-03-06,SW electronics,net_financing_purchase,132.75,亿元,own,el
2026-03-02/2026-03-06,SW banks,net_financing_purchase,-21.64,亿元,own,bk
2026-03-02/2026-03-06,SW coal,net_financing_purchase,-9.83,亿元,own,coal
2026-03-02/2026-03-06,SW non-bank finance,net_financing_purchase,44.91,亿元,own,nb
2026-01,A-share,new margin accounts,14.20,万户,own,jan
2026-02,A-share,new margin accounts,11.65,万户,own,feb
"""
DESK = Desk(published=read_figures(FIGURES, place="own.csv"), names=names_in_figures(FIGURES, place="own.csv"))
PUBLISHED = date(2026, 3, 9)


def said(text: str) -> list[str]:
    """What the room decides, claim by claim, undecided ones left out."""
    article = read_article(text, published=PUBLISHED)
    answers = [str(one.judgement.verdict.support) for one in check(article, extract(article, DESK), CHECKS, DESK).claims]
    return [one for one in answers if one != "not_checkable"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3月6日，创业板两融余额约占全市场的五分之一。", "supported"),
        ("3月6日，创业板两融余额约占全市场的三分之一。", "refuted"),
        ("On March 6 short positions came to 0.67% of all margin balances.", "supported"),
        ("On March 6 short positions came to 6.7% of all margin balances.", "refuted"),
        ("3月2日至6日这一周，非银金融的融资净买入额约为电子的三成四。", "supported"),
        ("3月2日至6日这一周，非银金融的融资净买入额约为电子的七成。", "refuted"),
        ("3月6日，沪市融资余额比深市多562.6亿元。", "supported"),
        ("3月6日，沪市融资余额比深市少562.6亿元。", "refuted"),
        ("3月6日，沪市融资余额比深市多762.6亿元。", "refuted"),
        ("3月6日，创业板指下跌0.92%，两市融资盘仍在。", "supported"),
        ("3月6日，沪指下跌0.43%，两市融资盘仍在。", "refuted"),
        ("The ChiNext Index fell on a day when the Shanghai Composite rose, March 6 data show.", "supported"),
        ("The ChiNext Index rose on a day when the Shanghai Composite fell, March 6 data show.", "refuted"),
        ("3月2日至6日，融资客加仓电子而减仓银行。", "supported"),
        ("3月2日至6日，融资客加仓银行而减仓电子。", "refuted"),
        ("3月6日，深市融资余额高于沪市。", "refuted"),
        ("截至3月6日的五个交易日，非银金融获融资净买入44.91亿元。", "supported"),
        ("截至3月6日的五个交易日，煤炭获融资净买入9.83亿元。", "refuted"),
        ("3月6日（2026年），两融余额为26512.74亿元。", "supported"),
        ("Since February 27 margin debt relative to float capitalisation has risen.", "supported"),
        ("Since February 27 margin debt relative to float capitalisation has eased.", "refuted"),
        ("New margin accounts rose from January to February, to 116,500.", "refuted"),
    ],
)
def test_a_relation_of_two_rows_is_decided_both_ways(text: str, expected: str) -> None:
    assert set(said(text)) == {expected}, said(text)


@pytest.mark.parametrize(
    "text",
    [
        "3月2日至6日，银行板块的融资净偿还主要来自股份制银行。",
        "3月6日，沪市融资余额增速高于深市。",
        "3月6日，创业板融资余额占市值的3.4%。",
        "3月6日，电子与煤炭的融资余额此消彼长。",
    ],
)
def test_what_no_row_tells_stays_undecided(text: str) -> None:
    assert said(text) == []


def test_what_others_did_as_well_is_read_from_the_clause_before() -> None:
    assert said("3月2日至6日，银行遭融资净偿还，煤炭亦然。") == ["supported", "supported"]
    assert said("3月2日至6日，银行遭融资净偿还，电子亦然。") == ["supported", "refuted"]
