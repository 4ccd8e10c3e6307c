"""How often a margin ratio was changed, raised or cut up to a day, and how long one of its values lasted: counted in the rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Hedge, Kind
from liangrong.research.claims.judgement import Ruling
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import Change, as_percent, changes_of, rule_evidence, title_of
from liangrong.research.claims.verify.law.concepts import (
    CHANGED,
    CUT,
    FINANCING,
    LASTED,
    MARGIN_DEMAND,
    RAISED,
    SHORTING,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.timing import within
from liangrong.research.claims.verify.law.verdicts import denied
from liangrong.research.claims.verify.law.wording import is_house
from liangrong.research.claims.verify.rulings import supported
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["counts_of_changes_hold", "lengths_hold"]

_FINANCING: Final = "financing_margin_ratio"
_SHORT: Final = "short_margin_ratio"
_BACK: Final = 3
_TIMES: Final = re.compile(r"次|times?\b|changes?\b|adjustments?\b|rais\w+|increas\w+|cuts?\b|hikes?\b|moves?\b", re.IGNORECASE)
_ORDINAL: Final = re.compile(r"第[一二三四五六七八九十\d]+次|首次|\b(?:first|second|third|fourth|fifth|sixth)\b", re.IGNORECASE)
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth")
_NTH: Final = re.compile(
    rf"\b({'|'.join(_ORDINALS)}) (?:time|increase|rise|raise|hike|cut|change|adjustment|move)\b", re.IGNORECASE
)
_OFTEN: Final = re.compile(
    r"[多数几屡]次|[几屡历]经(?:多[次轮番]|调整|变动)|几度|数度|反复|\b(?:several|many|numerous|multiple|repeated(?:ly)?|more than once|a number of)\b",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"从未|(?:推出|设立|开展|引入)以来[^，。]{0,4}(?:未变|不变|没有变|没变)|\b(?:the same|unchanged|constant) (?:ever )?since (?:its|their) (?:introduction|launch|inception|start)|从来(?:没有?|未)|[未不]曾|一次(?:也|都)[没未]|\bnever\b|\bnot once\b",
    re.IGNORECASE,
)
_SAME: Final = re.compile(r"未变|不变|没有?变|\b(?:the same|unchanged|constant)\b", re.IGNORECASE)
_LATELY: Final = re.compile(
    r"近(?:[一二两三四五六七八九十几\d]+)?[年期来]|[今去本]年|最近|过去[几数]|\b(?:recent\w*|lately|this (?:year|decade)|(?:last|past) (?:\w+ )?(?:years?|decade|months?))\b",
    re.IGNORECASE,
)
_IT: Final = re.compile(r"该|这一|此(?!前)|\bit\b|\b(?:the|this|that) (?:ratio|requirement|floor|minimum)\b", re.IGNORECASE)
_MANY: Final = 3
"""What is done twice is neither often nor seldom."""
_NOW: Final = re.compile(r"此次|本次|这[是次]|算上|\bit is\b|\bthis\b|\bit was\b|\bthe latest\b", re.IGNORECASE)
_NUMBERS: Final = {
    "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "one": 1, "two": 2, "three": 3,
    "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
}  # fmt: skip
_ZH: Final = r"(\d{1,2}|十一|[一两二三四五六七八九十])"
_EN: Final = r"(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven)"
_YEARS_MONTHS: Final = re.compile(
    rf"{_ZH}\s*年(?:又|零|多)?\s*(?:{_ZH}\s*个(?:多)?月)?|\b{_EN} years?(?: and {_EN} months?)?", re.IGNORECASE
)
_MONTHS: Final = re.compile(rf"{_ZH}\s*个(?:多)?月|\b{_EN} months?", re.IGNORECASE)
_PERCENT: Final = re.compile(r"(\d{2,3})\s*(?:[%％]|percent|per cent)", re.IGNORECASE)
_SINCE_LAST: Final = re.compile(
    r"上[一]?次(?:调整|变动|上调|下调|修改)|\b(?:since|after) the (?:last|previous|latest) (?:change|adjustment|move|cut|increase|step)",
    re.IGNORECASE,
)
_SLACK: Final = 1
"""In months: what rounding of a length to months leaves open."""
_LOOSE: Final = 6
"""What a length in whole years leaves open."""
_FRESH: Final = timedelta(days=10)
"""A change so recent is the one that the text reports; "the last one" is the one before it."""
_MONTH: Final = 30.44


def counts_of_changes_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the number of changes, raises or cuts of a margin ratio up to the text's day."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        yield from _frequency_judged(article, claim, todays[claim.passage.item], book)
        figure, today = claim.figure or _ordinal_in(claim), todays[claim.passage.item]
        if (
            figure is None
            or figure.kind not in (Kind.COUNT, Kind.RANK, Kind.MULTIPLE, Kind.NUMBER)
            or figure.hedge is not Hedge.NONE
            or figure.upper is not None
            or today is None
            or not CHANGED.search(claim.text)
            or not _TIMES.search(f"{figure.text} {claim.text[max(figure.end - claim.start, 0) :][:16]}")
            or is_elsewhere(claim)
            or not is_said(claim)
        ):
            continue
        name = _ratio(article, claim)
        if name is not None:
            yield from _count_judged(claim, figure, today, book, name)


def _frequency_judged(article: Article, claim: Claim, today: date | None, book: Rulebook) -> Iterator[Ruling]:
    """That a ratio was changed often, or never, without a number: the changes up to the text's day, or within the printed time, are counted."""
    text, period = claim.text, claim.period
    often, never = bool(_OFTEN.search(text)), bool(_NEVER.search(text))
    name = (
        _ratio(article, claim)
        if often is not never and claim.figure is None and CHANGED.search(_SAME.sub("变动", text))
        else None
    )
    if name is None or today is None or _LATELY.search(text) or is_house(claim) or is_elsewhere(claim) or not is_said(claim):
        return
    if claim.metric != name and not MARGIN_DEMAND.search(text) and not _IT.search(text):
        return
    told = [one for one in _alike(_steps(book, name), text) if (one.dated.announced or one.dated.start) <= today]
    if period is not None and claim.start <= period.at[0] < claim.end:
        if never or not period.open_end:
            return
        told = [one for one in told if period.start <= one.dated.start]
    if often and len(told) == _MANY - 1:
        return
    title, days = title_of(book, name), "、".join(str(one.dated.start) for one in told)
    reason = Note(
        f"截至 {today}，{title.zh}变动 {len(told)} 次{f'：{days}' if told else ''}。",
        f"Up to {today} the {title.en} was changed {len(told)} times{': ' if told else ''}{days.replace('、', ', ')}.",
    )
    evidence = tuple(rule_evidence(book, name, one.dated, f"{one.dated.start} 起 {as_percent(one.after)}") for one in told)
    if len(told) >= _MANY if often else not told:
        yield supported(claim, reason, basis="rulebook", evidence=evidence)
    else:
        yield denied(claim, reason, "count_mismatch", f"{len(told)}", *evidence)


