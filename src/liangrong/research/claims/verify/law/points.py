"""By how much a margin ratio was moved, or how far that of one class of investors lies above another's: in points, or in percent of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Final

from liangrong.core.results import Note
from liangrong.research.claims.article import Article
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.figure import Figure, Kind
from liangrong.research.claims.judgement import Ruling, Verdict
from liangrong.research.claims.verify.law.asked import is_elsewhere, is_said
from liangrong.research.claims.verify.law.book import Change, as_percent, changes_of, day_of_law, number_on, rule_evidence
from liangrong.research.claims.verify.law.concepts import (
    CHANGED,
    CUT,
    FINANCING,
    MARGIN_DEMAND,
    PRIVATE_FUND,
    RAISED,
    SHORTING,
    THIS_TIME,
)
from liangrong.research.claims.verify.law.context import said_before
from liangrong.research.claims.verify.law.verdicts import agreed, denied
from liangrong.research.claims.verify.law.wording import is_house
from liangrong.research.claims.verify.rulings import refuted
from liangrong.research.claims.verify.today import today_of
from liangrong.rules.rulebook import Rulebook

__all__ = ["points_hold"]

_FINANCING: Final = "financing_margin_ratio"
_SHORT: Final = "short_margin_ratio"
_BACK: Final = 3
_FLOOR: Final = re.compile(
    r"保证金|下限|底线|门槛|首付|\b(?:floor|minimum|requirement|margin ratio|margin requirement)s?\b", re.IGNORECASE
)
_OTHER: Final = re.compile(
    r"余额|占比|占(?!用)|利率|维持担保|折算|平仓|涨|跌|收益|成交|指数|\b(?:balance|share|rate|maintenance|interest|index|turnover|return|yield)s?\b",
    re.IGNORECASE,
)
_ABOVE: Final = re.compile(
    r"高出?|多|差|更?严|\b(?:above|over|higher|more|extra|steeper|stricter|tougher|gap|premium|on top)\b", re.IGNORECASE
)
_ORDINARY: Final = re.compile(
    r"普通|一般|其他|其余|散户|个人|\b(?:ordinary|other|general|retail|individual|everyone else|everybody else|the rest)\b",
    re.IGNORECASE,
)
_BY: Final = re.compile(
    r"(?:提[高升了]?|上调|调高|下调|调低|降[低了]?|加[了]?|增加|减少|少|多)(?:了)?\s*$|(?:幅度|步长|跨度)[^，。]{0,6}$|\b(?:by|of|another|full)\s*(?:a |an |some )?$",
    re.IGNORECASE,
)
"""In front of an amount of change, not of what it came to."""
_NEAR: Final = timedelta(days=75)
"""The change that a text tells as news lies so near to its day."""
_WHOLE: Final = Decimal(100)


def points_hold(article: Article, claims: Sequence[Claim], desk: Desk) -> Iterable[Ruling]:
    """Confirm or contradict the size of a step, and the distance between two classes of investors."""
    book = desk.rulebook
    if book is None:
        return
    todays = today_of(article, claims)
    for claim in claims:
        figure = claim.figure
        if figure is None or figure.upper is not None or figure.kind not in (Kind.PERCENTAGE_POINT, Kind.PERCENT):
            continue
        if is_elsewhere(claim) or not is_said(claim) or is_house(claim) or _OTHER.search(claim.text):
            continue
        name = _ratio(article, claim)
        if name is None:
            continue
        today = todays[claim.passage.item]
        if figure.kind is Kind.PERCENTAGE_POINT and name == _SHORT and _compares(claim):
            yield from _apart(claim, figure, book, day_of_law(today, claim, desk))
        elif (figure.kind is Kind.PERCENTAGE_POINT or _BY.search(claim.passage.until(figure.start))) and _moves(claim):
            change = _told(claim, today, book, name)
            if change is not None:
                yield from _step(claim, figure, book, name, change)


def _ratio(article: Article, claim: Claim) -> str | None:
    """The margin ratio that is spoken of: of the nearest words that name a business, in the sentence or before it, the last."""
    before = f"{article.title} {said_before(article, claim, most=_BACK)}"
    here = claim.passage.text
    if not (MARGIN_DEMAND.search(here) or _FLOOR.search(here) or MARGIN_DEMAND.search(before)):
        return None
    for text in (claim.text, here, before):
        short, financing = SHORTING.search(text), FINANCING.search(text.replace("融资融券", ""))
        if bool(short) is not bool(financing):
            return _SHORT if short else _FINANCING
        if short and financing:
            return None
    return None


def _compares(claim: Claim) -> bool:
    text = claim.passage.text
    return bool(PRIVATE_FUND.search(text) and _ABOVE.search(claim.text) and _ORDINARY.search(text))


def _moves(claim: Claim) -> bool:
    return bool(CHANGED.search(claim.text) or THIS_TIME.search(claim.text) or CHANGED.search(claim.passage.text))


def _told(claim: Claim, today: date | None, book: Rulebook, name: str) -> Change | None:
    """The step that is meant: that of the time printed in the clause, else the one that the text tells as news."""
    steps = [
        one for one in changes_of(book, name, key="general" if name == _SHORT else None) if one.before not in (None, one.after)
    ]
    period = claim.period
    if period is not None and period.certain and period.at != (-1, -1):
        inside = [
            one
            for one in steps
            if period.start <= one.dated.start <= period.end
            or period.start <= (one.dated.announced or one.dated.start) <= period.end
        ]
        return inside[0] if len(inside) == 1 else None
    near = [one for one in steps if today is not None and -_NEAR <= today - (one.dated.announced or one.dated.start) <= _NEAR]
    return near[0] if len(near) == 1 else None


def _step(claim: Claim, figure: Figure, book: Rulebook, name: str, change: Change) -> Iterator[Ruling]:
    assert change.before is not None, "only steps are kept"
    points = abs(change.after - change.before)
    share = points / change.before
    shown = f"{as_percent(change.before)} → {as_percent(change.after)}"
    told = Note(
        f"{change.dated.start} 起 {shown}，相差 {_points(points)} 个百分点。",
        f"{shown} on {change.dated.start}, which is {_points(points)} percentage points.",
    )
    evidence = (rule_evidence(book, name, change.dated, f"{change.dated.start} 起 {shown}"),)
    printed = abs(Fraction(figure.base))
    up = change.after > change.before
    words = claim.text
    reversed_ = bool((CUT if up else RAISED).search(words)) and not (RAISED if up else CUT).search(words)
    right = points if figure.kind is Kind.PERCENTAGE_POINT else share
    if figure.rounding().contains(right) or figure.rounding().contains(-right):
        if reversed_:
            yield denied(claim, told, "wrong_sign", shown, *evidence)
        else:
            yield agreed(claim, told, *evidence)
    elif figure.kind is Kind.PERCENT and printed == points:
        why = Note(f"{told.zh}按百分数是 {as_percent(share)}。", f"{told.en} In percent of itself it is {as_percent(share)}.")
        yield denied(claim, why, "unit_slip", as_percent(share), *evidence, verdict=Verdict.UNIT_ERROR)
    elif figure.kind is Kind.PERCENTAGE_POINT:
        error = "unit_slip" if figure.rounding().contains(share) else "arithmetic"
        yield denied(claim, told, error, f"{_points(points)} pp", *evidence, verdict=Verdict.UNIT_ERROR if error == "unit_slip" else Verdict.ARITHMETIC_ERROR)  # fmt: skip


def _apart(claim: Claim, figure: Figure, book: Rulebook, day: date | None) -> Iterator[Ruling]:
    if day is None:
        return
    private, general = (number_on(book, _SHORT, day, key=key) for key in ("private_fund", "general"))
    if private is None or general is None:
        return
    points = private[0] - general[0]
    told = Note(
        f"{day} 私募基金为 {as_percent(private[0])}，其他投资者为 {as_percent(general[0])}，相差 {_points(points)} 个百分点。",
        f"On {day} private funds face {as_percent(private[0])} and others {as_percent(general[0])}: {_points(points)} percentage points apart.",
    )
    if figure.rounding().contains(points):
        yield agreed(claim, told, private[1], general[1])
    else:
        yield refuted(
            claim, told, "arithmetic", basis="rulebook", corrected=f"{_points(points)} pp", evidence=(private[1], general[1])
        )


def _points(share: Decimal) -> str:
    return f"{(share * _WHOLE).normalize():f}"
