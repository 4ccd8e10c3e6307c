"""Search: words of any length, codes, phrases, both languages, filters, order, and the places marked."""

from __future__ import annotations

from datetime import date

import pytest

from liangrong.core.errors import UsageError
from liangrong.research.documents.annotation import Annotation
from liangrong.research.documents.corpus.adding import add
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.corpus.filters import EVERY, Filters
from liangrong.research.documents.document import New
from liangrong.research.documents.search import search as room
from liangrong.research.documents.search.query import Phrase, parsed
from liangrong.research.documents.search.search import search
from liangrong.research.documents.search.snippets import snippet
from liangrong.research.documents.words import stem, words

TEXTS = {
    "broken": "交易所上调融资保证 金\n比例，自下周起施行。",
    "paragraphs": "他交了保证金。\n\n比例另议。",
    "english": "The financing balance rose. Brokers raised margin requirements sharply.",
    "code": "公司甲（600519.SH）与公司乙（SZ000001）公布业绩。",
    "bare": "代码 600519 出现在榜单上。",
    "amount": "余额为 25,145.96 亿元，融券下降。",
    "futures": "股指期货成交活跃，融资余额上升。",
}


@pytest.fixture
def filled(corpus: Corpus) -> Corpus:
    add(
        corpus,
        [
            New(name, text, title=name, source="甲报" if name < "d" else "乙报", published=date(2026, 1, 1 + place))
            for place, (name, text) in enumerate(TEXTS.items())
        ],
    )
    return corpus


def found(corpus: Corpus, text: str, filters: Filters = EVERY, *, both: bool = False) -> set[str]:
    return {hit.document.name for hit in search(corpus, text, filters=filters, both_languages=both).hits}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("融资", {"broken", "futures"}),
        ("保证金比例", {"broken"}),
        ("期货", {"futures"}),
        ("券", {"amount"}),
        ("额", {"amount", "futures"}),
        ("600519", {"code", "bare"}),
        ("600519.SH", {"code", "bare"}),
        ("sh600519", {"code", "bare"}),
        ("000001.SZ", {"code"}),
        ("25145.96", {"amount"}),
        ("25,145.96", {"amount"}),
        ("balances", {"english"}),
        ("Financing", {"english"}),
        ("requirement", {"english"}),
        ("financ*", {"english"}),
        ('"financing balance"', {"english"}),
        ('"balance financing"', set()),
        ("balance financing", {"english"}),
        ("融资 期货", {"futures"}),
        ("融资 -期货", {"broken"}),
        ("融资余额上升 成交", {"futures"}),
        ("６００５１９", {"code", "bare"}),
    ],
)
def test_what_holds_the_words_is_found_and_nothing_else(filled: Corpus, text: str, names: set[str]) -> None:
    assert found(filled, text) == names


def test_both_languages_are_asked_and_the_answer_says_so(filled: Corpus) -> None:
    assert found(filled, "融资余额", both=True) == {"futures", "english"}
    assert found(filled, "financing balance", both=True) == {"futures", "english"}
    assert found(filled, "融资余额") == {"futures"}
    assert "financing balance" in search(filled, "融资余额").notes[0].en
    assert search(filled, "期货", both_languages=False).notes == ()


def test_a_phrase_that_no_document_holds_is_asked_in_pieces_and_the_answer_says_so(filled: Corpus) -> None:
    answer = search(filled, "期货融资余额", both_languages=False)
    assert answer.hits == ()
    answer = search(filled, "股指期货成交融资", both_languages=False)
    assert answer.hits == ()
    answer = search(filled, "上调融资保证金施行", both_languages=False)
    assert answer.hits == ()
    assert {hit.document.name for hit in search(filled, "保证金比例比例", both_languages=False).hits} == set()
    add(filled, [New("pieces", "甲乙丙在此，而乙丙丁在彼，丙丁戊也在。")])
    answer = search(filled, "甲乙丙丁戊", both_languages=False)
    assert [hit.document.name for hit in answer.hits] == ["pieces"]
    assert "all its pairs" in answer.notes[0].en


def test_filters_narrow(filled: Corpus) -> None:
    assert found(filled, "融资", Filters(source="甲")) == {"broken"}
    assert found(filled, "融资", Filters(since=date(2026, 1, 2))) == {"futures"}
    assert found(filled, "融资", Filters(until=date(2026, 1, 2))) == {"broken"}
    assert found(filled, "融资", Filters(kind="pdf")) == set()
    add(filled, [New("named", "融资买入居前")], annotate=lambda _: Annotation(entities=(("industry:sw1:电子", 1),)))
    assert found(filled, "融资", Filters(entity="电子")) == {"named"}
    assert found(filled, "融资", Filters(entity="industry:sw1:电子")) == {"named"}


