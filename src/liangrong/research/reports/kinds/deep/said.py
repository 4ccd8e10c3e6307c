"""What is commonly said of a balance, each against a test of its own, and the readings to watch with their triggers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import polars as pl

from liangrong.analytics.measures import MEASURES
from liangrong.analytics.series import Series
from liangrong.core.results import Note
from liangrong.core.units import Unit
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.gathering import cell, text
from liangrong.research.reports.inquiry import Inquiry, number
from liangrong.research.reports.kinds.deep.subject import Side, Subject
from liangrong.research.reports.phrases import Pair

__all__ = ["tested", "watched"]

_SMALL: Final = 0.01
"""A balance below this share of the total is called small."""
_CLOSE: Final = 0.02
"""Two changes that differ by less than this are called the same."""
_MOST: Final = 0.5
"""A share from which "most" may be said."""
_ONE_WAY: Final = 0.6
"""A share of sessions in one direction from which a trend is called one-sided."""
_DIRECTION: Final = 60
"""Sessions in which the direction is counted."""
_YEAR: Final = 250
"""Sessions whose extremes are the triggers of the watch list."""
_HOLDS: Final[dict[bool, Pair]] = {True: ("成立", "holds"), False: ("不成立", "does not hold")}
_REACHED: Final[dict[bool, Pair]] = {True: ("已触发", "reached"), False: ("未触发", "not reached")}
_CANNOT: Final[Pair] = ("没有数据，无法检验", "no data to test it")


@dataclass(frozen=True, slots=True)
class _Claim:
    """A common view and how it is tested.

    Parameters
    ----------
    reads
        The finding whose size decides; its absolute value is compared.
    below
        Whether the view holds when the reading is below the threshold, not at or above it.
    """

    name: str
    claim: Pair
    test: Pair
    reads: str
    threshold: float
    below: bool
    sides: tuple[Side, ...] = ("short", "financing", "both")


_CLAIMS: Final = (
    _Claim("small", ("余额很小，对整个市场影响有限", "It is small and hardly matters to the market as a whole"),
           ("占两融余额的比重低于阈值", "its share of the total balance lies below the threshold"), "share", _SMALL, below=True, sides=("short",)),
    _Claim("quantity", ("余额的变化就是空头数量的变化", "A change of the balance is a change of short positions"),
           ("年初以来余额与余量的变化之差小于阈值", "this year's changes of balance and quantity differ by less than the threshold"),
           "price_effect", _CLOSE, below=True, sides=("short",)),
    _Claim("concentrated", ("它集中在少数行业", "It sits in a few industries"),
           ("前五个行业合计不低于阈值", "the five largest industries hold the threshold or more"), "industries.top", _MOST, below=False),
    _Claim("one_way", ("趋势是单边的", "The trend runs one way"),
           ("近期同方向变动的交易日占比不低于阈值", "the share of recent sessions that moved the same way reaches the threshold"),
           "one_way", _ONE_WAY, below=False),
    _Claim("record", ("余额新高就是杠杆率新高", "A record balance is a record of leverage"),
           ("余额占流通市值不低于其历史最高读数", "balance over float cap stands at its highest reading so far"), "float.of_high", 1.0,
           below=False, sides=("financing", "both")),
)  # fmt: skip


def tested(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> None:
    """Each common view with its test, the reading, the threshold and the verdict; without a reading it is not judged."""
    _direction(ask, subject)
    if subject.side != "short":
        _against_high(ask, subject)
    for claim in _CLAIMS:
        if subject.side not in claim.sides:
            continue
        at = f"tests/{claim.name}"
        names[at] = claim.claim
        reading = ask.findings.get(claim.reads)
        ask.add(text(f"{at}/claim", *claim.claim))
        ask.add(text(f"{at}/test", *claim.test))
        cell(ask, f"{at}/threshold", "threshold", claim.threshold, Unit.RATIO, formula="chosen by this report", grade="published")
        if reading is None or reading.value is None:
            reason = reading.reason if reading is not None else None
            cell(ask, f"{at}/reading", claim.reads, None, Unit.RATIO, reason=reason or Note("没有读数", "there is no reading"))
            ask.add(text(f"{at}/verdict", *_CANNOT))
            continue
        value = abs(float(number(reading)))
        holds = value < claim.threshold if claim.below else value >= claim.threshold
        cell(ask, f"{at}/reading", reading.measure, value, Unit.RATIO, day=reading.date, formula=f"absolute value of {claim.reads}",
             source=reading.source, grade=reading.grade)  # fmt: skip
        ask.add(text(f"{at}/verdict", *_HOLDS[holds], day=reading.date, source=reading.source, grade=reading.grade))


def watched(ask: Inquiry, subject: Subject, names: dict[str, Pair]) -> None:
    """Live readings beside the level at which each would say something new: the extremes of the last year."""
    high: Callable[[pl.Series], float] = lambda values: float(values.max())  # type: ignore[arg-type] # noqa: E731
    low: Callable[[pl.Series], float] = lambda values: float(values.min())  # type: ignore[arg-type] # noqa: E731
    _watch(ask, names, subject.measure, "high", high)
    _watch(ask, names, subject.measure, "low", low)
    if subject.side == "short":
        _watch(ask, names, "short_quantity", "high", high)
        _watch(ask, names, "short_sell_quantity", "high", high)
    else:
        _watch(ask, names, "financing_buy_to_turnover", "high", high)
    _watch(ask, names, "average_maintenance_ratio", "low", low)


def _watch(ask: Inquiry, names: dict[str, Pair], measure: str, end: str, extreme: Callable[[pl.Series], float]) -> None:
    at, entry = f"watch/{measure}.{end}", MEASURES[measure]
    which = {"high": ("高于近一年最高", "above the highest of a year"), "low": ("低于近一年最低", "below the lowest of a year")}[
        end
    ]
    names[at] = (f"{entry.zh}：{which[0]}", f"{entry.en[0].upper()}{entry.en[1:]}, {which[1]}")
    found = ask.series(measure)
    if not isinstance(found, Series):
        cell(ask, f"{at}/value", measure, None, entry.unit, reason=found)
        return
    rows = found.frame.filter(pl.col("date") <= ask.day).tail(_YEAR + 1)
    if rows.height <= _YEAR:
        reason = Note(f"不足 {_YEAR} 个交易日的数据", f"fewer than {_YEAR} sessions are known")
        cell(ask, f"{at}/value", measure, None, entry.unit, reason=reason)
        return
    last = rows.row(-1, named=True)
    before = rows.head(_YEAR)["value"]
    trigger = extreme(before)
    exact = next(value for value in before if float(value) == trigger)
    reached = float(last["value"]) > trigger if end == "high" else float(last["value"]) < trigger
    tell = partial(cell, ask, source=found.sources, day=last["date"])
    tell(f"{at}/value", measure, last["value"], entry.unit)
    tell(f"{at}/date", "session", last["date"], None, grade="published")
    tell(f"{at}/trigger", measure, exact, entry.unit, formula=f"{end} of the {_YEAR} sessions before")
    tell(
        f"{at}/distance",
        measure,
        float(exact) / float(last["value"]) - 1 if last["value"] else None,
        Unit.RATIO,
        formula="trigger / value - 1",
    )
    ask.add(text(f"{at}/state", *_REACHED[reached], day=last["date"], source=found.sources, grade="computed"))


def _direction(ask: Inquiry, subject: Subject) -> None:
    """The share of recent sessions on which the balance moved the way it moved altogether."""
    found = ask.series(subject.measure)
    level = ask.findings["level"]
    rows = ask.rows(subject.measure).filter(pl.col("date") <= ask.day).tail(_DIRECTION + 1)
    if rows.height <= _DIRECTION or not isinstance(found, Series):
        ask.unknown(
            "one_way",
            subject.measure,
            Note(f"不足 {_DIRECTION} 个交易日的数据", f"fewer than {_DIRECTION} sessions are known"),
            unit=Unit.RATIO,
        )
        return
    steps = rows["value"].cast(pl.Float64).diff().drop_nulls()
    rises = float((steps > 0).sum()) / _DIRECTION
    way = max(rises, float((steps < 0).sum()) / _DIRECTION)
    ask.computed(
        "one_way",
        subject.measure,
        way,
        Unit.RATIO,
        f"sessions of the last {_DIRECTION} that moved the same way",
        level,
        sessions=_DIRECTION,
    )


def _against_high(ask: Inquiry, subject: Subject) -> Finding:
    """The ratio to the float cap against its highest reading so far."""
    now = ask.findings["over_float"]
    rows = ask.rows(subject.over_float)
    high = float(str(rows["value"].max())) if rows.height else None
    value = float(number(now)) / high if now.value is not None and high else None
    return ask.computed("float.of_high", subject.over_float, value, Unit.RATIO, f"{subject.over_float} / its highest", now)
