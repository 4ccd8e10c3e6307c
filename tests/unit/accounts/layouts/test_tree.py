"""The layout of JSON and YAML: the worked examples as they are, and our own."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from liangrong.accounts.assess import assess
from liangrong.accounts.entries import AccountEntry
from liangrong.accounts.layouts import Document, read_accounts
from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import agreed_terms
from liangrong.rules.rulebook import Rulebook
from liangrong.sources.account_files import read_document


def _shown(value: Decimal | None, step: str) -> str | None:
    return None if value is None else f"{value.quantize(Decimal(step), ROUND_HALF_UP)}"


def _assessed(entry: AccountEntry) -> dict[str, str | None]:
    marks = {security: Mark(said.price, said.conversion_ratio) for security, said in entry.given.items()}
    found = assess(entry.account, marks, agreed_terms(Rulebook.load().at(entry.on), entry.account.investor))
    ratio = None if found.maintenance_ratio is None else found.maintenance_ratio * 100
    return {
        "available_margin": _shown(found.available_margin, "0.01"),
        "assets": _shown(found.assets, "0.01"),
        "liabilities": _shown(found.debt, "0.01"),
        "maintenance_pct": _shown(ratio, "0.0001"),
    }


def test_every_worked_example_reads_as_it_is_and_comes_out_to_the_fen(shared: Path):
    path = shared / "reference" / "worked_examples.json"
    examples = json.loads(path.read_text(encoding="utf-8"))
    entries = read_accounts(read_document(path))
    assert [entry.account.account_id for entry in entries] == [example["id"] for example in examples]
    assert len(entries) == 23
    for entry, example in zip(entries, examples, strict=True):
        assert _assessed(entry) == example["expect"], example["id"]


def test_one_account_alone_is_a_file_too():
    (entry,) = read_accounts(Document("a.json", {"as_of": "2025-06-30", "cash": "150000"}))
    assert (entry.on.isoformat(), entry.account.cash, entry.place) == ("2025-06-30", Decimal(150000), "a.json")


@pytest.mark.parametrize("tree", [None, "text", [], {"accounts": []}, ["text"]])
def test_what_holds_no_account_is_refused_with_a_sentence(tree):
    with pytest.raises(ValueError, match=r"account"):
        read_accounts(Document("a.json", tree))
