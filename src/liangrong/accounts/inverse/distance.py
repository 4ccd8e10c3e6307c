"""How far an account is from each line: the move of prices that brings it exactly there.

All prices of a scope are multiplied by one factor. Assets and debt are then linear in it, and the available margin is linear
between the factors at which a floating profit becomes a loss (profits count after conversion, losses in full: SSE implementing
rules (2019) Art. 40). So each line is solved for, not searched, from what ``assess`` says at a few factors. Long positions are
hurt by falls, short ones by rises; what is reported is the move that leads to the line, whichever it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from functools import cache
from itertools import pairwise
from typing import Final, Literal, TypeAlias

from liangrong.accounts.assess import Assessment, assess, mark_of
from liangrong.accounts.limits.price_limits import daily_limit
from liangrong.accounts.marks import Marks, moved
from liangrong.accounts.state import CreditAccount
from liangrong.accounts.terms import Terms
from liangrong.core.results import Note

__all__ = ["By", "Distance", "LineName", "distances", "line_levels", "marks_of"]

By: TypeAlias = Literal["market", "security", "industry"]
LineName: TypeAlias = Literal["withdrawal", "warning", "call", "immediate", "equity", "available_margin"]

_DIGITS: Final = 60
"""Digits carried while solving, so that the usual 28 of the answer are right."""
_PLACES: Final = 28
"""Decimal places of a factor that are kept; one that rounds to zero there would be a price of zero."""

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """The move that brings an account to a line.

    Parameters
    ----------
    line
        ``withdrawal``, ``warning``, ``call`` and ``immediate`` are maintenance ratios; ``equity`` is assets equal to debt;
        ``available_margin`` is 保证金可用余额 of zero.
    level
        Maintenance ratio of the line; for the available margin zero 元.
    scope
        Whose prices move: ``market``, ``security:600519.SH``, ``industry:电子``; ``industry:`` alone where it is unknown.
    beyond
        The account lies below the line already: the move leads back to it.
    reachable
        Whether any move of these prices alone gets there.
    move
        −0.2345 is a fall of 23.45 %; ``None`` when not reachable.
    price
        Price at the line, 元, where the scope is one security.
    sessions
        How many sessions of full daily price limits the move takes at least; ``None`` where no limit is known. A hint: limit
        prices are rounded to the tick.
    reason
        Why it is not reachable.
    """

    line: LineName
    level: Decimal
    scope: str
    beyond: bool
    reachable: bool
    move: Decimal | None = None
    price: Decimal | None = None
    sessions: int | None = None
    reason: Note | None = None


def distances(account: CreditAccount, marks: Marks, terms: Terms, *, by: By = "market") -> tuple[Distance, ...]:
    """Return the distance to every line, for all prices together, for each security or for each industry.

    The available margin of an account that is both long and short can be exhausted by a fall and by a rise: it then has two
    rows.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.

    Examples
    --------
    >>> from datetime import date
    >>> from liangrong.accounts.marks import Mark
    >>> from liangrong.accounts.state import FinancingContract
    >>> from liangrong.accounts.terms import agreed_terms
    >>> from liangrong.rules.rulebook import Rulebook
    >>> D, day = Decimal, date(2025, 6, 2)
    >>> account = CreditAccount(financing=(FinancingContract("1", "B", day, D(200), D(15000), D("0.8")),))
    >>> terms = agreed_terms(Rulebook.load().at(day))
    >>> found = distances(account, {"B": Mark(D(150), D("0.65"))}, terms, by="security")
    >>> [(row.line, f"{row.move:.4f}", f"{row.price:.4f}") for row in found if row.line in ("call", "equity")]
    [('call', '-0.3500', '97.5000'), ('equity', '-0.5000', '75.0000')]
    """
    concerned = marks_of(account, marks)
    rows: list[Distance] = []
    with localcontext(prec=_DIGITS):
        for scope, members in _scopes(concerned, by).items():

            @cache
            def at(factor: Decimal, members: tuple[str, ...] = members) -> Assessment:
                return assess(account, moved(concerned, dict.fromkeys(members, factor - _ONE)), terms)

            for line, level in line_levels(terms).items():
                rows += _to_line(Distance(line=line, level=level, scope=scope, beyond=False, reachable=False), at,
                                 _kinks(account, concerned, terms, members), members, concerned, terms)  # fmt: skip
    return tuple(replace(row, move=_rounded(row.move), price=_rounded(row.price)) for row in rows)


def line_levels(terms: Terms) -> dict[LineName, Decimal]:
    """Return the level of each line, from the highest maintenance ratio down, the available margin last."""
    return {
        "withdrawal": terms.withdrawal_line,
        "warning": terms.warning_line,
        "call": terms.call_line,
        "immediate": terms.immediate_line,
        "equity": _ONE,
        "available_margin": _ZERO,
    }


def marks_of(account: CreditAccount, marks: Marks) -> Marks:
    """Return the marks of what an account holds or owes, and no others.

    Raises
    ------
    InvalidAccount
        A security that it holds or owes has no mark.
    """
    names = [item.security for item in account.collateral]
    names += [contract.security for contract in account.financing]
    names += [contract.security for contract in account.shorts]
    return {name: mark_of(name, marks) for name in dict.fromkeys(names)}


def _scopes(marks: Marks, by: By) -> dict[str, tuple[str, ...]]:
    if by == "market":
        return {"market": tuple(marks)}
    members: dict[str, tuple[str, ...]] = {}
    for security, mark in marks.items():
        scope = f"security:{security}" if by == "security" else f"industry:{mark.industry}"
        members[scope] = (*members.get(scope, ()), security)
    return members


def _to_line(
    row: Distance,
    at: Callable[[Decimal], Assessment],
    kinks: tuple[Decimal, ...],
    members: tuple[str, ...],
    marks: Marks,
    terms: Terms,
) -> list[Distance]:
    """The row filled in for each move that leads to its line; one row with the reason where none does."""
    margin = row.line == "available_margin"

    def above(factor: Decimal) -> Decimal:
        found = at(factor)
        return found.available_margin if margin else found.assets - row.level * found.debt

    if not margin and at(_ONE).debt <= 0:
        return [replace(row, reason=Note("没有负债，也就没有维持担保比例", "there is no debt, and so no maintenance ratio"))]
    row = replace(row, beyond=above(_ONE) < 0)
    kinks = kinks if margin else ()
    factors = _roots(above, kinks)
    if not factors:
        return [replace(row, reason=_why_not(row, moves=any(above(place) != above(_ONE) for place in (_ZERO, *kinks))))]
    single = marks[members[0]].price if row.scope.startswith("security:") else None
    return [
        replace(row, reachable=True, move=factor - _ONE, price=None if single is None else single * factor,
                sessions=_sessions(factor, members, marks, terms))
        for factor in factors
    ]  # fmt: skip


def _kinks(account: CreditAccount, marks: Marks, terms: Terms, members: tuple[str, ...]) -> tuple[Decimal, ...]:
    """Factors at which a floating result of these securities changes its sign, ascending."""
    results = [(c.security, c.quantity * marks[c.security].price, c.principal) for c in account.financing]
    results += [(c.security, -c.quantity * marks[c.security].price, -c.proceeds) for c in account.shorts]
    nets: dict[str | int, tuple[Decimal, Decimal]] = {}
    for place, (security, value, basis) in enumerate(results):
        if security in members:
            name = security if terms.netting == "per_security" else place
            values, bases = nets.get(name, (_ZERO, _ZERO))
            nets[name] = (values + value, bases + basis)
    return tuple(sorted({bases / values for values, bases in nets.values() if values and bases / values > 0}))


def _roots(curve: Callable[[Decimal], Decimal], kinks: tuple[Decimal, ...]) -> list[Decimal]:
    """The nearest factor on each side of one at which a piecewise linear curve is zero: below, then above."""
    if curve(_ONE) == 0:
        return [_ONE]
    down = [_ONE, *(kink for kink in reversed(kinks) if kink < _ONE), _ZERO]
    up = [_ONE, *(kink for kink in kinks if kink > _ONE)]
    last = up[-1]
    value, step = curve(last), curve(last + 1) - curve(last)
    end = last - 2 * value / step if value * step < 0 else last
    found = (_crossing(curve, down), _crossing(curve, [*up, end]))
    return [factor for factor in found if factor is not None and round(factor, _PLACES) > 0]


def _crossing(curve: Callable[[Decimal], Decimal], places: Iterable[Decimal]) -> Decimal | None:
    """Where the curve first becomes zero on the way through these places; it is linear between them."""
    for near, far in pairwise(places):
        before, after = curve(near), curve(far)
        if before != after and before * after <= 0:
            return near + (far - near) * before / (before - after)
    return None


def _why_not(row: Distance, *, moves: bool) -> Note:
    if not moves:
        return Note("这些价格变动不影响它", "these prices do not move it")
    if row.beyond:
        return Note("仅凭这些价格变动不能回到该线之上", "no move of these prices alone leads back to the line")
    if row.scope == "market":
        return Note("即使全部价格跌到零也不会触及", "it stays above even if all prices fall to zero")
    who = ("该证券", "this stock") if row.scope.startswith("security:") else ("这些证券", "these stocks")
    return Note(
        f"即使{who[0]}跌到零也不会触及", f"it stays above even at a price of zero: it cannot be reached by {who[1]} alone"
    )


def _sessions(factor: Decimal, members: tuple[str, ...], marks: Marks, terms: Terms) -> int | None:
    """Sessions until the slowest of the securities can have moved so far, at its full limit every day."""
    limits = [
        limit for name in members
        if (limit := daily_limit(name, terms.rules, risk_warned=marks[name].asset_class == "risk_warned")) is not None
    ]  # fmt: skip
    if not limits:
        return None
    falls = factor < _ONE
    step = _ONE - min(limits) if falls else _ONE + min(limits)
    reached, goal, count = _ONE, round(factor, _PLACES), 0
    while reached > goal if falls else reached < goal:
        reached, count = reached * step, count + 1
    return count


def _rounded(value: Decimal | None) -> Decimal | None:
    """To the digits of the caller's context."""
    return None if value is None else +value
