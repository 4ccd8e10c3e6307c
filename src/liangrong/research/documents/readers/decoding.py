"""From bytes to text: UTF-8, UTF-16, GB18030 and their mixtures; what cannot be told is refused, never filled with guesses."""

from __future__ import annotations

import re
from typing import Final

from liangrong.core.errors import BadInput
from liangrong.core.results import Note

__all__ = ["decoded", "wide_encoding"]

_LOST: Final = "\ufffd"
_MOST_LOST: Final = 0.02
"""The share of characters that may be lost where a file mixes encodings; beyond it the file is refused."""
_USUAL: Final = 0.9
"""The share of characters beyond ASCII that must be usual Chinese for a text to count as GB18030: almost any bytes can be read so."""
_PUNCTUATION: Final = re.compile("[\u2000-\u206f\u3000-\u303f\uff00-\uffef·×÷°±§～—…“”‘’]")
_ACCENTS: Final = 0.2
"""The share of letters beyond ASCII that a text in a Western language stays below."""
_EXPECTED: Final = re.compile("[\t\n\r\x20-\x7e\u00a0-\u00ff\u2000-\u206f\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_WIDE: Final = 0.95
"""The share of such characters in a text of two bytes a character."""
_SAMPLE: Final = 4096
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
"""Bytes that a text of one or several bytes a character does not have."""
_LINES: Final = re.compile(rb"[^\n]*\n|[^\n]+")


def decoded(content: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    r"""The text, with line ends as ``\n``, and what had to be mended.

    Raises
    ------
    BadInput
        No encoding reads it, or too much is lost.

    Examples
    --------
    >>> decoded("融资余额".encode("gb18030"), "a.txt")[0]
    '融资余额'
    """
    text, notes = _read(content, name)
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").removeprefix("\ufeff"), notes


def wide_encoding(content: bytes) -> str | None:
    """Which order of bytes makes a text of two bytes a character, where there is no mark; ``None`` where neither does.

    Examples
    --------
    >>> wide_encoding("融资余额 up".encode("utf-16-be")), wide_encoding(b"plain text")
    ('utf-16-be', None)
    """
    head = content[:_SAMPLE]
    if not _CONTROLS.search(head):
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head.decode(encoding, errors="replace")
        if text and sum(bool(_EXPECTED.match(letter)) for letter in text) >= _WIDE * len(text):
            return encoding
    return None


def _read(content: bytes, name: str) -> tuple[str, tuple[Note, ...]]:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark) and (text := _strictly(content, encoding)) is not None:
            return text, ()
    if (text := _strictly(content, "utf-8")) is not None and "\x00" not in text:
        return text, ()
    wide = wide_encoding(content)
    if wide and (text := _strictly(content, wide)) is not None:
        return text, ()
    text = _strictly(content, "gb18030")
    if text is not None and _is_usual(text):
        return text, ()
    text = _strictly(content, "big5")
    if text is not None and _is_frequent(text):
        return text, (_read_as("Big5"),)
    mixed = _line_by_line(content)
    if mixed is not None:
        return mixed
    text = _strictly(content, "cp1252")
    if text is not None and sum(byte > 0x7F for byte in content) < _ACCENTS * len(content):
        return text, (_read_as("Windows-1252"),)
    guessed = _guessed(content)
    if guessed is not None:
        return guessed
    raise BadInput(
        place=name,
        reason="its characters are in no encoding that can be told (UTF-8, UTF-16, GB18030, Big5); save it as UTF-8.",
        reason_zh="无法判断其字符编码（UTF-8、UTF-16、GB18030、Big5），请另存为 UTF-8。",
    )


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_usual(text: str) -> bool:
    beyond = [character for character in text if ord(character) > 0x7F and not _PUNCTUATION.match(character)]
    if not beyond:
        return True
    return sum(_in_gb2312(character) for character in beyond) >= _USUAL * len(beyond)


def _is_frequent(text: str) -> bool:
    """Whether the Chinese of a text in Big5 is nearly all from the plane of frequent characters."""
    leads = [code[0] for character in text if len(code := character.encode("big5")) > 1]
    return bool(leads) and sum(0xA1 <= lead <= 0xC6 for lead in leads) >= _USUAL * len(leads)


def _in_gb2312(character: str) -> bool:
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def _line_by_line(content: bytes) -> tuple[str, tuple[Note, ...]] | None:
    """Each line in the encoding that reads it: files that were glued together."""
    lines: list[str] = []
    chinese = utf8 = lost = 0
    for line in _LINES.findall(content):
        if line.isascii():
            lines.append(line.decode("ascii"))
        elif (text := _strictly(line, "utf-8")) is not None:
            utf8 += 1
            lines.append(text)
        elif (text := _strictly(line, "gb18030")) is not None and _is_usual(text):
            chinese += 1
            lines.append(text)
        else:
            text = line.decode("utf-8", errors="replace")
            other = line.decode("gb18030", errors="replace")
            lines.append(min(text, other, key=lambda read: (read.count(_LOST), not _is_usual(read))))
            lost += lines[-1].count(_LOST)
    whole = "".join(lines)
    if lost > _MOST_LOST * len(whole) or not (utf8 or chinese):
        return None
    notes = []
    if utf8 and chinese:
        notes.append(
            Note(
                f"文件混用编码：{utf8} 行按 UTF-8、{chinese} 行按 GB18030 读出。",
                f"The file mixes encodings: {utf8} lines were read as UTF-8 and {chinese} as GB18030.",
            )
        )
    if lost:
        notes.append(Note(f"有 {lost} 个字符无法读出，以 � 代替。", f"{lost} characters could not be read and stand as �."))
    return whole, tuple(notes)


def _guessed(content: bytes) -> tuple[str, tuple[Note, ...]] | None:
    """Another encoding, told by the frequencies of letters."""
    try:
        from charset_normalizer import from_bytes
    except ModuleNotFoundError:
        return None
    best = from_bytes(content[:65_536]).best()
    if best is None or best.encoding in ("utf_8", "ascii") or best.percent_chaos > 5:
        return None
    text = _strictly(content, best.encoding)
    if text is None or sum(ord(letter) < 0x20 and letter not in "\t\n\r\f" for letter in text) * 100 > len(text):
        return None
    return text, (_read_as(best.encoding),)


def _read_as(encoding: str) -> Note:
    return Note(f"文件按编码 {encoding} 读出（推断）。", f"The file was read as {encoding}, as its letters suggest.")
