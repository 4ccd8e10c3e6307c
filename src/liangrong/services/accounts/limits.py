"""What an account may still do, how far it is from its lines, what would cure a call, and what would be sold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, get_args

import polars as pl

from liangrong.accounts.calls.cures import cures
from liangrong.accounts.calls.liquidation import LiquidationPlan, SaleOrder, plan
from liangrong.accounts.events import ForcedSale
from liangrong.accounts.fen import to_fen
from liangrong.accounts.inverse.distance import By, Distance, distances
from liangrong.accounts.limits.capacity import Capacity, OrderAsked, OrderKind, capacity
from liangrong.accounts.marks import Mark
from liangrong.core.errors import UnknownName
from liangrong.core.results import Note, Result
from liangrong.core.securities import SecurityId
from liangrong.services.accounts.assessments import HEADING, MONEY, collected, heading
from liangrong.services.accounts.files import AccountsRequest, OpenedAccount, opened

__all__ = [
    "ANY_SECURITY",
    "CapacityRequest",
    "capacities",
    "cure_amounts",
    "distances_to_lines",
    "liquidation_plans",
    "spelled",
]

ANY_SECURITY: Final = Mark(Decimal(1), Decimal(0))
"""Stands for a security that nobody named: what an order in it may come to depends on the margin ratio alone."""

_LINES: Final = ("withdrawal", "warning", "call", "immediate")

_UNNAMED: Final = Note(
    "未指明证券的行按规定的最低保证金比例计，且假定该证券折算率为 0",
    "rows without a security take the lowest margin ratio allowed, and a conversion ratio of 0 for what is bought",
)


@dataclass(frozen=True, slots=True)
class CapacityRequest:
    """Which orders to measure.

    Parameters
    ----------
    kind
        One kind of order; ``None`` for all.
    security
        As people write it, or a label of the file; ``None``: every security of the account, and an unnamed one.
    price
        元; the account's own price when not given.
    """

    kind: OrderKind | None = None
    security: str | None = None
    price: Decimal | None = None


def capacities(request: AccountsRequest, asked: CapacityRequest) -> Result:
    """Measure the largest orders that each account may still place, with the rule that binds.

    Raises
    ------
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    UnknownName
        The security is in none of the accounts.
    """
    security = None if asked.security is None else spelled(asked.security)
    accounts = opened(request, also={security: asked.price} if security else {})
    rows = [row for account in accounts for row in _capacity_rows(account, asked, security)]
    schema = {
        **HEADING, "order": pl.String, "security": pl.String, "price": MONEY, "max_amount": MONEY, "max_quantity": pl.Int64,
        "order_amount": MONEY, "margin_ratio": pl.Float64, "binding": pl.String, "rule_zh": pl.String, "rule_en": pl.String,
        "citation": pl.String,
    }  # fmt: skip
    result = collected(rows, schema, accounts)
    return result.warn(_UNNAMED) if security is None and any(row["order"] != "withdrawal" for row in rows) else result


def spelled(text: str) -> str:
    """A code in its usual spelling; a label as it is."""
    return str(SecurityId.parse(text)) if any(character.isdigit() for character in text) else text


def _capacity_rows(account: OpenedAccount, asked: CapacityRequest, security: str | None) -> Iterator[dict[str, Any]]:
    kinds: Sequence[OrderKind] = (asked.kind,) if asked.kind else get_args(OrderKind)
    marks = {**account.state.marks, "": ANY_SECURITY}
    if security is not None and security not in marks:
        raise UnknownName(kind="security", name=security, known=", ".join(name for name in marks if name))
    for kind in kinds:
        held = [holding.security for holding in account.state.account.collateral]
        named = ("", *held) if kind == "withdrawal" else ("", *account.state.marks)
        for name in (security,) if security is not None else named:
            if not name and kind == "collateral_buy":
                continue
            price = asked.price if name else None
            found = capacity(account.state.account, OrderAsked(kind, name, price), marks=marks, terms=account.state.terms)
            yield {**heading(account), **_capacity_row(found)}


def _capacity_row(found: Capacity) -> dict[str, Any]:
    named = bool(found.order.security)
    whole = found.max_quantity is not None and named
    return {
        "order": found.order.kind,
        "security": found.order.security or None,
        "price": found.price if named else None,
        "max_amount": to_fen(found.max_amount),
        "max_quantity": int(found.max_quantity) if whole and found.max_quantity is not None else None,
        "order_amount": to_fen(found.order_amount) if whole else None,
        "margin_ratio": None if found.ratio is None else float(found.ratio.value),
        "binding": found.binding.name,
        "rule_zh": found.binding_rule.zh,
        "rule_en": found.binding_rule.en,
        "citation": found.binding.citation,
    }


def distances_to_lines(request: AccountsRequest, by: By = "market") -> Result:
    """Measure how far prices must move until each account stands at each line.

    Raises
    ------
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    rows = [
        {**heading(account), **_distance_row(found)}
        for account in accounts
        for found in distances(account.state.account, account.state.marks, account.state.terms, by=by)
    ]
    schema = {
        **HEADING, "scope": pl.String, "line": pl.String, "line_level": pl.Float64, "price_move": pl.Float64, "price": pl.Decimal(38, 4),
        "sessions": pl.Int64, "beyond": pl.Boolean, "reachable": pl.Boolean, "reason_zh": pl.String, "reason_en": pl.String,
    }  # fmt: skip
    return collected(rows, schema, accounts)


