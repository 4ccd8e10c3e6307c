"""From when a change of a margin ratio holds, where a clause tells only the day: held against the first session of the change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from liangrong.core.errors import BeyondCalendar
from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import Change, as_percent, changes_of, rule_evidence, title_of
from liangrong.research.claims.verify.law.concepts import CUT, FINANCING, MARGIN_DEMAND, RAISED, SHORTING, SUPPOSED
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.timing import own_times, within
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import BROKER, takes_effect
from liangrong.research.claims.verify.rulings import supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["changes_are_dated_right", "days_of_speech_hold", "effect_days_hold"]

_IN_FORCE: Final = re.compile(
    r"起|施行|实施|执行|生效|适用|落地|\btak(?:e|es|ing) effect|\btook effect|\beffective\b|\bin(?:to)? force|\bappl(?:y|ies|ied) (?:from|as of)|\bfrom\b|\bstart(?:s|ing)?\b|\bbegin(?:s|ning)?\b",
    re.IGNORECASE,
)
_TOLD: Final = re.compile(r"宣布|公告|发布|通知(?!要求)|公布|\bannounc\w*|\bpublish\w*|\bissued?\b", re.IGNORECASE)
_AFTER_CLOSE: Final = re.compile(r"收[市盘]后|after the close|after market close|after trading|closed on", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"转融|印花税|利率|费率|标的|限售|试点|开户|指数|ETF|stamp|list|relending|refinanc|index|余额|balance|涨|跌|以来|\bsince\b",
    re.IGNORECASE,
)
_TOPIC: Final = re.compile(
    r"新规|新比例|新政|调整|比例|安排|\brules?\b|\bratio\b|\brequirement|\bchange\b|\bnotice\b|\bnew\b|执行|施行|生效|\btakes? effect|\bin(?:to)? force",
    re.IGNORECASE,
)
_LAST: Final = re.compile(
    r"上[一]?次|最近一次|\b(?:last|latest|previous|first) (?:increase|rise|raise|cut|change|hike|move)", re.IGNORECASE
)
_NAMED: Final = re.compile(
    r"(?:融资|融券)保证金(?:最低)?(?:比例|要求)|(?:financing|short|minimum|initial) margin (?:ratio|requirement)|margin (?:ratio|requirement)",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[，,；;。]")
_TODAY: Final = re.compile(r"(?P<next>明[日天起]|\btomorrow\b)|[今即][日天起]|\btoday\b", re.IGNORECASE)
_HOLDS: Final = re.compile(
    r"起|施行|实施|执行|生效|适用|落地|\b(?:tak(?:es?|ing) effect|took effect|(?:is|becomes?|comes?|goes|enters?) (?:now )?(?:effective|(?:in(?:to)? )?force|live))\b|\beffective\b",
    re.IGNORECASE,
)
_RULES: Final = re.compile(r"保证金|新规|\bmargin\b|\brules?\b", re.IGNORECASE)
_NOTHING_ELSE: Final = re.compile(r"[\s，,！!。.；;：:A股重要调整新规的这份通知正式起开始施行实今明日天生效]*")
"""A headline that only says that something of weight holds from today leaves what it is to its article."""
_OPENING: Final = 600
"""So far behind a headline stands what it is about."""
_NEAR: Final = timedelta(days=40)
_BACK: Final = 4


def effect_days_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the day from which a change told nearby is said to hold."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        text, is_day = _clause(claim), claim.aspect is Aspect.DATE and takes_effect(claim)
        if (
            claim.figure is not None
            or not (is_day or (_IN_FORCE.search(text) and _TOPIC.search(text)))
            or _TOLD.search(text)
            or _OTHER.search(text)
            or BROKER.search(text)
            or is_elsewhere(claim)
            or SUPPOSED.search(text)
            or not is_said(claim)
        ):
            continue
        days = [one for one in own_times(article, claim) if claim.start <= one.at[0] < claim.end and (one.is_day or one.open_end)]
        today = todays[claim.passage.item]
        if len(days) != 1 or today is None:
            continue
        told = _session(days[0].start, claim, desk)
        found = _change(article, claim, book, told)
        if found is None:
            continue
        yield from _judged(
            claim, book, *found, right=found[1].dated.start in (told, _session(days[0].start, claim, desk, after=True))
        )


def days_of_speech_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict that a change takes effect today, or tomorrow, by the day of the text."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        text, today, said = claim.text, todays[claim.passage.item], _TODAY.search(claim.text)
        if said is None or today is None or not _HOLDS.search(text) or is_elsewhere(claim) or BROKER.search(text):
            continue
        if not is_said(claim) or SUPPOSED.search(text) or _OTHER.search(text):
            continue
        own = _NAMED.search(text) or (_RULES.search(text) and (FINANCING.search(text) or SHORTING.search(text)))
        if not own and not (_NOTHING_ELSE.fullmatch(text) and not _OTHER.search(claim.passage.text)):
            continue
        told = today + timedelta(days=1) if said["next"] else today
        end = article.items[claim.passage.item].end if claim.passage.item < len(article.items) else len(article.text)
        found = _change(article, claim, book, told, behind=article.text[claim.end : min(claim.end + _OPENING, end)])
        if found is not None and (told == found[1].dated.start or _session(told, claim, desk) != found[1].dated.start):
            yield from _judged(claim, book, *found, right=told == found[1].dated.start)


def _judged(claim: Claim, book: Rulebook, name: str, change: Change, *, right: bool) -> Iterator[Ruling]:
    """What the change says of a day on which it is told to take effect."""
    title = title_of(book, name)
    rule = f"{change.dated.start} 起 {as_percent(change.before or change.after)} → {as_percent(change.after)}"
    english, evidence = rule.replace("起", "on"), (rule_evidence(book, name, change.dated, rule),)
    if right:
        yield agreed(claim, Note(f"{title.zh}{rule}。", f"{title.en}, {english}."), *evidence)
    else:
        yield denied(claim, Note(f"规则是：{title.zh}{rule}。", f"The rule is: {title.en}, {english}."), "wrong_date", f"{change.dated.start}", *evidence)  # fmt: skip


def changes_are_dated_right(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the month or year in which a ratio is said, without its value, to have been raised or cut."""
    book = desk.rulebook
    if book is None:
        return
    for claim in claims:
        text = _clause(claim)
        up, down = bool(RAISED.search(text)), bool(CUT.search(text))
        if (
            claim.figure is not None
            or up == down
            or is_elsewhere(claim)
            or BROKER.search(text)
            or SUPPOSED.search(text)
            or not is_said(claim)
        ):
            continue
        times = [
            one for one in own_times(article, claim) if one.certain and not one.open_end and claim.start <= one.at[0] < claim.end
        ]
        sentence = claim.passage.text
        if len(times) != 1 or not (_LAST.search(text) or MARGIN_DEMAND.search(text)) or not _NAMED.search(sentence):
            continue
        is_short = bool(SHORTING.search(sentence)) and not FINANCING.search(sentence.replace("融资融券", ""))
        name = "short_margin_ratio" if is_short else "financing_margin_ratio"
        told = [
            one
            for one in changes_of(book, name, key="general" if is_short else None)
            if one.before not in (None, one.after) and (one.after > (one.before or 0)) is up
        ]
        title, days = title_of(book, name), "、".join(str(one.dated.start) for one in told)
        reason = Note(
            f"{title.zh}{'上调' if up else '下调'}于 {days}。",
            f"The {title.en} was {'raised' if up else 'cut'} on {days.replace('、', ', ')}.",
        )
        then = [
            one
            for one in told
            if any(day is not None and within(day, times[0]) for day in (one.dated.start, one.dated.announced))
        ]
        evidence = tuple(
            rule_evidence(book, name, one.dated, f"{one.dated.start} 起 {as_percent(one.after)}") for one in then or told
        )
        if then:
            yield supported(claim, reason, basis="rulebook", evidence=evidence)
        elif told:
            yield denied(claim, reason, "wrong_date", days, *evidence)


