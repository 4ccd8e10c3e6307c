"""The step of a margin ratio from one value to the next, and the day of it: changes told, held against those of the rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.book import (
    Change,
    as_percent,
    changes_of,
    rule_evidence,
    title_of,
    venue_of,
)
from liangrong.research.claims.verify.law.concepts import CUT, RAISED, THIS_TIME
from liangrong.research.claims.verify.law.timing import begins_with
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import (
    is_house,
    is_old,
    percent_steps,
    takes_effect,
    with_its_day,
)
from liangrong.rules.rulebook import Rulebook

__all__ = [
    "AFTER_CLOSE",
    "LATELY",
    "begins",
    "changed_on",
    "effective",
    "is_change",
    "raised_in",
    "since",
    "step_around",
    "step_judged",
    "step_of_another",
    "step_refuted",
    "step_supported",
    "told_effect",
    "turned_round",
]

AFTER_CLOSE: Final = re.compile(
    r"收[市盘]后|after the close|after market close|after trading|(?:has|have|had) closed", re.IGNORECASE
)
_FROM_DAY: Final = re.compile(r"自\s*(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日\s*起")
_BEHIND: Final = re.compile(r"^[，,]\s*(?:相关|有关|上述|该|新)?(?:安排|规定|调整|比例|要求|通知|规则|政策)?")
"""What leads from a step to the day of it."""
_NEAR: Final = timedelta(days=400)
"""A step told without a day is one of about the year around the article."""
LATELY: Final = timedelta(days=120)
"""A step told as news is one of the months around the article."""
_FROM_THEN: Final = re.compile(r"[当同即]日|[当同]天|immediately|(?:that|the) (?:same )?day", re.IGNORECASE)
_VERB: Final = 20
"""So near in front of a value stands the word for how it was come to."""
_WEEKEND: Final = timedelta(days=3)
_FRIDAY: Final = 4
_A_DAY: Final = re.compile(r"[日号]|\d{4}-\d{1,2}-\d{1,2}|[A-Z][a-z]{2,8}\.? \d{1,2}(?!\d)|(?<!\d)\d{1,2} [A-Z][a-z]{2,8}")


def is_change(text: str) -> bool:
    """Whether a text tells of a rise or a cut."""
    return bool(RAISED.search(text) or CUT.search(text) or "调整" in text)


def step_around(claim: Claim, figure: Figure) -> tuple[Decimal, Decimal] | None:
    """The step that the claim's figure is one end of."""
    at = figure.start - claim.passage.start
    for begin, end, before, after in percent_steps(claim.passage.text):
        if begin <= at < end or (begin <= figure.end - claim.passage.start - 1 < end):
            return Decimal(before) / 100, Decimal(after) / 100
    return None


def step_judged(
    today: date | None, claim: Claim, desk: Desk, book: Rulebook, asked: tuple[str, str | None], step: tuple[Decimal, Decimal]
) -> Iterator[Ruling]:
    """A step from one value to another, at the printed time or lately."""
    name, key = asked
    changes = [
        change for change in changes_of(book, name, key=key, venue=venue_of(claim.passage.text)) if change.before is not None
    ]
    day = effective(claim, desk) if claim.prints_day else _after_close(claim, desk)
    alike = [change for change in changes if (change.before, change.after) == step]
    then = [change for change in changes if _is_then(claim, change, day)]
    if then:
        found = next((change for change in then if change in alike), None)
        yield step_supported(claim, book, name, found) if found else step_refuted(claim, book, name, then[0], "wrong_value")
        return
    if day is None and _prints_time(claim):
        window = claim.period
        assert window is not None, "a printed time is a period"
        if alike and window.certain and not window.open_end and not is_house(claim):
            closest = min(alike, key=lambda change: abs(change.dated.start - window.start))
            yield step_refuted(claim, book, name, closest, "wrong_date")
        elif not alike and not is_house(claim) and (owner := _owner(book, asked, step)):
            yield step_refuted(claim, book, *owner, "label_mixup")
        return
    centre = day or today
    if centre is None:
        return
    nearest = min(alike, key=lambda change: abs(change.dated.start - centre), default=None)
    now = bool(THIS_TIME.search(claim.text)) and today is not None
    if now and day is None and nearest is not None and abs(nearest.dated.start - centre) > LATELY and not is_house(claim):
        yield step_refuted(claim, book, name, nearest, "stale_rule")
        return
    if nearest is not None and abs(nearest.dated.start - centre) <= _NEAR:
        if day is not None and (takes_effect(claim) or AFTER_CLOSE.search(with_its_day(claim))) and not is_house(claim):
            yield step_refuted(claim, book, name, nearest, "wrong_date")
        elif day is None or is_house(claim):
            yield step_supported(claim, book, name, nearest)
        return
    lately = [change for change in changes if abs(change.dated.start - centre) <= LATELY]
    if lately and not is_house(claim) and not (alike and is_old(claim)):
        yield step_refuted(claim, book, name, lately[-1], "wrong_value")
    elif not lately and not alike and not is_house(claim) and (owner := _owner(book, asked, step)):
        yield step_refuted(claim, book, *owner, "label_mixup")
    elif now and not lately and not is_house(claim) and (earlier := [one for one in changes if one.dated.start <= centre]):
        yield step_refuted(claim, book, name, earlier[-1], "scope")


