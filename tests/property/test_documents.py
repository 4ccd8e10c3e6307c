"""What is always true of documents: nothing that holds the words is missed, adding again changes nothing, no content breaks a reader."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from liangrong.core.errors import BadInput, UsageError
from liangrong.research.documents.calls.reading import calls_in
from liangrong.research.documents.corpus.adding import add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.reading import count
from liangrong.research.documents.document import New
from liangrong.research.documents.metadata import metadata_of
from liangrong.research.documents.readers.decoding import decoded
from liangrong.research.documents.readers.recognition import recognised
from liangrong.research.documents.search.search import search
from liangrong.research.documents.search.snippets import hits_in
from liangrong.research.documents.sketch import shingles, similarity
from liangrong.research.documents.topics.conflicts import conflicts_in
from liangrong.research.documents.words import squeezed, words, words_with_places

FEW = "融资余额券保证金比例上升a1 ，。\n"
TEXTS = st.text(alphabet=FEW, min_size=1, max_size=60)
ANY = st.text(max_size=400)


@contextmanager
def new_corpus() -> Iterator[Corpus]:
    with tempfile.TemporaryDirectory() as folder, Corpus.open(Path(folder) / "documents.sqlite", create=True) as corpus:
        yield corpus


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8), st.text(alphabet="融资余额券保证金比例上升", min_size=1, max_size=5))
def test_every_document_that_holds_the_characters_is_found(texts: list[str], wanted: str) -> None:
    """Also where one line end or a few spaces break them; and nothing is found that does not hold them."""
    with new_corpus() as corpus:
        placed = add(corpus, [New(str(place), text) for place, text in enumerate(texts)])
        found = {hit.document.number for hit in search(corpus, wanted, both_languages=False, top=50).hits}
        whole = {each.number for text, each in zip(texts, placed, strict=True) if wanted in text.replace("\n", "")}
        broken = {each.number for text, each in zip(texts, placed, strict=True) if wanted in text}
        pieces = {each.number for text, each in zip(texts, placed, strict=True) if all(letter in text for letter in wanted)}
        assert broken <= found
        assert found <= whole | pieces


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=6))
def test_adding_twice_changes_nothing(texts: list[str]) -> None:
    documents = [New(f"{place}.txt", text, path=f"/files/{place}") for place, text in enumerate(texts)]
    with new_corpus() as corpus:
        add(corpus, documents)
        before = list(corpus.connection.iterdump())
        assert {each.status for each in add(corpus, documents)} == {"known"}
        assert list(corpus.connection.iterdump()) == before
        assert count(corpus) <= len({squeezed(text) for text in texts})


@given(ANY)
def test_words_and_their_places_agree(text: str) -> None:
    placed = words_with_places(text)
    assert [word.text for word in placed] == words(text)
    assert all(0 <= word.start < word.end <= len(text) for word in placed)


@given(ANY, st.integers(0, 50))
def test_a_text_is_most_like_itself(text: str, at: int) -> None:
    own = shingles(squeezed(text))
    other = shingles(squeezed(text[at:]))
    assert similarity(own, own) == 1
    assert 0 <= similarity(own, other) == similarity(other, own) <= 1


@settings(deadline=None)
@given(ANY)
@example('" OR "')
@example("\u0130\u0130 融")
def test_no_question_and_no_text_breaks_the_search(text: str) -> None:
    with new_corpus() as corpus:
        add(corpus, [New("a", text.encode("utf-8", "replace").decode() or "x")])
        try:
            answer = search(corpus, text)
        except UsageError:
            return
        assert len(answer.hits) <= 1
        hits_in(text, answer.query.phrases)


@settings(deadline=None)
@given(st.binary(max_size=600))
def test_no_content_breaks_the_recognition(content: bytes) -> None:
    try:
        if recognised(content, "x") == "text":
            decoded(content, "x")
    except BadInput as error:
        told = {error.message("zh"), error.message("en")}
        if len(told) < len(("zh", "en")):
            raise AssertionError(told) from error


@given(st.text(alphabet="铜铝：。，*-[]1 \n看多震荡区间|品种观点支撑压力0123456789expected to rise fall", max_size=300))
def test_no_text_breaks_the_readers_of_notes(text: str) -> None:
    calls_in(text)
    metadata_of(text)


def test_nothing_conflicts_where_nothing_is_said() -> None:
    assert conflicts_in([]) == []