def _distance_row(found: Distance) -> dict[str, Any]:
    return {
        "scope": found.scope,
        "line": f"{found.line}_line" if found.line in _LINES else found.line,
        "line_level": float(found.level) if found.line != "available_margin" else None,
        "price_move": None if found.move is None else float(found.move),
        "price": None if found.price is None else round(found.price, 4),
        "sessions": found.sessions,
        "beyond": found.beyond,
        "reachable": found.reachable,
        **_told(found.reason),
    }


def cure_amounts(request: AccountsRequest, target: Decimal | None = None) -> Result:
    """Give every way to bring each account to a maintenance ratio, with its amount.

    Parameters
    ----------
    target
        Maintenance ratio, 1.40 for 140 %; the one agreed with the broker when not given.

    Raises
    ------
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    rows = []
    for account in accounts:
        found = cures(account.state.account, account.state.marks, account.state.terms, target)
        rows += [
            {
                **heading(account),
                "target": float(found.target),
                "maintenance_ratio": None if found.maintenance_ratio is None else float(found.maintenance_ratio),
                "way": way.name,
                "title_zh": way.title.zh,
                "title_en": way.title.en,
                "amount": None if way.amount is None else to_fen(way.amount),
                "at_most": None if way.at_most is None else to_fen(way.at_most),
                "possible": way.possible,
                **_told(way.reason),
            }
            for way in found.ways
        ]
    schema = {
        **HEADING, "target": pl.Float64, "maintenance_ratio": pl.Float64, "way": pl.String, "title_zh": pl.String, "title_en": pl.String,
        "amount": MONEY, "at_most": MONEY, "possible": pl.Boolean, "reason_zh": pl.String, "reason_en": pl.String,
    }  # fmt: skip
    return collected(rows, schema, accounts)


def liquidation_plans(request: AccountsRequest, order: SaleOrder = "risk", target: Decimal | None = None) -> Result:
    """Plan what a broker would sell of each account to restore a maintenance ratio, in a named order.

    Raises
    ------
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    rows: list[dict[str, Any]] = []
    notes: list[Note] = []
    for account in accounts:
        found = plan(account.state, order=order, target=target)
        notes += found.notes
        rows += [{**heading(account), **row} for row in _plan_rows(found)]
    schema = {
        **HEADING, "step": pl.String, "security": pl.String, "contract_id": pl.String, "quantity": pl.Int64, "price": MONEY,
        "amount": MONEY, "costs": MONEY, "maintenance_ratio": pl.Float64, "unmet": MONEY,
    }  # fmt: skip
    return collected(rows, schema, accounts).warn(*dict.fromkeys(notes))


def _plan_rows(found: LiquidationPlan) -> Iterator[dict[str, Any]]:
    for step in found.steps:
        if isinstance(step, ForcedSale):
            yield {
                "step": "forced_sale", "security": step.security, "contract_id": step.contract_id, "quantity": int(step.quantity),
                "price": step.price, "amount": to_fen(step.quantity * step.price), "costs": to_fen(step.costs),
            }  # fmt: skip
        else:
            yield {"step": "cash_repay", "contract_id": step.contract_id, "amount": to_fen(step.amount)}
    ratio = found.ratio_after
    yield {"step": "after", "maintenance_ratio": None if ratio is None else float(ratio), "unmet": to_fen(found.unmet)}


def _told(reason: Note | None) -> dict[str, str | None]:
    return {"reason_zh": reason.zh if reason else None, "reason_en": reason.en if reason else None}
