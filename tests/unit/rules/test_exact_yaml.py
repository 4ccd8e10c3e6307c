"""YAML read exactly."""

from __future__ import annotations

from decimal import Decimal

import pytest

from liangrong.core.errors import BadInput
from liangrong.rules.exact_yaml import decoded


def test_a_key_is_the_text_that_was_written() -> None:
    assert decoded("{on: 1, 7d: 2, 2026-01-19: 3}", "x.yaml") == {"on": 1, "7d": 2, "2026-01-19": 3}


def test_what_the_book_does_not_need_is_no_yaml_here() -> None:
    with pytest.raises(BadInput, match=r"no text, number, date, list or mapping"):
        decoded("!!set {a, b}", "x.yaml")
    with pytest.raises(BadInput, match=r"'1:30' in line 1 is no whole number"):
        decoded("1:30", "x.yaml")


def test_numbers_are_added_as_they_are_written() -> None:
    assert decoded("0.1", "x.yaml") + decoded("0.2", "x.yaml") == Decimal("0.3")
    assert decoded("[1, true, null, word]", "x.yaml") == [1, True, None, "word"]
    assert decoded("", "x.yaml") is None
