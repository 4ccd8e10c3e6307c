"""Windows that a text names, such as 近 20 个交易日 and "over the last year": which length they have, and whose figures they go with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.research.claims.article import Passage
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.numerals import CHINESE, DIGITS, ENGLISH, chinese, digits, english
from liangrong.research.reports.findings import Finding

__all__ = ["has_length", "is_parameter", "length_of", "named_windows", "same_window"]

_BREAK: Final = re.compile(r"[，,；;。：:、]|\band\b|\bwhile\b|\bbut\b|而|并")
"""Where a clause ends: what stands in one is said of the same figure."""
_LENGTH: Final = re.compile(
    rf"(?P<digits>{DIGITS})\s*(?:个)?(?:交易日|日|天|年)"
    rf"|(?P<chinese>{CHINESE})\s*(?:个)?(?:交易日|日|天|年)"
    rf"|(?P<figures>{DIGITS})[- ](?:trading |consecutive )?(?:session|day|year)s?\b"
    rf"|(?P<english>{ENGLISH})[- ](?:trading |consecutive )?(?:session|day|year)s?\b",
    re.IGNORECASE,
)
_RELATIVE: Final = re.compile(r"近|过去|此前|最近|前|last|past|previous|prior|latest|within|over", re.IGNORECASE)
"""What makes a length of it: 20日 alone is a day of a month."""
_NEAR: Final = timedelta(days=5)
"""How far the first day of a window of weeks or months may be from the finding's."""


def named_windows(periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods of a passage that a figure can be measured over: windows, and the step from the session before."""
    return tuple(
        each for each in periods if each.at != (-1, -1) and (not each.is_day or not any(letter.isdigit() for letter in each.text))
    )


def length_of(period: Period) -> int | None:
    """How many sessions, days or years a window says that it has: 近五日, the last 20 sessions; one for a single day."""
    if period.is_day:
        return 1
    found = _LENGTH.search(period.text)
    if found is None or not _RELATIVE.search(period.text):
        return None
    if found["chinese"]:
        number = chinese(found["chinese"])
    elif found["english"]:
        number = english(found["english"])
    else:
        number = digits(found["digits"] or found["figures"])
    return int(number.value) if number else None


def has_length(period: Period, findings: Iterable[Finding]) -> bool:
    """Whether some finding is over a window of the length that is printed, where one is."""
    length = length_of(period)
    return length in (None, 1) or any(length in _whole(finding) for finding in findings)


def is_parameter(figure: Figure, findings: Sequence[Finding]) -> bool:
    """Whether a figure belongs to a question and is no finding's value: 10 years of a percentile."""
    if figure.unit in ("%", "pp", "bp") or figure.size != 1 or figure.currency:
        return False
    return any(figure.value in _whole(finding) for finding in findings)


def same_window(figure: Figure, finding: Finding, windows: Sequence[Period], passage: Passage) -> bool:
    """Whether the window that a passage names for a figure is the finding's.

    That is the one in its clause, else the last one before it, else any; a level has no window to miss, and a change without one
    is that of a day.

    Parameters
    ----------
    windows
        The ``named_windows`` of the passage.
    """
    start, end = _clause(figure, passage)
    inside = [each for each in windows if start <= each.at[0] < end]
    own = _whole(finding)
    if not own:
        is_daily = finding.key.endswith((".change", ".change_ratio"))
        lengths = {length_of(each) for each in inside} - {None}
        return not is_daily or not lengths or 1 in lengths
    before = [each for each in windows if each.at[0] < figure.start]
    heard = inside or before[-1:] or windows
    return not heard or any(_is_over(each, own, finding) for each in heard)


def _is_over(window: Period, own: set[int], finding: Finding) -> bool:
    length = length_of(window)
    if length is not None:
        return length in own
    first = finding.parameters.get("from")
    return not isinstance(first, date) or abs(first - window.start) <= _NEAR


def _clause(figure: Figure, passage: Passage) -> tuple[int, int]:
    breaks = [found.start() + passage.start for found in _BREAK.finditer(passage.text)]
    ends = [passage.start, *breaks, passage.start + len(passage.text)]
    return max(end for end in ends if end <= figure.start), min(end for end in ends if end >= figure.end)


def _whole(finding: Finding) -> set[int]:
    given: Iterable[object] = finding.parameters.values()
    return {value for value in given if isinstance(value, int) and not isinstance(value, bool)}
