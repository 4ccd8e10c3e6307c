"""What rows a clause can be about, by meaning: who is named in it, which days, what kind of thing its words and its figure are of.

The grammar of the claim is used where it is sure; where a verb or an order of words was not understood, what is named decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import Final, TypeAlias

from liangrong.core.calendar import mainland
from liangrong.core.errors import BeyondCalendar
from liangrong.research.claims.article import Article, Passage
from liangrong.research.claims.claim import Aspect, Claim
from liangrong.research.claims.desk import PublishedFigure
from liangrong.research.claims.figure import Kind
from liangrong.research.claims.period import Period
from liangrong.research.claims.reading.periods import periods_in
from liangrong.research.claims.verify.comparison import digits_of
from liangrong.research.claims.verify.published import cues
from liangrong.research.claims.verify.published.matching import same_days, window_of
from liangrong.research.claims.verify.published.whom import Found, Whom

__all__ = ["FLOW_ROWS", "Meaning", "Wanted", "about", "meaning_of", "of_days", "printed_periods", "wanted_of"]

Wanted: TypeAlias = frozenset[tuple[str, str]]
"""Metrics with the sides of them."""
_LEVEL: Final = re.compile(
    r"余额|规模|存量|总额|合计|总量|\b(?:balances?|outstanding|total|sum|tally|stock of debt|figure|book|gauge|reading|measure|pile)\b",
    re.IGNORECASE,
)
_SAME: Final = re.compile(
    r"当月|该月|同月|当周|同周|该周|当季|同期|期间|这一?(?:个月|周|时期|期间)|全月|月内|\b(?:the|that|this|same) (?:month|week|quarter|period|window|stretch|spell|half)\b(?! of| to)|\bmeanwhile\b",
    re.IGNORECASE,
)
"""Words by which a clause means the window that was told before."""
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
FLOW_ROWS: Final = frozenset({("net_financing_purchase", "level"), ("financing_balance", "change")})
_TOTAL: Final = "margin_trading_balance"
_FINANCING: Final = "financing_balance"
_SHORT: Final = "short_balance"
_RETURNS: Final = ("security", "index")
_PRICE: Final = re.compile(
    r"[涨跌挫]|收[高低红绿]|上扬|走[高低强弱]|\b(?:rose|rise[ns]?|fell|fall\w*|gain\w*|lost|climb\w*|slid|slip\w*|drop\w*|up|down|add(?:ed|s)|shed|jump\w*|declin\w*|advanc\w*|retreat\w*|clos\w* (?:higher|lower))\b",
    re.IGNORECASE,
)
"""Words by which a price moves."""
_TURNOVER: Final = frozenset(
    {(name, side) for name in ("margin_trading_share_of_turnover", "financing_buy_to_turnover") for side in ("level", "mean")}
)


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
    """

    scopes: tuple[str, ...]
    periods: tuple[Period, ...]
    printed: bool
    wanted: Wanted
    sign: int
    here: bool


def meaning_of(claim: Claim, article: Article, whom: Whom) -> Meaning:
    """Read a claim by what it names."""
    own = whom.named(claim.text)
    around = own or whom.named(claim.passage.text)
    scopes = _beside(claim, around) if own else tuple(one.scope for one in around)
    if not own and claim.scope and claim.scope != "market":
        scopes = (claim.scope,)
    elif not scopes:
        scopes = (claim.scope or "market",) if claim.scope or not claim.subject or _is_market(claim.subject) else ()
    margin = cues.MARGIN.search(claim.text) or cues.SHORT.search(claim.text)
    told = margin or cues.MARGIN.search(claim.passage.text) or cues.SHORT.search(claim.passage.text)
    spoken = bool(told) or (_LEVEL.search(claim.text) is not None and _is_of_margin(claim, article))
    priced = not margin and _is_price(claim, scopes)
    wanted = _returns(scopes, margin=False) if priced else _wanted(claim, margin=spoken, scopes=scopes)
    periods = _periods(claim, article)
    printed = bool(periods)
    if not periods and claim.period is not None:
        periods = (claim.period,)
    here = bool(margin or priced or not told) and (bool(own) or scopes == ("market",) or (priced and scopes == (claim.scope,)))
    return Meaning(scopes, periods, printed, wanted, _sign(claim, wanted), here)


def _is_price(claim: Claim, scopes: Sequence[str]) -> bool:
    """Whether a clause without a word of the margin market tells how a share or an index moved."""
    if claim.figure is not None and claim.figure.kind is not Kind.PERCENT:
        return False
    if not scopes or any(not scope.startswith("index:") for scope in scopes):
        chinese = re.search(r"[涨跌挫]", claim.text) is not None and all(scope.startswith("security:") for scope in scopes)
        shares = re.search(r"\b(?:shares|stock)\b", claim.text) is not None
        return (
            bool(scopes)
            and (chinese or shares)
            and bool(_returns(scopes, margin=False))
            and _PRICE.search(claim.text) is not None
        )
    return _PRICE.search(claim.text) is not None and not (cues.CAP.search(claim.text) or cues.TURNOVER.search(claim.text))


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
    found = own or list(printed)
    if claim.period is not None and claim.period.at != (-1, -1) and claim.base is not None:
        found.append(window_of(claim))
    return tuple(found)


