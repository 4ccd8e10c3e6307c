"""Margin ratios of financing and of short selling: the value of a day, and the step from one value to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.asked import OPEN_CONTRACTS, asked_ratio, is_flat, is_supposed
from liangrong.research.claims.verify.law.book import (
    Change,
    as_percent,
    changes_of,
    day_of_law,
    earlier_values,
    is_dated,
    number_on,
    rule_evidence,
    title_of,
    venue_of,
)
from liangrong.research.claims.verify.law.timing import begins_with, with_own_day
from liangrong.research.claims.verify.law.wording import (
    FLOOR,
    is_example,
    is_house,
    is_old,
    percent_steps,
    takes_effect,
    with_its_day,
)
from liangrong.research.claims.verify.rulings import refuted, supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["margin_ratios_hold"]

_AFTER_CLOSE: Final = re.compile(r"收[市盘]后|after the close|after market close|after trading", re.IGNORECASE)
_LEVERAGE: Final = re.compile(r"杠杆|倍|leverage|times", re.IGNORECASE)
_FROM_DAY: Final = re.compile(r"自\s*(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日\s*起")
_RAISED: Final = re.compile(
    r"提高|上调|提升|下调|降低|降至|调整|raised?|increas|rises?\b|rose|lower|cut|reduc|hik", re.IGNORECASE
)
_NEAR: Final = timedelta(days=400)
"""A step told without a day is one of about the year around the article."""
_LATELY: Final = timedelta(days=120)
"""A step told as news is one of the months around the article."""
_WEEKEND: Final = timedelta(days=3)
_FRIDAY: Final = 4
_EVERYONE: Final = re.compile(
    r"所有|全部|一律|统一|不分|无论|不论|\beveryone\b|\beverybody\b|\ball (?:investors|short sellers|clients|accounts|borrowers|funds)|\bevery (?:investor|short seller|client)|across the board",
    re.IGNORECASE,
)
"""Words that say that nobody is excepted."""
_RESPECTIVELY: Final = re.compile(r"分别|依次|respectively", re.IGNORECASE)
_A_DAY: Final = re.compile(r"[日号]|\d{4}-\d{1,2}-\d{1,2}|[A-Z][a-z]{2,8}\.? \d{1,2}(?!\d)|(?<!\d)\d{1,2} [A-Z][a-z]{2,8}")


def margin_ratios_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict what is said of a minimum, of a step, of the day of a step, and of a house's terms below the minimum."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for printed in claims:
        if printed.figure is None and printed.aspect is Aspect.DATE:
            yield from _effect_day(article, printed, claims, desk, book)
        figure, asked = printed.figure, asked_ratio(article, printed)
        if figure is None or asked is None or figure.kind is not Kind.PERCENT or printed.nature is not Nature.FACT:
            continue
        claim = with_own_day(article, printed)
        if claim.aspect is Aspect.FORMULA or is_example(claim):
            continue
        step, today = _step_around(claim, figure), todays[claim.passage.item]
        if step is None and OPEN_CONTRACTS.search(
            claim.text if claim.metric else claim.passage.text[: claim.end - claim.passage.start]
        ):
            yield from _of_open_contracts(today, claim, book, asked, figure)
        elif told := _told_effect(claim, today) or _since(claim, desk):
            yield from _begins(told, claim, book, asked, figure, step)
        elif step is None and claim.period is not None and not claim.period.is_day and _RAISED.search(claim.text):
            yield from _raised_in(today, claim, book, asked, figure)
        elif step is not None:
            yield from _step_judged(today, claim, desk, book, asked, step)
        elif not _LEVERAGE.search(claim.text) or FLOOR.search(claim.text) or is_house(claim):
            yield from _value_judged(today, claim, desk, book, asked, figure)


def _effect_day(article: Article, claim: Claim, claims: Sequence[Claim], desk: Desk, book: Rulebook) -> Iterator[Ruling]:
    """A clause that only says from when: the day of the change that the sentence told before it."""
    period = claim.period
    if (
        period is None
        or not (period.is_day or period.open_end)
        or not (takes_effect(claim) and claim.start <= period.at[0] < claim.end)
    ):
        return
    told = [one for one in claims if one.passage == claim.passage and one.figure is not None and one.end <= claim.start]
    last = next(
        (one for one in reversed(told) if one.figure and one.figure.kind is Kind.PERCENT and asked_ratio(article, one)), None
    )
    asked = asked_ratio(article, last) if last else None
    if last is None or last.figure is None or asked is None:
        return
    yield from _begins(_session(period.start, claim, desk), claim, book, asked, last.figure, _step_around(last, last.figure))


def _step_around(claim: Claim, figure: Figure) -> tuple[Decimal, Decimal] | None:
    """The step that the claim's figure is one end of."""
    at = figure.start - claim.passage.start
    for begin, end, before, after in percent_steps(claim.passage.text):
        if begin <= at < end or (begin <= figure.end - claim.passage.start - 1 < end):
            return Decimal(before) / 100, Decimal(after) / 100
    return None


