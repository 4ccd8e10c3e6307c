"""What an account is after a figure was read: given amounts are kept, moves branch, prices carry the holding with them."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Hedge
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Account, Move, Value, assets_now, debts_now, given, moved
from liangrong.research.claims.verify.account.words import CHANGED, FURTHER, TWICE
from liangrong.research.claims.verify.arithmetic.wording import shown

__all__ = ["kept", "value_of"]

_ON_ALL: Final = re.compile(
    r"资产|账户(?!内)|全部持仓|总值|\b(?:assets|account|portfolio|everything|holdings)\b[^.;,]{0,20}$", re.IGNORECASE
)
_OPENING: Final = re.compile(r"(?:^|[;；。])[^,，;；。\d]{0,24}$")
_THEN: Final = re.compile(
    r"随后|之后|后来|接着|[次翌]日|周[一二三四五]|\d[日月]|\b(?:then|later|afterwards|subsequently|next|\w+day|meanwhile)\b",
    re.IGNORECASE,
)
_STARTS: Final = re.compile(
    r"账户|客户|投资者|初始|目前|当前|\b(?:account|client|investor|borrower|initial\w*|currently|now|start\w*|a (?:maintenance )?ratio of)\b",
    re.IGNORECASE,
)
_STIRRED: Final = re.compile(
    r"跌|降|涨|升|若|如果|一旦|线|\b(?:fall\w*|fell|drop\w*|los\w+|ris\w+|rose|if|when|once|line|call|below|after|down)\b",
    re.IGNORECASE,
)
"""In front of a ratio that is no beginning."""
_IF: Final = re.compile(r"若|如果|一旦|假如|当|\b(?:if|would|should|were)\b", re.IGNORECASE)


def kept(account: Account, role: Role, part: Part, chosen: Value, value: Value, *, worked_out: bool) -> Account:
    """The account after a figure.

    Parameters
    ----------
    chosen
        What it ought to be where it was worked out, else what is printed.
    value
        What is printed.
    """
    match role:
        case Role.OWN:
            return replace(account, own=value)
        case Role.COLLATERAL:
            return replace(account, collateral=value, conversion=None, margin=None)
        case Role.CONVERSION:
            return replace(account, conversion=value)
        case Role.MARGIN:
            return replace(account, margin=chosen) if worked_out or account.own is not None else replace(account, own=value)
        case Role.MARGIN_RATIO:
            return replace(account, ratios=tuple(dict.fromkeys((*account.ratios, value))))
        case Role.LIMIT:
            return replace(account, loan=chosen, limits=(*account.limits, chosen))
        case Role.LOAN:
            return replace(account, loan=chosen, debt=None, now=(), holding=())
        case Role.NEEDED:
            return replace(account, needs=(*account.needs, chosen))
        case Role.DEBT:
            moved_on = account.owes_shares and account.owing is not None
            return replace(account, owing=value) if moved_on else replace(account, debt=value)
        case Role.ASSETS:
            if account.move is not None and any(
                (one * account.move.factor).amount == value.amount for one in assets_now(given(account))
            ):
                return replace(account, now=(value,), keeps_cash=False)
            supposed = account.now or (assets_now(account) and CHANGED.search(part.before))
            return replace(account, now=(value,)) if supposed else replace(account, assets=chosen)
        case Role.POSITION:
            if account.holding and worked_out:
                return _held(account, chosen)
            if account.own is not None and account.loan is not None and chosen.amount == account.own.amount + account.loan.amount:
                return replace(account, position=chosen, keeps_cash=False)
            return replace(account, position=chosen)
        case Role.FALL | Role.RISE if not worked_out:
            move = Move(
                _twice(value) if role is Role.FALL and TWICE.search(_lead(part)) else value,
                role is Role.FALL,
                on_all=bool(_ON_ALL.search(part.before)),
            )
            further = True if FURTHER.search(part.before[-8:]) else False if _is_case(part) else None
            return moved(account, move, further=further)
        case Role.RATIO:
            return _by_ratio(account, chosen, part)
        case Role.LINE:
            return replace(account, line=value)
        case Role.RATE:
            return replace(account, rate=value)
        case Role.DAYS:
            return replace(account, days=value)
        case Role.SHARES:
            return replace(account, shares=value)
        case Role.PRICE if not worked_out:
            return _priced(account, value)
        case Role.SHORT:
            return replace(account, short=chosen)
        case Role.LOSS | Role.GAIN:
            return replace(account, gains=tuple(dict.fromkeys((value, chosen))))
        case Role.ADD if not worked_out:
            return replace(account, extra=(value,), less=())
        case Role.REPAY | Role.SELL if not worked_out:
            return replace(account, less=(value,), extra=())
    return account


def _lead(part: Part) -> str:
    """The words of the sentence in front of a figure."""
    return part.passage.text[: part.figure.start - part.passage.start]


def _twice(share: Value) -> Value:
    """What two falls of so much take together."""
    return Value(1 - (1 - share.amount) ** 2, f"(1 - (1 - {share.words}) × (1 - {share.words}))")


def _is_case(part: Part) -> bool:
    """Whether a move is supposed, or opens a line or a part of a sentence as one of several cases, all from where the account began."""
    lead = _lead(part)
    return bool(_IF.search(part.passage.text)) or (bool(_OPENING.search(lead)) and not _THEN.search(lead))


def _held(account: Account, held: Value) -> Account:
    """The securities are worth so much now, and the rest of the assets is as before."""
    own, loan = account.own, account.loan
    if account.keeps_cash is False or (own is None and account.assets is None):
        return replace(account, holding=(held,), now=(held,))
    if own is None or loan is None:
        return replace(account, holding=(held,))
    if account.move is not None and held.amount == (loan * account.move.factor).amount:
        account = replace(account, keeps_cash=True)
    return replace(account, holding=(held,), now=tuple(dict.fromkeys((own + held, *account.now))))


def _by_ratio(account: Account, ratio: Value, part: Part) -> Account:
    """A ratio that is given tells the assets where only the debt is known, the debt where only the assets are, and both for one of debt where neither is."""
    owed, total = debts_now(account), assets_now(account)
    if not owed and not total and _STARTS.search(part.passage.text) and not _STIRRED.search(_lead(part)):
        return replace(account, debt=Value(Fraction(1), "1"), assets=ratio, is_abstract=True)
    if owed and not total:
        return replace(account, assets=owed[0] * ratio)
    if total and not owed and ratio.amount > 0:
        return replace(account, debt=total[0] / ratio)
    return account


def _priced(account: Account, price: Value) -> Account:
    if account.price is None:
        return replace(account, price=price)
    found = replace(account, later_price=price)
    if account.shares is None:
        share = (account.price - price) / account.price
        move = Move(Value(abs(share.amount), share.words), falls=share.amount > 0)
        return replace(moved(account, move, further=False), later_price=price)
    held, first = account.shares * price, account.shares * account.price
    totals = [total - first + held for total in assets_now(given(account))] or ([account.own + held] if account.own else [])
    return replace(found, holding=(held,), now=tuple(totals))


def value_of(part: Part) -> Value:
    """A printed figure as a number of the example, without its hedge and sign."""
    return Value(abs(Fraction(part.figure.base)), shown(replace(part.figure, hedge=Hedge.NONE, value=abs(part.figure.value))))
