"""The guard of a narrator: every figure, date, entity and direction of a text must be a finding's, or the text is refused.

Each figure must be borne out by one finding in all that the text says of it: value, sign, measure, scope and day. What the text leaves out
is not asked for; what it adds is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from liangrong.core.calendar import mainland
from liangrong.core.errors import Lang
from liangrong.core.results import Note
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim, Nature
from liangrong.research.claims.desk import Desk
from liangrong.research.claims.extract.claims import extract
from liangrong.research.claims.extract.entities import Names, entities_in, standing_names
from liangrong.research.claims.extract.mentions import mentions_in
from liangrong.research.claims.figure import Figure
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.article import read_article
from liangrong.research.claims.reading.figures import figures_in
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.reports.findings import Finding
from liangrong.research.reports.narrator.bearing import is_signed, numbers_of, same_sign, same_value
from liangrong.research.reports.narrator.windows import has_length, is_parameter, length_of, named_windows, same_window

__all__ = ["Objection", "examine"]

_NOT: Final = re.compile(r"未|没有|并非|不是|不再|\bno\b|\bnot\b|\bn't\b|\bnever\b|\bfailed to\b", re.IGNORECASE)
_WORDS: Final = {
    "margin_trading_balance": re.compile(
        r"两融|融资融券|两者|合计|总额|\bmargin[- ]trading\b|\btotal\b|\bcombined\b|\btogether\b|\bfinancing and\b", re.IGNORECASE
    ),
    "financing_balance": re.compile(r"融资(?!融券)|\bfinancing\b(?! and)", re.IGNORECASE),
    "short_balance": re.compile(r"(?<!融资)融券|\bshort\b|\bsecurities lending\b", re.IGNORECASE),
}
"""What the total and its two parts are called for short: 融资贡献了, financing contributed."""
_DAY: Final = re.compile(
    r"\d\s*[日号]|\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[/.]\d{1,2}|\d(?:st|nd|rd|th)?\s+[A-Z][a-z]{2}|[A-Z][a-z]{2,}\.?\s+\d{1,2}\b"
)
"""A day of a month, as it is printed."""
_LINK: Final = re.compile(r"\w+://\S*|\bwww\.\S*|\]\(|[<>]|&#?\w+;|\|")
_WHOLE: Final = re.compile(r"占\S{0,4}$|\b(?:share|%|percent|part|portion) of (?:the |its |all )?(?:market's )?$", re.IGNORECASE)
"""What makes a measure the whole of which something is a part, not what is spoken of."""
_LONGEST: Final = 60
"""Characters of a text that an objection repeats."""


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with a text, and where.

    Parameters
    ----------
    start, end
        Where it stands in the text.
    """

    start: int
    end: int
    text: str
    reason: Note


def examine(text: str, findings: Sequence[Finding], lang: Lang) -> tuple[Objection, ...]:
    """What in a text is no finding's; a text without objections may be shown.

    Parameters
    ----------
    text
        Prose in ``lang``.
    findings
        All that may be said.
    """
    known = tuple(finding for finding in findings if finding.value is not None)
    day = max((finding.date for finding in known if finding.date), default=None)
    article = read_article(text, name="-", published=day)
    found = list(_objections(article, extract(article, Desk(lang=lang)), known))
    found += [Objection(link.start(), link.end(), link[0][:_LONGEST], _NO_LINK) for link in _LINK.finditer(text)]
    return tuple(sorted(set(found), key=lambda objection: (objection.start, objection.end)))


def _objections(article: Article, claims: Sequence[Claim], findings: Sequence[Finding]) -> Iterator[Objection]:
    by_passage: dict[int, list[Claim]] = {}
    for claim in claims:
        by_passage.setdefault(claim.passage.number, []).append(claim)
    scopes = {finding.scope for finding in findings} | {"market", ""}
    names = Names(standing_names())
    for passage in article.passages:
        said = by_passage.get(passage.number, [])
        figures = figures_in(article, passage)
        entities = entities_in(passage.text, names)
        printed = _Printed(
            frozenset(mention.term.metric for mention in mentions_in(passage.text)),
            frozenset(entity.scope for entity in entities),
        )
        periods = periods_in(article, passage)
        bound, refused = _bound(passage, said, figures, findings, printed, named_windows(periods))
        yield from (_object(article, figure.start, figure.end, reason) for figure, reason in refused)
        for claim in said:
            if reason := _wrong_words(claim, findings, printed):
                yield _object(article, claim.start, claim.end, reason)
        yield from _strange_days(article, periods, bound, findings)
        for entity in entities:
            if entity.scope not in scopes:
                start = passage.start + entity.start
                yield _object(article, start, start + len(entity.text), _NO_ENTITY)


