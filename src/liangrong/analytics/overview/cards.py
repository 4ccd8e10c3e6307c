"""The figures of a session: each with its change, its place among recent years, and whether it is a record.

A figure stands on the last session that knows it, which may be older than the one asked for; what no session knows says why.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Final, TypeAlias

import polars as pl

from liangrong.analytics.distribution import MIN_OBSERVATIONS
from liangrong.analytics.levels import series
from liangrong.analytics.overview.rounds import passed
from liangrong.analytics.records import record_state
from liangrong.analytics.series import Series, origin_notes, unit_text
from liangrong.core.errors import LiangrongError, NotKnown, UsageError
from liangrong.core.results import Result
from liangrong.core.units import Unit
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["BALANCES", "CARD_SCHEMA", "RATIOS", "cards", "years_before"]

BALANCES: Final = ("margin_trading_balance", "financing_balance", "short_balance")
RATIOS: Final = (
    "margin_trading_balance_to_float_cap",
    "margin_trading_balance_to_free_float_cap",
    "financing_buy_to_turnover",
    "average_maintenance_ratio",
)
CARD_SCHEMA: Final = pl.Schema({
    "measure": pl.String(), "date": pl.Date(), "value": pl.Float64(), "unit": pl.String(), "change_amount": MONEY,
    "change_points": pl.Float64(), "growth": pl.Float64(), "previous_date": pl.Date(), "percentile": pl.Float64(), "observations": pl.Int64(),
    "percentile_since": pl.Date(), "percentile_years": pl.Int64(), "is_record": pl.Boolean(), "streak": pl.Int64(), "high_date": pl.Date(),
    "to_high": pl.Float64(), "passed_threshold": MONEY, "passed_upwards": pl.Boolean(), "passed_first_ever": pl.Boolean(),
    "quality": pl.String(), "reason_zh": pl.String(), "reason_en": pl.String(),
})  # fmt: skip
"""One row for each figure: money in 元, ratios pure, ``change_points`` the difference of two ratios."""


_Day: TypeAlias = date


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """One row; the names are those of the columns."""

    measure: str
    unit: str
    date: _Day | None = None
    value: float | None = None
    change_amount: Any = None
    change_points: float | None = None
    growth: float | None = None
    previous_date: _Day | None = None
    percentile: float | None = None
    observations: int | None = None
    percentile_since: _Day | None = None
    percentile_years: int | None = None
    is_record: bool | None = None
    streak: int | None = None
    high_date: _Day | None = None
    to_high: float | None = None
    passed_threshold: Any = None
    passed_upwards: bool | None = None
    passed_first_ever: bool | None = None
    quality: str | None = None
    reason_zh: str | None = None
    reason_en: str | None = None


def cards(snapshot: MarketSnapshot, *, day: date, years: int) -> Result:
    """The figures of the session ``day``, or of the last one before it that knows them.

    Parameters
    ----------
    years
        Length of the window in which a figure is placed; where fewer are stored, ``percentile_since`` says since when.

    Returns
    -------
    Result
        ``CARD_SCHEMA``, a row for each of ``BALANCES`` and ``RATIOS``. ``change_amount`` and ``growth`` (of balances) or
        ``change_points`` (of ratios) are against the session before the figure's own (``previous_date``), where that is known.
        ``percentile``: the share of the window's sessions that stood at or below it. ``is_record``, ``streak``, ``high_date``, ``to_high``:
        against the whole history. ``passed_threshold``: a round threshold that it passed that day (``rounds.passed``). A figure
        that no session knows has no value and a reason.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> found = cards(MarketSnapshot.of({"market_totals": rows}, days[1]), day=days[1], years=10).data
    >>> found.filter(measure="financing_balance").select("value", "change_amount", "is_record").row(0)
    (9.0, Decimal('4.000'), True)
    """
    start = snapshot.calendar.on_or_after(max(years_before(day, years), snapshot.calendar.start))
    rows, sources = [], set()
    for name in (*BALANCES, *RATIOS):
        try:
            found = series(snapshot, name, start=None if name in BALANCES else start, end=day)
        except (NotKnown, UsageError) as error:
            rows.append(_unknown(name, error))
            continue
        if found.frame.is_empty():
            rows.append(_unknown(name, found.no_data(day, *found.notes)))
            continue
        sources |= set(found.sources)
        card = _placed(_level(snapshot, found), found, start, years)
        rows.append(_judged(snapshot, card, found) if name in BALANCES else card)
    data = pl.DataFrame([asdict(row) for row in rows], schema=CARD_SCHEMA)
    view, ordered = snapshot.as_of, tuple(sorted(sources))
    return Result(data, "", view.as_of, view.known_at, ordered).warn(*origin_notes(ordered))


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 02-28 for a leap day.

    Examples
    --------
    >>> years_before(date(2024, 2, 29), 10)
    datetime.date(2014, 2, 28)
    """
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


def _unknown(name: str, error: LiangrongError) -> _Card:
    return _Card(measure=name, unit="", reason_zh=error.message("zh"), reason_en=error.message("en"))


def _level(snapshot: MarketSnapshot, found: Series) -> _Card:
    """The last value and its change against the session before it."""
    last = found.frame.row(-1, named=True)
    before = snapshot.calendar.previous(last["date"])
    earlier = found.frame.filter(pl.col("date") == before)["value"]
    card = _Card(
        measure=found.measure.name, unit=unit_text(found.measure.unit), date=last["date"], value=float(last["value"]),
        quality=last["quality"],
    )  # fmt: skip
    if earlier.is_empty():
        return card
    difference = last["value"] - earlier[0]
    if found.measure.unit is Unit.YUAN:
        growth = float(difference) / float(earlier[0]) if earlier[0] else None
        return replace(card, change_amount=difference, growth=growth, previous_date=before)
    return replace(card, change_points=float(difference), previous_date=before)


def _placed(card: _Card, found: Series, start: date, years: int) -> _Card:
    """With its percentile among the sessions of the window up to its own."""
    window = found.frame.filter(pl.col("date") >= start)["value"].cast(pl.Float64)
    if len(window) < MIN_OBSERVATIONS:
        return card
    share = float((window <= window[-1]).sum()) / len(window)
    since = max(start, found.frame["date"][0])
    return replace(card, percentile=share, observations=len(window), percentile_since=since, percentile_years=years)


def _judged(snapshot: MarketSnapshot, card: _Card, found: Series) -> _Card:
    """With whether it is a record, and a round threshold that it passed."""
    assert card.date is not None, "a known figure has a day"
    if card.previous_date is not None:
        before = found.frame.filter(pl.col("date") == card.previous_date)["value"][0]
        threshold = passed(snapshot, card.measure, card.date, before=before, now=found.frame["value"][-1])
        if threshold is not None:
            card = replace(card, passed_threshold=threshold.threshold, passed_upwards=threshold.upwards,
                           passed_first_ever=threshold.first_ever)  # fmt: skip
    try:
        state = record_state(snapshot, card.measure, start=card.date, end=card.date).data.row(0, named=True)
    except NotKnown as error:
        return replace(card, reason_zh=error.message("zh"), reason_en=error.message("en"))
    return replace(card, **{name: state[name] for name in ("is_record", "streak", "high_date", "to_high")})
