"""What recomputation alone says of the five articles, against the labels: nothing true is refuted, nothing undecidable is decided.

Breaks if a defect of units or arithmetic is missed or gets another type, or if figures that were right are rescaled. Labels that rest on
order, wording, dates, rules or other texts belong to other checks; of the supported ones those that are this room's are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from liangrong.research.claims.article import Article
from liangrong.research.claims.check import Checked, check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.arithmetic.checks import CHECKS
from tests.real.claims.labelled import Labelled, candidates, labelled

pytestmark = pytest.mark.real

MINE = {
    "c000-007", "c000-011", "c000-012", "c000-017", "c000-023", "c000-024", "c000-026", "c000-047", "c001-005", "c001-007", "c001-023", "c001-024",
    "c001-025", "c001-026", "c001-027", "c001-028", "c001-030", "c001-032", "c001-033", "c001-034", "c001-037", "c001-048", "c001-049", "c001-050",
    "c001-051", "c002-001", "c002-002", "c003-027", "c003-037", "c003-038", "c003-039", "c003-046", "c003-050", "c003-054", "c004-007",
}  # fmt: skip
"""Labels that a recomputation or a bound decides; weekdays are another room's."""
WRONG = {
    "c000-003": "unit_slip", "c000-008": "unit_slip", "c000-013": "unit_slip", "c001-014": "cross_statement", "c001-015": "cross_statement",
    "c001-029": "arithmetic", "c001-031": "arithmetic", "c001-072": "cross_statement", "c003-026": "label_mixup",
}  # fmt: skip
OTHERS = {"c004-008": "stale_date"}
"""Figures that close, in a sentence that another check refutes."""


@pytest.fixture(scope="module")
def articles(shared: Path) -> dict[str, Article]:
    folder = shared / "articles"
    if not folder.exists():
        pytest.skip("the articles are not here")
    return {path.name: read_article(path.read_text(encoding="utf-8"), name=path.name) for path in sorted(folder.glob("*.txt"))}


@pytest.fixture(scope="module")
def checked(articles: Mapping[str, Article]) -> dict[str, Checked]:
    return {name: check(article, extract(article, Desk()), CHECKS, Desk()) for name, article in articles.items()}


@pytest.fixture(scope="module")
def said(shared: Path, articles: Mapping[str, Article], checked: Mapping[str, Checked]) -> dict[str, tuple[Labelled, Judgement]]:
    """Each label with what is said of the claim that answers it."""
    found = {}
    for label in labelled(
        shared / "reference" / "claims_dev.jsonl", {name: article.original for name, article in articles.items()}
    ):
        claims = [one.claim for one in checked[label.article].claims]
        if answers := candidates(label, articles[label.article], claims):
            # A label on two figures is answered by the first that anything is said of.
            judgements = [next(one.judgement for one in checked[label.article].claims if one.claim is claim) for claim in answers]
            found[label.id] = (label, next((one for one in judgements if one.verdict.support != "not_checkable"), judgements[0]))
    return found


def test_the_confusion_table(said: Mapping[str, tuple[Labelled, Judgement]]) -> None:
    table = Counter((label.row["label"]["support"], judgement.verdict.support) for label, judgement in said.values())
    assert not table["supported", "refuted"]
    assert not table["not_checkable", "refuted"]
    assert table["not_checkable", "supported"] <= 1
    assert table["refuted", "supported"] <= len(OTHERS)
    assert table["refuted", "refuted"] >= len(WRONG)
    assert table["supported", "supported"] >= len(MINE)


@pytest.mark.parametrize("name", sorted(MINE))
def test_what_closes_is_supported(said: Mapping[str, tuple[Labelled, Judgement]], name: str) -> None:
    assert said[name][1].verdict.support == "supported"


@pytest.mark.parametrize("name", sorted(WRONG))
def test_defects_have_the_right_type(said: Mapping[str, tuple[Labelled, Judgement]], name: str) -> None:
    label, judgement = said[name]
    assert judgement.error_types == (WRONG[name],) == tuple(label.row["label"]["error_types"])
    if label.row["label"]["corrected"] and WRONG[name] == "unit_slip":
        assert label.row["label"]["corrected"] in str(judgement.corrected)


def test_figures_that_were_right_are_not_rescaled(checked: Mapping[str, Checked]) -> None:
    judged = {one.claim.figure.text: one.judgement for one in checked["000_87b192827fa7a753.txt"].claims if one.claim.figure}
    for text in ("14.86 billion yuan", "approximately 676.45 billion yuan", "161.43 billion yuan"):
        assert judged[text].verdict.support == "supported", text
    assert "mixed_units_in_sentence" in judged["approximately 676.45 billion yuan"].flags


def test_so_many_above_the_second_largest_are_impossible(checked: Mapping[str, Checked]) -> None:
    judged = {one.claim.figure.text: one.judgement for one in checked["000_87b192827fa7a753.txt"].claims if one.claim.figure}
    assert judged["171 stocks"].error_types == ("impossible_bound",)
    assert judged["112 companies"].strength == "feasibility"
