"""What figures cannot be, by rows of other days: a balance's share of a market value that is out of all scale, an index reading altered by one digit.

Only what lies far outside is refuted; the market moves between the days of the rows, so that nothing is supported here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Final

from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk, PublishedFigure
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.interval import Interval
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.closure.near import is_slip, off_by, point_of
from liangrong.research.claims.verify.comparison import BALANCES
from liangrong.research.claims.verify.published.verdicts import differs
from liangrong.research.claims.verify.today import today_of
from liangrong.research.claims.words.forms import any_case

__all__ = ["misprinted_readings", "out_of_scale"]

_LATELY: Final = timedelta(days=200)
"""How far the days of the rows may lie from that of the claim."""
_DIGITS: Final = 2
_TENTH: Final = 10
_THEN: Final = any_case(r"此前|上[周月次]|曾|昨|前一|\b(?:previous|prior|earlier|last|had|was|from|before)\b")
_FAR: Final = 2
"""By so much a market value does not move in that time."""


def out_of_scale(_: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Refute shares of the whole market's value that no balance near the published one can have."""
    for claim in claims:
        part, value = claim.metric.partition("_to_")[::2]
        figure = claim.figure
        if part not in BALANCES or claim.scope != "market" or figure is None or figure.kind is not Kind.PERCENT:
            continue
        if claim.aspect not in (Aspect.LEVEL, Aspect.SHARE) or claim.nature is not Nature.FACT or claim.period is None:
            continue
        if claim.ambiguous or figure.upper is not None:
            continue
        near = [row for row in desk.published if row.usable and row.scope == "market" and _is_near(row, claim.period.end)]
        said = figure.rounding()
        for rows, share in _shares(near, part, value):
            if said.below(share.scaled(Fraction(1, _FAR))) or share.scaled(_FAR).below(said):
                slipped = off_by(figure, share) is not None
                yield differs(claim, "unit_slip" if slipped else "wrong_value", *rows, right=f"≈ {float(point_of(share)):.2%}")
                break


def misprinted_readings(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Refute a reading of now, in points, that is the one published for the day of the text, or the session before it, but for one digit."""
    todays = today_of(article, claims)
    for claim in claims:
        figure, today = claim.figure, todays[claim.passage.item]
        if figure is None or figure.kind is not Kind.POINTS or today is None or claim.prints_day or not claim.scope:
            continue
        if (
            claim.aspect is not Aspect.LEVEL
            or figure.hedge is not Hedge.NONE
            or figure.upper is not None
            or _THEN.search(claim.text)
        ):
            continue
        for row in desk.published:
            alike = row.usable and (row.metric, row.scope, row.aspect) == (claim.metric, claim.scope, "level")
            if (
                not alike
                or row.end is None
                or row.start != row.end
                or desk.last_session(today - timedelta(days=1)) not in (row.end, None)
            ):
                continue
            middle = point_of(row.interval) if row.interval.low is not None and row.interval.high is not None else Fraction(0)
            if is_slip(figure, row.interval, fewest=_DIGITS) and abs(Fraction(figure.base) - middle) * _TENTH > middle:
                yield differs(claim, "wrong_value", row)


def _is_near(row: PublishedFigure, day: date) -> bool:
    """Whether a row is of a time near a day, or of one around it."""
    return row.start is not None and row.end is not None and row.start - _LATELY <= day <= row.end + _LATELY


def _shares(rows: Sequence[PublishedFigure], part: str, value: str) -> Iterator[tuple[tuple[PublishedFigure, ...], Interval]]:
    """What share the latest published balance has, by each other balance that has a share of its own on the same day."""
    parts = [row for row in rows if row.metric == part and row.aspect == "level" and row.interval.high is not None]
    if not parts:
        return
    own = max(parts, key=lambda row: row.end or date.min)
    for ratio in (row for row in rows if row.metric.endswith(f"_to_{value}") and row.aspect == "level"):
        for whole in rows:
            alike = whole.metric == ratio.metric.partition("_to_")[0] and whole.aspect == "level"
            if (
                not alike
                or (whole.start, whole.end) != (ratio.start, ratio.end)
                or not whole.interval.low
                or not ratio.interval.low
            ):
                continue
            if own.interval.high is None or ratio.interval.high is None:
                continue
            bottom = (own.interval.low or 0) * ratio.interval.low / whole.interval.high if whole.interval.high else Fraction(0)
            yield (own, whole, ratio), Interval(bottom, own.interval.high * ratio.interval.high / whole.interval.low)
