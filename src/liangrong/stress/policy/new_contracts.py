"""What a contract opened under a policy may be: how much is financed, and how far prices may fall before it is called.

The account is all-in on cash: own cash is the whole margin of the largest margin purchase that the rules allow, and is then spent on
the same shares. It goes through ``accounts``, as any account does. Concentration caps are not looked at: several stocks that fall
together are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from liangrong.accounts.assess import assess
from liangrong.accounts.inverse.distance import distances
from liangrong.accounts.limits.capacity import OrderAsked, capacity
from liangrong.accounts.marks import Mark
from liangrong.accounts.state import CreditAccount, FinancingContract, Holding
from liangrong.accounts.terms import Terms

__all__ = ["NewContract", "new_contract"]

_OWN: Final = Decimal(1_000_000)
_LABEL: Final = "stock"
_WHOLE: Final = Mark(Decimal(1), Decimal(0))
"""A stock of one yuan; its conversion ratio does not matter while margin is cash, but for brokers' formulas, which it makes strictest."""


@dataclass(frozen=True, slots=True)
class NewContract:
    """The largest contract on cash, all of which is then in the same stock.

    Parameters
    ----------
    margin_ratio
        融资保证金比例 that it takes.
    financing_per_yuan
        Financed per yuan of own cash.
    exposure_leverage
        Stock held per yuan of own money.
    maintenance_ratio
        On its first day.
    fall_to_warning, fall_to_call, fall_to_immediate, fall_to_equity
        Fall of the price that brings it to each line, and to where the debt takes all; ``None`` where it lies below already.
    """

    margin_ratio: Decimal
    financing_per_yuan: Decimal
    exposure_leverage: Decimal | None
    maintenance_ratio: Decimal | None
    fall_to_warning: Decimal | None
    fall_to_call: Decimal | None
    fall_to_immediate: Decimal | None
    fall_to_equity: Decimal | None


def new_contract(terms: Terms, mark: Mark = _WHOLE) -> NewContract:
    """The largest new contract under the terms of a day.

    Parameters
    ----------
    mark
        Of the stock: its conversion ratio and its class enter brokers' formulas of the margin ratio.

    Raises
    ------
    RuleNotInForce
        Margin trading did not exist on that day.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> found = new_contract(agreed_terms(Rulebook.load().at(date(2026, 2, 2))))
    >>> f"{found.margin_ratio:.0%} {found.financing_per_yuan} {found.fall_to_call:.1%} {found.fall_to_warning:.1%}"
    '100% 1 35.0% 30.0%'
    """
    marks = {_LABEL: mark}
    room = capacity(CreditAccount(cash=_OWN), OrderAsked("financing_buy", _LABEL), marks=marks, terms=terms)
    assert room.ratio is not None, "a margin purchase has a margin ratio"
    financed = next(limit.amount for limit in room.limits if limit.name == "available_margin")
    loan = FinancingContract("1", _LABEL, terms.on, financed / mark.price, financed, room.ratio.value)
    account = CreditAccount(collateral=(Holding(_LABEL, _OWN / mark.price),), financing=(loan,))
    falls = {row.line: -row.move for row in distances(account, marks, terms) if row.move is not None and not row.beyond}
    found = assess(account, marks, terms)
    return NewContract(
        margin_ratio=room.ratio.value,
        financing_per_yuan=financed / _OWN,
        exposure_leverage=found.exposure_leverage,
        maintenance_ratio=found.maintenance_ratio,
        fall_to_warning=falls.get("warning"),
        fall_to_call=falls.get("call"),
        fall_to_immediate=falls.get("immediate"),
        fall_to_equity=falls.get("equity"),
    )