def _clause(claim: Claim) -> str:
    """The clause that a day alone stands in, else the claim's own words."""
    if claim.aspect is not Aspect.DATE:
        return claim.text
    text, at = claim.passage.text, claim.start - claim.passage.start
    begin = max((one.end() for one in _BREAK.finditer(text, 0, at)), default=0)
    return text[begin : next((one.start() for one in _BREAK.finditer(text, claim.end - claim.passage.start)), len(text))]


def _change(article: Article, claim: Claim, book: Rulebook, day: date, *, behind: str = "") -> tuple[str, Change] | None:
    """The change that the text tells around the clause, near to the day that is told; also what stands behind it, where that is handed in."""
    about = f"{article.title} {said_before(article, claim, most=_BACK)} {claim.passage.text} {behind}"
    if not MARGIN_DEMAND.search(about):
        return None
    named = claim.passage.text if FINANCING.search(claim.passage.text) or SHORTING.search(claim.passage.text) else about
    financing, shorting = (
        bool(FINANCING.search(named.replace("融资融券", ""))),
        bool(SHORTING.search(named.replace("融资融券", ""))),
    )
    names = [name for name, asked in (("financing_margin_ratio", financing), ("short_margin_ratio", shorting)) if asked]
    near = [
        (name, change)
        for name in names
        for change in changes_of(book, name, key="general" if name == "short_margin_ratio" else None)
        if change.before not in (None, change.after) and abs(change.dated.start - day) <= _NEAR
    ]
    return near[0] if len(near) == 1 else None


def _session(day: date, claim: Claim, desk: Desk, *, after: bool = False) -> date:
    """The first session that is meant: the next one where the text says after the close, or where the day is none."""
    try:
        return desk.calendar.next(day) if after and _AFTER_CLOSE.search(_clause(claim)) else desk.calendar.on_or_after(day)
    except BeyondCalendar:
        return day
