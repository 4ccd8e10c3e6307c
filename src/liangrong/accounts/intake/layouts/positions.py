"""Items to holdings and contracts, and what they say of their securities."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Final

from liangrong.accounts.intake.entries import GivenMark
from liangrong.accounts.intake.layouts.cells import day_of
from liangrong.accounts.intake.layouts.items import Item
from liangrong.accounts.state import FinancingContract, Holding, ShortContract
from liangrong.core.results import Note
from liangrong.rules.parameters import ASSET_CLASSES

__all__ = ["Positions"]

_ZERO: Final = Decimal(0)
_NO_DAY: Final = date.min
_UNSAID: Final = GivenMark()


@dataclass(slots=True)
class Positions:
    """What an account holds and owes, gathered item by item.

    Two spellings of one security meet under its canonical code; two holdings of one security become one.
    """

    collateral: dict[str, Holding] = field(default_factory=dict)
    financing: list[FinancingContract] = field(default_factory=list)
    shorts: list[ShortContract] = field(default_factory=list)
    given: dict[str, GivenMark] = field(default_factory=dict)
    rows: dict[str, Note] = field(default_factory=dict)
    ratios_by_rule: set[str] = field(default_factory=set)
    _names: set[str] = field(default_factory=set)
    """Ids of contracts so far, also of those that could not be read."""

    def add_collateral(self, item: Item) -> None:
        """Read a holding."""
        security = item.security()
        item.need("quantity")
        holding = Holding(security, item.number("quantity", _ZERO), item.number("bought", _ZERO), item.day("bought_on", None))
        self.add_mark(security, item)
        if not item.sound:
            return
        before = self.collateral.get(security)
        if before is not None:
            holding = replace(holding, quantity=before.quantity + holding.quantity, bought=before.bought + holding.bought,
                              bought_on=holding.bought_on or before.bought_on)  # fmt: skip
        self.collateral[security] = holding
        self.rows.setdefault(security, item.row)

    def add_financing(self, item: Item) -> None:
        """Read a financing contract: its principal, or the price at which its shares were bought."""
        contract_id, security, opened_on, quantity, ratio = self._contract(item, "F")
        item.need("principal", "purchase_price")
        principal = item.number("principal", quantity * item.number("purchase_price", _ZERO))
        contract = FinancingContract(
            contract_id, security, opened_on, quantity, principal, ratio, item.ratio("rate", _ZERO), item.day("due_on", None),
            _days(item, "rolled_on"), item.number("accrued", _ZERO), item.day("accrued_to", None),
        )  # fmt: skip
        if item.sound:
            self.financing.append(contract)

    def add_short(self, item: Item) -> None:
        """Read a short contract: its proceeds, or the price at which the shares were sold."""
        contract_id, security, opened_on, quantity, ratio = self._contract(item, "S")
        item.need("proceeds", "sale_price")
        proceeds = item.number("proceeds", quantity * item.number("sale_price", _ZERO))
        contract = ShortContract(
            contract_id, security, opened_on, quantity, proceeds, ratio, item.ratio("rate", _ZERO), item.day("due_on", None),
            _days(item, "rolled_on"), item.number("accrued", _ZERO), item.day("accrued_to", None),
        )  # fmt: skip
        if item.sound:
            self.shorts.append(contract)

    def add_mark(self, security: str, item: Item) -> None:
        """Take what an item says of its security; two items may not contradict each other."""
        said = GivenMark(
            price=item.number("price", None),
            conversion_ratio=item.ratio("conversion_ratio", None),
            asset_class=item.text("asset_class"),
            previous_close=item.number("previous_close", None),
            suspended=item.flag("suspended"),
            fair_price=item.number("fair_price", None),
            industry=item.text("industry"),
        )
        if said.asset_class and said.asset_class not in ASSET_CLASSES:
            known = ", ".join(ASSET_CLASSES)
            item.bad("asset_class", f"为 {said.asset_class}；可用：{known}", f"is {said.asset_class}; known: {known}")
        before = self.given.get(security)
        if before is not None and before != said:
            said = _reconciled(before, said, item)
        if item.sound:
            self.given[security] = said

    def _contract(self, item: Item, letter: str) -> tuple[str, str, date, Decimal, Decimal]:
        security = item.security()
        item.need("opened_on")
        item.need("quantity")
        contract_id = item.text("contract_id") or self._free_name(letter)
        if contract_id in self._names:
            item.bad("contract_id", f"{contract_id} 已被另一合约使用", f"{contract_id} is taken by another contract")
        self._names.add(contract_id)
        self.rows[contract_id] = item.row
        if "margin_ratio" not in item:
            self.ratios_by_rule.add(contract_id)
        self.add_mark(security, item)
        opened_on, quantity = item.day("opened_on", _NO_DAY), item.number("quantity", _ZERO)
        return contract_id, security, opened_on, quantity, item.ratio("margin_ratio", _ZERO)

    def _free_name(self, letter: str) -> str:
        return next(name for number in count(1) if (name := f"{letter}{number}") not in self._names)


def _reconciled(before: GivenMark, said: GivenMark, item: Item) -> GivenMark:
    kept: dict[str, object] = {}
    for name in (each.name for each in fields(GivenMark)):
        old, new, unsaid = getattr(before, name), getattr(said, name), getattr(_UNSAID, name)
        if old != unsaid and new not in (unsaid, old):
            item.bad(name, f"为 {new}，而前面同一证券为 {old}", f"is {new}, but the same security has {old} before")
        kept[name] = old if new == unsaid else new
    return GivenMark(**kept)  # type: ignore[arg-type]


def _days(item: Item, name: str) -> tuple[date, ...]:
    """Dates as a list, or as one text with commas, semicolons or spaces between them; ascending."""
    content = item.tree(name)
    if content is None:
        return ()
    parts = content if isinstance(content, list) else str(content).replace(";", " ").replace(",", " ").replace("、", " ").split()
    days = []
    for part in parts:
        found = day_of(part) if isinstance(part, str) else Note("应为日期列表", "is a list of dates")
        if isinstance(found, Note):
            item.bad(name, found.zh, found.en)
        else:
            days.append(found)
    return tuple(sorted(days))
