"""The pages of the corpus: hits, texts and topics are those of the verbs, whatever stands in a document is text, and nothing is written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from liangrong.interfaces.web.app import create_app
from liangrong.interfaces.web.pages.document import _SHOWN
from liangrong.interfaces.web.settings import Settings
from liangrong.research.documents.corpus.corpus import FILE
from liangrong.services.documents.searching import SearchDocumentsRequest, search_documents
from liangrong.services.documents.topics import SaveTopicRequest, save_topic
from liangrong.services.workspace import Workspace
from tests.small_corpus import TEXTS, TOPIC, add, corpus_in
from tests.unit.interfaces.web.conftest import ADDRESS
from tests.unit.interfaces.web.pages.test_check import part, plain

HOSTILE = """<script>alert(1)</script> 逼空 "><img src=x onerror=alert(2)>
2026-03-07
逼空**逼空**，又见 **逼空** {{7*7}} &lt;b&gt; </textarea><form action=/x> \u202eabc"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "store"
    Workspace.open(path, create=True)
    return path


@pytest.fixture(scope="module")
def numbers(store: Path) -> dict[str, int]:
    found = corpus_in(store)
    return {**found, "hostile": add(store, "<u>名</u>", HOSTILE, title="<b>题</b>", source='"><i>源</i>')}


@pytest.fixture(scope="module")
def visitor(store: Path, numbers: dict[str, int]) -> Iterator[TestClient]:
    """Somebody whose server looks at the store each time."""
    assert numbers
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("liangrong.store.version.CHECKED_EVERY_S", 0)
        with TestClient(create_app(Settings(store=store)), base_url=ADDRESS) as client:
            yield client


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[TestClient]:
    """The dashboard of a store beside which no document was ever added."""
    Workspace.open(tmp_path / "store", create=True)
    with TestClient(create_app(Settings(store=tmp_path / "store")), base_url=ADDRESS) as client:
        yield client


def hits(html: str) -> list[str]:
    return re.findall(r'<li><a href="/documents/(\d+)[^"]*"', part(html, "hits"))


def test_hits_are_those_of_the_verb_in_their_order(visitor: TestClient, store: Path) -> None:
    page = visitor.get("/documents", params={"text": "融资余额", "lang": "en"}).text
    truth = search_documents(Workspace.open(store), SearchDocumentsRequest("融资余额")).data
    assert hits(page) == [str(number) for number in truth["document"]]
    assert len(hits(page)) == 3, "two that say it in Chinese and one in English"
    assert "乙市两融晚报" in page
    assert "乙时报 · 2026-03-05 · text" in plain(part(page, "hits"))
    assert '<mark class="hit">融资余额</mark>' in page
    assert '<mark class="hit">financing balance</mark>' in page


def test_filters_narrow_and_stay_in_the_form(visitor: TestClient, numbers: dict[str, int]) -> None:
    page = visitor.get("/documents", params={"text": "融资余额", "source": "甲时报"}).text
    assert hits(page) == [str(numbers["早报"])]
    assert 'name="source" size="14" value="甲时报"' in page
    assert hits(visitor.get("/documents", params={"from": "2026-03-05", "to": "2026-03-06"}).text) == [
        str(numbers["note"]),
        str(numbers["晚报"]),
    ], "the newest first"
    alone = visitor.get("/documents", params={"text": "融资余额", "words": "alone"}).text
    assert str(numbers["note"]) not in hits(alone)
    assert 'value="alone" checked' in alone


def test_nothing_found_is_said(visitor: TestClient) -> None:
    page = visitor.get("/documents", params={"lang": "en", "text": "zebra"}).text
    assert "Nothing was found in 4 documents." in part(page, "hits")
    assert "No document meets this." in visitor.get("/documents?lang=en&from=2030-01-01").text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "wrong"), [("from", "soon"), ("text", '"'), ("text", "***")])
def test_a_question_that_cannot_be_read_keeps_the_form(visitor: TestClient, name: str, wrong: str, lang: str) -> None:
    page = visitor.get("/documents", params={name: wrong, "lang": lang})
    assert page.status_code == 200
    assert part(page.text.replace("<p ", "<div ").replace("</p>", "</div>"), "refusal")
    assert 'id="text"' in page.text