def _alike(steps: Sequence[Change], said: str) -> list[Change]:
    """The steps that go the way that is said; all of them where both ways are said, or neither."""
    up, down = bool(RAISED.search(said)), bool(CUT.search(said))
    return [one for one in steps if up == down or (one.before is not None and (one.after > one.before) == up)]


def _ordinal_in(claim: Claim) -> Figure | None:
    """An ordinal in words, where no figure was read off it: the second time."""
    found = _NTH.search(claim.text)
    if found is None:
        return None
    start = claim.start + found.start()
    return Figure(start, claim.start + found.end(), found[0], Decimal(_ORDINALS.index(found[1].lower()) + 1), "times", Kind.COUNT)


def _count_judged(claim: Claim, figure: Figure, today: date, book: Rulebook, name: str) -> Iterator[Ruling]:
    known = [one for one in _steps(book, name) if (one.dated.announced or one.dated.start) <= today]
    after = claim.passage.text[figure.end - claim.passage.start :]
    before = claim.passage.text[: figure.start - claim.passage.start]
    near = f"{before[-12:]} {figure.text} {after[:64]}"
    up, down = bool(RAISED.search(near)), bool(CUT.search(near))
    told = _alike(known, near)
    start = claim.period.start if claim.period is not None and claim.period.open_end else None
    if start is not None:
        told = [one for one in told if one.dated.start >= start]
    ordinal = bool(_ORDINAL.search(figure.text) or _ORDINAL.search(claim.text[max(figure.start - claim.start - 2, 0) :][:12]))
    if ordinal and not (_NOW.search(claim.passage.text) and known and today - known[-1].dated.start <= timedelta(days=120)):
        return
    what = Note(
        "上调" if up and not down else "下调" if down and not up else "调整",
        "raises" if up and not down else "cuts" if down and not up else "changes",
    )
    title, days = title_of(book, name), "、".join(str(one.dated.start) for one in told)
    text = f"{what.zh} {len(told)} 次：{days}"
    evidence = tuple(
        rule_evidence(
            book, name, one.dated, f"{one.dated.start} 起 {as_percent(one.before or one.after)} → {as_percent(one.after)}"
        )
        for one in told
    )
    reason = Note(
        f"截至 {today}，{title.zh}{text}。",
        f"Up to {today} the book has {len(told)} {what.en} of the {title.en}: {days.replace('、', ', ')}.",
    )
    if figure.value == len(told):
        yield supported(claim, reason, basis="rulebook", evidence=evidence)
    else:
        yield denied(claim, reason, "count_mismatch", f"{len(told)}", *evidence)


