"""Breaks if a refutation is outvoted, if silence becomes a verdict, or if offsets of a mended text go to the wrong place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Evidence, Judgement, Ruling, Verdict

WHY = Note("理由", "a reason")
HOLDS = Judgement(Verdict.CONSISTENT, WHY, "same_document", "derived")
MAY_HOLD = Judgement(Verdict.CONSISTENT, WHY, "same_document", "feasibility")
WRONG = Judgement(Verdict.UNIT_ERROR, WHY, "same_document", error_types=("unit_slip",))


def article() -> Article:
    """``融资 余额为5亿元。`` with the space inside the word taken out."""
    text = "融资余额为5亿元。"
    return Article(
        "-", "融资 余额为5亿元。", text, "zh", None, "", (Passage(0, 0, len(text), text, "body", 1),), map_starts=(0, 2), map_shifts=(0, 1)
    )  # fmt: skip


def claim(nature: Nature = Nature.FACT, *, stripped: bool = False, first: bool = False) -> Claim:
    here = article()
    figure = Figure(5, 8, "5亿元", Decimal(5), "亿元", Kind.MONEY, Decimal(10**8))
    return Claim(0, here.passages[0], 0, 8, here.text[:8], figure, nature=nature, stripped=stripped, first=first)


def judged(*said: Judgement, nature: Nature = Nature.FACT, stripped: bool = False, first: bool = False) -> Judgement:
    def says(_: Article, claims: Sequence[Claim], __: Desk) -> Iterable[Ruling]:
        return [Ruling(claims[0].number, judgement) for judgement in said]

    return check(article(), [claim(nature, stripped=stripped, first=first)], [says], Desk()).claims[0].judgement


@pytest.mark.parametrize("said", [(HOLDS, WRONG), (WRONG, HOLDS), (MAY_HOLD, HOLDS, WRONG)])
def test_a_refutation_outweighs_support(said: tuple[Judgement, ...]) -> None:
    assert judged(*said) is WRONG


def test_of_two_tellings_the_one_that_is_published_is_not_the_wrong_one() -> None:
    published = Judgement(Verdict.CONSISTENT, WHY, "published", "derived")
    mixed = Judgement(Verdict.INTERNALLY_CONTRADICTORY, WHY, "same_document", error_types=("label_mixup",))
    assert judged(mixed, published).verdict.support == "supported"
    assert judged(mixed, HOLDS).verdict.support == "refuted", "nothing outside the text confirms it"
    assert judged(WRONG, published).verdict.support == "refuted", "its unit is wrong by itself"


def test_what_was_recomputed_outweighs_what_is_merely_possible() -> None:
    assert judged(MAY_HOLD, HOLDS) is HOLDS


def test_a_record_is_told_by_the_series_and_not_by_a_bound_of_the_text() -> None:
    series = Judgement(Verdict.CONSISTENT, WHY, "store", "derived")
    assert judged(HOLDS, series) is HOLDS
    assert judged(HOLDS, series, first=True) is series
    assert judged(WRONG, replace(WRONG, basis="store"), first=True) is WRONG


def test_what_is_stored_stands_beside_a_slip_that_the_text_shows_itself() -> None:
    stored = Evidence("store", "market financing_balance 2024-03-04: 5 亿元")
    twice = replace(WRONG, basis="store", evidence=(stored,))
    assert judged(WRONG, twice, twice).evidence == (stored,)
    assert judged(WRONG, replace(HOLDS, evidence=(stored,))).evidence == ()


def test_silence_is_no_verdict() -> None:
    assert judged().verdict is Verdict.NEEDS_EXTERNAL_DATA
    assert judged(nature=Nature.FORECAST).verdict is Verdict.OPINION
    assert "丢失" in judged(stripped=True).reason.zh


def test_a_ruling_on_one_claim_is_no_ruling_on_another() -> None:
    found = check(article(), [claim()], [lambda *_: [Ruling(1, WRONG)]], Desk())
    assert found.claims[0].judgement.verdict is Verdict.NEEDS_EXTERNAL_DATA


def test_a_row_speaks_of_the_text_that_was_handed_in() -> None:
    row = check(article(), [claim()], [], Desk()).rows("en")[0]
    assert row["sentence"] == "融资 余额为5亿元。"
    assert row["text"] == "融资 余额为5亿元"
    assert (row["start"], row["end"]) == (0, 9)
    assert (row["value"], row["unit"], row["support"]) == ("5", "亿元", "not_checkable")


def test_a_judgement_must_name_its_errors_and_its_strength() -> None:
    with pytest.raises(AssertionError):
        Judgement(Verdict.ARITHMETIC_ERROR, WHY)
    with pytest.raises(AssertionError):
        Judgement(Verdict.CONSISTENT, WHY)
    with pytest.raises(AssertionError):
        Judgement(Verdict.ARITHMETIC_ERROR, WHY, error_types=("no such type",))