def test_leaves_are_turned_and_together_show_every_hit_once(tmp_path: Path) -> None:
    store = tmp_path / "store"
    Workspace.open(store, create=True)
    for number in range(45):
        add(store, f"text{number}", f"第{number}篇 " + "".join(chr(0x4E00 + number * 40 + step) for step in range(40)) + " 担保")
    with TestClient(create_app(Settings(store=store)), base_url=ADDRESS) as client:
        seen: list[str] = []
        for leaf, most in ((1, 20), (2, 20), (3, 5)):
            page = client.get("/documents", params={"text": "担保", "page": leaf, "lang": "en"}).text
            assert len(hits(page)) == most
            assert f'start="{(leaf - 1) * 20 + 1}"' in page
            assert re.findall(r'aria-label="Page (\d)" aria-current="page"', page) == [str(leaf)]
            assert "page=2" in page
            assert "text=%E6%8B%85%E4%BF%9D" in page
            seen += hits(page)
        assert len(set(seen)) == 45
        for strange in ("0", "-1", "9", "x", "9" * 5000, "²"):
            assert client.get("/documents", params={"text": "担保", "page": strange}).status_code == 200


def test_what_stands_in_a_document_is_text(visitor: TestClient, numbers: dict[str, int]) -> None:
    for address in ("/documents?text=逼空", "/documents", f"/documents/{numbers['hostile']}"):
        page = visitor.get(address).text
        for evil in ("<script>alert", "<img src", "<b>", "<i>", "<u>", "<form action=/x"):
            assert evil not in page, (address, evil)
        assert "&lt;b&gt;题&lt;/b&gt;" in page
    found = part(visitor.get("/documents?text=逼空").text, "hits")
    assert re.findall(r'<mark class="hit">([^<]*)</mark>', found) == ["逼空", "逼空逼空", "逼空"]
    assert "**" not in found


def test_a_document_is_shown_whole_and_handed_to_the_checker(visitor: TestClient, numbers: dict[str, int]) -> None:
    page = visitor.get(f"/documents/{numbers['早报']}?lang=en").text
    for line in TEXTS["早报"].splitlines():
        assert line in unescape(part(page, "body"))
    form = re.search(r'<form id="hand-over" method="post"[^>]* action="([^"]+)">(.*?)</form>', page, re.DOTALL)
    assert form
    assert form[1] == "/check?lang=en"
    text = re.search(r'<textarea name="text" hidden[^>]*>\n(.*?)</textarea>', form[2], re.DOTALL)
    assert text
    assert unescape(text[1]) == TEXTS["早报"]
    sent = {"text": unescape(text[1]), "published": re.findall(r'name="published" value="([^"]+)"', form[2])[0], "do": "check"}
    assert sent["published"] == "2026-03-04"
    checked = visitor.post(form[1], data=sent)
    assert checked.status_code == 200
    assert "2.1万亿元" in part(checked.text, "marked")


def test_a_text_of_a_book_is_shown_in_part(visitor: TestClient, store: Path) -> None:
    number = add(store, "书", "".join(f"第{line}行有字。\n" for line in range(50_000)), claims=False)  # type: ignore[arg-type]
    page = visitor.get(f"/documents/{number}?lang=en").text
    assert "more characters are not shown" in page
    assert "hand-over" not in page, "longer than the checker reads"
    assert "liangrong check" in page
    assert len(plain(part(page, "body"))) < _SHOWN + 1000


@pytest.mark.parametrize(("number", "status"), [("99", 404), ("-1", 404), ("x", 400), ("1e3", 400), ("9" * 30, 400)])
def test_a_number_that_is_none_is_told(visitor: TestClient, number: str, status: int) -> None:
    page = visitor.get(f"/documents/{number}?lang=en")
    assert page.status_code == status
    assert "This cannot be shown" in page.text


