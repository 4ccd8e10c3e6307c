"""How far a price may move in a day (涨跌幅限制), by board.

SSE, SZSE and BSE trading rules, the articles on price limits. The limit price is the previous close times one plus or minus
the ratio, rounded half up to the price step.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

from liangrong.accounts.limits.orders import board_key
from liangrong.accounts.terms import venue_of
from liangrong.core.errors import RuleNotInForce
from liangrong.rules.rulebook import RulesInForce

__all__ = ["daily_limit", "price_limits", "price_step"]

_STEP: Final = {"fund": Decimal("0.001")}
_CENT: Final = Decimal("0.01")


@lru_cache(maxsize=16384)
def daily_limit(security: str, rules: RulesInForce, *, risk_warned: bool = False) -> Decimal | None:
    """Return the ratio by which a price may rise or fall in a session; ``None`` where the board has no limit.

    Parameters
    ----------
    risk_warned
        Under ST or *ST; a narrower limit holds on the main boards only.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.rules.rulebook import Rulebook
    >>> daily_limit("688981.SH", Rulebook.load().at(date(2025, 6, 30)))
    Decimal('0.20')
    """
    board = board_key(security)
    key = "risk_warned" if risk_warned and board == "main" else board
    if key not in rules.book.parameter("price_limit").keys:
        return None
    try:
        return rules.number("price_limit", key=key, venue=venue_of(security))
    except RuleNotInForce:
        return None


def price_limits(
    security: str, previous_close: Decimal, rules: RulesInForce, *, risk_warned: bool = False
) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest price of a session, 元; ``None`` twice where there is no limit.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.rules.rulebook import Rulebook
    >>> price_limits("600519.SH", Decimal("1408.05"), Rulebook.load().at(date(2025, 6, 30)))
    (Decimal('1267.25'), Decimal('1548.86'))
    """
    ratio = daily_limit(security, rules, risk_warned=risk_warned)
    if ratio is None:
        return None, None
    step = price_step(security)
    low, high = (previous_close * (1 + sign * ratio) for sign in (-1, 1))
    return low.quantize(step, rounding=ROUND_HALF_UP), high.quantize(step, rounding=ROUND_HALF_UP)


def price_step(security: str) -> Decimal:
    """Return the smallest difference between two quoted prices, 元; SSE and SZSE trading rules.

    Examples
    --------
    >>> price_step("600519.SH"), price_step("510300.SH")
    (Decimal('0.01'), Decimal('0.001'))
    """
    return _STEP.get(board_key(security), _CENT)
