"""Breaks if further pairs of a list of margins, or a headline's growth of what the body moves from and to, pass unchecked."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.research.claims.check import check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.checks import CHECKS, LOOKS

BODY = "\n\nThe boom\n\nIn 2025, the number of Chinese biotech unicorns surged by\n\n, jumping from four to seven. Investors follow them closely."


@pytest.mark.parametrize(
    ("marked", "support"),
    [
        ("A 40% margin gives 2.5 times leverage, a 50% margin 2 times and an 80% margin «1.5 times».", "refuted"),
        ("A 40% margin gives 2.5 times leverage, a 50% margin 2 times and an 80% margin «1.25 times».", "supported"),
        ("An initial margin of 40%, customary abroad, corresponds to «0.4x» leverage.", "refuted"),
        ("An initial margin of 40%, customary abroad, corresponds to «2.5x» leverage.", "supported"),
        (f"Summary\n\n- Biotech unicorns surged «175%» in 2025, as money flowed in.{BODY}", "refuted"),
        (f"Summary\n\n- Biotech unicorns surged «75%» in 2025, as money flowed in.{BODY}", "supported"),
        (f"Summary\n\n- Biotech unicorns grew «threefold» in 2025, as money flowed in.{BODY}", "refuted"),
        (f"Summary\n\n- Biotech unicorns grew «1.75-fold» in 2025, as money flowed in.{BODY}", "supported"),
    ],
)
def test_the_marked_figure(marked: str, support: str) -> None:
    start, end = marked.index("«"), marked.index("»") - 1
    article = read_article(marked.replace("«", "").replace("»", ""), name="x", published=date(2026, 1, 20))
    judged = check(article, extract(article, Desk()), CHECKS, Desk(), LOOKS).claims
    met = [one for one in judged if one.claim.figure and one.claim.figure.start < end and start < one.claim.figure.end]
    assert {one.judgement.verdict.support for one in met} == {support}