def test_a_topic_tells_what_is_new_what_is_said_and_what_conflicts(visitor: TestClient) -> None:
    page = visitor.get(f"/documents/topics/{TOPIC}?lang=en").text
    assert re.search(r'id="news">3 documents, 1 new since the last refresh \(\d{4}-\d\d-\d\d\): <a href="#d1">\[1\]</a>', page)
    assert re.search(r'<li id="d1">\[1\] <strong class="badge">new</strong> <a href="/documents/3\?lang=en">', page)
    said = re.findall(r"<li><bdi>([^<]*)</bdi> ((?:<a [^>]*>\[\d\]</a>)+)", part(page, "summary"))
    assert ("2026年3月3日，融资余额为3.2万亿元。", "[2]") in [(sentence, plain(anchors)) for sentence, anchors in said]
    conflict = plain(part(page, "conflicts"))
    assert "3.2万亿元" in conflict
    assert "2.1万亿元" in conflict
    claims = part(page, "claims")
    assert re.search(r'<a href="#d3">3</a>.*?2.1万亿元', claims, re.DOTALL)
    assert "financing balance" in claims
    assert "financing_balance" not in plain(claims), "a name for people"
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(ids)


def test_looking_changes_nothing(visitor: TestClient, store: Path) -> None:
    """What is new stays new, and no file of the store is touched."""

    def stored() -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in store.glob("documents.sqlite") if path.is_file()}

    before = stored()
    pages = [visitor.get(f"/documents/topics/{TOPIC}").text for _ in range(2)]
    for address in ("/documents", "/documents?text=融资余额", "/documents/1"):
        assert visitor.get(address).status_code == 200
        assert visitor.post(address, data={"do": "add"}).status_code == 405
    assert "新增 1 篇" in pages[0]
    assert pages[0] == pages[1]
    assert stored() == before


@pytest.mark.parametrize("name", ["a?b#c&<i>", "主题 一", 'it\'s "x"'])
def test_a_topic_of_any_name_is_reached_from_the_list(visitor: TestClient, store: Path, name: str) -> None:
    save_topic(SaveTopicRequest(store / FILE, name, "融资余额"))
    page = visitor.get("/documents?lang=en").text
    address = f"/documents/topics/{quote(name, safe='')}?lang=en"
    found = visitor.get(address)
    assert found.status_code == 200
    assert f'href="{address}"' in page
    assert "never refreshed" in found.text
    assert f'href="/documents/topics/{quote(name, safe="")}?lang=zh"' in found.text, "the language changes on the same page"


def test_a_topic_that_is_none_is_told(visitor: TestClient) -> None:
    page = visitor.get("/documents/topics/nix?lang=en")
    assert page.status_code == 404
    assert TOPIC in plain(page.text), "those there are"


@pytest.mark.parametrize(("lang", "told"), [("zh", "还没有文档"), ("en", "There are no documents yet")])
@pytest.mark.parametrize("path", ["/documents", "/documents?text=x", "/documents/1", "/documents/topics/x"])
def test_without_a_corpus_it_says_how_to_add_documents(bare: TestClient, path: str, lang: str, told: str) -> None:
    page = bare.get(path, params={"lang": lang} | ({"text": "x"} if "text" in path else {}))
    assert page.status_code == 200
    assert told in page.text
    assert "liangrong docs add" in page.text


@pytest.mark.parametrize("path", ["/documents", "/documents/1", "/documents/topics/x"])
def test_a_file_that_is_no_corpus_is_told_without_its_folder(tmp_path: Path, path: str) -> None:
    store = tmp_path / "store"
    Workspace.open(store, create=True)
    (store / FILE).write_bytes(b"no database at all" * 100)
    with TestClient(create_app(Settings(store=store)), base_url=ADDRESS) as client:
        page = client.get(path, params={"lang": "en"})
    assert page.status_code == 200
    assert "Cannot be answered" in page.text
    assert str(tmp_path) not in page.text


def test_it_is_found_by_the_box_and_in_the_navigation(visitor: TestClient) -> None:
    assert '<a href="/documents" aria-current="page">文档</a>' in visitor.get("/documents").text
