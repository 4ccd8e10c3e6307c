"""The checks of a text against itself on the five articles: every labelled claim that they decide is decided as labelled, and all of their field are decided.

Breaks if an order, a table, a name, a summary, a day or a mechanism of the articles is judged otherwise than by hand, or if a claim that
nobody could check is judged at all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from liangrong.research.claims.check import Checked, check
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.verify.document.checks import CHECKS
from tests.real.claims.labelled import Labelled, candidates, labelled

pytestmark = pytest.mark.real

FIELD = {
    "c000-004": "derived", "c000-005": "derived", "c001-010": "derived", "c001-013": "as_of_mismatch", "c002-003": "missing_value", "c002-007": "metric_drift",
    "c002-023": "derived", "c003-008": "derived", "c003-009": "derived",
    "c003-056": "feasibility", "c003-057": "mechanism", "c003-058": "derived", "c003-069": "feasibility", "c003-074": "missing_value", "c004-008": "stale_date", "c004-016": "derived",
    "c004-017": "unsupported_by_table", "c004-018": "derived", "c004-019": "derived", "c004-025": "sort_order", "c004-027": "sort_order", "c004-028": "sort_order", "c004-042": "stale_date",
}  # fmt: skip
"""The labelled claims that need no equation, no published figure and no rulebook: their type of error, or the strength of their support."""


@pytest.fixture(scope="module")
def checked(shared: Path) -> dict[str, Checked]:
    articles = [
        read_article(path.read_text(encoding="utf-8"), name=path.name) for path in sorted((shared / "articles").glob("*.txt"))
    ]
    return {one.name: check(one, extract(one, Desk()), CHECKS, Desk()) for one in articles}


@pytest.fixture(scope="module")
def labels(shared: Path, checked: dict[str, Checked]) -> list[Labelled]:
    return labelled(shared / "reference" / "claims_dev.jsonl", {name: one.article.original for name, one in checked.items()})


def judged(label: Labelled, checked: dict[str, Checked]) -> list[tuple[str, str]]:
    """What we say of the claims that count as the labelled one, the best first: support, and type or strength."""
    found = checked[label.article]
    by_number = {one.claim.number: one.judgement for one in found.claims}
    said = [by_number[one.number] for one in candidates(label, found.article, [one.claim for one in found.claims])]
    return [(one.verdict.support, (*one.error_types, one.strength or "")[0]) for one in said]


@pytest.mark.parametrize("name", sorted(FIELD))
def test_a_claim_of_this_field_is_judged_as_labelled(name: str, labels: list[Labelled], checked: dict[str, Checked]) -> None:
    label = next(one for one in labels if one.id == name)
    assert (label.row["label"]["support"], FIELD[name]) in judged(label, checked)


def test_nothing_is_judged_against_its_label(labels: list[Labelled], checked: dict[str, Checked]) -> None:
    wrong = {}
    for label in labels:
        support, kind = (judged(label, checked) or [("not_checkable", "")])[0]
        expected = label.row["label"]["support"]
        if support not in ("not_checkable", expected):
            wrong[label.id] = (support, kind, expected)
    assert wrong == {}


def test_refutations_are_few_beside_what_is_said(checked: dict[str, Checked]) -> None:
    """Twelve labelled ones, and the other end of two contradictions."""
    refuted = [one.claim.text for found in checked.values() for one in found.claims if one.judgement.verdict.support == "refuted"]
    assert 12 <= len(refuted) <= 16, refuted
