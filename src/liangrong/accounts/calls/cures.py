"""What cures a margin call: how much of each way lifts the maintenance ratio to the target, exactly.

With assets ``A``, debt ``D`` and target ``t`` the ratio ``A / D`` (SSE implementing rules (2019) Art. 42) is solved for the
amount. Bringing value in raises ``A``; paying from outside lowers ``D``; paying out of the account lowers both. Nothing is
rounded; lots, price limits and the order of sales belong to the liquidation plan.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.results import Note
from liangrong.core.units import Unit, display

__all__ = [
    "Cures",
    "WayName",
    "WayToCure",
    "cash_to_cure",
    "collateral_to_cure",
    "cures",
    "outside_repayment_to_cure",
    "sale_to_cure",
    "short_trigger_price",
    "trigger_price",
]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)

WayName: TypeAlias = Literal["cash", "collateral", "outside_repayment", "own_cash", "buy_to_cover", "sale"]

_TITLES: Final[dict[WayName, Note]] = {
    "cash": Note("存入现金", "pay in cash"),
    "collateral": Note("转入担保证券（按市值）", "move in collateral, at market value"),
    "outside_repayment": Note("以账户外资金偿还负债", "repay with money from outside"),
    "own_cash": Note("以账户内自有现金偿还融资负债", "repay financing with own cash in the account"),
    "buy_to_cover": Note("以账户内现金买券还券", "buy back the borrowed securities with cash in the account"),
    "sale": Note("卖出证券并偿还融资负债", "sell securities and repay financing"),
}


@dataclass(frozen=True, slots=True)
class WayToCure:
    """One way to lift the ratio to the target.

    Parameters
    ----------
    amount
        元: cash, market value, or debt settled (for a sale: market value sold, before costs). Zero when nothing is needed;
        ``None`` when no amount would do.
    at_most
        What the account has for it, 元; ``None`` where that depends on the client's means.
    possible
        Whether this way alone cures.
    reason
        Why it does not.
    """

    name: WayName
    title: Note
    amount: Decimal | None
    at_most: Decimal | None
    possible: bool
    reason: Note | None = None


@dataclass(frozen=True, slots=True)
class Cures:
    """Every way to cure, with the numbers they follow from.

    Parameters
    ----------
    target
        Maintenance ratio to reach.
    assets, debt
        ``A`` and ``D``, 元.
    needed
        Whether the ratio is below the target at all.
    """

    target: Decimal
    assets: Decimal
    debt: Decimal
    maintenance_ratio: Decimal | None
    needed: bool
    ways: tuple[WayToCure, ...]

    def way(self, name: WayName) -> WayToCure:
        """Return one way by name."""
        return next(way for way in self.ways if way.name == name)


def cash_to_cure(assets: Decimal, debt: Decimal, target: Decimal) -> Decimal:
    """Return the cash to pay in, 元: ``t·D − A``; zero when the target is reached already.

    Examples
    --------
    >>> cash_to_cure(Decimal(1250000), Decimal(1000000), Decimal("1.3"))
    Decimal('50000.0')
    """
    return max(_ZERO, target * debt - assets)


def collateral_to_cure(assets: Decimal, debt: Decimal, target: Decimal) -> Decimal:
    """Return the market value of securities to move in, 元.

    The same as cash: the maintenance ratio counts collateral at market value, whatever its conversion ratio.
    """
    return cash_to_cure(assets, debt, target)


def outside_repayment_to_cure(assets: Decimal, debt: Decimal, target: Decimal) -> Decimal:
    """Return the debt to repay with money from outside the account, 元: ``D − A/t``."""
    return max(_ZERO, debt - assets / target)


def sale_to_cure(assets: Decimal, debt: Decimal, target: Decimal, cost_rate: Decimal = _ZERO) -> Decimal | None:
    """Return the market value to sell so that the net proceeds, used to repay, restore the target.

    Solves ``(A − v) / (D − v·(1 − c)) = t``. Without costs it is also the debt to settle out of the account in any other
    way: with own cash, or by buying back what is owed.

    Parameters
    ----------
    cost_rate
        ``c``: commission, tax and fees as a share of the value sold.

    Returns
    -------
    Decimal or None
        ``None`` when no sale can do it: the target is not above what a sale leaves, or all that is sold would not repay all
        that is owed.

    Examples
    --------
    >>> sale_to_cure(Decimal(120000), Decimal(100000), Decimal("1.5"))
    Decimal('60000')
    """
    missing = target * debt - assets
    if missing <= 0:
        return _ZERO
    gain = target * (_ONE - cost_rate) - _ONE
    if gain <= 0 or assets * (_ONE - cost_rate) < debt:
        return None
    return missing / gain


def trigger_price(debt: Decimal, quantity: Decimal, line: Decimal, *, other_assets: Decimal = _ZERO) -> Decimal:
    """Return the price of a held security at which the ratio equals a line, 元 per share: ``(t·D − other) / quantity``.

    Parameters
    ----------
    debt
        All that is owed; must not depend on the price.
    other_assets
        Assets apart from this security, 元. The price is not positive when they alone hold the line.

    Examples
    --------
    >>> trigger_price(Decimal(15000), Decimal(200), Decimal("1.3"))
    Decimal('97.5')
    """
    return (line * debt - other_assets) / quantity


def short_trigger_price(assets: Decimal, quantity: Decimal, line: Decimal, *, other_debt: Decimal = _ZERO) -> Decimal:
    """Return the price of a security sold short at which the ratio equals a line, 元 per share: ``(A/t − other) / quantity``.

    Parameters
    ----------
    assets
        All that the account holds; must not depend on the price.
    other_debt
        What is owed apart from this security, 元.
    """
    return (assets / line - other_debt) / quantity


def cures(
    account: CreditAccount, marks: Marks, terms: Terms, target: Decimal | None = None, *, cost_rate: Decimal = _ZERO
) -> Cures:
    """Return each way to lift an account to a target ratio, and whether that way alone can.

    Own cash leaves out the proceeds of short sales, which only buy back or pay fees of the lending (SSE implementing rules
    Art. 17). Sales leave out what is suspended, was bought today, or counts at another value than its price.

    Parameters
    ----------
    target
        The cure target of the terms when not given.
    cost_rate
        Costs of a sale as a share of its value.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 2)
    >>> account = CreditAccount(cash=D(250000), financing=(FinancingContract("1", "B", day, D(100000), D(1000000), D("0.8")),))
    >>> terms = agreed_terms(Rulebook.load().at(date(2025, 6, 30)))
    >>> found = cures(account, {"B": Mark(D(10), D("0.65"))}, terms)
    >>> [(way.name, f"{way.amount:.2f}", way.possible) for way in found.ways]
    [('cash', '150000.00', True), ('collateral', '150000.00', True), ('outside_repayment', '107142.86', True),
     ('own_cash', '375000.00', False), ('buy_to_cover', '375000.00', False), ('sale', '375000.00', True)]
    """
    found = assess(account, marks, terms)
    goal = terms.cure_target if target is None else target
    needed = found.maintenance_ratio is not None and found.maintenance_ratio < goal
    inward: tuple[tuple[WayName, Callable[[Decimal, Decimal, Decimal], Decimal]], ...] = (
        ("cash", cash_to_cure), ("collateral", collateral_to_cure), ("outside_repayment", outside_repayment_to_cure),
    )  # fmt: skip
    ways = [
        WayToCure(name, _TITLES[name], amount(found.assets, found.debt, goal) if needed else _ZERO, None, possible=True)
        for name, amount in inward
    ]
    own = max(_ZERO, found.cash - found.short_proceeds)
    repayable = found.financing_debt + found.accrued_charges
    ways += [
        _settling("own_cash", found, goal, min(own, repayable), needed=needed),
        _settling("buy_to_cover", found, goal, min(found.cash, _coverable(account, marks)), needed=needed),
        _settling("sale", found, goal, min(_sellable(account, marks, terms), repayable / (_ONE - cost_rate)), cost_rate, needed=needed),
    ]  # fmt: skip
    return Cures(goal, found.assets, found.debt, found.maintenance_ratio, needed, tuple(ways))


def _settling(
    name: WayName, found: Assessment, target: Decimal, at_most: Decimal, cost_rate: Decimal = _ZERO, *, needed: bool
) -> WayToCure:
    """A way that pays debt out of the account's own assets."""
    amount = sale_to_cure(found.assets, found.debt, target, cost_rate) if needed else _ZERO
    possible = amount is not None and amount <= at_most
    return WayToCure(
        name, _TITLES[name], amount, at_most, possible, None if possible else _why_not(amount, at_most, found, target)
    )


