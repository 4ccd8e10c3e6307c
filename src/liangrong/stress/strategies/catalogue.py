"""The strategies by name: what each does, where the idea circulates, and how its parameters are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from liangrong.core.errors import UnknownName, UsageError
from liangrong.core.results import Note
from liangrong.stress.strategies.shipped import Event, Fixed, HalfPosition, StopLoss, Trend, Value
from liangrong.stress.strategies.view import Strategy

__all__ = ["STRATEGIES", "Kind", "defaults", "named"]


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
