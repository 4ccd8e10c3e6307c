"""What each exchange's own totals say that was net financed, on both bases, and which of them is believed.

Buys minus repayments is what a flow is. SZSE and BSE publish no repayments: a vendor computes them, and for the BSE they contradict
the balances. The difference of balances is then the better witness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, TypeAlias

import polars as pl

from liangrong.analytics.totals import BSE_START
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note
from liangrong.core.securities import Exchange
from liangrong.core.units import Unit, display
from liangrong.market.snapshot import MarketSnapshot

__all__ = [
    "BALANCE",
    "BASES",
    "MAX_GAP_SHARE",
    "REPAYMENTS",
    "Basis",
    "ExchangeTotal",
    "basis_notes",
    "chosen",
    "exchange_totals",
]

Basis: TypeAlias = Literal["repayments", "balance"]
REPAYMENTS: Final = "repayments"
BALANCE: Final = "balance"
BASES: Final = ("auto", REPAYMENTS, BALANCE)

MAX_GAP_SHARE: Final = 0.001
"""Buys minus repayments and the difference of balances may be a thousandth of the buys apart. Over the years 2020 to 2025 they are 0.01 to
0.07 % apart for the SSE (securities that leave the list), 0.1 to 2.3 % for the SZSE, of whose days some are bad, and 37 to 165 % for the BSE."""

THOUSAND: Final = 1000
"""厘 in a yuan."""


@dataclass(frozen=True, slots=True)
class ExchangeTotal:
    """One exchange over a window, money in 厘.

    Parameters
    ----------
    place
        Its place in ``list(Exchange)``.
    bought, repaid
        Sums over the window; ``None`` when a session of it lacks the figure.
    start_balance, end_balance
        At the close of the session before the window and of its last one.
    computed
        Whether the repayments are somebody's computation, not published by the exchange.
    sources
        Where the figures come from.
    """

    exchange: Exchange
    place: int
    bought: int | None
    repaid: int | None
    start_balance: int | None
    end_balance: int | None
    computed: bool
    sources: tuple[str, ...]

    @property
    def by_repayments(self) -> int | None:
        """Buys minus repayments."""
        return None if self.bought is None or self.repaid is None else self.bought - self.repaid

    @property
    def by_balance(self) -> int | None:
        """The difference of the balances."""
        return None if self.start_balance is None or self.end_balance is None else self.end_balance - self.start_balance

    @property
    def gap_share(self) -> float | None:
        """How far the two are apart, over the buys; ``None`` where one of them is not known."""
        if self.by_repayments is None or self.by_balance is None or not self.bought:
            return None
        return abs(self.by_repayments - self.by_balance) / self.bought

    @property
    def trusts_repayments(self) -> bool:
        """Whether repayments are there and do not contradict the balances."""
        return self.by_repayments is not None and (self.gap_share is None or self.gap_share <= MAX_GAP_SHARE)

    def net(self, basis: Basis) -> int | None:
        """What the totals say on one basis."""
        return self.by_repayments if basis == REPAYMENTS else self.by_balance


def exchange_totals(snapshot: MarketSnapshot, sessions: Sequence[date], before: date | None) -> tuple[ExchangeTotal, ...]:
    """The exchanges that take part in the window, from ``market_totals``.

    Parameters
    ----------
    sessions
        All sessions of the window.
    before
        The session before it; ``None`` where the calendar has none.

    Examples
    --------
    >>> days = [date(2026, 1, 29), date(2026, 1, 30)]
    >>> rows = {"exchange": ["SSE"] * 2, "trade_date": days, "financing_balance": [900, 1000], "financing_buy_amount": [50, 120]}
    >>> market = MarketSnapshot.of({"market_totals": pl.DataFrame(rows)}, days[1])
    >>> [(t.exchange.name, t.by_balance) for t in exchange_totals(market, days[1:], days[0])]
    [('SSE', 100000), ('SZSE', None), ('BSE', None)]
    """
    rows = snapshot.table("market_totals", start=before or sessions[0], end=sessions[-1])
    by_exchange = rows.partition_by("exchange", as_dict=True)
    taking_part = [exchange for exchange in Exchange if exchange is not Exchange.BSE or sessions[-1] >= BSE_START]
    return tuple(_total(by_exchange.get((exchange.name,), rows.clear()), exchange, sessions, before) for exchange in taking_part)


def _total(own: pl.DataFrame, exchange: Exchange, sessions: Sequence[date], before: date | None) -> ExchangeTotal:
    days = own["trade_date"].to_list()
    place = {day: at for at, day in enumerate(days)}
    begun = [day for day in sessions if exchange is not Exchange.BSE or day >= BSE_START]
    inside = [place[day] for day in begun if day in place]

    def summed(name: str) -> int | None:
        cells = own[name].to_physical().gather(inside)
        return int(cells.sum()) if len(inside) == len(begun) and not cells.null_count() else None

    def balance(day: date | None) -> int | None:
        if exchange is Exchange.BSE and day is not None and day < BSE_START:
            return 0
        cell = own["financing_balance"].to_physical()[place[day]] if day in place else None
        return None if cell is None else int(cell)

    return ExchangeTotal(
        exchange,
        list(Exchange).index(exchange),
        summed("financing_buy_amount"),
        summed("financing_repay_amount"),
        balance(before),
        balance(sessions[-1]),
        bool(own["derived"].gather(inside).list.contains("financing_repay_amount").any()),
        tuple(own["source"].unique().sort()),
    )


def chosen(total: ExchangeTotal, asked: str, *, has_repayments: bool = True, has_balances: bool = True) -> Basis | None:
    """The basis that answers for an exchange; ``None`` where neither can.

    Parameters
    ----------
    asked
        ``auto``, ``repayments`` or ``balance``.
    has_repayments, has_balances
        Whether the figures that are to be broken down by it are there.
    """
    if asked not in BASES:
        raise UnknownName(kind="basis", kind_zh="口径", name=asked, known=", ".join(BASES))
    if asked == REPAYMENTS:
        return "repayments" if has_repayments and total.by_repayments is not None else None
    if asked == BALANCE:
        return "balance" if has_balances and total.by_balance is not None else None
    if has_repayments and total.trusts_repayments:
        return "repayments"
    return "balance" if has_balances and total.by_balance is not None else None


def basis_notes(totals: Sequence[ExchangeTotal], picked: Sequence[Basis | None], asked: str) -> tuple[Note, ...]:
    """Which basis answers for each exchange, and why."""
    reasons = [_reason(total, basis, asked) for total, basis in zip(totals, picked, strict=True)]
    zh, en = "；".join(r.zh for r in reasons), "; ".join(r.en for r in reasons)
    return (Note(f"口径：{zh}。", f"Basis: {en}."),)


def _reason(total: ExchangeTotal, basis: Basis | None, asked: str) -> Note:
    used = {
        REPAYMENTS: Note("买入减偿还", "buys minus repayments"),
        BALANCE: Note("余额之差", "difference of balances"),
        None: Note("不能拆分", "cannot be broken down"),
    }[basis]
    if total.by_repayments is None:
        why = Note("偿还额未公布", "repayments unpublished")
    elif total.computed:
        why = Note("偿还额由供应商推算", "repayments computed by the vendor")
    else:
        why = Note("偿还额已公布", "repayments as published")
    parts = [why, *_gap(total)]
    if basis == BALANCE and asked == "auto" and total.trusts_repayments:
        parts.append(Note("但明细缺偿还额", "but the detail lacks them"))
    zh, en = "，".join(part.zh for part in parts), ", ".join(part.en for part in parts)
    return Note(f"{total.exchange.label_zh}{used.zh}（{zh}）", f"{total.exchange.name}: {used.en} ({en})")


def _gap(total: ExchangeTotal) -> tuple[Note, ...]:
    """How far the two bases are apart."""
    if total.gap_share is None or total.by_repayments is None or total.by_balance is None:
        return ()
    apart = abs(total.by_repayments - total.by_balance) / THOUSAND
    if not apart:
        return (Note("与余额之差一致", "which the balances confirm"),)
    share = f"{total.gap_share:.2%}"
    verdict = Note("", "") if total.trusts_repayments else Note("，两者矛盾", ": they contradict each other")
    return (
        Note(f"与余额之差相差 {display(apart, Unit.YUAN)}，为买入额的 {share}{verdict.zh}",
             f"{display(apart, Unit.YUAN, 'en')} from the difference of balances, {share} of the buys{verdict.en}"),
    )  # fmt: skip
