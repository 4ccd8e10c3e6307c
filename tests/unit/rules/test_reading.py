"""A parameter of the book: what is read, and one bad file for each way to be refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput
from liangrong.rules.reading import parse_parameter
from liangrong.rules.rulebook import Rulebook

BAD = sorted((Path(__file__).resolve().parents[2] / "rules" / "bad").glob("*.yaml"))
UNREADABLE = {"not_yaml", "not_a_mapping", "nothing_at_all", "duplicate_key", "infinite_ratio", "day_that_never_was", "missing_field",
              "unknown_field", "name_differs_from_file", "name_is_no_name"}  # fmt: skip
"""Files whose parameter is not known yet when they are refused: the sentence can name the file alone."""

GOOD = """
parameter: test_ratio
title_zh: 测试
title_en: test
unit: ratio
tighter: higher
aliases: [defaults.test]
values:
  - from: 2010-03-31
    venues: [SSE, SZSE]
    value: 0.70
    applies_to: all
    on_rollover: keep
    citation: 某细则
    confidence: M
  - {from: 2023-02-13, venues: BSE, value: 1, applies_to: all, on_rollover: adopt, citation: 某细则, confidence: H,
     rollover_confidence: L, announced: 2023-02-10, note_zh: 注, note_en: note}
"""


def loaded(path: Path) -> Rulebook:
    parameter = parse_parameter(path.read_text(encoding="utf-8"), f"brokers/{path.name}", "brokers")
    return Rulebook.of([*Rulebook.load().parameters.values(), parameter])


def test_there_is_a_bad_file_for_each_refusal() -> None:
    assert len(BAD) >= 45


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused_with_a_sentence(path: Path) -> None:
    expected = [
        line.removeprefix("# refused: ")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("# refused: ")
    ]
    with pytest.raises(BadInput) as refusal:
        loaded(path)
    sentence = refusal.value.message("en")
    assert sentence.startswith(f"brokers/{path.name}: ")
    assert expected
    assert [part for part in expected if part not in sentence] == []
    if path.stem not in UNREADABLE:
        assert sentence.removeprefix(f"brokers/{path.name}: ").startswith(path.stem)
    assert sentence.endswith(".")
    assert any("\u4e00" <= letter <= "\u9fff" for letter in refusal.value.message("zh"))


def test_a_good_file_is_read_field_by_field() -> None:
    parameter = parse_parameter(GOOD, "brokers/test_ratio.yaml", "brokers")
    first, last = parameter.values
    assert (parameter.name, parameter.authority, parameter.aliases) == ("test_ratio", "brokers", ("defaults.test",))
    assert (first.start, first.value, first.venues, first.rollover_confidence) == (
        date(2010, 3, 31),
        Decimal("0.70"),
        ("SSE", "SZSE"),
        "M",
    )
    assert (last.venues, last.announced, last.rollover_confidence) == (("BSE",), date(2023, 2, 10), "L")
    assert (last.note_zh, last.note_en) == ("注", "note")


def test_numbers_keep_the_digits_that_were_written() -> None:
    parameter = parse_parameter(GOOD, "brokers/test_ratio.yaml", "brokers")
    assert str(parameter.values[0].value) == "0.70"
    assert type(parameter.values[1].value) is Decimal


def test_no_binary_fraction_stands_in_the_book() -> None:
    def scalars(value: object) -> list[object]:
        if isinstance(value, dict):
            return [cell for each in value.values() for cell in scalars(each)]
        if isinstance(value, tuple):
            return [cell for each in value for cell in scalars(each)]
        return [value]

    found = [cell for p in Rulebook.load().parameters.values() for dated in p.values for cell in scalars(dated.value)]
    assert len(found) > 300
    assert [cell for cell in found if isinstance(cell, float)] == []