def lengths_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict how long a value of a margin ratio was in force, or how long ago the last change was."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        today, said = todays[claim.passage.item], _months_in(claim.text)
        text = claim.passage.text
        if today is None or said is None or not LASTED.search(text) or is_elsewhere(claim) or not is_said(claim):
            continue
        name = _ratio(article, claim)
        if name is None:
            continue
        spans = list(_spans(text, today, book, name)) or list(_since_printed(article, claim, today, book, name))
        if not spans:
            continue
        slack = _SLACK if said % 12 or _MONTHS.search(text) else _LOOSE
        fitting = [one for one in spans if abs(_length(*one[:2]) - said) <= slack]
        begin, end, change = (fitting or spans)[0]
        months = round(_length(begin, end))
        years = Note(f"{months // 12} 年 {months % 12} 个月", f"{months // 12} years and {months % 12} months")
        reason = Note(f"{begin} 至 {end} 为 {years.zh}。", f"From {begin} to {end} it is {years.en}.")
        evidence = (rule_evidence(book, name, change.dated, f"{change.dated.start} 起 {as_percent(change.after)}"),)
        if fitting:
            yield supported(claim, reason, basis="rulebook", evidence=evidence)
        else:
            yield denied(claim, reason, "wrong_value", years.zh, *evidence)


def _ratio(article: Article, claim: Claim) -> str | None:
    """The ratio that the claim's sentence, or one shortly before it, names; ``None`` where neither does."""
    for text in (claim.passage.text, said_before(article, claim), said_before(article, claim, most=_BACK)):
        if claim.metric in (_FINANCING, _SHORT):
            return claim.metric
        if MARGIN_DEMAND.search(text) and (FINANCING.search(text) or SHORTING.search(text)):
            return _SHORT if SHORTING.search(text) and not FINANCING.search(text) else _FINANCING
    return None


def _steps(book: Rulebook, name: str) -> list[Change]:
    key = "general" if name == _SHORT else None
    return [one for one in changes_of(book, name, key=key) if one.before not in (None, one.after)]


def _spans(text: str, today: date, book: Rulebook, name: str) -> Iterator[tuple[date, date, Change]]:
    """From when to when: of the value that the sentence prints, or since the last change."""
    steps = _steps(book, name)
    printed = _PERCENT.search(text)
    if printed:
        every = list(changes_of(book, name, key="general" if name == _SHORT else None))
        for one, following in (*pairwise(every), *([(every[-1], None)] if every else [])):
            if one.after * 100 == int(printed[1]) and one.dated.start < today:
                end = following.dated.start if following and following.dated.start <= today else today
                yield one.dated.start, end, one
    elif _SINCE_LAST.search(text):
        past = [one for one in steps if one.dated.start <= today]
        older = [one for one in past if today - one.dated.start > _FRESH]
        for one in (*older[-1:], *past[-1:]):
            yield one.dated.start, today, one


def _since_printed(article: Article, claim: Claim, today: date, book: Rulebook, name: str) -> Iterator[tuple[date, date, Change]]:
    """From a change in the printed month to the day of the text."""
    for period in periods_in(article, claim.passage):
        if period.certain and period.end < today:
            yield from ((one.dated.start, today, one) for one in _steps(book, name) if within(one.dated.start, period))


def _months_in(text: str) -> int | None:
    """A length in months, as printed in years and months."""
    found = _YEARS_MONTHS.search(text)
    if found:
        years, months = found[1] or found[3], found[2] or found[4]
        return 12 * _number(years) + (_number(months) if months else 0)
    short = _MONTHS.search(text)
    return _number(short[1] or short[2]) if short else None


def _number(text: str) -> int:
    return int(text) if text.isdigit() else _NUMBERS[text.lower()]


def _length(begin: date, end: date) -> float:
    return (end - begin).days / _MONTH
