"""What a figure means beside its neighbours and in its account, where the words next to it leave a choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge, Kind
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part, is_capacity
from liangrong.research.claims.verify.account.state import Account, assets_now, debts_now
from liangrong.research.claims.verify.account.words import DAYS_AHEAD, MARGIN_RATIOS, MEETS

__all__ = ["ACTS", "is_done", "meant"]

_ON_CREDIT: Final = re.compile(r"\bon (?:margin|credit)\b|with borrowed|融资买入", re.IGNORECASE)
_ONCE_MORE: Final = re.compile(r"(?:再|又|\banother|\ba further)\s*$", re.IGNORECASE)
_MARGIN_WORDS: Final = re.compile(
    r"保证金|融资|信用账户|最低比例|margin|financ|borrow|loan|credit account|exchange minimum|requirement", re.IGNORECASE
)
_AT: Final = re.compile(
    r"(?:按照?|在|由|从|为|至|到|以|\b(?:at|from|to|under|of|is)(?: the| an?| exactly| about| just)?)\s*$", re.IGNORECASE
)
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
_OF_ACCOUNT: Final = re.compile(
    r"比例|\bratio\b|\b(?:stands|sits|is|comes out) at\W*$|\b(?:br(?:ings?|ought)|takes?|took|leaves?|left|puts?|lifts?|push\w*|cuts?|sinks?|sank|sunk) (?:[^.,;]{0,30} )?(?:to|at)(?: \w+)?\s*$",
    re.IGNORECASE,
)
_TOO: Final = re.compile(
    r"则?[需须要得]?(?:要|备|缴|交)?\s*$|\b(?:needs?|must|funds?|private|others?)\b[\w ]{0,12}$", re.IGNORECASE
)
_OF_DEBT: Final = re.compile(r"负债(?!表)[^。；资]*(?:本金|合计|总计|共计|总共)\D{0,3}$")
_SHRINKS_TO: Final = re.compile(r"(?:降|跌|回落)[至到]|\b(?:fall|drop|sink|reach|hit)\w*\b", re.IGNORECASE)
_ITS_ASSETS: Final = re.compile(
    r"^\W*(?:时|这时|此时|即)?\W*(?:总?资产|账户|市值|(?:the |its |his |her )?(?:assets|account|portfolio))\D{0,12}$",
    re.IGNORECASE,
)
_LIFTS: Final = re.compile(
    r"^[^。；;]{0,16}?(?:升|提高|回升|变|增)[到至为]|^[^.;]{0,30}?\b(?:lifts?|raises?|brings?|takes?|pushes)\b", re.IGNORECASE
)
ACTS: Final = frozenset({Role.ADD, Role.SELL, Role.REPAY, Role.SETTLE})
"""What is done to an account to come back to a line."""
_APPOSED: Final = re.compile(r"[,，(（]\s*$")
_HIGHEST: Final = 10
_CALLED_RATIO: Final = re.compile(
    r"(?:维持担保|担保|维保)比例[^，,。；;]{0,6}$|(?<!金)(?<!金最低)比例[约就则为是只达到]{0,3}\D{0,2}$|(?<!margin )\bratio (?:\w+ )?(?:is|of|was|at|stands at|equals)\D{0,10}$",
    re.IGNORECASE,
)
_CURES: Final = frozenset(
    {Role.ADD, Role.SELL, Role.REPAY, Role.NEEDED, Role.OWN, Role.LOAN, Role.DEBT, Role.POSITION, Role.LIMIT}
)
_CLAUSE: Final = re.compile(r"[，,；;。]|\bor\b|或者?")
_IS_NEEDED: Final = re.compile(
    r"需|须|要|得(?!到)|可以?|至少|\b(?:needs?|must|ha[sd]? to|requires?|can|could|would|takes?|enough)\b", re.IGNORECASE
)
_SOLD: Final = re.compile(r"卖|变现|处置|减持|抛|平掉|\b(?:sell\w*|sold|sale|liquidat\w+|dispos\w+|offload\w*)\b", re.IGNORECASE)
_PAID_BACK: Final = re.compile(r"还|\b(?:repay\w*|repaid|pay(?:ing)? (?:back|off|down))\b", re.IGNORECASE)
_PAID_IN: Final = re.compile(
    r"追加|补|转入|存入|注入|现金|担保物|\b(?:cash|top\w*|inject\w*|pay(?:ing)? in|deposit\w*|add\w*|put(?:ting)? in|collateral|money)\b",
    re.IGNORECASE,
)
_OUTSIDE: Final = re.compile(
    r"外部|场外|账户外|外面|自掏|自筹|另筹|\b(?:outside|out of (?:his|her|their|one's|its) (?:own )?pocket|external|fresh (?:cash|money)|own pocket)\b",
    re.IGNORECASE,
)
_MEANS: Final = re.compile(
    r"对应|相当于|意味着|折合|\b(?:correspond\w*|translat\w*|means?|equals?|impl(?:y|ies)|amounts?) ?(?:to|of|in)?\b",
    re.IGNORECASE,
)


def meant(part: Part, parts: Sequence[Part], place: int, account: Account, said: Sequence[tuple[Role, Kind]]) -> Role:
    """The role of a figure once its neighbours and the account are known."""
    role, figure, text = part.role, part.figure, part.passage.text
    amount = Fraction(figure.base)
    if role is Role.LOAN and (_FULL.search(part.before) or (figure.hedge is Hedge.AT_MOST and account.own is not None)):
        return Role.LIMIT
    if (cure := _cure(part, parts, account)) is not None:
        return cure
    if role is Role.LINE and place and parts[place - 1].role in ACTS and is_done(parts[place - 1]):
        return Role.RATIO
    if role in (Role.UNKNOWN, Role.LINE) and _gives_capacity(part, parts[place + 1 : place + 2]):
        return Role.MARGIN_RATIO
    if _is_plain_ratio(part, account) or _is_inverted(part, account):
        return Role.RATIO
    if role is Role.UNKNOWN and place == 0 and not debts_now(account) and _bears_interest(part, parts):
        return Role.LOAN
    if role in (Role.UNKNOWN, Role.LOAN, Role.POSITION, Role.DEBT) and _is_another_time(part, parts, place, account, said):
        return Role.INTEREST
    if role is Role.UNKNOWN and figure.kind is Kind.MONEY and said and said[-1][0] is Role.NEEDED and _TOO.search(part.before):
        return Role.NEEDED
    if role in (Role.ASSETS, Role.POSITION, Role.UNKNOWN) and figure.kind is Kind.MONEY and _stands_for_line(part, parts, place):
        return Role.FLOOR
    if role in (Role.OWN, Role.POSITION) and _OF_DEBT.search(text[: figure.start - part.passage.start]):
        return Role.DEBT
    if role is Role.NEEDED and not debts_now(account) and account.short is None and account.own is None:
        return role if any(one.role is Role.MARGIN_RATIO for one in parts) or account.ratios else Role.OWN
    if role is Role.ADD and not debts_now(account) and account.line is None:
        return Role.OWN
    if role is Role.POSITION and [one.role for one in parts[place + 1 : place + 2]] == [Role.CONVERSION]:
        return Role.COLLATERAL
    if (
        (role in (Role.ASSETS, Role.POSITION) or (role is Role.UNKNOWN and part.guess is Role.ASSETS))
        and debts_now(account)
        and _is_floor(part, parts, account)
    ):
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
        told = {one for one, _ in said}
        beside = bool(told & {Role.DEBT, Role.LOAN}) and Role.ASSETS in told and bool(_APPOSED.search(part.before))
        if amount >= 1 and beside and place + 1 == len(parts):
            return Role.RATIO
        of_ratio = (
            _OF_ACCOUNT.search(part.before)
            or (said and said[-1][0] is Role.RATIO)
            or (Role.RATIO in told and said[-1][0] is Role.FALL)
        )
        if amount >= 1 and debts_now(account) and of_ratio and _AT.search(part.before) and "保证金" not in text:
            return Role.RATIO
        if MARGIN_RATIOS[0] <= amount <= MARGIN_RATIOS[1] and [one.figure.kind for one in parts[place + 1 : place + 2]] == [
            Kind.MULTIPLE
        ]:
            return Role.MARGIN_RATIO
        timed = debts_now(account) and [one.role for one in parts[place + 1 : place + 2]] == [Role.DAYS]
        if (account.rate is not None or timed) and amount < _RATES and _AT.search(part.before):
            return Role.RATE
        if MARGIN_RATIOS[0] <= amount <= MARGIN_RATIOS[1] and _AT.search(part.before) and _MARGIN_WORDS.search(text):
            return Role.MARGIN_RATIO
    return Role.UNKNOWN


def _cure(part: Part, parts: Sequence[Part], account: Account) -> Role | None:
    """What an amount does that is needed to come back to a line: it is paid in, paid back from outside, or sold."""
    lined = account.line is not None or any(one.role is Role.LINE for one in parts)
    if part.figure.kind is not Kind.MONEY or not (lined and debts_now(account) and assets_now(account)):
        return None
    if part.role is not Role.UNKNOWN and part.role not in _CURES:
        return None
    said = _CLAUSE.split(part.before)[-1] + part.figure.text
    words = said + _CLAUSE.split(part.after, maxsplit=1)[0]
    if not _IS_NEEDED.search(part.passage.text[: part.figure.end - part.passage.start]):
        return None
    wide = words if _PAID_IN.search(words) or _PAID_BACK.search(words) or _SOLD.search(words) else part.before + words
    if _SOLD.search(wide):
        return Role.SELL
    if _PAID_BACK.search(wide):
        return Role.SETTLE if _OUTSIDE.search(part.before + words) else Role.REPAY
    return Role.ADD if _PAID_IN.search(wide) else None


def is_done(part: Part) -> bool:
    """Whether an amount is paid, sold or paid back, and the ratio behind it is what follows; not what a line asks for."""
    return bool(_LIFTS.search(part.after)) and not _IS_NEEDED.search(part.before)


def _gives_capacity(part: Part, ahead: Sequence[Part]) -> bool:
    """Whether a percentage stands right in front of what can be borrowed, and so is a margin ratio."""
    may_be = part.figure.kind is Kind.PERCENT and MARGIN_RATIOS[0] <= Fraction(part.figure.base) <= MARGIN_RATIOS[1]
    return may_be and any(
        one.role is Role.LIMIT or is_capacity(one.before) or (one.role is Role.NEEDED and part.role is Role.UNKNOWN)
        for one in ahead
    )


def _is_plain_ratio(part: Part, account: Account) -> bool:
    """Whether a plain number is a maintenance ratio: 1.5 for 150 %."""
    number = part.figure.kind in (Kind.NUMBER, Kind.MULTIPLE) and 1 <= Fraction(part.figure.base) < _HIGHEST
    return number and bool(debts_now(account)) and bool(_CALLED_RATIO.search(part.before))


def _is_inverted(part: Part, account: Account) -> bool:
    """Whether a ratio below one is what is owed over what is held: divided the wrong way round."""
    amount = Fraction(part.figure.base)
    if part.figure.kind is not Kind.PERCENT or amount >= 1 or not _CALLED_RATIO.search(part.before):
        return False
    pairs = [(owed.amount, total.amount) for owed in debts_now(account) for total in assets_now(account)]
    return any(
        total > owed and abs(owed / total - amount) <= Fraction(part.figure.half_ulp * part.figure.size) for owed, total in pairs
    )


def _is_another_time(part: Part, parts: Sequence[Part], place: int, account: Account, said: Sequence[tuple[Role, Kind]]) -> bool:
    """Whether an amount behind another number of days is the interest for them."""
    owed = account.loan or account.debt
    if part.figure.kind is not Kind.MONEY or owed is None or account.rate is None or not place:
        return False
    behind = parts[place - 1].role is Role.DAYS and Fraction(part.figure.base) < owed.amount / 2
    told = {one for one, _ in said}
    return behind and bool(told & {Role.INTEREST, Role.DAILY} or (part.role is Role.DEBT and {Role.LOAN, Role.RATE} <= told))


def _bears_interest(part: Part, parts: Sequence[Part]) -> bool:
    """Whether the amount that opens a sentence is what its rate, its days and its interest are reckoned from."""
    return part.figure.kind is Kind.MONEY and {Role.RATE, Role.DAYS, Role.INTEREST} <= {one.role for one in parts}


def _stands_for_line(part: Part, parts: Sequence[Part], place: int) -> bool:
    """Whether an amount is what a line means in money."""
    if not place or parts[place - 1].role is not Role.LINE:
        return False
    if _SHRINKS_TO.search(parts[place - 1].before) and _ITS_ASSETS.search(part.before):
        return True
    listed = any(_MEANS.search(one.before) for one in parts[:place] if one.figure.kind is Kind.MONEY)
    return bool(_MEANS.search(part.before)) or (listed and part.role is Role.UNKNOWN)


def _is_floor(part: Part, parts: Sequence[Part], account: Account) -> bool:
    """Whether assets are said to shrink until a line is met."""
    lines = [one.figure.start for one in parts if one.role is Role.LINE]
    lined = bool(lines) or (account.line is not None and "平仓" in part.after)
    return (
        lined
        and bool(_SHRINKS.search(part.before))
        and bool(MEETS.search(part.passage.text))
        and not any(one.role is Role.RATIO for one in parts if one.figure.start > min(lines, default=0))
    )