def _told_before(claim: Claim, article: Article) -> Period | None:
    """The last window that the item printed before a clause."""
    for passage in reversed([one for one in article.passages if one.item == claim.passage.item and one.start <= claim.start]):
        windows = [
            one
            for one in printed_periods(article, passage)
            if not one.is_day and one.at[1] <= claim.start and not _SAME.search(one.text)
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
    return len(subject) <= 1 or any(
        word in subject.lower() for word in ("market", "a-share", "a股", "两市", "investor", "borrower", "全市场")
    )


def wanted_of(claim: Claim, *, scopes: Sequence[str]) -> Wanted:
    """The metrics that a stretch of a clause allows: a price's move where no word of the margin market stands in it."""
    margin = cues.MARGIN.search(claim.passage.text) is not None or cues.SHORT.search(claim.text) is not None
    priced = not cues.MARGIN.search(claim.text) and _is_price(claim, scopes)
    return _returns(scopes, margin=False) if priced else _wanted(claim, margin=margin, scopes=scopes)


def _wanted(claim: Claim, *, margin: bool, scopes: Sequence[str]) -> Wanted:
    """The metrics that words and figure allow."""
    text, kind = claim.text, claim.figure.kind if claim.figure is not None else None
    if kind in (Kind.COUNT, Kind.NUMBER) and cues.ACCOUNTS.search(text):
        name = "new_margin_accounts" if cues.NEW.search(text) else "margin_accounts"
        return frozenset({(name, "level")})
    if kind in (Kind.POINTS, Kind.NUMBER):
        return frozenset(
            {("rsi", "level")}
            if "rsi" in text.lower() or "相对强弱" in text or "relative" in text.lower()
            else {("index_level", "level"), ("close", "level")}
        )
    if kind is Kind.PERCENTAGE_POINT:
        return _balances(text, ("growth",)) if margin and cues.way_of(text) and not cues.CAP.search(text) else frozenset()
    if kind in (Kind.PERCENT, Kind.MULTIPLE):
        return _of_percent(claim, margin=margin, scopes=scopes)
    if kind is Kind.MONEY:
        return _of_money(claim, margin=margin)
    if kind is None:
        flows = FLOW_ROWS if cues.flow_of(text) else frozenset()
        balances = _balances(text, ("change", "growth")) if cues.way_of(text) and not flows else frozenset()
        returns = _returns(scopes, margin=margin) if cues.way_of(text) else frozenset()
        if margin and not flows and cues.way_of(text) and (cues.CAP.search(text) or cues.TURNOVER.search(text)):
            return _ratio_of(text)
        if cues.ACCOUNTS.search(text) and not flows:
            return frozenset({("new_margin_accounts" if cues.NEW.search(text) else "margin_accounts", "growth")})
        return (flows | balances if margin else frozenset()) or returns
    return frozenset()


def _of_percent(claim: Claim, *, margin: bool, scopes: Sequence[str]) -> Wanted:
    text = claim.text
    if cues.CAP.search(text) and margin and claim.aspect is not Aspect.GROWTH:
        return _ratio_of(text)
    if cues.TURNOVER.search(text) and margin:
        return _TURNOVER
    if cues.ACCOUNTS.search(text):
        name = "new_margin_accounts" if cues.NEW.search(text) else "margin_accounts"
        return frozenset({(name, "growth")})
    if margin:
        return _balances(text, ("growth",)) if claim.aspect is Aspect.GROWTH or cues.way_of(text) else frozenset()
    return _returns(scopes, margin=margin)


def _ratio_of(text: str) -> Wanted:
    """The ratio to the value of all shares, or to what is traded, that words name."""
    if not cues.CAP.search(text):
        return _TURNOVER
    whole = "free_float_cap" if cues.FREE.search(text) else "float_cap"
    parts = (_SHORT,) if cues.SHORT.search(text) and not cues.BOTH.search(text) else (_TOTAL, _FINANCING)
    return frozenset((f"{part}_to_{whole}", side) for part in parts for side in ("level", "mean", "peak"))


def _returns(scopes: Sequence[str], *, margin: bool) -> Wanted:
    if margin or not scopes or any(scope.partition(":")[0] not in _RETURNS for scope in scopes):
        return frozenset()
    return frozenset({("daily_return", "level")})


def _of_money(claim: Claim, *, margin: bool) -> Wanted:
    if not margin:
        return frozenset()
    text = claim.text
    if cues.flow_of(text) and claim.aspect in (Aspect.LEVEL, Aspect.CHANGE) and not cues.SHORT.search(text):
        return FLOW_ROWS
    return _balances(text, ("change",) if claim.aspect is Aspect.CHANGE else ("level",))


def _balances(text: str, sides: Sequence[str]) -> Wanted:
    """The balances that the words may mean: the one that they name, or both sides' and the money's where they name none."""
    names = [
        name
        for name, pattern in ((_TOTAL, cues.BOTH), (_SHORT, cues.SHORT), (_FINANCING, cues.FINANCING))
        if pattern.search(text)
    ]
    if _TOTAL in names and _SHORT in names and len(names) == 2:
        names = [_TOTAL]
    if not names:
        names = [_FINANCING, _TOTAL]
    return frozenset((name, side) for name in names for side in sides)


def _sign(claim: Claim, wanted: Wanted) -> int:
    """Which way the clause says that it went."""
    if any(metric == "net_financing_purchase" for metric, _ in wanted):
        return cues.flow_of(claim.text)
    if claim.direction in ("up", "in") or claim.direction in ("down", "out"):
        told = 1 if claim.direction in ("up", "in") else -1
        worded = cues.way_of(claim.text)
        return told if worded in (0, told) else 0
    return cues.way_of(claim.text)
