"""Names of weekdays, months, quarters and dates, and the order in time in which a few of them stand; what day they are is not said here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

__all__ = ["DAY", "LONG_MONTHS", "day_in", "order_of_days"]

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
LONG_MONTHS: Final = "January|February|March|April|May|June|July|August|September|October|November|December"
_LAST: Final = (4, 11, 12)
"""Friday, December and the twelfth month: behind them a list may begin again."""
DAY: Final = re.compile(
    rf"\b\d{{1,2}} (?:{LONG_MONTHS})\b|"
    r"\d{1,2}月(?:\d{1,2}日|末|底|初)?|(?<![\d.])\d{1,2}日(?!均)|[周星期]{1,2}[一二三四五](?!季)|[一二三四]季度|Q[1-4]\b"
    r"|\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri)(?:day)?\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)(?: \d{1,2}\b)?|\b(?-i:May)\b(?: \d{1,2}\b)?",
    re.IGNORECASE,
)


def day_in(text: str) -> str:
    """The day that a text names, the most exact one, in small letters; empty where it names none.

    Examples
    --------
    >>> day_in("on Friday 3 April"), day_in("周二减少"), day_in("余额")
    ('3 april', '周二', '')
    """
    found = [match[0].casefold() for match in DAY.finditer(text)]
    return max(found, key=lambda one: sum(map(str.isdigit, one)) > 0, default="")


def order_of_days(names: Sequence[str]) -> list[int]:
    """The places of a few days in the order of time: as printed, or backwards, where they run on, else by the calendar.

    Examples
    --------
    >>> order_of_days(["fri", "mon", "tue"]), order_of_days(["march", "february"]), order_of_days(["周一", "周四", "周二"])
    ([0, 1, 2], [1, 0], [0, 2, 1])
    """
    keys = [_key(one) for one in names]
    places = list(range(len(names)))
    if any(key is None for key in keys) or len({len(key) for key in keys if key is not None}) > 1:
        return places
    for order in (places, places[::-1]):
        drops = [keys[one] for one, two in pairwise(order) if keys[one] >= keys[two]]  # type: ignore[operator]
        if not drops or (len(drops) == 1 and len(names) > 2 and drops[0] is not None and drops[0][0] in _LAST):
            return order
    return sorted(places, key=lambda place: keys[place])  # type: ignore[arg-type, return-value]


def _key(name: str) -> tuple[int, ...] | None:
    low = name.casefold()
    if low[:3] in _WEEKDAYS:
        return (_WEEKDAYS.index(low[:3]),)
    if low[:3] in _MONTHS:
        day = re.search(r"\d+", low)
        return (_MONTHS.index(low[:3]), int(day[0]) if day else 0)
    if found := re.search(r"[一二三四五]", low):
        return ("一二三四五".index(found[0]),)
    numbers = tuple(int(one) for one in re.findall(r"\d+", low))
    return numbers or None