def _step_judged(
    today: date | None, claim: Claim, desk: Desk, book: Rulebook, asked: tuple[str, str | None], step: tuple[Decimal, Decimal]
) -> Iterator[Ruling]:
    name, key = asked
    changes = [
        change for change in changes_of(book, name, key=key, venue=venue_of(claim.passage.text)) if change.before is not None
    ]
    day = _effective(claim, desk) if is_dated(claim) else None
    on_that_day = [change for change in changes if day is not None and _is_its_day(claim, change, day)]
    alike = [change for change in changes if (change.before, change.after) == step]
    if on_that_day:
        found = on_that_day[0]
        if found in alike:
            yield _step_supported(claim, book, name, found)
        else:
            yield _step_refuted(claim, book, name, found, "wrong_value")
        return
    centre = day or today
    if centre is None:
        return
    nearest = min(alike, key=lambda change: abs(change.dated.start - centre), default=None)
    if nearest is not None and abs(nearest.dated.start - centre) <= _NEAR:
        if day is not None and takes_effect(claim) and not is_house(claim):
            yield _step_refuted(claim, book, name, nearest, "wrong_date")
        elif day is None or is_house(claim):
            yield _step_supported(claim, book, name, nearest)
        return
    lately = [change for change in changes if abs(change.dated.start - centre) <= _LATELY]
    if lately and not is_house(claim):
        yield _step_refuted(claim, book, name, lately[-1], "wrong_value")


def _told_effect(claim: Claim, today: date | None) -> date | None:
    """The day from which a value is said to hold, read off the clause itself where the claim carries another day."""
    said = re.split(r"[。；;]", claim.passage.text[: claim.end - claim.passage.start])[-1]
    found = _FROM_DAY.search(said)
    if found is None or (is_dated(claim) and takes_effect(claim)) or not (found[1] or today):
        return None
    try:
        return date(int(found[1]) if found[1] or today is None else today.year, int(found[2]), int(found[3]))
    except ValueError:
        return None


def _since(claim: Claim, desk: Desk) -> date | None:
    """The first session of a beginning: one with an open end (since, 自 … 以来), or the day from which a change is told."""
    period = claim.period
    if period is None or not begins_with(claim) or not _A_DAY.search(period.text):
        return None
    if not period.open_end and not (period.is_day and _RAISED.search(claim.text)):
        return None
    return _session(period.start, claim, desk)


def _begins(
    told: date, claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure, step: tuple[Decimal, Decimal] | None
) -> Iterator[Ruling]:
    """A value said to hold from a day."""
    name, key = asked
    every = [one for one in changes_of(book, name, key=key) if one.before is not None]
    changes = [one for one in every if ((one.before, one.after) == step if step else figure.rounding().contains(one.after))]
    near = [one for one in changes if abs(one.dated.start - told) <= _LATELY]
    if near and near[-1].dated.start == told:
        yield _step_supported(claim, book, name, near[-1])
    elif near and not is_house(claim) and not _is_eve(told, near[-1]):
        yield _step_refuted(claim, book, name, near[-1], "wrong_date")
    elif not near and (then := [one for one in every if one.dated.start == told]):
        yield _step_refuted(claim, book, name, then[-1], "wrong_value")


def _is_eve(told: date, change: Change) -> bool:
    """Whether a day is the last session before a change that came in over a weekend: what takes effect after its close is told of it too."""
    return timedelta() < change.dated.start - told <= _WEEKEND and change.dated.start.weekday() == 0 and told.weekday() == _FRIDAY


def _is_its_day(claim: Claim, change: Change, day: date) -> bool:
    """Whether a day is that of a change; the day of its notice is none from which it holds."""
    return day == change.dated.start or (day == change.dated.announced and not takes_effect(claim))


