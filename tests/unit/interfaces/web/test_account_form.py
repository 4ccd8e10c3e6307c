"""What was filled in as a file of accounts, and back as fields."""

from __future__ import annotations

import json

import pytest

from liangrong.accounts.intake.layouts import read_entries
from liangrong.interfaces.web.account_form import ROWS, AccountForm
from liangrong.interfaces.web.forms import Form, Upload
from liangrong.sources.account_files import document_of


def form_of(**fields: str | tuple[str, ...]) -> Form:
    return Form({name.replace("__", "."): (value,) if isinstance(value, str) else value for name, value in fields.items()})


def test_empty_rows_and_fields_are_not_said() -> None:
    told = AccountForm.read(
        form_of(cash="100", charges="", collateral__security=("", "600519.SH", ""), collateral__quantity=("", "200", ""))
    )
    assert told.document() == {"cash": "100", "collateral": [{"security": "600519.SH", "quantity": "200"}]}


def test_rows_stay_together_where_a_browser_leaves_the_last_cells_out() -> None:
    told = AccountForm.read(form_of(shorts__security=("A", "B"), shorts__quantity=("1",)))
    assert [row["quantity"] for row in told.rows["shorts"]] == ["1", ""]


@pytest.mark.parametrize("kind", list(ROWS))
def test_another_row_waits_where_it_was_asked_for(kind: str) -> None:
    before, after = AccountForm.read(form_of()), AccountForm.read(form_of(do=f"more:{kind}"))
    grown = [each for each in ROWS if len(after.shown(each)) > len(before.shown(each))]
    assert grown == [kind]


def test_a_file_counts_before_the_fields_and_a_new_one_before_the_old() -> None:
    stood = AccountForm.read(Form({"cash": ("1",), "text": ("cash: 2",)}))
    assert stood.account("x").content == b"cash: 2"
    new = AccountForm.read(Form({"text": ("cash: 2",)}, {"file": Upload("a.yaml", b"cash: 3")}))
    assert new.account("x").content == b"cash: 3"
    assert new.account("x").name == "a.yaml"
    assert stood.without_file().document() == {"cash": "1"}


def test_a_workbook_travels_through_the_page_unharmed() -> None:
    content = b"PK\x03\x04" + bytes(range(256))
    first = AccountForm.read(Form({}, {"file": Upload("book.xlsx", content)}))
    again = AccountForm.read(Form({"held": (first.held,), "name": (first.name,)}))
    assert again.account("x").content == content
    assert again.account("x").name == "book.xlsx"


def test_a_text_in_chinese_encoding_is_shown_as_text() -> None:
    found = AccountForm.read(Form({}, {"file": Upload("a.csv", "账户,现金\n一号,100\n".encode("gb18030"))}))
    assert "一号" in found.text


def test_what_is_held_and_was_tampered_with_is_no_crash() -> None:
    assert AccountForm(held="not base64!").account("x").content == b"not base64!"


def test_the_example_can_be_read_as_a_file_and_has_every_kind() -> None:
    example = AccountForm.example()
    entries, problems = read_entries(document_of(example.account("x").content, "x"))
    assert not problems
    assert len(entries) == 1
    assert all(example.rows[kind] for kind in ROWS)
    told = json.loads(example.account("x").content)
    fields = {name for rows in (told[kind] for kind in ROWS) for row in rows for name in row}
    assert fields <= {name for names in ROWS.values() for name in names}, "nothing of it is lost in the form"
