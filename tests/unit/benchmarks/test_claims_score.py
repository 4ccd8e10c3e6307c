"""The scoring of the claim checker: what answers what, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from claims.labels import Labelled
from claims.matching import answer
from claims.page import page
from claims.score import CLASSES, Pair, macro_f1, score

VERDICTS = {"supported": "consistent", "refuted": "arithmetic_error", "not_checkable": "opinion"}


def label(number: int = 1, support: str = "supported", **changed: Any) -> Labelled:
    made = Labelled(
        id=f"x-{number}",
        text=f"x{number % 4}",
        start=10,
        end=20,
        sentence_start=0,
        sentence_end=40,
        sentence="s",
        claim="c",
        values=(Decimal("12.5"),),
        unit="亿元",
        direction="up",
        verdict=VERDICTS[support],
        support=support,
        error_types=("arithmetic",) if support == "refuted" else (),
        kind="sum",
        reason="r",
    )
    return replace(made, **changed)


def row(support: str = "supported", **changed: Any) -> dict[str, Any]:
    made = {
        "start": 10,
        "end": 20,
        "value": "12.5",
        "upper": None,
        "unit": "亿元",
        "aspect": "change",
        "support": support,
        "verdict": VERDICTS[support],
        "error_types": ["arithmetic"] if support == "refuted" else [],
        "reason": "r",
    }
    return made | changed


@pytest.fixture
def perfect() -> list[Pair]:
    given = []
    for number in range(24):
        support = CLASSES[number % 3]
        given.append(Pair(label(number, support), row(support)))
    return given


def test_a_perfect_answer_gives_one(perfect: list[Pair]) -> None:
    of = score(perfect, resamples=50)
    assert of.macro == 1.0
    assert of.macro_interval == of.claim_interval == (1.0, 1.0)
    assert of.recall == 1.0
    assert of.by_class == dict.fromkeys(CLASSES, (1.0, 1.0, 1.0))
    assert of.planted == {"sum": (8, 8, 8)}
    assert of.false_alarms == of.unfounded == of.missed == of.disagreements == ()


def test_a_planted_confusion_stands_in_its_cell(perfect: list[Pair]) -> None:
    changed = [replace(perfect[0], row=row("refuted")), *perfect[1:]]
    of = score(changed, resamples=50)
    assert of.confusion["supported", "refuted"] == 1
    assert of.confusion["supported", "supported"] == 7
    assert sum(of.confusion.values()) == 24
    assert [pair.label.id for pair in of.false_alarms] == ["x-0"]
    # supported 7 of 7 found and 8 labelled; refuted 8 of 9 found and 8 labelled
    assert of.by_class["supported"] == pytest.approx((1.0, 7 / 8, 14 / 15))
    assert of.by_class["refuted"] == pytest.approx((8 / 9, 1.0, 16 / 17))
    assert of.macro == pytest.approx((14 / 15 + 16 / 17 + 1) / 3)


def test_what_is_not_extracted_counts_as_not_checkable_and_is_listed(perfect: list[Pair]) -> None:
    of = score([*perfect[:1], replace(perfect[1], row=None), *perfect[2:]], resamples=50)
    assert of.confusion["refuted", "not_checkable"] == 1
    assert [pair.label.id for pair in of.missed] == ["x-1"]
    assert of.recall == 23 / 24
    assert of.planted == {"sum": (8, 7, 7)}


def test_a_refutation_of_another_type_is_no_right_type(perfect: list[Pair]) -> None:
    of = score([perfect[0], replace(perfect[1], row=row("refuted", error_types=["unit_slip"])), *perfect[2:]], resamples=50)
    assert of.planted == {"sum": (8, 8, 7)}
    assert of.disagreements == ()


def test_an_undecided_claim_called_false_is_listed_apart(perfect: list[Pair]) -> None:
    of = score([*perfect[:2], replace(perfect[2], row=row("refuted")), *perfect[3:]], resamples=50)
    assert [pair.label.id for pair in of.unfounded] == ["x-2"]
    assert of.false_alarms == ()


def test_the_interval_is_seeded_and_holds_the_score(perfect: list[Pair]) -> None:
    mixed = [replace(pair, row=None) if number % 5 == 0 else pair for number, pair in enumerate(perfect)]
    one, same, other = (score(mixed, seed=seed, resamples=200) for seed in (7, 7, 8))
    assert one == same
    assert one.claim_interval != other.claim_interval
    assert one.claim_interval[0] < one.macro < one.claim_interval[1]


def test_a_class_that_is_nowhere_does_not_pull_the_mean_down() -> None:
    assert macro_f1([Pair(label(1), row()), Pair(label(2, "refuted"), row("refuted"))]) == 1.0


def test_overlap_and_value_make_an_answer() -> None:
    wanted = label()
    assert answer(wanted, [row()]) is not None
    assert answer(wanted, [row(value="12.6")]) is None
    assert answer(wanted, [row(start=60, end=70)]) is None


def test_the_same_amount_in_another_unit_is_the_same_value() -> None:
    assert answer(label(), [row(value="1.25", unit="billion yuan")]) is not None
    assert answer(label(), [row(value="12.5", unit="billion yuan")]) is not None, "a slipped unit is still the printed value"
    assert answer(label(), [row(value="1.25", unit="亿元")]) is None


def test_words_and_figures_of_the_same_size_are_the_same_value() -> None:
    doubled = label(values=(Decimal(2),), unit="x", claim="the balance doubled")
    assert answer(doubled, [row(value="100", unit="%")]) is not None
    assert answer(doubled, [row(value="2", unit="%")]) is None
    half = label(values=(Decimal("0.5"),), unit="x", claim="less than half as much")
    assert answer(half, [row(value="50", unit="%")]) is not None
    assert answer(half, [row(value="5", unit="%")]) is None
    third = label(values=(Decimal("33.3"),), unit="%", claim="a third of it")
    assert answer(third, [row(value="33.33", unit="%")]) is not None
    assert answer(third, [row(value="33.4", unit="%")]) is None


def test_a_value_in_words_may_be_answered_by_a_claim_without_a_value() -> None:
    months = label(values=(Decimal(6),), unit="months", claim="at most six months")
    assert answer(months, [row(value=None, unit=None)]) is not None
    assert answer(replace(months, claim="at most 6 months"), [row(value=None, unit=None)]) is None


def test_the_sign_that_is_printed_does_not_matter() -> None:
    assert answer(label(), [row(value="-12.5")]) is not None


def test_a_claim_beside_it_in_the_sentence_answers_only_with_the_same_sort_of_unit() -> None:
    assert answer(label(), [row(start=22, end=30)]) is not None
    assert answer(label(), [row(start=22, end=30, unit="%")]) is None


def test_of_several_the_unit_then_the_aspect_then_the_overlap_decides() -> None:
    percent, wide, narrow = row(unit="%"), row(start=0, end=40), row(start=11, end=20)
    assert answer(label(), [percent, wide, narrow]) is narrow
    assert answer(label(direction="share"), [row(), {**wide, "aspect": "share"}]) == {**wide, "aspect": "share"}


def test_verdicts_are_not_looked_at() -> None:
    assert answer(label(), [row("refuted", start=11), row("supported", start=12)]) == row("refuted", start=11)


def test_ranks_are_answered_by_ranks() -> None:
    wanted = label(values=(Decimal(5),), unit="rank")
    rank = row(value="3", unit="rank", aspect="rank")
    assert answer(wanted, [row(value="5", unit="%"), rank]) is rank


def test_a_claim_in_words_prefers_an_answer_in_words() -> None:
    words = row(value=None, unit=None, start=12, aspect="statement")
    assert answer(label(values=()), [row(), words]) is words
    assert answer(label(values=()), [row()]) == row()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_every_cell(perfect: list[Pair], lang: str) -> None:
    of = score([replace(perfect[0], row=row("refuted")), *perfect[1:]], resamples=50)
    said = page({"dev": of, "held_out": of}, lang)
    supported = {"en": "supported", "zh": "成立"}[lang]
    assert said.count(f"| {supported} | 7 | 1 | 0 |") == 2
    assert said.startswith("# ")
    assert said.endswith("\n")
