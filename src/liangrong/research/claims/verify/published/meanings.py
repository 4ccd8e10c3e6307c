"""What rows a clause can be about, by meaning: who is named in it, which days, what kind of thing its words and its figure are of.

The grammar of the claim is used where it is sure; where a verb or an order of words was not understood, what is named decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Claim
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.extract.subjects import PLACES_OF
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.figures import read_figures
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import same_days, window_of
from liangrong.research.claims.verify.published.wanted import Wanted, balances_named, is_price, returns_of, wanted_by
from liangrong.research.claims.verify.published.whom import Found, Whom

__all__ = ["Meaning", "about", "meaning_of", "of_days", "printed_periods"]

_LEVEL: Final = re.compile(
    r"余额|规模|存量|总额|合计|总量|\b(?:balances?|outstanding|total|sum|tally|stock of debt|figure|book|gauge|reading|measure|pile)\b",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    r"当月|该月|同月|当周|同周|该周|当季|同期|期间|这一?(?:个月|周|时期|期间)|全月|月内|\b(?:the|that|this|same) (?:month|week|quarter|period|window|stretch|spell|half)\b(?! of| to)|\bmeanwhile\b",
    re.IGNORECASE,
)
"""Words by which a clause means the window that was told before."""
_THAT_DAY: Final = re.compile(r"[那当同该]一?[天日](?!均)|\b(?:that|the same) (?:day|session|date)\b", re.IGNORECASE)
_UNIQUE: Final = 5
_A_MONTH: Final = timedelta(days=31)
_LISTED: Final = re.compile(
    r"分别|依次|合计|共|之和|、|\brespectively\b|\btogether\b|\bcombined\b|\b(?:and|plus)\b|&", re.IGNORECASE
)
_COMPARED: Final = re.compile(
    r"(?:比|较|高于|低于|超过|不及|多于|少于)(?:了)?$|\b(?:than|over|above|against|exceeds?|versus|behind|to)(?: the)? $",
    re.IGNORECASE,
)
"""Before whom a figure is only compared with."""
_MEASURED: Final = re.compile(
    r"[总全市场两融资券余额账户规模数新增开到年底末月日由此推算达约为至其中的截去今本当存量单那这天该则\d]+"
    r"|(?:(?:by|on|as of|in|at) [A-Z][a-z]+\.? ?\d{0,2}(?:,? \d{4})?,? )?(?:they|it|these|both)|(?:(?:the|a|of|in|total|number|combined|outstanding|two(?:-way)?|both|margin|financing|leverage|loans?|balances?|debt|accounts?|china(?:['’]s)?|mainland|chinese|stock)\b[\s-]*)+",
    re.IGNORECASE,
)
_TURN: Final = re.compile(r"\s*(?:[,，、;；]|and\b|while\b|but\b|as against\b|against\b|versus\b|而|则|和)")
"""Where the next of several is turned to."""
_MOVES: Final = re.compile(
    r"(?:行业|板块|股|业|类)?(?:的)?[则也亦又却仅更还约大幅略微小]*"
    r"|\s*(?:shares?|stocks?|sector|industry|names?|firms?|companies|makers?|miners?|lenders?|developers?|producers?)?(?:\s(?:has|have|had|only|also|even|then|in turn))*\s*|\s+by\W.*",
    re.IGNORECASE,
)
"""Between a name and how it moved, where nothing else of it is named that did."""
_ELSE: Final = re.compile(
    r"[涨跌]|股价|市值|成交|利润|营收|净值|份额|指数|\b(?:prices?|index|turnover|profits?|revenues?|earnings|market value|valuations?|short\w*)\b",
    re.IGNORECASE,
)
"""Something else that may grow."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a clause can be about.

    Parameters
    ----------
    scopes
        Who is named, the whole market where nobody is.
    periods
        The days that are printed, or that were carried over where none are; ``printed`` says which.
    wanted
        The metrics that its words allow, by side.
    sign
        1 for in or up, -1 for out or down, 0 where the words do not say.
    here
        Whether the clause itself names who and what, so that nothing was guessed from its surroundings.
    apart
        Whether the figure is one of several of its clause and has a name of its own between the one before and itself.
    """

    scopes: tuple[str, ...]
    periods: tuple[Period, ...]
    printed: bool
    wanted: Wanted
    sign: int
    here: bool
    apart: bool = False


def meaning_of(claim: Claim, article: Article, whom: Whom) -> Meaning:
    """Read a claim by what it names."""
    own = whom.named(claim.text)
    around = own or whom.named(claim.passage.text)
    scopes = _beside(claim, around) if own else tuple(one.scope for one in around)
    if not own and claim.subject in PLACES_OF:
        before = [one for one in around if one.start < claim.start - claim.passage.start]
        around = tuple(before[PLACES_OF[claim.subject] :][:1]) if len(before) > 1 else ()
        scopes = tuple(one.scope for one in around)
    between = whom.named(_stretch(claim))
    apart = len(between) == 1 and len(own) > 1
    if apart:
        scopes = (between[0].scope,)
    if not own and claim.scope and claim.scope != "market":
        scopes = (claim.scope,)
    elif not scopes:
        scopes = (claim.scope or "market",) if claim.scope or not claim.subject or _is_market(claim.subject) else ()
    margin = cues.MARGIN.search(claim.text) or cues.SHORT.search(claim.text)
    told = margin or cues.MARGIN.search(claim.passage.text) or cues.SHORT.search(claim.passage.text)
    spoken = (
        bool(told)
        or claim.metric in ("margin_trading_balance", "financing_balance")
        or (_LEVEL.search(claim.text) is not None and _is_of_margin(claim, article))
    )
    priced = not margin and is_price(claim, scopes)
    wanted = returns_of(scopes, margin=False) if priced else wanted_by(claim, margin=spoken, scopes=scopes)
    periods = _periods(claim, article)
    printed = bool(periods)
    apart = apart or (len(periods) == 1 and claim.period in periods and _is_one_of_several(claim))
    if not periods and claim.period is not None:
        periods = (claim.period,)
    lead = claim.passage.text[: claim.start - claim.passage.start]
    names = [one for one in own if len(own) == 1 or len(between) != 1 or one.scope == between[0].scope]
    carried = printed and bool(own or not around) and cues.MARGIN.search(lead) is not None and _goes_on(claim.text, names)
    if carried and not margin:
        told_before = {metric for metric, _ in balances_named(lead, ("level",))}
        wanted = frozenset(one for one in wanted if one[0] in told_before) or wanted
    here = bool(margin or priced or carried or not told) and (
        bool(own)
        or scopes == ("market",)
        or (scopes == (claim.scope,) and (priced or [one.scope for one in around] == [claim.scope]))
    )
    return Meaning(scopes, periods, printed, wanted, _sign(claim, wanted), here, apart)


def _goes_on(text: str, names: Sequence[Found]) -> bool:
    """Whether a clause tells how somebody moved without saying what of them, so that it is what was spoken of before."""
    moved = [text[one.end : cues.way_from(text, one.end)] for one in names[-1:]]
    return _ELSE.search(text) is None and all(_MOVES.fullmatch(one) for one in moved)


def _stretch(claim: Claim) -> str:
    """What stands between a figure of several and the one before it in its clause; nothing in a list that is told apart."""
    figure, passage = claim.figure, claim.passage
    if figure is None or claim.group or cues.MORE_THAN_ONE.search(passage.text):
        return ""
    figures = [one for one in read_figures(passage.text, passage.start) if claim.start <= one.start and one.end <= claim.end]
    before = [one.end for one in figures if one.end <= figure.start]
    if not before:
        return passage.text[claim.start - passage.start : figure.start - passage.start] if len(figures) > 1 else ""
    between = passage.text[max(before) - passage.start : figure.start - passage.start]
    return between if _TURN.match(between) else ""


def _is_of_margin(claim: Claim, article: Article) -> bool:
    """Whether a level without a name is one of the margin market's: the article speaks of it, or the figure has too many digits for chance."""
    digits = digits_of(claim.figure) if claim.figure is not None else 0
    return digits >= _UNIQUE or (digits > 1 and cues.MARGIN.search(article.text) is not None)


