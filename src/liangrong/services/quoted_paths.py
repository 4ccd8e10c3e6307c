"""From the quotes of a store to a path that an account can live through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from liangrong.accounts.limits.orders import board_key
from liangrong.accounts.limits.price_limits import price_limits
from liangrong.core.errors import NoData, UsageError
from liangrong.core.results import Note
from liangrong.core.securities import SecurityId
from liangrong.stress.strategies.paths import Limits, PricePath

if TYPE_CHECKING:
    import polars as pl

    from liangrong.rules.rulebook import Rulebook
    from liangrong.services.workspace import Workspace

__all__ = ["ADJUSTED", "quoted_path"]

ADJUSTED: Final = Note(
    "价格由收盘价与除权前收盘价连乘复权，以账户首日收盘价为基准：分红送股视同再投资，不计红利税",
    "prices are chained from closes and ex-right previous closes, and are those printed on the account's first day: "
    "dividends and bonus shares count as reinvested, untaxed",
)

_STEPS: Final = {"fund": Decimal("0.001")}
_CENT: Final = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Bar:
    """One session of one security as printed, 元, and where chaining has its close."""

    open: Decimal
    close: Decimal
    level: Decimal
    limits: Limits | None


@dataclass(slots=True)
class _Series:
    """The prices of one security along the sessions of a path."""

    opens: list[Decimal]
    closes: list[Decimal]
    traded: list[bool]
    limits: list[Limits | None]


def quoted_path(
    workspace: Workspace, securities: Sequence[str], start: date, end: date, *, warm_up: int, rulebook: Rulebook
) -> tuple[PricePath, tuple[Note, ...]]:
    """Read a path of real prices.

    A session without a quote is one without trading, at the last close. Price limits are those of the board, taken from the
    printed previous close and moved along with the adjustment; a session that went beyond them had none.

    Parameters
    ----------
    start, end
        The account starts at the close of the first session from ``start`` on; both may be any day.
    warm_up
        Sessions before that to read as history, as far as the store has them.

    Raises
    ------
    InvalidSecurity
        A code cannot be one.
    NoData
        A security has no quote up to ``end``, or too few.
    UsageError
        The days are in the wrong order, or hold fewer than two sessions.
    BeyondCalendar
        A day lies outside the calendar.
    """
    names = list(dict.fromkeys(str(SecurityId.parse(text)) for text in securities))
    calendar = workspace.calendar
    if not names or calendar.count(start, end) < 1 or len(calendar.between(start, end)) < 2:
        raise UsageError(reason=f"From {start} to {end} there must be two sessions or more, and a security.",
                         reason_zh=f"{start} 至 {end} 须至少有两个交易日，且须指明证券。")  # fmt: skip
    begin = calendar.on_or_after(start)
    early = calendar.sessions[max(0, calendar.sessions.index(begin) - warm_up)]
    as_of, _ = workspace.as_of(end)
    frame = workspace.snapshot(as_of).table("quotes", start=early, keys={"security_id": names}).drop_nulls("close")
    bars = {name: dict(_bars(frame, name, rulebook)) for name in names}
    for name, found in bars.items():
        if not found:
            raise NoData(what=f"quotes of {name}", what_zh=f"{name} 的行情", where=f"{early} – {as_of.as_of}", nearest="-")
    first = max(min(found) for found in bars.values())
    notes = [ADJUSTED]
    if first > begin:
        notes.append(
            Note(
                f"首个共同报价在 {first}，账户自该日收盘开始",
                f"the first quote of all is on {first}; the account starts at its close",
            )
        )
    begin = max(first, begin)
    sessions = calendar.between(max(early, first), as_of.as_of)
    history = sessions.index(begin) if begin in sessions else len(sessions)
    if len(sessions) < history + 2:
        raise NoData(what="two sessions of quotes", what_zh="两个交易日的行情", where=", ".join(names), nearest=first)
    if history < warm_up:
        notes.append(Note(f"账户开始前只有 {history} 个交易日的历史，策略希望 {warm_up} 个：此前不足窗口时不交易",
                          f"{history} sessions of history before the account where {warm_up} are wanted: "
                          "a rule without its whole window waits"))  # fmt: skip
    series = {name: _along(name, found, sessions, begin) for name, found in bars.items()}
    path = PricePath(
        sessions=sessions,
        opens={name: tuple(one.opens) for name, one in series.items()},
        closes={name: tuple(one.closes) for name, one in series.items()},
        traded={name: tuple(one.traded) for name, one in series.items()},
        limits={name: tuple(one.limits) for name, one in series.items()},
        warm_up=history,
    )
    return path, tuple(notes)


def _bars(frame: pl.DataFrame, name: str, rulebook: Rulebook) -> Iterator[tuple[date, _Bar]]:
    """The sessions of a security with a quote, oldest first."""
    columns = ("trade_date", "open", "high", "low", "close", "previous_close")
    level: Decimal | None = None
    printed: Decimal | None = None
    rows = frame.filter(frame["security_id"] == name).sort("trade_date").select(columns)
    for day, opened, high, low, close, previous in rows.iter_rows():
        before = previous or printed
        level = close if level is None or not before else level * close / before
        printed = close
        prices = [price for price in (opened, high, low, close) if price]
        yield day, _Bar(opened or close, close, level, _limits(name, previous, prices, rulebook, day))


def _limits(name: str, previous: Decimal | None, prices: list[Decimal], rulebook: Rulebook, day: date) -> Limits | None:
    if not previous:
        return None
    low, high = price_limits(name, previous, rulebook.at(day))
    if low is None or high is None or min(prices) < low or max(prices) > high:
        return None
    return low, high


def _along(name: str, bars: dict[date, _Bar], sessions: Sequence[date], begin: date) -> _Series:
    """Prices on every session, at the scale on which the last one up to ``begin`` is as printed."""
    step = _STEPS.get(board_key(name), _CENT)
    base = bars[max(day for day in bars if day <= begin)]
    last = bars[max(day for day in bars if day <= sessions[0])]
    found = _Series([], [], [], [])

    def shown(price: Decimal, bar: _Bar) -> Decimal:
        moved = price * (bar.level / bar.close) * (base.close / base.level)
        return max(step, moved.quantize(step, rounding=ROUND_HALF_UP))

    for session in sessions:
        bar = bars.get(session)
        last = bar or last
        found.closes.append(shown(last.close, last))
        found.opens.append(shown(last.open, last) if bar else found.closes[-1])
        found.traded.append(bar is not None)
        found.limits.append((shown(bar.limits[0], bar), shown(bar.limits[1], bar)) if bar and bar.limits else None)
    return found
