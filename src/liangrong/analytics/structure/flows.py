"""Net financing of groups over a window, with closing lines: what the groups add up to, and what the exchanges' totals say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from liangrong.analytics.panels.financing import financing, money
from liangrong.analytics.scopes import Baskets, Scope
from liangrong.analytics.series import origin_notes
from liangrong.analytics.structure.bases import BASES, REPAYMENTS, Basis, ExchangeTotal, basis_notes, chosen, exchange_totals
from liangrong.analytics.structure.closing import alone, closing_rows, of_exchanges
from liangrong.analytics.structure.coverage import (
    change_notes,
    missing_notes,
    moved_note,
    named_groups,
    unclassified_notes,
)
from liangrong.analytics.structure.groups import Groups, groups
from liangrong.analytics.structure.nets import Window, list_changes, nets, window
from liangrong.core.errors import NoData, UnknownName, UsageError
from liangrong.core.results import Note, Result
from liangrong.market.snapshot import MarketSnapshot

__all__ = ["COLUMNS", "FLOWS", "MONEY_COLUMNS", "Broken", "broken_down", "flows", "summed"]

FLOWS: Final = (
    "window_start", "window_end", "grouping", "part", "group_name", "name", "net_financing", "share_of_absolute", "financing_buy_amount",
    "financing_repay_amount", "start_balance", "end_balance", "securities", "flow_basis", "quality", "difference",
)  # fmt: skip
"""The columns of the answer."""

COLUMNS: Final = {"group": "group_name", "basis": "flow_basis", "net": "net_financing", "bought": "financing_buy_amount",
                  "repaid": "financing_repay_amount"}  # fmt: skip
"""What the columns of ``summed`` are called in an answer."""
MONEY_COLUMNS: Final = ("net_financing", "financing_buy_amount", "financing_repay_amount", "start_balance", "end_balance")

_PARTS: Final = ("group", "funds", "unclassified", "outside")


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """A window broken down by group.

    Parameters
    ----------
    rows
        ``nets.NETS``.
    totals
        The exchanges that take part, with ``bases``: exchange's place to the basis of its securities, ``None`` where its total
        cannot be broken down.
    """

    window: Window
    groups: Groups
    rows: pl.DataFrame
    totals: tuple[ExchangeTotal, ...]
    bases: Mapping[int, Basis | None]
    notes: tuple[Note, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Where the figures come from."""
        return tuple(sorted({*self.window.book.sources, *(name for total in self.totals for name in total.sources)}))


def flows(
    snapshot: MarketSnapshot,
    by: str = "sw1",
    *,
    start: date,
    end: date,
    basis: str = "auto",
    baskets: Baskets | None = None,
) -> Result:
    """Net financing of each group over the sessions from ``start`` to ``end``, both included.

    Parameters
    ----------
    by
        The grouping, see ``groups.groups``.
    basis
        ``repayments``: buys minus repayments of the window's sessions, all of which must be there. ``balance``: the balance at the end less that
        before the window; both must be there, and what enters or leaves the list is no flow. ``auto``: for each exchange
        repayments where they are published and agree with its balances (``bases.MAX_GAP_SHARE``), else balances.
    baskets
        Basket name to codes.

    Returns
    -------
    Result
        ``FLOWS``. ``part`` says what a row is: a ``group`` (in order of its net), ``funds``, ``unclassified``, ``outside``; ``entered`` and
        ``left`` the list; ``not_broken_down``, an exchange whose total alone is known; then ``sum_of_groups`` and ``exchange_total`` for
        each exchange and for all. ``share_of_absolute`` is the absolute net over the sum of all rows' absolute nets.
        ``difference`` is the sum of groups less the exchange's total, both with what entered and left the list where balances
        are compared. Quality ``incomplete``: some of the group's securities could not be broken down.

    Raises
    ------
    NoData
        The window lacks the detail or totals that the basis needs, or the membership list is not stored.
    UnknownName, UsageError
        The grouping, basis or window cannot be read.

    Examples
    --------
    >>> days = [date(2022, 1, 27), date(2022, 1, 28)]
    >>> cells = {"trade_date": days, "financing_balance": [900, 1000], "financing_buy_amount": [50, 120]}
    >>> tables = {"market_totals": pl.DataFrame({"exchange": ["SSE"] * 2, **cells}),
    ...           "margin_detail": pl.DataFrame({"security_id": ["600519.SH"] * 2, **cells})}
    >>> found = flows(MarketSnapshot.of(tables, days[1]), "board", start=days[1], end=days[1])
    >>> found.data.select("part", "group_name", "net_financing", "flow_basis").rows()[0]
    ('group', 'main', Decimal('100.000'), 'balance')
    """
    sessions = _sessions(snapshot, start, end)
    if basis not in BASES:
        raise UnknownName(kind="basis", kind_zh="口径", name=basis, known=", ".join(BASES))
    if by.strip().lower() in ("exchange", "交易所"):
        return _of_exchanges(snapshot, sessions, basis)
    found = broken_down(snapshot, by, start=start, end=end, basis=basis, baskets=baskets)
    changes = list_changes(found.window)
    on_balances = changes.filter(pl.col("place").is_in([place for place, picked in found.bases.items() if picked == "balance"]))
    rows = named_groups(snapshot, summed(found.rows), found.groups.by)
    closing = closing_rows(found.rows, on_balances, found.totals, found.bases, asked=basis, overlapping=found.groups.overlapping)
    rows = pl.concat([rows, closing], how="diagonal")
    notes = (
        *found.notes,
        *_lone_notes(found.totals, found.bases, basis),
        *unclassified_notes(snapshot, found.groups, found.rows),
        *moved_note(found.groups),
        *change_notes(changes),
        *_remainder_note(rows),
    )
    return _result(snapshot, rows, found.groups.by, sessions, found.sources, notes)