def _beside(claim: Claim, found: Sequence[Found]) -> tuple[str, ...]:
    """Of several who are named with one figure, the one whose it is: the last before it, unless it belongs to a list of them."""
    scopes = tuple(one.scope for one in found)
    if claim.figure is None or len(found) == 1 or _LISTED.search(claim.text):
        return scopes
    at = claim.figure.start - claim.start
    before = [one for one in found if one.end <= at and not _COMPARED.search(claim.text[max(0, one.start - 12) : one.start])]
    return (before[-1].scope,) if before else (scopes[0],)


def about(meaning: Meaning, rows: Iterable[PublishedFigure], *, dated: bool = True) -> list[PublishedFigure]:
    """The rows that a meaning fits, of its days or of whatever days."""
    return [
        row
        for row in rows
        if row.usable
        and (row.metric, row.aspect) in meaning.wanted
        and row.scope in meaning.scopes
        and (not dated or any(of_days(period, row) for period in meaning.periods))
    ]


def printed_periods(article: Article, passage: Passage) -> tuple[Period, ...]:
    """The days that a passage prints."""
    return _printed(article, passage)


@lru_cache(maxsize=64)
def _printed(article: Article, passage: Passage) -> tuple[Period, ...]:
    return periods_in(article, passage)


def _periods(claim: Claim, article: Article) -> tuple[Period, ...]:
    """The printed days of a clause, or of its sentence; of a base and a day the window between them as well."""
    printed = printed_periods(article, claim.passage)
    if (again := _SAME.search(claim.text)) and (window := _told_before(claim, article)):
        fresh = [one for one in printed if again[0] not in one.text and claim.start <= one.at[0] and one.at[1] <= claim.end]
        if not fresh:
            return (window,)
    own = [one for one in printed if claim.start <= one.at[0] and one.at[1] <= claim.end]
    if not printed and _THAT_DAY.search(claim.passage.text) and (day := _told_before(claim, article, day=True)):
        return (day,)
    if len(own) > 1 and claim.period in own and _is_one_of_several(claim):
        own = [claim.period]
    found = own or list(printed)
    if claim.period is not None and claim.period.at != (-1, -1) and claim.base is not None:
        found.append(window_of(claim))
    return tuple(found)


