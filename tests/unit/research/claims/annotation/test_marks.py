"""Breaks if a character of the text is lost, a mark stands on the wrong characters, or a fault hides behind something lighter."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from liangrong.core.results import Note
from liangrong.research.claims.annotation.marks import paragraphs
from liangrong.research.claims.annotation.page import to_page
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.check import Checked, Judged
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Evidence, Judgement, Verdict

WHY = Note("差十倍。", "Ten times too much.")
RIGHT = Judgement(Verdict.CONSISTENT, WHY, "same_document", "derived")
WRONG = Judgement(Verdict.UNIT_ERROR, WHY, "same_document", error_types=("unit_slip",), corrected="5 亿元")
OPEN = Judgement(Verdict.NEEDS_EXTERNAL_DATA, WHY)


def checked(text: str, *marked: tuple[int, int, Judgement]) -> Checked:
    passage = Passage(0, 0, len(text), text, "body", 1)
    article = Article("a.txt", text, text, "zh", None, "", (passage,))
    claims = [Claim(number, passage, start, end, text[start:end]) for number, (start, end, _) in enumerate(marked)]
    return Checked(article, tuple(Judged(claim, judgement) for claim, (*_, judgement) in zip(claims, marked, strict=True)))


TEXT = st.text("ab余额\n ", min_size=1, max_size=40)


@given(st.data(), TEXT)
def test_together_the_stretches_are_the_text(data: st.DataObject, text: str) -> None:
    side = st.integers(0, len(text))
    pairs = data.draw(st.lists(st.tuples(side, side).map(sorted).filter(lambda ends: ends[0] < ends[1]), max_size=5))
    found = paragraphs(checked(text, *((start, end, OPEN) for start, end in pairs)))
    lines = ["".join(stretch.text for stretch in line) for line in found]
    assert lines == [line for line in text.split("\n") if line.strip()]


def test_the_fault_is_what_is_seen_where_claims_overlap() -> None:
    (line,) = paragraphs(checked("余额为五十亿元", (0, 7, OPEN), (3, 7, WRONG), (3, 5, RIGHT)))
    assert [(stretch.text, stretch.support) for stretch in line] == [
        ("余额为", "not_checkable"), ("五十", "refuted"), ("亿元", "refuted"),
    ]  # fmt: skip
    assert [each.claim.number for each in line[1].ends] == [2]
    assert [each.claim.number for each in line[2].ends] == [0, 1]


def test_a_claim_with_a_figure_is_marked_on_the_figure() -> None:
    whole = checked("余额为50亿元", (0, 7, WRONG))
    figure = Figure(3, 7, "50亿元", Decimal(50), "亿元", Kind.MONEY, Decimal(10**8))
    claims = tuple(Judged(replace(each.claim, figure=figure), each.judgement) for each in whole.claims)
    (line,) = paragraphs(Checked(whole.article, claims))
    assert [(stretch.text, stretch.support) for stretch in line] == [("余额为", None), ("50亿元", "refuted")]


def test_the_page_says_what_is_wrong_and_escapes_the_text() -> None:
    page = to_page([checked("<b>余额</b>为五十亿元", (11, 15, WRONG))], "zh", warnings=[Note("没有数据。", "No data.")])
    assert "<b>余额" not in page
    assert "&lt;b&gt;余额" in page
    assert "应为：5 亿元" in page
    assert "差十倍。" in page
    assert "没有数据。" in page


def test_what_is_stored_stands_beside_the_fault_and_what_is_computed_does_not() -> None:
    told = (Evidence("store", "market financing_balance: 5 亿元"), Evidence("calculation", "1 + 4 = 5"))
    page = to_page([checked("余额为五十亿元", (3, 7, replace(WRONG, evidence=told)))], "zh")
    faults = page[page.index('class="faults"') : page.index('class="article"')]
    assert "库中：market financing_balance: 5 亿元" in faults
    assert "1 + 4" not in faults


def test_both_languages_have_the_same_marks() -> None:
    both = [to_page([checked("余额为五十亿元", (3, 7, WRONG), (0, 2, RIGHT))], lang) for lang in ("zh", "en")]
    assert both[0].count("<mark") == both[1].count("<mark") == 2
    assert "does not hold" in both[1]
    assert "Ten times too much." in both[1]