def test_a_word_in_the_title_counts_for_more(corpus: Corpus) -> None:
    filler = "其他内容与此无关，写得同样长短。" * 5
    add(
        corpus,
        [
            New("in_title", f"{filler}甲乙{filler}", title="丙丁戊己"),
            New("in_body", f"{filler}丙丁{filler}", title="庚辛壬癸"),
            New("other", filler),
        ],
    )
    assert [hit.document.name for hit in search(corpus, "丙丁").hits] == ["in_title", "in_body"]


def test_of_equals_the_newer_comes_first(corpus: Corpus) -> None:
    add(
        corpus,
        [
            New(name, f"{name}关于两融的说法", title="标题", published=day)
            for name, day in (("甲", date(2026, 1, 2)), ("乙", date(2026, 3, 1)), ("丙", date(2025, 1, 1)))
        ],
    )
    add(corpus, [New(str(number), f"第{number}篇谈别的事", title="标题") for number in range(10)])
    assert [hit.document.name for hit in search(corpus, "两融").hits] == ["乙", "甲", "丙"]


def test_more_than_can_be_ranked_is_said(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "RANKED", 3)
    add(corpus, [New(str(number), f"两融第{number}篇") for number in range(5)])
    answer = search(corpus, "两融", top=10)
    assert (answer.total, answer.is_more, len(answer.hits)) == (3, True, 4)
    assert "More than 3" in answer.notes[-1].en


@pytest.mark.parametrize("text", ["", "  ", "，。！", "-融资", '""', "融" * 401])
def test_nothing_to_look_for_is_refused(filled: Corpus, text: str) -> None:
    with pytest.raises(UsageError):
        search(filled, text)


@pytest.mark.parametrize(
    "text",
    ['融资" OR "x', "title:融资", "融资 NEAR 余额", "a AND", "(", "^融资", "融资;--", "{融资}", "*", "融资*余额", "NOT 融资 OR"],
)
def test_no_question_breaks_the_engine(filled: Corpus, text: str) -> None:
    try:
        search(filled, text)
    except UsageError as error:
        assert "Type words" in error.message("en")  # noqa: PT017 - either answer will do


def test_marks_stand_on_the_hits() -> None:
    text = "前文。" * 60 + "监管上调融资保证 金\n比例，" + "后文。" * 60
    shown = snippet(text, parsed("保证金比例").phrases)
    assert "**保证 金 比例**" in shown.marked()
    assert shown.text.startswith("…")
    assert shown.text.endswith("…")
    assert len(shown.text) < 180


def test_the_window_with_most_of_the_question_is_shown() -> None:
    text = "融资在此。" + "无关。" * 100 + "融资与期货同在。"
    assert "**融资**与**期货**" in snippet(text, parsed("融资 期货").phrases).marked()


def test_a_text_without_the_words_shows_its_beginning() -> None:
    assert snippet("开头的话", parsed("没有").phrases).marked() == "开头的话"


def test_words_are_the_same_however_they_are_printed() -> None:
    assert words("保证金比例") == words("保证 金 比\n例") != words("保证金\n\n比例")
    assert words("A股600519.SH，２５，１４５") == ["a", "股", "600519", "sh", "25", "145"]


@pytest.mark.parametrize(
    "group",
    [
        ("balance", "balances"),
        ("finance", "financing", "financed"),
        ("security", "securities"),
        ("stop", "stopped", "stopping"),
        ("fall", "falls", "falling"),
    ],
)
def test_inflections_meet(group: tuple[str, ...]) -> None:
    assert len({stem(word) for word in group}) == 1


def test_a_text_that_has_marks_of_its_own_cannot_pass_for_a_hit() -> None:
    """Whoever splits a snippet at its marks gets hits and text in turn, also of a text in Markdown."""
    found = snippet("标题 ** 余额**上升**，*融资*余额***，融资余额", [Phrase(("融资", "资余", "余额"))]).marked()
    pieces = found.split("**")
    assert len(pieces) == 2 * pieces.count("融资余额") + 1
    assert pieces[1::2] == ["融资余额"] * (len(pieces) // 2)
    assert "上升" in pieces[0]


def test_a_longer_name_that_holds_a_shorter_one_is_not_asked_for() -> None:
    names = {"融资余额": ("financing balance", "margin financing balance", "financing debt")}
    query = parsed("融资余额", lambda text: names.get(text, ()))
    assert query.expression() == '(((("融资 资余 余额") OR ("financ balanc") OR ("financ debt"))))'
    assert "margin financing balance" in query.added, "it is still said, and marked where it stands"
    start = parsed("loan", lambda _: ("finance*", "financing balance"))
    assert start.expression().count("balanc") == 1, "a beginning is no shorter name"