def _why_not(amount: Decimal | None, at_most: Decimal, found: Assessment, target: Decimal) -> Note:
    if amount is not None and at_most <= 0:
        return Note("账户内没有可用于此的资产", "the account has nothing for it")
    if amount is not None:
        return Note(f"账户内最多可用 {at_most:,.2f} 元，需要 {amount:,.2f} 元",
                    f"the account has {at_most:,.2f} yuan for it and needs {amount:,.2f}")  # fmt: skip
    if found.equity < 0:
        return Note("负债已超过资产，以账户内资产清偿不能提高维持担保比例",
                    "more is owed than there is: settling out of the account cannot raise the ratio")  # fmt: skip
    shown = display(target, Unit.RATIO)
    return Note(f"扣除费用后，以账户内资产清偿不能把维持担保比例提高到 {shown}",
                f"after costs, settling out of the account cannot raise the ratio to {shown}")  # fmt: skip


def _coverable(account: CreditAccount, marks: Marks) -> Decimal:
    """Market value of the shares owed that can be bought back today."""
    owed = ((contract.quantity, mark_of(contract.security, marks)) for contract in account.shorts)
    return sum((quantity * mark.price for quantity, mark in owed if not mark.suspended), _ZERO)


def _sellable(account: CreditAccount, marks: Marks, terms: Terms) -> Decimal:
    """Market value of what can be sold today: not suspended, not bought today, counted at its price."""
    held = [(holding.sellable(terms.on), mark_of(holding.security, marks)) for holding in account.collateral]
    held += [(c.quantity, mark_of(c.security, marks)) for c in account.financing if c.opened_on < terms.on]
    return sum((quantity * mark.price for quantity, mark in held if not mark.suspended and mark.fair_price is None), _ZERO)
