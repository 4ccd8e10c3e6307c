"""What a figure means beside its neighbours and in its account, where the words next to it leave a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Account, assets_now, debts_now
from liangrong.research.claims.verify.account.words import DAYS_AHEAD, MARGIN_RATIOS, MEETS

__all__ = ["meant"]

_ON_CREDIT: Final = re.compile(r"\bon (?:margin|credit)\b|with borrowed|融资买入", re.IGNORECASE)
_ONCE_MORE: Final = re.compile(r"(?:再|又|\banother|\ba further)\s*$", re.IGNORECASE)
_MARGIN_WORDS: Final = re.compile(
    r"保证金|融资|信用账户|最低比例|margin|financ|borrow|loan|credit account|exchange minimum|requirement", re.IGNORECASE
)
_AT: Final = re.compile(r"(?:按照?|在|由|从|为|至|到|以|\b(?:at|from|to|under|of|is)(?: the| an?)?)\s*$", re.IGNORECASE)
_JOINED: Final = re.compile(
    r"^[\s,，、]*(?:or|and|to|或者?|即|和|与|(?:降|升|增|减|缩)(?:至|到|为)|变为|只剩|而不是|instead of|rather than|against|versus)?\s*$",
    re.IGNORECASE,
)
_SHRINKS: Final = re.compile(
    r"(?:降|跌|缩水?|减少?|回落)[至到]\D{0,4}$|\b(?:fall|fell|drop|shrink|declin\w+|sink)s? (?:to|below)\D{0,10}$", re.IGNORECASE
)
_AT_WORST: Final = re.compile(r"最[多大]|至多|\b(?:the most|at most|maximum|no more than)\b", re.IGNORECASE)
_FULL: Final = re.compile(r"足额|全额|满额|顶格|\b(?:full|maximum|all of it)\b", re.IGNORECASE)
_RATES: Final = Fraction(1, 5)


def meant(part: Part, parts: Sequence[Part], place: int, account: Account, said: Sequence[tuple[Role, Kind]]) -> Role:
    """The role of a figure once its neighbours and the account are known."""
    role, figure, text = part.role, part.figure, part.passage.text
    amount = Fraction(figure.base)
    if role is Role.LOAN and _FULL.search(part.before):
        return Role.LIMIT
    if role is Role.ADD and not debts_now(account) and account.line is None:
        return Role.OWN
    if role is Role.POSITION and [one.role for one in parts[place + 1 : place + 2]] == [Role.CONVERSION]:
        return Role.COLLATERAL
    if role in (Role.ASSETS, Role.POSITION) and debts_now(account) and _is_floor(part, parts, account):
        return Role.FLOOR
    if role is Role.LOSS and account.own is not None and amount == account.own.amount and _AT_WORST.search(part.before):
        return Role.WORST
    if (
        role is Role.OWN
        and debts_now(account)
        and assets_now(account)
        and re.search(r"转入|存入|\b(?:deposit|add|put)", part.before)
    ):
        return Role.ADD
    if role is Role.REPAY or (role is Role.OWN and re.search(r"划出|用$", part.before)):
        return Role.REPAY
    if role is Role.INTEREST and account.rate is None and account.move is not None:
        return Role.LOSS
    if role is Role.POSITION and account.own is None and account.loan is None and _ON_CREDIT.search(text):
        return Role.LOAN
    if role is Role.GAP and account.move is not None and account.limits[1:] == () and account.needs[1:] == ():
        return Role.LOSS
    if role is Role.CUT and account.limits[1:] == () and account.needs[1:] == ():
        return Role.FALL
    if role is Role.FALL and (account.limits[1:] or account.needs[1:]) and not assets_now(account):
        return Role.CUT
    if role is Role.RETURN and figure.kind is Kind.PERCENT and amount > 5:
        return Role.UNKNOWN
    if role is not Role.UNKNOWN:
        return role
    if said and said[-1][1] is figure.kind and _JOINED.match(part.before):
        last = said[-1][0]
        if last is Role.DAILY and DAYS_AHEAD.match(part.after) and parts[place + 1 : place + 2]:
            return Role.INTEREST
        if last not in (Role.UNKNOWN, Role.MARGIN_RATIO) and figure.kind is Kind.MONEY:
            return last
    if figure.kind is Kind.PERCENT:
        if said and said[-1][0] is Role.FLOOR and amount < 1:
            return Role.FALL
        if account.move is not None and amount < 1 and _ONCE_MORE.search(part.before):
            return Role.FALL if account.move.falls else Role.RISE
        if account.rate is not None and amount < _RATES and _AT.search(part.before):
            return Role.RATE
        if MARGIN_RATIOS[0] <= amount <= MARGIN_RATIOS[1] and _AT.search(part.before) and _MARGIN_WORDS.search(text):
            return Role.MARGIN_RATIO
        of_ratio = re.search(r"比例|\bratio\b", part.before) or (said and said[-1][0] is Role.RATIO)
        if amount >= 1 and debts_now(account) and of_ratio and _AT.search(part.before) and "保证金" not in text:
            return Role.RATIO
    return Role.UNKNOWN


def _is_floor(part: Part, parts: Sequence[Part], account: Account) -> bool:
    """Whether assets are said to shrink until a line is met."""
    lined = any(one.role is Role.LINE for one in parts) or (account.line is not None and "平仓" in part.after)
    return (
        lined
        and bool(_SHRINKS.search(part.before))
        and bool(MEETS.search(part.passage.text))
        and Role.RATIO not in {one.role for one in parts}
    )
