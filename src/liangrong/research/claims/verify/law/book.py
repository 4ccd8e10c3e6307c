"""What the rulebook says on the day that a claim speaks of, in the shape in which the checks need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from liangrong.core.errors import NotKnown, UsageError
from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Evidence
from liangrong.rules.parameters import DatedValue, Venue
from liangrong.rules.rulebook import Rulebook

__all__ = [
    "Change",
    "as_percent",
    "changes_of",
    "day_of_law",
    "earlier_values",
    "number_on",
    "rule_evidence",
    "title_of",
    "venue_of",
]


@dataclass(frozen=True, slots=True)
class Change:
    """One value of a rule following another.

    Parameters
    ----------
    before
        ``None`` for the first value.
    """

    before: Decimal | None
    after: Decimal
    dated: DatedValue


def day_of_law(today: date | None, claim: Claim, desk: Desk) -> date | None:
    """The day whose law decides: the printed day, else that of the text, at the latest the day until which the book is kept.

    ``None`` where neither is known. Of a later day the last law known is told; ``checks.py`` says so with it.
    """
    period = claim.period
    day = period.end if period is not None and claim.prints_day else today
    known = desk.rulebook.known_until if desk.rulebook else None
    return min(day, known) if day is not None and known is not None else day


def number_on(
    book: Rulebook, name: str, day: date, *, key: str | None = None, venue: Venue = "SSE"
) -> tuple[Decimal, Evidence] | None:
    """The value for a contract opened on a day, with its citation; nothing where the rule gives no number then."""
    try:
        ruling = book.at(day).ruling(name, key=key, venue=venue)
    except (NotKnown, UsageError):
        return None
    if isinstance(ruling.value, bool) or not isinstance(ruling.value, Decimal | int):
        return None
    value = Decimal(ruling.value)
    text = f"{title_of(book, name).zh} {ruling.since} 起 {as_percent(value) if ruling.unit == 'ratio' else f'{value:,f}'}"
    return value, Evidence("rule", text, f"{name}: {ruling.citation}")


def changes_of(book: Rulebook, name: str, *, key: str | None = None, venue: Venue = "SSE") -> Iterator[Change]:
    """The values of a rule on one exchange, oldest first, each with the one before."""
    before: Decimal | None = None
    for dated in book.parameter(name).history(venue, key):
        value = dated.value.get(key) if isinstance(dated.value, Mapping) and key is not None else dated.value
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            before = None
            continue
        yield Change(before, Decimal(value), dated)
        before = Decimal(value)


def earlier_values(book: Rulebook, name: str, day: date, *, key: str | None = None, venue: Venue = "SSE") -> list[Change]:
    """The values that were in force before the one of a day, the latest first."""
    begun = [change for change in changes_of(book, name, key=key, venue=venue) if change.dated.start <= day]
    return begun[-2::-1]


def rule_evidence(book: Rulebook, name: str, dated: DatedValue, text: str) -> Evidence:
    """A dated value as evidence, with its citation."""
    return Evidence("rule", f"{title_of(book, name).zh}：{text}", f"{name}: {dated.citation}")


def title_of(book: Rulebook, name: str) -> Note:
    """What a rule is called."""
    found = book.parameter(name)
    return Note(found.title_zh, found.title_en)


def venue_of(text: str) -> Venue:
    """The exchange whose rule is meant; Shanghai stands for both old ones, whose rules agree.

    Examples
    --------
    >>> venue_of("北交所融资保证金比例"), venue_of("沪深北交易所通知")
    ('BSE', 'SSE')
    """
    alone = ("北交所" in text or "Beijing Stock Exchange" in text) and not any(
        word in text for word in ("沪深", "上交所", "深交所", "Shanghai", "Shenzhen")
    )
    return "BSE" if alone else "SSE"


def as_percent(value: Decimal) -> str:
    """A ratio as texts print it.

    Examples
    --------
    >>> as_percent(Decimal("0.80")), as_percent(Decimal("1.255"))
    ('80%', '125.5%')
    """
    return f"{(value * 100).normalize():f}%"
