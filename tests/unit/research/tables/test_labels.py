"""The vocabulary: one place for each name, both languages, words that agree."""

from __future__ import annotations

from collections import Counter
from importlib.resources import files

import pytest

from liangrong.accounts.measures import ACCOUNT_MEASURES
from liangrong.analytics.scopes import BOARDS
from liangrong.core.securities import Board
from liangrong.core.units import Unit
from liangrong.research.tables.headings import Shown
from liangrong.research.tables.labels import VOCABULARIES, heading, heading_of, renamed, word

NAMES = {file.__name__.rpartition(".")[2]: file for file in VOCABULARIES}


def test_every_file_of_the_vocabulary_is_read() -> None:
    room = files("liangrong.research.tables.vocabulary")
    there = {path.name.removesuffix(".py") for path in room.iterdir() if path.name.endswith(".py")}
    assert there - {"__init__"} == set(NAMES)


def test_a_column_stands_in_one_file_only() -> None:
    places = Counter(name for file in VOCABULARIES for name in file.HEADINGS)
    twice = {name: [f for f in NAMES if name in NAMES[f].HEADINGS] for name, count in places.items() if count > 1}
    assert not twice


def test_files_do_not_disagree_on_a_word() -> None:
    said: dict[str, set[str]] = {}
    for file in VOCABULARIES:
        for name, zh in file.WORDS.items():
            said.setdefault(name, set()).add(zh)
    assert not {name: words for name, words in said.items() if len(words) > 1}


@pytest.mark.parametrize("place", NAMES)
def test_headings_are_written_in_both_languages(place: str) -> None:
    for name, read in NAMES[place].HEADINGS.items():
        assert name == name.lower().replace(" ", "_"), name
        assert read.zh, name
        assert read.en, name
    for name, zh in NAMES[place].WORDS.items():
        assert name == name.lower().replace(" ", "_"), name
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh), (name, zh)


def test_points_and_only_points_are_named_so() -> None:
    for file in VOCABULARIES:
        for name, read in file.HEADINGS.items():
            if name.endswith("_points") and read.unit is not Unit.POINT:
                assert read.unit is Unit.PERCENTAGE_POINT, name
            if read.unit is Unit.PERCENTAGE_POINT:
                assert name.endswith("_points"), name


def test_an_accounts_columns_are_named_in_their_own_room() -> None:
    words = {name for name, measure in ACCOUNT_MEASURES.items() if measure.unit is None}
    repeated = {name for file in VOCABULARIES for name in file.HEADINGS} & set(ACCOUNT_MEASURES) - words
    assert not repeated


def test_names_come_from_the_vocabulary_then_the_account_then_the_store() -> None:
    assert heading("severity", "zh") == "程度"
    assert heading("equity", "zh") == "净资产"
    assert heading("short_balance", "zh") == "融券余额"
    assert heading("short_balance", "en") == "short balance"
    assert heading("never_heard_of", "zh") == "never heard of"


def test_traits_of_stored_columns() -> None:
    assert heading_of("change_ratio").signed
    assert not heading_of("exchange").signed
    assert heading_of("index_close").unit is Unit.POINT
    assert heading_of("high").unit is Unit.YUAN, "the answer's column of that name has the stored unit"
    assert heading_of("exposure_leverage").shown is Shown.PURE


def test_other_vocabularies() -> None:
    assert renamed("short_balance", "tushare") == "rqye"
    assert renamed("date", "tushare") == "trade_date"
    assert renamed("short_balance", "zh") == "融券余额"
    assert renamed("financing_buy_to_turnover_weighted", "zh").startswith("融资买入额占成交额比"), (
        "a measure that no table stores"
    )
    assert renamed("never_heard_of", "zh") == "never_heard_of"
    assert renamed("short_balance", None) == "short_balance"


def test_industries_are_said_in_english_in_columns_of_industries_only() -> None:
    assert {word(name, "白酒Ⅱ", "en") for name in ("group_name", "industry", "leaders")} == {"Baijiu"}
    assert word("name", "电子", "en") == "电子", "a company may be called so"
    assert word("group_name", "模拟行业", "en") == "模拟行业"
    assert word("group_name", "电子", "zh") == "电子"


def test_every_board_has_its_english_name_in_a_grouping() -> None:
    boards = {board.value: en for board, (_, en) in BOARDS.items() if board is not Board.FUND}
    assert {board: word("group_name", board, "en") for board in boards} == boards
    assert word("board", "main", "en") == "main"
    assert word("group_name", "not_broken_down", "en") == "not broken down"


def test_words_of_one_column() -> None:
    assert (word("severity", "warning"), word("zone", "warning"), word("zone", "call")) == ("警告", "警戒", "追保")