def broken_down(
    snapshot: MarketSnapshot,
    by: str,
    *,
    start: date,
    end: date,
    basis: str = "auto",
    baskets: Baskets | None = None,
    within: str | Scope | None = None,
) -> Broken:
    """The net of every security in every group over a window: what flows and league tables are summed from.

    Parameters
    ----------
    within
        Only the securities of this scope, as of each day.

    Raises
    ------
    NoData
        No exchange can be broken down on the basis.
    """
    sessions = _sessions(snapshot, start, end)
    before = snapshot.calendar.previous(sessions[0])
    of = window(financing(snapshot, before, sessions[-1]), sessions[0], sessions[-1])
    totals = exchange_totals(snapshot, sessions, before)
    bases = {
        total.place: chosen(
            total,
            basis,
            has_repayments=bool(of.whole[total.place] and of.published[total.place]),
            has_balances=bool(of.opens[total.place] and of.closes[total.place]),
        )
        for total in totals
    }
    missing = missing_notes(of, bases, snapshot.calendar)
    if not any(bases.values()):
        raise _no_detail(of, by, basis, missing)
    found = groups(snapshot, by, of.securities, start=sessions[0], end=sessions[-1], baskets=baskets, within=within)
    picked = [bases[total.place] for total in totals]
    notes = (*basis_notes(totals, picked, basis), *missing, *found.notes)
    return Broken(of, found, nets(of, found, bases), totals, bases, notes)


