"""What reports say in more than one breath: two values and their change, parts and lists, pronouns, headlines, rules by business."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from tests.unit.research.claims.extract.said import Want, misses

CASES: tuple[tuple[str, tuple[Want, ...]], ...] = (
    ("10月新开两融账户8.3万户，9月为7.5万户，环比增长10.7%；去年同月为5.2万户，同比增长59.6%。", (
        Want("10.7", "new_margin_accounts", "growth", period="2024-10-01..2024-10-31", base="2024-09-01..2024-09-30"),
        Want("5.2", "new_margin_accounts", "level", period="2023-10-01..2023-10-31"),
        Want("59.6", "new_margin_accounts", "growth", period="2024-10-01..2024-10-31", base="2023-10-01..2023-10-31"))),
    ("11月14日融资余额18,320亿元，前一日18,275亿元，增加45亿元。", (
        Want("45", "financing_balance", "change", period="2024-11-14", base="2024-11-13", direction="up"),)),
    ("创业板两融余额11月14日为4,120亿元，较11月7日增加36亿元，当时为4,084亿元。", (
        Want("4084", "margin_trading_balance", "level", "board:chinext", "2024-11-07"),)),
    ("The margin trading balance slid from 1.86 trillion yuan at the end of October to 1.84 trillion yuan on November 14, down 20 billion yuan.", (
        Want("1.86", period="2024-10-31"), Want("1.84", period="2024-11-14", base="2024-10-31"),
        Want("20", aspect="change", period="2024-11-14", base="2024-10-31", direction="down"))),
    ("The financing balance ended last week at 1,832 billion yuan, against 1,815 billion yuan a week earlier, a gain of 17 billion yuan.", (
        Want("1815", "financing_balance", "level", period="2024-11-04..2024-11-10"),
        Want("17", "financing_balance", "change", period="2024-11-11..2024-11-17", base="2024-11-04..2024-11-10"))),
    ("Outstanding margin debt reached 1.851 trillion yuan on Thursday, of which 1.84 trillion yuan was financing and 11 billion yuan was securities lending.", (
        Want("1.851", "margin_trading_balance", "level"), Want("1.84", "financing_balance", "level"), Want("11", "short_balance", "level"))),
    ("The securities lending balance was 10.4 billion yuan on November 14, a fraction of the 1.85 trillion yuan margin balance. It had been 71 billion yuan at the end of 2023.", (
        Want("71", "short_balance", "level", period="2023-12-31"),)),
    ("That is 8 per cent below the high of 2.27 trillion yuan of June 2015.", (
        Want("8", aspect="growth", direction="down", base="2015-06-01..2015-06-30"),)),
    ("融资余额自9月以来已连续11周上升。", (Want("11", "financing_balance", "streak"),)),
    ("The CSI 300 rose 12.4% over the past year.", (Want("12.4", aspect="growth", scope="index:000300.SH", direction="up", base=""),)),
    ("Lending on software stocks tripled in October to 31 billion yuan.", (Want("200", aspect="growth", direction="up"),)),
    ("The fall since June exceeds 30 per cent.", (Want("30", aspect="growth", direction="down"),)),
    ("融资余额较2015年高点低19%。", (Want("19", "financing_balance", "growth", direction="down"),)),
    ("两融余额占流通市值的比重由10月末的2.31%升至2.36%，上升0.05%。", (
        Want("0.05", "margin_trading_balance_to_float_cap", "growth", direction="up"),)),
    ("传媒行业获融资净买入21亿元，汽车净偿还9亿元，煤炭遭净偿还3亿元。", (
        Want("21", "net_financing_purchase", scope="industry:sw1:传媒", direction="in"),
        Want("9", "net_financing_purchase", scope="industry:sw1:汽车", direction="out"),
        Want("3", "net_financing_purchase", scope="industry:sw1:煤炭", direction="out"))),
    ("传媒、汽车、煤炭三个行业的融资余额分别为310亿元、620亿元和95亿元，合计1,025亿元；较9月末分别增加12亿元、5亿元和减少1亿元。", (
        Want("1025", "financing_balance", scope=""), Want("12", aspect="change", scope="industry:sw1:传媒", place=1),
        Want("1", aspect="change", scope="industry:sw1:煤炭", place=3, direction="down"))),
    ("Media and steel led with net purchases of 3.2 billion yuan and 2.7 billion yuan, together 5.9 billion yuan.", (
        Want("3.2", scope="industry:sw1:传媒", place=1), Want("2.7", scope="industry:sw1:钢铁", place=2))),
    ("Margin traders bought 4.4 billion yuan of BYD, 2.1 billion of CATL.", (
        Want("4.4", "net_financing_purchase", scope="security:002594.SZ", direction="in"), Want("2.1", scope="security:300750.SZ"))),
    ("Financing balance: SSE 920bn, SZSE 880bn, BSE 6bn. Total 1,806bn.", (
        Want("880", "financing_balance", scope="exchange:SZSE"), Want("6", scope="exchange:BSE"), Want("1806", "financing_balance", scope="market"))),
    ("Short interest climbed to 12 billion yuan.", (Want("12", "short_balance", nature="fact"),)),
    ("The minimum margin ratio for financing is 80%, which allows leverage of 1.25 times. For short selling it is 100%, and 120% for private funds.", (
        Want("80", "financing_margin_ratio"), Want("1.25", "leverage_multiple", "formula"), Want("100", "short_margin_ratio"), Want("120", "short_margin_ratio"))),
    ("Short sellers have had to post a margin of at least 80% since October 30, 2023, and 100% since July 22, 2024.", (
        Want("80", "short_margin_ratio", nature="fact"), Want("100", "short_margin_ratio", period="2024-07-22..2024-11-18"))),
    ("保证金比例为80%时，60万元保证金最多可融资75万元。", (Want("75", "financing_limit", "formula"),)),
    ("三大板块吸金超90亿元。", (Want("90", "net_financing_purchase", direction="in"),)),
    ("银行业的融资余额增加了两成。", (Want("20", "financing_balance", "growth"),)),
    ("The balance passed 1.85 trillion yuan for the first time on November 14, when the margin debt hit 1.851 trillion yuan.", (Want("1.85", aspect="crossing"),)),
    ("11月15日是周五。", (Want("-", aspect="date"),)),
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text[:24] for text, _ in CASES])
def test_what_a_report_claims(text: str, wanted: tuple[Want, ...]):
    assert misses(text, wanted, None) == []


def read(text: str, published: date) -> tuple[Article, tuple[Claim, ...]]:
    article = read_article(text, published=published)
    return article, extract(article, Desk())


def test_a_headline_holds_on_the_day_of_its_text():
    text = "两融余额单日增加52亿元\n11月14日，两融余额报18,510亿元，较前一交易日的18,458亿元增加52亿元。"
    _, claims = read(text, date(2024, 11, 15))
    head = claims[0]
    assert head.figure is not None
    assert (str(head.figure.value), str(head.period), str(head.base)) == ("52", "2024-11-14", "2024-11-13")


def test_a_headline_of_long_ago_stays_on_its_day():
    """The only value below is of a month nine years back, which no headline of the day means."""
    _, claims = read("两融余额增加52亿元\n2015年6月18日，两融余额单日增加300亿元。", date(2024, 11, 15))
    assert str(claims[0].period) == "2024-11-15"


def test_a_column_named_by_a_day_holds_on_it():
    table = (
        "Table 2. Financing balance by board (billion yuan)\nBoard | 2023-12-31 | 2024-06-30 | Change\nChiNext | 310.5 | 298.1 | -12.4\n"
        "STAR Market | 120.2 | 131.0 | +10.8\n"
    )
    _, claims = read(table, date(2024, 7, 3))
    chinext = [claim for claim in claims if claim.scope == "board:chinext"]
    assert [(claim.metric, claim.aspect.value, str(claim.period)) for claim in chinext] == [
        ("financing_balance", "level", "2023-12-31"),
        ("financing_balance", "level", "2024-06-30"),
        ("financing_balance", "change", "2024-06-30"),
    ]
    assert str(chinext[-1].base) == "2023-12-31"
    assert chinext[-1].direction == "down"


def test_a_part_is_not_what_is_spoken_of_next():
    text = "融资余额周环比增加88亿元，其中传媒行业贡献21亿元。融资买入额合计6,200亿元。"
    _, claims = read(text, date(2024, 11, 15))
    assert [(claim.metric, claim.scope) for claim in claims if claim.figure][-1] == ("financing_buy_amount", "market")
