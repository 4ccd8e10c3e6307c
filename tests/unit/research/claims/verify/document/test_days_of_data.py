"""Breaks if a day that the text itself belies (of the latest reading, of the previous session, of a table, of data that end) is let pass."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.document.as_of import check_as_of
from liangrong.research.claims.verify.document.calendar_days import check_sessions_before

WRITTEN = date(2026, 5, 20)
TABLE = "Most borrowed shares, data at close of May 18, 2026\nName | Balance (million yuan)\nAlpha | 3.1\nBeta | 2.2\n"


def refuted(text: str) -> set[str]:
    """The words of all claims that are found wrong."""
    article = read_article(text, published=WRITTEN)
    desk = Desk()
    checked = check(article, extract(article, desk), (check_as_of, check_sessions_before), desk)
    return {one.claim.text for one in checked.claims if one.judgement.verdict.support == "refuted"}


@pytest.mark.parametrize(
    "text",
    [
        "上述规模为上一交易日（5月15日）收盘后的数据。",
        "The tally is that of the previous session (May 15).",
        "Margin debt stood at 2.71 trillion yuan on May 18. The latest reading, 2.69 trillion yuan on May 11, shows strength.",
        "5月18日两融余额为2.71万亿元。最新的两融余额为5月11日的2.69万亿元。",
        "The margin balance was 2.71 trillion yuan on May 19, according to a study whose data end on May 12.",
        TABLE + "The figures in the table are as of May 15, the desk notes.",
    ],
)
def test_a_day_that_the_text_belies(text: str) -> None:
    assert refuted(text)


@pytest.mark.parametrize(
    "text",
    [
        "上述规模为上一交易日（5月19日）收盘后的数据。",
        "5月18日，市场走弱。上一交易日（5月15日）两融余额增加20亿元。",
        "The tally is that of the previous session (May 19).",
        "Margin debt stood at 2.71 trillion yuan on May 11. The latest reading, 2.69 trillion yuan on May 18, shows strength.",
        "The margin balance was 2.71 trillion yuan on May 12, according to a study whose data end on May 12.",
        "The margin balance was 2.71 trillion yuan on May 19. Another study, whose data end on May 12, has 2.69 trillion yuan.",
        TABLE + "The figures in the table are as of May 18, the desk notes.",
        TABLE + "Turnover in the table of last week ran through May 15, the desk notes.",
    ],
)
def test_a_day_that_fits(text: str) -> None:
    assert not refuted(text)
