"""The columns that are declared are those that answers have."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from liangrong.services.verbs.answers import account_text, answer
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.verbs.columns import ROW_UNIT, columns_of, observed, type_of, unit_of
from liangrong.services.verbs.examples import example_account
from liangrong.services.verbs.parameters import takes_account, takes_workspace
from liangrong.services.workspace import Workspace

WRITE = "write them anew: python -m liangrong.services.verbs.columns"


@pytest.mark.parametrize("name", list(VERBS))
def test_every_verb_declares_its_columns(name: str) -> None:
    assert columns_of(verb(name)), WRITE


def test_types_are_those_of_the_wire() -> None:
    seen = {
        "decimal": pl.Decimal(20, 3), "number": pl.Float64(), "integer": pl.Int32(), "boolean": pl.Boolean(), "date": pl.Date(),
        "instant": pl.Datetime(time_zone="UTC"), "text": pl.String(), "mapping": pl.Struct({"a": pl.Int8()}), "any": pl.Object(),
        "date[]": pl.List(pl.Date()),
    }  # fmt: skip
    assert {name: type_of(dtype) for name, dtype in seen.items()} == {name: (name,) for name in seen}
    assert type_of(pl.Null()) == ()


def test_units_follow_the_headings_that_people_read() -> None:
    assert unit_of("net_financing", ("decimal",)) == "元"
    assert unit_of("share_of_absolute", ("number",)) == "1"
    assert unit_of("value", ("decimal", "number")) == ROW_UNIT
    assert unit_of("securities", ("integer",)) == ""
    assert unit_of("group_name", ("text",)) == ""


@pytest.mark.parametrize("name", [each.name for each in VERBS.values() if not takes_workspace(each)])
def test_answers_without_a_store_have_the_columns_declared(name: str) -> None:
    asked = verb(name)
    account = account_text(example_account(asked)) if takes_account(asked) else None
    declared = {column.name: column.types for column in columns_of(asked)}
    for column, dtype in answer(asked, asked.example, account=account).data.schema.items():
        assert set(type_of(dtype)) <= set(declared[column]), f"{column}: {WRITE}"


@pytest.mark.slow
def test_a_fresh_look_finds_what_is_declared(simulated_store: Path) -> None:
    found = observed(Workspace.open(simulated_store), VERBS.values())
    declared = {name: {column.name: list(column.types) for column in columns_of(verb(name))} for name in VERBS}
    assert found == declared, WRITE
