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
