"""What is known of an account at a place of its example: what was given, what a hypothesis makes of it, and the words for each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

__all__ = ["Account", "Move", "Value", "assets_now", "debts_now", "given", "moved", "netted", "placed"]

_ONE: Final = Fraction(1)


@dataclass(frozen=True, slots=True)
class Value:
    """A number with how it was come by."""

    amount: Fraction
    words: str

    def __add__(self, other: Value) -> Value:
        """Their sum."""
        return Value(self.amount + other.amount, f"{self.words} + {other.words}")

    def __sub__(self, other: Value) -> Value:
        """Their difference."""
        return Value(self.amount - other.amount, f"{self.words} - {_closed(other.words)}")

    def __mul__(self, other: Value) -> Value:
        """Their product."""
        return Value(self.amount * other.amount, f"{_closed(self.words)} × {_closed(other.words)}")

    def __truediv__(self, other: Value) -> Value:
        """Their quotient; the divisor is not zero."""
        return Value(
            self.amount / other.amount, self.words if other.words == "1" else f"{_closed(self.words)}/{_closed(other.words)}"
        )


@dataclass(frozen=True, slots=True)
class Move:
    """A fall or a rise of the price by a share of it; ``on_all`` where everything in the account is said to shrink."""

    share: Value
    falls: bool
    on_all: bool = False

    @property
    def factor(self) -> Value:
        """What is left of one."""
        one = Value(_ONE, "1")
        left = one - self.share if self.falls else one + self.share
        return Value(left.amount, f"({left.words})")


@dataclass(frozen=True)
class Account:
    """An account of an example; ``None`` and empty for what was not told.

    Parameters
    ----------
    assets
        As told or worked out before any hypothesis.
    now
        What the assets may be under the hypothesis in force, the likeliest first.
    holding
        What the securities may be worth under it.
    keeps_cash
        Whether own cash was said to stay in the account; ``None`` where nothing was said.
    limits, needs
        Amounts of one kind in the order of the text, to be compared.
    gains
        What was lost or won, as stated and as worked out.
    extra
        An amount that the sentence pays in.
    less
        An amount that the sentence sells or pays back.
    also
        Assets before the hypothesis, where the sentence may speak of them again.
    owing
        What borrowed shares are worth under the hypothesis in force: a short seller owes shares, so that a move changes the debt.
    is_abstract
        Whether only a ratio was told, so that all is reckoned for one of debt.
    """

    actor: str = ""
    own: Value | None = None
    collateral: Value | None = None
    conversion: Value | None = None
    margin: Value | None = None
    loan: Value | None = None
    debt: Value | None = None
    assets: Value | None = None
    position: Value | None = None
    short: Value | None = None
    shares: Value | None = None
    price: Value | None = None
    later_price: Value | None = None
    move: Move | None = None
    now: tuple[Value, ...] = ()
    holding: tuple[Value, ...] = ()
    line: Value | None = None
    rate: Value | None = None
    days: Value | None = None
    ratios: tuple[Value, ...] = ()
    limits: tuple[Value, ...] = ()
    needs: tuple[Value, ...] = ()
    gains: tuple[Value, ...] = ()
    keeps_cash: bool | None = None
    extra: tuple[Value, ...] = ()
    less: tuple[Value, ...] = ()
    also: tuple[Value, ...] = ()
    owing: Value | None = None
    is_abstract: bool = False

    @property
    def owes_shares(self) -> bool:
        """Whether what is owed are shares that were sold short."""
        return self.short is not None and self.loan is None


def debts_now(account: Account) -> tuple[Value, ...]:
    """What is owed: under the hypothesis in force, else as told."""
    found = account.owing or account.debt or account.loan or account.short
    return (found,) if found is not None and found.amount > 0 else ()


def assets_now(account: Account) -> tuple[Value, ...]:
    """What the account may hold: under the hypothesis in force, else as told, else own and borrowed together."""
    return account.now or _assets(account)


def given(account: Account) -> Account:
    """The account before any hypothesis."""
    return replace(account, now=(), holding=(), owing=None)


def _assets(account: Account) -> tuple[Value, ...]:
    if account.assets is not None:
        return (account.assets,)
    if account.debt is not None and account.loan is None and account.own is not None and account.position is not None:
        return (account.own + account.position,)
    brought = [one for one in (account.own, account.collateral) if one is not None]
    if account.owes_shares and account.short is not None and account.own is not None:
        return (sum(brought[1:], start=brought[0]) + account.short,)
    if not brought and account.position is not None and debts_now(account):
        return (account.position,)
    if account.loan is None or not brought:
        return ()
    total = sum(brought[1:], start=brought[0]) + account.loan
    if account.own is None or account.position is None or account.position.amount in (total.amount, account.loan.amount):
        return (total,)
    return (total, account.own + account.position + account.loan, account.own + account.position)


def placed(account: Account) -> tuple[Value, ...]:
    """What of the assets may move with the price: the securities as told, all, or what was bought on credit."""
    if account.holding:
        return account.holding
    everything, credit = _assets(account), debts_now(account)
    if account.keeps_cash is False and everything:
        return everything
    if account.position is not None:
        stock = tuple(
            total - account.own for total in everything if account.own is not None and total.amount > account.own.amount
        )
        return (account.position,) if account.keeps_cash else (account.position, *everything, *stock)
    bought = () if account.loan is None and account.keeps_cash is None else credit
    return bought if account.keeps_cash and bought else (*everything, *bought)


def moved(account: Account, move: Move, *, further: bool | None) -> Account:
    """The account after a move: from the given state, from the hypothesis in force where it goes further, or from either where nothing is said."""
    if account.owes_shares:
        owed = debts_now(account if further else given(account))
        return replace(account, move=move, owing=owed[0] * move.factor) if owed else account
    if further is None:
        first, second = moved(account, move, further=False), moved(account, move, further=True)
        both = (*first.now, *second.now), (*first.holding, *second.holding)
        return replace(first, now=tuple(dict.fromkeys(both[0])), holding=tuple(dict.fromkeys(both[1])))
    base = account if further else given(account)
    assets, holdings = assets_now(base), placed(base)
    now: list[Value] = []
    holding: list[Value] = []
    for total in assets:
        for held in (assets if move.on_all else holdings) or assets:
            if held.amount > total.amount:
                continue
            left = held * move.factor
            now.append(left if held.amount == total.amount else total - held + left)
            holding.append(left)
    if not assets:
        holding = [held * move.factor for held in holdings]
    return replace(account, move=move, now=tuple(dict.fromkeys(now)), holding=tuple(dict.fromkeys(holding)), later_price=None)


def netted(account: Account) -> tuple[Value, ...]:
    """What belongs to the client."""
    return tuple(total - owed for total in assets_now(account) for owed in debts_now(account))


def _closed(words: str) -> str:
    return f"({words})" if " + " in words or " - " in words or " × " in words or "/" in words else words
