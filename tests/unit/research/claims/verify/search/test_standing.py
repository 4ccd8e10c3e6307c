"""What a text says of now against the latest row and its own exact figure: breaks if a slip passes, or if what may be another day's is refuted."""

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
now,2026-05-19,A-share,financing_balance,24863.57,亿元,0.005,bulletin
step,2026-05-19,A-share,daily_change_financing_balance,-163.2,亿元,0.05,bulletin
old,2025-11-03,A-share,financing_balance,21350.44,亿元,0.005,bulletin
"""


def found(text: str) -> set[str]:
    """How all claims with a figure are judged, on the day after the latest row."""
    article = read_article(text, name="x", published=date(2026, 5, 20))
    desk = Desk(published=read_figures(ROWS, place="rows.csv"))
    judged = check(article, extract(article, desk), CHECKS, desk, LOOKS).claims
    return {one.judgement.verdict.support for one in judged if one.claim.figure is not None}


@pytest.mark.parametrize(
    ("text", "support"),
    [
        ("The A-share margin financing balance has now reached 2.49 trillion yuan.", "supported"),
        ("The A-share margin financing balance has now reached 2.94 trillion yuan.", "refuted"),
        ("The A-share margin financing balance has now reached 249 billion yuan.", "refuted"),
        ("The A-share margin financing balance has now reached 2.31 trillion yuan.", "not_checkable"),
        ("The A-share margin financing balance had reached 2.94 trillion yuan before the crash.", "not_checkable"),
        ("A股融资余额突破2.4万亿元。", "supported"),
        ("A股融资余额突破24万亿元。", "refuted"),
        ("A股融资余额目标为24.9万亿元。", "not_checkable"),
        ("The financing balance of the A-share market decreased by 16.32 billion yuan from the previous trading session.", "supported"),
        ("The financing balance of the A-share market increased by 16.32 billion yuan from the previous trading session.", "refuted"),
        ("The financing balance of the A-share market decreased by 163.2 billion yuan from the previous trading session.", "refuted"),
    ],
)  # fmt: skip
def test_what_is_told_of_now(text: str, support: str) -> None:
    assert found(text) == {support}


EXACT = "2026年5月19日，A股融资余额为24,863.57亿元。"
EXACT_EN = "On May 19, 2026, the A-share margin financing balance stood at 2,486.357 billion yuan. "


@pytest.mark.parametrize(
    ("text", "said", "support"),
    [
        # another level of the same time
        (EXACT_EN + "The A-share margin financing balance has now reached 3.17 trillion yuan.", "3.17 trillion", "refuted"),
        (EXACT + "综上，融资余额升至2.59万亿元，是市场情绪的缩影。", "2.59万亿", "refuted"),
        (EXACT + "综上，融资余额升至2.49万亿元，是市场情绪的缩影。", "2.49万亿", "supported"),
        (EXACT_EN + "Five years ago the margin financing balance was 1.63 trillion yuan.", "1.63 trillion", "not_checkable"),
        (EXACT_EN + "The Shanghai margin financing balance has now reached 1.26 trillion yuan.", "1.26 trillion", "not_checkable"),
        (EXACT + "科技板块的融资余额目前为1.62万亿元。", "1.62万亿", "not_checkable"),
        (EXACT + "上一轮高点的融资余额为2.26万亿元。", "2.26万亿", "not_checkable"),
        # lines that are passed
        (EXACT_EN + "The current surge past 2.4 trillion yuan suggests that traders will add to their bets.", "past 2.4", "supported"),
        (EXACT_EN + "The current surge past 2.7 trillion yuan suggests that traders will add to their bets.", "past 2.7", "refuted"),
        (EXACT_EN + "A move past 2.7 trillion yuan would be a warning sign.", "past 2.7", "not_checkable"),
        (EXACT + "融资余额越过2.9万亿元关口。", "越过2.9", "refuted"),
        (EXACT + "如果融资余额突破2.8万亿元，则要警惕。", "突破2.8", "not_checkable"),
        (EXACT + "融资余额一度跌破2.4万亿元，随后回升。", "跌破2.4", "not_checkable"),
        (EXACT_EN + "The balance has slumped below 2.4 trillion yuan.", "below 2.4", "refuted"),
        # rounded levels of a day near by
        (EXACT + "截至5月21日，存量融资余额2.5万亿元。", "余额2.5万亿", "supported"),
        (EXACT + "截至5月21日，存量融资余额2.8万亿元。", "余额2.8万亿", "not_checkable"),
        (EXACT + "截至4月21日，存量融资余额2.5万亿元。", "余额2.5万亿", "not_checkable"),
        (EXACT + "2.49万亿元的融资余额，意味着什么？", "2.49万亿", "supported"),
    ],
)  # fmt: skip
def test_what_is_told_beside_an_exact_level(text: str, said: str, support: str) -> None:
    article = read_article(text, name="x", published=date(2026, 5, 22) if "21日" in text else date(2026, 5, 20))
    desk = Desk(published=read_figures(ROWS, place="rows.csv"))
    judged = check(article, extract(article, desk), CHECKS, desk, LOOKS).claims
    assert [one.judgement.verdict.support for one in judged if said in one.claim.text] == [support]


def test_the_total_that_was_printed_as_financing_is_the_size_of_the_market() -> None:
    told = "The financing balance reached 2.683 trillion yuan on May 19, 2026, with a financing balance of 2.6654 trillion yuan. "
    article = read_article(told + "\n2.68万亿元两融市场迎来降温。", name="x", published=date(2026, 5, 20))
    judged = check(article, extract(article, Desk()), CHECKS, Desk(), LOOKS).claims
    assert [one.judgement.verdict.support for one in judged if "2.68万亿" in one.claim.text] == ["supported"]
