"""What a condition on a saved account finds on sessions: the account valued at each close, under the rules of that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from liangrong.accounts.assess import assess
from liangrong.core.errors import LiangrongError, UsageError
from liangrong.core.results import Note
from liangrong.services.accounts.assessments import one_of
from liangrong.services.accounts.files import AccountsRequest, AccountText, OpenedAccount, opened
from liangrong.services.alerts.accounts import account_text
from liangrong.services.alerts.conditions import Condition
from liangrong.services.alerts.reading import Reading, compared, not_known
from liangrong.services.workspace import Workspace

__all__ = ["account_readings"]


def account_readings(workspace: Workspace, condition: Condition, sessions: Sequence[date]) -> list[Reading]:
    """A condition on a saved account, read on sessions.

    Parameters
    ----------
    condition
        On ``account:NAME``, or ``account:NAME/ID`` where the file holds several.
    sessions
        In order.

    Returns
    -------
    list of Reading
        One for each session; a session before the day of the account, or one without a price, cannot be known.
    """
    name, _, owner = condition.account.partition("/")
    try:
        text = account_text(workspace, name)
        own_day = _one(opened(AccountsRequest(text, store=workspace.store.path)), name, owner).state.on
    except LiangrongError as error:
        return [not_known(session, error) for session in sessions]
    return list(_read(workspace, condition, text, owner, own_day, sessions))


def _read(
    workspace: Workspace, condition: Condition, text: AccountText, owner: str, own_day: date, sessions: Sequence[date]
) -> Iterator[Reading]:
    for session in sessions:
        if session < own_day:
            yield Reading(session, None, reason=Note(f"账户是 {own_day} 的，{session} 在其前",
                                                     f"the account is of {own_day}, after {session}"))  # fmt: skip
            continue
        try:
            account = _one(opened(AccountsRequest(text, session, store=workspace.store.path)), text.name, owner)
            yield _reading(account, condition, session)
        except LiangrongError as error:
            yield not_known(session, error)


def _one(accounts: tuple[OpenedAccount, ...], name: str, owner: str) -> OpenedAccount:
    if not owner and len(accounts) > 1:
        names = ", ".join(f"{name}/{account.name}" for account in accounts[:20])
        raise UsageError(reason=f"'{name}' holds {len(accounts)} accounts; name one of: {names}.",
                         reason_zh=f"“{name}”中有 {len(accounts)} 个账户，请指明一个：{names}。")  # fmt: skip
    return one_of(accounts, owner or None)


def _reading(account: OpenedAccount, condition: Condition, session: date) -> Reading:
    terms = account.state.terms
    value: Any = getattr(assess(account.state.account, account.state.marks, terms), condition.measure)
    if condition.test == "is":
        holds = value == condition.threshold
        return Reading(session, holds, not holds, word=str(value))
    if value is None:  # a ratio to nothing: without debt there is no line to reach
        return Reading(session, holds=False, over=True, reason=Note("账户没有负债或净资产，该比率不存在",
                                                                    "without debt, or equity, there is no such ratio"))  # fmt: skip
    limit = condition.limit
    return compared(condition, session, value, getattr(terms, condition.threshold) if limit is None else limit)
