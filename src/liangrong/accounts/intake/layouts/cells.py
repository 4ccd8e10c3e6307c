"""Text to numbers, dates, flags and securities, in every spelling that people use; a ``Note`` says why it cannot be."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Final

from liangrong.core.errors import InvalidSecurity
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId, SecurityKind

__all__ = ["LONGEST", "day_of", "flag_of", "number_of", "ratio_of", "security_of", "shown"]

_NUMBER: Final = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d*)?(?:[eE][-+]?\d{1,2})?", re.ASCII)
_PLAIN_NUMBER: Final = re.compile(r"-?\d{1,15}(?:\.\d{1,12})?", re.ASCII)
"""What most cells hold: read at once, below ``_HUGE`` by its digits."""
_HUGE: Final = Decimal(10) ** 15
"""No account holds a thousand trillion of anything: a unit or a comma is wrong."""

LONGEST: Final = 40
"""Characters of a cell that a sentence repeats."""
_DAY: Final = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]00:00(?::00(?:\.0+)?)?)?|(\d{4})(\d{2})(\d{2})", re.ASCII
)
_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "y", "1", "是", "√", "停牌"), True),
    **dict.fromkeys(("false", "no", "n", "0", "否", "正常"), False),
}
_PERCENT_ZH: Final = "百分之"
_DIGITS_ZH: Final = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CODE_SHAPED: Final = re.compile(
    r"[01]\.\d{6}|(?:[A-Z]{1,4}[.\-_ ]?)?\d{6}(?:[.\-_ ]?[A-Z]{1,4})?|\d{4,}|\d+\.[A-Z]{2,4}|(?:SH|SZ|BJ)\.?\d+", re.ASCII
)
"""What can only be meant as a code; anything else is a label that the account uses."""


def number_of(text: str) -> Decimal | Note:
    """A finite number, with or without thousands separators.

    Examples
    --------
    >>> number_of("1,000,000.50")
    Decimal('1000000.50')
    >>> number_of("十万").en
    "is '十万', which is not a number; write digits, such as 150000 or 150,000.50"
    """
    if _PLAIN_NUMBER.fullmatch(text) is not None:
        return Decimal(text)
    cleaned = _plain(text)
    if re.search("[0-9]", cleaned) is None or len(cleaned) > LONGEST or _NUMBER.fullmatch(cleaned) is None:
        told = shown(text)
        return Note(f"为“{told}”，不是数字；请写 150000 或 150,000.50 这样的数字",
                    f"is '{told}', which is not a number; write digits, such as 150000 or 150,000.50")  # fmt: skip
    value = Decimal(cleaned.replace(",", ""))
    if abs(value) >= _HUGE:
        return Note(f"为 {shown(text)}，大得不可能；请检查单位（金额为元，数量为股）",
                    f"is {shown(text)}, which is too large to be; check the unit (money in yuan, quantities in shares)")  # fmt: skip
    return value


def ratio_of(text: str) -> Decimal | Note:
    """A pure number: ``0.8``, ``80%`` and ``百分之八十`` are the same.

    Examples
    --------
    >>> ratio_of("80%"), ratio_of("百分之八十"), ratio_of("0.80")
    (Decimal('0.8'), Decimal('0.8'), Decimal('0.80'))
    """
    cleaned = _plain(text)
    if cleaned.startswith(_PERCENT_ZH):
        spelled = _spelled(cleaned.removeprefix(_PERCENT_ZH))
        percent = number_of(text) if spelled is None else spelled
    elif cleaned.endswith("%"):
        percent = number_of(cleaned.removesuffix("%"))
    else:
        return number_of(text)
    return percent if isinstance(percent, Note) else percent.scaleb(-2).normalize() + 0


@lru_cache(maxsize=4096)
def day_of(text: str) -> date | Note:
    """A date: ``2025-06-30``, ``2025/6/30``, ``20250630`` or ``2025年6月30日``.

    Examples
    --------
    >>> day_of("2025年6月30日")
    datetime.date(2025, 6, 30)
    """
    match = _DAY.fullmatch(_plain(text))
    if match is not None:
        year, month, day = (int(part) for part in match.groups() if part)
        try:
            return date(year, month, day)
        except ValueError:
            pass
    told = shown(text)
    return Note(f"为“{told}”，不是日期；请写 2025-06-30 这样的日期", f"is '{told}', which is not a date; write it as 2025-06-30")


def flag_of(text: str) -> bool | Note:
    """Yes or no."""
    found = _FLAGS.get(_plain(text).lower())
    if found is None:
        told = shown(text)
        return Note(f"为“{told}”；请写 true 或 false（是 或 否）", f"is '{told}'; write true or false")
    return found


@lru_cache(maxsize=16384)
def security_of(text: str) -> str | Note:
    """The canonical code of anything that is shaped like one; any other text is a label and stays as it is.

    Examples
    --------
    >>> security_of("sh600519"), security_of("贵州茅台"), security_of("TB")
    ('600519.SH', '贵州茅台', 'TB')
    >>> security_of("600519.SZ").en
    "is '600519.SZ', which is not a security code: SZSE lists no securities starting with 600"
    """
    cleaned = _plain(text)
    if _CODE_SHAPED.fullmatch(cleaned.upper()) is None:
        return cleaned
    try:
        found = SecurityId.parse(cleaned)
    except InvalidSecurity as error:
        reason, reason_zh = error.details["reason"], error.details["reason_zh"]
        told = shown(cleaned)
        return Note(f"为“{told}”，不是有效的证券代码：{reason_zh}", f"is '{told}', which is not a security code: {reason}")
    if found.kind is SecurityKind.INDEX:
        return Note(f"为 {found}，是指数而不是证券，账户不能持有", f"is {found}, an index: an account cannot hold it")
    return str(found)


def _plain(text: str) -> str:
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def shown(text: str) -> str:
    """A cell as a sentence repeats it."""
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _spelled(text: str) -> Decimal | None:
    """A Chinese numeral below a thousand, such as 八十, 一百二十 or 六十五点五."""
    whole, _, part = text.partition("点")
    value = digit = 0
    for character in whole:
        if character in _DIGITS_ZH:
            digit = _DIGITS_ZH[character]
        elif character in "十百":
            value += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            return None
    if not whole or any(character not in _DIGITS_ZH for character in part):
        return None
    decimals = "".join(f"{_DIGITS_ZH[character]}" for character in part)
    return Decimal(f"{value + digit}.{decimals or 0}")