def step_of_another(today: date | None, claim: Claim, book: Rulebook, step: tuple[Decimal, Decimal]) -> Iterator[Ruling]:
    """A step of a margin ratio in the months around the text that is told of something else."""
    owner = _owner(book, None, step)
    if owner is not None and today is not None and abs(owner[1].dated.start - today) <= _NEAR and not is_house(claim):
        yield step_refuted(claim, book, *owner, "label_mixup")


def _owner(book: Rulebook, asked: tuple[str, str | None] | None, step: tuple[Decimal, Decimal]) -> tuple[str, Change] | None:
    """The other ratio, or the other class of investors, that a step is really one of."""
    others = [
        one
        for one in (("financing_margin_ratio", None), ("short_margin_ratio", "general"), ("short_margin_ratio", "private_fund"))
        if one != asked
    ]
    return next(
        (
            (name, change)
            for name, key in others
            for change in changes_of(book, name, key=key)
            if (change.before, change.after) == step
        ),
        None,
    )


def _after_close(claim: Claim, desk: Desk) -> date | None:
    """The first session after the close of a printed day, which reads as a beginning with an open end."""
    period = claim.period
    if period is None or not period.open_end or not _A_DAY.search(period.text) or not AFTER_CLOSE.search(with_its_day(claim)):
        return None
    return _session(period.start, claim, desk)


def _prints_time(claim: Claim) -> bool:
    """Whether the claim has a printed time of its own."""
    return claim.period is not None and claim.period.at != (-1, -1)


def _is_then(claim: Claim, change: Change, day: date | None) -> bool:
    """Whether a change took effect, or was told, at the time that the claim prints."""
    if day is not None:
        return _is_its_day(claim, change, day)
    period = claim.period
    if period is None or not _prints_time(claim) or period.open_end:
        return False
    return any(one is not None and period.start <= one <= period.end for one in (change.dated.start, change.dated.announced))


def told_effect(claim: Claim, today: date | None) -> date | None:
    """The day from which a value is said to hold, read off the clause itself where the claim carries another day."""
    before, behind = claim.passage.text[: claim.end - claim.passage.start], claim.passage.text[claim.end - claim.passage.start :]
    found = _FROM_DAY.search(re.split(r"[。；;]", before)[-1]) or _FROM_DAY.match(
        _BEHIND.sub("", re.split(r"[。；;]", behind)[0])
    )
    if found is None or (claim.prints_day and takes_effect(claim)) or not (found[1] or today):
        return None
    try:
        return date(int(found[1]) if found[1] or today is None else today.year, int(found[2]), int(found[3]))
    except ValueError:
        return None


def since(claim: Claim, desk: Desk) -> date | None:
    """The first session of a beginning: one with an open end (since, 自 … 以来), or the day from which a change is told."""
    period = claim.period
    if period is None or not begins_with(claim) or not (_A_DAY.search(period.text) or _FROM_THEN.match(period.text)):
        return None
    if not period.open_end and not (period.is_day and (is_change(claim.text) or _FROM_THEN.match(period.text))):
        return None
    return _session(period.start, claim, desk)


def changed_on(claim: Claim, desk: Desk, step: tuple[Decimal, Decimal] | None) -> date | None:
    """The first session of a change to a value that is told with its day: cut to so much after the close of that day."""
    if step is not None or not claim.prints_day or not is_change(claim.text) or is_house(claim):
        return None
    return effective(claim, desk) if takes_effect(claim) or AFTER_CLOSE.search(with_its_day(claim)) else None


