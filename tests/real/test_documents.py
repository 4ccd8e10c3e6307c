"""The five articles in a corpus: found, read, grouped, and the strategy note of one of them as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from liangrong.research.documents.calls.ledger import ledger
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.reading import claims_of, count, documents, entities_of
from liangrong.research.documents.search.search import search
from liangrong.research.documents.topics.page import page_of
from liangrong.research.documents.topics.topic import Topic, mark_seen, save, topic
from liangrong.services.documents.adding import AddDocumentsRequest, add_documents

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not ARTICLES.exists(), reason="the reference articles are not beside the project"),
]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corpus]:
    path = tmp_path_factory.mktemp("articles") / "documents.sqlite"
    assert add_documents(None, AddDocumentsRequest(path, (ARTICLES,))).exit_code == 0
    with Corpus.open(path) as opened:
        yield opened


def names(corpus: Corpus, text: str) -> set[str]:
    return {hit.document.name[:3] for hit in search(corpus, text, both_languages=False).hits}


def holding(text: str) -> set[str]:
    """The articles that hold a text, blanks aside."""
    return {path.name[:3] for path in ARTICLES.glob("*.txt") if text in "".join(path.read_text(encoding="utf-8").split())}


@pytest.mark.parametrize(
    "text",
    [
        "保证金比例",
        "融资余额",
        "融券",
        "两融",
        "电子",
        "新高",
        "杠杆",
        "融资仓单",
        "未了结的融资合约",
        "301217",
        "002029",
        "转融券",
    ],
)
def test_what_an_article_holds_is_found_however_it_is_broken(corpus: Corpus, text: str) -> None:
    assert holding(text)
    assert names(corpus, text) == holding(text)


def test_dates_and_languages_are_those_of_the_pages(corpus: Corpus) -> None:
    found = {each.name[:3]: each for each in documents(corpus, range(1, 6))}
    assert count(corpus) == 5
    assert found["003"].published == date(2026, 1, 19)
    assert {name: each.lang for name, each in found.items()} == {
        "000": "en",
        "001": "zh",
        "002": "en",
        "003": "en",
        "004": "zh",
    } | {"003": found["003"].lang}


def test_each_article_has_claims_and_entities(corpus: Corpus) -> None:
    assert all(len(claims_of(corpus, number)) > 50 for number in range(1, 6))
    numbers = {each.name[:3]: each.number for each in documents(corpus, range(1, 6))}
    assert "security:301217.SZ" in dict(entities_of(corpus, numbers["004"]))


def test_the_strategy_note_becomes_rows(corpus: Corpus) -> None:
    """The page lists 37 instruments under eight headings, and rates two more in its first section."""
    rows = [entry.call for entry in ledger(corpus)]
    assert len(rows) == 39
    assert {(call.author, call.said_on) for call in rows} == {("Guo Mao Qi Huo", date(2026, 1, 16))}
    sectors = Counter(call.sector for call in rows)
    assert sectors == {
        "Macro-financial": 2, "Non-ferrous metals": 7, "Precious metals and new energy": 2, "Black metals": 4, "Agricultural products": 7,
        "Energy and chemicals": 11, "Others": 4, "": 2,
    }  # fmt: skip
    calls = {call.instrument: (call.call, call.strength, call.horizon) for call in rows}
    assert calls["Aluminum"] == ("range", "plain", "")
    assert calls["Nickel"] == ("up", "leaning", "short")
    assert calls["Soybeans"] == ("down", "leaning", "")
    assert calls["Precious metals"] == ("volatile", "plain", "short")
    assert calls["Industrial silicon"][0] == "down"
    assert calls["沪胶"][0] == "up"
    assert calls["Zinc"][0] == calls["Sugar"][0] == calls["PVC"][0] == "", "nothing is read into what is not said"
    levels = {
        call.instrument: [(level.kind, level.low, level.high, level.unit) for level in call.levels]
        for call in rows
        if call.levels
    }
    assert levels == {
        "Log": [("range", Decimal(760), Decimal(790), "yuan/m³")],
        "BR rubber": [("above", Decimal(12000), None, "")],
    }


def test_a_topic_quotes_every_article_and_knows_what_is_new(corpus: Corpus) -> None:
    save(corpus, Topic("杠杆", "融资余额"))
    page = page_of(corpus, topic(corpus, "杠杆"))
    assert len(page.new) == len(page.documents) == 4
    assert {anchor for each in page.summary for anchor in each.anchors} == {1, 2, 3, 4}
    mark_seen(corpus, "杠杆", [each.number for each in page.documents])
    assert page_of(corpus, topic(corpus, "杠杆")).new == frozenset()
