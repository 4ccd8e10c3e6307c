"""The rows of a checked text: the same columns of the same types whatever it says, and one sentence that counts."""

from __future__ import annotations

import pytest

from liangrong.research.claims.check import Judged
from liangrong.research.claims.judgement import Verdict
from liangrong.services.claims.checking import CheckAnswer, CheckRequest, check_text
from liangrong.services.claims.example import EXAMPLE
from liangrong.services.claims.rows import ROWS, told_counts
from liangrong.services.long_texts import LongText

SUM = "甲、乙、丙三家的融资余额分别为30亿元、20亿元和10亿元，合计65亿元。"
TEXTS = ("", "---", "今天天气不错。", SUM, EXAMPLE.zh, EXAMPLE.en, "| a | b |\n| 1 | 2 |")


def checked(text: str, name: str = "-") -> CheckAnswer:
    return check_text(None, CheckRequest(text=LongText(text), name=name))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_columns_and_their_types_are_the_same_for_every_text(text: str, lang: str) -> None:
    """A text without claims, or without one correction, would otherwise have columns of nothing."""
    found = checked(text).result(lang)
    assert dict(found.data.schema) == dict(ROWS)
    assert next(iter(found.data.columns)) == "document"


def test_every_field_of_a_row_has_its_column() -> None:
    """A field that the schema lacks would be lost without a word."""
    row = checked(SUM).checked.rows("zh")[0]
    assert list(row) == list(ROWS)


def test_offsets_point_into_the_text_handed_in() -> None:
    for row in checked(SUM).result("zh").data.iter_rows(named=True):
        assert SUM[row["start"] : row["end"]] == row["text"]


def test_the_sum_that_does_not_close_is_refuted_with_its_reason_in_both_languages() -> None:
    """30 + 20 + 10 is 60, not 65."""
    for lang, said in (("zh", "60亿元"), ("en", "60")):
        wrong = [row for row in checked(SUM).result(lang).data.to_dicts() if row["support"] == "refuted"]
        assert wrong
        assert all(row["error_types"] for row in wrong)
        assert any(said in row["reason"] for row in wrong)


def judged_as(*verdicts: str) -> CheckAnswer:
    """A checked text whose claims became these."""
    from dataclasses import replace

    answer = checked(SUM)
    some = answer.checked.claims[0]
    types = {"unit_error": ("unit_slip",)}
    claims = tuple(
        Judged(
            some.claim,
            replace(
                some.judgement,
                verdict=Verdict(verdict),
                error_types=types.get(verdict, ()),
                strength="derived" if verdict == "consistent" else None,
            ),
        )
        for verdict in verdicts
    )
    return replace(answer, checked=replace(answer.checked, claims=claims))


@pytest.mark.parametrize(
    ("verdicts", "zh", "en"),
    [
        ((), "没有找到可以核对的说法。", "No claim was found that could be checked."),
        (
            ("unit_error",),
            "1 条说法：1 条不成立，0 条有依据，0 条无法核对。",
            "1 claim: 1 does not hold, 0 hold, 0 cannot be checked.",
        ),
        (
            ("consistent", "opinion", "needs_external_data"),
            "3 条说法：0 条不成立，1 条有依据，2 条无法核对。",
            "3 claims: 0 do not hold, 1 holds, 2 cannot be checked.",
        ),
    ],
)
def test_the_first_warning_counts_the_claims(verdicts: tuple[str, ...], zh: str, en: str) -> None:
    answer = judged_as(*verdicts)
    assert told_counts(answer.checked).zh == zh
    assert told_counts(answer.checked).en == en
    assert answer.result("en").warnings[0].en == en


def test_a_named_text_is_named_where_several_are_counted() -> None:
    assert told_counts(checked("---", "周报.txt").checked).zh == "周报.txt：没有找到可以核对的说法。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_shows_a_unit_slip_and_all_three_labels(lang: str) -> None:
    found = checked(EXAMPLE.text(lang)).result(lang).data
    assert set(found["support"]) == {"refuted", "supported", "not_checkable"}
    assert {"unit_slip", "arithmetic"} <= set(found["error_types"].explode().drop_nulls())
