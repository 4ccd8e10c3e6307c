"""Our labelled sentences themselves: they stand where they say, their arithmetic is recomputed, their words are the product's."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from claims.labels import HERE, documents, own
from claims.recompute import Range, holds, unprinted

from liangrong.research.claims.judgement import BASES, ERROR_TYPES, Verdict

SPLITS = ("dev", "held_out")
WORDS = {"within_sentence", "same_document"}
WITHOUT_DERIVATION = {"count", "date", "table"}
"""Kinds whose support may rest on counting names, a calendar or the words of a table."""
WEEKDAYS = {
    "Monday": 0,
    "Tuesday": 1,
    "Wednesday": 2,
    "Thursday": 3,
    "Friday": 4,
    "周一": 0,
    "周二": 1,
    "周三": 2,
    "周四": 3,
    "周五": 4,
}


DOCUMENTS = {row["id"]: row | {"split": split} for split in SPLITS for row in documents(split)}
CLAIMS = [
    label | {"id": f"{row['id']}-{number:02d}", "document": row}
    for row in DOCUMENTS.values()
    for number, label in enumerate(row["labels"], start=1)
]
FIRST = [row for row in CLAIMS if "-" not in row["document"]["id"]]
"""The claims of the first hand, whose labels carry a derivation wherever one can be written."""


def planted(claim: dict[str, Any]) -> bool:
    return Verdict(claim["verdict"]).support == "refuted"


def test_there_are_enough_and_of_both_languages() -> None:
    languages = Counter(row["document"]["lang"] for row in CLAIMS)
    assert len(CLAIMS) >= 340
    assert len(DOCUMENTS) == sum(1 for split in SPLITS for _ in documents(split)) >= 90
    assert 0.45 < languages["zh"] / len(CLAIMS) < 0.55
    assert len({row["document"]["id"] for row in CLAIMS if planted(row)}) > len(DOCUMENTS) / 2


def test_enough_of_each_answer_is_held_out() -> None:
    held = [row for row in CLAIMS if row["document"]["split"] == "held_out"]
    assert len(held) >= 400
    for support in ("supported", "refuted", "not_checkable"):
        assert sum(Verdict(row["verdict"]).support == support for row in held) > len(held) / 5


def test_much_of_what_other_hands_held_out_is_planted() -> None:
    of = [row for row in CLAIMS if row["document"]["split"] == "held_out" and row not in FIRST]
    assert 0.35 < sum(planted(row) for row in of) / len(of) < 0.55


def test_claims_stand_in_sentences_of_their_documents() -> None:
    def stands(row: dict[str, Any]) -> bool:
        (first, last), text = row["sentence"], row["document"]["text"]
        return 0 <= first < last <= len(text) and first <= row["start"] < row["end"] <= len(text) and row["start"] < last

    assert [row["id"] for row in CLAIMS if not stands(row)] == []


def test_the_words_are_those_of_the_product() -> None:
    for claim in CLAIMS:
        support, name = Verdict(claim["verdict"]).support, claim["id"]
        assert set(claim.get("error_types", ())) <= set(ERROR_TYPES), name
        assert ("error_types" in claim) == (support == "refuted"), name
        assert ("strength" in claim) == (support == "supported"), name
        assert ("basis" in claim) == (support != "not_checkable"), name
        assert claim.get("basis", "none") in BASES, name
        assert claim["reason"], name


def test_derivations_are_true_of_the_printed_digits() -> None:
    derived = [row for row in CLAIMS if "derivation" in row]
    assert len(derived) > 300
    assert [(row["id"], row["derivation"]) for row in derived if not holds(row["derivation"])] == []
    missing = {row["id"]: unprinted(row["derivation"], row["document"]["text"]) for row in derived}
    assert {name: numbers for name, numbers in missing.items() if numbers} == {}


def test_every_label_that_rests_on_the_text_s_own_numbers_has_a_derivation() -> None:
    bare = [row for row in FIRST if "derivation" not in row and row["kind"] not in WITHOUT_DERIVATION]
    assert [row["id"] for row in bare if "strength" in row and row["basis"] in WORDS] == []
    assert [row["id"] for row in bare if row["verdict"] == "arithmetic_error"] == []


def test_a_refuted_figure_is_not_derived_as_equal() -> None:
    """A derivation of an arithmetic error says that something is unequal, or lies beyond a bound."""
    wrong = [row for row in CLAIMS if row["verdict"] == "arithmetic_error" and "==" in row.get("derivation", "")]
    assert [row["id"] for row in wrong] == []


@pytest.mark.parametrize("claim", [row for row in FIRST if row["kind"] == "date"], ids=lambda row: row["id"])
def test_weekdays_are_those_of_the_calendar(claim: dict[str, Any]) -> None:
    text = claim["document"]["text"][claim["start"] : claim["end"]]
    said = next(number for name, number in WEEKDAYS.items() if name in text)
    assert (date.fromisoformat(claim["period"]).weekday() == said) == ("strength" in claim)


def test_published_figures_do_not_come_from_the_documents() -> None:
    for path in (HERE / "figures").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert {row["source_seed"] for row in csv.DictReader(file)}.isdisjoint(DOCUMENTS), path.name
    named = {row["figures"] for row in DOCUMENTS.values()} - {"reference"}
    assert {path.stem for path in (HERE / "figures").glob("*.csv")} == named


def test_labels_are_read_with_their_places(tmp_path: Path) -> None:
    for split in SPLITS:
        texts, labels = own(split, tmp_path)
        assert {text.name for text in texts} == {
            name for name, row in DOCUMENTS.items() if row["split"] == split and row["figures"] != "reference"
        }
        assert {label.text for label in labels} <= {text.name for text in texts}
        assert all(label.sentence_start <= label.start < label.end for label in labels)


def test_a_flipped_derivation_is_caught() -> None:
    assert holds("7.4亿 + 1.2亿 == 8.6亿")
    assert not holds("7.4亿 + 1.2亿 != 8.6亿")
    assert not holds("7.4亿 + 1.2亿 == 86亿")
    assert not holds("#2.5万亿 > 2.4996万亿 + #0.001万亿")
    assert unprinted("7.4亿 + 1.3亿 == 8.7亿", "由7.4亿元增至8.7亿元") == ["1.3"]
    assert unprinted("17.4 == 17.4", "117.4 and 17.45") == ["17.4", "17.4"]
    with pytest.raises(ZeroDivisionError):
        Range.__truediv__(holds_range(1, 2), holds_range(-1, 1))
    with pytest.raises(ValueError, match="one relation"):
        holds("1 == 1 == 1")


def holds_range(low: int, high: int) -> Range:
    from fractions import Fraction

    return Range(Fraction(low), Fraction(high))
