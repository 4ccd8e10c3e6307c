"""What a fault is, how a printed number is falsified, and when a fault counts as reported."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from liangrong.market.discrepancies import Discrepancy

KINDS = ("x10", "x100", "x10000", "sign", "shifted_day", "duplicated_page", "missing_page", "swapped_columns")
FACTORS = {"x10": 10, "x100": 100, "x10000": 10_000, "sign": -1}
BALANCES_AND_AMOUNTS = frozenset({
    "financing_balance", "financing_buy_amount", "financing_repay_amount", "short_balance", "margin_trading_balance", "short_sell_amount",
    "collateral_value", "collateral_cash", "collateral_securities_value", "net_buy_amount", "buy_amount", "sell_amount", "turnover",
    "holdings_cap", "float_cap", "total_cap", "etf_turnover",
})  # fmt: skip
"""Money other than prices."""

Finding = tuple[str, str, str, date | None, str, str]


@dataclass
class Fault:
    """One fault.

    ``days`` are the sessions whose figures it falsifies and the session after, because a roll-forward names the later of
    its two days; ``places`` are the securities it touches (empty: the file is one series, far faults have far days).
    """

    kind: str
    where: str
    what: str
    is_money: bool
    days: frozenset[date]
    places: frozenset[str] = frozenset()
    caught: bool = False


def finding(discrepancy: Discrepancy) -> Finding:
    """What makes a discrepancy the same discrepancy."""
    d = discrepancy
    return (d.dataset, d.check, d.place, d.trade_date, d.column, d.observed)


def reported(fault: Fault, fresh: Iterable[Finding]) -> bool:
    """Whether a finding that the clean data do not raise points at the fault's rows."""
    for _, check, place, day, _, _ in fresh:
        if day is None:
            if place[:6] in {own[:6] for own in fault.places}:
                return True
            if fault.kind == "duplicated_page" and check in {"repeated_rows", "contradicting_rows", "conflicting_rows"}:
                return True
        elif day in fault.days and (not fault.places or place in fault.places or "." not in place):
            return True
    return False


def number(text: str) -> Decimal | None:
    """A printed number other than zero, or ``None``."""
    try:
        value = Decimal(text.strip().replace(",", "").removesuffix("%"))
    except InvalidOperation:
        return None
    return value if value.is_finite() and value != 0 else None


def falsified(text: str, kind: str) -> str | None:
    """The text with its number scaled or its sign turned; ``None`` where it holds none."""
    value = number(text)
    if value is None:
        return None
    suffix = "%" if text.strip().endswith("%") else ""
    if kind == "sign":
        return f"{-value:f}{suffix}"
    scaled = value * FACTORS[kind]
    whole = scaled == scaled.to_integral_value() and "." not in text
    return (f"{int(scaled)}" if whole else f"{scaled:f}") + suffix


def pick(source: random.Random, items: list[str]) -> str:
    """One of the items."""
    return items[source.randrange(len(items))]
