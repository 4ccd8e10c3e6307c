"""Numbers as they are printed: digits, Chinese numerals, English number words; value and place of the last digit, no unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

__all__ = [
    "CHINESE",
    "DIGITS",
    "ENGLISH",
    "ORDINALS",
    "Number",
    "any_number",
    "chinese",
    "digits",
    "english",
    "ordinal",
    "ordinary",
]

_PLAIN: Final = str.maketrans(
    {
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        "．": ".",
        "％": "%",
        "＋": "+",
        "－": "-",
        "−": "-",
        "﹣": "-",
        "‑": "-",
        "：": ":",
        "（": "(",
        "）": ")",
        "～": "~",
        "〜": "~",
        "∼": "~",
        "＞": ">",
        "＜": "<",
        "≥": "≥",
        "＄": "$",
        "￥": "¥",
        "\u00a0": " ",
        "\u3000": " ",
        "\u2009": " ",
        "\u202f": " ",
        "’": "'",
    }
)

_WIDE_COMMA: Final = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?![0-9]))")
_WIDE_DIGIT: Final = re.compile(r"[０-９]")

DIGITS: Final = r"[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?+|[0-9]++(?:\.[0-9]++)?+"
"""Digits with or without commas between thousands; nothing of it is ever read twice, so that it takes linear time."""
CHINESE: Final = r"[零〇一二两三四五六七八九十百千]+(?:万[零〇一二两三四五六七八九十百千]+)?"
_UNITS: Final = "one|two|three|four|five|six|seven|eight|nine"
_TEENS: Final = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_TENS: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_BELOW_HUNDRED: Final = rf"(?:{_TENS})(?:[- ](?:{_UNITS}))?|{_TEENS}|{_UNITS}"
ENGLISH: Final = (
    rf"(?:(?:a|{_TEENS}|{_UNITS}) hundred(?: and (?:{_BELOW_HUNDRED})(?= [a-z]))?|(?:(?:a|{_UNITS}) )?dozen|{_BELOW_HUNDRED})"
)
ORDINALS: Final = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth"

_PLACES: Final = ORDINALS.split("|")
_CHINESE_DIGIT: Final = {char: n for n, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE_PLACE: Final = {"十": 10, "百": 100, "千": 1000}
_WORDS: Final = {
    word: n
    for n, word in enumerate(f"zero|{_UNITS}|{_TEENS}".split("|"))
} | {word: 10 * n for n, word in enumerate(_TENS.split("|"), 2)} | {"dozen": 12}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Number:
    """A printed number.

    Parameters
    ----------
    value
        What it is worth, without its unit.
    place
        What one step of its last printed digit is worth: 0.01 of ``25145.96``, 100 of 百, 1000 of 三千.
    is_word
        Whether it was written in words.
    """

    value: Decimal
    place: Decimal
    is_word: bool = False


def ordinary(text: str) -> str:
    """Make wide digits, signs and spaces ordinary, one character for one, so that places stay.

    Examples
    --------
    >>> ordinary("２，０００亿元（－５．５％）")
    '2,000亿元(-5.5%)'
    """
    found = text.translate(_PLAIN)
    return _WIDE_COMMA.sub(",", found) if _WIDE_DIGIT.search(text) else found


def digits(text: str) -> Number:
    """Read ``25,145.96``.

    Examples
    --------
    >>> digits("25,145.96").value, digits("7.0").place
    (Decimal('25145.96'), Decimal('0.1'))
    """
    cleaned = text.replace(",", "")
    decimals = len(cleaned) - cleaned.find(".") - 1 if "." in cleaned else 0
    return Number(Decimal(cleaned), Decimal(1).scaleb(-decimals))


def chinese(text: str) -> Number | None:
    """Read ``十二``, ``两千三百``, ``百`` or ``二〇二五``; ``None`` for what is no number.

    Examples
    --------
    >>> chinese("两千三百").value, chinese("百").place, chinese("二〇二五").value
    (Decimal('2300'), Decimal('100'), Decimal('2025'))
    """
    if "万" in text:
        above, below = (chinese(part) for part in text.split("万", 1))
        return Number(above.value * 10_000 + below.value, below.place, is_word=True) if above and below else None
    if not text or len(text) > 12 or any(char not in _CHINESE_DIGIT and char not in _CHINESE_PLACE for char in text):
        return None
    if not any(char in _CHINESE_PLACE for char in text):
        return Number(Decimal("".join(str(_CHINESE_DIGIT[char]) for char in text)), Decimal(1), is_word=True)
    total, digit, place, last = 0, None, 10_000, 1
    for char in text:
        if char in _CHINESE_PLACE:
            if _CHINESE_PLACE[char] >= place:
                return None
            place = last = _CHINESE_PLACE[char]
            total += (1 if digit is None else digit) * place
            digit = None
        elif char in "零〇":
            digit, place = None, min(place, 10)
        elif digit is not None:
            return None
        else:
            digit = _CHINESE_DIGIT[char]
    if digit is not None:
        total, last = total + digit, 1
    return Number(Decimal(total), Decimal(last), is_word=True)


_WORD: Final = re.compile(r"[a-z]+")


def english(text: str) -> Number | None:
    """Read ``two``, ``thirty-five`` or ``a dozen``; ``None`` for what is no number.

    Examples
    --------
    >>> english("Thirty-five").value, english("two hundred").place
    (Decimal('35'), Decimal('100'))
    """
    total, place = 0, 1
    for word in _WORD.findall(text.lower()):
        if word == "hundred":
            total, place = max(total, 1) * 100, 100
        elif word == "dozen":
            total = max(total, 1) * _WORDS[word]
        elif word in _WORDS:
            total, place = total + _WORDS[word], 1
        elif word not in ("a", "and"):
            return None
    return Number(Decimal(total), Decimal(place), is_word=True) if total else None


def ordinal(text: str) -> int | None:
    """Read ``third`` or ``21st``; ``None`` for what is no place.

    Examples
    --------
    >>> ordinal("Third"), ordinal("21st"), ordinal("3")
    (3, 21, None)
    """
    word = text.lower()
    if word in _PLACES:
        return _PLACES.index(word) + 1
    return int(word[:-2]) if word[:-2].isdecimal() and word.endswith(("st", "nd", "rd", "th")) else None


def any_number(text: str) -> Number | None:
    """A number in digits, in Chinese or in English words."""
    return digits(text) if text[:1].isdecimal() else chinese(text) or english(text)
