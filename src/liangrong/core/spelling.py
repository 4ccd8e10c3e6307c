"""How people write days, numbers, windows and pairs, and what is said when they cannot be read."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import overload

from liangrong.core.errors import UsageError

__all__ = ["parse_day", "parse_number", "parse_pair", "parse_window"]


@overload
def parse_day(text: str, option: str) -> date: ...
@overload
def parse_day(text: str | None, option: str) -> date | None: ...
def parse_day(text: str | None, option: str) -> date | None:
    """Read ``2026-01-30``, ``20260130`` or ``2026/1/30``; ``None`` stays ``None``.

    Raises
    ------
    UsageError
        The text is no date; ``option`` says where it stood.
    """
    if text is None:
        return None
    match = re.fullmatch(r"(\d{4})-?(\d{2})-?(\d{2})|(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text.strip())
    try:
        year, month, day = (int(part) for part in (match.groups() if match else ()) if part)
        return date(year, month, day)
    except ValueError:
        raise UsageError(
            reason=f"{option} is '{text}', which is no date; write it as 2026-01-30.",
            reason_zh=f"{option} 的“{text}”不是日期，请写成 2026-01-30。",
        ) from None


@overload
def parse_number(text: str, option: str) -> Decimal: ...
@overload
def parse_number(text: str | None, option: str) -> Decimal | None: ...
def parse_number(text: str | None, option: str) -> Decimal | None:
    """Read ``1.40``, ``140%`` or ``1,000,000``; ``None`` stays ``None``.

    Raises
    ------
    UsageError
        The text is no number; ``option`` says where it stood.
    """
    if text is None:
        return None
    plain = text.strip().replace(",", "").replace("％", "%")
    try:
        number = Decimal(plain.removesuffix("%"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise UsageError(
            reason=f"{option} is '{text}', which is no number; write 1.40 or 140%.",
            reason_zh=f"{option} 的“{text}”不是数字，请写成 1.40 或 140%。",
        )
    return number.scaleb(-2) if plain.endswith("%") else number


def parse_pair(text: str, option: str, *, bare: bool = False) -> tuple[str, Decimal]:
    """Read ``NAME=0.8`` or ``NAME=80%``; with ``bare``, a number alone has the empty name.

    Raises
    ------
    UsageError
        There is no name, or what stands behind it is no number.
    """
    name, equals, value = text.rpartition("=")
    if not (name and equals) and not bare:
        raise UsageError(reason=f"{option} is '{text}'; write NAME=VALUE.", reason_zh=f"{option} 为“{text}”，请写成 名称=取值。")
    number = parse_number(value, option)
    assert number is not None, "a text was given"
    return name.strip(), number


def parse_window(text: str, option: str) -> tuple[date, date]:
    """Read ``2015-06-18..2024-09-23``: the first and the last day.

    Raises
    ------
    UsageError
        There are no two days joined by two dots; ``option`` says where the text stood.

    Examples
    --------
    >>> parse_window("2015-06-18..2024-09-23", "--window")[1]
    datetime.date(2024, 9, 23)
    """
    first, dots, last = text.partition("..")
    if not dots:
        raise UsageError(
            reason=f"{option} is '{text}'; write FROM..TO, such as 2015-06-18..2024-09-23.",
            reason_zh=f"{option} 的“{text}”须写成 起..止，例如 2015-06-18..2024-09-23。",
        )
    start, end = parse_day(first, option), parse_day(last, option)
    assert start is not None, "a text was given"
    assert end is not None, "a text was given"
    return start, end
