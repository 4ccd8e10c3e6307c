"""Every value that a figure of an example may have by the identities of a credit account, whichever of the figures around it are meant.

It looks for an equation that closes, not for the story; what closes is confirmed, and nothing that closes is ever called wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Final

from liangrong.research.claims.verify.account.ledger import Ledger
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.state import Value

__all__ = ["closings"]

_ONE: Final = Value(Fraction(1), "1")
_BROUGHT: Final = (Role.OWN, Role.COLLATERAL, Role.POSITION, Role.MARGIN)
_OWED: Final = (Role.DEBT, Role.LOAN, Role.SHORT, Role.LIMIT)
_LINES: Final = (Role.LINE, Role.RATIO)
_MOST_PARTS: Final = 4
_OPERATOR: Final = re.compile(r" [+×-] |/")
_DAYS_OF_YEAR: Final = (Value(Fraction(360), "360"), Value(Fraction(365), "365"))


def closings(role: Role, ledger: Ledger) -> tuple[Value, ...]:
    """Every positive value that a figure of a role may have and that is computed, not only told once more."""
    found = _IDENTITIES.get(role)
    computed = () if found is None else (one for one in found(ledger) if one.amount > 0 and _OPERATOR.search(one.words))
    return tuple(dict.fromkeys(computed))


def _owed(book: Ledger) -> Iterator[Value]:
    """What is owed: principal, short value, with or without interest."""
    for owed in book.of(*_OWED):
        yield owed
        for interest in book.of(Role.INTEREST):
            if interest.amount < owed.amount / 2:
                yield owed + interest
    for pair in combinations(book.of(Role.DEBT, Role.LOAN, Role.SHORT), 2):
        yield pair[0] + pair[1]


def _parts(book: Ledger) -> Iterator[Value]:
    """What the account may hold, as a sum of what is told of it."""
    brought = book.of(*_BROUGHT)
    if book.owes_shares:
        yield from brought if not book.of(Role.OWN) else (own + sold for own in book.of(Role.OWN) for sold in book.of(Role.SHORT))
        return
    every = tuple(dict.fromkeys((*brought, *book.of(Role.LOAN, Role.LIMIT, Role.SHORT))))
    yield from brought
    for size in range(2, min(len(every), _MOST_PARTS) + 1):
        for chosen in combinations(every, size):
            yield sum(chosen[1:], start=chosen[0])


def _totals(book: Ledger) -> Iterator[Value]:
    """What the account holds, before and after the moves that are told."""
    whole = book.of(Role.ASSETS) or tuple(_parts(book))
    yield from whole
    for left in () if book.owes_shares else book.moves:
        for total in whole:
            yield total * left
        for held in book.of(*_BROUGHT, Role.LOAN, Role.ASSETS):
            lost = held * _lost(left)
            for total in whole:
                if total.amount > held.amount:
                    yield total - lost if left.amount < 1 else total + lost
    for loss in book.of(Role.LOSS):
        for total in whole:
            yield total - loss


def _lost(left: Value) -> Value:
    return Value(abs(1 - left.amount), f"(1 - {left.words})" if left.amount < 1 else f"({left.words} - 1)")


def _ratio(book: Ledger) -> Iterator[Value]:
    owed = tuple(dict.fromkeys(_owed(book)))
    for total in dict.fromkeys(_totals(book)):
        for debt in owed:
            if debt.amount > 0:
                yield total / debt
                for left in book.moves:
                    if left.amount > 1 or book.owes_shares:
                        yield total / (debt * left)
    for ratio in book.of(*_LINES):
        for left in book.moves:
            yield ratio / left if book.owes_shares else ratio * left
    yield from _acted(book, owed)


def _acted(book: Ledger, owed: tuple[Value, ...]) -> Iterator[Value]:
    """The ratio after money was paid in, paid back, or taken out."""
    for total in book.of(Role.ASSETS, Role.POSITION):
        for debt in owed:
            for act in book.of(Role.ADD, Role.OWN):
                yield (total + act) / debt
            for act in book.of(Role.WITHDRAW):
                if act.amount < total.amount:
                    yield (total - act) / debt
            for act in book.of(Role.REPAY, Role.SELL):
                if act.amount < debt.amount:
                    yield (total - act) / (debt - act)
            for act in book.of(Role.REPAY, Role.ADD):
                if act.amount < debt.amount:
                    yield total / (debt - act)


def _margins(book: Ledger) -> Iterator[Value]:
    yield from book.of(Role.OWN, Role.MARGIN, Role.COLLATERAL, Role.POSITION, Role.ASSETS, Role.ADD, Role.NEEDED)
    yield from _counted(book)


def _counted(book: Ledger) -> Iterator[Value]:
    """What counts as margin: securities after their haircut, cash in full beside them; where no haircut is told, what is needed."""
    if not book.of(Role.CONVERSION):
        yield from _needed(book)
        return
    counted = [held * share for held in book.of(*_BROUGHT) for share in book.of(Role.CONVERSION)]
    yield from counted
    for cash in book.of(Role.OWN, Role.MARGIN):
        for held in counted:
            yield cash + held
    for pair in combinations(counted, 2):
        yield pair[0] + pair[1]


def _limit(book: Ledger) -> Iterator[Value]:
    for ratio in book.ratios:
        for margin in _margins(book):
            yield margin / ratio


def _loan(book: Ledger) -> Iterator[Value]:
    yield from _limit(book)
    yield from _debt(book)


def _debt(book: Ledger) -> Iterator[Value]:
    for total in (*book.of(Role.ASSETS, Role.POSITION), *_parts(book)):
        for ratio in book.of(*_LINES):
            yield total / ratio
    for total in book.of(Role.ASSETS, Role.POSITION):
        for own in book.of(Role.OWN, Role.EQUITY):
            yield total - own
    for sold in book.of(Role.SHORT, Role.DEBT) if book.owes_shares else ():
        for left in book.moves:
            yield sold * left
    yield from _pieces(book)


def _pieces(book: Ledger) -> Iterator[Value]:
    """So many shares at a price."""
    for shares in book.of(Role.SHARES):
        for price in book.of(Role.PRICE):
            yield shares * price


def _needed(book: Ledger) -> Iterator[Value]:
    for asked in (*book.of(*_OWED, Role.POSITION), *_pieces(book)):
        for ratio in book.ratios:
            yield asked * ratio
            for left in book.moves:
                yield asked * left * ratio
    for held in book.of(*_BROUGHT, Role.ASSETS):
        for share in book.of(Role.CONVERSION):
            yield held * share


def _assets(book: Ledger) -> Iterator[Value]:
    for debt in book.of(*_OWED):
        for ratio in book.of(*_LINES):
            yield debt * ratio
    yield from _totals(book)


def _position(book: Ledger) -> Iterator[Value]:
    yield from _pieces(book)
    yield from _assets(book)
    for held in book.of(*_BROUGHT, *_OWED):
        for left in book.moves:
            yield held * left


def _fall(book: Ledger) -> Iterator[Value]:
    """By how much everything, or what is not cash, must fall until a line is met."""
    lines = book.of(*_LINES)
    for first in lines:
        for line in lines:
            if line.amount < first.amount:
                yield _ONE - line / first
    for line in lines:
        for debt in _owed(book):
            for total in dict.fromkeys((*book.of(Role.ASSETS), *_parts(book))):
                short = total - debt * line
                yield short / total
                for held in book.of(Role.POSITION, Role.COLLATERAL, Role.LOAN):
                    if held.amount < total.amount:
                        yield short / held
    yield from _down(book)


def _down(book: Ledger) -> Iterator[Value]:
    for kind in (Role.ASSETS, Role.POSITION, Role.PRICE):
        for one, other in combinations(book.of(kind), 2):
            yield (one - other) / one if one.amount > other.amount else (other - one) / one


def _price(book: Ledger) -> Iterator[Value]:
    for line in book.of(*_LINES):
        for debt in _owed(book):
            for shares in book.of(Role.SHARES):
                yield debt * line / shares
                for cash in book.of(Role.OWN):
                    yield (debt * line - cash) / shares
    for price in book.of(Role.PRICE):
        for left in book.moves:
            yield price * left


def _loss(book: Ledger) -> Iterator[Value]:
    """What a move takes or gives: of what is held, which is own and borrowed money together where nothing else is told."""
    held = book.of(Role.ASSETS, Role.POSITION, Role.COLLATERAL, Role.SHORT)
    together = [own + loan for own in book.of(Role.OWN, Role.MARGIN) for loan in book.of(Role.LOAN, Role.LIMIT)]
    for left in book.moves:
        for one in (*held, *together) or book.of(Role.OWN, Role.LOAN):
            yield one * _lost(left)
    for one, other in combinations((*held, *together), 2):
        yield one - other if one.amount > other.amount else other - one


def _return(book: Ledger) -> Iterator[Value]:
    for own in book.of(Role.OWN, Role.MARGIN):
        for loss in (*book.of(Role.LOSS, Role.GAIN), *_loss(book)):
            yield loss / own
    for left in book.moves:
        for times in book.of(Role.LEVERAGE):
            yield _lost(left) * times


def _add(book: Ledger) -> Iterator[Value]:
    for line in book.of(*_LINES):
        for debt in _owed(book):
            for total in _totals(book):
                yield debt * line - total


def _repay(book: Ledger) -> Iterator[Value]:
    for line in book.of(*_LINES):
        if line.amount > 1:
            for debt in _owed(book):
                for total in _totals(book):
                    yield debt - total / line
                    yield (debt * line - total) / (line - _ONE)


def _withdraw(book: Ledger) -> Iterator[Value]:
    for line in book.of(*_LINES):
        for debt in book.of(*_OWED):
            for total in book.of(Role.ASSETS, Role.POSITION):
                yield total - debt * line


def _equity(book: Ledger) -> Iterator[Value]:
    for total in _totals(book):
        for debt in book.of(*_OWED):
            yield total - debt


def _interest(book: Ledger) -> Iterator[Value]:
    for debt in book.of(*_OWED, Role.POSITION):
        for rate in book.of(Role.RATE):
            for span in book.years:
                yield debt * rate * span
            if not book.years:
                yield debt * rate
                for year in _DAYS_OF_YEAR:
                    yield debt * rate / year
    for daily in book.of(Role.DAILY):
        for days in book.days:
            yield daily * days


def _daily(book: Ledger) -> Iterator[Value]:
    for year in _DAYS_OF_YEAR:
        for debt in book.of(*_OWED, Role.POSITION):
            for rate in book.of(Role.RATE):
                yield debt * rate / year
    for interest in book.of(Role.INTEREST):
        for days in book.days:
            yield interest / days


def _rate(book: Ledger) -> Iterator[Value]:
    for interest in book.of(Role.INTEREST):
        for debt in book.of(*_OWED, Role.POSITION) or book.of(Role.OWN):
            for span in book.years:
                yield interest / debt / span
    for daily in book.of(Role.DAILY):
        for debt in book.of(*_OWED, Role.POSITION):
            for year in _DAYS_OF_YEAR:
                yield daily / debt * year


def _leverage(book: Ledger) -> Iterator[Value]:
    for ratio in book.ratios:
        yield _ONE / ratio
        yield _ONE / ratio + _ONE
    for total in _totals(book):
        for own in book.of(Role.OWN, Role.EQUITY, Role.MARGIN):
            yield total / own
    for debt in book.of(*_OWED):
        for own in book.of(Role.OWN, Role.EQUITY, Role.MARGIN):
            yield debt / own


def _short(book: Ledger) -> Iterator[Value]:
    yield from _pieces(book)
    yield from _limit(book)
    for held in book.of(Role.SHORT):
        for left in book.moves:
            yield held * left


def _gap(book: Ledger) -> Iterator[Value]:
    for kinds in ((Role.LIMIT, Role.LOAN), (Role.NEEDED, Role.MARGIN), (Role.INTEREST,)):
        for one, other in combinations(book.of(*kinds), 2):
            yield one - other if one.amount > other.amount else other - one
    for one, other in combinations(book.of(Role.RATE), 2):
        for debt in book.of(*_OWED):
            yield debt * (one - other if one.amount > other.amount else other - one)


def _cut(book: Ledger) -> Iterator[Value]:
    for kinds in ((Role.LIMIT, Role.LOAN), (Role.NEEDED, Role.MARGIN), (Role.INTEREST,)):
        for one, other in combinations(book.of(*kinds), 2):
            yield (one - other) / one if one.amount > other.amount else (other - one) / one
    yield from _fall(book)


_IDENTITIES: Final[Mapping[Role, Callable[[Ledger], Iterator[Value]]]] = {
    Role.RATIO: _ratio,
    Role.LIMIT: _limit,
    Role.LOAN: _loan,
    Role.DEBT: _debt,
    Role.NEEDED: _needed,
    Role.MARGIN: _counted,
    Role.ASSETS: _assets,
    Role.POSITION: _position,
    Role.FLOOR: _assets,
    Role.FALL: _fall,
    Role.CUT: _cut,
    Role.PRICE: _price,
    Role.LOSS: _loss,
    Role.GAIN: _loss,
    Role.RETURN: _return,
    Role.ADD: _add,
    Role.REPAY: _repay,
    Role.SETTLE: _repay,
    Role.SELL: _repay,
    Role.WITHDRAW: _withdraw,
    Role.EQUITY: _equity,
    Role.INTEREST: _interest,
    Role.DAILY: _daily,
    Role.RATE: _rate,
    Role.LEVERAGE: _leverage,
    Role.SHORT: _short,
    Role.GAP: _gap,
}
