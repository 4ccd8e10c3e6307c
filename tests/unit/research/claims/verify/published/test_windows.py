"""A growth that names its base is held against the published growth between the same two days."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.published.values import agree_with_published

GROWTH = PublishedFigure(
    "coal_growth", "financing_balance", "growth", "industry:sw1:煤炭", date(2016, 3, 31), date(2026, 3, 31),
    Interval.of(Fraction(-412, 1000), Fraction(-411, 1000)), "-41.15%", "elsewhere.txt",
)  # fmt: skip


@pytest.mark.parametrize(("printed", "support"), [("41.2%", "supported"), ("47.2%", "refuted")])
def test_the_window_from_base_to_day_is_the_published_one(printed: str, support: str) -> None:
    text = f"煤炭行业2026年3月31日的融资余额较2016年3月31日下降{printed}。"
    article = read_article(text, published=date(2026, 4, 2))
    desk = Desk(published=(GROWTH,))
    found = list(agree_with_published(article, extract(article, desk), desk))
    assert [ruling.judgement.verdict.support for ruling in found] == [support]
