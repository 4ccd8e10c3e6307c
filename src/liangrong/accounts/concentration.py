"""How much of one security, or of one group, an account may still buy (持仓集中度).

The CSRC has asked brokers for such caps since 2015 and left the numbers to them. A cap holds for a tier of the maintenance ratio,
which is read before the order; the share in the assets is measured as it would be after the order is filled. Prices that carry a
holding above its cap afterwards force nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.marks import Marks
from liangrong.accounts.orders import board_key
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.accounts.withdrawal import Limit
from liangrong.core.results import Note
from liangrong.core.units import Unit, display

__all__ = ["concentration", "concentration_room", "tiers_in_force"]

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
_REGISTRATION_BOARDS: Final = ("star", "chinext")
_CLIENTS: Final = {"general": "general", "private_fund": "product"}
"""Class of investor to the class of client that a row names."""

_GROUPS: Final = {
    "security": Note("单一证券", "one security"),
    "registration_boards": Note("科创板与创业板合计", "STAR and ChiNext together"),
    "named": Note("证券公司列明的风险证券", "a security that the broker lists as risky"),
}


def concentration(account: CreditAccount, group: Collection[str], marks: Marks, terms: Terms) -> Decimal | None:
    """Return the share of some securities in the assets of an account; ``None`` without assets.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import Holding
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> account = CreditAccount(cash=Decimal(600), collateral=(Holding("A", Decimal(40)),))
    >>> terms = agreed_terms(Rulebook.load().at(date(2025, 6, 30)))
    >>> concentration(account, ["A"], {"A": Mark(Decimal(10), Decimal("0.5"))}, terms)
    Decimal('0.4')
    """
    assets = assess(account, marks, terms).assets
    return _value(account, group, marks) / assets if assets > 0 else None


def concentration_room(
    account: CreditAccount, security: str, marks: Marks, terms: Terms, *, financed: bool, named: Collection[str] = ()
) -> Limit | None:
    """Return for how many yuan a security may still be bought under the caps in force; ``None`` where none limits it.

    A purchase with own cash leaves the assets as they are: ``value + x ≤ cap · A``. A financed one adds to them:
    ``value + x ≤ cap · (A + x)``.

    Parameters
    ----------
    financed
        Whether the purchase is a margin purchase (融资买入) or paid with own cash (担保品买入).
    named
        Securities that the broker lists as risky, for caps on those.

    Raises
    ------
    InvalidAccount
        A security that the account holds has no mark.
    """
    found = assess(account, marks, terms)
    rooms = [
        Limit("concentration", room, _rule(tier, found), terms.rules.ruling("concentration_tiers").citation)
        for tier in tiers_in_force(security, found, terms, named=named)
        for room in [_room(tier, _value(account, _members(tier, security, account), marks), found.assets, financed=financed)]
        if room is not None
    ]
    return min(rooms, key=lambda limit: limit.amount, default=None)


def tiers_in_force(
    security: str, found: Assessment, terms: Terms, *, named: Collection[str] = ()
) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of ``concentration_tiers`` that hold for a purchase of a security at the account's maintenance ratio."""
    return tuple(
        tier
        for tier in terms.concentration_tiers
        if tier.get("client", _CLIENTS[terms.investor]) == _CLIENTS[terms.investor]
        and _reaches(tier, security, named)
        and _holds(tier, found.maintenance_ratio)
    )


def _reaches(tier: Mapping[str, Any], security: str, named: Collection[str]) -> bool:
    match tier["group"]:
        case "registration_boards":
            return board_key(security) in _REGISTRATION_BOARDS
        case "named":
            return security in named
        case _:
            return True


def _holds(tier: Mapping[str, Any], ratio: Decimal | None) -> bool:
    """Whether a ratio lies in a tier; without debt it is infinite and lies in tiers without an end."""
    start, end = tier.get("ratio_from"), tier.get("ratio_to")
    if ratio is None:
        return end is None
    if tier.get("upper_end") == "included":
        return (start is None or ratio > start) and (end is None or ratio <= end)
    return (start is None or ratio >= start) and (end is None or ratio < end)


def _members(tier: Mapping[str, Any], security: str, account: CreditAccount) -> Collection[str]:
    if tier["group"] != "registration_boards":
        return (security,)
    held = {holding.security for holding in account.collateral} | {contract.security for contract in account.financing}
    return {each for each in held if board_key(each) in _REGISTRATION_BOARDS}


def _room(tier: Mapping[str, Any], value: Decimal, assets: Decimal, *, financed: bool) -> Decimal | None:
    cap = Decimal(tier["cap"])
    room = max(_ZERO, cap * assets - value)
    if not financed:
        return room
    return room / (_ONE - cap) if cap < 1 else None


def _value(account: CreditAccount, group: Collection[str], marks: Marks) -> Decimal:
    held = [(holding.security, holding.quantity) for holding in account.collateral]
    held += [(contract.security, contract.quantity) for contract in account.financing]
    return sum((quantity * mark_of(security, marks).price for security, quantity in held if security in group), _ZERO)


def _rule(tier: Mapping[str, Any], found: Assessment) -> Note:
    group, cap, ratio = _GROUPS[tier["group"]], display(Decimal(tier["cap"]), Unit.RATIO), found.maintenance_ratio
    zh, en = (
        ("无负债", "no debt")
        if ratio is None
        else (f"维持担保比例 {display(ratio, Unit.RATIO)}", f"a maintenance ratio of {display(ratio, Unit.RATIO)}")
    )
    return Note(f"持仓集中度上限 {cap}（{group.zh}，{zh}）", f"concentration cap of {cap} ({group.en}, at {en})")
