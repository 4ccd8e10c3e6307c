"""The terms that hold for a figure: its line, its days, and the margin ratios, by the text or by law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from liangrong.research.claims.figure import Kind
from liangrong.research.claims.verify.account.keeping import value_of
from liangrong.research.claims.verify.account.role import Role
from liangrong.research.claims.verify.account.roles import Part
from liangrong.research.claims.verify.account.state import Account, Value
from liangrong.research.claims.verify.account.words import DAYS_AHEAD, FOR_A_YEAR, MARGIN_RATIOS
from liangrong.research.claims.verify.law.concepts import FORMERLY, NOWADAYS

__all__ = ["Law", "may_be_ratio", "ratios_meant", "terms_at"]


_OTHERS: Final = re.compile(r"个人|散户|普通|一般|其他|其余|\b(?:retail|ordinary|others?|general|individuals?)\b", re.IGNORECASE)
_PRIVATE: Final = re.compile(r"私募|\b(?:private|hedge) funds?\b", re.IGNORECASE)


_PARTS: Final = re.compile(
    r"[;；。]|(?<=[\u4e00-\u9fff\d元])[,，](?=[^，,]{0,4}(?:若|如|新|旧|此|现|而|以|按|原|调))|, (?:and|while|but|now|under)\b"
)
"""Where one part of a sentence ends and another begins that may speak of another ratio."""


@dataclass(frozen=True, slots=True)
class Law:
    """What the rulebook says on the day of a text.

    Parameters
    ----------
    ratios
        The margin ratio for financing before the last change and since, as far as they are known.
    short
        That for short sales, of anyone and of a private fund.
    """

    ratios: tuple[Value, ...] = ()
    short: tuple[Value, ...] = ()
    withdrawal: Value | None = None


def terms_at(account: Account, role: Role, parts: Sequence[Part], place: int, local: Sequence[Value], law: Law) -> Account:
    """The account with the line, the days and the margin ratios that hold for a figure."""
    ahead = parts[place + 1 : place + 2]
    if role in (Role.FALL, Role.PRICE) and ahead and ahead[0].role is Role.LINE:
        return replace(account, line=value_of(ahead[0]))
    if role is Role.INTEREST and ahead and ahead[0].role is Role.DAYS and DAYS_AHEAD.match(parts[place].after):
        return replace(account, days=value_of(ahead[0]))
    if role in (Role.ADD, Role.SELL, Role.REPAY, Role.SETTLE):
        lines = [one for one in parts if one.role is Role.LINE]
        if lines and not any(one.figure.start < parts[place].figure.start for one in lines):
            return replace(account, line=value_of(lines[0]))
    if role is Role.INTEREST and FOR_A_YEAR.search(parts[place].before) and not any(one.role is Role.DAYS for one in parts):
        return replace(account, days=None)
    if role is Role.FALL and any(one.role is Role.LOSS for one in parts[:place]):
        return replace(account, line=None)
    if role is Role.WITHDRAW:
        return replace(account, line=_withdrawal(account, parts, law))
    if role in (Role.LIMIT, Role.NEEDED):
        following = [value_of(one) for one in ahead if not local and _is_ratio_ahead(one)]
        if (
            role is Role.NEEDED
            and account.short is not None
            and len(law.short) > 1
            and not (following or local or account.ratios)
        ):
            return replace(account, ratios=_of_shorts(parts[place], law))
        return replace(account, ratios=tuple(following) or _ratios(account, parts[place], local, law))
    return account


def _is_ratio_ahead(part: Part) -> bool:
    """Whether a margin ratio follows the amount that it gives."""
    percent = part.figure.kind is Kind.PERCENT and MARGIN_RATIOS[0] <= Fraction(part.figure.base) <= MARGIN_RATIOS[1]
    return (
        percent
        and part.role in (Role.MARGIN_RATIO, Role.UNKNOWN)
        and bool(re.match(r"\s*(?:of [\w ]+ )?(?:at|under|with)\b[\w ]*$|（按", part.before))
    )


def _withdrawal(account: Account, parts: Sequence[Part], law: Law) -> Value | None:
    """The line above which money may be taken out: as the sentence says, as was said before, or by law."""
    said = [value_of(one) for one in parts if one.role is Role.LINE]
    if law.withdrawal is None:
        return said[-1] if said else None
    return next((one for one in (*said, *filter(None, [account.line])) if one.amount >= law.withdrawal.amount), law.withdrawal)


def _ratios(account: Account, part: Part, local: Sequence[Value], law: Law) -> tuple[Value, ...]:
    if len(local) == 1:
        return tuple(local)
    at = part.figure.start - part.passage.start
    words = part.passage.text[:at]
    old, new = (max((one.start() for one in cue.finditer(words)), default=-1) for cue in (FORMERLY, NOWADAYS))
    known = tuple(local) or account.ratios or (law.ratios if max(old, new) >= 0 else ())
    if len(known) < 2 or old == new:
        return known
    if {one.amount for one in law.ratios} <= {one.amount for one in known} and len(law.ratios) > 1:
        known = law.ratios
    return known[:1] if old > new else known[-1:]


def ratios_meant(parts: Sequence[Part], place: int, known: Sequence[Part], law: Law) -> tuple[Value, ...]:
    """The margin ratios that may be meant at a figure: that of its own part of the sentence, else the old or the new one by the words for it, else any that is told.

    Parameters
    ----------
    known
        The figures told so far, this sentence's among them.
    """
    part = parts[place]
    text, at = part.passage.text, part.figure.start - part.passage.start
    begin = max((one.end() for one in _PARTS.finditer(text, 0, at)), default=0)
    end = next((one.start() for one in _PARTS.finditer(text, part.figure.end - part.passage.start)), len(text))
    inside = [one for one in parts if begin <= one.figure.start - part.passage.start < end and may_be_ratio(one)]
    ahead = [one for one in inside if one.figure.start < part.figure.start][-1:]
    if ahead or inside:
        return tuple(value_of(one) for one in ahead or inside[:1])
    words = next(
        (one for one in (text[begin:at], re.split(r"[;；。]", text[:at])[-1]) if FORMERLY.search(one) or NOWADAYS.search(one)), ""
    )
    told = tuple(dict.fromkeys(value_of(one) for one in known if may_be_ratio(one)))
    old, new = (max((one.start() for one in cue.finditer(words)), default=-1) for cue in (FORMERLY, NOWADAYS))
    if len(law.ratios) > 1 and old != new:
        return law.ratios[:1] if old > new else law.ratios[-1:]
    return told or (_of_shorts(part, law) if any(one.guess is Role.SHORT for one in parts) else law.ratios[-1:])


def _of_shorts(part: Part, law: Law) -> tuple[Value, ...]:
    """The margin ratio for short sales of whoever is named last before a figure; none of the time before a change, which is not at hand."""
    lead = part.passage.text[: part.figure.start - part.passage.start]
    private, others = (max((one.start() for one in words.finditer(lead)), default=-1) for words in (_PRIVATE, _OTHERS))
    return () if FORMERLY.search(lead) else law.short[1:] if private > others else law.short[:1]


def may_be_ratio(part: Part) -> bool:
    """Whether a figure may be a margin ratio, by its size and whatever is said beside it."""
    amount = Fraction(part.figure.base)
    return (
        part.figure.kind is Kind.PERCENT
        and MARGIN_RATIOS[0] <= amount <= MARGIN_RATIOS[1]
        and part.guess in (Role.MARGIN_RATIO, Role.UNKNOWN, Role.RATIO, Role.LINE)
    )
