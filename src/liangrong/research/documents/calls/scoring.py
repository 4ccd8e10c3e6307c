"""Score calls by what came: hit, miss or open, by one rule for each kind of call, and what that says of an author.

The rules (``RULES``): the call counts from the last value on or before its day, over so many further values as its horizon has.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from statistics import NormalDist, median
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from liangrong.core.results import Note
from liangrong.research.documents.calls.call import Call, Horizon

__all__ = ["CONFIDENCE", "HORIZONS", "RULES", "Outcome", "Record", "Scored", "records", "score", "wilson"]

Outcome: TypeAlias = Literal["hit", "miss", "open"]

HORIZONS: Final[Mapping[Horizon, int]] = MappingProxyType({"short": 5, "medium": 20, "long": 60, "": 5})
"""Values (sessions of a daily file) over which a call is judged; a call that names no horizon is taken for a short one."""
CONFIDENCE: Final = 0.95
_PAST: Final = 60
"""Values before the call from which the usual move is taken."""
_FEWEST: Final = 20
"""Moves without which nothing is usual."""

RULES: Final[Mapping[str, Note]] = MappingProxyType({
    "up": Note("期末高于起点为中。", "A hit when the last value stands above the first."),
    "down": Note("期末低于起点为中。", "A hit when the last value stands below the first."),
    "range": Note(
        "给出上下限的：期内每个值都在其间为中，越出即不中；未给的：每个值距起点不超过惯常波动（此前 60 个值中同样期限变动绝对值的中位数）的两倍为中。",
        "With both bounds: a hit when every value stays between them, a miss once one does not. Without: a hit when every value stays within "
        "twice the usual move (the median absolute move over the same horizon in the 60 values before).",
    ),
    "volatile": Note(
        "期内最高与最低之差达到惯常波动的两倍为中。",
        "A hit when the highest and the lowest value lie at least twice the usual move apart.",
    ),
})  # fmt: skip
"""What makes a call a hit; horizons are counted in values of the file."""
_WIDE: Final = 2


@dataclass(frozen=True, slots=True)
class Scored:
    """A call with what came of it.

    Parameters
    ----------
    first, last
        The value from which it counts, and the last one that was looked at; ``None`` where there is none.
    until
        The day of ``last``.
    reason
        Why it is still open, or which value decided.
    """

    call: Call
    outcome: Outcome
    horizon: int
    reason: Note
    first: Decimal | None = None
    last: Decimal | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """What an author's calls came to.

    Parameters
    ----------
    rate
        Hits over scored calls; ``None`` where none is scored.
    low, high
        Wilson's interval of the rate at ``CONFIDENCE``, as if the calls were independent: calls of one day and one sector are not, so the truth is wider.
    """

    author: str
    calls: int
    scored: int
    hits: int
    open: int
    rate: float | None
    low: float | None
    high: float | None


def score(call: Call, values: Sequence[tuple[date, Decimal]], *, horizon: int | None = None) -> Scored:
    """Judge a call by the values of its subject.

    Parameters
    ----------
    values
        Days and values in order of days.
    horizon
        Over how many values; by default what the call's own horizon stands for.

    Examples
    --------
    >>> days = [(date(2026, 1, day), Decimal(100 + day)) for day in range(5, 16)]
    >>> score(Call("A", date(2026, 1, 6), "", "Copper", "up"), days).outcome
    'hit'
    """
    steps = horizon or HORIZONS[call.horizon]
    if not call.call:
        return _open(call, steps, "没有可以评判的观点。", "It expects nothing that could be judged.")
    if call.said_on is None:
        return _open(call, steps, "没有日期。", "It has no day.")
    if not values:
        return _open(call, steps, "没有该品种的数据。", "There are no values of it.")
    base = bisect_right(values, call.said_on, key=lambda each: each[0]) - 1
    if base < 0:
        return _open(call, steps, f"数据晚于 {call.said_on} 才开始。", f"The values begin after {call.said_on}.")
    window = [value for _, value in values[base + 1 : base + 1 + steps]]
    first, is_over = values[base][1], len(window) == steps
    decided = _decided(call, first, window, _usual(values, base, steps), is_over=is_over)
    until = values[base + len(window)][0]
    if decided is None:
        zh, en = (
            f"期限为 {steps} 个值，此后只有 {len(window)} 个。",
            f"It runs over {steps} values and there are {len(window)} since.",
        )
        if is_over:
            zh, en = (
                "没有上下限，此前的值也太少，无从判断惯常波动。",
                "It names no bounds, and too few values precede it to say what is usual.",
            )
        return Scored(call, "open", steps, Note(zh, en), first, window[-1] if window else None, until)
    outcome, reason = decided
    return Scored(call, outcome, steps, reason, first, window[-1], until)


def records(scored: Iterable[Scored]) -> list[Record]:
    """What each author's calls came to, those with most scored calls first; lines that call nothing are not counted."""
    by_author: dict[str, list[Scored]] = {}
    for each in scored:
        if each.call.call:
            by_author.setdefault(each.call.author, []).append(each)
    found = []
    for author, calls in by_author.items():
        hits = sum(each.outcome == "hit" for each in calls)
        judged = sum(each.outcome != "open" for each in calls)
        low, high = wilson(hits, judged) if judged else (None, None)
        found.append(Record(author, len(calls), judged, hits, len(calls) - judged, hits / judged if judged else None, low, high))
    return sorted(found, key=lambda record: (-record.scored, record.author))


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """Wilson's score interval of a rate at ``CONFIDENCE``.

    References
    ----------
    E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference.

    Examples
    --------
    >>> tuple(round(bound, 3) for bound in wilson(7, 10))
    (0.397, 0.892)
    """
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    rate = hits / trials
    centre = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * (rate * (1 - rate) / trials + z * z / (4 * trials * trials)) ** 0.5
    return max(0.0, centre - half), min(1.0, centre + half)


