"""What the outlines may say: no typed number, both languages alike, a qualified verb wherever a figure is stated."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from liangrong.research.reports.kinds.catalogue import KINDS
from liangrong.research.reports.outline import Each, Figures, First, Items, Outline, Part, Picture, Say, Table
from liangrong.research.reports.phrases import Pair, places

DIGIT = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千]{2,}")
OWN = {"gaps", "timeline.count", "timeline.after", "capital", "signals.horizon", "subject", "as_of"}
"""Counts and assumptions of the report itself, and names: there is nothing to doubt in them."""


def pairs(part: Part) -> Iterator[Pair]:
    """Every text of a part."""
    if isinstance(part, Say | Each):
        yield part.text
    elif isinstance(part, First):
        for choice in part.choices:
            yield from pairs(choice)
    elif isinstance(part, Figures):
        yield from (text for card in part.cards for text in (card.label, card.remark))
    elif isinstance(part, Items):
        yield from (item.label for item in part.rows)
    elif isinstance(part, Table):
        yield part.head
        yield from (column.head for column in part.columns)
    elif isinstance(part, Picture):
        yield from (part.title, part.caption, part.plain_caption, part.legend_title)
        yield from pairs(part.table)


def texts(outline: Outline) -> Iterator[Pair]:
    yield from (outline.name, outline.title, outline.subtitle, *outline.labels.values())
    for chapter in outline.chapters:
        yield chapter.title
        for part in chapter.parts:
            yield from pairs(part)


def sentences(outline: Outline) -> Iterator[Pair]:
    """What states figures: sentences of the text, one way or another."""
    for chapter in outline.chapters:
        for part in chapter.parts:
            said = part.choices if isinstance(part, First) else (part,) if isinstance(part, Say | Each) else ()
            yield from (each.text for each in said if each.kind != "note")


def numbers_typed(text: str) -> list[str]:
    return DIGIT.findall(re.sub(r"\{[^}]*\}", "", text))


@pytest.mark.parametrize("kind", KINDS)
def test_no_number_is_typed(kind: str) -> None:
    assert [pair for pair in texts(KINDS[kind].outline()) if any(numbers_typed(text) for text in pair)] == []


def test_the_hunt_for_numbers_finds_one() -> None:
    assert numbers_typed("涨 20%，{x:years} 年") == ["2", "0"]
    assert numbers_typed("二十个交易日") == ["二十"]


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_state_the_same_findings(kind: str) -> None:
    for zh, en in texts(KINDS[kind].outline()):
        assert {key for _, key, _ in places(zh) if key} == {key for _, key, _ in places(en) if key}, (zh, en)
        assert {spec for _, key, spec in places(zh) if key == ""} == {spec for _, key, spec in places(en) if key == ""}, (zh, en)


def unqualified(pair: Pair) -> bool:
    """Whether a sentence states a figure without a word that its grade chooses."""
    return any(
        {key for _, key, _ in places(text) if key} - OWN and not any(key == "" for _, key, _ in places(text)) for text in pair
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_stated_with_a_word_that_its_grade_chooses(kind: str) -> None:
    assert [pair for pair in sentences(KINDS[kind].outline()) if unqualified(pair)] == []


def test_a_bare_figure_is_noticed() -> None:
    assert unqualified(("余额 {level}。", "The balance is {level}."))
    assert not unqualified(("余额{:is} {level}。", "The balance {:is} {level}."))


@pytest.mark.parametrize("kind", KINDS)
def test_every_text_is_there_in_both_languages(kind: str) -> None:
    for zh, en in texts(KINDS[kind].outline()):
        assert bool(zh) == bool(en), (zh, en)
        assert not re.search("[\u4e00-\u9fff]", en), en
