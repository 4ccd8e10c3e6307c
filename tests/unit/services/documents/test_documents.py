"""The document desk from files to answers; a store is not needed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from liangrong.core.errors import BadInput, UnknownName, UsageError
from liangrong.services.documents.adding import (
    AddDocumentsRequest,
    RemoveDocumentsRequest,
    WatchFolderRequest,
    add_documents,
    remove_documents,
    watch_folder,
)
from liangrong.services.documents.calls import CallsRequest, calls
from liangrong.services.documents.searching import (
    ListDocumentsRequest,
    SearchDocumentsRequest,
    ShowDocumentRequest,
    list_documents,
    search_documents,
    show_document,
)
from liangrong.services.documents.topics import (
    ForgetTopicRequest,
    SaveTopicRequest,
    TopicRequest,
    forget_topic,
    peeked_page,
    refreshed_page,
    save_topic,
    to_markdown,
    topic,
)
from liangrong.services.verbs.answers import answer
from liangrong.services.verbs.catalogue import VERBS
from liangrong.services.workspace import Workspace
from tests.unit.research.documents.packages import word_file
from tests.unit.research.documents.pdfs import pdf

NOTE = """某某期货晨报
某某期货· 2026-03-05 08:00
镓：预计短期震荡偏强，区间 2100-2250元/吨。
钴：需求一般，区间震荡。
燕麦：预计价格承压下行。"""
NEWS = "甲市场两融简讯\n某某时报· 2026-03-04 18:05\n截至3月3日，两融余额为2.71万亿元，较前一日增加120亿元。"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "files"
    (made / "deeper").mkdir(parents=True)
    (made / "news.txt").write_text(NEWS, encoding="utf-8")
    (made / "note.txt").write_bytes(NOTE.encode("gb18030"))
    (made / "deeper" / "report.pdf").write_bytes(pdf([["Margin debt of the whole market rose on Tuesday."]]))
    (made / "deeper" / "memo.docx").write_bytes(word_file(["关于融券业务的内部备忘。"]))
    (made / "scan.pdf").write_bytes(pdf([[]]))
    (made / ".hidden").write_text("hidden words", encoding="utf-8")
    return made


@pytest.fixture
def corpus(tmp_path: Path, folder: Path) -> Path:
    path = tmp_path / "documents.sqlite"
    add_documents(None, AddDocumentsRequest(path, (folder,)))
    return path


def test_every_file_of_a_folder_is_told_and_a_bad_one_stops_no_other(tmp_path: Path, folder: Path) -> None:
    report = add_documents(None, AddDocumentsRequest(tmp_path / "c.sqlite", (folder,), claims=False))
    rows = {row["file_name"]: row for row in report.result.data.iter_rows(named=True)}
    assert {name: row["document_status"] for name, row in rows.items()} == {
        "news.txt": "added", "note.txt": "added", "report.pdf": "added", "memo.docx": "added", "scan.pdf": "refused",
    }  # fmt: skip
    assert report.exit_code == 5
    assert "扫描件" in rows["scan.pdf"]["reason_zh"]
    assert (rows["news.txt"]["title"], rows["news.txt"]["published"]) == ("甲市场两融简讯", date(2026, 3, 4))


def test_exit_codes_say_how_much_was_refused(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "c.sqlite"
    assert add_documents(None, AddDocumentsRequest(path, (folder / "scan.pdf",))).exit_code == 4
    assert add_documents(None, AddDocumentsRequest(path, (folder / "news.txt",))).exit_code == 0
    assert add_documents(None, AddDocumentsRequest(path, (tmp_path / "none.txt",))).exit_code == 4


def test_pasted_text_has_the_name_and_the_title_that_are_given(tmp_path: Path) -> None:
    request = AddDocumentsRequest(
        tmp_path / "c.sqlite", text="融资余额上升", name="邮件", title="题", source="某人", published=date(2026, 1, 2)
    )
    (row,) = add_documents(None, request).result.data.to_dicts()
    assert (row["file_name"], row["title"], row["document_source"], row["published"]) == ("邮件", "题", "某人", date(2026, 1, 2))


def test_nothing_to_add_and_one_title_for_many_are_refused(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(UsageError):
        add_documents(None, AddDocumentsRequest(tmp_path / "c.sqlite"))
    with pytest.raises(UsageError):
        add_documents(None, AddDocumentsRequest(tmp_path / "c.sqlite", (folder,), title="题"))


def test_search_marks_the_place(corpus: Path) -> None:
    found = search_documents(None, SearchDocumentsRequest("两融余额", corpus=corpus))
    assert found.data["snippet"].to_list() == [
        "甲市场两融简讯 某某时报· 2026-03-04 18:05 截至3月3日，**两融余额**为2.71万亿元，较前一日增加120亿元。"
    ]
    assert (
        search_documents(None, SearchDocumentsRequest("没有的词", corpus=corpus)).warnings[-1].en
        == "Nothing was found in 4 documents."
    )
    assert search_documents(None, SearchDocumentsRequest("融券", file_kind="docx", corpus=corpus)).data.height == 1


def test_claims_and_entities_of_a_document_are_kept(corpus: Path) -> None:
    number = search_documents(None, SearchDocumentsRequest("两融余额", corpus=corpus)).data["document"][0]
    claims = show_document(None, ShowDocumentRequest(number, "claims", corpus)).data
    level = claims.filter(claims["printed_value"] == "2.71").to_dicts()
    assert [(row["metric"], row["from_day"]) for row in level] == [("margin_trading_balance", date(2026, 3, 3))]
    assert show_document(None, ShowDocumentRequest(number, "entities", corpus)).data["entity"].to_list() == ["market"]


def test_the_document_published_last_is_shown_where_none_is_named(corpus: Path) -> None:
    shown = show_document(None, ShowDocumentRequest(corpus=corpus)).data.row(0, named=True)
    assert (shown["title"], shown["body"]) == ("某某期货晨报", NOTE)
    assert show_document(None, ShowDocumentRequest(shown["document"], "copies", corpus)).data["file_name"].to_list() == [
        "note.txt"
    ]
    with pytest.raises(UnknownName):
        show_document(None, ShowDocumentRequest(99, corpus=corpus))


def test_a_list_is_cut_and_says_so(corpus: Path) -> None:
    listed = list_documents(None, ListDocumentsRequest(top=2, corpus=corpus))
    assert (listed.data["published"].to_list(), listed.warnings[0].en) == (
        [date(2026, 3, 5), date(2026, 3, 4)],
        "4 documents in all; only the newest are shown.",
    )
    with pytest.raises(UsageError):
        list_documents(None, ListDocumentsRequest(top=0, corpus=corpus))


def test_a_folder_is_watched_from_look_to_look(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "c.sqlite"
    request = WatchFolderRequest(path, folder, claims=False)

    def told() -> dict[str, str]:
        data = watch_folder(None, request).result.data
        return dict(zip(data["file_name"], data["document_status"], strict=True))

    assert told() == {
        "news.txt": "added",
        "note.txt": "added",
        "scan.pdf": "refused",
        "memo.docx": "added",
        "report.pdf": "added",
    }
    assert told() == {}
    (folder / "later.txt").write_text("后来的一篇", encoding="utf-8")
    (folder / "news.txt").write_text(NEWS + "更正：增加125亿元。", encoding="utf-8")
    (folder / "note.txt").unlink()
    assert told() == {"later.txt": "added", "news.txt": "replaced", "note.txt": "gone"}
    assert told() == {}
    assert search_documents(None, SearchDocumentsRequest("燕麦", corpus=path)).data.height == 1, (
        "what is gone from the folder is not lost"
    )
    with pytest.raises(BadInput):
        watch_folder(None, WatchFolderRequest(path, tmp_path / "none"))


def test_a_topic_tells_what_is_new_once(corpus: Path, folder: Path) -> None:
    save_topic(SaveTopicRequest(corpus, "两融", "两融余额"))
    assert topic(None, TopicRequest("两融", corpus=corpus)).data["is_new"].to_list() == [True]
    assert topic(None, TopicRequest("两融", corpus=corpus)).data["is_new"].to_list() == [True], (
        "asking over a network changes nothing"
    )
    assert len(peeked_page(corpus, "两融").new) == len(refreshed_page(corpus, "两融").new) == 1
    assert refreshed_page(corpus, "两融").new == frozenset()
    (folder / "more.txt").write_text(
        "乙市场快讯\n另一时报· 2026-03-04 20:00\n截至3月3日，两融余额为2.65万亿元。", encoding="utf-8"
    )
    add_documents(None, AddDocumentsRequest(corpus, (folder,)))
    page = refreshed_page(corpus, "两融")
    assert [page.documents[anchor - 1].name for anchor in page.new] == ["more.txt"]
    conflicts = topic(None, TopicRequest("两融", "conflicts", corpus=corpus)).data
    assert [set(row) for row in conflicts.select("printed", "other_printed").iter_rows()] == [{"2.71万亿元", "2.65万亿元"}]
    shown = to_markdown(page, "en")
    assert "2 documents, 1 of them new" in shown
    assert "- [1] NEW 乙市场快讯 (另一时报, 2026-03-04 20:00; document 5)" in shown
    assert "≠" in shown
    for part in ("summary", "claims", "groups"):
        assert topic(None, TopicRequest("两融", part, corpus=corpus)).data.height  # type: ignore[arg-type]
    assert forget_topic(ForgetTopicRequest(corpus, "两融")).data.height == 0


def test_calls_are_kept_and_judged_by_a_file(corpus: Path, tmp_path: Path) -> None:
    found = calls(None, CallsRequest(corpus=corpus))
    assert found.data.select("author", "said_on", "instrument", "call").rows() == [
        ("某某期货", date(2026, 3, 5), "镓", "up"), ("某某期货", date(2026, 3, 5), "钴", "range"), ("某某期货", date(2026, 3, 5), "燕麦", "down"),
    ]  # fmt: skip
    assert (found.data["support_level"][0], found.data["call_outcome"][0], found.warnings) == ("2100", None, ())
    prices = tmp_path / "prices.csv"
    days = [f"2026-03-{day:02}" for day in range(4, 14)]
    prices.write_text(
        "date,instrument,value\n" + "".join(f"{day},镓,{100 + at}\n{day},燕麦,{100 + at}\n" for at, day in enumerate(days)),
        encoding="utf-8",
    )
    judged = calls(None, CallsRequest(values=prices, corpus=corpus))
    assert judged.data["call_outcome"].to_list() == ["hit", "open", "miss"]
    assert len(judged.warnings) == 3, "each rule is said"
    (record,) = calls(None, CallsRequest(values=prices, part="authors", corpus=corpus)).data.to_dicts()
    assert (record["author"], record["calls_made"], record["calls_judged"], record["call_hits"], record["call_hit_rate"]) == (
        "某某期货",
        3,
        2,
        1,
        0.5,
    )
    prices.write_text("date,value\n2026-03-05,1\n", encoding="utf-8")
    with pytest.raises(UsageError):
        calls(None, CallsRequest(values=prices, corpus=corpus))
    assert calls(None, CallsRequest(instrument="镓", values=prices, corpus=corpus)).data["call_outcome"].to_list() == ["open"]


def test_calls_on_a_measure_are_judged_by_the_store(corpus: Path, tmp_path: Path) -> None:
    from tests.small_market import frames, stored

    workspace = Workspace.open(stored(tmp_path / "store", frames()))
    note = "两融晨报\n甲证券· 2026-01-05 08:00\n" + "融资余额：看多。\n融券余额：看空。\n钴：看多。"
    add_documents(None, AddDocumentsRequest(corpus, text=note))
    found = calls(workspace, CallsRequest(author="甲证券", stored=True, corpus=corpus)).data
    outcomes = dict(zip(found["instrument"], found["call_outcome"], strict=True))
    assert outcomes["融资余额"] in ("hit", "miss")
    assert outcomes["钴"] == "open"


def test_what_is_removed_is_told(corpus: Path) -> None:
    assert remove_documents(RemoveDocumentsRequest(corpus, (1,))).data["document"].to_list() == [1]
    assert list_documents(None, ListDocumentsRequest(corpus=corpus)).data.height == 3


def test_a_store_without_a_corpus_answers_every_verb_with_a_remark(tmp_path: Path) -> None:
    workspace = Workspace.open(tmp_path / "store", create=True)
    for name in ("search-documents", "show-document", "list-documents", "topic", "calls"):
        found = answer(VERBS[name], VERBS[name].example, workspace=workspace)
        assert found.data.is_empty()
        assert "There is no corpus yet" in found.warnings[0].en
    assert not (tmp_path / "store" / "documents.sqlite").exists(), "asking makes nothing"


def test_a_verb_reads_the_corpus_beside_the_store(tmp_path: Path, folder: Path) -> None:
    workspace = Workspace.open(tmp_path / "store", create=True)
    add_documents(workspace, AddDocumentsRequest(tmp_path / "store" / "documents.sqlite", (folder,)))
    assert answer(VERBS["search-documents"], {"text": "两融余额"}, workspace=workspace).data.height == 1
    with pytest.raises(UsageError):
        answer(VERBS["search-documents"], {"text": "两融", "corpus": "/etc/passwd"}, workspace=workspace)
