"""Topics: what is new, what the documents say in their own words, and where they contradict each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from liangrong.core.errors import UnknownName, UsageError
from liangrong.research.documents.annotation import Annotation, Said
from liangrong.research.documents.corpus.adding import add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import Filters
from liangrong.research.documents.document import New
from liangrong.research.documents.topics.conflicts import conflicts_in
from liangrong.research.documents.topics.page import page_of
from liangrong.research.documents.topics.topic import Topic, forget, mark_seen, save, topic, topics

DAY = date(2026, 3, 4)
BASE = Said(
    "句",
    "句",
    "financing_balance",
    "level",
    "market",
    "",
    "fact",
    "",
    "100",
    "100",
    kind="money",
    low=Fraction(99),
    high=Fraction(101),
    start=DAY,
    end=DAY,
)


def test_a_second_look_reports_exactly_the_file_that_is_new(corpus: Corpus) -> None:
    add(corpus, [New("a", "融资余额上升的第一篇报道。", published=DAY), New("b", "与主题无关的另一篇。")])
    save(corpus, Topic("杠杆", "融资余额"))
    first = page_of(corpus, topic(corpus, "杠杆"))
    assert [first.documents[anchor - 1].name for anchor in first.new] == ["a"]
    assert page_of(corpus, topic(corpus, "杠杆")).new == first.new, "looking alone changes nothing"
    mark_seen(corpus, "杠杆", [each.number for each in first.documents])
    assert page_of(corpus, topic(corpus, "杠杆")).new == frozenset()
    add(corpus, [New("c", "融资余额又有新的消息传来。", published=date(2026, 3, 5)), New("d", "仍与主题无关的一篇。")])
    second = page_of(corpus, topic(corpus, "杠杆"))
    assert [each.name for each in second.documents] == ["c", "a"]
    assert second.new == {1}


def test_a_topic_keeps_its_filters_and_forgets_what_was_seen_when_its_question_changes(corpus: Corpus) -> None:
    add(corpus, [New("a", "融资余额上升", source="甲"), New("b", "融资余额回落", source="乙")])
    wanted = Topic("题", "融资余额", Filters(source="甲", since=None, until=date(2026, 12, 31)), ("financing_balance",))
    save(corpus, wanted)
    assert topic(corpus, "题") == wanted
    save(corpus, Topic("题", "融资余额", Filters(source="甲")))
    mark_seen(corpus, "题", [1])
    save(corpus, Topic("题", "融资余额", Filters(source="甲"), ("x",)))
    assert page_of(corpus, topic(corpus, "题")).new == frozenset()
    save(corpus, Topic("题", "融资"))
    assert page_of(corpus, topic(corpus, "题")).new == {1, 2}


def test_names_and_questions_that_cannot_be_are_refused(corpus: Corpus) -> None:
    for name, query in (("", "融资"), ("a/b", "融资"), ("x" * 61, "融资"), ("题", " ")):
        with pytest.raises(UsageError):
            save(corpus, Topic(name, query))
    with pytest.raises(UnknownName):
        topic(corpus, "题")
    save(corpus, Topic("题", "融资"))
    forget(corpus, "题")
    assert topics(corpus) == []


def test_a_summary_quotes_and_says_who_else_says_so(corpus: Corpus) -> None:
    same = "两市融资余额在周三首次站上一个整数关口。"
    texts = [
        f"{same}券商称客户情绪回暖并愿意加仓。",
        f"据报道，{same}另有分析认为融资余额仍会增加。",
        "融资余额中电子行业占比居首，其次是通信行业。天气晴朗适合出门走走看看。",
    ]
    add(corpus, [New(str(place), text, published=date(2026, 3, 4 - place)) for place, text in enumerate(texts)])
    save(corpus, Topic("题", "融资余额"))
    page = page_of(corpus, topic(corpus, "题"), sentences=4)
    whole = {anchor: document.text for anchor, document in enumerate(page.documents, 1)}
    assert all(each.text in whole[each.anchors[0]] for each in page.summary), "nothing is written"
    assert {1, 2} in [set(each.anchors) for each in page.summary]
    assert len({each.text for each in page.summary}) == len(page.summary)
    assert not any("天气" in each.text for each in page.summary)
    assert {anchor for each in page.summary for anchor in each.anchors} == {1, 2, 3}


def test_one_long_document_does_not_speak_for_all(corpus: Corpus) -> None:
    long = "".join(f"融资余额的第{word}个方面值得单独说明一番。" for word in "甲乙丙丁戊己庚辛壬癸")
    add(
        corpus,
        [
            New("long", long),
            New("short", "关于融资余额，另一家机构的看法与众不同。"),
            New("third", "第三家则认为融资余额已经见顶并将回落。"),
        ],
    )
    save(corpus, Topic("题", "融资余额"))
    quoted = page_of(corpus, topic(corpus, "题"), sentences=6).summary
    assert {anchor for each in quoted for anchor in each.anchors} == {1, 2, 3}


def test_documents_are_grouped_as_asked(corpus: Corpus) -> None:
    new = [
        New("a", "融资余额一", source="甲报", published=DAY),
        New("b", "融资余额二", source="乙报", published=DAY),
        New("c", "融资余额三", source="甲报"),
    ]
    add(corpus, new, annotate=lambda each: Annotation(entities=(("market", 1),) if each.name != "c" else ()))
    save(corpus, Topic("题", "融资余额"))
    groups = {by: dict(page_of(corpus, topic(corpus, "题"), by=by).groups) for by in ("day", "source", "entity")}  # type: ignore[arg-type]
    assert groups == {
        "day": {"2026-03-04": (1, 2), "": (3,)},
        "source": {"甲报": (2, 3), "乙报": (1,)},
        "entity": {"market": (1, 2), "": (3,)},
    }


@pytest.mark.parametrize(
    ("other", "conflict"),
    [
        ({"low": Fraction(102), "high": Fraction(103)}, True),
        ({"low": Fraction(101), "high": Fraction(103)}, False),
        ({"low": None, "high": Fraction(98)}, True),
        ({"low": Fraction(102), "high": None, "scope": "exchange:SSE"}, False),
        ({"low": Fraction(102), "high": None, "start": date(2026, 3, 3), "end": date(2026, 3, 3)}, False),
        ({"low": Fraction(102), "high": None, "aspect": "change"}, False),
        ({"low": Fraction(102), "high": None, "kind": "percent"}, False),
        ({"low": Fraction(102), "high": None, "nature": "forecast"}, False),
        ({"low": Fraction(102), "high": None, "metric": ""}, False),
        ({"low": None, "high": None}, False),
    ],
)
def test_only_values_that_cannot_both_be_are_a_conflict(other: dict[str, object], *, conflict: bool) -> None:
    claims = [(1, BASE), (2, replace(BASE, **other))]  # type: ignore[arg-type]
    assert bool(conflicts_in(claims)) == conflict
    assert conflicts_in([(1, each) for _, each in claims]) == [], "inside one document it is for the checker of claims"


def test_who_says_another_figure_does_not_say_the_same(corpus: Corpus) -> None:
    """Sentences of one wording and two figures are two sayings: no document is cited for a figure that it does not have."""
    add(corpus, [New(name, f"2026年3月3日，融资余额为{name}万亿元。", published=DAY) for name in ("2.1", "3.2")])
    save(corpus, Topic("题", "融资余额"))
    page = page_of(corpus, topic(corpus, "题"))
    assert page.summary
    for each in page.summary:
        for anchor in each.anchors:
            assert each.text in page.documents[anchor - 1].text
