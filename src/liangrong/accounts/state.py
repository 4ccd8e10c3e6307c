"""What an account holds and owes. Frozen: an event makes a new one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from liangrong.accounts.marks import Marks
from liangrong.accounts.terms import Terms, agreed_terms
from liangrong.rules.parameters import Investor
from liangrong.rules.rulebook import Rulebook

__all__ = ["AccountState", "Contract", "CreditAccount", "FinancingContract", "Holding", "Line", "MarginCall", "ShortContract"]

_ZERO: Final = Decimal(0)

Line: TypeAlias = Literal["normal", "warned", "called", "cured", "forced", "closed"]
"""Where the account stands: above all lines; below the warning line; called; back above the target after a call;
being sold; sold out or without debt after a forced sale."""


@dataclass(frozen=True, slots=True)
class Holding:
    """Collateral of one security (可充抵保证金证券), free of any financing contract.

    Parameters
    ----------
    quantity
        Shares or units.
    bought, bought_on
        How many of them were bought on which day: not for sale until the next session (T+1).
    """

    security: str
    quantity: Decimal
    bought: Decimal = _ZERO
    bought_on: date | None = None

    def sellable(self, on: date) -> Decimal:
        """What may be sold on a day."""
        return self.quantity - self.bought if self.bought_on == on else self.quantity


@dataclass(frozen=True, slots=True)
class FinancingContract:
    """An open margin purchase (融资合约): the shares it bought and the money still owed for them.

    Parameters
    ----------
    quantity
        Shares still tied to it; they are not collateral (F-3c).
    principal
        ``F``: financed amount outstanding, 元.
    margin_ratio
        The 融资保证金比例 that governs it.
    rate
        Interest per year.
    due_on
        Last day of its term; ``None`` where unknown.
    rolled_on
        Days on which it was rolled over (展期).
    accrued
        Interest accrued and not yet debited, unrounded 元; ``accrued_to`` is the last day counted.
    """

    contract_id: str
    security: str
    opened_on: date
    quantity: Decimal
    principal: Decimal
    margin_ratio: Decimal
    rate: Decimal = _ZERO
    due_on: date | None = None
    rolled_on: tuple[date, ...] = ()
    accrued: Decimal = _ZERO
    accrued_to: date | None = None

    def counted(self, interest: Decimal, through: date) -> FinancingContract:
        """Return it with more interest accrued, through a day; every open contract is, every session, so in one step."""
        return FinancingContract(
            self.contract_id, self.security, self.opened_on, self.quantity, self.principal, self.margin_ratio, self.rate,
            self.due_on, self.rolled_on, self.accrued + interest, through,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ShortContract:
    """An open short sale (融券合约): the shares owed and what their sale brought.

    Parameters
    ----------
    quantity
        Shares owed and not yet returned.
    proceeds
        ``S``: their sale value, 元; the money lies in the account's cash.
    margin_ratio
        The 融券保证金比例 that governs it.
    rate
        Lending fee per year.
    """

    contract_id: str
    security: str
    opened_on: date
    quantity: Decimal
    proceeds: Decimal
    margin_ratio: Decimal
    rate: Decimal = _ZERO
    due_on: date | None = None
    rolled_on: tuple[date, ...] = ()
    accrued: Decimal = _ZERO
    accrued_to: date | None = None

    def counted(self, interest: Decimal, through: date) -> ShortContract:
        """Return it with more of the fee accrued, through a day."""
        return ShortContract(
            self.contract_id, self.security, self.opened_on, self.quantity, self.proceeds, self.margin_ratio, self.rate,
            self.due_on, self.rolled_on, self.accrued + interest, through,
        )  # fmt: skip


Contract: TypeAlias = FinancingContract | ShortContract


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """A credit account (信用账户).

    Parameters
    ----------
    cash
        ``C``: all cash, 元, with the proceeds of short sales inside.
    charges
        Interest and fees due and not debited, apart from what contracts accrue, 元.
    other_collateral
        ``O``: other collateral that the broker accepts, 元 (since the 2019 rules).
    credit_line
        授信额度, 元; ``None``: not limited.
    overdue, overdue_to
        The part of ``charges`` that was debited and not paid, 元, and the last day on which its penalty was counted.
    """

    account_id: str = ""
    investor: Investor = "general"
    cash: Decimal = _ZERO
    collateral: tuple[Holding, ...] = ()
    financing: tuple[FinancingContract, ...] = ()
    shorts: tuple[ShortContract, ...] = ()
    charges: Decimal = _ZERO
    other_collateral: Decimal = _ZERO
    credit_line: Decimal | None = None
    overdue: Decimal = _ZERO
    overdue_to: date | None = None

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """All open contracts, financing first."""
        return (*self.financing, *self.shorts)

    @property
    def accrued_charges(self) -> Decimal:
        """``X``: all unpaid interest and fees, unrounded 元."""
        return self.charges + sum((contract.accrued for contract in self.contracts), _ZERO)

    @property
    def short_proceeds(self) -> Decimal:
        """``Σ S``: the part of the cash that came from short sales still open."""
        return sum((contract.proceeds for contract in self.shorts), _ZERO)

    @property
    def own_cash(self) -> Decimal:
        """Cash without the proceeds of open short sales, 元; negative where those were spent as the rules allow."""
        return self.cash - self.short_proceeds

    @property
    def credit_used(self) -> Decimal:
        """What open contracts take of the credit line, 元: financed principal and short sales at their sale value."""
        return sum((contract.principal for contract in self.financing), self.short_proceeds)

    @property
    def has_debt(self) -> bool:
        """Whether anything is owed."""
        return bool(self.financing or self.shorts or self.charges > 0)


@dataclass(frozen=True, slots=True)
class MarginCall:
    """A call that is open.

    Parameters
    ----------
    breached_on
        Session at whose clearing (or during which) the line was broken.
    deadline
        Session by whose close the target must be reached.
    liquidate_from
        First session of forced sales.
    target
        Maintenance ratio that cures it.
    immediate
        It broke the immediate line: no time to cure.
    """

    breached_on: date
    deadline: date
    liquidate_from: date
    target: Decimal
    immediate: bool = False


@dataclass(frozen=True)
class AccountState:
    """All that the next event can depend on.

    Parameters
    ----------
    on
        The day of the last event.
    marks
        The market as the account sees it.
    rulebook
        The law, with the broker's pack already amended in.
    line, call
        Where the account stands, and the open call if there is one.
    """

    on: date
    account: CreditAccount
    marks: Marks
    rulebook: Rulebook = field(repr=False)
    line: Line = "normal"
    call: MarginCall | None = None
    serial: int = field(default=0)
    """Number of contracts opened so far; names new ones."""

    @property
    def terms(self) -> Terms:
        """What broker and client agreed on, and the law, on the day of the state."""
        return agreed_terms(self.rulebook.at(self.on), self.account.investor)