def begins(
    told: date, claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure, step: tuple[Decimal, Decimal] | None
) -> Iterator[Ruling]:
    """A value said to hold from a day."""
    name, key = asked
    every = [one for one in changes_of(book, name, key=key) if one.before is not None]
    changes = [one for one in every if ((one.before, one.after) == step if step else figure.rounding().contains(one.after))]
    near = [one for one in changes if abs(one.dated.start - told) <= LATELY]
    if near and near[-1].dated.start == told:
        yield step_supported(claim, book, name, near[-1])
    elif near and not is_house(claim) and not _is_eve(told, near[-1]):
        yield step_refuted(claim, book, name, near[-1], "wrong_date")
    elif not near and (then := [one for one in every if one.dated.start == told]):
        yield step_refuted(claim, book, name, then[-1], "wrong_value")
    elif not near and step and not is_house(claim) and (owner := _owner(book, asked, step)) and owner[1].dated.start == told:
        yield step_refuted(claim, book, *owner, "label_mixup")
    elif (
        THIS_TIME.search(claim.text)
        and not is_house(claim)
        and not any(abs(one.dated.start - told) <= LATELY for one in every)
        and (earlier := [one for one in every if one.dated.start < told])
    ):
        yield step_refuted(claim, book, name, earlier[-1], "scope")


def _is_eve(told: date, change: Change) -> bool:
    """Whether a day is the last session before a change that came in over a weekend: what takes effect after its close is told of it too."""
    return timedelta() < change.dated.start - told <= _WEEKEND and change.dated.start.weekday() == 0 and told.weekday() == _FRIDAY


def _is_its_day(claim: Claim, change: Change, day: date) -> bool:
    """Whether a day is that of a change; the day of its notice is none from which it holds."""
    return day == change.dated.start or (day == change.dated.announced and not takes_effect(claim))


def raised_in(
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
        then = [change for change in changes if today is not None and abs(change.dated.start - today) <= LATELY]
    if then:
        yield step_supported(claim, book, name, then[-1])
    elif changes and period.certain:
        nearest = min(changes, key=lambda change: abs(change.dated.start - period.start))
        yield step_refuted(claim, book, name, nearest, "wrong_date")


def effective(claim: Claim, desk: Desk) -> date:
    """The first session on which a printed day takes effect: the next one where the text says after the close."""
    assert claim.period is not None, "only claims with days come here"
    return _session(claim.period.end, claim, desk)


def _session(day: date, claim: Claim, desk: Desk) -> date:
    try:
        return desk.calendar.next(day) if AFTER_CLOSE.search(with_its_day(claim)) else desk.calendar.on_or_after(day)
    except BeyondCalendar:
        return day


def _step_text(change: Change) -> str:
    assert change.before is not None, "only steps are told"
    return f"{change.dated.start} 起 {as_percent(change.before)} → {as_percent(change.after)}"


def turned_round(
    claim: Claim, book: Rulebook, asked: tuple[str, str | None], figure: Figure, today: date | None
) -> Ruling | None:
    """A value said to have been come to by a cut where it was a raise, or the other way round; ``None`` where no direction is said or it is right."""
    before = claim.passage.text[max(figure.start - claim.passage.start - _VERB, 0) : figure.start - claim.passage.start]
    said = re.split(r"[，,。;；%％]", before)[-1]
    up, down = bool(RAISED.search(said)), bool(CUT.search(said))
    end = claim.period.end if claim.period is not None and claim.period.at != (-1, -1) else today
    if up == down or end is None or figure.upper is not None:
        return None
    name, key = asked
    told = [
        one
        for one in changes_of(book, name, key=key)
        if one.before is not None and (one.dated.announced or one.dated.start) <= end and figure.rounding().contains(one.after)
    ]
    wrong = bool(told) and all(one.before is not None and (one.after > one.before) is not up for one in told)
    return step_refuted(claim, book, name, told[-1], "wrong_sign") if wrong else None


def step_supported(claim: Claim, book: Rulebook, name: str, change: Change) -> Ruling:
    """A claim that agrees with a change."""
    title, text = title_of(book, name), _step_text(change)
    return agreed(claim, Note(f"{title.zh}{text}。", f"{title.en}, {text.replace('起', 'on')}."), rule_evidence(book, name, change.dated, text))  # fmt: skip


def step_refuted(claim: Claim, book: Rulebook, name: str, change: Change, kind: str) -> Ruling:
    """A claim that a change contradicts."""
    title, text = title_of(book, name), _step_text(change)
    return denied(claim, Note(f"规则是：{title.zh}{text}。", f"The rule is: {title.en}, {text.replace('起', 'on')}."), kind, text, rule_evidence(book, name, change.dated, text))  # fmt: skip
