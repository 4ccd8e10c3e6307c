"""Complete what an account's file leaves open: prices and 折算率 from the store, else the cap of the security's class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import polars as pl

from liangrong.accounts.events import MarketUpdate
from liangrong.accounts.intake.entries import AccountEntry, GivenMark
from liangrong.accounts.limits.collateral import asset_class_of
from liangrong.accounts.limits.price_limits import price_limits
from liangrong.accounts.marks import Mark
from liangrong.accounts.terms import venue_of
from liangrong.core.errors import InvalidAccount, InvalidSecurity
from liangrong.core.results import Note
from liangrong.rules.rulebook import RulesInForce

if TYPE_CHECKING:
    from liangrong.market.snapshot import MarketSnapshot

__all__ = ["LONGEST_SUSPENSION", "Known", "completed", "known_of", "missing"]

_PLAIN_STOCK: Final = "other_a_share"
"""What a stock is taken for when its 折算率 must be assumed; where it is stated, the stock may as well be an index member."""

LONGEST_SUSPENSION: Final = timedelta(days=400)
"""How far back the last price of a suspended security is looked for."""


@dataclass(frozen=True, slots=True)
class _Quote:
    day: date
    price: Decimal
    previous_close: Decimal | None


@dataclass(frozen=True)
class Known:
    """What a store says of some securities on a session: their last quotes, and the 折算率 of the latest list."""

    on: date
    quotes: Mapping[str, _Quote] = field(default_factory=dict)
    conversion_ratios: Mapping[str, Decimal] = field(default_factory=dict)


def known_of(snapshot: MarketSnapshot, securities: Sequence[str]) -> Known:
    """Read the last quote and the latest 折算率 of each security up to the snapshot's day."""
    on = snapshot.as_of.as_of
    keys = {"security_id": list(securities)}
    quotes = snapshot.table("quotes", start=on - LONGEST_SUSPENSION, keys=keys).drop_nulls("close")
    last = quotes.group_by("security_id", maintain_order=True).agg(pl.col("trade_date", "close", "previous_close").last())
    lists = snapshot.table("eligible_collateral", start=on - LONGEST_SUSPENSION, keys=keys).drop_nulls("conversion_ratio")
    ratios = lists.group_by("security_id", maintain_order=True).agg(pl.col("conversion_ratio").last())
    return Known(
        on,
        {security: _Quote(day, close, previous) for security, day, close, previous in last.iter_rows()},
        {security: Decimal(str(ratio)) for security, ratio in ratios.iter_rows()},
    )


def completed(entry: AccountEntry, rules: RulesInForce, known: Known | None) -> tuple[Mapping[str, Mark], tuple[Note, ...]]:
    """Give every security of an account its mark, and say what was assumed.

    Parameters
    ----------
    known
        What the store says; ``None`` without a store.

    Raises
    ------
    InvalidAccount
        A security has no price, neither in the file nor in the store, or is a label without a 折算率.
    """
    marks: dict[str, Mark] = {}
    assumed: list[str] = []
    stale: list[str] = []
    held = {item.security for item in (*entry.account.collateral, *entry.account.contracts)}
    first = _first_marks(entry)
    for security, stated in entry.given.items():
        given = stated
        quote = known.quotes.get(security) if known and given.price is None else None
        price = given.price if quote is None else quote.price
        if price is None and security not in held:
            if security not in first:
                continue
            price, ratio_then = first[security]
            given = replace(given, conversion_ratio=given.conversion_ratio if ratio_then is None else ratio_then)
        if price is None:
            raise _no_price(entry, security, known)
        asset_class = given.asset_class or _class_of(security, rules)
        ratio = given.conversion_ratio
        if ratio is None and known:
            ratio = known.conversion_ratios.get(security)
        if ratio is None:
            ratio = _cap(entry, security, asset_class, rules)
            assumed.append(security)
        elif asset_class == _PLAIN_STOCK and not given.asset_class:
            asset_class = ""
        suspended = quote is not None and known is not None and quote.day < known.on
        if quote is not None and suspended:
            stale.append(f"{security} ({quote.day})")
        previous = given.previous_close if given.previous_close is not None or quote is None else quote.previous_close
        down, up = price_limits(security, previous, rules) if previous else (None, None)
        marks[security] = Mark(
            price=price, conversion_ratio=ratio, asset_class=asset_class, previous_close=previous, limit_up=up, limit_down=down,
            suspended=given.suspended or suspended, fair_price=given.fair_price, industry=given.industry,
        )  # fmt: skip
    return marks, _notes(assumed, stale, known.on if known else entry.on)


def _first_marks(entry: AccountEntry) -> Mapping[str, tuple[Decimal, Decimal | None]]:
    """What the ledger first says of each security: a price, and the 折算率 where it gives a whole mark."""
    found: dict[str, tuple[Decimal, Decimal | None]] = {}
    for event in entry.events:
        if isinstance(event, MarketUpdate):
            for security, mark in event.marks.items():
                found.setdefault(security, (mark.price, mark.conversion_ratio))
        traded, price = getattr(event, "security", None), getattr(event, "price", None)
        if traded is not None and price is not None:
            found.setdefault(traded, (price, None))
    return found


def _class_of(security: str, rules: RulesInForce) -> str:
    try:
        return asset_class_of(security, rules)
    except InvalidSecurity:
        return ""


def _cap(entry: AccountEntry, security: str, asset_class: str, rules: RulesInForce) -> Decimal:
    if not asset_class:
        raise InvalidAccount(
            place=entry.place, reason=f"{security}: a label that is no code needs its conversion_ratio (折算率)",
            reason_zh=f"{security}：非证券代码的名称须写明折算率 conversion_ratio")  # fmt: skip
    return rules.number("conversion_ratio_cap", key=asset_class, venue=venue_of(security))


def _no_price(entry: AccountEntry, security: str, known: Known | None) -> InvalidAccount:
    zh = "数据目录中也没有它的行情" if known else "也没有数据目录可查"
    en = "the store has no quote of it either" if known else "there is no store to look it up in"
    return InvalidAccount(
        place=entry.place,
        reason=f"{security}: the file gives no price for {entry.on}, and {en}",
        reason_zh=f"{security}：文件没有给出 {entry.on} 的价格，{zh}",
        hint="Write a price beside the position, or name a folder with quotes as the store.",
        hint_zh="请在持仓旁写明价格，或指定有行情的数据目录。",
    )


def _notes(assumed: list[str], stale: list[str], on: date) -> tuple[Note, ...]:
    notes = []
    if assumed:
        names = ", ".join(assumed)
        notes.append(Note(
            f"未给出折算率，按所属类别的上限计：{names}；券商实际折算率可能更低，保证金可用余额因此可能偏高",
            f"no conversion ratio given, the cap of the class is used: {names}; a broker's own may be lower, and available margin with it",
        ))  # fmt: skip
    if stale:
        names = ", ".join(stale)
        notes.append(Note(f"{on} 无行情，用此前最后价格并视为停牌：{names}",
                          f"no quote on {on}, the last price before is used and trading taken as suspended: {names}"))  # fmt: skip
    return tuple(notes)


def missing(given: Mapping[str, GivenMark]) -> list[str]:
    """The securities of which a file leaves price or 折算率 open."""
    return [security for security, mark in given.items() if mark.price is None or mark.conversion_ratio is None]
