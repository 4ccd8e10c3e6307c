"""An example told sentence by sentence: which figures are given, which are worked out, and what is known when each is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from liangrong.research.claims.article import Passage
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.keeping import kept, value_of
from liangrong.research.claims.verify.account.meaning import meant
from liangrong.research.claims.verify.account.results import readings
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Account, Value, assets_now, debts_now, given
from liangrong.research.claims.verify.account.terms import Law, terms_at
from liangrong.research.claims.verify.account.words import CHANGED, FURTHER, MEETS

__all__ = ["Result", "begun", "opens", "told"]

_BASES: Final = frozenset({Role.OWN, Role.COLLATERAL, Role.ASSETS, Role.SHORT, Role.LOAN, Role.DEBT, Role.MARGIN, Role.LIMIT})
_ACTOR: Final = re.compile(
    r"[\u4e00-\u9fff](?:先生|女士|小姐|老师|某某?)|[小老][\u4e00-\u9fff](?=[以用有的账将在投把融卖买]|，)|(?:客户|投资者|账户)[甲乙丙丁A-D]|某(?:位|名|个)?(?:私募|投资者|客户|账户|融资客)|"
    r"一[位名个](?:投资者|客户|融资客|股民)|\b(?:Mr|Ms|Mrs)\.? [A-Z]\w+|\b(?:an?|one|another|the other|a second) (?:\w+ )?(?:investor|client|trader|fund|account|borrower|customer)\b|\b(?:client|investor|account) [A-D]\b",
    re.IGNORECASE,
)
_SUPPOSE: Final = re.compile(
    r"假设|假如|例如|比如|举例|为例|设想|\b(?:suppose|assum\w+|take|consider|imagine|say|for example|for instance|picture)\b",
    re.IGNORECASE,
)
_KEEPS: Final = re.compile(
    r"现金(?:仍|继续)?(?:保留|留|不动|未动)|保留在账户|另有现金|\b(?:cash (?:stays?|remains?|is left|untouched)|keeps? [^.;]{0,30}cash|untouched)\b",
    re.IGNORECASE,
)
_ALL_IN: Final = re.compile(
    r"全仓|满仓|全部(?:用于)?买入|全部投入|\binvest(?:s|ed|ing)? (?:all|everything)|\bputs? (?:all|everything)", re.IGNORECASE
)
_CREDIT: Final = re.compile(r"融资|借|\b(?:borrow\w*|on margin|on credit|loan|financ\w+)\b", re.IGNORECASE)
_UNDECIDED: Final = re.compile(
    r"若|如果|一旦|才|将|则|[。；;]|不|未|没|距|\b(?:if|would|should|not|no|until|only|once|n't|when|unless|to)\b", re.IGNORECASE
)
_UNDER: Final = re.compile(r"跌破|低于|击穿|\b(?:below|under|lower than|less than|breach\w*)\b", re.IGNORECASE)
_OVER: Final = re.compile(r"高于|超过|高出|\b(?:above|over|higher than|more than|exceed\w*)\b", re.IGNORECASE)
_FROM: Final = re.compile(r"(?:由|从|\bfrom)\s*$", re.IGNORECASE)
_FEES: Final = re.compile(
    r"(?:含|计入|加上|包括|考虑)(?:了)?(?:利息|费用|手续费|息费)|\b(?:including|plus|with|after) (?:interest|fees|costs)\b",
    re.IGNORECASE,
)
_STIRS: Final = frozenset({Role.FALL, Role.RISE, Role.PRICE})
_AFTER_MOVES: Final = frozenset({Role.LOSS, Role.GAIN, Role.RETURN})


@dataclass(frozen=True, slots=True)
class Result:
    """A figure that is worked out, with every value that it may have.

    Parameters
    ----------
    sure
        Whether the words leave no doubt what it is and from what it follows.
    relation
        How the value stands to the figure: it is the figure, or it is said to be below or above it.
    beside
        The line that is met there.
    """

    part: Part
    role: Role
    values: tuple[Value, ...]
    sure: bool
    relation: Literal["equal", "below", "above"] = "equal"
    beside: Part | None = None


def opens(passage: Passage, parts: Sequence[Part]) -> bool:
    """Whether a sentence puts up an example: a client or a supposition, and money."""
    based = any(part.role in _BASES for part in parts)
    return based and bool(_ACTOR.search(passage.text) or _SUPPOSE.search(passage.text))


def begun(account: Account, passage: Passage, parts: Sequence[Part]) -> Account:
    """A new account where another client, or another supposition, brings its own money."""
    roles = {part.role for part in parts}
    if not roles & _BASES:
        return account
    found = _ACTOR.search(passage.text)
    actor = found[0].lower() if found else ""
    if (actor and actor != account.actor) or _SUPPOSE.search(passage.text):
        return Account(actor=actor or account.actor)
    renewed = Role.OWN in roles and account.own is not None and (Role.LOAN in roles or Role.LIMIT in roles)
    return Account(actor=account.actor) if renewed or ({Role.ASSETS, Role.DEBT} <= roles and account.own is None) else account


def told(account: Account, parts: Sequence[Part], law: Law) -> Iterator[tuple[Account, Result | None]]:
    """The account after each figure of a sentence, and what the figure must be where it is worked out.

    Parameters
    ----------
    law
        What the law of the day says of margin ratios and withdrawals.
    """
    passage = parts[0].passage
    if _KEEPS.search(passage.text):
        account = replace(account, keeps_cash=True)
    elif _ALL_IN.search(passage.text):
        account = replace(account, keeps_cash=False)
    said: list[tuple[Role, Kind]] = []
    local: list[Value] = []
    clear = not _FEES.search(passage.text)
    for place, part in enumerate(parts):
        role = meant(part, parts, place, account, said)
        value = value_of(part)
        if role is Role.UNKNOWN and (part.figure.kind is Kind.MONEY or (part.figure.kind is Kind.PERCENT and value.amount >= 1)):
            clear = False
        if role in _STIRS and [one for one, _ in said[-1:]] == [Role.FALL] and not FURTHER.search(part.before):
            clear = False
        seen = terms_at(account, role, parts, place, local, law)
        stirred = any(one in _STIRS for one, _ in said)
        seen = seen if stirred else replace(seen, also=assets_now(given(account)))
        result = None
        if _is_worked_out(role, seen, parts, place):
            values = tuple(one for one in readings(role, seen) if one.amount > 0)
            if values:
                result = Result(
                    part,
                    role,
                    values,
                    clear and not _is_new(role, part, stirred=stirred) and _is_firm(role, seen, said, stirred=stirred),
                    beside=_line_beside(role, parts, place),
                )
        elif role is Role.LINE and (side := _side(part, parts, place)) is not None:
            result = Result(part, role, (value_of(parts[place - 1]),), sure=True, relation=side)
        chosen = value
        if (
            result is not None
            and result.relation == "equal"
            and result.sure
            and not any(_near(one, value) for one in result.values)
        ):
            chosen = result.values[0]
        if role is Role.MARGIN_RATIO:
            local.append(value)
        elif role in (Role.LIMIT, Role.NEEDED):
            local.clear()
        account = kept(account, role, part, chosen, value, worked_out=result is not None)
        said.append((role, part.figure.kind))
        yield account, result
    if account.loan is None and account.shares is not None and account.price is not None and _CREDIT.search(passage.text):
        yield replace(account, loan=account.shares * account.price, position=account.shares * account.price), None


def _side(part: Part, parts: Sequence[Part], place: int) -> Literal["below", "above"] | None:
    """On which side of a line the ratio just named is said to lie."""
    if not place or parts[place - 1].role is not Role.RATIO:
        return None
    words = part.before + part.figure.text
    if _UNDECIDED.search(words):
        return None
    return "below" if _UNDER.search(words) else "above" if _OVER.search(words) else None


def _line_beside(role: Role, parts: Sequence[Part], place: int) -> Part | None:
    """The line that a fall or a price is said to meet."""
    if role not in (Role.FALL, Role.PRICE, Role.FLOOR):
        return None
    return next((one for one in (*parts[place + 1 :], *parts[:place][::-1]) if one.role is Role.LINE), None)


def _is_new(role: Role, part: Part, *, stirred: bool) -> bool:
    """Whether a figure is where something comes from, or a level that is supposed, and so not worked out from what is known."""
    return bool(_FROM.search(part.before)) or (role is Role.ASSETS and not stirred and bool(CHANGED.search(part.before)))


def _is_firm(role: Role, account: Account, said: Sequence[tuple[Role, Kind]], *, stirred: bool) -> bool:
    """Whether what a figure follows from was told plainly."""
    if role is Role.LEVERAGE:
        return Role.ASSETS in {one for one, _ in said}
    if role in _AFTER_MOVES:
        known = assets_now(given(account)) or account.position or account.short or account.shares
        return stirred and bool(known)
    if role in (Role.ASSETS, Role.POSITION) and account.now and not stirred:
        return False
    if role is Role.POSITION and not account.shares:
        return account.own is not None or account.position is not None
    return True


def _is_worked_out(role: Role, account: Account, parts: Sequence[Part], place: int) -> bool:
    text = parts[place].passage.text
    near = [one.role for one in (*parts[max(0, place - 1) : place], *parts[place + 1 : place + 2])]
    match role:
        case Role.FALL | Role.PRICE:
            lined = Role.LINE in near or (Role.LINE in {one.role for one in parts[:place]} and parts[place].role is Role.FALL)
            return lined and bool(MEETS.search(text)) and bool(debts_now(account))
        case Role.ADD | Role.SELL | Role.REPAY:
            return account.line is not None
        case Role.SHORT | Role.LOAN:
            return account.shares is not None and account.price is not None
        case Role.POSITION:
            return (
                bool(account.holding)
                or (account.own is not None and account.loan is not None)
                or (account.shares is not None and account.price is not None)
            )
        case (
            Role.OWN
            | Role.COLLATERAL
            | Role.DEBT
            | Role.LINE
            | Role.RATE
            | Role.DAYS
            | Role.SHARES
            | Role.MARGIN_RATIO
            | Role.UNKNOWN
        ):
            return False
    return True


def _near(one: Value, other: Value) -> bool:
    return abs(one.amount - other.amount) <= abs(one.amount) * Fraction(Decimal("0.01"))
