"""How much an account may still buy on financing, sell short, buy with own cash or withdraw, and which rule says so.

A new contract must fit inside the available margin (SSE implementing rules Art. 40, and the articles on the margin ratios),
inside the credit line, inside the broker's concentration caps, and the order must be one that the market takes. Costs of
trading are not counted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from typing import Final, Literal, TypeAlias

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.citations import AVAILABLE_MARGIN, CREDIT_LINE, MARKET, SHORT_PROCEEDS
from liangrong.accounts.limits.concentration import concentration_room
from liangrong.accounts.limits.margin_ratios import NewContractRatio, Side, new_contract_ratio
from liangrong.accounts.limits.orders import board_key, floor_to_lot, order_size
from liangrong.accounts.limits.tick_rule import short_price_floor
from liangrong.accounts.limits.withdrawal import NEGATIVE_MARGIN, Limit, cash_limits, quantity_limits
from liangrong.accounts.marks import Mark, Marks
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms, venue_of
from liangrong.core.errors import UsageError
from liangrong.core.results import Note
from liangrong.core.units import Unit, display

__all__ = ["Capacity", "OrderAsked", "OrderKind", "capacity"]

OrderKind: TypeAlias = Literal["financing_buy", "short_sell", "collateral_buy", "withdrawal"]

_ZERO: Final = Decimal(0)
_SIDES: Final[Mapping[OrderKind, Side]] = {"financing_buy": "financing", "short_sell": "short"}


@dataclass(frozen=True, slots=True)
class OrderAsked:
    """What is to be measured.

    Parameters
    ----------
    security
        Empty for a withdrawal of cash.
    price
        元 per share; the last price when not given.
    """

    kind: OrderKind
    security: str = ""
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Capacity:
    """The most of an order, and why not more.

    Parameters
    ----------
    price
        At which the order was measured; ``None`` for cash.
    max_amount
        元, before flooring to whole lots.
    max_quantity
        Shares, floored to what an order may name; ``None`` for cash.
    binding
        The limit that allows least.
    limits
        Every limit that applies, this one included, in ``unit``; the size of an order last.
    unit
        元, or shares for a withdrawal of securities.
    ratio
        The margin ratio that the new contract would take.
    notes
        What the order must mind besides its size.
    """

    order: OrderAsked
    price: Decimal | None
    max_amount: Decimal
    max_quantity: Decimal | None
    binding: Limit
    limits: tuple[Limit, ...]
    unit: Unit = Unit.YUAN
    ratio: NewContractRatio | None = None
    notes: tuple[Note, ...] = ()

    @property
    def binding_rule(self) -> Note:
        """What limits the order."""
        return self.binding.rule

    @property
    def order_amount(self) -> Decimal:
        """What the largest order comes to, 元: ``max_quantity`` at ``price``."""
        return self.max_amount if self.max_quantity is None or self.price is None else self.max_quantity * self.price


def capacity(
    account: CreditAccount,
    order: OrderAsked,
    *,
    marks: Marks,
    terms: Terms,
    inventory: Decimal | None = None,
    named: Collection[str] = (),
) -> Capacity:
    """Measure the largest order of a kind that the rules of the day allow.

    Parameters
    ----------
    inventory
        Shares that the broker has to lend (券源); ``None``: not known, and no limit.
    named
        Securities that the broker lists as risky, for its concentration caps.

    Raises
    ------
    InvalidAccount
        A security has no mark.
    RuleNotInForce
        Margin trading, or the board, did not exist on that day.
    UsageError
        The price is not above zero, or the shares to lend are below.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> terms = agreed_terms(Rulebook.load().at(date(2024, 7, 22)), "private_fund")
    >>> account, marks = CreditAccount(cash=Decimal(500000)), {"Q": Mark(Decimal(30), Decimal("0.7"))}
    >>> found = capacity(account, OrderAsked("short_sell", "Q"), marks=marks, terms=terms)
    >>> f"{found.max_amount:.2f} {found.max_quantity} {found.binding_rule.en}"
    '416666.67 13800 available margin ÷ short margin ratio of 120.00% (the floor of the day)'
    """
    if order.kind == "withdrawal":
        return _withdrawal(account, order, marks, terms)
    mark = mark_of(order.security, marks)
    price = mark.price if order.price is None else order.price
    _check(price, inventory)
    found = assess(account, marks, terms)
    limits = _market_limits(order, mark, price)
    ratio: NewContractRatio | None = None
    notes: tuple[Note, ...] = ()
    if order.kind == "collateral_buy":
        limits += _own_means(account, found, mark, price, terms)
    else:
        ratio = new_contract_ratio(_SIDES[order.kind], order.security, mark, terms)
        limits += (_margin(found, ratio), *_credit_line(account), *_warned(found, terms))
    if order.kind == "short_sell":
        limits += _inventory(inventory, price)
        floor = short_price_floor(order.security, mark, terms)
        limits += _below(floor, price)
        notes = () if floor is None else (floor.rule,)
    else:
        financed = order.kind == "financing_buy"
        room = concentration_room(account, order.security, marks, terms, financed=financed, named=named)
        if room is not None and mark.price > 0:
            limits += (room if price == mark.price else replace(room, amount=room.amount * price / mark.price),)
    binding = min(limits, key=lambda limit: limit.amount)
    quantity = floor_to_lot(binding.amount / price, order_size(order.security, terms.rules))
    lots = _lots(order.security, quantity * price, terms)
    return Capacity(
        order=order,
        price=price,
        max_amount=binding.amount,
        max_quantity=quantity,
        binding=lots if quantity == 0 < binding.amount else binding,
        limits=(*limits, lots),
        ratio=ratio,
        notes=notes,
    )


def _check(price: Decimal, inventory: Decimal | None) -> None:
    if price <= 0:
        raise UsageError(reason=f"An order needs a price above 0, not {price}.", reason_zh=f"委托价格应大于 0，而不是 {price}。")
    if inventory is not None and inventory < 0:
        raise UsageError(
            reason=f"The shares to lend cannot be {inventory}, below 0.", reason_zh=f"可出借券源不能为 {inventory}，应不小于 0。"
        )


def _withdrawal(account: CreditAccount, order: OrderAsked, marks: Marks, terms: Terms) -> Capacity:
    if not order.security:
        limits = cash_limits(account, marks, terms)
        binding = min(limits, key=lambda limit: limit.amount)
        return Capacity(order, None, binding.amount, None, binding, limits)
    price = mark_of(order.security, marks).price
    limits = quantity_limits(account, order.security, marks, terms)
    binding = min(limits, key=lambda limit: limit.amount)
    whole = binding.amount.to_integral_value(rounding=ROUND_FLOOR)
    return Capacity(order, price, binding.amount * price, whole, binding, limits, Unit.SHARE)


def _margin(found: Assessment, ratio: NewContractRatio) -> Limit:
    """The available margin at the ratio of the new contract."""
    if found.available_margin < 0:
        return Limit("available_margin", _ZERO, NEGATIVE_MARGIN, AVAILABLE_MARGIN)
    side_zh = {"financing": "融资", "short": "融券"}[ratio.side]
    shown = display(ratio.value, Unit.RATIO)
    rule = Note(
        f"保证金可用余额 ÷ {side_zh}保证金比例 {shown}（{ratio.reason.zh}）",
        f"available margin ÷ {ratio.side} margin ratio of {shown} ({ratio.reason.en})",
    )
    return Limit("available_margin", found.available_margin / ratio.value, rule, f"{AVAILABLE_MARGIN}；{ratio.citation}")


def _credit_line(account: CreditAccount) -> tuple[Limit, ...]:
    if account.credit_line is None:
        return ()
    unused = max(_ZERO, account.credit_line - account.credit_used)
    return (Limit("credit_line", unused, Note("未使用的授信额度", "unused credit line"), CREDIT_LINE),)


def _warned(found: Assessment, terms: Terms) -> tuple[Limit, ...]:
    """No new contract below the warning line, where the broker agreed so."""
    restricts = terms.rules.ruling("warning_restricts_trading")
    ratio = found.maintenance_ratio
    if not restricts.value or ratio is None or ratio >= terms.warning_line:
        return ()
    now, line = display(ratio, Unit.RATIO), display(terms.warning_line, Unit.RATIO)
    rule = Note(f"维持担保比例 {now} 低于警戒线 {line}，证券公司限制新开仓",
                f"the maintenance ratio of {now} is below the warning line of {line}, where the broker opens no contract")  # fmt: skip
    return (Limit("warning_line", _ZERO, rule, restricts.citation),)


def _own_means(account: CreditAccount, found: Assessment, mark: Mark, price: Decimal, terms: Terms) -> tuple[Limit, ...]:
    """Own cash; short proceeds pay for cash products only. And the available margin, where the broker wants it kept."""
    if mark.asset_class == "cash_product":
        cash = Limit(
            "cash", max(_ZERO, account.cash), Note("现金（含融券卖出所得价款）", "cash, short proceeds included"), SHORT_PROCEEDS
        )
    else:
        rule = Note("自有现金（不含融券卖出所得价款）", "own cash, without the proceeds of open short sales")
        cash = Limit("own_cash", max(_ZERO, account.own_cash), rule, SHORT_PROCEEDS)
    lost = price - mark.price * mark.conversion_ratio
    if not terms.collateral_buy_requires_nonneg_margin:
        return (cash,)
    ruling = terms.rules.ruling("collateral_buy_requires_nonneg_margin")
    if found.available_margin < 0:
        return (cash, Limit("available_margin", _ZERO, NEGATIVE_MARGIN, ruling.citation))
    if lost <= 0:
        return (cash,)
    rule = Note("买入后保证金可用余额不得为负", "the available margin must not become negative")
    return (cash, Limit("available_margin", found.available_margin / lost * price, rule, ruling.citation))


def _market_limits(order: OrderAsked, mark: Mark, price: Decimal) -> tuple[Limit, ...]:
    """Reasons for which the market takes no such order at all."""
    reasons = []
    if mark.suspended:
        reasons.append(Note("该证券停牌", "the security is suspended"))
    if order.kind == "financing_buy" and not mark.financing_open:
        reasons.append(Note("该证券当日不可融资买入", "the security is not open to margin purchases today"))
    if order.kind == "short_sell" and not mark.short_open:
        reasons.append(Note("该证券当日不可融券卖出", "the security is not open to short sales today"))
    low, high = mark.limit_down, mark.limit_up
    if (low is not None and price < low) or (high is not None and price > high):
        reasons.append(
            Note(
                f"价格 {price} 超出当日涨跌幅限制 {low} 至 {high}",
                f"{price} lies outside the day's price limits, {low} to {high}",
            )
        )
    return tuple(Limit("market", _ZERO, reason, MARKET) for reason in reasons)


def _inventory(inventory: Decimal | None, price: Decimal) -> tuple[Limit, ...]:
    if inventory is None:
        return ()
    return (Limit("inventory", inventory * price, Note("证券公司可出借券源", "what the broker has to lend"), CREDIT_LINE),)


def _below(floor: Limit | None, price: Decimal) -> tuple[Limit, ...]:
    return () if floor is None or price >= floor.amount else (replace(floor, amount=_ZERO),)


def _lots(security: str, amount: Decimal, terms: Terms) -> Limit:
    size = order_size(security, terms.rules)
    rule = Note(
        f"申报数量不低于 {size.minimum}，以 {size.step} 递增", f"an order names at least {size.minimum}, in steps of {size.step}"
    )
    ruling = terms.rules.ruling("order_size_min", key=board_key(security), venue=venue_of(security))
    return Limit("order_size", amount, rule, ruling.citation)
