"""Changes: against the session before, split by what and by where, and growth between two sessions with its interval."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.analytics.levels import series
from liangrong.analytics.measures import Measure, Net, ScopeKind, Stored
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import Series
from liangrong.analytics.totals import BSE_START, recipe_columns, recipe_value, total_parts
from liangrong.core.errors import UnitMismatch
from liangrong.core.results import Result
from liangrong.core.units import Quantity, Unit, convert
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["Printed", "changes", "growth", "growth_interval"]

_SIDES: Final[Mapping[str, str]] = {"financing": "financing_balance", "short": "short_balance"}
"""The parts of 融资融券余额 and the measures they are."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as it is known: within ``half_width`` of ``value``, both in the base unit.

    Examples
    --------
    >>> Printed.parse("2.4万亿").half_width
    Decimal('50000000000')
    """

    value: Decimal
    half_width: Decimal = Decimal(0)

    @classmethod
    def parse(cls, text: str) -> Printed:
        """Read a printed figure; half of its last printed digit is what it may be off by.

        Raises
        ------
        UnknownName
            There is no number, or its unit is unknown.
        """
        quantity = Quantity.parse(text)
        exponent = quantity.amount.as_tuple().exponent
        half = Decimal(5).scaleb(int(exponent) - 1)
        base = next(unit for unit in Unit if unit.dimension is quantity.unit.dimension and unit.size == 1)
        return cls(convert(quantity.amount, quantity.unit, base), convert(half, quantity.unit, base))


def changes(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date | None = None,
    end: date | None = None,
    baskets: Baskets | None = None,
) -> Result:
    """The change of a measure against the session before, and what it is made of.

    Parameters
    ----------
    start, end
        The sessions whose change is asked for; the session before ``start`` is read too. A session whose predecessor is not
        known has no change.

    Returns
    -------
    Result
        For each session a row with ``part = "total"`` and, where they apply, parts ``financing`` and ``short`` (of 融资融券余额) and
        the exchanges ``SSE``, ``SZSE``, ``BSE`` (of the market); each family of parts adds up to the total. ``value`` is the
        change; besides, ``level``, ``previous_level``, ``previous_date``, ``change_ratio`` (change over the previous level) and
        ``share`` (change over the total change).

    Raises
    ------
    NoData
        No session of the window has both its own value and that of the session before.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> changes(market, "financing_balance").data.select("part", "value").rows()
    [('total', Decimal('4.000')), ('SSE+SZSE', Decimal('4.000'))]
    """
    before = snapshot.calendar.previous(start) if start else None
    whole = series(snapshot, name, scope, start=before, end=end, baskets=baskets)
    rows = _steps(snapshot, whole.frame, "total", start)
    if rows.is_empty():
        everything = series(snapshot, whole.measure, whole.scope, baskets=baskets)
        raise everything.no_data(end or start)
    parts = [rows]
    if whole.measure.name == "margin_trading_balance":
        sides = {part: series(snapshot, side, whole.scope, start=before, end=end).frame for part, side in _SIDES.items()}
        parts += [_steps(snapshot, frame, part, start) for part, frame in sides.items()]
    if whole.scope.kind is ScopeKind.MARKET:
        parts += _by_exchange(snapshot, whole, before, start, end)
    order = pl.Enum(["total", *_SIDES, "SSE", "SZSE", "SSE+SZSE", "BSE"])
    table = (
        pl.concat(parts)
        .with_columns(pl.col("part").cast(order))
        .join(rows.select("date", _total=pl.col("value").cast(pl.Float64)), on="date", how="inner")
        .with_columns(
            change_ratio=_over(pl.col("value"), pl.col("previous_level")),
            share=_over(pl.col("value"), pl.col("_total")),
        )
        .drop("_total")
        .sort("date", "part")
        .with_columns(pl.col("part").cast(pl.String))
    )
    return whole.to_result(snapshot, table)


def growth(
    snapshot: MarketSnapshot,
    name: str | Measure,
    scope: str | Scope = "market",
    *,
    start: date,
    end: date,
    printed_in: Unit | None = None,
    digits: int = 2,
    baskets: Baskets | None = None,
) -> Result:
    """Growth of a measure between two sessions, with the interval that rounding leaves open.

    Parameters
    ----------
    printed_in, digits
        Also say what a reader who only has the levels printed in this unit with so many decimals can know.

    Returns
    -------
    Result
        One row dated ``end``: ``value`` is ``end_level / start_level - 1``; ``low`` and ``high`` bound it given the rounding of the
        stored figures; ``printed_low`` and ``printed_high`` given the printed precision (null without ``printed_in``). Besides,
        ``start_date, start_level, end_level, change`` and ``change_unit``.

    Raises
    ------
    NoData
        One of the two sessions is not known.
    UnitMismatch
        ``printed_in`` measures something else.

    Examples
    --------
    >>> days = [date(2010, 3, 31), date(2010, 4, 1)]
    >>> rows = pl.DataFrame({"exchange": ["SSE+SZSE"] * 2, "trade_date": days, "financing_balance": [5, 9]})
    >>> market = MarketSnapshot.of({"market_totals": rows}, days[1])
    >>> growth(market, "financing_balance", start=days[0], end=days[1]).data["value"].item()
    0.8
    """
    whole = series(snapshot, name, scope, start=min(start, end), end=max(start, end), baskets=baskets)
    ends = {day: whole.frame.filter(pl.col("date") == day) for day in (start, end)}
    for day, found in ends.items():
        if found.is_empty():
            raise series(snapshot, whole.measure, whole.scope, baskets=baskets).no_data(day)
    first, last = (Printed(Decimal(str(ends[day]["value"][0])), Decimal(str(ends[day]["rounding"][0]))) for day in (start, end))
    low, high = growth_interval(first, last)
    printed: tuple[float | None, float | None] = (None, None)
    if printed_in is not None:
        printed = growth_interval(*(_as_printed(side, whole.measure.unit, printed_in, digits) for side in (first, last)))
    row = ends[end].select("date", "derived", "quality").with_columns(
        value=pl.lit(_ratio(last.value, first.value), dtype=pl.Float64),
        low=pl.lit(low, dtype=pl.Float64),
        high=pl.lit(high, dtype=pl.Float64),
        printed_low=pl.lit(printed[0], dtype=pl.Float64),
        printed_high=pl.lit(printed[1], dtype=pl.Float64),
        start_date=pl.lit(start),
        start_level=pl.lit(ends[start]["value"][0], dtype=whole.frame.schema["value"]),
        end_level=ends[end]["value"],
        change=(ends[end]["value"] - ends[start]["value"]).cast(whole.frame.schema["value"]),
        change_unit=pl.lit(whole.measure.unit.symbol("zh") or "1"),
    )  # fmt: skip
    return whole.to_result(snapshot, row, unit=Unit.RATIO)


def growth_interval(first: Printed, last: Printed) -> tuple[float | None, float | None]:
    """The lowest and highest growth that two rounded levels allow; ``None`` where the first may be zero or negative.

    Examples
    --------
    >>> growth_interval(Printed.parse("2.0万亿"), Printed.parse("2.4万亿"))
    (0.1463..., 0.2564...)
    """
    floor, ceiling = first.value - first.half_width, first.value + first.half_width
    if floor <= 0:
        return None, None
    low_end, high_end = last.value - last.half_width, last.value + last.half_width
    low = low_end / (ceiling if low_end >= 0 else floor) - 1
    high = high_end / (floor if high_end >= 0 else ceiling) - 1
    return float(low), float(high)


def _steps(snapshot: MarketSnapshot, frame: pl.DataFrame, part: str, start: date | None) -> pl.DataFrame:
    """The differences between neighbouring sessions; a missing session leaves a gap, not a longer step."""
    sessions = pl.DataFrame({"date": snapshot.calendar.sessions}).with_columns(_before=pl.col("date").shift(1))
    stepped = (
        frame.drop("rounding", strict=False)
        .join(sessions, on="date", how="inner", maintain_order="left")
        .with_columns(previous_level=pl.col("value").shift(1), previous_date=pl.col("date").shift(1))
        .filter(pl.col("previous_date") == pl.col("_before"))
    )
    if start is not None:
        stepped = stepped.filter(pl.col("date") >= start)
    return stepped.select(
        "date",
        (pl.col("value") - pl.col("previous_level")).cast(frame.schema["value"]).alias("value"),
        "derived",
        "quality",
        pl.lit(part).alias("part"),
        pl.col("value").alias("level"),
        "previous_level",
        "previous_date",
    )


def _by_exchange(
    snapshot: MarketSnapshot, whole: Series, before: date | None, start: date | None, end: date | None
) -> list[pl.DataFrame]:
    """The steps of each exchange, on the days on which they add up to the whole; the BSE joins from 0 on its first day."""
    if not isinstance(whole.measure.recipe, Stored | Net):
        return []
    dtype = whole.frame.schema["value"]
    rows = total_parts(snapshot, recipe_columns(whole.measure), before, end).select(
        pl.col("trade_date").alias("date"), "exchange", recipe_value(whole.measure).cast(dtype), "derived", "quality"
    )
    joining = rows.filter(pl.col("exchange") == "BSE", pl.col("date") == BSE_START).with_columns(
        date=pl.lit(snapshot.calendar.previous(BSE_START)), value=pl.lit(0, dtype=dtype)
    )
    rows = pl.concat([rows, joining]).sort("date")
    steps = pl.concat(
        [_steps(snapshot, part.drop("exchange"), str(exchange), start) for (exchange,), part in rows.group_by("exchange")]
    )
    total = _steps(snapshot, whole.frame, "total", start).select("date", _total="value")
    summed = steps.group_by("date").agg(_sum=pl.col("value").sum()).join(total, on="date")
    closed = summed.filter(pl.col("_sum") == pl.col("_total"))["date"]
    return [steps.filter(pl.col("date").is_in(closed.implode()))]


def _over(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    base = whole.cast(pl.Float64)
    return pl.when(base != 0).then(part.cast(pl.Float64) / base)


def _ratio(last: Decimal, first: Decimal) -> float | None:
    return float(last / first) - 1 if first else None


def _as_printed(figure: Printed, unit: Unit, printed_in: Unit, digits: int) -> Printed:
    if unit.dimension is not printed_in.dimension:
        raise UnitMismatch(source=unit.name, target=printed_in.name)
    step = Decimal(1).scaleb(-digits) * printed_in.size
    rounded = (figure.value / step).quantize(Decimal(1), rounding="ROUND_HALF_UP") * step
    return Printed(rounded, step / 2)
