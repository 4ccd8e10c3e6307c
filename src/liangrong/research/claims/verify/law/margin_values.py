"""The value of a margin ratio on a day, in a window, and of contracts that a change spared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.asked import is_flat, is_supposed
from liangrong.research.claims.verify.law.book import (
    Change,
    as_percent,
    changes_of,
    day_of_law,
    earlier_values,
    number_on,
    rule_evidence,
    title_of,
    venue_of,
)
from liangrong.research.claims.verify.law.concepts import CUT, DENIED, PRIVATE_FUND, RAISED
from liangrong.research.claims.verify.law.margin_steps import (
    AFTER_CLOSE,
    LATELY,
    effective,
    is_change,
    step_refuted,
    step_supported,
)
from liangrong.research.claims.verify.law.reach import rollovers_told
from liangrong.research.claims.verify.law.wording import (
    BROKER,
    FLOOR,
    is_house,
    is_old,
    takes_effect,
    with_its_day,
)
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.rules.rulebook import Rulebook

__all__ = ["eve_of", "of_open_contracts", "value_judged"]

_LOOSE: Final = timedelta(days=31)
"""Windows are told loosely."""
_EVERYONE: Final = re.compile(
    r"所有|全部|一律|统一|不分|无论|不论|\beveryone\b|\beverybody\b|\ball (?:investors|short sellers|clients|accounts|borrowers|funds)|\bevery (?:investor|short seller|client)|across the board",
    re.IGNORECASE,
)
"""Words that say that nobody is excepted."""
_MUST: Final = re.compile(
    r"须|应当|必须|不得|不能|不低于|\bmust\b|\b(?:has|have|had) to\b|\brequire|\bat least\b|\bno(?:t)? less than\b|\bface",
    re.IGNORECASE,
)
"""Words of duty."""
_BEFORE: Final = re.compile(r"\s*(?:之|以)?前(?!后|一|两|三|次|期)")
_AHEAD: Final = re.compile(r"\b(?:before|until|prior to|up to)\s+(?:the\s+)?(?:end of\s+)?$", re.IGNORECASE)
_CAME_TO: Final = re.compile(rf"(?:{RAISED.pattern}|{CUT.pattern})[^。.;；]{{0,70}}$", re.IGNORECASE)
_UNDER: Final = re.compile(
    r"(?<!不得)(?<!不能)(?<!不可)(?<!不应)(?<!不)(?:低于|少于)\s*[\d.]*\s*[%％]?$|(?<!not )(?<!no )(?<!n't )(?<!not be )(?<!never be )\b(?:below|under|less than|lower than)\s+(?:the )?[\d.]*\s*(?:%|percent|per cent)?$",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(rf"{DENIED.pattern}|\b(?:no|nobody|none|neither)\b", re.IGNORECASE)
_MAY: Final = re.compile(r"可(?:以)?|允许|能够?|有权|\b(?:may|can|free to|allowed|permitted|entitled)\b(?! ?not)", re.IGNORECASE)
_RESPECTIVELY: Final = re.compile(r"分别|依次|respectively", re.IGNORECASE)


_SOME: Final = re.compile(r"部分|个别|某|有的|该股|个股|\bsome\b|\bcertain\b", re.IGNORECASE)
_NEED_NOT: Final = re.compile(
    r"不(?:必|用|需)|[无毋](?:需|须)|\b(?:need not|not (?:need|have) to|no need|not (?:be )?required)\b|n't (?:need|have) to\b",
    re.IGNORECASE,
)
_DONE_AWAY: Final = re.compile(
    r"(?:取消|废止|废除|不再设|abolish\w*|scrap\w*|drop(?:s|ped)?|remov\w+)(?: the)?[^，,。；;.\d]{0,12}$", re.IGNORECASE
)
_AT: Final = re.compile(r"(?:\bat|\bunder|比例|按)\s*$", re.IGNORECASE)


def of_open_contracts(
    today: date | None, claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure
) -> Iterator[Ruling]:
    """The ratio of contracts that were open when a change spared them: the one before it."""
    name, key = asked
    changes = [
        one for one in changes_of(book, name, key=key) if one.before is not None and one.dated.applies_to == "new_contracts"
    ]
    last = [one for one in changes if today is not None and (one.dated.announced or one.dated.start) <= today][-1:]
    if not last or last[0].before is None or last[0].dated.on_rollover == "adopt":
        return
    change, before = last[0], last[0].before
    title, text = title_of(book, name), f"{change.dated.start} 以前开立的合约仍为 {as_percent(before)}"
    evidence = (rule_evidence(book, name, change.dated, text),)
    if rollovers_told(claim.passage.text[claim.start - claim.passage.start :]) == "adopts":
        yield refuted(claim, Note(f"规则是：{text}，展期后也不变。", f"The rule: contracts opened before {change.dated.start} keep {as_percent(before)}, rolled over or not."),
                      "scope", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip
    elif figure.rounding().contains(before) or (figure.rounding().contains(change.after) and _NEED_NOT.search(claim.text)):
        yield supported(claim, Note(f"与规则相符：{text}。", f"The rulebook agrees: contracts opened before {change.dated.start} keep {as_percent(before)}."),
                        basis="rulebook", evidence=evidence)  # fmt: skip
    elif figure.rounding().contains(change.after):
        yield refuted(claim, Note(f"适用对象有误：{title.zh}，{text}。", f"Wrong contracts: those opened before {change.dated.start} keep {as_percent(before)}."),
                      "scope", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _is_window(claim: Claim, today: date | None) -> bool:
    """Whether the claim prints a time, longer than a day, that was over when it was written."""
    period = claim.period
    return (
        period is not None
        and period.at != (-1, -1)
        and not period.is_day
        and not period.open_end
        and today is not None
        and period.end < today
    )


def _of_the_other(claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure) -> Ruling | None:
    """A change to a value on a day that was one of the other ratio, where the one that is named had none about then."""
    if not claim.prints_day or not _CAME_TO.search(claim.passage.text[: figure.start - claim.passage.start]) or is_house(claim):
        return None
    assert claim.period is not None, "a dated claim has a day"
    day = claim.period.end
    if any(abs(one.dated.start - day) <= LATELY for one in changes_of(book, asked[0], key=asked[1]) if one.before is not None):
        return None
    other = ("financing_margin_ratio", None) if asked[0] != "financing_margin_ratio" else ("short_margin_ratio", "general")
    for one in changes_of(book, other[0], key=other[1]):
        if one.before is not None and day in (one.dated.start, one.dated.announced) and figure.rounding().contains(one.after):
            return step_refuted(claim, book, other[0], one, "label_mixup")
    return None


def eve_of(claim: Claim) -> date | None:
    """The day before a printed time, where the claim tells what held before it; ``None`` for any other claim."""
    period = claim.period
    if period is None or period.at == (-1, -1) or period.open_end or not period.certain:
        return None
    text = claim.passage.text
    start, end = (place - claim.passage.start for place in period.at)
    return period.start - timedelta(days=1) if _BEFORE.match(text, end) or _AHEAD.search(text[:start]) else None


def _in_window(claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure) -> Iterator[Ruling]:
    """A value of a window: right where it was in force at some time of it, wrong where another was in force all the time and well beyond."""
    name, key = asked
    period, changes = claim.period, list(changes_of(book, name, key=key, venue=venue_of(claim.passage.text)))
    assert period is not None, "only claims with windows come here"
    if figure.upper is not None or not changes:
        return
    then = [
        change
        for change, following in zip(changes, (*changes[1:], None), strict=True)
        if change.dated.start <= period.end + _LOOSE and (following is None or following.dated.start > period.start - _LOOSE)
    ]
    title = title_of(book, name)
    for change in then:
        if figure.rounding().contains(change.after):
            text = f"{change.dated.start} 起为 {as_percent(change.after)}"
            yield supported(claim, Note(f"与规则相符：{title.zh}{text}。", f"The rulebook agrees: {title.en}, {as_percent(change.after)} from {change.dated.start}."),
                            basis="rulebook", evidence=(rule_evidence(book, name, change.dated, text),))  # fmt: skip
            return
    known = any(figure.rounding().contains(change.after) for change in changes)
    if len(then) == 1 and known and period.certain and not is_house(claim) and not is_supposed(claim, figure):
        change = then[0]
        shown = as_percent(change.after)
        yield refuted(claim, Note(f"{period} {title.zh}为 {shown}，文中为“{figure.text.strip()}”。",
                                  f"In {period} the {title.en} was {shown}; the text says '{figure.text.strip()}'."),
                      "wrong_date", basis="rulebook", corrected=shown, verdict=Verdict.INTERNALLY_CONTRADICTORY,
                      evidence=(rule_evidence(book, name, change.dated, f"{change.dated.start} 起为 {shown}"),))  # fmt: skip


def _news(today: date | None, claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure) -> Change | None:
    """The change of these months that a text without a day tells as news: raised to so much."""
    if today is None or claim.prints_day or not is_change(claim.text) or is_house(claim):
        return None
    changes = [one for one in changes_of(book, asked[0], key=asked[1]) if one.before not in (None, one.after)]
    return next(
        (one for one in changes if abs(one.dated.start - today) <= LATELY and figure.rounding().contains(one.after)), None
    )


def _gone(claim: Claim, figure: Figure, value: Decimal) -> bool:
    """Whether a value is said to be done away with, or is compared, at the old one, with what is so at the present one."""
    text, at = claim.passage.text, figure.start - claim.passage.start
    compared = bool(_AT.search(text[:at])) and as_percent(value) in text and not PRIVATE_FUND.search(text)
    return compared or bool(_DONE_AWAY.search(text[:at]))


def _is_new_floor(claim: Claim, figure: Figure, book: Rulebook, name: str, day: date) -> bool:
    """Whether the least that is asked is said to have been raised to more than anybody is asked for."""
    if figure.hedge not in (Hedge.AT_LEAST, Hedge.OVER) or not RAISED.search(claim.text) or _SOME.search(claim.passage.text):
        return False
    keys = ("general", "private_fund") if name == "short_margin_ratio" else (None,)
    low, asked = figure.rounding().low, [number_on(book, name, day, key=key) for key in keys]
    return low is not None and all(one is not None and one[0] < low for one in asked)


def value_judged(
    today: date | None, claim: Claim, desk: Desk, book: Rulebook, asked: tuple[str, str | None], figure: Figure
) -> Iterator[Ruling]:
    """The value in force on the printed day, in the printed window, or on the day of the text."""
    name, key = asked
    day, venue = day_of_law(today, claim, desk), venue_of(claim.passage.text)
    eve = eve_of(claim)
    if eve is None and _is_window(claim, today):
        yield from _in_window(claim, book, asked, figure)
        return
    day = eve or day
    if day is None or (eve is None and is_old(claim) and not claim.prints_day):
        return
    if eve is None and claim.prints_day and (takes_effect(claim) or AFTER_CLOSE.search(with_its_day(claim))):
        day = effective(claim, desk)
    found = number_on(book, name, day, key=key, venue=venue)
    if found is None:
        return
    value, evidence = found
    title = title_of(book, name)
    if news := _news(today, claim, book, asked, figure):
        yield step_supported(claim, book, name, news)
        return
    if other := _of_the_other(claim, book, asked, figure):
        yield other
        return
    if (
        figure.rounding().contains(value)
        and figure.upper is None
        and _UNDER.search(claim.passage.text[: figure.start - claim.passage.start] + figure.text)
    ):
        if _MAY.search(claim.text) and not _NOBODY.search(claim.text):
            shown = as_percent(value)
            yield refuted(claim, Note(f"{day} {title.zh}为 {shown}，不得低于它。", f"On {day} the {title.en} is {shown}; nothing less may be asked."),
                          "mechanism", basis="rulebook", corrected=f"≥ {shown}", verdict=Verdict.INTERNALLY_CONTRADICTORY, evidence=(evidence,))  # fmt: skip
        if not _NOBODY.search(claim.text):
            return
    if figure.rounding().contains(value) and figure.upper is None:
        yield supported(claim, Note(f"与规则相符：{day} {title.zh}为 {as_percent(value)}。", f"The rulebook agrees: on {day} the {title.en} is {as_percent(value)}."),
                        basis="rulebook", evidence=(evidence,))  # fmt: skip
        return
    top = figure.rounding().high
    below = top is not None and top < value
    outright = is_flat(claim, figure) and any(
        figure.rounding().contains(change.after) for change in changes_of(book, name, key=key, venue=venue)
    )
    for_all = key == "general" and bool(_EVERYONE.search(claim.text))
    funds = number_on(book, name, day, key="private_fund", venue=venue) if for_all else None
    of_funds = funds is not None and figure.rounding().contains(funds[0])
    if is_supposed(claim, figure) or _RESPECTIVELY.search(claim.text) or _gone(claim, figure, value):
        return
    known = any(figure.rounding().contains(change.after) for change in changes_of(book, name, key=key, venue=venue))
    if below and claim.metric != name and not (known or FLOOR.search(claim.text) or _MUST.search(claim.text)):
        return
    if (
        not below
        and not of_funds
        and (
            is_house(claim)
            or (BROKER.search(claim.passage.text) and not FLOOR.search(claim.text))
            or not (
                FLOOR.search(claim.text)
                or _MUST.search(claim.text)
                or for_all
                or outright
                or _is_new_floor(claim, figure, book, name, day)
            )
        )
    ):
        return
    before = [
        change for change in earlier_values(book, name, day, key=key, venue=venue) if figure.rounding().contains(change.after)
    ]
    later = [change for change in changes_of(book, name, key=key, venue=venue)
             if change.dated.start > day and figure.rounding().contains(change.after)]  # fmt: skip
    reason = Note(f"{day} {title.zh}为 {as_percent(value)}，文中为“{figure.text.strip()}”。",
                  f"On {day} the {title.en} is {as_percent(value)}; the text says '{figure.text.strip()}'.")  # fmt: skip
    soon = bool(later) and later[0].dated.start - day <= LATELY
    if before and not soon:
        until = f"{as_percent(before[0].after)}：{before[0].dated.start} 起"
        yield refuted(claim, reason, "stale_rule", basis="rulebook", corrected=as_percent(value), verdict=Verdict.INTERNALLY_CONTRADICTORY,
                      evidence=(evidence, rule_evidence(book, name, before[0].dated, until)))  # fmt: skip
    elif later:
        start = f"{as_percent(later[0].after)}：{later[0].dated.start} 起"
        yield refuted(claim, reason, "wrong_date", basis="rulebook", corrected=start, verdict=Verdict.INTERNALLY_CONTRADICTORY,
                      evidence=(evidence, rule_evidence(book, name, later[0].dated, start)))  # fmt: skip
    else:
        yield refuted(claim, reason, "wrong_value", basis="rulebook", corrected=as_percent(value), verdict=Verdict.INTERNALLY_CONTRADICTORY,
                      evidence=(evidence,))  # fmt: skip
