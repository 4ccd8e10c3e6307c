"""The strategies that articles for private investors recommend for margin trading, as rules that can be tested.

None of them is advice. Several securities share the exposure evenly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.stress.view import OUT, Strategy, Target, View

__all__ = [
    "STRATEGIES", "Event", "Fixed", "HalfPosition", "Kind", "StopLoss", "Trend", "Value", "defaults", "named",
]  # fmt: skip

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


@dataclass(frozen=True, slots=True)
class Kind:
    """A strategy by name: what it does, and where the idea circulates."""

    name: str
    make: type[Any]
    title: Note
    origin: Note


_ARTICLES: Final = Note(
    "2025 年 7 至 8 月搜狐财经等平台的融资杠杆文章", "articles on margin leverage, Sohu and others, July and August 2025"
)

STRATEGIES: Final[Mapping[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("fixed", Fixed, Note("按固定杠杆一次买入并持有，可定期恢复杠杆", "buy once at a fixed leverage and hold; restored at intervals if asked"),
             Note("“中长线 1 至 1.5 倍、波段 1.5 至 2 倍”的说法；" + _ARTICLES.zh, f"1 to 1.5 times for the long run, up to 2 for swings: {_ARTICLES.en}")),
        Kind("position", HalfPosition, Note("半仓加杠杆，其余自有资金留作缓冲", "half of the own money with leverage, the rest kept as a cushion"),
             Note("“满仓加杠杆不对，半仓更稳”的说法；搜狐财经，2025-08-02", "half rather than full positions: Sohu, 2 August 2025")),
        Kind("trend", Trend, Note("收盘在均线（年线）之上才加杠杆持有", "hold with leverage only above the moving average of 250 closes"),
             Note("“趋势优先”；搜狐财经，2025-07-20", "the trend comes first: Sohu, 20 July 2025")),
        Kind("value", Value, Note("跌深后以低杠杆买入，收复后卖出", "buy with little leverage after a deep fall, sell after the recovery"),
             Note("“低估值、低杠杆、中长线”的说法；" + _ARTICLES.zh, f"cheap shares and little leverage for the long run: {_ARTICLES.en}")),
        Kind("event", Event, Note("事件驱动高杠杆，最多持有五个交易日", "much leverage on an event, held for five sessions at most"),
             Note("“事件驱动、快进快出”的说法；" + _ARTICLES.zh, f"trading events and leaving quickly: {_ARTICLES.en}")),
        Kind("stop_loss", StopLoss, Note("加杠杆持有并动态止损，创新高再买回", "hold with leverage and a trailing stop, come back on a new high"),
             Note("“动态止损”的说法；" + _ARTICLES.zh, f"trailing stops: {_ARTICLES.en}")),
    )
}  # fmt: skip
"""Name to strategy, in the order in which they are listed."""


def named(text: str, given: Mapping[str, str] | None = None) -> Strategy:
    """Return a strategy from its name and parameters, as people type them.

    Parameters
    ----------
    text
        A name, or ``name:parameter=value,parameter=value``; several dates are joined by ``/``.
    given
        More parameters, over those in ``text``.

    Raises
    ------
    UnknownName
        There is no such strategy, or it has no such parameter.
    UsageError
        A value cannot be read, or makes no sense.

    Examples
    --------
    >>> named("trend:window=120,leverage=1.2")
    Trend(leverage=Decimal('1.2'), window=120)
    """
    name, _, listed = text.partition(":")
    kind = STRATEGIES.get(name)
    if kind is None:
        raise UnknownName(kind="strategy", kind_zh="策略", name=name, known=", ".join(STRATEGIES))
    values: dict[str, str] = {}
    for pair in filter(None, listed.split(",")):
        parameter, equals, value = pair.partition("=")
        if not equals:
            raise UsageError(reason=f"'{pair}' in '{text}' is no parameter; write name:parameter=value.",
                             reason_zh=f"“{text}”中的“{pair}”不是参数，请写成 名称:参数=值。")  # fmt: skip
        values[parameter.strip()] = value.strip()
    values |= given or {}
    known: dict[str, Field[Any]] = {item.name: item for item in fields(kind.make)}
    for parameter in values:
        if parameter not in known:
            raise UnknownName(kind=f"parameter of {name}", kind_zh=f"{name} 的参数", name=parameter, known=", ".join(known))
    made: Strategy = kind.make(**{key: _read(name, known[key], value) for key, value in values.items()})
    return _checked(name, made)


def defaults(name: str) -> Mapping[str, Any]:
    """Return the parameters of a strategy with their defaults."""
    return {item.name: item.default for item in fields(STRATEGIES[name].make)}


def _all(view: View, leverage: Decimal, exposure: Decimal | None = None) -> Target:
    """The same weight for every security; ``exposure`` over net worth, by default the leverage."""
    each = (leverage if exposure is None else exposure) / len(view.closes)
    return Target(dict.fromkeys(view.closes, each), leverage)


def _these(view: View, wanted: list[str], leverage: Decimal) -> Target | None:
    """Each wanted security with its even share of the exposure; nothing where just these are held."""
    if set(wanted) == set(view.positions):
        return None
    return Target(dict.fromkeys(wanted, leverage / len(view.closes)), leverage) if wanted else OUT


def _read(name: str, item: Field[Any], text: str) -> Any:
    try:
        if isinstance(item.default, tuple):
            return tuple(date.fromisoformat(day) for day in text.split("/"))
        number = Decimal(text.removesuffix("%")).scaleb(-2) if text.endswith("%") else Decimal(text)
        if number.is_finite() and (not isinstance(item.default, int) or number == int(number)):
            return int(number) if isinstance(item.default, int) else number
    except (ValueError, InvalidOperation):
        pass
    must_zh, must = {
        int: ("整数", "a whole number"),
        tuple: ("日期，如 2025-07-01/2025-09-03", "days such as 2025-07-01/2025-09-03"),
    }.get(type(item.default), ("数字", "a number"))
    raise UsageError(reason=f"{item.name} of {name} is '{text}'; it must be {must}.",
                     reason_zh=f"{name} 的 {item.name} 为“{text}”，须为{must_zh}。")  # fmt: skip


_LEAST: Final[Mapping[str, int]] = {"rebalance": 0, "window": 2, "back": 2, "sessions": 1, "every": 1}
_BETWEEN: Final[Mapping[str, tuple[Decimal, Decimal]]] = {
    "leverage": (Decimal(1), Decimal(3)),
    "share": (Decimal("0.01"), Decimal(1)),
    "fall": (Decimal("0.01"), Decimal("0.99")),
    "recovery": (Decimal(0), Decimal("0.99")),
    "trail": (Decimal("0.01"), Decimal("0.99")),
}
"""What a parameter may be; leverage above 1 + 1/m is possible at no margin ratio there has been."""


def _checked(name: str, made: Strategy) -> Strategy:
    for item in fields(made):  # type: ignore[arg-type]
        value = getattr(made, item.name)
        if item.name in _LEAST and value < _LEAST[item.name]:
            least = _LEAST[item.name]
            raise UsageError(reason=f"{item.name} of {name} is {value}; it must be {least} or more.",
                             reason_zh=f"{name} 的 {item.name} 为 {value}，须不小于 {least}。")  # fmt: skip
        if item.name in _BETWEEN and not _BETWEEN[item.name][0] <= value <= _BETWEEN[item.name][1]:
            low, high = _BETWEEN[item.name]
            raise UsageError(reason=f"{item.name} of {name} is {value}; it must lie between {low} and {high}.",
                             reason_zh=f"{name} 的 {item.name} 为 {value}，须在 {low} 与 {high} 之间。")  # fmt: skip
    if isinstance(made, Value) and made.recovery >= made.fall:
        raise UsageError(reason=f"recovery of value is {made.recovery}; it must be below fall, {made.fall}.",
                         reason_zh=f"value 的 recovery 为 {made.recovery}，须小于 fall {made.fall}。")  # fmt: skip
    return made
