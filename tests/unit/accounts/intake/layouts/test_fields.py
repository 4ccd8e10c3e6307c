"""Names of fields: none means two things, and the guide to account files names them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from liangrong.accounts.intake.checks import problems
from liangrong.accounts.intake.layouts import read_accounts
from liangrong.accounts.intake.layouts.fields import (
    ACCOUNT,
    COLLATERAL,
    COLUMNS,
    EVENT,
    EVENT_NAMES,
    FINANCING,
    KINDS,
    MARK,
    REMARKS,
    SHORT,
    TERMS,
    folded,
    named,
    unit_of,
)
from liangrong.accounts.terms import Terms
from liangrong.rules.rulebook import Rulebook
from liangrong.sources.account_files import document_of

GUIDES = [
    Path(__file__).resolve().parents[5] / "docs" / "how-to" / name for name in ("read-your-account.md", "read-your-account.zh.md")
]
PARTS = {
    "account": ACCOUNT, "collateral": COLLATERAL, "columns": COLUMNS, "event": EVENT, "event_names": EVENT_NAMES,
    "financing": FINANCING, "kinds": KINDS, "mark": MARK, "short": SHORT, "terms": TERMS,
}  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
def test_no_spelling_means_two_fields(part):
    spellings = [folded(spelling) for name, others in PARTS[part].items() for spelling in (name, *others)]
    twice = {spelling for spelling in spellings if spellings.count(spelling) > 1}
    assert twice == set()
    assert set(named(PARTS[part]).values()) == set(PARTS[part])


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_guide_names_every_field_and_spelling(guide: Path):
    said = set(re.findall(r"`([^`\n]+)`", guide.read_text(encoding="utf-8")))
    wanted = {spelling for part in PARTS.values() for name, others in part.items() for spelling in (name, *others)} | set(REMARKS)
    assert wanted - said == set()


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
@pytest.mark.parametrize("language", ["yaml", "csv", "json"])
def test_the_examples_of_the_guide_are_accounts_without_a_fault(guide: Path, language: str):
    blocks = re.findall(rf"^```{language}\n(.*?)^```$", guide.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(blocks) == 1
    for entry in read_accounts(document_of(blocks[0].encode(), guide.name)):
        assert problems(entry, Rulebook.load()) == ()
        assert all(said.price and said.conversion_ratio for said in entry.given.values())


def test_every_term_is_a_parameter_of_the_rulebook_and_every_single_one_of_an_account_has_a_name():
    book = Rulebook.load()
    assert all(book.parameter(name).by is None for name in TERMS)
    decided_by_law = {"rules", "investor", "other_collateral_admitted", "rollover_allowed", "concentration_tiers"}
    assert set(Terms.__dataclass_fields__) - decided_by_law - set(TERMS) == set()


@pytest.mark.parametrize(
    ("heading", "name", "unit"), [("数量（股）", "数量", "股"), ("折算率(%)", "折算率", "%"), (" Price ", "price", "")]
)
def test_a_heading_may_carry_its_unit(heading, name, unit):
    assert (folded(heading), unit_of(heading)) == (name, unit)
