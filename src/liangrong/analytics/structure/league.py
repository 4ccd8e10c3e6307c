"""League tables of net financing: both ends of one strict order, and how many pass a threshold, counted in that same order."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl

from liangrong.analytics.panels.financing import money
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import origin_notes
from liangrong.analytics.structure.coverage import change_notes, named_groups, unclassified_notes
from liangrong.analytics.structure.flows import COLUMNS, MONEY_COLUMNS, broken_down, summed
from liangrong.analytics.structure.nets import list_changes
from liangrong.core.errors import NoData, UnitMismatch, UsageError
from liangrong.core.results import Note, Result
from liangrong.core.units import Quantity, Unit, display
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["LEAGUE", "league"]

LEAGUE: Final = (
    "window_start", "window_end", "grouping", "within", "side", "rank", "rank_from_bottom", "group_name", "name", "net_financing",
    "share_of_absolute", "financing_buy_amount", "financing_repay_amount", "start_balance", "end_balance", "securities", "flow_basis", "quality",
    "ranked", "net_threshold", "at_or_above", "at_or_below",
)  # fmt: skip
"""The columns of the answer."""


def league(
    snapshot: MarketSnapshot,
    by: str = "security",
    *,
    start: date,
    end: date,
    top: int = 10,
    threshold: Decimal | str | None = None,
    within: str | Scope | None = None,
    basis: str = "auto",
    baskets: Baskets | None = None,
) -> Result:
    """The groups that took in most and gave up most over the sessions from ``start`` to ``end``.

    Parameters
    ----------
    by
        ``security`` (stocks), ``sw1`` … as for ``flows``.
    top
        How many from each end; where the ends meet, a group is shown once.
    threshold
        As people write it (``10亿``), or in 元: how many took in at least so much, and how many gave up at least so much.
    within
        Rank only what belongs to this scope, such as ``industry:sw1:电子``, as of each day.
    basis
        As for ``flows``.

    Returns
    -------
    Result
        ``LEAGUE``, from the largest net down: by net, and where two are equal by code. ``rank`` counts from the top, ``rank_from_bottom``
        from the bottom, ``side`` says from which end a row was taken. ``at_or_above`` and ``at_or_below`` count the groups with a net of at
        least ``threshold`` and of at most minus it, ``ranked`` all that are ordered; the same in every row.
        ``share_of_absolute`` is over all that are ranked.

    Raises
    ------
    NoData
        Nothing can be ranked.
    UsageError, UnknownName, UnitMismatch
        The request cannot be read.

    Examples
    --------
    >>> days, names = [date(2022, 1, 27), date(2022, 1, 28)], ["600519.SH", "601318.SH", "688981.SH"]
    >>> rows = [(name, day, balance, 50) for name, pair in zip(names, ([9, 10], [7, 4], [3, 3])) for day, balance in zip(days, pair)]
    >>> columns = ["security_id", "trade_date", "financing_balance", "financing_buy_amount"]
    >>> totals = {"exchange": ["SSE"] * 2, "trade_date": days, "financing_balance": [19, 17], "financing_buy_amount": [150, 150]}
    >>> market = {"margin_detail": pl.DataFrame(rows, schema=columns, orient="row"), "market_totals": pl.DataFrame(totals)}
    >>> found = league(MarketSnapshot.of(market, days[1]), start=days[1], end=days[1], top=1, threshold="1元")
    >>> found.data.select("side", "rank", "group_name", "net_financing", "at_or_above", "at_or_below").rows()
    [('top', 1, '600519.SH', Decimal('1.000'), 1, 1), ('bottom', 3, '601318.SH', Decimal('-3.000'), 1, 1)]
    """
    if top < 1:
        raise UsageError(reason=f"top is {top}; at least one is to be shown", reason_zh=f"top 为 {top}，至少为 1")
    limit = _threshold(threshold)
    found = broken_down(snapshot, by, start=start, end=end, basis=basis, baskets=baskets, within=within)
    everything = summed(found.rows)
    wanted = found.groups.ranked
    order = (
        everything.filter(pl.col("part").is_in(wanted), pl.col("net").is_not_null())
        .sort("net", "group", descending=[True, False])
        .with_row_index("rank", offset=1)
    )
    if order.is_empty():
        raise NoData(what=f"net financing by {by}", what_zh=f"分组（{by}）融资净买入", where=f"{within or 'market'} {start}..{end}",
                     nearest="nothing that can be ranked", nearest_zh="没有可排序的组")  # fmt: skip
    rows = _ends(_with_counts(order, limit), top)
    rows = named_groups(snapshot, rows, found.groups.by)
    notes = (
        *found.notes,
        *_counts_note(rows, limit),
        *_left_out(everything, wanted),
        *unclassified_notes(snapshot, found.groups, found.rows),
        *change_notes(list_changes(found.window)),
    )
    result = _result(snapshot, rows, found.groups.by, found.window.days, str(within or "market"), limit)
    return replace(result, source=found.sources).warn(*notes, *origin_notes(found.sources))


def _threshold(given: Decimal | str | None) -> Decimal | None:
    """In 元."""
    if given is None or isinstance(given, Decimal):
        amount = given
    else:
        quantity = Quantity.parse(given)
        if quantity.unit is Unit.RATIO:
            amount = quantity.amount
        elif quantity.unit.dimension is Unit.YUAN.dimension:
            amount = quantity.to(Unit.YUAN).amount
        else:
            raise UnitMismatch(source=given, target="元")
    if amount is not None and amount <= 0:
        raise UsageError(reason=f"the threshold is {given}; it must be above zero", reason_zh=f"门槛为 {given}，须大于零")
    return amount


def _with_counts(order: pl.DataFrame, limit: Decimal | None) -> pl.DataFrame:
    """Ranks from the bottom, and counts over all of the order: the rows that are shown later are cut from these."""
    absolute = pl.col("net").abs()
    counted = order.with_columns(
        rank=pl.col("rank").cast(pl.Int64),
        rank_from_bottom=(pl.len() - pl.col("rank") + 1).cast(pl.Int64),
        ranked=pl.len().cast(pl.Int64),
        share_of_absolute=pl.when(absolute.sum() > 0).then(absolute / absolute.sum()),
    )
    if limit is None:
        return counted.with_columns(at_or_above=pl.lit(None, pl.Int64), at_or_below=pl.lit(None, pl.Int64))
    smallest = int(limit.scaleb(3))
    return counted.with_columns(
        at_or_above=(pl.col("net") >= smallest).sum().cast(pl.Int64),
        at_or_below=(pl.col("net") <= -smallest).sum().cast(pl.Int64),
    )


def _ends(order: pl.DataFrame, top: int) -> pl.DataFrame:
    side = pl.when(pl.col("rank") <= top).then(pl.lit("top")).when(pl.col("rank_from_bottom") <= top).then(pl.lit("bottom"))
    return order.with_columns(side=side).filter(pl.col("side").is_not_null())


def _counts_note(rows: pl.DataFrame, limit: Decimal | None) -> tuple[Note, ...]:
    if limit is None:
        return ()
    ranked, above, below = rows.select("ranked", "at_or_above", "at_or_below").row(0)
    zh, en = display(limit, Unit.YUAN), display(limit, Unit.YUAN, "en")
    return (
        Note(f"{ranked} 个中，净买入不低于 {zh} 的 {above} 个，净偿还不低于 {zh} 的 {below} 个。",
             f"Of {ranked}, {above} took in at least {en} and {below} gave up at least {en}."),
    )  # fmt: skip


def _left_out(everything: pl.DataFrame, wanted: tuple[str, ...]) -> tuple[Note, ...]:
    """What the order leaves out, with its net; and what has no net."""
    aside = everything.filter(~pl.col("part").is_in(wanted))
    words = {
        "funds": ("基金", "funds"),
        "unclassified": ("未归类股票", "unclassified stocks"),
        "outside": ("其余证券", "the rest"),
    }
    notes = []
    for part, (zh, en) in words.items():
        own = aside.filter(pl.col("part") == part)
        if own.is_empty():
            continue
        net, count = int(own["net"].sum()) / 1000, int(own["securities"].sum())
        notes.append(Note(f"{zh} {count} 只（净买入 {display(net, Unit.YUAN)}）不参加排序。",
                          f"{count} {en} (net {display(net, Unit.YUAN, 'en')}) are not ranked."))  # fmt: skip
    unknown = everything.filter(pl.col("part").is_in(wanted), pl.col("net").is_null()).height
    if unknown:
        notes.append(
            Note(f"{unknown} 个的净买入无法得知，不参加排序。", f"The net of {unknown} is not known; they are not ranked.")
        )
    return tuple(notes)


def _result(
    snapshot: MarketSnapshot, rows: pl.DataFrame, by: str, window: tuple[date, date], within: str, limit: Decimal | None
) -> Result:
    rows = rows.rename(COLUMNS)
    rows = rows.with_columns(
        *(money(rows[name]).alias(name) for name in MONEY_COLUMNS),
        window_start=pl.lit(window[0]),
        window_end=pl.lit(window[1]),
        grouping=pl.lit(by),
        within=pl.lit(within),
        net_threshold=pl.lit(limit, dtype=pl.Decimal(20, 3)),
    )
    return Result(rows.select(LEAGUE), "元", snapshot.as_of.as_of, snapshot.as_of.known_at)
