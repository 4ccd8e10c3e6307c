"""Where a sentence ends: Chinese and English stops, but not decimals, abbreviations, initials, numbered headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

__all__ = ["sentences"]

_STOP: Final = re.compile(r"[。！？；!?.]|(?<=\])(?=\s{1,3}-\s?[\w*\[(（\u4e00-\u9fff])|\s(?=-\s?\*\*)")
_CLOSING: Final = "”’\"'」』）)】]》*"
_ABBREVIATIONS: Final = frozenset(
    [
        "vs",
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "nos",
        "co",
        "corp",
        "inc",
        "ltd",
        "plc",
        "llc",
        "jr",
        "sr",
        "etc",
        "al",
        "approx",
        "est",
        "fig",
        "eq",
        "sec",
        "art",
        "vol",
        "pp",
        "ed",
        "eds",
        "cf",
        "viz",
        "dept",
        "gov",
        "gen",
        "sen",
        "rep",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "e.g",
        "i.e",
        "a.m",
        "p.m",
        "u.s",
        "u.k",
        "u.n",
        "e.u",
        "u.s.a",
        "h.k",
        "p.r.c",
    ]
)
_WORD_BEFORE: Final = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$|[A-Za-z]+$")
_NUMBER_BEFORE: Final = re.compile(r"(?:^|[.。:：;；!！?？\])】*]\s?|\s[-–—•]\s)\d{1,2}$")
_REACH: Final = 24


def sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of a stretch of text, without white space at either end.

    Examples
    --------
    >>> text = "Up 2.5% vs. May. U.S. stocks fell! 两融余额增长。"
    >>> [text[low:high] for low, high in sentences(text, 0, len(text))]
    ['Up 2.5% vs. May.', 'U.S. stocks fell!', '两融余额增长。']
    """
    low = start
    place = start
    while match := _STOP.search(text, place, end):
        place = max(match.end(), place + 1)
        stop = _end(text, match, low, end)
        if stop is None:
            continue
        yield from _trimmed(text, low, stop)
        low = place = stop
    yield from _trimmed(text, low, end)


def _trimmed(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    while low < high and text[low].isspace():
        low += 1
    while low < high and text[high - 1].isspace():
        high -= 1
    if low < high:
        yield low, high


def _end(text: str, match: re.Match[str], low: int, end: int) -> int | None:
    """Where the sentence ends that may end here, behind closing quotes; ``None`` where it goes on."""
    stop = match.group()
    place = match.end()
    if not stop or stop.isspace():
        return match.start() if text[low : match.start()].strip() else None
    if stop in "。！？；":
        return _behind_quotes(text, place, end)
    if stop in "!?":
        return _plain_stop(text, place, end)
    return _full_stop(text, match.start(), low, end)


def _behind_quotes(text: str, place: int, end: int) -> int | None:
    """Behind the closing quotes; a quotation with its speaker behind it (“…。”他说。) is one sentence."""
    behind = place
    while behind < end and text[behind] in _CLOSING and text[behind] not in "*([":
        behind += 1
    if behind > place and behind < end and text[behind] not in " \n\t" and text[behind - 1] in "”\"’'」":
        return None
    return behind


def _plain_stop(text: str, place: int, end: int) -> int | None:
    following = text[place] if place < end else " "
    if following in "!?":
        return None
    behind = place
    while behind < end and text[behind] in _CLOSING:
        behind += 1
    if behind > place and behind < end and not text[behind].isspace():
        return None
    return behind


def _full_stop(text: str, place: int, low: int, end: int) -> int | None:
    behind = place + 1
    while behind < end and text[behind] in _CLOSING:
        behind += 1
    following = text[behind : behind + 3]
    if behind < end and not text[behind].isspace() and not "\u4e00" <= text[behind] <= "\u9fff" and text[behind] not in "“「《":
        return None
    if text[place - 1 : place] == "." or following.startswith("."):
        return None
    before = text[max(low, place - _REACH) : place]
    if not before.strip() or _NUMBER_BEFORE.search(before):
        return None
    word = _WORD_BEFORE.search(before)
    if word and behind == place + 1 and (_is_short(word[0]) and not _is_capital(following, word[0])):
        return None
    return behind if behind >= end or not following.strip() or not following.strip()[0].islower() else None


def _is_short(word: str) -> bool:
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper()) or "." in word


def _is_capital(following: str, word: str) -> bool:
    """Whether ``p.m.``, ``etc.`` or ``Inc.`` ends its sentence after all, since a capital follows."""
    return word.lower() in ("etc", "a.m", "p.m", "inc", "ltd", "co", "corp") and following.strip()[:1].isupper()
