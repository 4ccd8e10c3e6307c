"""First crossings, up and down: breaks if a fall below a line is confirmed by a rise above it, or a day is wrong by a lower line passed only later."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.checks import CHECKS, LOOKS
from liangrong.research.claims.verify.published.figures_file import read_figures

ROWS = """figure_id,date,scope,metric,value,unit,qualifier,half_ulp,source,note
low,2026-04-01,A-share,margin_trading_balance,26100,亿元,eq,0.5,bulletin,
first,2026-04-17,A-share,margin_trading_balance,27000,亿元,ge,,bulletin,first crossing
"""


@pytest.mark.parametrize(
    ("text", "day", "support"),
    [
        ("A股两融余额首次突破2.7万亿元。", date(2026, 4, 20), "supported"),
        ("A股两融余额首次跌破2.7万亿元。", date(2026, 4, 20), "refuted"),
        ("A股两融余额首次跌破2.6万亿元。", date(2026, 4, 20), "not_checkable"),
        ("A股两融余额首次跌破2.7万亿元。", date(2026, 4, 2), "not_checkable"),
        ("It was in early April 2026 that the margin trading balance first climbed over the 2.8 trillion yuan mark.", date(2026, 6, 1), "refuted"),
        ("It was in late May 2026 that the margin trading balance first climbed over the 2.8 trillion yuan mark.", date(2026, 6, 1), "not_checkable"),
        ("融资余额在2026年3月头一回越过2.7万亿元关口。", date(2026, 6, 1), "refuted"),
        ("两融余额在4月17日第一次越过3.1万亿元关口。", date(2026, 4, 20), "refuted"),
        ("两融余额在4月17日第一次越过2.7万亿元关口。", date(2026, 4, 20), "supported"),
        ("两融余额在2015年首次突破2万亿元。", date(2026, 4, 20), "not_checkable"),
    ],
)  # fmt: skip
def test_first_crossings(text: str, day: date, support: str) -> None:
    article = read_article(text, name="x", published=day)
    desk = Desk(published=read_figures(ROWS, place="rows.csv"))
    judged = check(article, extract(article, desk), CHECKS, desk, LOOKS).claims
    assert {one.judgement.verdict.support for one in judged if one.claim.figure is not None} == {support}
