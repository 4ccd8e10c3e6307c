"""Finding against a plain scan of all names, and the order in which people expect answers."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from liangrong.analytics.securities.finding import LONGEST, Finder, MatchedBy, Thing
from liangrong.analytics.securities.spelling import Speller, plain_name, squeezed, syllables

THINGS = (
    Thing("security", "600519.SH", "贵州茅台", "Kweichow Moutai", ("600519.SH", "600519"), weight=191.0),
    Thing("security", "000001.SZ", "平安银行", "Ping An Bank", ("000001.SZ", "000001"), old=("深发展Ａ",), weight=55.0),
    Thing("security", "601166.SH", "兴业银行", "Industrial Bank", ("601166.SH", "601166"), weight=106.0),
    Thing("security", "601963.SH", "重庆银行", "", ("601963.SH", "601963"), weight=1.0),
    Thing("security", "300750.SZ", "宁德时代", "Contemporary Amperex Technology (CATL)", ("300750.SZ", "300750"), weight=236.0),
    Thing("security", "600518.SH", "*ST康美", "", ("600518.SH", "600518")),
    Thing("index", "index:000001.SH", "上证指数", "", ("000001.SH", "000001")),
    Thing("industry", "industry:sw1:银行", "银行"),
    Thing("measure", "financing_balance", "融资余额", "financing balance", ("financing_balance", "rzye")),
)
FINDER = Finder(random.Random(1).sample(THINGS, len(THINGS)))


def ids(text: str, kinds: tuple[str, ...] = ()) -> list[str]:
    return [each.thing.id for each in FINDER.find(text, kinds).found]


def scanned(text: str) -> set[str]:
    """Everything whose code, names or spelling holds the text, by looking at all of it."""
    found = set()
    for query in {squeezed(text), plain_name(squeezed(text))}:
        for thing in THINGS:
            digits = query.isdecimal() and len(query) >= 3
            codes = [squeezed(code) for code in thing.codes]
            names = [form(name) for name in (thing.name, *thing.old) for form in (squeezed, plain_name)]
            words = [squeezed(word) for word in thing.english.replace("(", " ").replace(")", " ").replace("_", " ").split()]
            english = ["".join(words[at:]) for at in range(len(words))]
            typed = syllables(thing.name)
            if (
                any(query in code if digits else code.startswith(query) for code in codes)
                or any(query in name if not query.isascii() or len(query) > 1 else name.startswith(query) for name in names)
                or any(word.startswith(query) for word in english)
                or (query.isascii() and any(Speller(query).fit(typed, at) for at in range(len(typed) if len(query) > 1 else 1)))
            ):
                found.add(thing.id)
    return found


@given(
    st.one_of(
        st.sampled_from([*(thing.name for thing in THINGS), "moutai", "yinhang", "600", "cq", "银", "balance"]),
        st.text("601贵银行zyhcqmtnas", min_size=1, max_size=4),
    )
)
def test_the_index_finds_what_a_scan_finds(text: str) -> None:
    assert set(ids(text)) == scanned(text)


@pytest.mark.parametrize(
    ("text", "first", "by", "score"),
    [
        ("600519", "600519.SH", MatchedBy.CODE, 100),
        ("6005", "600519.SH", MatchedBy.CODE, 90),
        ("贵州茅台", "600519.SH", MatchedBy.NAME, 80),
        ("guizhoumaotai", "600519.SH", MatchedBy.PINYIN, 80),
        ("Kweichow Moutai", "600519.SH", MatchedBy.ENGLISH, 80),
        ("catl", "300750.SZ", MatchedBy.ENGLISH, 80),
        ("深发展A", "000001.SZ", MatchedBy.OLD_NAME, 79),
        ("gzmt", "600519.SH", MatchedBy.INITIALS, 70),
        ("KWEICHOW", "600519.SH", MatchedBy.ENGLISH, 60),
        ("moutai", "600519.SH", MatchedBy.ENGLISH, 60),
        ("茅台", "600519.SH", MatchedBy.NAME, 40),
        ("maotai", "600519.SH", MatchedBy.PINYIN, 40),
        ("zqyh", "601963.SH", MatchedBy.INITIALS, 55),
        ("康美", "600518.SH", MatchedBy.NAME, 80),
        ("ST康美", "600518.SH", MatchedBy.NAME, 80),
        ("rzye", "financing_balance", MatchedBy.CODE, 100),
    ],
)
def test_how_something_is_found_and_what_that_is_worth(text: str, first: str, by: MatchedBy, score: int) -> None:
    found = FINDER.find(text).found[0]
    assert (found.thing.id, found.matched_by, found.score) == (first, by, score)


def test_the_whole_name_comes_first_and_the_larger_balance_among_equals() -> None:
    assert ids("银行") == ["industry:sw1:银行", "601166.SH", "000001.SZ", "601963.SH"]
    assert ids("000001") == ["000001.SZ", "index:000001.SH"]
    assert ids("000001", ("index",)) == ["index:000001.SH"]


def test_top_cuts_the_rows_and_not_the_count() -> None:
    answer = FINDER.find("银行", top=2)
    assert (len(answer.found), answer.total) == (2, 4)


@pytest.mark.parametrize(
    ("text", "near"),
    [("贵洲茅台", "600519.SH"), ("guizhoumaotia", "600519.SH"), ("kweichw", "600519.SH"), ("兴业银航", "601166.SH")],
)
def test_a_slip_leads_to_the_nearest(text: str, near: str) -> None:
    assert FINDER.find(text).total == 0
    assert FINDER.nearest(text).found[0].thing.id == near


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\x00\x1f",
        "。，！",
        "q" * 5_000,
        "中" * 5_000,
        "'; DROP TABLE --",
        ".*[",
        "%s%n",
        "zhong" * 1_000,
        "\u202e\u200b",
    ],
)
def test_hostile_text_is_only_text(text: str) -> None:
    assert FINDER.find(text).total == 0
    assert FINDER.nearest(text).total >= 0


def test_no_more_than_the_longest_name_is_read() -> None:
    assert FINDER.find("贵州茅台" + " " * LONGEST * 2).total == 1
    assert FINDER.find("6" * 10_000).total == 0
