"""Replay the ledger of an account: what each event did, and where the account stood after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import polars as pl

from liangrong.accounts.assess import assess
from liangrong.accounts.events import EVENTS, Event
from liangrong.accounts.fen import to_fen
from liangrong.accounts.ledger.fold import replay
from liangrong.accounts.transitions import Transition
from liangrong.core.errors import NoData
from liangrong.core.results import Result
from liangrong.services.accounts.assessments import HEADING, MONEY, collected, heading
from liangrong.services.accounts.files import AccountsRequest, OpenedAccount, opened

__all__ = ["replayed"]

_NAMES: Final = {kind: name for name, kind in EVENTS.items()}
_SHOWN: Final = ("cash", "collateral_value", "financed_value", "assets", "debt", "equity", "available_margin")


def replayed(request: AccountsRequest) -> Result:
    """Let the ledger of every account of a file happen, event by event.

    Returns
    -------
    Result
        One row per event: what it was, cash moved from and to the client, what costs and charges it took, and the assessment
        after it. ``line`` is the state of the account against its lines; ``note`` what the owner should know.

    Raises
    ------
    EventRefused
        An event cannot happen; the sentence names it, its day and the rule.
    NoData
        No account of the file has a ledger.
    UnrecognisedInput, InvalidAccount, RuleNotInForce, UnknownName, LooseningOverlay
        As ``files.opened``.
    """
    accounts = opened(request)
    if not any(account.entry.events for account in accounts):
        raise NoData(what="ledger", what_zh="事件流水", where=f"{request.file}", nearest="events: [...]",
                     hint="Write the events under 'events', or rows of kind 'event'; see docs/how-to/read-your-account.md.",
                     hint_zh="请在文件的 events 中写明事件；格式见 docs/how-to/read-your-account.zh.md。")  # fmt: skip
    rows = [row for account in accounts for row in _rows(account)]
    schema = {
        **HEADING, "event": pl.String, "security": pl.String, "quantity": pl.Float64, "price": pl.Decimal(38, 4), "paid_in": MONEY,
        "costs": MONEY, **dict.fromkeys(_SHOWN, MONEY), "maintenance_ratio": pl.Float64, "account_line": pl.String,
        "note_zh": pl.String, "note_en": pl.String,
    }  # fmt: skip
    return replace(collected(rows, schema, accounts), as_of=max(row["date"] for row in rows))


def _rows(account: OpenedAccount) -> Iterator[dict[str, Any]]:
    events = account.entry.events
    for event, done in zip(events, replay(account.state, events), strict=True):
        yield {**heading(account), "date": done.state.on, **_event_row(event), **_after(done)}


def _event_row(event: Event) -> dict[str, Any]:
    quantity = getattr(event, "quantity", None)
    return {
        "event": _NAMES[type(event)],
        "security": getattr(event, "security", None),
        "quantity": None if quantity is None else float(quantity),
        "price": getattr(event, "price", None),
    }


def _after(done: Transition) -> dict[str, Any]:
    found = assess(done.state.account, done.state.marks, done.state.terms)
    cash = [move for move in done.movements if move.item == "cash"]
    return {
        "paid_in": to_fen(sum((move.amount for move in cash if move.cause == "outside"), Decimal(0))),
        "costs": to_fen(-sum((move.amount for move in cash if move.cause in ("costs", "interest")), Decimal(0))),
        **{name: to_fen(getattr(found, name)) for name in _SHOWN},
        "maintenance_ratio": None if found.maintenance_ratio is None else float(found.maintenance_ratio),
        "account_line": done.state.line,
        "note_zh": "；".join(note.zh for note in done.notes) or None,
        "note_en": "; ".join(note.en for note in done.notes) or None,
    }
