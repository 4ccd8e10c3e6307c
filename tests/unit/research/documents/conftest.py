"""A corpus of its own for each test, and one process that reads foreign files for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from liangrong.core.errors import LiangrongError
from liangrong.research.documents.corpus.corpus import Corpus
from liangrong.research.documents.readers.confined import ReadingRoom
from liangrong.research.documents.readers.extracted import Extracted
from liangrong.research.documents.readers.reading import read_content


@pytest.fixture
def corpus(tmp_path: Path) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "documents.sqlite", create=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as opened:
        yield opened


@pytest.fixture
def read(room: ReadingRoom) -> Callable[[bytes], Extracted]:
    return lambda content: read_content(content, "file", room)


@pytest.fixture
def refusal(room: ReadingRoom) -> Callable[[bytes], str]:
    """The English sentence with which a file is refused; its Chinese one is there, too."""

    def told(content: bytes) -> str:
        with pytest.raises(LiangrongError) as raised:
            read_content(content, "file", room)
        assert raised.value.exit_code == 4
        assert any("\u4e00" <= letter <= "\u9fff" for letter in raised.value.message("zh"))
        return raised.value.message("en")

    return told