@dataclass(frozen=True, slots=True)
class _Printed:
    """The metrics and scopes that a sentence itself names; what is only carried over from before binds nothing."""

    metrics: frozenset[str]
    scopes: frozenset[str]


_NO_VALUE: Final = Note("没有哪一项结果是这个数。", "No finding has this value.")
_OTHER_MEASURE: Final = Note("这个数是另一指标的。", "This value belongs to another measure.")
_OTHER_SCOPE: Final = Note("这个数是另一范围或主体的。", "This value belongs to another subject.")
_OTHER_DAY: Final = Note("这个数不是这一日的。", "This value is of another day.")
_OTHER_SIGN: Final = Note("升降方向与结果不符。", "The direction is not the finding's.")
_NO_DAY: Final = Note("没有哪一项结果涉及这个日期。", "No finding is of this date.")
_NO_ENTITY: Final = Note("没有哪一项结果涉及它。", "No finding is about it.")
_NO_RECORD: Final = Note("结果并不支持是否新高的这一说法。", "The findings do not bear out what is said of a record.")
_NO_LINK: Final = Note("叙述只能是文字，不得有链接或标记。", "A narration is words alone, without links or markup.")
_VIEW: Final = Note("叙述不得预测或建议。", "A narration makes no forecast and gives no advice.")


def _bound(
    passage: Passage,
    claims: Sequence[Claim],
    figures: Sequence[Figure],
    findings: Sequence[Finding],
    printed: _Printed,
    windows: Sequence[Period],
) -> tuple[dict[int, tuple[Finding, ...]], list[tuple[Figure, Note]]]:
    """The findings that bear out each figure of a passage, by its start; and the figures that none does."""
    of = {claim.figure.start: claim for claim in claims if claim.figure is not None}
    of |= {claim.threshold.start: claim for claim in claims if claim.threshold is not None and claim.threshold.start not in of}
    bound: dict[int, tuple[Finding, ...]] = {}
    refused = []
    lengths = [figure for figure in figures if is_parameter(figure, findings)]
    for figure in figures:
        if figure in lengths:
            continue
        within = [finding for finding in findings if same_window(figure, finding, windows, passage)]
        borne, reason = _borne(of.get(figure.start), figure, within, printed)
        if borne:
            bound[figure.start] = borne
        else:
            refused.append((figure, reason))
    return bound, refused


def _borne(
    claim: Claim | None, figure: Figure, findings: Sequence[Finding], printed: _Printed
) -> tuple[tuple[Finding, ...], Note]:
    """The findings that agree with everything, or the first thing in which none does."""
    left = [finding for finding in findings if same_value(finding, figure)]
    if not left or claim is None:
        return tuple(left), _NO_VALUE
    tests: tuple[tuple[Note, Mapping[int, bool]], ...] = (
        (_OTHER_SCOPE, {id(one): _same_scope(claim, one, printed) for one in left}),
        (_OTHER_MEASURE, {id(one): _same_measure(claim, one, printed) for one in left}),
        (_OTHER_DAY, {id(one): _same_day(claim.period, one, findings) for one in left}),
        (_OTHER_SIGN, {id(one): same_sign(one, claim, figure) and _moves_so(claim, one, findings) for one in left}),
    )
    for reason, passes in tests:
        left = [finding for finding in left if passes[id(finding)]]
        if not left:
            return (), reason
    return tuple(left), _NO_VALUE


def _same_scope(claim: Claim, finding: Finding, printed: _Printed) -> bool:
    if claim.scope not in printed.scopes:
        return True
    return claim.scope in ("", finding.scope) or finding.scope.startswith(claim.scope + ":")


def _same_measure(claim: Claim, finding: Finding, printed: _Printed) -> bool:
    if finding.measure in _WORDS and (nearest := _nearest_word(claim)):
        return nearest == finding.measure
    if claim.metric not in printed.metrics:
        return not printed.metrics or finding.measure in printed.metrics or bool(printed.metrics & {*claim.ambiguous, ""})
    return claim.metric in ("", finding.measure) or finding.measure in claim.ambiguous


