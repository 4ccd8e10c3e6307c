"""How much of one security, or of one group, an account may still buy (持仓集中度).

The CSRC has asked brokers for such caps since 2015 and left the numbers to them. A cap holds for a tier of the maintenance ratio,
which is read before the order; the share in the assets is measured as it would be after the order is filled. Prices that carry a
holding above its cap afterwards force nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.events import CollateralBuy, FinancingBuy
from liangrong.accounts.ledger.refusals import refused, yuan
from liangrong.accounts.limits.orders import board_key
from liangrong.accounts.limits.withdrawal import Limit
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import AccountState, CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.results import Note
from liangrong.core.units import Unit, display

__all__ = ["Room", "check_concentration", "concentration", "concentration_room", "rooms", "tiers_in_force"]

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


@dataclass(frozen=True, slots=True)
class Room:
    """What one cap leaves.

    Parameters
    ----------
    tier
        The row of ``concentration_tiers`` that holds.
    members
        The securities that it measures together.
    value, assets
        Their market value in the account, and its assets before the order, 元.
    financed
        Whether the purchase is a margin purchase.
    """

    tier: Mapping[str, Any]
    members: frozenset[str]
    value: Decimal
    assets: Decimal
    financed: bool

    @property
    def cap(self) -> Decimal:
        """The largest share."""
        return Decimal(self.tier["cap"])

    @property
    def amount(self) -> Decimal:
        """For how many yuan may be bought: up to ``cap · A``, or ``cap · (A + x)`` where the purchase ``x`` is financed."""
        room = max(_ZERO, self.cap * self.assets - self.value)
        return room / (_ONE - self.cap) if self.financed else room


def rooms(
    account: CreditAccount, security: str, marks: Marks, terms: Terms, *, financed: bool, named: Collection[str] = ()
) -> tuple[Room, ...]:
    """Return what every cap in force leaves for a purchase; a cap of the whole account limits no financed one."""
    if not terms.concentration_tiers:
        return ()
    found = assess(account, marks, terms)
    result = []
    for tier in tiers_in_force(security, found, terms, named=named):
        members = _members(tier, security, account)
        room = Room(tier, members, _value(account, members, marks), found.assets, financed)
        if not financed or room.cap < 1:
            result.append(room)
    return tuple(result)


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
    open_rooms = rooms(account, security, marks, terms, financed=financed, named=named)
    if not open_rooms:
        return None
    least = min(open_rooms, key=lambda room: room.amount)
    rule = _rule(least, assess(account, marks, terms))
    return Limit("concentration", least.amount, rule, terms.rules.ruling("concentration_tiers").citation)


def check_concentration(state: AccountState, event: FinancingBuy | CollateralBuy) -> None:
    """Refuse a purchase that would lift a security, or its group, above a cap.

    Raises
    ------
    EventRefused
        It would.
    """
    financed, marks, terms = isinstance(event, FinancingBuy), state.marks, state.terms
    room = concentration_room(state.account, event.security, marks, terms, financed=financed)
    added = event.quantity * mark_of(event.security, marks).price
    if room is not None and added > room.amount:
        raise refused(event, f"it would add {yuan(added)} yuan of {event.security}, and {yuan(room.amount)} may still be bought: {room.rule.en}",
                      f"将增加 {event.security} 市值 {yuan(added)} 元，尚可买入 {yuan(room.amount)} 元：{room.rule.zh}",
                      citation=room.citation)  # fmt: skip


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


def _members(tier: Mapping[str, Any], security: str, account: CreditAccount) -> frozenset[str]:
    if tier["group"] != "registration_boards":
        return frozenset({security})
    held = {holding.security for holding in account.collateral} | {contract.security for contract in account.financing}
    return frozenset(each for each in held if board_key(each) in _REGISTRATION_BOARDS)


def _value(account: CreditAccount, group: Collection[str], marks: Marks) -> Decimal:
    held = [(holding.security, holding.quantity) for holding in account.collateral]
    held += [(contract.security, contract.quantity) for contract in account.financing]
    return sum((quantity * mark_of(security, marks).price for security, quantity in held if security in group), _ZERO)


def _rule(room: Room, found: Assessment) -> Note:
    group, cap, ratio = _GROUPS[room.tier["group"]], display(room.cap, Unit.RATIO), found.maintenance_ratio
    if ratio is None:
        return Note(f"持仓集中度上限 {cap}（{group.zh}，无负债）", f"concentration cap of {cap} ({group.en}, without debt)")
    at = display(ratio, Unit.RATIO)
    return Note(
        f"持仓集中度上限 {cap}（{group.zh}，维持担保比例 {at}）",
        f"concentration cap of {cap} ({group.en}, at a maintenance ratio of {at})",
    )
