"""What no figure near the published ones can be: breaks if a share out of all scale passes, or if one of another time or of somebody else is refuted."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.checks import CHECKS, LOOKS
from liangrong.research.claims.verify.published.figures_file import read_figures

ROWS = """figure_id,date,scope,metric,value,unit,half_ulp,source
total,2026-03-17,A-share,margin_trading_balance,24000,亿元,0.5,bulletin
share,2026-03-17,A-share,margin_total/float_cap,2.4,%,0.05,bulletin
short,2026-03-17,A-share,short_balance,160,亿元,0.5,bulletin
rsi,2026-03-19,SSE Composite,RSI(14),83,points,0.5,bulletin
one,2026-01-05/2026-03-17,SW electronics,net_financing_purchase,812.4,亿元,0.05,bulletin
two,2026-01-05/2026-03-17,SW coal,net_financing_purchase,-9.3,亿元,0.05,bulletin
three,2026-01-05/2026-03-17,SW power equipment,net_financing_purchase,401.5,亿元,0.05,bulletin
"""


def found(text: str) -> list[str]:
    """How the last claim is judged, in a text of 2026-03-20, a Friday."""
    article = read_article(text, name="x", published=date(2026, 3, 20))
    desk = Desk(published=read_figures(ROWS, place="rows.csv"))
    judged = check(article, extract(article, desk), CHECKS, desk, LOOKS).claims
    return [judged[-1].judgement.verdict.support]


@pytest.mark.parametrize(
    ("text", "support"),
    [
        # 16 billion over 2,400 billion / 2.4 % = 100 trillion is 0.016 %
        ("融券余额占A股流通市值比例已降至0.16%。", "refuted"),
        ("融券余额占A股流通市值比例已降至0.02%。", "not_checkable"),
        ("融券余额只相当于A股流通市值的1.6%。", "refuted"),
        ("融券余额占A股流通市值比例在2015年曾达0.2%。", "not_checkable"),
        ("该股流通市值中，融券余额占1.6%。", "not_checkable"),
        # a share that is turned round is held against its row
        ("A股流通市值中，两融余额在2026年3月17日占到24%。", "refuted"),
        ("A股流通市值里，2026年3月17日两融余额占2.4%。", "supported"),
        ("Of the A-share float market cap, the margin trading balance made up 24% on March 17, 2026.", "refuted"),
        # a reading of the session before, but for one digit
        ("An overbought Shanghai Composite Index with an RSI of 73 is a warning.", "refuted"),
        ("The Shanghai Composite Index has an RSI of 82.", "not_checkable"),
        ("The Shanghai Composite Index had an RSI of 73 last week.", "not_checkable"),
        # the noun says which way it went
        ("From January 5 to March 17, 2026, electronics and power equipment received net outflows of margin money.", "refuted"),
        ("From January 5 to March 17, 2026, electronics and power equipment drew net inflows of margin money.", "supported"),
        ("In 2024, electronics and power equipment received net outflows of margin money.", "not_checkable"),
    ],
)  # fmt: skip
def test_what_cannot_be(text: str, support: str) -> None:
    assert found(text) == [support]