def _nearest_word(claim: Claim) -> str:
    """Which of the total and its parts is named last before the figure of a claim, in its sentence."""
    if claim.figure is None:
        return ""
    said = claim.passage.text[: claim.figure.start - claim.passage.start]
    named = {
        measure: [found.start() for found in words.finditer(said) if not _WHOLE.search(said[: found.start()])]
        for measure, words in _WORDS.items()
    }
    last = {measure: places[-1] for measure, places in named.items() if places}
    return max(last, key=last.__getitem__, default="")


def _same_day(period: Period | None, finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether the day that the text prints is the finding's; a day that was carried over from elsewhere is judged where it stands."""
    if period is None or period.at == (-1, -1):
        return True
    days = _days_of(finding)
    family, dot, _ = finding.key.partition(".")
    if dot:
        days |= {day for one in findings if one.key.partition(".")[0] == family for day in _days_of(one)}
    if period.is_day:
        days |= {mainland().previous(day) for day in days if mainland().start < day <= mainland().end}
    return not days or any(period.start <= day <= period.end for day in days)


def _days_of(finding: Finding) -> set[date]:
    days = {value for value in finding.parameters.values() if isinstance(value, date)}
    if isinstance(finding.value, date):
        days.add(finding.value)
    return days | ({finding.date} if finding.date else set())


def _moves_so(claim: Claim, finding: Finding, findings: Sequence[Finding]) -> bool:
    """Whether a level that is said to have risen or fallen did."""
    if is_signed(finding) or claim.direction not in ("up", "down") or claim.aspect not in (Aspect.LEVEL, Aspect.CROSSING):
        return True
    moves = [one for one in findings if is_signed(one) and (one.measure, one.scope) == (finding.measure, finding.scope)]
    signs = {number > 0 for one in moves for number in numbers_of(one) if number}
    return not signs or (claim.direction == "up") in signs


def _wrong_words(claim: Claim, findings: Sequence[Finding], printed: _Printed) -> Note | None:
    """What is wrong with a claim apart from its figure: a record, a direction, a view."""
    if claim.nature in (Nature.FORECAST, Nature.ADVICE):
        return _VIEW
    about = [one for one in findings if _same_scope(claim, one, printed) and _same_measure(claim, one, printed)]
    if claim.record or claim.aspect is Aspect.RECORD:
        told = [one for one in about if isinstance(one.value, bool)]
        named = [one for one in told if claim.metric in printed.metrics] or told[:1]
        if not named or all(bool(one.value) == bool(_NOT.search(claim.text)) for one in named):
            return _NO_RECORD
    if claim.figure is None and claim.aspect is Aspect.SIGN and claim.direction in ("up", "down", "in", "out"):
        signs = {number > 0 for one in about if is_signed(one) for number in numbers_of(one) if number}
        if signs and (claim.direction in ("up", "in")) not in signs:
            return _OTHER_SIGN
    return None


def _strange_days(
    article: Article, periods: Sequence[Period], bound: Mapping[int, tuple[Finding, ...]], findings: Sequence[Finding]
) -> Iterator[Objection]:
    """Dates of a passage that none of its findings knows; a passage without figures may name the day of any finding."""
    borne = [finding for found in bound.values() for finding in found]
    about = {(finding.measure, finding.scope) for finding in borne}
    near = [finding for finding in findings if (finding.measure, finding.scope) in about] or findings
    days = {day for finding in near for day in _days_of(finding)}
    years = {int(value) for finding in near for name, value in finding.parameters.items() if name == "year"}
    for period in periods:
        if period.at == (-1, -1) or _is_session_before(period, days):
            continue
        if any(period.start <= day <= period.end for day in days) and has_length(period, findings) and _begins(period, days):
            continue
        if period.start.year == period.end.year and period.start.year in years:
            continue
        yield _object(article, *period.at, _NO_DAY)


def _begins(period: Period, days: set[date]) -> bool:
    """Whether a window that names its first day (自 1 月 14 日以来) begins on one that is known, or with a month."""
    named = not period.is_day and length_of(period) is None and _DAY.search(period.text)
    return not named or period.start in days or period.start.day == 1


def _is_session_before(period: Period, days: set[date]) -> bool:
    """Whether it is the session before one of the days, as 上一交易日 or "the previous session" names it without a date."""
    has_digits = any(letter.isdigit() for letter in period.text)
    return (
        period.is_day
        and not has_digits
        and any(mainland().previous(day) == period.start for day in days if day <= mainland().end)
    )


def _object(article: Article, start: int, end: int, reason: Note) -> Objection:
    first, last = article.span(start, end)
    return Objection(first, last, article.original[first:last][:_LONGEST], reason)