def _usual(values: Sequence[tuple[date, Decimal]], base: int, steps: int) -> Decimal | None:
    """The median absolute move over as many values, in the past of the call."""
    past = [value for _, value in values[max(0, base - _PAST) : base + 1]]
    moves = [abs(later - earlier) for earlier, later in zip(past, past[steps:], strict=False)]
    return median(moves) if len(moves) >= _FEWEST else None


def _decided(
    call: Call, first: Decimal, window: Sequence[Decimal], usual: Decimal | None, *, is_over: bool
) -> tuple[Outcome, Note] | None:
    """Hit or miss with the value that decided; ``None`` where it cannot be said yet, or at all."""
    if not window:
        return None
    low, high = call.support, call.resistance
    if call.call == "range":
        if low is None or high is None:
            if usual is None:
                return None
            low, high = first - _WIDE * usual, first + _WIDE * usual
        outside = next((value for value in window if not low <= value <= high), None)
        if outside is not None:
            return "miss", Note(f"{outside} 越出 {low}–{high}。", f"{outside} left {low} to {high}.")
        return ("hit", Note(f"始终在 {low}–{high} 之间。", f"It stayed between {low} and {high}.")) if is_over else None
    if call.call == "volatile":
        if usual is None:
            return None
        span, wanted = max((first, *window)) - min((first, *window)), _WIDE * usual
        if span >= wanted:
            return "hit", Note(f"振幅 {span} 达到 {wanted}。", f"The span {span} reached {wanted}.")
        return ("miss", Note(f"振幅 {span} 未到 {wanted}。", f"The span {span} did not reach {wanted}.")) if is_over else None
    if not is_over:
        return None
    moved = window[-1] - first
    is_hit = moved > 0 if call.call == "up" else moved < 0
    return "hit" if is_hit else "miss", Note(f"由 {first} 到 {window[-1]}。", f"From {first} to {window[-1]}.")


def _open(call: Call, horizon: int, zh: str, en: str) -> Scored:
    return Scored(call, "open", horizon, Note(zh, en))
