"""A verb about a text: it travels in a body, needs no store, is not remembered, and names no file of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from liangrong.core.errors import UsageError
from liangrong.services.long_texts import MOST_CHARACTERS
from liangrong.services.verbs.answers import answer
from liangrong.services.verbs.catalogue import VERBS, verb
from liangrong.services.verbs.desk import Desk
from liangrong.services.verbs.models import read_values
from liangrong.services.verbs.parameters import parameters, takes_text, takes_workspace

CHECK = verb("check-text")


def test_only_the_checker_takes_a_text() -> None:
    assert [name for name, each in VERBS.items() if takes_text(each)] == ["check-text"]


def test_it_is_asked_with_or_without_a_store(tmp_path: Path) -> None:
    assert not takes_workspace(CHECK)
    found = Desk(tmp_path / "none").ask("check-text", {"text": "---"}, "en")
    assert found.data.height == 0
    assert any("no store" in note.en for note in found.warnings)


def test_no_file_of_the_server_can_be_named() -> None:
    assert [each.name for each in parameters(CHECK)] == ["text", "name", "as_of", "known_at", "published"]
    with pytest.raises(UsageError, match="no parameter 'figures'"):
        answer(CHECK, {"text": "x", "figures": "/etc/passwd"})


def test_a_text_is_not_remembered(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "none")
    first = desk.ask("check-text", {"text": "甲增长5%。"}, "zh")
    assert desk.ask("check-text", {"text": "甲增长5%。"}, "zh") is not first


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("长" * (MOST_CHARACTERS + 1), f"more than {MOST_CHARACTERS} characters"),
        ("a\x00b", "cannot be printed"),
        ("a\x1b[31mb", "cannot be printed"),
        ("a\ud800b", "no text"),
        (7, "no text"),
        (None, "no text"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(text: object, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        read_values(CHECK, {"text": text})


@pytest.mark.parametrize("text", ["", "一\n二\t三\r\n四\f五", "𠮷野家 🙂", "a" * 1000])
def test_lines_pages_and_every_script_are_texts(text: str) -> None:
    assert read_values(CHECK, {"text": text}) == {"text": text}
