"""What may be taken out of an account (提取担保物), and which rule says so.

Only above the withdrawal line, up to the available margin, and never below the line afterwards. Implementing rules, the
article on withdrawing collateral. The proceeds of open short sales stay (SSE implementing rules Art. 17).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.citations import AVAILABLE_MARGIN, SHORT_PROCEEDS
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.results import Note
from liangrong.core.units import Unit, display

__all__ = ["NEGATIVE_MARGIN", "Limit", "cash_limits", "quantity_limits", "withdrawable_cash", "withdrawable_quantity"]

_ZERO: Final = Decimal(0)
_OWN_CASH: Final = Note("自有现金（不含融券卖出所得价款）", "own cash, without the proceeds of open short sales")
_HELD: Final = Note("持有的担保证券数量（当日买入的除外）", "quantity held as collateral and not bought today")
_MARGIN: Final = Note("保证金可用余额", "available margin")
NEGATIVE_MARGIN: Final = Note(
    "保证金可用余额为负：不得新开仓或提取，但不因此追加担保物",
    "the available margin is negative: no new opening and no withdrawal, but no margin call",
)
"""Why a negative available margin leaves nothing, and what it does not mean."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How much a rule leaves, in 元 or in shares as the asker says; never negative.

    Parameters
    ----------
    name
        Short and stable: ``available_margin``, ``withdrawal_line``, ``own_cash`` …
    amount
        The most that this rule allows.
    rule
        What limits.
    citation
        Document and article.
    """

    name: str
    amount: Decimal
    rule: Note
    citation: str


def withdrawable_cash(account: CreditAccount, marks: Marks, terms: Terms) -> Limit:
    """Return how much cash may be withdrawn, 元, with the rule that binds.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms = agreed_terms(Rulebook.load().at(date(2025, 6, 30)))
    >>> found = withdrawable_cash(CreditAccount(cash=Decimal(1000), charges=Decimal(300)), {}, terms)
    >>> found.amount, found.rule.en
    (Decimal('100.00'), 'the maintenance ratio must not fall below the withdrawal line of 300.00%')
    """
    return _least(cash_limits(account, marks, terms))


def withdrawable_quantity(account: CreditAccount, security: str, marks: Marks, terms: Terms) -> Limit:
    """Return how many shares of a collateral security may be moved out, unrounded, with the rule that binds.

    Raises
    ------
    InvalidAccount
        The security has no mark.
    """
    return _least(quantity_limits(account, security, marks, terms))


def cash_limits(account: CreditAccount, marks: Marks, terms: Terms) -> tuple[Limit, ...]:
    """Return every rule on withdrawing cash with what it leaves, 元."""
    found = assess(account, marks, terms)
    own = Limit("own_cash", max(_ZERO, account.own_cash), _OWN_CASH, SHORT_PROCEEDS)
    if found.maintenance_ratio is None:
        return (own,)
    rule = NEGATIVE_MARGIN if found.available_margin < 0 else _MARGIN
    return (own, Limit("available_margin", max(_ZERO, found.available_margin), rule, AVAILABLE_MARGIN), _line_limit(found, terms))


def quantity_limits(account: CreditAccount, security: str, marks: Marks, terms: Terms) -> tuple[Limit, ...]:
    """Return every rule on moving one collateral security out with what it leaves, in shares.

    A share lowers the available margin by its converted value and the assets by what the broker counts for it; where it
    counts for nothing in one of them, that rule does not limit it.
    """
    found, mark = assess(account, marks, terms), mark_of(security, marks)
    free = sum((holding.sellable(terms.on) for holding in account.collateral if holding.security == security), _ZERO)
    held = Limit("quantity_held", free, _HELD, terms.rules.ruling("withdrawal_line").citation)
    if found.maintenance_ratio is None:
        return (held,)
    limits = [held]
    if found.available_margin < 0:
        limits.append(Limit("available_margin", _ZERO, NEGATIVE_MARGIN, AVAILABLE_MARGIN))
    elif mark.price * mark.conversion_ratio > 0:
        limits.append(
            Limit("available_margin", found.available_margin / (mark.price * mark.conversion_ratio), _MARGIN, AVAILABLE_MARGIN)
        )
    counted = mark.price if mark.fair_price is None else mark.fair_price
    line = _line_limit(found, terms)
    if line.amount == 0:
        limits.append(line)
    elif counted > 0:
        limits.append(Limit(line.name, line.amount / counted, line.rule, line.citation))
    return tuple(limits)


def _line_limit(found: Assessment, terms: Terms) -> Limit:
    """The withdrawal line as an amount of assets, 元: nothing unless the ratio is above it, and not below it afterwards."""
    citation = terms.rules.ruling("withdrawal_line").citation
    shown = display(terms.withdrawal_line, Unit.RATIO)
    ratio = found.maintenance_ratio
    assert ratio is not None, "an account without debt has no line to keep"
    if ratio <= terms.withdrawal_line:
        now = display(ratio, Unit.RATIO)
        rule = Note(
            f"维持担保比例 {now} 未高于提取线 {shown}",
            f"the maintenance ratio of {now} is not above the withdrawal line of {shown}",
        )
        return Limit("withdrawal_line", _ZERO, rule, citation)
    rule = Note(
        f"提取后维持担保比例不得低于提取线 {shown}", f"the maintenance ratio must not fall below the withdrawal line of {shown}"
    )
    return Limit("withdrawal_line", found.assets - terms.withdrawal_line * found.debt, rule, citation)


def _least(limits: tuple[Limit, ...]) -> Limit:
    return min(limits, key=lambda limit: limit.amount)
