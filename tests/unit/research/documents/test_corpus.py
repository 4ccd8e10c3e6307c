"""The corpus: each document once with all its places, nothing lost, several writers, no foreign files."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from threading import Thread

import pytest

from liangrong.core.errors import BadInput, NotKnown, StorageFailed, UnknownName
from liangrong.research.documents.annotation import Annotation, Said
from liangrong.research.documents.calls.call import Call
from liangrong.research.documents.corpus import schema
from liangrong.research.documents.corpus.adding import add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import Filters
from liangrong.research.documents.corpus.reading import claims_of, copies_of, count, document, entities_of, listed
from liangrong.research.documents.corpus.removing import remove
from liangrong.research.documents.document import New
from liangrong.research.documents.search.search import search

NOW = datetime(2026, 3, 5, 9, tzinfo=UTC)
LONG = "".join(
    f"第{number}家公司公布了自己的年度经营情况，管理层对来年表示{word}。"
    for number, word in enumerate(["乐观", "谨慎", "审慎", "满意", "担忧"] * 8)
)


def statuses(corpus: Corpus, *documents: New) -> list[str]:
    return [each.status for each in add(corpus, documents, now=NOW)]


def numbers(corpus: Corpus, text: str) -> list[int]:
    return [hit.document.number for hit in search(corpus, text, both_languages=False).hits]


def test_what_a_text_says_of_itself_is_kept(corpus: Corpus) -> None:
    add(corpus, [New("a.txt", "两融余额再上台阶\n某某时报· 2026-03-04 18:05\n截至昨日，余额增加。")], now=NOW)
    found = document(corpus, 1)
    assert (found.title, found.source, found.published, found.clock) == (
        "两融余额再上台阶",
        "某某时报",
        date(2026, 3, 4),
        "18:05",
    )
    assert (found.lang, found.added_at, found.copies) == ("zh", NOW, 1)


def test_what_the_caller_says_wins(corpus: Corpus) -> None:
    add(
        corpus,
        [New("a.txt", "两融余额再上台阶\n某某时报· 2026-03-04 18:05\n", title="甲", source="乙", published=date(2026, 1, 2))],
    )
    found = document(corpus, 1)
    assert (found.title, found.source, found.published, found.clock) == ("甲", "乙", date(2026, 1, 2), "")


def test_the_same_text_is_kept_once_with_both_its_sources(corpus: Corpus) -> None:
    text = "两融余额为 12.5 亿元，较前日增加。"
    assert statuses(
        corpus, New("a.txt", text, source="甲报"), New("b.txt", "两融余额为12.5亿元,  较前日增加", source="乙报")
    ) == ["added", "copy"]
    assert count(corpus) == 1
    assert [(copy.source, copy.similarity) for copy in copies_of(corpus, 1)] == [("甲报", 1.0), ("乙报", 1.0)]
    assert listed(corpus, Filters(source="乙报"))[0].number == 1


def test_furniture_around_a_text_makes_a_copy_of_it(corpus: Corpus) -> None:
    around = f"首页 行情 数据中心\n{LONG}\n扫一扫关注我们 版权声明"
    assert statuses(corpus, New("a.txt", LONG), New("b.txt", around)) == ["added", "copy"]
    assert 0.85 <= copies_of(corpus, 1)[1].similarity < 1


def test_a_copy_is_found_among_many_that_share_a_common_part(corpus: Corpus) -> None:
    """More documents share the common part than are looked at for one hash."""
    common = "本报告仅供参考，不构成任何投资建议，请阅读文末的免责声明。"
    drawn = random.Random(7)
    bodies = ["".join(chr(0x4E00 + drawn.randrange(20_000)) for _ in range(150)) for _ in range(100)]
    add(corpus, [New(str(number), f"{body}\n{common}") for number, body in enumerate(bodies)])
    assert count(corpus) == 100
    assert statuses(corpus, New("again", f"首页 行情\n{bodies[3]}\n{common}")) == ["copy"]
    assert len(copies_of(corpus, 4)) == 2


def test_another_figure_makes_another_document(corpus: Corpus) -> None:
    """A daily note differs from the next one in its figures alone."""
    first, second = (f"{LONG}两融余额为 {value} 亿元。" for value in ("100.5", "101.5"))
    assert statuses(corpus, New("a.txt", first), New("b.txt", second)) == ["added", "added"]


def test_another_text_makes_another_document(corpus: Corpus) -> None:
    assert statuses(corpus, New("a.txt", LONG), New("b.txt", LONG[: len(LONG) // 2] + "后半篇谈的完全是别的事情。" * 20)) == [
        "added",
        "added",
    ]


def test_adding_again_changes_nothing(corpus: Corpus) -> None:
    documents = [New("a.txt", LONG, path="/x/a.txt"), New("-", "粘贴的文字，关于融券。")]
    statuses(corpus, *documents)
    before = list(corpus.connection.iterdump())
    assert statuses(corpus, *documents) == ["known", "known"]
    assert list(corpus.connection.iterdump()) == before


def test_a_file_that_changed_replaces_what_it_was_and_nothing_is_lost(corpus: Corpus) -> None:
    statuses(corpus, New("a.txt", "融资余额为 100 亿元。", path="/x/a.txt"))
    changed = add(corpus, [New("a.txt", "融资余额为 101 亿元。", path="/x/a.txt")], now=NOW)[0]
    assert (changed.status, changed.number, changed.replaces) == ("replaced", 2, 1)
    assert document(corpus, 1).superseded_by == 2
    assert numbers(corpus, "融资余额") == [2]
    assert [each.number for each in listed(corpus, Filters(superseded=True))] == [2, 1]
    assert statuses(corpus, New("a.txt", "融资余额为 100 亿元。", path="/x/a.txt")) == ["replaced"]
    assert (document(corpus, 1).superseded_by, document(corpus, 2).superseded_by) == (None, 1)


def test_a_word_changed_in_a_file_is_no_copy_of_what_it_was(corpus: Corpus) -> None:
    statuses(corpus, New("a.txt", LONG, path="/x/a.txt"))
    assert statuses(corpus, New("a.txt", LONG + "完。", path="/x/a.txt")) == ["replaced"]
    assert count(corpus, Filters(superseded=True)) == 2


def test_entities_claims_and_calls_are_kept_as_they_were_found(corpus: Corpus) -> None:
    said = Said(
        "句子",
        "句",
        "financing_balance",
        "level",
        "market",
        "两市",
        "fact",
        "",
        printed="2 亿元",
        value="2",
        unit="亿元",
        start=date(2026, 3, 4),
    )
    call = Call("某期货", date(2026, 3, 4), "有色", "铜", "up")
    add(
        corpus,
        [New("a.txt", "句子")],
        annotate=lambda _: Annotation(entities=(("security:600519.SH", 3),), claims=(said,), calls=(call,)),
    )
    assert entities_of(corpus, 1) == [("security:600519.SH", 3)]
    assert claims_of(corpus, 1) == [said]
    assert corpus.connection.execute("SELECT instrument, call FROM calls").fetchone()[:] == ("铜", "up")
    assert [each.number for each in listed(corpus, Filters(entity="SH600519"))] == [1]
    assert listed(corpus, Filters(entity="000001.SZ")) == []


def test_what_is_removed_is_found_no_more_and_its_number_is_not_given_again(corpus: Corpus) -> None:
    statuses(corpus, New("a.txt", "融资余额上升了不少"), New("b.txt", "融券余额下降了许多"))
    assert remove(corpus, [1]) == 1
    assert (numbers(corpus, "融资"), numbers(corpus, "融券")) == ([], [2])
    corpus.connection.execute("INSERT INTO words(words) VALUES ('integrity-check')")
    assert statuses(corpus, New("a.txt", "融资余额上升了不少")) == ["added"]
    assert numbers(corpus, "融资") == [3]
    with pytest.raises(UnknownName):
        remove(corpus, [3, 99])
    assert numbers(corpus, "融资") == [3]


def test_a_failure_inside_a_batch_leaves_the_corpus_as_it_was(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    statuses(corpus, New("a.txt", "早先的文档"))
    before = list(corpus.connection.iterdump())
    monkeypatch.setattr(
        "liangrong.research.documents.corpus.adding.store_calls", lambda *_: (_ for _ in ()).throw(RuntimeError("power cut"))
    )
    with pytest.raises(RuntimeError):
        statuses(corpus, New("b.txt", "第二篇"), New("c.txt", "第三篇"))
    assert list(corpus.connection.iterdump()) == before


def test_a_text_that_breaks_the_search_for_claims_is_kept_and_told(corpus: Corpus) -> None:
    def annotate(new: New) -> Annotation:
        if "坏" in new.text:
            raise ValueError(new.text)
        return Annotation(entities=(("market", 1),))

    found = add(corpus, [New("a", "好的文字"), New("b", "坏的文字")], annotate=annotate)
    assert [(each.status, each.unread) for each in found] == [("added", ""), ("added", "ValueError")]
    assert [entities_of(corpus, each.number) for each in found] == [[("market", 1)], []]
    assert numbers(corpus, "文字") == [2, 1]


def test_a_process_that_dies_in_the_middle_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"
    with Corpus.open(path, create=True) as corpus:
        statuses(corpus, New("a.txt", "早先的文档"))
    dying = Corpus.open(path)
    dying.connection.execute("BEGIN IMMEDIATE")
    dying.connection.execute(
        "INSERT INTO documents(name, kind, title, source, clock, lang, text, same, added_at) VALUES ('x','text','','','','zh','半途','x','x')"
    )
    dying.close()  # without COMMIT, as the system does when a process ends
    with Corpus.open(path) as corpus:
        assert [each.name for each in listed(corpus)] == ["a.txt"]


def test_two_writers_at_a_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"

    def write(name: str) -> None:
        with Corpus.open(path, create=True) as corpus:
            for number in range(20):
                add(corpus, [New(f"{name}{number}", f"{name}写的第{number}篇，与别的不同：{name * 3}{number * 7919}")])

    writers = [Thread(target=write, args=(name,)) for name in ("甲", "乙")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Corpus.open(path) as corpus:
        assert count(corpus) == 40
        assert len(numbers(corpus, "甲写")) == 20


def test_a_writer_that_waits_too_long_is_told(corpus: Corpus) -> None:
    with Corpus.open(corpus.path) as other, corpus.changing():
        other.connection.execute("PRAGMA busy_timeout = 1")
        with pytest.raises(StorageFailed):
            add(other, [New("a.txt", "来晚了")])
    assert count(corpus) == 0


def test_a_reader_changes_nothing(corpus: Corpus) -> None:
    statuses(corpus, New("a.txt", "融资余额"))
    with Corpus.open(corpus.path, read_only=True) as reader:
        assert count(reader) == 1
        with pytest.raises(StorageFailed):
            add(reader, [New("b.txt", "融券余额")])


def test_there_must_be_a_corpus_to_read(tmp_path: Path) -> None:
    with pytest.raises(NotKnown, match="There is no corpus"):
        Corpus.open(tmp_path / "none.sqlite")


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ([f"PRAGMA application_id = {schema._APPLICATION}", f"PRAGMA user_version = {schema.SCHEMA + 1}"], "newer version"),
        (["CREATE TABLE theirs (a)"], "another program"),
    ],
)
def test_a_file_of_somebody_else_or_of_a_newer_program_is_left_alone(
    tmp_path: Path, statements: Sequence[str], told: str
) -> None:
    path = tmp_path / "documents.sqlite"
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(BadInput, match=told):
        Corpus.open(path, create=True)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "documents.sqlite"
    path.write_bytes(b"not a database at all, but long enough to have a header" * 100)
    with pytest.raises(BadInput, match="no corpus or it is damaged"):
        Corpus.open(path)


def test_words_that_were_indexed_by_older_rules_are_indexed_anew(corpus: Corpus) -> None:
    statuses(corpus, New("a.txt", "融资余额"))
    corpus.connection.execute("INSERT INTO words(words) VALUES ('delete-all')")
    corpus.connection.execute("UPDATE facts SET value = '0' WHERE name = 'words'")
    assert numbers(corpus, "融资余额") == []
    with Corpus.open(corpus.path) as opened:
        assert numbers(opened, "融资余额") == [1]
