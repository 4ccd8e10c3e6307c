"""The market of a book under other rules: conversion ratios below a new cap, P/E looked at, other price limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from liangrong.accounts.limits.collateral import cap_of
from liangrong.accounts.limits.margin_ratios import Side, new_contract_ratio
from liangrong.accounts.limits.price_limits import daily_limit
from liangrong.accounts.terms import Terms, agreed_terms, venue_of
from liangrong.book.lines import Fractional, Lines
from liangrong.book.marks import MarkTable
from liangrong.book.scales import BASIS_POINTS
from liangrong.core.errors import InvalidSecurity, RuleNotInForce
from liangrong.core.results import Note
from liangrong.rules.parameters import INVESTORS, Investor
from liangrong.rules.rulebook import Rulebook, RulesInForce
from liangrong.stress.policy.policies import Policy, RuleSetting

__all__ = ["Tier", "View", "view_of"]

_RISK_WARNED = "risk_warned"
_HIGH_PE = "high_pe"
_PLAIN_STOCK = "other_a_share"
_SIDES: Final[tuple[Side, ...]] = ("financing", "short")


@dataclass(frozen=True, slots=True)
class Tier:
    """A cap on one security's share of the assets, for maintenance ratios from one bound to below another; ``None``: no bound."""

    start: Decimal | None
    end: Decimal | None
    cap: Fractional


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class View:
    """A book's market and rules under a policy.

    Parameters
    ----------
    new_ratio
        融资保证金比例 of a contract opened on the day, basis points, by security number.
    changes_open
        Open financing contracts take it too.
    open_short_ratio
        融券保证金比例 that open short contracts take, basis points, by class of investor (``INVESTORS``) and security; ``None``: their own.
    closed
        By security: not open to new financing because of the policy.
    tiers
        Caps on single securities for general clients.
    terms
        For one account at a time.
    notes
        What of the policy cannot be computed, and what is assumed.
    """

    policy: Policy
    market: MarkTable
    lines: Lines
    new_ratio: NDArray[np.uint16]
    changes_open: bool
    open_short_ratio: NDArray[np.uint16] | None
    closed: NDArray[np.bool_]
    tiers: tuple[Tier, ...]
    terms: Terms
    notes: tuple[Note, ...]


def view_of(
    policy: Policy, market: MarkTable, book: Rulebook, on: date, *, static_pe: Mapping[str, Decimal] | None = None
) -> View:
    """Apply a policy to the market and the rules of a day.

    Parameters
    ----------
    book
        The rules as they are, with a broker's pack where there is one.
    static_pe
        Price over earnings of the last fiscal year by security, negative for a loss; needed where the P/E rule changes.

    Raises
    ------
    UnknownName, BadInput
        A parameter, a key or a scope does not exist, or a value is of another unit.
    RuleNotInForce
        Margin trading did not exist on that day.
    """
    before, after = book.at(on), policy.rulebook(book, on).at(on)
    changed = {book.parameter(c.parameter).name for c in policy.changes if isinstance(c, RuleSetting)}
    notes: list[Note] = []
    if "conversion_ratio_cap" in changed:
        market = _capped(market, before, after)
        notes.append(Note("上限下调时高于上限的折算率降至上限；上限上调时证券公司自定的折算率不变",
                          "a lower cap lowers the conversion ratios above it; a higher one changes none, for brokers set their own"))  # fmt: skip
    if "pe_zero_threshold" in changed:
        market, note = _by_pe(market, after, static_pe)
        notes.append(note)
    if "price_limit" in changed:
        width = [
            daily_limit(s, after, risk_warned=c == _RISK_WARNED)
            for s, c in zip(market.securities, market.asset_class, strict=True)
        ]
        market = replace(market, limit_width=np.array([np.nan if ratio is None else float(ratio) for ratio in width]))
    terms = agreed_terms(after)
    marks = market.marks()

    def ratios(side: Side, investor: Investor) -> NDArray[np.uint16]:
        found = [new_contract_ratio(side, security, marks[security], terms, investor).value for security in market.securities]
        return np.array([int(ratio * BASIS_POINTS) for ratio in found], dtype=np.uint16)

    reached = {side for side in _SIDES if policy.reach == "all" and any(name.startswith(f"{side}_margin_") for name in changed)}
    closed = np.zeros(market.size, dtype=np.bool_)
    for scope in policy.closed:
        closed |= scope.members(market)
    return View(
        policy=policy,
        market=market,
        lines=Lines.of(terms),
        new_ratio=ratios("financing", "general"),
        changes_open="financing" in reached,
        open_short_ratio=np.array([ratios("short", investor) for investor in INVESTORS]) if "short" in reached else None,
        closed=closed,
        tiers=_tiers(terms),
        terms=terms,
        notes=tuple(notes),
    )


def _capped(market: MarkTable, before: RulesInForce, after: RulesInForce) -> MarkTable:
    """Conversion ratios at most the new cap of their class, where it is lower than the old."""
    found = market.conversion_ratio.copy()
    for n, (security, name) in enumerate(zip(market.securities, market.asset_class, strict=True)):
        caps = [None if not name else cap_of(name, rules, venue_of(security)) for rules in (before, after)]
        old, new = (cap.value if cap is not None else None for cap in caps)
        if isinstance(new, Decimal) and (not isinstance(old, Decimal) or new < old):
            found[n] = min(found[n], int(new * BASIS_POINTS))
    return replace(market, conversion_ratio=found)


def _by_pe(market: MarkTable, rules: RulesInForce, static_pe: Mapping[str, Decimal] | None) -> tuple[MarkTable, Note]:
    """Conversion ratios after P/E was looked at again; those that counted for nothing because of it may count again."""
    if static_pe is None:
        return market, Note("没有各证券的静态市盈率，市盈率规则的变化未计算",
                            "the P/E of securities is not known: the change of the P/E rule is not computed")  # fmt: skip
    found = market.conversion_ratio.copy()
    known = 0
    for n, (security, name) in enumerate(zip(market.securities, market.asset_class, strict=True)):
        ratio = static_pe.get(security)
        if ratio is None:
            continue
        known += 1
        try:
            threshold = rules.number("pe_zero_threshold", venue=venue_of(security))
        except (RuleNotInForce, InvalidSecurity):
            continue
        if ratio < 0 or ratio >= threshold:
            found[n] = 0
        elif name == _HIGH_PE:
            cap = cap_of(_PLAIN_STOCK, rules, venue_of(security))
            found[n] = int(cap.value * BASIS_POINTS) if cap is not None and isinstance(cap.value, Decimal) else 0
    return replace(market, conversion_ratio=found), Note(
        f"{market.size} 只证券中 {known} 只给出市盈率；恢复折算率的按普通 A 股上限计",
        f"the P/E of {known} of {market.size} securities is given; what counts again does so at the cap of an ordinary stock",
    )


def _tiers(terms: Terms) -> tuple[Tier, ...]:
    found = []
    for row in terms.concentration_tiers:
        if row["group"] == "security" and row.get("client", "general") == "general":
            cap = Decimal(row["cap"])
            found.append(Tier(row.get("ratio_from"), row.get("ratio_to"), cap.as_integer_ratio()))
    return tuple(found)
