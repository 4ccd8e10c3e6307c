"""An account as xtquant (QMT) shows it, and an account from what xtquant answers. xtquant itself is not needed.

Money and ratios are floats here because xtquant's are; nothing is computed with them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from liangrong.accounts.assess import Assessment
from liangrong.accounts.fen import to_fen
from liangrong.accounts.intake.entries import AccountEntry
from liangrong.accounts.intake.layouts import Document, read_accounts
from liangrong.accounts.intake.layouts.documents import Tree
from liangrong.accounts.state import CreditAccount

__all__ = ["account_entry", "credit_detail"]

_ZERO: Final = Decimal(0)


def credit_detail(found: Assessment, account: CreditAccount, *, withdrawable: Decimal | None = None) -> dict[str, Any]:
    """Return an assessed account under the fields of ``XtCreditDetail``.

    Money in 元, rounded to the fen; ``m_dPerAssurescaleValue`` is a ratio (1.5 is 150 %), ``None`` without debt. The parts add up:
    ``m_dTotalDebt`` is ``m_dFinDebt + m_dSloDebt + m_dOtherFare``, and ``m_dFinDebt`` is principal (``m_dFinDealAvl``) and interest
    (``m_dFinFee``). Left out is what an account does not know: quotas by side (one credit line serves both), stock value apart from
    fund value, status and update time.

    Parameters
    ----------
    withdrawable
        Cash that may be taken out (``withdrawal.withdrawable_cash``); without it ``m_dFetchBalance`` is left out.

    Examples
    --------
    >>> from liangrong.accounts.assess import assess
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 30)
    >>> account = CreditAccount(cash=D(100000), financing=(FinancingContract("1", "K", day, D(12500), D(125000), D("0.8")),))
    >>> found = assess(account, {"K": Mark(D("8.50"), D("0.65"))}, agreed_terms(Rulebook.load().at(day)))
    >>> detail = credit_detail(found, account)
    >>> detail["m_dPerAssurescaleValue"], detail["m_dEnableBailBalance"], detail["m_dAssureAsset"]
    (1.65, -18750.0, 81250.0)
    """
    financing_fee = sum((contract.accrued for contract in account.financing), _ZERO)
    short_fee = sum((contract.accrued for contract in account.shorts), _ZERO)
    left = max(_ZERO, min(account.cash, account.short_proceeds))
    money = {
        "m_dBalance": found.assets,
        "m_dAvailable": max(_ZERO, account.own_cash),
        "m_dMarketValue": found.collateral_value + found.financed_value,
        "m_dTotalDebt": found.debt,
        "m_dEnableBailBalance": found.available_margin,
        "m_dAssureAsset": found.equity,
        "m_dFinDebt": found.financing_debt + financing_fee,
        "m_dFinDealAvl": found.financing_debt,
        "m_dFinFee": financing_fee,
        "m_dSloDebt": found.short_debt + short_fee,
        "m_dSloMarketValue": found.short_debt,
        "m_dSloFee": short_fee,
        "m_dOtherFare": account.charges,
        "m_dSloSellBalance": account.short_proceeds,
        "m_dUsedSloSellBalance": account.short_proceeds - left,
        "m_dSurplusSloSellBalance": left,
    }
    if withdrawable is not None:
        money["m_dFetchBalance"] = withdrawable
    ratio = found.maintenance_ratio
    return {
        "account_id": account.account_id,
        "m_dPerAssurescaleValue": None if ratio is None else float(ratio),
        **{name: float(to_fen(amount)) for name, amount in money.items()},
    }


def account_entry(
    detail: object, positions: Iterable[object], compacts: Iterable[object], assures: Iterable[object] = (), *, on: date
) -> AccountEntry:
    """Return the account that xtquant's answers describe.

    Cash is ``m_dBalance − m_dMarketValue``. Shares of open financing compacts are no collateral. Margin ratios, which xtquant does
    not say, are those of the rulebook (``accounts.completion``); prices and conversion ratios that are missing stay open.

    Parameters
    ----------
    detail, positions, compacts, assures
        ``XtCreditDetail``, ``XtPosition``, ``StkCompacts`` and ``CreditAssure``: xtquant's objects, or mappings with their fields.
    on
        The day of the answers.

    Raises
    ------
    InvalidAccount
        A field cannot be read.
    """
    tree: Tree = {
        "as_of": on.isoformat(),
        "credit_detail": _plain(detail),
        "positions": [_plain(row) for row in positions],
        "compacts": [_plain(row) for row in compacts],
        "assures": [_plain(row) for row in assures],
    }
    (entry,) = read_accounts(Document("xtquant", tree))
    return entry


def _plain(row: object) -> dict[str, Tree]:
    """The fields of an object or a mapping as text."""
    fields = row if isinstance(row, Mapping) else {name: getattr(row, name) for name in dir(row) if not name.startswith("_")}
    return {str(name): _text(value) for name, value in fields.items() if isinstance(value, str | int | float | Decimal | None)}


def _text(value: str | float | Decimal | None) -> str | None:
    return None if value is None else f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)
