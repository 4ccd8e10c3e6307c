"""Why an account may do no more: the limits of ``capacity``, each with the tree that leads to its amount."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from liangrong.accounts.assess import mark_of
from liangrong.accounts.explanation.formulas import Formulas, given
from liangrong.accounts.explanation.tree import Explanation, ValueUnit, combined
from liangrong.accounts.limits.capacity import Capacity, OrderAsked, capacity
from liangrong.accounts.limits.concentration import Room, rooms
from liangrong.accounts.limits.margin_ratios import NewContractRatio
from liangrong.accounts.limits.withdrawal import Limit
from liangrong.accounts.marks import Marks
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.results import Note
from liangrong.core.units import Unit

__all__ = ["explain_capacity"]

_LABELS = {
    "financing_buy": Note("可融资买入", "largest margin purchase"),
    "short_sell": Note("可融券卖出", "largest short sale"),
    "collateral_buy": Note("可用自有资金买入", "largest purchase with own cash"),
    "withdrawal": Note("可提取", "largest withdrawal"),
}


def explain_capacity(
    account: CreditAccount,
    order: OrderAsked,
    *,
    marks: Marks,
    terms: Terms,
    inventory: Decimal | None = None,
    named: Collection[str] = (),
) -> Explanation:
    """Explain the largest order of a kind: the least of its limits, in 元 (in shares for a withdrawal of securities).

    Asked as ``capacity`` and with its errors; the value is the amount before flooring to whole lots.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.explanation.explain import as_text
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> account, terms = CreditAccount(cash=Decimal(900)), agreed_terms(Rulebook.load().at(date(2025, 6, 30)))
    >>> print(as_text(explain_capacity(account, OrderAsked("withdrawal"), marks={}, terms=terms), "en"))
    largest withdrawal = 900.00 yuan  own cash, without the proceeds of open short sales
    └─ ≤ own cash, without the proceeds of open short sales = 900.00 yuan  [上交所融资融券交易实施细则（2019）第十七条：融券卖出所得价款的用途]
       └─ ≥ 0: own cash = 900.00 yuan
          ├─ cash C = 900.00 yuan
          └─ − proceeds of short sales Σ S = 0.00 yuan
    """
    found = capacity(account, order, marks=marks, terms=terms, inventory=inventory, named=named)
    trees = _Limits(Formulas(account, marks, terms), found, inventory, named)
    limits = [trees.of(limit) for limit in found.limits if limit.name != "order_size"]
    note = found.binding_rule
    if found.max_quantity is not None:
        zh, en = f"按申报单位取整为 {found.max_quantity:,f} 股", f"{found.max_quantity:,f} shares in whole orders"
        note = Note(f"{note.zh}；{zh}", f"{note.en}; {en}")
    return combined("least", _LABELS[order.kind], limits, unit="shares" if found.unit is Unit.SHARE else "yuan", note=note)


@dataclass(frozen=True)
class _Limits:
    """The limits of one order, each as a tree."""

    formulas: Formulas
    found: Capacity
    inventory: Decimal | None
    named: Collection[str]

    def of(self, limit: Limit) -> Explanation:
        """The tree of a limit, under its own rule and citation."""
        build = {
            "available_margin": self._margin,
            "credit_line": self._credit_line,
            "own_cash": self._own_cash,
            "cash": self._cash,
            "inventory": self._inventory,
            "concentration": self._concentration,
            "withdrawal_line": self._withdrawal_line,
        }.get(limit.name)
        unit: ValueUnit = "shares" if self.found.unit is Unit.SHARE else "yuan"
        tree = given(limit.rule, limit.amount) if build is None else build()
        return replace(tree, label=limit.rule, citation=limit.citation, confidence="H", unit=unit)

    def _margin(self) -> Explanation:
        kind, margin = self.found.order.kind, self.formulas.available_margin()
        assert margin.value is not None, "the available margin is always defined"
        room = combined("not_negative", Note("保证金可用余额", "available margin"), (margin,))
        if margin.value < 0 or (kind == "withdrawal" and not self.found.order.security):
            return room
        if self.found.ratio is not None:
            return combined("quotient", _LABELS[kind], (margin, _ratio(self.found.ratio, self.formulas)))
        converted = combined("product", Note("每股折算后价值", "one share after conversion"), (self._price(), self._conversion()))
        if kind == "withdrawal":
            return combined("quotient", _LABELS[kind], (room, converted))
        own, asked = Note("每股减少的保证金", "margin that one share takes"), self._asked_price()
        shares = combined(
            "quotient", Note("股数", "shares"), (margin, combined("difference", own, (asked, converted))), unit="shares"
        )
        return combined("product", _LABELS[kind], (shares, asked))

    def _credit_line(self) -> Explanation:
        line = given(Note("授信额度", "credit line"), self.formulas.account.credit_line)
        used = (self.formulas.financing_debt(), self.formulas.proceeds())
        return _not_negative(combined("difference", Note("未使用额度", "unused line"), (line, *used)))

    def _own_cash(self) -> Explanation:
        parts = (self.formulas.cash(), self.formulas.proceeds())
        return _not_negative(combined("difference", Note("自有现金", "own cash"), parts))

    def _cash(self) -> Explanation:
        return _not_negative(self.formulas.cash())

    def _inventory(self) -> Explanation:
        shares = given(Note("可出借券源", "shares to lend"), self.inventory, "shares")
        return combined("product", _LABELS["short_sell"], (shares, self._asked_price()))

    def _concentration(self) -> Explanation:
        account, marks, terms = self.formulas.account, self.formulas.marks, self.formulas.terms
        order = self.found.order
        financed = order.kind == "financing_buy"
        least = min(
            rooms(account, order.security, marks, terms, financed=financed, named=self.named), key=lambda room: room.amount
        )
        tree = self._room(least)
        if self.found.price == marks[order.security].price:
            return tree
        scaled = combined("product", Note("按委托价计", "at the price of the order"), (tree, self._asked_price()))
        return combined("quotient", _LABELS[order.kind], (scaled, self._price()))

    def _room(self, room: Room) -> Explanation:
        ruling = self.formulas.terms.rules.ruling("concentration_tiers")
        cap = Explanation(
            label=Note("集中度上限", "cap"), value=room.cap, unit="percent", operation="parameter",
            citation=ruling.citation, confidence=ruling.confidence,
        )  # fmt: skip
        most = combined("product", Note("上限金额", "most that may be held"), (cap, self.formulas.assets()))
        held = combined("sum", Note("已持有市值", "held already"), self.formulas.values_of(room.members))
        left = _not_negative(combined("difference", Note("尚可持有", "left to hold"), (most, held)))
        if not room.financed:
            return left
        one = given(Note("全部", "the whole"), Decimal(1), "percent")
        rest = combined(
            "difference", Note("每融资买入一元占用的上限", "room that one financed yuan takes"), (one, cap), unit="times"
        )
        return combined("quotient", Note("尚可融资买入", "left to buy on financing"), (left, rest))

    def _withdrawal_line(self) -> Explanation:
        formulas, terms = self.formulas, self.formulas.terms
        line = formulas.parameter("withdrawal_line", Note("提取线", "withdrawal line"), terms.withdrawal_line, "percent")
        kept = combined("product", Note("须保留的资产", "assets to keep"), (line, formulas.debt()))
        left = _not_negative(combined("difference", Note("可减少的资产", "assets that may leave"), (formulas.assets(), kept)))
        if self.found.unit is not Unit.SHARE or not left.value:
            return left
        return combined("quotient", _LABELS["withdrawal"], (left, formulas.price(self.found.order.security, counted=True)))

    def _price(self) -> Explanation:
        return self.formulas.price(self.found.order.security)

    def _asked_price(self) -> Explanation:
        return given(Note("委托价格", "price of the order"), self.found.price, "yuan_per_share")

    def _conversion(self) -> Explanation:
        security = self.found.order.security
        return self.formulas.conversion_ratio(security, mark_of(security, self.formulas.marks))


def _not_negative(tree: Explanation) -> Explanation:
    return combined("not_negative", tree.label, (tree,))


def _ratio(ratio: NewContractRatio, formulas: Formulas) -> Explanation:
    """The ratio of the new contract: one rule of the book, or the broker's constant less the conversion ratio."""
    ruling = ratio.binding.ruling
    label = {
        "financing": Note("融资保证金比例", "financing margin ratio"),
        "short": Note("融券保证金比例", "short margin ratio"),
    }[ratio.side]
    leaf = Explanation(
        label=label, value=ratio.value, unit="percent", operation="parameter", symbol="m" if ratio.side == "financing" else "n",
        citation=ruling.citation, confidence=ruling.confidence, note=ratio.reason,
    )  # fmt: skip
    if ruling.parameter != f"{ratio.side}_margin_constant":
        return leaf
    assert isinstance(ruling.value, Decimal | int), "the constant is a number"
    constant = replace(leaf, label=Note("公式常数", "constant of the formula"), value=Decimal(ruling.value), symbol="", note=None)
    conversion = formulas.conversion_ratio(ratio.security, mark_of(ratio.security, formulas.marks))
    return combined("difference", label, (constant, conversion), unit="percent", symbol=leaf.symbol, note=ratio.reason)
