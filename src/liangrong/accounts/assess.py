"""What an account is worth under the rules of a day: 维持担保比例, 保证金可用余额, debt, leverage, line.

Formulas: SSE implementing rules (2019) Art. 40 (available margin) and Art. 42 (maintenance ratio). Nothing is rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.errors import InvalidAccount

__all__ = ["Assessment", "Zone", "assess", "mark_of"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)

Zone: TypeAlias = Literal["no_debt", "withdrawable", "normal", "warning", "call", "immediate"]
"""Between which lines the maintenance ratio lies on its own, without the history that ``lines`` keeps. ``withdrawable``:
above the withdrawal line; ``call``: below the call line."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """The account in numbers. Money in 元, exact; ratios as pure numbers.

    Parameters
    ----------
    assets
        ``A``: cash, all securities at market value, other collateral.
    debt
        ``D``: financed principal, short market value, unpaid charges.
    equity
        ``A − D``; negative when the client owes more than there is.
    maintenance_ratio
        维持担保比例 ``A / D``; ``None`` without debt.
    available_margin
        保证金可用余额; may be negative.
    collateral_value, financed_value
        Market value of free collateral and of the shares of financing contracts.
    financing_debt, short_debt, accrued_charges
        The parts of ``debt``.
    margin_used
        Margin that open contracts hold: ``Σ F·m + Σ B·n``.
    financing_multiple
        Money financed per yuan of margin that holds it, ``Σ F / Σ F·m``: the ``1/m`` of the open contracts (2 at 50 %,
        1.25 at 80 %, 1 at 100 %); ``None`` without financing.
    exposure
        Long market value (cash products included) plus short market value.
    exposure_leverage
        ``exposure / equity``; ``None`` where equity is not positive.
    zone
        Between which lines it lies.
    shortfall
        Cash that would lift it to the cure target: ``t·D − A``; zero when it is not below the call line.
    largest_security, largest_share
        The security with the greatest market value, and its share of ``assets``.
    """

    on: date
    assets: Decimal
    debt: Decimal
    equity: Decimal
    maintenance_ratio: Decimal | None
    available_margin: Decimal
    cash: Decimal
    collateral_value: Decimal
    financed_value: Decimal
    other_collateral: Decimal
    financing_debt: Decimal
    short_debt: Decimal
    accrued_charges: Decimal
    short_proceeds: Decimal
    margin_used: Decimal
    financing_multiple: Decimal | None
    exposure: Decimal
    exposure_leverage: Decimal | None
    zone: Zone
    shortfall: Decimal
    largest_security: str
    largest_share: Decimal | None


def assess(account: CreditAccount, marks: Marks, terms: Terms) -> Assessment:
    """Value an account.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.

    Examples
    --------
    >>> from liangrong.accounts.state import FinancingContract, Holding
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 2)
    >>> account = CreditAccount(cash=D(150000), collateral=(Holding("A", D(5000)),),
    ...     financing=(FinancingContract("1", "B", day, D(20000), D(200000), D("0.8")),))
    >>> marks = {"A": Mark(D(20), D("0.7")), "B": Mark(D(8), D("0.65"))}
    >>> found = assess(account, marks, agreed_terms(Rulebook.load().at(day)))
    >>> f"{found.available_margin:.2f} {found.maintenance_ratio:.4f}"
    '20000.00 2.0500'
    """
    margin = account.cash
    collateral_value = counted = financed_value = _ZERO
    by_security: dict[str, Decimal] = {}
    for holding in account.collateral:
        mark = mark_of(holding.security, marks)
        value = holding.quantity * mark.price
        collateral_value += value
        counted += value if mark.fair_price is None else holding.quantity * mark.fair_price
        margin += value * mark.conversion_ratio
        by_security[holding.security] = by_security.get(holding.security, _ZERO) + value
    results: list[tuple[str, Decimal, Decimal]] = []
    financing_debt = margin_used = _ZERO
    for contract in account.financing:
        mark = mark_of(contract.security, marks)
        value = contract.quantity * mark.price
        financed_value += value
        counted += value if mark.fair_price is None else contract.quantity * mark.fair_price
        financing_debt += contract.principal
        margin_used += contract.principal * contract.margin_ratio
        results.append((contract.security, value - contract.principal, mark.conversion_ratio))
        by_security[contract.security] = by_security.get(contract.security, _ZERO) + value
    multiple = financing_debt / margin_used if margin_used > 0 else None
    short_debt = proceeds = _ZERO
    for short in account.shorts:
        mark = mark_of(short.security, marks)
        value = short.quantity * mark.price
        short_debt += value
        proceeds += short.proceeds
        margin_used += value * short.margin_ratio
        results.append((short.security, short.proceeds - value, mark.conversion_ratio))
    charges = account.accrued_charges
    margin = margin + _profits(results, terms) - proceeds - margin_used - charges
    other = account.other_collateral if terms.other_collateral_admitted else _ZERO
    assets = account.cash + counted + other
    debt = financing_debt + short_debt + charges
    equity = assets - debt
    ratio = assets / debt if debt > 0 else None
    zone = _zone(ratio, terms)
    exposure = collateral_value + financed_value + short_debt
    largest = max(by_security, key=by_security.__getitem__, default="")
    return Assessment(
        on=terms.on,
        assets=assets,
        debt=debt,
        equity=equity,
        maintenance_ratio=ratio,
        available_margin=margin,
        cash=account.cash,
        collateral_value=collateral_value,
        financed_value=financed_value,
        other_collateral=other,
        financing_debt=financing_debt,
        short_debt=short_debt,
        accrued_charges=charges,
        short_proceeds=proceeds,
        margin_used=margin_used,
        financing_multiple=multiple,
        exposure=exposure,
        exposure_leverage=exposure / equity if equity > 0 else None,
        zone=zone,
        shortfall=max(_ZERO, terms.cure_target * debt - assets) if zone in ("call", "immediate") else _ZERO,
        largest_security=largest,
        largest_share=by_security[largest] / assets if largest and assets > 0 else None,
    )


def mark_of(security: str, marks: Marks) -> Mark:
    """The mark of a security.

    Raises
    ------
    InvalidAccount
        There is none.
    """
    found = marks.get(security)
    if found is None:
        raise InvalidAccount(place=security, reason="no price and no conversion ratio are known for it",
                             reason_zh="没有它的价格和折算率")  # fmt: skip
    return found


def _profits(results: list[tuple[str, Decimal, Decimal]], terms: Terms) -> Decimal:
    """Floating profits after conversion and floating losses in full (F-3a), netted as the terms say (F-3e)."""
    if terms.netting == "per_security":
        netted: dict[str, tuple[Decimal, Decimal]] = {}
        for security, result, ratio in results:
            netted[security] = (netted.get(security, (_ZERO, ratio))[0] + result, ratio)
        results = [(security, result, ratio) for security, (result, ratio) in netted.items()]
    return sum((result * (ratio if result >= 0 else _ONE) for _, result, ratio in results), _ZERO)


def _zone(ratio: Decimal | None, terms: Terms) -> Zone:
    if ratio is None:
        return "no_debt"
    if ratio > terms.withdrawal_line:
        return "withdrawable"
    if ratio < terms.immediate_line:
        return "immediate"
    if ratio < terms.call_line:
        return "call"
    return "warning" if ratio < terms.warning_line else "normal"
