"""Paths and accounts written by hand for the tests of this room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal as D
from typing import Any

from liangrong.core.calendar import mainland
from liangrong.rules.rulebook import Rulebook
from liangrong.stress.strategies.paths import Limits, PricePath
from liangrong.stress.strategies.setup import Setup

BOOK = Rulebook.load()
START = date(2024, 1, 2)
STOCK = "601318.SH"


def prices(*given: float | str) -> tuple[D, ...]:
    return tuple(D(str(price)) for price in given)


def path_of(
    closes: Sequence[float | str],
    opens: Sequence[float | str] | None = None,
    *,
    traded: Sequence[bool] | None = None,
    limits: Sequence[Limits | None] | None = None,
    start: date = START,
    name: str = STOCK,
    warm_up: int = 0,
) -> PricePath:
    """One stock; where no opens are given it opens at the close before."""
    sessions = mainland().between(start, mainland().offset(mainland().on_or_after(start), len(closes) - 1))
    last = prices(*closes)
    first = (last[0], *last[:-1]) if opens is None else prices(*opens)
    return PricePath(
        sessions=sessions, opens={name: first}, closes={name: last}, traded={name: tuple(traded or [True] * len(last))},
        limits={} if limits is None else {name: tuple(limits)}, warm_up=warm_up,
    )  # fmt: skip


def setup(**more: Any) -> Setup:
    """A million, 7.2 % (so that a yuan bears 0.0002 a day at 360 days), no other wishes."""
    return Setup(**{"rulebook": BOOK, "rate": D("0.072"), "conversion_ratios": {STOCK: D("0.65")}, **more})
