"""The form of the page that checks a text: what was pasted or uploaded, as a text without what cannot be shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.core.spelling import parse_day
from liangrong.interfaces.web.forms import Form
from liangrong.services.long_texts import MOST_CHARACTERS, LongText

__all__ = ["TextForm"]

_UNSHOWN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f]")
_SECONDS: Final = 15.0
"""For reading an upload: half of what a page may take."""


@dataclass(frozen=True, slots=True)
class TextForm:
    """What somebody pasted or uploaded; nothing of it is kept by the server.

    Parameters
    ----------
    text
        As it is checked and stands in the form again.
    name
        Of the file that was just uploaded; ``-`` for what was pasted.
    published
        The text's own day, as it was typed.
    notes
        What the reader of a file said of it.
    """

    text: str = ""
    name: str = "-"
    published: str = ""
    notes: tuple[Note, ...] = ()

    @classmethod
    def typed(cls, form: Form) -> TextForm:
        """What stands in the fields; a file is left aside."""
        return cls(_shown(form.text("text")), published=form.text("published"))

    @classmethod
    def read(cls, form: Form) -> TextForm:
        """What is to be checked; a file that was chosen counts before what stands in the field.

        Raises
        ------
        BadInput
            The file is no document, is damaged, encrypted, without text, or takes too long or too much memory to read.
        ExtraMissing
            The library that reads its kind is not installed.
        """
        typed, upload = cls.typed(form), form.uploads.get("file")
        if upload is None:
            return typed
        from liangrong.research.documents.readers.confined import ReadingRoom
        from liangrong.research.documents.readers.reading import read_content

        with ReadingRoom(seconds=_SECONDS) as room:
            found = read_content(upload.content, upload.name, room)
        return cls(_shown(found.text), upload.name, typed.published, found.notes)

    def checkable(self) -> LongText:
        """The text, where there is one that is not too long.

        Raises
        ------
        UsageError
            There is none, or it has too many characters.
        """
        if not self.text:
            raise UsageError(
                reason="There is no text yet: paste one, or choose a file.",
                reason_zh="还没有文字：请粘贴一段文字，或选择一个文件。",
            )
        if len(self.text) > MOST_CHARACTERS:
            raise UsageError(
                reason=f"The text has {len(self.text):,} characters; up to {MOST_CHARACTERS:,} are read here. Check it in parts, or use the "
                "command line: liangrong check.",
                reason_zh=f"文字有 {len(self.text):,} 个字符，此处最多读取 {MOST_CHARACTERS:,} 个；请分段核对，或改用命令行 liangrong check。",
            )
        return LongText(self.text)

    def day(self) -> date | None:
        """The text's own day; ``None`` where nobody said.

        Raises
        ------
        UsageError
            It is no date.
        """
        return parse_day(self.published or None, "published")


def _shown(text: str) -> str:
    """Without control characters and halves of surrogate pairs, which no page can hold; each becomes a space, so that words stay apart."""
    return _UNSHOWN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n")).encode("utf-8", "replace").decode().strip()
