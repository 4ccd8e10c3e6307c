"""An account is the same in whatever layout it is written; whatever is written ends in an account or in a sentence."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from liangrong.accounts.intake.checks import problems
from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.intake.layouts import Document, read_accounts, read_entries
from liangrong.accounts.intake.layouts.fields import ACCOUNT, COLLATERAL, EVENT, FINANCING, SHORT, TERMS
from liangrong.rules.rulebook import Rulebook
from liangrong.sources.account_files import document_of

SECURITIES = ("600519.SH", "300750.SZ", "510300.SH", "A", "贵州茅台")
_money = st.decimals(1, 10**9, places=2).map(lambda amount: f"{amount:f}")
_shares = st.integers(1, 10**7).map(str)
_days = st.dates(date(2024, 7, 22), date(2025, 6, 30)).map(lambda day: day.isoformat())
_positions = {
    "collateral": st.fixed_dictionaries({"quantity": _shares}),
    "financing": st.fixed_dictionaries(
        {"quantity": _shares, "principal": _money, "opened_on": _days, "margin_ratio": st.just("1.2")}
    ),
    "shorts": st.fixed_dictionaries(
        {"quantity": _shares, "proceeds": _money, "opened_on": _days, "margin_ratio": st.just("1.2")}
    ),
}


@st.composite
def _accounts(draw: st.DrawFn) -> dict[str, object]:
    """An account in our own layout, each security with one price and one conversion ratio."""
    marks = {name: {"price": draw(_money), "conversion_ratio": "0.5"} for name in SECURITIES}
    account: dict[str, object] = {"account_id": "one", "as_of": "2025-06-30", "cash": draw(_money), "charges": draw(_money)}
    for part, fields in _positions.items():
        names = draw(st.lists(st.sampled_from(SECURITIES), max_size=3, unique=True))
        account[part] = [{"security": name, **draw(fields), **marks[name]} for name in names]
    return account


def _table(account: dict[str, object]) -> str:
    """The account as rows of a CSV."""
    head = {"account": account["account_id"], "as_of": account["as_of"]}
    rows = [{**head, "kind": kind, "amount": account[kind]} for kind in ("cash", "charges")]
    rows += [{**head, "kind": kind, **row} for kind in _positions for row in account[kind]]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(dict.fromkeys(name for row in rows for name in row)))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _read(text: str) -> AccountEntry:
    (entry,) = read_accounts(document_of(text.encode(), "a"))
    return replace(entry, rows={}, given=dict(sorted(entry.given.items())))


@settings(deadline=None, max_examples=60)
@given(_accounts())
def test_an_account_is_the_same_in_json_yaml_and_rows(account):
    found = _read(json.dumps(account))
    assert found == _read(yaml.safe_dump(account, allow_unicode=True)) == _read(_table(account))
    assert found.account.cash == Decimal(account["cash"])
    assert [contract.principal for contract in found.account.financing] == [
        Decimal(row["principal"]) for row in account["financing"]
    ]


_words = st.sampled_from(
    ["600519", "999999", "A", "", "0", "-1", "1e14", "1e15", "NaN", "80%", "0.8", "2025-06-30", "9999-12-31", "0001-01-01", "2010-03-30",
     "true", "general", "risk_warned", "deposit", "rollover", "48", "1.7976931348623157e+308", "\x00", "x" * 50],
) | st.text(max_size=8)  # fmt: skip
_keys = st.sampled_from(
    [
        *ACCOUNT,
        *COLLATERAL,
        *FINANCING,
        *SHORT,
        *TERMS,
        *EVENT,
        "accounts",
        "credit_detail",
        "positions",
        "compacts",
        "instrument_id",
    ]
)
_trees = st.recursive(
    st.none() | _words, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=6), max_leaves=30
)
_rows = st.lists(st.lists(_words | _keys, max_size=8), max_size=5)


@settings(deadline=None, max_examples=150)
@given(_trees, _rows, _keys, _words)
def test_whatever_is_written_ends_in_accounts_and_sentences(tree, rows, key, word):
    documents = (
        Document("a", tree),
        Document("a", {"as_of": "2025-06-30", key: word}),
        Document("a", sheets={"合约": [["account", "as_of", "kind", "security"], *rows], "b": rows}),
    )
    for document in documents:
        entries, told = read_entries(document)
        told += tuple(problem for entry in entries for problem in problems(entry, Rulebook.load()))
        assert all(problem.sentence("zh") and problem.sentence("en") for problem in told)
