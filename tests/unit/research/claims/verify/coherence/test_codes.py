"""Codes in brackets and in cells: breaks if another company's code passes, or a right one, or a code of Beijing, is refuted."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.coherence.codes import check_codes
from liangrong.research.claims.verify.coherence.outline import outline_of

NAMES = (("security:300901.SZ", ("甲子铜箔",)), ("security:688702.SH", ("乙丑微",)), ("security:920003.BJ", ("丙寅科技",)))
HEAD = "| 排名 | 股票名称 | 股票代码 | 融券余额(亿元) |\n|---|---|---|---|\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (HEAD + "| 1 | 甲子铜箔 | 300901 | 0.80 |\n| 2 | 乙丑微 | 688702 | 0.73 |", 0),
        (HEAD + "| 1 | 甲子铜箔 | 300910 | 0.80 |\n| 2 | 乙丑微 | 688702 | 0.73 |", 1),
        (HEAD + "| 1 | 丙寅科技 | 830003 | 0.80 |\n| 2 | 乙丑微 | 688702 | 0.73 |", 0),
        ("甲子铜箔（300910）的融券余额为0.80亿元。", 1),
        ("甲子铜箔（300901）的融券余额为0.80亿元。", 0),
    ],
)  # fmt: skip
def test_codes(text: str, wrong: int) -> None:
    desk = Desk(names=NAMES)
    article = read_article(text, name="x", published=date(2026, 3, 20))
    assert len(list(check_codes(outline_of(article, extract(article, desk)), desk))) == wrong