def _is_one_of_several(claim: Claim) -> bool:
    """Whether a clause has figures of several days, so that a day is only that of the figure beside it."""
    figures = [one for one in read_figures(claim.passage.text, claim.passage.start) if claim.start <= one.start < claim.end]
    return claim.figure is not None and claim.base is None and sum(one.kind is claim.figure.kind for one in figures) > 1


def _told_before(claim: Claim, article: Article, *, day: bool = False) -> Period | None:
    """The last window, or day, that the item printed before a clause."""
    for passage in reversed([one for one in article.passages if one.item == claim.passage.item and one.start <= claim.start]):
        windows = [
            one
            for one in printed_periods(article, passage)
            if one.is_day is day and one.at[1] <= claim.start and not _SAME.search(one.text)
        ]
        if windows:
            return windows[-1]
    return None


def of_days(period: Period, row: PublishedFigure) -> bool:
    """Whether a row is of the days of a period; a level told of a month or a week is that of its last session."""
    if same_days(period, row):
        return True
    if period.is_day or period.open_end or row.start != row.end or row.aspect != "level" or period.end - period.start > _A_MONTH:
        return False
    try:
        return mainland().on_or_before(period.end) == row.end
    except BeyondCalendar:
        return False


def _is_market(subject: str) -> bool:
    """Whether a subject is the market, or nothing but words of its measures: 到年底账户总数, the outstanding margin balance."""
    words = ("market", "a-share", "a股", "两市", "investor", "borrower", "全市场", "the exchanges", "交易所")
    return len(subject) <= 1 or any(word in subject.lower() for word in words) or _MEASURED.fullmatch(subject) is not None


def _sign(claim: Claim, wanted: Wanted) -> int:
    """Which way the clause says that it went."""
    if any(metric == "net_financing_purchase" for metric, _ in wanted):
        return cues.flow_of(claim.text)
    if claim.direction in ("up", "in") or claim.direction in ("down", "out"):
        told = 1 if claim.direction in ("up", "in") else -1
        worded = cues.way_of(claim.text)
        return told if worded in (0, told) else 0
    return cues.way_of(claim.text)
