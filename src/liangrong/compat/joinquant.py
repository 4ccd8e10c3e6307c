"""A margin account with the verbs of JoinQuant and PTrade, played on the exact account. Neither platform is needed.

The verbs take a quantity of shares, as theirs do (``amount``), and trade at the price given or the last one known, in full or not at
all: a refusal raises, where the platforms return ``None`` and log. Commission, stamp duty and transfer fee are those of the rulebook.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.events import (
    BuyToCover,
    CashRepay,
    Clearing,
    CollateralBuy,
    CollateralSell,
    Event,
    FinancingBuy,
    MarketUpdate,
    ReturnSecurities,
    SellToRepay,
    ShortSell,
)
from liangrong.accounts.intake.layouts.cells import security_of
from liangrong.accounts.ledger.fold import apply
from liangrong.accounts.limits.costs import Side, trading_costs
from liangrong.accounts.state import AccountState
from liangrong.accounts.transitions import Transition
from liangrong.core.errors import UsageError
from liangrong.core.results import Note

__all__ = ["Amount", "MarginSession"]

Amount: TypeAlias = Decimal | int | str
"""A quantity of shares, a price or a sum of money. Not a float: 0.1 has no exact one."""


class MarginSession:
    """An account that trades by the verbs of JoinQuant and PTrade.

    Parameters
    ----------
    state
        Where it starts.

    Attributes
    ----------
    state
        Where it stands; each verb replaces it.
    transitions
        What each verb did, oldest first.

    Examples
    --------
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import CreditAccount
    >>> from liangrong.rules.rulebook import Rulebook
    >>> start = AccountState(date(2026, 1, 19), CreditAccount(cash=Decimal(1000000)),
    ...     {"600519.SH": Mark(Decimal(1400), Decimal("0.7"))}, Rulebook.load())
    >>> session = MarginSession(start)
    >>> session.margincash_open("600519.XSHG", 100)
    >>> session.cash_liability, session.sec_liability
    (Decimal('140000'), Decimal('0'))
    """

    def __init__(self, state: AccountState) -> None:
        self.state = state
        self.transitions: list[Transition] = []

    def new_day(self, on: date, prices: Mapping[str, Amount] | None = None) -> None:
        """Begin a later day, with its prices where they are known already."""
        self._do(MarketUpdate(on=on, prices=self._prices(prices or {})))

    def order(self, security: str, amount: Amount, price: Amount | None = None) -> None:
        """Buy collateral with own cash (担保品买入), or sell it (担保品卖出) where ``amount`` is negative."""
        code, quantity = self._code(security), Decimal(amount)
        at = self._price(code, price)
        if quantity >= 0:
            self._do(CollateralBuy(on=self.state.on, security=code, quantity=quantity, price=at,
                                   costs=self._costs("buy", code, quantity * at)))  # fmt: skip
        else:
            self._do(CollateralSell(on=self.state.on, security=code, quantity=-quantity, price=at,
                                    costs=self._costs("sell", code, -quantity * at)))  # fmt: skip

    def margincash_open(self, security: str, amount: Amount, price: Amount | None = None, *, rate: Amount = 0) -> None:
        """融资买入: buy with borrowed money; ``rate`` is the interest per year."""
        code, quantity = self._code(security), Decimal(amount)
        at = self._price(code, price)
        self._do(FinancingBuy(on=self.state.on, security=code, quantity=quantity, price=at, rate=Decimal(rate),
                              costs=self._costs("buy", code, quantity * at)))  # fmt: skip

    def margincash_close(self, security: str, amount: Amount, price: Amount | None = None) -> None:
        """卖券还款: sell and repay."""
        code, quantity = self._code(security), Decimal(amount)
        at = self._price(code, price)
        self._do(SellToRepay(on=self.state.on, security=code, quantity=quantity, price=at,
                             costs=self._costs("sell", code, quantity * at)))  # fmt: skip

    def margincash_direct_refund(self, value: Amount) -> None:
        """直接还款: repay with own cash, 元."""
        self._do(CashRepay(on=self.state.on, amount=Decimal(value)))

    def marginsec_open(self, security: str, amount: Amount, price: Amount | None = None, *, rate: Amount = 0) -> None:
        """融券卖出: sell borrowed shares; ``rate`` is the lending fee per year."""
        code, quantity = self._code(security), Decimal(amount)
        at = self._price(code, price)
        self._do(ShortSell(on=self.state.on, security=code, quantity=quantity, price=at, rate=Decimal(rate),
                           costs=self._costs("sell", code, quantity * at)))  # fmt: skip

    def marginsec_close(self, security: str, amount: Amount, price: Amount | None = None) -> None:
        """买券还券: buy shares and give them back."""
        code, quantity = self._code(security), Decimal(amount)
        at = self._price(code, price)
        self._do(BuyToCover(on=self.state.on, security=code, quantity=quantity, price=at,
                            costs=self._costs("buy", code, quantity * at)))  # fmt: skip

    def marginsec_direct_refund(self, security: str, amount: Amount) -> None:
        """直接还券: give back shares that are held."""
        self._do(ReturnSecurities(on=self.state.on, security=self._code(security), quantity=Decimal(amount)))

    def settle(self, prices: Mapping[str, Amount]) -> None:
        """Close the day (日终清算) at these prices: interest accrues, the lines are tested. Platforms do this by themselves."""
        self._do(Clearing(on=self.state.on, prices=self._prices(prices)))

    @property
    def assessment(self) -> Assessment:
        """Everything the account is worth now."""
        return assess(self.state.account, self.state.marks, self.state.terms)

    @property
    def total_value(self) -> Decimal:
        """总资产, 元."""
        return self.assessment.assets

    @property
    def net_value(self) -> Decimal:
        """净资产, 元."""
        return self.assessment.equity

    @property
    def total_liability(self) -> Decimal:
        """总负债, 元."""
        return self.assessment.debt

    @property
    def cash_liability(self) -> Decimal:
        """融资负债, 元, without interest."""
        return self.assessment.financing_debt

    @property
    def sec_liability(self) -> Decimal:
        """融券负债, 元 at the last price, without fees."""
        return self.assessment.short_debt

    @property
    def interest(self) -> Decimal:
        """利息总负债, 元."""
        return self.assessment.accrued_charges

    @property
    def available_margin(self) -> Decimal:
        """可用保证金, 元."""
        return self.assessment.available_margin

    @property
    def maintenance_margin_rate(self) -> Decimal | None:
        """维持担保比例 as a ratio; ``None`` without debt."""
        return self.assessment.maintenance_ratio

    def _do(self, event: Event) -> None:
        transition = apply(self.state, event)
        self.transitions.append(transition)
        self.state = transition.state

    def _price(self, code: str, price: Amount | None) -> Decimal:
        return mark_of(code, self.state.marks).price if price is None else Decimal(price)

    def _costs(self, side: Side, code: str, amount: Decimal) -> Decimal:
        asset_class = mark_of(code, self.state.marks).asset_class
        return trading_costs(side, amount, code, self.state.terms.rules, asset_class=asset_class).total

    def _prices(self, prices: Mapping[str, Amount]) -> dict[str, Decimal]:
        return {self._code(security): Decimal(price) for security, price in prices.items()}

    @staticmethod
    def _code(security: str) -> str:
        found = security_of(security)
        if isinstance(found, Note):
            raise UsageError(reason=f"The security {found.en}.", reason_zh=f"证券{found.zh}。")
        return found
