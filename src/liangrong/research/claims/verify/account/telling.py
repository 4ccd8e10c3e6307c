"""An example told sentence by sentence: which figures are given, which are worked out, and what is known when each is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from liangrong.research.claims.article import Passage
from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.verify.account.keeping import kept, value_of
from liangrong.research.claims.verify.account.meaning import is_done, meant
from liangrong.research.claims.verify.account.results import readings
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Account, Value, assets_now, debts_now, given
from liangrong.research.claims.verify.account.terms import Law, terms_at
from liangrong.research.claims.verify.account.words import CHANGED, FOR_A_YEAR, FURTHER, MEETS

__all__ = ["Result", "begun", "opens", "told"]

_BROUGHT: Final = frozenset({Role.OWN, Role.COLLATERAL, Role.SHORT, Role.LOAN, Role.DEBT, Role.MARGIN})
_BASES: Final = frozenset({Role.OWN, Role.COLLATERAL, Role.ASSETS, Role.SHORT, Role.LOAN, Role.DEBT, Role.MARGIN, Role.LIMIT})
_ACTOR: Final = re.compile(
    r"[\u4e00-\u9fff](?:先生|女士|小姐|老师|阿姨|大爷|大叔|某某?)|[小老][\u4e00-\u9fff](?=[以用有的账将在投把融卖买]|，)|(?:客户|投资者|账户)[甲乙丙丁A-D]|某(?:位|名|个)?(?:私募|投资者|客户|账户|融资客)|"
    r"我(?=有|用|拿|的账)|一[位名个](?:投资者|客户|融资客|股民)|\b(?:Mr|Ms|Mrs)\.? [A-Z]\w+|\b(?:an?|one|another|the other|a second) (?:\w+ )?(?:investor|client|trader|fund|account|borrower|customer)\b|\b(?:client|investor|account) [A-D]\b",
    re.IGNORECASE,
)
_SUPPOSE: Final = re.compile(
    r"假设|假如|例如|比如|举例|为例|设想|\b(?:suppose|assum\w+|take|consider|imagine|say|for example|for instance|picture)\b",
    re.IGNORECASE,
)
_KEEPS: Final = re.compile(
    r"(?:保留|留下)[^，。]{0,4}现金|现金(?:仍|继续)?(?:保留|留|不动|未动)|保留在账户|另有现金|\b(?:cash (?:stays?|remains?|is left|untouched)|keeps? [^.;]{0,30}cash|untouched)\b",
    re.IGNORECASE,
)
_ALL_IN: Final = re.compile(
    r"全仓|满仓|全部(?:用于|用来)?买|全部投入|全额买入|\b(?:invest|put|spend)(?:s|ed|ing)? (?:all|everything|both)|\b(?:with|for|spent) (?:all|the whole|both)(?: of)? (?:it|the money|this|sums?)",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(r"融资|借|\b(?:borrow\w*|on margin|on credit|loan|financ\w+)\b", re.IGNORECASE)
_UNDECIDED: Final = re.compile(
    r"若|如果|一旦|才|将|则|[。；;]|不|未|没|距|\b(?:if|would|should|not|no|until|only|once|n't|when|unless|to)\b", re.IGNORECASE
)
_IF: Final = re.compile(r"若|如果|一旦|\b(?:if|when|once|should)\b", re.IGNORECASE)
_REPAID: Final = re.compile(r"还|\b(?:repa\w+|paid|pay\w*|remaining|left)\b", re.IGNORECASE)
_IN_TURN: Final = re.compile(r"分别|依次|前者|后者|\b(?:respectively|in turn|former|latter)\b", re.IGNORECASE)
_STEP: Final = re.compile(r"\s*(?:[降跌升涨回]|(?:back |down |up )?to\b)")
"""Between a ratio and the one that it came to."""
_FEW_YUAN: Final = 100
"""Of fewer a rule speaks: one yuan for each yuan of margin."""
_BRINGS: Final = re.compile(
    r"^[^,，;；]*(?:使|令|让|\b(?:br(?:ings?|ought)|takes?|took|leaves?|left|puts?|lowers?|cuts?|push\w*|sends?|sent)\b)",
    re.IGNORECASE,
)
_UNDER: Final = re.compile(r"跌破|低于|击穿|\b(?:below|under|lower than|less than|breach\w*)\b", re.IGNORECASE)
_OVER: Final = re.compile(r"高于|超过|高出|\b(?:above|over|higher than|more than|exceed\w*)\b", re.IGNORECASE)
_FROM: Final = re.compile(r"(?:由|从|\bfrom)\s*$", re.IGNORECASE)
_FEES: Final = re.compile(
    r"(?:含|计入|加上|包括|考虑)(?:了)?(?:利息|费用|手续费|息费)|\b(?:including|plus|with|after) (?:interest|fees|costs)\b",
    re.IGNORECASE,
)
_ONLY: Final = re.compile(r"而|只|仅|\b(?:only|just|merely|though|while)\b", re.IGNORECASE)
"""In front of the small fall that a loss came from."""
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
    if account.owes_shares and account.own is None and Role.OWN in roles and Role.SHORT not in roles:
        return account  # the margin for what is sold short
    if (actor and actor != account.actor) or (_SUPPOSE.search(passage.text) and roles & _BROUGHT) or account.is_abstract:
        return Account(actor=actor or account.actor)
    owed = [value_of(one) for one in parts if one.role is Role.DEBT]
    known = debts_now(account)
    if (
        owed
        and known
        and not account.owes_shares
        and not _REPAID.search(passage.text)
        and abs(owed[0].amount - known[0].amount) > known[0].amount / 4
    ):
        return Account(actor=account.actor)
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
    clear = not _FEES.search(passage.text) and not _is_of_several(passage, parts)
    for place, part in enumerate(parts):
        role = meant(part, parts, place, account, said)
        value = value_of(part)
        if role is Role.UNKNOWN and (part.figure.kind is Kind.MONEY or (part.figure.kind is Kind.PERCENT and value.amount >= 1)):
            clear = False
        if role in _STIRS and [one for one, _ in said[-1:]] == [Role.FALL] and not FURTHER.search(part.before):
            clear = False
        seen = terms_at(account, role, parts, place, local, law)
        stirred = any(one in _STIRS for one, _ in said) or (Role.ASSETS in {one for one, _ in said} and bool(account.now))
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
            values = (value_of(parts[place - 1]),) if parts[place - 1].role is Role.RATIO else readings(Role.RATIO, account)
            if len({one.amount < value.amount for one in values}) == 1:
                result = Result(part, role, values, sure=True, relation=side)
        chosen = value
        if (
            result is not None
            and result.relation == "equal"
            and result.sure
            and not any(_near(one, value) for one in result.values)
        ):
            chosen = result.values[0]
            clear = clear and role not in (Role.ASSETS, Role.POSITION)
        if role is Role.MARGIN_RATIO:
            local.append(value)
        elif role in (Role.LIMIT, Role.NEEDED):
            local.clear()
        account = kept(account, role, part, chosen, value, worked_out=result is not None)
        said.append((role, part.figure.kind))
        yield account, result
    if account.loan is None and account.shares is not None and account.price is not None and _CREDIT.search(passage.text):
        yield replace(account, loan=account.shares * account.price, position=account.shares * account.price), None


def _is_of_several(passage: Passage, parts: Sequence[Part]) -> bool:
    """Whether a sentence tells several accounts at once and their results in the same order."""
    owed = sum(one.role is Role.DEBT for one in parts)
    return owed > 1 and bool(_IN_TURN.search(passage.text))


def _side(part: Part, parts: Sequence[Part], place: int) -> Literal["below", "above"] | None:
    """On which side of a line the ratio just named, or that after a fall just named, is said to lie."""
    if not place or parts[place - 1].role not in (Role.RATIO, Role.FALL):
        return None
    words = part.before + part.figure.text
    supposed = parts[place - 1].role is Role.RATIO and _IF.search(part.passage.text[: part.figure.start - part.passage.start])
    if supposed or _UNDECIDED.search(words):
        return None
    return "below" if _UNDER.search(words) else "above" if _OVER.search(words) else None


def _line_beside(role: Role, parts: Sequence[Part], place: int) -> Part | None:
    """The line that a fall or a price is said to meet, and the fall that is said to bring a ratio about."""
    if role is Role.RATIO and place and parts[place - 1].role is Role.FALL and _BRINGS.search(parts[place].before):
        return parts[place - 1]
    if role not in (Role.FALL, Role.PRICE, Role.FLOOR):
        return None
    return next((one for one in (*parts[place + 1 :], *parts[:place][::-1]) if one.role is Role.LINE), None)


def _is_new(role: Role, part: Part, *, stirred: bool) -> bool:
    """Whether a figure is where something comes from, or a level that is supposed, and so not worked out from what is known."""
    if role is Role.RATIO and not stirred and CHANGED.search(part.before):
        lead = part.passage.text[: part.figure.start - part.passage.start]
        return bool(_IF.search(lead)) or bool(_STEP.match(part.before))
    return bool(_FROM.search(part.before)) or (role is Role.ASSETS and not stirred and bool(CHANGED.search(part.before)))


def _is_firm(role: Role, account: Account, said: Sequence[tuple[Role, Kind]], *, stirred: bool) -> bool:
    """Whether what a figure follows from was told plainly."""
    if role is Role.LIMIT and account.collateral is not None and account.conversion is None:
        return False
    if role is Role.LEVERAGE:
        return Role.ASSETS in {one for one, _ in said}
    if role in _AFTER_MOVES:
        known = assets_now(given(account)) or account.position or account.short or account.shares
        return (stirred or account.keeps_cash is False) and bool(known)
    if role in (Role.ASSETS, Role.POSITION) and account.now and not stirred:
        return False
    if role is Role.POSITION and not account.shares:
        return account.own is not None or account.position is not None
    return True


def _is_worked_out(role: Role, account: Account, parts: Sequence[Part], place: int) -> bool:
    text = parts[place].passage.text
    if parts[place].role in (Role.ASSETS, Role.POSITION) and parts[place].figure.hedge is Hedge.AT_LEAST:
        return False
    if parts[place].role is Role.LIMIT and parts[place].figure.base < _FEW_YUAN:
        return False
    if account.is_abstract and (parts[place].figure.kind is Kind.MONEY or (parts[place].figure.base >= 1 and not account.now)):
        return False
    near = [one.role for one in (*parts[max(0, place - 1) : place], *parts[place + 1 : place + 2])]
    match role:
        case Role.INTEREST if account.days is None:
            return bool(FOR_A_YEAR.search(parts[place].before))
        case Role.FALL if Role.LOSS in {one.role for one in parts[:place]} and Role.LINE not in near:
            return bool(account.gains) and bool(_ONLY.search(parts[place].before))
        case Role.FALL | Role.PRICE:
            lined = Role.LINE in near or (Role.LINE in {one.role for one in parts[:place]} and parts[place].role is Role.FALL)
            return lined and bool(MEETS.search(text)) and bool(debts_now(account))
        case Role.ADD | Role.SELL | Role.REPAY | Role.SETTLE:
            return account.line is not None and not is_done(parts[place])
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
