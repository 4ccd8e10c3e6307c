"""Claims made by hand, one sentence each, and stored data that are a dict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from liangrong.research.claims.article import Article, Passage, Role
from liangrong.research.claims.check import check
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Check, Desk, Fact
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Judgement
from liangrong.research.claims.period import Period

YI = 10**8
UNITS: Mapping[str, tuple[Kind, Decimal]] = {
    "亿元": (Kind.MONEY, Decimal(YI)),
    "万元": (Kind.MONEY, Decimal(10**4)),
    "万亿元": (Kind.MONEY, Decimal(10**12)),
    "billion yuan": (Kind.MONEY, Decimal(10**9)),
    "%": (Kind.PERCENT, Decimal("0.01")),
    "x": (Kind.MULTIPLE, Decimal(1)),
    "1:n": (Kind.RATIO, Decimal(1)),
    "次": (Kind.COUNT, Decimal(1)),
    "sessions": (Kind.DURATION, Decimal(1)),
    "months": (Kind.DURATION, Decimal(1)),
    "points": (Kind.POINTS, Decimal(1)),
    "万户": (Kind.COUNT, Decimal(10**4)),
}


def figure(printed: str, unit: str, *, at: int = 0, hedge: Hedge = Hedge.NONE, upper: str | None = None) -> Figure:
    """A printed number with its unit; the last digit printed is rounded."""
    value = Decimal(printed.replace(",", ""))
    kind, size = UNITS[unit]
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)
    top = None if upper is None else Decimal(upper)
    half = Decimal(5).scaleb(exponent - 1) if kind is not Kind.COUNT and kind is not Kind.DURATION else Decimal(0)
    return Figure(at, at + len(printed), printed, value, unit, kind, size, half, hedge, upper=top)


def on(
    day: date | str, until: date | str | None = None, *, certain: bool = True, carried: bool = False, open_end: bool = False
) -> Period:
    """A printed day or window, or one that was carried over."""
    start = date.fromisoformat(day) if isinstance(day, str) else day
    end = start if until is None else date.fromisoformat(until) if isinstance(until, str) else until
    return Period(start, end, "", (-1, -1) if carried else (0, 1), certain=certain, open_end=open_end)


def sentence(
    text: str,
    printed: str = "",
    unit: str = "",
    *,
    published: date | None = None,
    name: str = "-",
    role: Role = "body",
    hedge: Hedge = Hedge.NONE,
    upper: str | None = None,
    **fields: Any,
) -> tuple[Article, Claim]:
    """An article of one sentence that is one claim; its figure is found by its digits."""
    passage = Passage(0, 0, len(text), text, role, 1)
    found = figure(printed, unit, at=text.index(printed), hedge=hedge, upper=upper) if printed else None
    article = Article(
        name, text, text, "zh" if any("\u4e00" <= one <= "\u9fff" for one in text) else "en", published, "", (passage,)
    )
    fields = {"aspect": Aspect.LEVEL if printed else Aspect.STATEMENT, "scope": "market", **fields}
    return article, Claim(0, passage, 0, len(text), text, found, **fields)


def judged(said: tuple[Article, Claim], checks: Sequence[Check], desk: Desk) -> Judgement:
    """What checks say of the one claim."""
    return check(said[0], [said[1]], checks, desk).claims[0].judgement


def word(judgement: Judgement) -> str:
    """The first type of error, or the coarse label."""
    return judgement.error_types[0] if judgement.error_types else judgement.verdict.support


@dataclass
class Noted:
    """Stored data as a dict: (measure, scope) to values by day. Its history is whole from its first day on."""

    values: Mapping[tuple[str, str], Mapping[date, Decimal]] = field(default_factory=dict)

    def at(self, measure: str, scope: str, day: date) -> Fact | None:
        found = self.values.get((measure, scope), {}).get(day)
        return None if found is None else Fact(measure, scope, day, found, "hand")

    def series(self, measure: str, scope: str, start: date, end: date) -> Sequence[Fact]:
        known = self.values.get((measure, scope), {})
        return [Fact(measure, scope, day, value, "hand") for day, value in sorted(known.items()) if start <= day <= end]

    def record(self, measure: str, scope: str, day: date) -> bool | None:
        known = self.values.get((measure, scope), {})
        return all(value < known[day] for earlier, value in known.items() if earlier < day) if day in known else None

    def first_at_or_above(self, measure: str, scope: str, level: Decimal, since: date | None = None) -> Fact | None:
        found = self.series(measure, scope, since or date.min, date.max)
        return next((fact for fact in found if fact.value >= level), None)


def noted(**series: Mapping[str, float | str]) -> Noted:
    """Market series by measure: ISO day to 亿元."""
    return Noted({
        (measure, "market"): {date.fromisoformat(day): Decimal(str(value)) * YI for day, value in days.items()}
        for measure, days in series.items()
    })  # fmt: skip