def summed(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``NETS`` by group: groups in order of their net, then funds, unclassified and outside. Money still in 厘."""
    amounts = ("net", "bought", "repaid", "start_balance", "end_balance")
    sums = rows.group_by("part", "group").agg(
        pl.col(*amounts).sum(),
        pl.col(*amounts).null_count().name.suffix("_lacking"),
        pl.len(),
        pl.col("security_id").n_unique().cast(pl.Int64).alias("securities"),
        pl.col("basis").min(),
        pl.col("basis").max().alias("_other"),
        pl.col("basis").null_count().alias("basis_lacking"),
    )

    def some(name: str) -> pl.Expr:
        return pl.when(pl.col(f"{name}_lacking") < pl.col("len")).then(name).alias(name)

    def every(name: str) -> pl.Expr:
        return pl.when(pl.col(f"{name}_lacking") == 0).then(name).alias(name)

    mixed = pl.col("basis") != pl.col("_other")
    grouped = sums.select(
        "part",
        "group",
        some("net"),
        some("bought"),
        pl.when(pl.col("_other") == REPAYMENTS, ~mixed).then("repaid").alias("repaid"),
        every("start_balance"),
        every("end_balance"),
        "securities",
        pl.when(mixed).then(pl.lit("mixed")).otherwise("basis").alias("basis"),
        pl.when(pl.col("basis_lacking") > 0).then(pl.lit("incomplete")).otherwise(pl.lit("ok")).alias("quality"),
    )
    absolute = pl.col("net").abs()
    order = pl.col("part").replace_strict({part: place for place, part in enumerate(_PARTS)}, return_dtype=pl.Int8)
    return (
        grouped.with_columns(share_of_absolute=pl.when(absolute.sum() > 0).then(absolute / absolute.sum()))
        .with_columns(_order=order)
        .sort("_order", "net", "group", descending=[False, True, False], nulls_last=True)
        .drop("_order")
    )


def _sessions(snapshot: MarketSnapshot, start: date, end: date) -> tuple[date, ...]:
    if start > end:
        raise UsageError(reason=f"the window {start}..{end} ends before it starts", reason_zh=f"区间 {start} 至 {end} 首尾颠倒")
    sessions = snapshot.calendar.between(start, min(end, snapshot.as_of.as_of))
    if not sessions:
        raise NoData(what="session", what_zh="交易日", where=f"{start}..{end}", nearest=snapshot.calendar.on_or_before(start))
    return sessions


def _no_detail(of: Window, by: str, basis: str, missing: tuple[Note, ...]) -> NoData:
    first, last = of.book.sessions[of.low], of.book.sessions[of.high]
    needs = {
        "repayments": ("按买入减偿还需要区间内每日的完整明细及偿还额。",
                       "Buys minus repayments need whole detail, with repayments, on every session."),
        "balance": ("按余额之差需要区间前一日与末日的完整明细。", "Balances need whole detail before the window and on its last session."),
    }  # fmt: skip
    asked = [needs[basis]] if basis in needs else list(needs.values())
    hints = [(" ".join(part[place] for part in asked), " ".join(note.text("zh" if place == 0 else "en") for note in missing))
             for place in (0, 1)]  # fmt: skip
    whole = [day for day, row in zip(of.book.sessions, of.book.whole, strict=True) if row[:2].any()]
    return NoData(
        what=f"net financing by {by}",
        what_zh=f"分组（{by}）融资净买入",
        where=f"{first}..{last}",
        where_zh=f" {first} 至 {last} ",
        nearest=max(whole) if whole else "no session with whole detail",
        nearest_zh=max(whole) if whole else "没有任何一日的完整明细",
        hint_zh=" ".join((*hints[0], NoData.hint_zh)),
        hint=" ".join((*hints[1], NoData.hint_en)),
    )


def _lone_notes(totals: tuple[ExchangeTotal, ...], bases: Mapping[int, Basis | None], asked: str) -> tuple[Note, ...]:
    lone = [total for total in totals if bases[total.place] is None]
    if not lone:
        return ()
    zh, en = "、".join(t.exchange.label_zh for t in lone), ", ".join(t.exchange.name for t in lone)
    if any(alone(total, asked)["net"] is None for total in lone):
        return (
            Note(f"{zh}的净买入按此口径无从得知，合计不给出。", f"The net financing of {en} is not known on this basis; there is no sum."),
        )  # fmt: skip
    return (
        Note(f"{zh}的净买入无法拆到各组，整体列为一行。", f"The net financing of {en} cannot be broken down and stands on a line of its own."),
    )  # fmt: skip


def _remainder_note(rows: pl.DataFrame) -> tuple[Note, ...]:
    apart = rows.filter(pl.col("part") == "exchange_total", pl.col("basis") == "balance", pl.col("difference").fill_null(0) != 0)
    if apart.is_empty():
        return ()
    return (
        Note("明细不含已调出标的的剩余余额，汇总含之：与余额之差口径的差额由此而来，不分摊到各组。",
             "The detail leaves out what is still owed on securities taken off the list, the totals have it: hence the difference from "
             "the balances. It is not spread over the groups."),
    )  # fmt: skip


def _of_exchanges(snapshot: MarketSnapshot, sessions: tuple[date, ...], basis: str) -> Result:
    """By exchange the totals answer alone; no detail is needed."""
    totals = exchange_totals(snapshot, sessions, snapshot.calendar.previous(sessions[0]))
    picked = [chosen(total, basis) for total in totals]
    if not any(picked):
        nearest = snapshot.table("market_totals")["trade_date"].max()
        raise NoData(what="totals of the exchanges", what_zh="交易所汇总", where=f"{sessions[0]}..{sessions[-1]}",
                     where_zh=f" {sessions[0]} 至 {sessions[-1]} ", nearest=nearest or "-")  # fmt: skip
    rows = of_exchanges(totals, picked)
    sources = tuple(sorted({name for total in totals for name in total.sources}))
    return _result(snapshot, rows, "exchange", sessions, sources, basis_notes(totals, picked, basis))


def _result(
    snapshot: MarketSnapshot,
    rows: pl.DataFrame,
    by: str,
    sessions: tuple[date, ...],
    sources: tuple[str, ...],
    notes: tuple[Note, ...],
) -> Result:
    rows = rows.rename(COLUMNS)
    cells = {name: pl.lit(None, pl.Int64) for name in ("difference",) if name not in rows.columns}
    cells |= {name: pl.lit(None, pl.String) for name in ("name",) if name not in rows.columns}
    rows = rows.with_columns(**cells)
    rows = rows.with_columns(
        *(money(rows[name]).alias(name) for name in (*MONEY_COLUMNS, "difference")),
        window_start=pl.lit(sessions[0]),
        window_end=pl.lit(sessions[-1]),
        grouping=pl.lit(by),
    )
    return Result(rows.select(FLOWS), "元", snapshot.as_of.as_of, snapshot.as_of.known_at, sources).warn(
        *notes, *origin_notes(sources)
    )
