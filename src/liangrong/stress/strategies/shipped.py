"""The strategies that articles for private investors recommend for margin trading, as rules that can be tested.

None of them is advice. Several securities share the exposure evenly.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from liangrong.stress.strategies.view import OUT, Target, View

__all__ = ["Event", "Fixed", "HalfPosition", "StopLoss", "Trend", "Value"]

_TWO: Final = Decimal(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Buy at once with a leverage, and hold.

    Parameters
    ----------
    leverage
        Market value over own money; 1 is without debt.
    rebalance
        Restore the leverage every so many sessions; 0: never.
    """

    leverage: Decimal = Decimal("1.5")
    rebalance: int = 0

    @property
    def history(self) -> int:
        """None."""
        return 0

    def decide(self, view: View) -> Target | None:
        """Enter at the first close, and again where the leverage is to be restored."""
        due = view.place == 0 or (self.rebalance > 0 and view.place % self.rebalance == 0)
        return _all(view, self.leverage) if due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfPosition:
    """Put a share of the own money to work with a leverage; the rest stays in the account as cash.

    Parameters
    ----------
    share
        Part of the own money; 1 is a full position.
    leverage
        Of the part that is put to work.
    """

    share: Decimal = Decimal("0.5")
    leverage: Decimal = _TWO

    @property
    def history(self) -> int:
        """None."""
        return 0

    def decide(self, view: View) -> Target | None:
        """Enter at the first close."""
        return _all(view, self.leverage, self.share * self.leverage) if view.place == 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Hold what closes above its moving average, sell what closes below.

    Parameters
    ----------
    window
        Closes in the average, today's included: 250 are the 年线.
    """

    leverage: Decimal = Decimal("1.5")
    window: int = 250

    @property
    def history(self) -> int:
        """The window without today."""
        return self.window - 1

    def decide(self, view: View) -> Target | None:
        """Answer only when a security crosses its average; without a whole window there is none to cross."""
        wanted = [name for name, closes in view.closes.items() if self._above(closes)]
        return _these(view, wanted, self.leverage)

    def _above(self, closes: tuple[Decimal, ...]) -> bool:
        last = closes[-self.window :]
        return len(last) == self.window and last[-1] > sum(last) / self.window


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """Buy with little leverage what has fallen far, sell it once most of the fall is made good.

    The price against its own high stands for cheapness; earnings and books are not looked at.

    Parameters
    ----------
    fall
        Buy when the close is so far below the highest close of the window.
    recovery
        Sell when it is no further below than this.
    window
        Closes in which the highest is looked for.
    """

    leverage: Decimal = Decimal("1.3")
    fall: Decimal = Decimal("0.3")
    recovery: Decimal = Decimal("0.1")
    window: int = 250

    @property
    def history(self) -> int:
        """The window without today."""
        return self.window - 1

    def decide(self, view: View) -> Target | None:
        """Answer only when a security has fallen or recovered far enough; without a whole window there is no high to fall from."""
        wanted = []
        for name, closes in view.closes.items():
            last = closes[-self.window :]
            if len(last) < self.window:
                continue
            below = 1 - closes[-1] / max(last)
            if below >= self.fall or (name in view.positions and below > self.recovery):
                wanted.append(name)
        return _these(view, wanted, self.leverage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Buy with much leverage on an event, and leave after a few sessions whatever happened.

    Parameters
    ----------
    sessions
        Closes for which it is held at most; it is sold at the open after the last.
    dates
        Days of events; it is bought at the open after each.
    every
        Without dates: an event every so many sessions, which tests the costs of the habit and no skill.
    """

    leverage: Decimal = Decimal("1.8")
    sessions: int = 5
    dates: tuple[date, ...] = ()
    every: int = 20

    @property
    def history(self) -> int:
        """None."""
        return 0

    def decide(self, view: View) -> Target | None:
        """Enter on an event, leave when the sessions are over."""
        if view.positions:
            return OUT if all(held.sessions >= self.sessions for held in view.positions.values()) else None
        happened = view.sessions[-1] in self.dates if self.dates else view.place % self.every == 0
        return _all(view, self.leverage) if happened else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLoss:
    """Hold with leverage, sell what falls too far below its highest close since it was bought; come back on a new high.

    Parameters
    ----------
    trail
        The fall from that high that is too far.
    back
        Buy again when the close is the highest of so many.
    """

    leverage: Decimal = Decimal("1.5")
    trail: Decimal = Decimal("0.1")
    back: int = 20

    @property
    def history(self) -> int:
        """Closes that a new high is judged by."""
        return self.back - 1

    def decide(self, view: View) -> Target | None:
        """Enter at the first close; then answer only when a stop or a new high is reached."""
        wanted = []
        for name, closes in view.closes.items():
            held = view.positions.get(name)
            if held is None:
                if view.place == 0 or closes[-1] >= max(closes[-self.back :]):
                    wanted.append(name)
            elif closes[-1] > held.high * (1 - self.trail):
                wanted.append(name)
        return _these(view, wanted, self.leverage)


def _all(view: View, leverage: Decimal, exposure: Decimal | None = None) -> Target:
    """The same weight for every security; ``exposure`` over net worth, by default the leverage."""
    each = (leverage if exposure is None else exposure) / len(view.closes)
    return Target(dict.fromkeys(view.closes, each), leverage)


def _these(view: View, wanted: list[str], leverage: Decimal) -> Target | None:
    """Each wanted security with its even share of the exposure; nothing where just these are held."""
    if set(wanted) == set(view.positions):
        return None
    return Target(dict.fromkeys(wanted, leverage / len(view.closes)), leverage) if wanted else OUT
