"""What is left of the short side: against the start of the year, against its peak, and over the float, each with its base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.analytics.changes import Printed, growth_interval
from liangrong.analytics.history import BOUND_BASIS, History, history
from liangrong.analytics.levels import series
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import Series
from liangrong.core.errors import HistoryTruncated, NotKnown
from liangrong.core.results import Note, Result
from liangrong.market.schemas import MONEY
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["CARD_SCHEMA", "short_cards"]

CARD_SCHEMA: Final = pl.Schema(
    {
        "date": pl.Date(),
        "scope": pl.String(),
        "card": pl.String(),
        "value": pl.Float64(),
        "unit": pl.String(),
        "value_low": pl.Float64(),
        "value_high": pl.Float64(),
        "short_balance": MONEY,
        "base_date": pl.Date(),
        "base_value": MONEY,
        "quantity_change": pl.Float64(),
        "basis": pl.String(),
        "status": pl.String(),
        "why_zh": pl.String(),
        "why_en": pl.String(),
    }
)
"""One row for each figure; money in 元, ratios pure."""

BALANCE, QUANTITY, OVER_FLOAT = "short_balance", "short_quantity", "short_balance_to_float_cap"
OWN: Final = "market_totals"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Card:
    """A figure, what it is measured from, and why it is not known where it is not; the names are those of the columns."""

    card: str
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    base_date: date | None = None
    base_value: Decimal | None = None
    quantity_change: float | None = None
    basis: str = OWN
    status: str = "complete"
    why_zh: str = ""
    why_en: str = ""


def short_cards(
    snapshot: MarketSnapshot, scope: str | Scope = "market", *, day: date | None = None, baskets: Baskets | None = None
) -> Result:
    """The short side of a session in a few figures.

    Parameters
    ----------
    day
        The session; by default the snapshot's.

    Returns
    -------
    Result
        ``CARD_SCHEMA``, a row for each card. ``year_to_date``: the change of 融券余额 since the last session of the year before.
        ``against_peak``: the change from its highest level ever up to this session; holes of the history are bounded by the account
        statistics (``status`` is ``bounded``) or the card is refused, and ``against_known_peak`` says what holds since the last hole.
        ``of_float``: over the float cap of the same session; where a vendor prints only 融资余额占流通市值比, over the cap that it
        implies (basis ``implied_float_cap``). ``value_low`` and ``value_high`` are what the rounding of the stored figures leaves
        open, null where they are printed to the yuan; ``quantity_change`` is the change of 融券余量 between the same sessions. A card with the status
        ``not_known`` has no value and says why.

    Raises
    ------
    NoData
        The short balance of the day is not known.

    Examples
    --------
    >>> days = [date(2023, 12, 29), date(2024, 12, 31)]
    >>> rows = pl.DataFrame({"exchange": ["SSE"] * 2, "trade_date": days, "short_balance": [80, 20]})
    >>> cards = short_cards(MarketSnapshot.of({"market_totals": rows}, days[1]), "SSE").data
    >>> cards.select("card", "value", "base_date").row(0)
    ('year_to_date', -0.75, datetime.date(2023, 12, 29))
    """
    on = day or snapshot.as_of.as_of
    whole = history(snapshot, BALANCE, scope, end=on, baskets=baskets)
    today = whole.series.frame.filter(pl.col("date") == on)
    if today.is_empty():
        raise whole.series.no_data(on, *whole.series.notes)
    level = _printed(today)
    quantity = series(snapshot, QUANTITY, whole.series.scope, end=on)
    over_float, found = _of_float(snapshot, whole.series.scope, on, level)
    from_peak, notes = _from_peaks(snapshot, whole, quantity, on, level)
    cards = [_year_to_date(snapshot, whole, quantity, on, level), *from_peak, over_float]
    data = pl.DataFrame([asdict(card) for card in cards], schema_overrides=CARD_SCHEMA).with_columns(
        date=pl.lit(on),
        scope=pl.lit(str(whole.series.scope)),
        unit=pl.lit("1"),
        short_balance=pl.lit(level.value, dtype=MONEY),
        why_zh=pl.col("why_zh").replace("", None),
        why_en=pl.col("why_en").replace("", None),
    )
    return Result(
        data=data.select(CARD_SCHEMA.names()),
        unit="1",
        as_of=snapshot.as_of.as_of,
        known_at=snapshot.as_of.known_at,
        source=tuple(sorted({*whole.series.sources, *found.sources})),
    ).warn(*dict.fromkeys((*whole.series.notes, *notes, *_why_not(cards), *_float_notes(over_float, found))))


def _year_to_date(snapshot: MarketSnapshot, whole: History, quantity: Series, on: date, level: Printed) -> _Card:
    base = snapshot.calendar.previous(date(on.year, 1, 1))
    row = whole.series.frame.filter(pl.col("date") == base)
    if row.is_empty():
        return _not_known("year_to_date", whole.series.no_data(base), base_date=base)
    return _change("year_to_date", quantity, on, level, base, _printed(row))


def _from_peaks(
    snapshot: MarketSnapshot, whole: History, quantity: Series, on: date, level: Printed
) -> tuple[list[_Card], tuple[Note, ...]]:
    """The card against the highest level ever; where that cannot be known, also the one since the last hole."""
    try:
        past = whole.until(on)
        top = past.known.sort("low", "date", descending=[True, False])["date"][0]
        peak = _printed(past.series.frame.filter(pl.col("date") == top))
        rivals = past.line.filter(~pl.col("known") & (pl.col("high") >= peak.value))["date"]
        if len(rivals):
            where = past.series.scope
            raise past.undecided(
                f"the peak of {BALANCE} of {where.label('en')}", f"{where.label('zh')}融券余额的最高点", rivals[0]
            )
    except HistoryTruncated as error:
        return [_not_known("against_peak", error), _since_the_hole(snapshot, whole, quantity, on, level)], ()
    status, basis = ("bounded", f"{OWN}, {BOUND_BASIS}") if past.holes else ("complete", OWN)
    return [_change("against_peak", quantity, on, level, top, peak, status=status, basis=basis)], past.notes()


def _since_the_hole(snapshot: MarketSnapshot, whole: History, quantity: Series, on: date, level: Printed) -> _Card:
    since = snapshot.calendar.next(max(hole for hole in whole.holes if hole < on))
    stretch = whole.series.frame.filter(pl.col("date").is_between(since, on))
    top = stretch.sort("value", "date", descending=[True, False]).head(1)
    reason = Note(f"{since} 起的最高，不是有史以来", f"the highest since {since}, not ever")
    return _change(
        "against_known_peak", quantity, on, level, top["date"][0], _printed(top), status="part_of_history", reason=reason
    )


def _change(
    card: str,
    quantity: Series,
    on: date,
    level: Printed,
    base_date: date,
    base: Printed,
    *,
    status: str = "complete",
    basis: str = OWN,
    reason: Note | None = None,
) -> _Card:
    value = float(level.value / base.value) - 1 if base.value else None
    exact = base_date == on or not (level.half_width or base.half_width)
    low, high = (None, None) if exact else growth_interval(base, level)
    ends = dict(quantity.frame.filter(pl.col("date").is_in([base_date, on])).select("date", "value").iter_rows())
    known = base_date in ends and on in ends and ends[base_date] > 0
    return _Card(
        card=card,
        value=value,
        value_low=low,
        value_high=high,
        base_date=base_date,
        base_value=base.value,
        quantity_change=ends[on] / ends[base_date] - 1 if known else None,
        basis=basis,
        status=status,
        why_zh=reason.zh if reason else "",
        why_en=reason.en if reason else "",
    )


def _of_float(snapshot: MarketSnapshot, scope: Scope, on: date, level: Printed) -> tuple[_Card, Series]:
    found = series(snapshot, OVER_FLOAT, scope, start=on, end=on)
    if found.frame.height:
        ratio = Printed(Decimal(repr(float(found.frame["value"][0]))))
        return _over(level, level, ratio, on, "float_cap"), found
    financed = series(snapshot, "financing_balance_to_float_cap", scope, start=on, end=on)
    beside = series(snapshot, "financing_balance", scope, start=on, end=on)
    if financed.frame.height and beside.frame.height and _printed(beside.frame).value > 0:
        ratio = _as_published(float(financed.frame["value"][0]))
        return _over(level, _printed(beside.frame), ratio, on, "implied_float_cap"), financed
    return _no_float(snapshot, on), found


def _over(level: Printed, whole: Printed, ratio: Printed, on: date, basis: str) -> _Card:
    """The short balance over the cap of which ``whole`` is ``ratio``."""
    if not ratio.value:
        return _Card(card="of_float", value=0.0, base_date=on, basis=basis)
    low, value, high = (
        float((level.value + side * level.half_width) * (ratio.value + side * ratio.half_width) / whole.value)
        for side in (-1, 0, 1)
    )
    cap = (whole.value / ratio.value).quantize(Decimal("0.001"))
    return _Card(
        card="of_float",
        value=value,
        value_low=low if low != high else None,
        value_high=high if low != high else None,
        base_date=on,
        base_value=cap,
        basis=basis,
    )


def _as_published(ratio: float) -> Printed:
    """A published ratio, within half of its last printed digit."""
    value = Decimal(repr(ratio))
    return Printed(value, Decimal(5).scaleb(int(value.as_tuple().exponent) - 1))


def _why_not(cards: Sequence[_Card]) -> list[Note]:
    """What is not known of each card, and why."""
    names = {"year_to_date": ("较上年末", "since the end of last year"), "against_peak": ("较历史最高", "against the peak"),
             "of_float": ("占流通市值", "of float")}  # fmt: skip
    return [
        Note(
            f"{names[card.card][0]}：{card.why_zh.rstrip('。')}。", f"Not known {names[card.card][1]}: {card.why_en.rstrip('.')}."
        )
        for card in cards
        if card.status == "not_known"
    ]


def _float_notes(card: _Card, found: Series) -> tuple[Note, ...]:
    """The ratio with the digits that so small a number needs, and what it stands on."""
    if card.value is None:
        return ()
    said = Note(f"融券余额占流通市值 {card.value:.4%}。", f"The short balance is {card.value:.4%} of the float cap.")
    if card.basis != "implied_float_cap":
        return said, *found.notes
    implied = Note(
        "流通市值由供应商公布的融资余额占比倒推。",
        "The float cap is the one implied by the published ratio of the financing balance to it.",
    )
    return said, implied


def _no_float(snapshot: MarketSnapshot, on: date) -> _Card:
    caps = snapshot.table("caps", start=on, end=on).height
    have_zh, have = (f"只有 {caps} 只", f"{caps} stocks only") if caps else ("没有数据", "nothing")
    return _Card(
        card="of_float",
        base_date=on,
        basis="float_cap",
        status="not_known",
        why_zh=f"没有 {on} 的流通市值：caps 表当日{have_zh}，汇总旁也没有公布流通市值或占比；请导入当日全部股票的市值",
        why_en=f"no float cap of {on}: table caps holds {have} of that day, and neither the cap nor a ratio to it is printed "
        "beside the totals; import the caps of all stocks of that day",
    )


def _not_known(card: str, error: NotKnown, *, base_date: date | None = None) -> _Card:
    return _Card(
        card=card, base_date=base_date, status="not_known", why_zh=error.message("zh"), why_en=error.message("en")
    )  # fmt: skip


def _printed(row: pl.DataFrame) -> Printed:
    return Printed(Decimal(str(row["value"][0])), Decimal(str(row["rounding"][0])))
