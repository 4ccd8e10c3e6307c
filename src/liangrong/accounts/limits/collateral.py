"""What class of collateral a security is (可充抵保证金证券), how much of its value may count at most, and when P/E is looked at.

Caps and the threshold of P/E are law (SSE implementing rules, the article on conversion ratios; the exchanges' notice of
2016-12-02); a broker sets its own conversion ratios below them. A class counts only on days on which the book has a cap for it:
before that, such a security is what it was otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from liangrong.accounts.terms import venue_of
from liangrong.core.calendar import Calendar
from liangrong.core.errors import RuleNotInForce, UsageError
from liangrong.core.securities import Exchange, SecurityId, SecurityKind
from liangrong.rules.parameters import Venue
from liangrong.rules.rulebook import RulesInForce, Ruling

__all__ = ["asset_class_of", "cap_of", "capped", "pe_day_in_force", "pe_retest_day"]

_CAP: Final = "conversion_ratio_cap"
_ETF_CODES: Final = {
    Exchange.SSE: ("510", "511", "512", "513", "515", "516", "517", "518", "520", "530", "56", "588", "589"),
    Exchange.SZSE: ("159",),
}
_TREASURY_CODES: Final = {Exchange.SSE: ("010", "019", "020"), Exchange.SZSE: ("100", "101", "102", "108")}
"""First digits that the exchanges give to such securities. A fund or bond that none of them fits is an other one."""


def asset_class_of(
    security: str,
    rules: RulesInForce,
    *,
    index_member: bool = False,
    risk_warned: bool = False,
    suspended_listing: bool = False,
    delisting: bool = False,
    static_pe: Decimal | None = None,
    cash_product: bool = False,
) -> str:
    """Return the class of collateral, one of ``rules.parameters.ASSET_CLASSES``, from what is known of a security.

    What is not known is taken as not so, which for an index member, an ETF and a cash product gives the lower cap.

    Parameters
    ----------
    index_member
        Member of SSE 180 or SZSE 100 on the day.
    risk_warned, suspended_listing, delisting
        Under ST or *ST; listing suspended; in the delisting period.
    static_pe
        Price over the earnings per share of the last fiscal year; negative for a loss. See ``pe_day_in_force`` for its day.
    cash_product
        A broker's cash product or a money-market fund; codes do not tell.

    Raises
    ------
    InvalidSecurity
        The security is no code.
    UsageError
        It is an index or a B share, which are no collateral.

    Examples
    --------
    >>> from liangrong.rules.rulebook import Rulebook
    >>> rules = Rulebook.load().at(date(2025, 10, 9))
    >>> asset_class_of("600519.SH", rules, index_member=True), asset_class_of("688981.SH", rules, static_pe=Decimal(300))
    ('index_a_share', 'high_pe')
    """
    found = SecurityId.parse(security)
    if found.kind in (SecurityKind.INDEX, SecurityKind.B_SHARE):
        raise UsageError(reason=f"{found} is an index or a B share and cannot be collateral.",
                         reason_zh=f"{found} 是指数或 B 股，不能充抵保证金。")  # fmt: skip
    if cash_product:
        return "cash_product"
    if found.kind is SecurityKind.FUND:
        return "etf" if found.code.startswith(_ETF_CODES.get(found.exchange, ())) else "other_fund_or_bond"
    if found.kind is SecurityKind.BOND:
        return "treasury" if found.code.startswith(_TREASURY_CODES.get(found.exchange, ())) else "other_fund_or_bond"
    venue = venue_of(security)
    for name in _zero_classes(
        rules, venue, risk_warned=risk_warned, suspended_listing=suspended_listing, delisting=delisting, static_pe=static_pe
    ):
        if cap_of(name, rules, venue) is not None:
            return name
    return "index_a_share" if index_member else "other_a_share"


def cap_of(asset_class: str, rules: RulesInForce, venue: Venue = "SSE") -> Ruling | None:
    """Return the highest conversion ratio of a class, with its citation; ``None`` where no cap is in force on the day.

    Raises
    ------
    UnknownName
        There is no such class.
    """
    try:
        return rules.ruling(_CAP, key=asset_class, venue=venue)
    except RuleNotInForce:
        return None


def capped(conversion_ratio: Decimal, asset_class: str, rules: RulesInForce, venue: Venue = "SSE") -> Decimal:
    """Return a conversion ratio, lowered to the cap of its class where it is above; an unknown class (empty) has none.

    Raises
    ------
    UnknownName
        There is no such class.

    Examples
    --------
    >>> from liangrong.rules.rulebook import Rulebook
    >>> capped(Decimal("0.9"), "index_a_share", Rulebook.load().at(date(2025, 10, 9)))
    Decimal('0.70')
    """
    cap = cap_of(asset_class, rules, venue) if asset_class else None
    return conversion_ratio if cap is None or not isinstance(cap.value, Decimal) else min(conversion_ratio, cap.value)


def pe_retest_day(day: date, calendar: Calendar) -> date:
    """Return the session after whose close brokers look at P/E again in the week of a day: its last one.

    The result counts from the next session. In a week without sessions nothing is looked at: the last session before it.

    Raises
    ------
    BeyondCalendar
        The week is not within the calendar.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> pe_retest_day(date(2025, 9, 29), mainland())
    datetime.date(2025, 9, 30)
    """
    sunday = day + timedelta(days=6 - day.weekday())
    return calendar.on_or_before(sunday)


def pe_day_in_force(day: date, calendar: Calendar) -> date:
    """Return the session whose P/E decides on a day: the last retest before its week.

    Raises
    ------
    BeyondCalendar
        That lies before the calendar.

    Examples
    --------
    >>> from liangrong.core.calendar import mainland
    >>> pe_day_in_force(date(2025, 10, 9), mainland())
    datetime.date(2025, 9, 30)
    """
    return calendar.previous(day - timedelta(days=day.weekday()))


def _zero_classes(
    rules: RulesInForce, venue: Venue, *, risk_warned: bool, suspended_listing: bool, delisting: bool, static_pe: Decimal | None
) -> Iterator[str]:
    """The classes that count for nothing and that fit, the gravest first."""
    if delisting:
        yield "delisting"
    if suspended_listing:
        yield "suspended_listing"
    if risk_warned:
        yield "risk_warned"
    if static_pe is not None and _is_high(static_pe, rules, venue):
        yield "high_pe"


def _is_high(static_pe: Decimal, rules: RulesInForce, venue: Venue) -> bool:
    """At the threshold or above, or negative; "以上" includes the number itself."""
    try:
        return static_pe < 0 or static_pe >= rules.number("pe_zero_threshold", venue=venue)
    except RuleNotInForce:
        return False
