"""What a figure of an example must be, by its role and what is known of the account: all readings, the likeliest first; empty where something is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Final

from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.state import Account, Value, assets_now, debts_now, given, netted, placed

__all__ = ["readings"]

_ONE: Final = Value(Fraction(1), "1")
_LEAST: Final = Fraction(1, 4)
_MOST: Final = 40
"""Beyond these bounds assets and debt are not those of one account."""
_YEARS: Final = (Value(Fraction(360), "360"), Value(Fraction(365), "365"))


def readings(role: Role, account: Account) -> tuple[Value, ...]:
    """Every value that a figure of a role may have."""
    found = _READINGS.get(role)
    return () if found is None else tuple(dict.fromkeys(found(account)))


def _limit(account: Account) -> Iterator[Value]:
    for ratio in account.ratios:
        for margin in _margins(account):
            yield margin / ratio


def _margins(account: Account) -> Iterator[Value]:
    counted = account.margin or _after_haircut(account)
    if counted is not None:
        yield counted
    if account.own is not None:
        yield account.own
        if counted is not None:
            yield account.own + counted


def _counted(account: Account) -> Iterator[Value]:
    """What counts as margin: the securities after their haircut, with or without the cash beside them."""
    counted = _after_haircut(account)
    if counted is not None:
        yield counted
        if account.own is not None:
            yield account.own + counted


def _after_haircut(account: Account) -> Value | None:
    collateral, conversion = account.collateral, account.conversion
    return collateral * conversion if collateral is not None and conversion is not None else None


def _needed(account: Account) -> Iterator[Value]:
    for ratio in account.ratios:
        for asked in (account.short, account.loan):
            if asked is not None:
                yield asked * ratio


def _assets(account: Account) -> Iterator[Value]:
    if account.now or account.assets is None:
        yield from assets_now(account)


def _position(account: Account) -> Iterator[Value]:
    price = account.later_price or account.price
    if account.shares is not None and price is not None:
        yield account.shares * price
    yield from account.holding
    yield from account.now
    if not account.now and account.own is not None and account.loan is not None:
        yield account.own + account.loan


def _equity(account: Account) -> Iterator[Value]:
    """What belongs to the client, at market values: no haircut takes anything off it."""
    yield from netted(account)
    if not debts_now(account) and account.own is not None and account.collateral is not None:
        yield account.own + account.collateral


def _ratio(account: Account) -> Iterator[Value]:
    for owed in debts_now(account):
        for total in (*assets_now(account), *account.also):
            if not _LEAST < total.amount / owed.amount < _MOST:
                continue
            yield total / owed
            for extra in account.extra:
                yield (total + extra) / owed
            for gone in account.less:
                if gone.amount < owed.amount:
                    yield (total - gone) / (owed - gone)
                    yield total / (owed - gone)


def _add(account: Account) -> Iterator[Value]:
    if account.line is None:
        return
    for owed in debts_now(account):
        for total in (*assets_now(account), *account.also):
            yield owed * account.line - total


def _sell(account: Account) -> Iterator[Value]:
    if account.line is None or account.line.amount <= 1:
        return
    for short in _add(account):
        yield short / (account.line - _ONE)


def _repay(account: Account) -> Iterator[Value]:
    yield from _sell(account)
    yield from _settle(account)


def _settle(account: Account) -> Iterator[Value]:
    if account.line is not None:
        for short in _add(account):
            yield short / account.line


def _withdraw(account: Account) -> Iterator[Value]:
    if account.line is None:
        return
    for owed in debts_now(account):
        for total in (*assets_now(account), *account.also):
            yield total - owed * account.line


def _change(account: Account) -> Iterator[Value]:
    """What was lost or won, whichever it was."""
    first, later = account.price, account.later_price
    if account.shares is not None and first is not None and later is not None:
        step = first - later if first.amount > later.amount else later - first
        yield account.shares * step
    if account.move is not None:
        before = given(account)
        for held in (*placed(before), *((account.short,) if account.short else ())):
            yield held * account.move.share


def _return(account: Account) -> Iterator[Value]:
    if account.own is not None and account.own.amount > 0:
        for amount in (*_change(account), *account.gains):
            yield amount / account.own


def _leverage(account: Account) -> Iterator[Value]:
    for total in assets_now(account):
        for own in netted(account):
            if own.amount > 0:
                yield total / own
                yield (total - own) / own
    for ratio in account.ratios:
        yield _ONE / ratio
        yield _ONE / ratio + _ONE


def _line_fall(account: Account) -> Iterator[Value]:
    """By how much the price must fall until the line is met; where none is, by how much it fell for a loss."""
    if account.line is None:
        for lost in account.gains[-1:]:
            for held in placed(given(account)):
                yield lost / held
        return
    for owed in debts_now(account):
        for state in (given(account), account):
            for total in assets_now(state):
                for held in placed(state) or (total,):
                    if held.amount > 0:
                        yield (total - owed * account.line) / held


def _floor(account: Account) -> Iterator[Value]:
    """What the assets may shrink to."""
    if account.line is not None:
        for owed in debts_now(account):
            yield owed * account.line


def _worst(account: Account) -> Iterator[Value]:
    """What can be lost at most: all that was bought, not only what was paid in."""
    yield from placed(given(account))


def _line_price(account: Account) -> Iterator[Value]:
    if account.line is None or account.shares is None:
        return
    for owed in debts_now(account):
        for total in assets_now(given(account)):
            bought = account.price and account.shares * account.price
            if bought:
                yield (owed * account.line - (total - bought)) / account.shares
        yield owed * account.line / account.shares


def _interest(account: Account) -> Iterator[Value]:
    """For the days that are told, else for a year."""
    rate, days = account.rate, account.days
    for owed in debts_now(given(account)):
        if rate is not None and days is None:
            yield owed * rate
        elif rate is not None and days is not None:
            yield from (owed * rate * days / year for year in _YEARS)


def _daily(account: Account) -> Iterator[Value]:
    for owed in debts_now(given(account)):
        if account.rate is not None:
            yield from (owed * account.rate / year for year in _YEARS)


def _gap(account: Account) -> Iterator[Value]:
    for pair in (account.limits[-2:], account.needs[-2:]):
        if len(pair) == 2:
            first, last = sorted(pair, key=lambda one: one.amount)
            yield last - first


def _cut(account: Account) -> Iterator[Value]:
    for pair in (account.limits[-2:], account.needs[-2:]):
        if len(pair) == 2 and pair[0].amount > 0:
            before, after = pair
            yield (before - after) / before if before.amount > after.amount else (after - before) / before


def _worth(account: Account) -> Iterator[Value]:
    if account.shares is not None and account.price is not None:
        yield account.shares * account.price


_READINGS: Final[Mapping[Role, Callable[[Account], Iterator[Value]]]] = {
    Role.LIMIT: _limit,
    Role.MARGIN: _counted,
    Role.NEEDED: _needed,
    Role.ASSETS: _assets,
    Role.POSITION: _position,
    Role.EQUITY: _equity,
    Role.RATIO: _ratio,
    Role.ADD: _add,
    Role.SELL: _sell,
    Role.REPAY: _repay,
    Role.SETTLE: _settle,
    Role.WITHDRAW: _withdraw,
    Role.LOSS: _change,
    Role.GAIN: _change,
    Role.RETURN: _return,
    Role.LEVERAGE: _leverage,
    Role.FALL: _line_fall,
    Role.PRICE: _line_price,
    Role.INTEREST: _interest,
    Role.DAILY: _daily,
    Role.GAP: _gap,
    Role.CUT: _cut,
    Role.FLOOR: _floor,
    Role.WORST: _worst,
    Role.SHORT: _worth,
    Role.LOAN: _worth,
}