def _of_open_contracts(
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
    if figure.rounding().contains(before):
        yield supported(claim, Note(f"与规则相符：{text}。", f"The rulebook agrees: contracts opened before {change.dated.start} keep {as_percent(before)}."),
                        basis="rulebook", evidence=evidence)  # fmt: skip
    elif figure.rounding().contains(change.after):
        yield refuted(claim, Note(f"适用对象有误：{title.zh}，{text}。", f"Wrong contracts: those opened before {change.dated.start} keep {as_percent(before)}."),
                      "scope", basis="rulebook", corrected=text, evidence=evidence, verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


def _raised_in(
    today: date | None, claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure
) -> Iterator[Ruling]:
    """A ratio said to have been changed to a value within a year or a month."""
    name, key = asked
    period = claim.period
    if period is None or period.at == (-1, -1):
        return
    changes = [
        change
        for change in changes_of(book, name, key=key)
        if change.before is not None and figure.rounding().contains(change.after)
    ]
    then = [change for change in changes if period.start <= change.dated.start <= period.end]
    if not period.certain:
        then = [change for change in changes if today is not None and abs(change.dated.start - today) <= _LATELY]
    if then:
        yield _step_supported(claim, book, name, then[-1])
    elif changes and period.certain:
        nearest = min(changes, key=lambda change: abs(change.dated.start - period.start))
        yield _step_refuted(claim, book, name, nearest, "wrong_date")


def _effective(claim: Claim, desk: Desk) -> date:
    """The first session on which a printed day takes effect: the next one where the text says after the close."""
    assert claim.period is not None, "only claims with days come here"
    return _session(claim.period.end, claim, desk)


def _session(day: date, claim: Claim, desk: Desk) -> date:
    try:
        return desk.calendar.next(day) if _AFTER_CLOSE.search(with_its_day(claim)) else desk.calendar.on_or_after(day)
    except BeyondCalendar:
        return day


def _step_text(change: Change) -> str:
    assert change.before is not None, "only steps are told"
    return f"{change.dated.start} 起 {as_percent(change.before)} → {as_percent(change.after)}"


def _step_supported(claim: Claim, book: Rulebook, name: str, change: Change) -> Ruling:
    title, text = title_of(book, name), _step_text(change)
    return supported(claim, Note(f"与规则相符：{title.zh}{text}。", f"The rulebook agrees: {title.en}, {text.replace('起', 'on')}."), basis="rulebook",
                     evidence=(rule_evidence(book, name, change.dated, text),))  # fmt: skip


def _step_refuted(claim: Claim, book: Rulebook, name: str, change: Change, kind: str) -> Ruling:
    title, text = title_of(book, name), _step_text(change)
    return refuted(claim, Note(f"规则是：{title.zh}{text}。", f"The rule is: {title.en}, {text.replace('起', 'on')}."), kind, basis="rulebook",
                   corrected=text, evidence=(rule_evidence(book, name, change.dated, text),), verdict=Verdict.INTERNALLY_CONTRADICTORY)  # fmt: skip


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


def _in_window(claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure) -> Iterator[Ruling]:
    """A value that was in force at some time of the window; others are not called wrong, for windows are told loosely."""
    name, key = asked
    period, changes = claim.period, list(changes_of(book, name, key=key, venue=venue_of(claim.passage.text)))
    assert period is not None, "only claims with windows come here"
    for change, following in zip(changes, (*changes[1:], None), strict=True):
        then = change.dated.start <= period.end and (following is None or following.dated.start > period.start)
        if then and figure.rounding().contains(change.after) and figure.upper is None:
            title, text = title_of(book, name), f"{change.dated.start} 起为 {as_percent(change.after)}"
            yield supported(claim, Note(f"与规则相符：{title.zh}{text}。", f"The rulebook agrees: {title.en}, {as_percent(change.after)} from {change.dated.start}."),
                            basis="rulebook", evidence=(rule_evidence(book, name, change.dated, text),))  # fmt: skip
            return


def _news(today: date | None, claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure) -> Change | None:
    """The change of these months that a text without a day tells as news: raised to so much."""
    if today is None or is_dated(claim) or not _RAISED.search(claim.text) or is_house(claim):
        return None
    changes = [one for one in changes_of(book, asked[0], key=asked[1]) if one.before not in (None, one.after)]
    return next(
        (one for one in changes if abs(one.dated.start - today) <= _LATELY and figure.rounding().contains(one.after)), None
    )


def _value_judged(
    today: date | None, claim: Claim, desk: Desk, book: Rulebook, asked: tuple[str, str | None], figure: Figure
) -> Iterator[Ruling]:
    name, key = asked
    day, venue = day_of_law(today, claim, desk), venue_of(claim.passage.text)
    if day is None or (is_old(claim) and not is_dated(claim)):
        return
    if _is_window(claim, today):
        yield from _in_window(claim, book, asked, figure)
        return
    if is_dated(claim) and (takes_effect(claim) or _AFTER_CLOSE.search(with_its_day(claim))):
        day = _effective(claim, desk)
    found = number_on(book, name, day, key=key, venue=venue)
    if found is None:
        return
    value, evidence = found
    title = title_of(book, name)
    if news := _news(today, claim, book, asked, figure):
        yield _step_supported(claim, book, name, news)
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
    if is_supposed(claim, figure) or _RESPECTIVELY.search(claim.text):
        return
    if not below and (is_house(claim) or not (FLOOR.search(claim.text) or for_all or outright)):
        return
    before = [
        change for change in earlier_values(book, name, day, key=key, venue=venue) if figure.rounding().contains(change.after)
    ]
    later = [change for change in changes_of(book, name, key=key, venue=venue)
             if change.dated.start > day and figure.rounding().contains(change.after)]  # fmt: skip
    reason = Note(f"{day} {title.zh}为 {as_percent(value)}，文中为“{figure.text.strip()}”。",
                  f"On {day} the {title.en} is {as_percent(value)}; the text says '{figure.text.strip()}'.")  # fmt: skip
    soon = bool(later) and later[0].dated.start - day <= _LATELY
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
